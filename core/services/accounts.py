"""Acts on accounts and their passwords."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.errors import Refused
from core.models import (
    Person,
    User,
)
from core.vietnamese import names


class AdministratorExists(Refused):
    """The first administrator has been made already."""


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
    """Make an account."""
    user = User.objects.create_user(
        username,
        password,
        full_name=names.clean(full_name),
        person=person,
        must_change_password=must_change_password,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        is_active=is_active,
        joined_at=at,
    )
    scope = person.unit.scope if person else None
    trail.record("core.account_created", subject=user, scope=scope, actor=by, at=at)
    return user


@transaction.atomic
def create_first_administrator(
    *, username: str, password: str, full_name: str, at: datetime
) -> User:
    """Make the account that makes all others; once in the life of a portal."""
    # Two people at two browsers: the second waits here and is refused.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('first administrator'))")
    if User.objects.exists():
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
def change_password(*, user: User, password: str, by: User, at: datetime) -> User:
    """Set a password; one set by somebody else must be changed at the next sign-in."""
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = by.pk != user.pk
    user.save(update_fields=["password", "must_change_password"])
    act = "core.password_reset" if by.pk != user.pk else "core.password_changed"
    scope = user.person.unit.scope if user.person else None
    trail.record(act, subject=user, scope=scope, actor=by, at=at)
    return user
