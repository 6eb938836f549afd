"""Works that got a plaque, as a paper."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.prints import plaques
from congress.queries import celebrations as queries
from congress.views import papers, task_rows
from congress.views.celebrations.frame import way
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest

KIND: Final = papers.Kind(
    plaques.FORM,
    tasks.print_plaques,
    "congress:celebration-papers",
    _("Danh sách công trình gắn biển"),
    _("Các công trình đã gắn biển lúc lập: đơn vị, giá trị, nội dung biển, ngày gắn."),
)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def celebration_papers(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = queries.list_or_404(request.user, work_list)
    crumbs = task_rows.shown(way(), KIND.title)
    return papers.shown(request, KIND, held, held.pk, held=held, crumbs=crumbs)


@require_POST
@policy.requires(Right.WORK_READ)
def celebration_papers_make(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = queries.list_or_404(request.user, work_list)
    return papers.asked(request, KIND, held, held.pk, scope=held.scope)


@require_safe
@policy.requires(Right.WORK_READ)
def celebration_papers_file(
    request: StaffRequest, work_list: UUID, paper: UUID
) -> HttpResponse:
    held = queries.list_or_404(request.user, work_list)
    return papers.opened(KIND, held, paper)
