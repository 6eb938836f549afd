"""How ready congresses are: worked out from facts, and read from what is written."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from congress.labels.points import Worked, point, points
from congress.models import (
    BodyKind,
    Congress,
    Content,
    Milestone,
    PointState,
    ReadinessPoint,
    Reminder,
    RollEntry,
    Submission,
    SubmissionKind,
    SubmissionState,
)
from congress.queries.congresses import matching
from congress.queries.progress import Within, congresses_in
from congress.rules.roll import Standing
from core.access.rights import Role
from core.models import Appointment, User

READY: Final = PointState.READY.value
LACKING: Final = "thieu"  # what is asked for besides the states
LATE: Final = "cham"
Named = Collection[UUID] | None
# What a designated congress does not do.
_BY_ELECTION: Final = frozenset({Content.COMMITTEE.value, Content.DELEGATES.value})


# --- worked out from the facts ----------------------------------------------------


def _named(congresses: Named, field: str = "congress") -> Q:
    return Q() if congresses is None else Q(**{f"{field}__in": list(congresses)})


def _every(congresses: Named) -> QuerySet[Congress]:
    return Congress.objects.filter(_named(congresses, "pk"))


def _keys(congresses: Named) -> Iterable[UUID]:
    if congresses is not None:
        return congresses
    return Congress.objects.values_list("pk", flat=True)


def plans(congresses: Named) -> dict[UUID, Worked]:
    """How much of each plan is done, and what of it is due first."""
    rows = Milestone.objects.filter(_named(congresses)).values_list("congress")
    counted = rows.annotate(
        done=Count("pk", filter=Q(done_on__isnull=False)),
        total=Count("pk"),
        due=Min("due_on", filter=Q(done_on__isnull=True)),
    ).order_by()
    found = {
        key: Worked(_state_of(done, total), done, total, due)
        for key, done, total, due in counted
    }
    nothing = Worked(PointState.NOT_STARTED.value, 0, 0)
    return {key: found.get(key, nothing) for key in _keys(congresses)}


def contents(congresses: Named) -> dict[UUID, Worked]:
    """How many of the contents each congress holds; four, or two where designated."""
    rows = _every(congresses).values_list("pk", "contents", "designated")
    return {
        key: _of_contents(set(held), designated=designated)
        for key, held, designated in rows
    }


def _of_contents(held: set[str], *, designated: bool) -> Worked:
    done, total = len(held - _BY_ELECTION if designated else held), len(Content)
    total -= len(_BY_ELECTION) if designated else 0
    return Worked(_state_of(done, total), done, total)


def contents_left_out(congress: Congress) -> list[str]:
    """Return the contents that a congress does not hold, in words (article 2-06)."""
    left = [each for each in Content if each.value not in congress.contents]
    if congress.designated:
        left = [each for each in left if each.value not in _BY_ELECTION]
    return [str(each.label) for each in left]


def rolls(congresses: Named) -> dict[UUID, Worked]:
    """How many people are called to each congress itself, and how many wait."""
    rows = RollEntry.objects.filter(
        _named(congresses, "body__congress"), body__kind=BodyKind.CONGRESS
    )
    called = dict(
        rows.exclude(standing__in=[Standing.REJECTED.value, Standing.ALTERNATE.value])
        .values_list("body__congress")
        .annotate(number=Count("pk"))
        .order_by()
    )
    nobody = Worked(PointState.NOT_STARTED.value, 0, 0)
    return {
        key: Worked(READY, called[key], called[key]) if key in called else nobody
        for key in _keys(congresses)
    }


def marked(code: str) -> Callable[[Named], dict[UUID, Worked]]:
    """Return what works out a point that one milestone says, done or not."""
    return partial(_marked, code)


def _marked(code: str, congresses: Named) -> dict[UUID, Worked]:
    rows = Milestone.objects.filter(_named(congresses), code=code)
    found = {
        key: Worked(READY if done else PointState.NOT_STARTED.value, due_on=due)
        for key, done, due in rows.values_list("congress", "done_on", "due_on")
    }
    nothing = Worked(PointState.NOT_STARTED.value)
    return {key: found.get(key, nothing) for key in _keys(congresses)}


_OF_SUBMISSION: Final = {
    SubmissionState.SUBMITTED.value: PointState.IN_HAND.value,
    SubmissionState.SENT_BACK.value: PointState.STUCK.value,
    SubmissionState.CLEARED.value: READY,
}


def plans_cleared(congresses: Named) -> dict[UUID, Worked]:
    """Whether the level above has cleared each plan: what was submitted last says."""
    rows = Submission.objects.filter(_named(congresses), kind=SubmissionKind.PLAN)
    states = rows.order_by("submitted_at", "pk").values_list("congress", "state")
    found: dict[UUID, str] = {}
    for key, state in states:
        if state in _OF_SUBMISSION:
            found[key] = _OF_SUBMISSION[state]
    nothing = PointState.NOT_STARTED.value
    return {key: Worked(found.get(key, nothing)) for key in _keys(congresses)}


def _state_of(done: int, total: int) -> str:
    if total and done == total:
        return READY
    return (PointState.IN_HAND if total else PointState.NOT_STARTED).value


@dataclass(frozen=True, slots=True)
class Differs:
    """A point that is written otherwise than the facts say."""

    congress: UUID
    code: str
    written: Worked | None
    worked_out: Worked


def differing(congresses: Named = None) -> list[Differs]:
    """Hold what is written against the facts; of all congresses, or of these."""
    written: dict[tuple[UUID, str], Worked] = {
        (row.congress_id, row.code): Worked(row.state, row.done, row.total, row.due_on)
        for row in ReadinessPoint.objects.filter(_named(congresses))
    }
    return [
        Differs(key, each.code, written.get((key, each.code)), worked)
        for each in points()
        if each.work_out
        for key, worked in each.work_out(congresses).items()
        if written.get((key, each.code)) != worked
    ]


def unwritten() -> list[UUID]:
    """Return the congresses of which nothing is written yet."""
    there = ReadinessPoint.objects.filter(congress=OuterRef("pk"))
    return list(Congress.objects.filter(~Exists(there)).values_list("pk", flat=True))


# --- the board --------------------------------------------------------------------


def asked_of() -> list[str]:
    """Return the codes of what has to be there before a congress opens."""
    return [each.code for each in points() if each.before_opening]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a board of points is narrowed to, besides where one looks."""

    code: str = ""
    state: str = ""  # one of PointState, LACKING or LATE
    still_to_open: bool = False
    wanted: str = ""


def sought_in(within: Within, sought: Sought, *, today: date) -> QuerySet[Congress]:
    """Return the congresses within reach that are asked for."""
    found = congresses_in(within)
    if sought.still_to_open:
        found = found.filter(opens_on__gt=today)
    if sought.wanted:
        found = matching(found, sought.wanted)
    if sought.code:
        found = found.filter(_standing(sought.code, sought.state or LACKING, today))
    return found


def lacking(found: QuerySet[Congress], code: str) -> QuerySet[Congress]:
    """Keep the congresses that are not ready in a point."""
    rows = ReadinessPoint.objects.filter(congress=OuterRef("pk"), code=code)
    return found.filter(~Exists(rows.filter(state=READY)))


def _standing(code: str, state: str, today: date) -> Q:
    rows = ReadinessPoint.objects.filter(congress=OuterRef("pk"), code=code)
    if state == LACKING:
        return ~Q(Exists(rows.filter(state=READY)))
    if state == LATE:
        return Q(Exists(rows.exclude(state=READY).filter(due_on__lt=today)))
    if state == PointState.NOT_STARTED:
        return ~Q(Exists(rows.exclude(state=PointState.NOT_STARTED)))
    return Q(Exists(rows.filter(state=state)))


def with_missing(found: QuerySet[Congress]) -> QuerySet[Congress]:
    """Let each congress say how many points are ``missing``, and be ordered by it."""
    asked = asked_of()
    ready = (
        ReadinessPoint.objects.filter(congress=OuterRef("pk"), state=READY)
        # As an expression: one walk over a congress's rows, not one search for each.
        .alias(
            named=Func(
                F("code"), template="(%(expressions)s || '')", output_field=TextField()
            )
        )
        .filter(named__in=asked)
        .order_by()
        .annotate(every=Value(1))
        .values("every")
        .annotate(number=Count("pk"))
        .values("number")
    )
    # As an expression, so that PostgreSQL does not walk through all units by name.
    name = Func(
        F("unit__sort_key"),
        template="(%(expressions)s || '')",
        output_field=TextField(db_collation="C"),
    )
    number = Coalesce(Subquery(ready, output_field=IntegerField()), 0)
    return found.annotate(missing=Value(len(asked)) - number).alias(by_name=name)


def with_points(found: QuerySet[Congress]) -> QuerySet[Congress]:
    """Read congresses with their units and, as ``written``, their points."""
    related = found.select_related("unit__scope", "unit__parent", "scope", "term")
    return related.select_related("unit__kind__level").prefetch_related(
        Prefetch("points", ReadinessPoint.objects.all(), to_attr="written")
    )


def total_of_each(found: QuerySet[Congress]) -> dict[str, int]:
    """Count the congresses that are ready in each point, in one query."""
    rows = ReadinessPoint.objects.filter(state=READY, congress__in=found.order_by())
    counted = rows.order_by().values_list("code").annotate(number=Count("pk"))
    return dict(counted)


def points_of(congress: Congress) -> dict[str, ReadinessPoint]:
    """Return what is written of one congress, by its code."""
    return {
        each.code: each for each in ReadinessPoint.objects.filter(congress=congress)
    }


# --- who is reminded --------------------------------------------------------------


def last_reminders(congress: Congress) -> dict[str, Reminder]:
    """Return when those responsible were last reminded, of each point."""
    rows = Reminder.objects.filter(congress=congress).select_related("by")
    return {each.code: each for each in rows.order_by("day")}


def reminded_today(congresses: Collection[UUID], code: str, today: date) -> set[UUID]:
    """Return of which congresses somebody was reminded of this today."""
    rows = Reminder.objects.filter(congress__in=congresses, code=code, day=today)
    return set(rows.values_list("congress", flat=True))


def responsible(
    congresses: Iterable[Congress], code: str, *, today: date
) -> dict[UUID, list[User]]:
    """Return who sees to a point at each congress, in a few queries.

    The organisation staff appointed at its unit, the secretariat of the congress, and
    whoever a milestone of that code is given to. Congresses are read with their scopes.
    """
    of_scope: dict[int, list[UUID]] = defaultdict(list)
    held = list(congresses)
    for each in held:
        of_scope[each.scope_id].append(each.pk)
        of_scope[each.unit.scope_id].append(each.pk)
    staff = Q(role=Role.ORGANISATION_STAFF, scope__in=[e.unit.scope_id for e in held])
    of_congress = Q(role=Role.SECRETARIAT, scope__in=[each.scope_id for each in held])
    rows = Appointment.objects.filter(staff | of_congress, user__is_active=True)
    found: dict[UUID, dict[int, User]] = defaultdict(dict)
    for row in rows.in_force(today).select_related("user"):
        for key in of_scope[row.scope_id]:
            found[key][row.user_id] = row.user
    owned = Milestone.objects.filter(
        congress__in=held, code=code, owner__is_active=True
    )
    for milestone in owned.select_related("owner"):
        if milestone.owner is not None:
            found[milestone.congress_id][milestone.owner.pk] = milestone.owner
    return {
        key: sorted(people.values(), key=lambda user: (user.sort_key, user.pk))
        for key, people in found.items()
    }


def label_of(code: str) -> str:
    """Return what a point is called, or nothing if no app offers it."""
    found = point(code)
    return str(found.label) if found else ""
