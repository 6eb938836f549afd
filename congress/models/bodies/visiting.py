"""Visits of bodies to units and meetings of cells, one by one or in rounds."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.bodies.founding import BodyMember, WorkingBody


class VisitMode(models.TextChoices):
    """How somebody is there."""

    IN_PERSON = "in_person", _("trực tiếp")
    ONLINE = "online", _("trực tuyến")


class VisitRound(models.Model):
    """So many units to be visited in a time: cells whose meetings are attended, say."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="rounds")
    title = models.CharField(_("tên đợt"), max_length=200)
    mode = models.CharField(_("hình thức"), max_length=20, choices=VisitMode)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    asks = models.TextField(_("cần tìm hiểu"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("đợt đi cơ sở, dự sinh hoạt")
        verbose_name_plural = _("đợt đi cơ sở, dự sinh hoạt")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "body", "title", name="congress_visit_round_title_once"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values, ends_on__gte=F("starts_on"))
                & ~Q(title=""),
                name="congress_visit_round_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """A member goes to a unit or attends its meeting; then he says what he saw."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="visits")
    round = models.ForeignKey(
        VisitRound, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="visits")
    member = models.ForeignKey(
        BodyMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("người được phân công"),
    )
    mode = models.CharField(_("hình thức"), max_length=20, choices=VisitMode)
    planned_on = models.DateField(_("ngày dự kiến"), null=True, blank=True)
    purpose = models.CharField(_("nội dung"), max_length=400, blank=True)
    held_on = models.DateField(_("ngày đi, ngày dự"), null=True, blank=True)
    invited = models.PositiveIntegerField(_("đảng viên được triệu tập"), null=True)
    present = models.PositiveIntegerField(_("đảng viên có mặt"), null=True)
    seen = models.TextField(_("tình hình ghi nhận"), max_length=10_000, blank=True)
    requests = models.TextField(_("kiến nghị của đơn vị"), max_length=4000, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    reported_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    reported_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("chuyến đi cơ sở, buổi dự sinh hoạt")
        verbose_name_plural = _("chuyến đi cơ sở, buổi dự sinh hoạt")
        indexes: ClassVar = [
            models.Index("body", "planned_on", name="congress_visit_of_body"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "round",
                "unit",
                condition=Q(cancelled_at__isnull=True),
                name="congress_visit_unit_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values),
                name="congress_visit_known_mode",
            ),
            models.CheckConstraint(
                condition=Q(
                    held_on__isnull=True,
                    reported_by__isnull=True,
                    reported_at__isnull=True,
                )
                | (
                    Q(
                        held_on__isnull=False,
                        reported_by__isnull=False,
                        reported_at__isnull=False,
                        cancelled_at__isnull=True,
                    )
                    & ~Q(seen="")
                ),
                name="congress_visit_held_and_told",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(invited__isnull=False, present__lte=F("invited")),
                name="congress_visit_present_of_invited",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
