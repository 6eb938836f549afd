"""How far the elections of congresses are prepared, for the board of readiness."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ballots.models import BoardSeat, Poll
from ballots.queries.reach import standing
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from ballots.rules.terms import Round
from congress.labels.points import Worked
from congress.models import BodyKind, Congress, Content, PointState

_ELECTS = (Content.COMMITTEE.value, Content.DELEGATES.value)


def lists_closed(congresses: Collection[UUID] | None) -> dict[UUID, Worked]:
    """Of how many elections each congress holds the list is closed."""
    return _worked_out(congresses, ~Q(stage=Stage.PREPARED.value))


def boards_set(congresses: Collection[UUID] | None) -> dict[UUID, Worked]:
    """For how many elections each congress holds it is written down who counts."""
    head = BoardSeat.objects.filter(poll=OuterRef("pk"), is_head=True)
    # What came in a file was counted elsewhere.
    return _worked_out(congresses, Q(Exists(head)) | Q(upload__isnull=False))


def _worked_out(congresses: Collection[UUID] | None, done: Q) -> dict[UUID, Worked]:
    counted = (
        _first_rounds(congresses)
        .values_list("election__congress")
        .annotate(done=Count("pk", filter=done), total=Count("pk"))
        .order_by()
    )
    found = {key: (done, total) for key, done, total in counted}
    held = Congress.objects.all()
    if congresses is not None:
        held = held.filter(pk__in=list(congresses))
    return {
        key: _worked(*found.get(key, (0, 0)), elects=bool(set(contents) & set(_ELECTS)))
        for key, contents in held.values_list("pk", "contents")
    }


def _first_rounds(congresses: Collection[UUID] | None) -> QuerySet[Poll]:
    """Return the first votes of the elections that congresses themselves hold."""
    rows = standing(Poll.objects.filter(round=Round.FIRST.value)).filter(
        election__body__kind=BodyKind.CONGRESS
    )
    rows = rows.exclude(election__purpose=Purpose.REHEARSAL.value)
    if congresses is not None:
        rows = rows.filter(election__congress__in=list(congresses))
    return rows


def _worked(done: int, total: int, *, elects: bool) -> Worked:
    if not total:
        state = PointState.NOT_STARTED if elects else PointState.READY
        return Worked(state.value, 0, 0)
    state = PointState.READY if done == total else PointState.IN_HAND
    return Worked(state.value, done, total)
