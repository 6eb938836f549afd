"""Work that somebody has to do by a day: programmes, projects, plans of bodies, tasks.

One task serves them all; a breakthrough assignment and a celebration project are tasks
with a sheet of their own. A task lies where it is done (``scope``), at or beneath the
unit whose list it stands in, so that both read it and nobody beside them.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.labels.tasks import LIST_KIND_WORDS, STEP_WORDS, TASK_STATE_WORDS
from congress.models.bodies import BodyMeeting, WorkingBody
from congress.models.congress import Congress
from congress.models.folded import folded_words
from congress.rules.tasks import ListKind, StepKind, TaskState


class WorkList(models.Model):
    """A list of tasks: a programme, a project, a body's plan, a register.

    ``scope`` is the unit's or, of a body's plan, the body's.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(
        "core.Scope", models.PROTECT, related_name="work_lists", editable=False
    )
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="work_lists", editable=False
    )
    body = models.OneToOneField(
        WorkingBody,
        models.PROTECT,
        null=True,
        related_name="plan",
        editable=False,
    )
    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_lists",
        verbose_name=_("đại hội"),
    )
    kind = models.CharField(
        _("loại"), max_length=20, choices=list(LIST_KIND_WORDS.items())
    )
    title = models.CharField(_("tên"), max_length=300)
    number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    basis = models.TextField(_("căn cứ"), max_length=2000, blank=True)
    # Of a project: where things stand, with figures (article 003).
    situation = models.TextField(_("thực trạng"), max_length=10_000, blank=True)
    aims = models.TextField(_("mục tiêu"), max_length=10_000, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    ended_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    is_of_personnel = models.BooleanField(default=False, editable=False)
    folded = folded_words("title", "number")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("danh mục việc")
        verbose_name_plural = _("danh mục việc")
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "-starts_on"], name="congress_work_list_of_unit"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[kind.value for kind in ListKind],
                    ends_on__gte=F("starts_on"),
                )
                & ~Q(title=""),
                name="congress_work_list_known_kind_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="body_plan", body__isnull=False)
                | (~Q(kind="body_plan") & Q(body__isnull=True)),
                name="congress_work_list_plan_of_a_body",
            ),
            # One register of each for a unit and a time.
            models.UniqueConstraint(
                "unit",
                "kind",
                "starts_on",
                "ends_on",
                condition=Q(kind__in=["assignments"]),
                name="congress_work_list_register_once",
            ),
            models.UniqueConstraint(
                "congress",
                condition=Q(kind="celebration"),
                name="congress_work_list_celebration_once",
            ),
        ]

    def __str__(self) -> str:
        # So the trail calls it, which more people read than the list.
        return gettext("việc về nhân sự") if self.is_of_personnel else self.title


class WorkGroup(models.Model):
    """A part of a list: a key task of a programme, a group of solutions."""

    scope_lookup = "work_list__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work_list = models.ForeignKey(WorkList, models.PROTECT, related_name="groups")
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("tên nhóm"), max_length=400)

    class Meta:
        verbose_name = _("nhóm việc")
        verbose_name_plural = _("nhóm việc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "work_list", "title", name="congress_work_group_once"
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_work_group_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One thing to be done by a unit, or by a body, until a day."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work_list = models.ForeignKey(WorkList, models.PROTECT, related_name="tasks")
    group = models.ForeignKey(
        WorkGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("nhóm việc"),
    )
    scope = models.ForeignKey(
        "core.Scope", models.PROTECT, related_name="tasks", editable=False
    )
    # Who does it: the unit itself, or the unit whose body does.
    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        related_name="tasks",
        verbose_name=_("đơn vị chủ trì"),
    )
    owner = models.ForeignKey(
        "core.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("người làm"),
    )
    # What it was made from: an assignment handed on, a meeting that concluded it.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", editable=False
    )
    meeting = models.ForeignKey(
        BodyMeeting, models.PROTECT, null=True, related_name="tasks", editable=False
    )
    place = models.PositiveIntegerField(_("thứ tự"), editable=False)
    title = models.CharField(_("việc"), max_length=400)
    detail = models.TextField(_("nội dung"), max_length=4000, blank=True)
    product = models.CharField(_("sản phẩm"), max_length=400, blank=True)
    helpers = models.CharField(_("phối hợp"), max_length=400, blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    needs_evidence = models.BooleanField(_("phải có minh chứng"), default=False)
    state = models.CharField(
        max_length=20, choices=list(TASK_STATE_WORDS.items()), editable=False
    )
    percent = models.PositiveSmallIntegerField(_("đã làm (%)"), null=True)
    reported_on = models.DateField(_("báo cáo gần nhất"), null=True, editable=False)
    done_on = models.DateField(_("xong ngày"), null=True, editable=False)
    evidence = models.CharField(_("minh chứng"), max_length=400, blank=True)
    is_of_personnel = models.BooleanField(default=False, editable=False)
    # Read where it is done and where it was given, not by all above these.
    is_restricted = models.BooleanField(default=False, editable=False)
    folded = folded_words("title")
    made_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("việc")
        verbose_name_plural = _("việc")
        indexes: ClassVar = [
            models.Index("work_list", "place", "id", name="congress_task_in_list"),
            models.Index("scope", "due_on", name="congress_task_at_place"),
            models.Index("due_on", "id", name="congress_task_by_day"),
            models.Index(
                "owner",
                "due_on",
                condition=Q(state="open"),
                name="congress_task_of_owner",
            ),
            models.Index(
                fields=["scope"],
                condition=Q(is_restricted=True),
                name="congress_task_kept",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in TaskState])
                & ~Q(title=""),
                name="congress_task_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="congress_task_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(needs_evidence=False) | ~Q(evidence=""),
                name="congress_task_done_with_its_evidence",
                violation_error_message=_("Việc này phải ghi minh chứng."),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="congress_task_percent_of_hundred",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="congress_task_not_beneath_itself",
            ),
        ]

    def __str__(self) -> str:
        # So the trail calls it, which more people read than the task.
        if self.is_of_personnel:
            return gettext("việc về nhân sự")
        return gettext("việc không công khai") if self.is_restricted else self.title


class TaskStep(models.Model):
    """What happened to a task, in order. A finished fact; ``unit`` is who acted."""

    scope_lookup = "task__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=list(STEP_WORDS.items()))
    text = models.TextField(_("nội dung"), max_length=10_000, blank=True)
    percent = models.PositiveSmallIntegerField(_("đã làm (%)"), null=True)
    # Until when it is to be done, or when it was: as it stood after the step.
    day = models.DateField(null=True)
    by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("diễn biến của việc")
        verbose_name_plural = _("diễn biến của việc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "task", "number", name="congress_task_step_in_turn"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in StepKind]),
                name="congress_task_step_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["reported", "returned", "reopened", "dropped"])
                | ~Q(text=""),
                name="congress_task_step_says_what",
                violation_error_message=_("Hãy ghi nội dung."),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="congress_task_step_percent_of_hundred",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class TaskFile(models.Model):
    """A paper or a photo that came with a step. Never changed."""

    scope_lookup = "step__task__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(TaskStep, models.PROTECT, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("chú thích"), max_length=200, blank=True)
    is_photo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("tệp, ảnh của việc")
        verbose_name_plural = _("tệp, ảnh của việc")

    def __str__(self) -> str:
        return self.caption
