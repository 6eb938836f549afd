"""An alternate takes an absent delegate's seat, or gives it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congress import forms, labels, queries, services
from congress.models import RollEntry
from congress.rules.roll import Standing
from congress.rules.tally_base import Body
from congress.services import Called, Replacing
from congress.views.frame import page
from congress.views.roll import kept
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.vietnamese import dates
from core.web import StaffRequest, explain


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_replace(
    request: StaffRequest, congress: str, body: str, row: UUID
) -> HttpResponse:
    found = kept(request, congress, body)
    seat = queries.row_or_404(found, row)
    if not _is_seat(seat):
        raise Http404
    order = services.order_of(queries.waiting_alternates(seat))
    form = forms.ReplaceForm(
        request.POST or None, choices=_choices(order), initial={"version": seat.version}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.replace_delegate(
                seat.pk,
                Replacing(
                    alternate=said["alternate"],
                    ground=said["ground"],
                    elected_short=said["elected_short"],
                    note=said["note"].strip(),
                ),
                seen_version=said["version"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi dự khuyết thay đại biểu."))
            return redirect("congress:roll", congress, body)
    context = page(request, found, tab="roll")
    context |= {"row": seat, "form": form, "order": order}
    return render(request, "congress/roll_replace.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_give_back(
    request: StaffRequest, congress: str, body: str, row: UUID
) -> HttpResponse:
    found = kept(request, congress, body)
    alternate = queries.row_or_404(found, row)
    if request.method == "POST":
        seen = request.POST.get("version", "")
        services.take_back_replacing(
            alternate.pk,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã bỏ việc thay. Hãy điểm danh lại đại biểu."))
        return redirect("congress:roll", congress, body)
    if alternate.in_place_of is None:
        return redirect("congress:roll-change", congress, body, row)
    context = page(request, found, tab="roll") | {"row": alternate}
    return render(request, "congress/roll_give_back.html", context)


def _is_seat(row: RollEntry) -> bool:
    of_delegates = queries.body_of(row.body) is Body.DELEGATES_CONGRESS
    is_free = not hasattr(row, "replaced_by")
    return of_delegates and row.standing != Standing.ALTERNATE and is_free


def _choices(order: list[Called]) -> list[tuple[str, str]]:
    return [(str(row.pk), _described(row, call)) for call in order for row in call.rows]


def _described(row: RollEntry, call: Called) -> str:
    votes = "–" if row.votes is None else str(row.votes)
    since = row.person.party_since
    return _("%(name)s – %(votes)s phiếu, vào Đảng %(since)s (%(how)s)") % {
        "name": row.person.full_name,
        "votes": votes,
        "since": dates.short(since) if since else "–",
        "how": labels.SETTLED_BY[call.settled_by],
    }
