"""Names put forward, until the congress closes the list."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from core.vietnamese import names


class PutForward(StrEnum):
    """By whom a name comes onto the list."""

    OFFICIAL = "official"  # the convening committee's list (R-SU-4)
    NOMINATED = "nominated"  # by a delegate from the floor
    SELF_NOMINATED = "self_nominated"


class Withdrawing(StrEnum):
    """Whether somebody asked to withdraw, and what the congress decided (R-CN-5)."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"


class Listed(NamedTuple):
    """What the order of a list goes by."""

    key: str
    name: str
    party_since: date | None


def in_list_order(people: Iterable[Listed]) -> list[str]:
    """Return the keys in the order of the list (R-SU-10).

    Given name, family name, middle name; of one full name the higher Party age first,
    those without a date last.
    """
    return [
        person.key
        for person in sorted(
            people,
            key=lambda each: (
                names.sort_key(each.name),
                each.party_since or date.max,
                each.key,
            ),
        )
    ]
