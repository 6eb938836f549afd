"""Pages of congresses: what one is, who is convened, who came, what D is."""

from congress.views.attendance import attendance, attendance_mark, attendance_rest
from congress.views.base import base
from congress.views.calendar_links import (
    calendar_feed,
    calendar_link_revoke,
    calendar_links,
)
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
from congress.views.months import month, upper, upper_remove, upper_send, year
from congress.views.plan import (
    plan,
    plan_add,
    plan_change,
    plan_done,
    plan_make,
    plan_offers,
    plan_recompute,
    plan_remove,
    plan_take_back,
)
from congress.views.progress import board
from congress.views.replacing import roll_give_back, roll_replace
from congress.views.roll import roll, roll_change, roll_remove, rolls
from congress.views.templates import (
    template,
    template_change,
    template_copy,
    template_item,
    template_item_add,
    template_item_move,
    template_item_remove,
    template_list,
    template_new,
    template_plans,
)
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
    "board",
    "calendar_feed",
    "calendar_link_revoke",
    "calendar_links",
    "congress_change",
    "congress_convene",
    "congress_detail",
    "congress_list",
    "form_body",
    "journey",
    "journey_fetch",
    "journey_give_up",
    "journey_pack",
    "month",
    "plan",
    "plan_add",
    "plan_change",
    "plan_done",
    "plan_make",
    "plan_offers",
    "plan_recompute",
    "plan_remove",
    "plan_take_back",
    "roll",
    "roll_add",
    "roll_all",
    "roll_change",
    "roll_elected",
    "roll_give_back",
    "roll_remove",
    "roll_replace",
    "rolls",
    "template",
    "template_change",
    "template_copy",
    "template_item",
    "template_item_add",
    "template_item_move",
    "template_item_remove",
    "template_list",
    "template_new",
    "template_plans",
    "upper",
    "upper_remove",
    "upper_send",
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
    "year",
]
