"""Finding units: by a right, by words, for a field that wants one."""

from typing import Final
from uuid import UUID

from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from core.access import policy
from core.access.rights import Right
from core.models import Scope, Unit, UnitVersion
from core.models.scope import LtreeField, ScopeKind
from core.queries.words import folded, with_folded_words
from core.vietnamese import names

CHOICES: Final = 12  # what a list under a field shows
SORTED: Final = 500
ABOVE_ALL: Final = Scope(path=policy.EVERYWHERE, home=policy.EVERYWHERE)
BETWEEN: Final = " – "  # code and name, as a field shows a unit


def units_within(user: policy.AnyUser, right: Right) -> QuerySet[Unit]:
    """Return the units where the user holds the right."""
    return policy.within_reach(Unit.objects.all(), user, right)


def units_to_reshape(user: policy.AnyUser) -> QuerySet[Unit]:
    """Return the units a user may rename, move, merge, split or end.

    That is for who keeps the unit above: nobody merges his own commune away. Trees of
    their own are for administrators.
    """
    within = units_within(user, Right.UNIT_KEEP)
    if policy.allows(user, Right.UNIT_KEEP, ABOVE_ALL):
        return within
    return within.filter(parent__in=units_within(user, Right.UNIT_KEEP))


def units_matching(units: QuerySet[Unit], wanted: str) -> QuerySet[Unit]:
    """Keep units whose code and name have all these words, whatever the accents."""
    return with_folded_words(units, wanted)


def unit_choices(units: QuerySet[Unit], typed: str) -> list[Unit]:
    """Return the living units to offer to somebody who types a code or a name.

    The unit with just that code comes first, then the highest levels.
    """
    typed = code_in(typed)
    if not typed:
        return []
    living = units.filter(dissolved_on__isnull=True)
    exact = living.filter(code=typed).first()
    # Whoever types a word of half the country goes on typing: no need to sort it all.
    some = units_matching(living, typed).order_by().values("pk")[:SORTED]
    found = list(
        Unit.objects.filter(pk__in=some)
        .select_related("scope", "kind__level", "parent")
        .order_by("kind__level__rank", "sort_key", "pk")[:CHOICES]
    )
    if exact is None:
        return found
    return [exact, *(unit for unit in found if unit != exact)]


def places_matching(typed: str) -> QuerySet[Scope, int]:
    """Return the keys of places where a role may be given, by code and name.

    Those are units that go on, and the congresses and bodies that none which ended
    has left behind.
    """
    living = Unit.objects.filter(dissolved_on__isnull=True)
    matching = units_matching(living, typed).order_by("code")
    # Whoever types a word of half the country goes on typing: no need to sort it all.
    of_units = list(matching.values_list("scope", flat=True)[:SORTED])
    found = Q(pk__in=of_units)
    if words := names.fold(typed).split():
        titled = Q(*(Q(folded_title__contains=word) for word in words))
        coded = living.filter(code__iexact=names.clean(typed)).values("scope__path")
        found |= ~Q(kind=ScopeKind.UNIT) & (titled | Q(home__in=coded))
    ended = Unit.objects.filter(dissolved_on__isnull=False).annotate(
        place=ExpressionWrapper(OuterRef("path"), output_field=LtreeField())
    )
    places = Scope.objects.alias(folded_title=folded("title")).filter(
        found, ~Exists(ended.filter(place__descendants_of=F("scope__path")))
    )
    return places.values_list("pk", flat=True)[: 2 * SORTED]


def key_of_former_code(code: str) -> UUID | None:
    """Return which unit had a code that nobody has now: links to it lead on."""
    if Unit.objects.filter(code=code).exists():
        return None
    had = UnitVersion.objects.filter(code=code).order_by("-pgh_id")
    found: UUID | None = had.values_list("pgh_obj_id", flat=True).first()
    return found


def code_in(typed: str) -> str:
    """Return the code somebody chose as "code – name", or what he typed."""
    return names.clean(typed).partition(BETWEEN)[0].strip()


def written(unit: Unit) -> str:
    """Write a unit as a field shows it: "KV – Đảng bộ xã Khe Vàng"."""
    return f"{unit.code}{BETWEEN}{unit.name}"
