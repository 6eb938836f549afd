"""Entering a congress as organisation staff do, and changing what may change."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from congress.models import Congress
from congress.services.convening import SLUG, Convening, convene
from congress.services.plans import follow_days
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import Unit, User
from core.vietnamese import names
from core.vietnamese.numbers import roman

_DAYS: Final = frozenset({"opens_on", "closes_on"})


class AlreadyConvened(Refused):
    """The unit has a congress of that number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangements:
    """What of a congress may change afterwards: all else names it."""

    place: str
    opens_on: date
    closes_on: date
    contents: Sequence[str]
    designated: bool
    is_pilot: bool = False
    preparatory_on: date | None = None


@transaction.atomic
def enter_congress(convening: Convening, *, by: User, at: datetime) -> Congress:
    """Enter a unit's congress once, at an address made of its name and number."""
    # Two clicks wait for each other here.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=convening.unit.pk)
    same = Congress.objects.filter(unit=unit, number=convening.number).first()
    if same is not None:
        raise AlreadyConvened(
            _("%(congress)s đã được lập. Hãy kiểm tra lại lần thứ.")
            % {"congress": same}
        )
    slug = free_slug(unit, convening.number)
    return convene(replace(convening, slug=slug), by=by, at=at)


def free_slug(unit: Unit, number: int) -> str:
    """Return the address of a unit's congress; namesakes have their codes in it."""
    ending = f"-{roman(number).lower()}"
    name = slugify(names.fold(unit.name))
    code = slugify(names.fold(unit.code))
    for stem in (name, f"{name[: SLUG - 30]}-{code}"):
        slug = f"{stem[: SLUG - len(ending)]}{ending}"
        if stem and not Congress.objects.filter(slug=slug).exists():
            return slug
    return f"{unit.pk}{ending}"


@transaction.atomic
def change_congress(
    congress_id: UUID,
    arrangements: Arrangements,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Congress:
    """Change when and where a congress is held and what it does; its plan follows."""
    congress = Congress.objects.select_for_update(of=("self",)).get(pk=congress_id)
    if congress.version != seen_version:
        raise ChangedMeanwhile
    said = asdict(arrangements) | {"contents": list(arrangements.contents)}
    changed = [name for name, value in said.items() if getattr(congress, name) != value]
    if not changed:
        return congress
    for name in changed:
        setattr(congress, name, said[name])
    congress.version += 1
    congress.save(update_fields=[*changed, "version"])
    moved = follow_days(congress, at=at) if _DAYS & set(changed) else 0
    trail.record(
        "congress.congress_changed",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
        fields=sorted(changed),
        **({"milestones": moved} if moved else {}),
    )
    refresh([congress.pk], at=at)
    return congress
