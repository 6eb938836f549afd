"""What waits for somebody, and what he sees waiting for others."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from core.access import policy
from core.access.rights import Reach, Right
from core.models import Scope, User, WorkItem
from core.queries.words import with_folded_words

SOON: Final = timedelta(days=7)
FEW: Final = 500  # places that are named one by one, rather than by what they lie in
LATE: Final = "late"


@dataclass(frozen=True, slots=True)
class WantedWork:
    """What somebody looks for among what is to be done."""

    kind: str = ""
    when: str = ""  # ``late`` or ``soon``
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.when or self.words)


@dataclass(frozen=True, slots=True)
class Counted:
    """How much waits for somebody: in all, overdue, due within a week."""

    total: int = 0
    late: int = 0
    soon: int = 0


class WorkOf:
    """Rows for one person: two questions to the database before any is counted."""

    def __init__(self, user: User, wanted: WantedWork, today: date) -> None:
        self.today = today
        self._user = user
        self._all = _readable(user)
        self._readable = _narrowed(self._all, wanted, today)
        self._mine = _mine(user)

    @property
    def mine(self) -> QuerySet[WorkItem]:
        """What waits for this person, what is due first in front."""
        return _in_order(self._readable.filter(self._mine))

    @property
    def others(self) -> QuerySet[WorkItem]:
        """What this person may see and somebody else has to do."""
        return _in_order(self._readable.exclude(self._mine))

    @property
    def given(self) -> QuerySet[WorkItem]:
        """What this person gave to be done and somebody else has to do."""
        asked = self._readable.filter(asked_by=self._user)
        return _in_order(asked.exclude(self._mine))

    def counted(self) -> dict[str, Counted]:
        """Return kind → how much of it waits for this person, in one question."""
        rows = self._all.filter(self._mine).order_by().values_list("kind")
        numbers = rows.annotate(
            total=Count("pk"),
            late=Count("pk", filter=_late(self.today)),
            soon=Count("pk", filter=_soon(self.today)),
        )
        return {kind: Counted(*told) for kind, *told in numbers.order_by("kind")}


def _in_order(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    return rows.select_related("scope", "owner").order_by("due_on", "pk")


def _narrowed(
    rows: QuerySet[WorkItem], wanted: WantedWork, today: date
) -> QuerySet[WorkItem]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.when == LATE:
        rows = rows.filter(_late(today))
    elif wanted.when:
        rows = rows.filter(_soon(today))
    return with_folded_words(rows, wanted.words) if wanted.words else rows


def _late(today: date) -> Q:
    return Q(due_on__lt=today)


def _soon(today: date) -> Q:
    return Q(due_on__gte=today, due_on__lte=today + SOON)


def _held(user: User) -> dict[tuple[str, str], set[Right]]:
    """Return path and home of each place → the rights held there."""
    held: dict[tuple[str, str], set[Right]] = defaultdict(set)
    for right in Right:
        for place in policy.places(user, right):
            held[place].add(right)
    return held


def _readable(user: User) -> QuerySet[WorkItem]:
    """Return what leads to pages that the person may open.

    What only those see who do it is seen by who asked for it as well.
    """
    held = _held(user)
    few = _few_beneath({path for path, _home in held})
    reach = Q(asked_by=user, seen_with=Right.WORK_DO.value)
    for (path, home), rights in held.items():
        for condition, some in _by_reach(path, home, rights, few):
            reach |= condition & Q(seen_with__in=[right.value for right in some])
    return WorkItem.objects.filter(reach)


def _few_beneath(paths: set[str]) -> list[tuple[int, str, str]] | None:
    """Return key, path and home of all places beneath, None where they are many.

    Of a path nobody knows how much lies beneath: the planner expects a fiftieth of all
    rows, and reads half a million of them in search of a commune's ten.
    """
    if not paths or policy.EVERYWHERE in paths:
        return None
    inside = Q()
    for path in paths:
        inside |= Q(path__descendants_of=path)
    rows = Scope.objects.filter(inside).values_list("pk", "path", "home")[: FEW + 1]
    found = list(rows)
    return found if len(found) <= FEW else None


def _by_reach(
    path: str,
    home: str,
    rights: set[Right],
    few: list[tuple[int, str, str]] | None,
) -> Iterator[tuple[Q, list[Right]]]:
    beneath = [right for right in rights if right.reach is Reach.BENEATH]
    here = [right for right in rights if right.reach is Reach.HERE]
    if path == policy.EVERYWHERE:
        inside = own = Q()
    elif few is None:
        inside = Q(scope__path__descendants_of=path)
        own = inside & Q(scope__home=home)
    else:
        under = [row for row in few if row[1] == path or row[1].startswith(f"{path}.")]
        inside = Q(scope__in=[key for key, _path, _home in under])
        own = Q(scope__in=[key for key, _path, at in under if at == home])
    if beneath:
        yield inside, beneath
    if here:
        yield own, here


def _mine(user: User) -> Q:
    """Return what the person owns, or has to do where nobody does.

    The places are asked for first: with their keys known, indexes are used.
    """
    held = _held(user)
    mine = Q(owner=user)
    if (policy.EVERYWHERE, policy.EVERYWHERE) in held:
        rights = held.pop((policy.EVERYWHERE, policy.EVERYWHERE))
        mine |= Q(owner__isnull=True, right__in=[right.value for right in rights])
    homes = {home for _path, home in held}
    places: dict[frozenset[Right], list[int]] = defaultdict(list)
    # Whatever a unit owns: itself, its congresses and their bodies; a few dozen rows.
    for key, path, home in Scope.objects.filter(home__in=homes).values_list(
        "pk", "path", "home"
    ):
        rights = set().union(
            *(
                rights
                for (above, owner), rights in held.items()
                if owner == home and (path == above or path.startswith(f"{above}."))
            )
        )
        if rights:
            places[frozenset(rights)].append(key)
    for some, keys in places.items():
        mine |= Q(
            owner__isnull=True,
            right__in=[right.value for right in some],
            scope__in=keys,
        )
    return mine
