"""Movements: called for, reported on by each unit, the board, concluded."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.forms.emulation import (
    ConcludeForm,
    EmulationForm,
    ResultForm,
    emulation_facts,
)
from congress.models import Emulation, EmulationTarget, EmulationUnit
from congress.queries import above
from congress.queries import celebrations as of_projects
from congress.queries import emulation as queries
from congress.queries.emulation import Board, Row
from congress.services import emulation as services
from congress.views import task_rows
from congress.views.desk import changed
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.vietnamese import names
from core.web import StaffRequest, explain

SHOWN: Final = 50  # projects on the page of a movement


@require_safe
@policy.requires(Right.WORK_READ)
def emulations(request: StaffRequest) -> HttpResponse:
    rows = queries.emulations(request.user)
    states = [("dang", _("đang thi đua")), ("het", _("đã tổng kết"))]
    state = chosen(request, "tinh-trang", dict(states))
    if state:
        rows = rows.filter(ended_on__isnull=state == "dang")
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.having_words(rows, wanted)
    columns = _columns()
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-tu-ngay",
            title=_("Phong trào thi đua"),
            file_name="thi-dua.xlsx",
        )
    found: Listing[Emulation] = listing(
        request,
        rows,
        columns,
        default="-tu-ngay",
        filters=[Filter("tinh-trang", _("Tình trạng"), states, state)],
    )
    context = {
        "listing": found,
        "page": found.page,
        "own": above.own_units(request.user, Right.WORK_KEEP),
    }
    return render(request, "congress/emulations.html", context)


def _columns() -> list[Column[Any]]:
    return [
        Column("ten", _("Phong trào"), lambda row: row.title, ("title", "pk")),
        Column(
            "don-vi",
            _("Đơn vị phát động"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("tu-ngay", _("Từ ngày"), lambda row: row.starts_on, ("starts_on", "pk")),
        Column("den-ngay", _("Đến ngày"), lambda row: row.ends_on, ("ends_on", "pk")),
        Column("chi-tieu", _("Chỉ tiêu"), lambda row: row.targets_said, number=True),
        Column("tham-gia", _("Đơn vị tham gia"), lambda row: row.units, number=True),
        Column("tong-ket", _("Tổng kết"), lambda row: row.ended_on, ("ended_on", "pk")),
        Column("so", _("Số, ký hiệu"), lambda row: row.number, only_in_file=True),
    ]


@require_safe
@policy.requires(Right.WORK_READ)
def emulation(request: StaffRequest, emulation: UUID) -> HttpResponse:
    found = queries.emulation_or_404(request.user, emulation)
    board = queries.board(request.user, found)
    if wants_file(request):
        return _board_as_file(request, found, board)
    own = queries.own_called(request.user, found)
    keeps = queries.keeps(request.user, found)
    projects = of_projects.projects(request.user).filter(celebration__emulation=found)
    context = {
        "emulation": found,
        "board": board,
        "silent": [row for row in board.rows if not row.is_complete],
        "own": own if found.ended_on is None else [],
        "keeps": keeps,
        "projects": [
            task_rows.Line(each, timezone.localdate())
            for each in projects.order_by("unit__sort_key", "place", "pk")[:SHOWN]
        ],
        "more": max(0, of_projects.known(projects) - SHOWN),
        "told": of_projects.told(projects),
        "crumbs": task_rows.shown(_way(), found.title),
    }
    return render(request, "congress/emulation.html", context)


def _board_as_file(
    request: StaffRequest, found: Emulation, board: Board
) -> HttpResponse:
    rows = {row.called.pk: row for row in board.rows}

    def actual(place: int) -> Callable[[EmulationUnit], Any]:
        def value(called: EmulationUnit) -> Any:
            result = rows[called.pk].cells[place].result
            return float(result.actual) if result else ""

        return value

    def said(target: EmulationTarget) -> str:
        return f"{target.title} ({target.measure})"

    columns: list[Column[EmulationUnit]] = [
        Column(
            "don-vi",
            _("Đơn vị"),
            lambda called: called.unit.name,
            ("unit__sort_key", "pk"),
        ),
        *(
            Column(f"chi-tieu-{place}", said(target), actual(place), number=True)
            for place, target in enumerate(board.targets)
        ),
        Column(
            "dat",
            _("Chỉ tiêu đạt"),
            lambda called: rows[called.pk].reached,
            number=True,
        ),
        Column(
            "bao",
            _("Chỉ tiêu đã báo"),
            lambda called: rows[called.pk].said,
            number=True,
        ),
    ]
    called = EmulationUnit.objects.filter(pk__in=rows).select_related("unit")
    return as_file(
        request,
        called,
        columns,
        default="don-vi",
        title=found.title,
        file_name=f"{slugify(names.fold(found.title))[:60] or 'thi-dua'}.xlsx",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def emulation_new(request: StaffRequest, unit: str) -> HttpResponse:
    own = above.own_units(request.user, Right.WORK_KEEP)
    calling = next((each for each in own if each.code == unit), None)
    if calling is None:
        raise Http404
    if not queries.units_beneath(calling):
        messages.error(
            request, _("Đơn vị này không có đơn vị cấp dưới để phát động thi đua.")
        )
        return redirect("congress:emulations")
    form = EmulationForm(request.POST or None, unit=calling)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.call(
                calling,
                form.facts(),
                form.targets_typed(),
                form.units(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã phát động “%(title)s”.") % {"title": made})
            return redirect("congress:emulation", made.pk)
    return typed(
        request,
        form,
        title=_("Phát động thi đua"),
        button=_("Phát động"),
        crumbs=_way(),
        here="desk",
        said=[(_("Đơn vị phát động"), calling.name)],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def emulation_change(request: StaffRequest, emulation: UUID) -> HttpResponse:
    found = _kept(request, emulation)

    def act(form: EmulationForm) -> None:
        services.change(
            found.pk,
            form.facts(),
            form.targets_typed(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )

    return changed(
        request,
        partial(EmulationForm, unit=found.unit, calls=False),
        act,
        facts=lambda: emulation_facts(_kept(request, emulation)),
        there=reverse("congress:emulation", args=[found.pk]),
        title=_("Sửa"),
        button=_("Lưu"),
        crumbs=_way(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def emulation_report(
    request: StaffRequest, emulation: UUID, called: UUID
) -> HttpResponse:
    found = queries.emulation_or_404(request.user, emulation)
    row: Row = queries.row_of(found, queries.called_or_404(request.user, found, called))
    form = ResultForm(request.POST or None, cells=row.cells)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = services.report(
                row.called.pk, form.said(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            said = _("Đã báo kết quả.") if fresh else _("Không có gì mới để báo.")
            messages.success(request, said)
            return redirect("congress:emulation", found.pk)
    return typed(
        request,
        form,
        title=_("Báo kết quả"),
        button=_("Báo kết quả"),
        crumbs=_way(found),
        here="desk",
        said=[(_("Đơn vị"), row.called.unit.name)],
        notes=[
            _("Để trống chỉ tiêu chưa có số. Báo lại được; số báo sau cùng được tính.")
        ],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def emulation_conclude(request: StaffRequest, emulation: UUID) -> HttpResponse:
    found = _kept(request, emulation)
    board = queries.board(request.user, found)
    shown = {
        "conclusion": found.conclusion,
        "ended_on": timezone.localdate(),
        "version": found.version,
    }
    form = ConcludeForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            services.conclude(
                found.pk,
                form.cleaned_data["conclusion"],
                on=form.cleaned_data["ended_on"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã tổng kết “%(title)s”.") % {"title": found})
            return redirect("congress:emulation", found.pk)
    return typed(
        request,
        form,
        title=_("Tổng kết"),
        button=_("Tổng kết"),
        crumbs=_way(found),
        here="desk",
        notes=[
            _("%(complete)s/%(rows)s đơn vị đã báo đủ các chỉ tiêu.")
            % {"complete": board.complete, "rows": len(board.rows)},
            _("Tổng kết rồi thì các đơn vị không báo kết quả nữa; mở lại được."),
        ],
    )


@require_POST
@policy.requires(Right.WORK_READ)
def emulation_take_up(request: StaffRequest, emulation: UUID) -> HttpResponse:
    found = _kept(request, emulation)
    try:
        services.take_up(found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã mở lại “%(title)s”.") % {"title": found})
    return redirect("congress:emulation", found.pk)


def _kept(request: StaffRequest, key: UUID) -> Emulation:
    found = queries.emulation_or_404(request.user, key)
    if not queries.keeps(request.user, found):
        raise Http404
    return found


def _way(emulation: Emulation | None = None) -> list[Crumb]:
    found: list[Crumb] = [(_("Thi đua"), reverse("congress:emulations"))]
    if emulation is not None:
        page = reverse("congress:emulation", args=[emulation.pk])
        found.append((emulation.title, page))
    return found
