"""What stands on the minutes, in plain Vietnamese words and figures."""

from dataclasses import dataclass
from typing import Final

# Letters of a name that a third of a line holds.
_SHORT_NAME: Final = 22


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in the table of votes."""

    order: str
    name: str
    votes: str
    percent: str
    # On an agree / disagree paper alone: who disagrees, who marks both boxes or none.
    disagree: str = ""
    neither: str = ""


@dataclass(frozen=True, slots=True)
class Won:
    """Who won places of one kind, most votes first, and what is said with it."""

    heading: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say, in plain Vietnamese words and figures."""

    issuer: tuple[str, ...]
    place: str
    day: str
    # When papers were taken from the box and when the count was confirmed; nothing
    # where it is left to be written.
    began: str
    ended: str
    subject: str
    round: str
    regulation: tuple[str, str]
    assembly: str
    voted: str
    places: tuple[tuple[str, str], ...]
    layout: str
    listed: str
    slate: tuple[str, ...]
    board: tuple[tuple[str, str], ...]
    # How the box was checked and sealed; nothing where it is left to be written.
    box: str
    members: tuple[str, ...]
    technicians: tuple[str, ...]
    convened: str
    # How many were convened and who is taken off, where the roll was kept here.
    convened_number: str
    deductions: tuple[tuple[str, str], ...]
    absent: str
    people: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    papers_note: str
    # What came of reading drawn papers once more; nothing for papers of a file.
    readings: str
    third_look: str
    votes_label: str
    lines: tuple[Line, ...]
    # That agree, disagree and neither make the valid ballots, person by person.
    boxes: str
    rule: str
    won: tuple[Won, ...]
    # Those without a place, most votes first.
    others: tuple[Line, ...]
    # Those past half in an earlier round whom the run-off leaves without a place.
    waited: tuple[Line, ...]
    tied: tuple[str, ...]
    conclusion: str
    head: str
    # Who presides, as he signs, and over what; a meeting's chair signs for himself.
    chair: str
    assembled: str
    by_presidium: bool
    # What these minutes supersede, and what the count on the portal was for.
    supersedes: str
    purpose: str
    is_rehearsal: bool
    is_check: bool
    confirmed_at: str
    digest: str
    # The head of the audit chain; nothing for confirmations of the first release.
    link: str

    @property
    def has_short_names(self) -> bool:
        """Whether three names stand side by side."""
        return all(len(name) <= _SHORT_NAME for name in self.slate)
