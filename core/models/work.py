"""What is to be done and what it came to, as rows that the apps above write.

Both are worked out from facts of those apps, in the transaction of the fact. They stay
behind on journeys and are written anew where a congress arrives or comes back.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope


class WorkItem(models.Model):
    """Something to be done: a row of Việc của tôi until it is done, then no row.

    It waits for its owner or, without one, for whoever holds ``right`` at its scope;
    others see it with ``seen_with``, the right of the page it leads to.
    """

    scope_lookup = "scope"

    class Tone(models.TextChoices):
        OK = "ok", "ok"
        WARN = "warn", "warn"
        BAD = "bad", "bad"
        NONE = "none", "none"
        LIVE = "live", "live"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="work_items")
    kind = models.CharField(_("loại"), max_length=60)
    subject_key = models.CharField(max_length=64)
    title = models.CharField(_("việc"), max_length=400)
    folded = models.CharField(max_length=400, default="", editable=False)
    state = models.CharField(_("tình trạng"), max_length=120, blank=True)
    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NONE)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    due_on = models.DateField(_("hạn"), null=True)
    right = models.CharField(max_length=40)
    seen_with = models.CharField(max_length=40)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="work_items", null=True
    )
    # Who gave it to be done, where somebody did.
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="work_items_asked_for", null=True
    )
    url_name = models.CharField(max_length=100)
    url_args = models.JSONField(default=list)
    at = models.DateTimeField()
    # Who was reminded of which day, and whether before or after it.
    reminded = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("việc đang chờ")
        verbose_name_plural = _("việc đang chờ")
        indexes: ClassVar = [
            models.Index("due_on", "id", name="core_work_item_by_day"),
            models.Index("owner", "due_on", name="core_work_item_of_owner"),
            models.Index("scope", "due_on", name="core_work_item_of_scope"),
            # Whoever sees little of much: an administrator.
            models.Index("seen_with", "due_on", name="core_work_item_seen_with"),
            models.Index("asked_by", "due_on", name="core_work_item_asked_by"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", "subject_key", name="core_work_item_once_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(tone__in=["ok", "warn", "bad", "none", "live"])
                & ~Q(title=""),
                name="core_work_item_has_a_title_and_a_known_tone",
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True, total__isnull=True)
                | Q(
                    done__isnull=False,
                    total__isnull=False,
                    done__lte=F("total"),
                ),
                name="core_work_item_done_of_a_total",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Figure(models.Model):
    """One number of one place: how many, and out of how many where that is known."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="figures")
    code = models.CharField(_("số liệu"), max_length=60)
    value = models.PositiveBigIntegerField(_("số"))
    total = models.PositiveBigIntegerField(_("trên tổng số"), null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("số liệu tổng hợp")
        verbose_name_plural = _("số liệu tổng hợp")
        constraints: ClassVar = [
            models.UniqueConstraint("scope", "code", name="core_figure_once_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
