"""Elections that take another turn: one name, alternates, a tie, too few elected."""

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries, services
from ballots.models import Poll
from ballots.services.board import Board, set_board
from congress.models import BodyKind, VotingBody
from congress.rules.offices import Office
from congress.services import ElectedRow, record_elected
from core.access.rights import Role
from core.models import Person
from tests import make
from tests.browser.hall import Clerk, at_work
from tests.integration.ballots.heaps import Hall

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE: Final = ("Nông Văn An", "Lục Văn Bình", "Đàm Thị Cúc", "Vàng Văn Dũng")


def body_with_board(voters: int) -> tuple[VotingBody, make.Board]:
    """A congress of so many, the board's head and member among them."""
    body = make.body()
    board = make.board(body)
    for user in (board.head, board.member):
        make.on_roll(body, user.person)
    make.roll(body, voters - 2)
    return body, board


def ready_to_enter(poll: Poll, board: make.Board, *, papers: int) -> None:
    """Everybody there gets a paper, and so many of them are in the open box."""
    present = number_there(poll)
    hall = Hall(poll, board)
    head, member = board.head.person_id, board.member.person_id
    assert head
    assert member
    written = Board(members=[head, member], head=head)
    set_board(hall.pk, written, by=board.head, at=make.NOON)
    hall.note({"printed": present, "spoilt_in_print": 0})
    hall.seal()
    hall.issue()
    issued = {"present": present, "issued": present, "exchanged": 0, "left_over": 0}
    hall.note(issued)
    hall.open()
    hall.note({"returned": papers})
    services.divide_papers(hall.pk, size=25, by=board.head, at=make.NOON)


def number_there(poll: Poll) -> int:
    return poll.election.body.roll.filter(attendance="present").count()


def number_of(poll: Poll, name: str) -> int:
    return queries.slate(poll).get(name=name).number


def striking(poll: Poll, *papers: tuple[int, Sequence[str]]) -> list[str]:
    """Write so many papers of each kind as they are typed: by who is left on them."""
    return [
        "=" + " ".join(str(number_of(poll, name)) for name in names)
        for copies, names in papers
        for _each in range(copies)
    ]


def elected(body: VotingBody, people: Sequence[Person]) -> None:
    """The congress has elected them to its committee."""
    record_elected(
        make.body(body.congress),
        Office.COMMITTEE,
        uuid4(),
        1,
        [
            ElectedRow(person=each, name=each.full_name, rank=rank, votes=60 - rank)
            for rank, each in enumerate(people, start=1)
        ],
        make.NOON,
        None,
    )


def closes_the_list(clerk: Clerk) -> None:
    clerk.follow("Chốt danh sách…")
    noticed = clerk.page.get_by_label("Đã xem các điều cần lưu ý")
    if noticed.count():
        noticed.check()
    clerk.press("Chốt danh sách")
    clerk.is_told("Đã chốt danh sách bầu cử.")


def latest(body: VotingBody) -> Poll:
    found = Poll.objects.filter(election__body=body).select_related(*queries.WITH_PLACE)
    return found.latest("election__number", "number")


def test_a_secretary_is_agreed_to_at_the_first_meeting_of_the_new_committee(
    new_context: CreateContextCallback, portal: str
) -> None:
    committee = make.body(kind=BodyKind.COMMITTEE)
    board = make.board(committee)
    unit = committee.congress.unit
    members = [make.person(name, at=unit) for name in PEOPLE]
    counting = [each.person for each in (board.head, board.member) if each.person]
    elected(committee, [*members, *counting])
    secretariat = Clerk(new_context(), portal)
    secretariat.sign_in(make.holder(Role.SECRETARIAT, at=committee.congress.scope))
    page = secretariat.page

    secretariat.go(f"/dai-hoi/{committee.congress.slug}/danh-sach/{committee.address}/")
    secretariat.follow("Lấy người vừa trúng cử")
    secretariat.reads(PEOPLE[0])
    secretariat.press("Đưa vào danh sách")
    secretariat.is_told("Đã đưa 6 người vào danh sách.")
    secretariat.tab("Điểm danh")
    secretariat.press("Những người còn lại có mặt")
    secretariat.go(f"/dai-hoi/{committee.congress.slug}/bau-cu/lap/")
    page.get_by_role("combobox", name="Nơi bầu").select_option(label=str(committee))
    page.get_by_role("combobox", name="Chức danh").select_option(label="Bí thư")
    secretariat.fill({"Số lượng cần bầu": 1})
    secretariat.press("Lập cuộc bầu")
    secretariat.follow("Thêm người")
    secretariat.follow("Vừa trúng cử")
    page.get_by_label(PEOPLE[0]).check()
    secretariat.press("Thêm vào danh sách")
    closes_the_list(secretariat)
    poll = latest(committee)
    ready_to_enter(poll, board, papers=6)
    people = at_work(board, new_context, portal)
    people.count(poll, ["1", "1", "2", "1", "3", "1"])

    assert poll.layout == "agree_disagree"
    assert people.head.verdicts(poll) == {PEOPLE[0]: (4, "Trúng cử")}
    assert secretariat.verdicts(poll) == {PEOPLE[0]: (4, "Trúng cử")}
    assert [*people.said, *secretariat.said] == []


def test_delegates_and_their_alternates_are_elected_on_one_list(
    new_context: CreateContextCallback, portal: str
) -> None:
    body, board = body_with_board(7)
    poll = make.closed_list(
        body, PEOPLE, seats=2, alternates=1, office=Office.DELEGATES
    )
    ready_to_enter(poll, board, papers=11)
    people = at_work(board, new_context, portal)
    an, binh, cuc, dung = PEOPLE

    papers = striking(poll, (5, (an, binh)), (4, (an, cuc)), (2, (binh, cuc)))
    people.count(poll, papers)

    assert people.member.verdicts(poll) == {
        an: (9, "Trúng cử"),
        binh: (7, "Trúng cử"),
        cuc: (6, "Đại biểu dự khuyết"),
        dung: (0, "Không quá một nửa"),
    }
    assert people.said == []


def test_a_tie_at_the_last_seat_is_decided_by_a_run_off_of_just_the_tied(
    new_context: CreateContextCallback, portal: str
) -> None:
    body, board = body_with_board(9)
    an, binh, cuc, _dung = PEOPLE
    poll = make.closed_list(body, (an, binh, cuc), seats=2)
    ready_to_enter(poll, board, papers=9)
    people = at_work(board, new_context, portal)
    secretariat = Clerk(new_context(), portal)
    secretariat.sign_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))

    papers = striking(poll, (4, (an, binh)), (4, (an, cuc)), (1, (binh, cuc)))
    people.count(poll, papers)
    verdicts = people.head.verdicts(poll)
    secretariat.open(poll)
    secretariat.reads("Bầu lại giữa những người ngang phiếu")
    secretariat.follow("Lập lần bầu tiếp…")
    secretariat.look()
    secretariat.press("Lập lần bầu lại")
    secretariat.is_told("Đã lập lần bầu tiếp.")
    closes_the_list(secretariat)
    again = latest(body)
    ready_to_enter(again, board, papers=9)
    people.count(again, striking(again, (5, (cuc,)), (4, (binh,))))

    assert verdicts == {
        an: (8, "Trúng cử"),
        binh: (5, "Ngang phiếu"),
        cuc: (5, "Ngang phiếu"),
    }
    assert (again.round, again.seats) == ("run_off", 1)
    assert people.head.verdicts(again) == {
        binh: (4, "Ít phiếu hơn ở lần bầu lại"),
        cuc: (5, "Trúng cử"),
    }
    assert [*people.said, *secretariat.said] == []


def test_too_few_are_elected_and_a_further_round_takes_those_left_over(
    new_context: CreateContextCallback, portal: str
) -> None:
    body, board = body_with_board(9)
    an, binh, cuc, dung = PEOPLE
    poll = make.closed_list(body, PEOPLE, seats=3)
    ready_to_enter(poll, board, papers=9)
    people = at_work(board, new_context, portal)
    secretariat = Clerk(new_context(), portal)
    secretariat.sign_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))

    papers = striking(poll, (5, (an, binh)), (2, (an, binh, cuc)), (2, (dung, an)))
    people.count(poll, papers)
    secretariat.open(poll)
    secretariat.reads("Đại hội (hội nghị) quyết định có bầu lại / bầu thêm hay không")
    secretariat.follow("Lập lần bầu tiếp…")
    secretariat.look()
    for name in (cuc, dung):
        expect(secretariat.page.get_by_label(name)).to_be_checked()
    expect(secretariat.page.get_by_label(an)).to_have_count(0)
    secretariat.press("Lập lần bầu thêm")
    secretariat.is_told("Đã lập lần bầu tiếp.")
    closes_the_list(secretariat)
    further = latest(body)
    ready_to_enter(further, board, papers=9)
    people.count(further, striking(further, (6, (cuc,)), (3, (dung,))))
    people.head.open(further)

    assert (further.round, further.seats) == ("further", 1)
    assert people.head.verdicts(further) == {
        cuc: (6, "Trúng cử"),
        dung: (3, "Không quá một nửa"),
    }
    assert [*people.said, *secretariat.said] == []
