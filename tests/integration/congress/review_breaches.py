"""Each constraint of submitted papers and of conferences, broken once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from congress.models import (
    CommentStance,
    Conference,
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
    DraftFile,
    PointPerson,
    Submission,
    SubmissionComment,
    SubmissionDraft,
    SubmissionFile,
    SubmissionReading,
)
from congress.services import commenting
from congress.services import conferences as conferring
from congress.services.commenting import Opinion
from core.access.rights import Role
from core.models import Unit, User
from tests import make
from tests.integration.congress import reviews


def _below() -> tuple[Unit, User]:
    unit = make.unit(parent=make.unit("Đảng bộ tỉnh"))
    return unit, make.holder(Role.UNIT_SECRETARY, at=unit.scope)


def _submitted() -> Submission:
    return reviews.submitted(*_below())


def file(*, times: int = 1, **said: Any) -> None:
    row = _submitted()
    kept = SubmissionFile.objects.get(submission=row).file
    for _again in range(times):
        fields: dict[str, Any] = {"revision": 2, "place": 1, "title": "x"}
        SubmissionFile.objects.create(submission=row, file=kept, **fields | said)


def read_twice() -> None:
    row = _submitted()
    for _again in range(2):
        SubmissionReading.objects.create(
            submission=row, revision=1, user=row.submitted_by, at=make.NOON
        )


def comment(**said: Any) -> None:
    row = _submitted()
    fields: dict[str, Any] = {"revision": 1, "stance": "remark", "text": "x"}
    SubmissionComment.objects.create(
        submission=row, by=row.submitted_by, at=make.NOON, **fields | said
    )


def draft(**changes: Any) -> int:
    made = reviews.draft(*_below())
    return SubmissionDraft.objects.filter(pk=made.pk).update(**changes)


def answered_twice() -> None:
    row = _submitted()
    for _again in range(2):
        SubmissionDraft.objects.create(
            scope=row.scope,
            unit=row.unit,
            answers=row,
            kind=row.kind,
            title="x",
            changed_by=row.submitted_by,
            changed_at=make.NOON,
        )


def draft_file(**said: Any) -> None:
    made = reviews.draft(*_below())
    kept = DraftFile.objects.get(draft=made).file
    fields: dict[str, Any] = {"place": 1, "title": "x"}
    DraftFile.objects.create(draft=made, file=kept, **fields | said)


def _point() -> ConferencePoint:
    facts = conferring.ConferenceFacts(title="x", starts_at=make.NOON)
    held = conferring.hold_conference(make.unit(), facts, by=None, at=make.NOON)
    return conferring.add_point(
        held.pk, conferring.PointFacts(name="x", is_main=True), by=None, at=make.NOON
    )


def conference(**changes: Any) -> int:
    held = _point().conference
    return Conference.objects.filter(pk=held.pk).update(**changes)


def another_point(**said: Any) -> None:
    first = _point()
    fields: dict[str, Any] = {"number": 2, "name": "y", "unit": first.unit}
    ConferencePoint.objects.create(conference=first.conference, **fields | said)


def came_unreported() -> int:
    return ConferencePoint.objects.filter(pk=_point().pk).update(present=1)


def person(*, times: int = 1, **said: Any) -> None:
    point = _point()
    for _again in range(times):
        PointPerson.objects.create(point=point, **{"full_name": "x"} | said)


def untitled_file() -> None:
    row = _submitted()
    ConferenceFile.objects.create(
        conference=_point().conference,
        file=SubmissionFile.objects.get(submission=row).file,
        title="",
        by=row.submitted_by,
        at=make.NOON,
    )


def note(text: str) -> ConferenceNote:
    return ConferenceNote.objects.create(
        conference=_point().conference, text=text, by=make.user(), at=make.NOON
    )


def facts() -> None:
    """One row at least in every table of finished facts of this part."""
    row = _submitted()
    reader = make.user()
    now = timezone.now()
    commenting.note_reading(row, by=reader, at=now)
    opinion = Opinion(stance=CommentStance.REMARK, text="x")
    commenting.comment_on(row.pk, opinion, revision=1, by=reader, at=now)
    note("x")


REVIEWED: Final[dict[str, Callable[[], object]]] = {
    "congress_submission_file_once": lambda: file(times=2),
    "congress_submission_file_titled": lambda: file(title=""),
    "congress_submission_read_once": read_twice,
    "congress_submission_comment_says_what": lambda: comment(text=""),
    "congress_draft_one_answer": answered_twice,
    "congress_draft_of_papers": lambda: draft(kind="plan"),
    "congress_draft_file_place_once": draft_file,
    "congress_draft_file_titled": lambda: draft_file(place=2, title=""),
    "congress_conference_in_order": lambda: conference(
        ends_at=make.NOON - timedelta(hours=1)
    ),
    "congress_conference_held_or_not": lambda: conference(
        cancelled_at=make.NOON, ended_at=make.NOON
    ),
    "congress_point_of_conference_once": lambda: another_point(name="x"),
    "congress_conference_one_main_point": lambda: another_point(is_main=True),
    "congress_conference_point_reported": came_unreported,
    "congress_point_person_once": lambda: person(times=2),
    "congress_point_person_known_presence": lambda: person(presence="x"),
    "congress_conference_file_titled": untitled_file,
    "congress_conference_note_said": lambda: note(""),
}
