"""The plan of a congress: made from a template in one step, then kept by its unit."""

from congress.services.plans.days import (
    follow_days,
    recompute,
)
from congress.services.plans.making import (
    TAKEN_OVER,
    AlreadyPlanned,
    Made,
    make_plan,
    make_plans,
)
from congress.services.plans.milestones import (
    Doing,
    NotItsTurn,
    add_milestone,
    change_milestone,
    free_code,
    mark_done,
    remove_milestone,
    take_back,
)
from congress.services.plans.offers import (
    keep_own,
    take_offers,
)

__all__ = [
    "TAKEN_OVER",
    "AlreadyPlanned",
    "Doing",
    "Made",
    "NotItsTurn",
    "add_milestone",
    "change_milestone",
    "follow_days",
    "free_code",
    "keep_own",
    "make_plan",
    "make_plans",
    "mark_done",
    "recompute",
    "remove_milestone",
    "take_back",
    "take_offers",
]
