"""What happened to a task is written down step by step, with what came along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext as _

from congress.models import Task, TaskFile, TaskStep
from congress.rules.tasks import StepKind
from core.errors import Unfit
from core.models import User
from core.services.attachments import PAPERS, PHOTOS, Handed, keep_attachment, kind_of
from core.vietnamese import names

FILES_MOST: Final = 12  # files of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What comes with a step: words, how far it is, when it was done, files."""

    text: str = ""
    percent: int | None = None
    day: date | None = None
    evidence: str = ""
    files: Sequence[Handed] = ()


def add_step(
    task: Task, kind: StepKind, said: Said, by: User | None, at: datetime
) -> TaskStep:
    """Write down what happened to a task, with what came along."""
    last = TaskStep.objects.filter(task=task).aggregate(last=Max("number"))["last"]
    step = TaskStep.objects.create(
        task=task,
        number=(last or 0) + 1,
        kind=kind.value,
        text=names.tidy(said.text),
        percent=said.percent,
        day=task.done_on or said.day,
        by=by,
        at=at,
    )
    if len(said.files) > FILES_MOST:
        raise Unfit(
            _("Mỗi lần chỉ gửi tối đa %(most)s tệp.") % {"most": FILES_MOST}, "files"
        )
    for each in said.files:
        assert by is not None  # noqa: S101 - nobody hands over files but people
        kept = keep_attachment(
            each,
            kinds=PAPERS | PHOTOS,
            field="files",
            scope=task.scope,
            by=by,
            at=at,
        )
        TaskFile.objects.create(
            step=step, file=kept, is_photo=kind_of(kept.name) in PHOTOS
        )
    return step
