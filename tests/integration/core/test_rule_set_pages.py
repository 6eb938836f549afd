"""The back office's pages of rule sets: read, correct, compare, put back."""

import importlib
import json
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent, RuleSetEdition, User
from core.services import change_rule_set, ship_rule_sets
from tests import make
from tests.integration.core.test_rule_sets import CODE, corrected, shipped
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

KEY: Final = "190-QD_2FTW"
RANKED: Final = "R-RS-2"  # 190-QĐ/TW Art. 30, not verified


def url(name: str, *more: object) -> str:
    return reverse(f"admin:core_ruleset_{name}", args=[KEY, *more])


@pytest.fixture
def administrator() -> User:
    ship_rule_sets(at=make.NOON)
    return make.administrator()


@pytest.fixture
def client(administrator: User, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


def edited(by: User, *, seen: int = 1, **fields: Any) -> RuleSetEdition:
    return change_rule_set(
        CODE,
        seen=seen,
        content=corrected(**fields),
        reason="đối chiếu",
        by=by,
        at=make.NOON,
    )


def typed(**changes: Any) -> dict[str, Any]:
    """The form for two rows as it opens, with what was typed over it."""
    return {
        "seen": 1,
        "reason": "đối chiếu toàn văn",
        "dong": ["surplus_max_percent", RANKED],
        "surplus_max_percent.value": "30",
        "surplus_max_percent.document": "190-QĐ/TW (10/10/2024)",
        "surplus_max_percent.article": "14(1)",
        "surplus_max_percent.confidence": "X",
        "surplus_max_percent.note": "",
        f"{RANKED}.document": "190-QĐ/TW (10/10/2024)",
        f"{RANKED}.article": "30",
        f"{RANKED}.confidence": "M",
        f"{RANKED}.note": "",
    } | changes


def latest() -> RuleSetEdition:
    return RuleSetEdition.objects.filter(rule_set=CODE).latest("number")


# --- reading ----------------------------------------------------------------------


def test_the_list_has_dates_and_the_edition_in_use(client: Client) -> None:
    text = client.get(reverse("admin:core_ruleset_changelist")).text

    assert "Quy chế bầu cử trong Đảng theo Quyết định 190-QĐ/TW" in text
    assert "10/10/2024" in text
    assert "09/10/2024" in text
    assert "/core/ruleset/add/" not in text


def test_the_page_tells_each_value_with_where_it_is_written(client: Client) -> None:
    page = client.get(url("change"))

    values = {line.key: line for line in page.context["values"]}
    clauses = {line.key: line for line in page.context["clauses"]}
    small = values["small_body_seats"]
    assert (small.name, small.value, small.is_confirmed) == (
        "Số lượng cần bầu coi là ít (từ–đến)",
        "3–5 người",
        False,
    )
    assert values["report_days"].value == "7 ngày làm việc"
    assert values["surplus_mandatory_for"].value == "Ban Chấp hành, Ban Thường vụ"
    assert values["runoff_needs_majority"].value == "không"
    assert [line.key for line in page.context["in_use"]] == [
        "tie_rule",
        "runoff_needs_majority",
        "empty_agreement",
        "percent_decimals",
        "third_look_percent",
        "third_look_at_least",
        "risk_limit_percent",
    ]
    assert "Cổng chưa tự kiểm tra theo các giá trị này." in page.text
    assert "từ 26/5/2025; trước đó Quy định 24-QĐ/TW (30/7/2021)" in page.text
    assert (values["tie_rule"].value, values["tie_rule"].article) == (
        "bầu lại trong số những người ngang phiếu",
        "30",
    )
    assert (len(values), len(clauses)) == (31, 110)
    assert "R-CN-6-N" not in clauses
    assert clauses["R-SU-2"].name == "Số dư tối đa không quá 30% số lượng cần bầu."
    assert clauses["R-RS-1"].is_confirmed
    assert page.text.count('class="to-confirm"') == page.context["unconfirmed"]
    assert "Quy định 294-QĐ/TW (26/5/2025)" in page.text


def test_reading_costs_the_same_however_many_editions(
    client: Client, administrator: User, django_assert_num_queries: Queries
) -> None:
    def cost() -> None:
        with django_assert_num_queries(5):
            client.get(url("change"))
        with django_assert_num_queries(4):
            client.get(url("history"))

    cost()
    edited(administrator)
    edited(administrator, seen=2, article="31")
    cost()


def test_the_history_says_who_when_and_why(client: Client, administrator: User) -> None:
    edited(administrator)

    text = client.get(url("history")).text

    assert "Quản trị viên" in text
    assert "đối chiếu" in text
    assert "Bản phát hành kèm cổng" in text
    assert f"{url('compare')}?den=2" in text
    assert url("edition", 1) in text


def test_an_edition_that_is_past_is_only_read(
    client: Client, administrator: User
) -> None:
    edited(administrator)

    page = client.get(url("edition", 1))

    clauses = {line.key: line for line in page.context["clauses"]}
    assert clauses[RANKED].confidence == "chưa đối chiếu, cần xác nhận"
    assert "checkbox" not in page.text
    assert "đang dùng bản 2" in page.text


def test_two_editions_are_compared_from_what_to_what(
    client: Client, administrator: User
) -> None:
    edited(administrator)
    edited(administrator, seen=2, article="31")

    last = client.get(url("compare")).context["differences"]
    whole = client.get(url("compare"), {"tu": "1", "den": "3"}).context["differences"]
    same = client.get(url("compare"), {"tu": "2", "den": "2"})

    assert [(d.row, d.field, d.before, d.after) for d in last] == [
        (RANKED, "article", "30", "31")
    ]
    assert [(d.field, d.before, d.after) for d in whole] == [
        ("article", "30", "31"),
        ("confidence", "chưa đối chiếu, cần xác nhận", "đã đối chiếu toàn văn"),
    ]
    assert "Hai bản giống hệt nhau." in same.text


def test_an_edition_of_the_first_release_is_read_and_compared(
    client: Client,
) -> None:
    migration = importlib.import_module("ballots.migrations.0003_links_and_editions")
    first = json.loads(migration.FIRST_EDITIONS.read_text(encoding="utf-8"))[CODE]
    with make.past_every_trigger():
        RuleSetEdition.objects.filter(rule_set=CODE).update(
            values=first["values"], clauses=first["clauses"], digest="0" * 64
        )
    ship_rule_sets(at=make.NOON)

    pages = [
        client.get(url("edition", 1)),
        client.get(url("compare"), {"tu": "1", "den": "2"}),
        client.get(url("compare"), {"tu": "2", "den": "1"}),
        client.get(url("history")),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    added = {
        each.row: each.after
        for each in pages[1].context["differences"]
        if each.field == "value"
    }
    assert latest().number == 2
    assert added["report_days"] == "7 ngày làm việc"


@pytest.mark.parametrize(
    "address",
    [
        reverse("admin:core_ruleset_change", args=["1-QD_2FTW"]),
        reverse("admin:core_ruleset_edition", args=[KEY, 9]),
        reverse("admin:core_ruleset_compare", args=[KEY]) + "?den=9",
    ],
)
def test_what_there_is_not_is_not_there(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_a_first_edition_is_compared_with_itself(client: Client) -> None:
    assert client.get(url("compare"), {"tu": "x"}).context["differences"] == []


# --- correcting -------------------------------------------------------------------


def test_the_form_has_the_chosen_rows_only(client: Client) -> None:
    page = client.get(url("edit"), {"dong": [RANKED, "surplus_max_percent"]})

    assert [row.key for row, _now in page.context["rows"]] == [
        "surplus_max_percent",
        RANKED,
    ]
    assert (
        'aria-label="Số dư nhiều nhất của danh sách bầu cử (%): giá trị"' in page.text
    )


@pytest.mark.parametrize("rows", [[], ["nothing"]])
def test_without_a_row_there_is_nothing_to_correct(
    rows: list[str], client: Client
) -> None:
    answer = client.get(url("edit"), {"dong": rows}, follow=True)

    assert "Hãy chọn ít nhất một mục để sửa." in answer.text
    assert answer.redirect_chain[-1][0] == url("change")


def test_what_was_typed_becomes_the_next_edition(
    client: Client, administrator: User
) -> None:
    answer = client.post(
        url("edit"),
        typed(
            **{
                "surplus_max_percent.value": "25",
                f"{RANKED}.article": "30(2)",
                f"{RANKED}.confidence": "F",
            }
        ),
        follow=True,
    )

    made = latest()
    assert "Đã lưu bản 2." in answer.text
    assert (made.number, made.made_by) == (2, administrator)
    assert made.values["surplus_max_percent"]["value"] == 25
    assert made.clauses[RANKED] == {
        "document": "190-QĐ/TW (10/10/2024)",
        "article": "30(2)",
        "confidence": "F",
    }
    untouched = shipped()
    assert made.clauses["V-1"] == untouched.clauses["V-1"]
    assert AuditEvent.objects.get(act="core.rule_set_changed").actor == administrator


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "Hãy ghi căn cứ sửa."),
        (
            {"surplus_max_percent.value": "nhiều"},
            "surplus_max_percent.value",
            "Hãy nhập một số nguyên.",
        ),
        (
            {"surplus_max_percent.value": "101"},
            "surplus_max_percent.value",
            "Hãy nhập số từ 0 đến 100.",
        ),
        (
            {f"{RANKED}.article": "<script>"},
            f"{RANKED}.article",
            "Điều khoản chỉ gồm chữ, số",
        ),
        (
            {"surplus_max_percent.value": "12"},
            "__all__",
            "Số dư cấp ủy chuẩn bị, nhiều nhất (%): Số dư chuẩn bị không được lớn hơn",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    changes: dict[str, str], field: str, sentence: str, client: Client
) -> None:
    page = client.post(url("edit"), typed(**changes))

    [error] = page.context["form"].errors[field]
    assert sentence in error
    assert latest().number == 1
    shown = {
        bound.html_name: bound.value()
        for row, _now in page.context["rows"]
        for bound in row.fields
    }
    kept = typed(**changes)
    assert shown == {name: kept[name] for name in shown}


def test_a_document_without_its_day_is_not_taken_and_stays_in_its_field(
    client: Client,
) -> None:
    page = client.post(url("edit"), typed(**{f"{RANKED}.document": "1-QĐ/TW"}))

    [error] = page.context["form"].errors[f"{RANKED}.document"]
    assert "số và ngày ban hành" in error
    assert 'value="1-QĐ/TW"' in page.text
    assert latest().number == 1


def test_any_document_may_be_cited_by_number_and_day_with_a_note(
    client: Client,
) -> None:
    client.post(
        url("edit"),
        typed(
            **{
                f"{RANKED}.document": "Quy định 29-QĐ/TW ngày 25/07/2016",
                f"{RANKED}.note": "đọc tại văn phòng cấp ủy",
            }
        ),
    )

    assert latest().clauses[RANKED] == {
        "document": "Quy định 29-QĐ/TW (25/7/2016)",
        "article": "30",
        "confidence": "M",
        "note": "đọc tại văn phòng cấp ủy",
    }
    page = client.get(url("edit"), {"dong": RANKED})
    assert 'value="Quy định 29-QĐ/TW (25/7/2016)"' in page.text
    assert 'value="đọc tại văn phòng cấp ủy"' in page.text


def test_a_document_of_the_list_is_known_by_the_name_it_has_there(
    client: Client,
) -> None:
    page = client.get(url("edit"), {"dong": RANKED})
    client.post(
        url("edit"), typed(**{f"{RANKED}.document": "Điều lệ Đảng (19/1/2011)"})
    )

    assert '<option value="Hướng dẫn 04-HD/TW (6/10/2014)"></option>' in page.text
    assert latest().clauses[RANKED]["document"] == "Điều lệ Đảng (19/1/2011)"
    assert latest().values["surplus_max_percent"]["document"] == (
        "190-QĐ/TW (10/10/2024)"
    )


def test_a_value_of_several_choices_is_one_named_group(client: Client) -> None:
    text = client.get(url("edit"), {"dong": "surplus_mandatory_for"}).text

    assert text.count('name="surplus_mandatory_for.value"') == 8
    assert text.count('name="surplus_mandatory_for.value" value="committee"') == 1
    group = text.partition("<fieldset")[2].partition("</fieldset>")[0]
    assert "<legend>" in group
    assert "aria-label=" not in group
    assert "Danh sách của các chức danh này" in text


def test_a_note_that_is_emptied_is_gone(client: Client) -> None:
    client.post(
        url("edit"),
        {
            "seen": 1,
            "reason": "đối chiếu",
            "dong": ["R-DL-4"],
            "R-DL-4.document": "294-QĐ/TW (26/5/2025)",
            "R-DL-4.article": "11.4.2",
            "R-DL-4.confidence": "F",
            "R-DL-4.note": "",
        },
    )

    assert set(latest().clauses["R-DL-4"]) == {"document", "article", "confidence"}


@pytest.mark.parametrize(
    ("key", "typed_value", "kept"),
    [
        ("tie_rule", ["congress_decides"], "congress_decides"),
        ("empty_agreement", ["valid"], "valid"),
        ("runoff_needs_majority", ["yes"], True),
        (
            "surplus_mandatory_for",
            ["inspection_commission", "committee"],
            ["committee", "inspection_commission"],
        ),
        ("surplus_mandatory_for", [], []),
        ("small_body_surplus", ["2"], 2),
    ],
)
def test_every_kind_of_value_is_chosen_on_the_form(
    key: str, typed_value: list[str], kept: object, client: Client
) -> None:
    row = shipped().values[key]

    answer = client.post(
        url("edit"),
        {
            "seen": 1,
            "reason": "đại hội quyết định",
            "dong": [key],
            f"{key}.value": typed_value,
            f"{key}.document": row["document"],
            f"{key}.article": row["article"],
            f"{key}.confidence": row["confidence"],
            f"{key}.note": row.get("note", ""),
        },
    )

    assert answer.status_code == 302
    assert latest().values[key] == {**row, "value": kept}


def test_who_was_slower_sees_both_and_may_save_over_it_knowingly(
    client: Client, administrator: User
) -> None:
    edited(administrator, article="31")
    mine = typed(**{f"{RANKED}.article": "32"})

    first = client.post(url("edit"), mine)
    second = client.post(
        url("edit"), mine | {"seen": first.context["form"].data["seen"]}, follow=True
    )

    [_surplus, (row, now)] = first.context["rows"]
    values = {bound.name.rpartition(".")[2]: bound.value() for bound in row.fields}
    assert "vừa được người khác sửa" in first.text
    assert (now.article, values["article"]) == ("31", "32")
    assert "Đã lưu bản 3." in second.text
    assert latest().clauses[RANKED]["article"] == "32"
    # What the quicker one said of other fields was seen and typed over as well.
    assert latest().clauses[RANKED]["confidence"] == "M"


def test_saving_what_is_there_already_says_so(client: Client) -> None:
    page = client.post(url("edit"), typed())

    assert "Chưa có gì khác với bản đang dùng." in page.text
    assert latest().number == 1


# --- putting back -----------------------------------------------------------------


def test_going_back_to_what_was_shipped_is_asked_and_is_an_edition(
    client: Client, administrator: User
) -> None:
    edited(administrator)

    asked = client.get(url("restore"))
    answer = client.post(url("restore"), {"seen": 2, "reason": "sửa nhầm"}, follow=True)

    assert [d.field for d in asked.context["differences"]] == ["confidence"]
    assert "Đã lưu bản 3." in answer.text
    assert (latest().clauses, latest().reason) == (shipped().clauses, "sửa nhầm")


def test_where_nothing_differs_there_is_nothing_to_put_back(client: Client) -> None:
    asked = client.get(url("restore"))
    answer = client.post(url("restore"), {"seen": 1, "reason": "x"})

    assert "đã giống hệt bản phát hành" in asked.text
    assert (answer.status_code, latest().number) == (200, 1)


def test_going_back_over_somebody_elses_edition_needs_a_second_look(
    client: Client, administrator: User
) -> None:
    edited(administrator)

    page = client.post(url("restore"), {"seen": 1, "reason": "sửa nhầm"})

    assert "vừa được người khác sửa" in page.text
    assert page.context["form"].data["seen"] == "2"
    assert latest().number == 2


# --- nobody else, and no other way ------------------------------------------------


@pytest.mark.parametrize(
    "name", ["changelist", "change", "edit", "history", "compare", "restore"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_administrators_find_these_pages(
    name: str, method: str, administrator: User, signed_in: SignedIn
) -> None:
    args = [] if name == "changelist" else [KEY]
    address = reverse(f"admin:core_ruleset_{name}", args=args)

    answer = signed_in(make.user()).generic(method, address)

    assert answer.status_code == 404


@pytest.mark.parametrize("tail", ["add/", f"{KEY}/delete/"])
def test_rule_sets_are_neither_added_nor_deleted_by_hand(
    tail: str, client: Client
) -> None:
    address = reverse("admin:core_ruleset_changelist") + tail

    assert {client.get(address).status_code, client.post(address).status_code} == {403}


def test_posting_to_the_page_that_is_read_changes_nothing(client: Client) -> None:
    client.post(url("change"), {"title": "x", "code": "x"})

    assert latest().number == 1
    assert latest().rule_set.title.endswith("190-QĐ/TW")
