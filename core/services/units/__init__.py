"""Acts on Party organisations."""

from core.services.units.changing import (
    dissolve_unit,
    move_unit,
    reclass_unit,
    rename_unit,
)
from core.services.units.founding import (
    Particulars,
    correct_unit,
    found_unit,
)
from core.services.units.looking import (
    BeneathItself,
    CodeTaken,
    DayImpossible,
    Decision,
    NothingChanges,
    PaperMissing,
    StillInUse,
    UnitDissolved,
    UnitUnsound,
    living_unit,
)
from core.services.units.passing import Passed, Skipped
from core.services.units.succession import (
    NewUnit,
    Part,
    WrongSuccession,
    merge_units,
    split_unit,
)

__all__ = [
    "BeneathItself",
    "CodeTaken",
    "DayImpossible",
    "Decision",
    "NewUnit",
    "NothingChanges",
    "PaperMissing",
    "Part",
    "Particulars",
    "Passed",
    "Skipped",
    "StillInUse",
    "UnitDissolved",
    "UnitUnsound",
    "WrongSuccession",
    "correct_unit",
    "dissolve_unit",
    "found_unit",
    "living_unit",
    "merge_units",
    "move_unit",
    "reclass_unit",
    "rename_unit",
    "split_unit",
]
