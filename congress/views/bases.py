"""What plans and templates of plans rest on."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
)

from congress import labels
from congress.models import (
    Congress,
    LegalDocument,
    PlanBasis,
    PlanTemplate,
    TemplateBasis,
)
from congress.queries import congress_kept_or_404, plans
from congress.queries import legal as queries
from congress.rules.legal import Force
from congress.services import legal as services
from congress.views.legal import told
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest, row_key


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def plan_bases(request: StaffRequest, congress: str) -> HttpResponse:
    found: Congress = congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    if request.method == "POST":
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        key = row_key(request.POST.get("van-ban", ""))
        if request.POST.get("bo"):
            row = get_object_or_404(PlanBasis, congress=found, document=key)
            services.uncite(found, row.document, **said)
        else:
            document = get_object_or_404(queries.citable(found.unit), pk=key)
            _tell_refusal(request, services.cite, found.pk, document, **said)
        return redirect("congress:plan-bases", found.slug)
    today = timezone.localdate()
    context = _choosing(request, queries.citable(found.unit)) | {
        "congress": found,
        "cited": _said(queries.cited_by(found, today)),
        "back": reverse("congress:plan", args=[found.slug]),
    }
    return render(request, "congress/plan_bases.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def template_bases(request: StaffRequest, template: UUID) -> HttpResponse:
    found: PlanTemplate = plans.template_kept_or_404(request.user, template)
    if request.method == "POST":
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        key = row_key(request.POST.get("van-ban", ""))
        if request.POST.get("bo"):
            row = get_object_or_404(TemplateBasis, template=found, document=key)
            services.uncite_in_template(found, row.document, **said)
        else:
            document = get_object_or_404(queries.citable(found.unit), pk=key)
            _tell_refusal(
                request, services.cite_in_template, found.pk, document, **said
            )
        return redirect("congress:template-bases", found.pk)
    today = timezone.localdate()
    context = _choosing(request, queries.citable(found.unit)) | {
        "template": found,
        "cited": _said(queries.cited_by_template(found, today)),
        "back": reverse("congress:template", args=[found.pk]),
    }
    return render(request, "congress/template_bases.html", context)


def bases_of(congress: Congress, today: date) -> list[dict[str, Any]]:
    """Return what the plan of a congress rests on, as its page shows it."""
    return _said(queries.cited_by(congress, today))


def _choosing(
    request: StaffRequest, choices: QuerySet[LegalDocument]
) -> dict[str, Any]:
    """Return the documents one may choose from, a few at once."""
    wanted = request.GET.get("tim", "").strip()
    found = queries.documents_with(choices, wanted) if wanted else choices
    rows = list(queries.latest_first(found)[: queries.CHOICES])
    today = timezone.localdate()
    same = queries.twins(choices, rows)
    return {"wanted": wanted, "choices": [told(row, today, same) for row in rows]}


def _tell_refusal(request: StaffRequest, act: Any, *args: Any, **said: Any) -> None:
    try:
        act(*args, **said)
    except Refused as refusal:
        messages.error(request, str(refusal))


def _said(cited: list[queries.Cited]) -> list[dict[str, Any]]:
    return [
        {
            "row": each.document,
            "twins": each.twins,
            "holds": each.holds,
            "word": labels.FORCES[each.force.value],
            "tone": labels.FORCE_TONES[each.force.value],
            "is_replaced": each.force is Force.REPLACED,
        }
        for each in cited
    ]
