"""Sessions of accounts: begun by signing in, ended by a person or by what becomes of
the account.

The row is for people to read; the session itself is Django's, and ends with it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from core.audit import trail
from core.models import AuditEvent, Scope, SignIn, User

GUESSES: Final = 5  # wrong passwords typed inside one session before it ends
AGENT: Final = 300
LINE_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def begin_sign_in(
    *, user: User, session_key: str, address: str, agent: str, at: datetime
) -> SignIn:
    """Write down that a session of this account began, with its line."""
    made = SignIn.objects.create(
        user=user,
        session_key=session_key,
        address=_address(address),
        agent=agent.replace("\0", "")[:AGENT],
        signed_in_at=at,
        last_seen_at=at,
    )
    record_for("core.signed_in", user, by=user, at=at)
    return made


def see_sign_in(*, session_key: str, at: datetime) -> None:
    """Write down that the session was used."""
    _going_on().filter(session_key=session_key).update(last_seen_at=at)


def move_sign_in(*, before: str, after: str) -> None:
    """Follow a session that went on under a new key."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def sign_out(*, user: User, session_key: str, at: datetime) -> None:
    """Write down that somebody left this session himself."""
    going_on = _going_on().filter(user=user, session_key=session_key)
    going_on.update(ended_at=at, ended_how=SignIn.End.OWN)
    record_for("core.signed_out", user, by=user, at=at)


@transaction.atomic
def end_sign_in(*, sign_in_id: int, by: User, at: datetime) -> bool:
    """End another session of one's own; whether there was one going on."""
    ended = _end(by, SignIn.End.OTHER, at, _going_on().filter(pk=sign_in_id))
    if ended:
        record_for("core.sign_ins_ended", by, by=by, at=at, sessions=ended)
    return bool(ended)


@transaction.atomic
def end_other_sign_ins(*, by: User, session_key: str, at: datetime) -> int:
    """End all sessions of one's own but this one; return how many."""
    others = _going_on().exclude(session_key=session_key)
    ended = _end(by, SignIn.End.OTHER, at, others)
    if ended:
        record_for("core.sign_ins_ended", by, by=by, at=at, sessions=ended)
    return ended


def end_sign_ins(*, user: User, how: SignIn.End, at: datetime, but: str = "") -> int:
    """End the account's sessions, for the act that asks for it leaves the line."""
    return _end(user, how, at, _going_on().exclude(session_key=but))


@transaction.atomic
def note_wrong_password(*, user: User, session_key: str, at: datetime) -> int:
    """Count a wrong password typed inside a session; return how many tries are left.

    At none the session is over: whoever sits there knows the password or does not.
    """
    mine = _going_on().filter(user=user, session_key=session_key)
    mine.update(guesses=F("guesses") + 1)
    guesses = mine.values_list("guesses", flat=True).first()
    if guesses is None:
        return 0
    if guesses >= GUESSES:
        _end(user, SignIn.End.GUESSING, at, mine)
        record_for("core.session_guessed", user, by=user, at=at, guesses=guesses)
    return max(0, GUESSES - guesses)


def note_right_password(*, session_key: str) -> None:
    """Forget the wrong passwords typed inside a session."""
    SignIn.objects.filter(session_key=session_key, guesses__gt=0).update(guesses=0)


def close_expired_sign_ins(*, at: datetime) -> int:
    """Write down which sessions went out by themselves, and drop what Django kept."""
    Session.objects.filter(expire_date__lt=at).delete()
    kept = Session.objects.filter(session_key=OuterRef("session_key"))
    gone = _going_on().filter(~Exists(kept), last_seen_at__lt=at)
    return gone.update(ended_at=at, ended_how=SignIn.End.EXPIRED)


def record_for(
    act: str, user: User, *, by: User | None, at: datetime, **detail: object
) -> None:
    """Write the line of an act on an account, where its person is."""
    trail.record(act, subject=user, scope=_home(user), actor=by, at=at, **detail)


def note_once_a_minute(act: str, user: User, *, at: datetime, **detail: object) -> None:
    """Leave a line of what somebody unknown did to an account, one a minute at most."""
    lines = AuditEvent.objects.filter(
        subject_kind=User._meta.label_lower, subject_key=str(user.pk), act=act
    )
    last = lines.order_by("-pk").values_list("at", flat=True).first()
    if last is None or abs(at - last) >= LINE_EVERY:
        record_for(act, user, by=None, at=at, **detail)


def _home(user: User) -> Scope | None:
    return user.person.unit.scope if user.person else None


@transaction.atomic
def note_failed_sign_in(*, user: User, address: str, at: datetime) -> None:
    """Leave a line of a wrong password at the sign-in, one a minute at most."""
    note_once_a_minute("core.sign_in_failed", user, at=at, address=_address(address))


def _going_on() -> QuerySet[SignIn]:
    return SignIn.objects.filter(ended_at__isnull=True)


def _end(user: User, how: SignIn.End, at: datetime, which: QuerySet[SignIn]) -> int:
    """End those that are this user's: rows first, so that two who end them agree."""
    ending = which.filter(user=user).order_by("pk").select_for_update()
    keys = list(ending.values_list("session_key", flat=True))
    SignIn.objects.filter(session_key__in=keys).update(ended_at=at, ended_how=how)
    _forget(keys)
    return len(keys)


def _forget(keys: Iterable[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store().delete(key)


def _address(text: str) -> str | None:
    """Return an address as the database takes it: a proxy may send anything."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
