"""Points of a conference: added, read, changed, taken away."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.conferences import PointForm, point_facts
from congress.models import ConferencePoint
from congress.queries import conferences as queries
from congress.services import conferences as services
from congress.views.conferences.attending import way
from congress.views.conferences.frame import crumb, crumbs
from congress.views.desk import changed
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest, explain


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def point_add(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    form = PointForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_point(
                held.pk, form.said(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã thêm điểm cầu."))
            return redirect("congress:conference-point", made.pk)
    return typed(
        request,
        form,
        title=_("Thêm điểm cầu"),
        button=_("Thêm"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def points_beneath(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    if request.method == "POST":
        try:
            made = services.add_points_beneath(
                held.pk, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Đã thêm %(number)s điểm cầu.") % {"number": len(made)}
            )
        return redirect("congress:conference", held.pk)
    return typed(
        request,
        None,
        title=_("Mỗi đơn vị trực thuộc một điểm cầu?"),
        button=_("Thêm điểm cầu"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[
            _(
                "Mọi đơn vị ngay dưới %(unit)s chưa có điểm cầu sẽ có một điểm, được "
                "báo và phải báo số dự."
            )
            % {"unit": held.unit.name}
        ],
    )


@require_safe
@policy.requires(Right.WORK_READ)
def point(request: StaffRequest, point: UUID) -> HttpResponse:
    row = queries.point_or_404(request.user, point)
    people = queries.people_of(row)
    held = row.conference
    is_open = held.cancelled_at is None and held.ended_at is None
    reports = queries.reports(request.user, row) and is_open
    context = {
        "point": row,
        "conference": held,
        "people": people,
        "expected": row.expected if row.expected is not None else len(people),
        "files": queries.files_of(held),
        "notes": [
            each
            for each in queries.notes_of(request.user, held)
            if each.point_id in (None, row.pk)
        ],
        "may_report": reports,
        "is_before": timezone.localdate(held.starts_at) > timezone.localdate(),
        "may_keep": queries.keeps(request.user, held) and is_open,
    }
    return render(request, "congress/conference_point.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def point_change(request: StaffRequest, point: UUID) -> HttpResponse:
    row = _kept(request, point)

    def act(form: PointForm) -> None:
        services.change_point(
            row.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )

    return changed(
        request,
        partial(PointForm, user=request.user),
        act,
        facts=lambda: point_facts(_kept(request, point)),
        there=reverse("congress:conference-point", args=[row.pk]),
        title=_("Sửa điểm cầu"),
        button=_("Lưu"),
        crumbs=way(row),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def point_remove(request: StaffRequest, point: UUID) -> HttpResponse:
    row = _kept(request, point)
    if request.method == "POST":
        try:
            services.remove_point(row.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:conference-point", row.pk)
        messages.success(request, _("Đã bỏ điểm cầu."))
        return redirect("congress:conference", row.conference_id)
    return typed(
        request,
        None,
        title=_("Bỏ điểm cầu?"),
        button=_("Bỏ điểm cầu"),
        crumbs=way(row),
        here="desk",
        notes=[_("Danh sách người dự của điểm cầu này cũng bị bỏ.")],
        is_grave=True,
    )


def _kept(request: StaffRequest, key: UUID) -> ConferencePoint:
    row = queries.point_or_404(request.user, key)
    if not queries.keeps(request.user, row.conference):
        raise Http404
    return row
