"""Congresses in a month and over a year; who of the level above attends which."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congress import services
from congress.models import Congress, UpperAttendance
from congress.queries import congress_or_404, gatherings, matching, months
from congress.rules.progress import EARLIEST, LATEST, Month
from congress.views.progress import narrow
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Listing, as_file, listing, wants_file
from core.web import StaffRequest, row_key

WIDTH: Final = 730  # of a year, in units of the picture: two a day
_DAY: Final = WIDTH / 366


@dataclass(frozen=True, slots=True)
class Bar:
    """One congress on the line of a year: where it begins and how long it is."""

    congress: Congress
    x: str
    width: str


@require_safe
@policy.requires(Right.PLAN_READ)
def month(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = Month.read(request.GET.get("thang", "")) or Month.of(today)
    narrowed = narrow(request)
    held = gatherings.gatherings(
        request.user, asked.first, asked.last, within=narrowed.unit, own=False
    )
    found = months.month_of(narrowed.within, asked, held)
    context = {
        "found": found,
        "today": today,
        "before": asked.before if asked.first > EARLIEST else None,
        "after": asked.after if asked.last < LATEST else None,
        "filters": narrowed.filters,
        "unit": narrowed.unit,
        "unit_field": narrowed.unit_form["to-chuc"],
        "is_narrowed": narrowed.is_narrowed,
    }
    return render(request, "congress/month.html", context)


@require_safe
@policy.requires(Right.PLAN_READ)
def year(request: StaffRequest) -> HttpResponse:
    asked = _year(request)
    narrowed = narrow(request)
    rows = months.in_year(narrowed.within, asked)
    if wanted := request.GET.get("tim", "").strip():
        rows = matching(rows, wanted)
    if wants_file(request):
        return as_file(
            request,
            rows,
            _columns(),
            default="khai-mac",
            title=_("Đại hội trong năm"),
            file_name=f"dai-hoi-nam-{asked}.xlsx",
        )
    found: Listing[Congress] = listing(
        request, rows, _columns(), default="khai-mac", filters=narrowed.filters
    )
    context = {
        "year": asked,
        "before": asked - 1 if asked > EARLIEST.year else None,
        "after": asked + 1 if asked < LATEST.year else None,
        "listing": found,
        "page": found.page,
        "bars": [_bar(each, asked) for each in found.page.object_list],
        "months": [_begin(asked, number) for number in range(1, 13)],
        "width": WIDTH,
        "unit": narrowed.unit,
        "unit_field": narrowed.unit_form["to-chuc"],
    }
    return render(request, "congress/year.html", context)


def _year(request: StaffRequest) -> int:
    asked = request.GET.get("nam", "")
    years = range(EARLIEST.year, LATEST.year + 1)
    if asked.isdecimal() and len(asked) == len("2025") and int(asked) in years:
        return int(asked)
    return timezone.localdate().year


def _columns() -> list[Column[Congress]]:
    return [
        Column(
            "ten",
            _("Tổ chức đảng"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("khai-mac", _("Khai mạc"), lambda row: row.opens_on, ("opens_on", "pk")),
        Column("be-mac", _("Bế mạc"), lambda row: row.closes_on, ("closes_on", "pk")),
        Column("nam", _("Trong năm"), lambda _row: ""),
    ]


def _bar(congress: Congress, shown: int) -> Bar:
    first = max(congress.opens_on, date(shown, 1, 1))
    last = min(congress.closes_on, date(shown, 12, 31))
    days = (last - first).days + 1
    # A day of a year is too thin to be seen from afar.
    return Bar(congress, _at(first), f"{max(days * _DAY, 3 * _DAY):.1f}")


def _begin(shown: int, number: int) -> dict[str, Any]:
    return {"number": number, "x": _at(date(shown, number, 1))}


def _at(day: date) -> str:
    return f"{(day - date(day.year, 1, 1)).days * _DAY:.1f}"


# --- who of the level above attends ---------------------------------------------------


@require_safe
@policy.requires(Right.PLAN_READ)
def upper(request: StaffRequest, congress: str) -> HttpResponse:
    found = congress_or_404(request.user, congress)
    rows = months.attending(found)
    may_send = months.may_send(request.user, found)
    wanted = request.GET.get("tim", "").strip()
    clashing = months.clashes_of(request.user, found, [row.person_id for row in rows])
    context = {
        "congress": found,
        "rows": [
            {"row": row, "clashing": clashing.get(row.person_id, [])} for row in rows
        ],
        "may_send": may_send,
        "above": found.unit.parent,
        "wanted": wanted,
        "choices": months.choices(request.user, found, wanted) if may_send else [],
    }
    return render(request, "congress/upper.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def upper_send(request: StaffRequest, congress: str) -> HttpResponse:
    found = months.sending_or_404(request.user, congress)
    key = row_key(request.POST.get("nguoi", ""))
    person = get_object_or_404(months.sendable(request.user, found), pk=key)
    services.send_to_congress(found, person, by=request.user, at=timezone.now())
    clashing = months.clashes_of(request.user, found, [person.pk]).get(person.pk)
    said = {"person": person.full_name}
    if clashing:
        said["others"] = "; ".join(str(each) for each in clashing)
        messages.warning(
            request, _("Đã cử %(person)s dự. Trùng ngày với: %(others)s.") % said
        )
    else:
        messages.success(request, _("Đã cử %(person)s dự.") % said)
    return redirect("congress:upper", found.slug)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def upper_remove(request: StaffRequest, congress: str, row: uuid.UUID) -> HttpResponse:
    found = months.sending_or_404(request.user, congress)
    known = get_object_or_404(UpperAttendance, congress=found, pk=row)
    person = services.take_back_sending(known.pk, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("%(person)s không dự nữa. Cử lại được ở dưới.")
        % {"person": person.full_name},
    )
    return redirect("congress:upper", found.slug)
