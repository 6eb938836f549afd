"""The pages of the third look: blind for readers, plain for the head."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ballots.models import LookedPaper, LookStopped, ThirdLook
from core.access.rights import Role
from tests import make
from tests.integration.ballots.heaps import struck
from tests.integration.ballots.looks import SEED, USUAL, Counted, counted
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


def typed(client: Client, here: Counted, command: str, *place: int, **sent: Any) -> Any:
    """Enter once, then once more with what the screen has shown."""
    address = here.hall.url("poll-look-paper", *place)
    first = client.post(address, {"command": command, "key": str(uuid.uuid4())} | sent)
    shown = {"shown": first.context["shown"], "key": str(first.context["key"])}
    return client.post(address, {"command": command} | shown | sent)


def test_the_head_draws_with_digits_thrown_in_the_hall(signed_in: SignedIn) -> None:
    here = counted([USUAL] * 30)
    client = signed_in(here.head)
    address = here.hall.url("poll-look-order")

    before = client.get(here.hall.url("poll-look"))
    asked = client.get(address)
    wrong = client.post(address, {"seed": "bốn"})
    short = client.post(address, {"seed": "4 2 1 6 3 5 1 2 6"})
    done = client.post(address, {"seed": "4 2 1 6 3 5 1 2 6 4"})
    after = client.get(here.hall.url("poll-look"))

    assert "Gieo số, rút phiếu…" in before.text
    assert "Cổng rút 20 trong 30 phiếu" in asked.text
    for refused in (wrong, short):
        assert "Chỉ gồm chữ số, ít nhất mười chữ số" in refused.text
    assert 'value="bốn"' in wrong.text
    assert done.headers["Location"] == here.hall.url("poll-look")
    assert ThirdLook.objects.get().seed == SEED
    assert "rút 20/30 phiếu" in after.text
    assert client.get(address).headers["Location"] == here.hall.url("poll-look")


def test_a_reader_sees_which_papers_wait_and_nothing_of_the_result(
    signed_in: SignedIn,
) -> None:
    here = counted()
    here.order()
    client = signed_in(here.reader)

    listed = client.get(here.hall.url("poll-look"))
    paper = client.get(here.hall.url("poll-look-paper", 1, 1))

    assert here.hall.url("poll-look-paper", 1, 2) in listed.text
    for page in (listed, paper):
        assert "gạch 4" not in page.text
        assert "Kết quả</a>" not in page.text
        assert "differences" not in page.context
    assert "autofocus" in paper.text


def test_what_is_typed_is_shown_as_understood_and_saved_by_a_second_enter(
    signed_in: SignedIn,
) -> None:
    here = counted()
    here.order()
    client = signed_in(here.reader)
    address = here.hall.url("poll-look-paper", 1, 1)
    key = str(uuid.uuid4())

    first = client.post(address, {"command": "4 5", "key": key})
    saved_by_one = LookedPaper.objects.count()
    changed = client.post(
        address, {"command": "3 5", "key": key, "shown": first.context["shown"]}
    )
    second = client.post(
        address, {"command": "4 5", "key": key, "shown": first.context["shown"]}
    )

    assert "Cổng hiểu: gạch 4–5 · giữ 3/3." in first.text
    assert "Cổng hiểu: gạch 3, 5 · giữ 3/3." in changed.text
    assert (saved_by_one, LookedPaper.objects.get().by) == (0, here.reader)
    assert second.headers["Location"] == here.hall.url("poll-look-paper", 1, 2)


def test_a_second_enter_sent_twice_saves_once(signed_in: SignedIn) -> None:
    here = counted()
    here.order()
    client = signed_in(here.reader)
    address = here.hall.url("poll-look-paper", 1, 1)
    sent = {"command": "4 5", "key": str(uuid.uuid4())}
    sent["shown"] = client.post(address, sent).context["shown"]

    answers = [client.post(address, sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert LookedPaper.objects.count() == 1


def test_what_cannot_be_read_stays_in_the_field_with_its_reason(
    signed_in: SignedIn,
) -> None:
    here = counted()
    here.order()

    answer = signed_in(here.reader).post(
        here.hall.url("poll-look-paper", 1, 1), {"command": "99", "key": "x"}
    )

    assert answer.status_code == 422
    assert "Không có số 99 trên phiếu." in answer.text
    assert 'value="99"' in answer.text


def test_the_last_paper_leads_back_to_the_list(signed_in: SignedIn) -> None:
    here = counted([USUAL])
    here.order()

    answer = typed(signed_in(here.reader), here, "4 5", 1, 1)

    assert answer.headers["Location"] == here.hall.url("poll-look")


def test_whoever_typed_the_batch_is_led_back_and_refused(signed_in: SignedIn) -> None:
    here = counted()
    here.order()
    with transaction.atomic(), make.past_every_trigger():
        here.hall.poll.batches.get().entries.update(by=here.reader)
    client = signed_in(here.reader)

    led = client.get(here.hall.url("poll-look-paper", 1, 1))
    refused = typed(client, here, "4 5", 1, 1)

    assert led.headers["Location"] == here.hall.url("poll-look")
    assert "Bạn đã nhập tập 1." in refused.text
    assert not LookedPaper.objects.exists()


def test_the_head_alone_sees_what_differs_with_both_versions_and_names(
    signed_in: SignedIn,
) -> None:
    here = counted()
    here.order()
    answer = typed(signed_in(here.reader), here, "1 5", 1, 2)

    head = signed_in(here.head).get(here.hall.url("poll-look"))
    reader = signed_in(here.other).get(here.hall.url("poll-look"))

    assert "khác" not in str(answer.content)
    for words in ("gạch 4–5", "gạch 1, 5", "Bế Thị Lan", "Đàm Văn Thái"):
        assert words in head.text
        assert words not in reader.text
    assert "Mở lại phiếu…" in head.text
    assert here.hall.url("poll-look-paper", 1, 2) in reader.text


def test_the_head_writes_what_the_board_ruled_over_the_paper(
    signed_in: SignedIn,
) -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    client = signed_in(here.head)
    address = here.hall.url("poll-look-rule", 1, 1)

    listed = client.get(here.hall.url("poll-look"))
    asked = client.get(address)
    empty = client.post(address, {"reason": ""})
    few = client.post(address, {"reason": "Gạch rõ.", "deciders": ["0"]})
    done = client.post(address, {"reason": "Gạch rõ.", "deciders": ["0", "1"]})
    said = client.get(here.hall.url("poll-look"))

    assert address in listed.text
    for words in ("gạch 4–5", "gạch 1, 5", "Bế Thị Lan", "Nông Thị Quỳnh"):
        assert words in asked.text
    assert "Hãy ghi vì sao ban kết luận như vậy." in empty.text
    assert "ít nhất 2 trong 2 người" in few.text
    assert 'value="Gạch rõ."' in few.text
    assert done.headers["Location"] == here.hall.url("poll-look")
    assert "“Gạch rõ.” (Lục Văn Quý, Nông Thị Quỳnh)" in said.text
    assert "Chốt kết quả…" in said.text
    assert client.get(address).headers["Location"] == here.hall.url("poll-look")


def test_members_do_not_see_what_is_ruled_on(signed_in: SignedIn) -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")

    answer = signed_in(here.other).get(here.hall.url("poll-look-rule", 1, 1))
    here.rule()
    listed = signed_in(here.other).get(here.hall.url("poll-look"))

    assert answer.status_code == 404
    assert "Dấu gạch rõ" not in listed.text


def test_the_values_that_decide_are_said_with_their_mark(signed_in: SignedIn) -> None:
    here = counted([struck(4, 5)] * 31 + [struck(1, 5)] * 29)
    client = signed_in(here.head)
    values = "ít nhất 2%, ít nhất 20 phiếu; giới hạn rủi ro 5%"
    more = "Kết quả sát nhau nên rút nhiều hơn mức ấy."

    asked = client.get(here.hall.url("poll-look-order"))
    here.order()
    drawn = client.get(here.hall.url("poll-look"))

    for page in (asked, drawn):
        assert values in page.text
        assert "cần xác nhận" in page.text
        assert more in page.text


def test_a_wide_result_does_not_say_that_it_asked_for_more(
    signed_in: SignedIn,
) -> None:
    here = counted([USUAL] * 30)
    here.order()

    page = signed_in(here.head).get(here.hall.url("poll-look"))

    assert "nên rút nhiều hơn mức ấy" not in page.text


def test_how_many_were_drawn_is_for_the_head_and_the_readers(
    signed_in: SignedIn,
) -> None:
    here = counted([USUAL] * 30)
    here.order()
    watcher = make.holder(Role.TALLY_MEMBER, at=here.hall.board.body.scope)

    reads, watches = (
        signed_in(each).get(here.hall.url("poll-look"))
        for each in (here.reader, watcher)
    )

    assert "rút 20/30 phiếu" in reads.text
    assert "0 / 20" in reads.text
    assert "20" not in _words(watches.text)
    assert "30" not in _words(watches.text)


def _words(text: str) -> str:
    """What the panel about the look says, without the year."""
    panel = text[text.index('aria-labelledby="look"') :]
    return panel[: panel.index("</section>")].replace("2025", "").replace("2026", "")


def test_the_head_writes_why_nobody_reads_and_may_confirm(signed_in: SignedIn) -> None:
    here = counted()
    client = signed_in(here.head)
    stop, confirm = here.hall.url("poll-look-stop"), here.hall.url("poll-confirm")

    result = client.get(here.hall.url("poll-result"))
    asked = client.get(confirm)
    empty = client.post(stop, {"reason": ""})
    done = client.post(stop, {"reason": "ban ba người"})
    said = client.get(confirm)

    assert "Đọc lại ngẫu nhiên…" in result.text
    assert "Chưa đọc lại ngẫu nhiên" in asked.text
    assert "Hãy ghi lý do." in empty.text
    assert done.headers["Location"] == here.hall.url("poll-look")
    assert LookStopped.objects.get().reason == "ban ba người"
    assert "Không đọc lại ngẫu nhiên: “ban ba người”." in said.text
    assert client.get(stop).headers["Location"] == here.hall.url("poll-look")


def test_the_result_page_says_what_came_of_it(signed_in: SignedIn) -> None:
    here = counted()
    here.read_all()
    client = signed_in(here.head)

    before = client.get(here.hall.url("poll-result"))
    here.confirm()
    after = signed_in(here.reader).get(here.hall.url("poll-result"))
    look = client.get(here.hall.url("poll-look"))

    said = "Đọc lại ngẫu nhiên 3/3 phiếu theo số 4216351264: khớp cả 3."
    assert said in before.text
    assert said in after.text
    assert look.status_code == 200


def test_a_confirmation_refused_for_the_look_says_so_on_the_page(
    signed_in: SignedIn,
) -> None:
    here = counted()
    tally = here.hall.now.tallies.get()

    answer = signed_in(here.head).post(
        here.hall.url("poll-confirm"),
        {"figure": tally.returned, "compared": "on", "digest": tally.digest},
    )

    assert "Chưa đọc lại ngẫu nhiên. Hãy rút phiếu" in answer.text


def test_pages_cost_the_same_however_many_papers(signed_in: SignedIn) -> None:
    few, many = counted([USUAL]), counted([USUAL] * 9, [struck(3, 5)] * 9)
    costs = []
    for here in (few, many):
        here.order()
        here.read((1, 1), "1 5")
        if here is many:
            here.read((1, 2), "1 5")
            here.read((2, 1), "1 5")
        head, reader = signed_in(here.head), signed_in(here.other)
        costs.append(
            [
                cost(head, here.hall.url("poll-look")),
                cost(reader, here.hall.url("poll-look")),
                cost(reader, here.hall.url("poll-look-paper", 1, 1)),
                cost(head, here.hall.url("poll-result")),
            ]
        )

    assert costs[0] == costs[1]


def test_the_list_of_work_costs_the_same_however_many_looks(
    signed_in: SignedIn,
) -> None:
    one = counted()
    one.order()
    client = signed_in(one.reader)
    client.get("/")
    alone = cost(client, "/")
    for _time in range(2):
        more = counted()
        more.order()
        make.appointment(one.reader, Role.TALLY_MEMBER, at=more.hall.board.body.scope)
        make.seat(more.hall.poll, one.reader)
    shown = client.get("/")

    assert shown.text.count("chờ bạn đọc lại 3 tờ đã rút") == 3
    assert cost(client, "/") == alone
