"""Works to welcome the congress, and emulation tied to targets (articles 001, 004)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.folded import folded_words
from congress.models.tasks import Task


class ProjectKind(models.TextChoices):
    """What is registered to welcome the congress."""

    WORK = "work", _("công trình")
    TASK = "task", _("phần việc")


class Emulation(models.Model):
    """A movement that a unit calls for, tied to targets of the ending resolution."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="emulations")
    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="emulations",
        verbose_name=_("đại hội"),
    )
    title = models.CharField(_("phong trào, đợt thi đua"), max_length=300)
    number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    appeal = models.TextField(_("nội dung phát động"), max_length=10_000, blank=True)
    ended_on = models.DateField(_("ngày tổng kết"), null=True, blank=True)
    conclusion = models.TextField(_("kết quả tổng kết"), max_length=10_000, blank=True)
    folded = folded_words("title", "number")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("phong trào thi đua")
        verbose_name_plural = _("phong trào thi đua")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & ~Q(title=""),
                name="congress_emulation_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EmulationUnit(models.Model):
    """A unit that was called to take part, and reports what it reached."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    emulation = models.ForeignKey(Emulation, models.PROTECT, related_name="called")
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="emulations_called"
    )

    class Meta:
        verbose_name = _("đơn vị thi đua")
        verbose_name_plural = _("đơn vị thi đua")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "emulation", "unit", name="congress_emulation_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.emulation)


class EmulationTarget(models.Model):
    """One target: so much is planned, and whether more is better."""

    scope_lookup = "emulation__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    emulation = models.ForeignKey(Emulation, models.PROTECT, related_name="targets")
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("chỉ tiêu"), max_length=300)
    measure = models.CharField(_("đơn vị tính"), max_length=60)
    planned = models.DecimalField(_("mức giao"), max_digits=18, decimal_places=2)
    more_is_better = models.BooleanField(_("càng cao càng tốt"), default=True)

    class Meta:
        verbose_name = _("chỉ tiêu thi đua")
        verbose_name_plural = _("chỉ tiêu thi đua")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "emulation", "title", name="congress_emulation_target_once"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(measure="") & Q(planned__gte=0),
                name="congress_emulation_target_said",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EmulationResult(models.Model):
    """What a unit reached of a target. Never changed: the latest one counts."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(EmulationTarget, models.PROTECT, related_name="results")
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="emulation_results"
    )
    actual = models.DecimalField(_("thực hiện"), max_digits=18, decimal_places=2)
    note = models.CharField(_("ghi chú, nguyên nhân"), max_length=400, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("kết quả thi đua")
        verbose_name_plural = _("kết quả thi đua")
        indexes: ClassVar = [
            models.Index(
                fields=["target", "unit", "-at"], name="congress_emulation_latest"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(actual__gte=0), name="congress_emulation_result_counted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.actual)


class CelebrationProject(models.Model):
    """What makes a task a work, or a task, to welcome the congress.

    The unit that registers it does it; the one whose list it stands in approves it.
    """

    scope_lookup = "task__scope"

    task = models.OneToOneField(
        Task, models.PROTECT, primary_key=True, related_name="celebration"
    )
    kind = models.CharField(_("loại"), max_length=10, choices=ProjectKind)
    site = models.CharField(_("địa điểm"), max_length=200, blank=True)
    value = models.PositiveBigIntegerField(_("giá trị (đồng)"), null=True, blank=True)
    sources = models.CharField(_("nguồn lực"), max_length=300, blank=True)
    emulation = models.ForeignKey(
        Emulation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("thuộc phong trào thi đua"),
    )
    plaque = models.CharField(_("nội dung biển gắn"), max_length=300, blank=True)
    plaque_on = models.DateField(_("ngày gắn biển"), null=True, blank=True)

    class Meta:
        verbose_name = _("công trình, phần việc chào mừng")
        verbose_name_plural = _("công trình, phần việc chào mừng")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values),
                name="congress_celebration_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(plaque_on__isnull=True) | (Q(kind="work") & ~Q(plaque="")),
                name="congress_celebration_plaque_on_a_work",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
