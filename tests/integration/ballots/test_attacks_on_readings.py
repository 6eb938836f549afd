"""Somebody next door, or of the board itself, against readings, looks and archives."""

import difflib
import hashlib
import io
import json
import logging
import re
import struct
import time
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from ballots import queries, services
from ballots.archive import manifest as files
from ballots.archive import recount_journal as script
from ballots.archive.container import NotAnArchive, Opened
from ballots.archive.locked import unlock
from ballots.archive.verifying import Touched, verify
from ballots.models import (
    Batch,
    Confirmation,
    Entry,
    EntryCheck,
    Poll,
    ThirdLook,
)
from ballots.queries.heaps import BatchState, Due
from ballots.services.checking import OwnReading
from ballots.services.closing_entry import EntryUnfinished
from ballots.services.exporting import PapersStillOpen
from ballots.services.settling import HeadDoesNotSettle, NothingToSettle
from ballots.services.taking import NotToEnter
from core.access.rights import Role
from core.models import AuditEvent, Job, StoredPrint, User
from tests import make
from tests.integration.ballots import archives
from tests.integration.ballots.looks import USUAL, counted
from tests.integration.ballots.test_archive import changed, packed, parts
from tests.integration.ballots.test_blind_readings import Board, other, struck
from tests.integration.ballots.test_drawn_papers_pages import typed
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

OWN = dict.fromkeys(range(1, 6), "1 2")


def read_twice() -> Board:
    """Two readings that agree."""
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1])
    return board


def twin_of(user: User) -> User:
    """Another account of somebody whose row was found to be a double."""
    twin = make.user(full_name=user.full_name, person=make.person(user.full_name))
    assert twin.person
    twin.person.merged_into = user.person
    with transaction.atomic(), make.past_every_trigger():
        twin.person.save()
    return twin


# --- one hand alone -----------------------------------------------------------------


def test_nobody_sends_back_what_agrees_and_puts_his_own_in_its_place() -> None:
    board = read_twice()
    one = board.of.member
    board.check(one, wrong={1, 2, 3, 4, 5})
    board.settle(one, OWN)

    with pytest.raises(OwnReading, match="đã xác định các tờ khác nhau"):
        board.check(one)
    board.check(board.of.head, wrong={1})

    assert board.heap.state is BatchState.RETURNED


def test_the_head_does_not_do_so_by_taking_an_agreement_back() -> None:
    board = read_twice()
    head = board.of.head
    board.check(head)
    services.take_back_agreement(
        str(board.batch.pk), reason="xem lại", by=head, at=make.NOON
    )

    with pytest.raises(HeadDoesNotSettle):
        board.settle(head, OWN)


def test_his_page_turns_him_away_as_well(signed_in: SignedIn) -> None:
    board = read_twice()
    one = board.of.member
    board.check(one, wrong={1})
    board.settle(one, {1: "1 2"})
    address = reverse(
        "ballots:batch-check", args=[*queries.address(board.poll), board.batch.number]
    )

    page = signed_in(one).get(address, follow=True)

    assert "đã xác định các tờ khác nhau" in page.text
    assert "gạch 1, 2" not in page.text


def test_nobody_reads_settles_or_checks_by_another_account_of_his() -> None:
    board = Board()
    reader, twin = board.readers[1], twin_of(board.readers[1])
    board.read(reader)
    with pytest.raises(NotToEnter, match="Bạn đã nhập tập này"):
        services.take_batch(str(board.batch.pk), by=twin, at=make.NOON)
    board.read(board.readers[0], other(3, "4"))

    with pytest.raises(OwnReading):
        board.settle(twin, {3: "3"})
    board.settle(board.of.member, {3: "3"})
    with pytest.raises(OwnReading):
        board.check(twin)


# --- a reader learns of the other reading -------------------------------------------


@pytest.mark.parametrize(
    "name", ["batch-check", "batch-settle", "batch-entry", "batch-finish"]
)
def test_no_page_of_a_batch_tells_the_next_reader_of_the_first(
    signed_in: SignedIn, name: str
) -> None:
    board = Board()
    first = board.read(board.readers[0], ("1 2 3 4", "2", "3", "0", "2 5"))
    address = reverse(
        f"ballots:{name}", args=[*queries.address(board.poll), board.batch.number]
    )

    page = signed_in(board.readers[1]).get(address, follow=True)

    assert "gạch 1, 2, 3, 4" not in page.text
    assert f"{struck(first)[0].hex()} - - -" not in page.text


@pytest.mark.parametrize("name", ["poll-doubtful", "poll-archive", "poll-strikes"])
def test_no_page_of_the_poll_does(signed_in: SignedIn, name: str) -> None:
    board = Board()
    board.read(board.readers[0], ("1 2 3 4 #2", "2", "3", "0", "2 5"))
    address = reverse(f"ballots:{name}", args=queries.address(board.poll))

    page = signed_in(board.readers[1]).get(address, follow=True)

    assert "gạch 1, 2, 3, 4" not in page.text
    assert "tờ 1" not in page.text


def test_the_head_takes_no_file_out_while_papers_are_read() -> None:
    board = Board()
    board.read(board.readers[0])

    with pytest.raises(PapersStillOpen):
        services.export_poll(board.poll, by=board.of.head, at=make.NOON)


def test_readings_are_not_compared_before_all_are_there() -> None:
    board = Board(readings=3)
    board.read(board.readers[0])
    board.read(board.readers[1], other(3, "4"))

    assert board.heap.due is Due.READ
    with pytest.raises(NothingToSettle):
        board.settle(board.of.member, {3: "3"}, seen="x")


def test_whoever_gives_a_batch_up_and_takes_it_again_sees_nothing_of_others() -> None:
    board = Board()
    one, two = board.readers[1], board.readers[0]
    begun = services.take_batch(str(board.batch.pk), by=one, at=make.NOON)
    services.abandon_entry(str(begun.pk), reason="đổi người", by=one, at=make.NOON)
    board.read(two)

    again = services.take_batch(str(board.batch.pk), by=one, at=make.NOON)

    assert (again.reading, again.ballots.count(), again.journal.count()) == (2, 0, 0)


def test_a_note_does_not_tell_the_next_reader_what_a_paper_shows(
    signed_in: SignedIn,
) -> None:
    board = Board()
    reader = board.readers[0]
    entry = services.take_batch(str(board.batch.pk), by=reader, at=make.NOON)
    services.report_papers(
        str(entry.pk), found=4, note="tờ 3 gạch Cúc", by=reader, at=make.NOON
    )
    address = reverse("ballots:poll-entry", args=queries.address(board.poll))

    page = signed_in(make.holder(Role.TALLY_TECHNICIAN, at=board.of.body.scope))

    assert "gạch Cúc" not in page.get(address).text


# --- with SQL of the application's role ---------------------------------------------


Refused = Callable[[Callable[[], object]], bool]


@pytest.fixture
def refused(application_role: str) -> Refused:
    """Whether the database refuses what somebody with the application's role does."""

    def tried(act: Callable[[], object]) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {application_role}")
            try:
                with transaction.atomic():
                    act()
            except DatabaseError:
                return True
            finally:
                cursor.execute("RESET ROLE")
        return False

    return tried


@pytest.mark.parametrize("change", ["by", "reading"])
def test_an_entry_does_not_become_somebody_elses(refused: Refused, change: str) -> None:
    board = Board()
    first = board.read(board.readers[0])
    entry = services.take_batch(str(board.batch.pk), by=board.readers[1], at=make.NOON)
    said = {"by": first.by} if change == "by" else {"reading": 0}

    assert refused(lambda: Entry.objects.filter(pk=entry.pk).update(**said))


def test_the_database_keeps_readings_to_different_people(refused: Refused) -> None:
    board = Board()
    board.read(board.readers[0])
    twin = twin_of(board.readers[0])

    assert refused(
        lambda: Entry.objects.create(batch=board.batch, number=2, reading=2, by=twin)
    )


def test_the_database_keeps_checks_to_other_people(refused: Refused) -> None:
    board = read_twice()
    twin = twin_of(board.readers[0])
    standing = board.heap.standing

    assert refused(
        lambda: EntryCheck.objects.create(
            entry=standing, agrees=True, by=twin, at=make.NOON
        )
    )


def test_no_reading_counts_over_another_that_differs() -> None:
    """What readings show is compared by rules, not by SQL: entry does not end."""
    board = Board()
    first = board.read(board.readers[0])
    board.read(board.readers[1], other(3, "4"))
    EntryCheck.objects.create(
        entry=first, agrees=True, by=board.of.member, at=make.NOON
    )
    Batch.objects.filter(pk=board.batch.pk).update(agreed=first)

    with pytest.raises(EntryUnfinished, match="chưa ai xác định"):
        services.finish_entry(str(board.poll.pk), by=board.of.member, at=make.NOON)


def test_nothing_is_confirmed_without_a_look_or_a_reason(refused: Refused) -> None:
    here = counted()
    tally = queries.current_tally(here.hall.now)
    assert tally

    assert refused(
        lambda: Confirmation.objects.create(
            poll=here.hall.now,
            revision=here.hall.now.revision,
            tally=tally,
            by=here.head,
            at=make.NOON,
            board=[],
        )
    )


def test_nobody_picks_the_papers_that_are_drawn(refused: Refused) -> None:
    here = counted([USUAL] * 30)
    tally = queries.current_tally(here.hall.now)
    assert tally

    assert refused(
        lambda: ThirdLook.objects.create(
            poll=here.hall.now,
            revision=here.hall.now.revision,
            seed="1234512345",
            digest=tally.digest,
            papers=30,
            drawn=[[1, 1], [1, 2], [1, 3]],
            margin_asked=False,
            by=here.head,
            at=make.NOON,
        )
    )


# --- the third look -----------------------------------------------------------------


def test_no_page_tells_a_reader_whether_his_reading_matched(
    signed_in: SignedIn,
) -> None:
    same, otherwise = (_after_reading(signed_in, each) for each in ("4 5", "1 2"))

    assert list(difflib.unified_diff(same, otherwise, n=0)) == []


def _after_reading(signed_in: SignedIn, command: str) -> list[str]:
    """Every page of the poll that the last reader of the drawn papers can ask for."""
    here = counted()
    here.order()
    for position in (2, 3):
        here.read((1, position))
    client = signed_in(here.reader)
    done = typed(client, here, command, 1, 1)
    names = ["poll", "poll-entry", "poll-look", "poll-look-order", "poll-look-stop"]
    names += ("poll-result", "poll-confirm", "poll-reopen")
    pages = [done.headers["Location"], "/", *map(here.hall.url, names)]
    pages.append(here.hall.url("poll-look-paper", 1, 1))
    return [line for each in pages for line in _lines(client, here.hall.poll, each)]


def _lines(client: Client, poll: Poll, address: str) -> list[str]:
    page = client.get(address)
    text = f"{page.status_code}\n{page.content.decode()}"
    text = text.replace(poll.election.congress.slug, "").replace(str(poll.pk), "")
    return re.sub(r'("X-CSRFToken": |csrf.* value=)"\w+"', "", text).splitlines()


def test_a_second_throw_draws_nothing_new() -> None:
    here = counted([USUAL] * 30)

    first, second = here.order("1111111111"), here.order("2222222222")

    assert (first.pk, second.seed) == (second.pk, "1111111111")


# --- what is taken out --------------------------------------------------------------


def test_the_passphrase_stays_nowhere(
    signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    confirmation = archives.confirmed()
    kept = archives.sealed(confirmation)
    said = "con trâu đi trước cái cày"
    address = reverse(
        "ballots:poll-archive-file", args=queries.address(confirmation.poll)
    )
    sent = {"locked": "on", "passphrase": said, "again": said}

    with caplog.at_level(logging.DEBUG):
        client = signed_in(confirmation.by)
        wrong = client.post(address, sent | {"again": "khác"})
        taken = client.post(address, sent)

    data = taken.getvalue()
    archive = unlock(io.BytesIO(data), said)
    archive.seek(0)
    assert archive.read() == bytes(kept.data)
    assert said not in wrong.text
    assert said not in caplog.text
    rows = [*AuditEvent.objects.values(), *Job.objects.values()]
    assert said not in str(rows)
    assert said.encode() not in data
    assert StoredPrint.objects.filter(form="ballots.archive").count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_nobody_of_another_congress_takes_anything_out(
    signed_in: SignedIn, role: Role
) -> None:
    confirmation = make.confirmed()
    stranger = make.holder(role, at=make.place_of(role, make.body()))
    client = signed_in(stranger)

    names = ["archive-make", "archive-file", "journal-file", "journal-paper"]
    names += ("journal-print", "records")
    place = queries.address(confirmation.poll)
    found = {
        name: client.post(reverse(f"ballots:poll-{name}", args=place)).status_code
        for name in names
    }

    assert set(found.values()) == {404}


def test_the_minutes_of_another_poll_are_found() -> None:
    own = parts(bytes(archives.sealed(archives.confirmed()).data))
    foreign = parts(bytes(archives.sealed(archives.confirmed(("1", "2", "3 4"))).data))
    line = next(
        each
        for each in foreign[files.AUDIT].splitlines(keepends=True)
        if b"ballots.minutes_printed" in each
    )
    own[files.AUDIT] += line
    own[files.MINUTES] = foreign[files.MINUTES]

    with pytest.raises(Touched):
        verify(io.BytesIO(changed(packed(own), files.AUDIT, bytes)))


# --- hostile containers -------------------------------------------------------------


def packed_with(**odd: Any) -> bytes:
    """An archive with the right names, one of whose files says something else."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in (*files.TYPED, files.MANIFEST):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            if name == files.MINUTES:
                for what, value in odd.items():
                    setattr(info, what, value)
            with made.open(info, "w", force_zip64=True) as member:
                member.write(b"{}")
    return file.getvalue()


def test_a_plain_container_is_opened() -> None:
    assert Opened(io.BytesIO(packed_with())).names[-1] == files.MANIFEST


# Info-ZIP reads another name from what follows the first one.
OTHER_NAME = b"up" + struct.pack("<HBL", 18, 1, 0) + b"../../.profile"[:13]


@pytest.mark.parametrize(
    "odd",
    [
        {"external_attr": 0o120777 << 16},
        {"extra": OTHER_NAME},
        {"comment": b"x"},
    ],
    ids=["link", "other name", "comment"],
)
def test_no_file_is_a_link_or_something_else_to_other_programs(
    odd: dict[str, Any],
) -> None:
    with pytest.raises(NotAnArchive):
        Opened(io.BytesIO(packed_with(**odd)))


def test_a_directory_of_a_million_files_is_not_taken_in() -> None:
    entry = b"PK\1\2" + struct.pack("<4B4HL2L5H2L", 20, 0, 20, *[0] * 8, 1, *[0] * 6)
    directory = (entry + b"a") * 1_000_000
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 7, 7, len(directory), 0, 0)
    began = time.process_time()

    with pytest.raises(NotAnArchive, match="không phải bản lưu trữ"):
        Opened(io.BytesIO(directory + end))

    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("salt", ["5", "null", "{}", '["x"]', '"\\u0000"', "NaN"])
def test_a_lock_that_says_nonsense_is_refused(salt: str) -> None:
    line = (
        '{"format": "congress-portal/locked-archive@1", "salt": %s, "recipient": "x"}'
    )

    with pytest.raises(NotAnArchive):
        unlock(io.BytesIO(f"{line % salt}\n".encode()), "mật khẩu")


# --- hostile journals ---------------------------------------------------------------

KEY = str(uuid.uuid4())


def journal_of(*lines: list[Any], names: int = 2, title: str = "Bầu thử") -> Any:
    said = [f"{n} {at} {act} {key} {shown}\n" for n, at, act, shown, key in lines]
    entry = {
        "counts": True,
        "journal_digest": hashlib.sha256("".join(said).encode()).hexdigest(),
        "lines": list(lines),
    }
    return {
        "format": script.FORMAT,
        "poll": {
            "title": title,
            "max_votes": names,
            "empty_agreement": "valid",
            "candidates": [{"number": n, "name": f"Người {n}"} for n in range(names)],
        },
        "rulings": [],
        "batches": [{"number": 1, "papers": 1, "entries": [entry]}],
    }


def printed(journal: Any, folder: Any, capsys: pytest.CaptureFixture[str]) -> str:
    file = folder / "nhat-ky.json"
    file.write_text(json.dumps(journal), encoding="utf-8")
    code = script.main(str(file))
    said = capsys.readouterr().out
    assert (code == 0) == ("SAI:" not in said)
    return said


def test_no_other_ballot_is_read_under_the_same_digest(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """One word moved from the ballot to the key: who disagreed now agrees."""
    true = journal_of([1, 1, "saved", "- - 00 03 - - 1", KEY])
    false = journal_of([1, 1, f"saved {KEY}", "- 00 03 - - 1", "-"])
    digests = [
        each["batches"][0]["entries"][0]["journal_digest"] for each in (true, false)
    ]

    assert digests[0] == digests[1]
    assert "SAI" not in printed(true, tmp_path, capsys)
    assert "SAI: nhật ký có dòng lạ" in printed(false, tmp_path, capsys)


def test_a_batch_written_twice_is_called_out(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    said = journal_of([1, 1, "saved", "- - 03 00 - - 1", KEY])
    said["batches"] *= 2

    assert "SAI: tập 1: có hai lần" in printed(said, tmp_path, capsys)


def test_a_name_does_not_write_over_what_is_wrong(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    said = journal_of(
        [1, 1, "saved", "- - 03 00 - - 1", KEY], title="Bầu\x1b[8m\nĐÚNG\u202e"
    )

    told = printed(said, tmp_path, capsys)

    assert told.splitlines()[0] == "Bầu?[8m?ĐÚNG?"


@pytest.mark.parametrize(
    "lines",
    [
        [[1, 1, "saved", f"- - {'ff' * 400_000} - - - 1", KEY]],
        [[n, n, "saved", "- - 03 - - - 1", KEY] for n in range(1, 30_000)]
        + [[n, 1, "inserted", "", KEY] for n in range(1, 30_000)],
    ],
    ids=["marks without end", "papers without end"],
)
def test_a_journal_out_of_bounds_takes_no_time(
    lines: list[Any], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.process_time()

    told = printed(journal_of(*lines), tmp_path, capsys)

    assert "SAI:" in told
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    ["[]", "5", "{}", "[" * 100_000, '{"format": 1' + "1" * 5000 + "}", '"\\ud800"'],
)
def test_what_is_no_journal_is_refused_in_a_line(
    text: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nhat-ky.json"
    file.write_text(text, encoding="utf-8")

    code = script.main(str(file))

    told = capsys.readouterr().out
    assert (code, told.startswith("SAI: "), told.count("\n")) == (1, True, 1)
