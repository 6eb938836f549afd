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
from typing import Any, Final, NamedTuple

from ballots.interchange.header import ElectionHeader
from ballots.rules.ballot import Judged, Judgement, Reading, Reason, Worth, judge_for
from ballots.rules.terms import Layout, Slate

VERSION: Final = "1.0.0"
NOTE: Final = (
    "A name left standing on a strike-out paper is a choice and stands here as an "
    "indication. Papers carry no number and records no time."
)


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
    judge = judge_for(report.slate)
    comma = ""
    for paper in papers:
        yield comma + _json(_record(report, paper, Judged(*judge(paper.reading))))
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


def _record(report: Report, paper: Paper, judged: Judged) -> dict[str, Any]:
    key = f"b{paper.batch}-{paper.position}"
    snapshots: list[tuple[str, Reading, Judged | None]] = [
        ("original", paper.first or paper.reading, None)
    ]
    if paper.first is not None:
        snapshots.append(("modified", paper.reading, None))
    snapshots.append(("interpreted", paper.reading, judged))
    return {
        "@type": "CVR.CVR",
        "ElectionId": "election",
        "BatchId": str(paper.batch),
        "BatchSequenceId": paper.position,
        "CurrentSnapshotId": f"{key}-interpreted",
        "CVRSnapshot": [
            {
                "@id": f"{key}-{kind}",
                "@type": "CVR.CVRSnapshot",
                "Type": kind,
                "CVRContest": [_choices(report, reading, worth)],
            }
            for kind, reading, worth in snapshots
        ],
    }


def _choices(report: Report, reading: Reading, judged: Judged | None) -> dict[str, Any]:
    chosen = _chosen(reading, report.slate)
    votes = judged.votes if judged else 0
    contest: dict[str, Any] = {
        "@type": "CVR.CVRContest",
        "ContestId": "contest",
        "Selections": chosen.bit_count(),
        "CVRContestSelection": [
            _selection(number, place, votes, judged)
            for place, number in _numbered(report.header, chosen)
        ],
    }
    if judged:
        contest |= _worth(judged.judgement, chosen.bit_count(), report.slate)
    return contest


def _numbered(header: ElectionHeader, chosen: int) -> Iterator[tuple[int, int]]:
    for place, each in enumerate(header.candidates):
        if chosen >> place & 1:
            yield place, each.number


def _selection(
    number: int, place: int, votes: int, judged: Judged | None
) -> dict[str, Any]:
    counts = votes >> place & 1
    position: dict[str, Any] = {
        "@type": "CVR.SelectionPosition",
        "HasIndication": "yes",
        "NumberVotes": counts if judged else 1,
    }
    if judged:
        position["IsAllocable"] = "yes" if counts else "no"
        if not counts:
            position["Status"] = ["invalidated-rules"]
    return {
        "@type": "CVR.CVRContestSelection",
        "ContestSelectionId": f"name-{number}",
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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
