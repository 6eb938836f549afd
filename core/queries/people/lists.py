"""Who is in the register, as far as somebody's right reaches."""

import re
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
    """People, and whether they are a whole country's: too many to walk through."""

    people: QuerySet[Person]
    is_wide: bool


def sees_everybody(user: policy.AnyUser, right: Right) -> bool:
    """Whether the right reaches every tree, so that no row needs to be asked for."""
    roots = Unit.objects.filter(parent__isnull=True)
    within = policy.within_reach(roots, user, right)
    return within.exists() and not roots.exclude(pk__in=within.values("pk")).exists()


def everybody() -> QuerySet[Person]:
    """Return the register without the rows that were merged away."""
    return Person.objects.filter(merged_into__isnull=True)


def reach(user: policy.AnyUser, right: Right) -> Reach:
    """Return the people where the user holds the right; merged rows stay out."""
    # Half a million joins to two tables say nothing to whom nothing is out of reach.
    if sees_everybody(user, right):
        return Reach(everybody(), is_wide=True)
    return Reach(policy.within_reach(everybody(), user, right), is_wide=False)


def people_within(user: policy.AnyUser, right: Right) -> QuerySet[Person]:
    """Return the people where the user holds the right; merged rows stay out."""
    return reach(user, right).people


def beneath(unit: Unit) -> Reach:
    """Return the people of a unit and of all beneath it."""
    people = everybody().filter(unit__scope__path__descendants_of=unit.scope.path)
    return Reach(people, is_wide=unit.parent_id is None)


def bears_number(people: QuerySet[Person], typed: str) -> QuerySet[Person] | None:
    """Return who bears just that number, or nothing when no number was typed."""
    number = register.bare_number(typed)
    if not re.fullmatch(r"\d{4,}", number):
        return None
    return people.filter(Q(citizen_id=number) | Q(party_card=number))


def named(
    people: QuerySet[Person], wanted: str, *, at_most: int | None = None
) -> QuerySet[Person]:
    """Keep the people whose name has all these words, whatever the accents.

    Where nobody has, parts of words are enough. They are ordered by ``by_name`` and
    ``by_birth``, or ``by_unit`` after ``with_unit_order``. ``at_most`` is for a whole
    country, where so common a name would take long to put in order.
    """
    words = names.fold(wanted).split()
    found = people.filter(_has_words(words)) if words else people.none()
    if not found.exists() and all(len(word) >= PART_OF_A_WORD for word in words):
        found = people.filter(*(Q(folded_name__contains=word) for word in words))
    if at_most is not None:
        found = people.filter(pk__in=found.values("pk")[:at_most])
    # As expressions: else PostgreSQL walks through everybody in the order of an index,
    # hoping to meet those found soon, and given names come all together.
    return found.alias(
        by_name=_unindexed("sort_key", "''"),
        by_birth=_unindexed("born_on", "INTERVAL '0'"),
    )


def with_unit_order(found: QuerySet[Person]) -> QuerySet[Person]:
    """Let people found by name be ordered by the name of their unit."""
    return found.alias(by_unit=_unindexed("unit__name", "''"))


def top_unit(user: policy.AnyUser, right: Right) -> Unit | None:
    """Return the first of the highest units where the user holds the right."""
    units = policy.within_reach(Unit.objects.all(), user, right)
    return units.select_related("scope").order_by("scope__path").first()


def _unindexed(field: str, nothing: str) -> Func:
    operator = "+" if "INTERVAL" in nothing else "||"
    return Func(F(field), template=f"(%(expressions)s {operator} {nothing})")


def _has_words(words: list[str]) -> Any:
    of_words = ArrayField(TextField())
    own = Func(
        F("folded_name"), Value(" "), function="string_to_array", output_field=of_words
    )
    contains: Any = of_words.get_lookup("contains")
    return contains(own, words)
