"""What an import made and changed, and what stands in the way of taking it back.

Generic: it asks every foreign key that points to the rows, whichever app has it. Keys
are asked for some thousands at a time; a join would be planned by counts that nobody
has taken yet, a minute after tens of thousands of rows came in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, cast

from django.db import connection
from django.db.models import ForeignKey, Model, Q
from psycopg2 import sql

from core.imports.kinds import ImportKind
from core.models import ImportRun

# Key of the row, its name, code, values of the sentence.
Held = tuple[str, str, str, dict[str, Any]]
Why = tuple[Any, str, dict[str, Any]]

GONE: Final = "gone"
CHANGED: Final = "changed-since"
POINTED: Final = "pointed-to"
AT_ONCE: Final = 10_000


@dataclass(slots=True)
class Traces:
    """The rows that a run made or changed, locked."""

    kind: ImportKind
    made: list[Any] = field(default_factory=list)
    # Field of the made rows → key of what it leads to → key of the made row.
    owned: dict[str, dict[Any, Any]] = field(default_factory=dict)
    moved: list[Why] = field(default_factory=list)

    def held(self, *, at_most: int) -> tuple[list[Held], int]:
        """Return rows that cannot be taken back and why, and how many there are."""
        all_of_them = self._why()
        told = list(islice(all_of_them, at_most))
        count = len(told) + sum(1 for _more in all_of_them)
        rows = self.kind.rows(key for key, *_ in told)
        names = {key: str(row) for key, row in rows.items()}
        held = [(str(key), names.get(key, ""), why, said) for key, why, said in told]
        return held, count

    def delete_made(self) -> int:
        """Delete the rows the run made, and those made with them."""
        # Nothing points to them, so the database need not be asked row by row.
        for keys in some_of(self.made):
            rows = self.kind.model._default_manager.filter(pk__in=keys)
            rows._raw_delete(rows.db)
        for name, owned in self.owned.items():
            for keys in some_of(owned):
                rows = _leads_to(self.kind, name)._default_manager.filter(pk__in=keys)
                rows._raw_delete(rows.db)
        return len(self.made)

    def _why(self) -> Iterator[Why]:
        yield from self.moved
        made = set(self.made)
        for key, what, count in _pointed_to(
            self.kind, self.kind.model, self.made, made
        ):
            yield key, POINTED, {"what": what, "count": count}
        for name, owned in self.owned.items():
            model = _leads_to(self.kind, name)
            for key, what, count in _pointed_to(self.kind, model, list(owned), made):
                yield owned[key], POINTED, {"what": what, "count": count}


def traces_of(run: ImportRun, kind: ImportKind) -> Traces:
    """Lock every row the run touched, and compare it with how the run left it."""
    found = Traces(kind, owned={name: {} for name in kind.owned})
    to_key = cast("Any", kind.model._meta.pk).to_python
    left = {
        to_key(key): (version, is_made)
        for key, version, is_made in run.changes.filter(table=kind.table)
        .annotate(is_made=Q(before__isnull=True))
        .order_by("number")
        .values_list("key", "version", "is_made")
    }
    for keys in some_of(sorted(left)):
        for key, version, *owned in _locked(kind, keys):
            was, is_made = left.pop(key)
            if version != was:
                found.moved.append((key, CHANGED, {}))
            if is_made:
                found.made.append(key)
                for name, other in zip(kind.owned, owned, strict=True):
                    found.owned[name][other] = key
    found.moved += ((key, GONE, {}) for key in left)
    _lock_owned(found)
    return found


def some_of(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut keys into pieces that fit into one question."""
    left = iter(keys)
    while piece := list(islice(left, AT_ONCE)):
        yield piece


def _locked(kind: ImportKind, keys: list[Any]) -> Iterator[tuple[Any, ...]]:
    rows = kind.model._default_manager.filter(pk__in=keys).order_by("pk")
    locked = rows.select_for_update(of=("self",))
    yield from locked.values_list("pk", "version", *kind.owned)


def _lock_owned(found: Traces) -> None:
    for name, owned in found.owned.items():
        for keys in some_of(sorted(owned)):
            rows = _leads_to(found.kind, name)._default_manager.filter(pk__in=keys)
            list(rows.order_by("pk").select_for_update().values_list("pk"))


def _leads_to(kind: ImportKind, name: str) -> type[Model]:
    return cast("type[Model]", kind.model._meta.get_field(name).related_model)


def _pointed_to(
    kind: ImportKind, model: type[Model], keys: Sequence[Any], made: set[Any]
) -> Iterator[tuple[Any, str, int]]:
    """Yield each key that something points to, what, and how often."""
    for foreign in _pointing_to(model):
        # Rows that the run itself made point to each other.
        own = made if foreign.model is kind.model else set()
        counted: Counter[Any] = Counter()
        for some in some_of(keys):
            pointing = _pointing(foreign, some)
            counted.update(key for key, row in pointing if row not in own)
        for key, count in sorted(counted.items()):
            yield key, foreign.model._meta.label, count


def _pointing(
    foreign: "ForeignKey[Any, Any]", keys: Sequence[Any]
) -> list[tuple[Any, Any]]:
    """Return which rows point to one of the keys.

    The keys go over as one text: as thousands of parameters they take longer to write
    down than to look up.
    """
    meta = foreign.model._meta
    statement = sql.SQL(
        "SELECT {column}, {key} FROM {table} WHERE {column} = ANY(%s::{type}[])"
    ).format(
        column=sql.Identifier(foreign.column),
        key=sql.Identifier(cast("Any", meta.pk).column),
        table=sql.Identifier(meta.db_table),
        type=sql.SQL(cast("str", foreign.rel_db_type(connection))),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"{{{','.join(map(str, keys))}}}"])
        return cast("list[tuple[Any, Any]]", cursor.fetchall())


def _pointing_to(model: type[Model]) -> "Iterator[ForeignKey[Any, Any]]":
    """Yield the foreign keys to a model that the database holds.

    Rows of versions point without holding: they outlive what they are versions of.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        foreign = getattr(relation, "field", None)
        if (
            relation.auto_created
            and not relation.concrete
            and isinstance(foreign, ForeignKey)
            and getattr(foreign, "db_constraint", False)
        ):
            yield foreign
