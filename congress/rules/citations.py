"""Where 244-QĐ/TW and 190-QĐ/TW write each rule, side by side.

Later documents cited in an earlier regulation say from when they hold. A rule that only
one of the two has stands in that one alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from congress.rules.clauses import Clause, Confidence, Document
from congress.rules.regulations import Regulation, Rule

F, X, A, M, I = (  # noqa: E741 - the tags as the reference writes them
    Confidence.FULL_TEXT,
    Confidence.EXTRACT,
    Confidence.ARTICLE,
    Confidence.UNVERIFIED,
    Confidence.INFERRED,
)

# Since when a document holds that is younger than the regulation it is cited under.
SINCE_24: Final = "từ 30/7/2021; trước đó Quy định 29-QĐ/TW (2016), cần xác nhận"
SINCE_294: Final = "từ 26/5/2025; trước đó Quy định 24-QĐ/TW (30/7/2021), cần xác nhận"
SINCE_06: Final = "từ 9/6/2025; trước đó Quy định 24-QĐ/TW (30/7/2021), cần xác nhận"
SINCE_03: Final = "từ 20/3/2020; trước đó Hướng dẫn 04-HD/TW (6/10/2014), cần xác nhận"
SINCE_04: Final = "từ 31/12/2024; trước đó Hướng dẫn 03-HD/TW (20/3/2020), cần xác nhận"
UNTIL_03: Final = "đến 20/3/2020; sau đó Hướng dẫn 03-HD/TW (20/3/2020), cần xác nhận"
READ_IN_2009: Final = (
    "đọc trong hướng dẫn của Quyết định 220-QĐ/TW (2009); về sau cần xác nhận"
)


class Written(NamedTuple):
    """The place under 244 and the place under 190; none where it says nothing."""

    old: Clause | None
    new: Clause | None


def under_24(confidence: Confidence = M) -> Clause:
    """What is in 294 now, while 244 was in force: nobody has read where it stood."""
    return Clause(Document.QD_24, "", I if confidence is I else M, SINCE_24)


def _by_294(section: str, confidence: Confidence = F, more: str = "") -> Written:
    note = f"{SINCE_294}{more}"
    new = Clause(Document.QD_294, section, confidence, note)
    return Written(under_24(confidence), new)


def _by_06(section: str) -> Written:
    return Written(under_24(), Clause(Document.HD_06, section, F, SINCE_06))


def _own(old: str, its: Confidence, new: str, others: Confidence) -> Written:
    """Each in its own article; an article not known is empty."""
    return Written(_old(old, its), _new(new, others))


def _old(article: str, confidence: Confidence) -> Clause:
    return Clause(Document.QD_244, article, confidence)


def _new(article: str, confidence: Confidence) -> Clause:
    return Clause(Document.QD_190, article, confidence)


def _guided(old: Confidence, new: Confidence) -> Written:
    """Each in the guidance on it."""
    return Written(
        Clause(Document.HD_03, "", old, SINCE_03),
        Clause(Document.HD_04, "", new, SINCE_04),
    )


def _in(document: Document, article: str, confidence: Confidence) -> Written:
    """Both in one document that is older than they are, or no document at all."""
    clause = Clause(document, article, confidence)
    return Written(clause, clause)


_ALSO_06: Final = "; thêm Hướng dẫn 06-HD/TW (9/6/2025), mục 14.1"
_READ_IN_2009: Final = Clause(Document.HD_32, "1", M, READ_IN_2009)

WRITTEN: Final[Mapping[Rule, Written]] = MappingProxyType(
    {
        Rule.SCOPE: _own("1", X, "1", X),
        Rule.PRINCIPLES: _own("2", X, "2", X),
        Rule.NO_CONFIDENCE_BALLOTS: Written(_READ_IN_2009, _READ_IN_2009),
        Rule.QUORUM: _in(Document.STATUTE, "11", M),
        Rule.RESOLUTIONS: Written(None, Clause(Document.QD_294, "9.3", F, SINCE_294)),
        Rule.OFFICIAL_MEMBERS_ONLY: _in(Document.STATUTE, "3", M),
        **dict.fromkeys(
            (
                Rule.ON_PAPER_COMMITTEES,
                Rule.ON_PAPER_INSPECTION,
                Rule.ON_PAPER_DELEGATES,
                Rule.ON_PAPER_OPINION,
                Rule.ON_PAPER_NOMINATION,
            ),
            _own("3", X, "3", X),
        ),
        Rule.CONVENING_COMMITTEE: _by_294("11.1"),
        Rule.PRESIDIUM: _by_294("12.1"),
        Rule.SECRETARIAT: _by_294("12.3"),
        Rule.CREDENTIALS_BOARD: _by_294("12.2"),
        Rule.TALLY_BOARD: _own("7", M, "8", X),
        Rule.BOARD_BEFORE: _by_294("12.4.2a"),
        Rule.BOARD_DURING: _by_294("12.4.2b"),
        Rule.BOARD_AFTER: _by_294("12.4.2c"),
        Rule.COMPUTER_COUNT: _by_294("12.4"),
        Rule.WORK_TEAM: _by_294("12.4.1"),
        Rule.BASE_OF_DELEGATES: _own("32", X, "30", X),
        Rule.BASE_OF_MEMBERS: _own("32", X, "30", X),
        Rule.BASE_OF_MEETING: _own("32", X, "30", X),
        Rule.BASE_WITHOUT_REJECTED: _by_294("11.4.4c"),
        Rule.BASE_WITH_THOSE_WHO_CAME: _by_06("14.2"),
        # Of Article 15 of 190 only the opening was read: names and stamp.
        Rule.PRINTED_NAMES: _own("17(1)", X, "15", X),
        Rule.STAMPED_PAPER: _own("17(1)", X, "15", X),
        Rule.STRIKE_OUT_PAPER: _own("17(1)", X, "15", M),
        Rule.AGREE_DISAGREE_PAPER: _own("17(1)", X, "15", M),
        Rule.ONE_PAPER_AN_OFFICE: _own("", M, "", M),
        Rule.NAMELESS_PAPER: _own("", M, "", M),
        Rule.SPOILED_PAPER: _own("", M, "", M),
        Rule.MARKING_EXPLAINED: _by_294("12.4.2a"),
        **dict.fromkeys(
            (
                Rule.FULL_CHOICE,
                Rule.FEWER_CHOSEN,
                Rule.ONE_NAME_CLEAR,
                Rule.SEVERAL_NAMES,
                Rule.NOT_ISSUED,
                Rule.TOO_MANY_CHOSEN,
                Rule.NOBODY_CHOSEN,
            ),
            _own("17(2)", X, "15", M),
        ),
        **dict.fromkeys(
            (
                Rule.ONE_NAME_UNCLEAR,
                Rule.OUTSIDE_NAME,
                Rule.SPECIAL_MARK,
                Rule.MIXED_INK,
            ),
            _own("17(2)", M, "15", M),
        ),
        Rule.BOARD_DECIDES: _by_294("12.4.2b"),
        Rule.MORE_THAN_HALF: _own("32", X, "30", X),
        **dict.fromkeys(
            (
                Rule.HIGHEST_FIRST,
                Rule.RUN_OFF,
                Rule.RUN_OFF_TIED,
                # Read for delegates alone (R-DL-3-B): of other offices it is not.
                Rule.PLACES_LEFT_OPEN,
                Rule.NO_TIE_BREAK,
            ),
            _own("32", M, "30", M),
        ),
        Rule.SECRETARY_ROUNDS: _by_294("23.3"),
        Rule.SECRETARY_DESIGNATED: _by_06("16.1"),
        Rule.MOST_SEATS_OPEN: _by_06("16.4"),
        Rule.CO_OPTED_LATER: _by_06("16.3"),
        Rule.MINUTES_FORM: _in(Document.MINUTES_FORM, "", X),
        Rule.WHO_IS_DELEGATE: _by_294("11.2.3, 11.3"),
        Rule.DELEGATES_ALLOTTED: _by_294("11.2.2"),
        Rule.ALTERNATES: _by_294("11.4.1"),
        Rule.ALTERNATES_SHORT: _by_294("11.4.1")._replace(old=_old("20(2)", X)),
        # Nothing says it of those who lost a run-off: our reading of "high to low".
        Rule.ALTERNATES_AFTER_RUN_OFF: _by_294("11.4.1", I),
        Rule.TIED_ALTERNATES: _by_294("11.4.1", I),
        Rule.CALL_ORDER: _by_294("11.4.2"),
        Rule.STAYS_DELEGATE: _by_294("11.4.3", more=_ALSO_06),
        Rule.ALTERNATE_STEPS_IN: _by_294("11.4.3", more=_ALSO_06),
        Rule.FEWER_THAN_ALLOTTED: _by_294("11.4.4a"),
        Rule.COMMITTEE_MEMBER_ABSENT: _by_294("11.4.4b"),
        Rule.CREDENTIALS_REJECTED: _by_294("11.4.4c"),
        Rule.UNITS_MOVED: _by_294("11.4.5, 11.4.6"),
        Rule.DESIGNATED_DELEGATES: _by_294("11.3"),
        Rule.MORE_NAMES_THAN_SEATS: _own("16", X, "14(1)", X),
        Rule.SURPLUS_CEILING: _own("16", X, "14(1)", X),
        Rule.SURPLUS_PREPARED: _own("16", M, "14(1)", X),
        Rule.OFFICIAL_NOMINATION: _own("16", X, "14(2)", X),
        Rule.COMBINED_LIST: _own("16", X, "14(3)", X),
        Rule.OPINION_BALLOT_FILLS_UP: _guided(X, I),
        Rule.SMALL_BODY: Written(None, Clause(Document.PROVINCIAL_ANSWER, "", A)),
        Rule.SURPLUS_NOT_NEEDED: _own("", M, "", M),
        Rule.ONE_LIST_OF_DELEGATES: _by_294("11.4.1", I),
        # The order by given name was read in the form; the finer order was not.
        Rule.ORDER_ON_LIST: _in(Document.MINUTES_FORM, "", M),
        Rule.LATER_ROUND_LIST: _by_294("11.4.1")._replace(old=_old("20(2)", X)),
        Rule.NUMBER_TO_ELECT: _by_294("14.3")._replace(old=_old("20(2)", X)),
        Rule.OPINION_BALLOT_HELD: _guided(M, X),
        Rule.OPINION_BALLOT_TEAM: _guided(M, X),
        Rule.OPINION_BALLOT_TIED: _own("16", I, "14(3)", I),
        Rule.OPINION_BALLOT_FORM: _guided(M, X),
        # That 294 has the convening committee receive candidacies was read (11.1.2).
        Rule.WHO_MAY_STAND: Written(
            _old("9-12", M), Clause(Document.QD_294, "11.1.2", M, SINCE_294)
        ),
        Rule.CANDIDACY_FILE: _own("11", X, "", M),
        Rule.NOMINATION_SLIP: Written(
            Clause(Document.HD_04_OF_2014, "", X, UNTIL_03),
            Clause(Document.HD_04, "", M, SINCE_04),
        ),
        Rule.COMMITTEE_DISCIPLINE: _own("13", X, "", I),
        Rule.WITHDRAWING: _guided(X, M),
        Rule.OUTSIDER_SUPPORT: Written(None, _new("14(3)", X)),
        Rule.NO_SUPPORT_SHARE: Written(_old("", M), None),
        Rule.DELEGATES_AMONG_DELEGATES: _by_294("11.4.1"),
        Rule.CELL_ORDER: _by_294("23.2")._replace(old=_old("19(9)", X)),
        Rule.NO_LOBBYING: _own("", M, "", M),
        Rule.CELL_COMMITTEE_FIRST: _by_294("23.2")._replace(old=_old("19(9)", X)),
        Rule.STANDING_COMMITTEE_SHARE: _by_294("14.2"),
        Rule.ARITHMETIC: _own("", I, "", I),
        Rule.FIRST_MEETING: _by_294("15.1.1"),
        Rule.WORKS_AT_ONCE: _by_294("15.2"),
        Rule.HANDOVER: _by_294("15.2"),
        Rule.RESULT_REPORTED: _by_294("16.1.1"),
        Rule.RESULT_APPROVED: _by_294("16.1.2"),
        Rule.RESULT_ANNULLED: _by_294("16.1.3"),
        Rule.COMPLAINTS: _own("", M, "33", X),
        Rule.BALLOTS_KEPT: _own("", M, "35", X),
        Rule.SANCTIONS: _own("", M, "34", X),
        Rule.CO_OPTION: _by_294("16.2.5"),
        Rule.EXTRAORDINARY_CONGRESS: _by_294("19"),
    }
)


def clauses_of(regulation: Regulation) -> Mapping[Rule, Clause]:
    """Return where the regulation writes each rule that it has."""
    old = regulation is Regulation.QD_244
    places = {
        rule: written.old if old else written.new for rule, written in WRITTEN.items()
    }
    return MappingProxyType(
        {rule: places[rule] for rule in Rule if places[rule] is not None}  # type: ignore[misc] # none is left out
    )
