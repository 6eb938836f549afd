"""Processes that are killed, and a disk that is full, while papers are typed.

No ballot that the screen called saved is lost, and none is there twice.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg2
import pytest
from celery import Celery

from config.launcher import kernel
from tests.campaign.launched import Launched, manage, until
from tests.campaign.typist import Typist, Visitor, struck
from tests.make import PASSWORD

ROUNDS: Final = 4  # the launcher gives up on a child that dies five times in a minute
LARGE: Final = 9_000
REFUSED: Final = {"23001", "42501"}
OWNER: Final = "portal_owner"


class Portal(Launched):
    """A launched portal that knows its database."""

    def address(self, role: str = OWNER) -> str:
        sockets = next(
            line.split("host=")[1].strip("'")
            for line in (self.folder / "portal.env").read_text().splitlines()
            if line.startswith("DATABASE_URL")
        )
        return f"postgres://{role}@/portal?host={sockets}"

    def do(self, act: str) -> Any:
        """Do something in a second terminal with the owner's rights."""
        code = f"from tests.campaign import halls; halls.{act}"
        words = ("shell", "-v", "0", "-c", code)
        return json.loads(manage(self.var, *words, DATABASE_URL=self.address()))

    def visitor(self, username: str) -> Visitor:
        return Visitor(self.port, username, PASSWORD)

    def sql(self, statement: str, *values: Any, role: str = OWNER) -> list[Any]:
        with (
            closing(psycopg2.connect(self.address(role))) as line,
            line,
            line.cursor() as cursor,
        ):
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def refusal_of(self, statement: str, *, role: str) -> str:
        """The code with which the database refuses; nothing if it does not."""
        try:
            with (
                closing(psycopg2.connect(self.address(role))) as line,
                line.cursor() as cursor,
            ):
                cursor.execute(statement)
                touched = cursor.rowcount
                line.rollback()
        except psycopg2.Error as fault:
            return str(fault.pgcode)
        return f"not refused, {touched} rows"

    def beneath(self, name: str, sign: bytes = b"") -> list[int]:
        """The processes that a child of the launcher has started."""
        parent, found = self.child(name), []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if (
                    parent
                    and entry.name.isdigit()
                    and kernel.parent_of(int(entry.name)) == parent
                    and sign in (entry / "cmdline").read_bytes()
                ):
                    found.append(int(entry.name))
        return found


def seeded(seed: int | str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - moments, the same every time


def say(*figures: object) -> None:
    """Tell whoever runs this with ``-s``, or reads of a failure."""
    sys.stdout.write(" ".join(map(str, figures)) + "\n")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with tempfile.TemporaryDirectory(prefix="p", ignore_cleanup_errors=True) as folder:
        started = Portal(Path(folder), port=free_port(), deed="start")
        started.wait_until_ready()
        yield started
        if started.process.poll() is None:
            started.stop()


Hall = dict[str, Any]


@pytest.fixture(scope="module")
def halls(portal: Portal) -> dict[str, list[Hall]]:
    """Polls that nobody has touched; each test takes its own."""
    found: dict[str, list[Hall]] = portal.do(
        f"prepare(opened=4, large=4, ballots={LARGE})"
    )
    return found


@pytest.fixture
def hall(halls: dict[str, list[Hall]]) -> Hall:
    return halls["opened"].pop()


@pytest.fixture
def large(halls: dict[str, list[Hall]]) -> Hall:
    return halls["large"].pop()


def batch_of(hall: Hall, number: int) -> str:
    return f"{hall['address']}nhap-phieu/tap-{number}/"


def taken(portal: Portal, hall: Hall, who: str, number: int) -> Visitor:
    """Somebody with this batch on the table."""
    visitor = portal.visitor(hall[who])
    visitor.look(f"{hall['address']}nhap-phieu/")
    answer = visitor.send(f"{batch_of(hall, number)}nhan/", {"x": "1"})
    assert answer.location == f"{batch_of(hall, number)}nhap/", answer
    return visitor


def typists(portal: Portal, hall: Hall, *, papers: int = 50) -> list[Typist]:
    return [
        Typist(taken(portal, hall, who, number), batch_of(hall, number), papers, seed=n)
        for n, (who, number) in enumerate([("member", 1), ("technician", 2)], start=24)
    ]


def rebuilt(journal: list[list[str]]) -> dict[str, str]:
    """An entry as its journal alone tells it."""
    found: dict[str, str] = {}
    for number, (sequence, position, act, content, _key) in enumerate(journal, 1):
        assert int(sequence) == number, "the journal has a hole"
        assert act == ("retaken" if position in found else "saved")
        found[position] = content
    return found


def agrees(entry: dict[str, Any], typist: Typist) -> None:
    """What the screen called saved is in the database, once, and nothing else is."""
    positions = [str(each) for each in range(1, typist.papers + 1)]
    journal = {key: (int(at), said) for _n, at, _act, said, key in entry["journal"]}

    assert typist.fault is None
    assert sorted(entry["ballots"], key=int) == positions
    assert entry["rows"] == typist.papers
    assert entry["ballots"] == {str(at): line for at, line in typist.saved.items()}
    assert rebuilt(entry["journal"]) == entry["ballots"]
    assert len(journal) == len(entry["journal"])
    assert typist.keys.items() <= journal.items()
    assert journal.items() <= {**typist.given_up, **typist.keys}.items()


# --- killing ----------------------------------------------------------------------


def _of(name: str) -> Callable[[Portal, random.Random], int]:
    return lambda portal, _drawn: portal.child(name)


def _one_beneath(
    name: str, sign: bytes = b""
) -> Callable[[Portal, random.Random], int]:
    def pick(portal: Portal, drawn: random.Random) -> int:
        found = portal.beneath(name, sign)
        return drawn.choice(found) if found else 0

    return pick


VICTIMS: Final = {
    "gunicorn": _of("web"),
    "one of gunicorn's workers": _one_beneath("web"),
    "Celery": _of("worker"),
    "one of Celery's hands": _one_beneath("worker"),
    "Valkey": _of("valkey"),
    "PostgreSQL": _of("postgres"),
    "one of PostgreSQL's backends": _one_beneath("postgres", b"portal_app"),
}


def kill(portal: Portal, victim: str, drawn: random.Random) -> bool:
    """Kill it without a word; false if it was not there to be killed."""
    number = VICTIMS[victim](portal, drawn)
    if not number:
        return False
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
        return True
    return False


def all_save_again(at_work: list[Typist]) -> None:
    before = [each.seen["saved"] for each in at_work]

    def is_so() -> bool:
        return all(
            each.seen["saved"] > count + 1
            for each, count in zip(at_work, before, strict=True)
        )

    until(is_so, seconds=60, unless=lambda: any(each.fault for each in at_work))


def test_no_saved_ballot_is_lost_or_doubled_whatever_is_killed(
    portal: Portal, hall: Hall
) -> None:
    drawn = seeded(2025)
    at_work = typists(portal, hall)
    for each in at_work:
        each.start()
    all_save_again(at_work)

    killed: Counter[str] = Counter()
    began = time.monotonic()
    for number in range(ROUNDS):
        # The launcher forgives each child four deaths a minute.
        until(lambda: time.monotonic() - began > 16 * number, seconds=20)  # noqa: B023
        for victim in drawn.sample(list(VICTIMS), len(VICTIMS)):
            time.sleep(drawn.uniform(0, 0.7))
            killed[victim] += kill(portal, victim, drawn)
            all_save_again(at_work)
    for each in at_work:
        each.enough.set()
    for each in at_work:
        each.join(60)
    entries = portal.do(f"tell_entries('{hall['poll']}')")
    seen = sum((each.seen for each in at_work), Counter())
    longest = max(each.longest for each in at_work)
    say(dict(killed), dict(seen), f"longest {longest:.1f} s")

    for entry, typist in zip(entries, at_work, strict=True):
        agrees(entry, typist)
    assert all(killed[victim] >= ROUNDS - 1 for victim in VICTIMS)
    assert seen["unanswered"] > 0
    assert longest < 30


# --- the count --------------------------------------------------------------------


def ask_for_count(portal: Portal, hall: Hall) -> str:
    visitor = portal.visitor(hall["member"])
    visitor.look(hall["address"])
    answer = visitor.send(f"{hall['address']}kiem-phieu/", {"x": "1"})
    assert answer.status == 302
    return str(portal.sql("SELECT id FROM core_job ORDER BY requested_at DESC")[0][0])


def job(portal: Portal, pk: str) -> tuple[str, int, int]:
    """State, attempts and how far it is; nothing of it while nobody answers."""
    try:
        rows = portal.sql(
            "SELECT state, attempts, done FROM core_job WHERE id = %s", pk
        )
    except psycopg2.Error:
        return "", 0, 0
    state, attempts, done = rows[0]
    return state, attempts, done


def deliver_again(portal: Portal, pk: str) -> None:
    broker = f"redis+socket://{portal.folder}/run/valkey.sock"
    with Celery(broker=broker) as sender:
        sender.send_task(
            "ballots.count_poll", kwargs={"job_id": pk}, queue="quick", retry=False
        )


@contextmanager
def count_held(portal: Portal) -> Iterator[None]:
    """Let no count get past writing its tally: the lines of it wait for this hand."""
    with closing(psycopg2.connect(portal.address())) as line:
        with line.cursor() as cursor:
            cursor.execute("LOCK TABLE ballots_tallyline IN SHARE MODE")
        yield


def is_held(portal: Portal) -> bool:
    """Whether a count has come so far: all is counted, half of it is written."""
    waiting = """
        SELECT pid FROM pg_locks
        WHERE NOT granted AND relation = 'ballots_tallyline'::regclass
    """
    return bool(portal.sql(waiting))


TRUTH: Final = {"1": LARGE, "2": LARGE, "3": LARGE // 3, "4": LARGE // 3}


# One of Celery's hands counts; which one, nobody outside can tell.
COUNTING: Final[dict[str, Callable[[Portal], list[int]]]] = {
    "Celery": lambda portal: [portal.child("worker")],
    "Celery's hands": lambda portal: portal.beneath("worker"),
    "PostgreSQL": lambda portal: [portal.child("postgres")],
}


def alive(numbers: list[int]) -> bool:
    """Whether any of these processes still runs; who only waits to be read is dead."""
    for number in numbers:
        with suppress(OSError):
            status = Path(f"/proc/{number}/status").read_text(encoding="utf-8")
            if "State:\tZ" not in status:
                return True
    return False


@pytest.mark.parametrize("victim", COUNTING)
def test_a_count_that_is_killed_ends_in_one_true_tally(
    portal: Portal, large: Hall, victim: str
) -> None:
    with count_held(portal):
        pk = ask_for_count(portal, large)
        until(lambda: is_held(portal), seconds=60)
        state_at_death = job(portal, pk)[0]
        killed, hands = COUNTING[victim](portal), portal.beneath("worker")
        for number in killed:
            os.kill(number, signal.SIGKILL)
        # A hand whose Celery is gone is ended by the launcher: not before it may go on.
        until(lambda: victim == "PostgreSQL" or not alive(hands), seconds=30)
    until(lambda: job(portal, pk)[0] == "done", seconds=90)
    state = job(portal, pk)
    found = portal.do(f"tell_tallies('{large['poll']}')")
    say(victim, state_at_death, state)

    assert all(killed)
    assert state_at_death == "running"
    assert (found["stage"], found["counts"]) == ("counted", 1)
    assert found["tallies"] == [TRUTH]
    assert found["attempts"] == 2


def test_a_task_delivered_five_times_counts_once(portal: Portal, large: Hall) -> None:
    with count_held(portal):
        pk = ask_for_count(portal, large)
        for _each in range(2):
            deliver_again(portal, pk)
        until(lambda: is_held(portal), seconds=60)
        for _each in range(2):
            deliver_again(portal, pk)
    until(lambda: job(portal, pk)[0] == "done", seconds=60)
    deliver_again(portal, pk)
    portal.works_again(seconds=30)
    found = portal.do(f"tell_tallies('{large['poll']}')")

    assert found["tallies"] == [TRUTH]
    assert (found["counts"], found["attempts"], found["job"]) == (1, 1, "done")


def test_what_was_typed_through_faults_is_what_is_counted(
    portal: Portal, hall: Hall
) -> None:
    at_work = typists(portal, hall)
    for each in at_work:
        each.enough.set()
        each.start()
    for victim in ("gunicorn", "PostgreSQL"):
        time.sleep(0.3)
        kill(portal, victim, seeded(7))
    for each in at_work:
        each.join(60)
        assert each.fault is None
    head = portal.visitor(hall["head"])

    for number, typist in enumerate(at_work, start=1):
        ended = typist.visitor.send(f"{typist.address}xong/", {"x": "1"})
        assert ended.location == f"{hall['address']}nhap-phieu/", ended
        check = f"{batch_of(hall, number)}doi-chieu/"
        entry = re.search(r'name="entry" value="([^"]+)"', head.look(check).text)
        assert entry
        form = {"entry": entry[1], "agree": "1", "note": ""}
        form["compared"] = str(len(typist.saved))
        assert head.send(check, form).status == 302
    head.send(f"{hall['address']}phieu/nhap-xong/", {"x": "1"})
    with count_held(portal):
        pk = ask_for_count(portal, hall)
        until(lambda: is_held(portal), seconds=60)
        assert kill(portal, "PostgreSQL", seeded(8))
    until(lambda: job(portal, pk)[0] == "done", seconds=60)
    found = portal.do(f"tell_tallies('{hall['poll']}')")

    lines = [line for each in at_work for line in each.saved.values()]
    assert len(lines) == 100
    assert found["tallies"] == [truth_of(lines)]


def truth_of(lines: list[str]) -> dict[str, int]:
    """Votes by number, from what the screens called saved and nothing else.

    A paper with 28 names kept or more is not valid, nor one without any.
    """
    votes: Counter[int] = Counter(dict.fromkeys(range(1, 32), 0))
    for line in lines:
        bits = int.from_bytes(bytes.fromhex(line.split()[0]), "little")
        kept = [number for number in range(1, 32) if not bits >> (number - 1) & 1]
        if 1 <= len(kept) <= 27:
            votes.update(kept)
    return {str(number): votes[number] for number in range(1, 32)}


# --- the same paper twice ---------------------------------------------------------


def paper(position: int, numbers: list[int], sequence: int, key: str) -> dict[str, Any]:
    return {
        "position": position,
        "command": " ".join(map(str, numbers)),
        "mode": "struck",
        "key": key,
        "sequence": sequence,
        "shown": struck(numbers),
    }


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all of it in the same moment."""
    gate = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def perform(place: int) -> None:
        gate.wait()
        found[place] = acts[place]()

    threads = [threading.Thread(target=perform, args=(n,)) for n in range(len(acts))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return found


def test_twenty_requests_with_one_key_are_one_ballot_and_two_screens_do_not_mix(
    portal: Portal, hall: Hall
) -> None:
    one, two = portal.visitor(hall["member"]), portal.visitor(hall["technician"])
    take = f"{batch_of(hall, 1)}nhan/"
    address = f"{batch_of(hall, 1)}nhap/"
    for each in (one, two):
        each.look(f"{hall['address']}nhap-phieu/")

    takes = at_once([partial(each.send, take, {"x": "1"}) for each in (one, two)])
    holders = [
        each
        for each, answer in zip((one, two), takes, strict=True)
        if answer.location == address
    ]
    assert len(holders) == 1
    (holder,) = holders
    (other,) = {one, two} - {holder}

    def send(sent: dict[str, Any], by: Visitor = holder) -> Any:
        return by.send(address, sent, script=True)

    sent = paper(1, [3, 9], 0, str(uuid.uuid4()))
    many = at_once([lambda: send(sent)] * 20)
    again = [send(sent) for _each in range(3)]
    clicked = paper(2, [4], 1, str(uuid.uuid4()))
    clicks = at_once([lambda: send(clicked)] * 2)
    # A second screen of the same person at the same position, and somebody else's.
    screens = at_once(
        [partial(send, paper(3, [number], 2, str(uuid.uuid4()))) for number in (5, 6)]
    )
    foreign = send(paper(4, [7], 3, str(uuid.uuid4())), by=other)
    (entry,) = portal.do(f"tell_entries('{hall['poll']}')")

    assert [each.status for each in [*many, *again, *clicks]] == [200] * 25
    assert {each.told["sequence"] for each in many + again} == {1}
    assert sorted(each.status for each in screens) == [200, 409]
    assert foreign.status == 404
    (won,) = (each.told["content"] for each in screens if each.status == 200)
    assert entry["ballots"] == {"1": struck([3, 9]), "2": struck([4]), "3": won}
    assert rebuilt(entry["journal"]) == entry["ballots"]
    assert len(entry["journal"]) == 3


# --- finished facts ---------------------------------------------------------------


def test_no_finished_fact_of_an_entry_is_changed_by_sql(
    portal: Portal, hall: Hall
) -> None:
    facts = portal.do(f"finish('{hall['poll']}')")

    for role in (OWNER, "portal_app"):
        for statement in forgeries(facts):
            refusal = portal.refusal_of(statement, role=role)
            assert refusal in REFUSED, (role, statement, refusal)


CHANGES: Final = (
    "UPDATE {table} SET {change} WHERE {where}",
    "DELETE FROM {table} WHERE {where}",
    "TRUNCATE {table} CASCADE",
)
ADDITIONS: Final = (
    """
    INSERT INTO ballots_ballot (entry_id, position, copies, struck)
    VALUES ('{entry}', 51, 1, '\\x00')
    """,
    """
    INSERT INTO ballots_journalline
      (entry_id, sequence, position, act, content, key, by_id)
    SELECT id, 999, 1, 'retaken', '', gen_random_uuid(), by_id
    FROM ballots_entry WHERE id = '{entry}'
    """,
    """
    INSERT INTO ballots_boardruling
      (ballot_id, number, reason, deciders, by_id, at)
    VALUES ({ruled}, 9, 'x', '["x"]', {by}, now())
    """,
    """
    INSERT INTO ballots_entrycheck (entry_id, agrees, wrong, note, by_id, at)
    SELECT id, true, '[]', '', by_id, now() FROM ballots_entry WHERE id = '{entry}'
    """,
    "UPDATE ballots_poll SET stage = 'box_opened' WHERE id = '{poll}'",
)


def forgeries(facts: dict[str, str]) -> list[str]:
    """How somebody might try to change what stands, table by table."""
    in_poll = f"poll_id = '{facts['poll']}'"
    in_entry = f"entry_id = '{facts['entry']}'"
    here = {
        "ballots_journalline": ("content = ''", in_entry),
        "ballots_ballot": ("struck = '\\x01'", in_entry),
        "ballots_entry": ("digest = repeat('0', 64)", f"id = '{facts['entry']}'"),
        "ballots_entrycheck": ("agrees = false", in_entry),
        "ballots_boardruling": ("reason = 'x'", f"ballot_id = {facts['ruled']}"),
        "ballots_frozenbase": ("value = value - 1", in_poll),
        "ballots_boxseal": ("witnesses = 'x'", in_poll),
        "ballots_confirmation": ("at = now()", in_poll),
        "ballots_batch": ("agreed_id = NULL", in_poll),
        "ballots_tally": ("valid = 0", in_poll),
        "ballots_poll": ("returned = returned - 1", f"id = '{facts['poll']}'"),
    }
    changes = [
        each.format(table=table, change=change, where=where)
        for table, (change, where) in here.items()
        for each in CHANGES
    ]
    return changes + [each.format(**facts) for each in ADDITIONS]


# --- a full disk ------------------------------------------------------------------


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own, which can be filled: that takes the right to mount one."""
    with tempfile.TemporaryDirectory(prefix="p", ignore_cleanup_errors=True) as folder:
        wish = ["mount", "-t", "tmpfs", "-o", "size=420m,mode=755", "tmpfs", folder]
        if subprocess.run(wish, capture_output=True, check=False).returncode:
            pytest.skip("NO RIGHT TO MOUNT: a full disk is not tried")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def fill(disk: Path) -> Path:
    """A file as large as what is free."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 65536)
    return ballast


def use_up_the_log(portal: Portal) -> bool:
    """Let PostgreSQL want one more piece of its log than there is room for."""
    for _piece in range(40):
        try:
            portal.sql("SELECT pg_logical_emit_message(true, 'x', 'x')")
            portal.sql("SELECT pg_switch_wal()")
        except psycopg2.Error:
            return True
    return False


def is_full(refusal: str) -> bool:
    """Whether the answer says in words what is the matter."""
    status, _space, text = refusal.partition(" ")
    return status == "507" and "đã đầy" in json.loads(text)["error"]


def opened_on(disk: Path, port: int) -> Portal:
    portal = Portal(disk, port=port, deed="start")
    portal.wait_until_ready()
    return portal


@pytest.mark.parametrize("without_log", [False, True], ids=["tables", "log as well"])
def test_a_full_disk_refuses_in_words_and_entry_goes_on_when_there_is_room(
    small_disk: Path, *, without_log: bool
) -> None:
    portal = opened_on(small_disk, free_port())
    try:
        (hall,) = portal.do("prepare(opened=1, large=0, ballots=0)")["opened"]
        at_work = typists(portal, hall)
        for each in at_work:
            each.pause = 0.02
            each.start()
        all_save_again(at_work)

        ballast = fill(small_disk)
        seconds = until(
            lambda: all(len(each.refusals) > 9 for each in at_work),
            seconds=90,
            unless=lambda: any(each.fault for each in at_work),
        )
        saved = sum(each.seen["saved"] for each in at_work)
        if without_log:
            assert use_up_the_log(portal)
            time.sleep(20)
        ballast.unlink()
        has_ended = portal.process.poll() is not None
        if has_ended:
            portal = opened_on(small_disk, portal.port)
        all_save_again(at_work)
        for each in at_work:
            each.enough.set()
        for each in at_work:
            each.join(60)
        entries = portal.do(f"tell_entries('{hall['poll']}')")
        refusals = [each for typist in at_work for each in typist.refusals]
        in_words = sum(is_full(each) for each in refusals)
        say(f"refused {len(refusals)} after {seconds:.1f} s, {in_words} in words;")
        say(f"{saved} saved before, ended: {has_ended}")

        for entry, typist in zip(entries, at_work, strict=True):
            agrees(entry, typist)
        assert in_words > 0
        assert without_log or not has_ended
    finally:
        portal.stop()
