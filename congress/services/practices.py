"""Acts on good practice: proposed, published or sent back, marked, spoken of."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congress.models import (
    Practice,
    PracticeComment,
    PracticeMark,
    PracticeState,
    PracticeStep,
)
from congress.queries import above
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.services import notices
from core.vietnamese import names

PROPOSED: Final = "congress.practice_proposed"
PUBLISHED: Final = "congress.practice_published"
SENT_BACK: Final = "congress.practice_sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """What a unit did well, in its words."""

    title: str
    done: str
    result: str
    area: str
    from_year: int
    to_year: int


@transaction.atomic
def propose_practice(
    unit: Unit, proposing: Proposing, *, by: User, at: datetime
) -> Practice:
    """Put what a unit did well before the units above it."""
    row = Practice(unit=unit, by=by, at=at)
    _say(row, proposing)
    row.save(force_insert=True)
    _step(row, PracticeState.PROPOSED, unit, by, at)
    _record(PROPOSED, row, by, at)
    _tell_above(row, by, at)
    return row


@transaction.atomic
def change_practice(
    practice_id: UUID,
    proposing: Proposing,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Practice:
    """Change a proposal; one that was sent back is proposed again by that."""
    row = _held(practice_id)
    if row.version != seen_version:
        raise ChangedMeanwhile
    if row.state == PracticeState.PUBLISHED:
        raise Refused(_("Đã phổ biến nên giữ nguyên. Có gì thêm, hãy ghi ở góp ý."))
    before = {each.name: getattr(row, each.name) for each in fields(Proposing)}
    _say(row, proposing)
    changed = [name for name, was in before.items() if getattr(row, name) != was]
    again = row.state == PracticeState.SENT_BACK
    if not changed and not again:
        return row
    row.state = PracticeState.PROPOSED.value
    row.version += 1
    row.save(update_fields=[*changed, "state", "version"])
    if again:
        _step(row, PracticeState.PROPOSED, row.unit, by, at)
        _tell_above(row, by, at)
    _record("congress.practice_changed", row, by, at, fields=sorted(changed))
    return row


@transaction.atomic
def publish_practice(
    practice_id: UUID, unit: Unit, *, by: User, at: datetime
) -> Practice:
    """Open a practice to everybody beneath a unit above the one that proposed it."""
    row = _held(practice_id)
    if row.state == PracticeState.SENT_BACK:
        raise Refused(_("Đã trả lại để sửa; chờ tổ chức đề xuất gửi lại."))
    done = PracticeStep.objects.filter(
        practice=row, unit=unit, act=PracticeState.PUBLISHED.value
    )
    if done.exists():
        return row
    if row.state != PracticeState.PUBLISHED:
        row.state = PracticeState.PUBLISHED.value
        row.version += 1
        row.save(update_fields=["state", "version"])
    _step(row, PracticeState.PUBLISHED, unit, by, at)
    _record(PUBLISHED, row, by, at)
    _tell(row, PUBLISHED, row.unit, by, at)
    return row


@transaction.atomic
def send_back_practice(
    practice_id: UUID, unit: Unit, reason: str, *, by: User, at: datetime
) -> Practice:
    """Give a proposal back, saying what it lacks."""
    row = _held(practice_id)
    if row.state != PracticeState.PROPOSED:
        raise Refused(_("Chỉ trả lại được đề xuất đang chờ. Hãy xem lại."))
    reason = names.tidy(reason)
    if not reason:
        raise Unfit(_("Hãy ghi vì sao trả lại."), "text")
    row.state = PracticeState.SENT_BACK.value
    row.version += 1
    row.save(update_fields=["state", "version"])
    _step(row, PracticeState.SENT_BACK, unit, by, at, reason)
    _record(SENT_BACK, row, by, at)
    _tell(row, SENT_BACK, row.unit, by, at)
    return row


@transaction.atomic
def mark_useful(
    practice: Practice, unit: Unit, *, useful: bool, by: User, at: datetime
) -> bool:
    """Say for a unit that a practice is of use, or not any more; say if it is new."""
    if not useful:
        gone, _kinds = PracticeMark.objects.filter(
            practice=practice, unit=unit
        ).delete()
        if gone:
            _record("congress.practice_unmarked", practice, by, at, unit)
        return bool(gone)
    _row, is_new = PracticeMark.objects.get_or_create(
        practice=practice, unit=unit, defaults={"by": by, "at": at}
    )
    if is_new:
        _record("congress.practice_marked", practice, by, at, unit)
    return is_new


@transaction.atomic
def comment_on(
    practice: Practice, unit: Unit, text: str, *, by: User, at: datetime
) -> PracticeComment:
    """Say something of a practice, for everybody who reads it."""
    text = names.tidy(text)
    if not text:
        raise Unfit(_("Hãy ghi góp ý."), "text")
    row = PracticeComment.objects.create(
        practice=practice, unit=unit, text=text, by=by, at=at
    )
    _record("congress.practice_commented", practice, by, at, unit)
    return row


@transaction.atomic
def withdraw_comment(comment_id: UUID, *, by: User, at: datetime) -> PracticeComment:
    """Have nobody read any more what one said."""
    held = PracticeComment.objects.select_for_update(of=("self",), no_key=True)
    row = held.select_related("practice", "unit__scope").get(pk=comment_id)
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _record("congress.comment_withdrawn", row.practice, by, at, row.unit)
    return row


# --- what the acts share ----------------------------------------------------------


def _say(row: Practice, proposing: Proposing) -> None:
    for each in fields(Proposing):
        setattr(row, each.name, getattr(proposing, each.name))
    row.title = names.clean(proposing.title)
    row.done = names.tidy(proposing.done)
    row.result = names.tidy(proposing.result)


def _step(
    row: Practice,
    act: PracticeState,
    unit: Unit,
    by: User,
    at: datetime,
    text: str = "",
) -> None:
    last = PracticeStep.objects.filter(practice=row).aggregate(n=Max("number"))
    PracticeStep.objects.create(
        practice=row,
        number=(last["n"] or 0) + 1,
        act=act.value,
        unit=unit,
        text=text,
        by=by,
        at=at,
    )


def _tell_above(row: Practice, by: User, at: datetime) -> None:
    superior = row.unit.parent
    if superior is not None:
        _tell(row, PROPOSED, superior, by, at)


def _tell(row: Practice, kind: str, unit: Unit, by: User, at: datetime) -> None:
    staff = above.staff_of([unit]).get(unit.scope.path, [])
    notices.tell(
        [each for each in staff if each.pk != by.pk],
        kind=kind,
        values={"unit": row.unit.name},
        # The unit that proposed lies beneath whoever is told.
        scope=row.unit.scope,
        url_name="congress:practice",
        url_args=[row.pk],
        by=by,
        at=at,
    )


def _held(practice_id: UUID) -> Practice:
    held = Practice.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit__scope", "unit__parent__scope").get(pk=practice_id)


def _record(
    act: str,
    row: Practice,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    **detail: object,
) -> None:
    scope = (unit or row.unit).scope
    trail.record(act, subject=row, scope=scope, actor=by, at=at, **detail)
