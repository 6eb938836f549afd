"""The audit trail."""

from django.http import (
    HttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import (
    require_safe,
)

from core import queries, registry
from core.access import policy
from core.access.rights import Right
from core.paging import Pages
from core.web import StaffRequest

LINES = 50


@require_safe
@policy.requires(Right.AUDIT_READ)
def audit(request: StaffRequest) -> HttpResponse:
    within = queries.audit_events(request.user)
    act = request.GET.get("viec", "")
    names = registry.acts()
    if act in names:
        within = within.filter(act=act)
    page = Pages(queries.audit_lines(within), LINES).get_page(request.GET.get("trang"))
    for line in page:
        line.act_name = names.get(line.act, line.act)
    return render(request, "core/audit.html", {"page": page, "acts": names, "act": act})
