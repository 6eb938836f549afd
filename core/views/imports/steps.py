"""What a person does with a list, step by step."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.imports import ConfirmListForm, MappingForm, ReadAgainForm
from core.imports.reading import Reading
from core.models import ImportRun
from core.queries import imports as reads
from core.queries.imports import State, Verdict
from core.services import imports as acts
from core.services.imports import kind_of
from core.views.imports.frame import ask, frame, job_of, waits_for_worker
from core.web import StaffRequest

SAMPLE = 5  # rows of the file beneath the choice of columns


@require_http_methods(["GET", "POST"])
@policy.requires(Right.LIST_KEEP)
def import_mapping(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if found.state not in (State.UPLOADED, State.CHECKED) or not found.headings:
        return redirect("core:import", found.pk)
    form = MappingForm(request.POST or None, kind=kind_of(found), run=found)
    if request.method == "POST" and form.is_valid():
        try:
            _map(request, found, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("core:import", found.pk)
    context = {"form": form, "again": ReadAgainForm(run=found)} | _sample(found)
    return render(request, "core/import_mapping.html", frame(found) | context)


@require_POST
@policy.requires(Right.LIST_KEEP)
def import_read_again(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    form = ReadAgainForm(request.POST, run=found)
    if form.is_valid():
        with transaction.atomic():
            changed = acts.read_again(
                found.pk,
                sheet=form.cleaned_data.get("sheet", ""),
                header_row=form.cleaned_data["header_row"],
            )
            ask(request, changed)
        return redirect("core:import", found.pk)
    messages.error(
        request,
        _("Chưa đọc lại tệp: dòng tiêu đề phải là một số trong khoảng cho phép."),
    )
    return redirect("core:import-mapping", found.pk)


@require_POST
@policy.requires(Right.LIST_KEEP)
def import_decide(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if for_all := request.POST.get("tat-ca"):
        count = acts.decide_all(found.pk, decision=for_all)
    else:
        count = acts.decide(found.pk, decisions=_decisions(request))
    if count:
        messages.success(
            request, _("Đã ghi quyết định cho %(count)s dòng.") % {"count": count}
        )
    if request.POST.get("tiep") == "ghi":
        left = reads.summary(found).undecided
        if not left:
            return redirect("core:import-confirm", found.pk)
        messages.error(request, acts.still_to_decide(left))
        undecided = urlencode({"loc": reads.UNDECIDED})
        return redirect(f"{reverse('core:import', args=[found.pk])}?{undecided}")
    doubtful = urlencode({"loc": Verdict.DUPLICATE, "trang": _page(request)})
    return redirect(f"{reverse('core:import', args=[found.pk])}?{doubtful}")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.LIST_KEEP)
def import_confirm(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if found.state != State.CHECKED:
        return redirect("core:import", found.pk)
    told = reads.summary(found)
    form = ConfirmListForm(
        request.POST or None, wrong=told.wrong, initial={"seen": told.fingerprint}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, found, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("core:import", found.pk)
    context = {
        "form": form,
        "told": told,
        "still_to_decide": acts.still_to_decide(told.undecided),
    }
    return render(request, "core/import_confirm.html", frame(found) | context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.LIST_KEEP)
def import_undo(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if found.state != State.APPLIED:
        return redirect("core:import", found.pk)
    if request.method == "POST":
        with transaction.atomic():
            ask(request, acts.ask_undo(found.pk, by=request.user, at=timezone.now()))
        return redirect("core:import", found.pk)
    context = {"told": reads.summary(found), "undo_until": acts.undo_until(found)}
    return render(request, "core/import_undo.html", frame(found) | context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.LIST_KEEP)
def import_drop(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if request.method == "POST":
        acts.drop_list(found.pk, by=request.user, at=timezone.now())
        messages.success(
            request, _("Đã bỏ danh sách này. Không có gì được ghi vào sổ.")
        )
        return redirect("core:imports")
    if found.state not in acts.DROPPABLE:
        return redirect("core:import", found.pk)
    return render(request, "core/import_drop.html", frame(found))


@require_POST
@policy.requires(Right.LIST_KEEP)
def import_retry(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if waits_for_worker(found):
        with transaction.atomic():
            ask(request, found)
    return redirect("core:import", found.pk)


@require_POST
@policy.requires(Right.LIST_KEEP)
def import_keep(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    job = job_of(found)
    if found.state == State.UNDOING and not (job and job.is_live):
        acts.keep_list(found.pk)
    return redirect("core:import", found.pk)


@transaction.atomic
def _map(request: StaffRequest, run: ImportRun, form: MappingForm) -> None:
    ask(request, acts.map_columns(run.pk, columns=form.columns))


@transaction.atomic
def _confirm(request: StaffRequest, run: ImportRun, form: ConfirmListForm) -> None:
    confirmed = acts.confirm_list(
        run.pk,
        seen=form.cleaned_data["seen"],
        partial=form.cleaned_data.get("partial", False),
        by=request.user,
        at=timezone.now(),
    )
    ask(request, confirmed)


def _sample(run: ImportRun) -> dict[str, Any]:
    """Return the first rows beneath the headings, and how the file was written."""
    header = run.reading["header_row"]
    below = [cells for number, cells in run.reading["first"] if number > header]
    width = len(run.headings)
    return {
        "sample": [cells + [""] * (width - len(cells)) for cells in below[:SAMPLE]],
        "old": Reading.of(run.reading).old,
    }


def _decisions(request: StaffRequest) -> dict[int, str]:
    """Return what was chosen, by row: the fields are ``dong-12`` and so on."""
    return {
        int(found[1]): value
        for name, value in request.POST.items()
        if isinstance(value, str) and value
        if (found := re.fullmatch(r"dong-([0-9]{1,9})", name))
    }


def _page(request: StaffRequest) -> str:
    page = request.POST.get("trang", "1")
    return page if page.isdecimal() else "1"
