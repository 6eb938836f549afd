"""Acts on accounts and their passwords."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import guessing, registry
from core.audit import trail
from core.errors import Refused
from core.models import (
    Person,
    SignIn,
    User,
)
from core.services.sessions import end_sign_ins, record_for
from core.vietnamese import names

# How long a password set by somebody else opens the portal.
GIVEN_FOR: Final = timedelta(days=7)
BATCH: Final = 1000
# A user name stands in an address.
USERNAME: Final = re.compile(r"[\w.@+-]{1,60}")


class AdministratorExists(Refused):
    """The first administrator has been made already."""


class OddUsername(Refused):
    """The user name has signs that stand in no address."""

    def __init__(self) -> None:
        super().__init__(
            _("Tên đăng nhập chỉ gồm chữ, số và các dấu . @ + - _, không có dấu cách.")
        )


class NoLongerAdministrator(Refused):
    """Somebody took the office from who is acting, a moment ago."""


class OwnAccount(Refused):
    """Nobody does that to his own account."""


def is_username(text: str) -> bool:
    """Whether an account may have this name."""
    return USERNAME.fullmatch(text) is not None


@transaction.atomic
def create_account(
    *,
    username: str,
    password: str,
    full_name: str,
    by: User | None,
    at: datetime,
    person: Person | None = None,
    must_change_password: bool = True,
    is_administrator: bool = False,
    is_active: bool = True,
) -> User:
    """Make an account; a password that must be changed opens it for a week."""
    user = User(
        username=User.normalize_username(username),
        full_name=names.clean(full_name),
        person=person,
        must_change_password=must_change_password,
        given_password_until=at + GIVEN_FOR if must_change_password else None,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        is_active=is_active,
        joined_at=at,
    )
    user.set_password(password)
    return add_account(user, by=by, at=at)


@transaction.atomic
def add_account(user: User, *, by: User | None, at: datetime) -> User:
    """Store a new account whose password is hashed already, with its line."""
    if not is_username(user.username):
        raise OddUsername
    user.sort_key = names.sort_key(user.full_name)
    user.save(force_insert=True)
    record_for("core.account_created", user, by=by, at=at)
    return user


@transaction.atomic
def create_first_administrator(
    *, username: str, password: str, full_name: str, at: datetime
) -> User:
    """Make the account that makes all others; once in the life of a portal.

    A portal that was loaded from elsewhere has accounts, but no administrator yet.
    """
    # Two people at two browsers: the second waits here and is refused.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('first administrator'))")
    if User.objects.filter(is_superuser=True).exists():
        raise AdministratorExists(_("Cổng đã có quản trị viên đầu tiên."))
    return create_account(
        username=username,
        password=password,
        full_name=full_name,
        by=None,
        at=at,
        must_change_password=False,
        is_administrator=True,
    )


@transaction.atomic
def change_password(
    *, user: User, password: str, by: User, at: datetime, session_key: str = ""
) -> User:
    """Set a password; one set by somebody else must be changed at the next sign-in.

    The account's sessions end, but for the one in which its owner changes it.
    """
    validate_password(password, user)
    user.set_password(password)
    return store_password(user, by=by, at=at, session_key=session_key)


@transaction.atomic
def store_password(
    user: User, *, by: User, at: datetime, session_key: str = ""
) -> User:
    """Store a password that is hashed already, and end what was opened with the old."""
    own = by.pk == user.pk
    user.must_change_password = not own
    user.given_password_until = None if own else at + GIVEN_FOR
    user.save(
        update_fields=["password", "must_change_password", "given_password_until"]
    )
    how = SignIn.End.PASSWORD if own else SignIn.End.RESET
    end_sign_ins(user=user, how=how, at=at, but=session_key)
    guessing.forget(user.username)
    act = "core.password_changed" if own else "core.password_reset"
    record_for(act, user, by=by, at=at)
    return user


def hold_administrators(*, by: User) -> None:
    """Let one at a time take away accounts or offices, who still has his own.

    Two administrators who close each other at once would leave the portal to nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('administrators'))")
    if not User.objects.filter(pk=by.pk, is_active=True, is_superuser=True).exists():
        raise NoLongerAdministrator(
            _("Tài khoản của bạn vừa bị khóa hoặc thôi làm quản trị viên.")
        )


@transaction.atomic
def close_account(*, user_id: int, by: User, at: datetime) -> User:
    """Let nobody sign in with this account any more; its sessions end at once."""
    hold_administrators(by=by)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.pk == by.pk:
        raise OwnAccount(_("Không ai tự khóa tài khoản của mình."))
    if not user.is_active:
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sign_ins(user=user, how=SignIn.End.CLOSED, at=at)
    record_for("core.account_closed", user, by=by, at=at)
    registry.pass_on_work_of(user, at)
    return user


@transaction.atomic
def open_account(*, user_id: int, by: User, at: datetime) -> User:
    """Let a closed account sign in again."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_for("core.account_opened", user, by=by, at=at)
    registry.pass_on_work_of(user, at)
    return user


@transaction.atomic
def free_sign_in(*, user: User, by: User, at: datetime) -> None:
    """Forget the wrong passwords typed for this account, so that it may try again."""
    guessing.forget(user.username)
    record_for("core.sign_in_freed", user, by=by, at=at)


def order_by_name() -> int:
    """Give a key to accounts made without one, by older releases or from a terminal."""
    unordered = list(User.objects.filter(sort_key="").exclude(full_name="")[:BATCH])
    for user in unordered:
        user.sort_key = names.sort_key(user.full_name)
    return User.objects.bulk_update(unordered, ["sort_key"])


@transaction.atomic
def note_accounts_taken(*, form: str, rows: int, by: User, at: datetime) -> None:
    """Write down that a list of accounts was taken away, as a file or to print."""
    trail.record(
        "core.accounts_exported",
        subject=by,
        scope=None,
        actor=by,
        at=at,
        form=form,
        rows=rows,
    )
