"""What the level above does before it decides: it reads, it says something."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import (
    CommentStance,
    Submission,
    SubmissionComment,
    SubmissionReading,
    SubmissionState,
    WorkingBody,
)
from congress.queries import submissions
from congress.services import submissions_told as told
from congress.services.submissions import (
    AlreadyDecided,
    ChangedSince,
    OwnMatter,
    decided_words,
    held_submission,
    record,
)
from core.errors import Unfit
from core.models import User
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reader says; ``body`` where he speaks for a task force."""

    stance: CommentStance
    text: str
    about: str = ""
    body: WorkingBody | None = None


@transaction.atomic
def note_reading(submission: Submission, *, by: User, at: datetime) -> bool:
    """Note that somebody has opened this revision; once for each. Whether just now."""
    known = SubmissionReading.objects.filter(
        submission=submission, revision=submission.revision, user=by
    )
    if known.exists():
        return False
    SubmissionReading.objects.bulk_create(
        [
            SubmissionReading(
                submission=submission, revision=submission.revision, user=by, at=at
            )
        ],
        ignore_conflicts=True,
    )
    record("congress.submission_read", submission, by, at)
    return True


@transaction.atomic
def comment_on(
    submission_id: UUID, said: Opinion, *, revision: int, by: User, at: datetime
) -> SubmissionComment:
    """Say something of the revision that one has read; the unit reads it.

    Raises:
        ChangedSince: it was submitted anew meanwhile.
        AlreadyDecided: nothing waits any more.
        OwnMatter: of the unit one works for.
    """
    row = held_submission(submission_id)
    today = timezone.localdate(at)
    if submissions.works_for(by, row.unit, today=today):
        raise OwnMatter(_("Người của đơn vị trình không góp ý hồ sơ của đơn vị mình."))
    if row.state != SubmissionState.SUBMITTED:
        raise AlreadyDecided(decided_words(row))
    if row.revision != revision:
        raise ChangedSince(
            _("Đơn vị đã trình lại lần thứ %(number)s. Hãy xem bản mới rồi góp ý.")
            % {"number": row.revision}
        )
    text = names.tidy(said.text)
    if not text:
        raise Unfit(_("Hãy ghi nội dung."), "text")
    made = SubmissionComment.objects.create(
        submission=row,
        revision=row.revision,
        body=said.body,
        stance=said.stance.value,
        about=names.clean(said.about),
        text=text,
        by=by,
        at=at,
    )
    record("congress.submission_commented", row, by, at)
    told.tell_unit_of_comment(row, by, at)
    return made
