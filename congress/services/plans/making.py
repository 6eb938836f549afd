"""Plans made from a template in one step: for one congress, or for all of a level."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import Congress, Milestone, PlanTemplate, TemplateItem
from congress.queries import plans as queries
from congress.queries.plans import Grounds, digest_of
from congress.services.holding import held_congress
from congress.services.legal import take_bases
from congress.services.plan_work import plan_changed
from core.audit import trail
from core.errors import Refused
from core.models import User

Report = Callable[[int, int], None]
AT_ONCE: Final = 2_000  # rows in one statement
# What a milestone takes over from its item as it stands there.
TAKEN_OVER: Final = (
    "title",
    "phase",
    "owner_role",
    "needs_evidence",
    "anchor",
    "days",
    "in_working_days",
    "fixed_day",
    "rule",
)


class AlreadyPlanned(Refused):
    """The congress has a plan: what it lacks is taken over from the offers."""


@dataclass(frozen=True, slots=True)
class Made:
    """What making plans for many congresses came to."""

    plans: int
    milestones: int
    planned: int  # had one before
    out: int  # are worked on elsewhere


@transaction.atomic
def make_plan(
    congress_id: UUID, template_id: UUID, *, by: User | None, at: datetime
) -> int:
    """Make a congress's plan from a template; return how many things to do."""
    congress = held_congress(congress_id)
    template = PlanTemplate.objects.get(pk=template_id)
    if template.level_id != congress.unit.kind.level_id:
        raise Refused(
            _("Mẫu này dành cho đại hội cấp khác. Hãy chọn mẫu của cấp %(level)s.")
            % {"level": congress.unit.kind.level}
        )
    if Milestone.objects.filter(congress=congress, item__isnull=False).exists():
        raise AlreadyPlanned(_("Đại hội này đã có kế hoạch."))
    items = list(queries.items(template))
    if not items:
        raise Refused(_("Mẫu này chưa có việc nào."))
    Milestone.objects.bulk_create(milestones_from(congress, items, Grounds()))
    take_bases(template, [congress])
    trail.record(
        "congress.plan_made",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
        template=template.title,
        milestones=len(items),
    )
    plan_changed([congress.pk], at=at)
    return len(items)


@transaction.atomic
def make_plans(
    template_id: UUID | str, *, by: User | None, at: datetime, report: Report
) -> Made:
    """Make plans for every congress of the template's level that has none."""
    template = PlanTemplate.objects.select_related("unit__scope").get(pk=template_id)
    items = list(queries.items(template))
    if not items:
        raise Refused(_("Mẫu này chưa có việc nào."))
    # Who makes a plan by hand at this moment goes first; then it has one.
    waiting = queries.without_plan(template).order_by("pk")
    keys = waiting.select_for_update(of=("self",), no_key=True).values_list("pk")
    locked = [key for (key,) in keys]
    found = list(
        queries.unplanned(Congress.objects.filter(pk__in=locked))
        .select_related("unit__kind")
        .order_by("pk")
    )
    out = queries.is_out(found)
    left = [each for each in found if each.pk not in out]
    made = _make_for(left, items, report)
    take_bases(template, left)
    counts = Made(
        plans=len(left),
        milestones=made,
        planned=queries.planned(template) - len(left),
        out=len(out),
    )
    if left:
        trail.record(
            "congress.plans_made",
            subject=template,
            scope=template.unit.scope,
            actor=by,
            at=at,
            plans=counts.plans,
            milestones=counts.milestones,
        )
        plan_changed([each.pk for each in left], at=at)
    return counts


def _make_for(
    congresses: Sequence[Congress], items: Sequence[TemplateItem], report: Report
) -> int:
    grounds = Grounds()
    digests = _digests(items)
    rows: list[Milestone] = []
    made = 0
    for done, congress in enumerate(congresses, start=1):
        rows += milestones_from(congress, items, grounds, digests)
        if len(rows) >= AT_ONCE or done == len(congresses):
            made += len(Milestone.objects.bulk_create(rows))
            rows = []
            report(done, len(congresses))
    return made


def _digests(items: Iterable[TemplateItem]) -> dict[UUID, str]:
    return {item.pk: digest_of(item) for item in items}


def milestones_from(
    congress: Congress,
    items: Sequence[TemplateItem],
    grounds: Grounds,
    digests: dict[UUID, str] | None = None,
) -> list[Milestone]:
    """Return what the items come to at a congress, each after what it comes after."""
    digests = digests or _digests(items)
    made = {
        item.pk: Milestone(
            congress=congress,
            item=item,
            item_digest=digests[item.pk],
            code=item.code,
            place=item.place,
            due_on=grounds.due_on(item.timing, congress),
            **{name: getattr(item, name) for name in TAKEN_OVER},
        )
        for item in items
    }
    for item in items:
        if item.after_id in made:
            made[item.pk].after = made[item.after_id]
    return list(made.values())
