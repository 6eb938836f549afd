"""What the papers show, as people read them.

Secrecy: nothing here says who cast a ballot or when it was read. A ballot's
position is its place in the shuffled stack; the time stands on the entry alone.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Poll
from ballots.rules.ballot import Defect, Ruling


class Batch(models.Model):
    """A heap of papers counted off together; a file is one batch."""

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField(_("tập"))
    papers = models.PositiveIntegerField(_("số tờ"))

    class Meta:
        verbose_name = _("tập phiếu")
        verbose_name_plural = _("tập phiếu")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "number", name="ballots_batch_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.poll} – {_('tập')} {self.number}"


class Entry(models.Model):
    """One reading of a batch by one operator; ``digest`` is over all its ballots."""

    scope_lookup = "batch__poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField(_("lần nhập"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    digest = models.CharField(max_length=64)
    finished_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần nhập")
        verbose_name_plural = _("lần nhập")
        constraints: ClassVar = [
            models.UniqueConstraint("batch", "number", name="ballots_entry_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch} – {_('lần nhập')} {self.number}"


class Ballot(models.Model):
    """What ``copies`` identical papers show, never what they are worth.

    The four columns of marks hold packed bits in ballot order
    (``ballots.rules.marks``); NULL is a key that the reader did not use.
    """

    scope_lookup = "entry__batch__poll__election__body__scope"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="ballots")
    position = models.PositiveIntegerField(_("thứ tự trong tập"))
    struck = models.BinaryField(null=True)
    kept = models.BinaryField(null=True)
    agree = models.BinaryField(null=True)
    disagree = models.BinaryField(null=True)
    defect = models.CharField(max_length=20, null=True, choices=labels.DEFECTS)  # noqa: DJ001 - NULL is "none seen", as in the file
    decision = models.CharField(max_length=10, null=True, choices=labels.RULINGS)  # noqa: DJ001 - NULL is "none made"
    copies = models.PositiveIntegerField(_("số tờ giống nhau"))

    class Meta:
        verbose_name = _("phiếu bầu")
        verbose_name_plural = _("phiếu bầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "entry", "position", name="ballots_ballot_position_once"
            ),
            models.CheckConstraint(
                condition=Q(copies__gte=1), name="ballots_ballot_is_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(defect__isnull=True)
                | Q(defect__in=[each.value for each in Defect]),
                name="ballots_ballot_known_defect",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True)
                | Q(decision__in=[each.value for each in Ruling]),
                name="ballots_ballot_known_decision",
            ),
            models.CheckConstraint(
                condition=Q(struck__isnull=True)
                | Q(kept__isnull=True)
                | Q(defect__isnull=False),
                name="ballots_ballot_struck_or_kept_unless_defective",
            ),
            models.CheckConstraint(
                condition=Q(struck__isnull=True, kept__isnull=True)
                | Q(agree__isnull=True, disagree__isnull=True),
                name="ballots_ballot_of_one_layout",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.position}"
