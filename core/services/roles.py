"""Giving and taking back roles."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import registry
from core.access.rights import (
    BODY_ROLES,
    CONGRESS_ROLES,
    TALLY_ROLES,
    UNIT_ROLES,
    Role,
)
from core.audit import trail
from core.errors import Refused
from core.models import (
    Appointment,
    Person,
    Scope,
    Unit,
    User,
)
from core.models.scope import ScopeKind
from core.queries import journeys
from core.services import scopes

ALREADY_GIVEN = gettext_lazy(
    "Người này đang giữ vai trò đó ở phạm vi đó trong thời gian ấy."
)


OWN_ROLE = gettext_lazy("Không ai tự giao vai trò cho mình.")
SAME_PERSON = gettext_lazy(
    "Hai tài khoản này là của cùng một người, nên không giao vai trò cho nhau. Hãy nhờ "
    "quản trị viên khác."
)


class AlreadyAppointed(Refused):
    """The user holds the role there in that time already."""


class OwnAppointment(Refused):
    """Nobody gives a role to himself."""


class TallyRoleNeedsPerson(Refused):
    """A tally role is only for an account that names its person."""


class RoleElsewhere(Refused):
    """A role is not given at places of this kind."""


class BeyondWhatArrived(Refused):
    """The portal only holds one congress of another; the rest is kept there."""


class PlaceDissolved(Refused):
    """The unit is no more, so nobody gets a part there."""


def is_one_person(user: User, other: User) -> bool:
    """Whether two accounts are one person's, rows found to be doubles included."""
    if user.pk == other.pk:
        return True
    if user.person is None or other.person is None:
        return False
    return _standing(user.person).pk == _standing(other.person).pk


def _standing(person: Person) -> Person:
    """Return the row that stands for a person after all mergers."""
    passed = {person.pk}
    while person.merged_into is not None and person.merged_into.pk not in passed:
        person = person.merged_into
        passed.add(person.pk)
    return person


def is_given(
    user: User, role: Role, scope: Scope, first: date, last: date | None
) -> bool:
    """Whether the user holds the role there on some of these days already."""
    given = Appointment.objects.filter(
        user=user, role=role.value, scope=scope, revoked_at__isnull=True
    )
    return given.overlapping(first, last).exists()


def _refuse_beyond_what_arrived(scope: Scope) -> None:
    """A congress that came from elsewhere takes no roles beyond it back home."""
    came = journeys.arrivals().select_related("scope")
    if any(not f"{scope.path}.".startswith(f"{each.scope.path}.") for each in came):
        raise BeyondWhatArrived(
            _("Đại hội ở đây mang từ nơi khác tới. Chỉ giao vai trò ở đại hội ấy.")
        )


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
    if is_one_person(by, user):
        raise OwnAppointment(OWN_ROLE if by.pk == user.pk else SAME_PERSON)
    refuse_elsewhere(user, role, scope)
    _refuse_beyond_what_arrived(scope)
    scopes.share_the_tree()
    _refuse_dissolved(scope)
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
    registry.pass_on_work_of(user, at)
    return appointment


def refuse_elsewhere(user: User, role: Role, scope: Scope) -> None:
    """Refuse a role where it is not given, or to an account that cannot hold it."""
    if role in TALLY_ROLES and user.person_id is None:
        raise TallyRoleNeedsPerson(
            _(
                "Vai trò kiểm phiếu chỉ giao cho tài khoản đã gắn với một người "
                "trong sổ. Hãy gắn tài khoản với người trước."
            )
        )
    if role in TALLY_ROLES and scope.kind != ScopeKind.VOTING_BODY:
        raise RoleElsewhere(
            _("Vai trò kiểm phiếu chỉ giao cho một nơi bầu, không giao rộng hơn.")
        )
    if role in CONGRESS_ROLES and scope.kind != ScopeKind.CONGRESS:
        raise RoleElsewhere(_("Vai trò này chỉ giao cho một đại hội."))
    if role in BODY_ROLES and scope.kind != ScopeKind.WORKING_BODY:
        raise RoleElsewhere(
            _("Vai trò này có khi được ghi tên vào một tiểu ban, tổ công tác.")
        )
    if role in UNIT_ROLES and scope.kind != ScopeKind.UNIT:
        raise RoleElsewhere(_("Vai trò này chỉ giao ở một tổ chức đảng."))


def _refuse_dissolved(scope: Scope) -> None:
    """Refuse a place whose unit is no more; nobody dissolves it meanwhile."""
    home = Scope.objects.filter(pk=scope.pk).values("home")
    if Unit.objects.filter(scope__path__in=home, dissolved_on__isnull=False).exists():
        raise PlaceDissolved(
            _("Tổ chức này đã giải thể hoặc sáp nhập, không giao vai trò ở đó nữa.")
        )


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
    registry.pass_on_work_of(appointment.user, at)
    return appointment
