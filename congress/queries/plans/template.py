"""Templates of plans: whoever reads a unit reads what it asks of congresses."""

import hashlib
import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from congress.models import Congress, Milestone, PlanTemplate, TemplateItem
from congress.queries.above import paths_above
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import journeys, with_words

_TAKEN: Final = Milestone.objects.filter(congress=OuterRef("pk"), item__isnull=False)


def templates(user: User) -> QuerySet[PlanTemplate]:
    """Return the templates a user may read, with ``items_left``."""
    within = policy.within_reach(PlanTemplate.objects.all(), user, Right.UNIT_READ)
    counted = Count("items", filter=Q(items__is_removed=False))
    return within.select_related("unit", "level").annotate(items_left=counted)


def templates_named(
    found: QuerySet[PlanTemplate], wanted: str
) -> QuerySet[PlanTemplate]:
    """Keep the templates with these words, whatever the accents."""
    return with_words(found, "title", wanted)


def template_or_404(user: User, key: UUID) -> PlanTemplate:
    """Return one template a user may read."""
    return policy.get_or_404(
        PlanTemplate.objects.select_related("unit__scope", "level"),
        user,
        Right.UNIT_READ,
        pk=key,
    )


def template_kept_or_404(user: User, key: UUID) -> PlanTemplate:
    """Return one template of a unit whose congresses the user keeps."""
    found = template_or_404(user, key)
    if not policy.allows(user, Right.CONGRESS_KEEP, found.unit.scope):
        raise Http404
    return found


def items(template: PlanTemplate) -> QuerySet[TemplateItem]:
    """Return what a template has now, in order."""
    found = TemplateItem.objects.filter(template=template, is_removed=False)
    return found.select_related("after").order_by("place", "pk")


def templates_for(congress: Congress) -> QuerySet[PlanTemplate]:
    """Return what the unit of a congress, or one above it, keeps for its level."""
    found = PlanTemplate.objects.filter(
        level=congress.unit.kind.level_id,
        unit__scope__path__in=paths_above([congress.unit.scope.path]),
    )
    # The nearest first: what the unit itself made is meant for it.
    return found.select_related("unit").order_by("-unit__scope__path", "title")


def without_plan(template: PlanTemplate) -> QuerySet[Congress]:
    """Return the congresses that a template could make a plan for.

    Of each unit only the latest: what is over needs no plan any more. What is worked on
    elsewhere is only read here.
    """
    later = Congress.objects.filter(
        unit=OuterRef("unit"), opens_on__gt=OuterRef("opens_on")
    )
    return unplanned(of_template(template)).filter(~Exists(later))


def unplanned(congresses: QuerySet[Congress]) -> QuerySet[Congress]:
    """Keep the congresses for which nothing was taken from any template."""
    return congresses.filter(~Exists(_TAKEN))


def planned(template: PlanTemplate) -> int:
    """Count the congresses of the template's level whose plan is made."""
    return of_template(template).filter(Exists(_TAKEN)).count()


def of_template(template: PlanTemplate) -> QuerySet[Congress]:
    """Return the congresses of the template's level beneath its unit."""
    return Congress.objects.filter(
        unit__kind__level=template.level_id,
        scope__path__descendants_of=template.unit.scope.path,
    )


def is_out(congresses: Iterable[Congress]) -> set[UUID]:
    """Return which of the congresses are worked on elsewhere."""
    known = {each.scope_id: each.pk for each in congresses}
    return {known[scope] for scope in journeys.out_of(known)}


def digest_of(item: TemplateItem) -> str:
    """Return a digest of what an item says; its place in the order says nothing."""
    said = [
        item.title,
        item.phase,
        item.owner_role,
        item.needs_evidence,
        item.anchor,
        item.days,
        item.in_working_days,
        item.fixed_day.isoformat() if item.fixed_day else None,
        item.rule,
        item.after.code if item.after else "",
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
