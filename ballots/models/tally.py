"""What a poll came to. Finished facts: triggers refuse every change."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Candidate, Poll
from ballots.rules.ballot import Reason
from ballots.rules.outcome import Next, Verdict


class Tally(models.Model):
    """A finished count, stored only when two counts agree.

    A count of other papers is another row, never an edit.
    """

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="tallies")
    digest = models.CharField(max_length=64)
    counted_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True
    )
    counted_at = models.DateTimeField()
    threshold = models.PositiveIntegerField(_("số phiếu ít nhất để trúng cử"))
    returned = models.PositiveIntegerField(_("phiếu thu về"))
    valid = models.PositiveIntegerField(_("phiếu hợp lệ"))
    invalid = models.PositiveIntegerField(_("phiếu không hợp lệ"))
    undecided = models.PositiveIntegerField(_("phiếu cần xem xét"))
    open_seats = models.PositiveIntegerField(_("số lượng còn thiếu"))
    open_alternates = models.PositiveIntegerField(_("dự khuyết còn thiếu"))
    next = models.CharField(_("bước tiếp"), max_length=20, choices=labels.NEXT_STEPS)
    next_rule = models.CharField(_("căn cứ của bước tiếp"), max_length=20)

    class Meta:
        verbose_name = _("kết quả kiểm phiếu")
        verbose_name_plural = _("kết quả kiểm phiếu")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "digest", name="ballots_tally_once"),
            models.CheckConstraint(
                condition=Q(returned=F("valid") + F("invalid") + F("undecided")),
                name="ballots_tally_every_ballot_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1), name="ballots_tally_has_a_threshold"
            ),
            models.CheckConstraint(
                condition=Q(next__in=[each.value for each in Next]),
                name="ballots_tally_known_next_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll} – {_('kết quả')}"


class TallyLine(models.Model):
    """One candidate's votes, what they mean, and the rule that says so."""

    scope_lookup = "tally__poll__election__body__scope"

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="lines")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="tally_lines")
    votes = models.PositiveIntegerField(_("số phiếu"))
    # On agree / disagree papers alone; NULL in results of the first release as well.
    disagree = models.PositiveIntegerField(_("không đồng ý"), null=True)
    hundredths = models.PositiveIntegerField(_("phần trăm của D, nhân 100"))
    verdict = models.CharField(_("kết quả"), max_length=20, choices=labels.VERDICTS)
    # 1 for the most votes among the elected, or among the alternates.
    rank = models.PositiveIntegerField(null=True)
    rule = models.CharField(_("căn cứ"), max_length=20)

    class Meta:
        verbose_name = _("dòng kết quả")
        verbose_name_plural = _("dòng kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "tally", "candidate", name="ballots_tally_line_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]),
                name="ballots_tally_line_known_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tally_id} {self.candidate_id}"


class TallyReason(models.Model):
    """How many ballots are invalid for one reason."""

    scope_lookup = "tally__poll__election__body__scope"

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="reasons")
    reason = models.CharField(max_length=20, choices=labels.REASONS)
    ballots = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("lý do không hợp lệ")
        verbose_name_plural = _("lý do không hợp lệ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "tally", "reason", name="ballots_tally_reason_once"
            ),
            models.CheckConstraint(
                condition=Q(ballots__gte=1), name="ballots_tally_reason_occurred"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[each.value for each in Reason]),
                name="ballots_tally_known_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tally_id} {self.reason}"


class Confirmation(models.Model):
    """The head of the tally board confirmed a tally; once for a revision of a poll.

    Papers taken up again end a revision; what was confirmed in it stays, superseded.
    """

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="confirmations")
    revision = models.PositiveSmallIntegerField(default=1)
    tally = models.ForeignKey(Tally, models.PROTECT, related_name="confirmations")
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The board as it stood then: the minutes name it, whatever changes later.
    board = models.JSONField(default=list)
    # The head of the audit chain with this confirmation's own line in it, as minutes
    # print it; confirmations of the first release have none.
    link_number = models.PositiveBigIntegerField(null=True)
    link_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("chốt kết quả")
        verbose_name_plural = _("chốt kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll", "revision", name="ballots_confirmation_once"
            ),
            models.CheckConstraint(
                condition=Q(link_number__isnull=True, link_digest="")
                | Q(link_number__isnull=False) & ~Q(link_digest=""),
                name="ballots_confirmation_link_has_number_and_digest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.tally)
