"""Acts on lists brought in from files: one function for each."""

from core.services.imports.applying import apply_list, confirm_list, still_to_decide
from core.services.imports.judging import check_list, decide, decide_all
from core.services.imports.looking import (
    MappingIncomplete,
    NothingToWrite,
    NotNow,
    StillToDecide,
    kind_of,
)
from core.services.imports.receiving import (
    DROPPABLE,
    drop_list,
    map_columns,
    read_again,
    read_list,
    receive_list,
)
from core.services.imports.undoing import (
    TooLate,
    ask_undo,
    keep_list,
    may_undo,
    undo_list,
    undo_until,
)

__all__ = [
    "DROPPABLE",
    "MappingIncomplete",
    "NotNow",
    "NothingToWrite",
    "StillToDecide",
    "TooLate",
    "apply_list",
    "ask_undo",
    "check_list",
    "confirm_list",
    "decide",
    "decide_all",
    "drop_list",
    "keep_list",
    "kind_of",
    "map_columns",
    "may_undo",
    "read_again",
    "read_list",
    "receive_list",
    "still_to_decide",
    "undo_list",
    "undo_until",
]
