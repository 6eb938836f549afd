"""Who is expected at a point of a conference, who came, what was noted there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.forms.conferences import NoteForm, PeopleForm, ReportForm
from congress.models import Conference, ConferencePoint, PointPerson, Presence
from congress.queries import conferences as queries
from congress.services import conferences as services
from congress.views.conferences.frame import crumb, crumbs
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def point_people(request: StaffRequest, point: UUID) -> HttpResponse:
    row = _reported(request, point)
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = services.expect_people(
                row.pk, form.people(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(
                request, _("Đã thêm %(number)s người.") % {"number": number}
            )
            return redirect("congress:conference-point", row.pk)
    return typed(
        request,
        form,
        title=_("Thêm người dự"),
        button=_("Thêm"),
        crumbs=way(row),
        here="desk",
    )


@require_POST
@policy.requires(Right.WORK_READ)
def point_person_remove(
    request: StaffRequest, point: UUID, person: UUID
) -> HttpResponse:
    row = _reported(request, point)
    try:
        services.remove_person(row.pk, person, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ khỏi danh sách; thêm lại được."))
    return redirect("congress:conference-point", row.pk)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def point_report(request: StaffRequest, point: UUID) -> HttpResponse:
    row = _reported(request, point)
    people = queries.people_of(row)
    form = ReportForm(
        request.POST or None,
        people=people,
        initial={
            "number": row.present,
            "note": row.note,
            "version": row.version,
            # Before the first report all are taken to be there.
            "there": [
                str(each.pk)
                for each in people
                if row.reported_at is None or each.presence == Presence.PRESENT
            ],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.report_point(
                row.pk,
                there=form.present(),
                number=form.cleaned_data.get("number"),
                note=form.cleaned_data["note"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile as refusal:
            # What he ticked stays; he goes on from what is stored now.
            now = queries.point_or_404(request.user, point)
            form.data = _with_version(form.data, now)
            form.add_error(None, _already(refusal, now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã báo số người dự."))
            return redirect("congress:conference-point", row.pk)
    return typed(
        request,
        form,
        title=_("Báo số người dự"),
        button=_("Báo số người dự"),
        crumbs=way(row),
        here="desk",
        notes=[_("Báo lại được cho đến khi hội nghị kết thúc.")],
    )


def _with_version(typed: Any, now: ConferencePoint) -> Any:
    """Return what was typed with the version that is stored now."""
    changed = typed.copy()
    changed["version"] = str(now.version)
    return changed


def _already(refusal: Refused, now: ConferencePoint) -> str:
    if now.reported_by is None or now.present is None:
        return str(refusal)
    return _("%(name)s vừa báo %(number)s người có mặt. Xem lại rồi báo lần nữa.") % {
        "name": now.reported_by.full_name,
        "number": now.present,
    }


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def point_note(request: StaffRequest, point: UUID) -> HttpResponse:
    row = _reported(request, point)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_note(
                row.conference_id,
                form.cleaned_data["text"],
                point=row,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("congress:conference-point", row.pk)
    return typed(
        request,
        form,
        title=_("Ghi chép ở điểm cầu"),
        button=_("Ghi"),
        crumbs=way(row),
        here="desk",
        notes=[_("Ghi rồi thì giữ nguyên. Đơn vị tổ chức hội nghị đọc được.")],
    )


@require_safe
@policy.requires(Right.WORK_READ)
def conference_people(request: StaffRequest, conference: UUID) -> HttpResponse:
    """Everybody on the lists of all points, for the host."""
    held = queries.conference_or_404(request.user, conference)
    if not queries.reads_all(request.user, held):
        raise Http404
    people = queries.people_at(held)
    presence = chosen(request, "co-mat", dict(Presence.choices))
    if presence:
        people = people.filter(presence=presence)
    if wanted := request.GET.get("tim", "").strip():
        people = queries.people_named(people, wanted)
    if wants_file(request):
        return as_file(
            request,
            people,
            _people_columns(),
            default="ten",
            title=held.title,
            file_name="nguoi-du-hoi-nghi.xlsx",
            note=lambda count: _note_export(request, held, count),
        )
    shown = listing(
        request,
        people,
        _people_columns(),
        default="ten",
        filters=[Filter("co-mat", _("Có mặt"), Presence.choices, presence)],
    )
    context = {"conference": held, "listing": shown, "page": shown.page}
    return render(request, "congress/conference_people.html", context)


def _note_export(request: StaffRequest, held: Conference, count: int) -> None:
    with transaction.atomic():
        trail.record(
            "congress.conference_people_exported",
            subject=held,
            scope=held.unit.scope,
            actor=request.user,
            at=timezone.now(),
            people=count,
        )


def _people_columns() -> list[Column[PointPerson]]:
    return [
        Column(
            "ten",
            gettext_lazy("Họ và tên"),
            lambda row: row.full_name,
            ("sort_key", "pk"),
        ),
        Column("chuc-vu", gettext_lazy("Chức vụ"), lambda row: row.post),
        Column(
            "diem",
            gettext_lazy("Điểm cầu"),
            lambda row: row.point.name,
            ("point__number", "sort_key", "pk"),
        ),
        Column(
            "co-mat",
            gettext_lazy("Có mặt"),
            lambda row: str(row.get_presence_display()),
        ),
    ]


def _reported(request: StaffRequest, key: UUID) -> ConferencePoint:
    row = queries.point_or_404(request.user, key)
    if not queries.reports(request.user, row):
        raise Http404
    return row


def way(row: ConferencePoint) -> list[Crumb]:
    here = reverse("congress:conference-point", args=[row.pk])
    return [*crumbs(), crumb(row.conference), (row.name, here)]
