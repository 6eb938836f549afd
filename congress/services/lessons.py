"""Acts on lessons: written down by a pilot, pushed by the level above, answered."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import (
    Belongs,
    Congress,
    Lesson,
    LessonAnswer,
    LessonPush,
    TemplateItem,
    Verdict,
)
from congress.queries import above
from congress.queries import lessons as queries
from congress.rules.lessons import may_still_answer
from congress.services import readiness
from congress.services.holding import held_congress
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Level, Unit, User
from core.queries import journeys
from core.services import notices
from core.vietnamese import names

Report = Callable[[int, int], None]
PUSHED: Final = "congress.lesson_pushed"
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What somebody says of a lesson."""

    title: str
    happened: str
    why: str
    change: str
    belongs: str
    item: TemplateItem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What a congress makes of a lesson."""

    verdict: str
    text: str
    applied_on: date | None = None


@transaction.atomic
def write_lesson(
    congress_id: UUID,
    learnt: Learnt,
    *,
    replaces: Lesson | None = None,
    by: User,
    at: datetime,
) -> Lesson:
    """Write down what a pilot taught; nobody else is told before it is pushed."""
    congress = _held(congress_id)
    if not congress.is_pilot:
        raise Refused(
            _("Chỉ đại hội điểm ghi bài học. Hãy đánh dấu đại hội điểm ở trang Sửa.")
        )
    if replaces is not None and Lesson.objects.filter(replaces=replaces).exists():
        raise Refused(_("Bài học này đã có bản thay. Hãy sửa bản ấy."))
    lesson = Lesson(congress=congress, replaces=replaces, by=by, at=at)
    _say(lesson, learnt)
    lesson.save(force_insert=True)
    _record("congress.lesson_written", lesson, by, at)
    return lesson


@transaction.atomic
def change_lesson(
    lesson_id: UUID, learnt: Learnt, *, seen_version: int, by: User, at: datetime
) -> Lesson:
    """Change a lesson that was not pushed yet."""
    lesson = _draft(lesson_id)
    if lesson.version != seen_version:
        raise ChangedMeanwhile
    before = {each.name: getattr(lesson, each.name) for each in fields(Learnt)}
    _say(lesson, learnt)
    changed = [name for name, was in before.items() if getattr(lesson, name) != was]
    if not changed:
        return lesson
    lesson.version += 1
    lesson.save(update_fields=[*changed, "version"])
    _record("congress.lesson_changed", lesson, by, at, fields=sorted(changed))
    return lesson


@transaction.atomic
def remove_lesson(lesson_id: UUID, *, by: User, at: datetime) -> None:
    """Take away a lesson that was not pushed yet."""
    lesson = _draft(lesson_id)
    _record("congress.lesson_removed", lesson, by, at)
    lesson.delete()


@transaction.atomic
def push_lesson(
    lesson_id: UUID, *, level: Level, beneath: Unit, by: User, at: datetime
) -> LessonPush:
    """Push a lesson to the congresses of a level beneath a unit: it stays from then.

    ``by`` keeps the congresses of both the unit above the pilot and ``beneath``; that
    was asked before.
    """
    lesson = _draft(lesson_id)
    superior = lesson.congress.unit.parent
    if superior is None:
        raise Refused(_("Tổ chức này không có cấp trên trên cổng."))
    replaced = lesson.replaces
    if replaced is not None and not LessonPush.objects.filter(lesson=replaced).exists():
        raise Refused(_("Bài học được thay chưa triển khai."))
    push = LessonPush.objects.create(
        lesson=lesson,
        unit=superior,
        level=level,
        beneath=beneath,
        first_year=lesson.congress.term.first_year,
        by=by,
        at=at,
    )
    told = list(queries.recipients(push).values_list("pk", flat=True))
    if not told:
        raise Unfit(
            _(
                "Không có đại hội nào của cấp này bên dưới tổ chức ấy trong nhiệm kỳ "
                "còn chưa khai mạc, ngoài đại hội điểm. Hãy chọn cấp hoặc tổ chức khác."
            ),
            "level",
        )
    readiness.refresh(told, queries.POINT, at=at)
    trail.record(
        "congress.lesson_pushed",
        subject=lesson,
        scope=superior.scope,
        actor=by,
        at=at,
        congresses=len(told),
    )
    return push


@transaction.atomic
def tell_of_lesson(
    push_id: UUID | str, *, by: User | None, at: datetime, report: Report
) -> int:
    """Tell those responsible for each congress; return how many people were told."""
    push = LessonPush.objects.select_related(
        "lesson__congress__unit", "beneath__scope"
    ).get(pk=push_id)
    found = queries.recipients(push).select_related("unit__scope", "scope")
    congresses = list(found.order_by("pk"))
    staff = above.staff_of([each.unit for each in congresses])
    told = 0
    for number, each in enumerate(congresses, start=1):
        if users := staff.get(each.unit.scope.path):
            told += notices.tell(
                users,
                kind=PUSHED,
                values={"pilot": push.lesson.congress.unit.name},
                scope=each.scope,
                url_name="congress:lessons",
                url_args=[each.slug],
                by=by,
                at=at,
            )
        if number % AT_ONCE == 0:
            report(number, len(congresses))
    report(len(congresses), len(congresses))
    return told


@transaction.atomic
def answer_lesson(
    push_id: UUID, congress_id: UUID, said: Answering, *, by: User, at: datetime
) -> LessonAnswer:
    """Say what a congress makes of a lesson; said anew, the new answer counts."""
    congress = _held(congress_id)
    push = queries.pushes_for(congress).filter(pk=push_id).first()
    if push is None:
        raise Refused(_("Bài học này không còn gửi cho đại hội này."))
    today = timezone.localdate(at)
    if not may_still_answer(congress.opens_on, today):
        raise Refused(_("Đại hội đã khai mạc nên câu trả lời giữ nguyên."))
    text = names.tidy(said.text)
    applied = said.verdict == Verdict.APPLIED
    applied_on = said.applied_on if applied else None
    _fit(applied, text, applied_on)
    last = queries.said_before(congress, push).first()
    if last and (last.verdict, last.text, last.applied_on) == (
        said.verdict,
        text,
        applied_on,
    ):
        return last
    answer = LessonAnswer.objects.create(
        push=push,
        congress=congress,
        number=last.number + 1 if last else 1,
        verdict=said.verdict,
        text=text,
        applied_on=applied_on,
        by=by,
        at=at,
    )
    readiness.refresh([congress.pk], queries.POINT, at=at)
    trail.record(
        "congress.lesson_answered",
        subject=push,
        scope=congress.scope,
        actor=by,
        at=at,
        verdict=said.verdict,
    )
    return answer


def _fit(applied: bool, text: str, applied_on: date | None) -> None:
    if applied and applied_on is None:
        raise Unfit(_("Hãy ghi ngày áp dụng, hoặc ngày dự kiến."), "applied_on")
    if not text:
        sentence = (
            _("Hãy ghi đã áp dụng như thế nào.")
            if applied
            else _("Hãy ghi vì sao không áp dụng ở đây.")
        )
        raise Unfit(sentence, "text")


def _say(lesson: Lesson, learnt: Learnt) -> None:
    lesson.title = names.clean(learnt.title)
    lesson.happened = names.tidy(learnt.happened)
    lesson.why = names.tidy(learnt.why)
    lesson.change = names.tidy(learnt.change)
    lesson.belongs = learnt.belongs
    lesson.item = learnt.item if learnt.belongs == Belongs.ITEM else None
    if learnt.belongs == Belongs.ITEM and learnt.item is None:
        raise Unfit(_("Hãy chọn việc trong mẫu kế hoạch."), "item")


def _held(congress_id: UUID) -> Congress:
    """Return a congress of which nobody else writes meanwhile."""
    congress = held_congress(congress_id)
    if journeys.out_of([congress.scope_id]):
        raise Refused(_("Đại hội đang làm việc ở máy khác, nên ở đây chỉ xem."))
    return congress


def _draft(lesson_id: UUID) -> Lesson:
    held = Lesson.objects.select_for_update(of=("self",), no_key=True)
    lesson = held.select_related(
        "congress__scope", "congress__term", "congress__unit__parent__scope", "replaces"
    ).get(pk=lesson_id)
    if LessonPush.objects.filter(lesson=lesson).exists():
        raise Refused(_("Bài học này đã triển khai nên giữ nguyên. Hãy ghi bản thay."))
    return lesson


def _record(act: str, lesson: Lesson, by: User, at: datetime, **detail: object) -> None:
    scope = lesson.congress.scope
    trail.record(act, subject=lesson, scope=scope, actor=by, at=at, **detail)
