"""The screen on which one operator types the papers of one batch.

Its answers to a save are short and asked for by the page's own script; without a script
the same form leads from paper to paper.
"""

import json
import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import labels, queries, services
from ballots.forms import MiscountedForm
from ballots.models import Batch, Candidate, Entry
from ballots.queries import entry as reads
from ballots.rules.ballot import DEFECTIVE
from ballots.rules.command import (
    DEFECTS,
    DOUBTS,
    DOUBTS_OF,
    Mode,
    defects_by_digit,
    doubts_by_digit,
)
from ballots.rules.sheet import Sheet
from ballots.rules.shifting import shift_of
from ballots.services.entering import AsksFirst, Saved, Typing
from ballots.services.open_entry import EntryClosed, StaleScreen
from ballots.views.stations import machine_of
from congress.rules.rulesets import Rule
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import User
from core.web import StaffRequest

WORTHS = (
    *(Rule.FULL_CHOICE, Rule.FEWER_CHOSEN, Rule.ONE_NAME_CLEAR, Rule.SEVERAL_NAMES),
    *(Rule.TOO_MANY_CHOSEN, Rule.NOBODY_CHOSEN, Rule.ONE_NAME_UNCLEAR),
    *(Rule.NOT_ISSUED, Rule.OUTSIDE_NAME, Rule.SPECIAL_MARK, Rule.MIXED_INK),
    Rule.BOARD_DECIDES,
)
VALID = frozenset(
    {Rule.FULL_CHOICE, Rule.FEWER_CHOSEN, Rule.ONE_NAME_CLEAR, Rule.SEVERAL_NAMES}
)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BALLOT_ENTER)
def batch_entry(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    where = (congress, election, number, batch)
    if request.method == "POST":
        return _save(request, where)
    entry = _own_open(request, where)
    if entry is None:
        return redirect("ballots:poll-entry", *where[:3])
    try:
        _refuse_elsewhere(request, entry)
    except EntryClosed as refusal:
        messages.warning(request, str(refusal))
        return redirect("ballots:poll-entry", *where[:3])
    return render(request, "ballots/entry_screen.html", _screen(request, entry))


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BALLOT_ENTER)
def batch_finish(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    """Ask once more, then end the entry for good; or take out what is too much."""
    where = (congress, election, number, batch)
    entry = _own_open(request, where)
    if entry is None:
        return redirect("ballots:poll-entry", *where[:3])
    if request.method == "POST":
        return _finish(request, entry, where)
    saved = reads.positions(entry)
    papers = entry.batch.papers
    context = {
        "entry": entry,
        "batch": entry.batch,
        "saved": len(saved),
        "surplus": [each for each in saved if each > papers],
        "missing": [each for each in range(1, papers + 1) if each not in saved],
        **_place(entry),
    }
    return render(request, "ballots/entry_finish.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BALLOT_ENTER)
def batch_miscounted(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    """Tell the board that the heap has another number of papers."""
    where = (congress, election, number, batch)
    entry = _own_open(request, where)
    if entry is None:
        return redirect("ballots:poll-entry", *where[:3])
    form = MiscountedForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _report(request, entry, form):
        messages.success(
            request, _("Đã báo ban kiểm phiếu. Các tờ đã nhập vẫn giữ nguyên.")
        )
        return redirect("ballots:poll-entry", *where[:3])
    context = {
        "entry": entry,
        "batch": entry.batch,
        "form": form,
        **_place(entry),
    }
    return render(request, "ballots/entry_miscounted.html", context)


Where = tuple[str, int, int, int]


def _own(request: StaffRequest, where: Where) -> list[Entry]:
    congress, election, number, batch = where
    return list(
        reads.own_entries(
            request.user,
            congress=congress,
            election=election,
            number=number,
            batch=batch,
        )
        .select_related("station")
        .only("pk", "finished_at", "station__number", "station__mark")
    )


def _own_open(request: StaffRequest, where: Where) -> Entry | None:
    """Return this person's open entry; ``None`` where one was, and is closed."""
    own = _own(request, where)
    if not own:
        raise Http404
    open_one = next((each for each in own if each.finished_at is None), None)
    if open_one is None:
        return None
    rows = Entry.objects.select_related("batch", "by", "station")
    entry = rows.get(pk=open_one.pk)
    polls = Batch.objects.select_related(
        *reads.OF_A_POLL, "poll__election__rule_edition"
    )
    entry.batch = polls.get(pk=entry.batch_id)
    return entry


def _refuse_elsewhere(request: StaffRequest, entry: Entry) -> None:
    """Refuse a machine other than the one at which the entry was taken."""
    station = entry.station
    if station is None or station.mark == machine_of(request):
        return
    raise EntryClosed(
        _(
            "Tập này đang nhập ở bàn nhập %(number)s. Nếu bạn đã chuyển sang máy này, "
            "bấm “Nhập tiếp” ở trang các tập phiếu."
        )
        % {"number": station.number}
    )


# --- saving -----------------------------------------------------------------------


def _save(request: StaffRequest, where: Where) -> HttpResponse:
    own = _own(request, where)
    if not own:
        raise Http404
    entry = own[-1]
    typing = _typing(request)
    if typing is None:
        return _answer(request, where, {"error": _("Hãy tải lại trang.")}, 422)
    try:
        _refuse_elsewhere(request, entry)
        told = _saved(entry, typing, request.user)
    except StaleScreen as refusal:
        state = {"stale": _state(entry), "error": str(refusal)}
        return _answer(request, where, state, 409)
    except EntryClosed as refusal:
        return _answer(request, where, {"closed": True, "error": str(refusal)}, 409)
    except AsksFirst as refusal:
        return _answer(request, where, {"asks": True, "error": str(refusal)}, 422)
    except Refused as refusal:
        return _answer(request, where, {"error": str(refusal)}, 422)
    return _answer(request, where, told, 200)


def _saved(entry: Entry, typing: Typing, by: User) -> dict[str, Any]:
    """Save one paper, or move those that are saved; the screen is told all of these."""
    shift = shift_of(typing.command, at=typing.position)
    if shift is None:
        return _told(services.save_ballot(str(entry.pk), typing, by=by))
    told = _told(services.shift_papers(str(entry.pk), typing, by=by))
    return told | {"act": shift.act.value, "state": _state(entry)}


def _typing(request: StaffRequest) -> Typing | None:
    """Return what the screen sent; ``None`` if no screen of ours could have sent it."""
    sent = request.POST
    try:
        return Typing(
            position=int(sent["position"]),
            command=sent.get("command", ""),
            mode=Mode(sent.get("mode", Mode.STRUCK.value)),
            key=UUID(sent["key"]),
            sequence=int(sent["sequence"]),
            shown=sent.get("shown") or None,
            is_sure="sure" in sent,
        )
    except (KeyError, ValueError):
        return None


def _told(saved: Saved) -> dict[str, Any]:
    """Tell what was saved; the clock is the screen's own and is kept nowhere."""
    return {
        "position": saved.position,
        "content": saved.content,
        "sequence": saved.sequence,
        "next": saved.upcoming,
        "at": timezone.localtime().strftime("%H:%M:%S"),
    }


def _answer(
    request: StaffRequest, where: Where, told: dict[str, Any], status: int
) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(told, status=status)
    if "error" in told:
        return _again(request, where, told, status)
    if told["next"] is None:
        return redirect("ballots:batch-finish", *where)
    answer = redirect("ballots:batch-entry", *where)
    answer["Location"] += f"?to={told['next']}"
    return answer


def _again(
    request: StaffRequest, where: Where, told: dict[str, Any], status: int
) -> HttpResponse:
    """Show the paper again without a script: what was typed, and why it was refused."""
    entry = _own_open(request, where)
    if entry is None:
        messages.error(request, told["error"])
        return redirect("ballots:poll-entry", *where[:3])
    context = _screen(request, entry) | {
        "typed": request.POST.get("command", ""),
        "error": told["error"],
        "asks": "asks" in told,
    }
    return render(request, "ballots/entry_screen.html", context, status=status)


def _finish(request: StaffRequest, entry: Entry, where: Where) -> HttpResponse:
    if "surplus" in request.POST:
        services.remove_surplus(str(entry.pk), by=request.user)
        return redirect("ballots:batch-finish", *where)
    services.end_entry(str(entry.pk), by=request.user, at=timezone.now())
    said = _("Đã nhập xong tập %(number)s. Người khác sẽ đối chiếu với phiếu.")
    if entry.batch.poll.readings > 1:
        said = _("Đã nhập xong tập %(number)s, đủ các lần nhập; cổng đã so với nhau.")
    if entry.reading < entry.batch.poll.readings:
        said = _(
            "Đã nhập xong tập %(number)s. Người khác sẽ nhập lại mà không thấy bài."
        )
    messages.success(request, said % {"number": entry.batch.number})
    return redirect("ballots:poll-entry", *where[:3])


def _report(request: StaffRequest, entry: Entry, form: MiscountedForm) -> bool:
    try:
        services.report_papers(
            str(entry.pk),
            found=form.cleaned_data["found"],
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("found", str(refusal))
        return False
    return True


# --- the screen -------------------------------------------------------------------


def _place(entry: Entry) -> dict[str, Any]:
    poll = entry.batch.poll
    return {"poll": poll, "congress": poll.election.body.congress}


def _state(entry: Entry) -> dict[str, Any]:
    """Return all that is saved of an entry, and the last line of its journal."""
    contents = reads.contents(entry)
    papers = Batch.objects.values_list("papers", flat=True).get(entries=entry.pk)
    return {
        "ballots": {str(position): line for position, line in contents.items()},
        "sequence": reads.last_sequence(entry),
        "next": reads.next_position(contents, papers),
    }


def _screen(request: StaffRequest, entry: Entry) -> dict[str, Any]:
    poll = entry.batch.poll
    state = _state(entry)
    sheet = reads.sheet_of(poll)
    # Of several readings each is blind: nothing is told of those before.
    former = reads.last_finished(entry.batch) if poll.readings == 1 else None
    check = getattr(former, "check_made", None) if former else None
    names = Candidate.objects.filter(poll=poll).order_by("place")
    return {
        "entry": entry,
        "batch": entry.batch,
        "position": _wanted(request, entry) or state["next"] or entry.batch.papers,
        "saved": len(state["ballots"]),
        "names": list(names.only("number", "name")),
        "sheet": sheet,
        "is_one_name": sheet.has_one_name,
        "sent_back": check if check and not check.agrees else None,
        "defects": [(n, labels.DEFECTS[d]) for n, d in defects_by_digit()],
        "doubts": [(n, labels.DOUBTS[d]) for n, d in doubts_by_digit(sheet.layout)],
        "key": uuid.uuid4(),
        "sequence": state["sequence"],
        "sheet_json": json.dumps(_sheet_for_script(entry, sheet)),
        "state_json": json.dumps(state),
        **_place(entry),
    }


def _wanted(request: StaffRequest, entry: Entry) -> int | None:
    wanted = request.POST.get("position", request.GET.get("to", ""))
    if not wanted.isdecimal() or len(wanted) > 6:
        return None
    if 1 <= int(wanted) <= entry.batch.papers:
        return int(wanted)
    return None


def _sheet_for_script(entry: Entry, sheet: Sheet) -> dict[str, Any]:
    """Return the ballot paper, and the words for what it may show."""
    poll = entry.batch.poll
    rule_set = queries.rule_set_of(poll)
    return {
        "layout": sheet.layout.value,
        "numbers": list(sheet.numbers),
        "most": poll.max_votes,
        "papers": entry.batch.papers,
        "empty": rule_set.empty_agreement.value.value,
        "defects": [each.value for each in DEFECTS],
        # By their digits: one that is not for such a paper leaves its place empty.
        "doubts": [
            each.value if each in DOUBTS_OF[sheet.layout] else "" for each in DOUBTS
        ],
        "rules": {
            defect.value: judged.rule.value for defect, judged in DEFECTIVE.items()
        },
        "worths": {
            rule.value: {
                "tone": "ok" if rule in VALID else "warn",
                "words": labels.sentence(rule, rule_set),
            }
            for rule in WORTHS
        },
        "slips": {slip: str(words) for slip, words in labels.SLIPS.items()},
        "boxes": {box: str(words) for box, words in labels.BOXES.items()},
        "defectWords": {d.value: str(labels.DEFECTS[d]) for d in DEFECTS},
        "doubtWords": {d.value: str(labels.DOUBTS[d]) for d in DOUBTS},
        "words": {key: str(words) for key, words in labels.SCREEN.items()},
    }
