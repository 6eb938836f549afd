"""Meetings of bodies: who was there, what was said, the files kept."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models.bodies.founding import BodyMember, WorkingBody


class BodyMeeting(models.Model):
    """A meeting of a body. Once its minutes are closed nothing in it changes."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("cuộc họp thứ"), editable=False)
    starts_at = models.DateTimeField(_("bắt đầu"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    agenda = models.TextField(_("nội dung họp"), max_length=4000)
    minutes = models.TextField(_("diễn biến, ý kiến"), max_length=40_000, blank=True)
    conclusions = models.TextField(_("kết luận"), max_length=10_000, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    made_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("cuộc họp của tiểu ban, tổ")
        verbose_name_plural = _("cuộc họp của tiểu ban, tổ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "body", "number", name="congress_meeting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(minutes="")
                    & Q(cancelled_at__isnull=True)
                ),
                name="congress_meeting_closed_by_somebody_with_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(agenda=""), name="congress_meeting_has_an_agenda"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} – {self.number}"


class Presence(models.TextChoices):
    """Whether somebody was there."""

    UNKNOWN = "unknown", _("chưa ghi")
    PRESENT = "present", _("có mặt")
    ONLINE = "online", _("dự trực tuyến")
    EXCUSED = "excused", _("vắng có lý do")
    ABSENT = "absent", _("vắng")


class MeetingPresence(models.Model):
    """Whether a member was at a meeting."""

    scope_lookup = "meeting__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(BodyMeeting, models.PROTECT, related_name="presences")
    member = models.ForeignKey(BodyMember, models.PROTECT, related_name="presences")
    presence = models.CharField(
        max_length=20, choices=Presence, default=Presence.UNKNOWN
    )

    class Meta:
        verbose_name = _("điểm danh cuộc họp")
        verbose_name_plural = _("điểm danh cuộc họp")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "meeting", "member", name="congress_meeting_member_once"
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values),
                name="congress_meeting_known_presence",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_presence_display())


class BodyFile(models.Model):
    """A file that a body, or one of its meetings, keeps."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="kept_files")
    meeting = models.ForeignKey(
        BodyMeeting, models.PROTECT, null=True, related_name="kept_files"
    )
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("tên tài liệu"), max_length=200)
    removed_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tài liệu của tiểu ban, tổ")
        verbose_name_plural = _("tài liệu của tiểu ban, tổ")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_body_file_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.title
