"""The portal's own work: a real worker on a real broker and a real database."""

import gzip
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from celery import current_app
from django.db import transaction
from django.utils import timezone

from ballots import services, tasks
from ballots.models import Ballot, Poll, Tally, Upload
from config.launcher import programs
from congress.models import VotingBody
from core.jobs import ledger
from core.models import Job, Scope, StoredPrint, User
from tests.bench import elections
from tests.bench.elections import Size
from tests.bench.processes import children, forget_peak, peak_of
from tests.bench.table import Line

if TYPE_CHECKING:
    from celery import Task
    from django.db.models import Model

HALL: Final = Size(90_494, names=160, seats=140, least=100)
PAPER: Final = Size(1_000, names=60, seats=51, least=40)
WARM_PRINTS: Final = 5
POOL: Final = 2  # processes of the worker that prints
FILES: Final = "files"  # the queue that ballots.views.upload asks for
LOOK_EVERY: Final = 0.02
LONGEST: Final = 240.0


def measured(
    folder: Path, body: VotingBody, technician: User, head: User
) -> Iterator[Line]:
    """Bring in, count and print through the queue, as a person waits for it."""
    plain, packed = folder / "hall.json", folder / "hall.json.gz"
    elections.write(HALL, plain)
    with gzip.open(packed, "wt", compresslevel=1, encoding="utf-8") as stream:
        stream.writelines(elections.pieces(replace(HALL, seed=2)))
    tallies = [
        _confirmed(folder, body, technician, head, seed)
        for seed in range(1 + POOL + WARM_PRINTS)
    ]
    with _workers(folder) as pids:
        yield from _prints(tallies, head)
        yield from _files(body, technician, (plain, packed), pids)


def _prints(tallies: list[Tally], by: User) -> Iterator[Line]:
    paper = f"minutes of {PAPER.names} names"
    first, *others = tallies
    yield Line(f"{paper}, first of a fresh worker", _printed(first, by), "s", 3)
    # One for each process of the pool, at the same time: from here on all are warm.
    together = [_request_print(tally, by) for tally in others[:POOL]]
    for job in together:
        _follow(job)
    seconds = [_printed(tally, by) for tally in others[POOL:]]
    yield Line(f"{paper}, warm (median of {WARM_PRINTS})", _median(seconds), "s", 3)


def _files(
    body: VotingBody, by: User, paths: tuple[Path, ...], workers: list[int]
) -> Iterator[Line]:
    for path in paths:
        size = path.stat().st_size / 1_000_000
        pool = [child for worker in workers for child in children(worker)]
        for process in pool:
            forget_peak(process)
        poll, seconds, seen = _imported(path, body, by)
        assert Ballot.objects.filter(entry__batch__poll=poll).count() == HALL.ballots
        what = f"import {HALL}, {path.suffix[1:]} of {size:.0f} MB"
        yield Line(what, seconds, "s", 60)
        yield Line("  progress seen on the way", len(seen), "figures", 3, True)
        yield Line("  peak memory of a worker's process", _peak(pool), "MB")
        for process in pool:
            forget_peak(process)
        yield Line(f"count {HALL}", _counted(poll, by), "s", 5)
        yield Line("  peak memory of a worker's process", _peak(pool), "MB")


def _imported(path: Path, body: VotingBody, by: User) -> tuple[Poll, float, set[int]]:
    with path.open("rb") as stream:
        upload = services.receive_file(
            body=body,
            name=path.name,
            chunks=iter(lambda: stream.read(64 * 1024), b""),
            by=by,
            at=timezone.now(),
        )
    began = time.perf_counter()
    seen = _follow(_request(tasks.import_upload, upload, body.scope, by, queue=FILES))
    return Poll.objects.get(upload=upload), time.perf_counter() - began, seen


def _counted(poll: Poll, by: User) -> float:
    began = time.perf_counter()
    _follow(_request(tasks.count_poll, poll, poll.election.body.scope, by))
    seconds = time.perf_counter() - began
    assert Tally.objects.get(poll=poll).returned == HALL.ballots
    return seconds


def _printed(tally: Tally, by: User) -> float:
    began = time.perf_counter()
    _follow(_request_print(tally, by))
    seconds = time.perf_counter() - began
    kept = StoredPrint.objects.get(subject_key=str(tally.pk))
    assert bytes(kept.data).startswith(b"%PDF")
    return seconds


def _request_print(tally: Tally, by: User) -> Job:
    scope = tally.poll.election.body.scope
    return _request(tasks.print_minutes, tally, scope, by, queue="print")


def _request(
    task: "Task[Any, Any]", subject: "Model", scope: Scope, by: User, **where: str
) -> Job:
    with transaction.atomic():
        return ledger.request(
            task, subject=subject, scope=scope, by=by, at=timezone.now(), **where
        )


def _follow(job: Job) -> set[int]:
    """Look at the row as the page does until it is over; return what it told."""
    seen: set[int] = set()
    until = time.monotonic() + LONGEST
    while job.is_live:
        assert time.monotonic() < until, f"{job} is not over"
        if 0 < job.done < job.total:
            seen.add(job.done)
        time.sleep(LOOK_EVERY)
        job.refresh_from_db()
    assert job.state == Job.State.DONE, f"{job}: {job.state} {job.note}"
    return seen


def _confirmed(
    folder: Path, body: VotingBody, technician: User, head: User, seed: int
) -> Tally:
    """A confirmed tally whose minutes have not been printed."""
    path = folder / f"paper-{seed}.json"
    elections.write(replace(PAPER, seed=seed), path)
    at = timezone.now()
    upload: Upload = services.receive_file(
        body=body, name=path.name, chunks=[path.read_bytes()], by=technician, at=at
    )
    poll = services.import_upload(str(upload.pk), at=at, report=_unheard)
    tally = services.count_poll(str(poll.pk), by=technician, at=at, report=_unheard)
    services.confirm_tally(str(poll.pk), digest=tally.digest, by=head, at=at)
    return tally


_unheard: Callable[[int, int], None] = lambda done, total: None  # noqa: E731


@contextmanager
def _workers(folder: Path) -> Iterator[list[int]]:
    """The workers as the launcher starts them, until all answer; then ended."""
    with ExitStack() as opened:
        pids = [
            opened.enter_context(_worker(name, words, folder / f"{name}.log"))
            for name, words in programs.WORKERS.items()
        ]
        until = time.monotonic() + 60
        while len(current_app.control.ping(timeout=1) or ()) < len(pids):
            assert time.monotonic() < until, "not every worker answers"
        yield pids


@contextmanager
def _worker(name: str, words: Sequence[str], log: Path) -> Iterator[int]:
    pool = (*programs.PROCESSES, "-l", "WARNING")
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", *programs.WORKER, *words, "-n", f"{name}@%h", *pool],
            env=os.environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield worker.pid
        finally:
            worker.terminate()
            worker.wait(30)


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds)


def _peak(pool: list[int]) -> float:
    return max(map(peak_of, pool), default=0.0)
