"""Congresses held for the length of an act, so that nobody else changes them."""

from uuid import UUID

from congress.models import Congress, Milestone


def held_congress(congress_id: UUID) -> Congress:
    """Return a congress on which whoever else acts waits until this act is over."""
    held = Congress.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit__kind__level", "unit__scope", "scope", "term").get(
        pk=congress_id
    )


def hold_milestones(congress: Congress) -> None:
    """Let nobody mark or change a milestone of the congress meanwhile."""
    rows = Milestone.objects.select_for_update().filter(congress=congress)
    list(rows.order_by("pk").values_list("pk"))
