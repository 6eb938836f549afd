"""Reads of what is done with the papers of a poll: the box, the figures, the base."""

from dataclasses import dataclass
from typing import Final

from ballots.models import (
    Acknowledgement,
    BoardSeat,
    BoxSeal,
    FrozenBase,
    Poll,
)
from ballots.queries import scope_of
from ballots.rules.identities import (
    WHEN_RETURNED,
    Figures,
    SumFault,
    digest_of_figures,
    figure_findings,
    warnings,
)
from ballots.rules.stages import BEFORE_THE_BOX_OPENS, Stage
from congress.queries import BodyBase, base_of
from congress.rules.findings import Finding, errors
from core.access.rights import Role
from core.models import AuditEvent

PAPER_ACTS: Final = (
    "ballots.papers_noted",
    "ballots.box_sealed",
    "ballots.issuing_started",
    "ballots.figures_acknowledged",
    "ballots.box_opened",
    "ballots.base_frozen_again",
    "ballots.poll_entered",
)
HISTORY_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class PapersNow:
    """The figures of a poll as they stand, and what is odd about them.

    ``base`` is worked out from the roll until the box is opened; ``frozen`` is what it
    was then.
    """

    figures: Figures
    base: BodyBase | None
    frozen: FrozenBase | None
    acknowledged: bool

    @property
    def digest(self) -> str:
        """Name these figures: whoever acts says which he has seen."""
        return digest_of_figures(self.figures)

    @property
    def findings(self) -> tuple[Finding[SumFault], ...]:
        """Everything odd about them."""
        return figure_findings(self.figures)

    @property
    def errors(self) -> tuple[Finding[SumFault], ...]:
        """What cannot be."""
        return errors(self.findings)

    @property
    def warnings(self) -> tuple[Finding[SumFault], ...]:
        """What has to be seen before the work goes on."""
        return warnings(self.findings)

    @property
    def waiting(self) -> tuple[Finding[SumFault], ...]:
        """The warnings that nobody has said he has seen."""
        return () if self.acknowledged else self.warnings


def papers_now(poll: Poll) -> PapersNow:
    """Return the figures of a poll as they stand."""
    frozen = base_frozen(poll)
    before = poll.upload_id is None and Stage(poll.stage) in BEFORE_THE_BOX_OPENS
    base = base_of(poll.election.body) if before else None
    figures = figures_of(poll, base=base, frozen=frozen)
    seen = Acknowledgement.objects.filter(poll=poll, figures=digest_of_figures(figures))
    return PapersNow(figures, base, frozen, acknowledged=seen.exists())


def base_frozen(poll: Poll, *, revision: int | None = None) -> FrozenBase | None:
    """Return D as it was frozen for a revision of the poll: the present one if unsaid.

    A revision that froze none of its own has that of the one before.
    """
    upto = poll.revision if revision is None else revision
    rows = FrozenBase.objects.filter(poll=poll, revision__lte=upto)
    return rows.select_related("by").order_by("-revision").first()


def bases_before(frozen: FrozenBase | None) -> list[FrozenBase]:
    """Return every D that was frozen before this one, the first one first."""
    if frozen is None or frozen.revision == 1:
        return []
    rows = FrozenBase.objects.filter(poll=frozen.poll_id, revision__lt=frozen.revision)
    return list(rows.select_related("by").order_by("revision"))


def figures_of(
    poll: Poll, *, base: BodyBase | None, frozen: FrozenBase | None
) -> Figures:
    """Return a poll's figures, measured on its base as it stands or was frozen."""
    written = {name: getattr(poll, name) for name in WHEN_RETURNED}
    if frozen:
        return Figures(tally_base=frozen.value, came=frozen.present, **written)
    if base:
        return Figures(tally_base=base.base.value, came=base.present, **written)
    return Figures(tally_base=poll.tally_base, **written)


def seal_of(poll: Poll) -> BoxSeal | None:
    """Return who sealed the box, when and before whom, once somebody did."""
    return BoxSeal.objects.filter(poll=poll).select_related("by").first()


def part_of(seat: BoardSeat) -> Role:
    """Return the part somebody plays on the board."""
    if seat.is_head:
        return Role.TALLY_HEAD
    return Role.TALLY_TECHNICIAN if seat.is_technician else Role.TALLY_MEMBER


def who_may_rule(poll: Poll) -> list[str]:
    """Return the names of the board as it sealed the box; technicians help only."""
    seal = BoxSeal.objects.filter(poll=poll).first()
    board = seal.board if seal else []
    return [
        each["name"] for each in board if each["role"] != Role.TALLY_TECHNICIAN.value
    ]


def paper_history(poll: Poll) -> list[AuditEvent]:
    """Return what was done with the papers, by whom and when, in its order."""
    lines = AuditEvent.objects.filter(
        subject_kind=Poll._meta.label_lower,
        subject_key=str(poll.pk),
        scope=scope_of(poll),
        act__in=PAPER_ACTS,
    )
    newest = lines.select_related("actor").order_by("-pk")[:HISTORY_SHOWN]
    return list(newest)[::-1]
