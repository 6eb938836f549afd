"""The pages of entry: what each role finds, what is refused, and no vote in any sum."""

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import queries, services
from ballots.models import Ballot, Batch, Entry, EntryCheck, Poll
from ballots.rules.command import Mode
from ballots.services.entering import Typing
from core.access.rights import Role
from core.models import AuditEvent, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def open_poll(board: make.Board, **terms: Any) -> Poll:
    poll = make.open_box(board.body, **terms)
    services.divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)
    return poll


def url(name: str, poll: Poll, *batch: int) -> str:
    return reverse(f"ballots:{name}", args=[*queries.address(poll), *batch])


def take(poll: Poll, by: User, number: int = 1) -> Entry:
    batch = Batch.objects.get(poll=poll, number=number)
    return services.take_batch(str(batch.pk), by=by, at=make.NOON)


def ended(poll: Poll, by: User, commands: tuple[str, ...] = ("4 5", "1", "0")) -> Entry:
    entry = take(poll, by)
    for position, command in enumerate(commands, start=1):
        typed = Typing(position, command, Mode.STRUCK, uuid.uuid4(), position - 1)
        services.save_ballot(str(entry.pk), typed, by=by)
    return services.end_entry(str(entry.pk), by=by, at=make.NOON)


def sent(
    position: int, command: str, sequence: int = 0, **other: str
) -> dict[str, Any]:
    given = {"mode": "struck", "key": str(uuid.uuid4())} | other
    return {"position": position, "command": command, "sequence": sequence, **given}


def post(client: Client, poll: Poll, data: dict[str, Any], batch: int = 1) -> Any:
    return client.post(url("batch-entry", poll, batch), data, headers=JSON)


# --- all batches ------------------------------------------------------------------


def test_batches_are_divided_taken_and_shown_with_their_state(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.open_box(board.body, returned=60)
    member = signed_in(board.member)

    empty = member.get(url("poll-entry", poll)).text
    divided = member.post(url("poll-batches", poll), {"size": 25})
    taken = signed_in(board.technician).post(url("batch-take", poll, 2))
    page = member.get(url("poll-entry", poll)).text

    assert "Chưa chia phiếu thành tập." in empty
    assert divided.headers["Location"] == url("poll-entry", poll)
    assert taken.headers["Location"] == url("batch-entry", poll, 2)
    assert "đang nhập 0/25" in page
    assert page.count("chưa nhập") == 2
    assert board.technician.full_name in page


def test_whoever_has_a_heap_is_led_back_to_it_and_takes_no_other(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board, returned=60)
    take(poll, board.technician)

    page = signed_in(board.technician).get(url("poll-entry", poll)).text

    assert "Nhập tiếp tập 1" in page
    assert "Nhận tập này" not in page


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SECRETARIAT])
def test_those_who_only_read_see_progress_and_no_button(
    role: Role, signed_in: SignedIn
) -> None:
    board = make.board()
    poll = open_poll(board)
    reader = make.holder(role, at=make.place_of(role, board.body))

    page = signed_in(reader).get(url("poll-entry", poll))

    assert page.status_code == 200
    assert "chưa nhập" in page.text
    assert "Nhận tập này" not in page.text


def test_batches_that_do_not_add_up_are_told_with_what_was_typed(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board, returned=60)

    answer = signed_in(board.member).post(
        url("poll-batches", poll),
        {"seen": "1:25 2:25 3:10", "papers_1": 24, "papers_2": 25, "papers_3": 10},
    )

    assert "cộng lại là 59 tờ, khác số phiếu thu về 60" in answer.text
    assert 'value="24"' in answer.text


def test_the_page_of_batches_asks_as_often_for_many_as_for_one(
    signed_in: SignedIn,
) -> None:
    counts = []
    for returned in (25, 75):
        board = make.board(make.body(make.congress()))
        poll = open_poll(board, returned=returned)
        for batch in poll.batches.all():
            operator = make.holder(Role.TALLY_TECHNICIAN, at=board.body.scope)
            take(poll, operator, batch.number)
        client = signed_in(board.member)
        client.get(url("poll-entry", poll))
        with CaptureQueriesContext(connection) as asked:
            client.get(url("poll-entry", poll))
        counts.append(len(asked))

    assert counts[0] == counts[1]


# --- the screen -------------------------------------------------------------------


def test_the_screen_shows_every_name_and_what_is_saved(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board, names=31, seats=27)
    take(poll, board.technician)
    client = signed_in(board.technician)
    post(client, poll, sent(1, "3 9 17-18"))

    page = client.get(url("batch-entry", poll, 1))

    assert page.text.count("data-number=") == 31
    assert json.loads(page.context["state_json"]) == {
        "ballots": {"1": "04010300 - - - - - 1"},
        "sequence": 1,
        "next": 2,
    }
    assert page.context["position"] == 2


def test_a_save_is_answered_in_few_words(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)

    answer = post(signed_in(board.technician), poll, sent(1, "4 5"))

    told = answer.json()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", told.pop("at"))
    assert told == {
        "position": 1,
        "content": "18 - - - - - 1",
        "sequence": 1,
        "next": 2,
    }


def test_a_save_asks_the_database_few_questions(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    client = signed_in(board.technician)
    post(client, poll, sent(1, "4 5"))

    with CaptureQueriesContext(connection) as asked:
        post(client, poll, sent(2, "4 5", 1))

    assert len(asked) <= 16


def test_a_screen_behind_the_journal_gets_all_that_is_saved(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    client = signed_in(board.technician)
    post(client, poll, sent(1, "4"))

    answer = post(client, poll, sent(1, "5"))

    assert answer.status_code == 409
    assert answer.json()["stale"] == {
        "ballots": {"1": "08 - - - - - 1"},
        "sequence": 1,
        "next": 2,
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sent(1, "6"), "Không có số 6 trên phiếu."),
        (sent(1, "4 4"), "được gõ hai lần"),
        (sent(1, "4", shown="01 - - - - - 1"), "Màn hình hiện khác"),
        (sent(1, "4", key="x"), "Hãy tải lại trang."),
        (sent(1, "4", mode="x"), "Hãy tải lại trang."),
        ({}, "Hãy tải lại trang."),
    ],
)
def test_what_cannot_be_saved_is_told_in_a_sentence(
    signed_in: SignedIn, data: dict[str, Any], words: str
) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)

    answer = post(signed_in(board.technician), poll, data)

    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Ballot.objects.exists()


def test_the_entry_of_somebody_else_does_not_exist(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    member = signed_in(board.member)

    answers = [
        member.get(url("batch-entry", poll, 1)),
        post(member, poll, sent(1, "4")),
        member.post(url("batch-finish", poll, 1)),
        member.get(url("batch-miscounted", poll, 1)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Ballot.objects.exists()


def test_an_entry_that_was_closed_says_so_to_its_screen(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    entry = take(poll, board.technician)
    services.abandon_entry(str(entry.pk), reason="ốm", by=board.member, at=make.NOON)
    client = signed_in(board.technician)

    answer = post(client, poll, sent(1, "4"))

    assert (answer.status_code, answer.json()["closed"]) == (409, True)
    assert client.get(url("batch-entry", poll, 1)).status_code == 302


def test_without_a_script_the_form_leads_from_paper_to_paper(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    client = signed_in(board.technician)
    address = url("batch-entry", poll, 1)

    first = client.post(address, sent(1, "4 5"))
    slip = client.post(address, sent(2, "77", 1))
    twice = client.post(address, sent(2, "4 4", 1))
    sure = client.post(address, sent(2, "4 4", 1, sure="on"))
    last = client.post(address, sent(3, "0", 2))

    assert first.headers["Location"] == f"{address}?to=2"
    assert slip.status_code == 422
    assert "Không có số 77 trên phiếu." in slip.text
    assert 'value="77"' in slip.text
    assert 'name="sure"' in twice.text
    assert sure.headers["Location"] == f"{address}?to=3"
    assert last.headers["Location"] == url("batch-finish", poll, 1)


def test_an_entry_ends_after_one_more_question(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    client = signed_in(board.technician)
    early = client.get(url("batch-finish", poll, 1)).text
    for position, command in enumerate(("4 5", "1", "0"), start=1):
        post(client, poll, sent(position, command, position - 1))

    asked = client.get(url("batch-finish", poll, 1)).text
    client.post(url("batch-finish", poll, 1))

    assert "Còn thiếu tờ số: 1, 2, 3" in early
    assert "Đúng 3 tờ, kết thúc" in asked
    assert Entry.objects.get().digest


def test_a_heap_of_other_papers_is_told_to_the_board(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    client = signed_in(board.technician)
    address = url("batch-miscounted", poll, 1)

    same = client.post(address, {"found": 3, "note": "đếm lại"})
    client.post(address, {"found": 4, "note": "hai tờ dính nhau"})
    page = signed_in(board.member).get(url("poll-entry", poll)).text

    assert "Chỉ báo khi đếm được số khác." in same.text
    assert "đếm được 4 tờ" in page
    assert "hai tờ dính nhau" in page


# --- comparing --------------------------------------------------------------------


def test_a_checker_reads_each_paper_in_one_line(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board, names=11, seats=8, returned=4)
    ended(poll, board.technician, ("3 7 9-11", "0", "* !3", "#4"))

    page = signed_in(board.member).get(url("batch-check", poll, 1)).text

    for line in (
        "gạch 3, 7, 9–11 · giữ 6/8",
        "không gạch ai · giữ 11/8",
        "gạch hết · giữ 0/8 · Có ký hiệu riêng, ký tên hoặc viết thêm",
        "để ban xem xét: không rõ phiếu thể hiện gì",
    ):
        assert line in page


def test_a_checker_agrees_only_after_saying_that_he_compared_every_paper(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board)
    entry = ended(poll, board.technician)
    client = signed_in(board.member)
    address = url("batch-check", poll, 1)

    typed = {"entry": entry.pk, "agree": "1"}
    hasty = [client.post(address, typed | {"compared": n}) for n in ("", "1", "4")]
    agreed_hastily = EntryCheck.objects.exists()
    client.post(address, typed | {"compared": "3"})

    told = "Tập này có 3 tờ. Hãy so đủ từng tờ rồi ghi số tờ đã so."
    assert [told in answer.text for answer in hasty] == [True] * 3
    assert not agreed_hastily
    assert EntryCheck.objects.get().agrees
    assert Batch.objects.get().agreed == entry
    line = AuditEvent.objects.get(act="ballots.entry_agreed")
    assert (line.detail["papers"], line.detail["compared"]) == (3, 3)


def test_a_checker_who_marked_a_paper_does_not_agree_by_mistake(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board)
    entry = ended(poll, board.technician)
    client = signed_in(board.member)
    address = url("batch-check", poll, 1)
    typed = {"entry": entry.pk, "compared": ""}

    torn = client.post(address, typed | {"agree": "1", "wrong": "2"})
    silent = client.post(address, typed | {"back": "1"})
    client.post(address, typed | {"back": "1", "wrong": "2"})
    page = client.get(url("poll-entry", poll)).text

    assert "hãy trả lại, hoặc bỏ chúng đi" in torn.text
    assert "Hãy đánh dấu tờ khác" in silent.text
    assert EntryCheck.objects.get().wrong == [2]
    assert "trả lại" in page


def test_whoever_cannot_act_on_a_batch_is_told_who_does(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    page = url("poll-entry", poll)

    untaken = signed_in(board.head).get(page).text
    ended(poll, board.member)
    waiting = signed_in(board.technician).get(page).text

    assert "thành viên, kỹ thuật viên nhận; trưởng ban không nhập" in untaken
    assert "thành viên ban đối chiếu" in waiting


def test_on_agreement_no_reason_is_about_struck_names(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board, names=1, seats=1)
    take(poll, board.technician)

    page = signed_in(board.technician).get(url("batch-entry", poll, 1))

    assert [n for n, _words in page.context["doubts"]] == [4, 5]
    assert "<li><kbd>1</kbd> Gạch một phần họ tên" not in page.text


def test_an_operator_is_turned_away_from_his_own_check(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    entry = ended(poll, board.member)
    client = signed_in(board.member)

    answer = client.post(
        url("batch-check", poll, 1),
        {"entry": entry.pk, "agree": "1", "compared": "3"},
        follow=True,
    )

    assert "Hãy để người khác đối chiếu với phiếu." in answer.text
    assert not EntryCheck.objects.exists()


def test_the_head_alone_takes_an_agreement_back(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    entry = ended(poll, board.technician)
    services.check_entry(
        str(entry.pk),
        wrong=set(),
        note="",
        compared=entry.batch.papers,
        by=board.member,
        at=make.NOON,
    )
    address = url("batch-take-back", poll, 1)

    said = {"reason": "sót", "entry": str(entry.pk)}
    hidden = signed_in(board.member).post(address, said)
    asked = signed_in(board.head).get(address)
    other = said | {"entry": str(uuid.uuid4())}
    late = signed_in(board.head).post(address, other, follow=True)
    stood = Batch.objects.get().agreed
    signed_in(board.head).post(address, said)

    assert hidden.status_code == 404
    assert stood == entry
    assert "Hãy xem lại tập" in late.text
    assert "Gỡ xác nhận khớp" in asked.text
    assert Batch.objects.get().agreed is None


def test_the_board_closes_an_entry_that_nobody_will_end(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)
    address = url("batch-abandon", poll, 1)

    asked = signed_in(board.member).get(address).text
    said = {"reason": "máy hỏng", "entry": str(uuid.uuid4())}
    signed_in(board.member).post(address, said)
    before = Entry.objects.get().finished_at
    signed_in(board.member).post(address, said | {"entry": Entry.objects.get().pk})

    assert board.technician.full_name in asked
    assert before is None
    assert Entry.objects.get().finished_at is not None


# --- secrecy ----------------------------------------------------------------------


def test_no_page_of_entry_adds_up_what_papers_show(signed_in: SignedIn) -> None:
    board = make.board()
    # 23 papers strike name 4: no count of papers or positions comes to that number.
    poll = open_poll(board, names=5, seats=3, returned=25)
    entry = take(poll, board.technician)
    for position in range(1, 26):
        command = "4 5" if position <= 23 else "1 2"
        typed = Typing(position, command, Mode.STRUCK, uuid.uuid4(), position - 1)
        services.save_ballot(str(entry.pk), typed, by=board.technician)
    operator, head = signed_in(board.technician), signed_in(board.head)
    pages = [operator.get(url("batch-finish", poll, 1)).text]
    services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    pages += [
        head.get(url("poll-entry", poll)).text,
        operator.get(url("poll-entry", poll)).text,
        head.get(url("poll", poll)).text,
    ]

    seen = [re.findall(r">\s*23\s*[</]", page) for page in pages]

    assert seen == [[]] * 4
    assert head.get(url("poll-result", poll)).context.get("tally") is None
