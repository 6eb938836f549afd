"""Entering a Party organisation, and putting right what was entered wrong."""

from datetime import date, timedelta
from typing import Any

import pytest

from core import organisation
from core.access.rights import Role
from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent, Level, Unit, UnitKind, UnitVersion, User
from core.services import (
    CodeTaken,
    DayImpossible,
    Particulars,
    UnitDissolved,
    UnitUnsound,
    correct_unit,
    found_unit,
)
from tests import make

pytestmark = pytest.mark.django_db

TODAY = make.NOON.date()


def found(**changes: Any) -> Unit:
    fields: dict[str, Any] = {
        "name": "Đảng bộ xã Khe Vàng",
        "code": "KV",
        "kind": "commune",
        "parent": None,
        "by": None,
        "at": make.NOON,
    }
    return found_unit(**fields | changes)


def test_a_unit_has_its_place_beneath_its_parent_and_its_line() -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")

    unit = found(parent=province, name=" Đảng bộ  xã Khe Vàng ", code=" KV ")

    assert (unit.name, unit.code) == ("Đảng bộ xã Khe Vàng", "KV")
    assert unit.scope.path.startswith(f"{province.scope.path}.")
    assert unit.scope.home == unit.scope.path
    assert unit.scope.title == unit.name
    lines = AuditEvent.objects.filter(act="core.unit_founded", scope=unit.scope)
    assert lines.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "Hãy ghi mã của tổ chức."),
        ({"code": "có cách"}, "Mã chỉ gồm chữ, số"),
        ({"code": ".."}, "Mã chỉ gồm chữ, số"),
        ({"name": "  "}, "Hãy ghi tên tổ chức."),
        ({"name": "x" * 201}, "Tên tổ chức dài nhất 200 ký tự."),
        ({"kind": "planet"}, "Không có loại tổ chức này."),
        ({"kind": "district"}, "Loại tổ chức này đã bỏ"),
        ({"congress_number": 0}, "Lần thứ phải từ 1 đến 399."),
        ({"founded_on": date(1929, 1, 1)}, "Ngày thành lập trước năm 1930."),
    ],
)
def test_what_cannot_be_so_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnitUnsound, match=sentence):
        found(**changes)


def test_a_kind_that_is_no_more_is_for_what_was_founded_before() -> None:
    unit = found(kind="district", founded_on=date(1990, 1, 1))

    assert unit.kind_id == "district"


def test_a_unit_founded_tomorrow_is_entered_tomorrow() -> None:
    with pytest.raises(DayImpossible, match="tương lai"):
        found(founded_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("kind", ["commune", "ward", "province"])
def test_nothing_stands_beneath_its_own_level_or_a_lower_one(kind: str) -> None:
    commune = make.unit()

    with pytest.raises(UnitUnsound, match="không ở dưới cấp của nơi trực thuộc"):
        found(parent=commune, kind=kind)


def test_nothing_is_founded_beneath_what_is_no_more() -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    Unit.objects.filter(pk=province.pk).update(dissolved_on=TODAY)

    with pytest.raises(UnitDissolved, match="24/07/2025"):
        found(parent=province)


def test_a_code_is_for_one_unit_and_its_owner_is_not_named() -> None:
    found(name="Bí mật")

    with pytest.raises(CodeTaken) as refusal:
        found()

    assert str(refusal.value) == "Mã KV đã có tổ chức khác dùng. Hãy chọn mã khác."


def test_the_levels_and_kinds_shipped_have_words_in_both_languages() -> None:
    names = {
        *Level.objects.values_list("name", flat=True),
        *UnitKind.objects.values_list("name", flat=True),
    }

    assert names == set(organisation.SHIPPED)


# --- putting right ----------------------------------------------------------------


@pytest.fixture
def staff() -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=make.unit().scope)


def correct(unit: Unit, by: User | None = None, **changes: Any) -> Unit:
    values: dict[str, Any] = {
        "code": unit.code,
        "name": unit.name,
        "founded_on": unit.founded_on,
        "congress_number": unit.congress_number,
    }
    return correct_unit(
        unit_id=unit.pk,
        seen_version=unit.version,
        values=Particulars(**values | changes),
        by=by,
        at=make.NOON,
    )


def test_a_correction_keeps_the_old_row_and_says_who(staff: User) -> None:
    unit = found(name="Đảng bộ xã Khe Vàn")

    correct(unit, staff, name="Đảng bộ xã Khe Vàng", code="SB.KV", congress_number=12)

    unit.refresh_from_db()
    assert (unit.name, unit.code, unit.congress_number, unit.version) == (
        "Đảng bộ xã Khe Vàng",
        "SB.KV",
        12,
        2,
    )
    assert (unit.changed_by, unit.changed_at) == (staff, make.NOON)
    assert unit.scope.title == unit.name
    before = UnitVersion.objects.get(pgh_obj=unit)
    assert (before.name, before.code, before.version) == ("Đảng bộ xã Khe Vàn", "KV", 1)
    line = AuditEvent.objects.get(act="core.unit_changed")
    assert line.detail == {"fields": ["code", "congress_number", "name"]}


def test_a_correction_that_changes_nothing_is_none(staff: User) -> None:
    unit = correct(found(), staff)

    unit.refresh_from_db()
    assert unit.version == 1
    assert not AuditEvent.objects.filter(act="core.unit_changed").exists()


def test_who_read_an_older_row_saves_nothing(staff: User) -> None:
    unit = found()
    read_before = Unit.objects.get(pk=unit.pk)
    correct(unit, staff, congress_number=12)

    with pytest.raises(ChangedMeanwhile):
        correct(read_before, staff, congress_number=13)

    unit.refresh_from_db()
    assert unit.congress_number == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "a b"},
        {"name": ""},
        {"founded_on": TODAY + timedelta(days=1)},
        {"code": "NL"},
        {"congress_number": 400},
    ],
)
def test_a_correction_is_held_to_the_same_rules(
    changes: dict[str, Any], staff: User
) -> None:
    found(code="NL")

    with pytest.raises(Refused):
        correct(found(), staff, **changes)

    assert not AuditEvent.objects.filter(act="core.unit_changed").exists()


def test_a_unit_is_not_founded_after_what_happened_to_it(staff: User) -> None:
    unit = found()
    Unit.objects.filter(pk=unit.pk).update(dissolved_on=date(2025, 7, 1))
    unit.refresh_from_db()

    with pytest.raises(DayImpossible, match="01/07/2025"):
        correct(unit, staff, founded_on=date(2025, 7, 2))

    unit = correct(unit, staff, founded_on=date(2025, 7, 1))
    assert unit.founded_on == date(2025, 7, 1)
    assert correct(unit, staff, founded_on=None).founded_on is None
