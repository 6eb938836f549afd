"""The list of a poll while it is made: names, their lines, closing, taking up again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import queries, services
from ballots.forms import (
    NamesForm,
    NominatingForm,
    lines_of,
)
from ballots.models import Nomination, Poll
from ballots.queries import biographies, nominated, nominees, searching
from ballots.queries.searching import Match, MatchedLine
from ballots.views.slate_page import nominating_of, slate_context
from ballots.views.typed_lists import (
    of_a_typed_list,
    to_list,
    while_prepared,
    why_not,
)
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest
from core.writers import xlsx
from core.writers.xlsx import Value

SKIPPED = "skip"
SETTLED = (Match.THERE_ALREADY, Match.NAMED_ABOVE)


@require_safe
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_list(request: StaffRequest, poll: Poll) -> HttpResponse:
    return render(request, "ballots/slate_list.html", slate_context(request, poll))


@require_safe
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_paper(request: StaffRequest, poll: Poll) -> HttpResponse:
    return render(request, "ballots/slate_paper.html", slate_context(request, poll))


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_add(request: StaffRequest, poll: Poll) -> HttpResponse:
    form = NominatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = searching.findable(poll, _keys(request.POST.getlist("nguoi")))
        added = _put_forward(request, poll, form, chosen)
        if added is not None:
            messages.success(request, _added(added))
            return to_list(poll)
    context = slate_context(request, poll) | _found(request, poll) | {"form": form}
    return render(request, "ballots/slate_add.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_paste(request: StaffRequest, poll: Poll) -> HttpResponse:
    """Names typed or pasted; nothing is added before every line is settled."""
    form = NamesForm(request.POST or None, request.FILES or None)
    matches: list[MatchedLine] = []
    if request.method == "POST" and form.is_valid():
        form, text, from_file = _with_file(request, form)
        matches = searching.matched(lines_of(text), poll)
        chosen, open_ = _settled(request, matches)
        if "ghi" in request.POST and not from_file and not open_:
            added = _put_forward(request, poll, form, chosen)
            if added is not None:
                messages.success(request, _added(added))
                return to_list(poll)
        elif "ghi" in request.POST:
            for line in open_:
                form.add_error("names", why_not(line))
        if not matches:
            form.add_error("names", _("Hãy gõ, dán họ tên hoặc chọn tệp."))
    context = slate_context(request, poll) | {
        "form": form,
        "matches": [
            (line, request.POST.get(f"chon-{line.number}", "")) for line in matches
        ],
    }
    return render(request, "ballots/slate_paste.html", context)


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_biographies(request: StaffRequest, poll: Poll) -> HttpResponse:
    """The list with a short biography line each, as a workbook to keep."""
    people = biographies.people_listed(poll)
    services.note_list_taken(poll, by=request.user, at=timezone.now())
    rows: list[list[Value]] = [
        [n, *biographies.biography(each)] for n, each in enumerate(people, start=1)
    ]
    headings = [str(each) for each in biographies.BIOGRAPHY]
    slug, election, number = queries.address(poll)
    data = xlsx.workbook(_("Danh sách trích ngang"), headings, rows)
    return xlsx.download(f"trich-ngang-{slug}-{election}-lan-{number}.xlsx", data)


def _found(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    """Return those who can be ticked: on the roll, in the register, just elected."""
    wanted = request.GET.get("tim", "").strip()
    source = request.GET.get("nguon", "")
    body, people, nameless = poll.election.body, [], []
    if source == "trung-cu":
        rows = nominees.chain_of(poll)
        people = [row.person for row in rows if row.person is not None]
        nameless = [row.name for row in rows if row.person is None]
    elif source == "so":
        found = searching.in_the_register(body.congress, wanted)
        people = list(found[: searching.FOUND]) if wanted else []
    else:
        source = "trieu-tap"
        people = list(searching.on_roll(body, wanted)[: searching.FOUND])
    there = nominated.named_on(poll)
    chosen = set(request.POST.getlist("nguoi"))
    return {
        "source": source,
        "wanted": wanted,
        "people": [(each, each.pk in there, str(each.pk) in chosen) for each in people],
        "is_cut": len(people) == searching.FOUND and source != "trung-cu",
        "nameless": nameless,
        "is_chain": bool(nominees.offices_of_chain(poll)),
    }


def _put_forward(
    request: StaffRequest, poll: Poll, form: forms.Form, chosen: list[UUID]
) -> list[Nomination] | None:
    """Put them forward, or say on the form why not."""
    nominating = nominating_of(form, poll)
    if form.errors:
        return None
    try:
        return services.put_forward(
            str(poll.pk), chosen, nominating, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _with_file(request: StaffRequest, form: NamesForm) -> tuple[NamesForm, str, bool]:
    """Copy the names of a file into the field, where they are looked at first."""
    typed = form.cleaned_data
    if not typed["file"]:
        return form, typed["names"], False
    text = "\n".join(filter(None, [typed["names"], typed["file"]]))
    data = request.POST.copy()
    data["names"] = text
    again = NamesForm(data)
    again.is_valid()
    return again, text, True


def _settled(
    request: StaffRequest, matches: list[MatchedLine]
) -> tuple[list[UUID], list[MatchedLine]]:
    """Return who is meant for certain, and the lines nobody has settled."""
    chosen, open_ = [], []
    for line in matches:
        said = request.POST.get(f"chon-{line.number}", "")
        possible = {str(each.pk): each.pk for each in line.people}
        if said == SKIPPED or line.match in SETTLED:
            continue
        if line.match is Match.ONE:
            chosen.append(line.people[0].pk)
        elif said in possible:
            chosen.append(possible[said])
        else:
            open_.append(line)
    return chosen, open_


def _keys(texts: list[str]) -> list[UUID]:
    """Return the keys among texts that a form has posted."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _added(made: list[Nomination]) -> str:
    if not made:
        return _("Những người này đã có trong danh sách.")
    return ngettext(
        "Đã thêm %(people)s người.", "Đã thêm %(people)s người.", len(made)
    ) % {"people": len(made)}
