"""Who took part in a conference, point by point, on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation

from congress.models import Conference
from congress.prints import kept
from congress.queries import conferences
from core.models import StoredPrint, User
from core.vietnamese import dates, numbers

FORM: Final = kept.Form(
    "congress.conference_report",
    "congress/print/conference_report.html",
    "Báo cáo số người dự hội nghị",
    "congress.conference_printed",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One point: how many of how many came."""

    name: str
    place: str
    expected: str
    present: str
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    place: str
    day: str
    title: str
    held: str
    chaired_by: str
    reported: str
    attended: str
    lines: tuple[Line, ...]
    conclusions: tuple[str, ...]


def print_conference(
    conference_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the report of a conference as it stands on the shelf."""
    rows = Conference.objects.select_related("unit__parent", "unit__scope")
    held = rows.get(pk=conference_id)
    day = timezone.localdate(at)
    with translation.override("vi"):
        paper = _report(held, dates.long(day))
    return kept.keep(
        FORM,
        paper,
        subject=held,
        scope=held.unit.scope,
        file_name=f"hoi-nghi-{timezone.localdate(held.starts_at):%Y%m%d}-du.pdf",
        by=by,
        at=at,
    )


def _report(held: Conference, day: str) -> Report:
    points = list(conferences.points_of(held).order_by("-is_main", "number", "pk"))
    told = conferences.attendance(held)
    starts = timezone.localtime(held.starts_at)
    return Report(
        above=held.unit.parent.name if held.unit.parent else "",
        unit=held.unit.name,
        place="",
        day=day,
        title=held.title,
        held=f"{starts:%H:%M}, {dates.long(starts.date())}",
        chaired_by=held.chaired_by,
        reported=f"{numbers.grouped(told.reported)}/{numbers.grouped(told.points)}",
        attended=f"{numbers.grouped(told.present)}/{numbers.grouped(told.expected)}",
        lines=tuple(
            Line(
                name=point.name,
                place=point.place,
                expected=numbers.grouped(conferences.expected_at(point)),
                present="chưa báo"
                if point.present is None
                else numbers.grouped(point.present),
                note=point.note,
            )
            for point in points
        ),
        conclusions=tuple(filter(None, held.conclusions.splitlines())),
    )
