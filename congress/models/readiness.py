"""What each congress still lacks, and what it submits to the level above.

A point is written by the app that knows the fact, in the transaction of the fact, and
travels with its congress. What is submitted, its history and reminders lie between two
levels: they stay behind, for the level above answers here and not in a hall.
"""

import uuid
from typing import ClassVar, Final

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


class SubmissionKind(models.TextChoices):
    """What a unit puts before the level above."""

    PLAN = "plan", _("Kế hoạch đại hội")
    REPORT = "report", _("Báo cáo")


class SubmissionState(models.TextChoices):
    """Where a submission is. Open is what is submitted or sent back."""

    SUBMITTED = "submitted", _("chờ cấp trên duyệt")
    SENT_BACK = "sent_back", _("cấp trên trả lại")
    CLEARED = "cleared", _("cấp trên đã duyệt")
    WITHDRAWN = "withdrawn", _("đã rút")


OPEN: Final = [SubmissionState.SUBMITTED.value, SubmissionState.SENT_BACK.value]


class Submission(models.Model):
    """Something a unit submits to the one right above it, which clears it or not.

    ``revision`` counts how many times it was submitted; ``digest`` is of what was
    submitted then. Who submitted it never decides on it.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Where it comes from: a congress's own scope, or a unit's.
    scope = models.ForeignKey(
        "core.Scope", models.PROTECT, related_name="submissions", editable=False
    )
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="submissions", null=True
    )
    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("nơi trình"),
    )
    superior = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        related_name="submitted_to",
        verbose_name=_("nơi duyệt"),
    )
    kind = models.CharField(_("loại"), max_length=20, choices=SubmissionKind)
    title = models.CharField(_("tên"), max_length=300)
    state = models.CharField(_("tình trạng"), max_length=20, choices=SubmissionState)
    note = models.CharField(_("lời trình"), max_length=1000, blank=True)
    revision = models.PositiveSmallIntegerField(_("trình lần thứ"), default=1)
    digest = models.CharField(max_length=64, editable=False)
    submitted_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True, editable=False
    )
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("ý kiến"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("việc trình cấp trên")
        verbose_name_plural = _("việc trình cấp trên")
        indexes: ClassVar = [
            models.Index(
                "superior", "state", "submitted_at", name="congress_submission_queue"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "scope",
                "kind",
                condition=Q(state__in=OPEN),
                name="congress_submission_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=SubmissionKind.values,
                    state__in=SubmissionState.values,
                    revision__gte=1,
                )
                & ~Q(title="")
                & ~Q(digest=""),
                name="congress_submission_known_kind_and_state",
            ),
            models.CheckConstraint(
                condition=~Q(kind="plan") | Q(congress__isnull=False),
                name="congress_submission_plan_of_a_congress",
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("superior")),
                name="congress_submission_goes_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="submitted", decided_by__isnull=True, decided_at__isnull=True
                )
                | Q(
                    state__in=["sent_back", "cleared"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(state="withdrawn"),
                name="congress_submission_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(decision_note=""),
                name="congress_submission_sent_back_with_a_reason",
                violation_error_message=_("Trả lại thì phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")),
                name="congress_submission_not_decided_by_who_submits",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepAct(models.TextChoices):
    """What happened to a submission."""

    SUBMITTED = "submitted", _("trình")
    CHANGED = "changed", _("sửa sau khi trình nên chưa duyệt được")
    SENT_BACK = "sent_back", _("trả lại")
    CLEARED = "cleared", _("duyệt")
    WITHDRAWN = "withdrawn", _("rút")


class SubmissionStep(models.Model):
    """One line of what happened to a submission. Never changed."""

    scope_lookup = "submission__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="steps")
    revision = models.PositiveSmallIntegerField(_("trình lần thứ"))
    act = models.CharField(_("việc"), max_length=20, choices=StepAct)
    note = models.CharField(_("lời ghi"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bước của việc trình")
        verbose_name_plural = _("các bước của việc trình")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "submission", "revision", "act", name="congress_submission_step_once"
            ),
            models.CheckConstraint(
                condition=Q(act__in=StepAct.values),
                name="congress_submission_step_known_act",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_act_display())
