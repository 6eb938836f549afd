"""The names put forward for a poll, until its list is closed."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.http import Http404

from ballots.models import Nomination, Poll
from ballots.rules.nominations import Listed, Withdrawing, in_list_order
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Slate


def nomination_or_404(poll: Poll, key: UUID) -> Nomination:
    """Return one name put forward for this poll."""
    found = nominations(poll, pk=key)
    if not found:
        raise Http404
    return found[0]


def nominations(poll: Poll, **only: object) -> list[Nomination]:
    """Return the names put forward, in the order of the list.

    Each is the row of the register that a merger has left of him.
    """
    rows = (
        Nomination.objects.filter(poll=poll, **only)
        .select_related("person__unit", "person__merged_into__unit")
        .select_related("by_person__merged_into")
        .order_by(
            "person__sort_key", F("person__party_since").asc(nulls_last=True), "pk"
        )
    )
    return [_as_merged(row) for row in rows]


def _as_merged(row: Nomination) -> Nomination:
    row.person = row.person.merged_into or row.person
    if row.by_person is not None:
        row.by_person = row.by_person.merged_into or row.by_person
    return row


def named_on(poll: Poll) -> set[UUID]:
    """Return who is on the list already, by the rows of a merger too."""
    rows = Nomination.objects.filter(poll=poll)
    found = rows.values_list("person", "person__merged_into")
    return {key for both in found for key in both if key}


def nomination_digest(row: Nomination) -> str:
    """Return what changes whenever this name's line changes."""
    said = (
        str(row.person.merged_into_id or row.person_id),
        row.put_forward,
        str(row.by_person_id),
        row.backed_by,
        row.withdrawing,
        row.opinion_votes,
        row.left_out,
        row.left_out_reason,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def in_order(rows: Sequence[Nomination]) -> list[Nomination]:
    """Return the names in the order of the list (R-SU-10)."""
    by_key = {str(row.pk): row for row in rows}
    listed = [
        Listed(key, row.person.full_name, row.person.party_since)
        for key, row in by_key.items()
    ]
    return [by_key[key] for key in in_list_order(listed)]


def stands(row: Nomination) -> bool:
    """Whether a name still goes onto the list."""
    return not row.left_out and row.withdrawing != Withdrawing.ALLOWED.value


def layout_of(poll: Poll) -> Layout:
    """Return how the paper is marked; of a list being made, as it would be now."""
    if poll.stage != Stage.PREPARED:
        return Layout(poll.layout)
    standing = Nomination.objects.filter(poll=poll, left_out=False).exclude(
        withdrawing=Withdrawing.ALLOWED.value
    )
    names = standing.count()
    if not names:
        return Layout(poll.layout)
    return Slate(names=names, max_votes=poll.seats or poll.alternates).layout
