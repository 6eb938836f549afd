"""What people are told in the portal, and by e-mail where it sends any.

All of it belongs to one portal: none of it travels with a congress.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope


class MailMode(models.TextChoices):
    """How somebody wants to be told by e-mail."""

    EACH = "each", _("Mỗi thông báo một thư, gửi ngay")
    DAILY = "daily", _("Mỗi ngày một thư, lúc 7 giờ")
    NONE = "none", _("Không gửi thư")


class MailChoice(models.Model):
    """Where and how often somebody gets e-mail: nothing before he confirmed where.

    ``digest`` is the SHA-256 of the token in the letter that asks for confirmation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.PROTECT, related_name="mail_choice")
    mode = models.CharField(
        _("gửi thư"), max_length=10, choices=MailMode, default=MailMode.NONE
    )
    address = models.EmailField(_("địa chỉ thư điện tử"), blank=True)
    wanted_address = models.EmailField(_("địa chỉ chờ xác nhận"), blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    digest_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("cách nhận thư")
        verbose_name_plural = _("cách nhận thư")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mode__in=MailMode.values),
                name="core_mail_choice_known_mode",
            ),
            models.CheckConstraint(
                condition=Q(digest="", digest_until__isnull=True)
                | ~Q(digest="") & ~Q(wanted_address="") & Q(digest_until__isnull=False),
                name="core_mail_choice_token_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.mode}"


class Letter(models.Model):
    """One e-mail: with one notice, with those of a day, or asking for confirmation.

    It waits while ``due_at`` says when. ``begun_at`` is written before it is handed
    over, ``sent_at`` after: begun, not sent and without a fault is not known to have
    been sent, and is not sent again.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("một thông báo")
        DAY = "day", _("thông báo trong ngày")
        CONFIRMATION = "confirmation", _("xác nhận địa chỉ")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="letters")
    kind = models.CharField(_("loại thư"), max_length=20, choices=Kind)
    day = models.DateField(_("ngày"))
    due_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(_("lỗi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thư điện tử")
        verbose_name_plural = _("thư điện tử")
        indexes: ClassVar = [
            models.Index(
                "due_at",
                condition=Q(due_at__isnull=False),
                name="core_letter_waiting",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "user", "day", condition=Q(kind="day"), name="core_letter_of_a_day_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["notice", "day", "confirmation"]),
                name="core_letter_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(begun_at__isnull=False, due_at__isnull=True),
                name="core_letter_sent_after_it_was_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.day:%d/%m/%Y}"


class Notice(models.Model):
    """One sentence told to one person, and the page it leads to.

    ``kind`` names the sentence, ``values`` fill it in (units, congresses, days; never
    a word about personnel). ``said`` is what it came to in Vietnamese, for searching
    and for who asks later what people were told. It stays behind on journeys: who was
    told here was told here.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    kind = models.CharField(_("loại"), max_length=60)
    values = models.JSONField(default=dict)
    said = models.CharField(_("thông báo"), max_length=1000)
    folded = models.CharField(max_length=1000, default="", editable=False)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="notices")
    url_name = models.CharField(max_length=100)
    url_args = models.JSONField(default=list)
    # Nobody where the portal itself told, as of what is overdue.
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(_("báo lúc"))
    day = models.DateField()
    read_at = models.DateTimeField(_("đọc lúc"), null=True)
    letter = models.ForeignKey(
        Letter, models.PROTECT, related_name="notices", null=True
    )

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        indexes: ClassVar = [
            models.Index("user", "at", name="core_notice_of_user"),
            models.Index("scope", "at", name="core_notice_of_scope"),
            models.Index("at", name="core_notice_by_time"),
        ]
        constraints: ClassVar = [
            # Begins with the user: the number at the bell is counted in it as well.
            models.UniqueConstraint(
                "user",
                "kind",
                "url_name",
                "url_args",
                "day",
                condition=Q(read_at__isnull=True),
                name="core_notice_unread_once_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(said="") & ~Q(url_name=""),
                name="core_notice_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.said
