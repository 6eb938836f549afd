"""Who is convened, who came, and what that means for the base.

A roll says what people know of each person: as what convened, in what condition, there
or not. What it means for D follows from it (R-TB-1 to R-TB-5), kind of body by kind.
"""

from dataclasses import dataclass
from enum import StrEnum

from congress.rules.tally_base import Body, Situation


class Origin(StrEnum):
    """As what somebody stands on the roll."""

    EX_OFFICIO = "ex_officio"
    ELECTED = "elected"
    DESIGNATED = "designated"
    MEMBER = "member"
    INCUMBENT = "incumbent"


class Standing(StrEnum):
    """Whether somebody has a vote of his own."""

    OFFICIAL = "official"
    ALTERNATE = "alternate"
    REJECTED = "rejected"


class Condition(StrEnum):
    """What keeps an official member from Party activity."""

    ACTIVE = "active"
    TRANSFERRED = "transferred"
    EXEMPTED = "exempted"
    SUSPENDED = "suspended"
    PROSECUTED = "prosecuted"


class Attendance(StrEnum):
    """Whether somebody came."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    PART = "part"
    ABSENT = "absent"


ORIGINS_OF = {
    Body.DELEGATES_CONGRESS: (Origin.EX_OFFICIO, Origin.ELECTED, Origin.DESIGNATED),
    Body.MEMBERS_CONGRESS: (Origin.MEMBER,),
    Body.COMMITTEE_MEETING: (Origin.INCUMBENT,),
}

CONDITIONS_OF = {
    # A delegate in such a condition is a matter of credentials (R-BD-4).
    Body.DELEGATES_CONGRESS: (Condition.ACTIVE,),
    Body.MEMBERS_CONGRESS: tuple(Condition),
    Body.COMMITTEE_MEETING: (
        Condition.ACTIVE,
        Condition.TRANSFERRED,
        Condition.SUSPENDED,
        Condition.PROSECUTED,
    ),
}


# They may not come at all, so nobody is asked whether they did.
MAY_NOT_COME = (Condition.SUSPENDED, Condition.PROSECUTED)


@dataclass(frozen=True, slots=True)
class OnRoll:
    """What is known of one person on the roll.

    ``replaced`` means that a recognised alternate has taken the seat and came;
    ``accepted`` that the convening committee accepts the reason of an absence.
    """

    origin: Origin
    standing: Standing = Standing.OFFICIAL
    condition: Condition = Condition.ACTIVE
    attendance: Attendance = Attendance.UNKNOWN
    replaced: bool = False
    accepted: bool = False

    @property
    def is_convened(self) -> bool:
        """Whether the person is in the number that D starts from."""
        return self.standing is not Standing.ALTERNATE

    @property
    def came(self) -> bool:
        """Whether the person was there at least for a part."""
        return self.attendance in (Attendance.PRESENT, Attendance.PART)


def situation(body: Body, person: OnRoll) -> Situation | None:
    """Why somebody convened might not count; nothing where nothing is to be said."""
    if body is Body.DELEGATES_CONGRESS:
        return _of_a_delegate(person)
    if special := _OF_CONDITION.get(person.condition):
        came, stayed_away = special
        return came if person.came else stayed_away
    if person.attendance is Attendance.PART:
        return Situation.ABSENT_PART_OF_THE_TIME
    if person.attendance is not Attendance.ABSENT:
        return None
    return Situation.ON_LEAVE if body is Body.COMMITTEE_MEETING else _leave(person)


def _leave(person: OnRoll) -> Situation:
    """Only a reason that the convening committee accepts takes a member off."""
    if person.accepted:
        return Situation.ABSENT_THROUGHOUT_ACCEPTED
    return Situation.ABSENT_THROUGHOUT_NOT_ACCEPTED


_OF_CONDITION = {
    Condition.TRANSFERRED: (
        Situation.TRANSFERRED_PRESENT,
        Situation.TRANSFERRED_NOT_PRESENT,
    ),
    Condition.EXEMPTED: (Situation.EXEMPTED_PRESENT, Situation.EXEMPTED_NOT_PRESENT),
    Condition.SUSPENDED: (Situation.SUSPENDED, Situation.SUSPENDED),
    Condition.PROSECUTED: (Situation.PROSECUTED, Situation.PROSECUTED),
}


def _of_a_delegate(person: OnRoll) -> Situation | None:
    if person.standing is Standing.REJECTED:
        return Situation.CREDENTIALS_REJECTED
    if person.attendance is Attendance.PART:
        return Situation.ABSENT_PART_OF_THE_TIME
    if person.attendance is not Attendance.ABSENT:
        return None
    if person.origin is Origin.EX_OFFICIO:
        return Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT
    if person.replaced:
        return Situation.ABSENT_THROUGHOUT_REPLACED
    return Situation.ABSENT_THROUGHOUT_NOT_REPLACED
