"""An election, its polls, and the slate of each."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.rules.comparison import MOST_READINGS
from ballots.rules.identities import Papers
from ballots.rules.purposes import Purpose
from ballots.rules.stages import BEFORE_THE_BOX_OPENS, Stage
from ballots.rules.terms import Layout, Round
from congress.rules.offices import Office
from congress.rules.rulesets import Regulation


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
    # Counting by computer officially takes the software of the centre (03-HD/TW §3):
    # what this count is for, and what permits it, is said before it begins.
    purpose = models.CharField(
        _("kiểm phiếu trên cổng để"),
        max_length=20,
        choices=labels.PURPOSES,
        default=Purpose.CHECK.value,
    )
    permitted_by = models.CharField(_("căn cứ cho phép"), max_length=400, blank=True)
    # The election in whose place it is held: its result was annulled, or somebody whom
    # it elected was refused.
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("bầu lại thay cho"),
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
            models.CheckConstraint(
                condition=Q(purpose__in=[each.value for each in Purpose]),
                name="ballots_election_known_purpose",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.OFFICIAL.value) | ~Q(permitted_by=""),
                name="ballots_election_official_count_is_permitted",
                violation_error_message=_("Hãy ghi văn bản cho phép."),
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
    """One vote on one slate: a first round, a further round or a run-off.

    Typed papers fill its numbers one after the other; a file brings them all at once.
    ``issued`` is net: an exchanged paper does not raise it.
    """

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
    # Less than the regulation's ceiling, where the congress voted so (R-SU-2).
    surplus_percent = models.PositiveSmallIntegerField(
        _("số dư tối đa đại hội quyết định (%)"), null=True, blank=True
    )
    tally_base = models.PositiveIntegerField(_("mẫu số tính kết quả (D)"), null=True)
    present = models.PositiveIntegerField(_("có mặt"), null=True)
    printed = models.PositiveIntegerField(_("phiếu in"), null=True)
    spoilt_in_print = models.PositiveIntegerField(_("phiếu in hỏng"), null=True)
    issued = models.PositiveIntegerField(_("phiếu phát ra"), null=True)
    exchanged = models.PositiveIntegerField(_("phiếu đổi"), null=True)
    left_over = models.PositiveIntegerField(_("phiếu còn lại"), null=True)
    returned = models.PositiveIntegerField(_("phiếu thu về"), null=True)
    # The poll that this one follows: a further round or a run-off.
    after = models.ForeignKey(
        "self", models.PROTECT, related_name="following", null=True, editable=False
    )
    # How many people read each batch, none of whom sees what the others read.
    readings = models.PositiveSmallIntegerField(_("số người nhập mỗi tập"), default=1)
    # How many times its papers have been taken up again.
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    file_id = models.CharField(_("mã trong tệp"), max_length=200, blank=True)
    note = models.TextField(_("ghi chú trong tệp"), blank=True)
    # Only a poll that came in a file has one.
    upload = models.OneToOneField(
        Upload, models.PROTECT, related_name="poll", null=True
    )

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
                condition=Q(readings__gte=1, readings__lte=MOST_READINGS),
                name="ballots_poll_read_by_one_to_three",
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
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in BEFORE_THE_BOX_OPENS])
                | Q(tally_base__isnull=False),
                name="ballots_poll_base_is_frozen_when_the_box_opens",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        each.value for each in (*BEFORE_THE_BOX_OPENS, Stage.BOX_OPENED)
                    ]
                )
                | Q(
                    present__isnull=False,
                    printed__isnull=False,
                    issued__isnull=False,
                    returned__isnull=False,
                ),
                name="ballots_poll_papers_are_known_when_entered",
            ),
            models.CheckConstraint(
                condition=Q(
                    printed__gte=F("spoilt_in_print")
                    + F("issued")
                    + F("exchanged")
                    + F("left_over")
                ),
                name="ballots_poll_papers_within_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election} – {_('lần bầu')} {self.number}"

    @property
    def base(self) -> int:
        """D, once it is frozen; asked for earlier it is a ``ValueError``."""
        return _known(self.tally_base)

    @property
    def papers(self) -> Papers:
        """People and papers, once all are entered; earlier a ``ValueError``."""
        return Papers(
            tally_base=self.base,
            present=_known(self.present),
            printed=_known(self.printed),
            issued=_known(self.issued),
            returned=_known(self.returned),
        )


def _known(number: int | None) -> int:
    if number is None:
        msg = "the poll has not come so far"
        raise ValueError(msg)
    return number


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
        verbose_name = _("thu hồi lần bầu")
        verbose_name_plural = _("thu hồi lần bầu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="ballots_withdrawal_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.poll)
