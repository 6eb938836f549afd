"""Typing papers by hand: what a save takes, and the page of all batches."""

import statistics
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from ballots import queries, services
from ballots.models import (
    Ballot,
    Batch,
    BoardSeat,
    Candidate,
    Election,
    FrozenBase,
    Poll,
)
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Round
from congress.models import VotingBody
from congress.queries import body_of
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import User
from core.services import (
    create_account,
    current_edition,
    give_role,
    register_person,
)
from tests.bench.table import Line

OPERATORS: Final = 16
EVERY: Final = 2.0  # seconds between two papers of one operator
PAPERS_EACH: Final = 12
NAMES: Final = 100
SEATS: Final = 70
BALLOTS: Final = 1600
SAVE_GOAL: Final = 25  # ms
PAGE_GOAL: Final = 100  # ms
RUNS: Final = 11
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
STRUCK: Final = "1-20 31 35-40 77"


def measured(body: VotingBody, administrator: User) -> Iterator[Line]:
    """Sixteen operators at once on a list of a hundred, then the pages."""
    poll = _opened(body, administrator)
    operators = [_operator(body, administrator, n) for n in range(OPERATORS)]
    _seat(poll, operators)
    batches = services.divide_papers(
        str(poll.pk), size=50, by=operators[0], at=timezone.now()
    )
    for operator, batch in zip(operators, batches, strict=False):
        services.take_batch(str(batch.pk), by=operator, at=timezone.now())
    seconds = _all_save(poll, operators, batches)
    p95 = 1000 * statistics.quantiles(seconds, n=20)[-1]
    yield Line(f"saving one of {len(seconds)} papers, p95", p95, "ms", SAVE_GOAL)
    yield Line("the same, median", 1000 * statistics.median(seconds), "ms")
    _fill(batches)
    client = _signed_in(operators[0])
    where = "/".join(map(str, _place(poll)))
    yield _page(client, f"batches of {BALLOTS} papers", f"{where}/nhap-phieu/")
    yield _page(
        client, f"screen of entry, {NAMES} names", f"{where}/nhap-phieu/tap-1/nhap/"
    )


def _place(poll: Poll) -> tuple[object, ...]:
    slug, election, number = queries.address(poll)
    return ("", "dai-hoi", slug, "bau-cu", election, f"lan-{number}")


def _all_save(poll: Poll, operators: list[User], batches: list[Batch]) -> list[float]:
    """Let everybody type at once; return how long the server took for each save."""
    seconds: list[float] = []
    where = "/".join(map(str, _place(poll)))

    def types(number: int) -> None:
        client = _signed_in(operators[number])
        address = f"{where}/nhap-phieu/tap-{batches[number].number}/nhap/"
        # Nobody begins with the others.
        time.sleep(number * EVERY / OPERATORS)
        for position in range(1, PAPERS_EACH + 1):
            began = time.perf_counter()
            _save(client, address, position)
            took = time.perf_counter() - began
            if position > 1:
                seconds.append(took)
            time.sleep(max(EVERY - took, 0))
        connection.close()

    threads = [
        threading.Thread(target=types, args=(number,)) for number in range(OPERATORS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


def _save(client: Client, address: str, position: int) -> None:
    answer = client.post(
        address,
        {
            "position": position,
            "command": STRUCK,
            "mode": "struck",
            "sequence": position - 1,
            "key": str(uuid.uuid4()),
        },
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content


def _page(client: Client, what: str, address: str) -> Line:
    seconds = []
    for _run in range(RUNS):
        began = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, address
    return Line(what, 1000 * statistics.median(seconds), "ms", PAGE_GOAL)


def _fill(batches: list[Batch]) -> None:
    """Type the rest at once, so that the pages have all papers to look at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for batch in batches:
            entry = batch.entries.first() or batch.entries.create(number=1)
            known = set(entry.ballots.values_list("position", flat=True))
            Ballot.objects.bulk_create(
                Ballot(entry=entry, position=at, copies=1, struck=bytes(13))
                for at in range(1, batch.papers + 1)
                if at not in known
            )


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def _operator(body: VotingBody, administrator: User, number: int) -> User:
    at = timezone.now()
    person = register_person(
        full_name=f"Người Nhập {chr(ord('A') + number)}",
        unit=body.congress.unit,
        party_since=None,
        by=administrator,
        at=at,
    )
    user = create_account(
        username=f"nhap-{number}",
        password="mot-mat-khau-dai",
        full_name=person.full_name,
        person=person,
        by=administrator,
        at=at,
        must_change_password=False,
    )
    give_role(
        user=user,
        role=Role.TALLY_MEMBER,
        scope=body.scope,
        starts_on=date(2025, 1, 1),
        by=administrator,
        at=at,
    )
    return user


def _seat(poll: Poll, operators: list[User]) -> None:
    """Seat them on the board that sealed the box."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        BoardSeat.objects.bulk_create(
            BoardSeat(poll=poll, person=each.person)
            for each in operators
            if each.person
        )


def _opened(body: VotingBody, administrator: User) -> Poll:
    """Set a poll down with its box open, as all that leads there is not measured."""
    at = timezone.now()
    election = Election.objects.create(
        body=body,
        congress=body.congress,
        number=900,
        office=Office.COMMITTEE.value,
        rule_set="190-QD/TW",
        rule_edition=current_edition("190-QD/TW", at=at),
    )
    papers = ("tally_base", "present", "printed", "issued", "returned")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        poll = Poll.objects.create(
            election=election,
            number=1,
            round=Round.FIRST.value,
            layout=Layout.STRIKE_OUT.value,
            stage=Stage.BOX_OPENED.value,
            seats=SEATS,
            alternates=0,
            max_votes=SEATS,
            spoilt_in_print=0,
            exchanged=0,
            left_over=0,
            **dict.fromkeys(papers, BALLOTS),
        )
        FrozenBase.objects.create(
            poll=poll,
            body=body_of(body).value,
            convened=BALLOTS,
            lines=[],
            value=BALLOTS,
            present=BALLOTS,
            by=administrator,
            at=at,
        )
        Candidate.objects.bulk_create(
            Candidate(poll=poll, place=n, number=n + 1, name=f"Nguyễn Văn {n + 1}")
            for n in range(NAMES)
        )
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
