"""Conferences with points: held, called, reported by each, read at all of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from congress.models import (
    Conference,
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
    PointPerson,
    Presence,
)
from congress.prints import conference_report
from congress.queries import conferences as reads
from congress.services import conferences as services
from congress.services.conferences import (
    ConferenceFacts,
    Expected,
    NotOpen,
    PointFacts,
    Standing,
)
from core.access.rights import Role
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import AuditEvent, Notice, StoredPrint, Unit, User, WorkItem
from core.vietnamese import dates
from tests import make
from tests.integration.congress.reviews import PDF
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
LIST = "/hoi-nghi/"
TITLE = "Hội nghị trực tuyến triển khai chỉ thị"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Quảng Trị")


@pytest.fixture
def communes(province: Unit) -> list[Unit]:
    return [make.unit(f"Đảng bộ xã {name}", parent=province) for name in ("Á", "Bắc")]


@pytest.fixture
def host(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def clerk(communes: list[Unit]) -> User:
    return make.holder(
        Role.ORGANISATION_STAFF, at=communes[0].scope, full_name="Đỗ Thị Điểm"
    )


@pytest.fixture
def held(province: Unit, host: User, clerk: User) -> Conference:
    """A conference that began an hour ago, with a point for each commune."""
    made = conference(province, host)
    services.add_points_beneath(made.pk, by=host, at=timezone.now())
    return made


@pytest.fixture
def point(held: Conference, communes: list[Unit]) -> ConferencePoint:
    return ConferencePoint.objects.get(conference=held, unit=communes[0])


def facts(*, hours: int = -1, title: str = TITLE, **more: object) -> ConferenceFacts:
    starts = timezone.now() + timedelta(hours=hours)
    return ConferenceFacts(title=title, starts_at=starts, **more)  # type: ignore[arg-type] # fields of it


def conference(of: Unit, by: User, **said: Any) -> Conference:
    return services.hold_conference(of, facts(**said), by=by, at=timezone.now())


def expect(at_point: ConferencePoint, *people: str) -> list[PointPerson]:
    named = [Expected(each, "bí thư chi bộ") for each in people]
    services.expect_people(at_point.pk, named, by=None, at=timezone.now())
    return reads.people_of(at_point)


def report(of: ConferencePoint, by: User, **said: object) -> ConferencePoint:
    of.refresh_from_db()
    return services.report_point(
        of.pk,
        seen_version=of.version,
        by=by,
        at=timezone.now(),
        **said,  # type: ignore[arg-type] # of report_point
    )


def at(page: str, *args: object) -> str:
    return reverse(f"congress:{page}", args=args)


# --- points ---------------------------------------------------------------------------


def test_each_unit_right_beneath_gets_a_point_once(
    held: Conference, communes: list[Unit], host: User, clerk: User
) -> None:
    make.unit("Chi bộ sâu", parent=make.unit("Đảng bộ cơ sở", parent=communes[0]))
    again = services.add_points_beneath(held.pk, by=host, at=timezone.now())

    assert again == []
    assert {each.unit for each in held.points.all()} == set(communes)
    told = Notice.objects.get(user=clerk)
    assert told.kind == "congress.conference_called"
    assert WorkItem.objects.filter(kind=services.WORK).count() == 2


def test_a_typed_place_is_the_hosts(held: Conference, host: User) -> None:
    made = services.add_point(
        held.pk, PointFacts(name="Hội trường 200 chỗ"), by=host, at=timezone.now()
    )

    assert made.unit == held.unit


def test_a_unit_beside_the_host_has_no_point(held: Conference, host: User) -> None:
    stranger = make.unit("Đảng bộ tỉnh Khác")

    with pytest.raises(Unfit) as refusal:
        services.add_point(
            held.pk,
            PointFacts(name="Lạ", unit=stranger),
            by=host,
            at=timezone.now(),
        )

    assert refusal.value.field == "unit"


def test_one_name_and_one_main_point_only(held: Conference, host: User) -> None:
    def add(**said: object) -> None:
        told = PointFacts(**{"name": "Hội trường"} | said)  # type: ignore[arg-type] # its fields
        services.add_point(held.pk, told, by=host, at=timezone.now())

    add(is_main=True)
    for said, field in (({}, "name"), ({"name": "Khác", "is_main": True}, "is_main")):
        with pytest.raises(Unfit) as refusal:
            add(**said)
        assert refusal.value.field == field


def test_a_point_that_has_reported_stays(
    held: Conference, point: ConferencePoint, clerk: User, host: User
) -> None:
    report(point, clerk, number=10)
    other = held.points.exclude(pk=point.pk).get()

    with pytest.raises(Refused):
        services.remove_point(point.pk, by=host, at=timezone.now())
    services.remove_point(other.pk, by=host, at=timezone.now())

    assert list(held.points.all()) == [point]
    assert not WorkItem.objects.filter(kind=services.WORK).exists()


# --- who came -------------------------------------------------------------------------


def test_those_ticked_came_and_the_others_did_not(
    held: Conference, point: ConferencePoint, clerk: User
) -> None:
    people = expect(point, "Lò Văn Ba", "Hồ Thị Ánh", "Hồ Văn Bảy")
    assert people[0].full_name == "Hồ Thị Ánh"

    done = report(point, clerk, there=[people[0].pk, people[1].pk])

    assert done.present == 2
    states = {each.full_name: each.presence for each in reads.people_of(point)}
    assert sorted(states.values()) == [
        Presence.ABSENT,
        Presence.PRESENT,
        Presence.PRESENT,
    ]
    told = reads.attendance(held)
    assert (told.reported, told.points, told.present, told.expected) == (1, 2, 2, 3)
    assert WorkItem.objects.filter(kind=services.WORK).count() == 1


def test_without_a_list_a_number_is_asked_for(
    point: ConferencePoint, clerk: User
) -> None:
    with pytest.raises(Unfit) as refusal:
        report(point, clerk)
    assert refusal.value.field == "number"

    assert report(point, clerk, number=0).present == 0


def test_before_its_day_nobody_reports(province: Unit, host: User) -> None:
    ahead = conference(province, host, hours=48)
    made = services.add_point(
        ahead.pk, PointFacts(name="Hội trường"), by=host, at=timezone.now()
    )

    with pytest.raises(Refused):
        report(made, host, number=3)


def test_before_its_day_a_point_is_told_when_to_report(
    province: Unit, host: User, clerk: User, signed_in: SignedIn
) -> None:
    made = conference(province, host, hours=48)
    services.add_points_beneath(made.pk, by=host, at=timezone.now())
    row = ConferencePoint.objects.get(conference=made, unit__name="Đảng bộ xã Á")

    page = signed_in(clerk).get(at("conference-point", row.pk))

    day = dates.short(timezone.localdate(made.starts_at))
    assert f"Báo số người dự từ ngày họp, {day}." in page.text
    assert at("conference-point-report", row.pk) not in page.text


def test_of_two_who_report_the_second_sees_the_first(
    point: ConferencePoint, clerk: User, signed_in: SignedIn, communes: list[Unit]
) -> None:
    report(point, clerk, number=12)
    second = signed_in(make.holder(Role.UNIT_SECRETARY, at=communes[0].scope))

    page = second.post(
        at("conference-point-report", point.pk),
        {"number": "15", "note": "mất tiếng 5 phút", "version": "1"},
    )

    assert "Đỗ Thị Điểm vừa báo 12 người có mặt" in page.text
    assert "mất tiếng 5 phút" in page.text
    assert 'value="15"' in page.text
    point.refresh_from_db()
    assert point.present == 12
    with pytest.raises(ChangedMeanwhile):
        services.report_point(
            point.pk, number=1, seen_version=1, by=clerk, at=timezone.now()
        )


def test_people_are_pasted_one_in_a_line(
    point: ConferencePoint, clerk: User, signed_in: SignedIn
) -> None:
    pasted = "Lò Văn Ba – Bí thư\r\nHồ Thị Ánh\tPhó Bí thư\r\n\r\nLò Văn Ba – Bí thư"

    signed_in(clerk).post(at("conference-point-people", point.pk), {"lines": pasted})

    assert {(each.full_name, each.post) for each in reads.people_of(point)} == {
        ("Lò Văn Ba", "Bí thư"),
        ("Hồ Thị Ánh", "Phó Bí thư"),
    }


# --- cancelled and over ---------------------------------------------------------------


@pytest.mark.parametrize("act", [Standing.CANCEL, Standing.END])
def test_nothing_changes_once_it_is_cancelled_or_over(
    held: Conference, point: ConferencePoint, host: User, clerk: User, act: Standing
) -> None:
    services.set_standing(held.pk, act, by=host, at=timezone.now())

    assert not WorkItem.objects.filter(kind=services.WORK).exists()
    with pytest.raises(NotOpen):
        report(point, clerk, number=1)
    with pytest.raises(NotOpen):
        services.write_note(held.pk, "x", by=host, at=timezone.now())
    services.set_standing(held.pk, Standing.REOPEN, by=host, at=timezone.now())
    assert report(point, clerk, number=1).present == 1
    assert WorkItem.objects.filter(kind=services.WORK).count() == 1


def test_what_has_not_begun_is_not_over(province: Unit, host: User) -> None:
    ahead = conference(province, host, hours=5)

    with pytest.raises(Refused):
        services.set_standing(ahead.pk, Standing.END, by=host, at=timezone.now())


def test_points_are_told_of_another_hour_and_of_no_conference(
    held: Conference, host: User, clerk: User
) -> None:
    held.refresh_from_db()
    services.change_conference(
        held.pk,
        facts(hours=30),
        seen_version=held.version,
        by=host,
        at=timezone.now(),
    )
    services.set_standing(held.pk, Standing.CANCEL, by=host, at=timezone.now())

    kinds = set(Notice.objects.filter(user=clerk).values_list("kind", flat=True))
    assert kinds == {
        "congress.conference_called",
        "congress.conference_moved",
        "congress.conference_off",
    }


def test_what_points_have_to_report_goes_by_the_name_it_has_now(
    held: Conference, host: User
) -> None:
    services.change_conference(
        held.pk,
        ConferenceFacts(title="Hội nghị mang tên mới", starts_at=held.starts_at),
        seen_version=held.version,
        by=host,
        at=timezone.now(),
    )

    titles = WorkItem.objects.filter(kind=services.WORK).values_list("title", flat=True)
    assert list(titles) == ["Hội nghị mang tên mới"] * 2


def test_lost_rows_of_work_are_written_anew(held: Conference, province: Unit) -> None:
    WorkItem.objects.filter(kind=services.WORK).delete()

    services.write_work_beneath(province.scope, timezone.now())

    assert WorkItem.objects.filter(kind=services.WORK).count() == 2


# --- who reads ------------------------------------------------------------------------


def test_a_stranger_and_a_unit_without_a_point_find_nothing(
    held: Conference, point: ConferencePoint, province: Unit, signed_in: SignedIn
) -> None:
    left_out = make.unit("Đảng bộ xã Sau", parent=province)
    for place in (left_out, make.unit("Đảng bộ tỉnh Khác")):
        client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=place.scope))
        assert TITLE not in client.get(LIST).text
        for page in ("conference", "conference-people", "conference-papers"):
            assert client.get(at(page, held.pk)).status_code == 404
        for page in ("conference-point", "conference-point-report"):
            assert client.get(at(page, point.pk)).status_code == 404
        answer = client.post(
            at("conference-point-report", point.pk), {"number": 1, "version": 1}
        )
        assert answer.status_code == 404


def test_a_point_reads_all_documents_and_reports_for_itself_only(
    held: Conference,
    point: ConferencePoint,
    host: User,
    clerk: User,
    signed_in: SignedIn,
) -> None:
    other = held.points.exclude(pk=point.pk).get()
    signed_in(host).post(
        at("conference-file-add", held.pk),
        {"files": [SimpleUploadedFile("tai-lieu.pdf", PDF)]},
    )
    file = ConferenceFile.objects.get()
    client = signed_in(clerk)

    got = client.get(at("conference-file", held.pk, file.pk))

    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert TITLE in client.get(LIST).text
    assert client.get(at("conference-point", other.pk)).status_code == 404
    for page in ("conference-change", "conference-file-add", "conference-people"):
        assert client.get(at(page, held.pk)).status_code == 404
    assert client.post(at("conference-act", held.pk, "huy")).status_code == 404
    assert (
        client.post(at("conference-file-remove", held.pk, file.pk)).status_code == 404
    )


def test_a_document_taken_away_is_read_no_more(
    held: Conference, host: User, signed_in: SignedIn
) -> None:
    client = signed_in(host)
    client.post(
        at("conference-file-add", held.pk),
        {"files": [SimpleUploadedFile("tai-lieu.pdf", PDF)]},
    )
    file = ConferenceFile.objects.get()

    client.post(at("conference-file-remove", held.pk, file.pk))

    assert client.get(at("conference-file", held.pk, file.pk)).status_code == 404


def test_what_one_point_notes_the_others_do_not_read(
    held: Conference,
    point: ConferencePoint,
    host: User,
    clerk: User,
    communes: list[Unit],
    signed_in: SignedIn,
) -> None:
    signed_in(clerk).post(
        at("conference-point-note", point.pk), {"text": "Xã Á kiến nghị thêm máy"}
    )
    neighbour = make.holder(Role.ORGANISATION_STAFF, at=communes[1].scope)

    assert ConferenceNote.objects.get().point == point
    assert "thêm máy" in signed_in(host).get(at("conference", held.pk)).text
    assert "thêm máy" not in signed_in(neighbour).get(at("conference", held.pk)).text


# --- pages ----------------------------------------------------------------------------


def test_a_host_enters_a_conference_and_its_points_on_pages(
    province: Unit, communes: list[Unit], host: User, signed_in: SignedIn
) -> None:
    client = signed_in(host)

    client.post(
        at("conference-new"),
        {"unit": province.code, "title": TITLE, "day": "1/7/2020", "starts": "8h00"},
    )
    made = Conference.objects.get()
    client.post(at("conference-points-beneath", made.pk))
    client.post(
        at("conference-point-add", made.pk),
        {"name": "Hội trường tỉnh", "expected": "5", "is_main": "on"},
    )

    page = client.get(at("conference", made.pk)).text
    assert "0/3 điểm cầu đã báo" in page
    assert "08:00 01/07/2020" in page
    assert client.get(f"{at('conference', made.pk)}?bao-so=da").status_code == 200


def test_hours_out_of_order_are_told_beside_the_field(
    province: Unit, host: User, signed_in: SignedIn
) -> None:
    page = signed_in(host).post(
        at("conference-new"),
        {
            "unit": province.code,
            "title": TITLE,
            "day": "1/7/2020",
            "starts": "8:00",
            "ends": "7:00",
        },
    )

    assert "Giờ kết thúc phải sau giờ bắt đầu" in page.text
    assert not Conference.objects.exists()


def test_two_who_change_it_see_both_versions(
    held: Conference, host: User, signed_in: SignedIn
) -> None:
    client = signed_in(host)
    form = client.get(at("conference-change", held.pk)).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    held.refresh_from_db()
    services.change_conference(
        held.pk,
        facts(title="Bản người kia"),
        seen_version=held.version,
        by=make.user(),
        at=timezone.now(),
    )

    page = client.post(
        at("conference-change", held.pk),
        shown
        | {
            "title": "Bản của tôi",
            "day": f"{shown['day']:%d/%m/%Y}",
            "starts": f"{shown['starts']:%H:%M}",
        },
    )

    assert "Bản của tôi" in page.text
    assert "Bản người kia" in page.text


def test_taking_the_people_out_is_noted(
    held: Conference, point: ConferencePoint, host: User, signed_in: SignedIn
) -> None:
    expect(point, "Lò Văn Ba", "Hồ Thị Ánh")

    answer = signed_in(host).get(f"{at('conference-people', held.pk)}?xuat=xlsx")

    assert answer.content.startswith(b"PK")
    line = AuditEvent.objects.get(act="congress.conference_people_exported")
    assert line.detail == {"people": 2}


def test_its_paper_tells_who_came(
    held: Conference, point: ConferencePoint, host: User, clerk: User
) -> None:
    report(point, clerk, number=14)

    kept = conference_report.print_conference(held.pk, by=host, at=timezone.now())

    assert StoredPrint.objects.get().pk == kept.pk
    assert bytes(StoredPrint.objects.get().data).startswith(b"%PDF-")


def test_pages_ask_as_often_for_many_points_as_for_few(
    held: Conference,
    province: Unit,
    host: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: Queries,
) -> None:
    client = signed_in(host)
    client.get(LIST)
    for _round in range(2):
        with django_assert_max_num_queries(8):
            client.get(LIST)
        with django_assert_max_num_queries(13):
            client.get(at("conference", held.pk))
        for name in ("Một", "Hai", "Ba"):
            make.unit(f"Đảng bộ xã {name} {_round}", parent=province)
        services.add_points_beneath(held.pk, by=host, at=timezone.now())
        conference(province, host)


def test_a_conference_is_for_a_congress_of_its_host(
    province: Unit, communes: list[Unit], host: User, signed_in: SignedIn
) -> None:
    own, beneath = make.congress(province), make.congress(communes[0])
    held = conference(province, host, congress=own)
    assert held.congress == own
    with pytest.raises(Unfit, match="chính đơn vị tổ chức"):
        conference(province, host, congress=beneath)

    form = signed_in(host).get(at("conference-change", held.pk)).context["form"]

    assert list(form.fields["congress"].queryset) == [own]
    assert form.initial["congress"] == own
