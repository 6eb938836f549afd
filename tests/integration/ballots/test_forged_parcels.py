"""What somebody who owns the hall's database tries with what goes back."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ballots.models import Poll
from congress.models import BodyKind, Congress, RollEntry
from core.access.rights import Role
from core.audit.verification import verify
from core.models import (
    Appointment,
    ImportRun,
    Journey,
    JourneyEnd,
    Person,
    Scope,
    StoredFile,
    StoredFileChunk,
    Unit,
    User,
)
from core.operations import keys
from core.queries import open_stored
from core.registry import printed_heads
from core.services import accounts, journeys
from core.services.files import store_file
from core.travel import leaving, parcel, tables
from core.travel.comparing import Forged
from core.travel.leaving import Ticket
from core.travel.parcel import DamagedParcel, Header
from core.travel.returning import Conflicts, NotOurs
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.journeys import (
    PASSPHRASE,
    Hall,
    another_machine,
    bring_back,
    opened,
    take_out,
)
from tests.integration.core import bringing
from tests.make import unheard

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_COST", 10)


@pytest.fixture
def hall() -> Iterator[Hall]:
    with another_machine() as found:
        yield found


@pytest.fixture
def prepared(hall: Hall) -> heaps.Hall:
    call_command("ship_rule_sets", stdout=StringIO())
    return heaps.with_closed_list()


def congress_of(prepared: heaps.Hall) -> Congress:
    return prepared.poll.election.congress


def gone(hall: Hall, prepared: heaps.Hall) -> Journey:
    journey, file = take_out(congress_of(prepared).scope, prepared.head)
    hall.receive(file)
    return journey


def forged(
    file: bytes,
    journey: Journey,
    *,
    rows: Mapping[str, Callable[[bytes], bytes]] | None = None,
    links: Any = None,
    **head: str,
) -> bytes:
    """The file with other rows, sealed again: the secret lies in the hall."""
    header, content = opened(file)
    kept = {name: content.rows(name).read() for name in content.manifest.rows}
    for name, change in (rows or {}).items():
        kept[name] = change(kept[name])
    manifest = replace(content.manifest, sums={}, seal="")
    inside = parcel.pack(
        manifest,
        kept,
        content.links() if links is None else links,
        secret=journey.secret,
    )
    return parcel.lock(replace(header, **head), inside)


def of_accounts(column: str, value: str, username: str) -> Callable[[bytes], bytes]:
    """Rewrite one column of one account."""
    names = tables.of(User).columns

    def change(rows: bytes) -> bytes:
        lines = [line.split("\t") for line in rows.decode().splitlines()]
        for line in lines:
            if line[names.index("username")] == username:
                line[names.index(column)] = value
        return "".join("\t".join(line) + "\n" for line in lines).encode()

    return change


def test_a_role_at_the_congress_does_not_become_one_over_the_unit(
    hall: Hall, prepared: heaps.Hall
) -> None:
    congress = congress_of(prepared)
    clerk = make.holder(Role.SECRETARIAT, at=congress.scope, of=congress.unit)
    journey = gone(hall, prepared)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        unit = Scope.objects.get(path=congress.scope.home)
        Appointment.objects.filter(user=clerk).update(
            scope=unit, role=Role.ORGANISATION_STAFF.value
        )
    back = hall.send_back(journey)

    with pytest.raises(Forged, match="nằm ngoài"):
        bring_back(back)


@pytest.mark.parametrize("column", ["path", "home"])
def test_places_stay_where_they_are_in_the_tree(
    hall: Hall, prepared: heaps.Hall, column: str
) -> None:
    body = prepared.poll.election.body
    congress = congress_of(prepared).scope
    other = f"{congress.home}.x9" if column == "path" else congress.path
    journey = gone(hall, prepared)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        Scope.objects.filter(pk=body.scope_id).update(**{column: other})
    back = hall.send_back(journey)

    with pytest.raises((Forged, Conflicts)):
        bring_back(back, keep_here=True)
    assert Scope.objects.get(pk=body.scope_id).path == body.scope.path


def test_rows_beneath_do_not_point_to_people_the_hall_never_had(
    hall: Hall, prepared: heaps.Hall
) -> None:
    stranger = make.person("Người Xa Lạ")
    entry = RollEntry.objects.filter(
        body__congress=congress_of(prepared), person__user=None
    ).first()
    assert entry
    journey = gone(hall, prepared)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        RollEntry.objects.filter(pk=entry.pk).update(person=stranger.pk)
    back = hall.send_back(journey)

    with pytest.raises(Forged, match="nằm ngoài"):
        bring_back(back)


def test_an_account_of_the_hall_is_nothing_here_whatever_the_file_says(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey = gone(hall, prepared)
    with hall.there():
        body = prepared.poll.election.body
        helper = make.holder(
            Role.TALLY_MEMBER, at=body.scope, of=congress_of(prepared).unit
        )
    back = hall.send_back(journey)
    for column in ("is_superuser", "is_staff", "is_active"):
        back = forged(
            back,
            journey,
            rows={"core_user": of_accounts(column, "t", helper.username)},
        )

    bring_back(back)

    account = User.objects.get(pk=helper.pk)
    assert not account.is_superuser
    assert not account.is_staff
    assert not account.is_active
    assert not account.has_usable_password()


def test_an_account_of_the_hall_whose_name_somebody_has_here_comes_all_the_same(
    hall: Hall, prepared: heaps.Hall
) -> None:
    make.administrator("quantri")
    journey = gone(hall, prepared)
    with hall.there():
        boss = accounts.create_first_administrator(
            username="quantri",
            password=make.PASSWORD,
            full_name="Quản Trị Hội Trường",
            at=make.NOON,
        )
        body = prepared.poll.election.body
        RollEntry.objects.filter(body=body).update(changed_by=boss)
    bring_back(hall.send_back(journey))

    account = User.objects.get(pk=boss.pk)
    assert account.username == f"quantri.{boss.pk}"
    assert not account.is_active
    assert User.objects.get(username="quantri").is_superuser


def test_somebody_entered_in_the_hall_who_stands_in_the_register_here_comes(
    hall: Hall, prepared: heaps.Hall
) -> None:
    known = make.person("Nông Thị Quỳnh", citizen_id="001099000111")
    journey = gone(hall, prepared)
    with hall.there():
        body = prepared.poll.election.body
        unit = Unit.objects.get(pk=congress_of(prepared).unit_id)
        double = make.person("Nông Thị Quỳnh", at=unit, citizen_id="001099000111")
        make.on_roll(body, double)
    bring_back(hall.send_back(journey))

    assert Person.objects.get(pk=known.pk).citizen_id == "001099000111"
    assert Person.objects.get(pk=double.pk).citizen_id == ""


def test_a_change_in_the_register_there_does_not_keep_the_result_out(
    hall: Hall, prepared: heaps.Hall
) -> None:
    entry = RollEntry.objects.filter(body__congress=congress_of(prepared)).first()
    assert entry
    journey = gone(hall, prepared)
    with hall.there():
        clerk = make.user()
        Person.objects.filter(pk=entry.person_id).update(
            position="Bí thư chi bộ", changed_by=clerk
        )
    brought = bring_back(hall.send_back(journey))

    assert Person.objects.get(pk=entry.person_id).position != "Bí thư chi bộ"
    assert not User.objects.filter(pk=clerk.pk).exists()
    assert {each.key for each in brought.plan.left} == {
        str(entry.person_id),
        str(clerk.pk),
    }


def test_a_file_that_lay_here_keeps_its_bytes(hall: Hall, prepared: heaps.Hall) -> None:
    kept = store_file(
        name="bien-ban.pdf",
        chunks=[b"signed"],
        scope=congress_of(prepared).scope,
        by=None,
        at=make.NOON,
        limit=100,
    )
    journey = gone(hall, prepared)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        StoredFileChunk.objects.create(file_id=kept.pk, number=1, data=b", or not")
    longer = hall.send_back(journey)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        StoredFileChunk.objects.filter(number=1).delete()
        StoredFile.objects.filter(pk=kept.pk).update(sha256="b" * 64)
    renamed = hall.send_back(journey)

    with pytest.raises(Forged, match="nằm ngoài"):
        bring_back(longer)
    with pytest.raises(Conflicts):
        bring_back(renamed, keep_here=True)
    assert open_stored(kept).read() == b"signed"


@pytest.mark.parametrize(
    "links",
    [
        ["x"],
        {"5": "x"},
        {"5": [[1], "a" * 64]},
        {"5": [1, 2]},
        {"5": [1, ""]},
        {"x": [1, "a" * 64]},
    ],
)
def test_links_that_no_portal_writes_do_not_stop_verifying_for_ever(
    hall: Hall, prepared: heaps.Hall, links: Any
) -> None:
    journey = gone(hall, prepared)
    back = forged(hall.send_back(journey), journey, links=links)

    with pytest.raises(Forged):
        bring_back(back)
    assert verify(printed_heads()).is_whole


def test_rows_that_cannot_be_read_are_refused_in_words(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey = gone(hall, prepared)
    back = hall.send_back(journey)
    name = RollEntry._meta.db_table

    for change in (lambda rows: b"x\ty\n", lambda rows: rows + rows):
        with pytest.raises(Forged):
            bring_back(forged(back, journey, rows={name: change}))


def test_what_changed_here_between_two_files_is_not_undone(
    hall: Hall, prepared: heaps.Hall
) -> None:
    congress = congress_of(prepared)
    clerk = make.holder(Role.SECRETARIAT, at=congress.scope, of=congress.unit)
    journey = gone(hall, prepared)
    make.revoke(clerk, by=make.administrator())
    later = make.holder(Role.SECRETARIAT, at=congress.scope, of=congress.unit)
    # Asked for once more; the first is what was loaded.
    journeys.make_parcel(
        str(journey.pk), by=None, at=make.NOON + timedelta(hours=1), report=unheard
    )

    bring_back(hall.send_back(journey))

    assert Appointment.objects.get(user=clerk).revoked_at
    assert Appointment.objects.filter(user=later).exists()


def test_a_practice_does_not_come_back_into_the_portal(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey = gone(hall, prepared)
    back = forged(hall.send_back(journey), journey, instance="practice")

    with pytest.raises(NotOurs, match="practice"):
        bring_back(back)
    assert not JourneyEnd.objects.exists()


def test_a_practice_of_what_is_out_is_worked_on(
    hall: Hall, prepared: heaps.Hall
) -> None:
    congress = congress_of(prepared)
    take_out(congress.scope, prepared.head)
    salt = keys.new_salt()
    ticket = Ticket(
        journey=str(congress.pk),
        way=parcel.PRACTICE,
        block=7,
        secret="",
        salt=salt,
        recipient=keys.recipient_of(PASSPHRASE, salt),
        destination="diễn tập",
    )
    made = leaving.pack(congress.scope, ticket, at=make.NOON, report=unheard)

    hall.receive(made.data)

    with hall.there():
        assert Congress.objects.exists()
        assert not Journey.objects.exists()


def test_lists_on_their_way_in_and_files_of_ballots_put_away_stay(
    hall: Hall, prepared: heaps.Hall
) -> None:
    congress: Any = congress_of(prepared)
    by = make.holder(Role.SECRETARIAT, at=congress.scope, of=congress.unit)
    run = bringing.checked(
        "roll", "Họ và tên;CCCD", "Người Không Có;001099000111", to=congress, by=by
    )
    sealed = make.imported(make.body(congress, kind=BodyKind.COMMITTEE))
    assert sealed.upload
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=sealed.pk).update(stage="put_away")

    _journey, file = take_out(congress.scope, prepared.head)
    hall.receive(file)

    with hall.there():
        assert not StoredFile.objects.filter(pk=run.file_id).exists()
        pieces = StoredFileChunk.objects.filter(
            file__in=[run.file_id, sealed.upload.file_id]
        )
        assert not pieces.exists()


def test_a_list_is_not_written_into_a_congress_that_is_out(
    prepared: heaps.Hall, client: Client
) -> None:
    congress: Any = congress_of(prepared)
    by = make.holder(Role.SECRETARIAT, at=congress.scope, of=congress.unit)
    person = make.person("Nông Thị Quỳnh", at=congress.unit, citizen_id="001099000111")
    run = bringing.checked(
        "roll",
        "Họ và tên;CCCD",
        "Nông Thị Quỳnh;001099000111",
        to=congress,
        by=by,
    )
    take_out(congress.scope, prepared.head)
    client.force_login(by)

    answer = client.post(reverse("core:import-confirm", args=[run.pk]), follow=True)

    assert "chỉ xem" in answer.content.decode()
    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.State.CHECKED
    assert not RollEntry.objects.filter(person=person).exists()


def test_somebody_next_door_does_not_hear_that_a_congress_is_out(
    prepared: heaps.Hall, client: Client
) -> None:
    congress = congress_of(prepared)
    take_out(congress.scope, prepared.head)
    next_door = make.unit("Đảng ủy bên cạnh", code="BENCANH")
    client.force_login(make.holder(Role.ORGANISATION_STAFF, at=next_door.scope))

    for page in ("change", "journey", "journey-pack", "journey-give-up"):
        answer = client.post(reverse(f"congress:{page}", args=[congress.slug]))
        assert answer.status_code == 404, page


def test_a_zip_that_no_portal_wrote_is_refused_in_words(prepared: heaps.Hall) -> None:
    journey = journeys.begin(
        congress_of(prepared).scope,
        destination="hội trường",
        passphrase=PASSPHRASE,
        by=prepared.head,
        at=make.NOON,
    )
    header = Header(
        journey=str(journey.pk),
        way=parcel.BACK,
        instance="portal",
        machine="x",
        version="x",
        title="x",
        destination="x",
        made_at="x",
        salt=journey.salt,
        recipient=journey.recipient,
    )
    facts = dict.fromkeys(("scope", "block", "migrations", "tables", "rows", "opened"))
    manifests: list[Any] = [[], {}, {**facts, "sums": []}, {**facts, "sums": 5}]
    for said in manifests:
        inside = BytesIO()
        with zipfile.ZipFile(inside, "w") as archive:
            archive.writestr("manifest.json", json.dumps(said))
        inside.seek(0)
        with pytest.raises(DamagedParcel):
            opened(parcel.lock(header, inside))
