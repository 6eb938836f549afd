"""What the papers show, as people read them.

Secrecy: nothing here says who cast a ballot or when it was read. A ballot's position is
its place in the shuffled stack; the time stands on the entry alone, and the journal of
an entry has an order and no clock.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Poll
from ballots.models.station import Station
from ballots.rules.ballot import Defect, Ruling
from ballots.rules.comparison import MOST_READINGS
from ballots.rules.doubts import Doubt
from ballots.rules.journal import Act


class Batch(models.Model):
    """A heap of papers counted off together; a file is one batch.

    ``agreed`` is the entry that counts, once somebody has compared it with the papers.
    """

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField(_("tập"))
    papers = models.PositiveIntegerField(_("số tờ"))
    agreed = models.OneToOneField(
        "Entry", models.PROTECT, related_name="agreed_for", null=True, editable=False
    )
    # What whoever enters it counts in the heap, where that is another number: the
    # board looks at it and counts off anew.
    found = models.PositiveIntegerField(_("số tờ đếm được"), null=True)
    found_note = models.CharField(_("ghi chú"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("tập phiếu")
        verbose_name_plural = _("tập phiếu")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "number", name="ballots_batch_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.poll} – {_('tập')} {self.number}"


class Entry(models.Model):
    """One reading of a batch by one operator.

    Finished, it has a digest over all its ballots and, typed by hand, one over its
    journal; neither it nor its ballots change from then on.
    """

    scope_lookup = "batch__poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField(_("lần nhập"))
    # Which of the blind readings it is; 0 settles what they differ on.
    reading = models.PositiveSmallIntegerField(_("người nhập thứ"), default=1)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    # Where and since when it is typed; nothing of both for a file, or a settled batch.
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="entries", null=True
    )
    taken_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    journal_digest = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần nhập")
        verbose_name_plural = _("lần nhập")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "batch", "number", name="ballots_entry_number_once"
            ),
            models.CheckConstraint(
                condition=Q(reading__lte=MOST_READINGS),
                name="ballots_entry_known_reading",
            ),
            # The papers lie before one person at a time.
            models.UniqueConstraint(
                "batch",
                condition=Q(finished_at__isnull=True),
                name="ballots_entry_one_open",
            ),
            # A file is being read: its digest comes last.
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(digest=""),
                name="ballots_entry_digest_of_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} – {_('lần nhập')} {self.number}"


class Marked(models.Model):
    """What a paper shows, never what it is worth.

    The four columns of marks hold packed bits in ballot order
    (``ballots.rules.marks``); NULL is a key that the reader did not use.
    """

    struck = models.BinaryField(null=True)
    kept = models.BinaryField(null=True)
    agree = models.BinaryField(null=True)
    disagree = models.BinaryField(null=True)
    defect = models.CharField(max_length=20, null=True, choices=labels.DEFECTS)  # noqa: DJ001 - NULL is "none seen", as in the file
    decision = models.CharField(max_length=10, null=True, choices=labels.RULINGS)  # noqa: DJ001 - NULL is "none made"

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(defect__isnull=True)
                | Q(defect__in=[each.value for each in Defect]),
                name="ballots_%(class)s_known_defect",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True)
                | Q(decision__in=[each.value for each in Ruling]),
                name="ballots_%(class)s_known_decision",
            ),
            models.CheckConstraint(
                condition=Q(struck__isnull=True)
                | Q(kept__isnull=True)
                | Q(defect__isnull=False),
                name="ballots_%(class)s_struck_or_kept_unless_defective",
            ),
            models.CheckConstraint(
                condition=Q(struck__isnull=True, kept__isnull=True)
                | Q(agree__isnull=True, disagree__isnull=True),
                name="ballots_%(class)s_of_one_layout",
            ),
        ]


class Ballot(Marked):
    """What ``copies`` identical papers show; typed by hand, each is one paper."""

    scope_lookup = "entry__batch__poll__election__body__scope"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="ballots")
    position = models.PositiveIntegerField(_("thứ tự trong tập"))
    # Set aside: whoever reads it does not say himself what it shows.
    doubt = models.CharField(max_length=20, null=True, choices=labels.DOUBTS)  # noqa: DJ001 - NULL is "none"
    copies = models.PositiveIntegerField(_("số tờ giống nhau"))

    class Meta(Marked.Meta):
        verbose_name = _("phiếu bầu")
        verbose_name_plural = _("phiếu bầu")
        constraints: ClassVar = [
            *Marked.Meta.constraints,
            models.UniqueConstraint(
                "entry", "position", name="ballots_ballot_position_once"
            ),
            models.CheckConstraint(
                condition=Q(copies__gte=1), name="ballots_ballot_is_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(doubt__isnull=True)
                | Q(doubt__in=[each.value for each in Doubt]),
                name="ballots_ballot_known_doubt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.position}"


class JournalLine(models.Model):
    """One act on one ballot of an entry: an order, no clock.

    ``key`` comes from the screen: a save that is sent again finds its own line.
    """

    scope_lookup = "entry__batch__poll__election__body__scope"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="journal")
    sequence = models.PositiveIntegerField(_("thứ tự"))
    position = models.PositiveIntegerField(_("thứ tự trong tập"))
    act = models.CharField(_("việc"), max_length=10, choices=labels.JOURNAL_ACTS)
    content = models.TextField(_("phiếu cho thấy"), blank=True)
    key = models.UUIDField(editable=False)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dòng nhật ký nhập phiếu")
        verbose_name_plural = _("nhật ký nhập phiếu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "entry", "sequence", name="ballots_journal_sequence_once"
            ),
            models.UniqueConstraint("entry", "key", name="ballots_journal_key_once"),
            models.CheckConstraint(
                condition=Q(act__in=[each.value for each in Act]),
                name="ballots_journal_known_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.sequence}"


class EntryCheck(models.Model):
    """Somebody else has compared a finished entry with the papers; he edits nothing."""

    scope_lookup = "entry__batch__poll__election__body__scope"

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="check_made")
    agrees = models.BooleanField(_("khớp với phiếu"))
    # Positions at which the paper shows something else.
    wrong = models.JSONField(default=list)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đối chiếu tập phiếu")
        verbose_name_plural = _("đối chiếu tập phiếu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agrees=False) | Q(wrong=[]),
                name="ballots_check_agrees_without_differences",
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)


class BoardRuling(Marked):
    """What the board decided a doubtful ballot shows, who decided and why.

    A ruling thought over is another row: the last one counts.
    """

    scope_lookup = "ballot__entry__batch__poll__election__body__scope"

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="rulings")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("lý do"), max_length=400)
    # Names of those who decided, as they stood on the board.
    deciders = models.JSONField(_("những người quyết định"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Marked.Meta):
        verbose_name = _("quyết định về phiếu cần xem xét")
        verbose_name_plural = _("quyết định về phiếu cần xem xét")
        constraints: ClassVar = [
            *Marked.Meta.constraints,
            models.UniqueConstraint("ballot", "number", name="ballots_ruling_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(deciders=[]),
                name="ballots_ruling_has_a_reason_and_deciders",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.number}"
