"""What can be wrong with an election file: the public codes of refusal."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a file: the short code of a refusal."""

    # the bytes
    CANNOT_READ = "cannot_read"
    CANNOT_UNPACK = "cannot_unpack"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    LONE_SURROGATE = "lone_surrogate"
    # the JSON
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    UNREADABLE_NUMBER = "unreadable_number"
    DUPLICATE_KEY = "duplicate_key"
    TOO_MANY_KEYS = "too_many_keys"
    TOO_DEEP = "too_deep"
    # one value
    MISSING_KEY = "missing_key"
    NOT_TEXT = "not_text"
    NOT_A_LIST = "not_a_list"
    NOT_AN_INT = "not_an_int"
    NUMBER_TOO_LARGE = "number_too_large"
    NUMBER_TOO_SMALL = "number_too_small"
    UNKNOWN_VALUE = "unknown_value"
    WRONG_FORMAT = "wrong_format"
    BAD_ID = "bad_id"
    # the poll
    NO_SEAT = "no_seat"
    ALTERNATES_NOT_FOR_OFFICE = "alternates_not_for_office"
    MAX_VOTES_MISSING = "max_votes_missing"
    RUN_OFF_FOR_BOTH = "run_off_for_both"
    RUN_OFF_WITHOUT_TIE = "run_off_without_tie"
    WRONG_LAYOUT = "wrong_layout"
    # the sums
    PRESENT_ABOVE_BASE = "present_above_base"
    ISSUED_ABOVE_PRESENT = "issued_above_present"
    ISSUED_ABOVE_PRINTED = "issued_above_printed"
    RETURNED_ABOVE_ISSUED = "returned_above_issued"
    BALLOTS_DO_NOT_ADD_UP = "ballots_do_not_add_up"
    # the candidates
    NO_CANDIDATES = "no_candidates"
    TOO_MANY_CANDIDATES = "too_many_candidates"
    CANDIDATE_NOT_AN_OBJECT = "candidate_not_an_object"
    CANDIDATE_NUMBER_REPEATED = "candidate_number_repeated"
    CANDIDATE_WITHOUT_NAME = "candidate_without_name"
    NOT_A_DATE = "not_a_date"
    # a ballot
    BALLOT_NOT_AN_OBJECT = "ballot_not_an_object"
    UNKNOWN_KEY = "unknown_key"
    KEY_OF_OTHER_LAYOUT = "key_of_other_layout"
    STRUCK_AND_KEPT = "struck_and_kept"
    NEITHER_STRUCK_NOR_KEPT = "neither_struck_nor_kept"
    UNKNOWN_NUMBER = "unknown_number"
    NUMBER_REPEATED = "number_repeated"
    NEEDLESS_DECISION = "needless_decision"
