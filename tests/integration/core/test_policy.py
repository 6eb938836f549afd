from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from congress.models import BodyKind, Congress, VotingBody
from core.access import policy
from core.access.rights import RIGHTS_OF, Right, Role
from core.models import Appointment, AuditEvent, Person, Unit, User
from tests import make

pytestmark = pytest.mark.django_db


def afresh(user: User) -> User:
    """The same account on its next request."""
    return User.objects.get(pk=user.pk)


def test_reading_reaches_down_the_tree_and_nowhere_else() -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    commune, next_door = make.unit(parent=province), make.unit(parent=province)
    cell = make.unit("Chi bộ thôn 1", parent=commune)
    here, beneath = make.congress(commune), make.congress(cell)
    make.congress(next_door)
    make.congress(province)
    secretary = make.holder(Role.UNIT_SECRETARY, at=commune.scope)

    found = policy.within_reach(Congress.objects.all(), secretary, Right.CONGRESS_READ)

    assert set(found) == {here, beneath}


def test_a_role_of_a_body_shows_its_congress_and_no_other_body() -> None:
    congress = make.congress()
    here = make.body(congress)
    make.body(congress, kind=BodyKind.COMMITTEE)
    head = make.holder(Role.TALLY_HEAD, at=here.scope)

    found = policy.within_reach(VotingBody.objects.all(), head, Right.ELECTION_READ)
    congresses = policy.within_reach(Congress.objects.all(), head, Right.CONGRESS_READ)

    assert list(found) == [here]
    assert list(congresses) == [congress]


def test_writing_stays_with_the_unit_that_owns_the_place() -> None:
    commune = make.unit()
    congress = make.congress(commune)
    cell = make.unit("Chi bộ thôn 1", parent=commune)
    head = make.holder(Role.TALLY_HEAD, at=make.body(congress).scope)

    # A row as break-glass would write it: a writing role given at the whole unit.
    Appointment.objects.filter(user=head).update(scope=commune.scope)
    places = [commune.scope, make.body(congress).scope, make.congress(cell).scope]

    assert [
        policy.allows(afresh(head), Right.ELECTION_COUNT, place) for place in places
    ] == [True, True, False]
    assert [
        policy.allows(afresh(head), Right.ELECTION_READ, place) for place in places
    ] == [True, True, True]


def test_lists_and_buttons_agree_on_what_writing_reaches() -> None:
    commune = make.unit()
    here = make.body(make.congress(commune))
    make.body(make.congress(make.unit("Chi bộ thôn 1", parent=commune)))
    head = make.holder(Role.TALLY_HEAD, at=here.scope)
    Appointment.objects.filter(user=head).update(scope=commune.scope)

    found = policy.within_reach(
        VotingBody.objects.all(), afresh(head), Right.ELECTION_COUNT
    )

    assert list(found) == [here]


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(0, None, True), (0, 0, True), (-9, -1, False), (1, None, False), (-9, 9, True)],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(
    starts: int, ends: int | None, holds: bool
) -> None:
    today = timezone.localdate()
    reader = make.user()
    make.appointment(
        reader,
        Role.INSPECTOR,
        at=make.unit().scope,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )

    assert policy.holds(reader, Right.AUDIT_READ) is holds


def test_a_revoked_appointment_holds_no_more() -> None:
    inspector = make.holder(Role.INSPECTOR, at=make.unit().scope)
    before = policy.roles_of(inspector)

    make.revoke(inspector, by=make.user())

    assert before == [Role.INSPECTOR]
    assert policy.roles_of(afresh(inspector)) == []


def test_an_account_without_appointment_reaches_nothing() -> None:
    make.congress()
    nobody = make.user()

    found = policy.within_reach(Congress.objects.all(), nobody, Right.CONGRESS_READ)

    assert list(found) == []
    assert [right for right in Right if policy.holds(nobody, right)] == []


def test_an_administrator_holds_his_row_of_the_table_everywhere_and_no_more() -> None:
    make.congress()
    administrator = make.administrator()
    own = RIGHTS_OF[Role.ADMINISTRATOR]

    congresses = policy.within_reach(
        Congress.objects.all(), administrator, Right.CONGRESS_READ
    )
    units = policy.within_reach(Unit.objects.all(), administrator, Right.UNIT_KEEP)

    assert {right for right in Right if policy.holds(administrator, right)} == own
    assert Right.PERSON_READ not in own
    assert list(congresses) == []
    assert list(units) == list(Unit.objects.all())


def test_nobody_signed_in_reaches_nothing() -> None:
    make.congress()
    nobody = AnonymousUser()

    found = policy.within_reach(Congress.objects.all(), nobody, Right.CONGRESS_READ)

    assert list(found) == []


def test_what_lies_out_of_reach_does_not_exist() -> None:
    there = make.congress(slug="o-kia")
    secretary = make.holder(Role.UNIT_SECRETARY, at=make.unit("Nậm Lành").scope)

    with pytest.raises(Http404):
        policy.get_or_404(
            Congress.objects.all(), secretary, Right.CONGRESS_READ, slug=there.slug
        )


def test_two_roles_over_one_place_show_it_once() -> None:
    commune = make.unit()
    make.body(make.congress(commune), kind=BodyKind.COMMITTEE)
    reader = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    make.appointment(reader, Role.DELEGATE, at=commune.scope)

    found = policy.within_reach(Congress.objects.all(), reader, Right.CONGRESS_READ)

    assert found.count() == 1


def test_a_path_that_only_begins_alike_is_not_beneath() -> None:
    one, other = make.unit("Một"), make.unit("Hai")
    type(other.scope).objects.filter(pk=other.scope.pk).update(
        path=f"{one.scope.path}b", home=f"{one.scope.path}b"
    )
    other.scope.refresh_from_db()
    reader = make.holder(Role.INSPECTOR, at=one.scope)

    found = policy.within_reach(Unit.objects.all(), reader, Right.AUDIT_READ)

    assert list(found) == [one]
    assert not policy.allows(reader, Right.AUDIT_READ, other.scope)


def test_appointments_are_read_once_for_a_request(
    django_assert_num_queries: "make.Queries",
) -> None:
    inspector = make.holder(Role.INSPECTOR, at=make.unit().scope)

    with django_assert_num_queries(1):
        answers = [policy.holds(inspector, right) for right in Right]

    assert answers.count(True) == len(RIGHTS_OF[Role.INSPECTOR])


def test_lines_about_no_place_are_out_of_everybodys_reach() -> None:
    unit = make.unit()
    inspector = make.holder(Role.INSPECTOR, at=unit.scope)
    person = make.person(at=unit)

    found = policy.within_reach(AuditEvent.objects.all(), inspector, Right.AUDIT_READ)
    people = policy.within_reach(Person.objects.all(), inspector, Right.AUDIT_READ)

    assert {line.act for line in found} == {
        "core.unit_founded",
        "core.role_given",
        "core.person_registered",
    }
    assert list(people) == [person]


def test_the_day_of_an_appointment_is_the_day_in_hanoi() -> None:
    assert timezone.localdate(make.NOON) == date(2025, 7, 24)
    assert timezone.localdate(make.NOON + timedelta(hours=13)) == date(2025, 7, 25)
