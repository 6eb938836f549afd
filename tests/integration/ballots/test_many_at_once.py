"""Many at one moment: a hundred saves, and fifty starts against fifty stops.

Each request goes through the portal's own views on a connection of its own, by as many
hands as the database has room for beside another run of tests.
"""

import json
import random
import re
import secrets
import sys
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from queue import Queue
from threading import Semaphore
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse

from ballots import queries, services
from ballots.models import Ballot, Batch, Entry, JournalLine
from ballots.queries import entry as reads
from ballots.rules.command import Mode
from ballots.services.entering import Typing
from ballots.views.stations import COOKIE
from core.access.rights import Role
from core.models import AuditEvent, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)

HANDS: Final = 25
OPERATORS: Final = 10
NAMES: Final = 20
SEATS: Final = 16
# Struck on the papers of entries that are given up, and on no other.
GIVEN_UP: Final = "1 2 3 4"
STANDS: Final = "17 18 19 20"

Act = Callable[[], Any]


@dataclass
class Hall:
    """A poll that ten operators enter, each signed in at a screen."""

    batches: int
    papers: int
    readings: int = 1
    board: make.Board = field(default_factory=make.board)

    def __post_init__(self) -> None:
        scope = self.board.body.scope
        self.operators = [
            make.holder(Role.TALLY_MEMBER, at=scope) for _each in range(OPERATORS)
        ]
        self.poll = make.open_box(
            self.board.body,
            names=NAMES,
            seats=SEATS,
            returned=self.batches * self.papers,
            readings=self.readings,
        )
        with transaction.atomic(), make.past_every_trigger():
            self.heaps = [
                Batch.objects.create(poll=self.poll, number=number, papers=self.papers)
                for number in range(1, self.batches + 1)
            ]

    def url(self, name: str, *place: int) -> str:
        return reverse(f"ballots:{name}", args=[*queries.address(self.poll), *place])


class Screen:
    """One machine where somebody is signed in; it sends as many forms as it likes."""

    def __init__(self, client: Client) -> None:
        self.cookies = client.cookies
        self.cookies[COOKIE] = secrets.token_urlsafe(32)

    def post(self, url: str, form: dict[str, Any]) -> Any:
        client = Client(raise_request_exception=False)
        client.cookies.update(self.cookies)
        return client.post(url, form, headers={"Accept": "application/json"})


def at_once(acts: Sequence[Act], meanwhile: Act = lambda: None) -> list[Any]:
    """Do all of it with many hands; ``meanwhile`` is done here until the last ends."""

    def perform(act: Act) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        under_way = [hands.submit(perform, act) for act in acts]
        while wait(under_way, timeout=0.05).not_done:
            meanwhile()
    return [each.result() for each in under_way]


# --- a hundred saves --------------------------------------------------------------


def paper(position: int, command: str, key: uuid.UUID) -> dict[str, Any]:
    return {
        "position": position,
        "command": command,
        "mode": "struck",
        "key": str(key),
        "sequence": 0,
    }


def until_saved(screen: Screen, url: str, sent: dict[str, Any]) -> dict[str, Any]:
    """Send a paper as the page does, again where another screen was before it."""
    while True:
        answer = screen.post(url, sent)
        assert answer.status_code in {200, 409}, answer
        told: dict[str, Any] = json.loads(answer.content)
        if answer.status_code == 200:
            return told
        sent = sent | {"sequence": told["stale"]["sequence"]}


def test_of_a_hundred_saves_at_once_none_is_lost_doubled_or_elsewhere(
    signed_in: SignedIn,
) -> None:
    hall = Hall(batches=OPERATORS, papers=5)
    acts: list[Act] = []
    sent: list[tuple[int, dict[str, Any]]] = []
    entries = []
    for number, (who, batch) in enumerate(
        zip(hall.operators, hall.heaps, strict=True), start=1
    ):
        entries.append(services.take_batch(str(batch.pk), by=who, at=make.NOON))
        screen, url = Screen(signed_in(who)), hall.url("batch-entry", number)
        keys = [uuid.uuid4() for _each in range(6)]
        # Four papers are sent twice with their keys; the fifth by two screens.
        papers = [paper(n, f"{number} {10 + n}", keys[n]) for n in (1, 2, 3, 4)] * 2
        papers += [paper(5, f"{number} {15 + n}", keys[n * 5]) for n in (0, 1)]
        sent += [(number, each) for each in papers]
        acts += [partial(until_saved, screen, url, each) for each in papers]
    order = random.Random(5).sample(range(100), 100)  # noqa: S311 - any order
    answers = dict(zip(order, at_once([acts[n] for n in order]), strict=True))

    assert len(answers) == 100
    for number, entry in enumerate(entries, start=1):
        lines = list(JournalLine.objects.filter(entry=entry).order_by("sequence"))
        by_key = {str(line.key): line for line in lines}
        own = [n for n, (of, _paper) in enumerate(sent) if of == number]

        assert [line.sequence for line in lines] == [1, 2, 3, 4, 5, 6]
        assert by_key.keys() == {sent[n][1]["key"] for n in own}
        for n in own:
            line, told = by_key[sent[n][1]["key"]], answers[n]
            assert (line.position, line.content) == (told["position"], told["content"])
            assert line.sequence == told["sequence"]
            assert told["content"] == content(sent[n][1]["command"])
            assert line.by_id == entry.by_id
        last = {line.position: line.content for line in lines}
        assert reads.contents(entry) == last
        assert last.keys() == {1, 2, 3, 4, 5}


def content(command: str) -> str:
    """What the journal says of these struck names."""
    bits = sum(1 << (int(number) - 1) for number in command.split())
    return f"{bits.to_bytes((NAMES + 7) // 8, 'little').hex()} - - - - - 1"


# --- fifty starts, fifty stops ----------------------------------------------------


class Rush:
    """Operators take whatever is free, and the board closes it under their hands."""

    def __init__(self, hall: Hall, signed_in: SignedIn) -> None:
        self.hall = hall
        self.screens = [Screen(signed_in(who)) for who in hall.operators]
        self.board = Screen(signed_in(hall.board.member))
        self.started: Queue[int] = Queue()
        self.freed = Semaphore(OPERATORS)
        self.crowded = 0
        self.looks = 0

    def start(self, number: int) -> set[int]:
        """Take a batch, the next one or any, however often it takes; type a paper."""
        screen, hall = self.screens[number % OPERATORS], self.hall
        any_batch = number % hall.batches + 1
        take = hall.url(*(("batch-take-next",), ("batch-take", any_batch))[number % 2])
        codes, there = set(), None
        while not there:
            # As often as there may be a batch free again: nobody asks for nothing.
            self.freed.acquire(timeout=1)
            answer = screen.post(take, {})
            codes.add(answer.status_code)
            there = re.search(r"tap-(\d+)/nhap/$", answer.get("Location", ""))
        batch = int(there[1])
        sent = paper(1, GIVEN_UP, uuid.uuid4())
        codes.add(screen.post(hall.url("batch-entry", batch), sent).status_code)
        self.started.put(batch)
        return codes

    def stop(self) -> set[int]:
        """Close what is open of a batch that somebody has begun."""
        batch = self.started.get(timeout=30)
        here = Entry.objects.filter(batch=self.hall.heaps[batch - 1])
        entry = here.filter(finished_at=None).first()
        if entry is None:
            return set()
        form = {"entry": str(entry.pk), "reason": "thử"}
        answer = self.board.post(self.hall.url("batch-abandon", batch), form)
        self.freed.release(2)
        return {answer.status_code}

    def look(self) -> None:
        """Count the batches that two people have open at this moment."""
        of_batch = Count("entries", filter=Q(entries__finished_at=None))
        open_ones = Batch.objects.annotate(open=of_batch)
        self.crowded += open_ones.filter(open__gt=1).count()
        self.looks += 1


def read(batch: Batch, by: User) -> Entry:
    entry = services.take_batch(str(batch.pk), by=by, at=make.NOON)
    for position in range(1, batch.papers + 1):
        typing = Typing(position, STANDS, Mode.STRUCK, uuid.uuid4(), position - 1)
        services.save_ballot(str(entry.pk), typing, by=by)
    return services.end_entry(str(entry.pk), by=by, at=make.NOON)


def counted(hall: Hall) -> list[int]:
    """Read every batch after all, and count."""
    for batch in hall.heaps:
        first, _second = [read(batch, who) for who in hall.operators[:2]]
        services.check_entry(
            str(first.pk),
            wrong=set(),
            note="",
            compared=hall.papers,
            by=hall.board.member,
            at=make.NOON,
        )
    services.finish_entry(str(hall.poll.pk), by=hall.board.head, at=make.NOON)
    lines = make.tally(hall.poll, by=hall.board.member).lines
    return list(lines.order_by("candidate__place").values_list("votes", flat=True))


def test_of_fifty_starts_and_fifty_stops_no_batch_is_open_twice_and_none_counts(
    signed_in: SignedIn,
) -> None:
    hall = Hall(batches=10, papers=2, readings=2)
    rush = Rush(hall, signed_in)
    starts: list[Act] = [partial(rush.start, n) for n in range(50)]
    acts = [act for start in starts for act in (start, rush.stop)]

    codes = set().union(*at_once(acts, rush.look))

    given_up = list(Entry.objects.order_by("batch__number", "number"))
    numbers = [
        [each.number for each in given_up if each.batch_id == batch.pk]
        for batch in hall.heaps
    ]
    lines = AuditEvent.objects.filter(act="ballots.entry_abandoned")
    sys.stdout.write(f"\n{len(given_up)} entries given up, answers {codes}\n")
    assert codes <= {200, 302, 404, 409}
    assert (rush.crowded, rush.looks > 10) == (0, True)
    assert numbers == [list(range(1, len(each) + 1)) for each in numbers]
    assert all(each.finished_at and not each.digest for each in given_up)
    assert sorted(lines.values_list("subject_key", flat=True)) == sorted(
        str(each.pk) for each in given_up
    )
    assert len(given_up) >= 25
    assert Ballot.objects.filter(entry__in=given_up).count() > 10
    assert counted(hall) == [20] * SEATS + [0] * (NAMES - SEATS)
    assert Entry.objects.filter(digest="").count() == len(given_up)
