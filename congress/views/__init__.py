"""Pages of congresses: what one is, who is convened, who came, what D is."""

from congress.views.attendance import attendance, attendance_mark, attendance_rest
from congress.views.base import base
from congress.views.calling import roll_add, roll_all, roll_elected
from congress.views.congresses import (
    congress_change,
    congress_convene,
    congress_detail,
    congress_list,
    form_body,
)
from congress.views.journey import (
    journey,
    journey_fetch,
    journey_give_up,
    journey_pack,
)
from congress.views.replacing import roll_give_back, roll_replace
from congress.views.roll import roll, roll_change, roll_remove, rolls
from congress.views.wall import wall, wall_after
from congress.views.wall_console import (
    wall_console,
    wall_control,
    wall_message,
    wall_now,
    wall_reader,
    wall_revoke,
    wall_screens,
    wall_step,
)

__all__ = [
    "attendance",
    "attendance_mark",
    "attendance_rest",
    "base",
    "congress_change",
    "congress_convene",
    "congress_detail",
    "congress_list",
    "form_body",
    "journey",
    "journey_fetch",
    "journey_give_up",
    "journey_pack",
    "roll",
    "roll_add",
    "roll_all",
    "roll_change",
    "roll_elected",
    "roll_give_back",
    "roll_remove",
    "roll_replace",
    "rolls",
    "wall",
    "wall_after",
    "wall_console",
    "wall_control",
    "wall_message",
    "wall_now",
    "wall_reader",
    "wall_revoke",
    "wall_screens",
    "wall_step",
]
