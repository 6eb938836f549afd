"""Who of the level above attends which congress, and private links to a calendar."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress


class UpperAttendance(models.Model):
    """Somebody of the level above who is to attend a congress beneath.

    It belongs to the level that sends him: it does not travel with the congress.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="upper_attendances"
    )
    person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        related_name="upper_attendances",
        verbose_name=_("người dự"),
    )
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cấp trên dự đại hội")
        verbose_name_plural = _("cấp trên dự đại hội")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "person", name="congress_upper_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class LinkContent(models.TextChoices):
    """What a calendar link tells besides the congresses."""

    CONGRESSES = "congresses", _("Chỉ các đại hội")
    MINE = "mine", _("Các đại hội và việc của tôi")
    ALL = "all", _("Các đại hội và mọi việc chưa xong")


class CalendarLink(models.Model):
    """An address from which a calendar program reads without signing in.

    It tells what its owner may read at the moment of asking. ``digest`` is the SHA-256
    of the random token in the address; the portal does not keep the token itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        "core.User", models.PROTECT, related_name="calendar_links"
    )
    name = models.CharField(_("dùng ở đâu"), max_length=100)
    content = models.CharField(_("gồm"), max_length=20, choices=LinkContent)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("dùng được đến"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("liên kết lịch")
        verbose_name_plural = _("liên kết lịch")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & Q(content__in=LinkContent.values),
                name="congress_calendar_link_named_and_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="congress_calendar_link_expires_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return self.name
