"""Pages of a list, however long the list is."""

from functools import cached_property
from typing import Any, Final

from django.core.paginator import Paginator

COUNTED: Final = 10_000  # nobody leafs further; counting on would cost every page
SEARCHED: Final = 1_000  # of a name in a whole country: one says more of it


class Pages(Paginator[Any]):
    """A paginator that stops counting: beyond that, one searches or filters."""

    counted = COUNTED

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, or the most that is counted."""
        return min(self._seen, self.counted)

    @cached_property
    def has_more_than_counted(self) -> bool:
        """Whether the list goes on where counting stopped."""
        return self._seen > self.counted

    @cached_property
    def _seen(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.counted + 1].count())


class Searched(Pages):
    """Pages of a common name, of which only the first that are met are looked at."""

    counted = SEARCHED
