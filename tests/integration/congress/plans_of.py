"""Milestones as plans have them, written straight into the rows."""

from datetime import date
from itertools import count
from typing import Any, Final

from congress.models import Congress, Milestone, UpperAttendance
from congress.rules.planning import Anchor
from core.models import Person
from tests import make

_places: Final = count(1)


def milestone(of: Congress, code: str = "", **facts: Any) -> Milestone:
    place = next(_places)
    said: dict[str, Any] = {
        "code": code or f"viec-{place}",
        "title": f"Việc thứ {place}",
        "phase": "prepare",
        "anchor": Anchor.OPENING.value,
        "place": place,
        "due_on": date(2025, 6, 1),
    }
    return Milestone.objects.create(congress=of, **(said | facts))


def sent(person: Person, to: Congress) -> UpperAttendance:
    by = make.user()
    return UpperAttendance.objects.create(
        congress=to, person=person, by=by, at=make.NOON
    )
