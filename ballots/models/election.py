"""An election, its polls, and the slate of each."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.rules.rulesets import Regulation
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Office, Round


class Election(models.Model):
    """The election to one office, held by one voting body under one rule set."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        "congress.VotingBody",
        models.PROTECT,
        related_name="elections",
        verbose_name=_("nơi bầu"),
    )
    # The body's congress, once more: an election's number runs through a congress.
    congress = models.ForeignKey(
        "congress.Congress",
        models.PROTECT,
        related_name="elections",
        verbose_name=_("đại hội"),
    )
    number = models.PositiveSmallIntegerField(_("số thứ tự trong đại hội"))
    office = models.CharField(_("chức danh"), max_length=30, choices=labels.OFFICES)
    rule_set = models.CharField(_("bộ quy định"), max_length=20)
    # The rule set as it stood when the election began; a trigger compares the two.
    rule_edition = models.ForeignKey(
        "core.RuleSetEdition",
        models.PROTECT,
        related_name="+",
        verbose_name=_("bản của bộ quy định"),
    )

    class Meta:
        verbose_name = _("cuộc bầu")
        verbose_name_plural = _("cuộc bầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "number", name="ballots_election_number_once"
            ),
            models.CheckConstraint(
                condition=Q(office__in=[office.value for office in Office]),
                name="ballots_election_known_office",
            ),
            models.CheckConstraint(
                condition=Q(rule_set__in=[known.value for known in Regulation]),
                name="ballots_election_known_rule_set",
            ),
        ]

    def __str__(self) -> str:
        return _("Bầu %(office)s") % {"office": self.get_office_display()}


class Upload(models.Model):
    """An election file on its way into the portal."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        "congress.VotingBody", models.PROTECT, related_name="uploads"
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="upload"
    )
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp cuộc bầu")
        verbose_name_plural = _("tệp cuộc bầu")

    def __str__(self) -> str:
        return str(self.file)


class Poll(models.Model):
    """One vote on one slate: a first round, a further round or a run-off."""

    scope_lookup = "election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="polls")
    number = models.PositiveSmallIntegerField(_("lần bầu"))
    round = models.CharField(_("vòng"), max_length=10, choices=labels.ROUNDS)
    layout = models.CharField(_("kiểu phiếu"), max_length=20, choices=labels.LAYOUTS)
    stage = models.CharField(_("giai đoạn"), max_length=20, choices=labels.STAGES)
    seats = models.PositiveIntegerField(_("số lượng cần bầu"))
    alternates = models.PositiveIntegerField(_("số đại biểu dự khuyết cần bầu"))
    max_votes = models.PositiveIntegerField(_("mỗi phiếu bầu nhiều nhất"))
    tally_base = models.PositiveIntegerField(_("mẫu số tính kết quả (D)"))
    present = models.PositiveIntegerField(_("có mặt"))
    printed = models.PositiveIntegerField(_("phiếu in"))
    issued = models.PositiveIntegerField(_("phiếu phát ra"))
    returned = models.PositiveIntegerField(_("phiếu thu về"))
    file_id = models.CharField(_("mã trong tệp"), max_length=200)
    note = models.TextField(_("ghi chú trong tệp"), blank=True)
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="poll")

    class Meta:
        verbose_name = _("lần bầu")
        verbose_name_plural = _("lần bầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "election", "number", name="ballots_poll_number_once"
            ),
            models.CheckConstraint(
                condition=Q(round__in=[each.value for each in Round]),
                name="ballots_poll_known_round",
            ),
            models.CheckConstraint(
                condition=Q(layout__in=[each.value for each in Layout]),
                name="ballots_poll_known_layout",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in Stage]),
                name="ballots_poll_known_stage",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1) | Q(alternates__gte=1),
                name="ballots_poll_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(max_votes__gte=1, tally_base__gte=1),
                name="ballots_poll_has_votes_and_a_base",
            ),
            models.CheckConstraint(
                condition=Q(
                    returned__lte=F("issued"),
                    issued__lte=F("present"),
                    present__lte=F("tally_base"),
                ),
                name="ballots_poll_returned_within_issued_within_present",
            ),
            models.CheckConstraint(
                condition=Q(issued__lte=F("printed")),
                name="ballots_poll_issued_within_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election} – {_('lần bầu')} {self.number}"


class Candidate(models.Model):
    """A name on the slate of one poll. ``place`` is ballot order, from 0."""

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="candidates")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField(_("số"))
    name = models.CharField(_("họ và tên"), max_length=400)
    party_since = models.DateField(_("ngày vào Đảng"), null=True, blank=True)
    # Empty only for names that came in a file.
    person = models.ForeignKey(
        "core.Person", models.PROTECT, related_name="candidacies", null=True, blank=True
    )

    class Meta:
        verbose_name = _("người trong danh sách")
        verbose_name_plural = _("người trong danh sách")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll", "place", name="ballots_candidate_place_once"
            ),
            models.UniqueConstraint(
                "poll", "number", name="ballots_candidate_number_once"
            ),
            models.UniqueConstraint(
                "poll",
                "person",
                condition=Q(person__isnull=False),
                name="ballots_candidate_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(name=""),
                name="ballots_candidate_has_number_and_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Withdrawal(models.Model):
    """A poll taken back before its result was confirmed; it stays as a trace."""

    scope_lookup = "poll__election__body__scope"

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("lý do"), max_length=400)

    class Meta:
        verbose_name = _("rút lần bầu")
        verbose_name_plural = _("rút lần bầu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="ballots_withdrawal_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.poll)
