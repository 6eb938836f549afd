"""All lessons beside all units: who answered what."""

from dataclasses import replace
from typing import Final

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congress import labels
from congress.models import Congress, LessonPush
from congress.queries import lessons as found_in
from congress.queries import matching, progress
from congress.views.lessons import ROWS, cell
from congress.views.progress import narrow, years_filter
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.web import StaffRequest

SHOWN: Final = 8  # lessons side by side on a screen; a file has all


@require_safe
@policy.requires(Right.PLAN_READ)
def lesson_matrix(request: StaffRequest) -> HttpResponse:
    seen = list(found_in.pushes_seen(request.user))
    years = sorted({push.first_year for push in seen}, reverse=True)
    asked = chosen(request, "nhiem-ky", {str(year): "" for year in years})
    year = int(asked) if asked else next(iter(years), None)
    narrowed = narrow(request, year=year)
    level = narrowed.within.level
    pushes = [
        push
        for push in seen
        if push.first_year == year and (not level or push.level_id == level)
    ]
    congresses = found_in.remaining(progress.congresses_in(narrowed.within))
    rows, filters = _narrowed(request, congresses, pushes)
    rows = progress.with_order(rows, today=timezone.localdate())
    if wants_file(request):
        return _matrix_file(request, rows, pushes)
    shown: Listing[Congress] = listing(
        request,
        rows.select_related("unit__parent"),
        _matrix_columns(),
        default="ten",
        filters=[years_filter(request, years, year), *filters, *narrowed.filters],
        size=ROWS,
    )
    shown = replace(shown, narrowed=shown.narrowed or narrowed.is_narrowed)
    told = [each for each in found_in.counted(congresses, pushes) if each.total]
    beside = [each.push for each in told][:SHOWN]
    answers = found_in.answers_of(shown.page.object_list, beside)
    context = {
        "told": told,
        "is_pushed": bool(pushes),
        "beside": beside,
        "left_out": len(told) - len(beside),
        "listing": shown,
        "page": shown.page,
        "unit": narrowed.unit,
        "unit_field": narrowed.unit_form["to-chuc"],
        "lines": [
            {
                "congress": each,
                "cells": [
                    {
                        "title": push.lesson.title,
                        **cell(answers.get((each.pk, push.pk))),
                    }
                    for push in beside
                ],
            }
            for each in shown.page
        ],
        "drafts": list(found_in.waiting_to_be_pushed(request.user)[:ROWS]),
    }
    return render(request, "congress/lesson_matrix.html", context)


def _narrowed(
    request: StaffRequest, congresses: QuerySet[Congress], pushes: list[LessonPush]
) -> tuple[QuerySet[Congress], list[Filter]]:
    titles = {str(push.pk): push.lesson.title for push in pushes}
    which = chosen(request, "bai-hoc", titles)
    state = chosen(request, "tra-loi", labels.ANSWERED)
    rows = found_in.with_numbers(congresses, pushes).filter(Q(theirs__gt=0))
    if state:
        rows = _answering(rows, pushes, which, state)
    if wanted := request.GET.get("tim", "").strip():
        rows = matching(rows, wanted)
    return rows, [
        Filter("bai-hoc", _("Bài học"), list(titles.items()), which),
        Filter("tra-loi", _("Trả lời"), list(labels.ANSWERED.items()), state),
    ]


def _answering(
    rows: QuerySet[Congress], pushes: list[LessonPush], which: str, state: str
) -> QuerySet[Congress]:
    """Keep those that answered so: to the lesson that is chosen, else to any."""
    if which:
        (push,) = (each for each in pushes if str(each.pk) == which)
        told = found_in.recipients(push).values("pk")
        return found_in.answering(rows.filter(pk__in=told), push, state)
    if state == found_in.NONE:
        return rows.filter(Q(answered__lt=found_in.THEIRS))
    said = found_in.latest().filter(push__in=pushes, verdict=state)
    return rows.filter(pk__in=said.values("congress"))


def _matrix_columns() -> list[Column[Congress]]:
    return [
        Column("ten", _("Tổ chức đảng"), lambda row: row.unit.name, ("by_name", "pk")),
        Column("khai-mac", _("Khai mạc"), lambda row: row.opens_on, ("opens_on", "pk")),
        Column(
            "da-tra-loi",
            _("Đã trả lời"),
            lambda row: f"{row.answered}/{row.theirs}",  # type: ignore[attr-defined]  # annotated
            ("answered", "pk"),
        ),
    ]


def _matrix_file(
    request: StaffRequest, rows: QuerySet[Congress], pushes: list[LessonPush]
) -> HttpResponse:
    found = found_in.latest().filter(push__in=pushes)
    said = {
        (congress, push): (verdict, text)
        for congress, push, verdict, text in found.values_list(
            "congress", "push", "verdict", "text"
        )
    }

    def column(push: LessonPush) -> Column[Congress]:
        def value(row: Congress) -> str:
            verdict, text = said.get((row.pk, push.pk), (found_in.NONE, ""))
            word = str(labels.ANSWERED[verdict])
            return f"{word}: {text}" if text else word

        return Column(f"bai-{push.pk}", push.lesson.title, value)

    return as_file(
        request,
        rows.select_related("unit"),
        [*_matrix_columns(), *(column(push) for push in pushes)],
        default="ten",
        title=_("Bài học của đại hội điểm"),
        file_name="bai-hoc-dai-hoi-diem.xlsx",
    )
