"""Acts on lists of work and the tasks in them: given, reported, done, taken up again.

Who may was asked before: the keeper of a list acts for its unit (or body), whoever does
a task for the place where it lies (``congress.queries.tasks``).
"""

from congress.services.tasks.acting import (
    ACTS,
    TaskFacts,
    act_on,
    change_task,
    give_task,
    held_task,
    refuse_where,
)
from congress.services.tasks.lists import (
    ListFacts,
    NotNow,
    change_list,
    end_list,
    make_list,
    set_groups,
)
from congress.services.tasks.steps import FILES_MOST, Said, add_step
from congress.services.tasks.waiting import (
    WORK,
    owners_at_work,
    seen_with,
    write_beside,
    write_work,
    write_work_beneath,
    write_work_owned,
)

__all__ = [
    "ACTS",
    "FILES_MOST",
    "WORK",
    "ListFacts",
    "NotNow",
    "Said",
    "TaskFacts",
    "act_on",
    "add_step",
    "change_list",
    "change_task",
    "end_list",
    "give_task",
    "held_task",
    "make_list",
    "owners_at_work",
    "refuse_where",
    "seen_with",
    "set_groups",
    "write_beside",
    "write_work",
    "write_work_beneath",
    "write_work_owned",
]
