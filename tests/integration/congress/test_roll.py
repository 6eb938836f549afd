"""Acts on the roll: who is called, what may be said, who came, who replaces whom."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from congress import queries, services
from congress.models import BodyKind, CongressKind, RollEntry, VotingBody
from congress.rules.alternates import Leaving
from congress.rules.offices import Office
from congress.rules.roll import Attendance
from congress.rules.tally_base import Situation
from congress.services import AsWhat, ElectedRow, Replacing
from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent, Person, Unit, User
from tests import make
from tests.second import Second

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make.user()


@pytest.fixture
def of_delegates() -> VotingBody:
    return make.body()


@pytest.fixture
def of_members() -> VotingBody:
    return make.body(make.congress(kind=CongressKind.MEMBERS))


def cell(of: VotingBody, name: str = "Chi bộ thôn Nà Pia") -> Unit:
    return make.unit(name, parent=of.congress.unit)


def acts(of: VotingBody) -> list[str]:
    lines = AuditEvent.objects.filter(scope=of.scope).order_by("pk")
    return [line.act for line in lines if line.act != "congress.body_formed"]


# --- calling ----------------------------------------------------------------------


def call(of: VotingBody, *people: Person, by: User, **as_what: Any) -> list[RollEntry]:
    said = AsWhat(**({"origin": "elected"} | as_what))
    keys = [person.pk for person in people]
    return services.call_people(of.pk, keys, as_what=said, by=by, at=make.NOON)


def test_a_delegate_is_sent_by_the_part_of_the_unit_he_is_in(
    of_delegates: VotingBody, by: User
) -> None:
    village = cell(of_delegates)
    person = make.person(at=village)

    [row] = call(of_delegates, person, by=by)

    assert (row.sent_by, row.origin, row.attendance) == (village, "elected", "unknown")
    assert acts(of_delegates) == ["congress.roll_called"]


def test_nobody_is_called_twice_nor_from_elsewhere_nor_who_may_not_vote(
    of_delegates: VotingBody, by: User
) -> None:
    here = of_delegates.congress.unit
    on_it = make.person(at=here)
    call(of_delegates, on_it, by=by)
    elsewhere = make.person(at=make.unit("Đảng bộ xã Bản Mù"))
    on_trial = make.person(at=here, membership="probationary")

    with pytest.raises(services.NobodyToCall):
        call(of_delegates, on_it, elsewhere, on_trial, by=by)

    assert of_delegates.roll.get().person == on_it


@pytest.mark.parametrize(
    ("as_what", "field"),
    [
        ({"origin": "member"}, "origin"),
        ({"origin": "ex_officio", "standing": "alternate"}, "standing"),
        ({"origin": "elected", "standing": "rejected"}, "reason"),
    ],
)
def test_only_what_a_congress_of_delegates_knows_can_be_said(
    of_delegates: VotingBody, by: User, as_what: dict[str, str], field: str
) -> None:
    person = make.person(at=of_delegates.congress.unit)

    with pytest.raises(services.UnsoundRow) as refused:
        call(of_delegates, person, by=by, **as_what)

    assert refused.value.field == field


def test_all_official_members_are_called_at_once(
    of_members: VotingBody, by: User
) -> None:
    village = cell(of_members)
    for at in (of_members.congress.unit, village, village):
        make.person(at=at)
    make.person(at=village, membership="probationary")

    rows = services.call_all_members(of_members.pk, seen=3, by=by, at=make.NOON)

    assert {(row.origin, row.sent_by) for row in rows} == {
        ("member", of_members.congress.unit),
        ("member", village),
    }
    with pytest.raises(services.NobodyToCall):
        services.call_all_members(of_members.pk, seen=3, by=by, at=make.NOON)


def test_not_another_number_of_members_than_was_agreed_to(
    of_members: VotingBody, by: User
) -> None:
    make.person(at=of_members.congress.unit)

    with pytest.raises(services.OtherNumber):
        services.call_all_members(of_members.pk, seen=2, by=by, at=make.NOON)

    assert not of_members.roll.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_call_the_same_people_at_once_call_them_once(
    of_members: VotingBody, by: User
) -> None:
    make.person(at=of_members.congress.unit)

    def everybody() -> int:
        rows = services.call_all_members(of_members.pk, seen=1, by=by, at=make.NOON)
        return len(rows)

    with transaction.atomic():
        everybody()
        second = Second(everybody)
        assert second.waits

    assert second.ends() == [services.NobodyToCall]
    assert of_members.roll.count() == 1


# --- those elected ----------------------------------------------------------------


def elect(of: VotingBody, *people: Person, by: User, poll: Any = None) -> Any:
    rows = [
        ElectedRow(person=person, name=person.full_name, rank=rank, votes=200 - rank)
        for rank, person in enumerate(people, start=1)
    ]
    poll = poll or uuid4()
    services.record_elected(of, Office.COMMITTEE, poll, 1, rows, make.NOON, by)
    return poll


def test_a_meeting_takes_those_just_elected(of_delegates: VotingBody, by: User) -> None:
    meeting = make.body(of_delegates.congress, kind=BodyKind.COMMITTEE)
    people = [make.person(at=of_delegates.congress.unit) for _each in range(2)]
    elect(of_delegates, *people, by=by)

    rows = services.call_elected(meeting.pk, seen=2, by=by, at=make.NOON)

    assert [row.origin for row in rows] == ["incumbent", "incumbent"]
    assert {row.person for row in rows} == set(people)


def test_nobody_is_taken_from_a_list_that_was_revoked(
    of_delegates: VotingBody, by: User
) -> None:
    meeting = make.body(of_delegates.congress, kind=BodyKind.COMMITTEE)
    poll = elect(of_delegates, make.person(), by=by)

    for _time in range(2):
        services.revoke_elected(poll, 1, make.NOON, by)

    assert queries.elected_people(of_delegates.congress, Office.COMMITTEE) == []
    with pytest.raises(services.NobodyToCall):
        services.call_elected(meeting.pk, seen=0, by=by, at=make.NOON)
    assert acts(of_delegates) == [
        "congress.elected_recorded",
        "congress.elected_revoked",
    ]


def test_those_elected_are_recorded_once_however_often_it_is_told(
    of_delegates: VotingBody, by: User
) -> None:
    person = make.person()
    poll = elect(of_delegates, person, by=by)

    elect(of_delegates, person, by=by, poll=poll)

    [row] = queries.elected_people(of_delegates.congress, Office.COMMITTEE)
    assert (row.person, row.votes) == (person, 199)


# --- one row ----------------------------------------------------------------------


def change(row: RollEntry, by: User, seen: int | None = None, **said: Any) -> RollEntry:
    version = row.version if seen is None else seen
    return services.change_row(row.pk, said, seen_version=version, by=by, at=make.NOON)


def test_credentials_are_rejected_for_a_reason(
    of_delegates: VotingBody, by: User
) -> None:
    row = make.on_roll(of_delegates)

    with pytest.raises(services.UnsoundRow):
        change(row, by, standing="rejected", reason="")
    changed = change(row, by, standing="rejected", reason="Không đủ tuổi đảng")

    assert (changed.standing, changed.attendance) == ("rejected", "unknown")
    base = queries.base_of(of_delegates)
    assert (base.base.convened, base.base.value, base.unknown) == (1, 0, 0)


def test_credentials_recognised_again_leave_no_reason_behind(
    of_delegates: VotingBody, by: User
) -> None:
    row = change(make.on_roll(of_delegates), by, standing="rejected", reason="Có đơn")

    changed = change(row, by, standing="official", reason="Có đơn")

    assert (changed.standing, changed.reason) == ("official", "")


def test_the_second_of_two_who_change_a_row_is_told(
    of_delegates: VotingBody, by: User
) -> None:
    row = make.on_roll(of_delegates)
    change(row, by, votes=118)

    with pytest.raises(ChangedMeanwhile):
        change(row, by, seen=1, votes=119)

    row.refresh_from_db()
    assert row.votes == 118


def test_what_is_the_same_leaves_no_line(of_delegates: VotingBody, by: User) -> None:
    row = make.on_roll(of_delegates)

    change(row, by, votes=None)

    assert acts(of_delegates) == []


def test_somebody_on_the_roll_by_mistake_is_taken_off(
    of_delegates: VotingBody, by: User
) -> None:
    row = make.on_roll(of_delegates)

    services.take_off_roll(row.pk, by=by, at=make.NOON)

    assert not of_delegates.roll.exists()
    assert acts(of_delegates) == ["congress.roll_taken_off"]


# --- who came ---------------------------------------------------------------------


def mark(row: RollEntry, attendance: str, by: User, **said: Any) -> RollEntry:
    told: dict[str, Any] = {"seen_version": row.version, "by": by, "at": make.NOON}
    return services.mark_attendance(row.pk, Attendance(attendance), **(told | said))


@pytest.mark.parametrize("attendance", ["part", "absent"])
def test_who_stayed_away_has_a_reason(
    of_delegates: VotingBody, by: User, attendance: str
) -> None:
    row = make.on_roll(of_delegates, attendance="unknown")

    with pytest.raises(services.UnsoundRow):
        mark(row, attendance, by, reason="  ")
    marked = mark(row, attendance, by, reason="Ốm")

    assert (marked.attendance, marked.reason, marked.version) == (attendance, "Ốm", 2)
    assert acts(of_delegates) == ["congress.attendance_marked"]


def test_an_accepted_reason_takes_a_member_off_and_a_delegate_not(
    of_members: VotingBody, of_delegates: VotingBody, by: User
) -> None:
    rows = [make.on_roll(body) for body in (of_members, of_delegates)]

    marked = [mark(row, "absent", by, reason="Ốm", accepted=True) for row in rows]

    assert [row.accepted for row in marked] == [True, False]
    assert queries.base_of(of_members).base.value == 0


def test_all_others_are_present_but_not_who_counts_only_if_he_comes(
    of_members: VotingBody, by: User
) -> None:
    make.roll(of_members, 2, attendance="unknown")
    exempted = make.on_roll(of_members, attendance="unknown", condition="exempted")
    make.on_roll(of_members, attendance="absent", reason="Ốm")

    marked = services.mark_rest_present(of_members.pk, by=by, at=make.NOON)

    exempted.refresh_from_db()
    assert (marked, exempted.attendance) == (2, "unknown")
    assert acts(of_members) == ["congress.rest_marked_present"]


def test_who_may_not_come_is_not_asked(of_members: VotingBody, by: User) -> None:
    row = make.on_roll(of_members, attendance="unknown", condition="suspended")

    with pytest.raises(services.NotAsked):
        mark(row, "present", by)


@pytest.mark.django_db(transaction=True)
def test_two_who_mark_one_person_at_once_lose_nothing(
    of_delegates: VotingBody, by: User
) -> None:
    row = make.on_roll(of_delegates, attendance="unknown")

    with transaction.atomic():
        mark(row, "absent", by, reason="Ốm")
        second = Second(lambda: mark(row, "present", by))
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    row.refresh_from_db()
    assert row.attendance == "absent"


# --- who replaces whom ------------------------------------------------------------


def delegation(
    of: VotingBody, *votes: int | None, **facts: Any
) -> tuple[RollEntry, list[RollEntry]]:
    """Return an absent delegate and the alternates of his organisation."""
    village = cell(of)
    absent = {"attendance": "absent", "reason": "Ốm"}
    seat = make.on_roll(of, make.person("Nông Thị Quỳnh", at=village), **absent)
    seat.origin = facts.pop("seat_origin", "elected")
    seat.sent_by = village
    seat.save()
    alternates = [
        make.on_roll(
            of,
            make.person("Lục Văn Quý", at=village, **facts),
            origin="elected",
            standing="alternate",
            sent_by=village,
            votes=number_of_votes,
        )
        for number_of_votes in votes
    ]
    return seat, alternates


def replace(seat: RollEntry, alternate: RollEntry, by: User, **said: Any) -> RollEntry:
    told: dict[str, Any] = {
        "alternate": alternate.pk,
        "ground": Leaving.LEAVE_GRANTED,
    }
    replacing = Replacing(**(told | said))
    return services.replace_delegate(
        seat.pk, replacing, seen_version=seat.version, by=by, at=make.NOON
    )


def test_the_alternate_with_most_votes_takes_the_seat_and_the_base_stays(
    of_delegates: VotingBody, by: User
) -> None:
    seat, [fewer, more] = delegation(of_delegates, 90, 120)
    before = queries.base_of(of_delegates)

    with pytest.raises(services.UnsoundRow):
        replace(seat, fewer, by)
    replace(seat, more, by)

    base = queries.base_of(of_delegates)
    assert (before.base.value, base.base.value) == (0, 1)
    assert list(base.people) == [Situation.ABSENT_THROUGHOUT_REPLACED]
    assert (base.present, base.quorum and base.quorum.is_met) == (1, True)
    assert acts(of_delegates) == ["congress.delegate_replaced"]


def test_an_alternate_who_stays_away_too_fills_no_seat(
    of_delegates: VotingBody, by: User
) -> None:
    seat, [alternate] = delegation(of_delegates, 90)
    taken = replace(seat, alternate, by)

    mark(taken, "absent", by, reason="Ốm")

    assert queries.base_of(of_delegates).base.value == 0


def test_a_seat_is_given_back(of_delegates: VotingBody, by: User) -> None:
    seat, [alternate] = delegation(of_delegates, 90)
    taken = replace(seat, alternate, by)

    services.take_back_replacing(
        taken.pk, seen_version=taken.version, by=by, at=make.NOON
    )

    seat.refresh_from_db()
    alternate.refresh_from_db()
    assert (alternate.in_place_of, alternate.ground) == (None, "")
    assert (seat.attendance, seat.reason) == ("unknown", "")


@pytest.mark.parametrize(
    "said",
    [
        {"elected_short": True},
        {"ground": Leaving.MOVED_WITHIN},
    ],
)
def test_no_alternate_where_the_regulations_say_so(
    of_delegates: VotingBody, by: User, said: dict[str, Any]
) -> None:
    seat, [alternate] = delegation(of_delegates, 90)

    with pytest.raises(services.NoSubstitute, match="294-QĐ/TW"):
        replace(seat, alternate, by, **said)


def test_no_alternate_for_a_member_of_the_committee(
    of_delegates: VotingBody, by: User
) -> None:
    seat, [alternate] = delegation(of_delegates, 90, seat_origin="ex_officio")

    with pytest.raises(services.NoSubstitute):
        replace(seat, alternate, by)


def test_no_alternate_for_who_was_rejected(of_delegates: VotingBody, by: User) -> None:
    seat, [alternate] = delegation(of_delegates, 90)
    rejected = change(seat, by, standing="rejected", reason="Có đơn")

    with pytest.raises(services.NoSubstitute):
        replace(rejected, alternate, by)


def test_no_alternate_of_another_organisation(
    of_delegates: VotingBody, by: User
) -> None:
    seat, _none = delegation(of_delegates)
    other = make.on_roll(
        of_delegates, origin="elected", standing="alternate", votes=100
    )

    with pytest.raises(services.NoSubstitute):
        replace(seat, other, by)


@pytest.mark.parametrize("votes", [(100, 100), (None, 100)])
def test_what_nothing_settles_somebody_settles_with_a_note(
    of_delegates: VotingBody, by: User, votes: tuple[int | None, ...]
) -> None:
    seat, alternates = delegation(of_delegates, *votes)

    with pytest.raises(services.UnsoundRow) as refused:
        replace(seat, alternates[1], by)
    taken = replace(seat, alternates[1], by, note="Ban thẩm tra đề nghị")

    assert (refused.value.field, taken.in_place_of) == ("note", seat)


def test_who_sits_in_a_seat_and_whose_it_is_keep_what_they_are(
    of_delegates: VotingBody, by: User
) -> None:
    seat, [alternate] = delegation(of_delegates, 90)
    taken = replace(seat, alternate, by)
    seat.refresh_from_db()

    for row, said in ((seat, {"origin": "designated"}), (taken, {"sent_by_id": None})):
        with pytest.raises(services.UnsoundRow):
            change(row, by, **said)
    for row in (seat, taken):
        with pytest.raises(services.StillPointedTo):
            services.take_off_roll(row.pk, by=by, at=make.NOON)
    with pytest.raises(services.NotAsked):
        mark(seat, "present", by)


@pytest.mark.django_db(transaction=True)
def test_two_alternates_never_take_one_seat(of_delegates: VotingBody, by: User) -> None:
    seat, [first, other] = delegation(of_delegates, 120, 90)

    with transaction.atomic():
        replace(seat, first, by)
        second = Second(lambda: replace(seat, other, by))
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    assert RollEntry.objects.get(in_place_of=seat) == first


# --- the base ---------------------------------------------------------------------


def test_who_is_not_marked_counts_until_it_is_said_otherwise(
    of_delegates: VotingBody,
) -> None:
    make.roll(of_delegates, 2)
    make.on_roll(of_delegates, attendance="unknown")

    found = queries.base_of(of_delegates)

    assert (found.base.value, found.present, found.unknown) == (3, 2, 1)


def test_a_quorum_asks_people_and_organisations_of_a_congress_of_delegates(
    of_delegates: VotingBody,
) -> None:
    one, other = cell(of_delegates, "Chi bộ Một"), cell(of_delegates, "Chi bộ Hai")
    make.roll(of_delegates, 9, sent_by=one)
    make.on_roll(of_delegates, sent_by=other, attendance="absent", reason="Ốm")

    quorum = queries.base_of(of_delegates).quorum

    assert quorum is not None
    assert (quorum.present, quorum.convened, quorum.needed) == (9, 10, 7)
    assert (quorum.represented, quorum.organisations) == (1, 2)
    assert not quorum.is_met


def test_members_who_count_only_if_they_come_are_not_waited_for(
    of_members: VotingBody,
) -> None:
    make.roll(of_members, 2)
    for condition in ("exempted", "transferred", "suspended"):
        make.on_roll(of_members, condition=condition, attendance="unknown")

    quorum = queries.base_of(of_members).quorum

    assert quorum is not None
    assert (quorum.present, quorum.convened, quorum.is_met) == (2, 2, True)


def test_a_meeting_is_asked_for_no_quorum(of_delegates: VotingBody) -> None:
    meeting = make.body(of_delegates.congress, kind=BodyKind.COMMITTEE)
    make.on_roll(meeting, attendance="absent", reason="Ốm")

    found = queries.base_of(meeting)

    assert (found.quorum, found.is_quorate, found.base.value) == (None, True, 1)


def test_the_base_takes_one_question_for_many_people(
    of_delegates: VotingBody, django_assert_num_queries: make.Queries
) -> None:
    make.roll(of_delegates, 3)

    with django_assert_num_queries(2):
        queries.base_of(of_delegates)


# --- the congress -----------------------------------------------------------------


def convening(of: Unit, **facts: Any) -> services.Convening:
    said: dict[str, Any] = {
        "unit": of,
        "first_year": 2025,
        "last_year": 2030,
        "slug": "",
        "kind": "delegates",
        "number": 12,
        "place": "",
        "opens_on": make.NOON.date(),
        "closes_on": make.NOON.date(),
    }
    return services.Convening(**(said | facts))


def test_the_address_of_a_congress_is_made_of_name_and_number(by: User) -> None:
    unit = make.unit("Đảng bộ xã Khe Vàng", code="KV")
    namesake = make.unit("Đảng bộ xã Khe Vàng", code="KV-2")

    made = [
        services.enter_congress(convening(each), by=by, at=make.NOON)
        for each in (unit, namesake)
    ]

    assert [each.slug for each in made] == [
        "dang-bo-xa-khe-vang-xii",
        "dang-bo-xa-khe-vang-kv-2-xii",
    ]


def test_a_congress_is_entered_once(by: User) -> None:
    unit = make.unit()
    services.enter_congress(convening(unit), by=by, at=make.NOON)

    with pytest.raises(Refused):
        services.enter_congress(convening(unit), by=by, at=make.NOON)
