"""What all pages of a list share: which step it is at, and who works on it."""

from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import tasks
from core.imports.kinds import ImportKind
from core.jobs import ledger
from core.models import ImportRun, Job
from core.queries.imports import State
from core.services.imports import kind_of
from core.web import StaffRequest

QUEUE: Final = "files"
# What a worker does at a step, and what the page calls it.
WORK: Final[dict[str, tuple[Any, Promise]]] = {
    State.UPLOADED: (tasks.read_import, _("Đọc tệp")),
    State.CHECKING: (tasks.check_import, _("Kiểm tra từng dòng")),
    State.APPLYING: (tasks.apply_import, _("Ghi vào sổ")),
    State.UNDOING: (tasks.undo_import, _("Hoàn tác")),
}
TONES: Final[dict[str, str]] = {
    State.UPLOADED: "warn",
    State.CHECKING: "live",
    State.CHECKED: "warn",
    State.APPLYING: "live",
    State.APPLIED: "ok",
    State.UNDOING: "live",
    State.UNDONE: "none",
    State.REFUSED: "bad",
    State.DROPPED: "none",
}
STAGES: Final = (_("Tải tệp"), _("Ghép cột"), _("Kiểm tra"), _("Xem trước"), _("Ghi"))
TAKEN_BACK: Final = (*STAGES, _("Hoàn tác"))
# How many stages lie behind a list at each step.
BEHIND: Final[dict[str, int]] = {
    State.UPLOADED: 1,
    State.CHECKING: 2,
    State.CHECKED: 3,
    State.APPLYING: 4,
    State.APPLIED: 5,
    State.UNDOING: 5,
    State.UNDONE: 6,
}


def frame(run: ImportRun) -> dict[str, Any]:
    """Return what every page of a list needs."""
    kind = kind_of(run)
    return {
        "run": run,
        "into": kind.title_at(run.scope, run.into) or run.scope.title,
        "kind": kind,
        "tone": TONES[run.state],
        "stages": _stages(run.state),
        "fault": fault_of(run, kind),
    }


def fault_of(run: ImportRun, kind: ImportKind) -> str:
    """Say why a list was not read, not written or not taken back."""
    if not run.fault:
        return ""
    return kind.sentence(run.fault["code"], run.fault.get("values", {}))


def ask(request: StaffRequest, run: ImportRun) -> Job:
    """Have a worker do what comes next with a list."""
    task, _words = WORK[run.state]
    return ledger.request(
        task,
        subject=run,
        scope=run.scope,
        by=request.user,
        at=timezone.now(),
        queue=QUEUE,
    )


def waits_for_worker(run: ImportRun) -> bool:
    """Whether the next step is not a person's."""
    return run.state in WORK and not (run.state == State.UPLOADED and run.headings)


def job_of(run: ImportRun) -> Job | None:
    """Return the work on a list that is under way or failed."""
    return ledger.latest(WORK[run.state][0], subject=run) if run.state in WORK else None


def _stages(reached: str) -> list[dict[str, Any]]:
    behind = BEHIND.get(reached, 0)
    is_taken_back = reached in (State.UNDOING, State.UNDONE)

    def state(place: int) -> str:
        return "done" if place < behind else "current" if place == behind else "next"

    return [
        {"label": label, "state": state(place), "note": ""}
        for place, label in enumerate(TAKEN_BACK if is_taken_back else STAGES)
    ]
