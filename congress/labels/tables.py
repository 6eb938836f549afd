"""How a table of words is made from codes of the rules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = Mapping[str, StrPromise]

K = TypeVar("K", bound=StrEnum)


def words(table: "Mapping[K, StrPromise]") -> "Words":
    """Return the table by the codes themselves: migrations need not know the rules."""
    return {code.value: word for code, word in table.items()}
