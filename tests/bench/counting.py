"""Counting without a portal: both programs, a library of others, the command line."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import votelib.convert
import votelib.evaluate

from ballots.interchange import ElectionHeader, file_source, read_ballots, read_header
from ballots.recount import recount
from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.count import count
from ballots.rules.outcome import outcome
from tests.bench import elections
from tests.bench.elections import Size
from tests.bench.processes import peak_while
from tests.bench.table import Line

RUNS = 5
COMPARED = Size(100_000, names=30, seats=20, least=15)
LARGE = Size(1_000_000, names=30, seats=20, least=15)

Found = tuple[tuple[int, ...], tuple[int, ...]]  # votes in ballot order, the elected


def compared(folder: Path) -> Iterator[Line]:
    """Rules, recount and votelib on the same ballots, in turn."""
    path = folder / "compared.json"
    elections.write(COMPARED, path)
    source = file_source(path)
    header = read_header(source)
    ballots = list(read_ballots(source, header))
    speeds = _speeds(
        {
            "votelib": lambda: _by_votelib(ballots, header),
            "rules": lambda: _by_rules(ballots, header),
            "recount": lambda: _by_recount(ballots, header),
        },
        papers=len(ballots),
    )
    theirs = speeds["votelib"]
    yield Line("votelib 0.4: build votes, count, select", theirs, "ballots/s")
    for name, goal in (("rules", 3), ("recount", 10)):
        yield Line(f"{name}: count and outcome", speeds[name], "ballots/s")
        ratio = speeds[name] / theirs
        yield Line(f"{name} : votelib", ratio, "×", goal, more_is_better=True)


def _speeds(ways: dict[str, Callable[[], Found]], *, papers: int) -> dict[str, float]:
    """Median ballots a second of each way; each round runs all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    answers = set()
    for _round in range(RUNS):
        for name, way in ways.items():
            gc.collect()
            began = time.perf_counter()
            found = way()
            seconds[name].append(time.perf_counter() - began)
            answers.add(found)
    assert len(answers) == 1, "the ways do not agree"
    return {name: papers / statistics.median(each) for name, each in seconds.items()}


def _by_rules(ballots: Sequence[Reading], header: ElectionHeader) -> Found:
    counted = count(ballots, header.slate)
    return counted.votes, outcome(counted, header.places).elected


def _by_recount(ballots: Sequence[Reading], header: ElectionHeader) -> Found:
    found = recount(
        ballots,
        names=header.slate.names,
        max_votes=header.max_votes,
        places=header.places,
    )
    return found.votes, found.elected


def _by_votelib(ballots: Sequence[Reading], header: ElectionHeader) -> Found:
    """The quickest way found to give votelib its sets: names looked up by byte."""
    first, second, third, fourth = _names_by_byte(header.slate.names)
    votes: dict[frozenset[int], int] = {}
    for ballot in ballots:
        a, b, c, d = ballot.kept or bytes(4)
        names = frozenset(first[a] + second[b] + third[c] + fourth[d])
        votes[names] = votes.get(names, 0) + ballot.copies
    simple = votelib.convert.ApprovalToSimpleVotes().convert(votes)
    chosen = votelib.evaluate.Plurality().evaluate(simple, header.seats)
    past_half = [place for place in chosen if 2 * simple[place] > header.tally_base]
    return tuple(simple[place] for place in range(header.slate.names)), tuple(past_half)


def _names_by_byte(names: int) -> list[tuple[tuple[int, ...], ...]]:
    return [
        tuple(
            tuple(first + bit for bit in range(8) if byte >> bit & 1)
            for byte in range(256)
        )
        for first in range(0, 8 * marks.width(names), 8)
    ]


def on_the_command_line(folder: Path) -> Iterator[Line]:
    """A million ballots through ``manage.py tally``, in a process of its own."""
    path = folder / "large.json"
    elections.write(LARGE, path)
    began = time.perf_counter()
    tally = subprocess.Popen(
        [sys.executable, "manage.py", "tally", str(path)], stdout=subprocess.PIPE
    )
    peak = peak_while(tally)
    seconds = time.perf_counter() - began
    answer, _ = tally.communicate()
    assert tally.returncode == 0, "the large file was refused"
    assert b'"returned": 1000000' in answer, answer[:400]
    size = path.stat().st_size / 1_000_000
    path.unlink()
    yield Line(f"{LARGE}, {size:.0f} MB", seconds, "s")
    yield Line("its peak memory", peak, "MB", 300)
