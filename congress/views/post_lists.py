"""Lists of posts that may get breakthrough assignments: as of a day, made, kept."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.assignments import PostListForm, post_list_facts
from congress.models import PostList
from congress.queries import assignments as queries
from congress.rules.assignments import AssignedBy
from congress.services import post_lists as services
from congress.views import task_rows
from congress.views.desk import changed
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain


@require_safe
@policy.requires(Right.WORK_READ)
def post_lists(request: StaffRequest) -> HttpResponse:
    on = task_rows.on_day(request)
    on.field.label = _("Có hiệu lực ngày")
    rows = queries.post_lists(request.user)
    which = "hieu-luc"
    if "hien" in request.GET:
        which = chosen(request, "hien", {"hieu-luc": ""})
    if which:
        rows = queries.in_force(rows, on.day)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.lists_having_words(rows, wanted)
    choices = [("hieu-luc", _("có hiệu lực ngày ấy"))]
    filters = [Filter("hien", _("Hiện"), choices, which, _("mọi danh mục"))]
    if wants_file(request):
        return as_file(
            request,
            rows,
            _columns(),
            default="-tu-ngay",
            title=_("Danh mục chức danh được giao việc đột phá"),
            file_name="danh-muc-chuc-danh.xlsx",
        )
    found = listing(request, rows, _columns(), default="-tu-ngay", filters=filters)
    context = {
        "listing": found,
        "page": found.page,
        "on": on,
        "of_the_day": bool(which),
        "may_make": policy.holds(request.user, Right.WORK_KEEP),
        "crumbs": task_rows.shown(_way(), _("Danh mục chức danh")),
    }
    return render(request, "congress/post_lists.html", context)


def _columns() -> list[Column[Any]]:
    return [
        Column("ten", _("Danh mục"), lambda row: row.title, ("title", "pk")),
        Column(
            "noi",
            _("Tổ chức ban hành"),
            lambda row: row.unit.name,
            ("unit__sort_key", "-in_force_from", "pk"),
        ),
        Column(
            "tu-ngay",
            _("Hiệu lực từ"),
            lambda row: row.in_force_from,
            ("in_force_from", "pk"),
        ),
        Column(
            "den-ngay",
            _("Đến hết ngày"),
            lambda row: row.in_force_until,
            ("in_force_until", "pk"),
        ),
        Column(
            "so-chuc-danh",
            _("Số chức danh"),
            lambda row: row.number_of_posts,
            number=True,
        ),
        Column("so", _("Số, ký hiệu"), lambda row: row.number, only_in_file=True),
        Column(
            "ban-hanh", _("Ban hành"), lambda row: row.decided_on, only_in_file=True
        ),
    ]


@require_safe
@policy.requires(Right.WORK_READ)
def post_list(request: StaffRequest, post_list: UUID) -> HttpResponse:
    held = queries.post_list_or_404(request.user, post_list)
    posts = queries.posts_of(held)
    context = {
        "held": held,
        "owned": [each for each in posts if each.assigned_by == AssignedBy.OWNER],
        "delegated": [
            each for each in posts if each.assigned_by == AssignedBy.DELEGATED
        ],
        "keeps": queries.keeps_lists_of(request.user, held.unit),
        "is_in_force": _is_in_force(held),
        "crumbs": task_rows.shown(_lists(), held.title),
    }
    return render(request, "congress/post_list.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def post_list_make(request: StaffRequest) -> HttpResponse:
    form = PostListForm(
        request.POST or None,
        user=request.user,
        with_unit=True,
        initial={"in_force_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_post_list(
                form.cleaned_data["unit"],
                form.said(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập “%(title)s”.") % {"title": made})
            return redirect("congress:post-list", made.pk)
    return typed(
        request,
        form,
        title=_("Lập danh mục chức danh"),
        button=_("Lập"),
        crumbs=_lists(),
        here="desk",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def post_list_change(request: StaffRequest, post_list: UUID) -> HttpResponse:
    held = _kept(request, post_list)

    def act(form: PostListForm) -> None:
        services.change_post_list(
            held.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )

    return changed(
        request,
        partial(PostListForm, user=request.user, with_unit=False),
        act,
        facts=lambda: post_list_facts(_kept(request, post_list)),
        there=reverse("congress:post-list", args=[held.pk]),
        title=_("Sửa danh mục chức danh"),
        button=_("Lưu"),
        crumbs=_crumbs(held),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def post_list_replace(request: StaffRequest, post_list: UUID) -> HttpResponse:
    held = _kept(request, post_list)
    initial = post_list_facts(held) | {
        "number": "",
        "decided_on": None,
        "in_force_from": None,
        "in_force_until": None,
    }
    form = PostListForm(
        request.POST or None, user=request.user, with_unit=False, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_post_list(
                held.unit,
                form.said(),
                replaces=held.pk,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã thay danh mục."))
            return redirect("congress:post-list", made.pk)
    return typed(
        request,
        form,
        title=_("Thay danh mục"),
        button=_("Thay danh mục"),
        crumbs=_crumbs(held),
        here="desk",
        notes=[
            _(
                "Danh mục cũ hết hiệu lực ngay trước ngày danh mục mới có hiệu lực; "
                "việc đã giao theo danh mục cũ giữ nguyên."
            )
        ],
    )


def _kept(request: StaffRequest, key: UUID) -> PostList:
    held = queries.post_list_or_404(request.user, key)
    if not queries.keeps_lists_of(request.user, held.unit):
        raise Http404
    return held


def _is_in_force(held: PostList) -> bool:
    today = timezone.localdate()
    return held.in_force_from <= today <= (held.in_force_until or today)


def _way() -> list[Crumb]:
    return [(_("Giao việc đột phá"), reverse("congress:assignments"))]


def _lists() -> list[Crumb]:
    return [*_way(), (_("Danh mục chức danh"), reverse("congress:post-lists"))]


def _crumbs(held: PostList) -> list[Crumb]:
    return [*_lists(), (held.title, reverse("congress:post-list", args=[held.pk]))]
