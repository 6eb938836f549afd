"""Breakthrough assignments, and the dated lists of posts that may get one (domain 6.2).

The text of the regulation was not found: what is kept here follows the articles of 2020
and 2021 [A] and stays editable [I].
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from congress.models.assignment_words import AssignmentRating, ProblemKind
from congress.models.tasks import Task
from congress.rules.assignments import AssignedBy, Period

ASSIGNED_BY = (
    (AssignedBy.OWNER.value, _("ban thường vụ của tổ chức ban hành danh mục")),
    (AssignedBy.DELEGATED.value, _("cấp ủy, tập thể lãnh đạo của đơn vị có chức danh")),
)
PERIODS = (
    (Period.YEAR.value, _("trong năm")),
    (Period.TERM.value, _("cả nhiệm kỳ")),
)


class PostList(models.Model):
    """Whom a unit and those beneath it may give breakthrough assignments, since a day.

    A wider list is another row: which held on a day is never lost.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="post_lists")
    title = models.CharField(_("tên danh mục"), max_length=300)
    number = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    decided_on = models.DateField(_("ngày ban hành"))
    in_force_from = models.DateField(_("hiệu lực từ"))
    in_force_until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("danh mục chức danh được giao việc đột phá")
        verbose_name_plural = _("danh mục chức danh được giao việc đột phá")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="")
                & ~Q(number="")
                & (
                    Q(in_force_until__isnull=True)
                    | Q(in_force_until__gte=F("in_force_from"))
                ),
                name="congress_post_list_in_order",
            ),
            ExclusionConstraint(
                name="congress_post_list_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (
                        Func(
                            "in_force_from",
                            "in_force_until",
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Thời gian hiệu lực trùng với danh mục khác của tổ chức này."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ListedPost(models.Model):
    """A kind of post on the list, and which body may assign it."""

    scope_lookup = "post_list__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post_list = models.ForeignKey(PostList, models.PROTECT, related_name="posts")
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("chức danh"), max_length=300)
    assigned_by = models.CharField(_("ai giao"), max_length=20, choices=ASSIGNED_BY)
    # Only posts at one unit; without one, at any unit at or beneath the list's.
    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listed_posts",
        verbose_name=_("ở đơn vị"),
    )

    class Meta:
        verbose_name = _("chức danh trong danh mục")
        verbose_name_plural = _("chức danh trong danh mục")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "post_list",
                "title",
                "unit",
                nulls_distinct=False,
                name="congress_listed_post_once",
                violation_error_message=_("Chức danh này đã có trong danh mục."),
            ),
            models.CheckConstraint(
                condition=Q(assigned_by__in=[each.value for each in AssignedBy])
                & ~Q(title=""),
                name="congress_listed_post_known_assigner",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BreakthroughAssignment(models.Model):
    """What makes a task a breakthrough assignment: to whom, in which post, and why.

    The unit that assigns is that of the task's list; where the post is, is the task's.
    """

    scope_lookup = "scope"

    task = models.OneToOneField(
        Task, models.PROTECT, primary_key=True, related_name="breakthrough"
    )
    # That of its task, which never moves: so a register of a country is read quickly.
    scope = models.ForeignKey(
        "core.Scope", models.PROTECT, related_name="breakthroughs", editable=False
    )
    post = models.ForeignKey(
        ListedPost,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("chức danh"),
    )
    person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="breakthroughs",
        verbose_name=_("người trong sổ"),
    )
    full_name = models.CharField(_("người được giao"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    # Words of person, decision and task: ``congress_breakthrough_words`` keeps them.
    folded = models.TextField(editable=False, default="", db_collation="C")
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày giao"))
    period = models.CharField(_("giao cho"), max_length=10, choices=PERIODS)
    problem = models.ForeignKey(
        ProblemKind,
        models.PROTECT,
        related_name="uses",
        db_column="problem",
        db_index=False,
        verbose_name=_("loại vấn đề"),
    )
    why = models.TextField(_("vì sao là đột phá"), max_length=4000)
    reports_every = models.PositiveSmallIntegerField(
        _("kỳ báo cáo (tháng)"), null=True, blank=True
    )
    is_public = models.BooleanField(_("công khai kết quả"), default=False)

    class Meta:
        verbose_name = _("việc đột phá, đổi mới")
        verbose_name_plural = _("việc đột phá, đổi mới")
        indexes: ClassVar = [
            models.Index("person", name="congress_breakthrough_of"),
            models.Index("problem", name="congress_breakthrough_problem"),
            models.Index(
                F("decided_on").desc(),
                "sort_key",
                F("task").desc(),
                name="congress_breakthrough_by_day",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period__in=[each.value for each in Period])
                & ~Q(full_name="")
                & ~Q(decision_number="")
                & ~Q(why=""),
                name="congress_breakthrough_known_words",
            ),
            models.CheckConstraint(
                condition=Q(reports_every__isnull=True)
                | Q(reports_every__gte=1, reports_every__lte=12),
                name="congress_breakthrough_reports_within_a_year",
            ),
        ]

    def __str__(self) -> str:
        # A line in the trail names no person.
        return str(self.task)


class AssignmentEvaluation(models.Model):
    """How an assignment is judged for a year. Never changed: the latest one counts."""

    scope_lookup = "assignment__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        BreakthroughAssignment, models.PROTECT, related_name="evaluations"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    rating = models.ForeignKey(
        AssignmentRating,
        models.PROTECT,
        related_name="uses",
        db_column="rating",
        db_index=False,
        verbose_name=_("mức đánh giá"),
    )
    note = models.TextField(_("nhận xét"), max_length=4000)
    effect = models.TextField(_("hiệu quả"), max_length=4000, blank=True)
    feedback = models.TextField(_("ý kiến nhân dân"), max_length=4000, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đánh giá việc đột phá")
        verbose_name_plural = _("đánh giá việc đột phá")
        indexes: ClassVar = [
            models.Index(
                fields=["assignment", "year", "-at"], name="congress_evaluation_latest"
            ),
            models.Index("rating", name="congress_evaluation_rating"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(year__gte=2015, year__lte=2100) & ~Q(note=""),
                name="congress_evaluation_of_a_year_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.rating}"


class AssignmentReport(models.Model):
    """All that a unit assigned in a year: what a job and its papers hang on."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="assignment_reports"
    )
    year = models.PositiveSmallIntegerField(_("năm"))

    class Meta:
        verbose_name = _("báo cáo giao việc đột phá")
        verbose_name_plural = _("báo cáo giao việc đột phá")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "unit", "year", name="congress_assignment_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
