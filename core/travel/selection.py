"""Which rows travel: all that lie beneath a scope, and whatever those point to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, cast

from django.apps import apps
from django.db.models import ForeignKey, Model, Q

from core import registry
from core.models import (
    Appointment,
    Arrival,
    ImportChange,
    ImportRow,
    ImportRun,
    Job,
    Level,
    Parcel,
    PersonVersion,
    PostVersion,
    RememberedMapping,
    RuleSet,
    RuleSetEdition,
    Scope,
    StoredFile,
    StoredFileChunk,
    UnitKind,
    UnitVersion,
)

Kind = type[Model]
AT_ONCE: Final = 10_000  # keys in one question

# What belongs to one machine: work given to its workers, lists on their way in, older
# versions of the register, parcels themselves.
STAYS: Final = frozenset(
    {
        Arrival,
        ImportChange,
        ImportRow,
        ImportRun,
        Job,
        Parcel,
        PersonVersion,
        PostVersion,
        RememberedMapping,
        UnitVersion,
    }
)
# Taken whole: what the portal ships stands in the other one under keys of its own.
WHOLE: Final = (Level, UnitKind, RuleSet, RuleSetEdition)
# A parcel is not put into the next one; lists on their way in stay with their runs.
_LISTS: Final = ImportRun.objects.values("file")
LEFT_OUT: Final = {
    StoredFile: Q(parcel__isnull=False) | Q(pk__in=_LISTS),
    StoredFileChunk: Q(file__parcel__isnull=False) | Q(file__in=_LISTS),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Keys of the rows of each kind; ``beneath`` those that lie in the scope itself."""

    keys: Mapping[Kind, frozenset[Any]]
    beneath: Mapping[Kind, frozenset[Any]]

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return sum(map(len, self.keys.values()))

    def without(self, *kinds: Kind) -> "Selection":
        """Return the same rows but those of some kinds."""
        keys = {kind: each for kind, each in self.keys.items() if kind not in kinds}
        return Selection(keys, self.beneath)


def travelling() -> list[Kind]:
    """Return the kinds whose rows lie beneath some scope and are worked on there."""
    return [
        kind
        for kind in apps.get_models()
        if (kind is Scope or hasattr(kind, "scope_lookup"))
        and kind._meta.managed
        and kind not in STAYS
        and kind not in registry.staying_behind()
    ]


def taken_whole() -> list[Kind]:
    """Return the kinds that go along whole, in place of what the portal there has."""
    return [*WHOLE, *registry.taken_whole()]


def selection(scope: Scope, *, out: bool) -> Selection:
    """Gather what lies beneath a scope; ``out`` leaves out what must not leave here."""
    found: dict[Kind, set[Any]] = defaultdict(set)
    for kind in travelling():
        found[kind] |= set(_beneath(kind, scope, out=out))
    beneath = {kind: frozenset(keys) for kind, keys in found.items()}
    for kind in taken_whole() if out else ():
        found[kind] |= set(kind._default_manager.values_list("pk", flat=True))
    # Roles at the unit go along: an administrator there may open their accounts.
    found[Appointment] |= set(
        Appointment.objects.filter(scope__path=scope.home).values_list("pk", flat=True)
    )
    _follow(found)
    keys = {kind: frozenset(keys) for kind, keys in found.items() if keys}
    return Selection(keys, beneath)


def open_accounts(chosen: Selection) -> frozenset[Any]:
    """Return the accounts that somebody signs in with where the rows go.

    A role at the congress or a body of it is needed: who takes the congress out gets no
    passwords of those who work for the whole unit, not even locked up in digests.
    """
    given = Appointment.objects.filter(pk__in=chosen.beneath.get(Appointment, ()))
    return frozenset(given.values_list("user", flat=True))


def _beneath(kind: Kind, scope: Scope, *, out: bool) -> Iterator[Any]:
    lookup = "" if kind is Scope else f"{cast('Any', kind).scope_lookup}__"
    rows = kind._default_manager.filter(**{f"{lookup}path__descendants_of": scope.path})
    if kind in LEFT_OUT:
        rows = rows.exclude(LEFT_OUT[kind])
    if out:
        for condition in registry.kept_here(kind):
            rows = rows.exclude(condition)
    return rows.order_by().values_list("pk", flat=True).distinct().iterator()


def _follow(found: dict[Kind, set[Any]]) -> None:
    """Add what is pointed to, and what that points to, until nothing is new."""
    new = {kind: set(keys) for kind, keys in found.items()}
    while new:
        pointed: dict[Kind, set[Any]] = defaultdict(set)
        for kind, keys in new.items():
            for field in _pointers(kind):
                pointed[field.related_model] |= _pointed(kind, keys, field.attname)
        new = {kind: keys - found[kind] for kind, keys in pointed.items()}
        new = {kind: keys for kind, keys in new.items() if keys}
        for kind, keys in new.items():
            found[kind] |= keys


def _pointed(kind: Kind, keys: set[Any], column: str) -> set[Any]:
    pointed: set[Any] = set()
    waiting = iter(keys)
    while some := list(islice(waiting, AT_ONCE)):
        rows = kind._default_manager.filter(pk__in=some).order_by()
        pointed |= set(rows.values_list(column, flat=True).distinct())
    return pointed - {None}


def _pointers(kind: Kind) -> Iterator["ForeignKey[Any, Any]"]:
    for field in kind._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            yield field
