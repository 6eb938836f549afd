"""Visits of a body: planned, reported, cancelled; the log of all of them."""

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.working.visits import (
    ReportForm,
    VisitForm,
    report_facts,
    visit_facts,
)
from congress.labels.working_bodies import VISIT_STATES, VISIT_TONES
from congress.models import Visit, VisitMode, WorkingBody
from congress.queries import working as queries
from congress.services import working as services
from congress.views.desk import added, changed, confirmed
from congress.views.working.frame import body_url, crumbs, frame
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.web import StaffRequest

NOBODY: Final = "chua-ai"
IN_ORDER: Final = ("unit__sort_key", "unit__parent__sort_key", "pk")


@require_safe
@policy.requires(Right.WORK_READ)
def visits(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    answer = log(
        request, found, queries.visits(found), file_name="nhat-ky-di-co-so.xlsx"
    )
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, "congress/working_visits.html", answer)


def log(
    request: StaffRequest,
    body: WorkingBody,
    rows: QuerySet[Visit],
    *,
    file_name: str,
) -> dict[str, Any] | HttpResponse:
    """Return what a page that lists visits takes, or the list as a file."""
    every = rows
    rows, filters = _narrowed(request, body, rows)
    columns = _columns()
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="don-vi",
            title=_("Nhật ký đi cơ sở"),
            file_name=file_name,
        )
    shown: Listing[Visit] = listing(
        request, rows, columns, default="don-vi", filters=filters
    )
    live = every.filter(cancelled_at__isnull=True)
    return frame(request, body) | {
        "listing": shown,
        "lines": [told(row) for row in shown.page],
        "held": live.filter(held_on__isnull=False).count(),
        "total": live.count(),
        "today": timezone.localdate(),
    }


def told(row: Visit) -> dict[str, Any]:
    state = queries.state_of_visit(row)
    due = queries.due_of(row)
    return {
        "row": row,
        "where": queries.place_of(row),
        "word": VISIT_STATES[state],
        "tone": VISIT_TONES[state],
        "due": due,
        "is_late": state == "waiting"
        and due is not None
        and due < timezone.localdate(),
    }


def _narrowed(
    request: StaffRequest, body: WorkingBody, rows: QuerySet[Visit]
) -> tuple[QuerySet[Visit], list[Filter]]:
    people = [(NOBODY, _("chưa phân công"))] + [
        (str(member.pk), member.full_name) for member in queries.members(body)
    ]
    state = chosen(request, "tinh-trang", VISIT_STATES)
    who = chosen(request, "nguoi", dict(people))
    mode = chosen(request, "hinh-thuc", dict(VisitMode.choices))
    rows = (
        queries.visits_so(rows, state)
        if state
        else rows.filter(cancelled_at__isnull=True)
    )
    if who == NOBODY:
        rows = rows.filter(member__isnull=True)
    elif who:
        rows = rows.filter(member__pk=who)
    if mode:
        rows = rows.filter(mode=mode)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.visits_with_words(rows, wanted)
    return rows, [
        Filter(
            "tinh-trang",
            _("Tình trạng"),
            list(VISIT_STATES.items()),
            state,
            blank=_("trừ những chuyến đã hủy"),
        ),
        Filter("nguoi", _("Người đi"), people, who),
        Filter("hinh-thuc", _("Hình thức"), VisitMode.choices, mode),
    ]


def _columns() -> list[Column[Visit]]:
    return [
        Column(
            "don-vi",
            _("Đơn vị"),
            queries.place_of,
            IN_ORDER,
        ),
        Column(
            "nguoi",
            _("Người đi"),
            lambda row: row.member.full_name if row.member else "",
            ("member__sort_key", *IN_ORDER),
        ),
        Column("hinh-thuc", _("Hình thức"), lambda row: str(row.get_mode_display())),
        Column(
            "du-kien",
            _("Dự kiến"),
            lambda row: row.planned_on,
            ("planned_on", *IN_ORDER),
        ),
        Column(
            "da-di",
            _("Đã đi"),
            lambda row: row.held_on,
            ("held_on", *IN_ORDER),
        ),
        Column("co-mat", _("Có mặt"), _present),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: str(VISIT_STATES[queries.state_of_visit(row)]),
        ),
        Column(
            "dot",
            _("Đợt"),
            lambda row: row.round.title if row.round else "",
            only_in_file=True,
        ),
        Column("noi-dung", _("Nội dung"), lambda row: row.purpose, only_in_file=True),
        Column("tinh-hinh", _("Tình hình"), lambda row: row.seen, only_in_file=True),
        Column(
            "kien-nghi", _("Kiến nghị"), lambda row: row.requests, only_in_file=True
        ),
    ]


def _present(row: Visit) -> str:
    return "" if row.present is None else f"{row.present}/{row.invited}"


@require_safe
@policy.requires(Right.WORK_READ)
def visit(request: StaffRequest, body: UUID, visit: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    row = queries.visit_or_404(found, visit)
    context = frame(request, found) | told(row) | {"visit": row}
    return render(request, "congress/working_visit.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def visit_plan(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    form = VisitForm(request.POST or None, body=found)

    def act() -> str:
        made = services.plan_visit(
            found.pk, form.said(), by=request.user, at=timezone.now()
        )
        return body_url(found, "working-visit", made.pk)

    return added(
        request,
        form,
        act,
        done=_("Đã ghi chuyến đi. Người được phân công được báo."),
        title=_("Ghi chuyến đi cơ sở"),
        button=_("Ghi"),
        crumbs=crumbs(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def visit_change(request: StaffRequest, body: UUID, visit: UUID) -> HttpResponse:
    found, row = _open_one(request, body, visit)

    def form_of(*args: Any, **kwargs: Any) -> VisitForm:
        return VisitForm(*args, body=found, **kwargs)

    return changed(
        request,
        form_of,
        lambda form: services.change_visit(
            row.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        ),
        facts=lambda: visit_facts(queries.visit_or_404(found, visit)),
        there=body_url(found, "working-visit", row.pk),
        title=_("Sửa, phân công"),
        button=_("Lưu"),
        crumbs=way(found, row),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def visit_report(request: StaffRequest, body: UUID, visit: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    row = queries.visit_or_404(found, visit)
    if row.cancelled_at is not None:
        raise Http404
    asked = row.round.asks if row.round else row.purpose
    return changed(
        request,
        ReportForm,
        lambda form: services.report_visit(
            row.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        ),
        facts=lambda: report_facts(queries.visit_or_404(found, visit)),
        there=body_url(found, "working-visit", row.pk),
        title=_("Sửa báo cáo") if row.held_on else _("Báo cáo"),
        button=_("Gửi báo cáo"),
        crumbs=way(found, row),
        said=[(_("Cần tìm hiểu"), asked)] if asked else [],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def visit_cancel(request: StaffRequest, body: UUID, visit: UUID) -> HttpResponse:
    found, row = _open_one(request, body, visit)
    there = (
        body_url(found, "working-round", row.round_id)
        if row.round_id
        else body_url(found, "working-visits")
    )
    return confirmed(
        request,
        lambda: services.cancel_visit(row.pk, by=request.user, at=timezone.now()),
        done=_("Đã hủy chuyến đi."),
        there=there,
        title=_("Hủy chuyến đi?"),
        button=_("Hủy chuyến đi"),
        crumbs=way(found, row),
        notes=[_("Hủy rồi thì không mở lại được; cần đi thì ghi chuyến khác.")],
        said=[(_("Đơn vị"), queries.place_of(row))],
    )


def _open_one(
    request: StaffRequest, body: UUID, visit: UUID
) -> tuple[WorkingBody, Visit]:
    """Return a visit that is still to be made."""
    found = queries.body_worked_or_404(request.user, body)
    row = queries.visit_or_404(found, visit)
    if row.held_on is not None or row.cancelled_at is not None:
        raise Http404
    return found, row


def way(body: WorkingBody, row: Visit) -> list[Any]:
    """Return the way to a visit, through its round where it has one."""
    through = (
        (row.round.title, body_url(body, "working-round", row.round.pk))
        if row.round
        else (_("Đi cơ sở"), body_url(body, "working-visits"))
    )
    here = (queries.place_of(row), body_url(body, "working-visit", row.pk))
    return crumbs(body, through, here)
