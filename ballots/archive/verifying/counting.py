"""The papers, counted again: by both programs, and as the journal and the file say."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from ballots.archive import manifest as files
from ballots.archive.container import Opened
from ballots.archive.manifest import Manifest
from ballots.archive.result import result_of, result_text
from ballots.archive.verifying.checksums import MOST
from ballots.archive.verifying.touched import Touched
from ballots.archive.verifying.typed import Typed
from ballots.double_count import Counted, CountsDiffer, count_twice
from ballots.interchange import ElectionHeader, FileRefused, read_ballots
from ballots.interchange.cast_vote_records import Paper
from ballots.rules import fingerprint
from ballots.rules.ballot import Reading
from ballots.rules.fingerprint import Entered


def count_papers(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    journal: Typed | None,
) -> Counted:
    """Count the papers by both programs; each is what the journal says of it."""
    readings = read_ballots(lambda: archive.open(files.ELECTION), header)
    if journal:
        readings = _compared(readings, journal.papers)
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


def look_at_fingerprint(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    journal: Typed | None,
) -> None:
    """Terms and papers give the very digest that was confirmed and printed."""
    if journal:
        entries = journal.entries
        rulings = [(each.ballot, each.reading) for each in journal.rulings]
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


def look_at_result(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    counted: Counted,
    own: object,
) -> None:
    """The result file is what was counted; so is somebody's own, where he has one."""
    text = archive.bytes(files.RESULT, most=MOST[files.RESULT])
    said = result_of(header, counted, manifest.terms.places(header))
    if text != result_text(said).encode():
        raise Touched(files.RESULT, "khác kết quả kiểm lại từ từng phiếu")
    if own is not None and own != json.loads(text):
        raise Touched(files.RESULT, "khác tệp kết quả đưa vào để so")


def look_at_recount(journal: Typed, counted: Counted) -> None:
    """The script that ships with the journal comes to the same."""
    count = counted.count
    again = (journal.votes, journal.valid, journal.invalid)
    reasons = {str(reason): n for reason, n in count.invalid_reasons.items()}
    if again != (count.votes, count.valid, reasons):
        raise Touched(files.JOURNAL, f"kiểm lại ra kết quả khác {files.RESULT}")
