"""Hostile and foreign archives: one answer, whatever was done to the bytes."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from ballots.archive import manifest as files
from ballots.archive import recount_journal
from ballots.archive.container import NotAnArchive, write_member
from ballots.archive.locked import lock, unlock
from ballots.archive.manifest import Link
from ballots.archive.sealing import NotWhole
from ballots.archive.verifying import Touched, verify
from ballots.models import ThirdLook
from core.audit.chain import link_digest
from tests import make
from tests.integration.ballots import archives
from tests.integration.ballots.test_archive import (
    PASSPHRASE,
    changed,
    found_in,
    packed,
    parts,
    said,
    swapped,
)
from tests.integration.ballots.test_archive_of_every_poll import (
    given_up,
    looked_at_and_differed,
    looked_at_and_ruled,
    settled_twice,
)

pytestmark = pytest.mark.django_db

KEPT: dict[str, bytes] = {}
JSON = (files.MANIFEST, files.ELECTION, files.RESULT, files.JOURNAL, files.AUDIT)


def made(way: Callable[[], Any]) -> bytes:
    """One archive of each kind for all tests."""
    if way.__name__ not in KEPT:
        KEPT[way.__name__] = bytes(archives.sealed(way()).data)
    return KEPT[way.__name__]


@pytest.fixture
def archive() -> bytes:
    return made(settled_twice)


def looked_through(archive: bytes) -> str:
    """Return the answer to somebody's bytes; nothing but an answer is raised."""
    try:
        verify(io.BytesIO(archive))
    except Touched as fault:
        return fault.file
    except NotAnArchive:
        return "no archive"
    return "holds"


def instead(text: bytes) -> Callable[[bytes], bytes]:
    """Put this in the place of a file."""
    return lambda _former: text


# --- every byte -------------------------------------------------------------------


def test_no_byte_of_an_archive_is_flipped_unseen(archive: bytes) -> None:
    """All positions; a flip that is let through says nothing (dates, last bits)."""
    whole, missed = parts(archive), []
    for at in range(len(archive)):
        flipped = bytearray(archive)
        flipped[at] ^= 1 << at % 8
        held = looked_through(bytes(flipped)) == "holds"
        if held and parts(bytes(flipped)) != whole:
            missed.append(at)

    assert missed == []


def test_no_byte_of_a_journal_line_is_flipped_unseen(archive: bytes) -> None:
    """With checksums written anew; names of operators stand in no digest."""
    text = parts(archive)[files.JOURNAL]
    first = text.index(b'"lines": [')
    missed = []
    for at in range(first, text.index(b"]]", first)):
        flipped = bytearray(text)
        flipped[at] ^= 1
        if flipped[at : at + 1].isspace() or text[at : at + 1].isspace():
            continue
        touched = changed(archive, files.JOURNAL, instead(bytes(flipped)))
        if looked_through(touched) == "holds":
            missed.append(at)

    assert missed == []


# --- every word -------------------------------------------------------------------

ODD: tuple[object, ...] = (
    None,
    "x",
    -1,
    2**70,
    [],
    {},
    True,
    "\ud800",
    1.5,
    "",
    "a b\n",
    "9" * 5_000,
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield from places(inner, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    found = inner = json.loads(json.dumps(value))
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return found


def batches_apart(journal: Any) -> str:
    """Write a journal as we do, a batch a line, where it still is one."""
    if not isinstance(journal, dict) or not isinstance(journal.get("batches"), list):
        return json.dumps(journal)
    head = {key: value for key, value in journal.items() if key != "batches"}
    rows = ",\n".join(map(json.dumps, journal["batches"]))
    return json.dumps(head).removesuffix("}") + f', "batches": [\n{rows}\n]}}\n'


def chained(line: Any) -> Any:
    """Write the digest of a line anew, where it still is one."""
    try:
        return line | {"digest": link_digest(line["previous"], line["line"])}
    except (TypeError, KeyError, ValueError):
        return line


def odd_ones(name: str, text: str, drawn: Random) -> Iterator[str]:
    """The file with something else at each of its places."""
    if name == files.AUDIT:
        lines = text.splitlines()
        for n, line in enumerate(lines):
            value = json.loads(line)
            for path in places(value):
                odd = chained(put(value, path, drawn.choice(ODD)))
                yield "\n".join([*lines[:n], json.dumps(odd), *lines[n + 1 :]]) + "\n"
        return
    value = json.loads(text)
    for path in places(value):
        odd = put(value, path, drawn.choice(ODD))
        if name == files.JOURNAL:
            yield batches_apart(odd)
        else:
            yield json.dumps(odd, indent=1) + "\n"


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("way", [settled_twice, looked_at_and_differed])
def test_whatever_stands_in_a_place_there_is_an_answer(
    way: Callable[[], Any], name: str
) -> None:
    archive = made(way)
    found = parts(archive)
    drawn = Random(190)  # noqa: S311 - the same every time
    for odd in odd_ones(name, found[name].decode(), drawn):
        if name == files.MANIFEST:
            looked_through(packed(found | {name: odd.encode()}))
        else:
            looked_through(changed(archive, name, instead(odd.encode())))


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(
    "text", [b"", b"\n", b"\xff\n", b"[" * 10**5, b'{"a":' * 10**5 + b"\n", b"NaN\n"]
)
def test_a_file_that_is_none_of_its_kind_is_named(
    archive: bytes, name: str, text: bytes
) -> None:
    if name == files.MANIFEST:
        answer = looked_through(packed(parts(archive) | {name: text}))
        assert answer == "no archive"
    else:
        assert found_in(changed(archive, name, instead(text))) == name


# --- whoever writes the checksums anew --------------------------------------------


def batch_in(archive: bytes) -> tuple[list[str], dict[str, Any]]:
    lines = parts(archive)[files.JOURNAL].decode().split("\n")
    return lines, json.loads(lines[1])


def with_batch(archive: bytes, lines: list[str], batch: dict[str, Any]) -> bytes:
    text = "\n".join([lines[0], json.dumps(batch, ensure_ascii=False), *lines[2:]])
    return changed(archive, files.JOURNAL, instead(text.encode()))


def test_a_reading_that_does_not_count_is_not_changed_unseen(archive: bytes) -> None:
    lines, batch = batch_in(archive)
    second = batch["entries"][1]
    second["lines"][2][3] = batch["entries"][0]["lines"][2][3]
    second["journal_digest"] = recount_journal.digest(second["lines"])

    assert found_in(with_batch(archive, lines, batch)) == files.JOURNAL


@pytest.mark.parametrize("entry", [0, 1, 2])
def test_a_reading_that_does_not_count_is_not_left_out_unseen(
    archive: bytes, entry: int
) -> None:
    lines, batch = batch_in(archive)
    del batch["entries"][entry]

    assert found_in(with_batch(archive, lines, batch)) == files.JOURNAL


def test_what_was_typed_before_giving_up_is_not_changed_unseen() -> None:
    archive = made(given_up)
    lines, batch = batch_in(archive)
    batch["entries"][0]["lines"][0][3] = batch["entries"][0]["lines"][1][3]

    assert found_in(with_batch(archive, lines, batch)) == files.JOURNAL


def test_marks_beyond_the_names_are_refused_before_they_fill_the_memory(
    archive: bytes,
) -> None:
    lines, batch = batch_in(archive)
    for entry in batch["entries"]:
        entry["lines"][0][3] = "ff" * 2**20 + " - - - - - 1"
        entry["journal_digest"] = recount_journal.digest(entry["lines"])

    tracemalloc.start()
    touched = found_in(with_batch(archive, lines, batch))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert touched == files.JOURNAL
    assert most < 100 * 2**20


def test_a_journal_cut_between_two_lines_is_found(archive: bytes) -> None:
    cut = changed(archive, files.JOURNAL, swapped(b"\n]}\n", b"\n"))

    assert found_in(cut) == files.JOURNAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"Ban \xc4\x91\xc3\xa3 xem", b"Ban ch\xc6\xb0a xem"),
        ('"deciders": ["Lục'.encode(), '"deciders": ["Lò'.encode()),
    ],
)
def test_why_the_board_ruled_is_not_changed_unseen(
    archive: bytes, one: bytes, other: bytes
) -> None:
    assert found_in(changed(archive, files.JOURNAL, swapped(one, other))) == (
        files.JOURNAL
    )


def test_a_third_look_that_found_a_difference_is_not_hidden() -> None:
    archive = made(looked_at_and_differed)

    hidden = changed(
        archive, files.JOURNAL, swapped(b'"matches": false', b'"matches": true')
    )

    assert found_in(hidden) == files.JOURNAL


def test_the_key_of_the_poll_stands_in_its_election_file(archive: bytes) -> None:
    poll = json.loads(parts(archive)[files.MANIFEST])["poll"].encode()

    renamed = changed(
        archive, files.ELECTION, lambda text: text.replace(poll, b"x" * 36)
    )

    assert found_in(renamed) in {files.ELECTION, files.JOURNAL}


# --- of another poll, of another portal -------------------------------------------


@pytest.mark.parametrize("name", files.TYPED)
def test_a_file_of_another_poll_is_named(archive: bytes, name: str) -> None:
    other = parts(made(looked_at_and_differed))[name]
    if name == files.MINUTES:
        other += b" of another poll"

    touched = found_in(changed(archive, name, instead(other)))

    # An election file that does not fit may show first in what was typed.
    assert touched in ({name, files.JOURNAL} if name == files.ELECTION else {name})


def test_a_whole_archive_of_another_poll_is_told_by_the_head_on_paper(
    archive: bytes,
) -> None:
    other = made(looked_at_and_differed)
    printed = json.loads(parts(archive)[files.MANIFEST])["head"]
    head = Link(printed["number"], printed["digest"][:32])

    assert looked_through(other) == "holds"
    assert verify(io.BytesIO(archive), head=head)
    assert found_in(other, head=head) == files.AUDIT


# --- huge -------------------------------------------------------------------------


def claiming(archive: bytes, name: str, size: int) -> bytes:
    """The directory says that a file unpacks to so much."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made_:
        for each, content in parts(archive).items():
            write_member(made_, each, [content])
        made_.getinfo(name).file_size = size
    return file.getvalue()


@pytest.mark.parametrize("name", [*files.TYPED, files.MANIFEST])
def test_a_file_that_claims_ten_gigabytes_is_refused(archive: bytes, name: str) -> None:
    lying = claiming(archive, name, 10 * 2**30)

    assert looked_through(lying) in {"no archive", name}


def bomb(archive: bytes, name: str, size: int) -> bytes:
    """A few kilobytes that unpack to so many."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made_:
        for each, content in parts(archive).items():
            zeros = (bytes(2**20) for _ in range(size // 2**20))
            write_member(made_, each, zeros if each == name else [content])
    return file.getvalue()


@pytest.mark.parametrize("name", files.TYPED)
def test_a_file_that_unpacks_to_a_thousand_times_fills_no_memory(
    archive: bytes, name: str
) -> None:
    packed_bomb = bomb(archive, name, 96 * 2**20)
    assert len(packed_bomb) < 2**20

    tracemalloc.start()
    answer = looked_through(packed_bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert answer in {"no archive", name}
    assert most < 16 * 2**20


# --- locked -----------------------------------------------------------------------


def test_a_locked_archive_that_was_cut_is_refused(archive: bytes) -> None:
    locked = lock(archive, PASSPHRASE).read()
    for length in (0, 1, 40, 200, 400, len(locked) // 2, len(locked) - 1):
        with pytest.raises(NotAnArchive):
            unlock(io.BytesIO(locked[:length]), PASSPHRASE)


# --- the command ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 2),
        (b"{", 2),
        (b'{"format": "x"}\n', 2),
        (b"[" * 10**5, 2),
        (b"PK\x05\x06" + bytes(18), 2),
        (b"PK\x05\x06" + b"\xff" * 18, 2),
        (bytes(10**6), 2),
    ],
)
def test_the_command_has_one_line_for_whatever_it_is_given(
    tmp_path: Path, content: bytes, code: int
) -> None:
    path = tmp_path / "tep.luutru"
    path.write_bytes(content)
    (tmp_path / "mat-khau").write_bytes(b"con trau")

    given, line = said(path, "--passphrase-file", str(tmp_path / "mat-khau"))

    assert (given, line.count("\n")) == (code, 1)


def test_the_command_says_that_a_passphrase_is_no_text(
    archive: bytes, tmp_path: Path
) -> None:
    path, words = tmp_path / "a.luutru", tmp_path / "mat-khau"
    path.write_bytes(lock(archive, PASSPHRASE).read())
    words.write_bytes(b"\xff\xfe\x00")

    code, line = said(path, "--passphrase-file", str(words))

    assert (code, line.count("\n")) == (2, 1)


def test_the_command_is_given_a_folder(tmp_path: Path) -> None:
    code, line = said(tmp_path)

    assert (code, line.count("\n")) == (2, 1)
    assert "None" not in line


@pytest.mark.parametrize("content", [b"[" * 10**5, b"\xff", b"", b'"\\ud800"', b"NaN"])
def test_the_command_is_given_a_result_that_is_none(
    archive: bytes, tmp_path: Path, content: bytes
) -> None:
    path, own = tmp_path / "a.zip", tmp_path / "result.json"
    path.write_bytes(archive)
    own.write_bytes(content)

    code, line = said(path, "--result", str(own))

    assert (code in {1, 2}, line.count("\n")) == (True, 1)


# --- drawn papers -----------------------------------------------------------------


def most_looked_at() -> Any:
    """Twenty of 25 papers are drawn and read once more."""
    papers = ("4 5",) * 25
    count = archives.Count(papers)
    count.read()
    count.check()
    count.counted()
    archives.look_through(count, papers)
    return count.confirm()


def with_head(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    """Change the first line of a journal."""

    def changed_head(journal: bytes) -> bytes:
        first, rest = journal.split(b', "batches": [', 1)
        head = json.loads(first + b"}")
        change(head)
        text = json.dumps(head, ensure_ascii=False).removesuffix("}")
        return text.encode() + b', "batches": [' + rest

    return changed_head


def test_a_sample_that_was_picked_is_found() -> None:
    archive = made(most_looked_at)

    def pick(head: dict[str, Any]) -> None:
        (look,) = head["third_looks"]
        left = next(n for n in range(1, 26) if [1, n] not in look["drawn"])
        look["drawn"] = sorted([*look["drawn"][1:], [1, left]])

    assert looked_through(archive) == "holds"
    assert found_in(changed(archive, files.JOURNAL, with_head(pick))) == files.JOURNAL


def test_a_sample_of_an_earlier_revision_that_was_picked_is_found() -> None:
    archive = made(looked_at_and_differed)

    def pick(head: dict[str, Any]) -> None:
        head["third_looks"][0]["drawn"][-1] = [1, 7]

    assert found_in(changed(archive, files.JOURNAL, with_head(pick))) == files.JOURNAL


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("seed", "4216351265"),
        ("digest", "0" * 64),
        ("papers", 31),
        ("drawn", [[1, 1]]),
        ("revision", 2),
        ("readings", []),
    ],
)
def test_nothing_of_a_draw_is_changed_unseen(part: str, other: object) -> None:
    archive = made(looked_at_and_differed)

    def change(head: dict[str, Any]) -> None:
        head["third_looks"][0][part] = other

    assert found_in(changed(archive, files.JOURNAL, with_head(change))) == files.JOURNAL


def test_a_draw_left_out_is_found() -> None:
    archive = made(most_looked_at)

    def leave_out(head: dict[str, Any]) -> None:
        head["third_looks"] = []

    touched = changed(archive, files.JOURNAL, with_head(leave_out))
    assert found_in(touched) == files.JOURNAL


@pytest.mark.parametrize("part", ["reason", "deciders", "position"])
def test_what_the_board_ruled_over_a_drawn_paper_is_as_it_was_said(part: str) -> None:
    archive = made(looked_at_and_ruled)
    other = {"reason": "khác", "deciders": ["Lạ"], "position": 2}[part]

    def change(head: dict[str, Any]) -> None:
        head["third_looks"][0]["rulings"][0][part] = other

    assert found_in(changed(archive, files.JOURNAL, with_head(change))) == files.JOURNAL


def test_why_a_look_was_stopped_is_as_it_was_said() -> None:
    archive = made(looked_at_and_ruled)

    def change(head: dict[str, Any]) -> None:
        head["looks_stopped"][0]["reason"] = "khác"

    assert found_in(changed(archive, files.JOURNAL, with_head(change))) == files.JOURNAL


def test_no_archive_is_made_of_a_sample_picked_with_rights_of_the_database() -> None:
    confirmation = most_looked_at()
    look = ThirdLook.objects.get()
    left = next(n for n in range(1, 26) if [1, n] not in look.drawn)
    with transaction.atomic(), make.past_every_trigger():
        drawn = sorted([*look.drawn[1:], [1, left]])
        ThirdLook.objects.update(drawn=drawn)

    with pytest.raises(NotWhole):
        archives.sealed(confirmation)
