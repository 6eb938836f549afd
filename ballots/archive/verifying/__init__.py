"""Does a sealed archive hold? Looked at without the portal, its database or the net.

Checksums only say that nothing was changed by accident: whoever changes a file can
write new ones. So everything is worked out again from what lies beneath it – the result
from the papers, twice, and once more from the journal; records from the journal; each
link of the audit chain from its line – and the head of the chain is compared with what
the minutes print on paper. A module for each: ``checksums``, ``chain``, ``typed`` (the
journal), ``counting``, ``records``.
"""

from dataclasses import dataclass
from typing import IO

from ballots.archive import manifest as files
from ballots.archive.container import Opened
from ballots.archive.manifest import Link, Manifest
from ballots.archive.verifying import chain, checksums, counting, records, typed
from ballots.archive.verifying.touched import Touched
from ballots.double_count import Counted
from ballots.interchange import ElectionHeader, FileRefused, read_header

__all__ = ["Held", "Touched", "verify"]


@dataclass(frozen=True, slots=True)
class Held:
    """An archive in which nothing is wrong."""

    manifest: Manifest
    counted: Counted
    links: int
    with_journal: bool


def verify(file: IO[bytes], *, head: Link | None = None, result: object = None) -> Held:
    """Look at all of it; ``head`` stands on paper, ``result`` is somebody's own file.

    Raises:
        NotAnArchive: it cannot be read, or is out of all bounds.
        Touched: the first thing that is wrong.
    """
    archive = Opened(file)
    manifest = checksums.read_manifest(archive)
    checksums.look_at(archive, manifest)
    header = _header(archive)
    lines = chain.read_lines(archive, manifest)
    chain.look_at_head(lines, manifest, head)
    journal = typed.read_journal(archive, manifest, header)
    chain.look_at_entries(lines, journal)
    chain.look_at_rulings(lines, journal)
    chain.look_at_third_looks(lines, manifest, journal)
    chain.look_at_figures(lines, header)
    counted = counting.count_papers(archive, manifest, header, journal)
    counting.look_at_fingerprint(archive, manifest, header, journal)
    counting.look_at_result(archive, manifest, header, counted, result)
    if journal:
        counting.look_at_recount(journal, counted)
    chain.look_at_minutes(lines, manifest)
    records.look_at(archive, manifest, header, journal)
    return Held(manifest, counted, len(lines), journal is not None)


def _header(archive: Opened) -> ElectionHeader:
    try:
        return read_header(lambda: archive.open(files.ELECTION))
    except FileRefused as refusal:
        raise Touched(files.ELECTION, str(refusal)) from None
