"""Where the congresses beneath somebody stand, counted and listed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from congress.models import Congress, Milestone, Term
from congress.queries.plans import Grounds
from congress.rules.planning import GATES, Standing, days_off, standing
from congress.rules.progress import State
from congress.rules.working_days import Calendar
from core.access import policy
from core.access.rights import Right
from core.models import Level, Unit, UnitKind, User

REPORTED_BY: Final = "result_reported"  # the milestone that says so
BENEATH: Final = "beneath_done"
ASKED_APART: Final = 60  # places; of more, all congresses are read at once
_GATES_FOUND: Final = "gates_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What a board, a calendar or a timeline is narrowed to, besides one's reach."""

    user: User
    everywhere: bool  # every unit is within reach, so that it need not be asked
    year: int | None = None  # the first of the term
    level: str = ""
    beneath: Unit | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many units there are, and how many in each state."""

    of_state: dict[str, int]
    late: int  # in whichever state

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return sum(self.of_state.values())


def days_late(congress: Congress, grounds: Grounds) -> int | None:
    """Return how many days after its level's last day it ends; negative where early.

    The congress is read with its unit and kind.
    """
    terms = grounds.terms_for(congress)
    if terms is None or terms.done_by is None:
        return None
    return days_off(terms.done_by, congress.closes_on)


def deadlines() -> Grounds:
    """Read by when the congresses of each level are to be done; no days off."""
    return Grounds(calendar=Calendar())


def years_of_terms() -> list[int]:
    """Return the first years of all terms, the latest first."""
    years = Term.objects.order_by("-first_year").values_list("first_year", flat=True)
    return list(years.distinct())


def year_looked_at(user: User, years: list[int], today: date) -> int:
    """Return the latest begun term of which a user reads some congress, if any."""
    begun = [year for year in years if year <= today.year]
    held = policy.within_reach(Congress.objects.all(), user, Right.PLAN_READ)
    for year in begun:
        if held.filter(term__first_year=year).exists():
            return year
    return (begun or years or [today.year])[0]


def levels() -> list[Level]:
    """Return the levels, the highest first."""
    return list(Level.objects.order_by("rank"))


def within_reach(
    user: User, *, year: int | None = None, level: str = "", beneath: Unit | None = None
) -> Within:
    """Return what a user may read of congresses, narrowed down."""
    roots = Unit.objects.filter(parent__isnull=True)
    reached = policy.within_reach(roots, user, Right.PLAN_READ).values("pk")
    # 52,000 joins say nothing where all is within reach.
    everywhere = roots.aggregate(
        reached=Count("pk", filter=Q(pk__in=reached)), all=Count("pk")
    )
    return Within(
        user=user,
        everywhere=0 < everywhere["all"] == everywhere["reached"],
        year=year,
        level=level,
        beneath=beneath,
    )


def highest_unit(user: User) -> Unit | None:
    """Return the highest unit that a user reads plans beneath, in one query."""
    places = policy.places(user, Right.PLAN_READ)
    home = min(
        # A role at a congress alone reaches its plan and no unit.
        (home for path, home in places if path == home),
        key=lambda each: (each.count("."), each),
        default=None,
    )
    return Unit.objects.filter(scope__path=home).first() if home else None


def congresses_in(within: Within) -> QuerySet[Congress]:
    """Return the congresses within reach that are not left out."""
    found = Congress.objects.all()
    if not within.everywhere:
        found = policy.within_reach(found, within.user, Right.PLAN_READ)
    if within.year is not None:
        found = found.filter(term__first_year=within.year)
    if within.level:
        found = found.filter(unit__kind__in=_kinds(within.level))
    if within.beneath is not None:
        path = within.beneath.scope.path
        found = found.filter(unit__scope__path__descendants_of=path)
        found = found.exclude(unit=within.beneath)
    return found


def with_state(found: QuerySet[Congress], *, today: date) -> QuerySet[Congress]:
    """Let each congress say its ``state``; and whether something ``is_late``."""
    reported = Milestone.objects.filter(
        congress=OuterRef("pk"), code=REPORTED_BY, done_on__isnull=False
    )
    return found.annotate(
        is_late=Exists(_late(today)),
        state=Case(
            When(opens_on__gt=today, is_late=True, then=Value(State.LATE.value)),
            When(opens_on__gt=today, then=Value(State.PLANNED.value)),
            When(closes_on__gte=today, then=Value(State.OPEN.value)),
            When(Exists(reported), then=Value(State.REPORTED.value)),
            default=Value(State.CLOSED.value),
            output_field=CharField(),
        ),
    )


def counted(within: Within, *, today: date) -> Counted:
    """Count the units by where their congresses of the term stand, in two queries."""
    rows = with_state(congresses_in(within), today=today).order_by()
    groups = rows.values_list("state", "is_late").annotate(number=Count("pk"))  # type: ignore[misc]  # of ``with_state``
    of_state = {state.value: 0 for state in State}
    late = 0
    for state, is_late, number in groups:
        of_state[state] += number
        late += number if is_late else 0
    of_state[State.NONE.value] = units_without(within).order_by().count()
    return Counted(of_state, late)


def units_without(within: Within) -> QuerySet[Unit]:
    """Return the living units that have no congress of the term."""
    found = Unit.objects.filter(dissolved_on__isnull=True)
    if not within.everywhere:
        found = policy.within_reach(found, within.user, Right.PLAN_READ)
    if within.level:
        found = found.filter(kind__in=_kinds(within.level))
    if within.beneath is not None:
        path = within.beneath.scope.path
        found = found.filter(scope__path__descendants_of=path)
        found = found.exclude(pk=within.beneath.pk)
    held = Congress.objects.filter(
        unit=OuterRef("pk"), term__first_year__exact=within.year or 0
    )
    return found.filter(~Exists(held))


def with_order(found: QuerySet[Congress], *, today: date) -> QuerySet[Congress]:
    """Let congresses be ordered by the name of their unit and by what is ``late``."""
    # As an expression: else PostgreSQL walks through 52,000 units in the order of their
    # names, hoping to meet the few of a province soon.
    name = Func(
        F("unit__sort_key"),
        template="(%(expressions)s || '')",
        output_field=TextField(db_collation="C"),
    )
    return found.alias(by_name=name, late=_number(_late(today)))


def read(found: Iterable[Congress], *, today: date) -> list[Congress]:
    """Return these congresses in their order, with state and plan."""
    keys = [each.pk for each in found]
    rows = Congress.objects.filter(pk__in=keys)
    known = {
        each.pk: each for each in with_plan(with_state(rows, today=today), today=today)
    }
    return [known[key] for key in keys]


def with_plan(found: QuerySet[Congress], *, today: date) -> QuerySet[Congress]:
    """Let each congress say how many things are late, what is next, and its gates.

    ``next_on`` and ``next_title`` are what is due first of what is not done, late or
    not.
    """
    still = Milestone.objects.filter(
        congress=OuterRef("pk"), done_on__isnull=True, due_on__isnull=False
    ).order_by("due_on", "place", "pk")
    gates = Milestone.objects.filter(code__in=GATES)
    gates = gates.only("congress_id", "code", "due_on", "done_on")
    return (
        found.annotate(
            number_late=_number(_late(today)),
            next_on=Subquery(still.values("due_on")[:1]),
            next_title=Subquery(still.values("title")[:1]),
        )
        .select_related("unit__kind__level", "unit__parent", "unit__scope", "term")
        .prefetch_related(Prefetch("milestones", gates, to_attr=_GATES_FOUND))
    )


def beneath_of(congresses: Iterable[Congress], *, today: date) -> frozenset[UUID]:
    """Return of which congresses all those beneath have closed, in one query.

    There is at least one beneath, of the same term. The congresses were read
    ``with_plan``.
    """
    counted = closed_beneath(congresses, today=today)
    return frozenset(key for key, (closed, of) in counted.items() if closed == of)


def closed_beneath(
    congresses: Iterable[Congress], *, today: date
) -> dict[UUID, tuple[int, int]]:
    """Return how many of those beneath each congress have closed, of how many.

    Where there are none of the same term beneath, nothing is said. The congresses were
    read with their term and the scope of their unit.
    """
    whose: dict[str, list[Congress]] = defaultdict(list)
    for congress in congresses:
        whose[congress.unit.scope.path].append(congress)
    tops = _topmost(whose)
    reach = Q(pk__in=[]) if len(tops) <= ASKED_APART else Q()
    for path in tops if len(tops) <= ASKED_APART else ():
        reach |= Q(scope__path__descendants_of=path)
    rows = Congress.objects.filter(reach).values_list(
        "unit__scope__path", "term__first_year", "closes_on"
    )
    found: dict[UUID, tuple[int, int]] = {}
    for path, year, closes_on in rows if whose else ():
        for above in _above(path):
            for congress in whose.get(above, ()):
                if congress.term.first_year == year:
                    closed, total = found.get(congress.pk, (0, 0))
                    found[congress.pk] = closed + (closes_on < today), total + 1
    return found


def all_done_beneath(found: QuerySet[Congress], *, today: date) -> frozenset[UUID]:
    """Return the same of many congresses that were not read yet."""
    rows = found.select_related("unit__scope", "term").order_by()
    return beneath_of(rows, today=today)


def gates_of(
    congress: Congress, done_beneath: Collection[UUID], *, today: date
) -> list[Standing | None]:
    """Return how the gates of a congress stand, in their order; nothing if unplanned.

    The congress was read ``with_plan``. Those beneath are done as well where all of
    them have closed (``beneath_of``), whoever may have marked it.
    """
    rows: Iterable[Milestone] = getattr(congress, _GATES_FOUND)
    found = {row.code: standing(row.due_on, row.done_on, today) for row in rows}
    if congress.pk in done_beneath and found.get(BENEATH) is not Standing.DONE_LATE:
        found[BENEATH] = Standing.DONE
    return [found.get(code) for code in GATES]


def _topmost(paths: Iterable[str]) -> list[str]:
    known = set(paths)
    return [path for path in known if known.isdisjoint(_above(path))]


def _above(path: str) -> Iterator[str]:
    labels = path.split(".")
    return (".".join(labels[:depth]) for depth in range(1, len(labels)))


def _late(today: date) -> QuerySet[Milestone]:
    return Milestone.objects.filter(
        congress=OuterRef("pk"), done_on__isnull=True, due_on__lt=today
    )


def _number(rows: QuerySet[Any]) -> Any:
    """Count rows that name the outer one, in its own row."""
    counted = rows.order_by().annotate(every=Value(1)).values("every")
    counted = counted.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _kinds(level: str) -> list[Any]:
    return list(UnitKind.objects.filter(level=level).values_list("pk", flat=True))
