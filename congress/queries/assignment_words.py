"""Kinds of problem and ratings as pages need them: a handful of rows, read once."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Max, Q

from congress.models import AssignmentRating, ProblemKind

Word = TypeVar("Word", ProblemKind, AssignmentRating)


def in_order(words: type[Word]) -> list[Word]:
    """Return all of them, in their order."""
    return list(words.objects.order_by("position", "pk"))


def to_choose(words: type[Word], *, besides: str = "") -> list[Word]:
    """Return those that are still offered, and ``besides``, which a row already has."""
    found = words.objects.filter(Q(is_offered=True) | Q(pk=besides))
    return list(found.order_by("position", "pk"))


def offered_or_used(words: type[Word]) -> list[Word]:
    """Return those that are offered, or that some row has.

    Rows are asked for what is offered no more only: asked for all words at once,
    PostgreSQL reads every assignment there is.
    """
    return [each for each in in_order(words) if each.is_offered or each.uses.exists()]


def listed(words: Iterable[Word], counted: dict[str, int]) -> list[tuple[Word, int]]:
    """Return those that are offered or were counted, each with its number."""
    rows = [(each, counted.get(each.pk, 0)) for each in words]
    return [(each, number) for each, number in rows if each.is_offered or number]


def last_position(words: type[Word]) -> int:
    """Return where the last of them stands."""
    found = words.objects.aggregate(last=Max("position"))["last"]
    return int(found or 0)
