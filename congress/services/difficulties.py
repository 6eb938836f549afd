"""Acts on difficulties: raised, answered, passed upward, closed; told to all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import (
    Congress,
    Difficulty,
    DifficultyStep,
    SharedAnswer,
    Urgency,
)
from congress.queries import above
from congress.rules.difficulties import Act, Side, State, after, side_of
from core.access.rights import Right
from core.audit import trail
from core.errors import Refused, Unfit
from core.models import Scope, Unit, User, WorkItem
from core.services import notices, work
from core.vietnamese import names

RAISED: Final = "congress.difficulty_raised"
WORK: Final = "congress.difficulty"
# What the trail says of each act, and what the other side is told.
_ACTS: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.ANSWER: "congress.difficulty_answered",
        Act.ASK: "congress.difficulty_asked",
        Act.PASS: "congress.difficulty_passed",
        Act.EXPLAIN: "congress.difficulty_explained",
        Act.SOLVE: "congress.difficulty_solved",
        Act.REOPEN: "congress.difficulty_reopened",
    }
)
_TODO: Final = MappingProxyType(
    {
        State.WAITING: gettext_lazy("chờ trả lời"),
        State.ASKED: gettext_lazy("cấp trên hỏi lại"),
        State.ANSWERED: gettext_lazy("đã trả lời, chờ đóng"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raising:
    """What stands in the way, in somebody's words."""

    title: str
    text: str
    area: str
    urgency: str
    due_on: date | None = None


@transaction.atomic
def raise_difficulty(
    unit_id: UUID,
    raising: Raising,
    *,
    congress: Congress | None = None,
    by: User,
    at: datetime,
) -> Difficulty:
    """Put something before the unit above, for a unit or one of its congresses."""
    unit = Unit.objects.select_related("scope", "parent__scope").get(pk=unit_id)
    if unit.parent is None:
        raise Unfit(
            _("Tổ chức này không có cấp trên trên cổng để trả lời."),
            "" if congress else "unit",
        )
    row = Difficulty.objects.create(
        unit=unit,
        congress=congress,
        holder=unit.parent,
        title=names.clean(raising.title),
        text=names.tidy(raising.text),
        area=raising.area,
        urgency=raising.urgency,
        due_on=raising.due_on,
        state=State.WAITING.value,
        since=at,
        by=by,
        at=at,
    )
    DifficultyStep.objects.create(
        difficulty=row,
        number=1,
        act=Act.RAISE.value,
        unit=unit,
        to=unit.parent,
        by=by,
        at=at,
    )
    _record(RAISED, row, by, at)
    _hand_on(row, RAISED, unit.parent, by, at)
    return row


@transaction.atomic
def deal_with(
    difficulty_id: UUID,
    act: Act,
    *,
    held_by: UUID | None = None,
    text: str = "",
    grounds: str = "",
    by: User,
    at: datetime,
) -> Difficulty:
    """Do one thing with a difficulty; who may was asked before, of who ``held_by``."""
    row = _held(difficulty_id)
    then = after(State(row.state), act)
    if then is None or held_by not in (None, row.holder_id):
        raise Refused(
            _("Việc này vừa được xử lý nên không còn làm như thế được. Hãy xem lại.")
        )
    text = names.tidy(text)
    if not text and act is not Act.SOLVE:
        raise Unfit(_("Hãy ghi nội dung."), "text")
    acting = row.holder if side_of(act) is Side.HOLDER else row.unit
    to = _next_above(row.holder) if act is Act.PASS else None
    last = DifficultyStep.objects.filter(difficulty=row).aggregate(n=Max("number"))
    DifficultyStep.objects.create(
        difficulty=row,
        number=(last["n"] or 0) + 1,
        act=act.value,
        unit=acting,
        to=to,
        text=text,
        grounds=names.clean(grounds) if act is Act.ANSWER else "",
        by=by,
        at=at,
    )
    row.holder = to or row.holder
    row.state, row.since = then.value, at
    row.save(update_fields=["holder", "state", "since"])
    _record(_ACTS[act], row, by, at)
    other = row.unit if side_of(act) is Side.HOLDER and to is None else row.holder
    _hand_on(row, _ACTS[act], other, by, at)
    return row


@transaction.atomic
def share_answer(
    difficulty_id: UUID,
    *,
    held_by: UUID | None = None,
    question: str,
    answer: str,
    grounds: str = "",
    by: User,
    at: datetime,
) -> SharedAnswer:
    """Tell everybody beneath the unit that answered, in words that name nobody."""
    row = _held(difficulty_id)
    if held_by not in (None, row.holder_id):
        raise Refused(_("Vướng mắc vừa được chuyển lên cấp trên. Hãy xem lại."))
    answered = DifficultyStep.objects.filter(difficulty=row, act=Act.ANSWER.value)
    if not answered.exists():
        raise Refused(_("Chưa có câu trả lời để công bố."))
    there = SharedAnswer.objects.filter(
        difficulty=row, unit=row.holder, withdrawn_at__isnull=True
    )
    if there.exists():
        raise Refused(_("Vướng mắc này đã công bố thành hỏi đáp."))
    made = SharedAnswer.objects.create(
        difficulty=row,
        unit=row.holder,
        question=names.tidy(question),
        answer=names.tidy(answer),
        grounds=names.clean(grounds),
        area=row.area,
        by=by,
        at=at,
    )
    _record_shared("congress.answer_shared", made, by, at)
    return made


@transaction.atomic
def withdraw_shared(answer_id: UUID, *, by: User, at: datetime) -> SharedAnswer:
    """Have nobody read an answer any more that was told to all."""
    held = SharedAnswer.objects.select_for_update(of=("self",), no_key=True)
    row = held.select_related("unit__scope").get(pk=answer_id)
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _record_shared("congress.answer_withdrawn", row, by, at)
    return row


# --- what the acts share ----------------------------------------------------------


def _hand_on(row: Difficulty, kind: str, to: Unit, by: User, at: datetime) -> None:
    """Tell the other side, and put it among what waits for whoever is next."""
    scope = to.scope
    staff: Iterable[User] = above.staff_of([to]).get(scope.path, [])
    notices.tell(
        [each for each in staff if each.pk != by.pk],
        kind=kind,
        values={"unit": row.unit.name, "urgency": str(Urgency(row.urgency).label)},
        scope=_where_read(row),
        url_name="congress:difficulty",
        url_args=[row.pk],
        by=by,
        at=at,
    )
    state = State(row.state)
    if state is State.SOLVED:
        work.close_work(WORK, row)
        return
    work.put_work(
        scope=row.holder.scope if state is State.WAITING else row.unit.scope,
        kind=WORK,
        subject=row,
        title=row.title,
        state=_TODO[state],
        tone=_tone(row),
        due_on=row.due_on,
        right=Right.CONGRESS_KEEP,
        url_name="congress:difficulty",
        url_args=[row.pk],
        at=at,
    )


def _where_read(row: Difficulty) -> Scope:
    """Return where both sides read it: the unit that raised it lies beneath all."""
    return row.unit.scope


def _tone(row: Difficulty) -> str:
    urgent = row.urgency == Urgency.URGENT
    return (WorkItem.Tone.BAD if urgent else WorkItem.Tone.WARN).value


def _next_above(holder: Unit) -> Unit:
    if holder.parent is None:
        raise Refused(_("Không còn cấp trên nào trên cổng để chuyển."))
    return holder.parent


def _held(difficulty_id: UUID) -> Difficulty:
    held = Difficulty.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related(
        "unit__scope", "holder__scope", "holder__parent__scope"
    ).get(pk=difficulty_id)


def _record(act: str, row: Difficulty, by: User, at: datetime) -> None:
    trail.record(act, subject=row, scope=row.unit.scope, actor=by, at=at)


def _record_shared(act: str, row: SharedAnswer, by: User, at: datetime) -> None:
    trail.record(act, subject=row, scope=row.unit.scope, actor=by, at=at)
