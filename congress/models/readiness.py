"""What each congress still lacks, and who was reminded of it.

A point is written by the app that knows the fact, in the transaction of the fact, and
travels with its congress. Reminders stay behind.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress


class PointState(models.TextChoices):
    """How one thing stands that a congress has to be ready in."""

    NOT_STARTED = "not_started", _("chưa làm")
    IN_HAND = "in_hand", _("đang làm")
    READY = "ready", _("đã đủ")
    STUCK = "stuck", _("vướng")


class ReadinessPoint(models.Model):
    """How far a congress is in one thing; what it is called is said by its app.

    ``done`` of ``total`` where something is counted. Which page shows it, and to whom,
    follows from the code (congress.labels.points), so that no row leads elsewhere.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="points")
    code = models.SlugField(_("mã"), max_length=40)
    state = models.CharField(_("tình trạng"), max_length=20, choices=PointState)
    done = models.PositiveIntegerField(_("đã xong"), null=True)
    total = models.PositiveIntegerField(_("trong số"), null=True)
    due_on = models.DateField(_("hạn"), null=True)
    updated_at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("điểm sẵn sàng")
        verbose_name_plural = _("điểm sẵn sàng")
        indexes: ClassVar = [
            models.Index(
                "congress",
                "code",
                condition=Q(state="ready"),
                name="congress_point_ready",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("congress", "code", name="congress_point_once"),
            models.CheckConstraint(
                condition=Q(state__in=PointState.values) & ~Q(code=""),
                name="congress_point_known_state",
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True, total__isnull=True)
                | Q(done__isnull=False, total__isnull=False, done__lte=F("total")),
                name="congress_point_done_within_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_state_display()}"


class Reminder(models.Model):
    """Those responsible were told what is missing; once a day. Never changed."""

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="reminders")
    code = models.SlugField(_("mã"), max_length=40)
    day = models.DateField(_("ngày"))
    people = models.PositiveIntegerField(_("số người được nhắc"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần nhắc")
        verbose_name_plural = _("các lần nhắc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "code", "day", name="congress_reminder_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & ~Q(code=""),
                name="congress_reminder_told_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.code}"
