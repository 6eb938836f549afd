"""What a template offers to a plan already made: taken over, or declined."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from congress.models import Congress, Milestone, TemplateItem
from congress.queries import plans as queries
from congress.queries.plans import Grounds, digest_of
from congress.services.holding import held_congress, hold_milestones
from congress.services.plan_work import plan_changed
from congress.services.plans.making import TAKEN_OVER, milestones_from
from congress.services.plans.milestones import drop
from core.audit import trail
from core.models import User


@transaction.atomic
def take_offers(
    congress_id: UUID, chosen: Iterable[UUID], *, by: User, at: datetime
) -> int:
    """Take over what was chosen of a template's changes; return how many there were.

    New items come, changed ones replace what the plan has, removed ones go.
    """
    congress = held_congress(congress_id)
    hold_milestones(congress)
    keys, grounds = set(chosen), Grounds()
    offers = queries.offers(congress, grounds)
    new = [item for item, _due in offers.new if item.pk in keys]
    added = milestones_from(congress, new, grounds)
    Milestone.objects.bulk_create(added)
    changed = [row for item, row, _lines in offers.changed if item.pk in keys]
    removed = [row for row in offers.removed if row.item_id in keys]
    for item, row, _lines in offers.changed:
        if item.pk in keys:
            _take(row, item, grounds.due_on(item.timing, congress))
    drop(removed)
    _set_order(congress, [row.item_id for row in [*added, *changed]])
    if added or changed or removed:
        trail.record(
            "congress.offers_taken",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            added=len(added),
            changed=len(changed),
            removed=len(removed),
        )
        plan_changed([congress.pk], at=at)
    return len(added) + len(changed) + len(removed)


@transaction.atomic
def keep_own(
    congress_id: UUID, chosen: Iterable[UUID], *, by: User, at: datetime
) -> int:
    """Keep the plan as it is where a template changed: it is not offered again."""
    congress = held_congress(congress_id)
    hold_milestones(congress)
    keys = set(chosen)
    offers = queries.offers(congress)
    kept = []
    for item, row, _lines in offers.changed:
        if item.pk in keys:
            row.item_digest = digest_of(item)
            kept.append(row)
    for row in offers.removed:
        if row.item_id in keys:
            row.item, row.item_digest = None, ""
            kept.append(row)
    Milestone.objects.bulk_update(kept, ["item", "item_digest"])
    if kept:
        trail.record(
            "congress.offers_declined",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            milestones=len(kept),
        )
    return len(kept)


def _take(row: Milestone, item: TemplateItem, due: date | None) -> None:
    for name in TAKEN_OVER:
        setattr(row, name, getattr(item, name))
    row.item_digest = digest_of(item)
    row.place = item.place
    row.due_on = due
    row.is_due_by_hand = False
    row.version += 1
    row.save()


def _set_order(congress: Congress, taken: Sequence[UUID | None]) -> None:
    """Let what was taken over come after what its item comes after, where that is."""
    rows = {
        row.item_id: row
        for row in Milestone.objects.filter(congress=congress, item__isnull=False)
    }
    items = TemplateItem.objects.filter(pk__in=[key for key in taken if key])
    for item in items:
        rows[item.pk].after = rows.get(item.after_id) if item.after_id else None
    Milestone.objects.bulk_update([rows[item.pk] for item in items], ["after"])
