"""The page of a journey, and a congress that is only read while it is elsewhere."""

import pytest
from django.db import connection
from django.urls import reverse

from congress.models import Congress
from core.access.rights import Role
from core.models import (
    Arrival,
    AuditEvent,
    Job,
    Journey,
    JourneyEnd,
    StoredFile,
    User,
)
from core.operations import keys
from core.services import journeys
from tests import make
from tests.make import SignedIn, unheard

pytestmark = pytest.mark.django_db

TYPED = {
    "destination": "máy của ban kiểm phiếu",
    "passphrase": "song dai troi rong ben co lieu",
    "again": "song dai troi rong ben co lieu",
}
ONLY_READ = "Đại hội đang làm việc ở máy khác, nên ở đây chỉ xem."


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_COST", 10)


@pytest.fixture
def congress() -> Congress:
    return make.congress()


def clerk_of(congress: Congress) -> User:
    return make.holder(Role.SECRETARIAT, at=congress.scope)


def taken_out(congress: Congress, by: User) -> Journey:
    return journeys.begin(
        congress.scope,
        destination=TYPED["destination"],
        passphrase=TYPED["passphrase"],
        by=by,
        at=make.NOON,
    )


def url(name: str, congress: Congress, *rest: object) -> str:
    return reverse(f"congress:{name}", args=[congress.slug, *rest])


def test_a_congress_is_sent_off_from_its_page(
    congress: Congress, signed_in: SignedIn
) -> None:
    client = signed_in(clerk_of(congress))

    answer = client.post(url("journey", congress), TYPED)

    assert answer.headers["Location"] == url("journey", congress)
    assert Journey.objects.get().scope_id == congress.scope_id
    assert Job.objects.get().kind == "core.make_parcel"
    assert "người mang" in client.get(url("journey", congress)).text


def test_the_application_does_all_of_it_with_its_rights(
    congress: Congress, application_role: str
) -> None:
    by = clerk_of(congress)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        journey = taken_out(congress, by)
        made = journeys.make_parcel(
            str(journey.pk), by=by, at=make.NOON, report=unheard
        )
        journeys.note_parcel_fetched(made, by=by, at=make.NOON)
        journeys.give_up(str(journey.pk), reason="nhầm", by=by, at=make.NOON)
        cursor.execute("RESET ROLE")

    assert JourneyEnd.objects.get().journey == journey


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"again": "mot cau khac han the"}, "không giống nhau"),
        ({"passphrase": "ngan", "again": "ngan"}, "12 ký tự"),
        ({"destination": ""}, "bắt buộc"),
    ],
)
def test_what_is_typed_wrongly_sends_nothing_off(
    congress: Congress, signed_in: SignedIn, said: dict[str, str], words: str
) -> None:
    page = signed_in(clerk_of(congress)).post(url("journey", congress), TYPED | said)

    assert words in page.text
    assert not Journey.objects.exists()


def test_a_congress_that_is_out_is_not_sent_off_again(
    congress: Congress, signed_in: SignedIn
) -> None:
    clerk = clerk_of(congress)
    taken_out(congress, clerk)

    page = signed_in(clerk).post(url("journey", congress), TYPED)

    assert "Bỏ chuyến này" in page.text
    assert Journey.objects.count() == 1


def test_the_file_is_handed_out_and_a_line_says_to_whom(
    congress: Congress, signed_in: SignedIn
) -> None:
    clerk = clerk_of(congress)
    journey = taken_out(congress, clerk)
    made = journeys.make_parcel(str(journey.pk), by=clerk, at=make.NOON, report=unheard)

    answer = signed_in(clerk).post(url("journey-fetch", congress, made.pk))

    sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a file
    assert len(sent) == StoredFile.objects.get(parcel=made).size
    assert ".daihoi" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(act="core.parcel_fetched", actor=clerk).exists()


def test_a_file_of_another_congress_is_not_handed_out(
    congress: Congress, signed_in: SignedIn
) -> None:
    clerk = clerk_of(congress)
    taken_out(congress, clerk)
    other = make.congress()
    theirs = journeys.make_parcel(
        str(taken_out(other, clerk).pk), by=clerk, at=make.NOON, report=unheard
    )

    answer = signed_in(clerk).post(url("journey-fetch", congress, theirs.pk))

    assert answer.status_code == 404


def test_while_it_is_out_a_congress_is_read_and_nothing_is_written(
    congress: Congress, signed_in: SignedIn
) -> None:
    staff = make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)
    client = signed_in(staff)
    taken_out(congress, staff)

    page = client.get(url("detail", congress))
    refused = client.post(url("change", congress), {"title": "khác"}, follow=True)

    assert page.status_code == 200
    assert ONLY_READ in refused.text
    assert not AuditEvent.objects.filter(act="congress.congress_changed").exists()


def test_another_congress_goes_on_meanwhile(
    congress: Congress, signed_in: SignedIn
) -> None:
    other = make.congress()
    staff = make.holder(Role.ORGANISATION_STAFF, at=other.unit.scope)
    taken_out(congress, staff)

    answer = signed_in(staff).post(url("change", other), {}, follow=True)

    assert ONLY_READ not in answer.text


def test_where_it_went_it_is_worked_on(congress: Congress, signed_in: SignedIn) -> None:
    staff = make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)
    Arrival.objects.create(
        journey=taken_out(congress, staff), machine="máy tỉnh", at=make.NOON
    )
    client = signed_in(staff)

    answer = client.post(url("change", congress), {}, follow=True)

    assert ONLY_READ not in answer.text
    assert "Tệp mang về" in client.get(url("journey", congress)).text
    assert client.get(url("journey-give-up", congress)).status_code == 404


def test_a_journey_given_up_lets_work_go_on(
    congress: Congress, signed_in: SignedIn
) -> None:
    staff = make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)
    taken_out(congress, staff)
    client = signed_in(staff)

    silent = client.post(url("journey-give-up", congress), {"reason": ""})
    client.post(url("journey-give-up", congress), {"reason": "Không dùng máy ấy"})

    assert silent.status_code == 200
    assert JourneyEnd.objects.get().reason == "Không dùng máy ấy"
    answer = client.post(url("change", congress), {}, follow=True)
    assert ONLY_READ not in answer.text
