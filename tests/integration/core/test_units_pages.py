"""The tree, the list, and the page of one unit."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.access.rights import Role
from core.models import Unit, User
from core.services import (
    Decision,
    NewUnit,
    Particulars,
    correct_unit,
    merge_units,
    move_unit,
    reclass_unit,
    rename_unit,
)
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

UNITS = reverse("core:units")
DECISION = Decision(on=date(2025, 7, 1), paper="12-QĐ/TU")


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit(parent=province, founded_on=date(1946, 9, 2), congress_number=12)


@pytest.fixture
def staff(province: Unit) -> User:
    return make.holder(
        Role.ORGANISATION_STAFF, at=province.scope, full_name="Vũ Thị Hoa"
    )


@pytest.fixture
def client(staff: User, signed_in: SignedIn) -> Client:
    return signed_in(staff)


def page(unit: Unit) -> str:
    return reverse("core:unit", args=[unit.code])


def names(answer: Any) -> list[str]:
    """The units of a list, in its order."""
    return [unit.name for unit, _children in answer.context["rows"]]


def tree(answer: Any) -> list[tuple[int, str, int]]:
    return [(row.depth, row.unit.name, row.children) for row in answer.context["rows"]]


def several(parent: Unit, count: int, *, kind: str = "cell") -> list[Unit]:
    return [
        make.unit(f"Chi bộ thôn {number}", parent=parent, kind=kind)
        for number in range(1, count + 1)
    ]


# --- the tree ---------------------------------------------------------------------


def test_the_tree_begins_where_the_right_begins_and_opens_the_only_root(
    client: Client, province: Unit, commune: Unit
) -> None:
    make.unit("Đảng bộ tỉnh Hòa Lộc")
    several(commune, 2)

    found = tree(client.get(UNITS))

    assert found == [(0, province.name, 1), (1, commune.name, 2)]


def test_the_tree_opens_as_far_as_one_unit(
    client: Client, province: Unit, commune: Unit
) -> None:
    several(commune, 10)
    make.unit("Đảng bộ xã Nậm Lành", parent=province)

    found = tree(client.get(UNITS, {"mo": commune.code}))

    assert [name for depth, name, _children in found if depth < 2] == [
        province.name,
        commune.name,
        "Đảng bộ xã Nậm Lành",
    ]
    # As people number them: 2 before 10.
    assert [name for depth, name, _children in found if depth == 2] == [
        f"Chi bộ thôn {number}" for number in range(1, 11)
    ]


def test_a_role_further_down_begins_its_own_tree(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    cell = several(commune, 1)[0]
    other = make.unit("Đảng bộ tỉnh Hòa Lộc")
    reader = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    for unit in (cell, other):
        make.appointment(reader, Role.UNIT_SECRETARY, at=unit.scope)

    found = tree(signed_in(reader).get(UNITS))

    assert found == [(0, other.name, 0), (0, commune.name, 1)]


def test_an_administrator_sees_every_tree(signed_in: SignedIn, commune: Unit) -> None:
    make.unit("Đảng bộ tỉnh Hòa Lộc")

    found = tree(signed_in(make.administrator()).get(UNITS))

    assert [name for _depth, name, _children in found] == [
        "Đảng bộ tỉnh Hòa Lộc",
        "Đảng bộ tỉnh Sơn Bình",
    ]


def test_what_is_out_of_reach_does_not_open(client: Client) -> None:
    next_door = make.unit("Đảng bộ xã Nậm Lành")

    asked = [
        (UNITS, {"mo": next_door.code}),
        (UNITS, {"thuoc": next_door.code}),
        (page(next_door), {}),
    ]

    assert [client.get(*each).status_code for each in asked] == [404] * 3


def test_without_units_the_tree_says_what_to_do(signed_in: SignedIn) -> None:
    answer = signed_in(make.administrator()).get(UNITS)

    assert "Chưa có tổ chức nào trong phạm vi của bạn." in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_asks_as_often_whatever_its_size(
    rows: int,
    client: Client,
    commune: Unit,
    django_assert_num_queries: Queries,
) -> None:
    several(commune, rows)

    with django_assert_num_queries(11):
        answer = client.get(UNITS, {"mo": commune.code})

    assert len(tree(answer)) == 2 + rows


def test_the_tree_shows_the_first_of_very_many(
    client: Client, commune: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.queries.units.lists.OPENED", 2)
    several(commune, 3)

    answer = client.get(UNITS, {"mo": commune.code})

    assert len(tree(answer)) == 4
    assert "Còn 1 tổ chức nữa" in answer.text


# --- the list ---------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["khe vang", "KHE VÀNG", "vang xa", "{code}"])
def test_a_unit_is_found_by_words_and_by_code(
    wanted: str, client: Client, commune: Unit
) -> None:
    several(commune, 2)
    make.unit("Đảng bộ xã Khe Vàng")

    answer = client.get(UNITS, {"tim": wanted.format(code=commune.code)})

    assert names(answer) == [commune.name]


def test_a_list_is_narrowed_by_level_kind_place_and_state(
    client: Client, province: Unit, commune: Unit
) -> None:
    ward = make.unit("Đảng bộ phường Một", parent=province, kind="ward")
    cell, gone = several(commune, 2)
    Unit.objects.filter(pk=gone.pk).update(dissolved_on=date(2025, 7, 1))

    asked: list[dict[str, str]] = [
        {"cap": "commune"},
        {"loai": "ward"},
        {"thuoc": commune.code},
        {"tinh-trang": "da-giai-the"},
        {"tinh-trang": "", "thuoc": commune.code},
        {"cap": "no-such-level", "loai": "ward"},
    ]
    found = [names(client.get(UNITS, each)) for each in asked]

    assert found == [
        [commune.name, ward.name],
        [ward.name],
        [cell.name],
        [gone.name],
        [cell.name, gone.name],
        [ward.name],
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("ten", ["Ấm", "Bình", "Đỗ", "Em"]), ("-ten", ["Em", "Đỗ", "Bình", "Ấm"])],
)
def test_names_are_ordered_whatever_their_accents(
    order: str, expected: list[str], client: Client, commune: Unit
) -> None:
    for name in ("Em", "Đỗ", "Bình", "Ấm"):
        make.unit(name, parent=commune, kind="cell")

    answer = client.get(UNITS, {"cap": "cell", "sap-xep": order})

    assert names(answer) == expected


def test_children_are_counted_while_they_live(client: Client, commune: Unit) -> None:
    cells = several(commune, 3)
    Unit.objects.filter(pk=cells[0].pk).update(dissolved_on=date(2025, 7, 1))

    answer = client.get(UNITS, {"cap": "commune"})

    assert [children for _unit, children in answer.context["rows"]] == [2]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_as_often_whatever_its_size(
    rows: int, client: Client, commune: Unit, django_assert_num_queries: Queries
) -> None:
    several(commune, rows)

    with django_assert_num_queries(10):
        answer = client.get(UNITS, {"cap": "cell"})

    assert len(names(answer)) == rows


def test_a_list_is_kept_as_a_workbook(
    client: Client, province: Unit, commune: Unit
) -> None:
    several(commune, 2)

    answer = client.get(UNITS, {"cap": "commune", "xuat": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="to-chuc-dang.xlsx"'
    )
    assert sheet is not None
    headings, row = sheet.iter_rows(values_only=True)
    assert dict(zip(headings, row, strict=True)) == {
        "STT": 1,
        "Tên tổ chức": commune.name,
        "Mã": commune.code,
        "Loại": "Đảng bộ xã",
        "Cấp": "Cấp trên trực tiếp của tổ chức cơ sở đảng (xã, phường, đặc khu)",
        "Trực thuộc": province.name,
        "Mã nơi trực thuộc": province.code,
        "Số trực thuộc": 2,
        "Đại hội lần thứ": "XII",
        "Thành lập ngày": sheet["J2"].value,
        "Kết thúc hoạt động ngày": None,
        "Kết thúc do": "",
    }
    assert sheet["J2"].value.date() == date(1946, 9, 2)


def test_a_list_is_printed_whole(
    client: Client, commune: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(commune, 60)

    on_screen, on_paper = (
        client.get(UNITS, {"cap": "cell"} | more) for more in ({}, {"in": "1"})
    )

    assert [len(names(each)) for each in (on_screen, on_paper)] == [50, 60]


def test_nothing_found_says_what_to_try(client: Client, commune: Unit) -> None:
    answer = client.get(UNITS, {"tim": "không có đâu"})

    assert "Không có tổ chức nào khớp." in answer.text


# --- one unit ---------------------------------------------------------------------


def test_a_unit_says_what_it_is_and_where_it_lies(
    client: Client, province: Unit, commune: Unit
) -> None:
    several(commune, 2)
    make.person(at=commune)

    answer = client.get(page(commune))

    assert names(answer) == ["Chi bộ thôn 1", "Chi bộ thôn 2"]
    assert [each.name for each in answer.context["ancestors"]] == [province.name]
    for words in ("lần thứ XII", "02/09/1946", "Đảng bộ xã", commune.code):
        assert words in answer.text
    assert answer.context["people"].beneath == 1


def test_what_lies_above_the_reach_is_a_name_without_a_link(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    reader = make.holder(Role.UNIT_SECRETARY, at=commune.scope)

    answer = signed_in(reader).get(page(commune))

    assert answer.context["ancestors"] == []
    assert province.name in answer.text
    assert page(province) not in answer.text


@pytest.mark.parametrize(
    ("role", "at_province", "acts"),
    [
        (Role.ORGANISATION_STAFF, True, {"found", "correct", "rename", "merge"}),
        (Role.ORGANISATION_STAFF, False, {"found", "correct"}),
        (Role.UNIT_SECRETARY, True, set()),
        (Role.INSPECTOR, True, set()),
    ],
)
def test_acts_are_offered_to_whom_they_are(
    role: Role,
    at_province: bool,
    acts: set[str],
    province: Unit,
    commune: Unit,
    signed_in: SignedIn,
) -> None:
    user = make.holder(role, at=(province if at_province else commune).scope)
    client = signed_in(user)
    addresses = {
        act: reverse(f"core:unit-{act}", args=[commune.code])
        for act in ("found", "correct", "rename", "merge")
    }

    text = client.get(page(commune)).text
    opened = {act: client.get(where).status_code for act, where in addresses.items()}

    assert {act for act, where in addresses.items() if where in text} == acts
    assert opened == {act: 200 if act in acts else 404 for act in addresses}


def test_a_root_is_reshaped_by_administrators_alone(
    province: Unit, client: Client, signed_in: SignedIn
) -> None:
    address = reverse("core:unit-rename", args=[province.code])

    found = [
        each.get(address).status_code
        for each in (client, signed_in(make.administrator()))
    ]

    assert found == [404, 200]


def test_who_holds_which_role_is_for_who_keeps_the_unit(
    client: Client, commune: Unit, signed_in: SignedIn
) -> None:
    make.holder(Role.INSPECTOR, at=commune.scope, full_name="Nông Thị Quỳnh")
    reader = make.holder(Role.UNIT_SECRETARY, at=commune.scope)

    texts = [each.get(page(commune)).text for each in (client, signed_in(reader))]

    assert ["Nông Thị Quỳnh" in text for text in texts] == [True, False]


def test_people_are_a_link_for_who_may_see_them(
    client: Client, commune: Unit, signed_in: SignedIn
) -> None:
    link = reverse("core:people")

    texts = [
        each.get(page(commune)).text.partition("Người trong sổ")[2][:300]
        for each in (client, signed_in(make.administrator()))
    ]

    assert [link in text for text in texts] == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_unit_asks_as_often_whatever_lies_beneath(
    rows: int,
    client: Client,
    province: Unit,
    commune: Unit,
    staff: User,
    django_assert_num_queries: Queries,
) -> None:
    several(commune, rows)
    for _row in range(rows):
        make.holder(Role.INSPECTOR, at=commune.scope)
        merge_units(
            predecessors={make.unit(parent=province).pk: 1},
            into=commune.pk,
            decision=DECISION,
            by=staff,
            at=make.NOON,
        )

    with django_assert_num_queries(17):
        answer = client.get(page(commune))

    assert len(names(answer)) == rows
    assert len(answer.context["history"]) == rows + 1


def test_the_children_of_one_are_kept_as_a_workbook(
    client: Client, commune: Unit
) -> None:
    several(commune, 2)

    answer = client.get(page(commune), {"xuat": "xlsx", "sap-xep": "-ten"})
    sheet = load_workbook(io.BytesIO(answer.content)).active

    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == [
        "Tên tổ chức",
        "Chi bộ thôn 2",
        "Chi bộ thôn 1",
    ]


# --- what became of it ------------------------------------------------------------


def history(client: Client, unit: Unit) -> list[tuple[str, str, list[Any]]]:
    """Each line: its day, what happened, and what was before and after."""
    lines = client.get(page(unit)).context["history"]
    return [
        (
            f"{line.on:%d/%m/%Y}",
            str(line.what),
            [(change.before, change.after) for change in line.changes]
            + [(each.name, each.code) for each in line.units],
        )
        for line in lines
    ]


def test_a_history_tells_decisions_and_corrections_once_each(
    client: Client, staff: User, province: Unit, commune: Unit
) -> None:
    unit = rename_unit(
        unit_id=commune.pk,
        seen_version=1,
        name="Đảng bộ xã Khe Bạc",
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )
    correct_unit(
        unit_id=unit.pk,
        seen_version=2,
        values=Particulars(
            code=unit.code,
            name=unit.name,
            founded_on=date(1946, 9, 3),
            congress_number=None,
        ),
        by=staff,
        at=make.NOON.replace(hour=6),
    )

    assert history(client, commune) == [
        ("24/07/2025", "sửa cho đúng", [("02/09/1946", "03/09/1946"), ("12", "")]),
        ("01/07/2025", "đổi tên", [("Đảng bộ xã Khe Vàng", "Đảng bộ xã Khe Bạc")]),
        ("03/09/1946", "thành lập", []),
    ]


def test_a_history_follows_units_into_each_other(
    client: Client, staff: User, province: Unit, commune: Unit
) -> None:
    gone = make.unit("Đảng bộ xã Nậm Lành", parent=province)
    cell = make.unit("Chi bộ thôn 1", parent=gone, kind="cell")
    merge_units(
        predecessors={gone.pk: 1},
        into=commune.pk,
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )

    assert history(client, gone) == [
        ("01/07/2025", "sáp nhập vào", [(commune.name, commune.code)])
    ]
    assert history(client, commune)[0] == (
        "01/07/2025",
        "nhận sáp nhập",
        [(gone.name, gone.code)],
    )
    assert history(client, cell) == [
        ("01/07/2025", "chuyển nơi trực thuộc", [(gone.name, commune.name)])
    ]


def test_a_history_tells_the_kinds_in_words(
    client: Client, staff: User, commune: Unit
) -> None:
    reclass_unit(
        unit_id=commune.pk,
        seen_version=1,
        kind="ward",
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )

    assert history(client, commune)[0] == (
        "01/07/2025",
        "chuyển loại",
        [("Đảng bộ xã", "Đảng bộ phường")],
    )


def test_a_history_names_what_is_out_of_reach_without_a_link(
    province: Unit, commune: Unit, signed_in: SignedIn, staff: User
) -> None:
    gone = make.unit("Đảng bộ xã Nậm Lành")
    merge_units(
        predecessors={gone.pk: 1},
        into=make.unit("Đảng bộ xã Xa").pk,
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )
    reader = make.holder(Role.UNIT_SECRETARY, at=Unit.objects.get(pk=gone.pk).scope)

    assert history(signed_in(reader), gone) == [
        ("01/07/2025", "sáp nhập vào", [("Đảng bộ xã Xa", "")])
    ]


def test_a_unit_that_moved_away_is_gone_for_who_stays(
    client: Client, staff: User, commune: Unit
) -> None:
    other = make.unit("Đảng bộ tỉnh Hòa Lộc")
    before = client.get(page(commune)).status_code

    move_unit(
        unit_id=commune.pk,
        seen_version=1,
        parent_id=other.pk,
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )

    assert (before, client.get(page(commune)).status_code) == (200, 404)


# --- what is no more, and what is too small ---------------------------------------


@pytest.mark.parametrize("is_new", [False, True])
def test_a_unit_that_is_no_more_says_by_which_act_and_lies_where_it_lay(
    is_new: bool, client: Client, staff: User, province: Unit
) -> None:
    district = make.unit(
        "Đảng bộ huyện Cũ",
        parent=province,
        kind="district",
        founded_on=date(1975, 5, 19),
    )
    gone, beside = (make.unit(f"Đảng bộ xã {n}", parent=district) for n in "AB")
    heir = make.unit("Đảng bộ xã C", parent=province)
    new = NewUnit(name="Đảng bộ xã D", code="D", kind="commune", parent=province)
    merge_units(
        predecessors={gone.pk: 1} | ({beside.pk: 1} if is_new else {}),
        into=new if is_new else heir.pk,
        decision=DECISION,
        by=staff,
        at=make.NOON,
    )

    answer = client.get(page(gone))
    rows = client.get(UNITS, {"tinh-trang": "da-giai-the"})

    word = "đã hợp nhất" if is_new else "đã sáp nhập"
    assert [unit.name for unit in answer.context["ancestors"]] == [
        province.name,
        district.name,
    ]
    assert word in answer.text
    assert word in rows.text
    assert "đã giải thể" not in rows.text


@pytest.mark.parametrize(("official", "told"), [(2, True), (3, False)])
def test_a_cell_of_too_few_official_members_is_told(
    official: int, told: bool, client: Client, commune: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    empty = make.unit("Chi bộ thôn 2", parent=commune, kind="cell")
    make.person(at=cell, membership="probationary")
    for _number in range(official):
        make.person(at=cell)

    answers = [client.get(page(unit)).text for unit in (cell, empty, commune)]

    assert ["294-QĐ/TW" in text for text in answers] == [told, False, False]


def test_names_stand_in_the_order_of_the_dictionary(
    client: Client, province: Unit
) -> None:
    for name in ("Định", "Đức", "Dưới", "Dừa", "Dứa", "10", "2", "Ăn", "Âm", "An"):
        make.unit(f"Đảng bộ xã {name}", parent=province)
    wanted = ["2", "10", "An", "Ăn", "Âm", "Dừa", "Dứa", "Dưới", "Định", "Đức"]

    beneath = names(client.get(page(province)))
    rows = client.get(UNITS, {"cap": "commune", "sap-xep": "ten"}).context["rows"]
    drawn = [name for depth, name, _children in tree(client.get(UNITS)) if depth]

    sorted_names = [f"Đảng bộ xã {name}" for name in wanted]
    assert beneath == sorted_names
    assert [unit.name for unit, _children in rows] == sorted_names
    assert drawn == sorted_names


def test_a_portal_without_units_leads_administrators_to_the_first(
    signed_in: SignedIn,
) -> None:
    answer = signed_in(make.administrator()).get(UNITS)

    assert reverse("admin:core_unit_add") in answer.text
