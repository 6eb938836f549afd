"""A sealed archive: whatever is touched in it is found, without the database."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from ballots import services
from ballots.archive import manifest as files
from ballots.archive import recount_journal
from ballots.archive.container import NotAnArchive, write_member
from ballots.archive.journal_paper import journal_on_paper
from ballots.archive.locked import WrongPassphrase, lock, unlock
from ballots.archive.manifest import Link, manifest_in
from ballots.archive.sealing import NoMinutes, is_current, kept_archives
from ballots.archive.verifying import Touched, verify
from ballots.models import Confirmation
from ballots.services.own_list import OnTheListHimself
from ballots.services.taking_out import NotConfirmed
from core.access.rights import Role
from core.audit.chain import START, link_digest
from core.models import AuditEvent, StoredPrint
from tests import make
from tests.integration.ballots import archives

pytestmark = pytest.mark.django_db

KEPT: list[bytes] = []
PASSPHRASE = "con trâu đi trước cái cày"


@pytest.fixture
def confirmation() -> Confirmation:
    return archives.confirmed()


@pytest.fixture
def archive(request: pytest.FixtureRequest) -> bytes:
    """The archive of the poll at hand; where there is none, one for all tests."""
    if "confirmation" in request.fixturenames:
        own: Confirmation = request.getfixturevalue("confirmation")
        return bytes(archives.sealed(own).data)
    if not KEPT:
        KEPT.append(bytes(archives.sealed(archives.confirmed()).data))
    return KEPT[0]


def parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in found.items():
            write_member(made, name, [content])
    return file.getvalue()


def changed(archive: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Somebody changes a file and writes the checksums anew."""
    found = parts(archive)
    found[name] = change(found[name])
    said = json.loads(found[files.MANIFEST])
    for each in said["files"]:
        content = found[each["name"]]
        each["size"] = len(content)
        each["sha256"] = hashlib.sha256(content).hexdigest()
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    found[files.MANIFEST] = text.encode()
    return packed(found)


def swapped(one: bytes, other: bytes) -> Callable[[bytes], bytes]:
    """Replace what is there; that it is there is part of the test."""

    def change(content: bytes) -> bytes:
        assert one in content
        return content.replace(one, other, 1)

    return change


def found_in(archive: bytes, **told: Any) -> str:
    """Return which file was touched."""
    with pytest.raises(Touched) as fault:
        verify(io.BytesIO(archive), **told)
    return fault.value.file


# --- an archive that holds --------------------------------------------------------


def test_an_archive_holds_and_is_the_same_for_the_same_facts(
    confirmation: Confirmation, archive: bytes
) -> None:
    with transaction.atomic(), make.past_every_trigger():
        StoredPrint.objects.filter(form="ballots.archive").delete()
    again = bytes(archives.sealed(confirmation).data)

    held = verify(io.BytesIO(archive))

    assert again == archive
    assert held.counted.count.returned == len(archives.PAPERS)
    assert held.with_journal
    assert tuple(parts(archive)) == (*files.TYPED, files.MANIFEST)


def test_making_one_writes_one_line(confirmation: Confirmation) -> None:
    archives.sealed(confirmation)
    archives.sealed(confirmation)

    lines = AuditEvent.objects.filter(act="ballots.archive_made")
    assert [line.detail["sha256"] for line in lines] == [
        kept_archives(confirmation)[0].sha256
    ]


def test_whoever_takes_something_out_makes_no_other_archive(
    confirmation: Confirmation,
) -> None:
    kept = archives.sealed(confirmation)

    services.note_taken(
        "ballots.journal_taken", confirmation.poll, by=confirmation.by, at=make.NOON
    )

    assert is_current(kept, confirmation)
    assert archives.sealed(confirmation) == kept


def test_an_announcement_lets_another_be_made(confirmation: Confirmation) -> None:
    first = archives.sealed(confirmation)
    services.announce_result(
        str(confirmation.poll_id), by=confirmation.by, at=make.NOON + timedelta(hours=1)
    )

    second = archives.sealed(confirmation)

    assert len(kept_archives(confirmation)) == 2
    assert verify(io.BytesIO(bytes(second.data))).links == (
        verify(io.BytesIO(bytes(first.data))).links + 1
    )


def test_a_poll_from_a_file_has_no_journal_and_holds() -> None:
    confirmation = make.confirmed()
    archives.with_minutes(confirmation)

    archive = bytes(archives.sealed(confirmation).data)

    assert not verify(io.BytesIO(archive)).with_journal
    assert tuple(parts(archive)) == (*files.FROM_A_FILE, files.MANIFEST)


def test_without_minutes_there_is_no_archive() -> None:
    confirmation = make.confirmed()

    with pytest.raises(NoMinutes):
        archives.sealed(confirmation)


def test_nothing_leaves_before_the_head_confirms() -> None:
    poll = make.counted()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)

    with pytest.raises(NotConfirmed):
        services.note_taken("ballots.records_taken", poll, by=head, at=make.NOON)


def test_somebody_on_the_list_takes_nothing_out(confirmation: Confirmation) -> None:
    by = confirmation.by
    with transaction.atomic(), make.past_every_trigger():
        confirmation.poll.candidates.filter(place=0).update(person=by.person)

    with pytest.raises(OnTheListHimself):
        services.note_taken(
            "ballots.archive_taken", confirmation.poll, by=by, at=make.NOON
        )


def test_the_head_that_minutes_print_is_its_own_line(
    confirmation: Confirmation, archive: bytes
) -> None:
    number, digest = confirmation.link_number, confirmation.link_digest
    assert number is not None

    held = verify(io.BytesIO(archive), head=Link(number, digest[:32]))

    assert held.manifest.head == Link(number, digest)


# --- bytes ------------------------------------------------------------------------


def test_whatever_byte_is_flipped_is_found_or_tells_nothing(archive: bytes) -> None:
    """Some bytes of a ZIP say nothing: its dates, the last bits of what is packed."""
    whole = parts(archive)
    missed = []
    for at in range(0, len(archive), 37):
        flipped = bytearray(archive)
        flipped[at] ^= 0x10
        try:
            verify(io.BytesIO(bytes(flipped)))
        except (Touched, NotAnArchive):
            continue
        if parts(bytes(flipped)) != whole:
            missed.append(at)

    assert missed == []


@pytest.mark.parametrize("name", [*files.TYPED])
def test_a_byte_of_each_file_is_missed_by_name(archive: bytes, name: str) -> None:
    found = parts(archive)
    content = bytearray(found[name])
    content[len(content) // 2] ^= 1
    found[name] = bytes(content)

    assert found_in(packed(found)) == name


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_archive_is_none(archive: bytes, share: float) -> None:
    with pytest.raises(NotAnArchive):
        verify(io.BytesIO(archive[: int(len(archive) * share)]))


def test_two_files_that_change_places_are_found(archive: bytes) -> None:
    found = parts(archive)
    one, other = files.RESULT, files.MINUTES
    found[one], found[other] = found[other], found[one]

    assert found_in(packed(found)) == one


# --- somebody who writes the checksums anew ---------------------------------------


@pytest.mark.parametrize(
    ("name", "change", "touched"),
    [
        (files.RESULT, swapped(b'"valid": 2', b'"valid": 3'), files.RESULT),
        (files.RESULT, swapped(b'"votes": ', b'"votes": 1'), files.RESULT),
        (files.ELECTION, swapped(b'"struck": [1]', b'"struck": [2]'), files.ELECTION),
        (files.ELECTION, swapped(b'"seats": 3', b'"seats": 2'), files.ELECTION),
        (files.MINUTES, swapped(b"1.7", b"1.6"), files.MINUTES),
        (files.JOURNAL, swapped(b'"saved", "', b'"retaken", "'), files.JOURNAL),
        (files.JOURNAL, swapped(b'"counts": true', b'"counts": false'), files.JOURNAL),
        (files.JOURNAL, swapped(b'"papers": 5', b'"papers": 6'), files.JOURNAL),
        (files.JOURNAL, lambda text: text + b"{}\n", files.JOURNAL),
        (files.JOURNAL, lambda _text: b"[" * 100_000 + b"\n", files.JOURNAL),
        (
            files.RECORDS,
            swapped(b'"NumberVotes": 1', b'"NumberVotes": 0'),
            files.RECORDS,
        ),
        (files.RECORDS, lambda text: text + b" ", files.RECORDS),
        (
            files.AUDIT,
            swapped(b"ballots.poll_counted", b"ballots.poll_entered"),
            files.AUDIT,
        ),
        (files.AUDIT, lambda text: b"".join(text.splitlines(True)[:-1]), files.MINUTES),
        (files.AUDIT, lambda _text: b"null\n", files.AUDIT),
        (files.AUDIT, lambda text: text[:-1], files.AUDIT),
    ],
)
def test_with_checksums_written_anew_it_is_found_all_the_same(
    archive: bytes, name: str, change: Callable[[bytes], bytes], touched: str
) -> None:
    assert found_in(changed(archive, name, change)) == touched


def test_papers_and_result_changed_together_contradict_the_confirmed_digest(
    archive: bytes,
) -> None:
    """Papers, journal and its digest agree among themselves."""
    found = parts(archive)
    text = found[files.JOURNAL].decode()
    head, batch, end = text.split("\n")[0], text.split("\n")[1], "]}"
    said = json.loads(batch)
    (entry,) = said["entries"]
    line = entry["lines"][1]
    line[3] = line[3].replace(line[3].split(" ")[0], "02", 1)
    entry["journal_digest"] = recount_journal.digest(entry["lines"])
    made = f"{head}\n{json.dumps(said, ensure_ascii=False)}\n{end}\n"

    touched = changed(archive, files.JOURNAL, lambda _text: made.encode())

    assert found_in(touched) in {files.JOURNAL, files.ELECTION}


def rebuilt(text: bytes) -> bytes:
    """The whole chain built anew, as somebody with the database could."""
    lines, previous = [json.loads(each) for each in text.splitlines()], START
    lines[0]["line"]["subject_title"] += "."
    for each in lines:
        each["previous"] = previous
        each["digest"] = previous = link_digest(previous, each["line"])
    return b"".join(
        json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in lines
    )


def test_a_chain_built_anew_is_caught_by_the_head_on_paper(
    confirmation: Confirmation, archive: bytes
) -> None:
    number, printed = confirmation.link_number, confirmation.link_digest
    assert number is not None
    chained = rebuilt(parts(archive)[files.AUDIT])
    own = {
        each["number"]: each["digest"] for each in map(json.loads, chained.splitlines())
    }
    found = parts(changed(archive, files.AUDIT, lambda _text: chained))
    found[files.MANIFEST] = found[files.MANIFEST].replace(
        printed.encode(), own[number].encode()
    )
    forged = packed(found)

    assert verify(io.BytesIO(forged)).manifest.head == Link(number, own[number])
    assert found_in(forged, head=Link(number, printed[:32])) == files.AUDIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"empty_agreement": "adjudicate"', '"empty_agreement": "valid"'),
        ('"revision": 1', '"revision": 2'),
        ('"confirmed_at": "2025', '"confirmed_at": "2024'),
        ('"contest": "', '"contest": "Khác '),
        ('"congress": "', '"congress": "Khác '),
        ('"portal": "', '"portal": "9'),
        ('"tally_digest": "', '"tally_digest": "0'),
    ],
)
def test_no_word_of_the_manifest_stands_alone(
    archive: bytes, one: str, other: str
) -> None:
    found = parts(archive)
    found[files.MANIFEST] = swapped(one.encode(), other.encode())(found[files.MANIFEST])

    with pytest.raises(Touched):
        verify(io.BytesIO(packed(found)))


def test_a_journal_that_is_taken_away_is_missed(archive: bytes) -> None:
    found = parts(archive)
    del found[files.JOURNAL]
    said = json.loads(found[files.MANIFEST])
    said["files"] = [e for e in said["files"] if e["name"] != files.JOURNAL]
    found[files.MANIFEST] = (
        json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    ).encode()

    assert found_in(packed(found)) == files.JOURNAL


def test_somebodys_own_result_is_compared(archive: bytes) -> None:
    own = json.loads(parts(archive)[files.RESULT])

    verify(io.BytesIO(archive), result=own)

    assert found_in(archive, result=own | {"valid": 99}) == files.RESULT


# --- foreign, malformed, huge -----------------------------------------------------


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in files.FROM_A_FILE:
            write_member(made, name, [b""])
        write_member(made, files.MANIFEST, (b" " * 2**20 for _ in range(64)))
    return file.getvalue()


def many() -> bytes:
    return packed({f"{number}.json": b"" for number in range(5_000)})


@pytest.mark.parametrize(
    "foreign",
    [
        lambda: b"",
        lambda: b"PK",
        lambda: b"%PDF-1.7",
        lambda: packed({"a.txt": b"hi"}),
        lambda: packed({"../../a": b"hi"}),
        bomb,
        many,
        lambda: packed(dict.fromkeys((*files.FROM_A_FILE, files.MANIFEST), b"{}")),
        lambda: packed(
            dict.fromkeys((*files.FROM_A_FILE, files.MANIFEST), b"[" * 10**5)
        ),
    ],
)
def test_what_is_no_archive_is_refused(foreign: Callable[[], bytes]) -> None:
    with pytest.raises(NotAnArchive):
        verify(io.BytesIO(foreign()))


@pytest.mark.parametrize("where", ["before", "behind"])
def test_nothing_hides_around_an_archive(archive: bytes, where: str) -> None:
    with pytest.raises(NotAnArchive):
        verify(io.BytesIO(b"x" + archive if where == "before" else archive + b"x"))


def test_a_size_that_lies_is_found(archive: bytes) -> None:
    """The directory says less than is packed: what is read ends there and differs."""
    found = parts(archive)
    size = len(found[files.JOURNAL]).to_bytes(4, "little")
    lying = archive.replace(size, (10).to_bytes(4, "little"))

    with pytest.raises((Touched, NotAnArchive)):
        verify(io.BytesIO(lying))


def test_a_manifest_is_read_only_as_it_was_written(archive: bytes) -> None:
    text = parts(archive)[files.MANIFEST]
    assert manifest_in(text).text().encode() == text

    for other in (text + b" ", text.replace(b"[]", b"null"), b"null", b"{}"):
        with pytest.raises(ValueError, match=r".*"):
            manifest_in(other)


# --- locked -----------------------------------------------------------------------


def test_a_locked_archive_opens_with_its_passphrase_alone(archive: bytes) -> None:
    file = lock(archive, PASSPHRASE)

    plain = unlock(file, PASSPHRASE)

    plain.seek(0)
    assert plain.read() == archive
    with pytest.raises(WrongPassphrase):
        unlock(file, "con bò đi trước cái cày")


def test_a_byte_of_a_locked_archive_is_missed(archive: bytes) -> None:
    locked = lock(archive, PASSPHRASE).read()
    for at in (5, 60, 300, len(locked) // 2, len(locked) - 1):
        flipped = bytearray(locked)
        flipped[at] ^= 1
        with pytest.raises((NotAnArchive, WrongPassphrase)):
            unlock(io.BytesIO(bytes(flipped)), PASSPHRASE)


# --- the command ------------------------------------------------------------------


def said(path: Path, *options: str) -> tuple[int, str]:
    out = io.StringIO()
    code = 0
    try:
        call_command("verify_archive", str(path), *options, stdout=out)
    except SystemExit as left:
        code = int(str(left.code))
    return code, out.getvalue()


def test_the_command_says_it_in_one_line(
    confirmation: Confirmation, archive: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "luu-tru.zip"
    path.write_bytes(archive)
    head = f"{confirmation.link_number}:{confirmation.link_digest[:32]}"

    code, line = said(path, "--head", head)

    assert code == 0
    assert line.startswith("ĐÚNG: ")
    assert "5 phiếu" in line
    assert "biên bản giấy khớp" in line
    assert line.count("\n") == 1


def test_the_command_names_the_file_that_was_touched(
    archive: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "luu-tru.zip"
    path.write_bytes(
        changed(archive, files.RESULT, swapped(b'"valid": 2', b'"valid": 3'))
    )

    code, line = said(path)

    assert (code, line.count("\n")) == (1, 1)
    assert line.startswith("SAI: result.json: ")


def test_the_command_opens_a_locked_archive(archive: bytes, tmp_path: Path) -> None:
    path, words = tmp_path / "luu-tru.luutru", tmp_path / "mat-khau.txt"
    path.write_bytes(lock(archive, PASSPHRASE).read())
    words.write_text(PASSPHRASE + "\n", encoding="utf-8")

    assert said(path, "--passphrase-file", str(words))[0] == 0
    words.write_text("con bò đi trước cái cày", encoding="utf-8")
    assert said(path, "--passphrase-file", str(words)) == (
        2,
        "KHÔNG KIỂM ĐƯỢC: mật khẩu không đúng.\n",
    )


def test_the_command_says_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "luu-tru.zip"
    path.write_bytes(b"%PDF-1.7")

    codes = [said(path)[0], said(tmp_path / "khong-co.zip")[0]]

    assert codes == [2, 2]


# --- the journal on paper ---------------------------------------------------------


def test_the_journal_on_paper_says_every_line_in_readable_marks(
    confirmation: Confirmation,
) -> None:
    paper = journal_on_paper(confirmation)

    (batch,) = paper.batches
    (entry,) = batch.entries
    assert entry.by == "Đàm Văn Thái"
    assert entry.outcome == "được tính; Nông Thị Quỳnh đối chiếu"
    assert entry.lines[:3] == ("1. gạch 4–5", "2. gạch 1", "3. không gạch ai")
    assert len(paper.rulings) == 2
