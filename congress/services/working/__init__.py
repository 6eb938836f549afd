"""Acts on sub-committees and task forces: founded, joined, met, gone out, ended."""

from congress.services.working.founding import (
    BodyFacts,
    change_body,
    end_body,
    found_body,
    found_customary,
)
from congress.services.working.membership import (
    Joining,
    NoSuchAccount,
    OwnSecrets,
    add_member,
    change_part,
    let_go,
    set_territory,
)
from congress.services.working.minutes import (
    Written,
    close_minutes,
    conclude_tasks,
    missing_before_closing,
    write_minutes,
)
from congress.services.working.papers import add_file, remove_file
from congress.services.working.planning import make_plan
from congress.services.working.rounds import (
    RoundFacts,
    add_units,
    assign_visits,
    change_round,
    make_round,
    share_out,
)
from congress.services.working.sitting import (
    MeetingFacts,
    call_meeting,
    cancel_meeting,
    change_meeting,
)
from congress.services.working.visiting import (
    Reported,
    VisitFacts,
    cancel_visit,
    change_visit,
    plan_visit,
    report_visit,
)
from congress.services.working.waiting import (
    MEETING_WORK,
    VISIT_WORK,
    write_work_beneath,
    write_work_of_member,
)

__all__ = [
    "MEETING_WORK",
    "VISIT_WORK",
    "BodyFacts",
    "Joining",
    "MeetingFacts",
    "NoSuchAccount",
    "OwnSecrets",
    "Reported",
    "RoundFacts",
    "VisitFacts",
    "Written",
    "add_file",
    "add_member",
    "add_units",
    "assign_visits",
    "call_meeting",
    "cancel_meeting",
    "cancel_visit",
    "change_body",
    "change_meeting",
    "change_part",
    "change_round",
    "change_visit",
    "close_minutes",
    "conclude_tasks",
    "end_body",
    "found_body",
    "found_customary",
    "let_go",
    "make_plan",
    "make_round",
    "missing_before_closing",
    "plan_visit",
    "remove_file",
    "report_visit",
    "set_territory",
    "share_out",
    "write_minutes",
    "write_work_beneath",
    "write_work_of_member",
]
