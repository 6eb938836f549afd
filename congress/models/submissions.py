"""What a unit puts before the one right above it: read, commented, cleared, sent back.

All of it lies between two levels and stays behind on journeys, for the level above
answers here and not in a hall.
"""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.bodies import WorkingBody
from congress.models.congress import Congress
from congress.models.plan import Phase


class SubmissionKind(models.TextChoices):
    """What a unit puts before the level above."""

    PLAN = "plan", _("Kế hoạch đại hội")
    DOCUMENTS = "documents", _("Báo cáo chính trị, văn kiện")
    PERSONNEL_PLAN = "personnel_plan", _("Đề án nhân sự")
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
                # Reports there may be several of at once.
                condition=Q(state__in=OPEN) & ~Q(kind="report"),
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
        # What is submitted about personnel is one word wherever it is only named.
        return str(Phase.PERSONNEL.label) if self.is_of_personnel else self.title

    @property
    def is_of_personnel(self) -> bool:
        """Whether it is read with a right of its own."""
        return self.kind == SubmissionKind.PERSONNEL_PLAN

    @property
    def is_of_papers(self) -> bool:
        """Whether it is files that are read; a plan lies on pages of its own."""
        return self.kind != SubmissionKind.PLAN


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


class SubmissionFile(models.Model):
    """A file as it was submitted in one revision. Never changed."""

    scope_lookup = "submission__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    revision = models.PositiveSmallIntegerField(_("trình lần thứ"))
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("tên tài liệu"), max_length=200)

    class Meta:
        verbose_name = _("tài liệu trình")
        verbose_name_plural = _("tài liệu trình")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "submission", "revision", "place", name="congress_submission_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_submission_file_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SubmissionReading(models.Model):
    """Somebody of the level above has opened a revision. Never changed."""

    scope_lookup = "submission__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="readings")
    revision = models.PositiveSmallIntegerField(_("trình lần thứ"))
    user = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt đọc")
        verbose_name_plural = _("lượt đọc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "submission", "revision", "user", name="congress_submission_read_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.revision}"


class CommentStance(models.TextChoices):
    """What a reader of a submission thinks of it."""

    REMARK = "remark", _("ý kiến")
    AGREES = "agrees", _("nhất trí")
    CHANGES = "changes", _("đề nghị sửa")


class SubmissionComment(models.Model):
    """What a reader says of a revision; ``body`` where he speaks for a task force.

    The unit reads it. Never changed: a second thought is another comment.
    """

    scope_lookup = "submission__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    revision = models.PositiveSmallIntegerField(_("trình lần thứ"))
    body = models.ForeignKey(
        WorkingBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("thay mặt"),
    )
    stance = models.CharField(_("loại ý kiến"), max_length=20, choices=CommentStance)
    # On which part of the papers, in words: a heading, a page.
    about = models.CharField(_("về nội dung"), max_length=200, blank=True)
    text = models.TextField(_("nội dung"), max_length=4000)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ý kiến về hồ sơ trình")
        verbose_name_plural = _("ý kiến về hồ sơ trình")
        indexes: ClassVar = [
            models.Index("submission", "at", name="congress_submission_comments"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stance__in=CommentStance.values) & ~Q(text=""),
                name="congress_submission_comment_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class SubmissionDraft(models.Model):
    """What a unit is about to submit: words and files that nobody above reads yet.

    ``answers`` is what it becomes the next revision of; without one it is new.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(
        "core.Scope", models.PROTECT, related_name="drafts", editable=False
    )
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="drafts", null=True, blank=True
    )
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="drafts")
    answers = models.ForeignKey(
        Submission, models.PROTECT, related_name="drafts", null=True, editable=False
    )
    kind = models.CharField(_("loại"), max_length=20, choices=SubmissionKind)
    title = models.CharField(_("tên"), max_length=300)
    note = models.CharField(_("lời trình"), max_length=1000, blank=True)
    changed_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("bản soạn để trình")
        verbose_name_plural = _("bản soạn để trình")
        constraints: ClassVar = [
            models.UniqueConstraint("answers", name="congress_draft_one_answer"),
            models.CheckConstraint(
                condition=Q(kind__in=["documents", "personnel_plan", "report"])
                & ~Q(title=""),
                name="congress_draft_of_papers",
            ),
        ]

    def __str__(self) -> str:
        return str(Phase.PERSONNEL.label) if self.is_of_personnel else self.title

    @property
    def is_of_personnel(self) -> bool:
        """Whether it is read with a right of its own."""
        return self.kind == SubmissionKind.PERSONNEL_PLAN


class DraftFile(models.Model):
    """A file that goes along once the draft is submitted."""

    scope_lookup = "draft__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(SubmissionDraft, models.PROTECT, related_name="files")
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("tên tài liệu"), max_length=200)

    class Meta:
        verbose_name = _("tài liệu đang soạn")
        verbose_name_plural = _("tài liệu đang soạn")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "draft", "place", name="congress_draft_file_place_once"
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_draft_file_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.title
