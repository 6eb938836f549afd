"""What the page of the papers shows, and where it leads back to."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballots import labels, queries
from ballots.forms import FiguresForm, SealForm, SeenForm
from ballots.models import Poll
from ballots.queries.board import board_of
from ballots.queries.papers import (
    PapersNow,
    bases_before,
    paper_history,
    papers_now,
    seal_of,
)
from ballots.rules.identities import FIGURES_AT, SumFault
from ballots.rules.stages import Stage, is_past
from ballots.services.base_again import may_freeze_again
from ballots.views.poll import page, poll_here
from congress.rules.findings import Finding, Severity
from congress.rules.regulations import Rule
from core.access import policy
from core.access.rights import ROLE_LABELS, Right, Role
from core.audit.wording import act_name
from core.models import AuditEvent
from core.vietnamese.numbers import grouped
from core.web import StaffRequest

# The rules each step of the page rests on.
RULES: Final = (Rule.TALLY_BOARD, Rule.BOARD_BEFORE, Rule.QUORUM, Rule.SPOILED_PAPER)


ON_ROLL: Final = gettext_lazy("Có mặt theo điểm danh")


def papers_shown(request: StaffRequest, poll: Poll, **forms: Any) -> dict[str, Any]:
    """Return what the page shows; forms are those that are due, for whom they are."""
    stage = Stage(poll.stage)
    now = papers_now(poll)
    may_keep = policy.allows(
        request.user, Right.PAPERS_KEEP, queries.scope_of(poll)
    ) and not (poll.upload_id or is_past(stage, Stage.BOX_OPENED))
    context = page(request, poll, tab="papers") | {
        "now": now,
        "figures": now.figures,
        "figure_rows": figure_rows(now),
        "findings": [told(each) for each in now.findings],
        "seal": _sealed(poll),
        "board": board_of(poll) if stage is Stage.LIST_CLOSED else [],
        "history": [
            (act_name(line), line, _changes(line)) for line in paper_history(poll)
        ],
        "bases": _rules(poll),
        "bases_before": bases_before(now.frozen),
        "may_freeze_again": may_keep and may_freeze_again(poll),
        "may_keep": may_keep,
        "may_read_roll": policy.allows(
            request.user, Right.ROLL_READ, queries.scope_of(poll)
        ),
    }
    if may_keep:
        context |= _due(poll, now)
    return context | forms


def _due(poll: Poll, now: PapersNow) -> dict[str, Any]:
    """Return just the forms of this stage."""
    stage = Stage(poll.stage)
    due: dict[str, Any] = {}
    if stage in FIGURES_AT:
        due["figures_form"] = FiguresForm(poll=poll, now=now)
    if stage is Stage.LIST_CLOSED:
        due["seal_form"] = SealForm()
    if now.waiting:
        due["seen_form"] = SeenForm(initial={"seen": now.digest})
    return due


def figure_rows(now: PapersNow) -> list[tuple[Promise, int | None]]:
    """Return each figure with what it is called, and how many were found present."""
    rows: list[tuple[Promise, int | None]] = [
        (label, getattr(now.figures, name)) for name, label in labels.FIGURES.items()
    ]
    if now.figures.came is not None:
        rows.insert(0, (ON_ROLL, now.figures.came))
    return rows


def _rules(poll: Poll) -> list[dict[str, Any]]:
    rule_set = queries.rule_set_of(poll)
    day = poll.election.body.congress.opens_on
    return [
        {
            "rule": rule,
            "sentence": labels.sentence(rule, rule_set),
            "cited": labels.cited(rule_set.clause(rule), on=day),
            "confirmed": rule_set.clause(rule).confirmed,
        }
        for rule in RULES
    ]


def told(finding: Finding[SumFault]) -> tuple[str, str]:
    """Return how a finding is told: its tone and its sentence."""
    tones = {
        Severity.ERROR: "danger",
        Severity.WARNING: "warning",
        Severity.NOTE: "info",
    }
    return tones[finding.severity], labels.sum_fault(finding)


def _changes(line: AuditEvent) -> list[str]:
    """Return which figures a line of the trail changed: what they were, and are."""
    return [
        _("%(figure)s: %(before)s → %(after)s")
        % {
            "figure": labels.FIGURES[change["field"]],
            "before": _number(change["from"]),
            "after": _number(change["to"]),
        }
        for change in line.detail.get("changes", ())
    ]


def _number(number: int | None) -> str:
    return "–" if number is None else grouped(number)


def _sealed(poll: Poll) -> dict[str, Any] | None:
    seal = seal_of(poll)
    if seal is None:
        return None
    parts: list[tuple[str, Promise]] = [
        (each["name"], ROLE_LABELS[Role(each["role"])]) for each in seal.board
    ]
    return {"fact": seal, "board": parts}


def gone_on(request: StaffRequest, poll: Poll, *stages: Stage) -> HttpResponse | None:
    """Lead back to the page where the poll is no longer, or not yet, so far."""
    if not poll.upload_id and Stage(poll.stage) in stages:
        return None
    messages.error(
        request,
        _("Lần bầu đang ở giai đoạn khác: %(stage)s. Chưa ghi gì.")
        % {"stage": poll.get_stage_display()},
    )
    return back_to_papers(poll)


def back_to_papers(poll: Poll) -> HttpResponse:
    """Lead back to the page of the papers."""
    return redirect("ballots:poll-papers", *queries.address(poll))


def poll_with_list(
    request: StaffRequest, right: Right, congress: str, election: int, number: int
) -> Poll:
    """Return the poll at an address, once it has a list to print."""
    found = poll_here(request, right, congress, election, number)
    if Stage(found.stage) is Stage.PREPARED:
        # There are no papers before there is a list.
        raise Http404
    return found
