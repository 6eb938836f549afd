"""Figures summed over all that lies beneath units."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, Func, Sum, TextField, Value

from core.models import Figure, Unit


@dataclass(frozen=True, slots=True)
class Summed:
    """How many, and out of how many where that is known."""

    value: int = 0
    total: int | None = None

    def __add__(self, other: "Summed") -> "Summed":
        totals = [each for each in (self.total, other.total) if each is not None]
        return Summed(self.value + other.value, sum(totals) if totals else None)


def sums_beneath(
    unit: Unit, codes: Collection[str]
) -> Mapping[str, Mapping[str, Summed]]:
    """Return path of each unit one level beneath → code → sum over all it holds.

    What the unit itself holds, its own congress, stands under its own path.
    """
    depth = unit.scope.path.count(".") + 2
    place = Func(
        F("scope__home"),
        Value(0),
        Value(depth),
        function="subpath",
        output_field=TextField(),
    )
    rows = (
        Figure.objects.filter(
            scope__path__descendants_of=unit.scope.path, code__in=codes
        )
        .order_by()
        .annotate(place=place)
        .values_list("place", "code")
        .annotate(Sum("value"), Sum("total"))
    )
    found: dict[str, dict[str, Summed]] = defaultdict(dict)
    for path, code, value, total in rows:
        found[path][code] = Summed(int(value), None if total is None else int(total))
    return found
