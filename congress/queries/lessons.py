"""Lessons of pilots: which there are, whom they were pushed to, what those answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from congress.labels.points import Worked
from congress.models import (
    Congress,
    Lesson,
    LessonAnswer,
    LessonPush,
    PlanTemplate,
    PointState,
    TemplateItem,
    Verdict,
)
from congress.queries import plans
from congress.queries.above import paths_above, paths_over
from congress.rules.lessons import Pilot, opens_before_the_lessons
from core.access import policy
from core.access.rights import Right
from core.models import User

POINT: Final = "lessons"
NONE: Final = "none"  # what a congress answered that did not
THEIRS: Final = F("theirs")  # of ``with_numbers``

_REPLACED: Final = Q(lesson__replaced_by__push__isnull=False)


# --- lessons of one pilot ---------------------------------------------------------


def of_pilot(congress: Congress) -> QuerySet[Lesson]:
    """Return what a pilot wrote down, the first first."""
    found = Lesson.objects.filter(congress=congress)
    found = found.select_related("push", "item__template", "by", "replaced_by__push")
    return found.order_by("at", "pk")


def draft_or_404(congress: Congress, key: UUID) -> Lesson:
    """Return a lesson of the congress that was not pushed."""
    found = Lesson.objects.select_related("congress__unit", "item", "replaces")
    lesson = found.filter(congress=congress, pk=key, push__isnull=True).first()
    if lesson is None:
        raise Http404
    return lesson


def to_correct_or_404(congress: Congress, key: UUID) -> Lesson:
    """Return a pushed lesson of the congress that nothing replaces yet."""
    lesson = (
        Lesson.objects.select_related("congress", "item")
        .filter(congress=congress, pk=key, push__isnull=False, replaced_by__isnull=True)
        .first()
    )
    if lesson is None:
        raise Http404
    return lesson


def items_for(congress: Congress) -> QuerySet[TemplateItem]:
    """Return the items of templates that hold for a congress."""
    templates = plans.templates_for(congress).order_by()
    found = TemplateItem.objects.filter(template__in=templates, is_removed=False)
    return found.select_related("template").order_by("template__title", "place", "pk")


def lesson_or_404(user: User, key: UUID) -> Lesson:
    """Return a lesson whose pilot the user reads, or that was pushed to him."""
    found = Lesson.objects.select_related(
        "congress__unit__scope",
        "congress__unit__parent__scope",
        "congress__unit__kind__level",
        "congress__term",
        "congress__scope",
        "item__template__unit__scope",
        "push__beneath__scope",
        "push__level",
        "push__unit",
        "by",
        "replaces",
        "replaced_by__push",
    )
    lesson = found.filter(pk=key).first()
    if lesson is None:
        raise Http404
    if policy.allows(user, Right.PLAN_READ, lesson.congress.scope):
        return lesson
    pushes = pushes_seen(user, with_replaced=True)
    if pushes.filter(lesson=lesson).exists():
        return lesson
    raise Http404


def waiting_to_be_pushed(user: User) -> QuerySet[Lesson]:
    """Return the drafts of pilots beneath units whose congresses the user keeps."""
    parents = policy.within_reach(
        Congress.objects.all(), user, Right.CONGRESS_KEEP
    ).values("pk")
    places = {path for path, _home in policy.places(user, Right.CONGRESS_KEEP)}
    found = Lesson.objects.filter(push__isnull=True, congress__in=parents)
    # Who writes them does not push them: that is for the level above.
    found = found.exclude(congress__unit__scope__path__in=places)
    return found.select_related("congress__unit").order_by("at", "pk")


# --- what was pushed --------------------------------------------------------------


def pushed() -> QuerySet[LessonPush]:
    """Return what was pushed and holds: not what a pushed lesson replaces."""
    return LessonPush.objects.exclude(_REPLACED)


def pushes_seen(user: User, *, with_replaced: bool = False) -> QuerySet[LessonPush]:
    """Return what was pushed to anything the user reads."""
    told = Q(beneath__scope__path__in=paths_over(user, Right.PLAN_READ))
    for path, _home in policy.places(user, Right.PLAN_READ):
        told |= Q(beneath__scope__path__descendants_of=path) if path else Q()
    found = LessonPush.objects.all() if with_replaced else pushed()
    found = found.filter(told).select_related(
        "lesson__congress__unit", "level", "beneath__scope"
    )
    return found.order_by("-at", "pk")


def pushes_for(congress: Congress) -> QuerySet[LessonPush]:
    """Return the lessons that a congress has to answer; a pilot has none."""
    path = congress.unit.scope.path
    found = pushed().filter(
        level=congress.unit.kind.level_id,
        first_year=congress.term.first_year,
        beneath__scope__path__in=paths_above([path]) - {path},
        # Whoever had opened by then can answer nothing any more.
        at__date__lt=congress.opens_on,
    )
    if congress.is_pilot:
        return found.none()
    return found.select_related("lesson__congress__unit").order_by("at", "pk")


def push_for_or_404(congress: Congress, lesson: UUID) -> LessonPush:
    """Return one lesson that a congress has to answer."""
    push = pushes_for(congress).filter(lesson=lesson).first()
    if push is None:
        raise Http404
    return push


def recipients(push: LessonPush) -> QuerySet[Congress]:
    """Return the congresses a lesson was pushed to: those still to open that day."""
    return remaining(Congress.objects.all()).filter(_holds_for(push))


def remaining(found: QuerySet[Congress]) -> QuerySet[Congress]:
    """Keep those that are no pilots."""
    return found.filter(is_pilot=False)


def _holds_for(push: LessonPush) -> Q:
    path = push.beneath.scope.path
    return (
        Q(unit__kind__level=push.level_id)
        & Q(term__first_year=push.first_year)
        & Q(scope__path__descendants_of=path)
        & ~Q(unit=push.beneath_id)
        & Q(opens_on__gt=timezone.localdate(push.at))
    )


# --- what was answered ------------------------------------------------------------


def latest() -> QuerySet[LessonAnswer]:
    """Return the answers that count: of each congress to each lesson the last."""
    later = LessonAnswer.objects.filter(
        push=OuterRef("push"),
        congress=OuterRef("congress"),
        number__gt=OuterRef("number"),
    )
    return LessonAnswer.objects.filter(~Exists(later))


def answers_of(
    congresses: Iterable[Congress], pushes: Iterable[LessonPush]
) -> dict[tuple[UUID, UUID], LessonAnswer]:
    """Return the answers that count, by congress and push."""
    found = latest().filter(congress__in=congresses, push__in=pushes)
    return {(each.congress_id, each.push_id): each for each in found}


def said_before(congress: Congress, push: LessonPush) -> QuerySet[LessonAnswer]:
    """Return all a congress answered to a lesson, the last first."""
    found = LessonAnswer.objects.filter(congress=congress, push=push)
    return found.select_related("by").order_by("-number")


def with_numbers(
    found: QuerySet[Congress], pushes: Collection[LessonPush]
) -> QuerySet[Congress]:
    """Let congresses say how many of these lessons are theirs, and are ``answered``."""
    groups: dict[tuple[str, int, UUID, date], list[LessonPush]] = defaultdict(list)
    for push in pushes:
        day = timezone.localdate(push.at)
        groups[push.level_id, push.first_year, push.beneath_id, day].append(push)
    theirs: Any = Value(0, output_field=IntegerField())
    for group in groups.values():
        theirs = theirs + Case(
            When(_holds_for(group[0]), then=Value(len(group))),
            default=Value(0),
            output_field=IntegerField(),
        )
    # The first answer is there once, however often it was changed.
    first = LessonAnswer.objects.filter(
        congress=OuterRef("pk"), number=1, push__in=[push.pk for push in pushes]
    )
    counted = first.order_by().values("congress").annotate(number_of=Count("pk"))
    answered = Coalesce(
        Subquery(counted.values("number_of"), output_field=IntegerField()), 0
    )
    return found.annotate(theirs=theirs, answered=answered)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one lesson, counted over the congresses within reach."""

    push: LessonPush
    total: int
    applied: int
    not_ours: int

    @property
    def unanswered(self) -> int:
        """Return how many have not answered."""
        return self.total - self.applied - self.not_ours


def counted(found: QuerySet[Congress], pushes: Collection[LessonPush]) -> list[Told]:
    """Count what the congresses found made of each lesson, in two queries."""
    if not pushes:
        return []
    found = remaining(found).order_by()
    totals = found.aggregate(
        **{
            f"n{number}": Count("pk", filter=_holds_for(push))
            for number, push in enumerate(pushes)
        }
    )
    groups = (
        latest()
        .filter(push__in=[push.pk for push in pushes], congress__in=found.values("pk"))
        .order_by()
        .values_list("push", "verdict")
        .annotate(number_of=Count("pk"))
    )
    of_push = {(push, verdict): number for push, verdict, number in groups}
    return [
        Told(
            push,
            totals[f"n{number}"],
            of_push.get((push.pk, Verdict.APPLIED.value), 0),
            of_push.get((push.pk, Verdict.NOT_OURS.value), 0),
        )
        for number, push in enumerate(pushes)
    ]


def answering(
    found: QuerySet[Congress], push: LessonPush, verdict: str
) -> QuerySet[Congress]:
    """Keep the congresses that answered so, or that did not answer."""
    said = latest().filter(push=push, congress=OuterRef("pk"))
    if verdict == NONE:
        return found.filter(~Exists(said))
    return found.filter(Exists(said.filter(verdict=verdict)))


def worked_out(keys: Collection[UUID] | None) -> Mapping[UUID, Worked]:
    """Work out how many lessons each congress has answered, of how many.

    Whoever is asked nothing, as pilots are, lacks nothing.
    """
    found = Congress.objects.all()
    if keys is not None:
        found = found.filter(pk__in=keys)
    pushes = list(pushed().select_related("beneath__scope"))
    rows = with_numbers(found, pushes).values_list(  # type: ignore[misc]  # annotated
        "pk", "is_pilot", "answered", "theirs", "opens_on"
    )
    return {
        key: _worked(answered, 0 if is_pilot else theirs, opens_on)
        for key, is_pilot, answered, theirs, opens_on in rows
    }


def _worked(answered: int, theirs: int, opens_on: date) -> Worked:
    done = min(answered, theirs)
    return Worked(_state(done, theirs), done, theirs, opens_on)


def _state(answered: int, theirs: int) -> str:
    if answered >= theirs:
        return PointState.READY.value
    return (PointState.IN_HAND if answered else PointState.NOT_STARTED).value


# --- lessons of pilots before the rest ----------------------------------------------


def too_early(congresses: Iterable[Congress], today: date) -> set[UUID]:
    """Return which congresses open before the lessons of pilots reach them.

    Asked only where a template above says that its level opens after the pilots. The
    congresses were read with unit, its kind and scope, and term.
    """
    asking = set(
        PlanTemplate.objects.filter(after_pilots=True).values_list(
            "level", "unit__scope__path"
        )
    )
    if not asking:
        return set()
    asked = [
        each
        for each in congresses
        if not each.is_pilot
        and any(
            (each.unit.kind.level_id, path) in asking
            for path in paths_above([each.unit.scope.path])
        )
    ]
    pilots = _pilots_beside(asked)
    return {
        each.pk
        for each in asked
        if opens_before_the_lessons(each.opens_on, pilots[_side(each)], today)
    }


def _pilots_beside(congresses: list[Congress]) -> dict[Any, list[Pilot]]:
    found: dict[Any, list[Pilot]] = defaultdict(list)
    if not congresses:
        return found
    rows = (
        Congress.objects.filter(
            is_pilot=True,
            unit__parent__in={each.unit.parent_id for each in congresses},
        )
        .annotate(pushed_at=Min("lessons__push__at"))
        .values_list(
            "unit__parent",
            "unit__kind__level",
            "term__first_year",
            "closes_on",
            "pushed_at",
        )
    )
    for parent, level, year, closes_on, pushed_at in rows:
        pushed_on = timezone.localdate(pushed_at) if pushed_at else None
        found[parent, level, year].append(Pilot(closes_on, pushed_on))
    return found


def _side(congress: Congress) -> tuple[Any, ...]:
    unit = congress.unit
    return unit.parent_id, unit.kind.level_id, congress.term.first_year
