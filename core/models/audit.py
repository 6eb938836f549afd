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

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        indexes: ClassVar = [
            models.Index(fields=["scope", "-id"], name="core_audit_of_scope"),
            models.Index("subject_kind", "subject_key", name="core_audit_of_subject"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(act__contains="."),
                name="core_audit_act_names_its_app",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_title}"
