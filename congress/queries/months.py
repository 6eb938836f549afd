"""Congresses by the day: a month of them, a year of them, who above attends which."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from congress.models import Congress, Holiday, UpperAttendance
from congress.queries.congresses import congress_or_404
from congress.queries.gatherings import Gathering
from congress.queries.progress import Within, congresses_in
from congress.rules import progress
from congress.rules.progress import Held, Month
from core.access import policy
from core.access.rights import Right
from core.models import Person, Post, User
from core.queries import people as register

A_DAY: Final = 4  # congresses that one day of the grid names; the others it counts
FOUND: Final = 20  # people offered at once


@dataclass(frozen=True, slots=True)
class ClashRow:
    """Somebody is to be at two congresses on one day, with all that names them."""

    person: Person
    one: Congress
    other: Congress
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month: whether it is off, and what is held."""

    day: date
    in_month: bool
    holiday: Holiday | None = None
    congresses: list[Congress] = field(default_factory=list)
    more: int = 0
    gatherings: list[Gathering] = field(default_factory=list)
    more_gatherings: int = 0

    @property
    def is_off(self) -> bool:
        """Whether nobody works for a holiday."""
        return self.holiday is not None and not self.holiday.is_worked

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell of it."""
        return not (self.congresses or self.gatherings or self.holiday)


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of congresses."""

    month: Month
    days: list[Day]
    total: int
    clashes: list[ClashRow]
    clashing: frozenset[UUID]


def month_of(
    within: Within, month: Month, held_besides: Iterable[Gathering] = ()
) -> MonthView:
    """Return who holds a congress on which day of a month, in a fixed number of reads.

    A day names the highest units first, as many as a page can show; then what is
    ``held_besides``: conferences, meetings.
    """
    held = congresses_in(within).filter(
        opens_on__lte=month.last, closes_on__gte=month.first
    )
    spans = list(
        held.order_by("unit__kind__level__rank", "unit__sort_key", "pk").values_list(
            "pk", "opens_on", "closes_on"
        )
    )
    of_day: dict[date, list[UUID]] = defaultdict(list)
    for key, first, last in spans:
        for day in progress.days_of(max(first, month.first), min(last, month.last)):
            of_day[day].append(key)
    found_clashes = clashes_among(held)
    shown = {key for keys in of_day.values() for key in keys[:A_DAY]}
    read = _by_key(shown)
    besides: dict[date, list[Gathering]] = defaultdict(list)
    for gathering in held_besides:
        besides[gathering.day].append(gathering)
    holidays = {
        each.day: each
        for each in Holiday.objects.filter(day__gte=month.first, day__lte=month.last)
    }
    days = [
        Day(
            day,
            in_month=Month.of(day) == month,
            holiday=holidays.get(day),
            congresses=[read[key] for key in of_day.get(day, [])[:A_DAY]],
            more=max(0, len(of_day.get(day, [])) - A_DAY),
            gatherings=besides.get(day, [])[:A_DAY],
            more_gatherings=max(0, len(besides.get(day, [])) - A_DAY),
        )
        for day in month.grid()
    ]
    clashing = {each.pk for row in found_clashes for each in (row.one, row.other)}
    return MonthView(month, days, len(spans), found_clashes, frozenset(clashing))


def clashes_among(held: QuerySet[Congress]) -> list[ClashRow]:
    """Return who is to be at two of these congresses on one day."""
    rows = UpperAttendance.objects.filter(congress__in=held.order_by())
    rows = rows.select_related("person", "congress__unit").order_by("pk")
    congresses = {row.congress_id: row.congress for row in rows}
    people = {row.person_id: row.person for row in rows}
    found = progress.clashes(
        Held(
            row.congress_id,
            row.person_id,
            row.congress.opens_on,
            row.congress.closes_on,
        )
        for row in rows
    )
    return [
        ClashRow(
            people[each.person],  # type: ignore[index]  # keys as they were given
            congresses[each.one],  # type: ignore[index]
            congresses[each.other],  # type: ignore[index]
            each.first,
            each.last,
        )
        for each in found
    ]


def in_year(within: Within, year: int) -> QuerySet[Congress]:
    """Return the congresses held in a year, read for one line each."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = congresses_in(within).filter(opens_on__lte=last, closes_on__gte=first)
    return held.select_related("unit__kind__level", "unit__parent")


# --- who of the level above attends ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may be sent, and what he attends already on one of these days."""

    person: Person
    clashing: list[Congress]


def may_send(user: User, congress: Congress) -> bool:
    """Whether a user says who of the level above attends: he keeps congresses there."""
    above = congress.unit.parent
    return above is not None and policy.allows(user, Right.CONGRESS_KEEP, above.scope)


def sending_or_404(user: User, slug: str) -> Congress:
    """Return a congress to which the user sends people of the level above."""
    found = congress_or_404(user, slug)
    if not may_send(user, found):
        raise Http404
    return found


def attending(congress: Congress) -> list[UpperAttendance]:
    """Return who of the level above attends, by name."""
    found = UpperAttendance.objects.filter(congress=congress)
    return list(
        found.select_related("person__unit", "by").order_by("person__sort_key", "pk")
    )


def sendable(user: User, congress: Congress) -> QuerySet[Person]:
    """Return the people of the level above and beneath it whom a user may send."""
    above = congress.unit.parent
    if above is None:
        return Person.objects.none()
    within = register.who_have_not_left(register.beneath(above).people)
    return policy.within_reach(within, user, Right.PERSON_READ)


def choices(user: User, congress: Congress, wanted: str) -> list[Choice]:
    """Return whom to offer: by words, else those with a post at the level above."""
    people = sendable(user, congress)
    people = people.exclude(upper_attendances__congress=congress)
    if wanted:
        found = register.named(people, wanted).order_by("by_name", "by_birth", "pk")  # type: ignore[misc]  # as ``named`` orders them
    else:
        posts = Post.objects.filter(
            person=OuterRef("pk"), unit=congress.unit.parent, ends_on__isnull=True
        )
        found = people.filter(Exists(posts)).order_by("sort_key", "pk")
    offered = list(found.select_related("unit")[:FOUND])
    clashing = clashes_of(user, congress, [person.pk for person in offered])
    return [Choice(person, clashing.get(person.pk, [])) for person in offered]


def clashes_of(
    user: User, congress: Congress, people: Collection[UUID]
) -> Mapping[UUID, list[Congress]]:
    """Return what else people attend on a day of the congress, as far as one may read.

    What lies out of reach is not told of: it may be known to those above.
    """
    readable = policy.within_reach(
        Congress.objects.all(), user, Right.PLAN_READ
    ).filter(opens_on__lte=congress.closes_on, closes_on__gte=congress.opens_on)
    rows = UpperAttendance.objects.filter(
        person__in=people, congress__in=readable
    ).exclude(congress=congress)
    found: dict[UUID, list[Congress]] = defaultdict(list)
    for row in rows.select_related("congress__unit").order_by("congress__opens_on"):
        found[row.person_id].append(row.congress)
    return found


def _by_key(keys: Iterable[UUID]) -> dict[UUID, Congress]:
    found = Congress.objects.filter(pk__in=list(keys)).select_related("unit", "term")
    return {each.pk: each for each in found}
