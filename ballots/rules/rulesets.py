"""The election regulations as dated data: each value and each rule with its clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ballots.rules.clauses import Cited, Clause, Confidence, Document

F, X, A, M, I = (  # noqa: E741 - the tags as the reference writes them
    Confidence.FULL_TEXT,
    Confidence.EXTRACT,
    Confidence.ARTICLE,
    Confidence.UNVERIFIED,
    Confidence.INFERRED,
)


class Regulation(StrEnum):
    """The election regulations known here, as an election file names them."""

    QD_244 = "244-QD/TW"
    QD_190 = "190-QD/TW"


class TieRule(StrEnum):
    """What happens to candidates level at the last place. A machine never chooses.

    There is one answer, fixed by the file formats @1 for every regulation: ``outcome``
    gives it unasked. A rule set only says where it is written.
    """

    RUN_OFF = "run_off"


class EmptyAgreement(StrEnum):
    """What a ballot of several names is worth that agrees with none of them.

    There is one answer, fixed by the file formats @1 for every regulation: ``judge``
    gives it unasked. A rule set only says where it is written.
    """

    ADJUDICATE = "adjudicate"


class Rule(StrEnum):
    """One rule a decision can rest on."""

    # the total that "more than half" is measured on
    BASE_OF_DELEGATES = "R-TB-1"
    BASE_OF_MEMBERS = "R-TB-2"
    BASE_OF_MEETING = "R-TB-3"
    BASE_WITHOUT_REJECTED = "R-TB-4"
    BASE_WITH_THOSE_WHO_CAME = "R-TB-5"
    # the ballot paper
    STRIKE_OUT_PAPER = "R-BP-3"
    AGREE_DISAGREE_PAPER = "R-BP-4"
    # what a ballot is worth
    FULL_CHOICE = "V-1"
    FEWER_CHOSEN = "V-2"
    ONE_NAME_CLEAR = "V-3"
    SEVERAL_NAMES = "V-4"
    NOT_ISSUED = "I-1"
    TOO_MANY_CHOSEN = "I-2"
    NOBODY_CHOSEN = "I-3"
    ONE_NAME_UNCLEAR = "I-4"
    OUTSIDE_NAME = "I-5"
    SPECIAL_MARK = "I-6"
    MIXED_INK = "I-7"
    BOARD_DECIDES = "I-8"
    # the result
    MORE_THAN_HALF = "R-RS-1"
    HIGHEST_FIRST = "R-RS-2"
    RUN_OFF = "R-RS-3"
    RUN_OFF_TIED = "R-RS-4"
    PLACES_LEFT_OPEN = "R-RS-5"
    NO_TIE_BREAK = "R-RS-6"
    SECRETARY_ROUNDS = "R-RS-7"
    MINUTES_FORM = "R-RS-11"
    # delegates and alternates
    ALTERNATES = "R-DL-3"
    ALTERNATES_SHORT = "R-DL-3-B"
    TIED_ALTERNATES = "R-DL-3-I"
    CALL_ORDER = "R-DL-4"
    STAYS_DELEGATE = "R-DL-5-A"
    ALTERNATE_STEPS_IN = "R-DL-5-B"
    FEWER_THAN_ALLOTTED = "R-DL-6-A"
    COMMITTEE_MEMBER_ABSENT = "R-DL-6-B"
    CREDENTIALS_REJECTED = "R-DL-6-C"
    # the election list
    MORE_NAMES_THAN_SEATS = "R-SU-1"
    SURPLUS_CEILING = "R-SU-2"
    SURPLUS_PREPARED = "R-SU-3"
    COMBINED_LIST = "R-SU-5"
    OPINION_BALLOT_FILLS_UP = "R-SU-6"
    SMALL_BODY = "R-SU-7"
    ONE_LIST_OF_DELEGATES = "R-SU-9"
    LATER_ROUND_LIST = "R-SU-11"
    OPINION_BALLOT_TIED = "R-OP-3"
    COMMITTEE_DISCIPLINE = "R-CN-4"
    OUTSIDER_SUPPORT = "R-CN-6"
    NO_SUPPORT_SHARE = "R-CN-6-N"
    # bodies and sums
    CELL_COMMITTEE_FIRST = "R-CC-1"
    STANDING_COMMITTEE_SHARE = "R-SC-7"
    ARITHMETIC = "R-AR-1"
    BALLOTS_KEPT = "R-AF-8"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One regulation, in force between two dates; no last date means it still is."""

    regulation: Regulation
    document: Document
    valid_from: date
    valid_until: date | None
    surplus_max_percent: Cited[int]
    surplus_prepared_min_percent: Cited[int]
    surplus_prepared_max_percent: Cited[int]
    small_body_seats: Cited[tuple[int, int]]
    small_body_surplus: Cited[int]
    outsider_support_percent: Cited[int | None]
    tie_rule: Cited[TieRule]
    empty_agreement: Cited[EmptyAgreement]
    secretary_rounds: Cited[int]
    cell_committee_from_members: Cited[int]
    standing_committee_share: Cited[tuple[int, int]]
    ballots_kept_months: Cited[int]
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


# Rules written beside the regulation, in the rules that implement the Party Statute.
# 294-QĐ/TW is in force from 26/5/2025; for the first months of 190 24-QĐ/TW stood.
_STATUTE_RULES: Final = MappingProxyType(
    {
        Rule.BASE_WITHOUT_REJECTED: Clause(Document.QD_294, "9.3.1", F),
        Rule.BASE_WITH_THOSE_WHO_CAME: Clause(Document.HD_06, "14.2", F),
        Rule.BOARD_DECIDES: Clause(Document.QD_294, "12.4.2b", F),
        Rule.SECRETARY_ROUNDS: Clause(Document.QD_294, "23.3", F),
        Rule.ALTERNATES: Clause(Document.QD_294, "11.4.1", F),
        Rule.ALTERNATES_SHORT: Clause(Document.QD_294, "11.4.1", F),
        Rule.TIED_ALTERNATES: Clause(Document.QD_294, "11.4.1", I),
        Rule.CALL_ORDER: Clause(Document.QD_294, "11.4.2", F),
        Rule.STAYS_DELEGATE: Clause(Document.QD_294, "11.4.3", F),
        Rule.ALTERNATE_STEPS_IN: Clause(Document.QD_294, "11.4.3", F),
        Rule.FEWER_THAN_ALLOTTED: Clause(Document.QD_294, "11.4.4a", F),
        Rule.COMMITTEE_MEMBER_ABSENT: Clause(Document.QD_294, "11.4.4b", F),
        Rule.CREDENTIALS_REJECTED: Clause(Document.QD_294, "11.4.4c", F),
        Rule.ONE_LIST_OF_DELEGATES: Clause(Document.QD_294, "11.4.1", I),
        Rule.LATER_ROUND_LIST: Clause(Document.QD_294, "11.4.1", F),
        Rule.CELL_COMMITTEE_FIRST: Clause(Document.QD_294, "23.2", F),
        Rule.STANDING_COMMITTEE_SHARE: Clause(Document.QD_294, "14.2", F),
    }
)


def _before_294() -> dict[Rule, Clause]:
    """The same rules as long as 244 was in force: nobody has read where they stood.

    24-QĐ/TW followed 29-QĐ/TW of 2016; what we infer stays an inference.
    """
    return {
        rule: Clause(Document.QD_24, "", I if clause.confidence is I else M)
        for rule, clause in _STATUTE_RULES.items()
    }


def _own_rules(
    document: Document, articles: Mapping[str, tuple[str, Confidence]]
) -> dict[Rule, Clause]:
    """Rules by the article of the regulation itself."""
    groups: dict[str, tuple[Rule, ...]] = {
        "base": (
            Rule.BASE_OF_DELEGATES,
            Rule.BASE_OF_MEMBERS,
            Rule.BASE_OF_MEETING,
            Rule.MORE_THAN_HALF,
        ),
        "result": (
            Rule.HIGHEST_FIRST,
            Rule.RUN_OFF,
            Rule.RUN_OFF_TIED,
            Rule.PLACES_LEFT_OPEN,
            Rule.NO_TIE_BREAK,
        ),
        "paper": (Rule.STRIKE_OUT_PAPER, Rule.AGREE_DISAGREE_PAPER),
        "worth": (
            Rule.FULL_CHOICE,
            Rule.FEWER_CHOSEN,
            Rule.ONE_NAME_CLEAR,
            Rule.SEVERAL_NAMES,
            Rule.NOT_ISSUED,
            Rule.TOO_MANY_CHOSEN,
            Rule.NOBODY_CHOSEN,
        ),
        "worth, unread": (
            Rule.ONE_NAME_UNCLEAR,
            Rule.OUTSIDE_NAME,
            Rule.SPECIAL_MARK,
            Rule.MIXED_INK,
        ),
        "list": (Rule.MORE_NAMES_THAN_SEATS, Rule.SURPLUS_CEILING),
        "prepared": (Rule.SURPLUS_PREPARED,),
        "combined": (Rule.COMBINED_LIST,),
        "small body": (Rule.SMALL_BODY,),
        "discipline": (Rule.COMMITTEE_DISCIPLINE,),
        "support": (Rule.OUTSIDER_SUPPORT,),
        "opinion ballot tied": (Rule.OPINION_BALLOT_TIED,),
        "minutes": (Rule.MINUTES_FORM,),
        "sums": (Rule.ARITHMETIC,),
        "kept": (Rule.BALLOTS_KEPT,),
    }
    return {
        rule: Clause(document, *articles[group])
        for group, rules in groups.items()
        for rule in rules
    }


_RULES_244: Final = (
    _before_294()
    | _own_rules(
        Document.QD_244,
        {
            "base": ("32", X),
            "result": ("32", M),
            "paper": ("17(1)", X),
            "worth": ("17(2)", X),
            "worth, unread": ("17(2)", M),
            "list": ("16", X),
            "prepared": ("16", M),
            "combined": ("16", X),
            "small body": ("", M),
            "discipline": ("13", X),
            "support": ("", M),
            "opinion ballot tied": ("16", I),
            "minutes": ("", X),
            "sums": ("", I),
            "kept": ("", M),
        },
    )
    | {
        Rule.OPINION_BALLOT_FILLS_UP: Clause(Document.HD_03, "", X),
        Rule.CELL_COMMITTEE_FIRST: Clause(Document.QD_244, "19(9)", X),
        # Read for delegates alone: of other offices PLACES_LEFT_OPEN speaks.
        Rule.ALTERNATES_SHORT: Clause(Document.QD_244, "20(2)", X),
        Rule.LATER_ROUND_LIST: Clause(Document.QD_244, "20(2)", X),
        Rule.NO_SUPPORT_SHARE: Clause(Document.QD_244, "", M),
    }
)

_RULES_190: Final = (
    _STATUTE_RULES
    | _own_rules(
        Document.QD_190,
        {
            "base": ("30", X),
            "result": ("30", M),
            "paper": ("15", X),
            "worth": ("15", M),
            "worth, unread": ("15", M),
            "list": ("14(1)", X),
            "prepared": ("14(1)", X),
            "combined": ("14(3)", X),
            "small body": ("", A),
            "discipline": ("", I),
            "support": ("14(3)", X),
            "opinion ballot tied": ("14(3)", I),
            "minutes": ("", X),
            "sums": ("", I),
            "kept": ("35", X),
        },
    )
    | {
        Rule.OPINION_BALLOT_FILLS_UP: Clause(Document.HD_04, "", I),
        # What 244 left out; under 190 nothing rests on it.
        Rule.NO_SUPPORT_SHARE: Clause(Document.QD_244, "", M),
    }
)


def _rule_set(
    regulation: Regulation,
    document: Document,
    rules: Mapping[Rule, Clause],
    *,
    valid_from: date,
    valid_until: date | None,
    outsider_support_percent: int | None,
) -> RuleSet:
    """Put one regulation together; what differs between them is an argument."""
    at = rules.__getitem__
    asked = outsider_support_percent is not None
    support = Rule.OUTSIDER_SUPPORT if asked else Rule.NO_SUPPORT_SHARE
    return RuleSet(
        regulation=regulation,
        document=document,
        valid_from=valid_from,
        valid_until=valid_until,
        surplus_max_percent=Cited(30, at(Rule.SURPLUS_CEILING)),
        surplus_prepared_min_percent=Cited(10, at(Rule.SURPLUS_PREPARED)),
        surplus_prepared_max_percent=Cited(15, at(Rule.SURPLUS_PREPARED)),
        small_body_seats=Cited((3, 5), at(Rule.SMALL_BODY)),
        small_body_surplus=Cited(1, at(Rule.SMALL_BODY)),
        outsider_support_percent=Cited(outsider_support_percent, at(support)),
        tie_rule=Cited(TieRule.RUN_OFF, at(Rule.RUN_OFF)),
        # Open point (a): the wording can be read both ways, so the board decides.
        empty_agreement=Cited(
            EmptyAgreement.ADJUDICATE,
            Clause(document, at(Rule.NOBODY_CHOSEN).article, M),
        ),
        secretary_rounds=Cited(3, at(Rule.SECRETARY_ROUNDS)),
        cell_committee_from_members=Cited(9, at(Rule.CELL_COMMITTEE_FIRST)),
        standing_committee_share=Cited((1, 3), at(Rule.STANDING_COMMITTEE_SHARE)),
        ballots_kept_months=Cited(6, at(Rule.BALLOTS_KEPT)),
        rules=MappingProxyType(dict(rules)),
    )


RULE_SETS: Final[Mapping[Regulation, RuleSet]] = MappingProxyType(
    {
        Regulation.QD_244: _rule_set(
            Regulation.QD_244,
            Document.QD_244,
            _RULES_244,
            valid_from=date(2014, 6, 9),
            valid_until=date(2024, 10, 9),
            outsider_support_percent=None,
        ),
        Regulation.QD_190: _rule_set(
            Regulation.QD_190,
            Document.QD_190,
            _RULES_190,
            valid_from=date(2024, 10, 10),
            valid_until=None,
            outsider_support_percent=30,
        ),
    }
)


def rule_set_on(day: date) -> RuleSet | None:
    """The regulation that governs an election held on the day, if it is known here."""
    return next((rs for rs in RULE_SETS.values() if rs.in_force_on(day)), None)
