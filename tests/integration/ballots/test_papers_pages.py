"""The pages of papers and of doubtful ballots: they work, refuse, and tell no sums."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ballots.models import Acknowledgement, BoardRuling, BoxSeal, FrozenBase
from ballots.rules.ballot import Defect, Ruling
from ballots.rules.doubts import Doubt
from congress.models import BodyKind, RollEntry
from core.access.rights import Right, Role, roles_with
from core.models import AuditEvent, User
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.heaps import Hall, boxes, struck
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

QUEUE_QUERIES = 23
PAPERS_QUERIES = 23
FINISH_QUERIES = 24

CLEAR = struck(4, 5)
PARTIAL = struck(4, doubt=Doubt.PARTIAL_STRIKE)
SIGNED = struck(4, 5, defect=Defect.SPECIAL_MARK)

PAGES = ("poll-papers", "poll-doubtful")
ACTS = (
    "poll-papers-note",
    "poll-papers-seal",
    "poll-papers-issue",
    "poll-papers-acknowledge",
)
ASKED = ("poll-papers-open", "poll-entry-finish")


def post(client: Client, hall: Hall, name: str, **data: object) -> str:
    """Post and return what the person then sees."""
    answer = client.post(hall.url(name), data, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


# --- one page from the closed list to the open box --------------------------------


def test_the_page_leads_from_the_closed_list_to_the_open_box(
    signed_in: SignedIn,
) -> None:
    hall = heaps.with_closed_list()
    client = signed_in(hall.head)

    noted = post(client, hall, "poll-papers-note", **heaps.PRINTED, seen=hall.seen)
    sealed = post(
        client,
        hall,
        "poll-papers-seal",
        empty_shown="on",
        board_final="on",
        seal="A-17",
        witnesses="Nông Văn Kiên",
    )
    started = post(client, hall, "poll-papers-issue")
    issued = post(client, hall, "poll-papers-note", **heaps.ISSUED, seen=hall.seen)
    asked = client.get(hall.url("poll-papers-open")).text
    opened = post(client, hall, "poll-papers-open", voting_over="on", seen=hall.seen)
    returned = post(
        client,
        hall,
        "poll-papers-note",
        **heaps.ISSUED,
        returned=8,
        seen=hall.seen,
    )

    assert "Đã ghi số liệu." in noted
    assert "Đã niêm phong thùng phiếu." in sealed
    assert "Đủ số người dự để bầu." in sealed
    assert "Bắt đầu phát phiếu." in started
    assert 'name="present" value="8"' in started
    assert "Đã ghi số liệu." in issued
    assert "giữ nguyên là 8" in asked
    assert "Đã mở thùng phiếu." in opened
    assert 'name="returned"' in opened
    assert "Đã ghi số liệu." in returned
    assert "Nông Văn Kiên" in returned
    assert (hall.now.stage, hall.now.returned) == ("box_opened", 8)


@pytest.mark.parametrize(
    ("made", "shown", "hidden"),
    [
        (heaps.with_closed_list, ['name="printed"', 'name="witnesses"'], ["issued"]),
        (heaps.sealed, ['name="printed"', "phat-phieu/"], ["witnesses", "issued"]),
        (heaps.issuing, ['name="issued"', "mo-hom/"], ["witnesses", "returned"]),
        (heaps.opened, ['name="returned"', "nhap-xong/"], ["witnesses"]),
    ],
)
def test_each_stage_shows_just_the_forms_that_are_due(
    signed_in: SignedIn, made: object, shown: list[str], hidden: list[str]
) -> None:
    assert callable(made)
    hall = made()

    text = signed_in(hall.head).get(hall.url("poll-papers")).text

    assert [each in text for each in shown] == [True] * len(shown)
    assert [f'name="{each}"' in text for each in hidden] == [False] * len(hidden)


def test_readers_see_the_figures_and_no_forms(signed_in: SignedIn) -> None:
    hall = heaps.ready_to_open()
    reader = make.holder(Role.INSPECTOR, at=hall.board.body.congress.unit.scope)

    for user in (reader, hall.board.technician):
        text = signed_in(user).get(hall.url("poll-papers")).text

        assert "Phiếu phát ra" in text
        assert 'name="issued"' not in text
        assert "mo-hom/" not in text


def test_who_did_what_and_when_stands_on_the_page(signed_in: SignedIn) -> None:
    hall = heaps.issuing()

    text = signed_in(hall.head).get(hall.url("poll-papers")).text

    assert text.count("12:00 24/07/2025") >= 3
    acts = ("Ghi số phiếu, số người", "Niêm phong thùng phiếu", "Bắt đầu phát phiếu")
    for act in acts:
        assert act in text
    assert "Phiếu in: – → 10; Phiếu in hỏng: – → 1" in text


# --- what is refused --------------------------------------------------------------


def test_e4_an_impossible_figure_is_told_beside_it_and_what_was_typed_stays(
    signed_in: SignedIn,
) -> None:
    hall = heaps.issuing()

    text = post(
        signed_in(hall.head),
        hall,
        "poll-papers-note",
        **{**heaps.ISSUED, "issued": 9, "left_over": 0},
        seen=hall.seen,
    )

    assert "phát ra 9 &gt; có mặt 8" in text
    assert 'name="issued" value="9"' in text
    assert hall.now.issued is None


def test_e3_more_papers_than_handed_out_stop_the_board(signed_in: SignedIn) -> None:
    hall = heaps.opened()

    text = post(
        signed_in(hall.head),
        hall,
        "poll-papers-note",
        printed=3,
        spoilt_in_print=0,
        present=3,
        issued=3,
        exchanged=0,
        left_over=0,
        returned=4,
        seen=hall.seen,
    )

    assert "Dừng lại: phiếu thu về nhiều hơn phiếu phát ra" in text
    assert hall.url("poll-withdraw") in text
    assert hall.now.returned == 3


def test_the_board_that_does_not_show_the_empty_box_does_not_seal_it(
    signed_in: SignedIn,
) -> None:
    hall = heaps.with_closed_list()

    text = post(signed_in(hall.head), hall, "poll-papers-seal", witnesses="Nông Văn K")

    assert "Hãy cho mọi người xem thùng phiếu rỗng rồi đánh dấu." in text
    assert 'value="Nông Văn K"' in text
    assert not BoxSeal.objects.exists()


def test_without_a_roll_the_page_says_where_to_make_one(signed_in: SignedIn) -> None:
    hall = heaps.sealed()
    RollEntry.objects.all().delete()
    client = signed_in(hall.head)

    text = client.get(hall.url("poll-papers")).text
    refused = post(client, hall, "poll-papers-issue")

    assert "/danh-sach/dai-hoi/" in text
    assert "Hãy lập danh sách triệu tập và điểm danh trước." in refused
    assert hall.now.stage == "box_sealed"


def test_two_people_at_one_form_see_both_versions(signed_in: SignedIn) -> None:
    hall = heaps.with_closed_list()
    client, seen = signed_in(hall.board.member), hall.seen
    hall.note({"printed": 10, "spoilt_in_print": 1})

    text = post(
        client, hall, "poll-papers-note", printed=12, spoilt_in_print=1, seen=seen
    )
    again = post(
        client, hall, "poll-papers-note", printed=12, spoilt_in_print=1, seen=hall.seen
    )

    assert "Người khác vừa sửa trong lúc bạn đang nhập" in text
    assert 'name="printed" value="12"' in text
    assert "<td>12</td>" in text
    assert "<td>10</td>" in text
    assert "Đã ghi số liệu." in again
    assert hall.now.printed == 12


def test_a_warning_asks_for_a_tick_before_the_box_is_opened(
    signed_in: SignedIn,
) -> None:
    hall = heaps.issuing()
    client = signed_in(hall.head)
    odd = {**heaps.ISSUED, "left_over": 0}

    warned = post(client, hall, "poll-papers-note", **odd, seen=hall.seen)
    refused = post(client, hall, "poll-papers-open", voting_over="on", seen=hall.seen)
    unticked = post(client, hall, "poll-papers-acknowledge", seen=hall.seen)
    ticked = post(client, hall, "poll-papers-acknowledge", seen=hall.seen, checked="on")
    post(client, hall, "poll-papers-open", voting_over="on", seen=hall.seen)

    assert "in hỏng + phát ra + đổi + còn lại = 9 &lt; đã in 10" in warned
    assert "Còn cảnh báo về số phiếu." in refused
    assert "Hãy đếm lại rồi đánh dấu." in unticked
    assert "Đã ghi nhận ban đã kiểm tra cảnh báo." in ticked
    assert Acknowledgement.objects.count() == 1
    assert FrozenBase.objects.count() == 1


def test_opening_on_figures_not_seen_asks_again(signed_in: SignedIn) -> None:
    hall = heaps.ready_to_open()
    seen = hall.seen
    hall.note({**heaps.ISSUED, "issued": 7, "left_over": 2})

    client = signed_in(hall.head)
    text = post(client, hall, "poll-papers-open", voting_over="on", seen=seen)

    assert "Người khác vừa sửa" in text
    assert f'value="{hall.seen}"' in text
    assert not FrozenBase.objects.exists()


@pytest.mark.parametrize("name", ["poll-papers-seal", "poll-papers-issue"])
def test_an_act_of_another_stage_leads_back_and_says_so(
    signed_in: SignedIn, name: str
) -> None:
    hall = heaps.ready_to_open()

    text = post(signed_in(hall.head), hall, name, empty_shown="on", witnesses="x")

    assert "Lần bầu đang ở giai đoạn khác: " in text
    assert hall.now.stage == "issuing"


def test_before_there_is_a_list_there_are_no_papers(signed_in: SignedIn) -> None:
    board = make.board()
    hall = Hall(make.election(board.body), board)
    client = signed_in(board.head)

    assert client.get(hall.url("poll-papers")).status_code == 404
    assert client.post(hall.url("poll-papers-note")).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *ACTS, *ASKED])
def test_the_wrong_method_is_refused(signed_in: SignedIn, name: str) -> None:
    hall = heaps.opened()
    client = signed_in(hall.head)
    wrong = {**dict.fromkeys(PAGES, "POST"), **dict.fromkeys(ACTS, "GET")}

    answer = client.generic(wrong.get(name, "PUT"), hall.url(name))

    assert answer.status_code == 405


def strangers(hall: Hall, right: Right) -> list[User]:
    """Who is not let in: other roles here, the same role at other bodies."""
    body = hall.board.body
    meeting = make.body(body.congress, kind=BodyKind.COMMITTEE)
    next_door = make.body()
    others = [role for role in Role if role not in roles_with(right)]
    here = [
        make.holder(role, at=make.place_of(role, body))
        for role in others
        if role is not Role.ADMINISTRATOR
    ]
    return [
        make.administrator(),
        make.holder(Role.TALLY_HEAD, at=meeting.scope),
        make.holder(Role.TALLY_MEMBER, at=next_door.scope),
        *here,
    ]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        *((name, Right.PAPERS_KEEP) for name in (*ACTS, *ASKED)),
        ("poll-papers", Right.ELECTION_READ),
        ("poll-doubtful", Right.BALLOT_RULE),
        ("poll-doubtful-ballot", Right.BALLOT_RULE),
        ("poll-doubtful-agree", Right.BALLOT_RULE),
    ],
)
def test_out_of_reach_there_is_nothing(
    signed_in: SignedIn, name: str, right: Right
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [SIGNED])
    place = (1, 1) if name.startswith("poll-doubtful-") else ()
    users = strangers(hall, right)

    method = "GET" if name in {*PAGES, "poll-doubtful-ballot"} else "POST"
    found = [
        signed_in(user).generic(method, hall.url(name, *place)).status_code
        for user in users
    ]

    assert found == [404] * len(users)
    assert not AuditEvent.objects.filter(act="ballots.papers_noted").exists()


# --- doubtful ballots -------------------------------------------------------------


def rule(client: Client, hall: Hall, position: int, **data: object) -> str:
    """Write down a ruling; what the ballot comes to is shown before it is kept."""
    page = hall.url("poll-doubtful-ballot", 1, position)
    said = {"reason": "Ban đã xem kỹ.", "deciders": ["0", "1"], "seen": 0} | data
    answer = client.post(page, said, follow=True)
    if shown := re.search(r'name="shown" value="([^"]*)"', answer.text):
        answer = client.post(page, said | {"shown": shown[1]}, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


def test_the_queue_says_what_was_read_and_what_the_rule_says(
    signed_in: SignedIn,
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL, SIGNED])

    text = signed_in(hall.head).get(hall.url("poll-doubtful")).text

    assert text.count("tập 1, tờ 2") == 1
    assert "tập 1, tờ 1" not in text
    assert "Gạch một phần họ tên" in text
    assert "gạch 4–5 · giữ 3/3" in text
    assert "I-6" in text
    assert "cần xác nhận" in text


def test_the_board_rules_and_is_led_to_the_next_ballot(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL, SIGNED])
    client = signed_in(hall.board.member)

    page = client.get(hall.url("poll-doubtful-ballot", 1, 1)).text
    after = rule(client, hall, 1, outcome="shows", marks="4 5")

    ruling = BoardRuling.objects.get()
    assert "Quy chế không nêu phiếu chỉ gạch một phần họ tên" in page
    assert 'name="marks" value="4"' in page
    assert "Đã ghi quyết định về tờ 1, tập 1." in after
    assert "Tập 1, tờ 2" in after
    assert bytes(ruling.struck or b"") == CLEAR[0].struck
    assert ruling.deciders == ["Lục Văn Quý", "Nông Thị Quỳnh"]
    # Who decided the last one mostly decides the next.
    assert after.count("checked") >= 2


def test_what_a_reading_makes_of_the_ballot_is_shown_before_it_is_written(
    signed_in: SignedIn,
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])
    client, page = signed_in(hall.head), hall.url("poll-doubtful-ballot", 1, 1)
    said = {"reason": "Ban đã xem.", "deciders": ["0", "1"], "seen": 0}
    said |= {"outcome": "shows", "marks": "4"}

    asked = client.post(page, said)
    other = client.post(
        page, said | {"marks": "5", "shown": asked.context["comes_to"]["shown"]}
    )
    rulings = BoardRuling.objects.count()
    client.post(page, said | {"shown": asked.context["comes_to"]["shown"]})

    assert "Chưa ghi. Theo kết luận này phiếu thể hiện: gạch 4 · giữ 4/3" in asked.text
    assert "Không hợp lệ: bầu quá số lượng" in asked.text
    assert "gạch 5" in other.text
    assert rulings == 0
    line = AuditEvent.objects.get(act="ballots.ballot_ruled")
    assert line.actor == hall.head
    assert line.detail["deciders"] == ["Lục Văn Quý", "Nông Thị Quỳnh"]


def test_an_invalid_ballot_says_why(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])

    text = rule(signed_in(hall.head), hall, 1, outcome="invalid", ground="board_ruled")

    assert BoardRuling.objects.get().defect == Defect.BOARD_RULED
    assert "Không hợp lệ: ban kiểm phiếu kết luận không hợp lệ" in text


@pytest.mark.parametrize(
    ("outcome", "decision"), [("shows", Ruling.VALID), ("invalid", Ruling.INVALID)]
)
def test_an_agreement_with_nobody_is_decided(
    signed_in: SignedIn, outcome: str, decision: Ruling
) -> None:
    hall = heaps.opened(names=3, seats=3)
    heaps.heap(hall, [boxes([])])

    rule(signed_in(hall.head), hall, 1, outcome=outcome, marks="0", ground="no_choice")

    assert BoardRuling.objects.get().decision == decision


def test_a_ruling_that_looks_contrary_is_asked_once_more(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [SIGNED])
    client = signed_in(hall.head)

    asked = rule(client, hall, 1, outcome="shows", marks="4 5")
    rulings_then = BoardRuling.objects.count()
    rule(client, hall, 1, outcome="shows", marks="4 5", contrary="on")

    assert "Kết luận có vẻ khác với quy chế" in asked
    assert 'type="checkbox" name="contrary"' in asked
    assert 'value="Ban đã xem kỹ."' in asked
    assert rulings_then == 0
    assert BoardRuling.objects.get().defect is None


def test_to_agree_with_the_rule_takes_one_press(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [SIGNED])
    client = signed_in(hall.head)
    said = {"agree-deciders": ["0", "1"], "agree-seen": 0}

    answer = client.post(hall.url("poll-doubtful-agree", 1, 1), said, follow=True)

    ruling = BoardRuling.objects.get()
    assert "Đã ghi quyết định" in answer.text
    assert (ruling.defect, ruling.by) == (Defect.SPECIAL_MARK, hall.head)
    assert ruling.reason.startswith("Theo quy chế: Phiếu có ký hiệu riêng")


def test_where_the_rule_says_nothing_there_is_nothing_to_agree_with(
    signed_in: SignedIn,
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])
    client = signed_in(hall.head)

    text = client.get(hall.url("poll-doubtful-ballot", 1, 1)).text
    answer = client.post(hall.url("poll-doubtful-agree", 1, 1))

    assert "theo-quy-che/" not in text
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"outcome": "shows", "marks": ""}, "Hãy ghi phiếu thể hiện gì"),
        ({"outcome": "shows", "marks": "9"}, "Không có số 9 trên phiếu."),
        ({"outcome": "shows", "marks": "4 5 4"}, "Số 4 ghi hai lần."),
        ({"outcome": "shows", "marks": "4 !1"}, "Ở đây chỉ ghi số"),
        ({"outcome": "invalid"}, "Hãy chọn lý do không hợp lệ."),
        ({"outcome": ""}, "Hãy chọn kết luận của ban."),
        ({"outcome": "shows", "marks": "4", "reason": ""}, "Hãy ghi vì sao ban kết"),
        (
            {"outcome": "shows", "marks": "4", "deciders": []},
            "Hãy đánh dấu những người",
        ),
        (
            {"outcome": "shows", "marks": "4", "deciders": ["0"]},
            "ít nhất 2 trong 2 người",
        ),
        ({"outcome": "shows", "marks": "4", "seen": 3}, "Người khác vừa sửa"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    signed_in: SignedIn, data: dict[str, object], sentence: str
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])

    text = rule(signed_in(hall.head), hall, 1, **data)

    assert sentence in text
    assert str(data.get("reason", "Ban đã xem kỹ.")) in text
    assert not BoardRuling.objects.exists()


def test_a_clear_ballot_has_no_page(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR])
    client = signed_in(hall.head)

    assert client.get(hall.url("poll-doubtful-ballot", 1, 1)).status_code == 404


def test_with_nothing_doubtful_the_queue_says_so(signed_in: SignedIn) -> None:
    hall = heaps.opened()

    text = signed_in(hall.head).get(hall.url("poll-doubtful")).text

    assert "Không có phiếu nào chờ quyết định." in text


def test_once_entered_rulings_are_read_and_not_made(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, CLEAR, SIGNED])
    client = signed_in(hall.head)
    rule(client, hall, 3, outcome="invalid", ground="special_mark")
    post(client, hall, "poll-entry-finish")

    queue = client.get(hall.url("poll-doubtful")).text
    page = client.get(hall.url("poll-doubtful-ballot", 1, 3)).text
    rule(client, hall, 3, outcome="shows", marks="4", contrary="on", seen=1)

    assert "Ban đã quyết định" in queue
    assert "Không ghi quyết định được nữa" in page
    assert 'name="outcome"' not in page
    assert BoardRuling.objects.count() == 1


# --- entry is finished ------------------------------------------------------------


def test_what_is_left_is_a_list_with_links(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL])
    heaps.heap(hall, [CLEAR], number=2, agreed=False)

    text = signed_in(hall.head).get(hall.url("poll-entry-finish")).text

    assert "còn: 2." in text
    assert "Ban còn phải quyết định 1 phiếu." in text
    assert hall.url("poll-doubtful") in text
    assert hall.url("poll-entry") in text
    assert "Kết thúc nhập phiếu</button>" not in text


def test_entry_is_finished_with_one_press(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR] * 3)
    client = signed_in(hall.board.member)

    asked = client.get(hall.url("poll-entry-finish")).text
    done = post(client, hall, "poll-entry-finish")

    assert "Kết thúc nhập phiếu</button>" in asked
    assert "Đã nhập xong phiếu." in done
    assert hall.now.stage == "entered"


def test_unfinished_entry_is_refused_on_the_page(signed_in: SignedIn) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR] * 2)

    text = post(signed_in(hall.head), hall, "poll-entry-finish")

    assert "Các tập cộng lại 2 tờ, khác số phiếu thu về 3." in text
    assert hall.now.stage == "box_opened"


# --- secrecy and speed ------------------------------------------------------------


def test_no_page_tells_how_many_are_valid_or_what_anybody_has(
    signed_in: SignedIn,
) -> None:
    hall = heaps.opened(returned=47)
    heaps.heap(hall, [CLEAR] * 41 + [SIGNED] * 6)
    client = signed_in(hall.head)
    for position in range(42, 48):
        rule(client, hall, position, outcome="invalid", ground="special_mark")

    texts = [
        client.get(hall.url(name)).text
        for name in ("poll-papers", "poll-entry-finish", "poll-doubtful")
    ]

    # 41 ballots are valid and 6 are not; of the 47 returned everybody knows.
    assert ["47" in text for text in texts[:2]] == [True, True]
    assert [bool(re.search(r"\b41\b", text)) for text in texts] == [False] * 3
    assert [bool(re.search(r"\b6 phiếu\b|>6<", text)) for text in texts] == [False] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_the_same_queries_whatever_it_holds(
    signed_in: SignedIn, django_assert_num_queries: Queries, rows: int
) -> None:
    hall = heaps.opened(returned=2 * rows)
    heaps.heap(hall, [PARTIAL, SIGNED] * rows)
    client = signed_in(hall.head)
    for position in range(1, rows + 1):
        rule(client, hall, 2 * position, outcome="invalid", ground="special_mark")
    client.get(hall.url("poll-doubtful"))

    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(hall.url("poll-doubtful"))


def test_one_doubtful_ballot_takes_the_same_queries_whatever_else_waits(
    signed_in: SignedIn,
) -> None:
    asked = []
    for rows in (1, 3):
        hall = heaps.opened(returned=2 * rows)
        heaps.heap(hall, [PARTIAL, SIGNED] * rows)
        client, page = signed_in(hall.head), hall.url("poll-doubtful-ballot", 1, 1)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        read = [each["sql"] for each in queries if 'ballots_ballot"' in each["sql"]]
        asked.append((len(queries), [sql.count('"position" = 1') for sql in read]))

    assert asked[0] == asked[1]
    assert 1 in asked[0][1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_papers_take_the_same_queries_whatever_was_done(
    signed_in: SignedIn, django_assert_num_queries: Queries, rows: int
) -> None:
    hall = heaps.ready_to_open()
    make.roll(hall.board.body, rows)
    for each in range(rows):
        hall.note({**heaps.ISSUED, "issued": 8 - each, "left_over": 1 + each})
    client = signed_in(hall.head)
    client.get(hall.url("poll-papers"))

    with django_assert_num_queries(PAPERS_QUERIES):
        client.get(hall.url("poll-papers"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_what_is_left_takes_the_same_queries(
    signed_in: SignedIn, django_assert_num_queries: Queries, rows: int
) -> None:
    hall = heaps.opened(returned=rows)
    for number in range(1, rows + 1):
        heaps.heap(hall, [SIGNED], number=number)
    client = signed_in(hall.head)
    client.get(hall.url("poll-entry-finish"))

    with django_assert_num_queries(FINISH_QUERIES):
        client.get(hall.url("poll-entry-finish"))
