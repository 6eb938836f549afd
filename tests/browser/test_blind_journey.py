"""A batch read twice blind, settled over the paper, counted, and read once more."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries, services
from ballots.models import Entry, LookedPaper, Poll
from core.access.rights import Role
from tests import make
from tests.browser.hall import SIZES, Clerk, Operator, at_work

pytestmark = pytest.mark.django_db(transaction=True)

# Six papers of five names for three seats; the second reader takes the third otherwise.
PAPERS = ("4 5", "1 2", "3 5", "4 5", "2 4", "1 5")
SECOND = (*PAPERS[:2], "3 4", *PAPERS[3:])


def look(clerk: Clerk, name: str) -> None:
    """Nobody is kept from the page; with a folder named, keep its pictures there."""
    clerk.look()
    if folder := os.environ.get("PORTAL_PICTURES"):
        for size in SIZES:
            clerk.page.set_viewport_size(size)
            picture = Path(folder) / f"{name}-{size['width']}.png"
            clerk.page.screenshot(path=picture, full_page=True)


def reads(operator: Operator, poll: Poll, commands: tuple[str, ...], told: str) -> None:
    operator.open(poll, "Nhập phiếu")
    expect(
        operator.page.get_by_role("button", name="Nhận tập tiếp theo")
    ).to_be_focused()
    operator.page.keyboard.press("Enter")
    operator.is_ready()
    for position, command in enumerate(commands, start=1):
        operator.is_at(position, len(commands))
        operator.enter(command)
    finish = operator.page.get_by_role("link", name="Kết thúc tập…")
    expect(finish).to_be_focused()
    operator.page.keyboard.press("Enter")
    operator.press(f"Đúng {len(commands)} tờ, kết thúc")
    operator.is_told(told)


def settles(member: Operator, poll: Poll) -> None:
    """Say over the paper what the third one shows, after an answer that is refused."""
    page = member.open(poll, "Nhập phiếu")
    look(member, "batches-differ")
    page.get_by_role("link", name="Xác định theo phiếu").click()
    member.reads("Đàm Văn Thái")
    look(member, "settle")
    answer = page.get_by_label("Tờ 3: phiếu giấy cho thấy")
    answer.fill("99")
    member.press("Ghi các tờ này")
    expect(answer).to_have_value("99")
    look(member, "settle-refused")
    answer.fill("2")
    member.press("Ghi các tờ này")
    member.reads("Không lần nhập nào đọc như vậy.")
    expect(answer).to_have_value("")
    answer.fill("3 5")
    member.press("Ghi các tờ này")
    member.is_told("Đã xác định tờ khác nhau của tập 1. Người khác đối chiếu.")
    look(member, "batches-settled")


def states(member: Operator, poll: Poll) -> None:
    """Have it printed that the readings agree."""
    member.open(poll, "Nhập phiếu")
    member.follow("Biên bản so các lần nhập")
    look(member, "agreement-before")
    member.press("Lập biên bản")
    paper = member.page.get_by_role("link", name="Mở biên bản (PDF)")
    expect(paper).to_be_visible()
    look(member, "agreement")
    address = paper.get_attribute("href")
    answer = member.page.request.get(f"{member.portal}{address}")
    assert answer.body().startswith(b"%PDF")
    if folder := os.environ.get("PORTAL_PICTURES"):
        (Path(folder) / "agreement.pdf").write_bytes(answer.body())


def sees_who_reads_how(head: Clerk, poll: Poll) -> None:
    head.open(poll, "Nhập phiếu")
    look(head, "batches-agreed")
    head.follow("Nhịp nhập của từng người")
    head.reads("1/6 (16,67 %)")
    look(head, "operators")


def draws(head: Clerk, poll: Poll) -> None:
    """Draw the papers that are read once more, by the number thrown."""
    head.open(poll)
    head.follow("Xem kết quả")
    head.follow("Đọc lại ngẫu nhiên…")
    look(head, "look-before")
    head.follow("Gieo số, rút phiếu…")
    look(head, "look-order")
    head.page.get_by_label("Số gieo").fill("4216351264")
    head.press("Rút phiếu")
    head.reads("0 / 6")
    look(head, "look-drawn")


def reads_again(reader: Operator, poll: Poll) -> None:
    """Read every drawn paper without sight of what was counted."""
    reader.go(reverse("ballots:poll-look", args=queries.address(poll)))
    look(reader, "look-reader")
    page = reader.page
    page.get_by_role("link", name="Đọc tập 1, tờ 1").click()
    for number, command in enumerate(PAPERS, start=1):
        reader.reads(f"Tập 1 · tờ {number}")
        page.get_by_label("Số thứ tự người bị gạch").fill(command)
        page.keyboard.press("Enter")
        reader.reads("Cổng hiểu")
        if number == 1:
            look(reader, "look-paper")
        expect(page.get_by_label("Số thứ tự người bị gạch")).to_be_focused()
        page.keyboard.press("Enter")
    reader.reads("6 / 6")


def confirms(head: Clerk, poll: Poll) -> None:
    head.go(reverse("ballots:poll-look", args=queries.address(poll)))
    head.reads("Đã đọc lại hết, khớp với điều đã kiểm.")
    look(head, "look-whole")
    head.follow("Chốt kết quả…")
    head.page.get_by_label("Số phiếu thu về, chép").fill(str(len(PAPERS)))
    head.page.get_by_label("Tôi đã đọc (cho xem) kết quả này").check()
    head.press("Chốt kết quả")
    head.is_told("Đã chốt kết quả.")


def test_two_read_blind_a_third_settles_and_a_sample_is_read_again(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    poll = make.open_box(board.body, returned=len(PAPERS), readings=2)
    others = []
    for name in ("Bàn Thị Hai", "Hà Thị Muộn"):
        user = make.holder(Role.TALLY_MEMBER, at=board.body.scope, full_name=name)
        make.seat(poll, user)
        others.append(Operator(new_context(), portal))
        others[-1].sign_in(user)
    second, last = others
    services.divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)
    work = at_work(board, new_context, portal)

    reads(work.technician, poll, PAPERS, "đã nhập 1/2 lần")
    look(work.technician, "batches-read-once")
    reads(second, poll, SECOND, "các lần nhập khác nhau")
    settles(work.member, poll)
    work.head.checks(poll, 1, len(PAPERS))
    work.member.has_it_counted(poll)
    states(work.member, poll)
    sees_who_reads_how(work.head, poll)
    draws(work.head, poll)
    reads_again(last, poll)
    confirms(work.head, poll)

    assert [*work.said, *second.said, *last.said] == []
    assert [each.reading for each in Entry.objects.order_by("number")] == [1, 2, 0]
    assert LookedPaper.objects.filter(matches=True).count() == len(PAPERS)
