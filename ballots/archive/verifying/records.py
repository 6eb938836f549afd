"""The cast vote records, written anew and compared as they go by."""

import hashlib
from collections.abc import Iterable

from ballots.archive import manifest as files
from ballots.archive.container import Opened, in_pieces
from ballots.archive.manifest import Manifest
from ballots.archive.papers import papers_of_file
from ballots.archive.verifying.touched import Touched, known
from ballots.archive.verifying.typed import Typed
from ballots.interchange import ElectionHeader, read_ballots
from ballots.interchange.cast_vote_records import Paper, write_report


def look_at(
    archive: Opened,
    manifest: Manifest,
    header: ElectionHeader,
    journal: Typed | None,
) -> None:
    """Compare the records with the papers they are about."""
    if journal:
        papers: Iterable[Paper] = journal.papers
    else:
        papers = papers_of_file(
            read_ballots(lambda: archive.open(files.ELECTION), header)
        )
    member = next(each for each in manifest.files if each.name == files.RECORDS)
    digest, size = hashlib.sha256(), 0
    with known(files.RECORDS), archive.open(files.RECORDS) as stream:
        for expected in in_pieces(write_report(manifest.report(header), papers)):
            if stream.read(len(expected)) != expected:
                raise Touched(files.RECORDS, "khác với từng phiếu đã nhập")
            digest.update(expected)
            size += len(expected)
        if stream.read(1):
            raise Touched(files.RECORDS, "có phần thừa ở cuối")
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise Touched(files.RECORDS, f"khác mã kiểm tra ghi trong {files.MANIFEST}")
