"""Somebody else compares a finished entry with the papers, one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import labels, services
from ballots.forms import CheckForm
from ballots.models import Batch, Entry
from ballots.queries.entry import batch_or_404, seen_of, sheet_of
from ballots.queries.heaps import Due, heap_of, ways_of
from ballots.rules.comparison import Way
from ballots.services.board import refuse_outside_board
from ballots.services.checking import NotAllCompared, refuse_own
from ballots.views.poll import poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ENTRY_CHECK)
def batch_check(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    poll = poll_here(request, Right.ENTRY_CHECK, congress, election, number)
    found = batch_or_404(request.user, Right.ENTRY_CHECK, poll, batch)
    heap = heap_of(found)
    entry = heap.standing if heap.due is Due.CHECK and not heap.open else None
    if entry is None:
        messages.info(request, _("Tập này không còn chờ đối chiếu."))
        return redirect("ballots:poll-entry", congress, election, number)
    try:
        refuse_own(found, request.user, settled=True)
        refuse_outside_board(poll, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("ballots:poll-entry", congress, election, number)
    form = CheckForm(request.POST or None, initial={"entry": entry.pk})
    if request.method == "POST" and form.is_valid() and _check(request, form, found):
        return redirect("ballots:poll-entry", congress, election, number)
    context = {
        "poll": poll,
        "congress": poll.election.body.congress,
        "batch": found,
        "entry": entry,
        "form": form,
        "first": heap.readers[0],
        "readers": "; ".join(heap.readers),
        "settled": heap.settled,
        "is_reordered": not {Way.TURNED_OVER, Way.SHUFFLED}.isdisjoint(ways_of(heap)),
        "ballots": _lines(entry, found, set(request.POST.getlist("wrong"))),
    }
    return render(request, "ballots/entry_check.html", context)


def _check(request: StaffRequest, form: CheckForm, batch: Batch) -> bool:
    typed = request.POST.getlist("wrong")
    wrong = [int(each) for each in typed if each.isdecimal() and len(each) < 7]
    if not batch.entries.filter(pk=form.cleaned_data["entry"]).exists():
        raise Http404
    note = form.cleaned_data["note"]
    sends_back = "back" in request.POST
    if sends_back and not wrong and not note:
        form.add_error("note", _("Hãy đánh dấu tờ khác, hoặc ghi khác ở chỗ nào."))
        return False
    if not sends_back and (wrong or note):
        form.add_error(
            "note",
            _("Có tờ đánh dấu khác hoặc ghi chú: hãy trả lại, hoặc bỏ chúng đi."),
        )
        return False
    try:
        services.check_entry(
            str(form.cleaned_data["entry"]),
            wrong=set(wrong),
            note=note,
            compared=form.cleaned_data["compared"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except NotAllCompared as refusal:
        form.add_error("compared", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("Tập %(number)s khớp với phiếu.")
    if sends_back:
        said = _("Đã trả lại tập %(number)s để nhập lại.")
    messages.success(request, said % {"number": batch.number})
    return True


def _lines(entry: Entry, batch: Batch, wrong: set[str]) -> list[dict[str, Any]]:
    sheet = sheet_of(batch.poll)
    return [
        {
            "position": seen.position,
            "shown": labels.shown(
                seen.reading, seen.doubt, sheet, most=batch.poll.max_votes
            ),
            "is_odd": bool(seen.doubt or seen.reading.defect),
            "is_wrong": str(seen.position) in wrong,
        }
        for seen in seen_of(entry)
    ]
