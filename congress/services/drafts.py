"""What a unit is about to submit: written, given its files, put before the unit above.

A draft outlives whatever becomes of the submission it answers: nothing typed is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congress.models import (
    OPEN,
    Congress,
    DraftFile,
    StepAct,
    Submission,
    SubmissionDraft,
    SubmissionFile,
    SubmissionKind,
    SubmissionState,
)
from congress.queries import submissions
from congress.services import submissions_told as told
from congress.services.submissions import (
    AlreadyDecided,
    AlreadySubmitted,
    NothingToSubmit,
    decided_words,
    note_step,
)
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.services.attachments import PAPERS, PHOTOS, Handed, keep_attachment
from core.vietnamese import names

FILES_MOST: Final = 30  # of one submission


class DraftGone(Refused):
    """Somebody else has submitted the draft, or given it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What somebody says of what is to be submitted."""

    title: str
    note: str = ""


@transaction.atomic
def begin_draft(
    unit: Unit,
    kind: SubmissionKind,
    said: Drafted,
    *,
    congress: Congress | None = None,
    by: User,
    at: datetime,
) -> SubmissionDraft:
    """Begin what a unit, or one of its congresses, is to submit to the unit above."""
    if submissions.superior_of(unit) is None:
        raise Unfit(_("Tổ chức này không có cấp trên trên cổng để trình."), "unit")
    draft = SubmissionDraft(
        scope=congress.scope if congress else unit.scope,
        congress=congress,
        unit=unit,
        kind=kind.value,
    )
    _say(draft, said, by, at)
    draft.save(force_insert=True)
    _record("congress.draft_begun", draft, by, at)
    return draft


@transaction.atomic
def draft_again(submission_id: UUID, *, by: User, at: datetime) -> SubmissionDraft:
    """Return the draft of what replaces a submission; begun with its words and files.

    Of one that was withdrawn or cleared it becomes something new.
    """
    held = Submission.objects.select_for_update(of=("self",), no_key=True)
    row = held.select_related("scope", "unit").get(pk=submission_id)
    known = SubmissionDraft.objects.filter(answers=row).first()
    known = known or _just_begun(row, by)
    if known is not None:
        return known
    draft = SubmissionDraft.objects.create(
        scope=row.scope,
        congress_id=row.congress_id,
        unit=row.unit,
        answers=row if row.state in OPEN else None,
        kind=row.kind,
        title=row.title,
        note=row.note,
        changed_by=by,
        changed_at=at,
    )
    files = SubmissionFile.objects.filter(submission=row, revision=row.revision)
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, place=each.place, file_id=each.file_id, title=each.title)
        for each in files.order_by("place")
    )
    _record("congress.draft_begun", draft, by, at)
    return draft


def _just_begun(row: Submission, by: User) -> SubmissionDraft | None:
    """Return the draft that a first click made of what is over, still as it was."""
    rows = SubmissionDraft.objects.filter(
        answers=None,
        unit=row.unit_id,
        scope=row.scope_id,
        kind=row.kind,
        title=row.title,
        note=row.note,
        changed_by=by,
        version=1,
    )
    return rows.order_by("changed_at", "pk").first()


@transaction.atomic
def change_draft(
    draft_id: UUID,
    said: Drafted,
    *,
    seen_version: int,
    files: Sequence[Handed] = (),
    by: User,
    at: datetime,
) -> SubmissionDraft:
    """Put right what a draft says, and put files beside it."""
    draft = _held(draft_id)
    if draft.version != seen_version:
        raise ChangedMeanwhile
    _say(draft, said, by, at)
    draft.version += 1
    draft.save()
    _add_files(draft, files, by, at)
    _record("congress.draft_changed", draft, by, at)
    return draft


@transaction.atomic
def drop_file(draft_id: UUID, file_id: UUID, *, by: User, at: datetime) -> None:
    """Have a file not go along; what was submitted before keeps it."""
    draft = _held(draft_id)
    gone, _each = DraftFile.objects.filter(draft=draft, pk=file_id).delete()
    if gone:
        draft.changed_by, draft.changed_at = by, at
        draft.version += 1
        draft.save(update_fields=["changed_by", "changed_at", "version"])
        _record("congress.draft_changed", draft, by, at)


@transaction.atomic
def drop_draft(draft_id: UUID, *, by: User, at: datetime) -> None:
    """Give up what was being prepared; what was submitted stays."""
    draft = _held(draft_id)
    _record("congress.draft_dropped", draft, by, at)
    _remove(draft)


@transaction.atomic
def submit_draft(
    draft_id: UUID, *, seen_version: int, by: User, at: datetime
) -> Submission:
    """Put a draft before the unit above, as it is: new, or as the next revision.

    Raises:
        AlreadyDecided: what it answers was cleared meanwhile; the draft stays.
        AlreadySubmitted: another of its kind waits there.
        NothingToSubmit: it has no files, or there is nobody above.
        ChangedMeanwhile: somebody else has changed the draft.
    """
    draft = _held(draft_id)
    if draft.version != seen_version:
        raise ChangedMeanwhile
    superior = submissions.superior_of(draft.unit)
    if superior is None:
        raise NothingToSubmit(_("Tổ chức này không có cấp trên trên cổng để trình."))
    rows = DraftFile.objects.filter(draft=draft).select_related("file")
    files = list(rows.order_by("place", "pk"))
    if not files:
        raise NothingToSubmit(_("Chưa có tệp nào để trình. Hãy thêm tệp trước."))
    row = _row_for(draft)
    row.unit, row.superior = draft.unit, superior
    row.title, row.note = draft.title, draft.note
    row.revision = row.revision + 1 if row.state else 1
    row.state = SubmissionState.SUBMITTED.value
    row.digest = submissions.papers_digest(
        row.kind,
        row.title,
        row.note,
        [(each.title, each.file.sha256) for each in files],
    )
    row.submitted_by, row.submitted_at = by, at
    row.decided_by, row.decided_at, row.decision_note = None, None, ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Two drafts of a kind at once: the other one is there since a moment ago.
        raise _one_waits() from None
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=row,
            revision=row.revision,
            place=place,
            file=each.file,
            title=each.title,
        )
        for place, each in enumerate(files, 1)
    )
    note_step(row, StepAct.SUBMITTED, row.note, by, at)
    trail.record(
        "congress.papers_submitted",
        subject=row,
        scope=row.scope,
        actor=by,
        at=at,
        revision=row.revision,
    )
    _remove(draft)
    told.write_work(row, at)
    told.tell_above("waits", row, by, at)
    return row


# --- what the acts share ------------------------------------------------------------


def _row_for(draft: SubmissionDraft) -> Submission:
    """Return what the draft is submitted as: the row it answers, else a new one."""
    held = Submission.objects.select_for_update(of=("self",), no_key=True)
    related = held.select_related("scope", "decided_by", "congress")
    if draft.answers_id is not None:
        row = related.get(pk=draft.answers_id)
        if row.state == SubmissionState.CLEARED:
            raise AlreadyDecided(
                _(
                    "%(decided)s Bản soạn còn nguyên; muốn trình lần nữa thì soạn bản "
                    "mới."
                )
                % {"decided": decided_words(row)}
            )
        if row.state in OPEN:
            return row
    if draft.kind != SubmissionKind.REPORT:
        known = related.filter(scope=draft.scope, kind=draft.kind, state__in=OPEN)
        if known.exists():
            raise _one_waits()
    return Submission(scope=draft.scope, congress=draft.congress, kind=draft.kind)


def _one_waits() -> AlreadySubmitted:
    return AlreadySubmitted(
        _("Hồ sơ cùng loại đã trình còn đang chờ duyệt. Hãy rút về trước.")
    )


def _say(draft: SubmissionDraft, said: Drafted, by: User, at: datetime) -> None:
    title = names.clean(said.title)
    if not title:
        raise Unfit(_("Hãy ghi tên."), "title")
    draft.title, draft.note = title, names.tidy(said.note)
    draft.changed_by, draft.changed_at = by, at


def _add_files(
    draft: SubmissionDraft, files: Sequence[Handed], by: User, at: datetime
) -> None:
    rows = DraftFile.objects.filter(draft=draft)
    if rows.count() + len(files) > FILES_MOST:
        raise Unfit(
            _("Mỗi hồ sơ chỉ có tối đa %(most)s tệp.") % {"most": FILES_MOST}, "files"
        )
    place = rows.aggregate(last=Max("place"))["last"] or 0
    for number, each in enumerate(files, 1):
        kept = keep_attachment(
            each,
            kinds=PAPERS | PHOTOS,
            field="files",
            scope=draft.scope,
            by=by,
            at=at,
        )
        DraftFile.objects.create(
            draft=draft, place=place + number, file=kept, title=_title_of(kept.name)
        )


def _title_of(name: str) -> str:
    return (names.clean(name.rpartition(".")[0]) or name)[:200]


def _remove(draft: SubmissionDraft) -> None:
    DraftFile.objects.filter(draft=draft).delete()
    draft.delete()


def _held(draft_id: UUID) -> SubmissionDraft:
    rows = SubmissionDraft.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("scope", "unit__scope", "congress__scope")
    row = found.filter(pk=draft_id).first()
    if row is None:
        raise DraftGone(
            _("Bản soạn này vừa được trình hoặc bỏ đi ở nơi khác. Hãy xem lại.")
        )
    return row


def _record(act: str, draft: SubmissionDraft, by: User, at: datetime) -> None:
    trail.record(act, subject=draft, scope=draft.scope, actor=by, at=at)
