"""``make bench``: measure what was promised and say whether it holds."""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench import counting, readings, table
from tests.bench.table import Line


def main() -> int:
    """Print one table; 1 when a goal was missed."""
    began = time.perf_counter()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; medians")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        missed = _measure(Path(name))
    print(f"\n{time.perf_counter() - began:.0f} s in all.", end=" ")
    print(f"MISSED: {'; '.join(missed)}." if missed else "Every goal is met.")
    return 1 if missed else 0


def _measure(folder: Path) -> list[str]:
    missed = _table(
        f"Counting {counting.COMPARED} ballots already read", counting.compared(folder)
    )
    missed += _table("manage.py tally", counting.on_the_command_line(folder))
    missed += _table(
        "Two blind readings of one heap held together", readings.compared()
    )
    django.setup()
    # The models can be imported only now.
    from tests.bench import (  # noqa: PLC0415
        archives,
        background,
        entering,
        lists,
        pages,
        papers,
        people,
        plans,
        register,
        tasks,
        working,
    )

    call_command("migrate", verbosity=0)
    logging.disable(logging.INFO)
    who = people.hall()
    missed += _table(
        "Through the queue, from the request to the stored result (PostgreSQL without "
        "fsync)",
        background.measured(folder, who.body, who.technician, who.head),
    )
    missed += _table(
        "Typing papers: 16 operators, one paper every 2 s, 100 names",
        entering.measured(who.body, who.administrator),
    )
    missed += _table("A sealed archive, without the database", archives.measured())
    missed += _table("Ballots on paper", papers.printed())
    missed += _table(
        "Pages with 52,000 units, 3,000 congresses, 6,000 polls, 200,000 audit lines",
        pages.measured(who.administrator),
    )
    missed += _table("The register with 500,000 people besides", register.measured())
    missed += _table(
        "Boards and calendars with 3,400 congresses and 300,000 milestones",
        plans.measured(),
    )
    missed += _table(
        "Việc của tôi, programmes and tasks with 500,000 open tasks besides",
        tasks.measured(),
    )
    missed += _table(
        "52,000 submissions, 13,000 bodies, 3,400 conferences, 10,000 assignments",
        working.measured(),
    )
    missed += _table("Lists coming in beside all that", lists.measured())
    return missed


def _table(title: str, lines: Iterable[Line]) -> list[str]:
    table.head(title)
    missed = []
    for line in lines:
        table.show(line)
        if line.missed:
            missed.append(line.what.strip())
    return missed


if __name__ == "__main__":
    sys.exit(main())
