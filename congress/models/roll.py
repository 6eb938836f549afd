"""Who is convened to a voting body, and who of them came."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.models.congress import VotingBody
from congress.rules.alternates import Leaving
from congress.rules.roll import Attendance, Condition, OnRoll, Origin, Standing


class RollEntry(models.Model):
    """One person on the roll of a voting body.

    An alternate who has taken a seat points to whose seat it is; only then he votes.
    """

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        VotingBody, models.PROTECT, related_name="roll", verbose_name=_("nơi bầu")
    )
    person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        related_name="roll_entries",
        verbose_name=_("người"),
    )
    # The organisation that sent a delegate, or where a member belongs.
    sent_by = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("tổ chức cử đi"),
    )
    origin = models.CharField(_("diện"), max_length=20, choices=labels.ORIGINS)
    standing = models.CharField(
        _("tư cách"),
        max_length=20,
        choices=labels.STANDINGS,
        default=Standing.OFFICIAL.value,
    )
    # Whoever belongs to what proposes the list may put nobody else forward (R-CN-4):
    # the convening committee at a congress, the standing committee at a meeting.
    is_convener = models.BooleanField(
        _("thuộc cấp ủy triệu tập (ở hội nghị: ban thường vụ)"), default=False
    )
    condition = models.CharField(
        _("tình trạng sinh hoạt"),
        max_length=20,
        choices=labels.CONDITIONS,
        default=Condition.ACTIVE.value,
    )
    attendance = models.CharField(
        _("điểm danh"),
        max_length=20,
        choices=labels.ATTENDANCES,
        default=Attendance.UNKNOWN.value,
    )
    reason = models.CharField(_("lý do"), max_length=400, blank=True)
    # The convening committee accepts the reason of one absent throughout (R-TB-2).
    accepted = models.BooleanField(_("lý do được chấp nhận"), default=False)
    # Votes at the election below: alternates are called in their order (R-DL-4).
    votes = models.PositiveIntegerField(
        _("số phiếu khi được bầu"), null=True, blank=True
    )
    in_place_of = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name=_("thay cho"),
    )
    ground = models.CharField(
        _("căn cứ thay"), max_length=30, choices=labels.LEAVINGS, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        "core.User",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("người được triệu tập")
        verbose_name_plural = _("danh sách triệu tập")
        constraints: ClassVar = [
            models.UniqueConstraint("body", "person", name="congress_roll_person_once"),
            models.CheckConstraint(
                condition=Q(origin__in=[each.value for each in Origin])
                & Q(standing__in=[each.value for each in Standing])
                & Q(condition__in=[each.value for each in Condition])
                & Q(attendance__in=[each.value for each in Attendance])
                & Q(ground__in=["", *(each.value for each in Leaving)]),
                name="congress_roll_known_codes",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ALTERNATE.value)
                | Q(origin=Origin.ELECTED.value),
                name="congress_roll_alternates_are_elected",
            ),
            models.CheckConstraint(
                condition=Q(in_place_of__isnull=True, ground="")
                | Q(standing=Standing.ALTERNATE.value) & ~Q(ground=""),
                name="congress_roll_alternate_steps_in_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(in_place_of__isnull=True) | ~Q(in_place_of=F("id")),
                name="congress_roll_nobody_replaces_himself",
            ),
            models.CheckConstraint(
                condition=~Q(
                    attendance__in=[Attendance.PART.value, Attendance.ABSENT.value]
                )
                & ~Q(standing=Standing.REJECTED.value)
                | ~Q(reason=""),
                name="congress_roll_absence_and_rejection_have_a_reason",
                violation_error_message=_("Hãy ghi lý do vắng hoặc bị bác tư cách."),
            ),
            models.CheckConstraint(
                condition=Q(accepted=False)
                | Q(attendance=Attendance.ABSENT.value, origin=Origin.MEMBER.value),
                name="congress_roll_accepted_is_an_absence_of_a_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def has_a_seat(self) -> bool:
        """Whether he votes if he comes: rejected and waiting alternates do not."""
        if self.standing == Standing.ALTERNATE:
            return self.in_place_of_id is not None
        return self.standing == Standing.OFFICIAL

    def facts(self, *, replaced: bool) -> OnRoll:
        """Return what the rules want to know of this person."""
        return OnRoll(
            origin=Origin(self.origin),
            standing=Standing(self.standing),
            condition=Condition(self.condition),
            attendance=Attendance(self.attendance),
            replaced=replaced,
            accepted=self.accepted,
        )
