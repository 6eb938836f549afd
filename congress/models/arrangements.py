"""What is made known about a congress, and what has to be there when it is held."""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.plan import ANCHORS
from congress.rules.planning import Anchor, Timing


class Checklist(models.TextChoices):
    """The two lists of a congress."""

    COMMUNICATION = "communication", _("Tuyên truyền")
    LOGISTICS = "logistics", _("Phục vụ đại hội")


class Part(models.TextChoices):
    """Phases of making known, areas of serving; in the order they are shown."""

    BEFORE = "before", _("Trước đại hội")
    DURING = "during", _("Trong đại hội")
    AFTER = "after", _("Sau đại hội")
    HALL = "hall", _("Hội trường, trang trí")
    SEATING = "seating", _("Chỗ ngồi")
    SOUND = "sound", _("Âm thanh, màn hình")
    POWER = "power", _("Điện, điện dự phòng")
    PRINTING = "printing", _("In ấn, tài liệu")
    MEALS = "meals", _("Ăn, nghỉ")
    TRANSPORT = "transport", _("Xe, đi lại")
    HEALTH = "health", _("Y tế")
    SECURITY = "security", _("An ninh, phòng cháy")
    RECEPTION = "reception", _("Đón tiếp, thẻ")
    OTHER = "other", _("Việc khác")


_PHASES: Final = (Part.BEFORE.value, Part.DURING.value, Part.AFTER.value)
_AREAS: Final = tuple(part for part in Part.values if part not in _PHASES)
PARTS_OF: Final[dict[str, tuple[str, ...]]] = {
    Checklist.COMMUNICATION.value: _PHASES,
    Checklist.LOGISTICS.value: _AREAS,
}


class Channel(models.TextChoices):
    """Through what something is made known."""

    LOUDSPEAKER = "loudspeaker", _("loa truyền thanh")
    NOTICE_BOARD = "notice_board", _("bảng tin")
    RADIO = "radio", _("phát thanh, truyền hình")
    PRESS = "press", _("báo chí")
    WEBSITE = "website", _("trang thông tin điện tử")
    SOCIAL_NETWORK = "social_network", _("mạng xã hội")
    BANNER = "banner", _("băng rôn, pa-nô, cờ")
    MEETING = "meeting", _("hội nghị, sinh hoạt chi bộ")
    EMULATION = "emulation", _("phong trào thi đua")


class Arrangement(models.Model):
    """One thing to make known or to have ready: by when, by whom, whether it is done.

    It travels with the congress: whoever works in the hall ticks there.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="arrangements")
    checklist = models.CharField(max_length=20, choices=Checklist, editable=False)
    part = models.CharField(_("phần"), max_length=20, choices=Part)
    # What it was put in as, where it came with the portal.
    code = models.SlugField(max_length=40, blank=True, editable=False)
    title = models.CharField(_("việc"), max_length=300)
    channel = models.CharField(_("kênh"), max_length=20, blank=True, choices=Channel)
    audience = models.CharField(_("đối tượng"), max_length=200, blank=True)
    responsible = models.CharField(_("ai làm"), max_length=200, blank=True)
    owner = models.ForeignKey(
        "core.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arrangements",
        verbose_name=_("người phụ trách trên cổng"),
    )
    anchor = models.CharField(_("tính từ"), max_length=10, choices=ANCHORS)
    days = models.PositiveSmallIntegerField(_("số ngày"), default=0)
    in_working_days = models.BooleanField(_("ngày làm việc"), default=False)
    # Of those bound to a day: that day; of the others: as the congress's days have it.
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    # Pieces: so many are wanted, so many are there.
    wanted = models.PositiveIntegerField(_("cần"), null=True, blank=True)
    ready = models.PositiveIntegerField(_("đã có"), default=0)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    done_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("việc tuyên truyền, phục vụ")
        verbose_name_plural = _("việc tuyên truyền, phục vụ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress",
                "checklist",
                "code",
                condition=~Q(code=""),
                name="congress_arrangement_code_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(checklist="communication", part__in=_PHASES)
                    | Q(checklist="logistics", part__in=_AREAS)
                )
                & Q(anchor__in=[each.value for each in Anchor]),
                name="congress_arrangement_part_of_its_list",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & Q(channel__in=["", *Channel.values]),
                name="congress_arrangement_named_and_known",
            ),
            models.CheckConstraint(
                condition=Q(wanted__isnull=True, ready=0)
                | Q(wanted__gte=1, ready__lte=F("wanted"), wanted__isnull=False),
                name="congress_arrangement_no_more_than_wanted",
                violation_error_message=_("Số đã có không quá số cần."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True)
                | Q(wanted__isnull=True)
                | Q(ready=F("wanted")),
                name="congress_arrangement_done_when_all_is_there",
            ),
        ]

    def __str__(self) -> str:
        # What came with the portal is in its catalogue, what a unit wrote is not.
        return gettext(self.title)

    @property
    def timing(self) -> Timing:
        """How its due day is worked out, as the rules take it."""
        return Timing(
            anchor=Anchor(self.anchor),
            days=self.days,
            in_working_days=self.in_working_days,
            fixed_day=self.due_on if self.anchor == Anchor.DAY else None,
        )
