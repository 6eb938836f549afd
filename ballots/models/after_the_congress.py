"""A result annulled by the level above, and elections held within the term. Facts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Candidate, Election, Poll
from ballots.models.tally import Confirmation
from ballots.rules.annulment import Ground
from ballots.rules.mid_term import Why


class Annulment(models.Model):
    """The level above annulled a result, or refused one whom it elected (R-AF-6).

    Without a candidate the whole result is meant. Nothing undoes it.
    """

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="annulments")
    confirmation = models.ForeignKey(
        Confirmation, models.PROTECT, related_name="annulments"
    )
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="annulments",
        null=True,
        blank=True,
        verbose_name=_("người không được chuẩn y"),
    )
    decision = models.CharField(_("số quyết định"), max_length=100)
    decided_on = models.DateField(_("ngày quyết định"))
    decided_by = models.CharField(_("nơi quyết định"), max_length=200)
    ground = models.CharField(_("căn cứ"), max_length=20, choices=labels.GROUNDS)
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("hủy kết quả bầu cử")
        verbose_name_plural = _("hủy kết quả bầu cử")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "confirmation",
                condition=Q(candidate__isnull=True),
                name="ballots_annulment_of_a_result_once",
            ),
            models.UniqueConstraint(
                "confirmation",
                "candidate",
                condition=Q(candidate__isnull=False),
                name="ballots_annulment_of_a_person_once",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[each.value for each in Ground]),
                name="ballots_annulment_known_ground",
            ),
            models.CheckConstraint(
                condition=~Q(decision="") & ~Q(decided_by="") & ~Q(reason=""),
                name="ballots_annulment_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.decision


class MidTerm(models.Model):
    """Why an election is held within the term, and how many it may elect (R-AF-10)."""

    scope_lookup = "election__body__scope"

    election = models.OneToOneField(
        Election, models.PROTECT, related_name="mid_term", verbose_name=_("cuộc bầu")
    )
    why = models.CharField(_("để"), max_length=20, choices=labels.WHYS)
    # The calculation as it stood: number fixed, who held the office, share beyond it.
    fixed = models.PositiveIntegerField(_("số lượng đã quyết định"))
    standing = models.PositiveIntegerField(_("đang giữ chức"))
    percent = models.PositiveSmallIntegerField(_("tỷ lệ được bầu thêm (%)"))
    # What the level above consented with.
    consent = models.CharField(_("số văn bản đồng ý"), max_length=100)
    consent_on = models.DateField(_("ngày văn bản"))
    consent_by = models.CharField(_("nơi đồng ý"), max_length=200)
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bầu trong nhiệm kỳ")
        verbose_name_plural = _("bầu trong nhiệm kỳ")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(why__in=[each.value for each in Why]),
                name="ballots_mid_term_known_reason",
            ),
            models.CheckConstraint(
                condition=Q(fixed__gte=1) & Q(percent__lte=100),
                name="ballots_mid_term_has_a_fixed_number",
            ),
            models.CheckConstraint(
                condition=~Q(consent="") & ~Q(consent_by="") & ~Q(reason=""),
                name="ballots_mid_term_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)
