"""All tasks within reach; many tasks put into a list at once, a line each."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.task_lines import LinesForm
from congress.forms.tasks import UnitForm
from congress.labels.tasks import LIST_KIND_WORDS
from congress.models import Task, WorkList
from congress.queries import tasks as queries
from congress.services import handing_on
from congress.services.importing.tasks import TASKS, takes_lists
from congress.views import task_rows
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Filter, Listing, as_file, chosen, listing, wants_file
from core.paging import Searched
from core.web import StaffRequest, explain

ROWS: Final = 50
MINE: Final = "toi"
GIVEN: Final = "toi-giao"
OPEN: Final = "chua-xong"


@require_safe
@policy.requires(Right.WORK_READ)
def tasks(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    unit_form = UnitForm(request.GET.get("don-vi", ""), request.user)
    unit = unit_form.unit()
    seen = (
        queries.tasks_beneath(request.user, unit)
        if unit
        else queries.tasks(request.user)
    )
    rows, filters = task_rows.narrowed(request, seen, on=today, usual=OPEN)
    kind = chosen(request, "loai", LIST_KIND_WORDS)
    if kind:
        rows = rows.filter(work_list__kind=kind)
    whose = chosen(request, "cua-ai", {MINE: "", GIVEN: ""})
    if whose == MINE:
        rows = rows.filter(owner=request.user)
    elif whose:
        rows = rows.filter(made_by=request.user)
    # The place of a task in its own list puts those of several lists in no order.
    named, *others = task_rows.columns(today)
    columns = [replace(named, order=()), *others]
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="han",
            title=_("Việc được giao"),
            file_name="viec.xlsx",
        )
    people = [(MINE, _("tôi làm")), (GIVEN, _("tôi giao"))]
    filters += [
        Filter("loai", _("Danh mục"), list(LIST_KIND_WORDS.items()), kind),
        Filter("cua-ai", _("Của ai"), people, whose),
    ]
    found: Listing[Task] = listing(
        request,
        rows,
        columns,
        default="han",
        filters=filters,
        size=ROWS,
        pages=Searched,
    )
    context = {
        "listing": found,
        "page": found.page,
        "lines": [task_rows.Line(row, today) for row in found.page],
        "unit_field": unit_form["don-vi"],
        "unit": unit,
    }
    return render(request, "congress/tasks.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def task_lines(request: StaffRequest, work_list: UUID) -> HttpResponse:
    """Show what lines come to; put them into the list once they were looked at."""
    held = queries.list_to_fill_or_404(request.user, work_list)
    form = LinesForm(request.POST or None, user=request.user, held=held)
    read: Any = None
    if request.method == "POST" and form.is_valid():
        read = form.read()
        if "dua-vao" in request.POST and not read.faults:
            try:
                made = handing_on.give_many(
                    held.pk, read.facts, by=request.user, at=timezone.now()
                )
            except Refused as refusal:
                explain(form, refusal)
            else:
                messages.success(
                    request, _("Đã đưa vào %(count)s việc.") % {"count": len(made)}
                )
                return redirect("congress:work-list", held.pk)
    context = {
        "held": held,
        "file_url": _file_url(request, held),
        "form": form,
        "read": read,
        "crumbs": task_rows.shown(
            task_rows.list_crumbs(request.user, held), _("Nhập nhiều việc")
        ),
    }
    return render(request, "congress/task_lines.html", context)


def _file_url(request: StaffRequest, held: WorkList) -> str:
    """Return where a file is brought into a list; nothing where none may be."""
    if not (
        policy.holds(request.user, Right.LIST_KEEP) and takes_lists(request.user, held)
    ):
        return ""
    return f"{reverse('core:import-new', args=[TASKS.address])}?noi={held.pk}"
