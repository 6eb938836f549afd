"""Each constraint of celebration projects and emulation, broken once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from congress.models import (
    CelebrationProject,
    Emulation,
    EmulationResult,
    EmulationTarget,
    EmulationUnit,
)
from congress.services import emulation as services
from tests import make
from tests.integration.congress import celebrating


def project(**changes: Any) -> None:
    province = make.unit("Đảng bộ tỉnh")
    commune = make.unit(parent=province)
    made = celebrating.registered(
        commune, make.congress(province), celebrating.staff(commune)
    )
    CelebrationProject.objects.filter(pk=made.pk).update(**changes)


def movement(**changes: Any) -> Emulation:
    province = make.unit("Đảng bộ tỉnh")
    commune = make.unit(parent=province)
    made = celebrating.movement(province, [commune], celebrating.staff(province))
    if changes:
        Emulation.objects.filter(pk=made.pk).update(**changes)
    return made


def called_twice() -> None:
    called = movement().called.get()
    EmulationUnit.objects.create(emulation=called.emulation, unit=called.unit)


def target(**changes: Any) -> None:
    made = movement().targets.order_by("place").first()
    assert made is not None
    EmulationTarget.objects.filter(pk=made.pk).update(**changes)


def target_twice() -> None:
    held = movement()
    EmulationTarget.objects.create(
        emulation=held, place=9, title="Thu nhập", measure="x", planned=1
    )


def result(actual: int) -> None:
    called = movement().called.get()
    EmulationResult.objects.create(
        target=called.emulation.targets.get(place=1),
        unit=called.unit,
        actual=actual,
        by=make.user(),
        at=make.NOON,
    )


def facts() -> None:
    """One result, as the application makes it."""
    called = movement().called.get()
    income = called.emulation.targets.get(place=1)
    services.report(
        called.pk,
        {income.pk: services.Reached(actual=Decimal(40))},
        by=make.user(),
        at=make.NOON,
    )


CELEBRATED: Final[dict[str, Callable[[], object]]] = {
    "congress_celebration_known_kind": lambda: project(kind="x"),
    "congress_celebration_plaque_on_a_work": lambda: project(
        plaque_on=date(2025, 7, 24)
    ),
    "congress_emulation_in_order": lambda: movement(ends_on=date(2025, 1, 1)),
    "congress_emulation_unit_once": called_twice,
    "congress_emulation_target_once": target_twice,
    "congress_emulation_target_said": lambda: target(title=""),
    "congress_emulation_result_counted": lambda: result(-1),
}
