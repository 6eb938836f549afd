"""Bringing a backup back, into a database of its own on the tests' server."""

import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from core.models import Backup, BackupPlan, Job, StoredPrint
from core.operations import backup_file, keys, restoring
from core.operations.server import Server, StillInUse
from core.services import backups
from tests import make
from tests.make import unheard

pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE = "song dai troi rong ben co lieu"
SALT = "scrypt$10$8$1$" + "5a" * 16


@pytest.fixture
def target(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A portal's database that holds one table, and an owner who may replace it."""
    name = f"khoi_phuc_{secrets.token_hex(3)}"
    given = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(given._replace(path=f"/{name}"))
    monkeypatch.setenv("DATABASE_OWNER_URL", url)
    monkeypatch.setenv("DATABASE_URL", url)
    server = Server(url)
    server.make(name)
    run(server, "CREATE TABLE before (x int); INSERT INTO before VALUES (1)")
    yield server
    for each in server._databases():
        if each.startswith(name):
            server.drop(each)


@pytest.fixture
def backup(settings: Any, tmp_path: Path) -> Path:
    """A backup of a portal with a confirmed poll, its minutes and a job under way."""
    settings.BACKUPS = tmp_path / "own"
    # A flush takes the rule sets that are in every portal.
    call_command("ship_rule_sets", stdout=io.StringIO())
    make.printed(make.confirmed())
    plan = BackupPlan.objects.create(
        recipient=keys.recipient_of(PASSPHRASE, SALT),
        salt=SALT,
        set_by=make.administrator(),
        set_at=make.NOON,
    )
    Job.objects.create(
        kind="core.make_backup",
        queue="files",
        subject_kind="core.backupplan",
        subject_key=str(plan.pk),
        scope=make.unit().scope,
        requested_at=make.NOON,
        sent_at=make.NOON,
    )
    made = backups.make_backup(
        reason=Backup.Reason.BUTTON, by=None, at=make.NOON, report=unheard
    )
    return tmp_path / "own" / made.file_name


def run(server: Server, statement: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(**server.address.words)) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def restore(file: Path, server: Server, passphrase: str = PASSPHRASE) -> str:
    header = restoring.look(file)
    aside, _told = restoring.restore(
        file=file,
        header=header,
        key=backup_file.key_for(header, passphrase),
        server=server,
        role="",
        at=timezone.now(),
        seen=lambda _size: None,
    )
    return aside


Fetch = Callable[[str], list[tuple[Any, ...]]]

SHAPE: Final = (
    "SELECT extname FROM pg_extension ORDER BY 1",
    # Not their text: a restore writes ANY (ARRAY[…]) with other brackets.
    """
    SELECT indexrelid::regclass::text, indisunique, indnatts,
           pg_get_indexdef(indexrelid, 1, true),
           indpred IS NULL, amname
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      JOIN pg_am ON pg_am.oid = relam
     WHERE relnamespace = 'public'::regnamespace ORDER BY 1
    """,
    """
    SELECT conrelid::regclass::text, conname, contype, convalidated, condeferrable
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
    """,
    """
    SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid)
      FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2
    """,
    """
    SELECT proname, prosrc FROM pg_proc WHERE proname ~ '^(core|ballots|pg[th])'
       AND pronamespace = 'public'::regnamespace ORDER BY 1
    """,
    """
    SELECT sequencename, last_value FROM pg_sequences
     WHERE sequencename ~ '^core_(user|appoint)' ORDER BY 1
    """,
)


def here(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def counts(fetch: Fetch) -> dict[str, int]:
    """Every table but that of the sessions, and how many rows it has."""
    tables = fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace AND relname <> 'django_session'"
    )
    return {name: fetch(f"SELECT count(*) FROM {name}")[0][0] for (name,) in tables}  # noqa: S608 - names of our own tables


def test_everything_comes_back_as_it_was(backup: Path, target: Server) -> None:
    def there(statement: str) -> list[tuple[Any, ...]]:
        return run(target, statement)

    minutes = StoredPrint.objects.get()
    expected = counts(here) | {"core_backup": 0}

    restore(backup, target)

    # The line of the backup came after the dump; the restore's is in its place.
    assert counts(there) == expected
    assert expected["ballots_ballot"] > 0
    assert [there(each) for each in SHAPE] == [here(each) for each in SHAPE]
    [(data, sha256)] = there("SELECT data, sha256 FROM core_storedprint")
    assert (bytes(data), sha256) == (bytes(minutes.data), minutes.sha256)
    assert bytes(data).startswith(b"%PDF")
    assert there("SELECT core_fold('Đặng Ước')") == [("dang uoc",)]


def test_facts_are_finished_jobs_are_over_and_what_was_there_can_be_had_again(
    backup: Path, target: Server
) -> None:
    left = f"{target.name}_restoring_20250101_000000"
    target.make(left)

    aside = restore(backup, target)

    assert [refusal(target, each) for each in FACTS_CHANGED] == ["23001"] * 3
    assert run(target, "SELECT state FROM core_job") == [("failed",)]
    assert run(target, LAST_LINE) == [("core.restored", backup.name, aside)]
    assert left not in databases(target)
    assert [each.name for each in target.put_aside()] == [aside]

    restored = target.go_back(aside, at=timezone.now())

    assert run(target, "TABLE before") == [(1,)]
    assert [each.name for each in target.put_aside()] == [restored]


FACTS_CHANGED: Final = (
    "UPDATE core_auditevent SET act = 'x.y'",
    "DELETE FROM ballots_tally",
    "TRUNCATE core_storedprint",
)
LAST_LINE: Final = (
    "SELECT act, subject_title, detail->>'aside' FROM core_auditevent "
    "ORDER BY id DESC LIMIT 1"
)


def refusal(server: Server, statement: str) -> str | None:
    with pytest.raises(psycopg2.Error) as refused:
        run(server, statement)
    return refused.value.pgcode


def databases(server: Server) -> list[str]:
    return [name for name in server._databases() if name.startswith(server.name)]


@pytest.mark.parametrize("kept", [0.5, 0.99])
def test_a_damaged_file_changes_nothing(
    backup: Path, target: Server, kept: float
) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * kept)])

    with pytest.raises(backup_file.DamagedBackup):
        restore(backup, target)

    assert run(target, "TABLE before") == [(1,)]
    assert databases(target) == [target.name]


def test_a_dump_that_the_server_does_not_take_changes_nothing(
    backup: Path, target: Server
) -> None:
    # The extension's own objects are in the way of a second copy.
    header = restoring.look(backup)
    key = backup_file.key_for(header, PASSPHRASE)
    server = Server(target.url)

    class Occupied(Server):
        def make(self, name: str) -> None:
            super().make(name)
            run(Server(self.url_of(name)), "CREATE TABLE core_unit (x int)")

    with pytest.raises(Exception, match=r"pg_restore.*core_unit"):
        restoring.restore(
            file=backup,
            header=header,
            key=key,
            server=Occupied(server.url),
            role="",
            at=timezone.now(),
            seen=lambda _size: None,
        )

    assert databases(target) == [target.name]


def test_a_portal_that_runs_is_not_replaced(target: Server) -> None:
    target.make(f"{target.name}_new")

    with (
        closing(psycopg2.connect(**target.address.words)),
        pytest.raises(StillInUse, match="Hãy dừng cổng"),
    ):
        target.swap(f"{target.name}_new", aside=f"{target.name}_old")

    assert run(target, "TABLE before") == [(1,)]


# --- the command ------------------------------------------------------------------


@pytest.fixture
def agreeing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("builtins.input", lambda _prompt: "khôi phục")


@pytest.mark.usefixtures("agreeing")
def test_anything_but_the_word_changes_nothing(
    backup: Path, target: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "vâng")

    with pytest.raises(CommandError, match="Đã thôi"):
        call_command("restore_backup", str(backup))

    assert run(target, "TABLE before") == [(1,)]


def test_a_wrong_passphrase_may_be_typed_again_twice(
    backup: Path, target: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def typing(prompt: str) -> str:
        asked.append(prompt)
        return "khong phai cau nay"

    monkeypatch.setattr("core.management.commands.restore_backup.getpass", typing)

    with pytest.raises(CommandError, match="Mật khẩu sao lưu không đúng"):
        call_command("restore_backup", str(backup))

    assert len(asked) == 3
    assert databases(target) == [target.name]


@pytest.mark.usefixtures("agreeing")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((b'"instance": "portal"', b'"instance": "demo"'), "không được lẫn"),
        ((b'"postgres": ', b'"postgres": 9'), "nên không nhận được"),
        (
            (b'"database_bytes": ', b'"database_bytes": 9999999'),
            "Ổ đĩa không đủ chỗ",
        ),
        ((b"congress-portal/backup@1", b"another"), "không phải bản sao lưu"),
    ],
)
@pytest.mark.usefixtures("target")
def test_what_does_not_fit_is_refused_before_anything_is_asked(
    backup: Path, change: tuple[bytes, bytes], sentence: str
) -> None:
    backup.write_bytes(backup.read_bytes().replace(*change, 1))

    with pytest.raises(CommandError, match=sentence):
        call_command("restore_backup", str(backup))


@pytest.mark.usefixtures("target")
def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("restore_backup", str(tmp_path / "khong-co.saoluu"))


def test_without_the_owners_address_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    with pytest.raises(CommandError, match="make restore FILE"):
        call_command("restore_backup", str(tmp_path))


def test_a_server_that_is_away_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://x@/y?host=/nowhere")

    with pytest.raises(CommandError, match=r"không cho làm việc này.*nowhere"):
        call_command("restore_backup", "--kept")


@pytest.mark.usefixtures("agreeing")
def test_the_command_says_what_came_back_and_how_to_go_back(
    backup: Path, target: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore_backup", "--kept")
    nothing = capsys.readouterr().out
    call_command("restore_backup", str(backup))
    said = capsys.readouterr().out
    [first] = target.put_aside()

    call_command("restore_backup", "--back", first.name)
    back = capsys.readouterr().out
    [second] = target.put_aside()
    with pytest.raises(CommandError, match="Không có bản cũ nào tên"):
        call_command("restore_backup", "--forget", target.name)
    call_command("restore_backup", "--forget", second.name)

    assert "Không có bản cũ nào" in nothing
    assert "lấy lúc 12:00 ngày 24/07/2025" in said
    assert "  người trong sổ: " in said
    assert "  cuộc bầu: 1" in said
    assert f"make restore-back NAME={first.name}" in said
    assert second.name in back
    assert target.put_aside() == []
    assert run(target, "TABLE before") == [(1,)]


@pytest.mark.usefixtures("agreeing")
def test_a_portal_that_runs_is_told_to_stop_before_anything_is_asked(
    backup: Path, target: Server
) -> None:
    with (
        closing(psycopg2.connect(**target.address.words)),
        pytest.raises(CommandError, match="Còn 1 kết nối"),
    ):
        call_command("restore_backup", str(backup))


def test_a_plain_copy_from_before_an_upgrade_needs_no_passphrase(
    settings: Any,
    tmp_path: Path,
    target: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.BACKUPS = tmp_path / "own"
    make.unit("Đảng bộ xã Khe Vàng")
    taken, _fault = backups.take_before_migrating(at=make.NOON)
    monkeypatch.setattr("builtins.input", lambda _prompt: "KHOI PHUC")

    call_command("restore_backup", str(taken.path))

    assert run(target, "SELECT name FROM core_unit") == [("Đảng bộ xã Khe Vàng",)]
