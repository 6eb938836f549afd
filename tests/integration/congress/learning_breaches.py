"""Each constraint of lessons, difficulties and good practice, broken once."""

from collections.abc import Callable
from typing import Any, Final

from congress.models import (
    Difficulty,
    DifficultyStep,
    Lesson,
    LessonAnswer,
    LessonPush,
    Practice,
    PracticeComment,
    PracticeMark,
    PracticeStep,
    SharedAnswer,
)
from core.models import Unit
from tests import make
from tests.integration.congress import learning


def beneath() -> Unit:
    return make.unit(parent=make.unit("Đảng bộ tỉnh"))


def lesson(**changes: Any) -> int:
    made = learning.lesson(learning.commune("Xã điểm", make.unit(), is_pilot=True))
    return Lesson.objects.filter(pk=made.pk).update(**changes)


def lesson_of_itself() -> int:
    made = learning.lesson(learning.commune("Xã điểm", make.unit(), is_pilot=True))
    return Lesson.objects.filter(pk=made.pk).update(replaces=made.pk)


def push(**changes: Any) -> LessonPush:
    """A lesson that was pushed to one congress."""
    province = make.unit("Đảng bộ tỉnh")
    pilot = learning.commune("Xã điểm", province, is_pilot=True)
    learning.commune("Xã còn lại", province)
    made = learning.pushed(learning.lesson(pilot), province)
    if changes:
        LessonPush.objects.filter(pk=made.pk).update(**changes)
    return made


def answered(*, times: int = 1, **said: Any) -> None:
    made = push()
    congress = learning.commune("Xã khác", made.beneath)
    fields: dict[str, Any] = {"number": 1, "verdict": "not_ours", "text": "x"} | said
    for _again in range(times):
        LessonAnswer.objects.create(
            push=made, congress=congress, by=made.by, at=make.NOON, **fields
        )


def difficulty(**changes: Any) -> int:
    made = learning.difficulty(beneath())
    return Difficulty.objects.filter(pk=made.pk).update(**changes)


def held_by_itself() -> int:
    made = learning.difficulty(beneath())
    return Difficulty.objects.filter(pk=made.pk).update(holder=made.unit)


def step(**said: Any) -> DifficultyStep:
    """One more step of a difficulty."""
    made = learning.difficulty(beneath())
    fields = {"number": 2, "act": "answer", "text": "x"} | said
    return DifficultyStep.objects.create(
        difficulty=made, unit=made.holder, by=made.by, at=make.NOON, **fields
    )


def shared(*, times: int = 1, **said: Any) -> None:
    made = learning.difficulty(beneath())
    fields = {"question": "x", "answer": "x", "area": "law"} | said
    for _again in range(times):
        SharedAnswer.objects.create(
            difficulty=made, unit=made.holder, by=made.by, at=make.NOON, **fields
        )


def practice(**changes: Any) -> int:
    made = learning.practice(beneath())
    return Practice.objects.filter(pk=made.pk).update(**changes)


def decided(*, times: int = 1, **said: Any) -> None:
    made = learning.practice(beneath())
    for number in range(2, 2 + times):
        fields = {"number": number, "act": "published"} | said
        PracticeStep.objects.create(
            practice=made, unit=made.unit, by=made.by, at=make.NOON, **fields
        )


def marked_twice() -> None:
    made = learning.practice(beneath())
    for _again in range(2):
        PracticeMark.objects.create(
            practice=made, unit=made.unit, by=made.by, at=make.NOON
        )


def commented() -> None:
    made = learning.practice(beneath())
    PracticeComment.objects.create(
        practice=made, unit=made.unit, text="", by=made.by, at=make.NOON
    )


def facts() -> None:
    """One row at least in every table of finished facts of this part."""
    answered()
    step()
    decided()


LEARNT: Final[dict[str, Callable[[], object]]] = {
    "congress_lesson_says_all_and_belongs": lambda: lesson(why=""),
    "congress_lesson_names_its_item": lambda: lesson(belongs="item"),
    "congress_lesson_replaces_another": lesson_of_itself,
    "congress_lesson_push_of_a_term": lambda: push(first_year=1),
    "congress_lesson_answer_in_turn": lambda: answered(times=2),
    "congress_lesson_answer_when_applied": lambda: answered(verdict="applied"),
    "congress_lesson_answer_says_how_or_why": lambda: answered(text=""),
    "congress_difficulty_known_words": lambda: difficulty(area="petitions"),
    "congress_difficulty_says_what": lambda: difficulty(text=""),
    "congress_difficulty_held_by_another": held_by_itself,
    "congress_difficulty_step_in_turn": lambda: step(number=1),
    "congress_difficulty_step_known_act": lambda: step(act="x"),
    "congress_difficulty_step_goes_somewhere": lambda: step(act="pass"),
    "congress_difficulty_step_says_what": lambda: step(text=""),
    "congress_shared_answer_once": lambda: shared(times=2),
    "congress_shared_answer_says_both": lambda: shared(answer=""),
    "congress_practice_says_all": lambda: practice(result=""),
    "congress_practice_years_in_order": lambda: practice(to_year=1999),
    "congress_practice_step_in_turn": lambda: decided(number=1),
    "congress_practice_published_once_by_a_unit": lambda: decided(times=2),
    "congress_practice_step_says_why": lambda: decided(act="sent_back"),
    "congress_practice_mark_once": marked_twice,
    "congress_practice_comment_says_something": commented,
}
