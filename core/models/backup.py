"""Where backups go, with which key, and which were made."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User


class BackupPlan(models.Model):
    """How this portal is backed up; there is one row or none.

    ``recipient`` is the public half of a key that the passphrase gives (with ``salt``),
    so backups are made without it and opened only with it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    recipient = models.CharField(max_length=100)
    salt = models.CharField(max_length=64)
    folder = models.CharField(_("thư mục sao lưu thứ hai"), max_length=400, blank=True)
    every_hours = models.PositiveSmallIntegerField(_("cách nhau (giờ)"), default=24)
    keep = models.PositiveSmallIntegerField(_("giữ lại (bản)"), default=14)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kế hoạch sao lưu")
        verbose_name_plural = _("kế hoạch sao lưu")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="core_backup_plan_is_one"),
            models.CheckConstraint(
                condition=Q(every_hours__gte=1, keep__gte=2),
                name="core_backup_plan_is_sensible",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Backup(models.Model):
    """One backup that was made and read back."""

    class Reason(models.TextChoices):
        BUTTON = "button", _("bấm nút")
        SCHEDULE = "schedule", _("theo lịch")
        UPGRADE = "upgrade", _("trước khi nâng cấp")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(_("vì"), max_length=10, choices=Reason)
    file_name = models.CharField(_("tệp"), max_length=120, unique=True)
    # Folders it lies in, the portal's own first.
    folders = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    # Why it is not in the second folder, in the words of the system; empty if it is.
    fault = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField(_("lúc"))
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bản sao lưu")
        verbose_name_plural = _("bản sao lưu")
        indexes: ClassVar = [
            models.Index(fields=["-taken_at"], name="core_backup_latest")
        ]

    def __str__(self) -> str:
        return self.file_name
