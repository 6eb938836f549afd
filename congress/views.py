"""Pages of congresses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congress import queries
from core.access import policy
from core.access.rights import Right
from core.paging import Pages
from core.web import StaffRequest

ROWS = 50


@require_safe
@policy.requires(Right.CONGRESS_READ)
def congress_detail(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_or_404(request.user, congress)
    bodies = queries.bodies(found, request.user, Right.CONGRESS_READ)
    context = {"congress": found, "bodies": bodies}
    return render(request, "congress/congress_detail.html", context)


@require_safe
@policy.requires(Right.CONGRESS_READ)
def congress_list(request: StaffRequest) -> HttpResponse:
    found = queries.congresses(request.user)
    wanted = request.GET.get("tim", "").strip()
    if wanted:
        found = queries.matching(found, wanted)
    page = Pages(found, ROWS).get_page(request.GET.get("trang"))
    context = {"page": page, "wanted": wanted}
    return render(request, "congress/congress_list.html", context)
