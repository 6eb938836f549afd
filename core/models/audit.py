"""What was done, by whom, when: one line an act, written in its transaction."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope


class AuditEvent(models.Model):
    """One act. Append-only: triggers refuse every change."""

    scope_lookup = "scope"

    at = models.DateTimeField(_("lúc"))
    act = models.CharField(_("việc"), max_length=80)
    actor = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("người làm")
    )
    scope = models.ForeignKey(
        Scope, models.PROTECT, related_name="audit_events", null=True
    )
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=40)
    subject_title = models.CharField(_("đối tượng"), max_length=400)
    detail = models.JSONField(_("chi tiết"), default=dict)
    # Shown to inspectors as "dòng hạn chế", without its subject.
    restricted = models.BooleanField(_("hạn chế"), default=False)

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        indexes: ClassVar = [
            models.Index(fields=["scope", "-at", "-id"], name="core_audit_of_scope"),
            models.Index(
                fields=["subject_kind", "subject_key"], name="core_audit_of_subject"
            ),
            models.Index(fields=["act", "-at", "-id"], name="core_audit_of_act"),
            models.Index(fields=["actor", "-at", "-id"], name="core_audit_of_actor"),
            models.Index(fields=["-at", "-id"], name="core_audit_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(act__contains="."),
                name="core_audit_act_names_its_app",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_title}"


class UnsealedEvent(models.Model):
    """A line that waits for the sealer; a trigger puts it here, the sealer takes it."""

    event = models.OneToOneField(
        AuditEvent, models.PROTECT, primary_key=True, related_name="waiting"
    )

    class Meta:
        verbose_name = _("dòng chờ nối chuỗi")
        verbose_name_plural = _("dòng chờ nối chuỗi")

    def __str__(self) -> str:
        return str(self.event_id)


class AuditSeal(models.Model):
    """A link of the chain: its digest covers the line and the link before.

    Append-only.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mắt xích nhật ký")
        verbose_name_plural = _("mắt xích nhật ký")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="core_seal_numbers_from_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:16]}"
