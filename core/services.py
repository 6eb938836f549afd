"""Acts on units, people, accounts and files."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.rights import TALLY_ROLES, Role
from core.audit import trail
from core.errors import Refused
from core.models import (
    Appointment,
    Person,
    Scope,
    StoredFile,
    StoredFileChunk,
    Unit,
    User,
)
from core.models.scope import ScopeKind
from core.vietnamese import names

CHUNK = 1024 * 1024
ALREADY_GIVEN = gettext_lazy(
    "Người này đang giữ vai trò đó ở phạm vi đó trong thời gian ấy."
)


class AlreadyAppointed(Refused):
    """The user holds the role there in that time already."""


class OwnAppointment(Refused):
    """Nobody gives a role to himself."""


class TallyRoleNeedsPerson(Refused):
    """A tally role is only for an account that names its person."""


class TallyRoleElsewhere(Refused):
    """A tally role is given for one voting body and nothing wider."""


class FileTooLarge(Refused):
    """An upload is beyond the limit."""


class AdministratorExists(Refused):
    """The first administrator has been made already."""


def open_scope(
    *, title: str, kind: ScopeKind, beneath: Scope | None, home: Scope | None = None
) -> Scope:
    """Make a new leaf of the tree; its home is its own path unless one is given.

    Labels are random, so that a path says nothing about what lies there.
    """
    label = f"s{secrets.token_hex(6)}"
    path = f"{beneath.path}.{label}" if beneath else label
    return Scope.objects.create(
        path=path, home=home.home if home else path, kind=kind, title=title
    )


@transaction.atomic
def found_unit(
    *,
    name: str,
    code: str,
    level: str,
    parent: Unit | None,
    by: User | None,
    at: datetime,
) -> Unit:
    """Enter a Party organisation into the tree."""
    name = names.clean(name)
    scope = open_scope(
        title=name, kind=ScopeKind.UNIT, beneath=parent.scope if parent else None
    )
    unit = Unit.objects.create(
        scope=scope, parent=parent, code=code, name=name, level=level
    )
    trail.record("core.unit_founded", subject=unit, scope=scope, actor=by, at=at)
    return unit


@transaction.atomic
def register_person(
    *,
    full_name: str,
    unit: Unit,
    party_since: date | None,
    by: User | None,
    at: datetime,
) -> Person:
    """Enter a person into the register."""
    person = Person.objects.create(
        unit=unit,
        full_name=names.clean(full_name),
        sort_key=names.sort_key(full_name),
        party_since=party_since,
    )
    trail.record(
        "core.person_registered", subject=person, scope=unit.scope, actor=by, at=at
    )
    return person


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


def is_given(
    user: User, role: Role, scope: Scope, first: date, last: date | None
) -> bool:
    """Whether the user holds the role there on some of these days already."""
    given = Appointment.objects.filter(
        user=user, role=role.value, scope=scope, revoked_at__isnull=True
    )
    return given.overlapping(first, last).exists()


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    scope: Scope,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
) -> Appointment:
    """Give somebody else a role at a scope for a time."""
    if by.pk == user.pk:
        raise OwnAppointment(_("Không ai tự giao vai trò cho mình."))
    if role in TALLY_ROLES and user.person_id is None:
        raise TallyRoleNeedsPerson(
            _(
                "Vai trò kiểm phiếu chỉ giao cho tài khoản đã gắn với một người "
                "trong sổ. Hãy gắn tài khoản với người trước."
            )
        )
    if role in TALLY_ROLES and scope.kind != ScopeKind.VOTING_BODY:
        raise TallyRoleElsewhere(
            _("Vai trò kiểm phiếu chỉ giao cho một nơi bầu, không giao rộng hơn.")
        )
    if is_given(user, role, scope, starts_on, ends_on):
        raise AlreadyAppointed(ALREADY_GIVEN)
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                user=user,
                role=role.value,
                scope=scope,
                starts_on=starts_on,
                ends_on=ends_on,
                appointed_by=by,
                appointed_at=at,
            )
    except IntegrityError:
        # A double click: the first one gave it a moment ago.
        raise AlreadyAppointed(ALREADY_GIVEN) from None
    trail.record(
        "core.role_given",
        subject=appointment,
        scope=scope,
        actor=by,
        at=at,
        role=role.value,
        user=user.username,
    )
    return appointment


@transaction.atomic
def revoke_role(*, appointment_id: int, by: User, at: datetime) -> Appointment:
    """Take a role back; the row stays as a trace."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if appointment.revoked_at is not None:
        return appointment
    appointment.revoked_by, appointment.revoked_at = by, at
    appointment.save(update_fields=["revoked_by", "revoked_at"])
    trail.record(
        "core.role_revoked",
        subject=appointment,
        scope=appointment.scope,
        actor=by,
        at=at,
        role=appointment.role,
        user=appointment.user.username,
    )
    return appointment


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


@transaction.atomic
def store_file(
    *,
    name: str,
    chunks: Iterable[bytes],
    scope: Scope,
    by: User | None,
    at: datetime,
    limit: int,
) -> StoredFile:
    """Keep a file's bytes, at most ``limit`` of them, in chunks of 1 MiB."""
    file = StoredFile(scope=scope, name=name[:255], stored_by=by, stored_at=at, size=0)
    digest = hashlib.sha256()
    pieces: list[StoredFileChunk] = []
    size = 0
    file.sha256 = ""
    file.save(force_insert=True)
    for number, piece in enumerate(_even(chunks)):
        size += len(piece)
        if size > limit:
            raise FileTooLarge(
                _("Tệp lớn hơn %(limit)s MiB. Hãy nén thành .json.gz rồi tải lại.")
                % {"limit": limit // CHUNK}
            )
        digest.update(piece)
        pieces.append(StoredFileChunk(file=file, number=number, data=piece))
        if len(pieces) == 8:
            StoredFileChunk.objects.bulk_create(pieces)
            pieces.clear()
    StoredFileChunk.objects.bulk_create(pieces)
    file.size, file.sha256 = size, digest.hexdigest()
    file.save(update_fields=["size", "sha256"])
    return file


def _even(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Cut a stream of any pieces into pieces of ``CHUNK`` bytes."""
    rest = bytearray()
    for chunk in chunks:
        rest += chunk
        while len(rest) >= CHUNK:
            yield bytes(rest[:CHUNK])
            del rest[:CHUNK]
    if rest:
        yield bytes(rest)
