"""How ready congresses are: the board of all, the page of one, and reminding."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congress import queries
from congress.labels import points as offered
from congress.labels import readiness as labels
from congress.labels.points import Point, Worked
from congress.models import Congress, PointState, ReadinessPoint, Reminder
from congress.queries import progress, readiness
from congress.queries.readiness import LACKING, LATE, Sought
from congress.views.progress import Narrowed, narrow, year_asked, years_filter
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.models import User
from core.paging import Pages
from core.web import StaffRequest

ROWS: Final = 25
_STILL: Final = "co"
_NOTHING: Final = Worked(PointState.NOT_STARTED.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one congress stands in one thing: a colour, a word, and how many."""

    head: str
    tone: str
    word: str
    count: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing a congress has to be ready in, as its own page tells it."""

    point: Point
    cell: Cell
    is_ready: bool
    due_on: date | None
    missing: list[str]
    reminder: Reminder | None
    reminded_today: bool


# --- the board --------------------------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def readiness_board(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    years = progress.years_of_terms()
    narrowed = narrow(request, year=year_asked(request, years, today))
    asked = sought(request)
    found = readiness.sought_in(narrowed.within, asked, today=today)
    rows = readiness.with_missing(found)
    if wants_file(request):
        return _file(request, rows, today)
    number = found.order_by().count()
    points = offered.points()
    shown = listing(
        request,
        rows,
        [*_columns(), *_lights(points)],
        default="-thieu",
        filters=[*_filters(request, asked, years, narrowed), *narrowed.filters],
        size=ROWS,
        pages=type("Known", (Pages,), {"_seen": number}),
    )
    shown = replace(shown, narrowed=shown.narrowed or narrowed.is_narrowed)
    context = {
        "listing": shown,
        "lines": _lines(request.user, shown.page.object_list, points, today),
        "totals": _totals(request, found, points, number, asked.code),
        "number": number,
        "asked": len(readiness.asked_of()),
        "unit": narrowed.unit,
        "unit_field": narrowed.unit_form["to-chuc"],
        "point": offered.point(asked.code),
        "query": request.GET.urlencode(),
        "may_remind": policy.holds(request.user, Right.CONGRESS_KEEP),
    }
    return render(request, "congress/readiness_board.html", context)


def sought(request: StaffRequest) -> Sought:
    """Return what of the board somebody asked to see."""
    codes = {each.code: "" for each in offered.points()}
    return Sought(
        code=chosen(request, "diem", codes),
        state=chosen(request, "the-nao", _states()),
        still_to_open=bool(chosen(request, "chua-hop", {_STILL: ""})),
        wanted=request.GET.get("tim", "").strip(),
    )


def _states() -> dict[str, Any]:
    return {LACKING: _("còn thiếu"), LATE: _("quá hạn"), **labels.POINT_WORDS}


def _filters(
    request: StaffRequest, sought: Sought, years: list[int], narrowed: Narrowed
) -> list[Filter]:
    return [
        years_filter(request, years, narrowed.within.year),
        Filter(
            "diem",
            _("Điểm sẵn sàng"),
            [(each.code, each.label) for each in offered.points()],
            sought.code,
        ),
        Filter(
            "the-nao",
            _("Điểm ấy thế nào"),
            list(_states().items()),
            sought.state,
            blank=str(_("còn thiếu")),
        ),
        Filter(
            "chua-hop",
            _("Đại hội"),
            [(_STILL, _("Chưa khai mạc"))],
            _STILL if sought.still_to_open else "",
        ),
    ]


def _columns() -> list[Column[Congress]]:
    return [
        Column("ten", _("Tổ chức đảng"), lambda row: row.unit.name, ("by_name", "pk")),
        Column("khai-mac", _("Khai mạc"), lambda row: row.opens_on, ("opens_on", "pk")),
        Column(
            "thieu",
            _("Còn thiếu"),
            _missing,
            ("missing", "-opens_on", "-pk"),
            number=True,
        ),
    ]


def _lights(points: list[Point]) -> list[Column[Congress]]:
    return [
        Column(f"diem-{place}", head, lambda _row: "")
        for place, head in enumerate(_heads(points))
    ]


def _missing(row: Any) -> int:
    return int(row.missing)


def _heads(points: list[Point]) -> list[str]:
    found = [str(each.head) for each in points]
    return [*found[:_PLACE_OF_BENEATH], str(_("Cấp dưới")), *found[_PLACE_OF_BENEATH:]]


# That those beneath have closed is known from their days: no row says it.
_PLACE_OF_BENEATH: Final = 3


def _lines(
    user: User, found: Any, points: list[Point], today: date
) -> list[dict[str, Any]]:
    keys = {each.pk: int(each.missing) for each in found}
    rows = readiness.with_points(Congress.objects.filter(pk__in=keys))
    known = {each.pk: each for each in rows}
    beneath = progress.closed_beneath(known.values(), today=today)
    return [
        {
            "congress": known[key],
            "missing": missing,
            "cells": _cells(user, known[key], points, beneath.get(key), today),
        }
        for key, missing in keys.items()
        if key in known
    ]


def _cells(
    user: User | None,
    congress: Any,
    points: list[Point],
    beneath: tuple[int, int] | None,
    today: date,
) -> list[Cell]:
    written = {each.code: each for each in congress.written}
    found = [
        _cell(user, congress, each, written.get(each.code), today) for each in points
    ]
    found.insert(_PLACE_OF_BENEATH, _beneath(user, congress, beneath))
    return found


def _cell(
    user: User | None,
    congress: Congress,
    point: Point,
    row: ReadinessPoint | None,
    today: date,
) -> Cell:
    worked = _worked(row)
    tone, word = labels.light_of(worked, today=today)
    url = ""
    if user is not None and policy.allows(user, point.right, congress.scope):
        url = reverse(point.url_name, args=point.url_args(congress))
    return Cell(str(point.head), tone, word, labels.count_of(point, worked), url)


def _worked(row: ReadinessPoint | None) -> Worked:
    return Worked(row.state, row.done, row.total, row.due_on) if row else _NOTHING


def _beneath(
    user: User | None, congress: Congress, counted: tuple[int, int] | None
) -> Cell:
    head = _("Cấp dưới")
    if counted is None:
        return Cell(head, "none", str(labels.NOTHING_ASKED), "")
    closed, total = counted
    is_done = closed == total
    url = ""
    if user is not None:
        query = f"?to-chuc={congress.unit.code}&nhiem-ky={congress.term.first_year}"
        url = reverse("congress:progress") + query
    return Cell(
        head,
        "ok" if is_done else "warn" if closed else "none",
        _("đã xong") if is_done else _("đang làm") if closed else _("chưa làm"),
        f"{closed}/{total}",
        url,
    )


def _totals(
    request: StaffRequest,
    found: QuerySet[Congress],
    points: list[Point],
    number: int,
    current: str,
) -> list[dict[str, Any]]:
    ready = readiness.total_of_each(found)
    rows = []
    for each in points:
        query = request.GET.copy()
        for key in ("trang", "in", "xuat", "the-nao"):
            query.pop(key, None)
        query["diem"] = each.code
        done = ready.get(each.code, 0)
        rows.append(
            {
                "label": each.label,
                "ready": done,
                "lacking": number - done,
                "url": f"?{query.urlencode()}",
                "current": each.code == current,
            }
        )
    return rows


def _file(request: StaffRequest, rows: QuerySet[Congress], today: date) -> HttpResponse:
    points = offered.points()
    counted = progress.closed_beneath(
        rows.select_related("unit__scope", "term").order_by(), today=today
    )

    def told(place: int) -> Any:
        return lambda row: _of_row(row, points, counted, today)[place]

    columns = [
        *_columns()[:2],
        Column[Congress]("cap", _("Cấp"), lambda row: str(row.unit.kind.level)),
        Column[Congress](
            "truc-thuoc",
            _("Trực thuộc"),
            lambda row: row.unit.parent.name if row.unit.parent else "",
        ),
        _columns()[2],
        *(
            Column[Congress](f"diem-{place}", head, told(place))
            for place, head in enumerate(_heads(points))
        ),
    ]
    return as_file(
        request,
        readiness.with_points(rows),
        columns,
        default="-thieu",
        title=_("Mức sẵn sàng của các đại hội"),
        file_name="san-sang-dai-hoi.xlsx",
    )


def _of_row(
    row: Any, points: list[Point], counted: Mapping[UUID, tuple[int, int]], today: date
) -> list[str]:
    """Return what a row says, worked out once for all its columns."""
    if not hasattr(row, "said"):
        cells = _cells(None, row, points, counted.get(row.pk), today)
        row.said = [f"{each.word} {each.count}".strip() for each in cells]
    found: list[str] = row.said
    return found


# --- one congress -----------------------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def congress_readiness(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.PLAN_READ, congress)
    today = timezone.localdate()
    points = offered.points()
    lines = _told(request.user, found, points, today)
    asked = [each for each in lines if each.point.before_opening]
    beneath = progress.closed_beneath([found], today=today).get(found.pk)
    context = {
        "congress": found,
        "lines": lines,
        "beneath": _beneath(request.user, found, beneath),
        "ready": sum(each.is_ready for each in asked),
        "asked": len(asked),
        "people": readiness.responsible([found], "", today=today).get(found.pk, []),
        "may_remind": policy.allows(request.user, Right.CONGRESS_KEEP, found.scope),
    }
    return render(request, "congress/readiness.html", context)


def _told(
    user: User, congress: Congress, points: list[Point], today: date
) -> list[Lacking]:
    written = readiness.points_of(congress)
    reminded = readiness.last_reminders(congress)
    return [
        Lacking(
            point=each,
            cell=_cell(user, congress, each, written.get(each.code), today),
            is_ready=_worked(written.get(each.code)).state == PointState.READY,
            due_on=_worked(written.get(each.code)).due_on,
            missing=_missing_of(congress, each),
            reminder=reminded.get(each.code),
            reminded_today=_is_of(reminded, each, today),
        )
        for each in points
    ]


def _missing_of(congress: Congress, point: Point) -> list[str]:
    """Return what exactly is missing, where that can be named."""
    if point.code == "contents":
        return readiness.contents_left_out(congress)
    return []


def _is_of(reminded: Mapping[str, Reminder], point: Point, today: date) -> bool:
    last = reminded.get(point.code)
    return last is not None and last.day == today
