"""The minutes of a meeting of a body on paper, once they are closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress.models import BodyMeeting, Presence, Task
from congress.prints import kept
from congress.queries import working
from core.errors import Refused
from core.models import StoredPrint, User
from core.vietnamese import dates

FORM: Final = kept.Form(
    "congress.body_minutes",
    "congress/print/body_minutes.html",
    "Biên bản họp",
    "congress.body_minutes_printed",
)


class NotClosed(Refused):
    """Minutes are printed once they are closed."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    body: str
    number: int
    day: str
    time: str
    place: str
    agenda: tuple[str, ...]  # a paragraph each
    minutes: tuple[str, ...]
    conclusions: tuple[str, ...]
    came: int
    called: int
    chair: str
    writer: str
    present: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]  # who, and how it is noted
    tasks: tuple[tuple[str, str, str], ...]  # what, who, until when


def print_minutes(
    meeting_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the closed minutes of a meeting on the shelf."""
    rows = BodyMeeting.objects.select_related("body__scope", "body__unit__parent")
    meeting = rows.get(pk=meeting_id)
    if meeting.closed_at is None:
        raise NotClosed(_("Biên bản chưa chốt nên chưa in được."))
    return kept.keep(
        FORM,
        minutes_of(meeting),
        subject=meeting,
        scope=meeting.body.scope,
        file_name=f"bien-ban-hop-{meeting.number}.pdf",
        by=by,
        at=at,
    )


def minutes_of(meeting: BodyMeeting) -> Minutes:
    """Fill the paper. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _minutes(meeting)


def _minutes(meeting: BodyMeeting) -> Minutes:
    body = meeting.body
    starts = timezone.localtime(meeting.starts_at)
    known = working.presences_of(meeting)
    people = [each for each in working.may_attend(meeting) if each.pk in known]
    there = {Presence.PRESENT.value, Presence.ONLINE.value}
    words = dict(Presence.choices)
    # Who was not there neither chaired it nor wrote it down.
    parts = {
        each.part: each.full_name
        for each in reversed(people)
        if known[each.pk] in there
    }
    tasks = Task.objects.filter(meeting=meeting).select_related("owner")
    return Minutes(
        above=body.unit.parent.name if body.unit.parent else "",
        unit=body.unit.name,
        body=body.name,
        number=meeting.number,
        day=dates.long(starts.date()),
        time=f"{starts:%H:%M}",
        place=meeting.place,
        agenda=_paragraphs(meeting.agenda),
        minutes=_paragraphs(meeting.minutes),
        conclusions=_paragraphs(meeting.conclusions),
        came=sum(known[each.pk] in there for each in people),
        called=len(people),
        chair=parts.get("head", ""),
        writer=parts.get("secretary", ""),
        present=tuple(
            f"{each.full_name} ({each.get_part_display()})"
            for each in people
            if known[each.pk] in there
        ),
        absent=tuple(
            (each.full_name, str(words[known[each.pk]]))
            for each in people
            if known[each.pk] not in there
        ),
        tasks=tuple(
            (
                task.title,
                task.owner.full_name if task.owner else body.name,
                dates.short(task.due_on) if task.due_on else "",
            )
            for task in tasks.order_by("place", "pk")
        ),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
