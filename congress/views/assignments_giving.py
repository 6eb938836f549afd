"""Breakthrough assignments: given, handed on beneath, put right, judged."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congress.forms.assignments import (
    AssignerForm,
    AssignmentForm,
    EvaluationForm,
    assignment_facts,
)
from congress.models import BreakthroughAssignment
from congress.queries import assignments as queries
from congress.queries import tasks as task_queries
from congress.services import assignments as services
from congress.views import task_rows
from congress.views.assignments import way
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.models import Person
from core.web import StaffRequest, explain, row_key


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def assignment_give(request: StaffRequest) -> HttpResponse:
    parent = _parent(request)
    asked = AssignerForm(
        {"giao": request.GET["giao"]} if "giao" in request.GET else None,
        user=request.user,
    )
    assigner = parent.task.unit if parent else asked.unit()
    person = _person(request)
    wanted = request.GET.get("tim", "").strip()
    form = None
    if assigner is not None:
        form = AssignmentForm(
            request.POST or None,
            user=request.user,
            assigner=assigner,
            person=person,
            initial=_of_parent(parent),
        )
        if request.method == "POST" and form.is_valid():
            try:
                made = services.assign(
                    form.given(),
                    form.said(),
                    parent=parent.task if parent else None,
                    by=request.user,
                    at=timezone.now(),
                )
            except Refused as refusal:
                explain(form, refusal)
            else:
                messages.success(request, _("Đã giao việc."))
                return redirect("congress:assignment", made.pk)
    context = {
        "form": form,
        "asker": asked,
        "assigner": assigner,
        "parent": parent,
        "person": person,
        "wanted": wanted,
        "choices": queries.people_to_choose(request.user, wanted),
        "has_posts": assigner is not None and queries.posts_for(assigner).exists(),
        "crumbs": task_rows.shown(way(), _("Giao việc")),
    }
    return render(request, "congress/assignment_give.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def assignment_change(request: StaffRequest, assignment: UUID) -> HttpResponse:
    found = _kept(request, assignment)
    form = AssignmentForm(request.POST or None, initial=assignment_facts(found))
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change(
                found.pk,
                form.said(),
                why=form.cleaned_data["change_why"],
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = assignment_facts(_kept(request, assignment))
            versions = {"fields": form.differences(now)}
            why = form.cleaned_data["change_why"]
            form = AssignmentForm(initial=form.joined(now) | {"change_why": why})
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:assignment", found.pk)
    return typed(
        request,
        form,
        title=_("Sửa, đổi hạn"),
        button=_("Lưu"),
        crumbs=_crumbs(found),
        here="desk",
        said=[
            (_("Người được giao"), found.full_name),
            (_("Chức danh"), found.post.title),
            (_("Đơn vị"), found.task.unit.name),
        ],
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def assignment_evaluate(request: StaffRequest, assignment: UUID) -> HttpResponse:
    found = _kept(request, assignment)
    if not services.may_judge(request.user, found, today=timezone.localdate()):
        raise Http404
    # What was done years ago is mostly judged for the year in which it was.
    year = (found.task.done_on or timezone.localdate()).year
    form = EvaluationForm(
        request.POST or None, since=found.decided_on, initial={"year": year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.evaluate(
                found.pk, **form.said(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi đánh giá."))
            return redirect("congress:assignment", found.pk)
    return typed(
        request,
        form,
        title=_("Đánh giá"),
        button=_("Ghi đánh giá"),
        crumbs=_crumbs(found),
        here="desk",
        notes=[_("Đánh giá sau thay đánh giá trước của cùng năm; bản trước vẫn còn.")],
        said=[
            (_("Người được giao"), found.full_name),
            (_("Tên việc"), found.task.title),
            (_("Sản phẩm"), found.task.product),
            (_("Minh chứng"), found.task.evidence or "–"),
        ],
    )


def _kept(request: StaffRequest, key: UUID) -> BreakthroughAssignment:
    found = queries.assignment_or_404(request.user, key)
    keeps = task_queries.keeps(request.user, found.task.work_list)
    # What was given to somebody he neither changes nor judges himself.
    if not keeps or services.is_own(request.user, found):
        raise Http404
    return found


def _parent(request: StaffRequest) -> BreakthroughAssignment | None:
    """Return what is handed on: only where the person does it, and may assign."""
    typed_key = request.GET.get("tu", "")
    if not typed_key:
        return None
    key = row_key(typed_key)
    if key is None:
        raise Http404
    found = queries.assignment_or_404(request.user, key)
    does = task_queries.does(request.user, found.task)
    if not does or not queries.keeps_lists_of(request.user, found.task.unit):
        raise Http404
    return found


def _person(request: StaffRequest) -> Person | None:
    asked = request.GET.get("nguoi", "")
    if not asked:
        return None
    person = queries.person_to_choose(request.user, row_key(asked))
    if person is None:
        raise Http404
    return person


def _of_parent(parent: BreakthroughAssignment | None) -> dict[str, Any]:
    if parent is None:
        return {}
    return {"due_on": parent.task.due_on, "problem": parent.problem_id}


def _crumbs(held: BreakthroughAssignment) -> list[Crumb]:
    here = reverse("congress:assignment", args=[held.pk])
    return [*way(), (held.task.title, here)]
