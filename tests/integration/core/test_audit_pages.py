"""Reading the trail: what is found, what stays hidden, and what is told of it."""

import io
from datetime import timedelta
from typing import Any, Final

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ballots import services
from core import listing, registry
from core.access.rights import Role
from core.audit import chain, wording
from core.models import AuditEvent, AuditSeal, Scope, Unit, User
from core.queries.audit import MOST_ACCOUNTS, audit_events
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

HERE: Final = reverse("core:audit")


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def inspector(province: Unit) -> User:
    return make.holder(Role.INSPECTOR, at=province.scope)


@pytest.fixture
def client(inspector: User, signed_in: SignedIn) -> Client:
    client = signed_in(inspector)
    # What was written until now is of no interest here.
    with make.past_every_trigger(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_unsealedevent")
        cursor.execute("DELETE FROM core_auditevent")
    return client


def line(
    title: str = "Đảng bộ xã Khe Vàng",
    *,
    act: str = "core.unit_changed",
    actor: User | None = None,
    scope: Scope | None = None,
    days: int = 0,
    restricted: bool = False,
    **detail: Any,
) -> AuditEvent:
    return AuditEvent.objects.create(
        at=make.NOON + timedelta(days=days),
        act=act,
        actor=actor,
        scope=scope or Scope.objects.order_by("pk").first(),
        subject_kind="core.unit",
        subject_key="1",
        subject_title=title,
        restricted=restricted,
        detail=detail,
    )


def found(client: Client, **asked: str | int) -> list[AuditEvent]:
    lines = client.get(HERE, asked).context["lines"]
    return [each.line for each in lines]


# --- what is found ----------------------------------------------------------------


def test_the_newest_line_comes_first(client: Client) -> None:
    old, new, newest = line(days=-1), line(), line()

    assert found(client) == [newest, new, old]


def test_lines_of_one_act(client: Client) -> None:
    wanted = line(act="core.role_given")
    line()

    assert found(client, viec="core.role_given") == [wanted]


def test_acts_are_grouped_by_what_they_belong_to(client: Client) -> None:
    text = client.get(HERE).text

    assert '<optgroup label="Bầu cử">' in text
    assert '<optgroup label="Nền tảng">' in text
    assert '<option value="ballots.poll_counted">Kiểm phiếu xong</option>' in text


@pytest.mark.parametrize("asked", ["luc quy", "Lục Văn Quý", "QUÝ  lục"])
def test_lines_of_somebody_by_any_words_of_the_name(asked: str, client: Client) -> None:
    wanted = line(actor=make.user(full_name="Lục Văn Quý"))
    line(actor=make.user(full_name="Vũ Thị Hoa"))
    line()

    assert found(client, nguoi=asked) == [wanted]


def test_a_name_that_nobody_has_finds_nothing(client: Client) -> None:
    line()

    assert found(client, nguoi="không ai") == []


def test_a_name_that_thousands_have_is_too_little(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.queries.audit.MOST_ACCOUNTS", 1)
    monkeypatch.setattr("core.forms.audit.MOST_ACCOUNTS", 1)
    for _time in (1, 2):
        line(actor=make.user(full_name="Lục Văn Quý"))

    answer = client.get(HERE, {"nguoi": "quy"})

    assert "Quá nhiều tài khoản có tên này. Hãy gõ đủ họ tên." in answer.text
    assert answer.context["lines"] == []
    assert MOST_ACCOUNTS == 5000


def test_lines_between_two_days_of_the_wall_clock(client: Client) -> None:
    first, last = line(days=-3), line(days=-1)
    line(days=-4)
    line()

    assert found(client, tu="21/07/2025", den="2025-07-23") == [last, first]


def test_a_day_begins_at_midnight_in_ha_noi(client: Client) -> None:
    line()
    AuditEvent.objects.all()
    with make.past_every_trigger():
        # 23:59 of the 23rd there, though noon has not come in Greenwich.
        AuditEvent.objects.update(at=make.NOON - timedelta(hours=12, minutes=1))

    assert len(found(client, den="2025-07-23")) == 1
    assert found(client, tu="2025-07-24") == []


def test_lines_about_something_by_its_words(client: Client) -> None:
    wanted = line("Đảng bộ xã Nậm Lành")
    line()

    assert found(client, tim="nam lanh") == [wanted]


def test_lines_of_a_place_by_its_words(client: Client, province: Unit) -> None:
    commune = make.unit("Đảng bộ xã Nậm Lành", parent=province)
    wanted = line(scope=commune.scope)
    line()

    assert found(client, noi="nam lanh", viec="core.unit_changed") == [wanted]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"tu": "x"}, "Ngày phải có dạng ngày/tháng/năm, ví dụ 24/07/2025."),
        (
            {"tu": "2025-07-24", "den": "2025-07-23"},
            "Ngày cuối phải từ ngày đầu trở đi.",
        ),
        ({"tim": "x" * 101}, "Ensure"),
        ({"viec": "core.nothing"}, "core.nothing"),
    ],
)
def test_what_is_not_understood_finds_nothing_and_is_said(
    asked: dict[str, str], sentence: str, client: Client
) -> None:
    line()

    answer = client.get(HERE, asked)

    assert answer.context["lines"] == []
    [error] = [e for errors in answer.context["form"].errors.values() for e in errors]
    assert sentence in error or sentence == "Ensure"


# --- pages ------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.views.audit.LINES", 2)
    oldest, old, new, newest = line(days=-1), line(), line(), line(days=1)

    first = client.get(HERE)
    second = client.get(HERE, {"sau": first.context["older"]})

    assert [each.line for each in first.context["lines"]] == [newest, new]
    assert [each.line for each in second.context["lines"]] == [old, oldest]
    assert second.context["older"] is None
    assert f"?sau={new.pk}" in first.text
    assert "Mới nhất" in second.text


@pytest.mark.parametrize("after", ["0", "x", "-1", "9" * 18, "9" * 40, "²"])
def test_an_odd_page_is_the_first(after: str, client: Client) -> None:
    only = line()

    assert found(client, sau=after) == [only]


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_however_many_lines(
    number: int,
    client: Client,
    province: Unit,
    django_assert_num_queries: Queries,
) -> None:
    for i in range(number):
        line(actor=make.user(), scope=make.unit(parent=province).scope, days=i)
    chain.seal_waiting(at=make.NOON)
    asked = {"nguoi": "minh", "tim": "xa", "noi": "dang bo", "tu": "2025-07-01"}

    client.get(HERE, asked)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(HERE, asked)


PAGE_QUERIES: Final = 8


# --- restricted lines -------------------------------------------------------------


def test_a_restricted_line_shows_neither_subject_nor_detail(client: Client) -> None:
    secret = line("Đơn thư của Lò Văn Tối", restricted=True, reason="bí mật lắm")
    chain.seal_waiting(at=make.NOON)

    listed = client.get(HERE)
    alone = client.get(reverse("core:audit-line", args=[secret.pk]))
    cells = rows_of(client.get(HERE, {"xuat": "xlsx"}).content)

    texts = [listed.text, alone.text, str(cells)]
    assert [[word in text for word in ("Tối", "bí mật")] for text in texts] == [
        [False, False]
    ] * 3
    assert [text.count("dòng hạn chế") > 0 for text in texts] == [True] * 3


def test_what_a_restricted_line_is_about_is_not_found_out_by_asking(
    client: Client,
) -> None:
    line("Đơn thư của Lò Văn Tối", restricted=True)

    assert found(client, tim="toi") == []
    assert len(found(client)) == 1


def test_no_line_leads_to_a_restricted_one_about_the_same(client: Client) -> None:
    shown, hidden = line(), line(restricted=True)

    others = client.get(reverse("core:audit-line", args=[shown.pk])).context["others"]
    from_it = client.get(reverse("core:audit-line", args=[hidden.pk])).context["others"]

    assert (others, from_it) == ([], [])


# --- one line ---------------------------------------------------------------------


def test_a_line_tells_its_detail_in_words(client: Client, inspector: User) -> None:
    told = line(
        actor=inspector,
        reason="theo quyết định số 12",
        role="tally_head",
        fields=["level", "code", "khác"],
        on="2025-07-24",
        taken_at="2025-07-24T05:00:00.000000+00:00",
        changes=[{"field": "code", "from": "A", "to": None}, {"field": "kind"}],
        strange={"a": True},
        empty=[],
        odd="2025-99-99",
    )
    chain.seal_waiting(at=make.NOON)

    page = client.get(reverse("core:audit-line", args=[told.pk]))

    assert {each.label: each.value for each in page.context["line"].told} == {
        "Lý do": "theo quyết định số 12",
        "Vai trò": "trưởng ban kiểm phiếu",
        "Các mục đã sửa": "level, mã, khác",
        "Từ ngày": "24/07/2025",
        "Sao lưu lúc": "12:00:00 24/07/2025",
        "Đã sửa": "mã: A → – · field: loại",
        "strange": "a: có",
        "empty": "–",
        "odd": "2025-99-99",
    }
    assert "Lục Văn Quý" in page.text


def test_a_line_shows_its_link_or_that_it_waits(client: Client) -> None:
    chained = line()
    chain.seal_waiting(at=make.NOON)
    waits = line()

    pages = [
        client.get(reverse("core:audit-line", args=[e.pk])) for e in (chained, waits)
    ]

    digest = AuditSeal.objects.get(event=chained).digest
    assert chain.in_groups(digest) in pages[0].text
    assert "Dòng này đang chờ nối chuỗi" in pages[1].text


def test_a_line_leads_to_the_others_about_the_same(client: Client) -> None:
    one, other = line(), line(days=-1)

    page = client.get(reverse("core:audit-line", args=[one.pk]))

    assert [each.line for each in page.context["others"]] == [other]
    assert reverse("core:audit-line", args=[other.pk]) in page.text


def test_a_line_out_of_reach_is_not_there(client: Client) -> None:
    elsewhere = line(scope=make.unit("Đảng bộ tỉnh khác").scope)
    nowhere = reverse("core:audit-line", args=[10**17])

    answers = [
        client.get(address).status_code
        for address in (reverse("core:audit-line", args=[elsewhere.pk]), nowhere)
    ]

    assert answers == [404, 404]
    assert elsewhere not in found(client)


def test_a_line_about_a_thing_no_longer_known_is_still_read(client: Client) -> None:
    with make.past_every_trigger():
        line()
        AuditEvent.objects.update(subject_kind="gone.thing", detail={"fields": ["x"]})

    page = client.get(reverse("core:audit-line", args=[AuditEvent.objects.get().pk]))

    assert page.status_code == 200
    assert [each.value for each in page.context["line"].told] == ["x"]


# --- the chain above --------------------------------------------------------------


def test_the_state_of_the_chain_stands_above(client: Client) -> None:
    before = client.get(HERE).text
    line()
    chain.seal_waiting(at=make.NOON)
    line()

    text = client.get(HERE).text

    head = chain.head()
    assert head
    assert "Chưa nối chuỗi dòng nào" in before
    assert "Đã nối chuỗi đến mắt xích số 1, lúc 12:00:00 24/07/2025" in text
    assert f"{head.printed} …" in text
    assert "1 dòng chờ nối chuỗi" in text


# --- out of the portal ------------------------------------------------------------


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.active is not None
    return list(book.active.iter_rows(values_only=True))


def test_the_file_has_the_lines_that_were_looked_for(
    client: Client, inspector: User
) -> None:
    wanted = line(actor=inspector, reason="x")
    line(act="core.role_given")
    chain.seal_waiting(at=make.NOON)
    link = AuditSeal.objects.get(event=wanted)

    answer = client.get(HERE, {"viec": "core.unit_changed", "xuat": "xlsx"})

    head, row = rows_of(answer.content)
    assert head[1:] == (
        *("Lúc", "Người làm", "Việc", "Đối tượng", "Chi tiết", "Nơi"),
        *("Dòng số", "Mắt xích số", "Mã mắt xích"),
    )
    assert row[2:] == (
        *("Lục Văn Quý", "Sửa tổ chức đảng", "Đảng bộ xã Khe Vàng", "Lý do: x"),
        *("Đảng bộ tỉnh Sơn Bình", wanted.pk, link.number, link.digest),
    )
    assert "nhat-ky.xlsx" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("how", "form"), [("xuat=xlsx", "xlsx"), ("in=1", "print")])
def test_taking_the_trail_out_leaves_a_line_without_names(
    how: str, form: str, client: Client, inspector: User, province: Unit
) -> None:
    line(actor=inspector)

    client.get(f"{HERE}?{how}&nguoi=quy&tim=khe&viec=core.unit_changed&tu=2025-07-01")

    taken = AuditEvent.objects.get(act="core.audit_exported")
    assert (taken.actor, taken.scope) == (inspector, province.scope)
    assert taken.detail == {
        "form": form,
        "rows": 1,
        "of_act": "core.unit_changed",
        "first_day": "2025-07-01",
    }


def test_a_file_that_is_refused_leaves_no_line_of_having_been_taken(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "EXPORTED", 1)
    for _time in (1, 2):
        line()

    answer = client.get(HERE, {"viec": "core.unit_changed", "xuat": "xlsx"})

    assert answer.headers["Location"] == f"{HERE}?viec=core.unit_changed"
    assert "hơn 1 dòng" in client.get(answer.headers["Location"]).text
    assert not AuditEvent.objects.filter(act="core.audit_exported").exists()


def test_a_print_has_all_lines_on_one_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.views.audit.LINES", 1)
    lines = [line(), line(), line()]

    page = client.get(HERE, {"in": "1"})

    assert [each.line for each in page.context["lines"]] == lines[::-1]
    assert "data-print" in page.text


# --- words for everything ---------------------------------------------------------


def test_lines_of_real_acts_have_no_label_that_is_a_key(province: Unit) -> None:
    body = make.body(make.congress(make.unit(parent=province)))
    confirmation = make.confirmed(body)
    services.withdraw_poll(
        str(make.imported(body, file=make.election_file(id="2")).pk),
        reason="nhầm",
        by=confirmation.by,
        at=make.NOON,
    )

    nameless = {
        (event.act, told.key)
        for event in AuditEvent.objects.all()
        for told in wording.in_words(event).told
        if told.key not in registry.details()
    }

    assert nameless == set()


def test_lines_that_lie_nowhere_are_for_who_inspects_a_whole_tree() -> None:
    whole = make.unit("Đảng bộ tỉnh Cao Sơn", kind="province")
    commune = make.unit(parent=whole)
    nowhere = AuditEvent.objects.filter(scope__isnull=True)
    make.user("khong-noi-nao")

    seen = [
        set(nowhere) <= set(audit_events(make.holder(Role.INSPECTOR, at=place.scope)))
        for place in (whole, commune)
    ]

    assert nowhere.exists()
    assert seen == [True, False]
