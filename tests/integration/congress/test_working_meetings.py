"""Meetings of a body: called, written down, closed for good; tasks and papers."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import (
    BodyFile,
    BodyMeeting,
    MeetingPresence,
    Task,
    WorkingBody,
    WorkList,
)
from congress.prints import body_minutes
from congress.services import working as services
from core.access.rights import Role
from core.errors import Refused
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress import working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
PDF: Final = b"%PDF-1.7 bien ban"


@pytest.fixture
def unit() -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=make.unit("Đảng bộ tỉnh"))


@pytest.fixture
def body(unit: Unit) -> WorkingBody:
    return working.body(unit)


@pytest.fixture
def writer(unit: Unit, body: WorkingBody) -> User:
    """The secretary of the body, with an account."""
    user = working.account(unit, full_name="Ma Thị Thư")
    working.member(body, user, part="secretary")
    return user


@pytest.fixture
def here(writer: User, signed_in: SignedIn) -> Client:
    return signed_in(writer)


def at(name: str, *args: object) -> str:
    return reverse(f"congress:working-{name}", args=args)


def of(name: str, meeting: BodyMeeting) -> str:
    return at(name, meeting.body_id, meeting.pk)


def minutes_of(meeting: BodyMeeting, client: Client, **said: Any) -> dict[str, Any]:
    form = client.get(of("minutes", meeting)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    return typed | said


def test_a_meeting_is_called_and_those_in_the_body_are_told(
    unit: Unit, body: WorkingBody, writer: User, here: Client
) -> None:
    other = working.account(unit, full_name="Người khác")
    working.member(body, other)
    day = timezone.localdate() + timedelta(days=3)
    said = {"day": f"{day:%d/%m/%Y}", "time": "8:00", "agenda": "Phân công viết."}

    answer = here.post(at("meeting-call", body.pk), said)

    meeting = BodyMeeting.objects.get()
    item = WorkItem.objects.get(kind=services.MEETING_WORK)
    assert answer["Location"] == of("meeting", meeting)
    assert meeting.presences.count() == 2
    assert (item.owner, item.due_on) == (writer, day)
    told = Notice.objects.get(kind="congress.body_meeting_called")
    assert told.user == other
    assert told.said == f"Tiểu ban Văn kiện họp lúc 08:00 ngày {day:%d/%m/%Y}."


def test_a_wrong_hour_is_refused_beside_its_field_and_nothing_is_lost(
    body: WorkingBody, here: Client
) -> None:
    said = {"day": "05/07/2025", "time": "sáng sớm", "agenda": "Nội dung đã gõ."}

    page = here.post(at("meeting-call", body.pk), said)

    assert set(page.context["form"].errors) == {"time"}
    assert "Nội dung đã gõ." in page.text


def test_minutes_say_who_was_there(
    body: WorkingBody, writer: User, here: Client
) -> None:
    away = working.member(body, full_name="Hà Văn Thắng")
    meeting = working.meeting(body)
    field = f"presence_{away.pk.hex}"
    mine = f"presence_{body.members.get(user=writer).pk.hex}"

    here.post(
        of("minutes", meeting),
        minutes_of(
            meeting, here, minutes="Đã bàn.", **{field: "excused", mine: "online"}
        ),
    )

    page = here.get(of("meeting", meeting))
    assert page.context["attended"] == (1, 2)
    assert "vắng có lý do" in page.text
    assert "Đã bàn." in page.text


def test_two_who_write_minutes_lose_nothing(body: WorkingBody, here: Client) -> None:
    meeting = working.meeting(body)
    mine = minutes_of(meeting, here, conclusions="Kết luận của tôi.")
    here.post(of("minutes", meeting), minutes_of(meeting, here, minutes="Của người ta"))

    page = here.post(of("minutes", meeting), mine)

    meeting.refresh_from_db()
    assert "Người khác vừa sửa" in page.text
    assert page.context["form"]["conclusions"].value() == "Kết luận của tôi."
    assert page.context["form"]["minutes"].value() == "Của người ta"
    assert meeting.conclusions == ""


def test_minutes_are_closed_when_nothing_is_missing(
    body: WorkingBody, here: Client
) -> None:
    meeting = working.meeting(body)
    empty = here.post(of("minutes-close", meeting), {"version": 1}, follow=True)
    here.post(of("minutes", meeting), minutes_of(meeting, here, minutes="Đã bàn."))
    meeting.refresh_from_db()
    unknown = here.post(
        of("minutes-close", meeting), {"version": meeting.version}, follow=True
    )
    working.written(meeting)
    stale = here.post(of("minutes-close", meeting), {"version": 1}, follow=True)
    meeting.refresh_from_db()

    here.post(of("minutes-close", meeting), {"version": meeting.version})

    meeting.refresh_from_db()
    assert "Hãy ghi diễn biến" in empty.text
    assert "Còn 1 người chưa điểm danh." in unknown.text
    assert "Người khác vừa sửa" in stale.text
    assert meeting.closed_at is not None
    assert not WorkItem.objects.filter(kind=services.MEETING_WORK).exists()
    assert here.get(of("minutes", meeting)).status_code == 404
    assert AuditEvent.objects.filter(act="congress.body_minutes_closed").count() == 1


def test_a_meeting_to_come_is_not_closed(body: WorkingBody, writer: User) -> None:
    meeting = working.meeting(body, starts_at=make.NOON + timedelta(days=1))
    done = working.written(meeting)

    with pytest.raises(Refused, match="chưa diễn ra"):
        services.close_minutes(
            meeting.pk, seen_version=done.version, by=writer, at=make.NOON
        )


def _file(body: WorkingBody, meeting: BodyMeeting, here: Client) -> BodyFile:
    here.post(
        f"{at('file-add', body.pk)}?cuoc-hop={meeting.pk}",
        {"title": "Bản ký", "file": SimpleUploadedFile("bien-ban.pdf", PDF)},
    )
    return BodyFile.objects.get()


@pytest.mark.parametrize(
    "breach",
    [
        lambda meeting: BodyMeeting.objects.filter(pk=meeting.pk).update(minutes="x"),
        lambda meeting: BodyMeeting.objects.filter(pk=meeting.pk).update(
            closed_at=None, closed_by=None
        ),
        lambda meeting: meeting.presences.all().delete(),
        lambda meeting: meeting.presences.update(presence="absent"),
        lambda meeting: MeetingPresence.objects.create(
            meeting=meeting, member=working.member(meeting.body, full_name="Thêm")
        ),
        lambda meeting: meeting.kept_files.all().delete(),
        lambda meeting: meeting.kept_files.update(meeting=None),
    ],
)
def test_the_database_keeps_closed_minutes(
    breach: Any, body: WorkingBody, here: Client
) -> None:
    meeting = working.meeting(body)
    _file(body, meeting, here)
    working.closed(meeting)

    with pytest.raises(IntegrityError), transaction.atomic():
        breach(meeting)


def test_a_cancelled_meeting_waits_for_nothing(body: WorkingBody, here: Client) -> None:
    meeting = working.meeting(body)

    asked = here.get(of("meeting-cancel", meeting))
    here.post(of("meeting-cancel", meeting))

    assert "Hủy cuộc họp?" in asked.text
    assert "đã hủy" in here.get(of("meeting", meeting)).text
    assert not WorkItem.objects.exists()
    assert here.get(of("meeting-change", meeting)).status_code == 404


def test_conclusions_become_tasks_of_the_plan(
    body: WorkingBody, writer: User, here: Client
) -> None:
    meeting = working.closed(working.meeting(body))
    said = {
        "titles": "Viết phần một\n\n Viết phần hai \n",
        "owner": writer.pk,
        "due_on": "30/07/2025",
    }

    here.post(of("conclude", meeting), said)

    plan = WorkList.objects.get()
    rows = Task.objects.filter(meeting=meeting).order_by("place")
    assert [row.title for row in rows] == ["Viết phần một", "Viết phần hai"]
    assert {(row.owner, row.work_list, row.scope) for row in rows} == {
        (writer, plan, body.scope)
    }
    assert "Viết phần hai" in here.get(of("meeting", meeting)).text
    assert "xong 0/2 việc" in here.get(at("body", body.pk)).text


def test_a_task_is_not_given_to_somebody_of_elsewhere(
    body: WorkingBody, here: Client
) -> None:
    meeting = working.meeting(body)
    stranger = make.user()

    page = here.post(of("conclude", meeting), {"titles": "Viết", "owner": stranger.pk})

    assert set(page.context["form"].errors) == {"owner"}
    assert not Task.objects.exists()


def test_papers_are_kept_and_handed_out_to_those_of_the_body_alone(
    unit: Unit, body: WorkingBody, here: Client, signed_in: SignedIn
) -> None:
    meeting = working.meeting(body)
    row = _file(body, meeting, here)
    beside = make.holder(Role.ORGANISATION_STAFF, at=make.unit("Xã bên").scope)

    answer = here.get(at("file", body.pk, row.pk))
    here.post(at("file-remove", body.pk, row.pk))

    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined] # a FileResponse
    assert answer["Content-Disposition"] == 'attachment; filename="bien-ban.pdf"'
    assert signed_in(beside).get(at("file", body.pk, row.pk)).status_code == 404
    assert here.get(at("file", body.pk, row.pk)).status_code == 404
    row.refresh_from_db()
    assert row.removed_at is not None


def test_a_file_that_is_not_what_it_says_is_refused(
    body: WorkingBody, here: Client
) -> None:
    page = here.post(
        at("file-add", body.pk),
        {"title": "Đã gõ", "file": SimpleUploadedFile("x.pdf", b"MZ not a pdf")},
    )

    assert set(page.context["form"].errors) == {"file"}
    assert "Đã gõ" in page.text
    assert not BodyFile.objects.exists()


def test_closed_minutes_are_printed(body: WorkingBody, writer: User) -> None:
    working.member(body, full_name="Hà Văn Thắng", part="head")
    meeting = working.closed(working.meeting(body))

    paper = body_minutes.minutes_of(BodyMeeting.objects.get(pk=meeting.pk))
    printed = body_minutes.print_minutes(meeting.pk, by=writer, at=make.NOON)

    assert (paper.came, paper.called) == (2, 2)
    assert (paper.chair, paper.writer) == ("Hà Văn Thắng", "Ma Thị Thư")
    assert paper.present[0] == "Hà Văn Thắng (trưởng)"
    assert bytes(printed.data).startswith(b"%PDF-")
    with pytest.raises(Refused, match="chưa chốt"):
        body_minutes.print_minutes(working.meeting(body).pk, by=writer, at=make.NOON)


def test_a_print_is_asked_for_once_the_minutes_are_closed(
    body: WorkingBody, here: Client
) -> None:
    meeting = working.meeting(body)
    early = here.post(of("paper-make", meeting))
    working.closed(meeting)

    answer = here.post(of("paper-make", meeting))

    assert early.status_code == 404
    assert answer["Location"] == of("meeting", meeting)
    assert "Lập bản in" in here.get(of("meeting", meeting)).text


def test_work_is_written_anew_every_night(unit: Unit, body: WorkingBody) -> None:
    working.meeting(body)
    cell = make.unit("Chi bộ thôn", parent=unit, kind="cell")
    working.visit(body, cell)
    before = set(WorkItem.objects.values_list("kind", "subject_key", "title"))
    WorkItem.objects.all().delete()

    services.write_work_beneath(unit.scope, make.NOON)

    assert set(WorkItem.objects.values_list("kind", "subject_key", "title")) == before
    assert len(before) == 2
