"""Guests, the press and those who serve: invited, accredited, let in."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.rules.guests import NUMBERED


class GuestKind(models.TextChoices):
    """As what somebody comes who is no delegate."""

    GUEST = "guest", _("khách mời")
    PRESS = "press", _("báo chí")
    SERVICE = "service", _("phục vụ")


class GuestState(models.TextChoices):
    """How far the invitation is."""

    PROPOSED = "proposed", _("dự kiến mời")
    INVITED = "invited", _("đã gửi giấy mời")
    ACCEPTED = "accepted", _("nhận lời")
    DECLINED = "declined", _("báo vắng")
    ACCREDITED = "accredited", _("đã cấp thẻ")
    REFUSED = "refused", _("không cấp thẻ")


class Zone(models.TextChoices):
    """Where a pass lets somebody in."""

    HALL = "hall", _("hội trường")
    PRESS_ROOM = "press_room", _("phòng báo chí")
    BACKSTAGE = "backstage", _("hậu trường, kỹ thuật")
    DINING = "dining", _("khu ăn, nghỉ")
    GROUNDS = "grounds", _("khuôn viên")


class Guest(models.Model):
    """Somebody who is let in without being convened.

    Personal data: read with the roll, told on no board and in no calendar. It travels
    with the congress, since the door marks who came.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="guests")
    kind = models.CharField(_("diện"), max_length=20, choices=GuestKind)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    position = models.CharField(_("chức danh"), max_length=200, blank=True)
    organisation = models.CharField(_("cơ quan, đơn vị"), max_length=200, blank=True)
    invited_by = models.CharField(_("ai mời"), max_length=200, blank=True)
    invitation_number = models.CharField(_("số giấy mời"), max_length=60, blank=True)
    invitation_on = models.DateField(_("ngày giấy mời"), null=True, blank=True)
    state = models.CharField(
        _("tình trạng"), max_length=20, choices=GuestState, default=GuestState.PROPOSED
    )
    areas = ArrayField(
        models.CharField(max_length=20, choices=Zone),
        verbose_name=_("nơi được vào"),
        default=list,
        blank=True,
    )
    seat = models.CharField(_("chỗ ngồi"), max_length=60, blank=True)
    press_card = models.CharField(_("số thẻ nhà báo"), max_length=60, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    pass_number = models.PositiveIntegerField(
        _("số thẻ"), null=True, blank=True, editable=False
    )
    arrived_at = models.DateTimeField(_("đến lúc"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("khách mời, báo chí")
        verbose_name_plural = _("khách mời, báo chí")
        indexes: ClassVar = [
            models.Index(
                fields=["congress", "sort_key", "id"], name="congress_guest_by_name"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "pass_number", name="congress_guest_pass_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=GuestKind.values, state__in=GuestState.values)
                & Q(areas__contained_by=Zone.values)
                & ~Q(full_name=""),
                name="congress_guest_named_and_known",
            ),
            models.CheckConstraint(
                condition=Q(state="accredited", pass_number__isnull=False)
                | (~Q(state="accredited") & Q(pass_number__isnull=True)),
                name="congress_guest_has_a_pass_when_accredited",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def pass_word(self) -> str:
        """The number as it stands on the pass, or nothing."""
        return NUMBERED % self.pass_number if self.pass_number else ""

    @property
    def area_words(self) -> list[str]:
        """Where he is let in, in words."""
        return [str(word) for code, word in Zone.choices if code in self.areas]


class GuestAct(models.TextChoices):
    """What was decided about somebody, or happened at the door."""

    ACCREDITED = "accredited", _("cấp thẻ")
    TAKEN_BACK = "taken_back", _("thu thẻ")
    REFUSED = "refused", _("không cấp thẻ")
    RECONSIDERED = "reconsidered", _("xét lại")
    ARRIVED = "arrived", _("đến")
    NOT_ARRIVED = "not_arrived", _("bỏ dấu đến")


class GuestEvent(models.Model):
    """One such act. Append-only; a pass number stands here once and for all."""

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The guest's own, so that the database keeps numbers apart within it.
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="events")
    act = models.CharField(max_length=20, choices=GuestAct)
    pass_number = models.PositiveIntegerField(null=True)
    reason = models.CharField(_("lý do"), max_length=400, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("việc cấp thẻ, đón khách")
        verbose_name_plural = _("việc cấp thẻ, đón khách")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress",
                "pass_number",
                condition=Q(act="accredited"),
                name="congress_pass_number_never_again",
            ),
            models.CheckConstraint(
                condition=Q(act__in=GuestAct.values)
                & (~Q(act="accredited") | Q(pass_number__isnull=False)),
                name="congress_guest_event_known_and_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["taken_back", "refused"]) | ~Q(reason=""),
                name="congress_guest_event_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_act_display())
