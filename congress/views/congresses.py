"""A congress: the list of them, one of them, entering and changing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress import forms, queries, services
from congress.forms.congresses import arrangements_of
from congress.models import BodyKind, Congress, Content
from congress.queries import difficulties, lessons
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.paging import Pages
from core.web import StaffRequest

ROWS = 50


@require_safe
@policy.requires(Right.CONGRESS_READ)
def congress_list(request: StaffRequest) -> HttpResponse:
    found = queries.congresses(request.user)
    wanted = request.GET.get("tim", "").strip()
    if wanted:
        found = queries.matching(found, wanted)
    page = Pages(found, ROWS).get_page(request.GET.get("trang"))
    may_convene = policy.holds(request.user, Right.CONGRESS_KEEP)
    context = {"page": page, "wanted": wanted, "may_convene": may_convene}
    return render(request, "congress/congress_list.html", context)


@require_safe
@policy.requires(Right.CONGRESS_READ)
def congress_detail(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_or_404(request.user, congress)
    context = {
        "congress": found,
        "bodies": queries.bodies_in_figures(found, request.user),
        "contents": [word for key, word in Content.choices if key in found.contents],
        "may_keep": policy.allows(request.user, Right.CONGRESS_KEEP, found.scope),
        **_learning(request, found),
    }
    return render(request, "congress/congress_detail.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def congress_convene(request: StaffRequest) -> HttpResponse:
    form = forms.ConveneForm(
        request.POST or None,
        user=request.user,
        initial={"contents": queries.all_contents(), "unit": _asked_unit(request)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_congress(
                _convening(form), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            field = "last_year" if isinstance(refusal, services.OtherTerm) else "number"
            form.add_error(field, str(refusal))
        else:
            messages.success(request, _("Đã lập đại hội."))
            return redirect("congress:detail", made.slug)
    return render(request, "congress/congress_convene.html", {"form": form})


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def congress_change(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    form = forms.ArrangementsForm(request.POST or None, initial=arrangements_of(found))
    context: dict[str, Any] = {"congress": found}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_congress(
                found.pk,
                form.arrangements(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = arrangements_of(Congress.objects.get(pk=found.pk))
            context["versions"] = {"fields": form.differences(now)}
            form = forms.ArrangementsForm(initial=form.joined(now))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:detail", found.slug)
    return render(request, "congress/congress_change.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def form_body(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    form = forms.BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = services.form_body(
            congress=found,
            kind=BodyKind(form.cleaned_data["kind"]),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã lập %(body)s.") % {"body": body})
        return redirect("congress:detail", found.slug)
    context = {"congress": found, "form": form}
    return render(request, "congress/body_form.html", context)


def _learning(request: StaffRequest, found: Congress) -> dict[str, Any]:
    """Return what the page tells of pilots and difficulties, to who reads plans."""
    if not policy.allows(request.user, Right.PLAN_READ, found.scope):
        return {}
    return {
        "reads_plans": True,
        "is_early": bool(lessons.too_early([found], timezone.localdate())),
        "open_difficulties": difficulties.open_at(found),
    }


def _asked_unit(request: StaffRequest) -> Any:
    """Return the unit that the address names, else the only one there is to choose."""
    asked = request.GET.get("to-chuc", "")
    return asked or queries.only_unit(request.user)


def _convening(form: forms.ConveneForm) -> services.Convening:
    said = form.cleaned_data
    arrangements = form.arrangements()
    return services.Convening(
        unit=said["unit"],
        first_year=said["first_year"],
        last_year=said["last_year"],
        slug="",
        kind=said["kind"],
        number=said["number"],
        place=arrangements.place,
        opens_on=arrangements.opens_on,
        closes_on=arrangements.closes_on,
        contents=tuple(arrangements.contents),
        designated=arrangements.designated,
        is_pilot=arrangements.is_pilot,
        preparatory_on=arrangements.preparatory_on,
    )
