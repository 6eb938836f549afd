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
from congress.views.replacing import roll_give_back, roll_replace
from congress.views.roll import roll, roll_change, roll_remove, rolls

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
    "roll",
    "roll_add",
    "roll_all",
    "roll_change",
    "roll_elected",
    "roll_give_back",
    "roll_remove",
    "roll_replace",
    "rolls",
]
