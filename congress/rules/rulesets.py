"""The election regulations as dated data: each value and each rule with its clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

from congress.rules.citations import M, clauses_of, under_24
from congress.rules.clauses import Cited, Clause, Confidence, Document
from congress.rules.offices import Office
from congress.rules.regulations import EmptyAgreement, Regulation, Rule, TieRule

__all__ = [
    "RULE_SETS",
    "EmptyAgreement",
    "Regulation",
    "Rule",
    "RuleSet",
    "TieRule",
    "rule_set_on",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One regulation, in force between two dates; no last date means it still is."""

    regulation: Regulation
    document: Document
    valid_from: date
    valid_until: date | None
    # what the count and the papers go by
    tie_rule: Cited[TieRule]
    runoff_needs_majority: Cited[bool]
    empty_agreement: Cited[EmptyAgreement]
    percent_decimals: Cited[int]
    # the third look at a sample of the papers
    third_look_percent: Cited[int]
    third_look_at_least: Cited[int]
    risk_limit_percent: Cited[int]
    # the election list
    surplus_mandatory_for: Cited[tuple[Office, ...]]
    surplus_max_percent: Cited[int]
    surplus_prepared_min_percent: Cited[int]
    surplus_prepared_max_percent: Cited[int]
    small_body_seats: Cited[tuple[int, int] | None]
    small_body_surplus: Cited[int | None]
    outsider_support_percent: Cited[int | None]
    # ballots read by eye
    ink_mismatch_invalid: Cited[bool]
    # bodies
    quorum_share: Cited[tuple[int, int]]
    secretary_rounds: Cited[int]
    cell_committee_from_members: Cited[int]
    cell_committee_max: Cited[int]
    standing_committee_share: Cited[tuple[int, int]]
    standing_committee_exception: Cited[tuple[int, int]]
    # days, all of them working days, and months
    announce_days: Cited[int]
    candidacy_file_days: Cited[int]
    report_days: Cited[int]
    approve_days: Cited[int]
    handover_days: Cited[int]
    complaint_days: Cited[int]
    ballots_kept_months: Cited[int]
    # members who come later
    co_option_percent: Cited[int]
    co_option_percent_grassroots: Cited[int]
    co_option_after_months: Cited[int]
    rules: Mapping[Rule, Clause]

    def clause(self, rule: Rule) -> Clause:
        """Where this regulation writes the rule down."""
        return self.rules[rule]

    def in_force_on(self, day: date) -> bool:
        """Whether the regulation governs an election held on the day."""
        return self.valid_from <= day and (
            self.valid_until is None or day <= self.valid_until
        )

    def values(self) -> Iterator[tuple[str, Cited[object]]]:
        """Every cited value with its name, in the order of the declaration."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Cited):
                yield field.name, value

    @property
    def unconfirmed_values(self) -> tuple[str, ...]:
        """Names of the values an expert has yet to confirm."""
        return tuple(name for name, v in self.values() if not v.clause.confirmed)

    @property
    def unconfirmed_rules(self) -> tuple[Rule, ...]:
        """The rules an expert has yet to confirm."""
        return tuple(r for r, clause in self.rules.items() if not clause.confirmed)


@dataclass(frozen=True, slots=True)
class _Own:
    """What one regulation says otherwise than the other."""

    small_body_seats: tuple[int, int] | None
    small_body_surplus: int | None
    outsider_support_percent: int | None
    # Where a share of support, or its lack, and the small body's surplus are written.
    support: Rule
    small_body: Clause
    # Where it is written how large a cell's committee is at most.
    cell_committee_max: Clause


def _rule_set(
    document: Document,
    regulation: Regulation,
    own: _Own,
    *,
    valid_from: date,
    valid_until: date | None,
) -> RuleSet:
    """Put one regulation together; what differs between them is an argument."""
    rules = clauses_of(regulation)

    def by(rule: Rule, value: T, section: str = "") -> Cited[T]:
        clause = rules[rule]
        # Of a rule with several sections the value stands in one.
        if section and clause.document == Document.QD_294:
            clause = replace(clause, article=section)
        return Cited(value, clause)

    def unread(value: T, article: str = "", confidence: Confidence = M) -> Cited[T]:
        return Cited(value, Clause(document, article, confidence))

    return RuleSet(
        regulation=regulation,
        document=document,
        valid_from=valid_from,
        valid_until=valid_until,
        tie_rule=by(Rule.RUN_OFF, TieRule.RUN_OFF),
        runoff_needs_majority=by(Rule.RUN_OFF, value=False),
        # Open point (a): the wording can be read both ways, so the board decides.
        empty_agreement=unread(
            EmptyAgreement.ADJUDICATE, rules[Rule.NOBODY_CHOSEN].article
        ),
        percent_decimals=unread(2, confidence=Confidence.INFERRED),
        # No regulation knows a third look: shares and the limit are the portal's own.
        third_look_percent=unread(2, confidence=Confidence.INFERRED),
        third_look_at_least=unread(20, confidence=Confidence.INFERRED),
        risk_limit_percent=unread(5, confidence=Confidence.INFERRED),
        surplus_mandatory_for=by(
            Rule.MORE_NAMES_THAN_SEATS, (Office.COMMITTEE, Office.STANDING_COMMITTEE)
        ),
        surplus_max_percent=by(Rule.SURPLUS_CEILING, 30),
        surplus_prepared_min_percent=by(Rule.SURPLUS_PREPARED, 10),
        surplus_prepared_max_percent=by(Rule.SURPLUS_PREPARED, 15),
        small_body_seats=Cited(own.small_body_seats, own.small_body),
        small_body_surplus=Cited(own.small_body_surplus, own.small_body),
        outsider_support_percent=by(own.support, own.outsider_support_percent),
        ink_mismatch_invalid=by(Rule.MIXED_INK, value=True),
        quorum_share=by(Rule.QUORUM, (2, 3)),
        secretary_rounds=by(Rule.SECRETARY_ROUNDS, 3),
        cell_committee_from_members=by(Rule.CELL_COMMITTEE_FIRST, 9),
        cell_committee_max=Cited(7, own.cell_committee_max),
        standing_committee_share=by(Rule.STANDING_COMMITTEE_SHARE, (1, 3)),
        standing_committee_exception=by(Rule.STANDING_COMMITTEE_SHARE, (1, 2)),
        announce_days=by(Rule.CONVENING_COMMITTEE, 30, "11.1.3"),
        candidacy_file_days=by(Rule.CANDIDACY_FILE, 15),
        report_days=by(Rule.RESULT_REPORTED, 7),
        approve_days=by(Rule.RESULT_APPROVED, 15),
        handover_days=by(Rule.HANDOVER, 15),
        complaint_days=by(Rule.COMPLAINTS, 15),
        ballots_kept_months=by(Rule.BALLOTS_KEPT, 6),
        co_option_percent=by(Rule.CO_OPTION, 10),
        co_option_percent_grassroots=by(Rule.CO_OPTION, 20),
        co_option_after_months=by(Rule.CO_OPTED_LATER, 12),
        rules=rules,
    )


RULE_SETS: Final[Mapping[Regulation, RuleSet]] = MappingProxyType(
    {
        Regulation.QD_244: _rule_set(
            Document.QD_244,
            Regulation.QD_244,
            _Own(
                small_body_seats=None,
                small_body_surplus=None,
                outsider_support_percent=None,
                support=Rule.NO_SUPPORT_SHARE,
                small_body=Clause(Document.QD_244, "", M),
                cell_committee_max=under_24(),
            ),
            valid_from=date(2014, 6, 9),
            valid_until=date(2024, 10, 9),
        ),
        Regulation.QD_190: _rule_set(
            Document.QD_190,
            Regulation.QD_190,
            _Own(
                small_body_seats=(3, 5),
                small_body_surplus=1,
                outsider_support_percent=30,
                support=Rule.OUTSIDER_SUPPORT,
                small_body=clauses_of(Regulation.QD_190)[Rule.SMALL_BODY],
                cell_committee_max=clauses_of(Regulation.QD_190)[
                    Rule.CELL_COMMITTEE_FIRST
                ],
            ),
            valid_from=date(2024, 10, 10),
            valid_until=None,
        ),
    }
)


def rule_set_on(day: date) -> RuleSet | None:
    """The regulation that governs an election held on the day, if it is known here."""
    return next((rs for rs in RULE_SETS.values() if rs.in_force_on(day)), None)
