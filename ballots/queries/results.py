"""A tally as its pages and papers show it."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from ballots import labels
from ballots.models import Poll, Tally, TallyLine, TallyReason
from ballots.queries.terms import rule_set_of
from ballots.rules.ballot import Reason, rule_of_reason
from ballots.rules.outcome import Next, Verdict
from ballots.rules.terms import Layout
from congress.rules.clauses import Clause
from congress.rules.rulesets import Rule, RuleSet
from core.vietnamese import numbers


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule that decided something, and where it is written."""

    rule: Rule
    sentence: str
    clause: Clause
    cited: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One candidate's line of a result, ready to be shown."""

    number: int
    name: str
    votes: int
    percent: str
    verdict: Verdict
    verdict_label: str | Promise
    rank: int | None
    basis: Basis
    disagree: int | None = None  # where the paper has boxes
    place: int | None = None  # by votes, level ones the same
    round: int = 1  # the poll of the election that these votes were cast in

    @property
    def won(self) -> bool:
        """Whether the candidate has a place."""
        return self.verdict in (Verdict.ELECTED, Verdict.ALTERNATE)


def result(tally: Tally, poll: Poll, *, base: int | None = None) -> dict[str, Any]:
    """Return a tally as its pages show it: in ballot order, by votes, and who won."""
    rule_set = rule_set_of(poll)
    rows = result_rows(tally, poll, rule_set, base=base)
    waited = waiting_rows(tally, poll, rule_set)
    everyone = rows + waited
    reasons = [
        (row, _basis(_rule_of(row, poll, rule_set), poll, rule_set))
        for row in tally.reasons.order_by("-ballots", "reason")
    ]
    following = _basis(Rule(tally.next_rule), poll, rule_set)
    bases = [row.basis for row in everyone] + [following] + [of for _row, of in reasons]
    return {
        "tally": tally,
        "base": base or poll.base,
        "rows": rows,
        "rows_by_votes": by_votes(rows),
        "waited": waited,
        "elected": winners(rows, Verdict.ELECTED),
        "alternates": winners(everyone, Verdict.ALTERNATE),
        "alternates_wanted": tally.open_alternates
        + sum(row.verdict is Verdict.ALTERNATE for row in everyone),
        "tied": [row for row in everyone if row.verdict is Verdict.TIED],
        "reasons": reasons,
        "next": following,
        "bases": list({basis.rule: basis for basis in bases}.values()),
        "next_label": labels.NEXT_STEPS[Next(tally.next)],
    }


def result_rows(
    tally: Tally, poll: Poll, rule_set: RuleSet, *, base: int | None = None
) -> list[ResultRow]:
    """Return a tally's lines in ballot order; of a superseded one with D as it was."""
    lines = TallyLine.objects.filter(tally=tally, candidate__poll=poll)
    lines = lines.select_related("candidate__poll").order_by("candidate__place")
    return [_row(line, poll, rule_set, base) for line in lines]


def waiting_rows(tally: Tally, poll: Poll, rule_set: RuleSet) -> list[ResultRow]:
    """Return the lines of those who waited since earlier rounds, nearest first."""
    lines = (
        TallyLine.objects.filter(tally=tally)
        .exclude(candidate__poll=poll)
        .select_related("candidate__poll")
        .order_by("-candidate__poll__number", "-votes", "candidate__place")
    )
    return [_row(line, poll, rule_set) for line in lines]


def by_votes(rows: list[ResultRow]) -> list[ResultRow]:
    """Order lines by votes; level ones share a place, in ballot order (R-RS-11)."""
    votes = sorted((row.votes for row in rows), reverse=True)
    ordered = sorted(rows, key=lambda row: -row.votes)
    return [replace(row, place=1 + votes.index(row.votes)) for row in ordered]


def winners(rows: list[ResultRow], verdict: Verdict) -> list[ResultRow]:
    """Return who won a place of one kind, most votes first."""
    return sorted(
        (row for row in rows if row.verdict is verdict), key=lambda row: row.rank or 0
    )


def _row(
    line: TallyLine, poll: Poll, rule_set: RuleSet, base: int | None = None
) -> ResultRow:
    return ResultRow(
        number=line.candidate.number,
        name=line.candidate.name,
        votes=line.votes,
        disagree=line.disagree,
        percent=numbers.share(
            line.votes,
            base or line.candidate.poll.base,
            decimals=rule_set.percent_decimals.value,
        ),
        verdict=Verdict(line.verdict),
        verdict_label=labels.VERDICTS[Verdict(line.verdict)],
        rank=line.rank,
        round=line.candidate.poll.number,
        basis=_basis(Rule(line.rule), poll, rule_set),
    )


def _rule_of(reason: TallyReason, poll: Poll, rule_set: RuleSet) -> Rule:
    return rule_of_reason(
        Reason(reason.reason),
        layout=Layout(poll.layout),
        empty_agreement=rule_set.empty_agreement.value,
    )


def _basis(rule: Rule, poll: Poll, rule_set: RuleSet) -> Basis:
    clause = rule_set.clause(rule)
    sentence = labels.sentence(rule, rule_set)
    day = poll.election.body.congress.opens_on
    return Basis(rule, sentence, clause, labels.cited(clause, on=day))
