"""Programmes, projects, priority tasks: listed, made, changed, ended; one of them."""

from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
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

from congress.forms.tasks import (
    KIND_CHOICES,
    MADE_HERE,
    EndForm,
    GroupsForm,
    UnitForm,
    WorkListForm,
    list_facts,
)
from congress.labels.tasks import LIST_KIND_WORDS
from congress.models import Task, WorkList
from congress.queries import tasks as queries
from congress.rules.tasks import ListKind
from congress.services import tasks as services
from congress.views import task_rows
from congress.views.desk import changed
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.vietnamese import dates, names
from core.web import StaffRequest, explain

ROWS: Final = 100  # tasks to a page of one list: a programme of a year fits on it
_STATES: Final = ("dang", "het")


# --- all lists ----------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def work_lists(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, filters, unit_form = _narrowed(request)
    told = queries.with_progress(rows, on=today)
    columns = _columns()
    if wants_file(request):
        return as_file(
            request,
            told,
            columns,
            default="-tu-ngay",
            title=_("Chương trình, đề án, đến ngày %(day)s")
            % {"day": dates.short(today)},
            file_name="chuong-trinh-de-an.xlsx",
        )
    found: Listing[WorkList] = listing(
        request, told, columns, default="-tu-ngay", filters=filters
    )
    unit = unit_form.unit()
    context = {
        "listing": found,
        "page": found.page,
        "unit_field": unit_form["don-vi"],
        "unit": unit,
        "is_narrowed": found.narrowed or unit is not None,
        "may_make": policy.holds(request.user, Right.WORK_KEEP),
        "kinds": KIND_CHOICES,
    }
    return render(request, "congress/work_lists.html", context)


def _narrowed(
    request: StaffRequest,
) -> tuple[QuerySet[WorkList], list[Filter], UnitForm]:
    rows = queries.work_lists(request.user)
    unit_form = UnitForm(request.GET.get("don-vi", ""), request.user)
    if unit := unit_form.unit():
        rows = rows.filter(scope__path__descendants_of=unit.scope.path)
    kind = chosen(request, "loai", LIST_KIND_WORDS)
    if kind:
        rows = rows.filter(kind=kind)
    this_year = timezone.localdate().year
    known_years = [(str(each), str(each)) for each in range(this_year + 1, 2014, -1)]
    year = chosen(request, "nam", dict(known_years))
    if year:
        first, last = date(int(year), 1, 1), date(int(year), 12, 31)
        rows = rows.filter(starts_on__lte=last, ends_on__gte=first)
    state = chosen(request, "ket-thuc", dict.fromkeys(_STATES, ""))
    if state:
        rows = rows.filter(ended_on__isnull=state == "dang")
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.having_words(rows, wanted)
    states = [("dang", _("đang thực hiện")), ("het", _("đã kết thúc"))]
    filters = [
        Filter("loai", _("Loại"), list(LIST_KIND_WORDS.items()), kind),
        Filter("nam", _("Năm"), known_years, year),
        Filter("ket-thuc", _("Tình trạng"), states, state),
    ]
    return rows, filters, unit_form


def _columns() -> list[Column[Any]]:
    return [
        Column("ten", _("Tên"), lambda row: row.title, ("title", "pk")),
        Column("loai", _("Loại"), lambda row: str(row.get_kind_display())),
        Column(
            "to-chuc",
            _("Của tổ chức"),
            lambda row: row.unit.name,
            ("unit__sort_key", "-starts_on", "pk"),
        ),
        Column("tu-ngay", _("Từ ngày"), lambda row: row.starts_on, ("starts_on", "pk")),
        Column("den-ngay", _("Đến ngày"), lambda row: row.ends_on, ("ends_on", "pk")),
        Column("xong", _("Đã xong"), lambda row: row.done, number=True),
        Column(
            "tong",
            _("Tổng số việc"),
            lambda row: row.total,
            number=True,
            only_in_file=True,
        ),
        Column("qua-han", _("Quá hạn"), lambda row: row.late, number=True),
        Column("so", _("Số, ký hiệu"), lambda row: row.number, only_in_file=True),
        Column(
            "ban-hanh", _("Ban hành"), lambda row: row.decided_on, only_in_file=True
        ),
        Column(
            "ket-thuc", _("Ngày kết thúc"), lambda row: row.ended_on, only_in_file=True
        ),
    ]


# --- one list -----------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def work_list(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = queries.list_or_404(request.user, work_list)
    days = queries.days_of(held, today=timezone.localdate())
    on = task_rows.on_day(request, days)
    rows, filters = _narrowed_tasks(request, held, on.day)
    columns = task_rows.columns(on.day)
    told = queries.progress([held], on=on.day)[held.pk]
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="thu-tu",
            title=_("%(title)s: %(done)s/%(total)s việc xong đến %(day)s")
            % {
                "title": held.title,
                "done": told.done,
                "total": told.total,
                "day": dates.short(on.day),
            },
            file_name=f"{slugify(names.fold(held.title))[:60] or 'viec'}.xlsx",
        )
    found: Listing[Task] = listing(
        request, rows, columns, default="thu-tu", filters=filters, size=ROWS
    )
    groups = queries.groups(held)
    of_group = queries.progress_of_groups(held, on=on.day) if groups else {}
    context = {
        "held": held,
        "on": on,
        "told": told,
        "groups": [
            (each, of_group.get(each.pk, queries.Progress())) for each in groups
        ],
        "ungrouped": of_group.get(None),
        "listing": found,
        "page": found.page,
        "lines": [task_rows.Line(row, on.day) for row in found.page],
        "by_group": bool(groups) and not found.ordered,
        "keeps": queries.keeps(request.user, held),
        "is_project": held.kind == ListKind.PROJECT,
        "is_filled_here": queries.is_filled_here(held),
        "crumbs": task_rows.shown(_crumbs(request, held)[:-1], held.title),
    }
    return render(request, "congress/work_list.html", context)


def _narrowed_tasks(
    request: StaffRequest, held: WorkList, on: date
) -> tuple[QuerySet[Task], list[Filter]]:
    rows, filters = task_rows.narrowed(
        request, queries.in_turn(held, request.user), on=on
    )
    units = queries.units_in(held, request.user)
    if 1 < len(units) <= queries.CHOICES:
        unit, known = task_rows.by_key(
            request, "don-vi", [(each.pk, each.name) for each in units]
        )
        filters.append(Filter("don-vi", _("Đơn vị chủ trì"), known, unit))
        rows = rows.filter(unit_id=unit) if unit else rows
    owners = queries.owners_in(held, request.user)
    if owners:
        owner, known = task_rows.by_key(
            request, "nguoi-lam", [(each.pk, each.full_name) for each in owners]
        )
        filters.append(Filter("nguoi-lam", _("Người thực hiện"), known, owner))
        rows = rows.filter(owner_id=int(owner)) if owner else rows
    return rows, filters


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def work_list_make(request: StaffRequest) -> HttpResponse:
    asked = request.GET.get("loai", ListKind.PROGRAMME.value)
    if asked not in MADE_HERE:
        raise Http404
    kind = ListKind(asked)
    year = timezone.localdate().year
    form = WorkListForm(
        request.POST or None,
        kind=kind,
        user=request.user,
        initial={"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_list(
                form.cleaned_data["unit"],
                kind,
                form.facts(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập “%(title)s”.") % {"title": made})
            return redirect("congress:work-list", made.pk)
    return typed(
        request,
        form,
        title=_("Lập %(kind)s") % {"kind": LIST_KIND_WORDS[kind]},
        button=_("Lập danh mục"),
        crumbs=task_rows.list_crumbs(request.user),
        here="desk",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def work_list_change(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = _kept(request, work_list)

    def act(form: WorkListForm) -> None:
        services.change_list(
            held.pk,
            form.facts(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )

    return changed(
        request,
        partial(WorkListForm, kind=ListKind(held.kind)),
        act,
        facts=lambda: list_facts(_kept(request, work_list)),
        there=reverse("congress:work-list", args=[held.pk]),
        title=_("Sửa"),
        button=_("Lưu"),
        crumbs=_crumbs(request, held),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def work_list_groups(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = _kept(request, work_list)
    titles = [group.title for group in queries.groups(held)]
    form = GroupsForm(request.POST or None, initial={"titles": "\n".join(titles)})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_groups(
                held.pk, form.titles_typed(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("titles", str(refusal))
        else:
            messages.success(request, _("Đã lưu các nhóm việc."))
            return redirect("congress:work-list", held.pk)
    return typed(
        request,
        form,
        title=_("Nhóm việc"),
        button=_("Lưu"),
        crumbs=_crumbs(request, held),
        here="desk",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def work_list_end(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = _kept(request, work_list)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.end_list(
            held.pk, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("Đã kết thúc “%(title)s”.") % {"title": held})
        return redirect("congress:work-list", held.pk)
    told = queries.progress([held], on=timezone.localdate())[held.pk]
    notes = [
        _("Đã xong %(done)s/%(total)s việc.")
        % {"done": told.done, "total": told.total},
        _("Kết thúc rồi thì không giao, không báo cáo việc nữa; mở lại được."),
    ]
    return typed(
        request,
        form,
        title=_("Kết thúc danh mục"),
        button=_("Kết thúc danh mục"),
        crumbs=_crumbs(request, held),
        here="desk",
        notes=notes,
    )


@require_POST
@policy.requires(Right.WORK_READ)
def work_list_take_up(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = _kept(request, work_list)
    services.end_list(held.pk, on=None, by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở lại “%(title)s”.") % {"title": held})
    return redirect("congress:work-list", held.pk)


def _kept(request: StaffRequest, key: UUID) -> WorkList:
    held = queries.list_or_404(request.user, key)
    if not queries.keeps(request.user, held):
        raise Http404
    return held


def _crumbs(request: StaffRequest, held: WorkList) -> list[Crumb]:
    return task_rows.list_crumbs(request.user, held)
