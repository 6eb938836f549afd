"""Templates of plans: those there are, one of them, and plans made from it for all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from congress import forms, labels, queries, services, tasks
from congress.forms.plan import item_facts
from congress.models import PlanTemplate, TemplateItem
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.jobs import ledger
from core.paging import Pages
from core.web import StaffRequest, explain

ROWS = 50


@require_safe
@policy.requires(Right.UNIT_READ)
def template_list(request: StaffRequest) -> HttpResponse:
    found = queries.plans.templates(request.user)
    wanted = request.GET.get("tim", "").strip()
    if wanted:
        found = queries.plans.templates_named(found, wanted)
    ordered = found.order_by("level__rank", "unit__sort_key", "title")
    context = {
        "page": Pages(ordered, ROWS).get_page(request.GET.get("trang")),
        "wanted": wanted,
        "may_keep": policy.holds(request.user, Right.CONGRESS_KEEP),
    }
    return render(request, "congress/template_list.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_new(request: StaffRequest) -> HttpResponse:
    form = forms.NewTemplateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.make_template(
                said["unit"],
                said["level"],
                said["title"],
                customary=said["begins"] == "customary",
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập mẫu kế hoạch."))
            return redirect("congress:template", made.pk)
    return render(request, "congress/template_new.html", {"form": form})


@require_safe
@policy.requires(Right.UNIT_READ)
def template(request: StaffRequest, template: UUID) -> HttpResponse:
    found = queries.plans.template_or_404(request.user, template)
    context = {
        "template": found,
        "items": [
            {"item": each, "timing": labels.timing_words(each.timing)}
            for each in queries.plans.items(found)
        ],
        "may_keep": policy.allows(request.user, Right.CONGRESS_KEEP, found.unit.scope),
    }
    return render(request, "congress/template.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_change(request: StaffRequest, template: UUID) -> HttpResponse:
    found = queries.plans.template_kept_or_404(request.user, template)
    shown = {
        "title": found.title,
        "after_pilots": found.after_pilots,
        "version": found.version,
    }
    form = forms.TemplateTitleForm(request.POST or None, initial=shown)
    context: dict[str, Any] = {"template": found}
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_template(
                found.pk,
                form.cleaned_data["title"],
                after_pilots=form.cleaned_data["after_pilots"],
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            context["versions"] = {"fields": form.differences(shown)}
            form = forms.TemplateTitleForm(initial=form.joined(shown))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:template", found.pk)
    context["form"] = form
    return render(request, "congress/template_change.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_copy(request: StaffRequest, template: UUID) -> HttpResponse:
    found = queries.plans.template_or_404(request.user, template)
    form = forms.CopyForm(
        request.POST or None,
        user=request.user,
        initial={"title": _("%(title)s (bản sao)") % {"title": found.title}},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.copy_template(
                found.pk,
                form.cleaned_data["unit"],
                form.cleaned_data["title"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã chép mẫu."))
            return redirect("congress:template", made.pk)
    context = {"template": found, "form": form}
    return render(request, "congress/template_copy.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_item_add(request: StaffRequest, template: UUID) -> HttpResponse:
    found = queries.plans.template_kept_or_404(request.user, template)
    form = forms.ItemForm(request.POST or None, template=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(found.pk, form.task(), by=request.user, at=timezone.now())
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã thêm việc vào mẫu."))
            return redirect("congress:template", found.pk)
    context = {"template": found, "form": form}
    return render(request, "congress/template_item.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_item(request: StaffRequest, template: UUID, item: UUID) -> HttpResponse:
    found, row = _kept_item(request, template, item)
    form = forms.ItemForm(
        request.POST or None,
        template=found,
        item=row,
        initial=item_facts(row, found.version),
    )
    context: dict[str, Any] = {"template": found, "item": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_item(
                row.pk,
                form.task(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = item_facts(row, found.version)
            context["versions"] = {"fields": form.differences(now)}
            form = forms.ItemForm(template=found, item=row, initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:template", found.pk)
    context["form"] = form
    return render(request, "congress/template_item.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def template_item_move(
    request: StaffRequest, template: UUID, item: UUID
) -> HttpResponse:
    found, row = _kept_item(request, template, item)
    services.move_item(
        row.pk,
        up=request.POST.get("way") == "up",
        by=request.user,
        at=timezone.now(),
    )
    return redirect("congress:template", found.pk)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_item_remove(
    request: StaffRequest, template: UUID, item: UUID
) -> HttpResponse:
    found, row = _kept_item(request, template, item)
    if request.method == "POST":
        services.remove_item(row.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã bỏ việc khỏi mẫu."))
        return redirect("congress:template", found.pk)
    context = {"template": found, "item": row}
    return render(request, "congress/template_item_remove.html", context)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@policy.requires(Right.CONGRESS_KEEP)
def template_plans(request: StaffRequest, template: UUID) -> HttpResponse:
    found = queries.plans.template_kept_or_404(request.user, template)
    if request.method == "POST":
        _ask_for_plans(request, found)
        return redirect("congress:template-plans", found.pk)
    page = "congress/template_plans.html"
    if request.htmx:
        page += "#progress"
    # Before what is counted: what a job that is done has made is there.
    job = ledger.latest(tasks.make_plans, subject=found)
    waiting = queries.plans.without_plan(found).only("scope_id")
    out = len(queries.plans.is_out(waiting))
    context = {
        "template": found,
        "job": job,
        "waiting": len(waiting) - out,
        "out": out,
        "planned": queries.plans.planned(found),
        "of_level": queries.plans.of_template(found).count(),
    }
    return render(request, page, context)


@transaction.atomic
def _ask_for_plans(request: StaffRequest, found: PlanTemplate) -> None:
    ledger.request(
        tasks.make_plans,
        subject=found,
        scope=found.unit.scope,
        by=request.user,
        at=timezone.now(),
        queue="files",
    )


def _kept_item(
    request: StaffRequest, template: UUID, item: UUID
) -> tuple[PlanTemplate, TemplateItem]:
    found = queries.plans.template_kept_or_404(request.user, template)
    row = queries.plans.items(found).filter(pk=item).first()
    if row is None:
        raise Http404
    return found, row
