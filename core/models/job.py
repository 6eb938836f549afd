"""Work given to a worker, and how far it is."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope


class Job(models.Model):
    """One piece of work on one subject. The page follows this row, never a broker."""

    scope_lookup = "scope"

    class State(models.TextChoices):
        QUEUED = "queued", _("đang chờ máy")
        RUNNING = "running", _("đang chạy")
        DONE = "done", _("xong")
        REFUSED = "refused", _("không làm được")
        FAILED = "failed", _("gặp sự cố")

    LIVE: ClassVar = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=40)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="jobs")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, editable=False)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("việc của máy")
        verbose_name_plural = _("việc của máy")
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "subject_key", "-requested_at"],
                name="core_job_of_subject",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind",
                "subject_kind",
                "subject_key",
                condition=Q(state__in=("queued", "running")),
                name="core_job_one_live_for_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state="running")
                | Q(claim__isnull=False, beat_at__isnull=False),
                name="core_job_running_is_claimed_and_beats",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="core_job_done_within_total"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("queued", "running"), ended_at__isnull=True)
                | Q(state__in=("done", "refused", "failed"), ended_at__isnull=False),
                name="core_job_ended_when_it_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_key}"

    @property
    def is_live(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in self.LIVE

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0
