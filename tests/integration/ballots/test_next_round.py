"""The round after a confirmed result: exactly the tied, or those left over."""

import pytest
from django.urls import reverse

from ballots import queries, services
from ballots.models import Confirmation, Nomination, Poll, Tally, TallyLine
from ballots.prints.outcome import conclusion
from ballots.queries import lists, rounds
from ballots.queries.waiting import who_waits
from ballots.rules.count import Count
from ballots.rules.nominations import PutForward
from ballots.rules.outcome import outcome
from ballots.rules.terms import Round
from ballots.services.board import BoardWithoutHead, NoSuchMember, OnTheList
from ballots.services.next_round import NamesWithoutPeople, NoSuchRound
from ballots.services.preparing import NumberBeyondOpenPlaces
from ballots.services.slate import ListNotClosable
from ballots.views import steps
from congress.models import BodyKind, CongressKind, Elected, ElectedList
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import AuditEvent, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

FOUR = ("Lê Văn An", "Lê Văn Bình", "Lê Văn Cúc", "Lê Văn Dũng")


@pytest.fixture
def by() -> User:
    return make.user()


def decided(poll: Poll, votes: tuple[int, ...], *, base: int = 101) -> Poll:
    """The poll confirmed with these votes, its outcome by the rules."""
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(
            stage="confirmed",
            tally_base=base,
            **dict.fromkeys(("present", "printed", "issued", "returned"), base),
        )
        poll = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
        _slate, places = queries.terms_of(poll, len(votes))
        found = outcome(Count(base, base, {}, 0, votes), places)
        tally = Tally.objects.create(
            poll=poll,
            digest=str(poll.pk),
            counted_at=make.NOON,
            threshold=found.threshold,
            returned=base,
            valid=base,
            invalid=0,
            undecided=0,
            open_seats=found.open_seats,
            open_alternates=found.open_alternates,
            next=found.next.value,
            next_rule=found.next_rule.value,
        )
        candidates = list(queries.slate(poll))
        candidates += [line.candidate for line in who_waits(poll).lines]
        ranks = [*found.elected, *found.alternates]
        TallyLine.objects.bulk_create(
            TallyLine(
                tally=tally,
                candidate=candidates[each.place],
                votes=each.votes,
                hundredths=each.percent,
                verdict=each.verdict.value,
                rank=ranks.index(each.place) + 1 if each.place in ranks else None,
                rule=each.rule.value,
            )
            for each in found.decisions
        )
        Confirmation.objects.create(
            poll=poll, tally=tally, by=make.user(), at=make.NOON
        )
    return poll


def options(poll: Poll) -> list[tuple[str, int, int, list[str]]]:
    confirmed = queries.confirmation_of(poll)
    assert confirmed
    return [
        (
            each.round.value,
            each.seats,
            each.alternates,
            [c.name for c in each.candidates],
        )
        for each in rounds.next_rounds(poll, confirmed.tally)
    ]


def prepare(poll: Poll, round_: Round, by: User, *names: str) -> Poll:
    confirmed = queries.confirmation_of(poll)
    assert confirmed
    found = rounds.next_rounds(poll, confirmed.tally)
    chosen = [c.pk for each in found for c in each.candidates if c.name in names]
    made = services.prepare_next_round(
        str(poll.pk), round_, chosen=chosen, by=by, at=make.NOON
    )
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=made.pk)


def test_a_tie_leads_to_a_run_off_of_exactly_the_tied(by: User) -> None:
    """Case C4."""
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))

    made = prepare(poll, Round.RUN_OFF, by)
    closed = make.close(made)

    assert options(poll) == [("run_off", 1, 0, ["Lê Văn Cúc", "Lê Văn Dũng"])]
    assert (made.number, made.round, made.seats, made.after) == (2, "run_off", 1, poll)
    assert [each.name for each in queries.slate(closed)] == [
        "Lê Văn Cúc",
        "Lê Văn Dũng",
    ]
    line = AuditEvent.objects.get(act="ballots.round_prepared")
    assert (line.actor, line.detail["people"]) == (by, 2)


def test_nobody_joins_or_leaves_a_run_off(by: User) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))
    made = prepare(poll, Round.RUN_OFF, by)
    make.put_forward(made, make.person("Lê Văn Thêm", at=poll.election.congress.unit))

    with pytest.raises(ListNotClosable):
        make.close(made)
    with pytest.raises(NumberBeyondOpenPlaces):
        services.change_number(str(made.pk), seats=2, alternates=0, by=by, at=make.NOON)


def test_a_run_off_tied_again_may_be_held_again(by: User) -> None:
    """Case C4c."""
    first = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))
    second = decided(make.close(prepare(first, Round.RUN_OFF, by)), (47, 47))

    assert [round_ for round_, *_rest in options(second)] == ["run_off", "further"]
    third = prepare(second, Round.RUN_OFF, by)
    assert (third.number, third.seats, third.nominations.count()) == (3, 1, 2)


def test_too_few_lead_to_a_further_round_of_those_left_over(by: User) -> None:
    """Cases C6 to C8: the people left over, those ticked; others may join."""
    poll = decided(make.closed_list(names=FOUR), (90, 50, 45, 20))

    made = prepare(poll, Round.FURTHER, by, "Lê Văn Bình", "Lê Văn Cúc")
    new = make.person("Lê Văn Thêm", at=poll.election.congress.unit)
    make.put_forward(made, new)
    closed = make.close(made)

    assert options(poll) == [("further", 2, 0, list(FOUR[1:]))]
    assert (made.round, made.seats) == ("further", 2)
    assert [each.name for each in queries.slate(closed)] == [
        "Lê Văn Bình",
        "Lê Văn Cúc",
        "Lê Văn Thêm",
    ]


def test_one_name_for_one_seat_is_agreed_with_or_not(by: User) -> None:
    """Case C9."""
    poll = decided(make.closed_list(names=FOUR), (90, 80, 45, 20))

    closed = make.close(prepare(poll, Round.FURTHER, by, "Lê Văn Cúc"))

    assert (closed.layout, closed.seats) == ("agree_disagree", 1)


def test_no_more_are_elected_than_places_are_open(by: User) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 45, 20))
    made = prepare(poll, Round.FURTHER, by, *FOUR)

    with pytest.raises(NumberBeyondOpenPlaces, match="1 chỗ"):
        services.change_number(str(made.pk), seats=2, alternates=0, by=by, at=make.NOON)


def test_alternates_that_are_short_may_be_voted_on_again(by: User) -> None:
    """Case F2."""
    delegates = make.closed_list(
        names=FOUR, seats=1, alternates=2, office=Office.DELEGATES
    )
    poll = decided(delegates, (90, 80, 20, 10))

    made = prepare(poll, Round.FURTHER, by, "Lê Văn Cúc", "Lê Văn Dũng")
    closed = make.close(made)

    assert options(poll) == [("further", 0, 1, ["Lê Văn Cúc", "Lê Văn Dũng"])]
    assert (closed.seats, closed.alternates, closed.max_votes) == (0, 1, 1)


def delegates_level(alternates: int) -> Poll:
    poll = make.closed_list(
        names=FOUR, seats=1, alternates=alternates, office=Office.DELEGATES
    )
    return decided(poll, (92, 92, 85, 85))


def test_who_waits_and_is_level_for_the_last_alternates_place_runs_off(
    by: User,
) -> None:
    """F5, then F6: the run-off for the seat leaves a tie among those who waited."""
    first = delegates_level(alternates=2)
    run_off = decided(make.close(prepare(first, Round.RUN_OFF, by)), (60, 41))

    again = make.close(prepare(run_off, Round.RUN_OFF, by))
    last = decided(again, (30, 31))

    assert options(run_off) == [("run_off", 0, 1, ["Lê Văn Cúc", "Lê Văn Dũng"])]
    assert (again.seats, again.alternates) == (0, 1)
    assert options(last) == []


def test_too_few_alternates_after_a_run_off_are_voted_on_by_all_left_over(
    by: User,
) -> None:
    first = decided(
        make.closed_list(names=FOUR, seats=1, alternates=3, office=Office.DELEGATES),
        (92, 92, 85, 10),
    )
    run_off = decided(make.close(prepare(first, Round.RUN_OFF, by)), (60, 41))

    assert options(run_off) == [("further", 0, 1, ["Lê Văn Dũng"])]


def test_who_lost_a_run_off_waits_while_the_rest_run_off_again(by: User) -> None:
    """Two of three level again: the third waits above those of the first round."""
    names = (*FOUR, "Lê Văn Giang")
    delegates = make.closed_list(
        names=names, seats=1, alternates=2, office=Office.DELEGATES
    )
    first = decided(delegates, (92, 92, 92, 85, 10))
    second = decided(make.close(prepare(first, Round.RUN_OFF, by)), (40, 40, 21))

    third = make.close(prepare(second, Round.RUN_OFF, by))
    waiting = who_waits(third)

    assert (waiting.alternates, [each.votes for each in waiting.rounds]) == (
        2,
        [(21,), (85,)],
    )
    assert options(decided(third, (50, 51))) == []


def test_a_tie_at_the_last_seat_of_delegates_leaves_the_alternates_to_the_run_off(
    by: User,
) -> None:
    """Case F5: who loses the run-off is the first alternate, without another round."""
    delegates = make.closed_list(
        names=FOUR, seats=1, alternates=1, office=Office.DELEGATES
    )
    first = decided(delegates, (92, 92, 85, 10))
    run_off = decided(make.close(prepare(first, Round.RUN_OFF, by)), (60, 41))

    assert options(first) == [("run_off", 1, 0, ["Lê Văn An", "Lê Văn Bình"])]
    assert options(run_off) == []
    lines = TallyLine.objects.filter(tally__poll=run_off).order_by("pk")
    assert [(line.votes, line.verdict) for line in lines] == [
        (60, "elected"),
        (41, "alternate"),
        (85, "past_half_no_place"),
    ]


def test_a_ballot_keeps_no_more_names_than_full_delegates_are_elected(
    by: User,
) -> None:
    """V-1 and V-2 speak of the seats; alternates are whoever else passes half (R-DL-3).

    So public case F1 has it: 10 delegates and 2 alternates, 10 names on a ballot. With
    one seat nobody else can pass half: the alternates take a round of their own.
    """
    one = make.closed_list(names=FOUR, seats=1, alternates=2, office=Office.DELEGATES)
    f1 = make.case("F1-delegates")

    after = decided(one, (60, 41, 0, 0))

    assert (one.seats, one.alternates, one.max_votes) == (1, 2, 1)
    assert (f1["seats"], f1["alternates"], f1["max_votes"]) == (10, 2, 10)
    assert options(after) == [("further", 0, 2, list(FOUR[1:]))]


def test_a_full_result_leads_nowhere(by: User) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 60))

    assert options(poll) == []
    for round_ in (Round.RUN_OFF, Round.FURTHER, Round.FIRST):
        with pytest.raises(NoSuchRound):
            prepare(poll, round_, by)


def test_a_round_is_prepared_once(by: User) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))
    made = prepare(poll, Round.RUN_OFF, by)

    with pytest.raises(NoSuchRound, match="lần bầu 2"):
        prepare(poll, Round.RUN_OFF, by)
    services.withdraw_before_the_box(str(made.pk), reason="Nhầm", by=by, at=make.NOON)

    assert prepare(poll, Round.RUN_OFF, by).number == 3


def test_nothing_follows_before_the_result_is_confirmed(by: User) -> None:
    poll = make.closed_list(names=FOUR)

    with pytest.raises(NoSuchRound, match="chưa chốt"):
        services.prepare_next_round(str(poll.pk), Round.FURTHER, by=by, at=make.NOON)


def test_names_from_a_file_stand_again_only_by_a_file(by: User) -> None:
    confirmation = make.confirmed(file=make.tied_file())

    with pytest.raises(NamesWithoutPeople, match="Trần Thị Bình"):
        services.prepare_next_round(
            str(confirmation.poll_id), Round.RUN_OFF, by=by, at=make.NOON
        )


def test_after_three_rounds_the_level_above_names_a_cells_secretary(
    by: User, signed_in: SignedIn
) -> None:
    """Case C11."""
    above = make.unit("Đảng bộ xã Nà Pia")
    cell = make.unit("Chi bộ thôn Nà Pia", parent=above, kind="cell")
    body = make.body(make.congress(cell, kind=CongressKind.MEMBERS))
    poll = make.closed_list(body, FOUR[:2], seats=1, office=Office.SECRETARY)
    poll = decided(poll, (10, 10), base=40)

    for _round in range(2):
        following = prepare(poll, Round.FURTHER, by, *FOUR[:2])
        poll = decided(make.close(following), (10, 9), base=40)

    assert rounds.is_for_the_superior(poll)
    confirmed = queries.confirmation_of(poll)
    assert confirmed
    due = steps.next_round(poll, by, confirmed)
    assert due
    assert "cấp trên chỉ định" in due.sentence
    told = conclusion(poll, confirmed.tally, [])
    assert "không bầu thêm" in told
    client = signed_in(make.holder(Role.PRESIDIUM, at=poll.election.congress.scope))
    address = queries.address(poll)
    result = client.get(reverse("ballots:poll-result", args=address))
    after = client.get(reverse("ballots:poll-after", args=address))
    assert "cấp trên chỉ định" in " ".join(result.text.split())
    overview = client.get(reverse("ballots:poll", args=address))
    for page in (after, overview):
        assert "cấp trên chỉ định" in " ".join(page.text.split())
        assert "lập lần bầu tiếp" not in page.text.lower()
    first = Poll.objects.get(election=poll.election, number=1)
    assert not rounds.is_for_the_superior(first)
    with pytest.raises(NoSuchRound, match="cấp trên"):
        prepare(poll, Round.FURTHER, by, *FOUR[:2])


def test_backing_and_origin_go_with_a_name(by: User) -> None:
    body = make.body()
    voter = make.on_roll(body).person
    poll = make.election(body)
    unit = body.congress.unit
    make.put_forward(poll, *[make.person(each, at=unit) for each in FOUR[:3]])
    make.put_forward(
        poll,
        make.person(FOUR[3], at=unit),
        put_forward=PutForward.NOMINATED,
        by_person=voter.pk,
        backed_by=1,
    )
    poll = decided(make.close(poll), (90, 80, 20, 10))

    made = prepare(poll, Round.FURTHER, by, FOUR[3])

    row = Nomination.objects.get(poll=made)
    assert (row.put_forward, row.by_person, row.backed_by) == ("nominated", voter, 1)


# --- the page ----------------------------------------------------------------------


def test_the_next_round_is_one_click(signed_in: SignedIn) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))
    congress = poll.election.body.congress
    client = signed_in(make.holder(Role.PRESIDIUM, at=congress.scope))
    page = reverse("ballots:poll-next", args=queries.address(poll))

    shown = client.get(page)
    answer = client.post(page, {"vong": "run_off"})
    again = client.post(page, {"vong": "run_off"})

    made = Poll.objects.get(number=2)
    assert "Danh sách gồm đúng những người ngang phiếu" in shown.text
    assert answer.headers["Location"] == reverse(
        "ballots:poll-slate", args=queries.address(made)
    )
    assert "đã có lần bầu 2" in again.text


@pytest.mark.parametrize("wanted", ["", "first", "gì đó", "further"])
def test_a_round_the_result_does_not_call_for_is_refused_on_the_page(
    wanted: str, signed_in: SignedIn
) -> None:
    poll = decided(make.closed_list(names=FOUR), (90, 80, 70, 70))
    congress = poll.election.body.congress
    client = signed_in(make.holder(Role.PRESIDIUM, at=congress.scope))

    answer = client.post(
        reverse("ballots:poll-next", args=queries.address(poll)), {"vong": wanted}
    )

    assert "không dẫn đến vòng bầu đó" in answer.text
    assert Poll.objects.count() == 1


def test_the_page_waits_for_the_result(signed_in: SignedIn) -> None:
    poll = make.closed_list(names=FOUR)
    congress = poll.election.body.congress
    client = signed_in(make.holder(Role.PRESIDIUM, at=congress.scope))

    answer = client.get(reverse("ballots:poll-next", args=queries.address(poll)))

    assert answer.headers["Location"] == reverse(
        "ballots:poll", args=queries.address(poll)
    )


# --- chains and the board ----------------------------------------------------------


def test_the_next_office_is_elected_from_those_just_elected(
    by: User, signed_in: SignedIn
) -> None:
    body = make.body()
    unit = body.congress.unit
    known = ElectedList.objects.create(
        body=body, office="committee", poll=body.pk, revision=1, recorded_at=make.NOON
    )
    person = make.person("Lê Văn Trúng", at=unit)
    Elected.objects.create(
        elected_list=known, person=person, name=person.full_name, rank=1, votes=90
    )
    Elected.objects.create(elected_list=known, name="Lê Văn Tệp", rank=2, votes=80)
    meeting = make.body(body.congress, kind=BodyKind.COMMITTEE)
    poll = make.election(meeting, office=Office.SECRETARY, seats=1)
    client = signed_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))
    page = reverse("ballots:poll-slate-add", args=queries.address(poll))

    shown = client.get(page, {"nguon": "trung-cu"})
    make.put_forward(poll, make.person("Lê Văn Khác", at=unit))

    assert [each for each, *_more in shown.context["people"]] == [person]
    assert "Lê Văn Tệp" in shown.text
    state = lists.state_of(poll)
    assert (state.has_errors, state.has_warnings) == (False, True)


def test_the_box_is_not_sealed_with_an_unsound_board(by: User) -> None:
    poll = make.closed_list(names=FOUR)
    body = poll.election.body
    voter = make.on_roll(body).person
    stranger = make.person()
    on_list = queries.slate(poll)[0].person
    assert on_list is not None
    make.on_roll(body, on_list)

    def board(*members: object) -> list[object]:
        keys = [each.pk for each in members]  # type: ignore[attr-defined]
        found = services.Board(members=keys, head=keys[0])
        return list(services.set_board(str(poll.pk), found, by=by, at=make.NOON))

    with pytest.raises(BoardWithoutHead):
        services.refuse_unsound_board(poll)
    with pytest.raises(NoSuchMember):
        board(voter, stranger)
    with pytest.raises(OnTheList):
        board(voter, on_list)
    board(voter)

    services.refuse_unsound_board(poll)


def test_who_stands_in_another_running_poll_of_the_body_is_warned_of(
    by: User, signed_in: SignedIn
) -> None:
    """R-BD-5 bars the list that is counted; of another one the page only warns."""
    body = make.body()
    counter = make.on_roll(body).person
    other = make.closed_list(body, [counter, *FOUR[1:]])
    names = ("Lê Văn Hà", "Lê Văn Kim", "Lê Văn Lam")
    poll = make.closed_list(body, names, seats=2, office=Office.DELEGATES)
    services.set_board(
        str(poll.pk),
        services.Board(members=[counter.pk], head=counter.pk),
        by=by,
        at=make.NOON,
    )
    client = signed_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))
    page = reverse("ballots:poll-board", args=queries.address(poll))

    running = client.get(page)
    decided(other, (90, 80, 70, 60))
    over = client.get(page)

    assert running.context["elsewhere"] == [(counter, other)]
    assert "cuộc bầu khác chưa có kết quả" in running.text
    assert over.context["elsewhere"] == []


@pytest.mark.parametrize("of_a_cell", [True, False])
def test_where_nobody_is_convened_the_page_says_what_is_not_judged(
    of_a_cell: bool, signed_in: SignedIn
) -> None:
    """A third of the committee; nine members of a cell: both follow from rolls."""
    above = make.unit("Đảng bộ xã Nà Pia")
    unit = make.unit("Chi bộ thôn Nà Pia", parent=above, kind="cell")
    congress = make.congress(
        unit if of_a_cell else above,
        kind=CongressKind.MEMBERS if of_a_cell else CongressKind.DELEGATES,
    )
    kind = BodyKind.CONGRESS if of_a_cell else BodyKind.COMMITTEE
    body = make.body(congress, kind=kind)
    client = signed_in(make.holder(Role.SECRETARIAT, at=congress.scope))
    page = reverse("ballots:election-enter", args=[congress.slug])

    empty = client.get(page)
    make.roll(body, 9)
    known = client.get(page)

    assert "chưa kiểm tra" in empty.text
    assert "Hãy lập danh sách triệu tập" in " ".join(empty.text.split())
    assert known.context["not_judged"] == []
