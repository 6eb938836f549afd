"""Lists of difficulties: of all within reach, of one congress."""

from datetime import date
from functools import partial
from typing import Any, Final

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congress import labels, queries
from congress.models import Area, Difficulty, Urgency
from congress.queries import above
from congress.queries import difficulties as found_in
from congress.rules.difficulties import State
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.services import note_list_taken
from core.web import StaffRequest

ROWS: Final = 50
MINE: Final = "toi"
_GRADE: Final = Case(
    When(urgency=Urgency.URGENT, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


@require_safe
@policy.requires(Right.PLAN_READ)
def difficulties(request: StaffRequest) -> HttpResponse:
    rows = found_in.difficulties(request.user)
    found = _listed(request, rows, file_name="vuong-mac.xlsx")
    if isinstance(found, HttpResponse):
        return found
    return render(request, "congress/difficulties.html", found)


@require_safe
@policy.requires(Right.PLAN_READ)
def congress_difficulties(request: StaffRequest, congress: str) -> HttpResponse:
    held = queries.congress_kept_or_404(request.user, Right.PLAN_READ, congress)
    rows = found_in.of_congress(held)
    found = _listed(request, rows, file_name="vuong-mac-dai-hoi.xlsx")
    if isinstance(found, HttpResponse):
        return found
    found |= {
        "congress": held,
        "open": found_in.open_at(held),
        "may_raise": policy.allows(request.user, Right.CONGRESS_KEEP, held.scope),
    }
    return render(request, "congress/difficulties.html", found)


def _listed(
    request: StaffRequest, rows: QuerySet[Difficulty], *, file_name: str
) -> dict[str, Any] | HttpResponse:
    rows, filters = _narrowed(request, rows)
    today = timezone.localdate()
    columns = _columns(today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Vướng mắc"),
            file_name=file_name,
            note=partial(_note_taken, request),
        )
    shown: Listing[Difficulty] = listing(
        request, rows, columns, default="-ngay", filters=filters, size=ROWS
    )
    return {
        "listing": shown,
        "page": shown.page,
        "lines": [told(row, today) for row in shown.page],
        "may_raise": policy.holds(request.user, Right.CONGRESS_KEEP),
    }


def _note_taken(request: StaffRequest, rows: int) -> None:
    note_list_taken(
        "congress.difficulties_exported",
        right=Right.PLAN_READ,
        form="xlsx",
        rows=rows,
        by=request.user,
        at=timezone.now(),
    )


def _narrowed(
    request: StaffRequest, rows: QuerySet[Difficulty]
) -> tuple[QuerySet[Difficulty], list[Filter]]:
    state = chosen(request, "tinh-trang", labels.DIFFICULTY_STATES)
    urgency = chosen(request, "muc-do", dict(Urgency.choices))
    area = chosen(request, "linh-vuc", dict(Area.choices))
    whose = chosen(request, "viec", {MINE: ""})
    kept = {"state": state, "urgency": urgency, "area": area}
    rows = rows.filter(**{name: value for name, value in kept.items() if value})
    if whose:
        units = above.own_units(request.user, Right.PLAN_READ)
        rows = found_in.waiting_for(rows, units)
    if wanted := request.GET.get("tim", "").strip():
        rows = found_in.having_words(rows, wanted)
    states = list(labels.DIFFICULTY_STATES.items())
    return rows.alias(grade=_GRADE), [
        Filter("tinh-trang", _("Tình trạng"), states, state),
        Filter("muc-do", _("Mức độ"), Urgency.choices, urgency),
        Filter("linh-vuc", _("Lĩnh vực"), Area.choices, area),
        Filter("viec", _("Chờ ai"), [(MINE, _("chờ nơi tôi làm"))], whose),
    ]


def _columns(today: date) -> list[Column[Difficulty]]:
    newest = ("at", "id")
    return [
        Column("ten", _("Vướng mắc"), lambda row: row.title),
        Column(
            "noi-neu", _("Nơi nêu"), lambda row: row.unit.name, ("unit__sort_key", "id")
        ),
        Column(
            "noi-giu",
            _("Đang ở"),
            lambda row: row.holder.name,
            ("holder__sort_key", "id"),
        ),
        Column(
            "muc-do",
            _("Mức độ"),
            lambda row: str(row.get_urgency_display()),
            ("grade", "-at", "id"),
        ),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: str(labels.DIFFICULTY_STATES[row.state]),
        ),
        Column(
            "cho",
            _("Chờ (ngày)"),
            lambda row: _waits(row, today),
            ("-since", "id"),
            number=True,
        ),
        Column(
            "ngay",
            _("Ngày nêu"),
            lambda row: timezone.localdate(row.at),
            newest,
        ),
        Column("han", _("Cần trước ngày"), lambda row: row.due_on, only_in_file=True),
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: str(row.get_area_display()),
            only_in_file=True,
        ),
        Column("noi-dung", _("Nội dung"), lambda row: row.text, only_in_file=True),
    ]


def _waits(row: Difficulty, today: date) -> int | None:
    if row.state == State.SOLVED:
        return None
    return found_in.days_waiting(row, today)


def told(row: Difficulty, today: date) -> dict[str, Any]:
    """Return what a line of the list says of one."""
    is_open = row.state != State.SOLVED
    return {
        "row": row,
        "word": labels.DIFFICULTY_STATES[row.state],
        "tone": labels.DIFFICULTY_TONES[row.state],
        "waits": _waits(row, today),
        "is_late": bool(is_open and row.due_on and row.due_on < today),
        "is_urgent": row.urgency == Urgency.URGENT,
    }
