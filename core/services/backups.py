"""Backups: the plan, making one, letting old ones go."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import Backup, BackupPlan, Job, SignIn, User
from core.operations import backup_file, folders, keys, taking
from core.operations.backup_file import Header, NotABackup
from core.operations.taking import Report, Taken

BACKING_UP: Final = "core.make_backup"  # the job's kind
KEPT_WITHOUT_PLAN: Final = 3


class PlanExists(Refused):
    """Somebody else set the plan up a moment before."""


class PlanMoved(ChangedMeanwhile):
    """Somebody else changed the plan since the form was opened."""


class NoPlan(Refused):
    """Nobody has set up a passphrase yet."""


class BackupGone(Refused):
    """The file of a backup is not where this machine could read it."""


@transaction.atomic
def set_up_backups(
    *,
    passphrase: str,
    folder: str,
    every_hours: int,
    keep: int,
    by: User,
    at: datetime,
) -> BackupPlan:
    """Decide for the first time how the portal is backed up."""
    salt = keys.new_salt()
    plan = BackupPlan(
        recipient=keys.recipient_of(passphrase, salt),
        salt=salt,
        folder=folder,
        every_hours=every_hours,
        keep=keep,
        set_by=by,
        set_at=at,
    )
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise PlanExists(
            _(
                "Vừa có người đặt kế hoạch sao lưu trước bạn, nên mật khẩu bạn nhập "
                "không được dùng. Hãy hỏi người ấy mật khẩu sao lưu."
            )
        ) from None
    _record("core.backup_planned", plan, by=by, at=at)
    return plan


@transaction.atomic
def change_plan(
    *,
    folder: str,
    every_hours: int,
    keep: int,
    seen: datetime,
    by: User,
    at: datetime,
) -> BackupPlan:
    """Change where and how often; ``seen`` is the plan's time when it was read."""
    plan = _locked_plan()
    if plan.set_at != seen:
        raise PlanMoved
    plan.folder, plan.every_hours, plan.keep = folder, every_hours, keep
    plan.set_by, plan.set_at = by, at
    plan.save(update_fields=["folder", "every_hours", "keep", "set_by", "set_at"])
    _record("core.backup_planned", plan, by=by, at=at)
    return plan


@transaction.atomic
def change_passphrase(
    *, passphrase: str, seen: datetime, by: User, at: datetime
) -> BackupPlan:
    """Lock backups from now on with another key; old ones keep theirs.

    Of two at once the second is refused: the first would trust a passphrase that
    opens nothing.
    """
    plan = _locked_plan()
    if plan.set_at != seen:
        raise PlanMoved
    plan.salt = keys.new_salt()
    plan.recipient = keys.recipient_of(passphrase, plan.salt)
    plan.set_by, plan.set_at = by, at
    plan.save(update_fields=["salt", "recipient", "set_by", "set_at"])
    trail.record(
        "core.backup_passphrase_changed", subject=plan, scope=None, actor=by, at=at
    )
    return plan


def passphrase_fits(passphrase: str) -> bool:
    """Whether this passphrase opens the backups that are made now."""
    plan = BackupPlan.objects.first()
    if plan is None:
        raise _no_plan()
    return keys.recipient_of(passphrase, plan.salt) == plan.recipient


def make_backup(
    *, reason: Backup.Reason, by: User | None, at: datetime, report: Report
) -> Backup:
    """Back up the portal into its own folder and the second one, and let old ones go.

    A missing second folder is noted on the backup and is no reason to fail.
    """
    plan = BackupPlan.objects.first()
    if plan is None:
        raise _no_plan()
    adopt_backups(at=at)
    taken = taking.take(
        taking.Wish(
            reason=reason.value,
            at=at,
            salt=plan.salt,
            recipient=plan.recipient,
            last_size=_last_size(),
        ),
        report=report,
    )
    backup = _kept(taken, second=plan.folder, by=by)
    let_old_backups_go(keep=plan.keep, at=at)
    report(taking.WHOLE, taking.WHOLE)
    return backup


def take_before_migrating(*, at: datetime) -> tuple[Taken, folders.Fault | None]:
    """Write a backup while the tables are still those of the last version.

    Return it, and what is wrong with the second folder.

    Nothing is noted in the database, whose tables may not fit this code;
    ``adopt_backups`` does that afterwards. Without a plan the file is not locked.
    """
    plan = _plan_of_any_version()
    salt, recipient, folder = plan or ("", "", "")
    wish = taking.Wish(
        reason=Backup.Reason.UPGRADE.value, at=at, salt=salt, recipient=recipient
    )
    taken = taking.take(wish, report=lambda _done, _whole: None)
    return taken, taking.copy_to(taken, Path(folder)) if folder else None


def adopt_backups(*, at: datetime) -> int:
    """Note backups that lie in the portal's own folder and that nobody has noted.

    They were made before a migration, or a restore has gone back behind them.
    """
    plan = BackupPlan.objects.first()
    second = plan.folder if plan else ""
    found = 0
    for path, header in _unknown(folders.backups_in(folders.own())):
        with path.open("rb") as stream:
            sha256 = folders.sha256_of(stream)
        _note(Taken(header, path, path.stat().st_size, sha256), second, at=at)
        found += 1
    let_old_backups_go(keep=plan.keep if plan else KEPT_WITHOUT_PLAN, at=at)
    return found


def let_old_backups_go(*, keep: int, at: datetime) -> None:
    """Remove the files of all but the newest; where a folder is away, next time.

    Only files that this portal made itself: another portal may share the USB stick.
    """
    rows = Backup.objects.filter(removed_at__isnull=True)
    for backup in rows.order_by("-taken_at", "-pk")[keep:]:
        left = [
            folder
            for folder in backup.folders
            if not taking.remove_from(Path(folder), backup.file_name)
        ]
        _let_go(backup, left=left, at=at)


@transaction.atomic
def _let_go(backup: Backup, *, left: list[str], at: datetime) -> None:
    backup.folders = left
    backup.removed_at = None if left else at
    backup.save(update_fields=["folders", "removed_at"])
    if backup.removed_at:
        trail.record(
            "core.backup_removed", subject=backup, scope=None, actor=None, at=at
        )


@transaction.atomic
def hand_out_backup(
    backup: Backup, *, path: Path | None, by: User, at: datetime
) -> Path:
    """Let somebody take the file away; the trail says who."""
    if path is None:
        raise BackupGone(
            _(
                "Máy này không thấy tệp %(file)s nữa. Hãy cắm lại USB, hoặc tìm tệp "
                "trong các thư mục ghi ở cột Nơi lưu."
            )
            % {"file": backup.file_name}
        )
    trail.record("core.backup_downloaded", subject=backup, scope=None, actor=by, at=at)
    return path


@transaction.atomic
def settle_restored(header: Header, *, file: str, aside: str, at: datetime) -> None:
    """Finish a restore inside the database that came out of it.

    Nobody is signed in, the backup that was just being made when this one was taken is
    over, and the trail says what happened.
    """
    SignIn.objects.filter(ended_at__isnull=True).update(
        ended_at=at, ended_how=SignIn.End.EXPIRED
    )
    Job.objects.filter(kind=BACKING_UP, state__in=Job.LIVE).update(
        state=Job.State.FAILED,
        ended_at=at,
        claim=None,
        note=_("Dữ liệu được khôi phục từ bản sao lưu này."),
    )
    trail.record(
        "core.restored",
        subject=Backup(id=header.id, file_name=file),
        scope=None,
        actor=None,
        at=at,
        taken_at=header.taken_at,
        machine=header.machine,
        aside=aside,
    )


def _kept(taken: Taken, *, second: str, by: User | None) -> Backup:
    fault = taking.copy_to(taken, Path(second)) if second else None
    lies_in = [str(taken.path.parent)]
    if second and fault in {None, folders.Fault.SAME_DISK}:
        lies_in.append(second)
    with transaction.atomic():
        backup = _create(taken, lies_in, fault=fault.value if fault else "", by=by)
        trail.record(
            "core.backup_made",
            subject=backup,
            scope=None,
            actor=by,
            at=taken.header.at,
            why=backup.reason,
            sha256=backup.sha256,
            fault=backup.fault,
        )
    return backup


@transaction.atomic
def _note(taken: Taken, second: str, *, at: datetime) -> None:
    lies_in = [str(taken.path.parent)]
    copy = Path(second) / taken.path.name if second else None
    if copy and copy.is_file() and copy.stat().st_size == taken.size:
        lies_in.append(second)
    backup = _create(taken, lies_in, fault="", by=None)
    trail.record(
        "core.backup_found",
        subject=backup,
        scope=None,
        actor=None,
        at=at,
        why=backup.reason,
        sha256=backup.sha256,
    )


def _create(taken: Taken, lies_in: list[str], *, fault: str, by: User | None) -> Backup:
    header: Header = taken.header
    return Backup.objects.create(
        id=uuid.UUID(header.id),
        reason=header.reason,
        file_name=taken.path.name,
        folders=lies_in,
        size=taken.size,
        sha256=taken.sha256,
        fault=fault,
        by=by,
        taken_at=header.at,
    )


def _unknown(paths: Iterable[Path]) -> list[tuple[Path, Header]]:
    """Keep the files of this very portal that no row speaks of."""
    by_name = {path.name: path for path in paths}
    known = Backup.objects.filter(file_name__in=by_name)
    for name in known.values_list("file_name", flat=True):
        del by_name[name]
    found = [(path, header) for path in by_name.values() if (header := _own(path))]
    noted = Backup.objects.filter(pk__in=[header.id for _path, header in found])
    ids = {str(pk) for pk in noted.values_list("pk", flat=True)}
    return [(path, header) for path, header in found if header.id not in ids]


def _own(path: Path) -> Header | None:
    """Read the head of a file; nothing when another machine or program made it."""
    try:
        with path.open("rb") as stream:
            header = backup_file.read_header(stream)
        uuid.UUID(header.id)
    except (OSError, ValueError, NotABackup):
        return None
    here = (settings.INSTANCE, taking.machine())
    is_ours = (header.instance, header.machine) == here
    return header if is_ours and header.reason in Backup.Reason else None


def _locked_plan() -> BackupPlan:
    plan = BackupPlan.objects.select_for_update().first()
    if plan is None:
        raise _no_plan()
    return plan


def _plan_of_any_version() -> tuple[str, str, str] | None:
    """Read only what was there from the start: the tables may be older than we."""
    rows = BackupPlan.objects.values_list("salt", "recipient", "folder")
    try:
        return rows.first()
    except ProgrammingError:
        return None


def _last_size() -> int:
    sizes = Backup.objects.order_by("-taken_at", "-pk").values_list("size", flat=True)
    return sizes.first() or 0


def _record(act: str, plan: BackupPlan, *, by: User, at: datetime) -> None:
    trail.record(
        act,
        subject=plan,
        scope=None,
        actor=by,
        at=at,
        folder=plan.folder,
        every_hours=plan.every_hours,
        keep=plan.keep,
    )


def _no_plan() -> NoPlan:
    return NoPlan(
        _("Chưa đặt mật khẩu sao lưu. Hãy mở trang Sao lưu và đặt kế hoạch trước.")
    )
