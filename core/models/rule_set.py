"""Rule sets as dated, cited records. An edition, once made, stays as it is."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RuleSet(models.Model):
    """One regulation or directive, in force between two dates."""

    code = models.CharField(_("ký hiệu"), max_length=40, primary_key=True)
    title = models.CharField(_("tên"), max_length=300)
    issued_on = models.DateField(_("ban hành ngày"))
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_until = models.DateField(_("hết hiệu lực sau"), null=True, blank=True)

    class Meta:
        verbose_name = _("bộ quy định")
        verbose_name_plural = _("bộ quy định")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="core_rule_set_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.issued_on:%d/%m/%Y})"


class RuleSetEdition(models.Model):
    """Every value and clause of a rule set as they stood from one moment on.

    ``values``: key → {"value", "document", "article", "confidence"};
    ``clauses``: rule → {"document", "article", "confidence"}. Append-only: a correction
    is the next edition, and what was run under this one goes on citing it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("bản"))
    values = models.JSONField()
    clauses = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("căn cứ sửa"), max_length=300)
    # Nobody for the editions that come with the portal.
    made_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản của bộ quy định")
        verbose_name_plural = _("bản của bộ quy định")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "rule_set", "number", name="core_rule_set_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_set_id} · {self.number}"
