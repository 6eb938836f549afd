"""On what the ballots of a poll are printed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots.labels import ballot_papers as labels
from ballots.models.election import Poll
from ballots.rules.ballot_paper import (
    MOST_COPIES,
    MOST_SLIP_LINES,
    PaperColour,
    PaperSize,
)


class PaperChoice(models.Model):
    """Size, colour and number of the ballots; and of the slips to put names forward.

    Size and colour stand from the moment the box is sealed: a trigger refuses others.
    """

    scope_lookup = "poll__election__body__scope"

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="paper_choice")
    size = models.CharField(
        _("khổ phiếu"),
        max_length=10,
        choices=labels.PAPER_SIZES,
        default=PaperSize.A4.value,
    )
    colour = models.CharField(
        _("màu phiếu"),
        max_length=10,
        choices=labels.PAPER_COLOURS,
        default=PaperColour.WHITE.value,
    )
    copies = models.PositiveSmallIntegerField(_("số phiếu in"), null=True)
    slip_lines = models.PositiveSmallIntegerField(_("số dòng mỗi phiếu"), default=5)
    slip_copies = models.PositiveSmallIntegerField(_("số phiếu giới thiệu"), null=True)

    class Meta:
        verbose_name = _("giấy in phiếu bầu")
        verbose_name_plural = _("giấy in phiếu bầu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(size__in=[each.value for each in PaperSize])
                & Q(colour__in=[each.value for each in PaperColour]),
                name="ballots_paper_known_size_and_colour",
            ),
            models.CheckConstraint(
                condition=Q(copies__gte=1, copies__lte=MOST_COPIES)
                & Q(slip_copies__gte=1, slip_copies__lte=MOST_COPIES),
                name="ballots_paper_copies_can_be_printed",
            ),
            models.CheckConstraint(
                condition=Q(slip_lines__gte=1, slip_lines__lte=MOST_SLIP_LINES),
                name="ballots_paper_slip_has_lines",
            ),
        ]

    def __str__(self) -> str:
        return str(self.poll)

    @property
    def is_stored(self) -> bool:
        """Whether somebody chose; else these are what stands until somebody does."""
        return not self._state.adding
