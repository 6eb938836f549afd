"""Who is in the register, as far as somebody's right reaches."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from core import register
from core.access import policy
from core.access.rights import Right
from core.models import Person, Unit
from core.vietnamese import names

# Shorter words say too little to look for them inside of others.
PART_OF_A_WORD: Final = 3


class Reach(NamedTuple):
    """People within reach of somebody, or of one unit.

    ``includes`` asks it of one person read with unit and scope; ``is_wide`` says that
    they are most of a whole country, too many to walk through.
    """

    people: QuerySet[Person]
    includes: Callable[[Person], bool]
    is_wide: bool


def everybody() -> QuerySet[Person]:
    """Return the register without the rows that were merged away."""
    return Person.objects.filter(merged_into__isnull=True)


def who_have_not_left(people: QuerySet[Person]) -> QuerySet[Person]:
    """Keep the people who are still in the register."""
    return people.filter(left_on__isnull=True)


def reach(user: policy.AnyUser, right: Right) -> Reach:
    """Return the people where the user holds the right; merged rows stay out."""
    roots = Unit.objects.filter(parent__isnull=True)
    within = policy.within_reach(roots, user, right)
    reached = within.count()
    everywhere = reached > 0 and reached == roots.count()
    people = everybody()
    return Reach(
        # Half a million joins to two tables say nothing where all is within reach.
        people if everywhere else policy.within_reach(people, user, right),
        lambda person: policy.allows(user, right, person.unit.scope),
        is_wide=everywhere or (reached > 0 and _is_most(user, right)),
    )


def people_within(user: policy.AnyUser, right: Right) -> QuerySet[Person]:
    """Return the people where the user holds the right; merged rows stay out."""
    return reach(user, right).people


def beneath(unit: Unit) -> Reach:
    """Return the people of a unit and of all beneath it."""
    path = unit.scope.path
    return Reach(
        everybody().filter(unit__scope__path__descendants_of=path),
        lambda person: f"{person.unit.scope.path}.".startswith(f"{path}."),
        is_wide=unit.parent_id is None,
    )


def nobody() -> Reach:
    """Return no people at all."""
    return Reach(Person.objects.none(), lambda _person: False, is_wide=False)


def bears_number(people: QuerySet[Person], typed: str) -> QuerySet[Person] | None:
    """Return who bears just that number, or nothing when no number was typed."""
    number = register.bare_number(typed)
    if not re.fullmatch(r"\d{4,}", number):
        return None
    return people.filter(Q(citizen_id=number) | Q(party_card=number))


def named(
    people: QuerySet[Person],
    wanted: str,
    *,
    at_most: int | None = None,
    few: bool = False,
) -> QuerySet[Person]:
    """Keep the people whose name has all these words, whatever the accents.

    Where none of them has, parts of words are enough. They are ordered by
    ``by_name`` and ``by_birth``. ``at_most`` is for a whole country, where so common a
    name would take long to put in order; ``few`` for people who are found faster
    without their names.
    """
    found = _with_all(people, names.fold(wanted).split(), few=few)
    if at_most is not None:
        found = people.filter(pk__in=found.values("pk")[:at_most])
    # As expressions: else PostgreSQL walks through everybody in the order of an index,
    # hoping to meet those found soon, and given names come all together.
    return found.alias(
        by_name=_without_index(F("sort_key")),
        by_birth=Func(F("born_on"), template="(%(expressions)s + 0)"),
    )


def with_unit_order(people: QuerySet[Person], *, found: bool) -> QuerySet[Person]:
    """Let people be ordered by the name of their unit: ``by_unit``.

    Those ``found`` by name, or who left, are few; for all others there is an index.
    """
    name = F("unit__sort_key")
    return people.alias(by_unit=_without_index(name) if found else name)


def top_unit(user: policy.AnyUser, right: Right) -> Unit | None:
    """Return the first of the highest units where the user holds the right."""
    units = policy.within_reach(Unit.objects.all(), user, right)
    return units.select_related("scope").order_by("scope__path").first()


def _is_most(user: policy.AnyUser, right: Right) -> bool:
    """Whether the right reaches more than half of all units."""
    units = Unit.objects.all()
    return 2 * policy.within_reach(units, user, right).count() > units.count()


def _with_all(
    people: QuerySet[Person], words: list[str], *, few: bool
) -> QuerySet[Person]:
    if not words:
        return people.none()
    name = F("folded_name")
    whole = _has_words(_without_index(name) if few else name, words)
    # Of these people only: whether somebody else has that name is not for who asks.
    # Asked for one row alone, PostgreSQL would look for it through all of them.
    if people.filter(whole)[:100].count():
        return people.filter(whole)
    if min(map(len, words)) < PART_OF_A_WORD:
        return people.none()
    return people.filter(*(Q(folded_name__contains=word) for word in words))


def _without_index(text: Any) -> Func:
    return Func(text, template="(%(expressions)s || '')", output_field=TextField())


def _has_words(name: Any, words: list[str]) -> Any:
    of_words = ArrayField(TextField())
    own = Func(name, Value(" "), function="string_to_array", output_field=of_words)
    contains: Any = of_words.get_lookup("contains")
    return contains(own, words)
