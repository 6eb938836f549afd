"""The back office of units: new trees, slips of the pen, levels and kinds."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent, Level, Unit, UnitKind
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


def address(name: str, *args: object) -> str:
    return reverse(f"admin:core_{name}", args=args)


def send(office: Client, room: str, /, *args: object, **typed: Any) -> Any:
    """Send a form of the back office as it was opened, with what was typed over it."""
    opened = office.get(address(room, *args)).context["adminform"].form
    shown = {
        field: "" if (value := opened[field].value()) is None else value
        for field in opened.fields
    }
    return office.post(address(room, *args), shown | typed)


def errors(answer: Any) -> set[str]:
    return set(answer.context["adminform"].form.errors)


def acts() -> list[str]:
    lines = AuditEvent.objects.filter(actor__username="quantri").order_by("pk")
    return [line.act for line in lines if not line.act.startswith("core.signed")]


# --- units ------------------------------------------------------------------------


def test_a_new_tree_begins_here(office: Client) -> None:
    send(
        office,
        "unit_add",
        name="Đảng bộ tỉnh  Sơn Bình",
        code="SB",
        kind="province",
        founded_on="02/09/1946",
    )

    unit = Unit.objects.get()
    assert (unit.name, unit.parent, unit.founded_on) == (
        "Đảng bộ tỉnh Sơn Bình",
        None,
        date(1946, 9, 2),
    )
    assert acts() == ["core.unit_founded"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"code": "a b"}, {"code"}),
        ({"code": "TAKEN"}, {"code"}),
        ({"name": " "}, {"name"}),
        ({"founded_on": "01/01/1900"}, {"founded_on"}),
        ({"congress_number": "400"}, {"congress_number"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    typed: dict[str, str], wrong: set[str], office: Client
) -> None:
    Unit.objects.filter(pk=make.unit().pk).update(code="TAKEN")
    whole = {"name": "Đảng bộ tỉnh", "code": "SB", "kind": "province"}

    assert errors(send(office, "unit_add", **whole | typed)) == wrong


def test_a_slip_is_put_right_through_its_service(office: Client) -> None:
    unit = make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình"))

    send(office, "unit_change", unit.pk, name="Đảng bộ xã Khe Bạc")

    unit.refresh_from_db()
    assert (unit.name, unit.scope.title, unit.version) == (
        "Đảng bộ xã Khe Bạc",
        "Đảng bộ xã Khe Bạc",
        2,
    )
    assert acts() == ["core.unit_changed"]


def test_what_a_decision_changes_is_only_shown_and_leads_to_its_page(
    office: Client,
) -> None:
    unit = make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình"))

    opened = office.get(address("unit_change", unit.pk))
    send(office, "unit_change", unit.pk, kind="ward", parent="", dissolved_on="x")

    unit.refresh_from_db()
    assert set(opened.context["adminform"].form.fields) == {
        *("name", "code", "founded_on", "congress_number", "stamp"),
    }
    assert reverse("core:unit", args=[unit.code]) in opened.text
    assert (unit.kind_id, unit.version) == ("commune", 1)


def test_two_who_edit_one_row_are_told(office: Client) -> None:
    unit = make.unit()
    form = office.get(address("unit_change", unit.pk)).context["adminform"].form
    shown = {field: form[field].value() or "" for field in form.fields}
    Unit.objects.filter(pk=unit.pk).update(name="Đảng bộ xã Khe Bạc", version=2)

    answer = office.post(
        address("unit_change", unit.pk), shown | {"congress_number": "3"}
    )

    unit.refresh_from_db()
    assert errors(answer) == {"__all__"}
    assert (unit.name, unit.congress_number) == ("Đảng bộ xã Khe Bạc", None)


@pytest.mark.parametrize("wanted", ["khe vang", "{code}", "VÀNG"])
def test_a_unit_is_found_whatever_the_accents(wanted: str, office: Client) -> None:
    unit = make.unit()
    make.unit("Đảng bộ xã Nậm Lành")

    answer = office.get(
        address("unit_changelist"), {"q": wanted.format(code=unit.code)}
    )

    assert list(answer.context["cl"].queryset) == [unit]


def test_the_dissolved_are_told_apart(office: Client) -> None:
    living, gone = make.unit("Một"), make.unit("Hai")
    Unit.objects.filter(pk=gone.pk).update(dissolved_on=date(2025, 7, 1))

    found = [
        list(
            office.get(address("unit_changelist"), {"dissolved_on__isempty": asked})
            .context["cl"]
            .queryset
        )
        for asked in ("1", "0")
    ]

    assert found == [[living], [gone]]


# --- levels and kinds -------------------------------------------------------------


def test_a_kind_is_added_and_named_anew_with_its_lines(office: Client) -> None:
    send(
        office, "unitkind_add", code="airport", name="Đảng bộ sân bay", level="section"
    )
    send(office, "unitkind_change", "airport", name="Đảng bộ cảng hàng không")

    kind = UnitKind.objects.get(pk="airport")
    assert (kind.name, kind.level_id) == ("Đảng bộ cảng hàng không", "section")
    assert acts() == ["core.unit_kind_changed"] * 2


def test_a_level_is_added_and_deleted_while_nothing_is_of_it(office: Client) -> None:
    send(office, "level_add", code="region", name="Vùng", rank="15")
    made = Level.objects.filter(pk="region").exists()

    office.post(address("level_delete", "region"), {"post": "yes"})

    assert made
    assert not Level.objects.filter(pk="region").exists()
    assert acts() == ["core.level_changed", "core.level_removed"]


def test_what_units_stand_on_is_neither_moved_nor_deleted(office: Client) -> None:
    make.unit()

    send(office, "unitkind_change", "commune", level="cell", code="x", name="Xã")
    send(office, "level_change", "commune", rank="99", abolished_on="01/07/2030")
    refused = [
        office.post(address(f"{what}_delete", "commune"), {"post": "yes"}).status_code
        for what in ("unitkind", "level")
    ]

    kind, level = UnitKind.objects.get(pk="commune"), Level.objects.get(pk="commune")
    assert (kind.name, kind.level_id) == ("Xã", "commune")
    assert (level.rank, level.abolished_on) == (40, date(2030, 7, 1))
    assert refused == [403, 403]


# --- choosing a place -------------------------------------------------------------


def offered(office: Client, model: str, field: str, typed: str) -> list[str]:
    asked = {
        "app_label": "congress" if model == "congress" else "core",
        "model_name": model,
        "field_name": field,
        "term": typed,
    }
    answer = office.get(reverse("admin:autocomplete"), asked)
    return [each["text"] for each in answer.json()["results"]]


def test_places_for_a_role_are_told_apart_and_found_by_code_and_name(
    office: Client,
) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình", code="SB")
    commune = make.unit("Đảng bộ xã Khe Vàng", parent=province, code="SB.KV")
    make.unit("Đảng bộ xã Nậm Lành", parent=province, code="SB.NL")
    congress = make.congress(commune)

    everywhere = offered(office, "appointment", "scope", "")
    by_code = offered(office, "appointment", "scope", "sb.kv")
    by_name = offered(office, "appointment", "scope", "khe vang")

    written = "SB.KV – Đảng bộ xã Khe Vàng · trực thuộc Đảng bộ tỉnh Sơn Bình"
    assert everywhere[:2] == ["SB – Đảng bộ tỉnh Sơn Bình", written]
    assert (by_code[0], by_name[0]) == (written, written)
    title = f"{congress.scope.title} · {commune.name}"
    assert title in by_code
    assert title in by_name


def test_what_is_no_more_and_what_it_held_is_offered_for_nothing(
    office: Client,
) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình", code="SB")
    gone = make.unit("Đảng bộ xã Khe Vàng", parent=province, code="SB.KV")
    make.congress(gone)
    Unit.objects.filter(pk=gone.pk).update(dissolved_on=date(2025, 7, 1))

    found = [
        offered(office, model, field, typed)
        for model, field in (("appointment", "scope"), ("congress", "unit"))
        for typed in ("khe vang", "SB.KV")
    ]

    assert found == [[], [], [], []]


def test_the_unit_of_a_congress_is_found_by_code(office: Client) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình", code="SB")
    make.unit("Đảng bộ xã Khe Vàng", parent=province, code="SB.KV")

    assert offered(office, "congress", "unit", "sb.k") == [
        "SB.KV – Đảng bộ xã Khe Vàng · trực thuộc Đảng bộ tỉnh Sơn Bình"
    ]


def test_the_place_that_was_chosen_stays_told_apart(office: Client) -> None:
    unit = make.unit("Đảng bộ xã Khe Vàng", code="SB.KV")

    answer = send(office, "appointment_add", scope=str(unit.scope.pk), role="", user="")

    assert "SB.KV – Đảng bộ xã Khe Vàng" in answer.text
