"""What stands between signing in and the pages: each gate leads to a page of its own.

While a gate is shut only that page opens, and what everybody may open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from core.access import policy
from core.access.rights import IDLE_LOCK
from core.models import User
from core.services import second_factor, sessions
from core.web import Answer

# Kept in the session.
ASKS_CODE: Final = "asks_code"  # the account has a device: its code comes first
ACTED_AT: Final = "acted_at"  # the last act of a person, in seconds; polls are none
SEEN_AT: Final = "seen_at"  # what the list of sign-ins says, written once a minute
ONWARD: Final = "onward"  # where somebody was going when a gate stopped him
LOCKED: Final = "locked"  # somebody locked the screen himself

ACTS: Final = 30  # so many acts are told apart until a screen locks
SEEN_EVERY: Final = 60

ALWAYS_OPEN: Final = frozenset({"core:sign-out", "core:language", "core:health"})


@dataclass(frozen=True, slots=True)
class Gate:
    """Shut until something is done on ``page``; ``others`` belong to that page."""

    page: str
    is_shut: Callable[[HttpRequest, User], bool]
    others: frozenset[str] = frozenset()

    def lets_in(self, view_name: str) -> bool:
        """Whether the page belongs to the gate or is open to everybody."""
        return (
            view_name == self.page
            or view_name in self.others
            or view_name in ALWAYS_OPEN
        )


def waits_for_code(request: HttpRequest, user: User) -> bool:
    """Whether the code of the second factor is still to be typed."""
    return bool(request.session.get(ASKS_CODE)) and not _is_verified(user)


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether the screen waits for the password."""
    if request.session.get(LOCKED):
        return True
    acted_at = request.session.get(ACTED_AT)
    if acted_at is None or not locks_when_idle(user):
        return False
    idle = timezone.now().timestamp() - acted_at
    return bool(idle >= settings.IDLE_LOCK_SECONDS)


def _must_change_password(request: HttpRequest, user: User) -> bool:
    return user.must_change_password


def _must_set_second_factor(request: HttpRequest, user: User) -> bool:
    return not _is_verified(user) and second_factor.must_have_second_factor(user)


# In the order in which a person passes them.
GATES: Final = (
    Gate("core:second-factor-code", waits_for_code),
    Gate("core:lock", is_locked, frozenset({"core:lock-now"})),
    Gate("core:password", _must_change_password),
    Gate(
        "core:second-factor-set-up",
        _must_set_second_factor,
        frozenset({"core:second-factor-begin", "core:password"}),
    ),
)


class GatesMiddleware:
    """Lead whoever is signed in to the first gate that is shut."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        shut = next((gate for gate in GATES if gate.is_shut(request, user)), None)
        if shut is not None:
            # The frame of a page shows no way further then.
            request.at_gate = True  # type: ignore[attr-defined]
            if not shut.lets_in(resolve(request.path_info).view_name):
                return lead_to(request, shut.page)
        elif not _polls(request):
            _note_act(request.session)
        return self.get_response(request)


def enter(session: SessionBase, *, asks_code: bool, at: datetime) -> None:
    """Begin what the gates keep in a session."""
    seconds = at.timestamp()
    session.update({ACTED_AT: seconds, SEEN_AT: seconds, ASKS_CODE: asks_code})


def lock(session: SessionBase) -> None:
    """Lock the screen until the password is typed."""
    session[LOCKED] = True


def unlock(session: SessionBase) -> None:
    """Go on after the password was typed."""
    session.pop(LOCKED, None)
    session[ACTED_AT] = timezone.now().timestamp()


def locks_when_idle(user: User) -> bool:
    """Whether a role of the user wants screens locked when nobody works on them."""
    return not IDLE_LOCK.isdisjoint(policy.roles_of(user))


def ask_code_from_now_on(session: SessionBase) -> None:
    """Let this session belong to its device: without it the code is asked again."""
    session[ASKS_CODE] = True


def ask_no_code(session: SessionBase) -> None:
    """Go on without a second factor."""
    session[ASKS_CODE] = False


def lead_to(request: HttpRequest, page: str, *, back_to: str = "") -> HttpResponse:
    """Lead the whole page to a gate; afterwards it goes on where it was."""
    wanted = back_to or _here(request)
    request.session[ONWARD] = wanted
    query = urlencode({"next": wanted})
    address = f"{reverse(page)}?{query}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def onward(request: HttpRequest) -> str:
    """Return where somebody goes on who has passed a gate; never out of the portal."""
    kept = request.session.pop(ONWARD, "")
    wanted = request.POST.get("next") or request.GET.get("next") or kept
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("core:start")


def _here(request: HttpRequest) -> str:
    """Return the page a person sees: an act and a piece of a page are none."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    seen = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(seen)
    if parts.netloc != request.get_host():
        return reverse("core:start")
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def _polls(request: HttpRequest) -> bool:
    return request.method == "GET" and bool(request.headers.get("HX-Request"))


def _note_act(session: SessionBase) -> None:
    now = timezone.now()
    seconds = now.timestamp()
    if abs(seconds - session.get(ACTED_AT, 0)) >= settings.IDLE_LOCK_SECONDS / ACTS:
        session[ACTED_AT] = seconds
    if abs(seconds - session.get(SEEN_AT, 0)) >= SEEN_EVERY:
        session[SEEN_AT] = seconds
        sessions.see_sign_in(session_key=str(session.session_key), at=now)


def _is_verified(user: User) -> bool:
    return getattr(user, "otp_device", None) is not None
