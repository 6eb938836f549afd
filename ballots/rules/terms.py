"""What a poll is about: the office, the round, the slate and the places to fill."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.rules import marks
from congress.rules.offices import Office, majority
from congress.rules.regulations import EmptyAgreement, TieRule


class Round(StrEnum):
    """Which round of the election the poll is."""

    FIRST = "first"
    FURTHER = "further"
    RUN_OFF = "run_off"


class Layout(StrEnum):
    """How the ballot paper is marked."""

    STRIKE_OUT = "strike_out"
    AGREE_DISAGREE = "agree_disagree"


@dataclass(frozen=True, slots=True)
class Slate:
    """The ballot paper: how many names it lists and how many one ballot may keep.

    What an agreement with nobody is worth is as in the file formats @1, unless the
    rule set of the election says otherwise.
    """

    names: int
    max_votes: int
    empty_agreement: EmptyAgreement = EmptyAgreement.ADJUDICATE

    def __post_init__(self) -> None:
        if self.names < 1 or self.max_votes < 1:
            msg = f"{self.max_votes} votes among {self.names} names"
            raise ValueError(msg)

    @property
    def layout(self) -> Layout:
        """Names are struck where there are more than may be kept (R-BP-3, R-BP-4)."""
        if self.names > self.max_votes:
            return Layout.STRIKE_OUT
        return Layout.AGREE_DISAGREE

    @property
    def width(self) -> int:
        """Bytes of one packed ballot."""
        return marks.width(self.names)

    @property
    def every_name(self) -> int:
        """The marks of all names, as a number."""
        return (1 << self.names) - 1


class Earlier(NamedTuple):
    """An earlier round that left people past half without a place: D, their votes."""

    tally_base: int
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places one poll fills, and the total that half is measured on.

    A run-off for the last seats decides on the alternates as well: whoever loses it
    stands before those ``waiting`` since earlier rounds, the latest first (R-DL-3-F).

    What follows a tie, and what a run-off takes, is as in the file formats @1, unless
    the rule set of the election says otherwise.
    """

    round: Round
    seats: int
    tally_base: int
    alternates: int = 0
    tie_rule: TieRule = TieRule.RUN_OFF
    runoff_needs_majority: bool = False
    waiting: tuple[Earlier, ...] = ()

    @property
    def threshold(self) -> int:
        """Fewest votes that are more than half of the base."""
        return majority(self.tally_base)

    @property
    def half_is_needed(self) -> bool:
        """Whether nobody gets a place with half of the base or less."""
        return self.round is not Round.RUN_OFF or self.runoff_needs_majority


class Unlawful(StrEnum):
    """Why a poll cannot be held on these terms."""

    NO_SEAT = "no_seat"
    ALTERNATES_NOT_FOR_OFFICE = "alternates_not_for_office"
    NO_BASE = "no_base"
    RUN_OFF_FOR_BOTH = "run_off_for_both"
    RUN_OFF_WITHOUT_TIE = "run_off_without_tie"


def unlawful(office: Office, places: Places, *, names: int) -> tuple[Unlawful, ...]:
    """Everything that forbids the poll; empty when it may be held."""
    delegates = office is Office.DELEGATES
    run_off = places.round is Round.RUN_OFF
    wanted = places.seats + places.alternates
    found = {
        Unlawful.NO_SEAT: places.seats < 1 and not (delegates and wanted >= 1),
        Unlawful.ALTERNATES_NOT_FOR_OFFICE: places.alternates > 0 and not delegates,
        Unlawful.NO_BASE: places.tally_base < 1,
        Unlawful.RUN_OFF_FOR_BOTH: run_off and min(places.seats, places.alternates) > 0,
        Unlawful.RUN_OFF_WITHOUT_TIE: run_off and names <= wanted,
    }
    return tuple(reason for reason, holds in found.items() if holds)
