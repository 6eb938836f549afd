"""Works and tasks to welcome a congress, all of them."""

from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from congress.models import ProjectKind, Task, WorkList
from congress.queries import celebrations as queries
from congress.queries.emulation import emulations
from congress.rules.tasks import TaskState
from congress.views import task_rows
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.web import StaffRequest, row_key

_PLAQUES: Final = {
    "co": gettext_lazy("đã gắn biển"),
    "chua": gettext_lazy("công trình đã xong, chưa gắn biển"),
}


@require_safe
@policy.requires(Right.WORK_READ)
def celebrations(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, filters, held = _narrowed(request)
    columns = _columns(today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="ten",
            title=_("Công trình, phần việc chào mừng đại hội"),
            file_name="cong-trinh-chao-mung.xlsx",
        )
    found: Listing[Task] = listing(
        request, rows, columns, default="don-vi", filters=filters
    )
    units, more_units = queries.by_unit(rows)
    context = {
        "listing": found,
        "page": found.page,
        "lines": [task_rows.Line(row, today) for row in found.page],
        "told": queries.told(rows),
        "by_unit": units if more_units or len(units) > 1 else [],
        "more_units": more_units,
        "may_register": bool(queries.units_to_register(request.user)),
        # The list of plaques is read with the whole list, not with one's own part.
        "held": held
        if held and policy.allows(request.user, Right.WORK_READ, held.scope)
        else None,
    }
    return render(request, "congress/celebrations.html", context)


def _narrowed(
    request: StaffRequest,
) -> tuple[QuerySet[Task], list[Filter], WorkList | None]:
    rows, filters = task_rows.narrowed(
        request, queries.projects(request.user), on=timezone.localdate()
    )
    lists = queries.lists(request.user)
    key, known = task_rows.by_key(
        request, "dai-hoi", [(each.pk, str(each.congress)) for each in lists]
    )
    if key:
        rows = rows.filter(work_list=UUID(key))
    elif len(lists) == 1:
        key = str(lists[0].pk)
    kind = chosen(request, "loai", dict(ProjectKind.choices))
    if kind:
        rows = rows.filter(celebration__kind=kind)
    plaque = chosen(request, "bien", _PLAQUES)
    if plaque:
        rows = rows.filter(
            celebration__kind=ProjectKind.WORK,
            celebration__plaque_on__isnull=plaque == "chua",
            state=TaskState.DONE.value,
        )
    rows, tied = _tied(request, rows)
    asked = request.GET.get("dai-hoi", "")
    filters += [
        *tied,
        Filter("dai-hoi", _("Chào mừng"), known, asked if asked == key else ""),
        Filter("loai", _("Loại"), ProjectKind.choices, kind),
        Filter("bien", _("Biển"), list(_PLAQUES.items()), plaque),
    ]
    held = next((each for each in lists if str(each.pk) == key), None)
    return rows, filters, held


def _tied(
    request: StaffRequest, rows: QuerySet[Task]
) -> tuple[QuerySet[Task], list[Filter]]:
    """Narrow to what is tied to a movement, where its page leads here."""
    key = row_key(request.GET.get("phong-trao", ""))
    found = emulations(request.user).filter(pk=key).first() if key else None
    if found is None:
        return rows, []
    word = [(str(found.pk), found.title)]
    return rows.filter(celebration__emulation=found), [
        Filter("phong-trao", _("Phong trào thi đua"), word, str(found.pk))
    ]


def _columns(today: Any) -> list[Column[Task]]:
    return [
        Column(
            "ten",
            _("Công trình, phần việc"),
            lambda row: row.title,
            ("title", "pk"),
        ),
        Column(
            "don-vi",
            _("Đơn vị"),
            lambda row: row.unit.name,
            ("unit__sort_key", "place", "pk"),
        ),
        Column(
            "loai",
            _("Loại"),
            lambda row: str(row.celebration.get_kind_display()),
            ("celebration__kind", "pk"),
        ),
        Column(
            "gia-tri",
            _("Giá trị (đồng)"),
            lambda row: row.celebration.value,
            ("celebration__value", "pk"),
            number=True,
        ),
        Column("han", _("Hạn"), lambda row: row.due_on, ("due_on", "pk")),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: task_rows.Line(row, today).word,
        ),
        Column(
            "bien",
            _("Gắn biển"),
            lambda row: row.celebration.plaque_on,
            ("celebration__plaque_on", "pk"),
        ),
        *_columns_of_files(),
    ]


def _columns_of_files() -> list[Column[Task]]:
    return [
        Column(
            "dia-diem",
            _("Địa điểm"),
            lambda row: row.celebration.site,
            only_in_file=True,
        ),
        Column(
            "nguon",
            _("Nguồn lực"),
            lambda row: row.celebration.sources,
            only_in_file=True,
        ),
        Column("xong", _("Xong ngày"), lambda row: row.done_on, only_in_file=True),
        Column(
            "noi-dung-bien",
            _("Nội dung biển"),
            lambda row: row.celebration.plaque if row.celebration.plaque_on else "",
            only_in_file=True,
        ),
        Column(
            "chao-mung",
            _("Chào mừng"),
            lambda row: str(row.work_list.congress or ""),
            only_in_file=True,
        ),
        Column(
            "phong-trao",
            _("Phong trào thi đua"),
            lambda row: str(row.celebration.emulation or ""),
            only_in_file=True,
        ),
    ]
