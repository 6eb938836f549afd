"""The organisation tree: units, their pages, and what becomes of them."""

from core.views.units.changing import (
    unit_dissolve,
    unit_move,
    unit_reclass,
    unit_rename,
)
from core.views.units.choosing import unit_choices
from core.views.units.founding import unit_correct, unit_found
from core.views.units.lists import units
from core.views.units.merging import unit_merge
from core.views.units.one import unit
from core.views.units.splitting import unit_split

__all__ = [
    "unit",
    "unit_choices",
    "unit_correct",
    "unit_dissolve",
    "unit_found",
    "unit_merge",
    "unit_move",
    "unit_reclass",
    "unit_rename",
    "unit_split",
    "units",
]
