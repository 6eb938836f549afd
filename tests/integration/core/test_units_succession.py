"""Mergers and splits: units, people, files and rights pass to the successors."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from congress.models import Congress
from core.access import policy
from core.access.rights import Right, Role
from core.errors import ChangedMeanwhile
from core.models import (
    Appointment,
    AuditEvent,
    Person,
    PersonVersion,
    Scope,
    Unit,
    UnitChange,
    UnitSuccession,
    User,
)
from core.models.unit import UnitAct
from core.services import (
    BeneathItself,
    CodeTaken,
    DayImpossible,
    Decision,
    NewUnit,
    PaperMissing,
    Part,
    Passed,
    UnitDissolved,
    UnitUnsound,
    WrongSuccession,
    merge_units,
    split_unit,
)
from tests import make

pytestmark = pytest.mark.django_db

TODAY = make.NOON.date()
DECISION = Decision(on=date(2025, 7, 1), paper="1656/NQ-UBTVQH15")


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def old(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Nậm Lành", parent=province, congress_number=20)


@pytest.fixture
def heir(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Khe Vàng", parent=province, congress_number=12)


@pytest.fixture
def staff() -> User:
    return make.user()


def again(unit: Unit) -> Unit:
    return Unit.objects.select_related("scope", "kind", "parent").get(pk=unit.pk)


def merge(
    *gone: Unit, into: Unit | NewUnit, by: User, carried: tuple[int, ...] = (), **o: Any
) -> Passed:
    return merge_units(
        predecessors={unit.pk: unit.version for unit in gone},
        into=into.pk if isinstance(into, Unit) else into,
        carried=carried,
        by=by,
        at=make.NOON,
        **{"decision": DECISION} | o,
    )


def new(parent: Unit | None, **changes: Any) -> NewUnit:
    fields: dict[str, Any] = {
        "name": "Đảng bộ xã Khe Vàng",
        "code": "SB.KV.2025",
        "kind": "commune",
        "parent": parent,
    }
    return NewUnit(**fields | changes)


def holds(user: User, right: Right, scope: Scope) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return policy.allows(fresh, right, Scope.objects.get(pk=scope.pk))


def homes_are_units() -> bool:
    """Every scope's home is the path of a unit above it, as rights take it."""
    paths = set(Unit.objects.values_list("scope__path", flat=True))
    return set(Scope.objects.values_list("home", flat=True)) <= paths


# --- into one that is there -------------------------------------------------------


def test_what_a_unit_has_passes_to_the_one_it_is_merged_into(
    old: Unit, heir: Unit, staff: User
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=old, kind="cell")
    person, deeper = make.person(at=old), make.person(at=cell)

    passed = merge(old, into=heir, by=staff)

    old, cell = again(old), again(cell)
    assert old.dissolved_on == DECISION.on
    assert (cell.parent, cell.version, cell.changed_by) == (heir, 2, staff)
    assert cell.scope.path == cell.scope.home
    assert cell.scope.path.rpartition(".")[0] == heir.scope.path
    person.refresh_from_db()
    assert (person.unit, person.version, person.changed_by) == (heir, 2, staff)
    deeper.refresh_from_db()
    assert (deeper.unit, deeper.version) == (cell, 1)
    assert PersonVersion.objects.get(pgh_obj=person).unit_id == old.pk
    assert (passed.successors, passed.children, passed.people) == ([heir], 1, 1)
    assert again(heir).congress_number == 12
    assert homes_are_units()


def test_files_lie_beneath_the_successor_and_are_its_own(
    old: Unit, heir: Unit, staff: User
) -> None:
    congress = make.congress(old)
    of_cell = make.congress(make.unit("Chi bộ", parent=old, kind="cell"))

    merge(old, into=heir, by=staff)

    left = again(old).scope
    assert left.path == f"{heir.scope.path}.{old.scope.path.rpartition('.')[2]}"
    assert left.home == heir.scope.path
    scopes = Scope.objects.filter(path__descendants_of=left.path)
    assert {scope.home for scope in scopes} == {heir.scope.path}
    # The unit, its congress and the body of its congress.
    assert scopes.count() == 3
    assert Congress.objects.get(pk=congress.pk).scope in scopes
    cell_congress = Congress.objects.get(pk=of_cell.pk)
    assert cell_congress.scope.home == again(cell_congress.unit).scope.path


def test_rights_follow_a_merger(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    scope = make.congress(old).scope
    next_door = make.unit("Đảng bộ xã Bản Pho", parent=province)
    people = {
        "of the old one": make.holder(Role.UNIT_SECRETARY, at=old.scope),
        "of the heir": make.holder(Role.UNIT_SECRETARY, at=heir.scope),
        "of the province": make.holder(Role.UNIT_SECRETARY, at=province.scope),
        "next door": make.holder(Role.UNIT_SECRETARY, at=next_door.scope),
    }

    def readers() -> list[str]:
        return [
            who for who, u in people.items() if holds(u, Right.CONGRESS_READ, scope)
        ]

    before = readers()
    merge(old, into=heir, by=staff)

    assert before == ["of the old one", "of the province"]
    assert readers() == ["of the heir", "of the province"]


def test_roles_go_on_when_carried_and_end_when_not(
    old: Unit, heir: Unit, staff: User
) -> None:
    secretary, inspector = make.user("bithu"), make.user("kiemtra")
    kept = make.appointment(secretary, Role.UNIT_SECRETARY, at=old.scope)
    ended = make.appointment(inspector, Role.INSPECTOR, at=old.scope)

    passed = merge(old, into=heir, by=staff, carried=(kept.pk,))

    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.ends_on, kept.revoked_at) == (TODAY - timedelta(days=1), None)
    assert (ended.revoked_by, ended.revoked_at) == (staff, make.NOON)
    given = Appointment.objects.get(scope=heir.scope)
    assert (given.user, given.role, given.starts_on, given.appointed_by) == (
        secretary,
        Role.UNIT_SECRETARY,
        TODAY,
        staff,
    )
    assert (passed.carried, passed.skipped, passed.revoked) == ([given], [], 1)
    assert holds(secretary, Right.UNIT_READ, heir.scope)
    acts = AuditEvent.objects.filter(actor=staff).order_by("pk")
    assert [line.act for line in acts] == [
        "core.role_ended",
        "core.role_given",
        "core.role_revoked",
        "core.units_merged",
    ]


def test_nobody_carries_on_his_own_role(old: Unit, heir: Unit, staff: User) -> None:
    own = make.appointment(staff, Role.ORGANISATION_STAFF, at=old.scope)

    passed = merge(old, into=heir, by=staff, carried=(own.pk,))

    assert [(each.user, each.why) for each in passed.skipped] == [
        (staff.full_name, "Không ai tự giao vai trò cho mình.")
    ]
    assert not holds(staff, Right.UNIT_READ, heir.scope)


def test_a_role_held_at_the_successor_already_is_not_given_twice(
    old: Unit, heir: Unit, staff: User
) -> None:
    secretary = make.holder(Role.UNIT_SECRETARY, at=heir.scope)
    both = make.appointment(secretary, Role.UNIT_SECRETARY, at=old.scope)

    passed = merge(old, into=heir, by=staff, carried=(both.pk,))

    assert [each.role for each in passed.skipped] == [Role.UNIT_SECRETARY]
    assert Appointment.objects.filter(scope=heir.scope).count() == 1


def test_a_role_that_begins_today_or_later_goes_on_from_its_day(
    old: Unit, heir: Unit, staff: User
) -> None:
    later = TODAY + timedelta(days=9)
    for day in (TODAY, later):
        make.appointment(make.user(), Role.INSPECTOR, at=old.scope, starts_on=day)
    rows = tuple(Appointment.objects.values_list("pk", flat=True))

    merge(old, into=heir, by=staff, carried=rows)

    given = Appointment.objects.filter(scope=heir.scope).order_by("pk")
    assert [row.starts_on for row in given] == [TODAY, later]
    assert Appointment.objects.filter(pk__in=rows, revoked_at=None).count() == 0


def test_a_role_given_since_the_question_stops_the_merger(
    old: Unit, heir: Unit, staff: User
) -> None:
    make.holder(Role.INSPECTOR, at=old.scope)

    with pytest.raises(ChangedMeanwhile, match="vai trò mới"):
        merge(old, into=heir, by=staff, seen_roles=())

    assert again(old).dissolved_on is None


def test_a_merger_is_in_everybodys_history(old: Unit, heir: Unit, staff: User) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=old, kind="cell")

    merge(old, into=heir, by=staff)

    merged = UnitChange.objects.get(unit=old)
    assert (merged.act, merged.on, merged.decision) == (
        UnitAct.MERGED,
        DECISION.on,
        DECISION.paper,
    )
    succession = UnitSuccession.objects.get(change=merged)
    assert (succession.successor, succession.keeps_files) == (heir, True)
    moved = UnitChange.objects.get(unit=cell)
    assert (moved.act, moved.before["parent_name"], moved.after["parent_name"]) == (
        UnitAct.MOVED,
        old.name,
        heir.name,
    )
    line = AuditEvent.objects.get(act="core.units_merged")
    assert line.scope == heir.scope
    assert line.detail == {
        "on": "2025-07-01",
        "decision": DECISION.paper,
        "children": 1,
        "people": 0,
        "units": 1,
    }


def test_a_unit_may_be_merged_into_the_one_above_it(heir: Unit, staff: User) -> None:
    section = make.unit("Đảng bộ bộ phận", parent=heir, kind="section")
    cell = make.unit("Chi bộ", parent=section, kind="cell")

    merge(section, into=heir, by=staff)

    assert again(cell).scope.path.count(".") == heir.scope.path.count(".") + 1
    assert again(section).scope.home == heir.scope.path
    assert homes_are_units()


def test_a_unit_and_one_beneath_it_may_go_together(
    old: Unit, heir: Unit, staff: User
) -> None:
    base = make.unit("Đảng bộ cơ sở", parent=old)
    cell = make.unit("Chi bộ", parent=base, kind="cell")
    other = make.unit("Chi bộ khác", parent=old, kind="cell")

    passed = merge(old, base, into=heir, by=staff)

    assert passed.children == 2
    assert {again(each).parent for each in (cell, other)} == {heir}
    assert {again(each).scope.home for each in (old, base)} == {heir.scope.path}
    assert homes_are_units()


def test_what_was_merged_before_goes_along(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    older = make.unit("Đảng bộ xã Xưa", parent=province)
    dissolved = make.unit("Chi bộ xưa", parent=old, kind="cell")
    scope = make.congress(older).scope
    merge(older, into=old, by=staff)
    Unit.objects.filter(pk=dissolved.pk).update(dissolved_on=TODAY)

    merge(old, into=heir, by=staff)

    scope.refresh_from_db()
    assert scope.home == heir.scope.path
    assert again(older).scope.path.startswith(f"{again(old).scope.path}.")
    assert again(dissolved).scope.path.startswith(f"{again(old).scope.path}.")
    assert again(dissolved).parent == old
    assert homes_are_units()


# --- into a new one ---------------------------------------------------------------


@pytest.mark.parametrize("number", [None, 12])
def test_several_become_a_new_one(
    number: int | None, old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    people = {make.person(at=unit).pk for unit in (old, heir)}

    passed = merge(old, heir, into=new(province, congress_number=number), by=staff)

    made = Unit.objects.get(code="SB.KV.2025")
    assert passed.successors == [made]
    assert (made.parent, made.founded_on) == (province, DECISION.on)
    assert made.congress_number == number
    assert set(Person.objects.filter(unit=made).values_list("pk", flat=True)) == people
    assert {again(each).dissolved_on for each in (old, heir)} == {DECISION.on}
    assert homes_are_units()


def refusals(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> dict[str, tuple[type[Exception], Callable[[], Any]]]:
    cell = make.unit("Chi bộ", parent=old, kind="cell")
    return {
        "nothing chosen": (WrongSuccession, lambda: merge(into=heir, by=staff)),
        "one into a new one": (
            WrongSuccession,
            lambda: merge(old, into=new(province), by=staff),
        ),
        "into itself": (BeneathItself, lambda: merge(old, into=old, by=staff)),
        "into one beneath": (BeneathItself, lambda: merge(old, into=cell, by=staff)),
        "into a new one beneath": (
            BeneathItself,
            lambda: merge(old, heir, into=new(old, kind="cell"), by=staff),
        ),
        "with a code that is taken": (
            CodeTaken,
            lambda: merge(old, heir, into=new(province, code=old.code), by=staff),
        ),
        "into one that children do not stand below": (
            UnitUnsound,
            lambda: merge(
                old, into=make.unit("Chi bộ", parent=heir, kind="cell"), by=staff
            ),
        ),
        "from tomorrow": (
            DayImpossible,
            lambda: merge(
                old,
                into=heir,
                by=staff,
                decision=Decision(on=date(2030, 1, 1), paper="1"),
            ),
        ),
        "before the heir was founded": (
            DayImpossible,
            lambda: merge(
                old,
                into=make.unit("Mới", parent=province, founded_on=date(2025, 7, 2)),
                by=staff,
            ),
        ),
    }


@pytest.mark.parametrize(
    "case",
    [
        "nothing chosen",
        "one into a new one",
        "into itself",
        "into one beneath",
        "into a new one beneath",
        "with a code that is taken",
        "into one that children do not stand below",
        "from tomorrow",
        "before the heir was founded",
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_changes(
    case: str, old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    refused, act = refusals(old, heir, province, staff)[case]

    with pytest.raises(refused):
        act()

    assert not UnitChange.objects.exists()
    assert again(old).dissolved_on is None
    assert not AuditEvent.objects.filter(act="core.units_merged").exists()


def test_the_dissolved_merge_with_nobody(old: Unit, heir: Unit, staff: User) -> None:
    merge(old, into=heir, by=staff)
    gone = again(old)

    with pytest.raises(UnitDissolved):
        merge(gone, into=heir, by=staff)
    with pytest.raises(UnitDissolved):
        merge(heir, into=gone, by=staff)


def test_a_unit_changed_since_it_was_seen_is_not_merged(
    old: Unit, heir: Unit, staff: User
) -> None:
    Unit.objects.filter(pk=old.pk).update(version=2)

    with pytest.raises(ChangedMeanwhile):
        merge(old, into=heir, by=staff)


# --- a split ----------------------------------------------------------------------


def split(source: Unit, *parts: Part, by: User, keeper: int | None, **o: Any) -> Passed:
    return split_unit(
        unit_id=source.pk,
        seen_version=source.version,
        parts=parts,
        keeper=keeper,
        decision=DECISION,
        by=by,
        at=make.NOON,
        **o,
    )


def part(into: NewUnit | Unit, *, children: Any = (), people: Any = ()) -> Part:
    return Part(
        into=into.pk if isinstance(into, Unit) else into,
        children=frozenset(each.pk for each in children),
        people=frozenset(each.pk for each in people),
    )


def test_a_unit_splits_into_two(old: Unit, province: Unit, staff: User) -> None:
    named, rest = (
        make.unit(f"Chi bộ {number}", parent=old, kind="cell") for number in (1, 2)
    )
    goes, stays = make.person(at=old), make.person(at=old)
    scope = make.congress(old).scope
    one, two = new(province, code="A"), new(province, code="B", name="Hai")

    passed = split(
        old,
        part(one),
        part(two, children=[named], people=[goes]),
        by=staff,
        keeper=0,
    )

    first, second = Unit.objects.get(code="A"), Unit.objects.get(code="B")
    assert passed.successors == [first, second]
    # All keep the number and the term (06-HD/TW §13).
    assert (first.congress_number, second.congress_number) == (20, 20)
    assert (again(named).parent, again(rest).parent) == (second, first)
    assert again(named).scope.path.startswith(f"{second.scope.path}.")
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (goes.unit, stays.unit) == (second, first)
    scope.refresh_from_db()
    assert scope.home == first.scope.path
    assert again(old).dissolved_on == DECISION.on
    assert (passed.children, passed.people) == (2, 2)
    assert {
        (each.successor, each.keeps_files) for each in UnitSuccession.objects.all()
    } == {(first, True), (second, False)}
    assert homes_are_units()


def test_a_part_may_be_a_unit_that_is_there(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    person = make.person(at=old)

    split(
        old,
        part(new(province)),
        part(heir, people=[person]),
        by=staff,
        keeper=0,
    )

    person.refresh_from_db()
    assert person.unit == heir
    assert again(heir).congress_number == 12


def test_a_unit_may_go_on_without_a_part_of_it(
    old: Unit, province: Unit, staff: User
) -> None:
    cell = make.unit("Chi bộ", parent=old, kind="cell")
    secretary = make.holder(Role.UNIT_SECRETARY, at=old.scope)
    stays = make.person(at=old)

    passed = split(old, part(new(province), children=[cell]), by=staff, keeper=None)

    made = Unit.objects.get(code="SB.KV.2025")
    stays.refresh_from_db()
    assert again(cell).parent == made
    assert (again(old).dissolved_on, stays.unit) == (None, old)
    assert holds(secretary, Right.UNIT_READ, old.scope)
    assert not holds(secretary, Right.UNIT_READ, made.scope)
    assert passed.revoked == 0
    assert not UnitSuccession.objects.get(successor=made).keeps_files
    assert AuditEvent.objects.get(act="core.unit_parted").scope == old.scope
    assert UnitChange.objects.get(unit=old).act == UnitAct.PARTED


def test_roles_go_on_where_the_files_are(
    old: Unit, province: Unit, staff: User
) -> None:
    secretary = make.user()
    kept = make.appointment(secretary, Role.UNIT_SECRETARY, at=old.scope)

    split(
        old,
        part(new(province, code="A")),
        part(new(province, code="B")),
        by=staff,
        keeper=1,
        carried=(kept.pk,),
    )

    found = Appointment.objects.in_force(TODAY).get(user=secretary)
    assert found.scope == Unit.objects.get(code="B").scope


def test_what_does_not_make_a_split_is_refused(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    cell = make.unit("Chi bộ", parent=old, kind="cell")
    stranger = make.person(at=heir)
    one = part(new(province, code="A"))

    with pytest.raises(WrongSuccession):
        split(old, one, by=staff, keeper=0)
    with pytest.raises(WrongSuccession):
        split(old, by=staff, keeper=None)
    with pytest.raises(BeneathItself):
        split(old, one, part(cell), by=staff, keeper=0)
    with pytest.raises(BeneathItself):
        split(old, one, part(old), by=staff, keeper=0)
    with pytest.raises(ChangedMeanwhile):
        split(old, one, part(heir, children=[heir]), by=staff, keeper=0)
    with pytest.raises(ChangedMeanwhile):
        split(old, one, part(heir, people=[stranger]), by=staff, keeper=0)
    with pytest.raises(WrongSuccession):
        split(old, part(heir), part(heir), by=staff, keeper=0)

    assert not UnitChange.objects.exists()


def test_each_act_is_kept_by_its_own_word(
    old: Unit, heir: Unit, province: Unit, staff: User
) -> None:
    third, fourth = (make.unit(f"Đảng bộ xã {n}", parent=province) for n in "CD")

    merge(third, into=heir, by=staff)
    merge(again(heir), fourth, into=new(province), by=staff)
    a, b = (part(new(province, code=code)) for code in "AB")
    split(old, a, b, by=staff, keeper=0)

    acts = dict(UnitChange.objects.values_list("unit", "act"))
    assert [acts[unit.pk] for unit in (third, heir, fourth, old)] == [
        UnitAct.MERGED,
        UnitAct.JOINED,
        UnitAct.JOINED,
        UnitAct.SPLIT,
    ]
    lines = AuditEvent.objects.filter(act__startswith="core.unit").order_by("pk")
    assert [line.act for line in lines if line.act != "core.unit_founded"] == [
        "core.units_merged",
        "core.units_joined",
        "core.unit_split",
    ]


def test_nothing_merges_without_a_paper(old: Unit, heir: Unit, staff: User) -> None:
    with pytest.raises(PaperMissing):
        merge(old, into=heir, by=staff, decision=Decision(on=DECISION.on))

    assert again(old).dissolved_on is None
