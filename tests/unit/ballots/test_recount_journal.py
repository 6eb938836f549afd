"""The script that ships with a journal: it counts as the portal does, from it alone."""

import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ballots.archive import recount_journal as script
from ballots.rules import journal, marks
from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.count import count
from ballots.rules.journal import Act, Line
from ballots.rules.terms import Layout, Slate

SCRIPT = Path(script.__file__)


def marked(names: int) -> st.SearchStrategy[bytes]:
    return st.sets(st.integers(0, names - 1)).map(
        lambda places: marks.pack(places, names=names)
    )


def readings(slate: Slate) -> st.SearchStrategy[Reading]:
    """Whatever one paper may show, defects among it."""
    some = marked(slate.names)
    defects = st.sampled_from([None, None, None, *Defect])
    if slate.layout is Layout.STRIKE_OUT:
        sides = st.sampled_from(["struck", "kept"])
        return st.builds(
            lambda side, of, defect: Reading(**{side: of}, defect=defect),
            sides,
            some,
            defects,
        )
    rulings = st.sampled_from(list(Ruling)) if slate.names > 1 else st.none()
    return st.builds(
        lambda agree, disagree, decision, defect: Reading(
            agree=agree, disagree=disagree, decision=decision, defect=defect
        ),
        some,
        some,
        rulings,
        defects,
    )


@st.composite
def heaps(draw: st.DrawFn) -> tuple[Slate, list[Reading]]:
    names = draw(st.integers(1, 12))
    slate = Slate(names=names, max_votes=draw(st.integers(1, names)))
    return slate, draw(st.lists(readings(slate), min_size=1, max_size=15))


def lines_of(shown: list[Reading]) -> list[Line]:
    return [
        Line(n, n, Act.SAVED, journal.content(each, None), str(uuid.uuid4()))
        for n, each in enumerate(shown, start=1)
    ]


def file_of(slate: Slate, lines: list[Line], papers: int) -> dict[str, Any]:
    return {
        "format": script.FORMAT,
        "poll": {
            "title": "Bầu thử",
            "max_votes": slate.max_votes,
            "empty_agreement": slate.empty_agreement.value,
            "candidates": [
                {"number": n, "name": f"Người {n}"} for n in range(1, slate.names + 1)
            ],
        },
        "rulings": [],
        "batches": [
            {
                "number": 1,
                "papers": papers,
                "entries": [
                    {
                        "counts": True,
                        "journal_digest": journal.digest(lines),
                        "lines": [[*line] for line in lines],
                    }
                ],
            }
        ],
    }


@given(heaps())
def test_the_script_counts_what_the_rules_count(
    heap: tuple[Slate, list[Reading]],
) -> None:
    slate, shown = heap

    votes, valid, invalid, complaints = script.recounted(
        file_of(slate, lines_of(shown), len(shown))
    )

    counted = count(shown, slate)
    assert tuple(votes) == counted.votes
    assert valid == counted.valid
    assert invalid == {
        str(why): number for why, number in counted.invalid_reasons.items()
    }
    assert complaints == []


acts = st.lists(
    st.tuples(st.sampled_from(list(Act)), st.integers(1, 6), st.text("ab", max_size=2)),
    max_size=20,
)


@given(acts)
def test_the_script_builds_a_heap_as_the_portal_does(
    done: list[tuple[Act, int, str]],
) -> None:
    lines = [Line(n, at, act, said) for n, (act, at, said) in enumerate(done, start=1)]

    plain = [
        (each.sequence, each.position, each.act, each.content, "") for each in lines
    ]
    assert script.rebuilt(plain) == journal.rebuilt(lines)
    assert script.digest(plain) == journal.digest(lines)


def run(tmp_path: Path, said: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    """Run the script as somebody at home does: alone in a folder with the journal."""
    alone = tmp_path / SCRIPT.name
    alone.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "nhat-ky.json").write_text(json.dumps(said), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(alone), "nhat-ky.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )


def test_alone_in_a_folder_it_prints_the_result(tmp_path: Path) -> None:
    slate = Slate(names=2, max_votes=1)
    lines = lines_of([Reading(struck=b"\1"), Reading(struck=b"\2")])

    told = run(tmp_path, file_of(slate, lines, 2))

    assert told.returncode == 0, told.stderr
    assert "Phiếu hợp lệ: 2" in told.stdout


def test_a_line_changed_afterwards_is_called_out(tmp_path: Path) -> None:
    slate = Slate(names=2, max_votes=1)
    said = file_of(slate, lines_of([Reading(struck=b"\1")]), 1)
    said["batches"][0]["entries"][0]["lines"][0][3] = journal.content(
        Reading(struck=b"\2"), None
    )

    told = run(tmp_path, said)

    assert told.returncode == 1
    assert "SAI: tập 1: nhật ký đã bị sửa" in told.stdout


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    told = run(tmp_path, {"format": "congress-portal/election@1"})

    assert (told.returncode, "Không phải tệp nhật ký" in told.stdout) == (1, True)
