"""Finding people for a list or a board: by search, or by lines of names."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from ballots.models import Poll
from ballots.queries.board import appointments
from ballots.queries.nominated import named_on
from ballots.queries.nominees import chain_of
from congress.models import Congress, RollEntry, VotingBody
from congress.queries import SEATED
from core.models import Person
from core.queries import people
from core.vietnamese import names

FOUND: Final = 50  # people shown by one search


def on_roll(body: VotingBody, wanted: str) -> QuerySet[Person]:
    """Return people who vote at the body with these words in their names."""
    return _narrowed(_voting(body), wanted)


def in_the_register(congress: Congress, wanted: str) -> QuerySet[Person]:
    """Return people beneath the congress's unit with these words in their names."""
    return _narrowed(_beneath(congress), wanted)


def findable(poll: Poll, keys: Sequence[UUID]) -> list[UUID]:
    """Keep who can be ticked for this list: on the roll, beneath the unit, elected."""
    body = poll.election.body
    elected = [row.person_id for row in chain_of(poll) if row.person_id]
    found = Person.objects.filter(pk__in=keys).filter(
        Q(pk__in=_voting(body).values("pk"))
        | Q(pk__in=_beneath(body.congress).values("pk"))
        | Q(pk__in=elected)
    )
    return list(found.values_list("pk", flat=True))


def _beneath(congress: Congress) -> QuerySet[Person]:
    return people.who_have_not_left(people.beneath(congress.unit).people)


def _narrowed(found: QuerySet[Person], wanted: str) -> QuerySet[Person]:
    found = found.select_related("unit")
    if not wanted:
        return found.order_by("sort_key", "pk")
    by_name = ("by_name", "pk")  # what ``named`` lets them be ordered by
    return people.named(found, wanted).order_by(*by_name)


class Match(StrEnum):
    """What became of one line of names."""

    ONE = "one"
    SEVERAL = "several"
    NOBODY = "nobody"
    THERE_ALREADY = "there_already"
    NAMED_ABOVE = "named_above"


class MatchedLine(NamedTuple):
    """One line that was pasted, and who is meant by it."""

    number: int
    text: str
    match: Match
    people: list[Person]


def matched(
    lines: Sequence[tuple[int, str, int | None]], poll: Poll
) -> list[MatchedLine]:
    """Say who is meant by each line: its number, a name, and a birth year if given.

    The roll is asked first, then the register beneath the congress's unit.
    """
    body = poll.election.body
    sources = [_voting(body), _beneath(body.congress)]
    there = named_on(poll)
    found = [_without(line, there) for line in people_named(lines, sources)]
    return _once_each(found)


def people_named(
    lines: Sequence[tuple[int, str, int | None]], sources: Sequence[QuerySet[Person]]
) -> list[MatchedLine]:
    """Say who is meant by each line; a later source is asked where others fail."""
    wanted = {names.fold(name) for _number, name, _year in lines}
    known: dict[str, list[Person]] = {}
    for source in sources:
        lacking = wanted - known.keys()
        if lacking:
            known |= _by_name(source, lacking)
    return [_matched(number, name, year, known) for number, name, year in lines]


def people_of_board(poll: Poll, at: datetime) -> list[QuerySet[Person]]:
    """Return where members of a board are looked for: appointed, roll, register."""
    body = poll.election.body
    counting = [row.user.person_id for row in appointments(body, at)]
    appointed = people.everybody().filter(pk__in=filter(None, counting))
    return [_voting(body), appointed, _beneath(body.congress)]


def people_of_roll(body: VotingBody) -> list[QuerySet[Person]]:
    """Return where those are looked for who have to be on the roll."""
    return [_voting(body)]


def _voting(body: VotingBody) -> QuerySet[Person]:
    voting = RollEntry.objects.filter(SEATED, body=body).values("person")
    return people.everybody().filter(pk__in=voting)


def _matched(
    number: int, name: str, year: int | None, known: dict[str, list[Person]]
) -> MatchedLine:
    found = known.get(names.fold(name), [])
    if year:
        found = [p for p in found if p.born_on and p.born_on.year == year]
    exact = [p for p in found if p.full_name.casefold() == name.casefold()]
    found = exact or found
    text = f"{name}, {year}" if year else name
    if not found:
        return MatchedLine(number, text, Match.NOBODY, [])
    match = Match.ONE if len(found) == 1 else Match.SEVERAL
    return MatchedLine(number, text, match, found)


def _without(line: MatchedLine, there: set[UUID]) -> MatchedLine:
    """Take off those who are on the list already."""
    left = [each for each in line.people if each.pk not in there]
    if not line.people or len(left) == len(line.people):
        return line
    if not left:
        return line._replace(match=Match.THERE_ALREADY)
    match = Match.ONE if len(left) == 1 else Match.SEVERAL
    return line._replace(match=match, people=left)


def _once_each(lines: Sequence[MatchedLine]) -> list[MatchedLine]:
    """Mark a line that names the one person a line above it has named."""
    above: set[UUID] = set()
    told = []
    for line in lines:
        if line.match is Match.ONE and line.people[0].pk in above:
            told.append(line._replace(match=Match.NAMED_ABOVE))
            continue
        if line.match is Match.ONE:
            above.add(line.people[0].pk)
        told.append(line)
    return told


def _by_name(found: QuerySet[Person], folded: set[str]) -> dict[str, list[Person]]:
    rows = found.filter(folded_name__in=folded).select_related("unit")
    known: dict[str, list[Person]] = {}
    for person in rows.order_by("sort_key", "born_on", "pk"):
        known.setdefault(person.folded_name, []).append(person)
    return known
