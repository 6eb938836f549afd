"""Saying who came, one click a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congress import forms, labels, queries, services
from congress.models import RollEntry, VotingBody
from congress.rules.roll import Attendance
from congress.rules.tally_base import Body
from congress.views.frame import page, reads_people
from congress.views.roll import kept
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Filter, chosen
from core.paging import Pages
from core.web import StaffRequest

ROWS = 100


@require_safe
@policy.requires(Right.ROLL_READ)
def attendance(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = queries.body_or_404(
        request.user, Right.ROLL_READ, congress=congress, address=body
    )
    return _list(request, found)


@require_POST
@policy.requires(Right.ROLL_KEEP)
def attendance_mark(
    request: StaffRequest, congress: str, body: str, row: UUID
) -> HttpResponse:
    found = kept(request, congress, body)
    entry = queries.row_or_404(found, row)
    form = forms.MarkForm(request.POST)
    error = "" if form.is_valid() else _("Chưa ghi được. Hãy tải lại trang.")
    if not error:
        error = _mark(request, entry, form)
    wrong = _Wrong(row, error, request.POST) if error else None
    if request.htmx:
        context = _row_context(found, queries.row_or_404(found, row), wrong)
        context["counts"] = queries.counts(found)
        return render(request, "congress/attendance.html#marked", context)
    if wrong:
        return _list(request, found, wrong=wrong)
    here = reverse("congress:attendance", args=[congress, body])
    kept_query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(f"{here}{kept_query}#nguoi-{row}")


@require_POST
@policy.requires(Right.ROLL_KEEP)
def attendance_rest(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = kept(request, congress, body)
    marked = services.mark_rest_present(found.pk, by=request.user, at=timezone.now())
    if marked:
        messages.success(
            request, _("Đã ghi %(number)s người có mặt.") % {"number": marked}
        )
    else:
        messages.info(request, _("Không còn ai chưa điểm danh để ghi có mặt."))
    return redirect("congress:attendance", congress, body)


class _Wrong:
    """What was typed for one person and could not be written, and why."""

    def __init__(self, row: UUID, error: str, typed: Any) -> None:
        self.row = row
        self.error = error
        self.attendance = typed.get("attendance", "")
        self.reason = typed.get("reason", "")
        self.accepted = bool(typed.get("accepted"))


def _mark(request: StaffRequest, row: RollEntry, form: forms.MarkForm) -> str:
    """Write what was said of one person, or say why not."""
    said = form.cleaned_data
    try:
        services.mark_attendance(
            row.pk,
            Attendance(said["attendance"]),
            seen_version=said["version"],
            reason=said["reason"],
            accepted=said["accepted"],
            by=request.user,
            at=timezone.now(),
        )
    except ChangedMeanwhile:
        now = RollEntry.objects.get(pk=row.pk)
        return _(
            "Người khác vừa ghi: %(now)s. Chưa ghi gì; nếu vẫn muốn sửa, hãy bấm lại."
        ) % {"now": now.get_attendance_display()}
    except Refused as refusal:
        return str(refusal)
    return ""


def _list(
    request: StaffRequest, body: VotingBody, *, wrong: _Wrong | None = None
) -> HttpResponse:
    rows = queries.roll(body).filter(queries.TO_ASK)
    wanted = request.GET.get("tim", "").strip()
    if wanted:
        rows = queries.searched(rows, wanted, by_number=reads_people(request, body))
    words = list(labels.ATTENDANCES.items())
    value = chosen(request, "diem-danh", dict(words))
    if value:
        rows = rows.filter(attendance=value)
    shown = Pages(rows.order_by("person__sort_key", "pk"), ROWS)
    entries = shown.get_page(request.GET.get("trang"))
    context = page(request, body, tab="attendance") | {
        "page": entries,
        "wanted": wanted,
        "filter": Filter("diem-danh", _("Điểm danh"), words, value),
        "counts": queries.counts(body),
        "rows": [_shown(body, row, wrong) for row in entries],
        **_words(body),
    }
    return render(request, "congress/attendance.html", context)


def _row_context(
    body: VotingBody, row: RollEntry, wrong: _Wrong | None
) -> dict[str, Any]:
    shown = _shown(body, row, wrong)
    return {
        "congress": body.congress,
        "body": body,
        "each": shown,
        "may_keep": True,
        "is_marked": True,
        **_words(body),
    }


def _shown(body: VotingBody, row: RollEntry, wrong: _Wrong | None) -> dict[str, Any]:
    mine = wrong if wrong and wrong.row == row.pk else None
    return {
        "row": row,
        "replaced": getattr(row, "replaced_by", None),
        "error": mine.error if mine else "",
        "reason": mine.reason if mine else row.reason,
        "accepted": mine.accepted if mine else row.accepted,
    }


def _words(body: VotingBody) -> dict[str, Any]:
    return {
        "asks_acceptance": queries.body_of(body) is Body.MEMBERS_CONGRESS,
        "marks": [
            ("present", _("Có mặt")),
            ("part", _("Vắng một phần")),
            ("absent", _("Vắng cả")),
        ],
    }
