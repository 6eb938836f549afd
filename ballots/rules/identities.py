"""Sums that every sheet of minutes must satisfy, whoever filled it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ballots.rules.count import Count
from ballots.rules.terms import Layout, Slate
from congress.rules.findings import Finding, Severity
from congress.rules.regulations import Rule


class SumFault(StrEnum):
    """Which sum does not hold, or is worth a note."""

    PRESENT_ABOVE_BASE = "present_above_base"
    ISSUED_ABOVE_PRESENT = "issued_above_present"
    ISSUED_ABOVE_PRINTED = "issued_above_printed"
    RETURNED_ABOVE_ISSUED = "returned_above_issued"
    NOT_COLLECTED = "not_collected"
    NOT_RETURNED = "not_returned"
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


def paper_findings(papers: Papers) -> tuple[Finding[SumFault], ...]:
    """Sums over people and papers: more than there can be stops, fewer is a note."""
    p = papers
    checks = (
        (SumFault.PRESENT_ABOVE_BASE, Severity.ERROR, p.present, p.tally_base),
        (SumFault.ISSUED_ABOVE_PRESENT, Severity.ERROR, p.issued, p.present),
        (SumFault.ISSUED_ABOVE_PRINTED, Severity.ERROR, p.issued, p.printed),
        (SumFault.RETURNED_ABOVE_ISSUED, Severity.ERROR, p.returned, p.issued),
        (SumFault.NOT_COLLECTED, Severity.NOTE, p.present, p.issued),
        (SumFault.NOT_RETURNED, Severity.NOTE, p.issued, p.returned),
    )
    return tuple(_finding(*check) for check in checks if check[2] > check[3])


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
