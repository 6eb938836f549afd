"""The plan of a congress: what is to be done, what is late, and saying what is done."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import forms, labels, queries, services
from congress.forms.plan import milestone_facts
from congress.labels.readiness import SUBMISSION_TONES
from congress.models import Congress, Milestone, Phase
from congress.queries import reviews, submissions
from congress.queries.plans import Grounds, Offers
from congress.rules.planning import days_off
from congress.rules.working_days import Calendar
from congress.views.bases import bases_of
from congress.views.submissions import told_comments
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.vietnamese import dates
from core.web import StaffRequest, explain, row_key

ROWS = 300  # a plan is one page


@require_safe
@policy.requires(Right.PLAN_READ)
def plan(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.PLAN_READ, congress)
    today, grounds = timezone.localdate(), Grounds()
    columns = _columns(grounds.calendar, today)
    rows, filters = _narrowed(request, found, today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="phan",
            title=_("Kế hoạch – %(congress)s") % {"congress": found},
            file_name="ke-hoach-dai-hoi.xlsx",
        )
    shown = listing(request, rows, columns, default="phan", filters=filters, size=ROWS)
    gates = queries.plans.gates(found, today)
    may_keep = policy.allows(request.user, Right.CONGRESS_KEEP, found.scope)
    offers = queries.plans.offers(found, grounds) if may_keep else Offers(None)
    context = {
        "congress": found,
        "listing": shown,
        "rows": [_told(row, grounds.calendar, today) for row in shown.page],
        "figures": queries.plans.plan_figures(found, today),
        "gates": gates,
        "passed": sum(gate.is_passed for gate in gates),
        "check": queries.plans.terms_check(found, grounds),
        "confidences": labels.CONFIDENCES,
        "today": today,
        "may_keep": may_keep,
        "offers": len(offers),
        "has_template": offers.template is not None,
        "bases": bases_of(found, today),
        **_with_the_level_above(found),
    }
    return render(request, "congress/plan.html", context)


def _with_the_level_above(congress: Congress) -> dict[str, Any]:
    """Return where the plan is with the level above."""
    found = submissions.plan_of(congress)
    if found is None:
        return {"submission": None, "has_superior": congress.unit.parent_id is not None}
    return {
        "submission": found,
        "submission_tone": SUBMISSION_TONES[found.state],
        "submission_changed": submissions.changed_since(found),
        "steps": submissions.steps(found),
        "comments": told_comments(found, reviews.comments_of(found)),
        "has_superior": True,
    }


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_make(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    templates = queries.plans.templates_for(found)
    form = forms.PlanForm(request.POST or None, templates=templates)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_plan(
                found.pk,
                form.cleaned_data["template"].pk,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Đã lập kế hoạch có %(made)s việc.") % {"made": made}
            )
            return redirect("congress:plan", found.slug)
    context = {"congress": found, "form": form, "templates": templates}
    return render(request, "congress/plan_make.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def plan_recompute(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    moved = services.recompute(found.pk, by=request.user, at=timezone.now())
    if moved:
        messages.success(request, _("Đã tính lại %(moved)s hạn.") % {"moved": moved})
    else:
        messages.info(request, _("Các hạn vẫn như cũ."))
    return redirect("congress:plan", found.slug)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_add(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    form = forms.AddMilestoneForm(request.POST or None, congress=found)
    if request.method == "POST" and form.is_valid():
        services.add_milestone(
            found.pk, form.doing(), by=request.user, at=timezone.now()
        )
        messages.success(request, _("Đã thêm việc vào kế hoạch."))
        return redirect("congress:plan", found.slug)
    context = {"congress": found, "form": form}
    return render(request, "congress/plan_add.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_change(request: StaffRequest, congress: str, milestone: UUID) -> HttpResponse:
    found = _kept(request, congress)
    row = queries.plans.milestone_or_404(found, milestone)
    form = forms.MilestoneForm(
        request.POST or None,
        congress=found,
        milestone=row,
        initial=milestone_facts(row),
    )
    context: dict[str, Any] = {"congress": found, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_milestone(
                row.pk,
                form.doing(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = milestone_facts(queries.plans.milestone_or_404(found, milestone))
            context["versions"] = {"fields": form.differences(now)}
            form = forms.MilestoneForm(
                congress=found, milestone=row, initial=form.joined(now)
            )
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:plan", found.slug)
    context |= {"form": form, "timing": labels.timing_words(row.timing)}
    return render(request, "congress/plan_change.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_done(request: StaffRequest, congress: str, milestone: UUID) -> HttpResponse:
    found = _kept(request, congress)
    row = queries.plans.milestone_or_404(found, milestone)
    form = forms.DoneForm(
        request.POST or None,
        milestone=row,
        initial={"done_on": timezone.localdate(), "evidence": row.evidence},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_done(
                row.pk, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã ghi “%(title)s” là xong.") % {"title": row})
            return redirect("congress:plan", found.slug)
    context = {"congress": found, "row": row, "form": form}
    return render(request, "congress/plan_done.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def plan_take_back(
    request: StaffRequest, congress: str, milestone: UUID
) -> HttpResponse:
    found = _kept(request, congress)
    row = queries.plans.milestone_or_404(found, milestone)
    services.take_back(row.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ dấu xong của “%(title)s”.") % {"title": row})
    return redirect("congress:plan", found.slug)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_remove(request: StaffRequest, congress: str, milestone: UUID) -> HttpResponse:
    found = _kept(request, congress)
    row = queries.plans.milestone_or_404(found, milestone)
    if request.method == "POST":
        try:
            services.remove_milestone(row.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã bỏ việc khỏi kế hoạch."))
        return redirect("congress:plan", found.slug)
    context = {"congress": found, "row": row}
    return render(request, "congress/plan_remove.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_offers(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    if request.method == "POST":
        _answer_offers(request, found)
        return redirect("congress:plan-offers", found.slug)
    context = {"congress": found, "offers": queries.plans.offers(found)}
    return render(request, "congress/plan_offers.html", context)


def _answer_offers(request: StaffRequest, congress: Congress) -> None:
    ticked = [key for each in request.POST.getlist("item") if (key := row_key(each))]
    if not ticked:
        messages.error(request, _("Hãy chọn ít nhất một việc."))
        return
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if request.POST.get("act") == "keep":
        kept = services.keep_own(congress.pk, ticked, **said)
        messages.success(request, _("Giữ %(kept)s việc như ở đây.") % {"kept": kept})
        return
    taken = services.take_offers(congress.pk, ticked, **said)
    messages.success(request, _("Đã lấy %(taken)s thay đổi từ mẫu.") % {"taken": taken})


def _kept(request: StaffRequest, congress: str) -> Congress:
    return queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)


def _told(row: Milestone, calendar: Calendar, today: date) -> dict[str, Any]:
    """Return a milestone with what its line says of it today."""
    standing = queries.plans.standing_of(row, today)
    return {
        "row": row,
        "word": labels.PLAN_STANDINGS[standing.value],
        "tone": queries.plans.tone_of(standing),
        "off": _off(row, calendar, today),
        "timing": labels.timing_words(row.timing) if row.item_id else "",
    }


def _off(row: Milestone, calendar: Calendar, today: date) -> str:
    if row.due_on is None:
        return ""
    day = row.done_on or today
    return labels.early_or_late(
        days=days_off(row.due_on, day),
        working=calendar.between(row.due_on, day),
        is_done=row.done_on is not None,
    )


def _columns(calendar: Calendar, today: date) -> tuple[Column[Milestone], ...]:
    return (
        Column(
            "phan",
            gettext_lazy("Phần"),
            lambda row: str(row.get_phase_display()),
            queries.plans.IN_ORDER,
            only_in_file=True,
        ),
        Column("viec", gettext_lazy("Việc"), str),
        Column(
            "han",
            gettext_lazy("Hạn"),
            lambda row: dates.short(row.due_on) if row.due_on else "",
            ("due_on", *queries.plans.IN_ORDER),
        ),
        Column("ai", gettext_lazy("Ai làm"), _whose),
        Column(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda row: str(
                labels.PLAN_STANDINGS[queries.plans.standing_of(row, today).value]
            ),
        ),
        Column(
            "som-tre",
            gettext_lazy("Sớm, trễ"),
            lambda row: _off(row, calendar, today),
        ),
        Column(
            "xong",
            gettext_lazy("Xong ngày"),
            lambda row: dates.short(row.done_on) if row.done_on else "",
            only_in_file=True,
        ),
        Column(
            "minh-chung",
            gettext_lazy("Minh chứng"),
            lambda row: row.evidence,
            only_in_file=True,
        ),
        Column(
            "sau",
            gettext_lazy("Sau khi xong việc"),
            lambda row: str(row.after) if row.after else "",
            only_in_file=True,
        ),
    )


def _whose(row: Milestone) -> str:
    return row.owner.full_name if row.owner else str(row.get_owner_role_display())


def _narrowed(
    request: StaffRequest, congress: Congress, today: date
) -> tuple[QuerySet[Milestone], list[Filter]]:
    rows = queries.plans.plan(congress)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.plans.searched(rows, wanted)
    state = chosen(request, "tinh-trang", labels.PLAN_STANDINGS)
    phase = chosen(request, "phan", dict(Phase.choices))
    if state:
        rows = queries.plans.standing_in(rows, state, today)
    if phase:
        rows = rows.filter(phase=phase)
    return rows, [
        Filter(
            "tinh-trang", _("Tình trạng"), list(labels.PLAN_STANDINGS.items()), state
        ),
        Filter("phan", _("Phần"), Phase.choices, phase),
    ]
