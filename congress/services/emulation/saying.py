"""What somebody says of a movement, its targets, what was reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from congress.models import Congress, Emulation, EmulationTarget, EmulationUnit
from congress.queries import emulation as queries
from core.errors import Unfit
from core.models import Unit
from core.vietnamese import names

TARGETS_MOST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationFacts:
    """What somebody says of a movement."""

    title: str
    number: str = ""
    congress: Congress | None = None
    starts_on: date
    ends_on: date
    appeal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What is to be reached: so much of a measure, or no more than that."""

    title: str
    measure: str
    planned: Decimal
    more_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a unit says it reached of a target, and why."""

    actual: Decimal
    note: str = ""


def targets_said(emulation: Emulation) -> list[TargetFacts]:
    """Return the targets of a movement as they are said, in their order."""
    return [
        TargetFacts(
            **{each.name: getattr(target, each.name) for each in fields(TargetFacts)}
        )
        for target in queries.targets(emulation)
    ]


def say(held: Emulation, facts: EmulationFacts) -> list[str]:
    """Put what is said onto a movement; return the names of what is new."""
    if facts.ends_on < facts.starts_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày bắt đầu."), "ends_on")
    if facts.congress is not None and facts.congress.unit_id != held.unit_id:
        raise Unfit(_("Hãy chọn đại hội của chính đơn vị phát động."), "congress")
    changed = []
    for each in fields(EmulationFacts):
        value = getattr(facts, each.name)
        if isinstance(value, str):
            value = names.tidy(value)
        if getattr(held, each.name) != value:
            changed.append(each.name)
            setattr(held, each.name, value)
    if not held.title:
        raise Unfit(_("Hãy ghi tên."), "title")
    return changed


def set_targets(held: Emulation, targets: Sequence[TargetFacts]) -> None:
    """Store the targets of a movement that has none yet, in the order given."""
    if not targets or len(targets) > TARGETS_MOST:
        raise Unfit(
            _("Hãy ghi từ 1 đến %(most)s chỉ tiêu.") % {"most": TARGETS_MOST}, "targets"
        )
    if len({names.fold(each.title) for each in targets}) < len(targets):
        raise Unfit(_("Có chỉ tiêu được ghi hai lần."), "targets")
    EmulationTarget.objects.bulk_create(
        EmulationTarget(
            emulation=held,
            place=place,
            title=each.title,
            measure=each.measure,
            planned=each.planned,
            more_is_better=each.more_is_better,
        )
        for place, each in enumerate(targets, 1)
    )


def call_units(held: Emulation, units: Collection[Unit]) -> None:
    """Store who is called to a movement: units beneath the one that calls."""
    if not units:
        raise Unfit(_("Hãy chọn ít nhất một đơn vị."), "units")
    root = f"{held.unit.scope.path}."
    if not all(each.scope.path.startswith(root) for each in units):
        raise Unfit(_("Chỉ phát động đến đơn vị cấp dưới."), "units")
    EmulationUnit.objects.bulk_create(
        EmulationUnit(emulation=held, unit=unit) for unit in units
    )
