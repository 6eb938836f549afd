"""Conferences: the list, one of them, what is put before its points, its paper."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
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
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.forms.conferences import ConferenceForm, PapersForm, conference_facts
from congress.models import Conference, ConferencePoint
from congress.prints import conference_report
from congress.queries import conferences as queries
from congress.services import conferences as services
from congress.services.conferences import Standing
from congress.views import papers
from congress.views.sending import sent_as_it_is
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain

PAPERS: Final = papers.Kind(
    conference_report.FORM,
    tasks.print_conference,
    "congress:conference-papers",
    gettext_lazy("Báo cáo số người dự"),
    gettext_lazy("Số người dự ở từng điểm cầu như đang có lúc lập, và kết luận."),
)
_STATES: Final = {
    "sap-toi": gettext_lazy("sắp tới"),
    "dang": gettext_lazy("đã đến giờ, chưa kết thúc"),
    "xong": gettext_lazy("đã kết thúc"),
    "huy": gettext_lazy("đã hủy"),
}
_TONES: Final = {"sap-toi": "live", "dang": "warn", "xong": "ok", "huy": "none"}
_WORDS: Final = {
    "huy": Standing.CANCEL,
    "ket-thuc": Standing.END,
    "mo-lai": Standing.REOPEN,
}
_POINT_STATES: Final = {
    "da": gettext_lazy("đã báo số"),
    "chua": gettext_lazy("chưa báo số"),
}


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
        "lines": [{"row": row, **_standing(row)} for row in shown.page],
        "may_hold": policy.holds(request.user, Right.WORK_KEEP),
    }
    return render(request, "congress/conferences.html", context)


def _narrowed(
    request: StaffRequest, rows: QuerySet[Conference]
) -> tuple[QuerySet[Conference], list[Filter]]:
    state = chosen(request, "tinh-trang", _STATES)
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
        Filter("tinh-trang", _("Tình trạng"), list(_STATES.items()), state),
    ]


def _columns() -> list[Column[Any]]:
    return [
        Column("ten", gettext_lazy("Tên hội nghị"), lambda row: row.title),
        Column(
            "noi",
            gettext_lazy("Nơi tổ chức"),
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
            lambda row: str(_STATES[_state(row)]),
        ),
    ]


def _state(row: Conference) -> str:
    if row.cancelled_at is not None:
        return "huy"
    if row.ended_at is not None:
        return "xong"
    return "sap-toi" if row.starts_at > timezone.now() else "dang"


def _standing(row: Conference) -> dict[str, Any]:
    state = _state(row)
    return {"word": _STATES[state], "tone": _TONES[state]}


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_new(request: StaffRequest) -> HttpResponse:
    form = ConferenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hold_conference(
                form.cleaned_data["unit"],
                form.said(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập hội nghị. Hãy thêm điểm cầu."))
            return redirect("congress:conference", made.pk)
    return typed(
        request,
        form,
        title=_("Tổ chức hội nghị"),
        button=_("Tổ chức hội nghị"),
        crumbs=crumbs(),
        here="desk",
    )


@require_safe
@policy.requires(Right.WORK_READ)
def conference(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.conference_or_404(request.user, conference)
    points = queries.points_of(held)
    told = chosen(request, "bao-so", _POINT_STATES)
    if told:
        points = points.filter(reported_at__isnull=told == "chua")
    if wanted := request.GET.get("tim", "").strip():
        points = queries.points_where_they_are(points, wanted)
    if wants_file(request):
        return as_file(
            request,
            points,
            _point_columns(),
            default="so",
            title=held.title,
            file_name="diem-cau.xlsx",
        )
    filters = [
        Filter("bao-so", _("Báo số người dự"), list(_POINT_STATES.items()), told),
    ]
    shown = listing(request, points, _point_columns(), default="so", filters=filters)
    state = _state(held)
    keeps = queries.keeps(request.user, held)
    is_open = state not in ("huy", "xong")
    context = {
        "conference": held,
        "listing": shown,
        "page": shown.page,
        "lines": [
            {"row": row, "expected": queries.expected_at(row)} for row in shown.page
        ],
        "told": queries.attendance(held),
        "files": queries.files_of(held),
        "notes": queries.notes_of(request.user, held),
        "own": list(queries.own_points(request.user, held).order_by("number")[:5]),
        "reads_all": queries.reads_all(request.user, held),
        "may_keep": keeps and is_open,
        "may_end": keeps and state == "dang",
        "may_reopen": keeps and not is_open,
        **_standing(held),
    }
    return render(request, "congress/conference.html", context)


def _point_columns() -> list[Column[ConferencePoint]]:
    return [
        Column(
            "so",
            gettext_lazy("Số"),
            lambda row: row.number,
            ("number", "pk"),
            number=True,
        ),
        Column("ten", gettext_lazy("Điểm cầu"), lambda row: row.name, ("name", "pk")),
        Column(
            "don-vi",
            gettext_lazy("Đơn vị báo số"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("moi", gettext_lazy("Được mời"), queries.expected_at, number=True),
        Column("du", gettext_lazy("Có mặt"), lambda row: row.present, number=True),
        Column(
            "bao",
            gettext_lazy("Báo số lúc"),
            lambda row: (
                f"{timezone.localtime(row.reported_at):%H:%M %d/%m/%Y}"
                if row.reported_at
                else ""
            ),
        ),
        Column("ghi-chu", gettext_lazy("Ghi chú"), lambda row: row.note),
    ]


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_change(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    form = ConferenceForm(request.POST or None, initial=conference_facts(held))
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_conference(
                held.pk,
                form.said(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = conference_facts(queries.kept_or_404(request.user, conference))
            versions = {"fields": form.differences(now)}
            form = ConferenceForm(initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:conference", held.pk)
    return typed(
        request,
        form,
        title=_("Sửa hội nghị, ghi kết luận"),
        button=_("Lưu"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[_("Đổi ngày, giờ thì các điểm cầu được báo.")],
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_act(request: StaffRequest, conference: UUID, act: str) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    if act not in _WORDS:
        raise Http404
    if request.method == "POST":
        try:
            services.set_standing(
                held.pk, _WORDS[act], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã ghi."))
        return redirect("congress:conference", held.pk)
    title, note = {
        Standing.CANCEL: (
            _("Hủy hội nghị?"),
            _("Các điểm cầu được báo và không phải báo số nữa. Mở lại được."),
        ),
        Standing.END: (
            _("Kết thúc hội nghị?"),
            _("Số dự, tài liệu, ghi chép giữ nguyên, không sửa nữa. Mở lại được."),
        ),
        Standing.REOPEN: (
            _("Mở lại hội nghị?"),
            _("Các điểm cầu chưa báo số lại được nhắc báo."),
        ),
    }[_WORDS[act]]
    return typed(
        request,
        None,
        title=title,
        button=title.removesuffix("?"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[note],
        is_grave=_WORDS[act] is Standing.CANCEL,
    )


# --- documents ------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_file_add(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    form = PapersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_files(
                held.pk,
                form.cleaned_data["files"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Các điểm cầu đọc được tài liệu."))
            return redirect("congress:conference", held.pk)
    return typed(
        request,
        form,
        title=_("Thêm tài liệu hội nghị"),
        button=_("Thêm"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[_("Mọi điểm cầu của hội nghị đọc được.")],
    )


@require_safe
@policy.requires(Right.WORK_READ)
def conference_file(
    request: StaffRequest, conference: UUID, file: UUID
) -> FileResponse:
    held = queries.conference_or_404(request.user, conference)
    kept = queries.file_or_404(held, file)
    return sent_as_it_is(kept.file, kept.title)


@require_POST
@policy.requires(Right.WORK_KEEP)
def conference_file_remove(
    request: StaffRequest, conference: UUID, file: UUID
) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    try:
        services.remove_file(held.pk, file, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ tài liệu."))
    return redirect("congress:conference", held.pk)


# --- on paper -------------------------------------------------------------------------


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def conference_papers(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = _read_whole(request, conference)
    return papers.shown(request, PAPERS, held, held.pk, conference=held)


@require_POST
@policy.requires(Right.WORK_READ)
def conference_papers_make(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = _read_whole(request, conference)
    return papers.asked(request, PAPERS, held, held.pk, scope=held.unit.scope)


@require_safe
@policy.requires(Right.WORK_READ)
def conference_papers_file(
    request: StaffRequest, conference: UUID, paper: UUID
) -> HttpResponse:
    return papers.opened(PAPERS, _read_whole(request, conference), paper)


def _read_whole(request: StaffRequest, key: UUID) -> Conference:
    held = queries.conference_or_404(request.user, key)
    if not queries.reads_all(request.user, held):
        raise Http404
    return held


def crumbs() -> list[Crumb]:
    """Return the way to the list."""
    return [(_("Hội nghị, điểm cầu"), reverse("congress:conferences"))]


def crumb(held: Conference) -> Crumb:
    """Return the way to one conference."""
    return held.title, reverse("congress:conference", args=[held.pk])
