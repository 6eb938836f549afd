"""A batch whose readings differ: both readings, and what the paper shows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import labels, services
from ballots.forms import ReadingsForm
from ballots.models import Batch, EntryCheck
from ballots.queries import Seen
from ballots.queries.entry import batch_or_404, sheet_of
from ballots.queries.heaps import (
    Due,
    Heap,
    Question,
    ToSettle,
    heap_of,
    to_settle,
)
from ballots.rules.stages import Stage
from ballots.services.board import refuse_outside_board
from ballots.services.checking import refuse_own
from ballots.services.readings import may_still_choose
from ballots.services.settling import (
    LOOK_AGAIN,
    NO_PAPER,
    NotAllSettled,
    refuse_head,
)
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ENTRY_CHECK)
def batch_settle(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    """Somebody who read none of it says over the paper what each one shows."""
    poll = poll_here(request, Right.ENTRY_CHECK, congress, election, number)
    found = batch_or_404(request.user, Right.ENTRY_CHECK, poll, batch)
    found.poll = poll
    heap = heap_of(found)
    back = redirect("ballots:poll-entry", congress, election, number)
    if heap.due is not Due.SETTLE:
        messages.info(request, _("Tập này không còn tờ nào phải xác định."))
        return back
    try:
        refuse_own(found, request.user)
        refuse_outside_board(poll, request.user)
        refuse_head(poll, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back
    asked = to_settle(heap)
    faults: dict[int, str] = {}
    error = ""
    if request.method == "POST":
        faults, error = _settle(request, found)
        if not (faults or error):
            messages.success(
                request,
                _("Đã xác định tờ khác nhau của tập %(number)s. Người khác đối chiếu.")
                % {"number": batch},
            )
            return back
    context = page(request, poll, tab="entry") | {
        "batch": found,
        "heap": heap,
        "asked": asked,
        "ways": [
            (reader, labels.WAYS[each.way])
            for reader, each in zip(asked.readers[1:], asked.compared, strict=False)
        ],
        "sent_back": sent_back(heap),
        "rows": _rows(request, found, asked, faults),
        "error": error,
    }
    return render(request, "ballots/entry_settle.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_readings(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """How many people read each batch, blind to each other."""
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if not may_still_choose(Stage(poll.stage)):
        return redirect("ballots:poll-papers", congress, election, number)
    form = ReadingsForm(request.POST or None, initial={"readings": poll.readings})
    if request.method == "POST" and form.is_valid():
        services.choose_readings(
            str(poll.pk),
            form.cleaned_data["readings"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã ghi cách nhập phiếu."))
        return redirect("ballots:poll-papers", congress, election, number)
    context = page(request, poll, tab="papers") | {"form": form}
    return render(request, "ballots/readings.html", context)


def _settle(request: StaffRequest, batch: Batch) -> tuple[dict[int, str], str]:
    """Settle as answered; else say what is wrong, by slot and in general."""
    answers = {
        int(name.removeprefix("slot-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("slot-") and name[5:].isdecimal() and len(name) < 12
    }
    try:
        services.settle_batch(
            str(batch.pk),
            answers,
            seen=request.POST.get("seen", ""),
            again=_looked_again(request),
            by=request.user,
            at=timezone.now(),
        )
    except NotAllSettled as refusal:
        return refusal.faults, str(refusal)
    except ChangedMeanwhile:
        return {}, _("Tập này vừa thay đổi. Hãy xem lại các tờ dưới đây.")
    except Refused as refusal:
        return {}, str(refusal)
    return {}, ""


def sent_back(heap: Heap) -> EntryCheck | None:
    """Return the check that sent back what was settled or agreed, if one did."""
    check = getattr(heap.standing, "check_made", None)
    return check if check and not check.agrees else None


def _place(question: Question) -> str:
    """Name a place by the first reading; a paper that it has not is between two."""
    if question.place is not None:
        return _("Tờ %(number)s") % {"number": question.place}
    return _("Sau tờ %(number)s, nếu có") % {"number": question.after}


def _looked_again(request: StaffRequest) -> set[int]:
    """Return the slots of which the paper was asked for a second look."""
    typed = request.POST.getlist("again")
    return {int(each) for each in typed if each.isdecimal() and len(each) < 7}


def _rows(
    request: StaffRequest, batch: Batch, asked: ToSettle, faults: dict[int, str]
) -> list[dict[str, Any]]:
    sheet = sheet_of(batch.poll)

    def said(seen: Seen | None) -> str:
        if seen is None:
            return _("không có tờ nào ở đây")
        return labels.shown(seen.reading, seen.doubt, sheet, most=batch.poll.max_votes)

    looked_again = _looked_again(request)

    def row(question: Question) -> dict[str, Any]:
        name = f"slot-{question.slot}"
        fault = faults.get(question.slot, "")
        # What was seen first is not shown: the second look is to be one.
        is_asked_again = fault == str(LOOK_AGAIN)
        return {
            "slot": question.slot,
            "place": _place(question),
            "name": name,
            "readings": [
                (reader, said(seen))
                for reader, seen in zip(asked.readers, question.readings, strict=True)
            ],
            "typed": "" if is_asked_again else request.POST.get(name, ""),
            "fault": fault,
            "again": is_asked_again or question.slot in looked_again,
            "no_paper": NO_PAPER,
        }

    return [row(question) for question in asked.questions]
