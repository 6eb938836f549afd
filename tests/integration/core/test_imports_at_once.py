"""Two people and one list: the first transaction is held open, the second waits."""

import pytest
from django.db import transaction

from core.access.rights import Role
from core.models import ImportRun, Person, Unit, User
from core.services import imports as acts
from core.services import register_person, rename_unit
from core.services.units import Decision
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import PERSON_HEADINGS, UNIT_HEADINGS
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)

COMMUNES = tuple(f"K{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(3))


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def test_of_two_uploads_of_one_file_the_second_waits_and_gets_the_first(
    province: Unit, keeper: User
) -> None:
    def bring() -> ImportRun:
        return bringing.received("units", b"a", to=province, by=keeper)

    with transaction.atomic():
        first = bring()
        second = Second(bring)
        assert second.waits

    assert second.ends() == [first]
    assert ImportRun.objects.count() == 1


def test_of_two_confirmations_the_second_waits_and_is_refused(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)

    with transaction.atomic():
        bringing.confirmed(run, by=keeper)
        second = Second(lambda: bringing.confirmed(run, by=keeper))
        assert second.waits

    assert second.ends() == [acts.NotNow]


def test_a_list_written_twice_at_once_is_written_once(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "people", PERSON_HEADINGS, "Nông Thị Ba;1975;;;;", to=province, by=keeper
    )
    bringing.confirmed(run, by=keeper)

    with transaction.atomic():
        bringing.apply(run)
        second = Second(lambda: bringing.apply(run).state)
        assert second.waits

    assert second.ends() == ["applied"]
    assert Person.objects.filter(full_name="Nông Thị Ba").count() == 1


def test_of_two_lists_with_the_same_people_the_second_waits_and_asks(
    province: Unit, keeper: User
) -> None:
    one, other = (
        bringing.checked(
            "people", headings, "Lục Văn Quý;1975;;;;", to=province, by=keeper
        )
        for headings in (PERSON_HEADINGS, PERSON_HEADINGS.upper())
    )
    for run in (one, other):
        bringing.confirmed(run, by=keeper)

    with transaction.atomic():
        bringing.apply(one)
        second = Second(lambda: bringing.apply(other).state)
        assert second.waits

    assert second.ends() == ["checked"]
    assert Person.objects.filter(full_name="Lục Văn Quý", unit=province).count() == 1


def test_dropping_waits_for_the_writing_and_is_refused(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)

    with transaction.atomic():
        bringing.apply(run)
        second = Second(lambda: acts.drop_list(run.pk, by=keeper, at=make.NOON))
        assert second.waits

    assert second.ends() == [acts.NotNow]


def test_taking_back_waits_for_somebody_who_edits_and_lists_what_he_edited(
    province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    unit = Unit.objects.get(code="K1")

    with transaction.atomic():
        rename_unit(
            unit_id=unit.pk,
            seen_version=1,
            name="Đảng bộ xã khác",
            decision=Decision(on=make.NOON.date()),
            by=keeper,
            at=make.NOON,
        )
        second = Second(lambda: bringing.undone(run, by=keeper).fault["rows"])
        assert second.waits

    (rows,) = second.ends()
    assert (str(unit.pk), "Đảng bộ xã khác", "changed-since", {}) in rows


def test_taking_back_waits_for_somebody_who_is_being_entered_there(
    province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    unit = Unit.objects.get(code="K1")

    with transaction.atomic():
        register_person(full_name="Lục Văn Quý", unit=unit, by=keeper, at=make.NOON)
        second = Second(lambda: bringing.undone(run, by=keeper).state)
        assert second.waits

    assert second.ends() == ["applied"]
    assert Person.objects.filter(unit=unit).count() == 1


def test_a_code_taken_by_hand_in_that_moment_stops_the_list(
    province: Unit, keeper: User
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.confirmed(run, by=keeper)

    with transaction.atomic():
        unit = make.unit("Đảng bộ xã Khe Vàng", parent=province)
        Unit.objects.filter(pk=unit.pk).update(code="K1")
        second = Second(lambda: bringing.apply(run).fault)
        assert second.waits

    assert second.ends() == [{"code": "moved-rows", "values": {"count": 1}}]
    assert not Unit.objects.filter(code="K0").exists()
