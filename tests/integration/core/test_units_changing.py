"""What becomes of one Party organisation, and that rights follow."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from congress.models import Congress
from core.access import policy
from core.access.rights import Right, Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, Scope, Unit, UnitChange, User
from core.models.unit import UnitAct
from core.services import (
    BeneathItself,
    DayImpossible,
    Decision,
    NothingChanges,
    StillInUse,
    UnitDissolved,
    UnitUnsound,
    dissolve_unit,
    move_unit,
    reclass_unit,
    rename_unit,
)
from tests import make

pytestmark = pytest.mark.django_db

TODAY = make.NOON.date()
DECISION = Decision(on=date(2025, 7, 1), paper="12-QĐ/TU ngày 20/6/2025")


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit(parent=province, founded_on=date(1990, 1, 1))


@pytest.fixture
def staff() -> User:
    return make.user()


def again(unit: Unit) -> Unit:
    return Unit.objects.select_related("scope", "kind").get(pk=unit.pk)


def rename(unit: Unit, name: str, by: User, decision: Decision = DECISION) -> Unit:
    return rename_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        name=name,
        decision=decision,
        by=by,
        at=make.NOON,
    )


def move(unit: Unit, parent: Unit, by: User, decision: Decision = DECISION) -> Unit:
    return move_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        parent_id=parent.pk,
        decision=decision,
        by=by,
        at=make.NOON,
    )


def reclass(unit: Unit, kind: str, by: User) -> Unit:
    return reclass_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        kind=kind,
        decision=DECISION,
        by=by,
        at=make.NOON,
    )


def dissolve(unit: Unit, by: User, decision: Decision = DECISION) -> Unit:
    return dissolve_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        decision=decision,
        by=by,
        at=make.NOON,
    )


def reads(user: User, scope: Scope) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return policy.allows(fresh, Right.UNIT_READ, Scope.objects.get(pk=scope.pk))


# --- a new name -------------------------------------------------------------------


def test_a_new_name_is_in_the_history_and_on_the_scope(
    commune: Unit, staff: User
) -> None:
    rename(commune, " Đảng bộ xã  Khe Bạc", staff)

    commune = again(commune)
    assert (commune.name, commune.scope.title) == ("Đảng bộ xã Khe Bạc",) * 2
    assert (commune.version, commune.changed_by) == (2, staff)
    change = UnitChange.objects.get()
    assert (change.act, change.on, change.decision, change.by) == (
        UnitAct.RENAMED,
        DECISION.on,
        DECISION.paper,
        staff,
    )
    assert (change.before, change.after) == (
        {"name": "Đảng bộ xã Khe Vàng"},
        {"name": "Đảng bộ xã Khe Bạc"},
    )
    line = AuditEvent.objects.get(act="core.unit_renamed")
    assert line.detail == {"on": "2025-07-01", "decision": DECISION.paper}


def test_the_same_name_is_no_new_one(commune: Unit, staff: User) -> None:
    with pytest.raises(NothingChanges):
        rename(commune, f" {commune.name} ", staff)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TODAY + timedelta(days=1), "Ngày có hiệu lực ở tương lai."),
        (date(1989, 12, 31), "trước ngày thành lập"),
    ],
)
def test_a_decision_holds_from_a_day_that_can_be(
    day: date, sentence: str, commune: Unit, staff: User
) -> None:
    with pytest.raises(DayImpossible, match=sentence):
        rename(commune, "Khác", staff, Decision(on=day))


def test_names_follow_each_other_in_time(commune: Unit, staff: User) -> None:
    renamed = rename(commune, "Hai", staff)

    with pytest.raises(DayImpossible, match="01/07/2025"):
        rename(renamed, "Ba", staff, Decision(on=date(2025, 6, 30)))


def test_who_read_an_older_row_renames_nothing(commune: Unit, staff: User) -> None:
    rename(again(commune), "Hai", staff)

    with pytest.raises(ChangedMeanwhile):
        rename(commune, "Ba", staff)

    assert again(commune).name == "Hai"


def test_what_is_no_more_takes_part_in_nothing(
    commune: Unit, province: Unit, staff: User
) -> None:
    gone = dissolve(make.unit(parent=province), staff)

    acts: list[Callable[[], Unit]] = [
        lambda: rename(gone, "Khác", staff),
        lambda: move(gone, commune, staff),
        lambda: reclass(gone, "ward", staff),
        lambda: dissolve(gone, staff),
        lambda: move(make.unit("Chi bộ", kind="cell"), gone, staff),
    ]
    for act in acts:
        with pytest.raises(UnitDissolved):
            act()


# --- another place ----------------------------------------------------------------


def test_a_unit_moves_with_all_beneath_it(commune: Unit, staff: User) -> None:
    other = make.unit("Đảng bộ tỉnh Hòa Lộc")
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    congress = make.congress(cell)
    label = commune.scope.path.rpartition(".")[2]

    moved = move(commune, other, staff)

    place = f"{other.scope.path}.{label}"
    assert (moved.parent, moved.scope.path, moved.scope.home) == (other, place, place)
    cell_scope = again(cell).scope
    assert cell_scope.path == cell_scope.home == f"{place}.{cell.scope.path[-13:]}"
    leaf = Congress.objects.get(pk=congress.pk).scope
    assert leaf.path.startswith(f"{cell_scope.path}.")
    assert leaf.home == cell_scope.path
    change = UnitChange.objects.get()
    assert change.before["parent_name"] == "Đảng bộ tỉnh Sơn Bình"
    assert change.after == {"parent": str(other.pk), "parent_name": other.name}


def test_rights_follow_a_unit_that_moves(
    commune: Unit, province: Unit, staff: User
) -> None:
    other = make.unit("Đảng bộ tỉnh Hòa Lộc")
    scope = make.body(make.congress(commune)).scope
    own = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    left = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    entered = make.holder(Role.UNIT_SECRETARY, at=other.scope)
    before = [reads(user, scope) for user in (own, left, entered)]

    move(commune, other, staff)

    assert before == [True, True, False]
    assert [reads(user, scope) for user in (own, left, entered)] == [True, False, True]


def test_a_tree_of_its_own_may_come_beneath_another(staff: User) -> None:
    centre = make.unit("Đảng bộ Trung ương", kind="central")
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    commune = make.unit(parent=province)

    moved = move(province, centre, staff)

    assert moved.scope.path == f"{centre.scope.path}.{province.scope.path}"
    assert again(commune).scope.path.startswith(f"{moved.scope.path}.")


def test_nothing_lies_beneath_itself(commune: Unit, staff: User) -> None:
    cell = make.unit("Chi bộ", parent=commune, kind="cell")

    for place in (commune, cell):
        with pytest.raises(BeneathItself):
            move(commune, place, staff)


def test_a_unit_does_not_move_to_its_own_level_or_to_where_it_is(
    commune: Unit, province: Unit, staff: User
) -> None:
    with pytest.raises(UnitUnsound, match="không ở dưới cấp"):
        move(commune, make.unit(parent=province), staff)
    with pytest.raises(NothingChanges):
        move(commune, province, staff)


# --- another kind -----------------------------------------------------------------


def test_a_unit_becomes_one_of_another_kind(commune: Unit, staff: User) -> None:
    reclass(commune, "ward", staff)

    assert again(commune).kind_id == "ward"
    change = UnitChange.objects.get()
    assert (change.before, change.after) == ({"kind": "commune"}, {"kind": "ward"})


@pytest.mark.parametrize(
    ("kind", "refused", "sentence"),
    [
        ("commune", NothingChanges, "đúng loại này"),
        ("province", UnitUnsound, "không ở dưới cấp của nơi trực thuộc"),
        ("town", UnitUnsound, "đã bỏ"),
        ("cell", UnitUnsound, "1 tổ chức trực thuộc không ở dưới cấp mới"),
    ],
)
def test_a_kind_fits_what_is_above_and_beneath(
    kind: str, refused: type[Exception], sentence: str, commune: Unit, staff: User
) -> None:
    make.unit("Chi bộ", parent=commune, kind="cell")

    with pytest.raises(refused, match=sentence):
        reclass(commune, kind, staff)


# --- the end ----------------------------------------------------------------------


def test_a_unit_ends_and_its_roles_with_it(commune: Unit, staff: User) -> None:
    secretary = make.holder(Role.UNIT_SECRETARY, at=commune.scope)

    dissolve(commune, staff)

    commune = again(commune)
    assert commune.dissolved_on == DECISION.on
    assert not reads(secretary, commune.scope)
    assert UnitChange.objects.get().act == UnitAct.DISSOLVED
    acts = AuditEvent.objects.filter(actor=staff).order_by("pk")
    assert [line.act for line in acts] == ["core.role_revoked", "core.unit_dissolved"]


def test_a_unit_with_units_or_people_does_not_end(commune: Unit, staff: User) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    make.person(at=cell)

    with pytest.raises(StillInUse, match="còn 1 tổ chức trực thuộc"):
        dissolve(commune, staff)
    with pytest.raises(StillInUse, match="còn 1 người trong sổ"):
        dissolve(cell, staff)


def test_a_unit_does_not_end_before_its_last_change(commune: Unit, staff: User) -> None:
    renamed = rename(commune, "Hai", staff)

    with pytest.raises(DayImpossible, match="01/07/2025"):
        dissolve(renamed, staff, Decision(on=date(2025, 6, 1), paper="9-QĐ/TU"))
