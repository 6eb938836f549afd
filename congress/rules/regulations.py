"""What the election regulations are called, their rules, and what they leave open."""

from enum import StrEnum


class Regulation(StrEnum):
    """The election regulations known here, as an election file names them."""

    QD_244 = "244-QD/TW"
    QD_190 = "190-QD/TW"


class TieRule(StrEnum):
    """What follows a tie at the last place. A machine never chooses among people.

    Shipped is the answer of the file formats @1, the run-off. Elsewhere the hall is
    asked first whether to hold one.
    """

    RUN_OFF = "run_off"
    CONGRESS_DECIDES = "congress_decides"


class EmptyAgreement(StrEnum):
    """What a ballot of several names is worth that agrees with none of them.

    Shipped is the answer of the file formats @1: the board rules on each. Whatever is
    chosen here, a ruling that the board has given stands.
    """

    ADJUDICATE = "adjudicate"
    VALID = "valid"
    INVALID = "invalid"


class Rule(StrEnum):
    """One rule a decision can rest on, or that people look up."""

    # what the regulation is for
    SCOPE = "R-SC-1"
    PRINCIPLES = "R-SC-2"
    NO_CONFIDENCE_BALLOTS = "R-SC-3"
    QUORUM = "R-SC-4"
    RESOLUTIONS = "R-SC-5"
    OFFICIAL_MEMBERS_ONLY = "R-SC-6"
    # secret ballot or show of hands
    ON_PAPER_COMMITTEES = "R-VF-1"
    ON_PAPER_INSPECTION = "R-VF-2"
    ON_PAPER_DELEGATES = "R-VF-3"
    ON_PAPER_OPINION = "R-VF-4"
    ON_PAPER_NOMINATION = "R-VF-5"
    # who runs the election
    CONVENING_COMMITTEE = "R-BD-1"
    PRESIDIUM = "R-BD-2"
    SECRETARIAT = "R-BD-3"
    CREDENTIALS_BOARD = "R-BD-4"
    TALLY_BOARD = "R-BD-5"
    BOARD_BEFORE = "R-BD-6"
    BOARD_DURING = "R-BD-7"
    BOARD_AFTER = "R-BD-8"
    COMPUTER_COUNT = "R-BD-9"
    WORK_TEAM = "R-BD-10"
    # the total that "more than half" is measured on
    BASE_OF_DELEGATES = "R-TB-1"
    BASE_OF_MEMBERS = "R-TB-2"
    BASE_OF_MEETING = "R-TB-3"
    BASE_WITHOUT_REJECTED = "R-TB-4"
    BASE_WITH_THOSE_WHO_CAME = "R-TB-5"
    # the ballot paper
    PRINTED_NAMES = "R-BP-1"
    STAMPED_PAPER = "R-BP-2"
    STRIKE_OUT_PAPER = "R-BP-3"
    AGREE_DISAGREE_PAPER = "R-BP-4"
    ONE_PAPER_AN_OFFICE = "R-BP-5"
    NAMELESS_PAPER = "R-BP-6"
    SPOILED_PAPER = "R-BP-7"
    MARKING_EXPLAINED = "R-BP-8"
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
    SECRETARY_DESIGNATED = "R-RS-8"
    MOST_SEATS_OPEN = "R-RS-9"
    CO_OPTED_LATER = "R-RS-10"
    MINUTES_FORM = "R-RS-11"
    # delegates and alternates
    WHO_IS_DELEGATE = "R-DL-1"
    DELEGATES_ALLOTTED = "R-DL-2"
    ALTERNATES = "R-DL-3"
    ALTERNATES_SHORT = "R-DL-3-B"
    ALTERNATES_AFTER_RUN_OFF = "R-DL-3-F"
    TIED_ALTERNATES = "R-DL-3-I"
    CALL_ORDER = "R-DL-4"
    STAYS_DELEGATE = "R-DL-5-A"
    ALTERNATE_STEPS_IN = "R-DL-5-B"
    FEWER_THAN_ALLOTTED = "R-DL-6-A"
    COMMITTEE_MEMBER_ABSENT = "R-DL-6-B"
    CREDENTIALS_REJECTED = "R-DL-6-C"
    UNITS_MOVED = "R-DL-7"
    DESIGNATED_DELEGATES = "R-DL-8"
    # the election list
    MORE_NAMES_THAN_SEATS = "R-SU-1"
    SURPLUS_CEILING = "R-SU-2"
    SURPLUS_PREPARED = "R-SU-3"
    OFFICIAL_NOMINATION = "R-SU-4"
    COMBINED_LIST = "R-SU-5"
    OPINION_BALLOT_FILLS_UP = "R-SU-6"
    SMALL_BODY = "R-SU-7"
    SURPLUS_NOT_NEEDED = "R-SU-8"
    ONE_LIST_OF_DELEGATES = "R-SU-9"
    ORDER_ON_LIST = "R-SU-10"
    LATER_ROUND_LIST = "R-SU-11"
    NUMBER_TO_ELECT = "R-SU-12"
    OPINION_BALLOT_HELD = "R-OP-1"
    OPINION_BALLOT_TEAM = "R-OP-2"
    OPINION_BALLOT_TIED = "R-OP-3"
    OPINION_BALLOT_FORM = "R-OP-4"
    WHO_MAY_STAND = "R-CN-1"
    CANDIDACY_FILE = "R-CN-2"
    NOMINATION_SLIP = "R-CN-3"
    COMMITTEE_DISCIPLINE = "R-CN-4"
    WITHDRAWING = "R-CN-5"
    OUTSIDER_SUPPORT = "R-CN-6"
    NO_SUPPORT_SHARE = "R-CN-6-N"
    DELEGATES_AMONG_DELEGATES = "R-CN-7"
    CELL_ORDER = "R-CN-8"
    NO_LOBBYING = "R-CN-9"
    # bodies and sums
    CELL_COMMITTEE_FIRST = "R-CC-1"
    STANDING_COMMITTEE_SHARE = "R-SC-7"
    ARITHMETIC = "R-AR-1"
    # after the election
    FIRST_MEETING = "R-AF-1"
    WORKS_AT_ONCE = "R-AF-2"
    HANDOVER = "R-AF-3"
    RESULT_REPORTED = "R-AF-4"
    RESULT_APPROVED = "R-AF-5"
    RESULT_ANNULLED = "R-AF-6"
    COMPLAINTS = "R-AF-7"
    BALLOTS_KEPT = "R-AF-8"
    SANCTIONS = "R-AF-9"
    CO_OPTION = "R-AF-10"
    EXTRAORDINARY_CONGRESS = "R-AF-11"
