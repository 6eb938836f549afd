"""Reads of the organisation tree."""

from core.queries.units.choosing import (
    ABOVE_ALL,
    BETWEEN,
    code_in,
    key_of_former_code,
    unit_choices,
    units_matching,
    units_to_reshape,
    units_within,
    written,
)
from core.queries.units.history import (
    HistoryLine,
    WordChange,
    differences,
    unit_history,
)
from core.queries.units.lists import (
    TreeRow,
    ancestors_within,
    beneath_unit,
    in_order_of_name,
    living_children_of,
    on_level,
    top_units,
    tree_rows,
    with_children_counted,
    with_folded_name,
)
from core.queries.units.one import (
    Inhabitants,
    inhabitants,
    roles_at,
    siblings,
    unit_as_of,
)

__all__ = [
    "ABOVE_ALL",
    "BETWEEN",
    "HistoryLine",
    "Inhabitants",
    "TreeRow",
    "WordChange",
    "ancestors_within",
    "beneath_unit",
    "code_in",
    "differences",
    "in_order_of_name",
    "inhabitants",
    "key_of_former_code",
    "living_children_of",
    "on_level",
    "roles_at",
    "siblings",
    "top_units",
    "tree_rows",
    "unit_as_of",
    "unit_choices",
    "unit_history",
    "units_matching",
    "units_to_reshape",
    "units_within",
    "with_children_counted",
    "with_folded_name",
    "written",
]
