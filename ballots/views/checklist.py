"""What everybody tries in the evening before: ticked in a practice, or printed."""

from typing import Final, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from ballots import labels, queries, services
from ballots.models import Poll
from ballots.queries.checklist import poll_to_try, ticks_of
from ballots.rules.checklist import CODES, STEPS, Part
from ballots.rules.stages import Stage, is_past
from ballots.views.practice import in_practice
from congress.models import Congress
from congress.queries import congress_or_404
from core import instance
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.web import StaffRequest

# Where a step is done: a page of the congress, or of the poll that is tried.
OF_THE_CONGRESS: Final = {
    "reader_reads": ("congress:wall-reader", Right.WALL_KEEP),
    "reader_result": ("congress:wall-reader", Right.WALL_KEEP),
    "reader_control": ("congress:wall-console", Right.WALL_KEEP),
    "secretariat_roll": ("congress:rolls", Right.ROLL_READ),
    "secretariat_list": ("ballots:list", Right.CONGRESS_READ),
    "secretariat_walls": ("congress:wall-screens", Right.WALL_KEEP),
    "secretariat_shows": ("congress:wall-console", Right.WALL_KEEP),
    "presidium_order": ("ballots:election-sequence", Right.ELECTION_READ),
}
OF_THE_POLL: Final = {
    "head_explains": "ballots:poll-print",
    "head_board": "ballots:poll-board",
    "head_seals": "ballots:poll-papers",
    "head_opens": "ballots:poll-papers",
    "head_rules": "ballots:poll",
    "head_counts": "ballots:poll",
    "head_announces": "ballots:poll",
    "member_divides": "ballots:poll",
    "member_enters": "ballots:poll-entry",
    "member_checks": "ballots:poll-entry",
    "member_settles": "ballots:poll-entry",
    "technician_enters": "ballots:poll-entry",
    "technician_waits": "ballots:poll-entry",
    "technician_moves": "ballots:poll-entry",
    "presidium_too_many": "ballots:poll",
    "presidium_reopens": "ballots:poll",
    "presidium_takes": "ballots:poll",
}
# These pages are not there before a poll is so far; its own page says what is due.
_ALWAYS: Final = "ballots:poll"


class StepRow(NamedTuple):
    """One step as the page shows it."""

    code: str
    words: Promise
    url: str
    mine: bool
    who: list[str]


class PartRows(NamedTuple):
    """The steps of one part, and how many of them somebody has tried."""

    label: str | Promise
    steps: list[StepRow]
    done: int


@require_safe
@policy.requires(Right.CONGRESS_READ)
def practice(request: StaffRequest, congress: str) -> HttpResponse:
    """The checklist of a congress, part by part."""
    found = congress_or_404(request.user, congress)
    parts = _parts(request.user, found)
    rows = [row for part in parts for row in part.steps]
    context = {
        "congress": found,
        "parts": parts,
        "is_practice": instance.is_practice(),
        "done": sum(part.done for part in parts),
        "steps": len(rows),
        "mine": sum(row.mine for row in rows),
    }
    return render(request, "ballots/checklist.html", context)


@in_practice
@require_POST
@policy.requires(Right.CONGRESS_READ)
def practice_tick(request: StaffRequest, congress: str, step: str) -> HttpResponse:
    """Say that one has tried a step, or has not after all."""
    found = congress_or_404(request.user, congress)
    if step not in CODES:
        raise Http404
    services.tick_step(
        found,
        step,
        done=request.POST.get("done") == "1",
        by=request.user,
        at=timezone.now(),
    )
    return redirect(f"{reverse('ballots:practice', args=[congress])}#{step}")


def _parts(user: User, congress: Congress) -> list[PartRows]:
    ticks = ticks_of(congress) if instance.is_practice() else {}
    poll = poll_to_try(user, congress)
    found = []
    for part in Part:
        steps = [
            StepRow(
                each.code,
                labels.CHECKLIST[each.code],
                _where(user, congress, poll, each.code),
                user in ticks.get(each.code, ()),
                [who.get_short_name() for who in ticks.get(each.code, ())],
            )
            for each in STEPS
            if each.part is part
        ]
        done = sum(bool(row.who) for row in steps)
        found.append(PartRows(labels.PARTS[part], steps, done))
    return found


def _where(user: User, congress: Congress, poll: Poll | None, step: str) -> str:
    """Return where a step is done, if this person comes in there."""
    if step in OF_THE_CONGRESS:
        name, right = OF_THE_CONGRESS[step]
        return reverse(name, args=[congress.slug]) if policy.holds(user, right) else ""
    if poll is None:
        return ""
    name = OF_THE_POLL[step] if _is_there(OF_THE_POLL[step], poll) else _ALWAYS
    return reverse(name, args=queries.address(poll))


def _is_there(name: str, poll: Poll) -> bool:
    """Whether a page of a poll is there as far as it has come."""
    stage = Stage(poll.stage)
    if name == "ballots:poll-entry":
        return is_past(stage, Stage.ISSUING)
    return stage is not Stage.PREPARED
