"""What tests of plans stand on: a province with communes, and its template."""

from datetime import date, timedelta
from typing import Final

from congress import services
from congress.models import Congress, Milestone, PlanTemplate, TemplateItem
from core.models import Level, Unit, User
from tests import make

TODAY: Final = date(2025, 7, 24)  # the day of make.NOON


def template(
    unit: Unit, *, level: str = "commune", customary: bool = True, title: str = "Mẫu xã"
) -> PlanTemplate:
    return services.make_template(
        unit,
        Level.objects.get(pk=level),
        title,
        customary=customary,
        by=None,
        at=make.NOON,
    )


def with_items(unit: Unit, *titles: str, level: str = "commune") -> PlanTemplate:
    """A template of so many things, each 10 days earlier than the one before it."""
    made = template(unit, level=level, customary=False)
    for place, title in enumerate(titles):
        item(made, title, days=30 - 10 * place)
    return made


def item(of: PlanTemplate, title: str, **said: object) -> TemplateItem:
    task = services.Duty(**{"title": title, "phase": "prepare", "days": 30} | said)  # type: ignore[arg-type] # fields of a Duty
    return services.add_item(of.pk, task, by=make.user(), at=make.NOON)


def change(of: TemplateItem, **said: object) -> TemplateItem:
    of = TemplateItem.objects.select_related("template", "after").get(pk=of.pk)
    names = services.Duty.__dataclass_fields__
    now = {name: getattr(of, name) for name in names}
    return services.change_item(
        of.pk,
        services.Duty(**now | said),
        seen_version=of.template.version,
        by=make.user(),
        at=make.NOON,
    )


def planned(of: PlanTemplate, congress: Congress | None = None) -> Congress:
    """A congress of a commune beneath the template's unit, with its plan."""
    found = congress or make.congress(
        make.unit(parent=of.unit), opens_on=TODAY + timedelta(days=60)
    )
    services.make_plan(found.pk, of.pk, by=make.user(), at=make.NOON)
    return found


def row(congress: Congress, title: str) -> Milestone:
    return Milestone.objects.get(congress=congress, title=title)


def done(of: Milestone, by: User | None = None, **said: object) -> Milestone:
    said = {"done_on": TODAY} | said
    return services.mark_done(of.pk, by=by or make.user(), at=make.NOON, **said)  # type: ignore[arg-type] # arguments of the act
