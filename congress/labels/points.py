"""What a congress has to be ready in: each app says so of what it keeps."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise

from core.access.rights import Right


@dataclass(frozen=True, slots=True)
class Worked:
    """How a point stands, worked out from the facts themselves."""

    state: str
    done: int | None = None
    total: int | None = None
    due_on: date | None = None


# Of these congresses (all, where none are named): each with how the point stands.
WorkOut = Callable[[Collection[UUID] | None], Mapping[UUID, Worked]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing a congress has to be ready in.

    ``url_name`` takes the slug of the congress and is opened with ``right``.
    ``work_out`` works it out anew: to write what was never written, and to prove that
    what is written is so. ``one_word`` says nothing but a word (personnel).
    """

    code: str
    order: int
    label: Promise
    head: Promise  # over a narrow column
    lacks: Promise  # what to do where it is missing
    url_name: str
    right: Right
    app: str
    work_out: WorkOut | None = None
    one_word: bool = False
    before_opening: bool = True  # what comes after is not missing yet
    total_known: bool = True  # else only how many there are is said

    def url_args(self, congress: Any) -> tuple[str, ...]:
        """Return what its address takes."""
        return (congress.slug,)


_POINTS: Final[dict[str, Point]] = {}


def offer_point(point: Point) -> None:
    """Have congresses be asked for one more thing. Offered twice it is there once."""
    _POINTS[point.code] = point


def points() -> list[Point]:
    """Return all things a congress has to be ready in, in their order."""
    return sorted(_POINTS.values(), key=lambda each: (each.order, each.code))


def point(code: str) -> Point | None:
    """Return one of them."""
    return _POINTS.get(code)
