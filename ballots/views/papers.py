"""The papers of a poll: printed, sealed, issued, opened, returned, entered."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import labels, services
from ballots.forms import FiguresForm, OpenBoxForm, SealForm, SeenForm
from ballots.models import Poll
from ballots.queries.papers import (
    PapersNow,
    paper_history,
    papers_now,
)
from ballots.rules.identities import FIGURES_AT, WHEN_RETURNED
from ballots.rules.stages import Stage
from ballots.views.papers_page import (
    back_to_papers,
    gone_on,
    papers_shown,
    poll_with_list,
)
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent
from core.web import StaffRequest


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_papers(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.ELECTION_READ, congress, election, number)
    return render(request, "ballots/papers_page.html", papers_shown(request, poll))


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_note(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, *FIGURES_AT)) is not None:
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
            return back_to_papers(poll)
    elif form.data.get("seen") != now.digest:
        return _both_versions(request, poll)
    return _again(request, poll, figures_form=form)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_seal(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, Stage.LIST_CLOSED)) is not None:
        return gone
    form = SealForm(request.POST)

    def seal() -> None:
        box = services.BoxChecked(
            seal=form.cleaned_data["seal"], witnesses=form.cleaned_data["witnesses"]
        )
        services.seal_box(str(poll.pk), box, by=request.user, at=timezone.now())

    if _done(request, form, seal, _("Đã niêm phong thùng phiếu.")):
        return back_to_papers(poll)
    return _again(request, poll, seal_form=form)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_issue(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, Stage.BOX_SEALED)) is not None:
        return gone
    try:
        services.start_issuing(str(poll.pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        return _again(request, poll, refused=str(refusal))
    messages.success(request, _("Bắt đầu phát phiếu. Phát xong thì ghi số phiếu."))
    return back_to_papers(poll)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_acknowledge(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, *FIGURES_AT)) is not None:
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
        return back_to_papers(poll)
    return _again(request, poll, seen_form=form)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_papers_open(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, Stage.ISSUING)) is not None:
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
        return back_to_papers(poll)
    context = papers_shown(request, poll) | {
        "form": _seen_now(form, now),
        "base_lines": [
            (labels.SITUATIONS[line.situation], line)
            for line in (now.base.base.lines if now.base else ())
        ],
    }
    return render(request, "ballots/papers_open.html", context)


def _both_versions(request: StaffRequest, poll: Poll) -> HttpResponse:
    """Show what somebody else stored meanwhile beside what was typed, which stays."""
    poll.refresh_from_db(fields=["stage", *WHEN_RETURNED])
    if (gone := gone_on(request, poll, *FIGURES_AT)) is not None:
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


def _again(request: StaffRequest, poll: Poll, **forms: Any) -> HttpResponse:
    poll.refresh_from_db(fields=["stage", *WHEN_RETURNED])
    return render(
        request, "ballots/papers_page.html", papers_shown(request, poll, **forms)
    )
