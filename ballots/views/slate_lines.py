"""One name on the list: its line is changed, or taken off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from ballots import services
from ballots.forms import (
    NominationForm,
)
from ballots.models import Nomination, Poll
from ballots.queries import nominated
from ballots.rules.nominations import Withdrawing
from ballots.views.slate_page import nominating_of, slate_context, written
from ballots.views.typed_lists import (
    of_a_typed_list,
    to_list,
    while_prepared,
)
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_nomination(
    request: StaffRequest, poll: Poll, nomination: UUID
) -> HttpResponse:
    row = nominated.nomination_or_404(poll, nomination)
    form = NominationForm(request.POST or None, initial=_as_typed(row))
    if request.method == "POST" and form.is_valid():
        if _change(request, poll, row, form):
            messages.success(request, _("Đã lưu."))
            return to_list(poll)
        row = nominated.nomination_or_404(poll, nomination)
    context = slate_context(request, poll) | {"form": form, "nomination": row}
    return render(request, "ballots/slate_nomination.html", context)


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def slate_remove(request: StaffRequest, poll: Poll, nomination: UUID) -> HttpResponse:
    row = nominated.nomination_or_404(poll, nomination)
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


def _change(
    request: StaffRequest, poll: Poll, row: Nomination, form: NominationForm
) -> bool:
    nominating = nominating_of(form, poll)
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
        now = nominated.nomination_or_404(poll, row.pk)
        data = request.POST.copy()
        data["seen"] = nominated.nomination_digest(now)
        form.data = data
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _as_typed(row: Nomination) -> dict[str, Any]:
    return {
        "put_forward": row.put_forward,
        "by_name": written(row.by_person) if row.by_person else "",
        "backed_by": row.backed_by,
        "withdrawing": row.withdrawing,
        "left_out_reason": row.left_out_reason,
        "seen": nominated.nomination_digest(row),
    }
