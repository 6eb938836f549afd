"""Each constraint of plans and their templates, broken once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from congress.models import (
    CalendarLink,
    Holiday,
    LevelTerms,
    Milestone,
    PlanTemplate,
    TemplateItem,
    UpperAttendance,
)
from tests import make
from tests.integration.congress import plans


def holiday(**changes: Any) -> Holiday:
    fields = {"day": make.LONG_AGO, "name": "x"} | changes
    return Holiday.objects.create(**fields)


def terms(**changes: Any) -> int:
    return LevelTerms.objects.filter(level="cell").update(**changes)


def terms_twice() -> LevelTerms:
    found = LevelTerms.objects.get(level="cell")
    found.pk = None
    found.save(force_insert=True)
    return found


def template(**changes: Any) -> int:
    made = plans.template(make.unit(), customary=False)
    return PlanTemplate.objects.filter(pk=made.pk).update(**changes)


def template_twice() -> PlanTemplate:
    made = plans.template(make.unit(), customary=False)
    return PlanTemplate.objects.create(
        unit=made.unit, level=made.level, title=made.title
    )


def item(**changes: Any) -> int:
    plans.with_items(make.unit(), "Một", "Hai")
    return TemplateItem.objects.update(**changes)


def milestone(**changes: Any) -> int:
    unit = make.unit()
    congress = make.congress(unit)
    plans.planned(plans.with_items(unit, "Một", "Hai"), congress)
    return Milestone.objects.filter(congress=congress).update(**changes)


def sent_twice() -> None:
    congress, person, by = make.congress(), make.person(), make.user()
    for _again in range(2):
        UpperAttendance.objects.create(
            congress=congress, person=person, by=by, at=make.NOON
        )


def link(**changes: Any) -> CalendarLink:
    later = make.NOON + timedelta(days=1)
    fields = {"name": "x", "content": "all", "digest": "x", "expires_at": later}
    return CalendarLink.objects.create(
        owner=make.user(), made_at=make.NOON, **fields | changes
    )


PLANNED: Final[dict[str, Callable[[], object]]] = {
    "congress_holiday_has_a_name": lambda: holiday(name=""),
    "congress_level_terms_once": terms_twice,
    "congress_level_terms_in_order": lambda: terms(most_days=0),
    "congress_level_terms_known_confidence": lambda: terms(confidence="?"),
    "congress_template_once": template_twice,
    "congress_template_has_a_title": lambda: template(title=""),
    "congress_item_code_once": lambda: item(code="x"),
    "congress_item_known_phase_and_anchor": lambda: item(phase="x"),
    "congress_item_fixed_day_is_there": lambda: item(anchor="day"),
    "congress_milestone_code_once": lambda: milestone(code="x"),
    "congress_milestone_known_phase_and_anchor": lambda: milestone(anchor="x"),
    "congress_milestone_done_with_its_evidence": lambda: milestone(
        needs_evidence=True, done_on=make.LONG_AGO
    ),
    "congress_upper_attendance_once": sent_twice,
    "congress_calendar_link_named_and_known": lambda: link(name=""),
    "congress_calendar_link_expires_after_it_is_made": lambda: link(
        expires_at=make.NOON
    ),
}
