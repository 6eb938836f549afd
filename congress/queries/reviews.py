"""What is submitted to a unit: who reads it there, what they said, what waits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateTimeField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat
from django.http import Http404
from django.utils import timezone

from congress.models import (
    BodyField,
    BodyMember,
    BodyUnit,
    DraftFile,
    Submission,
    SubmissionComment,
    SubmissionDraft,
    SubmissionFile,
    SubmissionKind,
    SubmissionReading,
    SubmissionState,
    WorkingBody,
)
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import with_words

M = TypeVar("M", Submission, SubmissionDraft)
_PERSONNEL = SubmissionKind.PERSONNEL_PLAN


class _Median(Aggregate):
    """The middle of a column."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits, and for how many days: the middle one and the longest."""

    number: int
    median: int
    longest: int


# --- who reads ----------------------------------------------------------------------


def read_by(user: User) -> QuerySet[Submission]:
    """Return what is submitted to where a user reads it.

    He reads it at the unit it goes to, or as a member of one of its task forces to
    which the submitting unit was given. Personnel plans take a right of their own, of
    bodies those for personnel: what is in any of them is nobody's to give to another.
    """
    found = _at_units(user, Right.SUBMISSION_READ)
    today = timezone.localdate()
    for body in bodies_of(user, today=today):
        given = BodyUnit.objects.filter(_in_force(today), body=body)
        of_body = Q(superior=body.unit_id, unit__in=given.values("unit"))
        if not (
            body.is_of_personnel
            and policy.allows(user, Right.PERSONNEL_WORK_READ, body.scope)
        ):
            of_body &= ~Q(kind=_PERSONNEL)
        found |= of_body
    rows = Submission.objects.filter(found)
    return rows.select_related(
        "unit__kind__level", "superior", "congress", "submitted_by", "decided_by"
    )


def submission_or_404(user: User, key: UUID) -> Submission:
    """Return one submission that a user reads at the level above."""
    rows = read_by(user).select_related(
        "unit__scope", "superior__scope", "congress__scope", "congress__term"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def decides(user: User, submission: Submission) -> bool:
    """Whether a user decides at the unit it goes to, if it is not of his own unit."""
    scope = submission.superior.scope
    of_personnel = submission.is_of_personnel
    return policy.allows(user, Right.SUBMISSION_DECIDE, scope) and (
        not of_personnel or policy.allows(user, Right.PERSONNEL_WORK_READ, scope)
    )


def reads_above(user: User, submission: Submission) -> bool:
    """Whether a user reads it at the unit itself, and not for a task force alone."""
    scope = submission.superior.scope
    of_personnel = submission.is_of_personnel
    return policy.allows(user, Right.SUBMISSION_READ, scope) and (
        not of_personnel or policy.allows(user, Right.PERSONNEL_WORK_READ, scope)
    )


def bodies_of(user: User, *, today: date) -> list[WorkingBody]:
    """Return the bodies that a user is a member of, where he reads their pages."""
    if not policy.holds(user, Right.SUBMISSION_READ):
        return []
    mine = BodyMember.objects.filter(_in_force(today), user=user)
    rows = WorkingBody.objects.filter(_lives(today), pk__in=mine.values("body"))
    reach = policy.within_reach(rows, user, Right.SUBMISSION_READ)
    return list(reach.select_related("scope").order_by("name", "pk"))


def speaks_for(user: User, submission: Submission) -> list[WorkingBody]:
    """Return the bodies in whose name a user comments on a submission."""
    keys = {body.pk for body in bodies_over(submission)}
    mine = bodies_of(user, today=timezone.localdate())
    return [body for body in mine if body.pk in keys]


def bodies_over(submission: Submission) -> list[WorkingBody]:
    """Return the bodies of the level above that look after the submitting unit."""
    today = timezone.localdate()
    given = BodyUnit.objects.filter(_in_force(today), unit=submission.unit_id)
    rows = WorkingBody.objects.filter(
        _lives(today), unit=submission.superior_id, pk__in=given.values("body")
    )
    if submission.is_of_personnel:
        rows = rows.filter(field=BodyField.PERSONNEL)
    return list(rows.select_related("scope").order_by("name", "pk"))


def members_over(submission: Submission) -> dict[WorkingBody, list[User]]:
    """Return the accounts of the members of each of these task forces."""
    today = timezone.localdate()
    bodies = {body.pk: body for body in bodies_over(submission)}
    rows = BodyMember.objects.filter(
        _in_force(today), body__in=bodies, user__isnull=False
    )
    found: dict[WorkingBody, list[User]] = {body: [] for body in bodies.values()}
    for row in rows.select_related("user"):
        assert row.user is not None  # noqa: S101 - as it was asked for
        found[bodies[row.body_id]].append(row.user)
    return found


# --- the queue ----------------------------------------------------------------------


def with_counts(rows: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """Note who read the revision, what was said, and what task forces still owe.

    ``bodies_said`` of ``bodies_asked`` have given their opinion; ``is_read`` is of the
    user himself.
    """
    today = timezone.localdate()
    this = {"submission": OuterRef("pk"), "revision": OuterRef("revision")}
    readings = SubmissionReading.objects.filter(**this)
    comments = SubmissionComment.objects.filter(**this)
    asked = BodyUnit.objects.filter(
        _in_force(today),
        Q(body__ended_on__isnull=True) | Q(body__ended_on__gte=today),
        unit=OuterRef("unit"),
        body__unit=OuterRef("superior"),
    )
    return rows.annotate(
        readers=_counted(readings, "submission"),
        said=_counted(comments, "submission"),
        bodies_said=_counted(comments, "submission", of="body"),
        bodies_asked=Case(
            When(
                kind=_PERSONNEL,
                then=_counted(
                    asked.filter(body__field=BodyField.PERSONNEL), "unit", of="body"
                ),
            ),
            default=_counted(asked, "unit", of="body"),
        ),
        is_read=_counted(readings.filter(user=user), "submission"),
    )


def _counted(rows: QuerySet[Any], by: str, of: str = "pk") -> Coalesce:
    counted = (
        rows.order_by().values(by).annotate(n=Count(of, distinct=True)).values("n")
    )
    return Coalesce(Subquery(counted), 0)


def waiting(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep what waits to be decided."""
    return rows.filter(state=SubmissionState.SUBMITTED)


def unread_by(rows: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """Keep what a user has not opened in its latest revision."""
    mine = SubmissionReading.objects.filter(user=user, revision=OuterRef("revision"))
    return rows.exclude(pk__in=Subquery(mine.values("submission")))


def to_decide(rows: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """Keep what waits for a user to decide."""
    here = _at_units(user, Right.SUBMISSION_DECIDE)
    return waiting(rows).filter(here).exclude(submitted_by=user)


def older_than(
    rows: QuerySet[Submission], days: int, *, at: datetime
) -> QuerySet[Submission]:
    """Keep what was submitted so many days ago or earlier."""
    first = timezone.localdate(at).toordinal() - days + 1
    day = datetime.fromordinal(first).replace(tzinfo=timezone.get_current_timezone())
    return rows.filter(submitted_at__lt=day)


def searched(rows: QuerySet[Submission], wanted: str) -> QuerySet[Submission]:
    """Keep what has all these words in its unit's name, title or note."""
    said = Concat(
        "unit__name", Value(" "), "title", Value(" "), "note", output_field=TextField()
    )
    return with_words(rows, said, wanted)


def how_long(rows: QuerySet[Submission], *, today: date) -> Waits:
    """Return how long what waits has waited, in days."""
    found = (
        waiting(rows)
        .order_by()
        .aggregate(
            number=Count("pk"),
            middle=_Median(F("submitted_at"), output_field=DateTimeField()),
            first=Min("submitted_at"),
        )
    )
    return Waits(
        found["number"], _days(found["middle"], today), _days(found["first"], today)
    )


def next_in_queue(user: User, submission: Submission) -> Submission | None:
    """Return what waits longest after this one, else what waits longest of all."""
    rows = waiting(read_by(user)).exclude(pk=submission.pk)
    rows = rows.order_by("submitted_at", "pk")
    after = Q(submitted_at__gt=submission.submitted_at)
    return rows.filter(after).first() or rows.first()


def _days(since: datetime | None, today: date) -> int:
    return (today - timezone.localdate(since)).days if since else 0


# --- one of them --------------------------------------------------------------------


def files_of(submission: Submission) -> list[SubmissionFile]:
    """Return all files that were submitted, the latest revision first."""
    rows = SubmissionFile.objects.filter(submission=submission)
    return list(rows.select_related("file").order_by("-revision", "place", "pk"))


def comments_of(submission: Submission) -> list[SubmissionComment]:
    """Return what was said, the latest revision first, then as it was said."""
    rows = SubmissionComment.objects.filter(submission=submission)
    return list(rows.select_related("body", "by").order_by("-revision", "at", "pk"))


def readings_of(submission: Submission) -> list[SubmissionReading]:
    """Return who has opened the latest revision, and when."""
    rows = SubmissionReading.objects.filter(
        submission=submission, revision=submission.revision
    )
    return list(rows.select_related("user").order_by("at", "pk"))


def file_or_404(submission: Submission, key: UUID) -> SubmissionFile:
    """Return one file of a submission."""
    rows = SubmissionFile.objects.filter(submission=submission, pk=key)
    found = rows.select_related("file").first()
    if found is None:
        raise Http404
    return found


# --- the submitting unit ------------------------------------------------------------


def submitted_from(user: User) -> QuerySet[Submission]:
    """Return what the places a user works for have submitted."""
    rows = policy.within_reach(Submission.objects.all(), user, Right.WORK_DO)
    rows = _without_personnel(rows, user)
    return rows.select_related(
        "unit", "superior", "congress", "submitted_by", "decided_by"
    )


def may_begin(user: User) -> bool:
    """Whether a user works for a unit with one above it: not for a body alone."""
    units = Unit.objects.filter(parent__isnull=False, dissolved_on__isnull=True)
    return policy.within_reach(units, user, Right.WORK_DO).exists()


def own_or_404(user: User, key: UUID) -> Submission:
    """Return what a place that a user works for has submitted."""
    rows = submitted_from(user).select_related(
        "scope", "unit__scope", "superior__scope", "congress__term"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def drafts_of(user: User) -> QuerySet[SubmissionDraft]:
    """Return what the places a user works for are about to submit."""
    rows = policy.within_reach(SubmissionDraft.objects.all(), user, Right.WORK_DO)
    rows = _without_personnel(rows, user)
    return rows.select_related("unit__parent", "congress", "changed_by", "answers")


def draft_or_404(user: User, key: UUID) -> SubmissionDraft:
    """Return one draft of a place that a user works for."""
    rows = drafts_of(user).select_related(
        "scope", "unit__scope", "answers__decided_by", "answers__superior"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def editors_of(submission: Submission) -> list[User]:
    """Return who is at work on the next revision of a submission."""
    rows = SubmissionDraft.objects.filter(answers=submission)
    return [row.changed_by for row in rows.select_related("changed_by")]


def draft_files(draft: SubmissionDraft) -> list[DraftFile]:
    """Return the files of a draft in their order."""
    rows = DraftFile.objects.filter(draft=draft).select_related("file")
    return list(rows.order_by("place", "pk"))


def _without_personnel(rows: QuerySet[M], user: User) -> QuerySet[M]:
    """Leave out what is of personnel, but where the user reads that."""
    if not policy.holds(user, Right.PERSONNEL_WORK_READ):
        return rows.exclude(kind=_PERSONNEL)
    model = rows.model
    kept = policy.within_reach(
        model._default_manager.all(), user, Right.PERSONNEL_WORK_READ
    )
    return rows.filter(~Q(kind=_PERSONNEL) | Q(pk__in=kept.values("pk")))


def _at_units(user: User, right: Right) -> Q:
    """Return what goes to the units where a user holds the right, personnel by its own.

    The units are asked for first, a few: with their keys known, indexes are used.
    """
    units = policy.within_reach(Unit.objects.all(), user, right)
    kept = policy.within_reach(units, user, Right.PERSONNEL_WORK_READ)
    return Q(superior__in=list(units.values_list("pk", flat=True))) & (
        ~Q(kind=_PERSONNEL) | Q(superior__in=list(kept.values_list("pk", flat=True)))
    )


def _in_force(today: date) -> Q:
    until = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return Q(from_on__lte=today) & until


def _lives(today: date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gte=today)
