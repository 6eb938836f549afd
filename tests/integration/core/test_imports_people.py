"""What becomes of the rows of a list of people."""

from datetime import date
from typing import Any, Final

import pytest
from django.urls import reverse

from core import register
from core.access.rights import Role
from core.imports import people
from core.models import Person, Unit, User
from core.services import imports as acts
from core.services import register_person
from core.vietnamese import names
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import PERSON_HEADINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Unit:
    return make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình"))


@pytest.fixture
def cell(commune: Unit) -> Unit:
    base = make.unit("Đảng bộ cơ sở Chè", parent=commune)
    return make.unit("Chi bộ Phân xưởng 1", parent=base)


@pytest.fixture
def keeper(commune: Unit) -> User:
    return make.holder(Role.PERSONNEL_STAFF, at=commune.scope)


def somebody(name: str = "Lục Văn Quý", *, at: Unit, **particulars: Any) -> Person:
    return register_person(
        full_name=name, unit=at, particulars=particulars, by=None, at=make.NOON
    )


def test_every_field_of_the_register_is_read(
    commune: Unit, cell: Unit, keeper: User
) -> None:
    headings = ";".join(str(c.label) for c in bringing.kind("people").columns)
    values = {
        "full_name": "Nông  Thị",
        "other_name": "Sáu",
        "given_name": "Quỳnh",
        "sex": "Nữ",
        "born_on": "8/1975",
        "citizen_id": "1175012345",
        "ethnicity": "Tày",
        "religion": "Không",
        "home_place": "Xã Khe Vàng",
        "position": "Hiệu trưởng",
        "unit": cell.code,
        "membership": "chính thức",
        "party_card": "12.345.678",
        "party_since": "03-02-1998",
        "official_since": "3.2.1999",
        "schooling": "12/12",
        "education": "đại học",
        "profession": "Sư phạm",
        "theory": "Trung cấp LLCT",
        "party_age_lost_months": "6",
        "badge": "Huy hiệu 30 năm tuổi Đảng",
        "languages": "Tiếng Anh B1",
        "computing": "Cơ bản",
    }
    assert set(values) == {c.key for c in bringing.kind("people").columns}

    run = bringing.applied(
        "people",
        headings,
        ";".join(values[c.key] for c in bringing.kind("people").columns),
        to=commune,
        by=keeper,
    )

    person = Person.objects.get()
    assert run.state == "applied"
    assert bringing.codes(run, 2) == [("citizen_id", "zeros-added")]
    assert {name: getattr(person, name) for name in register.PARTICULARS} == {
        **{name: values[name] for name in ("other_name", "ethnicity", "religion")},
        **{name: values[name] for name in ("home_place", "position", "profession")},
        "full_name": "Nông Thị Quỳnh",
        "sex": "female",
        "born_on": date(1975, 8, 1),
        "birth_precision": "month",
        "citizen_id": "001175012345",
        "membership": "official",
        "party_card": "12345678",
        "party_since": date(1998, 2, 3),
        "official_since": date(1999, 2, 3),
        "schooling": "12/12",
        "education": "university",
        "theory": "intermediate",
        "party_age_lost_months": 6,
        "badge": 30,
        "languages": "Tiếng Anh B1",
        "computing": "Cơ bản",
    }
    assert (person.unit, person.version, person.changed_by) == (cell, 1, keeper)
    assert person.sort_key == names.sort_key("Nông Thị Quỳnh")


UNKNOWN: Final = ("membership", "membership-unknown")
MEMBERS: Final = "Họ và tên;Ngày sinh;Tư cách đảng viên;Ngày vào Đảng;Ngày chính thức"


@pytest.mark.parametrize(
    ("row", "membership", "said"),
    [
        ("An;1975;Chính thức;;", "official", []),
        ("An;1975;;;3/2/1999", "official", []),
        ("An;1975;;3/2/1998;3/2/1999", "official", []),
        ("An;1975;;20/6/2025;", "probationary", []),
        ("An;1975;;3/2/1998;", "unknown", [UNKNOWN]),
        ("An;1975;;;", "unknown", [UNKNOWN]),
        ("An;1975;Chưa rõ;;", "unknown", [UNKNOWN]),
    ],
)
def test_a_blank_standing_makes_no_voter(
    row: str, membership: str, said: list[Any], commune: Unit, keeper: User
) -> None:
    run = bringing.applied("people", MEMBERS, row, to=commune, by=keeper)

    assert Person.objects.get().membership == membership
    assert bringing.codes(run, 2) == said
    run.refresh_from_db()
    assert run.counts == {"new": 1} | ({"noted": 1} if said else {})


def test_a_later_list_settles_an_unknown_standing(commune: Unit, keeper: User) -> None:
    person = somebody(at=commune, citizen_id="001075012345", membership="unknown")
    headings = "Họ và tên;CCCD;Ngày chính thức"

    bringing.applied(
        "people", headings, "Lục Văn Quý;001075012345;3/2/1999", to=commune, by=keeper
    )

    person.refresh_from_db()
    assert person.membership == "official"


def test_what_is_seldom_so_is_noted_and_written(commune: Unit, keeper: User) -> None:
    headings = f"{MEMBERS};Số thẻ;Dân tộc;Tôn giáo"
    row = "An;5/8/1975;Chính thức;4/8/1993;4/8/1993;123;Pháp;đạo phật"

    run = bringing.applied("people", headings, row, to=commune, by=keeper)

    assert bringing.codes(run, 2) == [
        ("party_since", "admitted-before-18"),
        ("official_since", "official-within-a-year"),
        ("party_card", "card-not-8-figures"),
        ("ethnicity", "not-listed"),
    ]
    person = Person.objects.get()
    assert (person.ethnicity, person.religion) == ("Pháp", "Phật giáo")
    # Brought in once more, nothing of it is new.
    again = bringing.checked("people", headings, row, to=commune, by=keeper)
    assert bringing.verdicts(again) == {2: "unchanged"}
    assert bringing.codes(again, 2) == []


def test_rows_worth_a_look_are_counted_and_listed(
    commune: Unit, keeper: User, signed_in: make.SignedIn
) -> None:
    rows = ("An;1975;Chính thức;;", "Bình;1976;;;")
    run = bringing.checked("people", MEMBERS, *rows, to=commune, by=keeper)
    address = reverse("core:import", args=[run.pk])

    answer = signed_in(keeper).get(address, {"loc": "noted"})

    assert "1 dòng sẽ được ghi mà có điều nên xem lại." in answer.text
    assert [each.row.number for each in answer.context["rows"]] == [3]


@pytest.mark.parametrize(
    ("typed_number", "written"),
    [("12345678", "012345678"), ("1175012345", "001175012345")],
)
def test_zeros_that_excel_took_are_put_back(
    typed_number: str, written: str, commune: Unit, keeper: User
) -> None:
    row = f"An;1975;{typed_number};;;"

    bringing.applied("people", PERSON_HEADINGS, row, to=commune, by=keeper)

    assert Person.objects.get().citizen_id == written


def test_somebody_who_left_is_told_and_not_changed(commune: Unit, keeper: User) -> None:
    gone = somebody(
        at=commune, citizen_id="001075012345", born_on=date(1975, 8, 5), sex="male"
    )
    Person.objects.filter(pk=gone.pk).update(
        left_on=date(2025, 7, 1), left_why="moved_away"
    )

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;5/8/1975;001075012345;;;Nữ",
        "Lục Văn Quý;5/8/1975;;;;Nữ",
        to=commune,
        by=keeper,
    )

    assert bringing.verdicts(run) == {2: "wrong", 3: "duplicate"}
    assert bringing.codes(run, 2) == [("citizen_id", "left")]
    assert ("full_name", "same-name-left") in bringing.codes(run, 3)
    assert bringing.kind("people").decisions(bringing.row(run, 3)) == ["skip", "new"]
    told = bringing.row(run, 2).faults[0]
    sentence = bringing.kind("people").sentence(told[1], told[2])
    assert "đã rời sổ ngày 01/07/2025" in sentence


WRONG: Final[dict[str, tuple[str, list[tuple[str, str]]]]] = {
    "no name": (";1975;;;;", [("full_name", "missing")]),
    "figures in the name": ("An 2;1975;;;;", [("full_name", "name-has-figures")]),
    "no date": ("An;mai;;;;", [("born_on", "date-part-odd")]),
    "a short year": ("An;5/8/75;;;;", [("born_on", "year-short")]),
    "born tomorrow": ("An;2030;;;;", [("born_on", "born-in-future")]),
    "an odd number": ("An;1975;12;;;", [("citizen_id", "citizen-id-odd")]),
    "an odd card": ("An;1975;;AB;;", [("party_card", "party-card-odd")]),
    "no unit": ("An;1975;;;KHONG;", [("unit", "unit-unknown")]),
    "no sex": ("An;1975;;;;khác", [("sex", "choice-odd")]),
    "an error of Excel": ("An;#REF!;;;;", [("born_on", "excel-error")]),
    "a formula": ("An;=?;;;;", [("born_on", "formula-unsaved")]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_of_its_cell(
    name: str, commune: Unit, keeper: User
) -> None:
    row, said = WRONG[name]

    run = bringing.checked("people", PERSON_HEADINGS, row, to=commune, by=keeper)

    assert bringing.codes(run, 2) == said
    assert bringing.verdicts(run) == {2: "wrong"}


def test_without_a_unit_people_go_where_the_list_goes(
    commune: Unit, keeper: User
) -> None:
    bringing.applied(
        "people", PERSON_HEADINGS, "Lục Văn Quý;1975;;;;Nam", to=commune, by=keeper
    )

    assert Person.objects.get().unit == commune


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ({"citizen_id": "001075012345"}, "Lục Văn Quý;5/8/1975;001075012345;;;Nam"),
        ({"party_card": "12345678"}, "lục văn quý;5/8/1975;;12.345.678;;Nam"),
    ],
)
def test_who_has_the_number_is_the_person(
    known: dict[str, str], row: str, commune: Unit, cell: Unit, keeper: User
) -> None:
    person = somebody(at=cell, **known)

    run = bringing.applied("people", PERSON_HEADINGS, row, to=commune, by=keeper)

    person.refresh_from_db()
    assert bringing.verdicts(run) == {2: "changed"}
    assert Person.objects.count() == 1
    assert bringing.fields_of(person, "born_on", "sex", "unit", "version") == (
        date(1975, 8, 5),
        "male",
        cell,
        2,
    )


def test_a_number_with_another_name_is_asked_about(commune: Unit, keeper: User) -> None:
    somebody(at=commune, citizen_id="001075012345")

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Nông Văn Ba;1975;001075012345;;;",
        to=commune,
        by=keeper,
    )

    row = bringing.row(run, 2)
    assert (row.verdict, bringing.codes(run, 2)) == (
        "duplicate",
        [("citizen_id", "same-number-other-name")],
    )
    assert bringing.kind("people").decisions(row) == ["skip", "same"]


ALIKE: Final = [
    ({"born_on": date(1975, 8, 5)}, "LUC VAN QUY;5/8/1975;;;;", True),
    ({"born_on": date(1975, 8, 5)}, "Lục Văn Quý;1975;;;;", True),
    (
        {"born_on": date(1975, 1, 1), "birth_precision": "year"},
        "Lục Văn Quý;5/8/1975;;;;",
        True,
    ),
    ({"born_on": date(1975, 8, 5)}, "Lục Văn Quý;6/8/1975;;;;", False),
    ({"born_on": date(1975, 8, 5)}, "Lục Văn Quyết;5/8/1975;;;;", False),
    ({}, "Lục Văn Quý;5/8/1975;;;;", True),
    ({"born_on": date(1975, 8, 5)}, "Lục Văn Quý;;;;;", True),
    ({"citizen_id": "001075012345"}, "Lục Văn Quý;;001075000000;;;", False),
]


@pytest.mark.parametrize(("known", "row", "asked"), ALIKE)
def test_the_same_name_and_birth_date_are_asked_about(
    known: dict[str, Any], row: str, asked: bool, commune: Unit, keeper: User
) -> None:
    person = somebody(at=commune, **known)

    run = bringing.checked("people", PERSON_HEADINGS, row, to=commune, by=keeper)

    found = bringing.row(run, 2)
    assert (found.verdict, found.target) == (
        ("duplicate", str(person.pk)) if asked else ("new", "")
    )


def test_an_unknown_birth_date_counts_only_in_the_same_unit(
    commune: Unit, cell: Unit, keeper: User
) -> None:
    somebody(at=cell)

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;1975;;;;",
        f"Lục Văn Quý;1976;;;{cell.code};",
        to=commune,
        by=keeper,
    )

    assert bringing.verdicts(run) == {2: "new", 3: "duplicate"}


def test_each_decision_does_what_it_says(commune: Unit, keeper: User) -> None:
    for name in ("An", "Ba", "Tư"):
        somebody(f"Lục Văn {name}", at=commune, born_on=date(1975, 8, 5))
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        *(f"Lục Văn {name};5/8/1975;;;;Nam" for name in ("An", "Ba", "Tư")),
        to=commune,
        by=keeper,
    )
    acts.decide(run.pk, decisions={2: "skip", 3: "new", 4: "same", 9: "same"})

    bringing.confirmed(run, by=keeper)
    bringing.apply(run)

    found = Person.objects.order_by("full_name", "pk").values_list("full_name", "sex")
    assert sorted(found) == [
        ("Lục Văn An", ""),
        ("Lục Văn Ba", ""),
        ("Lục Văn Ba", "male"),
        ("Lục Văn Tư", "male"),
    ]


def test_one_decision_for_all_leaves_out_where_it_cannot_be(
    commune: Unit, keeper: User
) -> None:
    somebody("Lục Văn An", at=commune, born_on=date(1975, 8, 5))
    somebody("Lục Văn Ba", at=commune, citizen_id="001075012345")
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn An;5/8/1975;;;;",
        "Nông Thị Tư;1980;001075012345;;;",
        to=commune,
        by=keeper,
    )

    count = acts.decide_all(run.pk, decision="new")

    decisions = run.lines.order_by("number").values_list("decision", flat=True)
    assert (count, list(decisions)) == (1, ["new", ""])


def test_rows_of_one_file_are_compared_with_each_other(
    commune: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;5/8/1975;001075012345;;;",
        "Lục Văn Quý;5/8/1975;;;;",
        "Nông Thị Ba;1980;001075012345;;;",
        to=commune,
        by=keeper,
    )

    assert [bringing.codes(run, number) for number in (2, 3, 4)] == [
        [UNKNOWN],
        [("full_name", "same-name-in-file"), UNKNOWN],
        [("citizen_id", "number-twice")],
    ]
    assert bringing.kind("people").decisions(bringing.row(run, 3)) == ["skip", "new"]


def test_two_numbers_of_two_people_are_a_mistake(commune: Unit, keeper: User) -> None:
    somebody("Lục Văn An", at=commune, citizen_id="001075012345")
    somebody("Lục Văn Ba", at=commune, party_card="12345678")

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn An;;001075012345;12345678;;",
        to=commune,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [("citizen_id", "two-people")]


def test_people_next_door_are_neither_shown_nor_changed(
    commune: Unit, keeper: User
) -> None:
    next_door = make.unit("Đảng bộ xã Nậm Lành")
    somebody(at=next_door, citizen_id="001075012345", born_on=date(1975, 8, 5))

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;;001075012345;;;",
        "Lục Văn Quý;5/8/1975;;;;",
        f"Nông Thị Ba;;;;{next_door.code};",
        to=commune,
        by=keeper,
    )

    assert [bringing.codes(run, number) for number in (2, 3, 4)] == [
        [("citizen_id", "number-elsewhere")],
        [UNKNOWN],
        [("unit", "unit-unknown")],
    ]
    assert set(run.lines.values_list("target", flat=True)) == {""}


def test_moving_somebody_is_an_act_of_its_own(
    commune: Unit, cell: Unit, keeper: User
) -> None:
    somebody(at=commune, citizen_id="001075012345")

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        f"Lục Văn Quý;;001075012345;;{cell.code};",
        to=commune,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [("unit", "unit-differs")]


def test_what_was_wrong_of_somebody_already_is_not_the_rows_fault(
    commune: Unit, keeper: User
) -> None:
    person = somebody(at=commune, citizen_id="001075012345")
    Person.objects.filter(pk=person.pk).update(full_name="Lục Văn Quý 2")

    run = bringing.checked(
        "people", PERSON_HEADINGS, ";1975;001075012345;;;", to=commune, by=keeper
    )

    assert (bringing.verdicts(run), bringing.codes(run, 2)) == ({2: "changed"}, [])


def test_a_person_is_put_right_once_in_a_file(commune: Unit, keeper: User) -> None:
    somebody(at=commune, citizen_id="001075012345", party_card="12345678")

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;1975;001075012345;;;",
        "Lục Văn Quý;1975;;12345678;;",
        to=commune,
        by=keeper,
    )

    assert bringing.verdicts(run) == {2: "changed", 3: "wrong"}
    assert bringing.codes(run, 3) == [("party_card", "number-twice")]


def test_somebody_in_another_unit_is_told_to_stay_there(
    commune: Unit, cell: Unit, keeper: User
) -> None:
    somebody(at=commune, born_on=date(1975, 8, 5), party_since=date(1998, 2, 3))
    headings = "Họ tên;Ngày sinh;Mã chi bộ;Ngày vào Đảng"

    run = bringing.checked(
        "people",
        headings,
        f"Lục Văn Quý;5/8/1975;{cell.code};3/2/1999",
        to=commune,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [
        ("unit", "unit-stays"),
        ("full_name", "same-name"),
        UNKNOWN,
    ]
    assert bringing.row(run, 2).changes == {"party_since": ["03/02/1998", "03/02/1999"]}


def test_nobody_is_entered_into_a_dissolved_unit(
    commune: Unit, cell: Unit, keeper: User
) -> None:
    Unit.objects.filter(pk=cell.pk).update(dissolved_on=date(2025, 7, 1))

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        f"Lục Văn Quý;1975;;;{cell.code};",
        to=commune,
        by=keeper,
    )

    assert bringing.codes(run, 2) == [("unit", "unit-dissolved")]


def test_a_list_of_several_batches_is_compared_throughout(
    commune: Unit, keeper: User
) -> None:
    rows = [f"Lục Văn A;{1900 + n % 100};00{n:010};;;" for n in range(1_001)]

    run = bringing.checked(
        "people", PERSON_HEADINGS, *rows, rows[0], to=commune, by=keeper
    )

    assert bringing.codes(run, 1_003) == [
        ("citizen_id", "number-twice"),
        ("full_name", "same-name-in-file"),
    ]


def test_a_merged_row_is_nobody(commune: Unit, keeper: User) -> None:
    kept = somebody(at=commune, born_on=date(1975, 8, 5))
    gone = somebody("Lục Văn Quí", at=commune, citizen_id="001075012345")
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Nông Thị Ba;1980;001075012345;;;",
        to=commune,
        by=keeper,
    )

    assert bringing.verdicts(run) == {2: "new"}


def test_a_day_that_excel_made_of_schooling_is_schooling_again(
    commune: Unit, keeper: User
) -> None:
    run = bringing.applied(
        "people", "Họ tên;Văn hóa", "Lục Văn Quý;12/12/2026", to=commune, by=keeper
    )

    assert (run.state, Person.objects.get().schooling) == ("applied", "12/12")


@pytest.mark.parametrize("rows", [1, 40])
def test_as_many_questions_are_asked_for_few_rows_as_for_many(
    rows: int, commune: Unit, keeper: User, django_assert_num_queries: make.Queries
) -> None:
    run = bringing.read(
        "people",
        bringing.table(
            PERSON_HEADINGS,
            *(f"Lục Văn A;{1930 + n};0010750{n:05};;;" for n in range(rows)),
        ),
        to=commune,
        by=keeper,
    )
    acts.map_columns(run.pk, columns=run.mapping)

    with django_assert_num_queries(16):
        bringing.check(run)
    bringing.confirmed(run, by=keeper)
    with django_assert_num_queries(21):
        bringing.apply(run)

    assert Person.objects.filter(unit=commune).count() == rows


def test_a_given_name_that_stands_in_both_columns_is_written_once(
    commune: Unit, keeper: User
) -> None:
    run = bringing.applied(
        "people",
        "Họ và tên;Tên",
        "Phạm Thị Ngọc Ánh;Ánh",
        "Phạm Thị Kim;Ánh",
        to=commune,
        by=keeper,
    )

    written = Person.objects.order_by("full_name").values_list("full_name", flat=True)
    assert list(written) == ["Phạm Thị Kim Ánh", "Phạm Thị Ngọc Ánh"]
    assert ("full_name", "end-twice") in bringing.codes(run, 2)
    assert ("full_name", "end-twice") not in bringing.codes(run, 3)


def test_the_letter_of_old_files_is_written_as_ours(
    commune: Unit, keeper: User
) -> None:
    bringing.applied(
        "people",
        "Họ và tên;Quê quán",
        "Nguyễn \u00d0ức;T\u1ec9nh \u00d0\u00f4ng",
        to=commune,
        by=keeper,
    )

    person = Person.objects.get()
    assert (person.full_name, person.home_place) == ("Nguyễn Đức", "Tỉnh Đông")
    assert person.sort_key == names.sort_key("Nguyễn Đức")


@pytest.mark.parametrize(
    ("headings", "row", "field", "limit"),
    [
        ("Họ và tên;Số thẻ", f"An;{'1' * 40}", "party_card", 20),
        ("Họ đệm;Tên", f"{'x' * 119};{'y' * 10}", "full_name", 120),
        ("Họ và tên;Ngoại ngữ", f"An;{'x' * 201}", "languages", 200),
        ("Họ và tên;Dân tộc", f"An;{'x' * 61}", "ethnicity", 60),
    ],
)
def test_what_the_register_has_no_room_for_is_said_in_time(
    headings: str, row: str, field: str, limit: int, commune: Unit, keeper: User
) -> None:
    run = bringing.checked("people", headings, row, to=commune, by=keeper)

    said = [fault for fault in bringing.row(run, 2).faults if fault[1] == "too-long"]
    assert said == [[field, "too-long", {"limit": limit}]]
    assert bringing.verdicts(run) == {2: "wrong"}


def test_every_text_of_a_person_has_a_column_no_longer_than_the_register() -> None:
    columns = {column.key: column for column in bringing.kind("people").columns}

    for name, limit in people.LIMITS.items():
        with_room = columns[name].parse("1" * (limit - limit % 2))
        assert len(with_room) <= limit


def test_a_list_that_the_register_cannot_hold_comes_back_with_a_sentence(
    commune: Unit, keeper: User
) -> None:
    # Three letters in one sign: the key that orders it is longer than any name's.
    run = bringing.checked(
        "people", "Họ và tên;Dân tộc", f"{chr(0xFB03) * 100};Tày", to=commune, by=keeper
    )
    bringing.confirmed(run, by=keeper)

    run = bringing.apply(run)

    assert (run.state, run.fault) == ("checked", {"code": "not-written"})
    assert "hãy báo quản trị viên" in bringing.kind("people").sentence(
        "not-written", {}
    )
    assert not Person.objects.exists()
