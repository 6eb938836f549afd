"""The list of a poll, from entering the election to closing it and taking it up."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from ballots import queries, services
from ballots.models import Candidate, Election, Nomination, OpinionBallot, Poll
from ballots.queries import lists, nominated, nominees, opinions, plans, searching
from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.purposes import Purpose
from ballots.rules.surplus import ListStep
from ballots.services.opinion import OpinionNotRecorded, TeamNotFree, TieNotDecided
from ballots.services.preparing import (
    ElectionNotLawful,
    ListIsClosed,
    OfficeElectedAlready,
    PurposeNotPermitted,
    ReasonLacking,
    SurplusAboveCeiling,
)
from ballots.services.slate import (
    ListChanged,
    ListNotClosable,
    MayNotStand,
    NobodyChosen,
    NominationChanged,
    NotTakenUpAgain,
    OpinionBallotHeld,
    WarningsUnread,
)
from congress.models import BodyKind, Congress, CongressKind, RollEntry, VotingBody
from congress.rules.offices import Office
from core.models import AuditEvent, Person, User
from core.models.person import Membership
from core.services import merge_people
from core.vietnamese import names
from tests import make
from tests.second import Second

pytestmark = pytest.mark.django_db

FLOOR = PutForward.NOMINATED
SELF = PutForward.SELF_NOMINATED


@pytest.fixture
def by() -> User:
    return make.user()


def people(number: int, to: VotingBody, family: str = "Nguyễn") -> list[Person]:
    """So many of the register, each of a name of his own."""
    unit = to.congress.unit
    given = [
        f"{family} Văn {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(number)
    ]
    return Person.objects.bulk_create(
        Person(unit=unit, full_name=name, sort_key=names.sort_key(name))
        for name in given
    )


def hall(body: VotingBody, number: int) -> list[RollEntry]:
    """So many who came."""
    return RollEntry.objects.bulk_create(
        RollEntry(body=body, person=each, origin="elected", attendance="present")
        for each in people(number, body, "Lục")
    )


def listed(seats: int, official: int, outsiders: int = 0, **facts: Any) -> Poll:
    """A committee's list: so many official names and so many from the floor."""
    body = make.body()
    poll = make.election(body, seats=seats)
    make.put_forward(poll, *people(official, body))
    if outsiders:
        floor = people(outsiders, body, "Vũ")
        make.put_forward(poll, *floor, put_forward=SELF, **facts)
    return poll


def said(poll: Poll) -> list[tuple[str, str]]:
    state = lists.state_of(poll)
    return [(each.severity.value, each.sentence) for each in state.everything_said]


def close(poll: Poll, by: User, **more: Any) -> Poll:
    seen = lists.state_of(poll).digest
    return services.close_list(str(poll.pk), seen=seen, by=by, at=make.NOON, **more)


def change(row: Nomination, by: User, **more: Any) -> Nomination:
    row.refresh_from_db()
    nominating = more.pop("nominating", None) or services.Nominating(
        put_forward=PutForward(row.put_forward), backed_by=row.backed_by
    )
    more.setdefault("seen", nominated.nomination_digest(row))
    return services.change_nomination(
        str(row.pk), nominating, by=by, at=make.NOON, **more
    )


# --- entering an election ----------------------------------------------------------


def enter(body: VotingBody, by: User, **facts: Any) -> Poll:
    given: dict[str, Any] = {"office": Office.COMMITTEE, "seats": 15} | facts
    return services.enter_election(
        body, services.Entering(**given), by=by, at=make.NOON
    )


def test_an_election_is_entered_with_its_first_poll_being_prepared(by: User) -> None:
    body = make.body()

    poll = enter(body, by, seats=27)

    assert (poll.stage, poll.seats, poll.round, poll.upload) == (
        "prepared",
        27,
        "first",
        None,
    )
    assert (poll.election.rule_set, poll.election.number) == ("190-QD/TW", 1)
    assert poll.election.rule_edition == make.edition()
    line = AuditEvent.objects.get(act="ballots.election_entered")
    assert (line.actor, line.scope, line.detail["seats"]) == (by, body.scope, 27)


def test_an_earlier_congress_votes_under_the_regulation_of_its_day(by: User) -> None:
    body = make.of_its_time({"regulation": "244-QD/TW"})

    poll = enter(body, by)

    assert poll.election.rule_set == "244-QD/TW"


def test_a_body_elects_to_an_office_once(by: User) -> None:
    body = make.body()
    enter(body, by)

    with pytest.raises(OfficeElectedAlready, match="cuộc bầu số 1"):
        enter(body, by)

    assert Election.objects.count() == 1


def test_an_office_can_be_elected_once_the_first_try_is_taken_back(by: User) -> None:
    body = make.body()
    first = enter(body, by)
    services.withdraw_before_the_box(str(first.pk), reason="Nhầm.", by=by, at=make.NOON)

    again = enter(body, by)

    assert again.election.number == 2


@pytest.mark.parametrize(
    ("kind", "office"),
    [
        (BodyKind.CONGRESS, Office.STANDING_COMMITTEE),
        (BodyKind.CONGRESS, Office.DEPUTY_SECRETARY),
        (BodyKind.COMMITTEE, Office.DELEGATES),
        (BodyKind.COMMITTEE, Office.INSPECTION_DEPUTY),
        (BodyKind.INSPECTION, Office.INSPECTION_HEAD),
    ],
)
def test_a_body_elects_only_its_own_offices(
    kind: BodyKind, office: Office, by: User
) -> None:
    body = make.body(kind=kind)

    with pytest.raises(ElectionNotLawful, match="không bầu chức danh đó"):
        enter(body, by, office=office, seats=1)


def test_what_is_not_among_the_contents_is_not_elected(by: User) -> None:
    body = make.body()
    Congress.objects.update(contents=["review", "delegates"])
    body = VotingBody.objects.select_related("congress__unit").get(pk=body.pk)

    with pytest.raises(ElectionNotLawful, match="Nội dung đại hội"):
        enter(body, by)

    assert enter(body, by, office=Office.DELEGATES, seats=5).seats == 5


def test_where_all_were_designated_the_congress_elects_nobody(by: User) -> None:
    body = make.body()
    Congress.objects.update(contents=["review"], designated=True)
    body = VotingBody.objects.select_related("congress__unit").get(pk=body.pk)

    with pytest.raises(ElectionNotLawful, match="chỉ định"):
        enter(body, by)


@pytest.mark.parametrize(
    ("seats", "refusal"), [(5, None), (6, ReasonLacking), (8, ElectionNotLawful)]
)
def test_a_standing_committee_is_a_third_of_the_committee(
    seats: int, refusal: type[Exception] | None, by: User
) -> None:
    meeting = make.body(kind=BodyKind.COMMITTEE)
    make.roll(meeting, 15)
    office = Office.STANDING_COMMITTEE

    if refusal is None:
        assert enter(meeting, by, office=office, seats=seats).seats == seats
    else:
        with pytest.raises(refusal):
            enter(meeting, by, office=office, seats=seats)


def test_a_reason_lets_the_exception_pass_and_is_written_down(by: User) -> None:
    meeting = make.body(kind=BodyKind.COMMITTEE)
    make.roll(meeting, 15)
    office, why = Office.STANDING_COMMITTEE, "Thông báo 12-TB/TW"

    enter(meeting, by, office=office, seats=6, exception=why)

    line = AuditEvent.objects.get(act="ballots.election_entered")
    assert line.detail["reason"] == why


def test_a_reason_does_not_let_half_of_the_committee_pass(by: User) -> None:
    meeting = make.body(kind=BodyKind.COMMITTEE)
    make.roll(meeting, 15)
    office = Office.STANDING_COMMITTEE

    with pytest.raises(ElectionNotLawful, match="vượt cả mức được phép"):
        enter(meeting, by, office=office, seats=8, exception="Vẫn bầu")


def a_cell(members: int) -> VotingBody:
    above = make.unit("Đảng bộ xã Nà Pia")
    unit = make.unit("Chi bộ thôn Nà Pia", parent=above, kind="cell")
    body = make.body(make.congress(unit, kind=CongressKind.MEMBERS))
    make.roll(body, members)
    return body


@pytest.mark.parametrize(
    ("members", "office", "seats", "sentence"),
    [
        (9, Office.SECRETARY, 1, "bầu chi ủy trước"),
        (8, Office.COMMITTEE, 3, "bầu thẳng bí thư"),
        (30, Office.COMMITTEE, 8, "nhiều nhất 7"),
    ],
)
def test_a_cell_elects_in_the_order_of_its_size(
    members: int, office: Office, seats: int, sentence: str, by: User
) -> None:
    with pytest.raises(ElectionNotLawful, match=sentence):
        enter(a_cell(members), by, office=office, seats=seats)


@pytest.mark.parametrize(
    ("members", "office", "seats"),
    [(8, Office.SECRETARY, 1), (9, Office.COMMITTEE, 3)],
)
def test_a_cell_elects_what_its_size_asks_for(
    members: int, office: Office, seats: int, by: User
) -> None:
    assert enter(a_cell(members), by, office=office, seats=seats).seats == seats


def test_an_official_count_needs_what_permits_it(by: User) -> None:
    body = make.body()

    with pytest.raises(PurposeNotPermitted):
        enter(body, by, purpose=Purpose.OFFICIAL)

    made = enter(body, by, purpose=Purpose.OFFICIAL, permitted_by="Công văn 5-CV/TW")
    assert made.election.permitted_by == "Công văn 5-CV/TW"


def test_the_number_changes_until_the_list_is_closed(by: User) -> None:
    poll = listed(3, 4)
    args: dict[str, Any] = {"alternates": 0, "by": by, "at": make.NOON}

    changed = services.change_number(str(poll.pk), seats=4, **args)
    services.change_number(str(poll.pk), seats=3, **args)
    make.close(poll)

    assert (changed.seats, changed.max_votes) == (4, 4)
    with pytest.raises(ListIsClosed):
        services.change_number(str(poll.pk), seats=2, **args)


# --- who may stand -----------------------------------------------------------------


def test_names_are_put_forward_once(by: User) -> None:
    poll = make.election()
    person = make.person(at=poll.election.body.congress.unit)

    first = make.put_forward(poll, person)
    again = make.put_forward(poll, person, put_forward=SELF)

    assert (len(first), again) == (1, [])
    assert Nomination.objects.get().put_forward == "official"


def test_nobody_chosen_is_said() -> None:
    with pytest.raises(NobodyChosen):
        make.put_forward(make.election())


@pytest.mark.parametrize(
    "facts",
    [
        {"membership": Membership.PROBATIONARY},
        {"membership": Membership.NONE},
        {"membership": Membership.OFFICIAL, "official_since": "2025-12-01"},
    ],
)
def test_who_is_no_official_member_cannot_stand(facts: dict[str, Any]) -> None:
    poll = make.election()
    person = make.person(at=poll.election.body.congress.unit)
    Person.objects.filter(pk=person.pk).update(**facts)

    with pytest.raises(MayNotStand, match="Chưa là đảng viên chính thức"):
        make.put_forward(poll, person)

    assert not Nomination.objects.exists()


def test_one_who_may_not_keeps_all_of_those_chosen_out() -> None:
    poll = make.election()
    unit = poll.election.body.congress.unit
    good, bad = make.person("Lê Văn Tốt", at=unit), make.person("Lê Văn Mới", at=unit)
    Person.objects.filter(pk=bad.pk).update(membership=Membership.PROBATIONARY)

    with pytest.raises(MayNotStand, match="Lê Văn Mới"):
        make.put_forward(poll, good, bad)

    assert not Nomination.objects.exists()


def test_only_delegates_of_this_congress_stand_as_delegates() -> None:
    body = make.body()
    poll = make.election(body, office=Office.DELEGATES, seats=2, alternates=1)
    unit = body.congress.unit
    delegate, stranger = make.person(at=unit), make.person("Lê Văn Ngoài", at=unit)
    alternate = make.person("Lê Thị Khuyết", at=unit)
    make.on_roll(body, delegate)
    make.on_roll(body, alternate, origin="elected", standing="alternate")

    assert len(make.put_forward(poll, delegate)) == 1
    for person in (stranger, alternate):
        with pytest.raises(MayNotStand, match="Không phải đại biểu"):
            make.put_forward(poll, person)


def test_a_committee_member_puts_nobody_else_forward() -> None:
    """Case H6."""
    body = make.body()
    poll = make.election(body)
    convener = make.on_roll(body, is_convener=True).person
    outsider = make.person("Lê Văn Ngoài", at=body.congress.unit)

    with pytest.raises(MayNotStand, match="không được đề cử ngoài danh sách"):
        make.put_forward(
            poll, outsider, put_forward=FLOOR, by_person=convener.pk, backed_by=5
        )


def test_a_committee_member_stands_only_on_its_list() -> None:
    body = make.body()
    poll = make.election(body)
    convener = make.on_roll(body, is_convener=True).person

    with pytest.raises(MayNotStand, match="không được ứng cử, nhận đề cử"):
        make.put_forward(poll, convener, put_forward=SELF, backed_by=5)

    assert len(make.put_forward(poll, convener)) == 1


@pytest.mark.parametrize(
    ("attending", "backed_by", "admitted"),
    [(240, 72, False), (240, 73, True), (50, 15, False), (50, 16, True)],
)
def test_a_name_from_the_floor_needs_more_than_its_share(
    attending: int, backed_by: int, admitted: bool
) -> None:
    """Cases H1 to H3 under 190."""
    body = make.body()
    poll = make.election(body, seats=3)
    unit = body.congress.unit
    entries = hall(body, attending)
    make.put_forward(poll, *people(3, body))
    outsider = make.person("Lê Văn Ngoài", at=unit)
    make.put_forward(
        poll,
        outsider,
        put_forward=FLOOR,
        by_person=entries[0].person_id,
        backed_by=backed_by,
    )

    found = [
        sentence for _severity, sentence in said(poll) if "cần ít nhất" in sentence
    ]

    assert (not found) is admitted


def test_under_the_earlier_regulation_no_share_is_asked_for() -> None:
    """Cases H1 and H2 under 244."""
    body = make.of_its_time({"regulation": "244-QD/TW"})
    poll = make.election(body, seats=3)
    make.put_forward(poll, *people(3, body))
    outsider = make.person("Lê Văn Ngoài", at=body.congress.unit)
    make.put_forward(poll, outsider, put_forward=SELF)

    assert not lists.state_of(poll).has_errors


def test_those_attending_are_those_who_came() -> None:
    body = make.body()
    make.roll(body, 3)
    make.on_roll(body, attendance="absent", reason="Ốm")
    make.on_roll(body, attendance="part", reason="Về sớm")
    make.on_roll(body, origin="elected", standing="alternate")

    assert nominees.attending(body) == 4


# --- how long the list is ----------------------------------------------------------


@pytest.mark.parametrize(
    ("seats", "longest"),
    [(35, 45), (33, 42), (27, 35), (15, 19), (13, 16), (9, 11), (7, 9), (5, 6), (3, 4)],
)
def test_the_list_has_its_ceiling(seats: int, longest: int) -> None:
    """Cases G, at both sides of the ceiling."""
    at_most, beyond = listed(seats, longest), listed(seats, longest + 1)

    assert lists.state_of(at_most).longest == longest
    assert not lists.state_of(at_most).has_errors
    assert lists.state_of(beyond).has_errors


def test_a_committees_list_is_longer_than_its_seats(by: User) -> None:
    poll = listed(3, 3)

    assert ("error", "Danh sách bầu cử phải có số dư.") in said(poll)
    with pytest.raises(ListNotClosable):
        close(poll, by, warnings_read=True)


@pytest.mark.parametrize(
    ("seats", "names", "is_warned"),
    [(35, 40, False), (35, 42, True), (15, 17, False), (13, 15, True), (27, 31, False)],
)
def test_what_the_committee_prepares_is_looked_at(
    seats: int, names: int, is_warned: bool
) -> None:
    found = said(listed(seats, names))

    assert [severity for severity, _sentence in found] == ["warning"] * is_warned


def test_a_warning_is_ticked_and_the_tick_lapses_with_the_list(by: User) -> None:
    poll = listed(13, 15)
    seen = lists.state_of(poll).digest

    with pytest.raises(WarningsUnread):
        close(poll, by)
    extra = make.person("Lê Văn Thêm", at=poll.election.body.congress.unit)
    make.put_forward(poll, extra)
    with pytest.raises(ListChanged):
        services.close_list(
            str(poll.pk), seen=seen, warnings_read=True, by=by, at=make.NOON
        )

    assert close(poll, by, warnings_read=True).stage == "list_closed"


def test_a_small_surplus_beside_the_list_is_decided_by_the_congress() -> None:
    """Case H5."""
    body = make.body()
    make.roll(body, 10)
    poll = make.election(body, seats=35)
    make.put_forward(poll, *people(40, body))
    make.put_forward(poll, *people(4, body, "Vũ"), put_forward=SELF, backed_by=4)

    state = lists.state_of(poll)

    assert state.combined is not None
    assert state.combined.step is ListStep.CONGRESS_DECIDES
    assert not state.has_errors


def test_an_empty_list_is_not_closed(by: User) -> None:
    poll = make.election()

    with pytest.raises(ListNotClosable):
        close(poll, by)


# --- lines and withdrawals ---------------------------------------------------------


def test_a_withdrawal_waits_for_the_congress(by: User) -> None:
    poll = listed(3, 5)
    row = Nomination.objects.first()
    assert row is not None

    change(row, by, withdrawing=Withdrawing.ASKED)
    asked = lists.state_of(poll)
    change(row, by, withdrawing=Withdrawing.ALLOWED)
    allowed = lists.state_of(poll)
    change(row, by, withdrawing=Withdrawing.NOT_ASKED)

    assert (asked.has_errors, len(asked.standing)) == (True, 5)
    assert (allowed.has_errors, len(allowed.standing)) == (False, 4)
    assert len(lists.state_of(poll).standing) == 5


def test_somebody_left_out_is_left_out_for_a_reason_and_taken_in_again(
    by: User,
) -> None:
    poll = listed(3, 5)
    row = Nomination.objects.first()
    assert row is not None

    change(row, by, left_out_reason="Đại hội không đồng ý")
    without = len(lists.state_of(poll).standing)
    change(row, by, left_out_reason="")

    assert (without, len(lists.state_of(poll).standing)) == (4, 5)


def test_two_people_at_one_line_do_not_overwrite_each_other(by: User) -> None:
    listed(3, 4)
    row = Nomination.objects.first()
    assert row is not None
    seen = nominated.nomination_digest(row)
    change(row, by, left_out_reason="Trước")

    with pytest.raises(NominationChanged):
        change(row, by, seen=seen, left_out_reason="Sau")

    row.refresh_from_db()
    assert row.left_out_reason == "Trước"


def test_a_name_entered_by_mistake_is_taken_off(by: User) -> None:
    poll = listed(3, 4)
    row = Nomination.objects.first()
    assert row is not None

    services.remove_nomination(str(row.pk), by=by, at=make.NOON)

    assert poll.nominations.count() == 3


# --- the opinion ballot ------------------------------------------------------------


def too_long(outsiders: int = 8) -> Poll:
    """35 seats, 40 official, 8 more (case H4), in a hall of twenty."""
    poll = listed(35, 40, outsiders, backed_by=15)
    hall(poll.election.body, 20)
    return poll


def report(poll: Poll, votes: list[int], by: User, **figures: Any) -> OpinionBallot:
    rows = Nomination.objects.filter(poll=poll, put_forward=SELF.value)
    keys: list[UUID] = list(
        rows.order_by("person__sort_key").values_list("pk", flat=True)
    )
    team = figures.pop("team", None)
    if team is None:
        team = [make.on_roll(poll.election.body).person_id]
    said: dict[str, Any] = {"issued": 20, "returned": 19, "valid": 18} | figures
    opinion = services.Opinion(
        team=team, votes=dict(zip(keys, votes, strict=True)), **said
    )
    return services.record_opinion(str(poll.pk), opinion, by=by, at=make.NOON)


def test_a_list_too_long_waits_for_an_opinion_ballot_that_fills_it_up(
    by: User,
) -> None:
    poll = too_long()
    before = lists.state_of(poll)

    report(poll, [10, 2, 11, 12, 3, 13, 14, 1], by)
    services.apply_opinion(str(poll.pk), by=by, at=make.NOON)
    after = lists.state_of(poll)

    assert before.combined is not None
    assert before.combined.step is ListStep.OPINION_BALLOT
    assert before.has_errors
    assert (after.has_errors, len(after.standing)) == (False, 45)
    left_out = Nomination.objects.filter(left_out=True)
    assert set(left_out.values_list("opinion_votes", flat=True)) == {1, 2, 3}
    assert make.close(poll).stage == "list_closed"


def test_a_tie_at_the_cut_is_for_the_congress(by: User) -> None:
    """Case H7."""
    poll = too_long()
    report(poll, [14, 13, 12, 11, 5, 5, 2, 1], by)
    level = opinions.opinion_of(poll).level

    def apply(**more: Any) -> Poll:
        return services.apply_opinion(str(poll.pk), by=by, at=make.NOON, **more)

    with pytest.raises(TieNotDecided, match="đại hội đã quyết định"):
        apply()
    with pytest.raises(TieNotDecided, match="còn 1 chỗ"):
        apply(chosen=[row.pk for row in level], decision="Lấy cả hai")
    apply(chosen=[level[0].pk], decision="Đại hội biểu quyết")

    assert len(level) == 2
    assert len(lists.state_of(poll).standing) == 45


def test_the_congress_may_take_none_of_those_who_are_level(by: User) -> None:
    poll = too_long()
    report(poll, [14, 13, 12, 11, 5, 5, 2, 1], by)

    services.apply_opinion(str(poll.pk), decision="Không lấy ai", by=by, at=make.NOON)

    assert len(lists.state_of(poll).standing) == 44


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"issued": 22}, "issued"),
        ({"returned": 21}, "returned"),
        ({"valid": 20}, "valid"),
        ({"valid": 13}, "votes-"),
    ],
)
def test_the_sums_of_an_opinion_ballot_are_checked(
    figures: dict[str, int], field: str, by: User
) -> None:
    poll = too_long()

    with pytest.raises(OpinionNotRecorded) as refused:
        report(poll, [14, 2, 11, 12, 3, 13, 10, 1], by, **figures)

    assert refused.value.field.startswith(field)
    assert not OpinionBallot.objects.exists()


def test_the_tally_board_does_not_count_opinions(by: User) -> None:
    poll = too_long()
    board = make.board(poll.election.body)
    person = board.member.person
    assert person is not None
    make.on_roll(poll.election.body, person)

    with pytest.raises(TeamNotFree, match="ban kiểm phiếu"):
        report(poll, [1] * 8, by, team=[person.pk])


def test_the_team_is_of_the_roll(by: User) -> None:
    poll = too_long()

    with pytest.raises(TeamNotFree, match="danh sách triệu tập"):
        report(poll, [1] * 8, by, team=[make.person().pk])


def test_while_there_is_an_opinion_the_names_stay_and_it_can_be_undone(
    by: User,
) -> None:
    poll = too_long()
    report(poll, [10, 2, 11, 12, 3, 13, 14, 1], by)
    services.apply_opinion(str(poll.pk), by=by, at=make.NOON)
    row = Nomination.objects.filter(poll=poll).first()
    assert row is not None

    with pytest.raises(OpinionBallotHeld):
        change(row, by, left_out_reason="Thôi")
    with pytest.raises(OpinionBallotHeld):
        services.remove_nomination(str(row.pk), by=by, at=make.NOON)
    services.undo_opinion(str(poll.pk), by=by, at=make.NOON)

    assert len(lists.state_of(poll).standing) == 48
    assert not OpinionBallot.objects.exists()


# --- closing -----------------------------------------------------------------------


def test_closing_fixes_names_order_and_paper(by: User) -> None:
    body = make.body()
    unit = body.congress.unit
    given = ["Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn Văn An", "Bùi Văn An"]
    poll = make.election(body, seats=3)
    make.put_forward(poll, *[make.person(name, at=unit) for name in given])

    closed = close(
        poll,
        by,
        warnings_read=True,
        hands=services.Hands(in_favour=200, against=3),
    )

    rows = Candidate.objects.filter(poll=poll).order_by("place")
    assert [(row.number, row.name) for row in rows] == [
        (1, "Bùi Văn An"),
        (2, "Nguyễn Văn An"),
        (3, "Lê Thị Ánh"),
        (4, "Trần Văn Đạt"),
    ]
    assert all(row.person_id for row in rows)
    assert (closed.stage, closed.layout, closed.max_votes) == (
        "list_closed",
        "strike_out",
        3,
    )
    line = AuditEvent.objects.get(act="ballots.list_closed")
    assert (line.actor, line.detail["in_favour"], line.detail["against"]) == (
        by,
        200,
        3,
    )


def test_of_one_full_name_the_higher_party_age_comes_first(by: User) -> None:
    poll = make.election(seats=1, office=Office.SECRETARY)
    unit = poll.election.body.congress.unit
    for since in ("2001-01-01", "1990-01-01"):
        person = make.person("Nguyễn Văn An", at=unit)
        Person.objects.filter(pk=person.pk).update(party_since=since)
        make.put_forward(poll, Person.objects.get(pk=person.pk))

    close(poll, by)

    since_in_order = Candidate.objects.order_by("place").values_list("party_since")
    assert [str(row[0]) for row in since_in_order] == ["1990-01-01", "2001-01-01"]


def test_as_many_names_as_seats_are_agreed_with_or_not() -> None:
    poll = make.closed_list(names=["Lê Văn An"], seats=1, office=Office.SECRETARY)

    assert (poll.layout, poll.max_votes) == ("agree_disagree", 1)


def test_delegates_and_alternates_are_elected_from_one_list() -> None:
    """As the paper of case F1: no more names than official places are kept."""
    poll = make.closed_list(
        names=["Lê Văn An", "Lê Văn Bình", "Lê Văn Cúc"],
        seats=2,
        alternates=1,
        office=Office.DELEGATES,
    )

    assert (poll.layout, poll.max_votes) == ("strike_out", 2)


def test_a_name_changed_later_stays_as_it_was_on_the_list() -> None:
    poll = make.closed_list()

    Person.objects.filter(full_name="Lê Thị Cúc").update(full_name="Khác")

    assert "Lê Thị Cúc" in poll.candidates.values_list("name", flat=True)


def test_the_list_is_taken_up_again_and_closed_anew(by: User) -> None:
    poll = make.closed_list()

    services.reopen_list(str(poll.pk), reason="Một người rút", by=by, at=make.NOON)
    reopened = Poll.objects.get()
    left = Candidate.objects.count()
    again = make.close(reopened)

    assert (reopened.stage, left) == ("prepared", 0)
    assert (again.stage, again.candidates.count()) == ("list_closed", 4)
    line = AuditEvent.objects.get(act="ballots.list_reopened")
    assert line.detail["reason"] == "Một người rút"


@pytest.mark.parametrize("make_poll", [make.election, make.imported])
def test_only_a_closed_list_is_taken_up_again(make_poll: Any, by: User) -> None:
    poll = make_poll()

    with pytest.raises(NotTakenUpAgain):
        services.reopen_list(str(poll.pk), reason="x", by=by, at=make.NOON)


def test_nothing_is_changed_of_a_closed_list(by: User) -> None:
    poll = make.closed_list()
    row = Nomination.objects.first()
    assert row is not None
    key = str(poll.pk)

    for act in (
        lambda: make.put_forward(poll, make.person()),
        lambda: change(row, by, left_out_reason="x"),
        lambda: services.remove_nomination(str(row.pk), by=by, at=make.NOON),
        lambda: services.apply_opinion(key, by=by, at=make.NOON),
        lambda: services.undo_opinion(key, by=by, at=make.NOON),
        lambda: close(poll, by),
    ):
        with pytest.raises(ListIsClosed):
            act()


# --- just elected ------------------------------------------------------------------


def test_a_list_in_a_file_gives_no_people_to_the_next_election() -> None:
    meeting = make.body(kind=BodyKind.COMMITTEE)
    poll = make.election(meeting, office=Office.SECRETARY, seats=1)

    assert nominees.chain_of(poll) == []


# --- lines of names ----------------------------------------------------------------


def test_names_are_found_on_the_roll_then_in_the_register() -> None:
    body = make.body()
    unit = body.congress.unit
    poll = make.election(body)
    on_roll = make.on_roll(body, make.person("Nguyễn Văn An", at=unit)).person
    make.person("Nguyễn Văn An", at=unit)
    beneath = make.person("Lê Thị Cúc", at=unit)
    make.person("Lê Văn Xa", at=make.unit("Đảng bộ xã Xa"))
    there = make.person("Lê Văn Có", at=unit)
    make.put_forward(poll, there)
    two = [make.person("Trần Văn Hai", at=unit) for _each in range(2)]
    typed = ["nguyen van an", "Lê Thị Cúc", "Lê Văn Xa", "Lê Văn Có", "Trần Văn Hai"]

    found = searching.matched(
        [(n, name, None) for n, name in enumerate(typed, 1)], poll
    )

    assert [(line.match.value, {p.pk for p in line.people}) for line in found] == [
        ("one", {on_roll.pk}),
        ("one", {beneath.pk}),
        ("nobody", set()),
        ("there_already", {there.pk}),
        ("several", {each.pk for each in two}),
    ]


# --- at once -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_whoever_adds_a_name_while_the_list_is_closed_comes_too_late() -> None:
    poll = listed(3, 4)
    by, late = make.user(), make.person(at=poll.election.body.congress.unit)

    with transaction.atomic():
        close(poll, by, warnings_read=True)
        second = Second(lambda: make.put_forward(poll, late))
        assert second.waits

    assert second.ends() == [ListIsClosed]
    assert Candidate.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_whoever_closes_while_a_name_is_added_is_shown_the_new_list() -> None:
    poll = listed(3, 3)
    by, fourth = make.user(), make.person(at=poll.election.body.congress.unit)
    seen = lists.state_of(poll).digest

    with transaction.atomic():
        make.put_forward(poll, fourth)
        second = Second(
            lambda: services.close_list(
                str(poll.pk), seen=seen, warnings_read=True, by=by, at=make.NOON
            )
        )
        assert second.waits

    assert second.ends() == [ListChanged]
    assert queries.slate(poll).count() == 0


@pytest.mark.django_db(transaction=True)
def test_one_office_is_not_entered_twice_at_once() -> None:
    body, by = make.body(), make.user()

    with transaction.atomic():
        enter(body, by)
        second = Second(lambda: enter(body, by))
        assert second.waits

    assert second.ends() == [OfficeElectedAlready]


# --- what the congress itself decides -----------------------------------------------


def numbered(poll: Poll, percent: int | None) -> Poll:
    return services.change_number(
        str(poll.pk),
        seats=poll.seats,
        alternates=0,
        surplus_percent=percent,
        by=make.user(),
        at=make.NOON,
    )


def test_the_congress_may_set_less_surplus_than_the_regulation_allows() -> None:
    poll = make.election(seats=20)

    before = lists.state_of(poll).longest
    after = lists.state_of(numbered(poll, 10)).longest

    assert (before, after) == (26, 22)


def test_the_congress_sets_no_more_surplus_than_the_regulation_allows() -> None:
    with pytest.raises(SurplusAboveCeiling, match="30"):
        numbered(make.election(seats=20), 31)


def test_a_rehearsal_keeps_nobody_from_the_election_itself() -> None:
    body = make.body()
    rehearsed = services.Entering(
        office=Office.COMMITTEE, seats=3, purpose=Purpose.REHEARSAL
    )
    services.enter_election(body, rehearsed, by=None, at=make.NOON)

    poll = make.election(body)

    assert poll.election.purpose == Purpose.CHECK
    with pytest.raises(services.OfficeElectedAlready):
        make.election(body)


@pytest.mark.parametrize("kind", ["cell", "grassroots_cell"])
def test_every_kind_of_cell_elects_as_a_cell(kind: str) -> None:
    body = make.body(make.congress(of=make.unit(kind=kind)))

    plan = plans.plan_of(body, Office.DEPUTY_SECRETARY, seats=1, alternates=0)

    assert plan.is_cell


# --- rows of the register found to be one person ------------------------------------


def merged(gone: Person, kept: Person) -> None:
    merge_people(
        kept_id=kept.pk,
        gone_id=gone.pk,
        seen_versions=(1, 1),
        taken=(),
        reason="cùng số định danh",
        by=None,
        at=make.NOON,
    )


def test_somebody_on_the_list_stands_as_the_row_that_a_merger_leaves(by: User) -> None:
    poll = listed(seats=3, official=4)
    row = Nomination.objects.filter(poll=poll).order_by("pk")[0]
    kept = make.person(row.person.full_name, at=poll.election.body.congress.unit)

    merged(row.person, kept)
    close(poll, by)

    stands = set(Candidate.objects.filter(poll=poll).values_list("person", flat=True))
    assert kept.pk in stands
    assert row.person_id not in stands


def test_a_line_of_a_merged_row_can_still_be_changed(by: User) -> None:
    poll = listed(seats=3, official=4)
    row = Nomination.objects.filter(poll=poll).order_by("pk")[0]
    kept = make.person(at=poll.election.body.congress.unit)
    merged(row.person, kept)
    [read] = nominated.nominations(poll, pk=row.pk)

    changed = change(read, by, withdrawing=Withdrawing.ASKED)

    assert changed.withdrawing == Withdrawing.ASKED.value


def test_one_person_on_two_lines_is_told_to_leave_one(by: User) -> None:
    poll = listed(seats=3, official=4)
    one, other = Nomination.objects.filter(poll=poll).order_by("pk")[:2]
    merged(one.person, other.person)

    with pytest.raises(ListNotClosable):
        close(poll, by)

    assert [s for s in said(poll) if "hai dòng" in s[1]]
    services.remove_nomination(str(one.pk), by=by, at=make.NOON)
    assert not [s for s in said(poll) if "hai dòng" in s[1]]


def test_whoever_is_there_under_another_row_is_not_put_forward_again() -> None:
    poll = listed(seats=3, official=4)
    row = Nomination.objects.filter(poll=poll).order_by("pk")[0]
    kept = make.person(at=poll.election.body.congress.unit)
    merged(row.person, kept)

    made = make.put_forward(poll, kept)

    assert not made
