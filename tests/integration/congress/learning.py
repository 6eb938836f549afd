"""What tests of lessons, difficulties and good practice stand on."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from congress.models import Congress, Difficulty, Lesson, LessonPush, Practice
from congress.services import difficulties, lessons, practices
from core.models import Level, Unit, User
from tests import make

LEARNT: dict[str, Any] = {
    "title": "Thẻ đại biểu phát chậm",
    "happened": "Đại biểu chờ ở cửa 40 phút.",
    "why": "Một bàn phát thẻ.",
    "change": "Ba bàn, phát từ chiều hôm trước.",
    "belongs": "logistics",
}
RAISED: dict[str, Any] = {
    "title": "Thiếu hội trường",
    "text": "Hội trường đang sửa đến hết tháng.",
    "area": "logistics",
    "urgency": "normal",
}
PROPOSED: dict[str, Any] = {
    "title": "Họp trực tuyến các chi bộ",
    "done": "Nối 12 điểm cầu.",
    "result": "98% đảng viên dự.",
    "area": "organisation",
    "from_year": 2024,
    "to_year": 2025,
}


def commune(
    name: str, above: Unit, *, days: int = 60, is_pilot: bool = False
) -> Congress:
    """A commune whose congress opens in so many days."""
    opens = timezone.localdate() + timedelta(days=days)
    found = make.congress(make.unit(name, parent=above), opens_on=opens)
    Congress.objects.filter(pk=found.pk).update(is_pilot=is_pilot)
    found.refresh_from_db()
    return found


def lesson(pilot: Congress, *, by: User | None = None, **said: Any) -> Lesson:
    learnt = lessons.Learnt(**LEARNT | said)
    by = by or make.user()
    return lessons.write_lesson(pilot.pk, learnt, by=by, at=timezone.now())


def pushed(
    of: Lesson, beneath: Unit, *, level: str = "commune", at: datetime | None = None
) -> LessonPush:
    return lessons.push_lesson(
        of.pk,
        level=Level.objects.get(pk=level),
        beneath=beneath,
        by=make.user(),
        at=at or timezone.now(),
    )


def difficulty(unit: Unit, *, by: User | None = None, **said: Any) -> Difficulty:
    raising = difficulties.Raising(**RAISED | said)
    return difficulties.raise_difficulty(
        unit.pk, raising, by=by or make.user(), at=timezone.now()
    )


def practice(unit: Unit, *, by: User | None = None, **said: Any) -> Practice:
    proposing = practices.Proposing(**PROPOSED | said)
    return practices.propose_practice(
        unit, proposing, by=by or make.user(), at=timezone.now()
    )


def published(unit: Unit, by_unit: Unit, **said: Any) -> Practice:
    row = practice(unit, **said)
    return practices.publish_practice(
        row.pk, by_unit, by=make.user(), at=timezone.now()
    )
