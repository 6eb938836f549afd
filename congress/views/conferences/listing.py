"""Conferences, all of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from congress.models import Conference
from congress.queries import conferences as queries
from congress.views.conferences.frame import STATES, standing, state_of
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest


@require_safe
@policy.requires(Right.WORK_READ)
def conferences(request: StaffRequest) -> HttpResponse:
    rows, filters = _narrowed(request, queries.conferences(request.user))
    rows = queries.with_counts(rows)
    if wants_file(request):
        return as_file(
            request,
            rows,
            _columns(),
            default="-ngay",
            title=_("Hội nghị, điểm cầu"),
            file_name="hoi-nghi.xlsx",
        )
    shown = listing(request, rows, _columns(), default="-ngay", filters=filters)
    context = {
        "listing": shown,
        "page": shown.page,
        "lines": [{"row": row, **standing(row)} for row in shown.page],
        "may_hold": policy.holds(request.user, Right.WORK_KEEP),
    }
    return render(request, "congress/conferences.html", context)


def _narrowed(
    request: StaffRequest, rows: QuerySet[Conference]
) -> tuple[QuerySet[Conference], list[Filter]]:
    state = chosen(request, "tinh-trang", STATES)
    now = timezone.now()
    if state == "huy":
        rows = rows.filter(cancelled_at__isnull=False)
    elif state == "xong":
        rows = rows.filter(ended_at__isnull=False)
    elif state:
        rows = rows.filter(cancelled_at__isnull=True, ended_at__isnull=True)
        is_ahead = state == "sap-toi"
        rows = rows.filter(**{f"starts_at__{'gt' if is_ahead else 'lte'}": now})
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.having_words(rows, wanted)
    return rows, [
        Filter("tinh-trang", _("Tình trạng"), list(STATES.items()), state),
    ]


def _columns() -> list[Column[Any]]:
    return [
        Column("ten", gettext_lazy("Tên hội nghị"), lambda row: row.title),
        Column(
            "noi",
            gettext_lazy("Đơn vị tổ chức"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column(
            "ngay",
            gettext_lazy("Ngày"),
            lambda row: timezone.localdate(row.starts_at),
            ("starts_at", "pk"),
        ),
        Column(
            "diem",
            gettext_lazy("Điểm cầu đã báo số"),
            lambda row: f"{row.points_told}/{row.points_all}",
            number=True,
        ),
        Column("du", gettext_lazy("Có mặt"), lambda row: row.came, number=True),
        Column(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda row: str(STATES[state_of(row)]),
        ),
    ]
