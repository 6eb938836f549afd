"""Sums that every sheet of minutes must satisfy, whoever filled it in."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ballots.rules.count import Count
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Slate
from congress.rules.findings import Finding, Severity
from congress.rules.offices import majority
from congress.rules.regulations import Rule


class SumFault(StrEnum):
    """Which sum does not hold, or is worth a note."""

    PRESENT_ABOVE_BASE = "present_above_base"
    ISSUED_ABOVE_PRESENT = "issued_above_present"
    ISSUED_ABOVE_PRINTED = "issued_above_printed"
    RETURNED_ABOVE_ISSUED = "returned_above_issued"
    NOT_COLLECTED = "not_collected"
    NOT_RETURNED = "not_returned"
    TOO_FEW_TO_ELECT = "too_few_to_elect"
    PRESENT_ABOVE_ROLL = "present_above_roll"
    PAPERS_ABOVE_PRINTED = "papers_above_printed"
    PAPERS_UNACCOUNTED = "papers_unaccounted"
    BALLOTS_DO_NOT_ADD_UP = "ballots_do_not_add_up"
    WORTH_DOES_NOT_ADD_UP = "worth_does_not_add_up"
    VOTES_ABOVE_VALID = "votes_above_valid"
    VOTES_ABOVE_CAPACITY = "votes_above_capacity"
    VOTES_BELOW_VALID = "votes_below_valid"


@dataclass(frozen=True, slots=True)
class Papers:
    """People and ballot papers of one poll, as reported to the hall."""

    tally_base: int
    present: int
    printed: int
    issued: int
    returned: int


@dataclass(frozen=True, slots=True)
class Figures:
    """People and papers while the vote goes on; ``None`` is not known yet.

    ``issued`` is net: an exchanged paper does not raise it. ``came`` are those whom the
    roll has as present, ``tally_base`` is D as it stands, or as it was frozen.
    """

    tally_base: int | None = None
    came: int | None = None
    printed: int | None = None
    spoilt_in_print: int | None = None
    present: int | None = None
    issued: int | None = None
    exchanged: int | None = None
    left_over: int | None = None
    returned: int | None = None

    @property
    def accounted(self) -> int:
        """Papers of which somebody can say where they are."""
        parts = (self.spoilt_in_print, self.issued, self.exchanged, self.left_over)
        return sum(part or 0 for part in parts)


# What is known when the papers come from the printer, are issued, and are returned.
FROM_PRINT: Final = ("printed", "spoilt_in_print")
WHEN_ISSUED: Final = (*FROM_PRINT, "present", "issued", "exchanged", "left_over")
WHEN_RETURNED: Final = (*WHEN_ISSUED, "returned")

# Which figures are written, and corrected, at which stage.
FIGURES_AT: Final = MappingProxyType(
    {
        Stage.LIST_CLOSED: FROM_PRINT,
        Stage.BOX_SEALED: FROM_PRINT,
        Stage.ISSUING: WHEN_ISSUED,
        Stage.BOX_OPENED: WHEN_RETURNED,
    }
)

# Beside which figure a finding is told.
FIGURE_OF: Final = MappingProxyType(
    {
        SumFault.PRESENT_ABOVE_BASE: "present",
        SumFault.PRESENT_ABOVE_ROLL: "present",
        SumFault.ISSUED_ABOVE_PRESENT: "issued",
        SumFault.ISSUED_ABOVE_PRINTED: "issued",
        SumFault.PAPERS_ABOVE_PRINTED: "printed",
        SumFault.PAPERS_UNACCOUNTED: "left_over",
        SumFault.RETURNED_ABOVE_ISSUED: "returned",
        SumFault.NOT_COLLECTED: "issued",
        SumFault.NOT_RETURNED: "returned",
        SumFault.TOO_FEW_TO_ELECT: "returned",
    }
)


def missing(figures: Figures, wanted: Iterable[str]) -> tuple[str, ...]:
    """Which of these figures nobody has said yet."""
    return tuple(name for name in wanted if getattr(figures, name) is None)


def figure_findings(figures: Figures) -> tuple[Finding[SumFault], ...]:
    """Sums over the figures known so far.

    More than there can be stops; papers that nobody can place, or that did not come
    back, and more people than the roll has, are warnings; fewer papers than people are
    a note.
    """
    return tuple(_figure_findings(figures))


def _figure_findings(f: Figures) -> Iterator[Finding[SumFault]]:
    error, warning, note = Severity.ERROR, Severity.WARNING, Severity.NOTE
    within_base = not _above(f.present, f.tally_base)
    checks = (
        (SumFault.PRESENT_ABOVE_BASE, error, f.present, f.tally_base),
        (
            SumFault.PRESENT_ABOVE_ROLL,
            warning,
            f.present if within_base else None,
            f.came,
        ),
        (SumFault.ISSUED_ABOVE_PRESENT, error, f.issued, f.present),
        (SumFault.ISSUED_ABOVE_PRINTED, error, f.issued, f.printed),
        (SumFault.RETURNED_ABOVE_ISSUED, error, f.returned, f.issued),
        (SumFault.NOT_COLLECTED, note, f.present, f.issued),
        (SumFault.NOT_RETURNED, warning, f.issued, f.returned),
    )
    for code, severity, seen, bound in checks:
        if seen is not None and bound is not None and seen > bound:
            yield _finding(code, severity, seen, bound)
    yield from _papers_placed(f)
    yield from _past_half_of_all(f)


def _past_half_of_all(f: Figures) -> Iterator[Finding[SumFault]]:
    """So few papers that not even a name on each of them has more than half of D."""
    if f.returned is None or f.tally_base is None:
        return
    needed = majority(f.tally_base)
    if f.returned < needed:
        code = SumFault.TOO_FEW_TO_ELECT
        yield _finding(code, Severity.WARNING, f.returned, needed)


def _papers_placed(f: Figures) -> Iterator[Finding[SumFault]]:
    """Printed = spoilt in print + issued + exchanged + left over."""
    if f.printed is None or _above(f.issued, f.printed):
        return
    if f.accounted > f.printed:
        code = SumFault.PAPERS_ABOVE_PRINTED
        yield _finding(code, Severity.ERROR, f.accounted, f.printed)
    elif f.accounted < f.printed and not missing(f, WHEN_ISSUED):
        code = SumFault.PAPERS_UNACCOUNTED
        yield _finding(code, Severity.WARNING, f.accounted, f.printed)


def _above(seen: int | None, bound: int | None) -> bool:
    return seen is not None and bound is not None and seen > bound


def warnings(findings: Iterable[Finding[SumFault]]) -> tuple[Finding[SumFault], ...]:
    """Those that somebody has to have seen before the work goes on."""
    return tuple(f for f in findings if f.severity is Severity.WARNING)


def digest_of_figures(figures: Figures) -> str:
    """Return a digest of all figures: what was acknowledged lapses when one changes."""
    said = [f"{each.name} {getattr(figures, each.name)}" for each in fields(figures)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def count_findings(
    count: Count, slate: Slate, *, returned: int
) -> tuple[Finding[SumFault], ...]:
    """Sums over one count: ballots, their worth, and the votes they can carry."""
    return tuple(_count_findings(count, slate, returned))


def _count_findings(
    count: Count, slate: Slate, returned: int
) -> Iterator[Finding[SumFault]]:
    error, votes = Severity.ERROR, sum(count.votes)
    judged = count.valid + count.invalid + count.undecided
    if count.returned != returned:
        code = SumFault.BALLOTS_DO_NOT_ADD_UP
        yield _finding(code, error, count.returned, returned)
    if judged != count.returned:
        yield _finding(SumFault.WORTH_DOES_NOT_ADD_UP, error, judged, count.returned)
    for place, number in enumerate(count.votes):
        if number > count.valid:
            found = _finding(SumFault.VOTES_ABOVE_VALID, error, number, count.valid)
            yield found._replace(place=place)
    if votes > count.valid * slate.max_votes:
        capacity = count.valid * slate.max_votes
        yield _finding(SumFault.VOTES_ABOVE_CAPACITY, error, votes, capacity)
    if slate.layout is Layout.STRIKE_OUT and votes < count.valid:
        yield _finding(SumFault.VOTES_BELOW_VALID, error, votes, count.valid)


def _finding(
    code: SumFault, severity: Severity, seen: int, bound: int
) -> Finding[SumFault]:
    return Finding(code, severity, Rule.ARITHMETIC, seen, bound)
