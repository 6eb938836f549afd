"""What the rules want to know of somebody put forward, and of where."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from ballots import queries
from ballots.models import Nomination, Poll, TallyLine
from ballots.rules.candidacy import Hall, Nominee
from ballots.rules.holding import FROM_AMONG
from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.outcome import Verdict
from ballots.rules.terms import Round
from congress.models import BodyKind, Congress, RollEntry, VotingBody
from congress.queries import NOT_ASKED, SEATED, elected_people
from congress.rules.offices import Office
from congress.rules.roll import Attendance, Origin
from congress.rules.rulesets import RuleSet
from core.models import Person
from core.models.person import Membership

_CAME: Final = Q(attendance__in=[Attendance.PRESENT.value, Attendance.PART.value])


def attending(body: VotingBody) -> int:
    """Return how many of those who vote have come; all of them if nobody asked yet."""
    seated = RollEntry.objects.filter(SEATED, body=body)
    may_come = seated.exclude(condition__in=NOT_ASKED)
    return may_come.filter(_CAME).count() or may_come.count()


def nominee_of(
    person: Person,
    *,
    put_forward: PutForward,
    entries: dict[UUID, RollEntry],
    by_person: UUID | None,
    congress: Congress,
    among: frozenset[UUID] | None,
    row: Nomination | None = None,
) -> Nominee:
    """Return somebody as the rules want him, put forward already or not yet."""
    entry = entries.get(person.pk)
    by = entries.get(by_person) if by_person else None
    return Nominee(
        key=str(person.pk),
        put_forward=put_forward,
        is_official_member=_is_official(person, congress),
        is_convener=_convenes(entry),
        put_forward_by_convener=_convenes(by),
        votes_here=bool(entry and entry.has_a_seat),
        in_register=person.left_on is None and person.merged_into_id is None,
        backed_by=row.backed_by if row else None,
        withdrawing=Withdrawing(row.withdrawing) if row else Withdrawing.NOT_ASKED,
        left_out=row.left_out if row else False,
        from_among=None if among is None else person.pk in among,
    )


def _convenes(entry: RollEntry | None) -> bool:
    """Whether somebody is of what proposes the list; by office always (R-DL-1)."""
    if entry is None:
        return False
    return entry.is_convener or entry.origin == Origin.EX_OFFICIO


def entries_of(body: VotingBody, person_ids: Iterable[UUID]) -> dict[UUID, RollEntry]:
    """Return the places of these people on the body's roll."""
    rows = RollEntry.objects.filter(body=body, person__in=set(person_ids))
    return {row.person_id: row for row in rows}


def chosen_among(poll: Poll) -> frozenset[UUID] | None:
    """Return from among whom the office is elected; nothing where nobody knows."""
    chosen = (each.person for each in chain_of(poll) if each.person)
    found = {person.merged_into_id or person.pk for person in chosen}
    return frozenset(found) or None


def chain_of(poll: Poll) -> list[Any]:
    """Return those just elected from among whom this office is elected."""
    congress = poll.election.body.congress
    seen: set[object] = set()
    found = []
    for each in offices_of_chain(poll):
        for row in elected_people(congress, each):
            key = row.person_id or row.name
            if key not in seen:
                seen.add(key)
                found.append(row)
    return found


def offices_of_chain(poll: Poll) -> tuple[Office, ...]:
    """Return to which offices those were elected from among whom this one is."""
    if _is_for_a_cell_congress(poll):
        return (Office.COMMITTEE,)
    return FROM_AMONG.get(Office(poll.election.office), ())


def _is_for_a_cell_congress(poll: Poll) -> bool:
    body = poll.election.body
    at_congress = body.kind == BodyKind.CONGRESS
    return at_congress and poll.election.office in (
        Office.SECRETARY,
        Office.DEPUTY_SECRETARY,
    )


def _is_official(person: Person, congress: Congress) -> bool | None:
    if person.membership == Membership.UNKNOWN:
        return None
    if person.membership != Membership.OFFICIAL:
        return False
    since = person.official_since
    return since is None or since <= congress.closes_on


def hall_of(poll: Poll, rule_set: RuleSet) -> Hall:
    """Return where and for what the list is made."""
    body = poll.election.body
    return Hall(
        office=Office(poll.election.office),
        round=Round(poll.round),
        seats=poll.seats,
        alternates=poll.alternates,
        attending=attending(body),
        at_congress=body.kind == BodyKind.CONGRESS,
        rule_set=rule_set,
        tied=_tied(poll),
    )


def _tied(poll: Poll) -> frozenset[str] | None:
    """Return who has to stand in a run-off: exactly those who were level."""
    if poll.round != Round.RUN_OFF or poll.after is None:
        return None
    confirmed = queries.confirmation_of(poll.after)
    if confirmed is None:
        return None
    rows = TallyLine.objects.filter(tally=confirmed.tally, verdict=Verdict.TIED.value)
    people = rows.values_list("candidate__person", "candidate__person__merged_into")
    return frozenset(str(merged_into or own) for own, merged_into in people)
