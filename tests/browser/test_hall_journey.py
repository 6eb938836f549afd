"""A whole election in a hall: from the closed list to ballots that are put away."""

import re
from collections import Counter
from io import BytesIO
from typing import Any, Final, NamedTuple

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries
from ballots.models import Poll
from core.models import Person, Unit
from tests import make
from tests.browser.hall import AtWork, Clerk, at_work

pytestmark = pytest.mark.django_db(transaction=True)

LISTED: Final = range(1, 32)
SEATS: Final = 27
FAMILY: Final = ("Nông", "Lục", "Đàm", "Hoàng", "Bàn", "Giàng", "Lò", "Vàng")
GIVEN: Final = ("An", "Bình", "Chung", "Dũng")


class Paper(NamedTuple):
    """One paper on the table: how it is typed, whom it counts for, if it counts."""

    command: str
    kept: frozenset[int] = frozenset()
    is_valid: bool = True


def struck(*numbers: int, command: str = "") -> Paper:
    """A paper on which just these numbers are struck."""
    kept = frozenset(LISTED) - set(numbers)
    return Paper(command or " ".join(map(str, numbers)), kept)


def heap() -> list[Paper]:
    """Sixty papers: most strike out as they should, a few do not."""
    papers = [
        struck(1 + each % 26, 28, 29, 30, 31)
        if each % 5 == 0
        else struck(27, 29, 30, 31)
        if each % 7 == 0
        else struck(28, 29, 30, 31, command="28-31")
        for each in range(60)
    ]
    last_four = frozenset(range(1, 28))
    papers[4] = Paper("0", is_valid=False)
    papers[7] = Paper("*", is_valid=False)
    papers[10] = Paper("!2", is_valid=False)
    papers[13] = Paper("=1-27", last_four)
    papers[27] = Paper("28-31 !3", last_four)
    papers[31] = Paper("28-31 #1", last_four)
    papers[53] = struck(3, 29, 30, 31)
    return papers


HEAP: Final = heap()
BATCHES: Final = (HEAP[:25], HEAP[25:50], HEAP[50:])


def hall() -> tuple[Poll, make.Board]:
    """A closed list of 31 for 27 seats; 66 delegates, of whom three stayed away."""
    body = make.body()
    village = make.unit("Chi bộ bản Nà Pia", parent=body.congress.unit)
    board = make.board(body)
    here: dict[str, Any] = {"origin": "elected", "sent_by": village}
    for each in (board.head, board.member):
        make.on_roll(body, each.person, **here)
    names = candidates(village)
    for person in names:
        make.on_roll(body, person, **here)
    make.roll(body, 30, **here)
    make.on_roll(body, **here, attendance="absent", reason="Ốm nặng")
    for _each in range(2):
        make.on_roll(
            body,
            origin="ex_officio",
            is_convener=True,
            sent_by=None,
            attendance="absent",
            reason="Đi công tác xa",
        )
    return make.closed_list(body, names, seats=SEATS), board


def candidates(village: Unit) -> list[Person]:
    names = [f"{family} Văn {given}" for given in GIVEN for family in FAMILY]
    return [make.person(name, at=village) for name in names[: len(LISTED)]]


def the_board_prepares_the_papers(head: Clerk, poll: Poll) -> None:
    head.open(poll)
    head.reads("Ghi số phiếu in, kiểm tra ban kiểm phiếu rồi niêm phong thùng phiếu.")
    head.follow("Phiếu và thùng phiếu")
    head.follow("Ghi ban kiểm phiếu")
    head.look()
    head.press("Lưu ban kiểm phiếu")
    head.is_told("Đã ghi ban kiểm phiếu của lần bầu này.")
    head.tab("Phiếu và thùng phiếu")
    head.look()
    head.fill({"Phiếu in": 70, "Phiếu in hỏng": 2})
    head.press("Ghi số phiếu")
    head.is_told("Đã ghi số liệu.")
    head.page.get_by_label("Thùng phiếu rỗng").check()
    head.page.get_by_label("Ban kiểm phiếu ghi ở trên đã đúng").check()
    head.page.get_by_label("Số niêm phong").fill("A-17")
    head.page.get_by_label("Người chứng kiến").fill("Nông Văn Kiên, Lò Thị Mai")
    head.press("Niêm phong thùng phiếu")
    head.is_told("Đã niêm phong thùng phiếu.")
    head.look()
    head.press("Bắt đầu phát phiếu")
    head.is_told("Bắt đầu phát phiếu. Phát xong thì ghi số phiếu.")


def the_box_is_opened(head: Clerk, poll: Poll) -> None:
    head.fill(
        {
            "Có mặt khi bỏ phiếu": 63,
            "Phiếu phát ra": 62,
            "Phiếu đổi": 1,
            "Phiếu còn lại": 4,
        }
    )
    head.press("Ghi số phiếu")
    head.look()
    has_checked_again(head, "Có phiếu đã in nhưng không rõ ở đâu")
    head.follow("Mở thùng phiếu…")
    head.reads("Mẫu số tính kết quả (D) giữ nguyên là 63")
    head.look()
    head.page.get_by_label("Mọi người đã bỏ phiếu xong").check()
    head.press("Mở thùng phiếu")
    head.is_told("Đã mở thùng phiếu.")
    head.open(poll)
    head.follow("Ghi số phiếu thu về")
    head.fill({"Phiếu thu về": 60})
    head.press("Ghi số phiếu")
    has_checked_again(head, "Có phiếu phát ra nhưng không thu về")
    head.look()


def has_checked_again(head: Clerk, warning: str) -> None:
    """The board counts again what is odd, and says so."""
    expect(head.panel("Cảnh báo cần kiểm tra")).to_contain_text(warning)
    head.page.get_by_label("Ban kiểm phiếu đã đếm lại").check()
    head.press("Xác nhận đã kiểm tra")
    head.is_told("Đã ghi nhận ban đã kiểm tra cảnh báo.")


def the_papers_are_divided(member: Clerk, poll: Poll) -> None:
    member.open(poll)
    member.follow("Chia tập")
    member.page.get_by_label("Số tờ mỗi tập").fill("25")
    member.look()
    member.press("Chia tập")
    member.is_told("Đã ghi các tập phiếu.")


def the_papers_are_typed(people: AtWork, poll: Poll) -> None:
    """The third batch is typed with one paper wrong; whoever checks sends it back."""
    first, second, third = ([paper.command for paper in papers] for papers in BATCHES)
    people.technician.types(poll, 1, first)
    people.member.types(poll, 2, second)
    people.technician.types(poll, 3, [*third[:3], "1 28-30", *third[4:]])
    people.technician.look()
    people.member.checks(poll, 1, 25)
    people.head.checks(poll, 2, 25)
    people.head.checks(poll, 3, 10, wrong=4)
    people.head.look()


def one_paper_is_read_again(people: AtWork, poll: Poll) -> None:
    operator = people.technician
    operator.take(poll, 3)
    expect(operator.page.get_by_text("Đọc lại từ phiếu giấy tờ số: 4.")).to_be_visible()
    operator.is_at(4, 10)
    operator.enter(BATCHES[2][3].command)
    operator.ends(10)
    people.member.checks(poll, 3, 10)
    people.member.reads("Ban kiểm phiếu còn 3 phiếu phải quyết định.")


def the_board_rules(member: Clerk, board: make.Board) -> None:
    page = member.page
    member.look()
    member.panel("Việc tiếp theo").get_by_role("link", name="Phiếu cần xem xét").click()
    member.look()
    page.get_by_role("link", name="tập 1, tờ 11").click()
    member.look()
    agreeing = member.panel("Đồng ý với quy chế: phiếu không hợp lệ")
    for user in (board.head, board.member):
        agreeing.get_by_label(user.full_name).check()
    member.press("Không hợp lệ, theo quy chế")

    member.is_told("Tập 2, tờ 3")
    page.get_by_label("Xác định được lựa chọn").check()
    expect(page.get_by_label("Phiếu thể hiện", exact=True)).to_have_value("28-31")
    page.get_by_label("Nhận xét của ban").fill("Vết mực in của máy, không phải dấu.")
    member.press("Ghi quyết định")
    member.is_told("Kết luận có vẻ khác với quy chế")
    member.look()
    page.get_by_label("Ban đã xem căn cứ trên").check()
    member.press("Ghi quyết định")

    member.is_told("Tập 2, tờ 7")
    page.get_by_label("Xác định được lựa chọn").check()
    page.get_by_label("Nhận xét của ban").fill("Nét gạch ngắn nhưng qua cả họ tên.")
    member.press("Ghi quyết định")
    member.is_told("Phiếu sẽ tính là: Hợp lệ")
    member.look()
    member.press("Ghi quyết định")
    member.is_told("Không có phiếu nào chờ quyết định.")
    member.look()
    member.follow("Xem còn gì phải làm")
    member.look()
    member.press("Kết thúc nhập phiếu")
    member.is_told("Đã nhập xong phiếu. Có thể kiểm phiếu.")


def a_member_counts_and_sees_nothing(member: Clerk, poll: Poll) -> None:
    member.look()
    member.press("Kiểm phiếu")
    member.is_told("Kết quả chỉ hiện cho trưởng ban kiểm phiếu")
    expect(member.page.get_by_role("link", name="Kết quả", exact=True)).to_have_count(0)
    address = queries.address(poll)
    member.go(reverse("ballots:poll-result", args=address))
    member.reads("Chưa có kết quả để xem.")
    assert "57" not in member.page.get_by_role("main").inner_text()
    for name in ("poll-confirm", "poll-compare", "minutes", "minutes-file"):
        answer = member.page.request.get(
            member.portal + reverse(f"ballots:{name}", args=address)
        )
        assert answer.status == 404, name


def the_minutes(head: Clerk) -> str:
    head.tab("Biên bản")
    paper = head.page.get_by_role("link", name="Mở biên bản (PDF)")
    expect(paper).to_be_visible()
    head.look()
    answer = head.page.request.get(head.portal + str(paper.get_attribute("href")))
    document = pypdfium2.PdfDocument(answer.body())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text)


def the_workbook(head: Clerk) -> dict[str, int]:
    head.tab("Kết quả")
    head.look()
    with head.page.expect_download() as download:
        head.press("Bảng kết quả (Excel)")
    with download.value.path().open("rb") as file:
        sheet = load_workbook(BytesIO(file.read()))["Theo thứ tự trên phiếu"]
    rows = sheet.iter_rows(values_only=True)
    headings = next(row for row in rows if row and row[0] == "Số")
    name, votes = headings.index("Họ và tên"), headings.index("Số phiếu")
    return {str(row[name]): int(str(row[votes])) for row in rows if row[name]}


def what_follows(head: Clerk) -> None:
    head.follow("Công bố kết quả")
    head.look()
    head.follow("Đã công bố kết quả…")
    head.look()
    head.press("Đã công bố kết quả")
    head.is_told("Đã ghi nhận công bố kết quả.")
    head.follow("Ghi nhận niêm phong, bàn giao…")
    head.look()
    head.page.get_by_label("Bàn giao cho").fill("Đoàn chủ tịch, đồng chí Vàng Văn An")
    head.page.get_by_label("Bàn giao khi cổng chưa có bản chụp").check()
    head.page.get_by_label("từ đây kết quả không mở lại").check()
    head.press("Ghi nhận bàn giao")
    head.is_told("Đã ghi nhận niêm phong và bàn giao phiếu.")
    head.tab("Số người mỗi phiếu")
    head.look()


def test_a_hall_elects_its_committee_from_the_closed_list_to_sealed_ballots(
    new_context: CreateContextCallback, portal: str
) -> None:
    poll, board = hall()
    people = at_work(board, new_context, portal)
    head, member = people.head, people.member
    votes = Counter(number for paper in HEAP for number in paper.kept)
    valid = sum(paper.is_valid for paper in HEAP)
    name = dict(queries.slate(poll).values_list("number", "name"))

    the_board_prepares_the_papers(head, poll)
    the_box_is_opened(head, poll)
    the_papers_are_divided(member, poll)
    the_papers_are_typed(people, poll)
    one_paper_is_read_again(people, poll)
    the_board_rules(member, board)
    a_member_counts_and_sees_nothing(member, poll)
    unconfirmed = head.verdicts(poll)
    head.look()
    head.confirms(poll, returned=len(HEAP))
    seen_by_all = member.verdicts(poll)
    paper = the_minutes(head)
    exported = the_workbook(head)
    head.tab("Biên bản")
    what_follows(head)

    typed = {name[number]: votes[number] for number in LISTED}
    assert valid == 57
    assert {who: row[0] for who, row in unconfirmed.items()} == typed
    assert [row[1] for row in unconfirmed.values()].count("Trúng cử") == SEATS
    assert seen_by_all == unconfirmed
    assert exported == typed
    for figure in (
        r"được triệu tập\W*66",
        r"Không tính: [^–]*\W*02",
        r"Không tính: [^–]*\W*01",
        r"Mẫu số tính kết quả \(D\)\W*63",
        r"Có mặt khi bỏ phiếu\W*63",
        r"Số phiếu hợp lệ\W*57",
        r"Số phiếu không hợp lệ\W*03",
        "chứng kiến của Nông Văn Kiên, Lò Thị Mai, niêm phong A-17",
    ):
        assert re.search(figure, paper), (figure, paper)
    for who in (board.head.full_name, board.member.full_name, *typed):
        assert who in paper
    assert Poll.objects.get().stage == "put_away"
    assert people.said == []
