"""Reads about backups: the plan, what was made, whether one is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import registry
from core.models import Backup, BackupPlan, Job, Scope
from core.operations import folders
from core.operations.folders import Fault
from core.operations.taking import UNLOCKED

BACKING_UP: Final = "core.make_backup"  # the job's kind
AFTER_FAILURE: Final = timedelta(minutes=30)  # a schedule does not hammer a full disk
GRACE: Final = timedelta(hours=1)  # so much later than planned is no reason for alarm

FAULTS: Final[dict[Fault, Promise]] = {
    Fault.MISSING: _(
        "Không thấy thư mục này. Hãy cắm USB hoặc gắn ổ đĩa, rồi sao lưu lại."
    ),
    Fault.CLOSED: _(
        "Cổng không được phép ghi vào thư mục này. Hãy cho người dùng chạy cổng quyền "
        "ghi, hoặc chọn thư mục khác."
    ),
    Fault.FULL: _(
        "Ổ đĩa của thư mục này không còn đủ chỗ. Hãy dọn bớt hoặc chọn ổ đĩa khác."
    ),
    Fault.SAME_DISK: _(
        "Thư mục này nằm cùng ổ đĩa với cổng: ổ hỏng thì mất cả hai. Hãy cắm USB hoặc "
        "chọn thư mục ở ổ đĩa khác."
    ),
    Fault.BROKEN: _("Ổ đĩa của thư mục này báo lỗi khi ghi. Hãy thử ổ đĩa khác."),
    Fault.SYSTEM: _(
        "Đây là thư mục của hệ điều hành; ghi vào đó có thể làm hỏng máy. Hãy chọn USB "
        "hoặc ổ đĩa khác, ví dụ /media/usb/sao-luu."
    ),
}


def backup_plan() -> BackupPlan | None:
    """Return how this portal is backed up, if somebody has said so."""
    return BackupPlan.objects.select_related("set_by").first()


def backups() -> QuerySet[Backup]:
    """Return the backups that are still kept, newest first."""
    kept = Backup.objects.filter(removed_at__isnull=True).select_related("by")
    return kept.order_by("-taken_at", "-pk")


def last_backup() -> Backup | None:
    """Return the newest backup, kept or not."""
    return Backup.objects.order_by("-taken_at", "-pk").first()


def whole_portal() -> Scope | None:
    """Return the scope that stands for everything; none before the first unit."""
    return Scope.objects.order_by("path").first()


def is_overdue(plan: BackupPlan, last: Backup | None, *, at: datetime) -> bool:
    """Whether a backup should long have been made."""
    if last is None:
        return at - plan.set_at > GRACE
    return at - last.taken_at > timedelta(hours=plan.every_hours) + GRACE


def totals() -> list[tuple[Promise, int]]:
    """Count what people would ask for first: what it is called, and how many."""
    return [
        (label, apps.get_model(name)._default_manager.count())
        for name, label in registry.totals().items()
    ]


def backup_is_due(*, at: datetime) -> BackupPlan | None:
    """Return the plan when it is time for the next backup.

    A time that lies ahead was written before the clock was set back.
    """
    plan = BackupPlan.objects.first()
    if plan is None:
        return None
    last = last_backup()
    every = timedelta(hours=plan.every_hours)
    if last and abs(at - last.taken_at) < every:
        return None
    failed = Job.objects.filter(
        kind=BACKING_UP,
        state__in=(Job.State.REFUSED, Job.State.FAILED),
        ended_at__gt=at - AFTER_FAILURE,
        ended_at__lte=at,
    )
    return None if failed.exists() else plan


def fault_words(backup: Backup) -> Promise | str:
    """Say why a backup is not in the second folder; nothing when it is."""
    if not backup.fault:
        return ""
    return FAULTS.get(Fault(backup.fault), FAULTS[Fault.BROKEN])


def file_of(backup: Backup) -> Path | None:
    """Return where a backup can be read now, from this machine."""
    for folder in backup.folders:
        path = Path(folder) / backup.file_name
        if path.is_file():
            return path
    return None


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup as the list shows it."""

    backup: Backup
    is_here: bool
    is_locked: bool
    fault: Promise | str


def shown(backup: Backup) -> BackupRow:
    """Look where a backup lies now."""
    return BackupRow(
        backup=backup,
        is_here=file_of(backup) is not None,
        is_locked=UNLOCKED not in backup.file_name,
        fault=fault_words(backup),
    )


def second_folder_fault(plan: BackupPlan) -> Promise | str:
    """Say what is wrong with the second folder just now; nothing when all is well."""
    if not plan.folder:
        return ""
    folder = Path(plan.folder)
    fault = folders.fault_of(folder)
    if fault is None and folders.on_one_disk(folders.own(), folder):
        fault = Fault.SAME_DISK
    return FAULTS[fault] if fault else ""
