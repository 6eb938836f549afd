"""A list on its way in: read, matched, seen, confirmed, written, taken back."""

import re
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from core import registry
from core.access.rights import RIGHTS_OF, Right, Role
from core.imports import faults
from core.models import (
    AuditEvent,
    ImportChange,
    ImportRow,
    ImportRun,
    Person,
    PersonVersion,
    RememberedMapping,
    Scope,
    Unit,
    UnitVersion,
    User,
)
from core.queries import imports as reads
from core.services import imports as acts
from core.services import register_person, rename_unit
from core.services.imports import judging
from core.services.units import Decision
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import PERSON_HEADINGS, UNIT_HEADINGS
from tests.unit.core.list_files import workbook

pytestmark = pytest.mark.django_db

COMMUNES: Final = tuple(f"K{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(3))


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def register() -> tuple[set[str], set[str], set[str]]:
    """What an import may touch, as it stands."""
    return (
        set(Unit.objects.values_list("code", flat=True)),
        set(Scope.objects.values_list("title", flat=True)),
        set(Person.objects.values_list("full_name", flat=True)),
    )


def left() -> tuple[int, int]:
    return ImportRow.objects.count(), ImportChange.objects.count()


# --- reading and matching ---------------------------------------------------------


def test_headings_beneath_titles_are_found_and_numbering_is_no_row(
    province: Unit, keeper: User
) -> None:
    data = workbook(
        [
            ["TỈNH ỦY SƠN BÌNH"],
            [],
            ["Danh sách tổ chức đảng"],
            ["STT", "Mã", "Tên", "Loại hình"],
            ["(1)", "(2)", "(3)", "(4)"],
            [1, "KV", "Đảng bộ xã Khe Vàng", "Đảng bộ xã"],
            [2, "NL", "Đảng bộ xã Nậm Lành", "Đảng bộ xã"],
        ]
    )

    run = bringing.read("units", data, to=province, by=keeper)

    assert (run.reading["header_row"], run.rows) == (4, 2)
    assert run.headings == ["STT", "Mã", "Tên", "Loại hình"]
    assert run.mapping == {"code": 1, "name": 2, "kind": 3}
    acts.map_columns(run.pk, columns=run.mapping)
    assert bringing.verdicts(bringing.check(run)) == {6: "new", 7: "new"}


def test_other_headings_and_another_sheet_can_be_chosen(
    province: Unit, keeper: User
) -> None:
    data = workbook([["Mã", "Tên"], ["x", "y"], ["z", "t"]], titles=["Một", "Hai"])
    run = bringing.read("units", data, to=province, by=keeper)

    acts.read_again(run.pk, sheet="", header_row=2)
    lower = acts.read_list(run.pk)
    acts.read_again(run.pk, sheet="Hai", header_row=1)
    with_one_row = acts.read_list(run.pk)

    assert (lower.headings, lower.rows) == (["x", "y"], 1)
    assert (with_one_row.state, with_one_row.fault["code"]) == ("refused", "no-heading")


def test_a_sheet_that_is_not_there_cannot_be_chosen(
    province: Unit, keeper: User
) -> None:
    run = bringing.read("units", workbook([["Mã"], ["x"]]), to=province, by=keeper)

    with pytest.raises(acts.NotNow):
        acts.read_again(run.pk, sheet="Kín", header_row=1)


def test_a_mapping_is_remembered_for_the_same_headings_of_the_unit(
    province: Unit, keeper: User
) -> None:
    odd = ("Cột A;Cột B;Cột C", "KV;Đảng bộ xã Khe Vàng;Đảng bộ xã")
    chosen = {"code": 0, "name": 1, "kind": 2}
    bringing.checked("units", *odd, to=province, by=keeper, mapping=chosen)
    next_door = make.unit("Đảng bộ tỉnh Lạc Hà")

    again = bringing.read(
        "units", bringing.table(odd[0].upper(), "x;y;z"), to=province, by=keeper
    )
    elsewhere = bringing.read("units", bringing.table(*odd), to=next_door, by=keeper)

    assert (again.mapping, elsewhere.mapping) == (chosen, {})
    assert RememberedMapping.objects.count() == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"code": 0}, "Hãy chọn cột cho: Tên tổ chức, Loại tổ chức."),
        (
            {"code": 0, "name": 1, "kind": 1},
            "Một cột của tệp được chọn cho hai mục. Hãy để mỗi cột cho một mục.",
        ),
        ({"code": 0, "name": 1, "kind": 99}, "Hãy chọn cột cho: Loại tổ chức."),
    ],
)
def test_a_mapping_that_is_not_whole_is_refused(
    columns: dict[str, int], sentence: str, province: Unit, keeper: User
) -> None:
    run = bringing.read(
        "units", bringing.table(UNIT_HEADINGS, *COMMUNES), to=province, by=keeper
    )

    with pytest.raises(acts.MappingIncomplete) as refused:
        acts.map_columns(run.pk, columns=columns)

    assert str(refused.value) == sentence


def test_a_file_that_fails_while_its_rows_are_checked_is_refused(
    province: Unit, keeper: User
) -> None:
    run = bringing.read("units", workbook([["Mã"], ["x"]]), to=province, by=keeper)
    ImportRun.objects.filter(pk=run.pk).update(
        state="checking", reading=run.reading | {"sheet": "Không có"}
    )

    run = bringing.check(run)

    assert (run.state, run.fault["code"], left()) == ("refused", "no-sheet", (0, 0))


def test_what_was_read_once_is_not_read_again(province: Unit, keeper: User) -> None:
    run = bringing.read(
        "units", bringing.table(UNIT_HEADINGS, *COMMUNES), to=province, by=keeper
    )
    acts.map_columns(run.pk, columns=run.mapping)

    assert acts.read_list(run.pk).state == "checking"


def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    province: Unit, keeper: User
) -> None:
    run = bringing.read("units", b"PK\x03\x04x", to=province, by=keeper)
    empty = bringing.read("units", b"Ma;Ten\n", to=province, by=keeper)

    assert [each.state for each in (run, empty)] == ["refused"] * 2
    assert [each.fault["code"] for each in (run, empty)] == [
        "broken-workbook",
        "no-heading",
    ]


def test_the_same_file_twice_is_one_list_while_it_is_on_its_way(
    province: Unit, keeper: User
) -> None:
    data = bringing.table(UNIT_HEADINGS, *COMMUNES)

    first, again = (
        bringing.received("units", data, to=province, by=keeper) for _time in (1, 2)
    )
    acts.drop_list(first.pk, by=keeper, at=make.NOON)
    later = bringing.received("units", data, to=province, by=keeper)

    assert first == again
    assert later != first


# --- seen, then written -----------------------------------------------------------


def test_the_counters_add_up(province: Unit, keeper: User) -> None:
    known = make.unit(parent=province)
    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        *COMMUNES,
        f"{known.code};Đảng bộ xã KHE VÀNG;;;;",
        f"{province.code};;;;;",
        "X;;;;;",
        to=province,
        by=keeper,
    )

    told = reads.summary(run)

    assert (told.rows, told.new, told.updated, told.unchanged, told.wrong) == (
        *(6, 3, 1),
        *(1, 1),
    )
    assert (told.made, told.changed, told.left_out, told.to_write) == (3, 1, 2, 4)


def test_wrong_rows_stop_a_list_unless_it_is_said_to_leave_them_out(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "units", UNIT_HEADINGS, *COMMUNES, "X;;;;;", to=province, by=keeper
    )

    with pytest.raises(acts.StillToDecide, match="1 dòng có lỗi"):
        bringing.confirmed(run, by=keeper)
    bringing.confirmed(run, by=keeper, partial=True)
    run = bringing.apply(run)

    assert (run.state, run.partial) == ("applied", True)
    assert Unit.objects.filter(parent=province).count() == 3


def test_doubtful_rows_stop_a_list_until_they_are_decided(
    province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    make.person("Lục Văn Quý", at=commune)
    run = bringing.checked(
        "people", PERSON_HEADINGS, "Lục Văn Quý;1975;;;;", to=commune, by=keeper
    )

    with pytest.raises(acts.StillToDecide, match="1 dòng nghi trùng"):
        bringing.confirmed(run, by=keeper, partial=True)
    acts.decide_all(run.pk, decision="skip")
    with pytest.raises(acts.NothingToWrite):
        bringing.confirmed(run, by=keeper)


def test_what_was_confirmed_is_what_was_seen(province: Unit, keeper: User) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    seen = reads.summary(run).fingerprint
    acts.map_columns(run.pk, columns={"code": 0, "name": 1, "kind": 2})
    bringing.check(run)

    with pytest.raises(acts.StillToDecide, match="kiểm tra hoặc quyết định lại"):
        acts.confirm_list(run.pk, seen=seen, partial=False, by=keeper, at=make.NOON)


def test_a_step_is_taken_once(province: Unit, keeper: User) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)

    with pytest.raises(acts.NotNow):
        bringing.confirmed(run, by=keeper)
    first = bringing.apply(run)
    again = bringing.apply(run)
    bringing.check(run)

    assert (first.state, again.state) == ("applied", "applied")
    assert AuditEvent.objects.filter(act="core.list_applied").count() == 1
    assert Unit.objects.filter(parent=province).count() == 3


def test_a_row_that_moved_since_it_was_seen_is_not_overwritten(
    province: Unit, keeper: User
) -> None:
    known = make.unit("Đảng bộ xã Khe Vang", parent=province)
    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        *COMMUNES,
        f"{known.code};Đảng bộ xã Khe Vàng;;;;",
        to=province,
        by=keeper,
    )
    bringing.confirmed(run, by=keeper)
    rename_unit(
        unit_id=known.pk,
        seen_version=1,
        name="Đảng bộ xã Khe Bạc",
        decision=Decision(on=date(2025, 7, 1)),
        by=keeper,
        at=make.NOON,
    )
    before = register()

    run = bringing.apply(run)

    assert (run.state, run.applied_by, run.fault) == (
        "checked",
        None,
        {"code": "moved-rows", "values": {"count": 1}},
    )
    assert bringing.codes(run, 5) == [("name", "name-differs"), ("", "moved")]
    assert run.counts == {"new": 3, "wrong": 1}
    assert register() == before


def test_a_code_taken_since_it_was_seen_stops_the_list(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)
    Unit.objects.filter(pk=make.unit("Xã 1", parent=province).pk).update(code="K1")

    run = bringing.apply(run)

    assert (run.state, bringing.verdicts(run)) == (
        "checked",
        {2: "new", 3: "wrong", 4: "new"},
    )
    bringing.confirmed(run, by=keeper, partial=True)
    assert bringing.apply(run).state == "applied"


def test_a_list_that_could_not_be_written_for_no_visible_reason_waits_again(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)

    run = judging.review(run.pk, at=make.NOON, report=make.unheard)
    again = judging.review(run.pk, at=make.NOON, report=make.unheard)

    assert (run.state, run.fault, run.applied_by) == (
        "checked",
        {"code": "not-written"},
        None,
    )
    assert again.state == "checked"


def test_of_two_lists_with_the_same_rows_one_is_written(
    province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    one, other = (
        bringing.checked(
            "people", headings, "Lục Văn Quý;1975;;;;", to=commune, by=keeper
        )
        for headings in (PERSON_HEADINGS, PERSON_HEADINGS.upper())
    )
    for run in (one, other):
        bringing.confirmed(run, by=keeper)

    first, second = (bringing.apply(run) for run in (one, other))

    assert (first.state, second.state) == ("applied", "checked")
    assert bringing.verdicts(second) == {2: "duplicate"}
    assert Person.objects.filter(unit=commune).count() == 1


def test_a_list_that_is_dropped_leaves_its_trace_and_nothing_else(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)

    acts.drop_list(run.pk, by=keeper, at=make.NOON)
    acts.drop_list(run.pk, by=keeper, at=make.NOON)

    run.refresh_from_db()
    assert (run.state, left()) == ("dropped", (0, 0))
    assert AuditEvent.objects.filter(act="core.list_dropped").count() == 1
    with pytest.raises(acts.NotNow):
        acts.map_columns(run.pk, columns={"code": 0, "name": 1, "kind": 2})


def test_what_is_written_cannot_be_dropped(province: Unit, keeper: User) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)

    with pytest.raises(acts.NotNow):
        acts.drop_list(run.pk, by=keeper, at=make.NOON)


# --- taken back -------------------------------------------------------------------


def test_an_import_taken_back_leaves_its_run_its_lines_and_versions(
    province: Unit, keeper: User
) -> None:
    known = make.unit("Đảng bộ xã Khe Vang", parent=province)
    before = register()
    run = bringing.applied(
        "units",
        UNIT_HEADINGS,
        *COMMUNES,
        "K9;Chi bộ A;Đảng bộ cơ sở;K1;;",
        f"{known.code};Đảng bộ xã Khe Vàng;;;1/2/1990;",
        to=province,
        by=keeper,
    )
    with_it = register()

    run = bringing.undone(run, by=keeper)

    known.refresh_from_db()
    assert (run.state, run.undone_by) == ("undone", keeper)
    assert (with_it != before, register(), left()) == (True, before, (0, 0))
    assert bringing.fields_of(known, "name", "founded_on", "version") == (
        "Đảng bộ xã Khe Vang",
        None,
        3,
    )
    assert UnitVersion.objects.filter(pgh_label="deleted").count() == 4
    assert AuditEvent.objects.latest("pk").detail == {
        "list": "units",
        "made": 4,
        "changed": 1,
    }


def test_people_taken_back_are_as_they_were(province: Unit, keeper: User) -> None:
    commune = make.unit(parent=province)
    known = register_person(
        full_name="Luc Van Quy",
        unit=commune,
        particulars={"citizen_id": "001075012345"},
        by=None,
        at=make.NOON,
    )
    was = Person.objects.filter(pk=known.pk).values("full_name", "sort_key", "born_on")
    before = was.get()
    run = bringing.applied(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;5/8/1975;001075012345;;;Nam",
        "Nông Thị Ba;1980;;;;Nữ",
        to=commune,
        by=keeper,
    )

    run = bringing.undone(run, by=keeper)

    assert (run.state, was.get()) == ("undone", before)
    assert list(Person.objects.all()) == [known]
    assert PersonVersion.objects.filter(pgh_label="deleted").count() == 1


def pointed_to(kind: str, unit: Unit, keeper: User) -> None:
    """Somebody uses the unit in one way or another."""
    if kind == "Scope":
        make.appointment(make.user(), Role.INSPECTOR, at=unit.scope)
    elif kind == "Unit":
        make.unit("Đảng bộ cơ sở A", parent=unit)
    elif kind == "Person":
        make.person(at=unit)
    elif kind == "Congress":
        make.congress(unit)
    else:
        rename_unit(
            unit_id=unit.pk,
            seen_version=1,
            name="Đảng bộ xã khác",
            decision=Decision(on=date(2025, 7, 1)),
            by=keeper,
            at=make.NOON,
        )


@pytest.mark.parametrize("by_what", ["Scope", "Unit", "Person", "Congress", "renamed"])
def test_what_is_in_use_or_was_changed_stops_taking_back_and_is_listed(
    by_what: str, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    used = Unit.objects.select_related("scope", "kind__level").get(code="K1")
    pointed_to(by_what, used, keeper)
    before = register()

    run = bringing.undone(run, by=keeper)
    listed = reads.in_the_way(run, registry.imports()["units"])

    used.refresh_from_db()
    assert (run.state, run.undone_by, register()) == ("applied", None, before)
    assert {(each.title, each.url) for each in listed} == {
        (used.name, f"/to-chuc/{used.code}/")
    }
    assert run.fault["values"]["count"] == len(listed)
    assert all(each.why and "%(" not in each.why for each in listed)


def test_a_row_that_is_gone_is_named_too(province: Unit, keeper: User) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    gone = str(uuid4())
    ImportChange.objects.filter(run=run, number=2).update(key=gone)

    bringing.undone(run, by=keeper)

    run.refresh_from_db()
    assert run.fault["rows"] == [[gone, "", "gone", {}]]


def test_a_number_that_is_anothers_by_now_stops_taking_back(
    province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    known = register_person(
        full_name="Lục Văn Quý",
        unit=commune,
        particulars={"citizen_id": "001075012345", "party_card": "11111111"},
        by=None,
        at=make.NOON,
    )
    run = bringing.applied(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;;001075012345;22222222;;",
        to=commune,
        by=keeper,
    )
    register_person(
        full_name="Nông Thị Ba",
        unit=commune,
        particulars={"party_card": "11111111"},
        by=None,
        at=make.NOON,
    )

    run = bringing.undone(run, by=keeper)

    known.refresh_from_db()
    assert (run.state, run.fault["code"]) == ("applied", "clash")
    assert known.party_card == "22222222"


def test_after_a_day_nothing_is_taken_back(province: Unit, keeper: User) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    day = timedelta(hours=24)

    assert acts.may_undo(run, at=make.NOON + day)
    with pytest.raises(acts.TooLate):
        acts.ask_undo(run.pk, by=keeper, at=make.NOON + day + timedelta(seconds=1))


def test_what_was_taken_back_is_taken_back_once(province: Unit, keeper: User) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.undone(run, by=keeper)

    acts.undo_list(run.pk, at=make.NOON, report=make.unheard)
    with pytest.raises(acts.NotNow):
        acts.ask_undo(run.pk, by=keeper, at=make.NOON)

    assert AuditEvent.objects.filter(act="core.list_undone").count() == 1


def test_the_same_list_may_come_again_after_it_was_taken_back(
    province: Unit, keeper: User
) -> None:
    rows = (UNIT_HEADINGS, *COMMUNES)
    bringing.undone(bringing.applied("units", *rows, to=province, by=keeper), by=keeper)

    again = bringing.applied("units", *rows, to=province, by=keeper)

    assert again.state == "applied"
    assert Unit.objects.filter(parent=province).count() == 3


def test_the_application_does_all_of_it_with_its_rights(
    province: Unit, keeper: User, application_role: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        run = bringing.applied(
            "units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper
        )
        run = bringing.undone(run, by=keeper)
        cursor.execute("RESET ROLE")

    assert (run.state, left()) == ("undone", (0, 0))


def test_a_list_that_could_not_be_taken_back_may_be_kept(
    province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    acts.ask_undo(run.pk, by=keeper, at=make.NOON)

    kept = acts.keep_list(run.pk)
    undone = acts.undo_list(run.pk, at=make.NOON, report=make.unheard)

    assert (kept.state, kept.undone_by, kept.fault) == (
        "applied",
        None,
        {"code": "not-undone"},
    )
    assert undone.state == "applied"
    assert Unit.objects.filter(parent=province).count() == 3
    with pytest.raises(acts.NotNow):
        acts.keep_list(run.pk)


def test_nothing_is_written_for_whoever_was_closed_meanwhile(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)
    User.objects.filter(pk=keeper.pk).update(is_active=False)

    run = bringing.apply(run)

    assert (run.state, run.applied_by, run.fault["code"]) == (
        "checked",
        None,
        "no-longer-may",
    )
    assert not Unit.objects.filter(parent=province).exists()


def test_nothing_is_taken_back_for_whoever_lost_his_role_meanwhile(
    province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    acts.ask_undo(run.pk, by=keeper, at=make.NOON)
    make.revoke(keeper, by=make.administrator())

    run = acts.undo_list(run.pk, at=make.NOON, report=make.unheard)

    assert (run.state, run.fault["code"]) == ("applied", "no-longer-may")
    assert Unit.objects.filter(parent=province).count() == 3


# --- tables -----------------------------------------------------------------------


def test_whoever_keeps_a_kind_of_list_may_bring_lists_in() -> None:
    keeps = {
        role: {kind.right for kind in registry.imports().values()} & rights
        for role, rights in RIGHTS_OF.items()
    }

    assert {role for role in keeps if keeps[role]} == {
        role for role, rights in RIGHTS_OF.items() if Right.LIST_KEEP in rights
    }


def test_a_fault_is_said_in_the_language_of_who_reads() -> None:
    kind = registry.imports()["units"]

    said = {}
    for language in ("vi", "en"):
        with translation.override(language):
            said[language] = kind.sentence("code-twice", {"row": 1234})

    assert said["vi"] == "Mã này đã có ở dòng 1.234 của tệp."
    assert said["en"] != said["vi"]
    assert "1.234" in said["en"]


def test_every_sentence_is_whole_once_its_values_are_in() -> None:
    for kind in registry.imports().values():
        for code, words in {**faults.ALL, **kind.sentences}.items():
            values = dict.fromkeys(re.findall(r"%\((\w+)\)s", str(words)), 1)

            assert "%" not in kind.sentence(code, values)


def test_a_list_is_found_where_its_right_reaches_and_nowhere_else(
    province: Unit,
) -> None:
    commune = make.unit(parent=province)
    next_door = make.unit("Đảng bộ tỉnh Lạc Hà")
    administrator = make.administrator()
    organisation = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    runs = {
        code: bringing.received(code, code.encode(), to=commune, by=organisation)
        for code in ("units", "people")
    }
    people = {
        "above": make.holder(Role.ORGANISATION_STAFF, at=province.scope),
        "here": organisation,
        "personnel": make.holder(Role.PERSONNEL_STAFF, at=commune.scope),
        "next door": make.holder(Role.ORGANISATION_STAFF, at=next_door.scope),
        "secretary": make.holder(Role.UNIT_SECRETARY, at=commune.scope),
        "administrator": administrator,
    }

    found = {
        name: {run.kind for run in reads.import_runs(user)}
        for name, user in people.items()
    }

    assert found == {
        "above": set(runs),
        "here": set(runs),
        "personnel": {"people"},
        "next door": set(),
        "secretary": set(),
        "administrator": {"units"},
    }
