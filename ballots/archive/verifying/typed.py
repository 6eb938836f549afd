"""The journal: what everybody typed, and what its own script makes of it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, NamedTuple

from ballots.archive import manifest as files
from ballots.archive import recount_journal as script
from ballots.archive.container import Opened
from ballots.archive.manifest import Manifest
from ballots.archive.papers import counted_entry, papers_of, rulings_in
from ballots.archive.verifying.touched import Touched, lines_of
from ballots.interchange import ElectionHeader
from ballots.interchange.cast_vote_records import Paper
from ballots.rules import journal
from ballots.rules.ballot import Reading
from ballots.rules.fingerprint import Entered

_BATCHES: Final = ', "batches": ['
_OTHER_WORDS: Final = 64  # letters of a paper's line beside its four columns of marks


class Ruled(NamedTuple):
    """The board's last word on a paper."""

    ballot: int
    batch: int
    position: int
    reading: Reading
    reason: str
    deciders: list[str]


class Look(NamedTuple):
    """One third look: by what which papers were drawn, and what came of it."""

    revision: int
    seed: str
    digest: str
    papers: int
    drawn: list[tuple[int, int]]
    # Papers that showed something else, and those of them that the board ruled on.
    differing: list[tuple[int, int]]
    rulings: list[tuple[int, int, str, list[str]]]


class Typed(NamedTuple):
    """What a journal comes to."""

    papers: list[Paper]
    votes: tuple[int, ...]
    valid: int
    invalid: dict[str, int]
    entries: list[Entered]
    rulings: list[Ruled]
    # Of the journal of every entry that was ended, whether it counts or not.
    digests: set[str]
    looks: list[Look]
    # Why looks were not made, or not whole.
    stopped: list[str]


def read_journal(
    archive: Opened, manifest: Manifest, header: ElectionHeader
) -> Typed | None:
    """Count from the journal alone, with the script that ships with journals."""
    if files.JOURNAL not in archive.names:
        return None
    try:
        return _read(archive, manifest, header)
    except Touched:
        raise
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Touched(files.JOURNAL, "không đúng mẫu nhật ký") from None
    except (RecursionError, StopIteration, MemoryError):
        raise Touched(files.JOURNAL, "không đúng mẫu nhật ký") from None


def _read(archive: Opened, manifest: Manifest, header: ElectionHeader) -> Typed:
    lines = lines_of(archive, files.JOURNAL)
    head = json.loads(next(lines).removesuffix(_BATCHES) + "}")
    _look_at_head(head, manifest, header)
    _look_at_lengths([each["content"] for each in head["rulings"]], header)
    papers: list[Paper] = []
    entries: list[Entered] = []
    digests: set[str] = set()

    def batches() -> Iterator[Mapping[str, Any]]:
        rulings = rulings_in(head)
        for text in lines:
            if text == "]}" and next(lines, None) is None:
                return
            batch = json.loads(text.removesuffix(","))
            digests.update(_digests(batch, header))
            entries.append(_entered(batch))
            papers.extend(papers_of(batch, rulings))
            yield batch
        raise Touched(files.JOURNAL, "bị cắt cụt ở cuối")

    votes, valid, invalid, complaints = script.recounted(head | {"batches": batches()})
    if complaints:
        raise Touched(files.JOURNAL, complaints[0])
    rulings = sorted(map(_ruled, head["rulings"]), key=attrgetter("ballot"))
    return Typed(
        papers=papers,
        votes=tuple(votes),
        valid=valid,
        invalid=invalid,
        entries=entries,
        rulings=rulings,
        digests=digests,
        looks=[_look(each) for each in head["third_looks"]],
        stopped=[each["reason"] for each in head["looks_stopped"]],
    )


def _look(look: Mapping[str, Any]) -> Look:
    seed, digest = look["seed"], look["digest"]
    if not re.fullmatch("[0-9]{1,40}", seed) or not re.fullmatch(
        "[0-9a-f]{64}", digest
    ):
        raise ValueError(seed)
    return Look(
        revision=look["revision"],
        seed=seed,
        digest=digest,
        papers=look["papers"],
        drawn=[(batch, position) for batch, position in look["drawn"]],
        differing=[
            (each["batch"], each["position"])
            for each in look["readings"]
            if not each["matches"]
        ],
        rulings=[
            (each["batch"], each["position"], each["reason"], each["deciders"])
            for each in look["rulings"]
        ],
    )


def _look_at_head(
    head: Mapping[str, Any], manifest: Manifest, header: ElectionHeader
) -> None:
    poll = head["poll"]
    names = [(each["number"], each["name"]) for each in poll["candidates"]]
    told = (
        head["format"] == script.FORMAT,
        poll["id"] == manifest.poll == header.id,
        poll["revision"] == manifest.revision,
        poll["layout"] == header.layout,
        poll["max_votes"] == header.max_votes,
        poll["empty_agreement"] == manifest.terms.empty_agreement,
        poll["title"] == f"{manifest.congress} – {manifest.contest}",
        names == [(each.number, each.name) for each in header.candidates],
    )
    if not all(told):
        raise Touched(files.JOURNAL, f"của lần bầu khác với {files.ELECTION}")


def _digests(batch: Mapping[str, Any], header: ElectionHeader) -> Iterator[str]:
    """Return the digest of each entry that was ended, worked out again."""
    for entry in batch["entries"]:
        lines, said = entry["lines"], entry["journal_digest"]
        _look_at_lengths([each[3] for each in lines], header)
        found = script.digest(lines)
        if said and found != said:
            raise Touched(
                files.JOURNAL,
                f"tập {batch['number']}, lần nhập {entry['number']}: đã bị sửa",
            )
        # Of one that was given up the trail alone says it.
        yield found


def _look_at_lengths(contents: list[str], header: ElectionHeader) -> None:
    """No paper shows more than its names: what is longer would fill the memory."""
    if max(map(len, contents), default=0) > 8 * header.slate.width + _OTHER_WORDS:
        raise Touched(files.JOURNAL, "có tờ ghi nhiều hơn số tên trên phiếu")


def _ruled(ruling: Mapping[str, Any]) -> Ruled:
    return Ruled(
        ballot=ruling["ballot"],
        batch=ruling["batch"],
        position=ruling["position"],
        reading=journal.shown(ruling["content"]),
        reason=ruling["reason"],
        deciders=ruling["deciders"],
    )


def _entered(batch: Mapping[str, Any]) -> Entered:
    """Return the entry that counts by its digests; that of its papers worked out."""
    counted = counted_entry(batch)
    seen = script.rebuilt(counted["lines"])
    digest = hashlib.sha256()
    for position in sorted(seen):
        digest.update(f"{seen[position]}\n".encode())
    return Entered(digest.hexdigest(), counted["journal_digest"])
