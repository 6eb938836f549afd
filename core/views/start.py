"""Việc của tôi, and the language of the screens."""

from django.http import (
    HttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import (
    require_POST,
    require_safe,
)
from django.views.i18n import set_language as django_set_language

from core import registry
from core.access import policy
from core.web import StaffRequest

set_language = policy.open_to_all(require_POST(django_set_language))


@require_safe
@policy.for_anyone_signed_in
def start(request: StaffRequest) -> HttpResponse:
    rows = registry.work_of(request.user)
    return render(
        request,
        "core/start.html",
        {
            "mine": [row for row in rows if row.mine],
            "others": [row for row in rows if not row.mine],
        },
    )
