"""Rows that are, or may be, the same person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import ExtractMonth, ExtractYear
from django.db.models.lookups import Exact

from core.models import Person
from core.models.person import Precision
from core.queries.people.lists import Reach, everybody
from core.vietnamese import names

FEW: Final = 10
Key = tuple[str, date]  # folded name and date of birth
_YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Twins:
    """People of one name whose birth dates do not contradict each other."""

    people: tuple[Person, ...]

    @property
    def first(self) -> Person:
        """The row that the others are compared with."""
        return self.people[0]

    @property
    def others(self) -> tuple[Person, ...]:
        """The rows that may be the first one's doubles."""
        return self.people[1:]


def same_person_ids(*person_ids: UUID | None) -> set[UUID]:
    """Return the keys of all rows that are these people, merged ones included.

    Nobody is nobody: an account without a person may be asked about as any other.
    """
    asked = Person.objects.filter(pk__in=[each for each in person_ids if each])
    found = asked.values_list("pk", "merged_into")
    stand = {merged_into or own for own, merged_into in found}
    rows = Person.objects.filter(Q(pk__in=stand) | Q(merged_into__in=stand))
    return set(rows.values_list("pk", flat=True))


def possible_doubles(
    people: QuerySet[Person],
    *,
    full_name: str,
    born_on: date | None,
    precision: str = Precision.DAY,
) -> QuerySet[Person]:
    """Return who of these people has that name and perhaps that birth date.

    Accents do not count: they are what is mistyped most. Of two dates only as much is
    compared as is known of both.
    """
    if born_on is None:
        return people.none()
    return people.filter(
        _born(born_on, precision),
        folded_name=names.fold(full_name),
    )


def doubles_of(people: QuerySet[Person], person: Person) -> list[Person]:
    """Return who of these people may be the same person, a few at most."""
    found = possible_doubles(
        people,
        full_name=person.full_name,
        born_on=person.born_on,
        precision=person.birth_precision,
    )
    own = [key for key in (person.pk, person.merged_into_id) if key]
    others = found.exclude(pk__in=own)
    return list(others.select_related("unit").order_by("sort_key", "pk")[:FEW])


def twins(within: Reach, *, after: Key | None = None) -> QuerySet[Person, Any]:
    """Return name and birth date of people who have both in common, in that order."""
    born = _in_order(within, after).filter(born_on__isnull=False)
    alike = born.values("name_key", "born_key").annotate(rows=Count("*"))
    several = alike.filter(rows__gt=1).order_by("name_key", "born_key")
    return cast("QuerySet[Person, Any]", several)


def imprecise_twins(within: Reach, *, after: Key | None = None) -> QuerySet[Person]:
    """Return people known by month or year of birth who may be somebody born then."""
    people = everybody() if within.is_wide else within.people
    others = people.annotate(
        year=ExtractYear("born_on"), month=ExtractMonth("born_on")
    ).filter(
        Q(Exact(OuterRef("birth_precision"), Precision.YEAR))
        | Q(month=ExtractMonth(OuterRef("born_on"))),
        folded_name=OuterRef("folded_name"),
        born_on__gt=OuterRef("born_on"),
        born_on__lt=OuterRef("born_on") + _YEAR,
        year=ExtractYear(OuterRef("born_on")),
    )
    known_in_part = _in_order(within, after).filter(
        birth_precision__in=[Precision.YEAR, Precision.MONTH], born_on__isnull=False
    )
    found = known_in_part.filter(Exists(others))
    found = found.order_by("name_key", "born_key").distinct("name_key", "born_key")
    return cast("QuerySet[Person]", found)


def key_of(written: str) -> Key | None:
    """Return the key that ``written_key`` wrote, or nothing for anything else."""
    name, _bar, day = written.rpartition("|")
    try:
        return (name, date.fromisoformat(day)) if name else None
    except ValueError:
        return None


def written_key(found: Person | Mapping[str, Any]) -> str:
    """Write, for an address, behind which of the found the next ones come."""
    if isinstance(found, Person):
        return f"{found.folded_name}|{found.born_on}"
    return f"{found['name_key']}|{found['born_key']}"


def gathered(within: Reach, alike: Iterable[Mapping[str, Any]]) -> list[Twins]:
    """Fetch the people of each name and birth date."""
    keys = [(each["name_key"], each["born_key"]) for each in alike]
    found = defaultdict(list)
    asked = (Q(folded_name=name, born_on=born_on) for name, born_on in keys)
    for person in _shown(within, asked):
        found[person.folded_name, person.born_on].append(person)
    return [Twins(tuple(found[key])) for key in keys if len(found[key]) > 1]


def gathered_around(within: Reach, imprecise: Iterable[Person]) -> list[Twins]:
    """Fetch, beside each of these, those who may be the same."""
    around = list(imprecise)
    asked = [_later(person) for person in around if person.born_on]
    rows = _shown(within, [Q(pk__in=[person.pk for person in around]), *asked])
    of_key = {person.pk: person for person in rows}
    found = [
        Twins((of_key[each.pk], *(row for row in rows if _may_be(each, row))))
        for each in around
        if each.pk in of_key
    ]
    return [twins for twins in found if twins.others]


def _in_order(within: Reach, after: Key | None) -> Any:
    """Give people the keys by which doubles are listed, and keep those behind one.

    In a whole country they are indexed columns, which give the first ones at once; else
    expressions, lest PostgreSQL looks for few people by walking through all.
    """
    name, born_on = F("folded_name"), F("born_on")
    if within.is_wide:
        # Whoever is out of reach is left out where the people are gathered.
        people = everybody().annotate(name_key=name, born_key=born_on)
    else:
        people = within.people.annotate(
            name_key=Func(
                name, template="(%(expressions)s || '')", output_field=TextField()
            ),
            born_key=Func(
                born_on, template="(%(expressions)s + 0)", output_field=DateField()
            ),
        )
    if after is None:
        return people
    name_before, born_before = after
    behind = Q(name_key__gt=name_before) | Q(born_key__gt=born_before)
    return people.filter(behind, name_key__gte=name_before)


def _later(person: Person) -> Q:
    """People of that name born later in the year of an imprecise birth date."""
    assert person.born_on is not None  # noqa: S101 - asked by who calls
    return Q(
        folded_name=person.folded_name,
        born_on__gt=person.born_on,
        born_on__lt=person.born_on + _YEAR,
    )


def _born(born_on: date, precision: str) -> Q:
    """Birth dates that do not contradict one of which so much is known."""
    january = born_on.replace(month=1, day=1)
    first = born_on.replace(day=1)
    by_year = Q(born_on=january, birth_precision=Precision.YEAR)
    if precision == Precision.YEAR:
        return Q(born_on__year=born_on.year)
    if precision == Precision.MONTH:
        in_month = Q(born_on__year=born_on.year, born_on__month=born_on.month)
        return by_year | in_month & ~Q(birth_precision=Precision.YEAR)
    by_month = Q(born_on=first, birth_precision=Precision.MONTH)
    return by_year | by_month | Q(born_on=born_on, birth_precision=Precision.DAY)


def _may_be(person: Person, other: Person) -> bool:
    """Whether the other one, born later in the period, may be the imprecise one."""
    if person.born_on is None or other.born_on is None:
        return False
    if person.folded_name != other.folded_name or other.born_on <= person.born_on:
        return False
    if person.birth_precision == Precision.MONTH:
        return person.born_on.replace(day=1) == other.born_on.replace(day=1)
    return person.born_on.year == other.born_on.year


def _shown(within: Reach, asked: Iterable[Q]) -> list[Person]:
    """Return the rows within reach of which any of this holds, the oldest first."""
    any_of = reduce(or_, asked, Q(pk__in=[]))
    # By name, which the index answers; within reach there are too many to look through.
    rows = everybody().filter(any_of).select_related("unit__scope")
    oldest_first = F("changed_at").asc(nulls_first=True)
    return [each for each in rows.order_by(oldest_first, "pk") if within.includes(each)]
