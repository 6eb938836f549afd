"""Choosing one unit among fifty thousand: a code, or a part of a name."""

import pytest
from django import forms
from django.urls import reverse

from core.access.rights import Right, Role
from core.forms.units import UnitCodeField
from core.models import Unit, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình", kind="province")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Khe Vàng", parent=province)


@pytest.fixture
def staff(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def form(user: User, typed: str, *, required: bool = True) -> forms.Form:
    class Choosing(forms.Form):
        unit = UnitCodeField(user, Right.UNIT_KEEP, required=required)

    return Choosing({"unit": typed})


def chosen(user: User, typed: str) -> Unit:
    filled = form(user, typed)
    assert filled.is_valid(), filled.errors
    found: Unit = filled.cleaned_data["unit"]
    return found


def refusal(user: User, typed: str) -> str:
    return str(form(user, typed).errors["unit"][0])


def test_a_code_a_choice_and_a_whole_name_lead_to_the_unit(
    staff: User, commune: Unit
) -> None:
    typed = (
        commune.code,
        f"{commune.code} – {commune.name}",
        f" {commune.code}  – Khe Vàng",
        "dang bo xa khe vang",
    )

    assert [chosen(staff, each) for each in typed] == [commune] * 4


def test_a_part_of_a_name_is_answered_with_the_codes(
    staff: User, commune: Unit
) -> None:
    other = make.unit("Đảng bộ xã Khe Sanh", parent=commune.parent)

    text = refusal(staff, "khe")

    assert f"{commune.code} – {commune.name}" in text
    assert f"{other.code} – {other.name}" in text


def test_what_lies_next_door_or_is_dissolved_is_not_known(
    staff: User, commune: Unit
) -> None:
    next_door = make.unit("Đảng bộ xã Nậm Lành")
    Unit.objects.filter(pk=commune.pk).update(dissolved_on=make.NOON.date())

    found = {refusal(staff, unit.code) for unit in (next_door, commune)}

    assert found == {refusal(staff, "khong-co")}


def test_nothing_typed_is_nothing_where_it_may_be(staff: User) -> None:
    filled = form(staff, "  ", required=False)

    assert filled.is_valid()
    assert filled.cleaned_data["unit"] is None
    assert refusal(staff, "") == "Hãy chọn một tổ chức: gõ mã hoặc một phần tên."


def test_the_field_shows_a_unit_as_its_code_and_name(
    staff: User, commune: Unit
) -> None:
    class Editing(forms.Form):
        unit = UnitCodeField(staff, Right.UNIT_KEEP, initial=commune)

    text = str(Editing()["unit"])

    assert f'value="{commune.code} – {commune.name}"' in text
    assert "không dấu" in str(Editing().fields["unit"].help_text)
    same = Editing({"unit": f"{commune.code} – {commune.name}"})
    assert same.changed_data == []


def test_while_one_types_the_units_within_reach_are_offered(
    staff: User, commune: Unit, signed_in: SignedIn
) -> None:
    make.unit("Đảng bộ xã Khe Vàng bên kia")
    asked = {"o": "unit", "unit": "KHE vang", "quyen": "unit.keep"}

    answer = signed_in(staff).get(reverse("core:unit-choices"), asked)

    assert answer.text.count("<option") == 1
    assert f'value="{commune.code} – {commune.name}"' in answer.text


def test_nothing_is_offered_before_something_is_typed(
    staff: User, signed_in: SignedIn
) -> None:
    answer = signed_in(staff).get(reverse("core:unit-choices"))

    assert "<option" not in answer.text


def test_the_unit_with_just_that_code_is_offered_first(
    staff: User, province: Unit, signed_in: SignedIn
) -> None:
    units = [make.unit(f"Chi bộ {n}", parent=province, kind="cell") for n in (1, 2)]
    Unit.objects.filter(pk=units[0].pk).update(code="KV-11")
    Unit.objects.filter(pk=units[1].pk).update(code="KV-1")

    answer = signed_in(staff).get(
        reverse("core:unit-choices"), {"o": "u", "u": "KV-1", "quyen": "unit.keep"}
    )

    assert answer.text.index("KV-1 –") < answer.text.index("KV-11 –")


def test_nothing_is_offered_where_the_right_is_not_held(
    commune: Unit, signed_in: SignedIn
) -> None:
    reader = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    asked = {"o": "unit", "unit": "khe", "quyen": "unit.keep"}

    answer = signed_in(reader).get(reverse("core:unit-choices"), asked)

    assert "<option" not in answer.text


def test_words_that_only_one_unit_has_are_that_unit(staff: User, commune: Unit) -> None:
    make.unit("Đảng bộ xã Khe Vàng bên kia")
    make.unit("Đảng bộ xã Nậm Lành", parent=commune.parent)

    assert chosen(staff, "khe vang") == commune


def test_a_place_is_filled_in_where_there_is_but_one(
    staff: User, commune: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    keeper = make.holder(Role.ORGANISATION_STAFF, at=cell.scope)

    class Placing(forms.Form):
        def __init__(self, user: User) -> None:
            super().__init__()
            self.fields["unit"] = UnitCodeField(user, Right.UNIT_KEEP, prefilled=True)

    assert Placing(keeper)["unit"].value() == f"{cell.code} – {cell.name}"
    assert Placing(staff)["unit"].value() is None
