"""A unit submits to the level right above it, which clears it or sends it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import (
    OPEN,
    Congress,
    Milestone,
    StepAct,
    Submission,
    SubmissionKind,
    SubmissionState,
    SubmissionStep,
)
from congress.queries import submissions
from congress.services import submissions_told as told
from congress.services.holding import held_congress, hold_milestones
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import Refused
from core.models import Scope, User
from core.queries import journeys
from core.services.roles import is_one_person
from core.vietnamese import dates, names

POINT: Final = told.POINT
WORK: Final = told.WORK


class NothingToSubmit(Refused):
    """There is no plan, or nobody to submit it to."""


class AlreadySubmitted(Refused):
    """It waits for the level above."""


class AlreadyDecided(Refused):
    """Somebody else decided, or the unit took it back."""


class ChangedSince(Refused):
    """It reads otherwise than what was submitted, or than what the reviewer saw."""


class OwnMatter(Refused):
    """Nobody decides on what he, or the unit he works for, has submitted."""


class NoReason(Refused):
    """What is sent back is sent back for a reason."""


class ElsewhereNow(Refused):
    """The congress is on another machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reviewer had before him: which revision, and how it read."""

    revision: int
    digest: str


# --- the unit ---------------------------------------------------------------------


@transaction.atomic
def submit_plan(
    congress_id: UUID, *, note: str = "", by: User, at: datetime
) -> Submission:
    """Submit the plan of a congress to the level above, or once more what came back."""
    congress = _held_congress(congress_id)
    superior = submissions.superior_of(congress.unit)
    if superior is None:
        raise NothingToSubmit(_("Tổ chức này không có cấp trên trên cổng để trình."))
    if not Milestone.objects.filter(congress=congress).exists():
        raise NothingToSubmit(_("Kế hoạch chưa có việc nào. Hãy lập kế hoạch trước."))
    open_one = Submission.objects.select_for_update().filter(
        scope=congress.scope, kind=SubmissionKind.PLAN, state__in=OPEN
    )
    row = open_one.first()
    if row is not None and row.state == SubmissionState.SUBMITTED:
        raise AlreadySubmitted(
            _("Kế hoạch đã trình ngày %(day)s, đang chờ cấp trên duyệt.")
            % {"day": dates.short(timezone.localdate(row.submitted_at))}
        )
    row = row or Submission(
        scope=congress.scope, congress=congress, kind=SubmissionKind.PLAN.value
    )
    row.unit, row.superior = congress.unit, superior
    row.title = _title(congress)
    row.note = names.clean(note)
    row.revision = row.revision + 1 if row.state else 1
    row.state = SubmissionState.SUBMITTED.value
    row.digest = submissions.plan_digest(congress)
    row.submitted_by, row.submitted_at = by, at
    row.decided_by, row.decided_at, row.decision_note = None, None, ""
    row.save()
    note_step(row, StepAct.SUBMITTED, row.note, by, at)
    record("congress.plan_submitted", row, by, at)
    told.write_work(row, at)
    refresh([congress.pk], POINT, at=at)
    told.tell_above("waits", row, by, at)
    return row


@transaction.atomic
def withdraw_submission(submission_id: UUID, *, by: User, at: datetime) -> Submission:
    """Take back what was submitted, before it is cleared."""
    row = held_submission(submission_id)
    if row.state not in OPEN:
        raise AlreadyDecided(decided_words(row))
    row.state = SubmissionState.WITHDRAWN.value
    row.save(update_fields=["state"])
    note_step(row, StepAct.WITHDRAWN, "", by, at)
    record("congress.submission_withdrawn", row, by, at)
    told.write_work(row, at)
    _refresh(row, at)
    if row.is_of_papers:
        told.tell_above("withdrawn", row, by, at)
    return row


# --- the level above --------------------------------------------------------------


@transaction.atomic
def clear_submission(
    submission_id: UUID, seen: Seen, *, note: str = "", by: User, at: datetime
) -> Submission:
    """Clear what was submitted, as it was submitted.

    Raises:
        AlreadyDecided: somebody else was first, or it was taken back.
        ChangedSince: it is another revision, or the plan was changed after it.
        OwnMatter: of his own unit, or submitted by himself.
    """
    row = _to_decide(submission_id, seen, by, at)
    if submissions.changed_since(row):
        raise ChangedSince(
            _(
                "Kế hoạch đã được sửa sau khi trình, nên chưa duyệt được. Hãy đợi đơn "
                "vị trình lại, hoặc trả lại."
            )
        )
    _decide(row, SubmissionState.CLEARED, note, by, at)
    record("congress.submission_cleared", row, by, at)
    told.tell_unit("passed", row, by, at)
    return row


@transaction.atomic
def send_back_submission(
    submission_id: UUID, seen: Seen, *, note: str, by: User, at: datetime
) -> Submission:
    """Send back what was submitted, with what has to change.

    Raises as ``clear_submission`` does, and NoReason.
    """
    row = _to_decide(submission_id, seen, by, at)
    if not names.clean(note):
        raise NoReason(_("Trả lại thì phải ghi lý do, để đơn vị biết phải sửa gì."))
    _decide(row, SubmissionState.SENT_BACK, note, by, at)
    record("congress.submission_sent_back", row, by, at)
    told.tell_unit("came_back", row, by, at)
    return row


@transaction.atomic
def note_change(submission_id: UUID, seen: Seen, *, by: User, at: datetime) -> bool:
    """Tell the unit that what it changed after submitting kept this from being decided.

    Once for each revision; whether it was told just now. What the reviewer says he saw
    proves nothing: a plan that reads as it was submitted was not changed.
    """
    row = held_submission(submission_id)
    known = SubmissionStep.objects.filter(
        submission=row, revision=row.revision, act=StepAct.CHANGED
    )
    waits = row.state == SubmissionState.SUBMITTED and row.revision == seen.revision
    if not waits or known.exists() or not submissions.changed_since(row):
        return False
    SubmissionStep.objects.create(
        submission=row,
        revision=row.revision,
        act=StepAct.CHANGED.value,
        digest=row.digest,
        by=by,
        at=at,
    )
    record("congress.submission_changed", row, by, at)
    told.tell_unit("differs", row, by, at)
    return True


def _to_decide(submission_id: UUID, seen: Seen, by: User, at: datetime) -> Submission:
    row = held_submission(submission_id)
    today = timezone.localdate(at)
    own = submissions.works_for(by, row.unit, today=today)
    if own or is_one_person(by, row.submitted_by):
        raise OwnMatter(
            _("Người của đơn vị trình, hoặc người đã trình, không tự duyệt được.")
        )
    if row.state != SubmissionState.SUBMITTED:
        raise AlreadyDecided(decided_words(row))
    if row.revision != seen.revision:
        raise ChangedSince(
            _("Đơn vị đã trình lại lần thứ %(number)s. Hãy xem bản mới rồi quyết định.")
            % {"number": row.revision}
        )
    if submissions.digest_now(row) != seen.digest:
        raise ChangedSince(
            _("Kế hoạch vừa được sửa trong lúc đang xem. Hãy xem lại rồi quyết định.")
        )
    return row


def _decide(
    row: Submission, state: SubmissionState, note: str, by: User, at: datetime
) -> None:
    row.state = state.value
    row.decided_by, row.decided_at = by, at
    row.decision_note = names.clean(note)
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    note_step(row, StepAct(state.value), row.decision_note, by, at)
    told.write_work(row, at)
    _refresh(row, at)
    told.tell_the_other_reviewers(row, by, at)


def decided_words(row: Submission) -> str:
    """Say who decided, when and how; or that it was taken back."""
    if row.decided_by is None or row.decided_at is None:
        return _("Đơn vị đã rút lại, không còn chờ duyệt.")
    return _("%(name)s đã quyết định lúc %(at)s: %(state)s.") % {
        "name": row.decided_by.full_name,
        "at": timezone.localtime(row.decided_at).strftime("%H:%M %d/%m/%Y"),
        "state": row.get_state_display(),
    }


# --- what the acts share ----------------------------------------------------------


def _held_congress(congress_id: UUID) -> Congress:
    """Return a congress whose plan nobody changes meanwhile."""
    congress = held_congress(congress_id)
    if journeys.is_out(Scope.objects.filter(pk=congress.scope_id)):
        raise ElsewhereNow(
            _("Đại hội đang làm việc ở máy khác, nên ở đây chỉ xem. Hãy đợi mang về.")
        )
    hold_milestones(congress)
    return congress


def held_submission(submission_id: UUID) -> Submission:
    """Return a submission on which nobody else acts, nor on the plan it is about."""
    congress, kind = Submission.objects.values_list("congress", "kind").get(
        pk=submission_id
    )
    if kind == SubmissionKind.PLAN:
        _held_congress(congress)
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related(
        "scope", "unit__scope", "superior__scope", "congress__scope", "decided_by"
    ).get(pk=submission_id)


def _title(congress: Congress) -> str:
    return f"{SubmissionKind.PLAN.label}: {congress}"[:300]


def note_step(row: Submission, act: StepAct, note: str, by: User, at: datetime) -> None:
    """Write down what happened to a submission in its revision."""
    SubmissionStep.objects.create(
        submission=row,
        revision=row.revision,
        act=act.value,
        note=note,
        digest=row.digest,
        by=by,
        at=at,
    )


def _refresh(row: Submission, at: datetime) -> None:
    if row.congress_id and row.kind == SubmissionKind.PLAN:
        refresh([row.congress_id], POINT, at=at)


def record(act: str, row: Submission, by: User, at: datetime) -> None:
    """Write the line of an act on a submission."""
    trail.record(
        act, subject=row, scope=row.scope, actor=by, at=at, revision=row.revision
    )
