"""What is made known and made ready for congresses: lists, figures, what waits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.http import Http404
from django.utils.translation import gettext as _

from congress import labels
from congress.labels.points import Worked
from congress.models import (
    PARTS_OF,
    Arrangement,
    Checklist,
    Congress,
    Part,
    PointState,
)
from congress.queries.congresses import matching
from congress.queries.plans import standing_in
from congress.rules.customary_arrangements import USUAL, Usual
from congress.rules.planning import Standing, standing
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import with_words

OFFERED: Final = 20  # congresses one may copy from, at once

# How the lists are called in addresses.
NAMED: Final = {
    "tuyen-truyen": Checklist.COMMUNICATION,
    "phuc-vu": Checklist.LOGISTICS,
}
ADDRESS: Final = {checklist.value: word for word, checklist in NAMED.items()}

# What has to be done before the opening; the rest of making known comes later.
_BEFORE: Final = {
    Checklist.COMMUNICATION.value: Q(part=Part.BEFORE),
    Checklist.LOGISTICS.value: Q(),
}
_ORDER: Final = Case(
    *(When(part=part, then=place) for place, part in enumerate(Part.values)),
    output_field=IntegerField(),
)
_OPEN: Final = Q(done_on__isnull=True)


@dataclass(frozen=True, slots=True)
class PartFigures:
    """How many things of one part are done, of how many, and how many are late."""

    part: str
    label: str
    done: int
    total: int
    late: int


def checklist_or_404(word: str) -> Checklist:
    """Return the list that an address names."""
    if word not in NAMED:
        raise Http404
    return NAMED[word]


def arrangements(congress: Congress, checklist: Checklist) -> QuerySet[Arrangement]:
    """Return one list of a congress, with ``part_order``."""
    rows = Arrangement.objects.filter(congress=congress, checklist=checklist)
    return rows.select_related("owner").annotate(part_order=_ORDER)


def arrangement_or_404(congress: Congress, key: UUID) -> Arrangement:
    """Return one thing of a congress's lists."""
    rows = Arrangement.objects.select_related("owner", "done_by")
    found = rows.filter(congress=congress, pk=key).first()
    if found is None:
        raise Http404
    return found


def named(rows: QuerySet[Arrangement], wanted: str) -> QuerySet[Arrangement]:
    """Keep what has these words in its title, whatever the accents."""
    return with_words(rows, "title", wanted)


def standing_so(
    rows: QuerySet[Arrangement], state: str, today: date
) -> QuerySet[Arrangement]:
    """Keep what stands so today."""
    return standing_in(rows, state, today)


def arrangement_standing(row: Arrangement, today: date) -> Standing:
    """Return how one thing stands today."""
    return standing(row.due_on, row.done_on, today)


def arrangement_figures(
    congress: Congress, checklist: Checklist, today: date
) -> tuple[PartFigures, list[PartFigures]]:
    """Count a list: all of it, and each of its parts that has something."""
    counted = (
        Arrangement.objects.filter(congress=congress, checklist=checklist)
        .values("part")
        .annotate(
            done=Count("pk", filter=~_OPEN),
            total=Count("pk"),
            late=Count("pk", filter=_OPEN & Q(due_on__lt=today)),
        )
        .order_by()
    )
    by_part = {row["part"]: row for row in counted}
    parts = [
        PartFigures(
            part,
            str(Part(part).label),
            by_part[part]["done"],
            by_part[part]["total"],
            by_part[part]["late"],
        )
        for part in PARTS_OF[checklist.value]
        if part in by_part
    ]
    whole = PartFigures(
        "",
        _("Tất cả"),
        sum(each.done for each in parts),
        sum(each.total for each in parts),
        sum(each.late for each in parts),
    )
    return whole, parts


def usual_left(congress: Congress, checklist: Checklist) -> list[tuple[Usual, str]]:
    """Return what is usual and not on the list yet, each with its words."""
    known = set(
        Arrangement.objects.filter(congress=congress, checklist=checklist).values_list(
            "code", flat=True
        )
    )
    return [
        (each, str(labels.USUAL[each.code]))
        for each in USUAL[checklist.value]
        if each.code not in known
    ]


def to_copy_from(
    user: User, congress: Congress, checklist: Checklist, wanted: str = ""
) -> QuerySet[Congress]:
    """Return other congresses that the user keeps and that have such a list."""
    has = Arrangement.objects.filter(congress=OuterRef("pk"), checklist=checklist)
    found = policy.within_reach(Congress.objects.all(), user, Right.CONGRESS_KEEP)
    found = found.filter(Exists(has)).exclude(pk=congress.pk)
    if wanted:
        found = matching(found, wanted)
    itself_first = Case(When(unit=congress.unit_id, then=0), default=1)
    return (
        found.select_related("unit", "term")
        .annotate(
            has_so_many=Count(
                "arrangements", filter=Q(arrangements__checklist=checklist)
            )
        )
        .order_by(itself_first, "-opens_on", "slug")
    )


def worked_out(
    checklist: Checklist, congresses: Collection[UUID] | None
) -> Mapping[UUID, Worked]:
    """Work out how far a list is at congresses: what must be done before they open."""
    rows = Arrangement.objects.filter(_BEFORE[checklist.value], checklist=checklist)
    wanted = Congress.objects.all()
    if congresses is not None:
        rows = rows.filter(congress__in=congresses)
        wanted = wanted.filter(pk__in=congresses)
    counted = (
        rows.values_list("congress")
        .annotate(
            done=Count("pk", filter=~_OPEN),
            total=Count("pk"),
            due=Min("due_on", filter=_OPEN),
        )
        .order_by()
    )
    found = {key: Worked(PointState.NOT_STARTED.value) for key in _keys(wanted)}
    for key, done, total, due in counted:
        found[key] = Worked(_state(done, total), done, total, due)
    return found


COMMUNICATION_WORKED: Final = partial(worked_out, Checklist.COMMUNICATION)
LOGISTICS_WORKED: Final = partial(worked_out, Checklist.LOGISTICS)


def _keys(congresses: QuerySet[Congress]) -> QuerySet[Congress, UUID]:
    return congresses.order_by().values_list("pk", flat=True)


def _state(done: int, total: int) -> str:
    if done == total:
        return PointState.READY.value
    return PointState.IN_HAND.value if done else PointState.NOT_STARTED.value
