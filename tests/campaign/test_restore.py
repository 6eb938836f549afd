"""A portal that lost its disk, and a worker that dies while it backs up."""

import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaign.launched import Launched, launch, manage, until

PASSPHRASE = "song dai troi rong ben co lieu"

PLAN = f"""
from django.utils import timezone
from core.models import User
from core.services import backups
backups.set_up_backups(passphrase={PASSPHRASE!r}, folder='', every_hours=24, keep=5,
                       by=User.objects.first(), at=timezone.now())
"""
# A confirmed poll whose minutes are on the shelf.
MINUTES = """
from django.utils import timezone
from ballots import prints, services
from ballots.models import Poll
poll = Poll.objects.filter(stage='entered').first() or Poll.objects.first()
services.count_poll(str(poll.pk), by=None, at=timezone.now(), report=lambda *_: None)
head = poll.election.body.scope.appointments.get(role='tally_head').user
made = services.confirm_tally(str(poll.pk), digest=poll.tallies.get().digest, by=head,
                              at=timezone.now())
prints.print_minutes(str(made.tally_id), by=head, at=timezone.now())
"""
FACTS = """
import json
from django.apps import apps
from core.models import StoredPrint
left_out = {'sessions.Session', 'core.AuditEvent', 'core.AuditSeal', 'core.Job',
            'core.UnsealedEvent', 'core.Backup', 'core.SignIn'}
counts = {model._meta.label: model._default_manager.count()
          for model in apps.get_models() if model._meta.label not in left_out}
prints = sorted(StoredPrint.objects.values_list('file_name', 'sha256'))
print(json.dumps([counts, prints]))
"""
# Random bytes: a dump of them takes a while and cannot be made small.
BULK = """
import os
from django.db import transaction
from django.utils import timezone
from core.models import Scope
from core.services import store_file
with transaction.atomic():
    store_file(name='lon.bin', chunks=[os.urandom(2**20) for _ in range(160)],
               scope=Scope.objects.first(), by=None, at=timezone.now(), limit=2**30)
"""
ASK = """
from django.utils import timezone
from core import tasks
from core.jobs import ledger
from core.models import BackupPlan, Scope, User
ledger.request(tasks.make_backup, subject=BackupPlan.objects.get(), by=None,
               scope=Scope.objects.first(), at=timezone.now(), queue='files')
"""
JOB = """
from core.models import Job
job = Job.objects.get(kind='core.make_backup')
print(job.state, job.attempts)
"""


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="p", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture
def launched(var: Path, port: int) -> Iterator[Launched]:
    portal = Launched(var, port=port)
    portal.wait_until_ready()
    yield portal
    if portal.process.poll() is None:
        portal.stop()


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").glob("*.saoluu"))


def test_a_portal_that_lost_its_database_comes_back_from_its_backup(
    launched: Launched, var: Path, port: int
) -> None:
    launched.ask(MINUTES)
    launched.ask(PLAN)
    manage(var, "back_up")
    before = json.loads(launched.ask(FACTS))
    launched.stop()
    file = var / backups(launched.folder)[0]
    shutil.copy(launched.folder / "backups" / file.name, file)
    shutil.rmtree(launched.folder)

    done = launch(
        var,
        *("restore", str(file)),
        PORTAL_BACKUP_PASSPHRASE=PASSPHRASE,
        TYPED="KHOI PHUC\n",
    )
    again = Launched(var, port=port)
    again.wait_until_ready()
    after = json.loads(again.ask(FACTS))
    worked = again.works_again(seconds=20)
    again.stop()

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Đã khôi phục xong" in done.stdout
    assert "Khởi động lại cổng bằng `make run`" in done.stdout
    assert after == before
    assert after[1][0][0].endswith(".pdf")
    assert "Dữ liệu trình diễn đã nạp" not in again.words
    assert worked < 20


def test_going_back_after_a_restore_brings_what_was_there(
    launched: Launched, var: Path, port: int
) -> None:
    launched.ask(PLAN)
    manage(var, "back_up")
    launched.ask("from core.models import User; User.objects.update(full_name='Mới')")
    launched.stop()
    file = launched.folder / "backups" / backups(launched.folder)[0]
    launch(
        var,
        *("restore", str(file)),
        PORTAL_BACKUP_PASSPHRASE=PASSPHRASE,
        TYPED="KHOI PHUC\n",
    )
    kept = launch(var, "kept", "--instance", "demo").stdout.split()[0]

    back = launch(var, "back", "--instance", "demo", kept)
    again = Launched(var, port=port)
    again.wait_until_ready()
    names = again.ask(
        "from core.models import User; print(User.objects.filter("
        "full_name='Mới').count() == User.objects.count())"
    )
    again.stop()

    assert back.returncode == 0, back.stdout + back.stderr
    assert names == "True"


def test_a_restore_that_is_not_meant_changes_nothing(
    launched: Launched, var: Path
) -> None:
    launched.ask(PLAN)
    manage(var, "back_up")
    launched.stop()
    file = str(launched.folder / "backups" / backups(launched.folder)[0])

    wrong = launch(var, "restore", file, PORTAL_BACKUP_PASSPHRASE="khong phai cau nay")
    unmeant = launch(
        var, "restore", file, PORTAL_BACKUP_PASSPHRASE=PASSPHRASE, TYPED="thôi\n"
    )
    kept = launch(var, "kept", "--instance", "demo")

    assert (wrong.returncode, unmeant.returncode) == (1, 1)
    assert "không đúng" in wrong.stderr
    assert "Đã thôi. Chưa thay đổi gì." in unmeant.stderr
    assert "Không có bản cũ" in kept.stdout


def test_a_running_portal_is_not_restored_over(launched: Launched, var: Path) -> None:
    launched.ask(PLAN)
    manage(var, "back_up")
    file = launched.folder / "backups" / backups(launched.folder)[0]

    done = launch(var, "restore", str(file))
    upgrade = launch(var, "upgrade", "--instance", "demo")
    idle = launch(var, "idle")

    assert [each.returncode for each in (done, upgrade, idle)] == [1, 1, 1]
    assert done.stdout.startswith("Cổng đang chạy trên")
    assert launched.is_healthy()


def test_a_worker_killed_while_it_backs_up_leaves_no_half_file(
    launched: Launched,
) -> None:
    launched.ask(PLAN)
    launched.ask(BULK)
    launched.ask(ASK)
    folder = launched.folder / "backups"
    until(
        lambda: any(_size(each) > 2**23 for each in folder.glob(".*.part")), seconds=60
    )
    killed = launched.child("reader")

    os.kill(killed, signal.SIGKILL)
    at_death = backups(launched.folder)
    until(lambda: launched.ask(JOB).startswith("done"), seconds=120)

    assert at_death == []
    assert launched.ask(JOB) == "done 2"
    assert len(backups(launched.folder)) == 1
    assert list(folder.glob(".*.part")) == []


def test_an_upgrade_backs_up_first_and_says_where(
    launched: Launched, var: Path
) -> None:
    launched.stop()

    done = launch(var, "upgrade", "--instance", "demo")

    [name] = backups(launched.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Đã sao lưu trước khi nâng cấp: {launched.folder}/backups/{name}" in (
        done.stdout
    )
    assert name.endswith("-khong-ma-hoa.saoluu")


def test_a_start_on_data_of_an_older_version_backs_up_by_itself(
    launched: Launched, var: Path, port: int
) -> None:
    owner = f"postgres://portal_owner@/portal?host={launched.folder}/run"
    manage(var, "migrate", "axes", "zero", "-v", "0", DATABASE_URL=owner)
    launched.stop()
    before = backups(launched.folder)

    again = Launched(var, port=port)
    again.wait_until_ready()
    again.stop()

    assert before == []
    assert "Đã sao lưu trước khi nâng cấp" in again.words
    assert len(backups(launched.folder)) == 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
