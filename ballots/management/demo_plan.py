"""The demo's plans: the province's template for communes, and how one of them stands.

On the day of its congress the hall's commune has done most of what it had to: one thing
came late, one is late still.
"""

from datetime import date, datetime, timedelta
from typing import Final

from congress.models import Congress, Milestone
from congress.services import make_plan, make_template, mark_done
from core.models import Level, Unit, User

# What is done: how many days before its due day, and where that can be seen.
DONE: Final = {
    "plan_issued": (4, "Kế hoạch 12-KH/ĐU ngày 21/01/2025"),
    "bodies_founded": (1, "Quyết định 45-QĐ/ĐU ngày 03/02/2025"),
    "bodies_planned": (0, ""),
    "report_drafted": (2, ""),
    "opinions_gathered": (3, ""),
    "documents_cleared": (6, "Công văn 88-CV/TU ngày 14/05/2025"),
    "personnel_planned": (5, ""),
    "personnel_steps": (-2, ""),  # came late
    "personnel_cleared": (1, ""),
    "opening_announced": (2, "Thông báo 31-TB/ĐU"),
    "venue_ready": (3, ""),
    "tally_rehearsed": (0, ""),
}


def planned(
    province: Unit,
    congress: Congress,
    *,
    day: date,
    staff: User,
    by: User,
    at: datetime,
) -> None:
    """Make the template and the plan, and mark what is done by the day."""
    template = make_template(
        province,
        Level.objects.get(pk="commune"),
        "Kế hoạch đại hội đảng bộ xã, phường",
        by=by,
        at=at,
    )
    make_plan(congress.pk, template.pk, by=by, at=at)
    found = {row.code: row for row in Milestone.objects.filter(congress=congress)}
    for code, (early, evidence) in DONE.items():
        due = found[code].due_on or day
        mark_done(
            found[code].pk,
            done_on=min(due - timedelta(days=early), day),
            evidence=evidence,
            by=staff,
            at=at,
        )
