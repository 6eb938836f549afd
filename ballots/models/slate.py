"""How a list comes about: the names put forward, and the opinion ballot on them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Poll
from ballots.rules.nominations import PutForward, Withdrawing


class Nomination(models.Model):
    """A name put forward for one poll. The list, once closed, is made of these."""

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="nominations")
    person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        related_name="nominations",
        verbose_name=_("người"),
    )
    put_forward = models.CharField(_("diện"), max_length=20, choices=labels.PUT_FORWARD)
    # Who nominated; empty for the official list and for those who stand themselves.
    by_person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người đề cử"),
    )
    # How many of those attending back a name from the floor (R-CN-6).
    backed_by = models.PositiveIntegerField(
        _("số người đồng ý đưa vào"), null=True, blank=True
    )
    withdrawing = models.CharField(
        _("xin rút"),
        max_length=20,
        choices=labels.WITHDRAWINGS,
        default=Withdrawing.NOT_ASKED.value,
    )
    # Votes in the opinion ballot, where one was held.
    opinion_votes = models.PositiveIntegerField(
        _("phiếu xin ý kiến đồng ý"), null=True, blank=True
    )
    # Left out after all: by R-CN-4 or R-CN-6, by the opinion ballot, by the congress.
    left_out = models.BooleanField(_("không đưa vào danh sách"), default=False)
    left_out_reason = models.CharField(_("lý do"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("người được giới thiệu vào danh sách")
        verbose_name_plural = _("người được giới thiệu vào danh sách")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "person", name="ballots_nomination_once"),
            models.CheckConstraint(
                condition=Q(put_forward__in=[each.value for each in PutForward])
                & Q(withdrawing__in=[each.value for each in Withdrawing]),
                name="ballots_nomination_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(by_person__isnull=True)
                | Q(put_forward=PutForward.NOMINATED.value),
                name="ballots_nomination_by_somebody_only_from_the_floor",
            ),
            models.CheckConstraint(
                condition=Q(left_out=False) | ~Q(left_out_reason=""),
                name="ballots_nomination_left_out_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class OpinionBallot(models.Model):
    """The secret opinion ballot on names from the floor (R-OP-1 to R-OP-4).

    Counted by a team that the presidium names, not by the tally board.
    """

    scope_lookup = "poll__election__body__scope"

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="opinion_ballot")
    team = models.JSONField(_("tổ kiểm phiếu xin ý kiến"))
    issued = models.PositiveIntegerField(_("phiếu phát ra"))
    returned = models.PositiveIntegerField(_("phiếu thu về"))
    valid = models.PositiveIntegerField(_("phiếu hợp lệ"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lấy phiếu xin ý kiến")
        verbose_name_plural = _("lấy phiếu xin ý kiến")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    returned__lte=models.F("issued"), valid__lte=models.F("returned")
                ),
                name="ballots_opinion_valid_within_returned_within_issued",
            ),
            models.CheckConstraint(
                condition=~Q(team=[]), name="ballots_opinion_has_a_team"
            ),
        ]

    def __str__(self) -> str:
        return str(self.poll)
