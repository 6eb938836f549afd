"""Reports on how far congresses are: what each is of."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgressReport(models.Model):
    """All that lies beneath a unit in one term: what a job and its papers hang on.

    It belongs to the portal whose figures it tells: it does not travel.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="progress_reports"
    )
    first_year = models.PositiveSmallIntegerField(_("nhiệm kỳ từ năm"))

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "unit", "first_year", name="congress_progress_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.first_year}"


class WorkReport(models.Model):
    """A list of work as it stood on a day: what a job and its papers hang on."""

    scope_lookup = "work_list__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work_list = models.ForeignKey(
        "congress.WorkList", models.PROTECT, related_name="reports"
    )
    day = models.DateField(_("đến ngày"))

    class Meta:
        verbose_name = _("báo cáo kết quả công việc")
        verbose_name_plural = _("báo cáo kết quả công việc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "work_list", "day", name="congress_work_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_list} {self.day:%d/%m/%Y}"
