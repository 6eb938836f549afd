"""Pages of a list, however long the list is."""

from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator

COUNTED: Final = 10_000  # nobody leafs further; counting on would cost every page
SEARCHED: Final = 1_000  # of a name in a whole country: one says more of it
GLANCED: Final = 200  # of what others have to do


class Pages(Paginator[Any]):
    """A paginator that stops counting: beyond that, one searches or filters."""

    counted = COUNTED

    def __init__(self, *told: Any, count: int | None = None, **more: Any) -> None:
        """Take what a paginator takes, and how many rows there are if that is known."""
        super().__init__(*told, **more)
        if count is not None:
            self._seen = count

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
        # What is said of each row is not worked out only to count them.
        keys = rows.order_by().values("pk")
        return int(keys[: self.counted + 1].count())


class Searched(Pages):
    """Pages of a common name, of which only the first that are met are looked at."""

    counted = SEARCHED


class Glanced(Pages):
    """Pages of what is looked at in passing: how much it is in all nobody needs."""

    counted = GLANCED


class Keyed(Pages):
    """Pages that are read in two steps: which rows, then what is said of them.

    For rows that bring much of other tables along: the database gathers that for one
    page, and not for every row that it puts in order.
    """

    def page(self, number: Any) -> Page[Any]:
        """Return one page of the rows."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        found = rows.filter(pk__in=keys).in_bulk() if keys else {}
        # Between the two steps a row may go, or be hidden from who asks.
        return Page([found[key] for key in keys if key in found], number, self)
