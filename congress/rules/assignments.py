"""Who may give whom a breakthrough assignment (domain 6.2).

The text of Tuyên Quang's regulation 30 (20/5/2020) was not found; what stands here is
from the articles of 2020 and 2021 [A]: the superior assigns the subordinate within its
competence, to posts on a list; in 2021 the list was widened and the posts beneath were
left to the collectives there.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

TERM_YEARS: Final = 5  # of most terms (domain 0.1); a first one may be shorter
NOT_RATED: Final = "chua"  # stands in addresses where a rating's code would


class AssignedBy(StrEnum):
    """Which body assigns a post of the list."""

    OWNER = "owner"  # the unit whose list it is
    DELEGATED = "delegated"  # a unit beneath it that the post lies at or beneath


class Period(StrEnum):
    """For how long."""

    YEAR = "year"
    TERM = "term"


class Refusal(StrEnum):
    """Why an assignment may not be given."""

    UPWARD = "upward"
    SIDEWAYS = "sideways"
    NOT_IN_FORCE = "not_in_force"
    ELSEWHERE = "elsewhere"
    NOT_OF_THIS_LIST = "not_of_this_list"
    OWNER_ONLY = "owner_only"
    DELEGATED_ONLY = "delegated_only"


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post on a list as the rule takes it; paths are those of units in the tree."""

    list_path: str  # of the unit whose list it is
    in_force_from: date
    in_force_until: date | None
    assigned_by: AssignedBy
    at_path: str | None = None  # where the post is the one of a single unit


def refusal(
    post: ListedPost, *, assigner: str, assignee: str, on: date
) -> Refusal | None:
    """Return why a unit may not assign this post at that unit on a day; or nothing.

    ``assigner`` and ``assignee`` are paths of units. The superior assigns the
    subordinate (article 000): never upward, never sideways; its own officers, such as
    members of its committee, it does assign (article 003).
    """
    is_owner = assigner == post.list_path
    ends = post.in_force_until or on
    refused = {
        Refusal.UPWARD: assigner != assignee and _beneath(assigner, assignee),
        Refusal.SIDEWAYS: not _beneath(assignee, assigner),
        Refusal.NOT_IN_FORCE: not post.in_force_from <= on <= ends,
        Refusal.NOT_OF_THIS_LIST: not _beneath(assigner, post.list_path),
        Refusal.ELSEWHERE: post.at_path not in (None, assignee),
        Refusal.OWNER_ONLY: post.assigned_by is AssignedBy.OWNER and not is_owner,
        Refusal.DELEGATED_ONLY: post.assigned_by is AssignedBy.DELEGATED and is_owner,
    }
    return next((why for why, holds in refused.items() if holds), None)


def term_of(given_on: date, due_on: date) -> tuple[int, int]:
    """Return the first and last year of the term that work is given for.

    Congresses of a round are held in the year in which one term ends and the next
    begins [I]: what is due in that very year is of the one that ends.
    """
    year = given_on.year
    first = year - year % TERM_YEARS
    if year == first == due_on.year:
        first -= TERM_YEARS
    return first, first + TERM_YEARS


def after_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _beneath(path: str, ancestor: str) -> bool:
    return path == ancestor or path.startswith(f"{ancestor}.")
