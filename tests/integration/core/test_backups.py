"""Backing up, for real: pg_dump, age, two folders; and what goes wrong on the way."""

import errno
import io
import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import registry, tasks
from core.jobs import ledger
from core.models import AuditEvent, Backup, BackupPlan, Job, User
from core.operations import backup_file, folders, keys, postgres, taking
from core.operations.folders import Fault
from core.queries import operations as reads
from core.services import backups
from tests import make
from tests.make import Queries, SignedIn, unheard

pytestmark = pytest.mark.django_db

LIST_QUERIES = 10
PASSPHRASE = "song dai troi rong ben co lieu"
LATER = make.NOON + timedelta(hours=1)
# A cheap key: what is tried here is not how long guessing takes.
SALT = "scrypt$10$8$1$" + "5a" * 16


@pytest.fixture(autouse=True)
def own(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUPS = tmp_path / "own"
    return tmp_path / "own"


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second folder that counts as another disk."""
    folder = tmp_path / "usb"
    folder.mkdir()
    monkeypatch.setattr(folders, "on_one_disk", lambda _one, _other: False)
    return folder


@pytest.fixture
def keeper() -> User:
    return make.administrator("quantri")


def plan(
    folder: Path | str = "", *, by: User | None = None, keep: int = 2
) -> BackupPlan:
    return BackupPlan.objects.create(
        recipient=keys.recipient_of(PASSPHRASE, SALT),
        salt=SALT,
        folder=str(folder),
        keep=keep,
        set_by=by or make.administrator(),
        set_at=make.NOON,
    )


def back_up(
    at: datetime = make.NOON, reason: Backup.Reason = Backup.Reason.BUTTON
) -> Backup:
    return backups.make_backup(reason=reason, by=None, at=at, report=unheard)


def dump_in(file: Path, passphrase: str = PASSPHRASE) -> bytes:
    """Unlock a file as a restore does."""
    kept = io.BytesIO()
    with file.open("rb") as stream:
        header = backup_file.read_header(stream)
        key = backup_file.key_for(header, passphrase)
        backup_file.unlock(stream, header, key, kept)
    return kept.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- making one -------------------------------------------------------------------


def test_a_backup_lies_locked_in_both_folders_and_opens_with_the_passphrase(
    own: Path, usb: Path
) -> None:
    plan(usb)

    backup = back_up()

    assert names(own) == names(usb) == [backup.file_name]
    assert backup.folders == [str(own), str(usb)]
    assert backup.fault == ""
    assert (own / backup.file_name).read_bytes() == (
        usb / backup.file_name
    ).read_bytes()
    assert dump_in(usb / backup.file_name).startswith(b"PGDMP")


def test_nobody_else_may_read_the_portals_own_folder(own: Path) -> None:
    plan()

    backup = back_up()

    assert own.stat().st_mode & 0o777 == 0o700
    assert (own / backup.file_name).stat().st_mode & 0o777 == 0o600


def test_the_first_line_says_what_the_file_is_and_no_secret(own: Path) -> None:
    plan()

    backup = back_up()
    with (own / backup.file_name).open("rb") as stream:
        said = json.loads(stream.readline())

    assert set(said) == {
        *("format", "id", "instance", "machine", "version", "reason", "taken_at"),
        *("postgres", "database_bytes", "salt", "recipient"),
    }
    assert said["id"] == str(backup.pk)
    assert said["taken_at"] == make.NOON.isoformat()


def test_the_digest_on_the_row_is_the_files(own: Path) -> None:
    plan()

    backup = back_up()

    with (own / backup.file_name).open("rb") as stream:
        assert folders.sha256_of(stream) == backup.sha256
    assert (own / backup.file_name).stat().st_size == backup.size


def test_sessions_are_left_out(own: Path, client: Client, tmp_path: Path) -> None:
    plan()
    client.force_login(make.user())
    secret = client.session.session_key
    backup = back_up()
    (tmp_path / "dump").write_bytes(dump_in(own / backup.file_name))

    reader = postgres.programs_for(server_major()) / "pg_restore"
    script = subprocess.run(
        [reader, "--file=-", tmp_path / "dump"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "COPY public.core_user " in script
    assert secret is not None
    assert secret not in script


def test_one_line_of_the_trail_for_each_backup() -> None:
    plan()

    backup = back_up()

    line = AuditEvent.objects.get(act="core.backup_made")
    assert line.subject_key == str(backup.pk)
    assert line.detail["sha256"] == backup.sha256


def test_the_applications_role_suffices(application_role: str, own: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'S', 'v', 'm', 'p') "
            "AND NOT has_table_privilege(%s, oid, 'SELECT')",
            [application_role],
        )
        unreadable = cursor.fetchall()

    assert unreadable == []


def test_progress_goes_up_and_ends_at_the_whole() -> None:
    plan()
    seen: list[tuple[int, int]] = []

    backups.make_backup(
        reason=Backup.Reason.BUTTON,
        by=None,
        at=make.NOON,
        report=lambda done, whole: seen.append((done, whole)),
    )

    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)


def test_without_a_plan_nothing_is_made(own: Path) -> None:
    with pytest.raises(backups.NoPlan, match="Chưa đặt mật khẩu sao lưu"):
        back_up()

    assert not own.exists()


# --- faults -----------------------------------------------------------------------


def test_a_stick_that_is_not_plugged_in_is_a_fault_and_no_failure(
    own: Path, usb: Path
) -> None:
    plan(usb / "khong-co")

    backup = back_up()

    assert backup.fault == Fault.MISSING
    assert backup.folders == [str(own)]
    assert "cắm USB" in str(reads.fault_words(backup))


def test_a_copy_on_the_same_disk_is_made_and_called_what_it_is(
    own: Path, tmp_path: Path
) -> None:
    plan(tmp_path)

    backup = back_up()

    assert backup.fault == Fault.SAME_DISK
    assert backup.folders == [str(own), str(tmp_path)]


def test_a_stick_that_gives_other_bytes_back_gets_no_file(
    own: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(usb)
    monkeypatch.setattr(folders, "read_back", lambda _file: "0" * 64)

    backup = back_up()

    assert backup.fault == Fault.BROKEN
    assert names(usb) == []
    assert names(own) == [backup.file_name]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, Fault.FULL),
        (errno.EROFS, Fault.CLOSED),
        (errno.ENOENT, Fault.MISSING),
        (errno.EIO, Fault.BROKEN),
    ],
)
def test_an_error_of_the_system_says_what_is_wrong_with_the_folder(
    number: int, fault: Fault
) -> None:
    assert folders.fault_in(OSError(number, "x")) == fault
    assert str(reads.FAULTS[fault]).endswith(".")


def test_a_full_disk_is_told_and_leaves_nothing_under_the_final_name(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    really = os.open

    def full(path: Any, flags: int, *mode: int) -> int:
        if str(path).endswith(".part"):
            return really("/dev/full", os.O_RDWR)
        return really(path, flags, *mode)

    with monkeypatch.context() as world:
        world.setattr(os, "open", full)
        with pytest.raises(taking.NoRoomForBackup, match="không còn đủ chỗ"):
            back_up()

    assert names(own) == []
    assert not Backup.objects.exists()


def test_too_little_room_is_seen_before_anything_is_written(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    monkeypatch.setattr(
        folders, "fault_of", lambda _folder, needs: Fault.FULL if needs else None
    )

    with pytest.raises(taking.NoRoomForBackup, match="Hãy dọn ổ đĩa"):
        back_up()

    assert names(own) == []


def test_pg_dump_that_complains_is_told_in_its_words(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    address = postgres.Address.of_the_portal().another("khong_co")
    monkeypatch.setattr(postgres.Address, "of_the_portal", lambda: address)

    with pytest.raises(postgres.ProgramFailed, match=r"(?s)pg_dump.*khong_co"):
        back_up()

    assert names(own) == []


def test_old_programs_are_not_taken_for_a_newer_server() -> None:
    with pytest.raises(postgres.NoPrograms, match="bản 99 trở lên"):
        postgres.programs_for(99)


def test_bytes_that_came_back_otherwise_are_not_kept(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    whole = folders.to_disk

    def flip(file: Any) -> None:
        whole(file)
        file.seek(-200, os.SEEK_END)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
        whole(file)

    monkeypatch.setattr(folders, "to_disk", flip)

    with pytest.raises(taking.UnprovedBackup, match="sắp hỏng"):
        back_up()

    assert names(own) == []


def test_what_a_killed_worker_left_is_cleared_but_not_what_is_being_written(
    own: Path,
) -> None:
    plan()
    own.mkdir()
    (own / ".portal-x.saoluu.part").write_bytes(b"half")

    with folders.writing(own, "portal-y.saoluu") as file:
        file.write(b"whole")
        backup = back_up()
        meanwhile = names(own)

    assert meanwhile == sorted([".portal-y.saoluu.part", backup.file_name])
    assert names(own) == sorted(["portal-y.saoluu", backup.file_name])


# --- letting old ones go ----------------------------------------------------------


def test_the_newest_stay_and_only_what_the_portal_made_goes(
    own: Path, usb: Path
) -> None:
    plan(usb, keep=2)
    (usb / "portal-20200101-000000-khac.saoluu").write_bytes(b"another portal's")
    made = [back_up(make.NOON + timedelta(hours=hour)) for hour in range(3)]

    kept = {backup.file_name for backup in made[1:]}
    assert set(names(own)) == kept
    assert set(names(usb)) == kept | {"portal-20200101-000000-khac.saoluu"}
    assert set(reads.backups()) == set(made[1:])


def test_a_stick_that_is_away_is_cleared_when_it_is_back(own: Path, usb: Path) -> None:
    plan(usb, keep=2)
    first = back_up(make.NOON)
    away = usb.rename(usb.with_name("away"))
    for hour in (1, 2):
        back_up(make.NOON + timedelta(hours=hour))
    still = Backup.objects.get(pk=first.pk)
    away.rename(usb)

    back_up(make.NOON + timedelta(hours=3))

    assert (still.folders, still.removed_at) == ([str(usb)], None)
    assert first.file_name not in names(usb)
    assert Backup.objects.get(pk=first.pk).removed_at is not None
    removed = AuditEvent.objects.filter(act="core.backup_removed")
    assert removed.filter(subject_key=str(first.pk)).count() == 1


def test_a_folder_that_cannot_be_made_is_told(settings: Any, tmp_path: Path) -> None:
    plan()
    (tmp_path / "file").write_text("")
    settings.BACKUPS = tmp_path / "file" / "own"

    with pytest.raises(taking.NoRoomForBackup, match="Không ghi được bản sao lưu"):
        back_up()


# --- bringing the tables up to date -----------------------------------------------


def test_tables_that_are_up_to_date_are_backed_up_only_when_wanted(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan()
    call_command("bring_up_to_date", verbosity=0)
    before = own.exists()

    call_command("bring_up_to_date", "--back-up-always", verbosity=0)

    found = Backup.objects.get()
    assert not before
    assert found.reason == Backup.Reason.UPGRADE
    assert f"trước khi nâng cấp: {own}/{found.file_name}" in capsys.readouterr().out


def test_without_its_backup_nothing_is_migrated(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.BACKUPS = tmp_path / "file" / "own"

    with pytest.raises(CommandError, match="nên chưa nâng cấp: Không ghi được"):
        call_command("bring_up_to_date", "--back-up-always", verbosity=0)


def test_a_second_folder_that_is_away_is_told_before_an_upgrade(
    usb: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(usb / "away")

    call_command("bring_up_to_date", "--back-up-always", verbosity=0)

    assert "Hãy cắm USB" in capsys.readouterr().out


# --- adopting ---------------------------------------------------------------------


def test_a_backup_before_a_migration_is_noted_afterwards(own: Path) -> None:
    plan()

    taken, _fault = backups.take_before_migrating(at=make.NOON)
    before = Backup.objects.count()
    backups.adopt_backups(at=make.NOON)

    found = Backup.objects.get()
    assert before == 0
    assert (found.file_name, found.reason) == (taken.path.name, Backup.Reason.UPGRADE)
    assert found.sha256 == taken.sha256
    line = AuditEvent.objects.get(act="core.backup_found")
    assert (line.subject_key, line.at) == (str(found.pk), make.NOON)


def test_without_a_plan_a_migration_is_preceded_by_a_plain_copy(own: Path) -> None:
    taken, _fault = backups.take_before_migrating(at=make.NOON)

    kept = io.BytesIO()
    with taken.path.open("rb") as stream:
        header = backup_file.read_header(stream)
        backup_file.unlock(stream, header, None, kept)

    assert taken.path.name.endswith("-khong-ma-hoa.saoluu")
    assert not header.is_locked
    assert kept.getvalue().startswith(b"PGDMP")


def test_adopting_twice_is_adopting_once_and_strangers_are_left_alone(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    backups.take_before_migrating(at=make.NOON)
    (own / "giay-to.saoluu").write_bytes(b"not ours at all")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(taking, "machine", lambda: "may-khac")
        backups.take_before_migrating(at=make.NOON)

    found = [backups.adopt_backups(at=make.NOON) for _time in (1, 2)]

    assert found == [1, 0]
    assert len(names(own)) == 3


# --- the schedule -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "is_due"), [(0, False), (23, False), (24, True), (-1, False), (-30, True)]
)
def test_the_next_backup_is_due_when_its_hours_are_over(
    hours: int, is_due: bool
) -> None:
    plan()
    back_up()

    found = reads.backup_is_due(at=make.NOON + timedelta(hours=hours))

    assert (found is not None) == is_due


def test_the_first_backup_is_due_at_once_and_none_without_a_plan() -> None:
    before = reads.backup_is_due(at=make.NOON)

    plan()

    assert before is None
    assert reads.backup_is_due(at=make.NOON) is not None


def test_a_backup_that_failed_is_tried_again_after_half_an_hour() -> None:
    scope = make.unit().scope
    job = ledger.request(
        tasks.make_backup, subject=plan(), scope=scope, by=None, at=make.NOON
    )
    Job.objects.filter(pk=job.pk).update(state="failed", ended_at=make.NOON)

    found = [
        reads.backup_is_due(at=make.NOON + timedelta(minutes=minutes)) is not None
        for minutes in (29, 31)
    ]

    assert found == [False, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_the_clock_asks_and_a_worker_makes_one_backup(ended: Any) -> None:
    make.unit()
    plan()

    tasks.back_up_when_due()
    tasks.back_up_when_due()
    job = ended(Job.objects.get())

    assert job.state == Job.State.DONE
    assert Backup.objects.get().reason == Backup.Reason.SCHEDULE


# --- the plan ---------------------------------------------------------------------


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
        "understood": "on",
        "folder": "",
        "every_hours": 12,
        "keep": 5,
    } | changes


def test_the_plan_keeps_the_open_half_of_the_key_and_nothing_of_the_passphrase(
    signed_in: SignedIn, keeper: User
) -> None:
    answer = signed_in(keeper).post(reverse("core:backup-plan"), typed())

    made = BackupPlan.objects.get()
    assert answer.headers["Location"] == reverse("core:backups")
    assert made.recipient == keys.recipient_of(PASSPHRASE, made.salt)
    assert (made.every_hours, made.keep, made.set_by) == (12, 5, keeper)
    assert AuditEvent.objects.filter(act="core.backup_planned").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"passphrase": "ngan qua", "again": "ngan qua"}, "từ 12 ký tự trở lên"),
        ({"passphrase": "ababababababab", "again": "ababababababab"}, "lặp lại"),
        ({"again": "khac han the nay"}, "không giống nhau"),
        ({"understood": ""}, "chép mật khẩu ra giấy"),
        ({"folder": "usb/sao-luu"}, "bắt đầu bằng dấu gạch chéo"),
        ({"folder": "/khong/co/dau"}, "Không thấy thư mục này"),
        ({"folder": "/etc"}, "thư mục của hệ điều hành"),
        ({"folder": "/home/../usr/local"}, "thư mục của hệ điều hành"),
        ({"keep": 1}, "2"),
    ],
)
def test_a_form_that_does_not_fit_saves_nothing_and_says_why(
    signed_in: SignedIn, keeper: User, changes: dict[str, Any], sentence: str
) -> None:
    answer = signed_in(keeper).post(reverse("core:backup-plan"), typed(**changes))

    assert sentence in answer.text
    assert not BackupPlan.objects.exists()


def test_another_name_for_a_folder_of_the_system_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "usb").symlink_to("/etc")

    assert folders.is_systems(tmp_path / "usb")


@pytest.mark.parametrize(
    ("path", "is_systems"),
    [
        *(("/", True), ("/lib64", True), ("/var/lib/postgresql", True)),
        *(("/media/usb", False), ("/run/media/an/usb", False), ("/library", False)),
        *(("/srv/backup", False), ("/var/backups", False), ("/home/an", False)),
    ],
)
def test_disks_and_sticks_are_no_folders_of_the_system(
    path: str, is_systems: bool
) -> None:
    assert folders.is_systems(Path(path)) is is_systems


def test_a_folder_inside_the_portals_own_data_is_no_second_place(
    signed_in: SignedIn, keeper: User, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    (tmp_path / "trong").mkdir()

    answer = signed_in(keeper).post(
        reverse("core:backup-plan"), typed(folder=str(tmp_path / "trong"))
    )

    assert "mất máy là mất cả hai" in answer.text


def test_two_people_who_set_the_plan_up_are_told_apart(keeper: User) -> None:
    def set_up(by: User) -> BackupPlan:
        return backups.set_up_backups(
            passphrase=PASSPHRASE,
            folder="",
            every_hours=24,
            keep=2,
            by=by,
            at=make.NOON,
        )

    set_up(keeper)

    with pytest.raises(backups.PlanExists, match="hỏi người ấy"):
        set_up(make.administrator())

    assert BackupPlan.objects.get().set_by == keeper


def test_the_second_to_save_sees_both_versions_and_loses_nothing(
    signed_in: SignedIn, keeper: User
) -> None:
    seen = plan().set_at.isoformat()
    client, address = signed_in(keeper), reverse("core:backup-plan")
    other = make.administrator()
    backups.change_plan(
        folder="",
        every_hours=6,
        keep=9,
        seen=make.NOON,
        by=other,
        at=make.NOON + timedelta(hours=1),
    )

    second = client.post(address, {"every_hours": 48, "keep": 9, "seen": seen})
    stays = BackupPlan.objects.get().every_hours
    again = second.context["form"].data["seen"]
    third = client.post(address, {"every_hours": 48, "keep": 9, "seen": again})

    assert "Người khác vừa sửa" in second.text
    assert second.text.count('class="differs"') == 1
    assert stays == 6
    assert third.status_code == 302
    assert BackupPlan.objects.get().every_hours == 48


def test_a_new_passphrase_opens_new_backups_and_the_old_one_the_old(
    own: Path, signed_in: SignedIn, keeper: User
) -> None:
    plan()
    old = back_up()
    another = "mot cau khac dai khong kem"

    answer = signed_in(keeper).post(
        reverse("core:backup-passphrase"),
        {
            "passphrase": another,
            "again": another,
            "understood": "on",
            "seen": BackupPlan.objects.get().set_at.isoformat(),
        },
        follow=True,
    )
    new = back_up(make.NOON + timedelta(hours=1))

    assert "giấy ghi mật khẩu cũ" in answer.text
    assert dump_in(own / old.file_name, PASSPHRASE)
    assert dump_in(own / new.file_name, another)
    with pytest.raises(backup_file.WrongPassphrase):
        dump_in(own / new.file_name, PASSPHRASE)


def test_of_two_who_change_the_passphrase_the_second_is_told(
    keeper: User, signed_in: SignedIn
) -> None:
    seen = plan().set_at
    another = "mot cau khac dai khong kem"
    backups.change_passphrase(passphrase=another, seen=seen, by=keeper, at=LATER)

    with pytest.raises(backups.PlanMoved):
        backups.change_passphrase(passphrase="x", seen=seen, by=keeper, at=LATER)
    answer = signed_in(keeper).post(
        reverse("core:backup-passphrase"),
        {
            "passphrase": PASSPHRASE,
            "again": PASSPHRASE,
            "understood": "on",
            "seen": seen.isoformat(),
        },
        follow=True,
    )

    assert "Vừa có người đổi kế hoạch hoặc mật khẩu sao lưu" in answer.text
    assert backups.passphrase_fits(another)


@pytest.mark.parametrize(
    ("tried", "sentence"),
    [(PASSPHRASE, "Mật khẩu đúng"), ("khong phai cau nay dau", "không đúng")],
)
def test_a_passphrase_can_be_tried(
    signed_in: SignedIn, keeper: User, tried: str, sentence: str
) -> None:
    plan()

    answer = signed_in(keeper).post(
        reverse("core:backup-passphrase-try"), {"passphrase": tried}, follow=True
    )

    assert sentence in answer.text
    assert tried not in answer.text


# --- the page ---------------------------------------------------------------------


def test_the_page_asks_for_a_plan_before_anything_else(
    signed_in: SignedIn, keeper: User
) -> None:
    make.unit()

    page = signed_in(keeper).get(reverse("core:backups")).text

    assert "Máy hỏng hoặc mất là mất hết dữ liệu" in page
    assert "Sao lưu ngay" not in page


@pytest.mark.parametrize("made", [1, 3])
def test_the_list_takes_as_many_queries_whatever_it_holds(
    made: int,
    signed_in: SignedIn,
    keeper: User,
    django_assert_num_queries: Queries,
) -> None:
    make.unit()
    plan(keep=9)
    for hour in range(made):
        back_up(make.NOON + timedelta(hours=hour))
    client = signed_in(keeper)
    client.get(reverse("core:backups"))

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("core:backups"))

    assert page.text.count("Tải về portal-") == made


def test_the_button_asks_for_one_backup(signed_in: SignedIn, keeper: User) -> None:
    make.unit()
    plan()
    client = signed_in(keeper)

    for _click in (1, 2):
        client.post(reverse("core:backup-now"))

    job = Job.objects.get()
    assert (job.kind, job.queue, job.requested_by) == (
        reads.BACKING_UP,
        "backups",
        keeper,
    )


def test_the_page_follows_the_job_and_shows_the_list_when_it_is_over(
    signed_in: SignedIn, keeper: User
) -> None:
    make.unit()
    plan()
    client, address = signed_in(keeper), reverse("core:backups")
    client.post(reverse("core:backup-now"))

    live = client.get(address, headers={"HX-Request": "true"})
    Job.objects.update(state="done", ended_at=make.NOON)
    over = client.get(address, headers={"HX-Request": "true"})

    assert live.text.lstrip().startswith("<section")
    assert "hx-trigger" in live.text
    assert over.headers["HX-Redirect"] == address


def test_an_empty_portal_says_that_there_is_nothing_to_back_up(
    signed_in: SignedIn, keeper: User
) -> None:
    plan()

    answer = signed_in(keeper).post(reverse("core:backup-now"), follow=True)

    assert "chưa có gì để sao lưu" in answer.text
    assert not Job.objects.exists()


def test_a_backup_is_handed_out_whole_and_the_trail_says_to_whom(
    own: Path, signed_in: SignedIn, keeper: User
) -> None:
    plan()
    backup = back_up()

    answer: Any = signed_in(keeper).post(
        reverse("core:backup-download", args=[backup.pk])
    )
    content = b"".join(answer.streaming_content)

    assert content == (own / backup.file_name).read_bytes()
    assert backup.file_name in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.get(act="core.backup_downloaded").actor == keeper


def test_a_file_that_is_gone_is_shown_as_gone(
    own: Path, signed_in: SignedIn, keeper: User
) -> None:
    plan()
    backup = back_up()
    (own / backup.file_name).unlink()
    client = signed_in(keeper)

    page = client.get(reverse("core:backups")).text
    answer = client.post(reverse("core:backup-download", args=[backup.pk]), follow=True)

    assert "không thấy tệp" in page
    assert "Máy này không thấy tệp" in answer.text
    assert not AuditEvent.objects.filter(act="core.backup_downloaded").exists()


# --- work -------------------------------------------------------------------------


def states(user: User) -> list[str]:
    return [
        str(row.state)
        for row in registry.work_of(user)
        if row.url == reverse("core:backups")
    ]


def test_administrators_find_in_their_work_what_is_wrong_with_backups(
    keeper: User, usb: Path
) -> None:
    make.unit()
    now = timezone.now()
    found = [states(keeper)]
    made = plan(usb)
    found.append(states(keeper))
    back_up(now)
    found.append(states(keeper))
    BackupPlan.objects.filter(pk=made.pk).update(folder=str(usb / "away"))
    back_up(now + timedelta(seconds=1))
    found.append(states(keeper))

    assert found == [["chưa đặt kế hoạch"], ["quá hạn"], [], ["thiếu bản thứ hai"]]


def test_a_new_portal_tells_its_administrator_the_first_steps(keeper: User) -> None:
    def titles() -> list[str]:
        return [row.title for row in registry.work_of(keeper)]

    found = [titles()]
    make.unit()
    found.append(titles())
    make.user()
    found.append(titles())

    assert found == [
        ["Lập tổ chức đảng cao nhất"],
        ["Lập tài khoản và giao vai trò", "Sao lưu dữ liệu"],
        ["Sao lưu dữ liệu"],
    ]


def test_nobody_else_is_told() -> None:
    make.unit()

    assert states(make.user()) == []


# --- from a terminal --------------------------------------------------------------


def test_the_command_names_the_files_it_made(
    usb: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(usb)

    call_command("back_up")

    name = Backup.objects.get().file_name
    assert capsys.readouterr().out.split() == [f"{own}/{name}", f"{usb}/{name}"]


def test_the_command_fails_where_the_second_copy_is_missing(usb: Path) -> None:
    plan(usb / "khong-co")

    with pytest.raises(CommandError, match="Chưa có bản thứ hai") as failure:
        call_command("back_up", stderr=io.StringIO())

    assert failure.value.returncode == 3


def test_the_command_without_a_plan_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="Hãy mở trang Sao lưu"):
        call_command("back_up")


# --- the file ---------------------------------------------------------------------


@pytest.fixture
def whole(own: Path) -> Path:
    plan()
    return own / back_up().file_name


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_file_cut_short_is_found_out(whole: Path, kept: float) -> None:
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * kept)])

    with pytest.raises(backup_file.DamagedBackup, match="cắt cụt"):
        dump_in(whole)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.95])
def test_a_flipped_bit_is_found_out(whole: Path, place: float) -> None:
    data = bytearray(whole.read_bytes())
    data[int(len(data) * place)] ^= 1
    whole.write_bytes(data)

    with pytest.raises(backup_file.DamagedBackup):
        dump_in(whole)


def test_an_old_backup_cannot_be_given_a_new_date(whole: Path) -> None:
    data = whole.read_bytes().replace(b"2025-07-24T05", b"2026-07-24T05", 1)
    whole.write_bytes(data)

    with pytest.raises(backup_file.DamagedBackup):
        dump_in(whole)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"PK\x03\x04 a workbook",
        b"{}\n",
        b"[1]\n",
        b'{"format": "congress-portal/backup@1"}\n',
        b'{"format": "congress-portal/backup@1", "id": "x"',
    ],
)
def test_another_file_is_no_backup(line: bytes) -> None:
    with pytest.raises(backup_file.NotABackup, match="không phải bản sao lưu"):
        backup_file.read_header(io.BytesIO(line))


@pytest.mark.parametrize(
    "changes",
    [
        {"postgres": "18"},
        {"database_bytes": -1},
        {"salt": 5},
        {"taken_at": "hôm qua"},
        {"taken_at": "2025-07-24T05:00:00"},
        {"more": 1},
    ],
)
def test_a_header_with_odd_facts_is_no_backup(
    whole: Path, changes: dict[str, Any]
) -> None:
    with whole.open("rb") as stream:
        said = json.loads(stream.readline())
    line = json.dumps(said | changes).encode() + b"\n"

    with pytest.raises(backup_file.NotABackup):
        backup_file.read_header(io.BytesIO(line))


def server_major() -> int:
    version: int = connection.pg_version  # type: ignore[attr-defined] # PostgreSQL
    return version // 10_000
