"""Each part of the portal well, and each of them broken."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from config.celery import note_tick
from core.models import Backup, BackupPlan, Job, UnsealedEvent, User
from core.operations import broker, hall, health, machine
from core.operations.broker import Broker
from core.operations.health import background, data, host
from core.operations.health.lines import Line, State
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

GOOD, LOOK, BAD = State.GOOD, State.LOOK, State.BAD
QUEUES: Final = {"quick": ["a"], "print": ["a"], "files": ["b"], "backups": ["b"]}
WELL: Final = Broker(
    answers=True,
    server="Valkey 9",
    waiting={"quick": 2, "files": 1},
    workers=QUEUES,
    ticked=1.5,
)
AWAY: Final = Broker(answers=False)


@pytest.fixture(autouse=True)
def own(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUPS = tmp_path / "own"
    return tmp_path / "own"


def plan(**changes: Any) -> BackupPlan:
    fields = {
        "recipient": "age1",
        "salt": "x",
        "folder": "/usb",
        "set_by": make.administrator(),
        "set_at": make.NOON,
    } | changes
    return BackupPlan.objects.create(**fields)


def backup(**changes: Any) -> Backup:
    fields = {
        "reason": "button",
        "file_name": "x.saoluu",
        "size": 1,
        "sha256": "",
        "taken_at": make.NOON,
    } | changes
    return Backup.objects.create(**fields)


def one(lines: Iterator[Line]) -> Line:
    [line] = lines
    return line


# --- the background ---------------------------------------------------------------


def test_a_broker_that_answers_says_who_it_is_and_how_much_waits() -> None:
    line = one(background.broker(WELL, make.NOON))

    assert (line.state, line.fact) == (GOOD, "Valkey 9, 3 việc đang chờ")


def test_a_broker_that_is_away_is_bad_and_nothing_is_lost() -> None:
    line = one(background.broker(AWAY, make.NOON))

    assert line.state is BAD
    assert "vẫn được ghi lại" in line.advice


def test_each_queue_has_a_line_and_one_without_a_worker_is_bad() -> None:
    without = Broker(answers=True, workers={**QUEUES, "files": []})

    lines = list(background.workers(without, make.NOON))

    assert [line.state for line in lines] == [GOOD, GOOD, BAD, GOOD]
    assert "portal-reader" in lines[2].advice


@pytest.mark.parametrize(
    ("ticked", "state"), [(0.0, GOOD), (19.9, GOOD), (20.0, BAD), (None, BAD)]
)
def test_beat_that_stopped_is_noticed(ticked: float | None, state: State) -> None:
    line = one(background.beat(Broker(answers=True, ticked=ticked), make.NOON))

    assert line.state is state
    assert bool(line.advice) == (state is BAD)


def test_jobs_that_failed_today_or_wait_too_long_are_counted() -> None:
    now = timezone.now()
    scope = make.unit().scope

    def job(key: str, **changes: Any) -> None:
        fields = {"requested_at": now, "sent_at": now} | changes
        Job.objects.create(
            kind="core.x",
            queue="quick",
            subject_kind="core.unit",
            subject_key=key,
            scope=scope,
            **fields,
        )

    before = one(background.jobs(WELL, now))
    job("1", state="failed", ended_at=now - timedelta(hours=23))
    job("2", state="failed", ended_at=now - timedelta(hours=25))
    job("3", requested_at=now - timedelta(minutes=2))
    job("4")
    after = one(background.jobs(WELL, now))

    assert (before.state, after.state) == (GOOD, LOOK)
    assert after.fact.startswith("1 việc gặp sự cố")
    assert after.fact.endswith("1 việc chờ quá lâu")


def test_lines_that_wait_too_long_for_the_sealer_are_bad() -> None:
    make.unit()
    waiting = UnsealedEvent.objects.count()

    soon = one(background.sealer(WELL, make.NOON))
    late = one(background.sealer(WELL, make.NOON + timedelta(minutes=2)))

    assert waiting > 0
    assert (soon.state, late.state) == (GOOD, BAD)
    assert late.fact.startswith(str(waiting))


# --- the data ---------------------------------------------------------------------


def test_the_database_says_its_version_size_and_connections() -> None:
    line = one(data.database(WELL, make.NOON))

    assert line.state is GOOD
    assert line.fact.startswith(f"PostgreSQL {connection.pg_version // 10_000}")  # type: ignore[attr-defined] # PostgreSQL only


def test_what_a_restore_put_aside_is_shown_until_it_is_forgotten(
    transactional_db: None,
) -> None:
    before = list(data.put_aside(WELL, make.NOON))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = f"{cursor.fetchone()[0]}_before_20250724_120000"
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        after = list(data.put_aside(WELL, make.NOON))
        cursor.execute(f"DROP DATABASE {name}")

    assert before == []
    assert [(line.state, line.fact.partition(",")[0]) for line in after] == [
        (LOOK, name)
    ]


def test_the_tables_are_those_of_this_version() -> None:
    assert one(data.version(WELL, make.NOON)).state is GOOD


def test_a_migration_that_is_still_to_come_is_bad() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'ballots' AND id = (SELECT "
            "max(id) FROM django_migrations WHERE app = 'ballots')"
        )

    line = one(data.version(WELL, make.NOON))

    assert line.state is BAD
    assert "còn 1 thay đổi dữ liệu chưa làm" in line.fact
    assert "make upgrade" in line.advice


def test_backups_are_judged_by_plan_age_and_second_folder() -> None:
    def states() -> State:
        return one(data.backup(WELL, make.NOON + timedelta(hours=1))).state

    found = [states()]
    made = plan()
    found.append(states())
    backup()
    found.append(states())
    Backup.objects.update(fault="missing")
    found.append(states())
    Backup.objects.update(fault="", taken_at=make.NOON - timedelta(hours=26))
    found.append(states())
    Backup.objects.update(taken_at=make.NOON)
    BackupPlan.objects.filter(pk=made.pk).update(folder="")
    found.append(states())

    assert found == [LOOK, State.NONE, GOOD, LOOK, BAD, LOOK]


# --- the machine ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [
        (50 * 2**30, 100 * 2**30, GOOD),
        (14 * 2**30, 100 * 2**30, LOOK),
        (4 * 2**30, 100 * 2**30, BAD),
        (2**30, 4 * 2**30, LOOK),
        (2**28, 2**30, BAD),
    ],
)
def test_a_disk_is_judged_by_what_is_left(free: int, total: int, state: State) -> None:
    room = machine.Room(free=free, total=total)

    assert host._room_of_a_disk("x", Path("/x"), room).state is state


def test_a_second_disk_that_is_not_there_is_bad(tmp_path: Path) -> None:
    plan(folder=str(tmp_path / "usb"))

    lines = list(host.disks(WELL, make.NOON))

    assert len(lines) == 3
    assert (lines[-1].state, lines[-1].fact) == (BAD, str(tmp_path / "usb"))
    assert "cắm USB" in lines[-1].advice


@pytest.mark.parametrize(
    ("behind", "apart", "was_set_by", "state"),
    [
        (0, 0.1, 0.1, GOOD),
        (6, 0.1, 0.1, BAD),
        (0, 3, 0.1, LOOK),
        (0, 0.1, 6, LOOK),
    ],
)
def test_clocks_that_disagree_are_noticed(
    behind: float, apart: float, was_set_by: float, state: State
) -> None:
    line = host._of_clocks(behind=behind, apart=apart, was_set_by=was_set_by)

    assert line.state is state
    assert bool(line.advice) == (state is not GOOD)


def test_a_clock_set_back_is_seen_in_the_trail() -> None:
    make.unit()

    line = one(host.clock(WELL, make.NOON - timedelta(hours=1)))

    assert line.state is BAD
    assert "chậm hơn dòng nhật ký cuối 3.600 giây" in line.fact


def test_this_machines_clock_was_not_set_and_its_memory_is_known() -> None:
    room = machine.memory()

    assert abs(machine.clock_was_set_by()) < 5
    assert room is not None
    assert 0 < room.free <= room.total


@pytest.mark.parametrize(
    ("fonts", "has_pango", "state"), [(4, True, GOOD), (3, True, BAD), (4, False, BAD)]
)
def test_what_printing_needs_is_looked_for(
    fonts: int, has_pango: bool, state: State
) -> None:
    assert host._of_printing(fonts, has_pango=has_pango, last="x").state is state
    assert one(host.printing(WELL, make.NOON)).state is GOOD
    assert not machine.has_library("libkhong-co.so.9")


# --- all of it --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_a_real_broker_names_its_workers_and_the_last_tick() -> None:
    note_tick()

    found = broker.look()

    assert found.answers
    assert found.server.startswith(("Valkey", "Redis"))
    assert [bool(found.workers[queue]) for queue in broker.QUEUES] == [True] * 4
    assert found.ticked is not None
    assert found.ticked < 5


def test_a_broker_that_is_not_there_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = "redis+socket:///nowhere/valkey.sock"
    monkeypatch.setattr(current_app.conf, "broker_url", nowhere)

    before = timezone.now()
    found = broker.look()

    assert not found.answers
    assert timezone.now() - before < timedelta(seconds=6)


@pytest.fixture
def keeper() -> User:
    return make.administrator()


def test_the_page_shows_every_part_in_a_word_and_what_to_do(
    signed_in: SignedIn, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "look_at_broker", lambda: AWAY)

    page = signed_in(keeper).get(reverse("core:condition")).text

    assert page.count('<th scope="row">') == 16
    assert "chip-bad" in page
    assert "Có phần hỏng" in page
    assert "In phiếu địa chỉ" not in page


def test_the_worst_part_is_the_state_of_the_whole() -> None:
    def whole(*states: State) -> State:
        return health.worst([Line("x", state, "y") for state in states])

    assert whole(GOOD, LOOK, BAD) is BAD
    assert whole(GOOD, LOOK) is LOOK
    assert whole(GOOD, State.NONE) is GOOD


def test_the_command_says_the_same_and_fails_where_a_part_is_bad(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "look_at_broker", lambda: AWAY)
    words, facts = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as failure:
        call_command("health", stdout=words)
    with pytest.raises(SystemExit):
        call_command("health", "--json", stdout=facts)

    said = json.loads(facts.getvalue())
    assert failure.value.code == 1
    assert "[hỏng] Hàng đợi: không trả lời" in words.getvalue()
    assert said["state"] == "bad"
    assert {part["part"] for part in said["parts"]} >= {"Hàng đợi", "Đồng hồ máy"}


# --- in a hall --------------------------------------------------------------------

FINGERPRINT: Final = ":".join(["AB"] * 32)


@pytest.fixture
def in_a_hall(settings: Any, tmp_path: Path) -> Path:
    settings.HALL_ADDRESSES = ["https://192.168.1.20:8443/", "https://10.0.0.3:8443/"]
    settings.HALL_FINGERPRINT = FINGERPRINT
    settings.HALL_CARD = tmp_path / "card.pdf"
    return tmp_path / "card.pdf"


def test_the_card_is_printed_once_for_its_address_and_offered_on_the_page(
    in_a_hall: Path, signed_in: SignedIn, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "look_at_broker", lambda: WELL)
    call_command("hall_card", stdout=io.StringIO())
    client = signed_in(keeper)

    page = client.get(reverse("core:condition")).text
    answer: Any = client.get(reverse("core:hall-card"))
    sent = b"".join(answer.streaming_content)

    assert "https://192.168.1.20:8443/" in page
    assert reverse("core:hall-card") in page
    assert sent == in_a_hall.read_bytes()
    assert sent.startswith(b"%PDF")


@pytest.mark.usefixtures("in_a_hall")
def test_the_same_card_has_the_same_bytes_and_says_address_and_fingerprint() -> None:
    paper = hall.card()
    assert paper is not None

    assert hall.printed(paper) == hall.printed(paper)
    assert (paper.address, paper.others) == (
        "https://192.168.1.20:8443/",
        ("https://10.0.0.3:8443/",),
    )
    assert ":".join(paper.fingerprint) == FINGERPRINT


def test_outside_a_hall_there_is_no_card(signed_in: SignedIn, keeper: User) -> None:
    answer = signed_in(keeper).get(reverse("core:hall-card"))

    assert hall.card() is None
    assert answer.status_code == 404
