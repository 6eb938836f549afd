"""Lists of posts and breakthrough assignments within reach, and what came of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from congress.models import (
    AssignmentEvaluation,
    BreakthroughAssignment,
    ListedPost,
    PostList,
    Task,
    WorkList,
)
from congress.queries import tasks
from congress.queries.above import paths_above
from congress.rules.assignments import NOT_RATED, TERM_YEARS, Period
from congress.rules.tasks import ListKind, Standing, TaskState, counts, standing
from core.access import policy
from core.access.rights import Right
from core.models import Person, Unit, User
from core.queries import people as register
from core.queries import with_folded_words, with_words
from core.vietnamese.names import sort_key

FOUND: Final = 8  # people of the register that are offered at once
COUNTED: Final = 2_000  # how far a register is counted, and what of it is done
_FOUND: Any = ("by_name", "by_birth", "pk")  # names that ``named`` gives


@dataclass(frozen=True, slots=True)
class Summary:
    """How a number of assignments stand: n done of N, late, by codes of the words."""

    total: int
    done: int
    late: int
    ratings: dict[str, int]
    problems: dict[str, int]

    @property
    def not_rated(self) -> int:
        """How many nobody judged."""
        return self.total - sum(self.ratings.values())


# --- lists of posts -------------------------------------------------------------------


def post_lists(user: User) -> QuerySet[PostList]:
    """Return lists of posts of units at and beneath one's places, and of those above.

    Whoever is to assign by a list of the level above has to read it; who is only in
    a body of a unit does not.
    """
    within = policy.within_reach(PostList.objects.all(), user, Right.WORK_READ)
    places = policy.places(user, Right.WORK_READ)
    at = paths_above(path for path, home in places if path == home)
    above = Q(unit__scope__path__in=at)
    rows = PostList.objects.filter(Q(pk__in=within.values("pk")) | above)
    return rows.select_related("unit__scope").annotate(
        number_of_posts=Subquery(_number_of("post_list", ListedPost)),
        used=Exists(
            BreakthroughAssignment.objects.filter(post__post_list=OuterRef("pk"))
        ),
    )


def in_force(rows: QuerySet[PostList], on: date) -> QuerySet[PostList]:
    """Keep the lists that hold on a day."""
    open_end = Q(in_force_until__isnull=True) | Q(in_force_until__gte=on)
    return rows.filter(open_end, in_force_from__lte=on)


def lists_having_words(rows: QuerySet[PostList], wanted: str) -> QuerySet[PostList]:
    """Keep lists whose title has all these words, whatever the accents."""
    return with_words(rows, "title", wanted)


def post_list_or_404(user: User, key: UUID) -> PostList:
    """Return one list of posts that the user reads."""
    found = post_lists(user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def keeps_lists_of(user: User, unit: Unit) -> bool:
    """Whether the user makes lists of posts, and assigns, for a unit."""
    return policy.allows(user, Right.WORK_KEEP, unit.scope)


def posts_of(held: PostList) -> list[ListedPost]:
    """Return the posts of a list in their order, each with how often it was used."""
    rows = ListedPost.objects.filter(post_list=held).select_related("unit")
    return list(
        rows.annotate(times=Count("assignments")).order_by("assigned_by", "place")
    )


def posts_for(assigner: Unit) -> QuerySet[ListedPost]:
    """Return the posts of all lists that a unit may have to go by, the newest first."""
    parts = assigner.scope.path.split(".")
    above = [".".join(parts[:upto]) for upto in range(1, len(parts) + 1)]
    rows = ListedPost.objects.filter(post_list__unit__scope__path__in=above)
    return rows.select_related("post_list__unit__scope", "unit__scope").order_by(
        "-post_list__in_force_from", "post_list", "place"
    )


# --- assignments ----------------------------------------------------------------------


def assignments(user: User) -> QuerySet[BreakthroughAssignment]:
    """Return the assignments that a user reads, with what is said of each in a list."""
    inside = policy.within_reach(
        BreakthroughAssignment.objects.all(), user, Right.WORK_READ
    )
    # None is of personnel (``congress_breakthrough_fits``).
    own = tasks.keys_restricted_to(user)
    return _with_words(inside.filter(Q(is_public=True) | Q(pk__in=own)))


def assignment_or_404(user: User, key: UUID) -> BreakthroughAssignment:
    """Return one assignment that the user reads."""
    task = tasks.task_or_404(user, key)
    rows = _with_words(BreakthroughAssignment.objects.filter(task=task))
    found = rows.select_related("post__post_list__unit", "person", "problem").first()
    if found is None:
        raise Http404
    found.task = task
    return found


def having_words(
    rows: QuerySet[BreakthroughAssignment], wanted: str
) -> QuerySet[BreakthroughAssignment]:
    """Keep what has all these words in its person, its decision and its task."""
    return with_folded_words(rows, wanted)


def standing_so(
    rows: QuerySet[BreakthroughAssignment], how: str, *, on: date
) -> QuerySet[BreakthroughAssignment]:
    """Keep what stands so on a day (``labels.tasks.NARROWING_WORDS``)."""
    kept = tasks.standing_so(Task.objects.all(), how, on=on)
    return rows.filter(task__in=kept.values("pk"))


def of_term(
    rows: QuerySet[BreakthroughAssignment], first_year: int
) -> QuerySet[BreakthroughAssignment]:
    """Keep what was given for a term, or in one of its years; it has five."""
    of_year = Q(
        period=Period.YEAR.value,
        decided_on__year__gte=first_year,
        decided_on__year__lt=first_year + TERM_YEARS,
    )
    of_term = Q(period=Period.TERM.value, task__work_list__starts_on__year=first_year)
    return rows.filter(of_year | of_term)


def rated(
    rows: QuerySet[BreakthroughAssignment], rating: str
) -> QuerySet[BreakthroughAssignment]:
    """Keep what was judged so last, or what nobody judged (``NOT_RATED``)."""
    is_none = rating == NOT_RATED
    return rows.filter(
        Q(("rating__isnull", True)) if is_none else Q(("rating", rating))
    )


def assigners(user: User) -> list[tuple[UUID, str]]:
    """Return key and name of the units that keep a register which the user reads.

    Some hundred at most: so many more are no choice.
    """
    held = policy.within_reach(WorkList.objects.all(), user, Right.WORK_READ)
    places = policy.places(user, Right.WORK_READ)
    above = WorkList.objects.filter(
        scope__path__in=paths_above(path for path, home in places if path == home)
    )
    kept = (held | above).filter(kind=ListKind.ASSIGNMENTS)
    units = kept.order_by().values_list("unit", flat=True).distinct()
    keys = list(units[: tasks.CHOICES + 1])
    rows = Unit.objects.filter(pk__in=keys if len(keys) <= tasks.CHOICES else [])
    return list(rows.order_by("sort_key", "pk").values_list("pk", "name"))


def titles_of_posts(user: User) -> list[str]:
    """Return the posts of the lists that the user reads, some hundred at most."""
    held = post_lists(user).order_by().values("pk")
    rows = ListedPost.objects.filter(post_list__in=held).order_by()
    found = rows.values_list("title", flat=True).distinct()
    return sorted(found[: tasks.CHOICES], key=sort_key)


def own_units(user: User) -> list[Unit]:
    """Return the units for which the user works himself, a few."""
    at = [path for path, home in policy.places(user, Right.WORK_READ) if path == home]
    return list(Unit.objects.filter(scope__path__in=at).order_by("sort_key")[:FOUND])


def in_columns(rows: QuerySet[BreakthroughAssignment]) -> QuerySet[Any]:
    """Read of assignments only what the register shows, not every text of theirs."""
    return rows.only(
        *("full_name", "decided_on", "sort_key", "post__title"),
        *("task__title", "task__state", "task__due_on", "task__done_on"),
        *("task__percent", "task__is_restricted", "task__unit__name"),
        "task__work_list__unit__name",
    )


def counted(
    rows: QuerySet[BreakthroughAssignment], *, on: date
) -> tuple[int, tasks.Progress]:
    """Return how many they are, and how many of those not given up are done and late.

    No more than ``COUNTED`` and one are looked at: of so many, one narrows them first.
    """
    state, done_on, due_on = "task__state", "task__done_on", "task__due_on"
    few = rows.order_by().values("pk", state, done_on, due_on)[: COUNTED + 1]
    stood = few.aggregate(
        every=Count("pk"),
        total=Count("pk", filter=Q((f"{state}__in", ["open", "done"]))),
        done=Count("pk", filter=Q((state, "done"), (f"{done_on}__lte", on))),
        late=Count("pk", filter=Q((state, "open"), (f"{due_on}__lt", on))),
    )
    every = stood.pop("every")
    return every, tasks.Progress(**stood)


def evaluations(assignment: BreakthroughAssignment) -> list[AssignmentEvaluation]:
    """Return how it was judged, the last first; the first of a year counts."""
    rows = AssignmentEvaluation.objects.filter(assignment=assignment)
    return list(rows.select_related("by", "rating").order_by("-year", "-at", "-pk"))


def parts(
    user: User, assignment: BreakthroughAssignment
) -> list[BreakthroughAssignment]:
    """Return what an assignment was handed on as, as far as the user reads it."""
    rows = assignments(user).filter(task__parent=assignment.task_id)
    return list(rows.order_by("task__due_on", "task__place", "pk"))


def of_person(user: User, key: UUID) -> tuple[Person, list[BreakthroughAssignment]]:
    """Return what somebody of the register was assigned, as far as it is read."""
    rows = list(assignments(user).filter(person=key).order_by("-decided_on", "pk"))
    if not rows:
        raise Http404
    return Person.objects.select_related("unit").get(pk=key), rows


def people_to_choose(user: User, wanted: str) -> list[Person]:
    """Return people of the register found by name, a few."""
    if not wanted:
        return []
    rows = register.named(_choosable(user), wanted).order_by(*_FOUND)
    return list(rows.select_related("unit")[:FOUND])


def person_to_choose(user: User, key: Any) -> Person | None:
    """Return one person of the register whom the user reads."""
    return _choosable(user).filter(pk=key).select_related("unit").first()


def at_work_in(unit: Unit, year: int) -> QuerySet[BreakthroughAssignment]:
    """Return what a unit assigned and what was under way, or finished, in a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = BreakthroughAssignment.objects.filter(
        task__work_list__unit=unit,
        task__work_list__ends_on__gte=first,
        decided_on__lte=last,
    ).filter(Q(task__done_on__isnull=True) | Q(task__done_on__gte=first))
    return _with_words(rows, year=year).order_by("sort_key", "decided_on", "pk")


def years_of(unit: Unit) -> list[int]:
    """Return the years in which what a unit assigned is under way, the last first."""
    given = BreakthroughAssignment.objects.filter(task__work_list__unit=unit)
    days = given.aggregate(
        first=Min("decided_on"), last=Max("task__work_list__ends_on")
    )
    if days["first"] is None:
        return []
    last = min(days["last"].year, timezone.localdate().year)
    return list(range(last, days["first"].year - 1, -1))


def summary(rows: Iterable[BreakthroughAssignment], *, on: date) -> Summary:
    """Count how assignments stand on a day; what was given up is not counted."""
    counted = [row for row in rows if counts(TaskState(row.task.state))]
    stood = [
        standing(
            TaskState(row.task.state),
            due_on=row.task.due_on,
            done_on=row.task.done_on,
            on=on,
        )
        for row in counted
    ]
    ratings = Counter(latest for row in counted if (latest := rating_of(row)))
    return Summary(
        total=len(counted),
        done=sum(each in (Standing.DONE, Standing.DONE_LATE) for each in stood),
        late=sum(each is Standing.LATE for each in stood),
        ratings=dict(ratings),
        problems=dict(Counter(row.problem_id for row in counted)),
    )


def rating_of(row: BreakthroughAssignment) -> str:
    """Return the code of the latest rating that ``assignments`` found, or nothing."""
    return getattr(row, "rating", None) or ""


def parts_of(row: BreakthroughAssignment) -> tuple[int, int]:
    """Return how many parts it was handed on as are done, and how many there are."""
    done, total = getattr(row, "parts_done", 0), getattr(row, "parts_total", 0)
    return done or 0, total or 0


def _with_words(
    rows: QuerySet[BreakthroughAssignment], *, year: int | None = None
) -> QuerySet[BreakthroughAssignment]:
    judged = AssignmentEvaluation.objects.filter(assignment=OuterRef("pk"))
    if year is not None:
        judged = judged.filter(year=year)
    latest = judged.order_by("-year", "-at", "-pk")
    parts_of = Task.objects.filter(
        parent=OuterRef("task"), state__in=[TaskState.OPEN, TaskState.DONE]
    )
    number = parts_of.order_by().values("parent")
    return rows.select_related("task__unit", "task__work_list__unit", "post").annotate(
        rating=Subquery(latest.values("rating")[:1]),
        rated_for=Subquery(latest.values("year")[:1]),
        parts_total=Subquery(number.annotate(n=Count("pk")).values("n")),
        parts_done=Subquery(
            number.annotate(n=Count("pk", filter=Q(state="done"))).values("n")
        ),
    )


def _choosable(user: User) -> QuerySet[Person]:
    people = register.who_have_not_left(Person.objects.all())
    return policy.within_reach(people, user, Right.PERSON_READ)


def _number_of(by: str, model: Any) -> Any:
    rows = model.objects.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return rows.annotate(n=Count("pk")).values("n")
