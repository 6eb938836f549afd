"""Each constraint of sub-committees and task forces, broken once."""

from collections.abc import Callable
from typing import Any, Final

from congress.models import (
    BodyFile,
    BodyMeeting,
    BodyMember,
    BodyUnit,
    MeetingPresence,
    Visit,
    VisitRound,
    WorkingBody,
)
from tests import make
from tests.integration.congress import working


def body(**changes: Any) -> int:
    return WorkingBody.objects.filter(pk=working.body().pk).update(**changes)


def of_one_name() -> int:
    made = working.body()
    other = working.body(made.unit, name="Tiểu ban khác")
    return WorkingBody.objects.filter(pk=other.pk).update(name=made.name)


def helping_itself() -> int:
    made = working.body(form="help_team", name="Tổ giúp việc")
    return WorkingBody.objects.filter(pk=made.pk).update(helps=made)


def member(**changes: Any) -> int:
    made = working.member(working.body())
    return BodyMember.objects.filter(pk=made.pk).update(**changes)


def twice(**same: Any) -> int:
    """Two who are in one body become alike."""
    made = working.body()
    working.member(made)
    rows = BodyMember.objects.filter(body=made)
    working.member(made, full_name="Một người khác")
    return rows.update(**same)


def territory(*, times: int = 1, **said: Any) -> None:
    made = working.body()
    cell = make.unit(parent=made.unit)
    for _again in range(times):
        BodyUnit.objects.create(body=made, unit=cell, from_on=working.DECIDED, **said)


def meeting(**changes: Any) -> int:
    made = working.meeting(working.body())
    return BodyMeeting.objects.filter(pk=made.pk).update(**changes)


def meeting_numbered_twice() -> None:
    made = working.meeting(working.body())
    BodyMeeting.objects.create(
        body=made.body, number=made.number, starts_at=make.NOON, agenda="x"
    )


def presence(**changes: Any) -> int:
    made = working.body()
    working.member(made)
    found = MeetingPresence.objects.filter(meeting=working.meeting(made))
    return found.update(**changes)


def present_twice() -> None:
    made = working.body()
    somebody = working.member(made)
    MeetingPresence.objects.create(meeting=working.meeting(made), member=somebody)


def file() -> None:
    made = working.body()
    stored = make.upload(make.body(), b"x").file
    BodyFile.objects.create(
        body=made, file=stored, title="", by=make.user(), at=make.NOON
    )


def tour(**changes: Any) -> int:
    made = working.tour(working.body())
    return VisitRound.objects.filter(pk=made.pk).update(**changes)


def tour_named_twice() -> None:
    made = working.tour(working.body())
    VisitRound.objects.create(
        body=made.body,
        title=made.title,
        mode="online",
        starts_on=made.starts_on,
        ends_on=made.ends_on,
    )


def visit(**changes: Any) -> int:
    made = working.body()
    gone = working.visit(made, make.unit(parent=made.unit))
    return Visit.objects.filter(pk=gone.pk).update(**changes)


def visited_twice() -> None:
    made = working.tour(working.body())
    cell = make.unit(parent=made.body.unit)
    for _again in range(2):
        Visit.objects.create(body=made.body, round=made, unit=cell, mode="online")


WORKED: Final[dict[str, Callable[[], object]]] = {
    "congress_body_name_once": of_one_name,
    "congress_body_known_words": lambda: body(form="x"),
    "congress_body_ends_after_it_began": lambda: body(ended_on=make.LONG_AGO),
    "congress_body_only_teams_help": helping_itself,
    "congress_body_has_one_head": lambda: twice(part="head"),
    "congress_body_person_once": lambda: twice(person=make.person()),
    "congress_body_account_once": lambda: twice(user=make.user()),
    "congress_body_member_named": lambda: member(full_name=""),
    "congress_body_member_leaves_after_coming": lambda: member(until_on=make.LONG_AGO),
    "congress_body_unit_once": lambda: territory(times=2),
    "congress_body_unit_left_after_given": lambda: territory(until_on=make.LONG_AGO),
    "congress_meeting_number_once": meeting_numbered_twice,
    "congress_meeting_closed_by_somebody_with_minutes": lambda: meeting(
        closed_at=make.NOON
    ),
    "congress_meeting_has_an_agenda": lambda: meeting(agenda=""),
    "congress_meeting_member_once": present_twice,
    "congress_meeting_known_presence": lambda: presence(presence="x"),
    "congress_body_file_titled": file,
    "congress_visit_round_title_once": tour_named_twice,
    "congress_visit_round_in_order": lambda: tour(ends_on=make.LONG_AGO),
    "congress_visit_unit_once_a_round": visited_twice,
    "congress_visit_known_mode": lambda: visit(mode="x"),
    "congress_visit_held_and_told": lambda: visit(held_on=working.DECIDED),
    "congress_visit_present_of_invited": lambda: visit(invited=1, present=2),
}
