"""A sealed archive of any size, made without a portal, and how long it is looked at."""

import hashlib
import io
import json
import statistics
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from ballots.archive import manifest as files
from ballots.archive import recount_journal as script
from ballots.archive.container import in_pieces, write_member
from ballots.archive.manifest import Link, Manifest, Terms
from ballots.archive.papers import papers_of, rulings_in
from ballots.archive.result import result_of, result_text
from ballots.archive.verifying import verify
from ballots.double_count import count_twice
from ballots.interchange import Candidate, ElectionHeader, write_election
from ballots.interchange.cast_vote_records import write_report
from ballots.rules import fingerprint, journal
from ballots.rules.ballot import Reading
from ballots.rules.fingerprint import Entered
from ballots.rules.terms import Layout, Round
from congress.rules.offices import Office
from congress.rules.rulesets import Regulation
from core.audit.chain import START, link_digest
from tests.bench.elections import Size
from tests.bench.table import Line

NATION: Final = Size(90_000, names=40, seats=33, least=25)
GOAL: Final = 10.0  # seconds
RUNS: Final = 3
BATCH: Final = 100  # papers
AT: Final = "2025-07-24T05:00:00.000000Z"
POLL: Final = str(uuid.UUID(int=1))


def measured() -> Iterator[Line]:
    """Look at the archive of the largest election there can be."""
    for readings in (1, 2):
        archive = sealed(NATION, readings=readings)
        seconds, busy = [], []
        for _run in range(RUNS):
            began, worked = time.perf_counter(), time.process_time()
            verify(io.BytesIO(archive))
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
        what = f"verify_archive, {NATION} ballots read {readings}×"
        yield Line(what, statistics.median(seconds), "s", GOAL)
        yield Line("its processor time", statistics.median(busy), "s")


def sealed(size: Size, *, readings: int = 1) -> bytes:
    """Return the archive's bytes: everything in it is true, but nobody has voted.

    Read twice, every other batch has a paper that was settled.
    """
    header, batches = _header(size), list(_batches(size, readings))
    head = _journal_head(header)
    papers = [p for batch in batches for p in papers_of(batch, rulings_in(head))]
    terms = Terms("adjudicate", "run_off", runoff_needs_majority=False)
    ballots = [each.reading for each in papers]
    counted = count_twice(ballots, terms.slate(header), terms.places(header))
    entries = [_entered(batch) for batch in batches]
    ended = [e["journal_digest"] for batch in batches for e in batch["entries"]]
    tally = fingerprint.of_papers(terms.election(header), entries, [])
    minutes = b"%PDF-1.7"
    lines = list(_lines(ended, tally, hashlib.sha256(minutes).hexdigest()))
    confirmed = next(e for e in lines if e["line"]["act"] == "ballots.tally_confirmed")
    made = Manifest(
        poll=POLL,
        congress="Đại hội",
        contest="Bầu thử",
        portal="0",
        revision=1,
        confirmed_at=AT,
        tally_digest=tally,
        head=Link(confirmed["number"], confirmed["digest"]),
        terms=terms,
    )
    parts = {
        files.ELECTION: write_election(header, ballots),
        files.RESULT: [result_text(result_of(header, counted, terms.places(header)))],
        files.MINUTES: [minutes.decode()],
        files.JOURNAL: _journal(head, batches),
        files.RECORDS: write_report(made.report(header), papers),
        files.AUDIT: (f"{_json(each)}\n" for each in lines),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        members = tuple(
            write_member(archive, name, in_pieces(pieces))
            for name, pieces in parts.items()
        )
        text = replace(made, files=members).text()
        write_member(archive, files.MANIFEST, [text.encode()])
    return file.getvalue()


def _header(size: Size) -> ElectionHeader:
    people = tuple(
        Candidate(number, f"Nguyễn Văn {number}", date(2001, 2, 3))
        for number in range(1, size.names + 1)
    )
    return ElectionHeader(
        id=POLL,
        regulation=Regulation.QD_190,
        office=Office.COMMITTEE,
        round=Round.FIRST,
        layout=Layout.STRIKE_OUT,
        seats=size.seats,
        max_votes=size.seats,
        tally_base=size.ballots,
        present=size.ballots,
        printed=size.ballots,
        issued=size.ballots,
        returned=size.ballots,
        candidates=people,
    )


def _batches(size: Size, readings: int) -> Iterator[dict[str, Any]]:
    drawn = np.random.default_rng(size.seed)
    for first in range(0, size.ballots, BATCH):
        papers = min(BATCH, size.ballots - first)
        kept = drawn.integers(size.least, size.seats + 1, size=papers)
        order = drawn.random((papers, size.names)).argsort(axis=1)
        struck = order >= kept[:, None]
        packed = np.packbits(struck, axis=1, bitorder="little")
        said = [journal.content(Reading(struck=bytes(row)), None) for row in packed]
        number = first // BATCH + 1
        entries = [_entry(1, said, first)]
        if readings > 1 and number % 2:
            entries += [_entry(2, said[1:] + said[:1], first), _entry(0, said, first)]
        elif readings > 1:
            entries.append(_entry(2, said, first))
        (entries[-1] if number % 2 else entries[0])["counts"] = True
        yield {"number": number, "papers": papers, "entries": entries}


def _entry(reading: int, said: list[str], first: int) -> dict[str, Any]:
    lines = [
        (n, n, "saved", shown, _key(1_000_000 * reading + first + n))
        for n, shown in enumerate(said, start=1)
    ]
    return {
        "number": reading or 3,
        "reading": reading,
        "by": f"Đàm Văn {reading}",
        "counts": False,
        "check": None,
        "journal_digest": script.digest(lines),
        "lines": lines,
    }


def _key(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


def _journal_head(header: ElectionHeader) -> dict[str, Any]:
    poll = {
        "id": POLL,
        "title": "Đại hội – Bầu thử",
        "layout": header.layout.value,
        "max_votes": header.max_votes,
        "empty_agreement": "adjudicate",
        "revision": 1,
        "candidates": [
            {"number": each.number, "name": each.name} for each in header.candidates
        ],
    }
    empty: dict[str, Any] = {"rulings": [], "third_looks": [], "looks_stopped": []}
    return {"format": script.FORMAT, "poll": poll} | empty


def _journal(head: dict[str, Any], batches: list[dict[str, Any]]) -> Iterator[str]:
    yield _json(head).removesuffix("}") + ', "batches": [\n'
    yield ",\n".join(map(_json, batches))
    yield "\n]}\n"


def _entered(batch: dict[str, Any]) -> Entered:
    (entry,) = (each for each in batch["entries"] if each["counts"])
    said = "".join(f"{line[3]}\n" for line in entry["lines"])
    return Entered(hashlib.sha256(said.encode()).hexdigest(), entry["journal_digest"])


def _lines(ended: list[str], tally: str, minutes: str) -> Iterator[dict[str, Any]]:
    acts = [("ballots.entry_finished", {"journal_digest": digest}) for digest in ended]
    acts.append(("ballots.tally_confirmed", {"digest": tally}))
    acts.append(("ballots.minutes_printed", {"sha256": minutes}))
    previous = START
    for number, (act, detail) in enumerate(acts, start=1):
        line = {
            "act": act,
            "at": AT,
            "detail": detail,
            "id": number,
            "subject_key": POLL,
            "subject_kind": "ballots.poll",
            "subject_title": "Bầu thử",
        }
        digest = link_digest(previous, line)
        yield {"number": number, "previous": previous, "digest": digest, "line": line}
        previous = digest


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
