"""Before all heaps agree and every doubtful ballot is ruled on, nobody sees a total.

Every address is asked for, by every account, both ways; what comes back is searched for
the votes of each candidate, which are numbers that stand nowhere else.
"""

import io
import json
import logging
import re
import uuid
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.test import Client

from ballots import services
from ballots.models import Poll, Tally
from ballots.queries import address
from ballots.rules.ballot import Reading
from ballots.rules.command import Mode
from ballots.rules.doubts import Doubt
from ballots.services.entering import Typing
from core.access.rights import APPOINTED, Role
from core.models import AuditEvent, Job, User
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.heaps import Hall, Paper, struck
from tests.integration.test_access_walk import (
    ENDING,
    METHODS,
    Page,
    back_office,
    every_page,
    scope_for,
    world,
)
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

__all__ = ["every_page", "world"]  # fixtures of the walk

NAMES: Final = 5
# How many papers strike each pair of the five: all totals have four digits.
PAIRS: Final = (1013, 977, 859, 1109, 743, 1237, 691, 1151, 1303, 829)
WAITING: Final = [struck(1, 2), struck(1, 3), struck(4, 5)]
DOUBTFUL: Final = struck(1, 2, doubt=Doubt.PARTIAL_STRIKE)
OF_OPERATORS: Final = (Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN)
# What stands between thousands: a point, a comma, a space that breaks or does not.
MARKS: Final = (".", ",", " ", "\N{NO-BREAK SPACE}")
KEY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def papers() -> list[Paper]:
    """Papers of the first heap, each with three of five kept: all of them valid."""
    pairs = combinations(range(1, NAMES + 1), 2)
    return [
        struck(*pair)
        for pair, number in zip(pairs, PAIRS, strict=True)
        for _each in range(number)
    ]


def struck_by(papers: list[Paper]) -> list[int]:
    """How many papers strike each name."""
    found = [0] * NAMES
    for reading, _doubt in papers:
        for place in range(NAMES):
            found[place] += reading_strikes(reading, place)
    return found


def reading_strikes(reading: Reading, place: int) -> bool:
    return bool((reading.struck or b"\0")[0] >> place & 1)


@cache
def totals() -> frozenset[int]:
    """Votes and strikes of each name: of the heap that agrees, of all that is typed."""
    found: set[int] = set()
    heap = papers()
    for known in (heap, [*heap, *WAITING], [*heap, *WAITING, DOUBTFUL]):
        strikes = struck_by(known)
        found |= {*strikes, *(len(known) - each for each in strikes)}
    return frozenset(found)


@cache
def sought(of: int) -> re.Pattern[str]:
    """Totals and shares of so many papers, however they are written."""
    wanted = {f"{each}" for each in totals()}
    wanted |= {f"{each:,}".replace(",", mark) for each in totals() for mark in MARKS}
    shares = {f"{100 * each / of:.2f}" for each in totals()}
    wanted |= shares | {each.replace(".", ",") for each in shares}
    pattern = "|".join(re.escape(each) for each in sorted(wanted))
    return re.compile(rf"(?<![\w.,-])(?:{pattern})(?![\w-]|[.,]\d)")


def told_in(text: str, of: int) -> list[str]:
    """Totals and shares that the text tells."""
    return sought(of).findall(KEY.sub("", text))


@pytest.fixture(autouse=True, scope="module")
def keys_that_are_no_totals(django_db_setup: None, django_db_blocker: Any) -> None:
    """Rows get keys with more digits than any total, whatever ran before."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(oid::regclass, 1000000000) FROM pg_class "
            "WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        )


@pytest.fixture
def hall(every_page: dict[str, Page]) -> Hall:
    """A second election there: one heap agrees, one waits, one is on the table."""
    body = Poll.objects.get().election.body
    board = make.board(body)
    first = [*papers(), DOUBTFUL]
    returned = len(first) + len(WAITING) + 2
    poll = make.open_box(body, names=NAMES, seats=3, returned=returned, number=2)
    hall = Hall(poll, board)
    heaps.heap(hall, first)
    heaps.heap(hall, WAITING, number=2, agreed=False)
    with transaction.atomic(), make.past_every_trigger():
        third = poll.batches.create(number=3, papers=2)
    entry = services.take_batch(str(third.pk), by=board.technician, at=make.NOON)
    typing = Typing(1, "1 2", Mode.STRUCK, uuid.UUID(int=1), 0)
    services.save_ballot(str(entry.pk), typing, by=board.technician)
    return hall


@pytest.fixture
def addresses(every_page: dict[str, Page], hall: Hall) -> list[str]:
    """Every address of the portal, those of polls for the one that is being entered."""
    slug, election, _number = address(hall.poll)
    assert election == 2
    found = [page.address for name, page in every_page.items() if not ends(name)]
    moved = [each.replace(f"{slug}/bau-cu/1/", f"{slug}/bau-cu/2/") for each in found]
    assert sum("/bau-cu/2/" in each for each in moved) > 40
    heaps = [
        each.replace("/tap-1/", f"/tap-{number}/")
        for each in moved
        for number in ((1, 2, 3) if "/tap-1/" in each else (1,))
    ]
    lines = AuditEvent.objects.filter(act__startswith="ballots.")
    return [*heaps, *(f"/nhat-ky/{line.pk}/" for line in lines), *back_office()]


def ends(name: str) -> bool:
    return any(name == each for each, _method in ENDING)


def asked(client: Client, method: str, where: str) -> str:
    """All that comes back: every header and the whole body, files unpacked."""
    answers = [client.generic(method, where)]
    # What it says on the page that it leads to belongs to it.
    if answers[0].status_code == 302:
        answers.append(client.get(answers[0]["Location"]))
    return "\n".join(text_of(each) for each in answers)


def text_of(answer: Any) -> str:
    streams = getattr(answer, "streaming", False)
    body = b"".join(answer) if streams else answer.content
    assert not body.startswith(b"%PDF") or "bau-cu/2" not in where_of(answer)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(each) for each in packed.namelist())
    # How long a page is may be any number.
    told = [each for each in answer.items() if each[0] != "Content-Length"]
    head = "\n".join(f"{name}: {value}" for name, value in told)
    return f"{head}\n{body.decode(errors='replace')}"


def where_of(answer: Any) -> str:
    return str(answer.request["PATH_INFO"])


def written() -> str:
    """What acts have left in the audit trail and in the ledger of jobs."""
    rows = [*AuditEvent.objects.values(), *Job.objects.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def accounts(hall: Hall, roles: tuple[Role, ...]) -> Iterator[tuple[str, User | None]]:
    yield "nobody", None
    yield "administrator", make.administrator()
    yield "no role", make.user()
    yield "operator", hall.board.technician
    for role in roles:
        yield role.value, make.holder(role, at=scope_for(role, hall.poll))


def crawl(
    hall: Hall,
    addresses: list[str],
    signed_in: SignedIn,
    *,
    roles: tuple[Role, ...] = tuple(APPOINTED),
) -> tuple[dict[tuple[str, str, str], list[str]], int]:
    """What totals were told to whom and where, and how many times was asked."""
    found: dict[tuple[str, str, str], list[str]] = {}
    number = 0
    of = hall.now.returned or 1
    for who, user in list(accounts(hall, roles)):
        for method in METHODS:
            # What one person does is undone before the next begins.
            before = transaction.savepoint()
            client = signed_in(user) if user else Client()
            for where in addresses:
                found[who, method, where] = told_in(asked(client, method, where), of)
                number += 1
            found[who, method, "written"] = told_in(written(), of)
            transaction.savepoint_rollback(before)
    # A code drawn by lot may happen to be one of them; a result tells of two names.
    return {key: told for key, told in found.items() if len(set(told)) > 1}, number


def test_the_search_finds_a_total_that_is_shown() -> None:
    total = max(totals())

    assert told_in(f"<td>{total}</td>", 9912)
    assert told_in(f'"votes": {total:,}'.replace(",", "."), 9912)
    assert told_in(f"{100 * total / 9912:.2f} %".replace(".", ","), 9912)
    assert min(totals()) > 1000
    assert not told_in("9917 phiếu, ngày 24/7/2025", 9912)


def test_nobody_finds_a_total_while_papers_are_typed(
    hall: Hall,
    addresses: list[str],
    signed_in: SignedIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)

    found, number = crawl(hall, addresses, signed_in)

    assert found == {}
    assert told_in(caplog.text, hall.now.returned or 1) == []
    assert not Tally.objects.filter(poll=hall.poll).exists()
    assert number > 2000


def test_nobody_finds_a_total_while_a_doubtful_ballot_waits(
    hall: Hall,
    addresses: list[str],
    signed_in: SignedIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    board, poll = hall.board, hall.poll
    entry = poll.batches.get(number=3).entries.get()
    typing = Typing(2, "1 3", Mode.STRUCK, uuid.UUID(int=2), 1)
    services.save_ballot(str(entry.pk), typing, by=board.technician)
    services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    for batch in poll.batches.filter(agreed__isnull=True):
        waiting = batch.entries.get()
        services.check_entry(
            str(waiting.pk),
            wrong=set(),
            note="",
            compared=batch.papers,
            by=board.member,
            at=make.NOON,
        )

    found, _number = crawl(hall, addresses, signed_in, roles=OF_OPERATORS)

    assert found == {}
    assert told_in(caplog.text, hall.now.returned or 1) == []
    assert (hall.now.stage, Tally.objects.filter(poll=poll).count()) == (
        "box_opened",
        0,
    )
