"""Cast vote records in the common data format of NIST SP 1500-103, version 1.0.

One record a ballot with up to three snapshots: what was read (``original``), what the
board or whoever held the paper made of it (``modified``), and what it counts as
(``interpreted``). The format knows marks that choose; on a strike-out paper a name left
standing is the choice, and so stands as the indication here: ``Notes`` says so.
A record has no time and no number of its own: batch and place in the shuffled stack
are all that leads back to a paper.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ballots.interchange.header import ElectionHeader
from ballots.rules.ballot import Judged, Judgement, Reading, Reason, Worth, judge_for
from ballots.rules.terms import Layout, Slate

VERSION: Final = "1.0.0"
NOTE: Final = (
    "A name left standing on a strike-out paper is a choice and stands here as an "
    "indication. Papers carry no number and records no time."
)

MOST_KEPT: Final = 10_000  # pieces of text; each has at most eight names

_json: Final = json.JSONEncoder(ensure_ascii=False).encode


class Paper(NamedTuple):
    """One ballot: where its paper lies, what was read, and what stands after people.

    ``first`` is what the first reader saw where the board or a third reader made it
    something else, else ``None``.
    """

    batch: int
    position: int
    reading: Reading
    first: Reading | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says before its records."""

    header: ElectionHeader
    slate: Slate
    congress: str
    contest: str
    made_at: datetime
    application: str


def write_report(report: Report, papers: Iterable[Paper]) -> Iterator[str]:
    """Write the report piece by piece, a record a line."""
    yield _json(_around(report)).removesuffix("}") + ', "CVR": [\n'
    judge, records = judge_for(report.slate), _Records(report)
    comma = ""
    for paper in papers:
        yield comma + records.record(paper, Judged(*judge(paper.reading)))
        comma = ",\n"
    yield "\n]}\n"


def _around(report: Report) -> dict[str, Any]:
    header = report.header
    return {
        "@type": "CVR.CastVoteRecordReport",
        "Version": VERSION,
        "GeneratedDate": report.made_at.isoformat(timespec="seconds"),
        "Notes": NOTE,
        "ReportType": ["adjudicated"],
        "ReportGeneratingDeviceIds": ["portal"],
        "ReportingDevice": [
            {
                "@id": "portal",
                "@type": "CVR.ReportingDevice",
                "Application": report.application,
            }
        ],
        "GpUnit": [
            {
                "@id": "congress",
                "@type": "CVR.GpUnit",
                "Name": report.congress,
                "Type": "other",
                "OtherType": "party-congress",
            }
        ],
        "Election": [
            {
                "@id": "election",
                "@type": "CVR.Election",
                "Name": header.id,
                "ElectionScopeId": "congress",
                "Candidate": [
                    {
                        "@id": f"person-{c.number}",
                        "@type": "CVR.Candidate",
                        "Name": c.name,
                    }
                    for c in header.candidates
                ],
                "Contest": [_contest(report)],
            }
        ],
    }


def _contest(report: Report) -> dict[str, Any]:
    return {
        "@id": "contest",
        "@type": "CVR.CandidateContest",
        "Name": report.contest,
        "NumberElected": report.header.seats,
        "VotesAllowed": report.header.max_votes,
        "VoteVariation": "majority",
        "ContestSelection": [
            {
                "@id": f"name-{each.number}",
                "@type": "CVR.CandidateSelection",
                "CandidateIds": [f"person-{each.number}"],
            }
            for each in report.header.candidates
        ],
    }


class _Records:
    """Writes records; the same marks on eight names are put into letters once."""

    def __init__(self, report: Report) -> None:
        self._slate = report.slate
        self._numbers = [each.number for each in report.header.candidates]
        self._eight = lru_cache(maxsize=MOST_KEPT)(self._selected)
        self._contest = lru_cache(maxsize=MOST_KEPT)(self._said)

    def record(self, paper: Paper, judged: Judged) -> str:
        """Return one ballot as text."""
        key = f"b{paper.batch}-{paper.position}"
        snapshots = [self._snapshot(key, "original", paper.first or paper.reading)]
        if paper.first is not None:
            snapshots.append(self._snapshot(key, "modified", paper.reading))
        snapshots.append(self._snapshot(key, "interpreted", paper.reading, judged))
        # Numbers and plain letters: nothing in them has to be escaped.
        return (
            f'{{"@type": "CVR.CVR", "ElectionId": "election", '
            f'"BatchId": "{paper.batch}", "BatchSequenceId": {paper.position}, '
            f'"CurrentSnapshotId": "{key}-interpreted", '
            f'"CVRSnapshot": [{", ".join(snapshots)}]}}'
        )

    def _snapshot(
        self, key: str, kind: str, reading: Reading, judged: Judged | None = None
    ) -> str:
        chosen = _chosen(reading, self._slate)
        contest = self._contest(chosen.bit_count(), judged and judged.judgement)
        # Nothing is said of what a mark counts as before it is interpreted.
        votes = judged.votes if judged else None
        marked = [
            self._eight(first, here, None if votes is None else votes >> first & 0xFF)
            for first in range(0, self._slate.names, 8)
            if (here := chosen >> first & 0xFF)
        ]
        return (
            f'{{"@id": "{key}-{kind}", "@type": "CVR.CVRSnapshot", "Type": "{kind}", '
            f'"CVRContest": [{contest}, '
            f'"CVRContestSelection": [{", ".join(marked)}]}}]}}'
        )

    def _said(self, chosen: int, judgement: Judgement | None) -> str:
        """Say what the marks come to, up to the marks themselves."""
        contest: dict[str, Any] = {
            "@type": "CVR.CVRContest",
            "ContestId": "contest",
            "Selections": chosen,
        }
        if judgement:
            contest |= _worth(judgement, chosen, self._slate)
        return _json(contest).removesuffix("}")

    def _selected(self, first: int, chosen: int, votes: int | None) -> str:
        return ", ".join(
            _json(
                self._selection(
                    first + bit, None if votes is None else votes >> bit & 1
                )
            )
            for bit in range(8)
            if chosen >> bit & 1
        )

    def _selection(self, place: int, counts: int | None) -> dict[str, Any]:
        position: dict[str, Any] = {
            "@type": "CVR.SelectionPosition",
            "HasIndication": "yes",
            "NumberVotes": 1 if counts is None else counts,
        }
        if counts is not None:
            position["IsAllocable"] = "yes" if counts else "no"
        if counts == 0:
            position["Status"] = ["invalidated-rules"]
        return {
            "@type": "CVR.CVRContestSelection",
            "ContestSelectionId": f"name-{self._numbers[place]}",
            "OptionPosition": place,
            "SelectionPosition": [position],
        }


def _worth(judgement: Judgement, chosen: int, slate: Slate) -> dict[str, Any]:
    found: dict[str, Any] = {}
    status = []
    if judgement.worth is not Worth.VALID:
        status.append("invalidated-rules")
        if judgement.reason is Reason.OVER_VOTE:
            status.append("overvoted")
            found["Overvotes"] = chosen - slate.max_votes
        elif judgement.reason is Reason.NO_CHOICE:
            status.append("not-indicated")
        elif judgement.reason is not None:
            status.append("other")
            found["OtherStatus"] = judgement.reason.value
    elif chosen < slate.max_votes:
        status.append("undervoted")
        found["Undervotes"] = slate.max_votes - chosen
    return found | ({"Status": status} if status else {})


def _chosen(reading: Reading, slate: Slate) -> int:
    """Return the names that the paper chooses, whatever it is worth."""
    if slate.layout is Layout.STRIKE_OUT:
        if reading.struck is not None:
            return slate.every_name ^ int.from_bytes(reading.struck, "little")
        return int.from_bytes(reading.kept or b"", "little")
    agree = int.from_bytes(reading.agree or b"", "little")
    return agree & ~int.from_bytes(reading.disagree or b"", "little")
