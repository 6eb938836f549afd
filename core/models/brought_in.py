"""Lists brought in from files: what was read, what was decided, what it changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope
from core.models.stored import StoredFile


class ImportRun(models.Model):
    """One file on its way in, from upload to undo."""

    scope_lookup = "scope"

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("đã tải lên, chờ ghép cột")
        CHECKING = "checking", _("đang kiểm tra")
        CHECKED = "checked", _("đã kiểm tra, chờ xác nhận")
        APPLYING = "applying", _("đang ghi vào sổ")
        APPLIED = "applied", _("đã ghi vào sổ")
        UNDOING = "undoing", _("đang hoàn tác")
        UNDONE = "undone", _("đã hoàn tác")
        REFUSED = "refused", _("không đọc được")
        DROPPED = "dropped", _("đã bỏ")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("loại danh sách"), max_length=40)
    scope = models.ForeignKey(
        Scope, models.PROTECT, related_name="imports", verbose_name=_("nhập vào")
    )
    # Which of what lies there it goes into: what its address named.
    into = models.CharField(max_length=80, default="", editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    # How the file was read: {"form", "encoding", "sheet", "header_row"}.
    reading = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    # Field key → number of the column, from 0.
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    # Verdict → how many rows.
    counts = models.JSONField(default=dict)
    # Why the file could not be read, or could not be undone: code and its values.
    fault = models.JSONField(default=dict)
    partial = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần nhập danh sách")
        verbose_name_plural = _("lần nhập danh sách")
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "-started_at"], name="core_import_latest_of_kind"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undoing", "undone"])
                & Q(applied_by__isnull=False, applied_at__isnull=False)
                | ~Q(state__in=["applied", "undoing", "undone"])
                & Q(applied_at__isnull=True),
                name="core_import_applied_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="undone", undone_by__isnull=False, undone_at__isnull=False
                )
                | ~Q(state="undone") & Q(undone_at__isnull=True),
                name="core_import_undone_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name


class ImportRow(models.Model):
    """One line of the file: its cells, and what is to become of it."""

    scope_lookup = "run__scope"

    class Verdict(models.TextChoices):
        NEW = "new", _("mới")
        CHANGED = "changed", _("thay đổi")
        UNCHANGED = "unchanged", _("không đổi")
        DUPLICATE = "duplicate", _("nghi trùng")
        WRONG = "wrong", _("có lỗi")

    class Decision(models.TextChoices):
        """What the person says about a row that may be one we have."""

        SKIP = "skip", _("bỏ qua")
        NEW = "new", _("ghi thành người mới")
        SAME = "same", _("cập nhật dòng đã có")

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    # [field key, code, values]: what is wrong or worth a look, by cell.
    faults = models.JSONField(default=list)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    # The key of the row it changes or may be the same as, as it was when compared.
    target = models.CharField(max_length=40, blank=True)
    target_version = models.PositiveIntegerField(null=True)
    # Field key → what the target holds, what the row says.
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("dòng của danh sách nhập")
        verbose_name_plural = _("dòng của danh sách nhập")
        indexes: ClassVar = [
            models.Index(
                fields=["run", "verdict", "number"], name="core_import_row_by_verdict"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("run", "number", name="core_import_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"


class ImportChange(models.Model):
    """One row an import made or changed: what undo needs."""

    scope_lookup = "run__scope"

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=80)
    key = models.CharField(max_length=40)
    # None where the import made the row; else field → value before.
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("thay đổi do nhập danh sách")
        verbose_name_plural = _("thay đổi do nhập danh sách")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "run", "table", "key", name="core_import_change_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["table", "key"], name="core_import_change_of_row")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class RememberedMapping(models.Model):
    """Which columns a unit's lists of one kind have, by their headings."""

    scope_lookup = "scope"

    kind = models.CharField(max_length=40)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64)  # sha256 of the folded headings
    mapping = models.JSONField()

    class Meta:
        verbose_name = _("cách ghép cột đã nhớ")
        verbose_name_plural = _("cách ghép cột đã nhớ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", "scope", "headings", name="core_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings[:8]}"
