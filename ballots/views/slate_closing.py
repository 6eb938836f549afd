"""The list is closed and taken up again; its number is changed, its poll taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from ballots import services
from ballots.forms import (
    CloseForm,
    NumberAndSurplusForm,
    TakeUpForm,
    WithdrawForm,
)
from ballots.models import Poll
from ballots.queries.history import last_line
from ballots.rules.stages import BEFORE_THE_BOX_OPENS, Stage, may_move
from ballots.services.preparing import numbers_of, spelled_out
from ballots.services.slate import MoreHandsThanPeople
from ballots.views.slate_page import field_of, slate_context
from ballots.views.typed_lists import (
    of_a_typed_list,
    to_list,
    while_prepared,
)
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest

NUMBERS = ("seats", "alternates", "surplus_percent")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_number(request: StaffRequest, poll: Poll) -> HttpResponse:
    form = NumberAndSurplusForm(request.POST or None, initial=_numbers(poll))
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_number(
                str(poll.pk), **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ChangedMeanwhile:
            form, more = _both_numbers(request, poll)
        except Refused as refusal:
            form.add_error(field_of(refusal), str(refusal))
        else:
            messages.success(request, _("Đã sửa số lượng cần bầu."))
            return to_list(poll)
    context = slate_context(request, poll) | {"form": form} | more
    return render(request, "ballots/slate_number.html", context)


def _numbers(poll: Poll) -> dict[str, Any]:
    """Return the numbers as they stand, as the form wants them."""
    numbers = numbers_of(poll)
    start: dict[str, Any] = dict(zip(NUMBERS, numbers, strict=True))
    return start | {"seen": spelled_out(numbers)}


def _both_numbers(
    request: StaffRequest, poll: Poll
) -> tuple[NumberAndSurplusForm, dict[str, Any]]:
    """Show the numbers somebody else stored meanwhile beside those typed."""
    poll.refresh_from_db(fields=NUMBERS)
    stored = _numbers(poll)
    typed = request.POST.copy()
    typed["seen"] = stored["seen"]
    form = NumberAndSurplusForm(typed)
    form.full_clean()
    last = last_line(poll, "ballots.number_changed")
    fields = [
        {"label": form[name].label, "before": form[name].value(), "after": stored[name]}
        for name in NUMBERS
        if form.cleaned_data.get(name) != stored[name]
    ]
    versions = {
        "fields": fields,
        "by": last.actor if last else None,
        "at": last.at if last else None,
    }
    return form, {"versions": versions}


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_close(request: StaffRequest, poll: Poll) -> HttpResponse:
    context = slate_context(request, poll)
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
        context = slate_context(request, poll)
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
    context = slate_context(request, poll) | {"form": form}
    return render(request, "ballots/slate_reopen.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def slate_withdraw(request: StaffRequest, poll: Poll) -> HttpResponse:
    """Take a poll back that was entered by mistake, before its box is opened."""
    if Stage(poll.stage) not in BEFORE_THE_BOX_OPENS[:2]:
        messages.warning(
            request,
            _(
                "Đã niêm phong thùng phiếu; chỉ ban kiểm phiếu thu hồi được lần bầu "
                "này."
            ),
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
            messages.success(request, _("Đã thu hồi lần bầu."))
            return redirect("ballots:list", poll.election.body.congress.slug)
    context = slate_context(request, poll) | {"form": form}
    return render(request, "ballots/slate_withdraw.html", context)


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
    except MoreHandsThanPeople as refusal:
        form.add_error("in_favour", str(refusal))
        return False
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
