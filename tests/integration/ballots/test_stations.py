"""Stations: who is free takes the next batch, three readings at three machines."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import queries, services
from ballots.models import Batch, Entry, EntryCheck, Station
from ballots.prints import conduct
from ballots.prints.agreement import NothingToState, print_agreement, statement
from ballots.queries.heaps import Due, heaps, to_settle
from ballots.queries.stations import forecast, operators, stations
from ballots.rules.command import Mode
from ballots.services.entering import Typing
from ballots.services.taking import NothingFree, NotToEnter
from ballots.views.stations import COOKIE
from core.access.rights import Role
from core.models import AuditEvent, StoredPrint, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

SIZE = 25
MINUTE = timedelta(minutes=1)


class Room:
    """An open box of 60 papers in three batches, and four people who read."""

    def __init__(self, readings: int = 2, returned: int = 60) -> None:
        self.of = make.board()
        self.poll = make.open_box(
            self.of.body, names=5, seats=3, returned=returned, readings=readings
        )
        names = ("Bàn Thị Hai", "Lò Văn Ba", "Hà Thị Tư")
        self.readers = [self.of.technician, *map(self.person, names)]
        services.divide_papers(
            str(self.poll.pk), size=SIZE, by=self.of.member, at=make.NOON
        )

    def person(self, name: str) -> User:
        found = make.holder(Role.TALLY_MEMBER, at=self.of.body.scope, full_name=name)
        make.seat(self.poll, found)
        return found

    def take(self, by: User, machine: str = "") -> Entry:
        return services.take_next_batch(
            str(self.poll.pk), by=by, at=make.NOON, machine=machine
        )

    def type(self, entry: Entry, *, other: int = 0, minutes: int = 10) -> Entry:
        """Type a batch: all strike 4 and 5, the first ``other`` of them 1 and 2."""
        assert entry.by is not None
        papers = Batch.objects.get(pk=entry.batch_id).papers
        for position in range(1, papers + 1):
            command = "1 2" if position <= other else "4 5"
            typing = Typing(position, command, Mode.STRUCK, uuid.uuid4(), position - 1)
            services.save_ballot(str(entry.pk), typing, by=entry.by)
        at = make.NOON + minutes * MINUTE
        return services.end_entry(str(entry.pk), by=entry.by, at=at)

    def check(self, number: int, by: User) -> None:
        heap = next(each for each in heaps(self.poll) if each.batch.number == number)
        assert heap.standing is not None
        services.check_entry(
            str(heap.standing.pk),
            wrong=set(),
            note="",
            compared=heap.batch.papers,
            by=by,
            at=make.NOON,
        )

    def url(self, name: str, *rest: int) -> str:
        address = [*queries.address(self.poll), *rest]
        return reverse(f"ballots:{name}", args=address)


# --- who is free takes the next -----------------------------------------------------


def test_each_gets_the_first_batch_that_nobody_has() -> None:
    room = Room()

    taken = [room.take(each).batch.number for each in room.readers[:3]]

    assert taken == [1, 2, 3]


def test_whoever_has_a_batch_open_goes_on_with_it() -> None:
    room = Room()
    own = room.take(room.readers[0])

    assert room.take(room.readers[0]) == own


def test_a_batch_that_somebody_else_has_read_comes_before_a_new_one() -> None:
    room = Room()
    room.type(room.take(room.readers[0]))

    second = room.take(room.readers[1])

    assert (second.batch.number, second.reading) == (1, 2)


def test_a_batch_that_was_sent_back_comes_first() -> None:
    room = Room(readings=1)
    room.type(room.take(room.readers[0]))
    room.type(room.take(room.readers[1]))
    sent_back = heaps(room.poll)[1].standing
    assert sent_back is not None
    services.check_entry(
        str(sent_back.pk),
        wrong={3},
        note="",
        compared=SIZE,
        by=room.of.member,
        at=make.NOON,
    )

    assert room.take(room.readers[2]).batch.number == 2


def test_nobody_is_given_a_batch_that_he_has_read() -> None:
    room = Room(returned=25)
    room.type(room.take(room.readers[0]))

    with pytest.raises(NothingFree):
        room.take(room.readers[0])


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_two_batches() -> None:
    room = Room()
    begin = threading.Barrier(3)
    got: list[int] = []

    def ask(by: User) -> None:
        begin.wait()
        got.append(room.take(by, machine=f"{by.pk:064}").batch.number)
        connection.close()

    asking = [threading.Thread(target=ask, args=(each,)) for each in room.readers[:3]]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert sorted(got) == [1, 2, 3]
    assert sorted(Station.objects.values_list("number", flat=True)) == [1, 2, 3]


# --- machines -----------------------------------------------------------------------


def test_a_machine_keeps_its_number_whoever_sits_there() -> None:
    room = Room()
    room.type(room.take(room.readers[0], "a"))
    room.take(room.readers[1], "a")
    room.take(room.readers[2], "b")

    rows = stations(heaps(room.poll))

    assert [(row.station.number, row.who, row.done, row.expected) for row in rows] == [
        (1, "Bàn Thị Hai", 25, 50),
        (2, "Lò Văn Ba", 0, 25),
    ]


def test_three_readings_are_typed_at_three_machines() -> None:
    room = Room(readings=3, returned=25)
    room.type(room.take(room.readers[0], "a"))

    with pytest.raises(NothingFree):
        room.take(room.readers[1], "a")
    batch = Batch.objects.get(poll=room.poll)
    with pytest.raises(NotToEnter, match="máy này"):
        services.take_batch(
            str(batch.pk), by=room.readers[1], at=make.NOON, machine="a"
        )
    room.type(room.take(room.readers[1], "b"))
    room.type(room.take(room.readers[2], "c"))
    room.check(1, room.readers[3])

    assert heaps(room.poll)[0].agreed


def test_three_readings_at_an_unknown_machine_are_refused() -> None:
    room = Room(readings=3, returned=25)

    with pytest.raises(NothingFree):
        room.take(room.readers[0])


def test_the_database_refuses_three_readings_of_two_machines() -> None:
    room = Room(readings=3, returned=25)
    entries = [
        room.type(room.take(reader, machine))
        for reader, machine in zip(room.readers[:3], "abc", strict=True)
    ]
    with transaction.atomic(), make.past_every_trigger():
        Entry.objects.filter(pk=entries[2].pk).update(station=entries[0].station)

    with pytest.raises(DatabaseError, match="too few machines"):
        room.check(1, room.readers[3])


def test_the_database_refuses_the_station_of_another_body() -> None:
    room = Room()
    entry = room.take(room.readers[0], "a")
    foreign = Station.objects.create(
        body=make.body(), number=1, mark="x", since=make.NOON
    )

    with pytest.raises(DatabaseError, match="another body"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(station=foreign)


def test_whoever_moves_to_another_machine_takes_his_entry_along(
    signed_in: SignedIn,
) -> None:
    room = Room()
    first, second = signed_in(room.readers[0]), Client()
    first.post(room.url("batch-take-next"))
    second.force_login(room.readers[0])
    typed = {"position": 1, "sequence": 0, "command": "4 5"}

    refused = second.post(
        room.url("batch-entry", 1),
        typed | {"key": str(uuid.uuid4())},
        headers={"accept": "application/json"},
    )
    shut = second.get(room.url("batch-entry", 1))
    moved = second.post(room.url("batch-take", 1))
    saved = second.post(
        room.url("batch-entry", 1),
        typed | {"key": str(uuid.uuid4())},
        headers={"accept": "application/json"},
    )

    assert (refused.status_code, shut.status_code) == (409, 302)
    assert shut["Location"] == room.url("poll-entry")
    assert moved["Location"] == room.url("batch-entry", 1)
    assert saved.status_code == 200
    assert Entry.objects.get().station == Station.objects.get(number=2)


def test_the_browser_is_known_by_a_token_that_the_portal_does_not_keep(
    signed_in: SignedIn,
) -> None:
    room = Room()
    client = signed_in(room.readers[0])

    client.post(room.url("batch-take-next"))

    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert Station.objects.get().mark not in cookie.value
    assert len(Station.objects.get().mark) == 64


# --- how everybody gets on ------------------------------------------------------------


def test_the_end_is_told_from_the_pace_of_those_who_type() -> None:
    room = Room()
    room.type(room.take(room.readers[0]))
    room.take(room.readers[1])
    room.take(room.readers[2])

    ahead = forecast(heaps(room.poll), now=make.NOON + 10 * MINUTE)

    # 25 papers in 10 minutes by one, two who sat those 10 minutes and typed nothing:
    # 50 an hour each. 95 of 120 papers are left.
    assert ahead is not None
    assert (ahead.papers, ahead.people, ahead.minutes) == (95, 2, 57)


def test_without_anybody_typing_no_end_is_told() -> None:
    room = Room()
    room.type(room.take(room.readers[0]))

    assert forecast(heaps(room.poll), now=make.NOON) is None


def test_what_was_read_otherwise_than_what_counts_is_told_of_each() -> None:
    room = Room(returned=25)
    room.type(room.take(room.readers[0]), other=2)
    room.type(room.take(room.readers[1]), minutes=5)
    (heap,) = heaps(room.poll)
    services.settle_batch(
        str(heap.batch.pk),
        {1: "4 5", 2: "4 5"},
        seen=to_settle(heap).digest,
        by=room.of.member,
        at=make.NOON,
    )
    room.check(1, room.readers[3])

    rows = operators(room.poll, heaps(room.poll), now=make.NOON)

    told = [
        (row.name, row.papers, row.an_hour, row.otherwise, row.rate) for row in rows
    ]
    assert sorted(told) == [
        ("Bàn Thị Hai", 25, 300.0, 0, "0,00"),
        (room.readers[0].full_name, 25, 150.0, 2, "8,00"),
    ]


def test_before_a_batch_agrees_nobody_is_said_to_err() -> None:
    room = Room(returned=25)
    room.type(room.take(room.readers[0]), other=2)
    room.type(room.take(room.readers[1]))

    rows = operators(room.poll, heaps(room.poll), now=make.NOON)

    assert [(row.compared, row.otherwise) for row in rows] == [(0, 0), (0, 0)]


def test_pace_and_errors_are_for_the_head_alone(signed_in: SignedIn) -> None:
    room = Room()
    room.type(room.take(room.readers[0]))

    page = signed_in(room.of.head).get(room.url("poll-operators")).text

    assert room.readers[0].full_name in page
    assert "150" in page
    for other in (room.readers[0], room.of.member):
        assert signed_in(other).get(room.url("poll-operators")).status_code == 404
        assert "mỗi giờ" not in signed_in(other).get(room.url("poll-entry")).text


def test_the_progress_of_stations_is_a_piece_of_the_page(signed_in: SignedIn) -> None:
    room = Room()
    client = signed_in(room.readers[0])
    client.post(room.url("batch-take-next"))

    piece = client.get(room.url("poll-entry"), headers={"hx-request": "true"}).text

    assert "Bàn nhập 1" in piece
    assert "máy này" in piece
    assert "<table" not in piece


def test_the_page_asks_as_much_whatever_the_stations(
    signed_in: SignedIn,
) -> None:
    room = Room(readings=3)
    client = signed_in(room.of.head)

    def asked(name: str) -> int:
        client.get(room.url(name))
        with CaptureQueriesContext(connection) as found:
            client.get(room.url(name))
        return len(found)

    room.type(room.take(room.readers[0], "a"))
    before = asked("poll-entry"), asked("poll-operators")
    for reader, machine in zip(room.readers[1:3], "bc", strict=True):
        room.type(room.take(reader, machine))
        room.take(reader, machine)

    assert (asked("poll-entry"), asked("poll-operators")) == before


# --- the printed statement ------------------------------------------------------------


def entered() -> Room:
    """Three readings of 60 papers, two of them otherwise, all settled and finished."""
    room = Room(readings=3)
    for reader, machine in zip(room.readers[:3], "abc", strict=True):
        for batch in Batch.objects.filter(poll=room.poll).order_by("number"):
            entry = services.take_batch(
                str(batch.pk), by=reader, at=make.NOON, machine=machine
            )
            wrong = 2 if machine == "b" and batch.number == 2 else 0
            room.type(entry, other=wrong)
    for heap in heaps(room.poll):
        if heap.due is Due.SETTLE:
            services.settle_batch(
                str(heap.batch.pk),
                {1: "4 5", 2: "4 5"},
                seen=to_settle(heap).digest,
                by=room.of.member,
                at=make.NOON,
            )
    for heap in heaps(room.poll):
        room.check(heap.batch.number, room.readers[3])
    services.finish_entry(str(room.poll.pk), by=room.of.member, at=make.NOON)
    room.poll.refresh_from_db()
    return room


def test_the_statement_says_who_typed_what_where_and_what_differed() -> None:
    room = entered()

    said = statement(room.poll)

    assert (said.returned, said.alike, said.alike_share, said.otherwise) == (
        *("60", "58"),
        *("96,67", "2"),
    )
    assert [(row.number, row.otherwise) for row in said.batches] == [
        *((1, 0), (2, 2), (3, 0))
    ]
    assert said.batches[1].settled_by == room.of.member.full_name
    assert said.found_wrong == "0"
    assert set(said.signers) == {
        *(each.full_name for each in room.readers),
        room.of.member.full_name,
    }
    assert (room.of.head.full_name, "Trưởng ban") in said.board
    assert said.began.startswith("12 giờ 00")
    assert said.batches[0].checked_by == "Hà Thị Tư"
    assert [(row.number, row.batches, row.papers) for row in said.stations] == [
        *((1, 3, 60), (2, 3, 60), (3, 3, 60))
    ]
    assert said.batches[0].readers[1] == "Bàn Thị Hai (bàn 2)"


def test_minutes_say_by_how_many_people_papers_were_typed() -> None:
    room = entered()

    said = conduct.readings(room.poll)

    assert said.startswith("Mỗi tập phiếu do ba người nhập riêng")
    assert "ở ba máy khác nhau" in said


def test_papers_that_the_check_found_wrong_are_on_the_statement() -> None:
    room = Room(returned=25)
    room.type(room.take(room.readers[0]))
    room.type(room.take(room.readers[1]))
    (heap,) = heaps(room.poll)
    assert heap.standing is not None
    services.check_entry(
        str(heap.standing.pk),
        wrong={3, 7},
        note="",
        compared=25,
        by=room.of.head,
        at=make.NOON,
    )
    (heap,) = heaps(room.poll)
    services.settle_batch(
        str(heap.batch.pk),
        {3: "1 2", 7: "1 3"},
        seen=to_settle(heap).digest,
        by=room.of.member,
        at=make.NOON,
    )
    room.check(1, room.of.head)

    said = statement(room.poll)

    assert (said.alike, said.otherwise, said.found_wrong) == ("25", "0", "2")


def test_the_statement_is_printed_once_by_a_machine(signed_in: SignedIn) -> None:
    room = entered()
    client = signed_in(room.of.member)

    first = print_agreement(str(room.poll.pk), by=room.of.member, at=make.NOON)
    again = print_agreement(str(room.poll.pk), by=room.of.member, at=make.NOON)
    file = client.get(room.url("poll-agreement-file"))

    assert first == again
    assert AuditEvent.objects.filter(act="ballots.agreement_printed").count() == 1
    assert file.content.startswith(b"%PDF")
    assert StoredPrint.objects.filter(form="ballots.agreement").count() == 1


def test_there_is_no_statement_while_papers_are_typed(signed_in: SignedIn) -> None:
    room = Room()

    page = signed_in(room.of.member).get(room.url("poll-agreement"))

    assert page.status_code == 404
    with pytest.raises(NothingToState):
        print_agreement(str(room.poll.pk), by=room.of.member, at=make.NOON)
    assert not EntryCheck.objects.exists()
