from datetime import date

import pytest

from congress.models import BodyKind
from core.access.rights import (
    APPOINTED,
    BODY_ROLES,
    CONGRESS_ROLES,
    TALLY_ROLES,
    UNIT_ROLES,
    Role,
)
from core.models import Appointment, AuditEvent, Unit
from core.services import (
    OwnAppointment,
    PlaceDissolved,
    RoleElsewhere,
    TallyRoleNeedsPerson,
    give_role,
    revoke_role,
)
from tests import make

pytestmark = pytest.mark.django_db


def test_a_role_given_leaves_its_line() -> None:
    unit, giver, taker = make.unit(), make.user(), make.user("thu")

    given = give_role(
        user=taker,
        role=Role.INSPECTOR,
        scope=unit.scope,
        starts_on=make.LONG_AGO,
        by=giver,
        at=make.NOON,
    )

    line = AuditEvent.objects.get(act="core.role_given")
    assert (given.user, given.role, given.scope) == (taker, "inspector", unit.scope)
    assert (line.actor, line.scope, line.at) == (giver, unit.scope, make.NOON)
    assert line.detail == {"role": "inspector", "user": "thu"}


def test_nobody_gives_a_role_to_himself() -> None:
    unit, giver = make.unit(), make.user()

    with pytest.raises(OwnAppointment):
        give_role(
            user=giver,
            role=Role.INSPECTOR,
            scope=unit.scope,
            starts_on=make.LONG_AGO,
            by=giver,
            at=make.NOON,
        )

    assert not Appointment.objects.exists()


@pytest.mark.parametrize("role", sorted(TALLY_ROLES))
def test_whoever_counts_is_a_person_in_the_register(role: Role) -> None:
    body, nameless = make.body(), make.user()

    with pytest.raises(TallyRoleNeedsPerson):
        make.appointment(nameless, role, at=body.scope)

    assert not Appointment.objects.exists()


@pytest.mark.parametrize("role", sorted(TALLY_ROLES))
def test_a_tally_role_is_given_for_a_voting_body_alone(role: Role) -> None:
    congress = make.congress()
    known = make.user(person=make.person())

    for wider in (congress.scope, congress.unit.scope):
        with pytest.raises(RoleElsewhere):
            make.appointment(known, role, at=wider)
    given = make.appointment(
        known, role, at=make.body(congress, kind=BodyKind.COMMITTEE).scope
    )

    assert list(Appointment.objects.all()) == [given]


@pytest.mark.parametrize("role", sorted(CONGRESS_ROLES))
def test_a_role_of_a_congress_is_given_for_it_alone(role: Role) -> None:
    congress = make.congress()
    user = make.user()

    for elsewhere in (congress.unit.scope, make.body(congress).scope):
        with pytest.raises(RoleElsewhere):
            make.appointment(user, role, at=elsewhere)

    assert make.appointment(user, role, at=congress.scope).role == role


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_a_role_of_staff_is_given_at_a_unit_alone(role: Role) -> None:
    congress = make.congress()
    user = make.user()

    for elsewhere in (congress.scope, make.body(congress).scope):
        with pytest.raises(RoleElsewhere):
            make.appointment(user, role, at=elsewhere)

    assert make.appointment(user, role, at=congress.unit.scope).role == role


def test_every_role_has_its_places() -> None:
    given = TALLY_ROLES | CONGRESS_ROLES | UNIT_ROLES | BODY_ROLES
    assert set(APPOINTED) == given | {Role.DELEGATE}


def test_nobody_gets_a_part_where_nothing_is_any_more() -> None:
    congress = make.congress()
    Unit.objects.update(dissolved_on=date(2025, 7, 1))

    for role, scope in (
        (Role.INSPECTOR, congress.unit.scope),
        (Role.PRESIDIUM, congress.scope),
    ):
        with pytest.raises(PlaceDissolved, match="không giao vai trò ở đó nữa"):
            make.appointment(make.user(), role, at=scope)

    assert not Appointment.objects.exists()


def test_taking_a_role_back_twice_is_taking_it_back_once() -> None:
    holder = make.holder(Role.INSPECTOR, at=make.unit().scope)
    appointment = holder.appointments.get()
    first, second = make.user(), make.user()

    revoke_role(appointment_id=appointment.pk, by=first, at=make.NOON)
    revoke_role(appointment_id=appointment.pk, by=second, at=make.NOON)

    appointment.refresh_from_db()
    assert (appointment.revoked_by, appointment.revoked_at) == (first, make.NOON)
    assert AuditEvent.objects.filter(act="core.role_revoked").count() == 1
