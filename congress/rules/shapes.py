"""What a value of a rule set may be, and how people read and type it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from congress.rules.offices import Office
from congress.rules.regulations import EmptyAgreement, TieRule


class RecordFault(StrEnum):
    """What is wrong with a field of a record."""

    ROW_MISSING = "row_missing"
    ROW_UNKNOWN = "row_unknown"
    FIELD_MISSING = "field_missing"
    BAD_DOCUMENT = "bad_document"
    UNKNOWN_CONFIDENCE = "unknown_confidence"
    BAD_ARTICLE = "bad_article"
    BAD_NOTE = "bad_note"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_PAIR = "not_a_pair"
    NOT_A_SHARE = "not_a_share"
    LEAST_ABOVE_MOST = "least_above_most"
    PREPARED_ABOVE_CEILING = "prepared_above_ceiling"
    SMALL_BODY_HALF_SAID = "small_body_half_said"
    EXCEPTION_BELOW_SHARE = "exception_below_share"
    CELL_COMMITTEE_ABOVE_CELL = "cell_committee_above_cell"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range, or nothing where that says something."""

    least: int
    most: int
    may_be_none: bool = False

    def fault(self, value: Any) -> RecordFault | None:
        """Say what is wrong with the value."""
        if value is None and self.may_be_none:
            return None
        if not _is_whole(value):
            return RecordFault.NOT_A_NUMBER
        fits = self.least <= value <= self.most
        return None if fits else RecordFault.OUT_OF_RANGE

    def text(self, value: Any) -> str:
        """Write the value as people read and type it."""
        return "" if value is None else str(value)

    def value(self, text: str) -> Any:
        """Read what was typed; what cannot be read stays text, and is a fault."""
        if not text and self.may_be_none:
            return None
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two whole numbers, written with a sign between them."""

    least: int
    most: int
    sign: str
    flaw: RecordFault
    may_be_none: bool = False

    def fault(self, value: Any) -> RecordFault | None:
        """Say what is wrong with the value."""
        if value is None and self.may_be_none:
            return None
        if not (isinstance(value, list | tuple) and len(value) == 2):
            return self.flaw
        first, second = value
        if not (_is_whole(first) and _is_whole(second) and first <= second):
            return self.flaw
        fits = self.least <= first and second <= self.most
        return None if fits else RecordFault.OUT_OF_RANGE

    def text(self, value: Any) -> str:
        """Write the value as people read and type it."""
        return "" if value is None else self.sign.join(str(each) for each in value)

    def value(self, text: str) -> Any:
        """Read what was typed; what cannot be read stays text, and is a fault."""
        if not text and self.may_be_none:
            return None
        found = re.fullmatch(r"([0-9]{1,9})\s*[-–/]\s*([0-9]{1,9})", text)
        return [int(found[1]), int(found[2])] if found else text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few codes."""

    codes: type[StrEnum]

    def fault(self, value: Any) -> RecordFault | None:
        """Say what is wrong with the value."""
        return None if is_code(value, self.codes) else RecordFault.UNKNOWN_CHOICE

    def text(self, value: Any) -> str:
        """Write the value as people choose it."""
        return str(value)

    def value(self, text: str) -> Any:
        """Read what was chosen."""
        return text


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of a few codes, in the order of their declaration."""

    codes: type[StrEnum]

    def fault(self, value: Any) -> RecordFault | None:
        """Say what is wrong with the value."""
        if not isinstance(value, list | tuple):
            return RecordFault.UNKNOWN_CHOICE
        if not all(is_code(each, self.codes) for each in value):
            return RecordFault.UNKNOWN_CHOICE
        in_order = [code.value for code in self.codes if code in value]
        return None if in_order == list(value) else RecordFault.UNKNOWN_CHOICE

    def text(self, value: Any) -> str:
        """Write the codes with commas between."""
        return ",".join(str(each) for each in value)

    def value(self, text: str) -> Any:
        """Read what was chosen; what is no code stays, and is a fault."""
        chosen = [each for each in text.split(",") if each]
        if set(chosen) - set(self.codes):
            return chosen
        return [code.value for code in self.codes if code in chosen]


@dataclass(frozen=True, slots=True)
class YesNo:
    """Either of two: it is so, or it is not."""

    def fault(self, value: Any) -> RecordFault | None:
        """Say what is wrong with the value."""
        return None if isinstance(value, bool) else RecordFault.UNKNOWN_CHOICE

    def text(self, value: Any) -> str:
        """Write the value as people choose it."""
        return "yes" if value is True else "no"

    def value(self, text: str) -> Any:
        """Read what was chosen."""
        return {"yes": True, "no": False}.get(text, text)


Shape = Whole | Pair | Choice | Several | YesNo
_PERCENT: Final = Whole(0, 100)
_DAYS: Final = Whole(1, 365)
_SHARE: Final = Pair(1, 100, "/", RecordFault.NOT_A_SHARE)

SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "tie_rule": Choice(TieRule),
        "runoff_needs_majority": YesNo(),
        "empty_agreement": Choice(EmptyAgreement),
        "percent_decimals": Whole(0, 4),
        "third_look_percent": _PERCENT,
        # One at least: a sample of none says nothing.
        "third_look_at_least": Whole(1, 10_000),
        "risk_limit_percent": Whole(1, 50),
        "surplus_mandatory_for": Several(Office),
        "surplus_max_percent": _PERCENT,
        "surplus_prepared_min_percent": _PERCENT,
        "surplus_prepared_max_percent": _PERCENT,
        "small_body_seats": Pair(1, 100, "–", RecordFault.NOT_A_PAIR, may_be_none=True),
        "small_body_surplus": Whole(1, 10, may_be_none=True),
        "outsider_support_percent": Whole(0, 100, may_be_none=True),
        "ink_mismatch_invalid": YesNo(),
        "quorum_share": _SHARE,
        "secretary_rounds": Whole(1, 20),
        "cell_committee_from_members": Whole(1, 1000),
        "cell_committee_max": Whole(1, 1000),
        "standing_committee_share": _SHARE,
        "standing_committee_exception": _SHARE,
        "announce_days": _DAYS,
        "candidacy_file_days": _DAYS,
        "report_days": _DAYS,
        "approve_days": _DAYS,
        "handover_days": _DAYS,
        "complaint_days": _DAYS,
        "ballots_kept_months": Whole(1, 120),
        "co_option_percent": _PERCENT,
        "co_option_percent_grassroots": _PERCENT,
        "co_option_after_months": Whole(0, 120),
    }
)


def text_of(key: str, value: Any) -> str:
    """Write a value as people read and type it: ``30``, ``3–5``, ``1/3``."""
    return SHAPES[key].text(value)


def value_of(key: str, text: str) -> Any:
    """Read a value that was typed; what cannot be read stays text, and is a fault."""
    return SHAPES[key].value(text.strip())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_code(value: Any, codes: type[StrEnum]) -> bool:
    """Whether the value is one of these codes, as it is stored."""
    return isinstance(value, str) and value in set(codes)
