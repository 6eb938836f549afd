"""A congress taken to another machine, and how it came back. All of it facts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope
from core.models.stored import StoredFile


class Journey(models.Model):
    """What lies beneath a scope goes to another machine, to be worked on there.

    Until it ends the portal that it left only reads what lies there. ``block`` is the
    range of row numbers that the other machine uses, so that rows made there meet no
    row made here; ``secret`` seals what comes back.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="journeys")
    destination = models.CharField(_("mang tới đâu"), max_length=200)
    block = models.PositiveIntegerField(unique=True, editable=False)
    secret = models.CharField(max_length=64, editable=False)
    salt = models.CharField(max_length=80, editable=False)
    recipient = models.CharField(max_length=80, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("chuyến mang đi")
        verbose_name_plural = _("chuyến mang đi")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(destination="") & ~Q(secret="") & ~Q(recipient=""),
                name="core_journey_says_where_and_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(block__gte=1, block__lt=9_000_000),
                name="core_journey_block_leaves_numbers_exact",
            ),
        ]

    def __str__(self) -> str:
        return self.destination


class Parcel(models.Model):
    """A locked file of a journey, there or back, as it was made.

    ``sent`` holds the digest of every row in it, so that what comes back can be told
    from what has changed here meanwhile; packed text, on the way out only.
    """

    scope_lookup = "journey__scope"

    class Way(models.TextChoices):
        OUT = "out", _("mang đi")
        BACK = "back", _("mang về")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="parcels")
    way = models.CharField(_("chiều"), max_length=10, choices=Way)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="parcel")
    rows = models.PositiveIntegerField(_("số dòng"))
    sent = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp mang đi, mang về")
        verbose_name_plural = _("tệp mang đi, mang về")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(way__in=["out", "back"]), name="core_parcel_known_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.way}"


class Arrival(models.Model):
    """This portal is where a journey went: it works here."""

    scope_lookup = "journey__scope"

    journey = models.OneToOneField(
        Journey, models.PROTECT, primary_key=True, related_name="arrival"
    )
    machine = models.CharField(_("máy nơi mang đi"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đại hội mang tới")
        verbose_name_plural = _("đại hội mang tới")

    def __str__(self) -> str:
        return str(self.journey_id)


class JourneyEnd(models.Model):
    """How a journey ended where it had begun: brought back, or given up."""

    scope_lookup = "journey__scope"

    class How(models.TextChoices):
        BROUGHT_BACK = "brought_back", _("đã mang về")
        GIVEN_UP = "given_up", _("bỏ, không mang về")

    journey = models.OneToOneField(
        Journey, models.PROTECT, primary_key=True, related_name="end"
    )
    how = models.CharField(_("kết thúc thế nào"), max_length=20, choices=How)
    # Nobody signs in at the command that brings a file back; the machine's keeper does.
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    reason = models.CharField(_("lý do"), max_length=400, blank=True)
    # What the file brought: digest, rows added, changed, removed, left as they are.
    sha256 = models.CharField(max_length=64, blank=True)
    added = models.PositiveIntegerField(_("dòng mới"), default=0)
    changed = models.PositiveIntegerField(_("dòng sửa"), default=0)
    removed = models.PositiveIntegerField(_("dòng bỏ"), default=0)
    kept = models.PositiveIntegerField(_("dòng giữ như ở đây"), default=0)
    # The links of the other machine's chain over the lines that came, by line.
    links = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("kết thúc chuyến mang đi")
        verbose_name_plural = _("kết thúc chuyến mang đi")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(how="given_up") & ~Q(reason="")
                | Q(how="brought_back") & ~Q(sha256=""),
                name="core_journey_end_says_why_or_what",
            ),
            models.CheckConstraint(
                condition=Q(how="brought_back") | Q(by__isnull=False),
                name="core_journey_given_up_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.how}"
