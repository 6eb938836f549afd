"""What is projected in the hall: the pages, their order, who steps, what was shown."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress, VotingBody


class Wall(models.Model):
    """One projector page, opened without an account by whoever has its address.

    ``digest`` is the SHA-256 of the random token in the address; the portal does not
    keep the token itself.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="walls", verbose_name=_("đại hội")
    )
    name = models.CharField(_("đặt ở đâu"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("mở được đến"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("màn chiếu")
        verbose_name_plural = _("màn chiếu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""), name="congress_wall_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="congress_wall_expires_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeckKind(models.TextChoices):
    """What a set of frames is for; results take a confirmed count."""

    BEFORE = "before", _("Hướng dẫn, danh sách, tiến độ")
    RESULT = "result", _("Kết quả đã chốt")
    MESSAGE = "message", _("Thông báo")


class DeckWay(models.TextChoices):
    """How a result is told: the head chooses one."""

    ALL = "all", _("Từng trang, đủ mọi người")
    ELECTED = "elected", _("Chỉ người trúng cử")
    EACH = "each", _("Lần lượt từng người")


class Deck(models.Model):
    """An ordered set of frames, written by an app above about something of its own.

    ``source`` and ``revision`` are the poll and how many times it was taken up again.
    A deck that no longer holds is retired: none of its frames is shown any more.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="decks")
    # Whose head shows a result; messages belong to nobody.
    body = models.ForeignKey(
        VotingBody, models.PROTECT, related_name="decks", null=True, blank=True
    )
    number = models.PositiveIntegerField(_("thứ tự"))
    title = models.CharField(_("bộ trang chiếu"), max_length=400)
    kind = models.CharField(_("loại"), max_length=20, choices=DeckKind)
    way = models.CharField(
        _("cách chiếu"), max_length=20, choices=DeckWay, default=DeckWay.ALL
    )
    source = models.UUIDField(null=True, blank=True, editable=False)
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bộ trang chiếu")
        verbose_name_plural = _("bộ trang chiếu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "number", name="congress_deck_number_once"
            ),
            models.UniqueConstraint(
                "congress",
                "source",
                "kind",
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="congress_deck_of_a_source_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DeckKind.values, way__in=DeckWay.values),
                name="congress_deck_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(kind=DeckKind.MESSAGE, source=None, body=None)
                | ~Q(kind=DeckKind.MESSAGE)
                & Q(source__isnull=False, body__isnull=False),
                name="congress_deck_has_a_source_unless_messages",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FrameKind(models.TextChoices):
    """What a frame shows, which is how it is laid out."""

    GUIDE = "guide", _("Hướng dẫn")
    LIST = "list", _("Danh sách")
    PROGRESS = "progress", _("Tiến độ")
    FIGURES = "figures", _("Số phiếu")
    PEOPLE = "people", _("Kết quả từng người")
    ELECTED = "elected", _("Người trúng cử")
    MESSAGE = "message", _("Thông báo")


class Frame(models.Model):
    """One page as it is projected, and what is read aloud with it. Never changed.

    ``content`` holds strings that are ready to be shown: nothing is worked out there.
    """

    scope_lookup = "deck__congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deck = models.ForeignKey(Deck, models.PROTECT, related_name="frames")
    order = models.PositiveIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=20, choices=FrameKind)
    content = models.JSONField()
    reading = models.TextField(_("lời đọc"), blank=True)

    class Meta:
        verbose_name = _("trang chiếu")
        verbose_name_plural = _("trang chiếu")
        constraints: ClassVar = [
            models.UniqueConstraint("deck", "order", name="congress_frame_order_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FrameKind.values),
                name="congress_frame_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.content.get("title", ""))


class Step(models.Model):
    """What was put on the walls of a congress, one after the other; nothing is blank.

    Order is by ``number``, never by time: a clock may be set back.
    """

    scope_lookup = "congress__scope"

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField(_("bước"))
    frame = models.ForeignKey(
        Frame, models.PROTECT, related_name="steps", null=True, blank=True
    )
    # Sent once more after no answer came, it is still one step.
    key = models.UUIDField(editable=False)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bước chiếu")
        verbose_name_plural = _("bước chiếu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "number", name="congress_step_number_once"
            ),
            models.UniqueConstraint("congress", "key", name="congress_step_key_once"),
        ]

    def __str__(self) -> str:
        return f"{_('Bước')} {self.number}"


class WallControl(models.Model):
    """Who steps through the frames of a congress; its row is what steps wait for."""

    scope_lookup = "congress__scope"

    congress = models.OneToOneField(
        Congress, models.PROTECT, related_name="wall_control", primary_key=True
    )
    holder = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("điều khiển màn chiếu")
        verbose_name_plural = _("điều khiển màn chiếu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holder=None, since=None)
                | Q(holder__isnull=False, since__isnull=False),
                name="congress_wall_is_held_since_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.congress)
