"""Two people at the tree at once: one waits, and finds it as the other left it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from congress.models import Congress
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import Person, Scope, Unit, User
from core.models.scope import ScopeKind
from core.services import (
    Decision,
    Particulars,
    PlaceDissolved,
    UnitDissolved,
    correct_unit,
    dissolve_unit,
    found_unit,
    living_unit,
    merge_people,
    merge_units,
    move_unit,
    open_scope,
    rename_unit,
    scopes,
)
from tests import make
from tests.make import SignedIn
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)

DECISION = Decision(on=date(2025, 7, 1), paper="12-QĐ/TU")


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit(parent=province)


@pytest.fixture
def other(province: Unit) -> Unit:
    return make.unit("Đảng bộ tỉnh Hòa Lộc")


@pytest.fixture
def staff() -> User:
    return make.user()


def move(unit: Unit, parent: Unit, by: User) -> Unit:
    return move_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        parent_id=parent.pk,
        decision=DECISION,
        by=by,
        at=make.NOON,
    )


def merge(unit: Unit, heir: Unit, by: User) -> Any:
    return merge_units(
        predecessors={unit.pk: unit.version},
        into=heir.pk,
        decision=DECISION,
        by=by,
        at=make.NOON,
    )


def cell(parent: Unit) -> Unit:
    return found_unit(
        name="Chi bộ", code="CB", kind="cell", parent=parent, by=None, at=make.NOON
    )


def test_a_leaf_opened_during_a_move_lands_on_the_new_path(
    commune: Unit, other: Unit, staff: User
) -> None:
    with transaction.atomic():
        moved = move(commune, other, staff)
        second = Second(lambda: make.congress(commune).pk)
        assert second.waits

    scope = Congress.objects.get(pk=second.ends()[0]).scope
    assert scope.path.startswith(f"{moved.scope.path}.")
    assert scope.home == moved.scope.path


def test_a_move_waits_for_a_leaf_that_is_being_opened(
    commune: Unit, other: Unit, staff: User
) -> None:
    with transaction.atomic():
        leaf = open_scope(
            title="x",
            kind=ScopeKind.CONGRESS,
            beneath=commune.scope,
            home=commune.scope,
        )
        second = Second(lambda: move(commune, other, staff))
        assert second.waits

    moved = second.ends()[0]
    leaf.refresh_from_db()
    assert leaf.path.startswith(f"{moved.scope.path}.")
    assert leaf.home == moved.scope.path


def test_two_leaves_are_opened_at_once(commune: Unit) -> None:
    with transaction.atomic():
        cell(commune)
        second = Second(lambda: make.congress(commune).pk)
        assert not second.waits


def test_nothing_is_founded_beneath_what_is_being_merged(
    commune: Unit, province: Unit, staff: User
) -> None:
    heir = make.unit("Đảng bộ xã Nậm Lành", parent=province)

    with transaction.atomic():
        merge(commune, heir, staff)
        second = Second(lambda: cell(commune))
        assert second.waits

    assert second.ends() == [UnitDissolved]
    assert not Unit.objects.filter(code="CB").exists()


def test_what_is_being_entered_at_a_unit_goes_along(
    commune: Unit, province: Unit, staff: User
) -> None:
    heir = make.unit("Đảng bộ xã Nậm Lành", parent=province)

    with transaction.atomic():
        person = make.person(at=living_unit(commune.pk))
        second = Second(lambda: merge(commune, heir, staff).people)
        assert second.waits

    assert second.ends() == [1]
    person.refresh_from_db()
    assert person.unit == heir


def test_two_cannot_lay_each_other_beneath_themselves(
    commune: Unit, province: Unit, staff: User
) -> None:
    base = make.unit("Đảng bộ cơ sở", parent=province, kind="grassroots")
    one = make.unit("Đảng bộ xã Một", parent=province)

    with transaction.atomic():
        move(base, one, staff)
        second = Second(lambda: move(one, base, staff))
        assert second.waits

    assert [found.__name__ for found in second.ends()] == ["BeneathItself"]


def test_of_two_mergers_of_one_unit_the_second_is_refused(
    commune: Unit, province: Unit, staff: User
) -> None:
    heirs = [make.unit(name, parent=province) for name in ("Một", "Hai")]

    with transaction.atomic():
        merge(commune, heirs[0], staff)
        second = Second(lambda: merge(commune, heirs[1], staff))
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    assert Scope.objects.get(unit=commune).home == heirs[0].scope.path


def test_of_two_who_save_one_form_the_second_is_told(
    commune: Unit, staff: User
) -> None:
    def correct() -> Unit:
        return correct_unit(
            unit_id=commune.pk,
            seen_version=commune.version,
            values=Particulars(code=commune.code, name="Đảng bộ xã Khe Bạc"),
            by=staff,
            at=make.NOON,
        )

    with transaction.atomic():
        rename_unit(
            unit_id=commune.pk,
            seen_version=commune.version,
            name="Đảng bộ xã Khe Đồng",
            decision=DECISION,
            by=staff,
            at=make.NOON,
        )
        second = Second(correct)
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    assert Unit.objects.get(pk=commune.pk).name == "Đảng bộ xã Khe Đồng"


def test_of_two_units_that_get_one_code_the_second_is_refused(
    commune: Unit, other: Unit, staff: User
) -> None:
    def recode(unit: Unit) -> Unit:
        return correct_unit(
            unit_id=unit.pk,
            seen_version=unit.version,
            values=Particulars(code="MOI", name=unit.name),
            by=staff,
            at=make.NOON,
        )

    with transaction.atomic():
        recode(commune)
        second = Second(lambda: recode(other))
        assert second.waits

    assert [found.__name__ for found in second.ends()] == ["CodeTaken"]


def test_of_two_units_founded_with_one_code_the_second_is_refused(
    commune: Unit,
) -> None:
    with transaction.atomic():
        cell(commune)
        second = Second(lambda: cell(commune))
        assert second.waits

    assert [found.__name__ for found in second.ends()] == ["CodeTaken"]


def test_a_role_given_while_a_unit_is_dissolved_is_refused(
    commune: Unit, staff: User
) -> None:
    with transaction.atomic():
        dissolve_unit(
            unit_id=commune.pk,
            seen_version=commune.version,
            decision=DECISION,
            by=staff,
            at=make.NOON,
        )
        second = Second(
            lambda: make.appointment(make.user(), Role.INSPECTOR, at=commune.scope)
        )
        assert second.waits

    assert second.ends() == [PlaceDissolved]


def test_of_a_merger_of_people_and_one_of_units_the_second_sees_the_first(
    commune: Unit, province: Unit, staff: User
) -> None:
    heir = make.unit(parent=province)
    kept, gone = make.person(at=heir), make.person(at=commune)

    def merge_them() -> Any:
        return merge_people(
            kept_id=kept.pk,
            gone_id=gone.pk,
            seen_versions=(kept.version, gone.version),
            taken=["unit"],
            reason="một người",
            by=staff,
            at=make.NOON,
        )

    with transaction.atomic():
        merge(commune, heir, staff)
        second = Second(merge_them)
        assert second.waits
    assert second.ends() == [ChangedMeanwhile]

    assert set(Person.objects.values_list("unit", flat=True)) == {heir.pk}


def test_a_merger_of_units_takes_along_whom_a_merger_of_people_brings(
    commune: Unit, province: Unit, staff: User
) -> None:
    heir = make.unit(parent=province)
    kept = make.person(at=make.unit(parent=province))
    gone = make.person(at=commune)

    with transaction.atomic():
        merge_people(
            kept_id=kept.pk,
            gone_id=gone.pk,
            seen_versions=(kept.version, gone.version),
            taken=["unit"],
            reason="một người",
            by=staff,
            at=make.NOON,
        )
        second = Second(lambda: merge(commune, heir, staff) and None)
        assert second.waits
    assert second.ends() == [None]

    kept.refresh_from_db()
    assert kept.unit == heir


def test_whoever_waits_too_long_for_the_tree_is_told_and_keeps_what_was_typed(
    commune: Unit, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=commune.scope))

    def found() -> tuple[int, str]:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        answer = client.post(
            reverse("core:unit-found", args=[commune.code]),
            {"name": "Chi bộ thôn Nà Pia", "code": "CB-1", "kind": "cell"},
        )
        return answer.status_code, answer.text

    with transaction.atomic():
        scopes.hold_the_tree()
        ((status, text),) = Second(found).ends()

    assert status == 503
    assert "Bấm Quay lại trên trình duyệt: những gì đã gõ vẫn còn." in text
    assert not Unit.objects.filter(code="CB-1").exists()
