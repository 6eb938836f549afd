"""What becomes of the rows of a list of units."""

import io
from datetime import date
from typing import Final

import pytest
from openpyxl import load_workbook

from core.access.rights import Role
from core.imports.template import template_of
from core.imports.units import UNITS
from core.models import AuditEvent, Scope, Unit, User
from core.services import Decision, dissolve_unit, rename_unit
from core.services import imports as acts
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import UNIT_HEADINGS

pytestmark = pytest.mark.django_db

GIVEN: Final = "KV;Đảng bộ xã Khe Vàng;Đảng bộ xã;;;"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def test_units_are_founded_beneath_each_other_wherever_they_stand_in_the_file(
    province: Unit, keeper: User
) -> None:
    run = bringing.applied(
        "units",
        UNIT_HEADINGS,
        "KV-1;Chi bộ thôn Nà Pia;Chi bộ;KV-0;;",
        "KV-0;Đảng bộ  cơ sở Chè;dang bo co so;KV;05/08/1995;XII",
        "KV;Đảng bộ xã Khe Vàng;commune;;;",
        to=province,
        by=keeper,
    )

    cell, base, commune = (Unit.objects.get(code=c) for c in ("KV-1", "KV-0", "KV"))
    assert run.state == "applied"
    assert (cell.parent, base.parent, commune.parent) == (base, commune, province)
    assert bringing.fields_of(
        base,
        "name",
        "kind_id",
        "founded_on",
        "congress_number",
        "version",
        "changed_by",
    ) == ("Đảng bộ cơ sở Chè", "grassroots", date(1995, 8, 5), 12, 1, keeper)
    assert [unit.scope.path.rpartition(".")[0] for unit in (cell, base, commune)] == [
        base.scope.path,
        commune.scope.path,
        province.scope.path,
    ]
    assert (base.scope.home, base.scope.kind, base.scope.title) == (
        base.scope.path,
        "unit",
        base.name,
    )


def test_an_import_leaves_one_line_in_the_trail(province: Unit, keeper: User) -> None:
    before = AuditEvent.objects.count()

    bringing.applied(
        "units",
        UNIT_HEADINGS,
        *(f"KV{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(3)),
        to=province,
        by=keeper,
    )

    lines = AuditEvent.objects.order_by("pk")[before:]
    assert [(line.act, line.detail.get("made")) for line in lines] == [
        ("core.list_received", None),
        ("core.list_applied", 3),
    ]
    assert {line.scope for line in lines} == {province.scope}


def test_a_known_unit_is_put_right_where_the_file_says_otherwise(
    province: Unit, keeper: User
) -> None:
    commune = make.unit("Đảng bộ xã Khe Vang", parent=province)

    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{commune.code};Đảng bộ xã Khe Vàng;;{province.code};1/2/1990;9",
        f"{province.code};;;;;",
        to=province,
        by=keeper,
    )
    bringing.confirmed(run, by=keeper)
    bringing.apply(run)

    assert bringing.verdicts(run) == {2: "changed", 3: "unchanged"}
    assert bringing.row(run, 2).changes == {
        "name": ["Đảng bộ xã Khe Vang", "Đảng bộ xã Khe Vàng"],
        "founded_on": ["", "01/02/1990"],
        "congress_number": ["", "9"],
    }
    commune.refresh_from_db()
    assert bringing.fields_of(commune, "name", "congress_number", "version") == (
        "Đảng bộ xã Khe Vàng",
        9,
        2,
    )
    assert Scope.objects.get(pk=commune.scope_id).title == "Đảng bộ xã Khe Vàng"


def test_a_blank_cell_leaves_what_the_register_holds(
    province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province, founded_on=date(1990, 1, 1), congress_number=5)

    run = bringing.checked(
        "units", UNIT_HEADINGS, f"{commune.code};;;;;", to=province, by=keeper
    )

    assert bringing.verdicts(run) == {2: "unchanged"}


WRONG: Final[dict[str, tuple[str, list[tuple[str, str]]]]] = {
    "no code": (";Chi bộ A;Đảng bộ xã;;;", [("code", "missing")]),
    "an odd code": ("A B;Chi bộ A;Đảng bộ xã;;;", [("code", "code-odd")]),
    "a long code": (f"{'A' * 41};Chi bộ A;Đảng bộ xã;;;", [("code", "too-long")]),
    "no name": ("A;;Đảng bộ xã;;;", [("name", "missing")]),
    "a long name": (f"A;{'x' * 201};Đảng bộ xã;;;", [("name", "too-long")]),
    "no kind": ("A;Chi bộ A;;;;", [("kind", "missing")]),
    "an unknown kind": ("A;Chi bộ A;Hội;;;", [("kind", "kind-unknown")]),
    "an abolished kind": ("A;Huyện A;Đảng bộ huyện;;;", [("kind", "kind-abolished")]),
    "a kind as high as its parent": (
        "A;Tỉnh A;Đảng bộ tỉnh;;;",
        [("kind", "kind-not-below")],
    ),
    "an unknown parent": ("A;Chi bộ A;Chi bộ;KHONG;;", [("parent", "parent-unknown")]),
    "itself as parent": ("A;Chi bộ A;Chi bộ;A;;", [("parent", "parent-circle")]),
    "no date": ("A;Xã A;Đảng bộ xã;;hôm qua;", [("founded_on", "date-odd")]),
    "half a date": ("A;Xã A;Đảng bộ xã;;1995;", [("founded_on", "date-whole")]),
    "a future date": (
        "A;Xã A;Đảng bộ xã;;01/01/2030;",
        [("founded_on", "founded-in-future")],
    ),
    "an early date": (
        "A;Xã A;Đảng bộ xã;;01/01/1900;",
        [("founded_on", "founded-too-early")],
    ),
    "no number": ("A;Xã A;Đảng bộ xã;;;nhất", [("congress_number", "number-odd")]),
    "a large number": (
        "A;Xã A;Đảng bộ xã;;;400",
        [("congress_number", "number-outside")],
    ),
    "several": (
        "A;Xã A;Hội;KHONG;x;",
        [
            ("founded_on", "date-odd"),
            ("kind", "kind-unknown"),
            ("parent", "parent-unknown"),
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_of_its_cell(
    name: str, province: Unit, keeper: User
) -> None:
    row, said = WRONG[name]

    run = bringing.checked("units", UNIT_HEADINGS, row, to=province, by=keeper)

    assert bringing.codes(run, 2) == said
    assert bringing.verdicts(run) == {2: "wrong"}


def test_rows_that_hang_on_wrong_rows_are_wrong_too(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        GIVEN.replace("Đảng bộ xã;;", "Hội;;"),
        "A;Đảng bộ A;Đảng bộ cơ sở;KV;;",
        "A;Đảng bộ A lần nữa;Đảng bộ cơ sở;KV;;",
        "B;Đảng bộ B;Đảng bộ cơ sở;C;;",
        "C;Đảng bộ C;Đảng bộ cơ sở;B;;",
        "D;Chi bộ D;Chi bộ;C;;",
        "E;Đảng bộ xã E;Đảng bộ xã;;;",
        to=province,
        by=keeper,
    )

    found = {number: bringing.codes(run, number) for number in range(3, 9)}
    assert found == {
        3: [("parent", "parent-wrong")],
        4: [("code", "code-twice")],
        5: [("parent", "parent-circle")],
        6: [("parent", "parent-circle")],
        7: [("parent", "parent-circle")],
        8: [],
    }
    assert run.counts == {"wrong": 6, "new": 1}


def test_what_is_an_act_of_its_own_is_no_matter_for_a_list(
    province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    other = make.unit("Đảng bộ xã Nậm Lành", parent=province)

    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{commune.code};Đảng bộ xã khác;Đảng bộ phường;{other.code};;",
        to=province,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [
        ("parent", "parent-differs"),
        ("kind", "kind-differs"),
        ("name", "name-differs"),
    ]
    said = bringing.kind("units").sentence(*bringing.row(run, 2).faults[0][1:])
    assert said == (
        "Trong sổ, tổ chức này trực thuộc Đảng bộ tỉnh Sơn Bình. Muốn chuyển, hãy mở "
        "tổ chức và chọn Chuyển."
    )


def test_units_next_door_are_neither_parents_nor_put_right(
    province: Unit, keeper: User
) -> None:
    next_door = make.unit("Đảng bộ tỉnh Lạc Hà")
    beneath = make.unit("Đảng bộ xã Nậm Lành", parent=next_door)

    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{beneath.code};Đảng bộ xã Nậm Lành;;;1/1/1990;",
        f"A;Đảng bộ A;Đảng bộ cơ sở;{beneath.code};;",
        to=province,
        by=keeper,
    )

    assert [bringing.codes(run, number) for number in (2, 3)] == [
        [("code", "code-elsewhere")],
        [("parent", "parent-unknown")],
    ]
    assert bringing.row(run, 2).target == ""


def test_dissolved_units_take_nothing(province: Unit, keeper: User) -> None:
    gone = make.unit(parent=province)
    dissolve_unit(
        unit_id=gone.pk,
        seen_version=1,
        decision=Decision(on=make.NOON.date(), paper="12-QĐ/TU"),
        by=keeper,
        at=make.NOON,
    )

    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{gone.code};Đảng bộ xã Khe Vàng;;;1/1/1990;",
        f"A;Đảng bộ A;Đảng bộ cơ sở;{gone.code};;",
        to=province,
        by=keeper,
    )

    assert [bringing.codes(run, number) for number in (2, 3)] == [
        [("code", "unit-dissolved")],
        [("parent", "parent-dissolved")],
    ]


def test_no_unit_is_founded_after_what_happened_to_it(
    province: Unit, keeper: User
) -> None:
    unit = make.unit(parent=province)
    rename_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        name="Đảng bộ xã Mới",
        decision=Decision(on=date(2025, 7, 1)),
        by=keeper,
        at=make.NOON,
    )

    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{unit.code};Đảng bộ xã Mới;;;02/07/2025;",
        to=province,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [("founded_on", "founded-after")]


@pytest.mark.parametrize("rows", [1, 40])
def test_as_many_questions_are_asked_for_few_rows_as_for_many(
    rows: int, province: Unit, keeper: User, django_assert_num_queries: make.Queries
) -> None:
    run = bringing.read(
        "units",
        bringing.table(
            UNIT_HEADINGS, *(f"K{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(rows))
        ),
        to=province,
        by=keeper,
    )
    acts.map_columns(run.pk, columns=run.mapping)

    with django_assert_num_queries(15):
        bringing.check(run)
    bringing.confirmed(run, by=keeper)
    with django_assert_num_queries(22):
        bringing.apply(run)

    assert Unit.objects.filter(parent=province).count() == rows


def test_a_number_in_words_is_said_to_be_none(province: Unit, keeper: User) -> None:
    row = "A;Xã A;Đảng bộ xã;;;mười"

    run = bringing.checked("units", UNIT_HEADINGS, row, to=province, by=keeper)

    [code] = bringing.codes(run, 2)
    assert UNITS.sentence(code[1], {}) == "Không phải số nguyên."


def test_the_empty_list_says_which_kinds_there_are() -> None:
    book = load_workbook(io.BytesIO(template_of(UNITS)))

    told = [row[-1] for row in book["Hướng dẫn"].iter_rows(values_only=True)]

    assert {"Chi bộ", "Đảng bộ đặc khu", "Đảng bộ thị trấn (trước 1/7/2025)"} <= set(
        told
    )


def test_a_kind_is_known_by_what_it_was_called_before(
    province: Unit, keeper: User
) -> None:
    row = "A;Đảng bộ A;Đảng bộ các cơ quan Đảng tỉnh;;;"

    run = bringing.checked("units", UNIT_HEADINGS, row, to=province, by=keeper)

    assert bringing.verdicts(run) == {2: "new"}
