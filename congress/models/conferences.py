"""Conferences at several points at once (article 002): who is where, with what."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.bodies import Presence
from congress.models.congress import Congress
from congress.models.folded import folded_words


class Conference(models.Model):
    """A conference that a unit holds. ``cancelled_at``: it is not held any more."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="conferences")
    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("đại hội"),
    )
    title = models.CharField(_("hội nghị"), max_length=300)
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    chaired_by = models.CharField(_("chủ trì"), max_length=300, blank=True)
    agenda = models.TextField(
        _("nội dung, chương trình"), max_length=10_000, blank=True
    )
    conclusions = models.TextField(_("kết luận"), max_length=20_000, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    folded = folded_words("title")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "-starts_at"], name="congress_conference_of_unit"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="")
                & (Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))),
                name="congress_conference_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(ended_at__isnull=True),
                name="congress_conference_held_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConferencePoint(models.Model):
    """A place from which people take part; its unit says who has come."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    # Whose point it is; of the host where the place belongs to nobody on the portal.
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="points", verbose_name=_("đơn vị")
    )
    name = models.CharField(_("điểm cầu"), max_length=200)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    contact = models.CharField(
        _("người phụ trách, điện thoại"), max_length=200, blank=True
    )
    is_main = models.BooleanField(_("điểm cầu chính"), default=False)
    expected = models.PositiveIntegerField(_("được mời"), null=True, blank=True)
    present = models.PositiveIntegerField(_("có mặt"), null=True, editable=False)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)
    reported_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    reported_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("điểm cầu")
        verbose_name_plural = _("điểm cầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "conference",
                "name",
                name="congress_point_of_conference_once",
                violation_error_message=_("Đã có điểm cầu mang tên này."),
            ),
            models.UniqueConstraint(
                "conference",
                condition=Q(is_main=True),
                name="congress_conference_one_main_point",
            ),
            models.CheckConstraint(
                condition=~Q(name="")
                & (Q(present__isnull=True) | Q(reported_at__isnull=False)),
                name="congress_conference_point_reported",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PointPerson(models.Model):
    """Somebody expected at a point, and whether he came."""

    scope_lookup = "point__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    point = models.ForeignKey(ConferencePoint, models.PROTECT, related_name="people")
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(
        max_length=400, default="", editable=False, db_collation="C"
    )
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    presence = models.CharField(
        max_length=20, choices=Presence, default=Presence.UNKNOWN
    )

    class Meta:
        verbose_name = _("người dự ở điểm cầu")
        verbose_name_plural = _("người dự ở điểm cầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "point",
                "full_name",
                "post",
                name="congress_point_person_once",
                violation_error_message=_("Người này đã có ở điểm cầu."),
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values) & ~Q(full_name=""),
                name="congress_point_person_known_presence",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class ConferenceFile(models.Model):
    """A document of a conference, read at all its points."""

    scope_lookup = "conference__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="kept_files"
    )
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("tên tài liệu"), max_length=200)
    removed_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tài liệu hội nghị")
        verbose_name_plural = _("tài liệu hội nghị")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_conference_file_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConferenceNote(models.Model):
    """What somebody wrote down at a point during the conference. Never changed."""

    scope_lookup = "conference__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="notes")
    point = models.ForeignKey(
        ConferencePoint, models.PROTECT, null=True, related_name="notes"
    )
    text = models.TextField(_("ghi chép"), max_length=10_000)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ghi chép hội nghị")
        verbose_name_plural = _("ghi chép hội nghị")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""), name="congress_conference_note_said"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
