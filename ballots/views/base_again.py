"""D is worked out anew after a reopening: the old one and the new one side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import labels, services
from ballots.forms import BaseAgainForm
from ballots.models import FrozenBase
from ballots.queries.papers import base_frozen
from ballots.services.base_again import may_freeze_again
from ballots.views.poll import page, poll_here
from congress.queries import BodyBase, base_of
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest

Compared = tuple[str | Promise, int, int]


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_base_again(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if not may_freeze_again(poll):
        messages.error(
            request,
            _("Chỉ tính lại D một lần, sau khi đoàn chủ tịch đồng ý mở lại kết quả."),
        )
        return redirect("ballots:poll-papers", congress, election, number)
    base = base_of(poll.election.body)
    form = BaseAgainForm(request.POST.dict() or None, initial={"seen": base.base.value})
    if request.method == "POST" and form.is_valid():
        try:
            services.freeze_base_again(
                str(poll.pk),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = {**form.data, "seen": base.base.value}
        else:
            messages.success(request, _("Đã tính lại D cho lần mở lại này."))
            return redirect("ballots:poll-papers", congress, election, number)
    frozen = base_frozen(poll)
    context = page(request, poll, tab="papers") | {
        "form": form,
        "frozen": frozen,
        "base": base,
        "rows": _compared(frozen, base) if frozen else [],
    }
    return render(request, "ballots/base_again.html", context)


def _compared(frozen: FrozenBase, base: BodyBase) -> list[Compared]:
    """Return each line of D as it was frozen and as it is now."""
    then = {each["situation"]: each["number"] for each in frozen.lines}
    now = {line.situation.value: line.number for line in base.base.lines}
    lines = [
        (label, then.get(code, 0), now.get(code, 0))
        for code, label in labels.SITUATIONS.items()
        if code in then or code in now
    ]
    return [
        (_("Được triệu tập"), frozen.convened, base.base.convened),
        *lines,
        (_("Mẫu số tính kết quả (D)"), frozen.value, base.base.value),
    ]
