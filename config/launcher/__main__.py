"""``python -m config.launcher``: what the Makefile's targets call."""

import argparse
import os
import sys
from collections.abc import Callable

from config.launcher import care, checks, journeys, trial
from config.launcher.console import CannotGoOn, say, speak_utf8
from config.launcher.stack import DEMO, INSTANCES, PORTAL, PRACTICE, Portal
from config.launcher.state import State, base
from config.launcher.stopping import Stopped, StopWish
from config.launcher.terminal import ctrl_c_for_us_alone

# What a shell reports for a command ended by Ctrl-C.
INTERRUPTED = 130


def main(words: list[str]) -> int:
    """Do what was asked; a clean stop is success."""
    speak_utf8()
    # What we write is for this person's eyes: secrets, letters, the database.
    os.umask(0o077)
    asked = _parser().parse_args(words)
    stop = StopWish()
    stop.listen()
    deeds: dict[str, Callable[[], int]] = {
        "run": lambda: _run_portal(DEMO, stop),
        "start": lambda: _run_portal(PORTAL, stop),
        "hall": lambda: _run_portal(PORTAL, stop, hall=True),
        "demo-reset": lambda: _forget(
            DEMO, "Dữ liệu trình diễn đã xóa; `make run` sẽ nạp lại từ đầu."
        ),
        "idle": care.look_that_nothing_runs,
        "upgrade": lambda: care.upgrade(asked.instance, stop),
        "restore": lambda: care.restore(asked.file, stop),
        "kept": lambda: care.ask_of(asked.instance, stop, "--kept"),
        "back": lambda: care.ask_of(asked.instance, stop, "--back", asked.name),
        "forget": lambda: care.ask_of(asked.instance, stop, "--forget", asked.name),
        "load": lambda: journeys.load(asked.file, stop),
        "bring-back": lambda: journeys.bring_back(
            asked.file, stop, keep_here=asked.keep_here
        ),
        "practice": lambda: _practise(asked, stop),
        "practice-wipe": lambda: _forget(PRACTICE, "Diễn tập đã xóa sạch."),
        "test": lambda: trial.run_tests(_after_dashes(asked.words), stop),
        "services": lambda: trial.run(_after_dashes(asked.words), stop),
        "check": lambda: checks.run(stop),
    }
    try:
        return deeds[asked.deed]()
    except Stopped:
        return 0 if asked.deed in {"run", "start", "hall", "practice"} else INTERRUPTED
    except CannotGoOn as reason:
        say(str(reason))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.launcher")
    deeds = parser.add_subparsers(dest="deed", required=True)
    deeds.add_parser("run", help="the demo, on a database of its own")
    deeds.add_parser("start", help="an empty portal, on a database of its own")
    deeds.add_parser("demo-reset", help="forget the demo's data")
    deeds.add_parser("check", help="every check that needs no test")
    deeds.add_parser("hall", help="the portal, to the network of a hall")
    deeds.add_parser("idle", help="refuse while a portal runs")
    restore = deeds.add_parser("restore", help="bring a backup back")
    restore.add_argument("file", nargs="?", default="")
    load = deeds.add_parser("load", help="load a congress taken out elsewhere")
    load.add_argument("file", nargs="?", default="")
    back = deeds.add_parser("bring-back", help="bring back what was done elsewhere")
    back.add_argument("file", nargs="?", default="")
    back.add_argument("--keep-here", action="store_true")
    practice = deeds.add_parser("practice", help="a congress to practise with")
    practice.add_argument("congress", nargs="?", default="")
    practice.add_argument("--instance", choices=(PORTAL, DEMO), default=PORTAL)
    practice.add_argument("--hall", action="store_true")
    deeds.add_parser("practice-wipe", help="forget the practice")
    for name, what in (
        ("upgrade", "back up, then bring the data up to this version"),
        ("kept", "list what restores have put aside"),
        ("back", "use again what a restore has put aside"),
        ("forget", "remove what a restore has put aside"),
    ):
        deed = deeds.add_parser(name, help=what)
        deed.add_argument("--instance", choices=INSTANCES, default=PORTAL)
        if name in {"back", "forget"}:
            deed.add_argument("name", nargs="?", default="")
    for name, what in (("test", "pytest"), ("services", "a command")):
        deed = deeds.add_parser(name, help=f"{what} with throw-away services")
        deed.add_argument("words", nargs=argparse.REMAINDER)
    return parser


def _after_dashes(words: list[str]) -> list[str]:
    return words[1:] if words[:1] == ["--"] else words


def _run_portal(instance: str, stop: StopWish, *, hall: bool = False) -> int:
    with ctrl_c_for_us_alone():
        Portal(instance, stop, hall=hall).run()
    return 0


def _practise(asked: argparse.Namespace, stop: StopWish) -> int:
    with ctrl_c_for_us_alone():
        journeys.practise(asked.congress, asked.instance, stop, hall=asked.hall)
    return 0


def _forget(instance: str, told: str) -> int:
    state = State(base() / instance)
    with state.held():
        state.sweep()
        state.wipe()
    say(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
