"""The papers of a poll: printed, sealed, issued, opened, returned, entered."""

from collections.abc import Callable
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import labels, queries, services
from ballots.forms import FiguresForm, OpenBoxForm, SealForm, SeenForm
from ballots.models import Poll
from ballots.queries.board import board_of
from ballots.queries.doubtful import EntryState, entry_state
from ballots.queries.papers import PapersNow, paper_history, papers_now, seal_of
from ballots.rules.identities import FIGURES_AT, WHEN_RETURNED, SumFault
from ballots.rules.stages import Stage, is_past
from ballots.views.poll import page
from congress.rules.findings import Finding, Severity
from congress.rules.regulations import Rule
from core.access import policy
from core.access.rights import ROLE_LABELS, Right, Role
from core.audit.wording import act_name
from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent
from core.web import StaffRequest

# The rules each step of the page rests on.
RULES: Final = (Rule.TALLY_BOARD, Rule.BOARD_BEFORE, Rule.QUORUM, Rule.SPOILED_PAPER)

ON_ROLL: Final = gettext_lazy("Có mặt theo điểm danh")


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_papers(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.ELECTION_READ, congress, election, number)
    return render(request, "ballots/papers_page.html", _papers(request, poll))


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_note(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, *FIGURES_AT)) is not None:
        return gone
    now = papers_now(poll)
    form = FiguresForm(request.POST, poll=poll, now=now)
    if form.is_valid():
        try:
            after = services.note_figures(
                str(poll.pk),
                form.typed(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            return _both_versions(request, poll)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_what_was_noted(request, after)
            return _back(poll)
    elif form.data.get("seen") != now.digest:
        return _both_versions(request, poll)
    return _again(request, poll, figures_form=form)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_seal(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, Stage.LIST_CLOSED)) is not None:
        return gone
    form = SealForm(request.POST)

    def seal() -> None:
        box = services.BoxChecked(
            seal=form.cleaned_data["seal"], witnesses=form.cleaned_data["witnesses"]
        )
        services.seal_box(str(poll.pk), box, by=request.user, at=timezone.now())

    if _done(request, form, seal, _("Đã niêm phong thùng phiếu.")):
        return _back(poll)
    return _again(request, poll, seal_form=form)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_issue(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, Stage.BOX_SEALED)) is not None:
        return gone
    try:
        services.start_issuing(str(poll.pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        return _again(request, poll, refused=str(refusal))
    messages.success(request, _("Bắt đầu phát phiếu. Phát xong thì ghi số phiếu."))
    return _back(poll)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_acknowledge(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, *FIGURES_AT)) is not None:
        return gone
    form = SeenForm(request.POST)

    def acknowledge() -> None:
        services.acknowledge_warnings(
            str(poll.pk),
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )

    if _done(request, form, acknowledge, _("Đã ghi nhận ban đã kiểm tra cảnh báo.")):
        return _back(poll)
    return _again(request, poll, seen_form=form)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_open(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, Stage.ISSUING)) is not None:
        return gone
    now = papers_now(poll)
    form = OpenBoxForm(request.POST.dict() or None, initial={"seen": now.digest})

    def open_box() -> None:
        services.open_box(
            str(poll.pk),
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )

    done = _("Đã mở thùng phiếu. Hãy đếm phiếu thu về trước khi xem phiếu bầu ai.")
    if request.method == "POST" and _done(request, form, open_box, done):
        return _back(poll)
    context = _papers(request, poll) | {
        "form": _seen_now(form, now),
        "base_lines": [
            (labels.SITUATIONS[line.situation], line)
            for line in (now.base.base.lines if now.base else ())
        ],
    }
    return render(request, "ballots/papers_open.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_entry_finish(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _poll(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := _gone_on(request, poll, Stage.BOX_OPENED)) is not None:
        return gone
    refused = ""
    if request.method == "POST":
        try:
            services.finish_entry(str(poll.pk), by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Đã nhập xong phiếu. Có thể kiểm phiếu."))
            return redirect("ballots:poll", *queries.address(poll))
    state = entry_state(poll)
    context = page(request, poll, tab="entry") | {
        "state": state,
        "checks": _checks(poll, state),
        "refused": refused,
    }
    return render(request, "ballots/papers_finish.html", context)


def _checks(poll: Poll, state: EntryState) -> list[dict[str, Any]]:
    """Return what has to hold before the entry is closed, and where to see to it."""
    papers, entry, doubtful = (
        reverse(f"ballots:{name}", args=queries.address(poll))
        for name in ("poll-papers", "poll-entry", "poll-doubtful")
    )
    left = ", ".join(map(str, state.not_agreed))
    numbers = {
        "batches": left or _("không có tập nào"),
        "in_batches": state.in_batches,
        "returned": state.papers.figures.returned,
        "ballots": len(state.not_ruled),
    }
    table = (
        (not state.missing, _("Đã ghi đủ số người, số phiếu."), papers),
        (
            not state.papers.errors,
            _("Các số liệu khớp nhau, không có số nào không thể có."),
            papers,
        ),
        (
            not state.papers.waiting,
            _("Các cảnh báo về số phiếu đã được kiểm tra."),
            papers,
        ),
        (
            not state.not_agreed and state.batches > 0,
            _("Mọi tập đã được đối chiếu khớp với phiếu; còn: %(batches)s.")
            if left or not state.batches
            else _("Mọi tập đã được đối chiếu khớp với phiếu."),
            entry,
        ),
        (
            state.sums_agree,
            _("Các tập cộng lại %(in_batches)s tờ, phiếu thu về %(returned)s."),
            entry,
        ),
        (
            not state.not_ruled,
            _("Ban còn phải quyết định %(ballots)s phiếu.")
            if state.not_ruled
            else _("Mọi phiếu cần xem xét đã có quyết định của ban."),
            doubtful,
        ),
    )
    return [
        {"holds": holds, "sentence": sentence % numbers, "url": url}
        for holds, sentence, url in table
    ]


def _papers(request: StaffRequest, poll: Poll, **forms: Any) -> dict[str, Any]:
    """Return what the page shows; forms are those that are due, for whom they are."""
    stage = Stage(poll.stage)
    now = papers_now(poll)
    may_keep = policy.allows(
        request.user, Right.PAPERS_KEEP, queries.scope_of(poll)
    ) and not (poll.upload_id or is_past(stage, Stage.BOX_OPENED))
    context = page(request, poll, tab="papers") | {
        "now": now,
        "figures": now.figures,
        "figure_rows": _rows(now),
        "findings": [told(each) for each in now.findings],
        "seal": _sealed(poll),
        "board": board_of(poll) if stage is Stage.LIST_CLOSED else [],
        "history": [(act_name(line), line) for line in paper_history(poll)],
        "bases": _rules(poll),
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


def _rows(now: PapersNow) -> list[tuple[Promise, int | None]]:
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


def _sealed(poll: Poll) -> dict[str, Any] | None:
    seal = seal_of(poll)
    if seal is None:
        return None
    parts: list[tuple[str, Promise]] = [
        (each["name"], ROLE_LABELS[Role(each["role"])]) for each in seal.board
    ]
    return {"fact": seal, "board": parts}


def _both_versions(request: StaffRequest, poll: Poll) -> HttpResponse:
    """Show what somebody else stored meanwhile beside what was typed, which stays."""
    poll.refresh_from_db(fields=["stage", *WHEN_RETURNED])
    if (gone := _gone_on(request, poll, *FIGURES_AT)) is not None:
        return gone
    now = papers_now(poll)
    typed = request.POST.copy()
    typed["seen"] = now.digest
    form = FiguresForm(typed, poll=poll, now=now)
    last: AuditEvent | None = next(reversed(paper_history(poll)), None)
    versions = [
        {"label": field.label, "before": field.value(), "after": stored}
        for field in form.visible_fields()
        if str(stored := _stored(now, field.name)) != str(field.value() or "")
    ]
    return _again(
        request,
        poll,
        figures_form=form,
        versions=versions,
        versions_by=last.actor if last else None,
        versions_at=last.at if last else None,
        is_changed=True,
    )


def _stored(now: PapersNow, name: str) -> int | str:
    number = getattr(now.figures, name)
    return "" if number is None else number


def _say_what_was_noted(request: StaffRequest, after: PapersNow) -> None:
    if after.waiting:
        messages.warning(
            request, _("Đã ghi số liệu. Có cảnh báo: hãy kiểm tra rồi xác nhận.")
        )
    else:
        messages.success(request, _("Đã ghi số liệu."))


def _done(
    request: StaffRequest,
    form: django_forms.Form,
    act: Callable[[], None],
    sentence: str,
) -> bool:
    """Perform the act if the form is sound; a refusal stands above the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, sentence)
    return True


def _seen_now(form: OpenBoxForm, now: PapersNow) -> OpenBoxForm:
    """Let the page name the figures it shows now, whatever was posted before."""
    if form.is_bound:
        form.data = {**form.data, "seen": now.digest}
    return form


def _gone_on(request: StaffRequest, poll: Poll, *stages: Stage) -> HttpResponse | None:
    """Lead back to the page where the poll is no longer, or not yet, so far."""
    if not poll.upload_id and Stage(poll.stage) in stages:
        return None
    messages.error(
        request,
        _("Lần bầu đang ở giai đoạn khác: %(stage)s. Chưa ghi gì.")
        % {"stage": poll.get_stage_display()},
    )
    return _back(poll)


def _again(request: StaffRequest, poll: Poll, **forms: Any) -> HttpResponse:
    poll.refresh_from_db(fields=["stage", *WHEN_RETURNED])
    return render(request, "ballots/papers_page.html", _papers(request, poll, **forms))


def _back(poll: Poll) -> HttpResponse:
    return redirect("ballots:poll-papers", *queries.address(poll))


def _poll(
    request: StaffRequest, right: Right, congress: str, election: int, number: int
) -> Poll:
    found = queries.poll_or_404(
        request.user, right, congress=congress, election=election, number=number
    )
    if Stage(found.stage) is Stage.PREPARED:
        # There are no papers before there is a list.
        raise Http404
    return found
