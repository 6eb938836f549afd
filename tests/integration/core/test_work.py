"""What waits for somebody: rows that apps write, and who sees which."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.models import Congress
from core.access.rights import Right, Role
from core.models import Notice, Unit, User, WorkItem
from core.queries.work import Counted
from core.services.reminders import remind
from core.services.work import Item, close_work, put_many, put_work
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
QUERIES = 16


def put(of: Congress, title: str = "Gửi giấy triệu tập", **said: Any) -> None:
    usual: dict[str, Any] = {
        "kind": "congress.plan",
        "subject": of,
        "right": Right.CONGRESS_KEEP,
        "url_name": "congress:plan",
        "url_args": [of.slug],
        "at": make.NOON,
    }
    put_work(scope=of.scope, title=title, **usual | said)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Yên Bái")


@pytest.fixture
def congress(province: Unit) -> Congress:
    return make.congress(make.unit(parent=province))


def staff(of: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.scope)


def seen(client: Client, **asked: str) -> tuple[list[str], list[str]]:
    found = client.get(reverse("core:start"), asked).context
    mine = [row.title for row in found.get("my_rows", ())]
    return mine, [row.title for row in found["other_rows"]]


def test_a_row_waits_for_who_holds_the_right_here_and_others_see_it(
    province: Unit, congress: Congress, signed_in: SignedIn
) -> None:
    put(congress)

    here, above = signed_in(staff(congress.unit)), signed_in(staff(province))

    assert seen(here) == (["Gửi giấy triệu tập"], [])
    assert seen(above) == ([], ["Gửi giấy triệu tập"])


def test_who_may_not_open_the_page_does_not_see_the_row(
    province: Unit, congress: Congress, signed_in: SignedIn
) -> None:
    put(congress, owner=make.user("nguoi-cu"))
    next_door = staff(make.unit("Nậm Lành", parent=province))
    delegate = make.holder(Role.DELEGATE, at=congress.unit.scope)
    was_owner = User.objects.get(username="nguoi-cu")

    for user in (next_door, delegate, was_owner, make.administrator()):
        assert seen(signed_in(user)) == ([], [])


def test_a_row_of_an_owner_waits_for_nobody_else(
    congress: Congress, signed_in: SignedIn
) -> None:
    owner, colleague = staff(congress.unit), staff(congress.unit)
    put(congress, owner=owner)

    assert seen(signed_in(owner)) == (["Gửi giấy triệu tập"], [])
    assert seen(signed_in(colleague)) == ([], ["Gửi giấy triệu tập"])


def test_what_is_due_first_stands_first_and_says_so(
    congress: Congress, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    put(congress, "không hạn", kind="a")
    put(congress, "tuần sau nữa", kind="b", due_on=today + 10 * DAY)
    put(congress, "hôm qua", kind="c", due_on=today - DAY, done=1, total=3)
    put(congress, "mai", kind="d", due_on=today + DAY)

    found = signed_in(staff(congress.unit)).get(reverse("core:start"))

    rows = found.context["my_rows"]
    assert [row.title for row in rows] == [
        "hôm qua",
        "mai",
        "tuần sau nữa",
        "không hạn",
    ]
    assert [str(row.tone) for row in rows] == ["bad", "warn", "none", "none"]
    assert "1/3 xong" in found.text
    assert "1 việc quá hạn" in found.text


def test_a_row_names_its_kind_beside_its_place(
    congress: Congress, signed_in: SignedIn
) -> None:
    put(congress, "Đảng bộ xã Thượng Lâm", kind="congress.difficulty")
    put(congress, "Việc chưa có tên loại", kind="mai.sau")

    page = signed_in(staff(congress.unit)).get(reverse("core:start"))

    about = re.findall(r'<span class="work-about">(.*?)</span>', page.text)
    assert sorted(about) == sorted(
        [f"Vướng mắc · {congress.scope}", str(congress.scope)]
    )


def test_rows_are_searched_and_filtered(
    congress: Congress, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    put(congress, "Gửi giấy triệu tập", due_on=today - DAY)
    put(congress, "Trang trí hội trường", kind="congress.milestone", due_on=today)
    client = signed_in(staff(congress.unit))

    assert seen(client, tim="giay trieu")[0] == ["Gửi giấy triệu tập"]
    assert seen(client, loai="congress.milestone")[0] == ["Trang trí hội trường"]
    assert seen(client, han="late")[0] == ["Gửi giấy triệu tập"]
    assert seen(client, han="soon")[0] == ["Trang trí hội trường"]
    nothing = client.get(reverse("core:start"), {"tim": "không có"})
    assert "Không có việc nào khớp" in nothing.text


def test_what_waits_for_others_has_pages_of_its_own(
    province: Unit, congress: Congress, signed_in: SignedIn
) -> None:
    for number in range(30):
        put(congress, f"việc {number}", kind=f"k{number}")
    client = signed_in(staff(province))

    first = seen(client)[1]
    second = seen(client, xem="khac", trang="2")

    assert (len(first), len(second[0]), len(second[1])) == (10, 0, 5)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_whatever_there_is(
    rows: int,
    congress: Congress,
    signed_in: SignedIn,
    django_assert_num_queries: make.Queries,
) -> None:
    owner = staff(congress.unit)
    for number in range(rows):
        put(congress, kind=f"k{number}", owner=owner)
        put(congress, kind=f"o{number}", owner=staff(congress.unit))
    client = signed_in(owner)
    client.get(reverse("core:start"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("core:start"))


def test_writing_twice_leaves_one_row_and_closing_none(congress: Congress) -> None:
    put(congress, "một")
    put(congress, "hai", done=1, total=2)

    row = WorkItem.objects.get()
    assert (row.title, row.done, row.seen_with) == ("hai", 1, Right.PLAN_READ)
    close_work("congress.plan", congress)
    assert not WorkItem.objects.exists()


def test_what_i_gave_is_seen_until_it_is_done(
    province: Unit, congress: Congress, signed_in: SignedIn
) -> None:
    giver, doer = staff(province), staff(congress.unit)
    item = Item(
        scope=congress.scope,
        kind="congress.plan",
        subject=congress,
        title="Rà soát chi bộ",
        right=Right.CONGRESS_KEEP,
        owner=doer,
        asked_by=giver,
        url_name="congress:plan",
        url_args=[congress.slug],
    )
    put_many([item], at=make.NOON)

    assert seen(signed_in(giver), xem="giao") == ([], ["Rà soát chi bộ"])
    assert seen(signed_in(doer), xem="giao") == ([], [])
    assert seen(signed_in(staff(congress.unit)), xem="giao") == ([], [])


def test_one_s_work_is_counted_by_its_day_and_its_kind(
    congress: Congress, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    put(congress, "hôm qua", kind="a", due_on=today - DAY)
    put(congress, "mai", kind="b", due_on=today + DAY)
    put(congress, "của người khác", kind="c", owner=staff(congress.unit))

    found = signed_in(staff(congress.unit)).get(reverse("core:start"), {"han": "late"})

    assert found.context["counted"] == Counted(total=2, late=1, soon=1)
    assert [(kind, told.total) for kind, _word, told in found.context["kinds"]] == [
        ("a", 1),
        ("b", 1),
    ]


def test_one_s_list_is_taken_along_and_printed(
    congress: Congress, signed_in: SignedIn
) -> None:
    put(congress, "Gửi giấy triệu tập", due_on=date(2025, 7, 24))
    put(congress, "của người khác", kind="o", owner=staff(congress.unit))
    client = signed_in(staff(congress.unit))

    answer = client.get(reverse("core:start"), {"xuat": "xlsx"})
    paper = client.get(reverse("core:start"), {"in": "1"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["Gửi giấy triệu tập"]
    assert "In trang này" in paper.text
    assert "Gửi giấy triệu tập" in paper.text


# --- reminders ------------------------------------------------------------------------


def reminded(on: date) -> int:
    at = make.NOON + (on - timezone.localdate(make.NOON))
    return remind(at=at)


def test_an_owner_is_reminded_once_before_and_once_after(congress: Congress) -> None:
    due = timezone.localdate(make.NOON) + 5 * DAY
    put(congress, owner=staff(congress.unit), due_on=due)

    told = [reminded(due + days * DAY) for days in (-4, -3, -2, 0, 1, 2, 30)]

    assert told == [0, 1, 0, 0, 1, 0, 0]
    assert [notice.kind for notice in Notice.objects.order_by("at")] == [
        "core.work_soon",
        "core.work_late",
    ]


def test_another_day_or_owner_is_reminded_of_anew(congress: Congress) -> None:
    due = timezone.localdate(make.NOON)
    one, other = staff(congress.unit), staff(congress.unit)
    put(congress, owner=one, due_on=due)
    told = [reminded(due)]

    put(congress, owner=other, due_on=due)
    told.append(reminded(due))
    put(congress, owner=other, due_on=due + DAY)
    told.append(reminded(due + DAY))

    assert told == [1, 1, 1]


def test_what_is_done_on_one_page_is_one_notice(congress: Congress) -> None:
    due = timezone.localdate(make.NOON)
    owner = staff(congress.unit)
    put(congress, "Việc một", kind="a", owner=owner, due_on=due)
    put(congress, "Việc hai", kind="b", owner=owner, due_on=due + DAY)

    assert reminded(due) == 1
    assert Notice.objects.get().said.startswith("2 việc sắp đến hạn")


def test_an_owner_without_the_right_is_not_reminded(congress: Congress) -> None:
    due = timezone.localdate(make.NOON)
    put(congress, owner=make.user(), due_on=due)

    assert reminded(due) == 0
