"""The list of a poll while it is made: names, their lines, closing, taking up again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
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
    CloseForm,
    NamesForm,
    NominatingForm,
    NominationForm,
    NumberAndSurplusForm,
    TakeUpForm,
    WithdrawForm,
    lines_of,
)
from ballots.models import Nomination, Poll
from ballots.queries import lists, plans
from ballots.queries.lists import Match, MatchedLine
from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.stages import BEFORE_THE_BOX_OPENS, Stage, may_move
from ballots.views.poll import page
from ballots.views.typed_lists import (
    named_on_roll,
    of_a_typed_list,
    to_list,
    while_prepared,
    why_not,
)
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import Person
from core.web import StaffRequest
from core.writers import xlsx
from core.writers.xlsx import Value

SKIPPED = "skip"


@require_safe
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_list(request: StaffRequest, poll: Poll) -> HttpResponse:
    return render(request, "ballots/slate_list.html", _context(request, poll))


@require_safe
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_paper(request: StaffRequest, poll: Poll) -> HttpResponse:
    return render(request, "ballots/slate_paper.html", _context(request, poll))


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_add(request: StaffRequest, poll: Poll) -> HttpResponse:
    form = NominatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = lists.findable(poll, _keys(request.POST.getlist("nguoi")))
        added = _put_forward(request, poll, form, chosen)
        if added is not None:
            messages.success(request, _added(added))
            return to_list(poll)
    context = _context(request, poll) | _found(request, poll) | {"form": form}
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
        matches = lists.matched(lines_of(text), poll)
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
    context = _context(request, poll) | {
        "form": form,
        "matches": [
            (line, request.POST.get(f"chon-{line.number}", "")) for line in matches
        ],
    }
    return render(request, "ballots/slate_paste.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_nomination(
    request: StaffRequest, poll: Poll, nomination: UUID
) -> HttpResponse:
    row = lists.nomination_or_404(poll, nomination)
    form = NominationForm(request.POST or None, initial=_as_typed(row))
    if request.method == "POST" and form.is_valid():
        if _change(request, poll, row, form):
            messages.success(request, _("Đã lưu."))
            return to_list(poll)
        row = lists.nomination_or_404(poll, nomination)
    context = _context(request, poll) | {"form": form, "nomination": row}
    return render(request, "ballots/slate_nomination.html", context)


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_remove(request: StaffRequest, poll: Poll, nomination: UUID) -> HttpResponse:
    row = lists.nomination_or_404(poll, nomination)
    try:
        services.remove_nomination(str(row.pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Đã bỏ %(name)s khỏi danh sách. Bỏ nhầm thì thêm lại từ sổ.")
            % {"name": row.person.full_name},
        )
    return to_list(poll)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_number(request: StaffRequest, poll: Poll) -> HttpResponse:
    initial = {
        "seats": poll.seats,
        "alternates": poll.alternates,
        "surplus_percent": poll.surplus_percent,
    }
    form = NumberAndSurplusForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_number(
                str(poll.pk), **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(field_of(refusal), str(refusal))
        else:
            messages.success(request, _("Đã sửa số lượng cần bầu."))
            return to_list(poll)
    context = _context(request, poll) | {"form": form}
    return render(request, "ballots/slate_number.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_close(request: StaffRequest, poll: Poll) -> HttpResponse:
    context = _context(request, poll)
    state = context["state"]
    form = CloseForm(
        request.POST or None,
        initial={"seen": state.digest},
        has_warnings=state.has_warnings,
    )
    if request.method == "POST" and form.is_valid():
        if _close(request, poll, form):
            messages.success(request, _("Đã chốt danh sách bầu cử."))
            return to_list(poll)
        context = _context(request, poll)
        form = _seen_anew(request, form, context["state"].digest)
    context["form"] = form
    return render(request, "ballots/slate_close.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_reopen(request: StaffRequest, poll: Poll) -> HttpResponse:
    if not may_move(Stage(poll.stage), Stage.PREPARED):
        messages.warning(
            request, _("Chỉ mở lại được danh sách đã chốt mà chưa niêm phong thùng.")
        )
        return to_list(poll)
    form = TakeUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_list(
                str(poll.pk),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã mở lại danh sách. Sửa xong hãy chốt lại."))
            return to_list(poll)
    context = _context(request, poll) | {"form": form}
    return render(request, "ballots/slate_reopen.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_withdraw(request: StaffRequest, poll: Poll) -> HttpResponse:
    """Take a poll back that was entered by mistake, before its box is opened."""
    if Stage(poll.stage) not in BEFORE_THE_BOX_OPENS[:2]:
        messages.warning(
            request,
            _("Đã niêm phong thùng phiếu; chỉ ban kiểm phiếu rút được lần bầu này."),
        )
        return to_list(poll)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_before_the_box(
                str(poll.pk),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã rút lần bầu."))
            return redirect("ballots:list", poll.election.body.congress.slug)
    context = _context(request, poll) | {"form": form}
    return render(request, "ballots/slate_withdraw.html", context)


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_biographies(request: StaffRequest, poll: Poll) -> HttpResponse:
    """The list with a short biography line each, as a workbook to keep."""
    people = lists.people_listed(poll)
    services.note_list_taken(poll, by=request.user, at=timezone.now())
    rows: list[list[Value]] = [
        [n, *lists.biography(each)] for n, each in enumerate(people, start=1)
    ]
    headings = [str(each) for each in lists.BIOGRAPHY]
    slug, election, number = queries.address(poll)
    data = xlsx.workbook(_("Danh sách trích ngang"), headings, rows)
    return xlsx.download(f"trich-ngang-{slug}-{election}-lan-{number}.xlsx", data)


def _context(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    """Return what every page of the list shows beside the frame of the poll."""
    body = poll.election.body
    return page(request, poll, tab="list") | {
        "state": lists.state_of(poll),
        "is_prepared": poll.stage == Stage.PREPARED,
        "may_take_up": may_move(Stage(poll.stage), Stage.PREPARED),
        "may_take_back": Stage(poll.stage) in BEFORE_THE_BOX_OPENS[:2],
        "notice": plans.legal_notice(body),
    }


def _found(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    """Return those who can be ticked: on the roll, in the register, just elected."""
    wanted = request.GET.get("tim", "").strip()
    source = request.GET.get("nguon", "")
    body, people, nameless = poll.election.body, [], []
    if source == "trung-cu":
        rows = lists.chain_of(poll)
        people = [row.person for row in rows if row.person is not None]
        nameless = [row.name for row in rows if row.person is None]
    elif source == "so":
        found = lists.in_the_register(body.congress, wanted)
        people = list(found[: lists.FOUND]) if wanted else []
    else:
        source = "trieu-tap"
        people = list(lists.on_roll(body, wanted)[: lists.FOUND])
    there = set(Nomination.objects.filter(poll=poll).values_list("person", flat=True))
    chosen = set(request.POST.getlist("nguoi"))
    return {
        "source": source,
        "wanted": wanted,
        "people": [(each, each.pk in there, str(each.pk) in chosen) for each in people],
        "is_cut": len(people) == lists.FOUND and source != "trung-cu",
        "nameless": nameless,
        "is_chain": bool(lists.offices_of_chain(poll)),
    }


def _nominating(form: forms.Form, poll: Poll) -> services.Nominating:
    typed = form.cleaned_data
    by = named_on_roll(form, "by_name", poll.election.body)
    return services.Nominating(
        put_forward=PutForward(typed["put_forward"]),
        by_person=by,
        backed_by=typed["backed_by"],
    )


def _put_forward(
    request: StaffRequest, poll: Poll, form: forms.Form, chosen: list[UUID]
) -> list[Nomination] | None:
    """Put them forward, or say on the form why not."""
    nominating = _nominating(form, poll)
    if form.errors:
        return None
    try:
        return services.put_forward(
            str(poll.pk), chosen, nominating, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _change(
    request: StaffRequest, poll: Poll, row: Nomination, form: NominationForm
) -> bool:
    nominating = _nominating(form, poll)
    if form.errors:
        return False
    typed = form.cleaned_data
    try:
        services.change_nomination(
            str(row.pk),
            nominating,
            seen=typed["seen"],
            withdrawing=Withdrawing(typed["withdrawing"]),
            left_out_reason=typed["left_out_reason"],
            by=request.user,
            at=timezone.now(),
        )
    except services.NominationChanged as refusal:
        form.add_error(None, str(refusal))
        now = lists.nomination_or_404(poll, row.pk)
        data = request.POST.copy()
        data["seen"] = lists.nomination_digest(now)
        form.data = data
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _close(request: StaffRequest, poll: Poll, form: CloseForm) -> bool:
    typed = form.cleaned_data
    try:
        services.close_list(
            str(poll.pk),
            seen=typed["seen"],
            warnings_read=typed.get("warnings_read", False),
            hands=services.Hands(
                in_favour=typed["in_favour"], against=typed["against"]
            ),
            by=request.user,
            at=timezone.now(),
        )
    except services.WarningsUnread as refusal:
        form.add_error("warnings_read", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _seen_anew(request: StaffRequest, form: CloseForm, digest: str) -> CloseForm:
    """Keep what was typed, but not the tick: it was about another list."""
    data = request.POST.copy()
    if data.get("seen") != digest:
        data.pop("warnings_read", None)
        data["seen"] = digest
    form.data = data
    return form


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
        if said == SKIPPED or line.match is Match.THERE_ALREADY:
            continue
        if line.match is Match.ONE:
            chosen.append(line.people[0].pk)
        elif said in possible:
            chosen.append(possible[said])
        else:
            open_.append(line)
    return chosen, open_


def _as_typed(row: Nomination) -> dict[str, Any]:
    return {
        "put_forward": row.put_forward,
        "by_name": written(row.by_person) if row.by_person else "",
        "backed_by": row.backed_by,
        "withdrawing": row.withdrawing,
        "left_out_reason": row.left_out_reason,
        "seen": lists.nomination_digest(row),
    }


def written(person: Person) -> str:
    """Write a person as a line names him: with his birth year, where it is known."""
    if person.born_on is None:
        return person.full_name
    return f"{person.full_name}, {person.born_on.year}"


def field_of(refusal: Refused) -> str | None:
    """Return beside which field a refusal stands."""
    if isinstance(refusal, services.ReasonLacking):
        return "exception"
    if isinstance(refusal, services.SurplusAboveCeiling):
        return "surplus_percent"
    return None


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
