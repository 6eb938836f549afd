"""Does a sealed archive hold? Looked at without the portal, its database or the net.

Checksums only say that nothing was changed by accident: whoever changes a file can
write new ones. So everything is worked out again from what lies beneath it – the result
from the papers, twice, and once more from the journal; records from the journal; each
link of the audit chain from its line – and the head of the chain is compared with what
the minutes print on paper.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import IO, Any, Final, NamedTuple

from ballots.archive import manifest as files
from ballots.archive import recount_journal as script
from ballots.archive.container import NotAnArchive, Opened, in_pieces
from ballots.archive.manifest import Link, Manifest, Member, manifest_in
from ballots.archive.papers import counted_entry, papers_of, papers_of_file, rulings_in
from ballots.double_count import Counted, CountsDiffer, count_twice
from ballots.interchange import (
    ElectionHeader,
    FileRefused,
    read_ballots,
    read_header,
    result_object,
)
from ballots.interchange.cast_vote_records import Paper, write_report
from ballots.rules import fingerprint, journal
from ballots.rules.ballot import Reading
from ballots.rules.fingerprint import Entered
from ballots.rules.terms import Places
from core.audit.chain import link_digest
from core.audit.trail import TITLE_LENGTH

MOST: Final = {
    files.MANIFEST: 4 * 1024 * 1024,
    files.RESULT: 64 * 1024 * 1024,
}
LONGEST_LINE: Final = 64 * 1024 * 1024  # of a journal: a batch
BATCHES: Final = ', "batches": [\n'
# How often reading goes on to the next piece, and so how large pieces are.
_PIECE: Final = 1024 * 1024


class Touched(ValueError):  # noqa: N818 - named for the fact
    """The archive does not hold: which file, and what is wrong with it."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"{file}: {what}")
        self.file, self.what = file, what


@dataclass(frozen=True, slots=True)
class Held:
    """An archive in which nothing is wrong."""

    manifest: Manifest
    counted: Counted
    links: int
    with_journal: bool


class _Journal(NamedTuple):
    """What a journal comes to."""

    papers: list[Paper]
    votes: tuple[int, ...]
    valid: int
    invalid: dict[str, int]
    entries: list[Entered]
    rulings: list[tuple[int, Reading]]


def verify(file: IO[bytes], *, head: Link | None = None, result: object = None) -> Held:
    """Look at all of it; ``head`` stands on paper, ``result`` is somebody's own file.

    Raises:
        NotAnArchive: it cannot be read, or is out of all bounds.
        Touched: the first thing that is wrong.
    """
    archive = Opened(file)
    manifest = _manifest(archive)
    _look_at_checksums(archive, manifest)
    header = _header(archive)
    links = _links(archive, manifest)
    _look_at_head(links, manifest, head)
    typed = _journal(archive, manifest, header)
    _look_at_entries(links, typed)
    counted = _counted(archive, manifest, header, typed)
    _look_at_fingerprint(archive, manifest, header, typed)
    _look_at_result(archive, manifest, header, counted, result)
    if typed:
        _look_at_recount(typed, counted)
    _look_at_minutes(links, manifest)
    _look_at_records(archive, manifest, header, typed)
    return Held(manifest, counted, len(links), typed is not None)


def _manifest(archive: Opened) -> Manifest:
    text = archive.bytes(files.MANIFEST, most=MOST[files.MANIFEST])
    try:
        found = manifest_in(text)
    except ValueError:
        raise NotAnArchive(
            f"{files.MANIFEST} không phải của một bản lưu trữ {files.FORMAT}"
        ) from None
    names = tuple(each.name for each in found.files)
    if (*names, files.MANIFEST) != archive.names:
        raise Touched(files.MANIFEST, "kể các tệp khác với những tệp có bên trong")
    return found


def _look_at_checksums(archive: Opened, manifest: Manifest) -> None:
    # Records are long and are written anew later on: their bytes are compared then.
    for member in manifest.files:
        if member.name != files.RECORDS:
            _look_at_checksum(archive, member)


def _look_at_checksum(archive: Opened, member: Member) -> None:
    digest = hashlib.sha256()
    with _known(member), archive.open(member.name) as stream:
        for piece in iter(lambda: stream.read(_PIECE), b""):
            digest.update(piece)
    size = archive.size(member.name)
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise Touched(member.name, f"khác mã kiểm tra ghi trong {files.MANIFEST}")


class _known:  # noqa: N801 - reads as a sentence after "with"
    """The manifest names this file, so that what cannot be read of it was touched."""

    def __init__(self, member: Member) -> None:
        self._name = member.name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, fault: Any, _trace: Any) -> None:
        if kind and issubclass(kind, NotAnArchive):
            raise Touched(self._name, "bị hỏng hoặc bị cắt cụt") from fault


def _header(archive: Opened) -> ElectionHeader:
    try:
        return read_header(lambda: archive.open(files.ELECTION))
    except FileRefused as refusal:
        raise Touched(files.ELECTION, str(refusal)) from None


# --- the audit lines --------------------------------------------------------------


class _Line(NamedTuple):
    """A line of the audit trail with its link."""

    number: int
    previous: str
    digest: str
    fields: Mapping[str, Any]

    def says(self, act: str) -> bool:
        """Whether the line is about this act."""
        return bool(self.fields.get("act") == act)

    @property
    def detail(self) -> Mapping[str, Any]:
        """Return what the act said besides."""
        found = self.fields.get("detail")
        return found if isinstance(found, dict) else {}


def _links(archive: Opened, manifest: Manifest) -> list[_Line]:
    """Work every link out from its line and the link before."""
    lines = [_line(each) for each in _lines_of(archive, files.AUDIT)]
    for line in lines:
        if link_digest(line.previous, line.fields) != line.digest:
            raise _bad_link(line.number, "dòng hoặc mã của nó đã bị sửa")
    for one, next_ in pairwise(lines):
        joined = next_.number > one.number + 1 or next_.previous == one.digest
        if next_.number <= one.number or not joined:
            raise _bad_link(next_.number, "không nối vào mắt xích trước")
    confirmed = _last(lines, "ballots.tally_confirmed")
    if confirmed is None or (
        confirmed.fields.get("subject_key") != manifest.poll
        or confirmed.detail.get("digest") != manifest.tally_digest
        or confirmed.fields.get("at") != manifest.confirmed_at
        or confirmed.fields.get("subject_title") != manifest.contest[:TITLE_LENGTH]
    ):
        raise Touched(files.AUDIT, f"không có việc chốt ghi trong {files.MANIFEST}")
    return lines


def _line(text: str) -> _Line:
    try:
        facts = json.loads(text)
        line = _Line(facts["number"], facts["previous"], facts["digest"], facts["line"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Touched(files.AUDIT, "có dòng không đọc được") from None
    if type(line.number) is not int or not isinstance(line.fields, dict):
        raise Touched(files.AUDIT, "có dòng không đọc được")
    return line


def _bad_link(number: int, what: str) -> Touched:
    return Touched(files.AUDIT, f"mắt xích số {number}: {what}")


def _last(lines: Sequence[_Line], act: str) -> _Line | None:
    return next((each for each in reversed(lines) if each.says(act)), None)


def _look_at_head(
    lines: Sequence[_Line], manifest: Manifest, printed: Link | None
) -> None:
    own = {line.number: line.digest for line in lines}
    if (said := manifest.head) and own.get(said.number) != said.digest:
        raise Touched(
            files.MANIFEST, f"ghi mắt xích số {said.number} khác với {files.AUDIT}"
        )
    if printed and not own.get(printed.number, "").startswith(printed.digest):
        raise Touched(
            files.AUDIT,
            f"mắt xích số {printed.number} khác với biên bản giấy: chuỗi đã bị dựng "
            "lại, hoặc biên bản của lần bầu khác",
        )


def _look_at_entries(lines: Sequence[_Line], typed: _Journal | None) -> None:
    """Each entry that counts ended with a line that has the digest of its journal."""
    ended = {
        line.detail.get("journal_digest")
        for line in lines
        if line.says("ballots.entry_finished")
    }
    if typed is None and ended - {None, ""}:
        raise Touched(files.JOURNAL, "đã bị lấy đi")
    if typed and not {each.journal_digest for each in typed.entries} <= ended:
        raise Touched(
            files.JOURNAL,
            f"có lần nhập mà mã nhật ký không có trong {files.AUDIT}: đã bị sửa",
        )


def _look_at_minutes(lines: Sequence[_Line], manifest: Manifest) -> None:
    printed = _last(lines, "ballots.minutes_printed")
    kept = next(each for each in manifest.files if each.name == files.MINUTES)
    if printed is None or printed.detail.get("sha256") != kept.sha256:
        raise Touched(files.MINUTES, f"khác biên bản đã lập, theo {files.AUDIT}")


# --- the papers -------------------------------------------------------------------


def _journal(
    archive: Opened, manifest: Manifest, header: ElectionHeader
) -> _Journal | None:
    """Count from the journal alone, with the script that ships with journals."""
    if files.JOURNAL not in archive.names:
        return None
    try:
        return _read_journal(archive, manifest, header)
    except Touched:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Touched(files.JOURNAL, "không đúng mẫu nhật ký") from None
    except (RecursionError, StopIteration, MemoryError):
        raise Touched(files.JOURNAL, "không đúng mẫu nhật ký") from None


def _read_journal(
    archive: Opened, manifest: Manifest, header: ElectionHeader
) -> _Journal:
    lines = _lines_of(archive, files.JOURNAL)
    head = json.loads(next(lines).removesuffix(BATCHES.rstrip()) + "}")
    _look_at_journal_head(head, manifest, header)
    papers: list[Paper] = []
    entries: list[Entered] = []

    def batches() -> Iterator[Mapping[str, Any]]:
        rulings = rulings_in(head)
        for text in lines:
            if text == "]}" and next(lines, None) is None:
                return
            batch = json.loads(text.removesuffix(","))
            _look_at_digests(batch)
            entries.append(_entered(batch))
            papers.extend(papers_of(batch, rulings))
            yield batch

    votes, valid, invalid, complaints = script.recounted(head | {"batches": batches()})
    if complaints:
        raise Touched(files.JOURNAL, complaints[0])
    rulings = sorted(
        (e["ballot"], journal.shown(e["content"])) for e in head["rulings"]
    )
    return _Journal(papers, tuple(votes), valid, invalid, entries, rulings)


def _entered(batch: Mapping[str, Any]) -> Entered:
    """Return the entry that counts by its digests, both worked out again."""
    counted = counted_entry(batch)
    seen = script.rebuilt(counted["lines"])
    digest = hashlib.sha256()
    for position in sorted(seen):
        digest.update(f"{seen[position]}\n".encode())
    return Entered(digest.hexdigest(), script.digest(counted["lines"]))


def _look_at_journal_head(
    head: Mapping[str, Any], manifest: Manifest, header: ElectionHeader
) -> None:
    poll = head["poll"]
    names = [(each["number"], each["name"]) for each in poll["candidates"]]
    told = (
        head["format"] == script.FORMAT,
        poll["id"] == manifest.poll,
        poll["revision"] == manifest.revision,
        poll["max_votes"] == header.max_votes,
        poll["empty_agreement"] == manifest.terms.empty_agreement,
        poll["title"] == f"{manifest.congress} – {manifest.contest}",
        names == [(each.number, each.name) for each in header.candidates],
    )
    if not all(told):
        raise Touched(files.JOURNAL, f"của lần bầu khác với {files.ELECTION}")


def _look_at_digests(batch: Mapping[str, Any]) -> None:
    """Also of what was given up or sent back, where it was ended."""
    for entry in batch["entries"]:
        said = entry["journal_digest"]
        if said and script.digest(entry["lines"]) != said:
            raise Touched(
                files.JOURNAL,
                f"tập {batch['number']}, lần nhập {entry['number']}: đã bị sửa",
            )


def _counted(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    typed: _Journal | None,
) -> Counted:
    """Count the papers by both programs; each is what the journal says of it."""
    readings = read_ballots(lambda: archive.open(files.ELECTION), header)
    if typed:
        readings = _compared(readings, typed.papers)
    slate, places = manifest.terms.slate(header), manifest.terms.places(header)
    try:
        return count_twice(readings, slate, places)
    except FileRefused as refusal:
        raise Touched(files.ELECTION, str(refusal)) from None
    except CountsDiffer as fault:
        raise Touched(files.ELECTION, f"hai cách kiểm khác nhau ({fault})") from None


def _compared(
    readings: Iterable[Reading], papers: Sequence[Paper]
) -> Iterator[Reading]:
    for reading, paper in zip_longest(readings, papers):
        if paper is None or reading != paper.reading:
            where = f"tờ {paper.position} tập {paper.batch}" if paper else "số tờ"
            raise Touched(files.ELECTION, f"{where} khác với {files.JOURNAL}")
        yield reading


def _look_at_fingerprint(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    typed: _Journal | None,
) -> None:
    """Terms and papers give the very digest that was confirmed and printed."""
    if typed:
        entries, rulings = typed.entries, typed.rulings
    else:
        digest = hashlib.sha256()
        for reading in read_ballots(lambda: archive.open(files.ELECTION), header):
            digest.update(fingerprint.line(reading))
        entries, rulings = [Entered(digest.hexdigest(), "")], []
    election = manifest.terms.election(header)
    if fingerprint.of_papers(election, entries, rulings) != manifest.tally_digest:
        raise Touched(
            files.ELECTION,
            "phiếu hoặc danh sách khác với mã kết quả đã chốt, in trên biên bản",
        )


def _look_at_result(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    counted: Counted,
    own: object,
) -> None:
    text = archive.bytes(files.RESULT, most=MOST[files.RESULT])
    said = result_of(header, counted, manifest.terms.places(header))
    if text != result_text(said).encode():
        raise Touched(files.RESULT, "khác kết quả kiểm lại từ từng phiếu")
    if own is not None and own != json.loads(text):
        raise Touched(files.RESULT, "khác tệp kết quả đưa vào để so")


def result_of(
    header: ElectionHeader, counted: Counted, places: Places
) -> dict[str, Any]:
    """Return the result file; it names those of the slate alone.

    Those who wait since earlier rounds come in a list of their own, by their place in
    the manifest's terms.
    """
    names, decided = len(header.candidates), counted.outcome
    own = replace(
        decided,
        alternates=tuple(p for p in decided.alternates if p < names),
        tied=tuple(p for p in decided.tied if p < names),
        decisions=tuple(d for d in decided.decisions if d.place < names),
    )
    found = result_object(header, counted.count, own)
    if places.waiting:
        found["waiting_alternates"] = [
            p - names for p in decided.alternates if p >= names
        ]
        found["waiting_tied"] = [p - names for p in decided.tied if p >= names]
    return found


def result_text(result: Mapping[str, Any]) -> str:
    """Write a result file."""
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _look_at_recount(typed: _Journal, counted: Counted) -> None:
    count = counted.count
    again = (typed.votes, typed.valid, typed.invalid)
    reasons = {str(reason): n for reason, n in count.invalid_reasons.items()}
    if again != (count.votes, count.valid, reasons):
        raise Touched(files.JOURNAL, f"kiểm lại ra kết quả khác {files.RESULT}")


def _look_at_records(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    typed: _Journal | None,
) -> None:
    """Write the records anew and compare them as they go by."""
    if typed:
        papers: Iterable[Paper] = typed.papers
    else:
        papers = papers_of_file(
            read_ballots(lambda: archive.open(files.ELECTION), header)
        )
    member = next(each for each in manifest.files if each.name == files.RECORDS)
    digest, size = hashlib.sha256(), 0
    with _known(member), archive.open(files.RECORDS) as stream:
        for expected in in_pieces(write_report(manifest.report(header), papers)):
            if stream.read(len(expected)) != expected:
                raise Touched(files.RECORDS, "khác với từng phiếu đã nhập")
            digest.update(expected)
            size += len(expected)
        if stream.read(1):
            raise Touched(files.RECORDS, "có phần thừa ở cuối")
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise Touched(files.RECORDS, f"khác mã kiểm tra ghi trong {files.MANIFEST}")


def _lines_of(archive: Opened, name: str) -> Iterator[str]:
    """Return the lines of a file without their ends, none of them endless."""
    rest = b""
    with archive.open(name) as stream:
        for piece in iter(lambda: stream.read(_PIECE), b""):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Touched(name, "có dòng dài quá mức")
            yield from (_text(name, each) for each in whole)
    if rest:
        raise Touched(name, "bị cắt cụt ở cuối")


def _text(name: str, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Touched(name, "không phải chữ UTF-8") from None
