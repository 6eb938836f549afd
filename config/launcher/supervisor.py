"""Keeps the children alive, and gives up loudly when one keeps dying."""

import time

from config.launcher.children import Child, Program
from config.launcher.console import CannotGoOn, say, tail
from config.launcher.stopping import StopWish

TICK = 0.2
FAILURES_ALLOWED = 5
WITHIN_SECONDS = 60.0


class Supervisor:
    """Starts in stages, watches all, stops the stages in reverse."""

    def __init__(self, stop: StopWish) -> None:
        self.stop = stop
        self.stages: list[list[Child]] = []

    def start(self, *programs: Program, ready_in: float = 60) -> None:
        """Start one stage and wait until each of it answers."""
        stage: list[Child] = []
        self.stages.append(stage)
        for program in programs:
            child = Child(program)
            child.start()
            stage.append(child)
        for child in stage:
            child.wait_until_ready(self.stop, seconds=ready_in)

    def watch(self) -> None:
        """Until somebody asks to stop: whoever falls is put back on their feet."""
        while True:
            self.stop.check()
            now = time.monotonic()
            for stage in self.stages:
                for child in stage:
                    _tend(child, now)
            time.sleep(TICK)

    def stop_all(self) -> None:
        """Stop the last stage first. Each may take its time, none may stay."""
        for stage in reversed(self.stages):
            for child in stage:
                child.ask_to_stop()
            for child in stage:
                child.end()
        self.stages.clear()


def _tend(child: Child, now: float) -> None:
    if child.has_ended:
        _note_failure(child, now)
    if child.process is None and now >= child.not_before:
        child.start()


def _note_failure(child: Child, now: float) -> None:
    name, log = child.program.name, child.program.log
    fate = child.fate
    child.clear()
    child.process = None
    recent = [moment for moment in child.failures if now - moment < WITHIN_SECONDS]
    child.failures = [*recent, now]
    if len(child.failures) >= FAILURES_ALLOWED:
        raise CannotGoOn(
            f"{name} đã dừng {len(child.failures)} lần trong một phút, "
            f"nên cổng dừng hẳn. Cuối tệp {log}:\n{tail(log)}"
        )
    child.not_before = now + pause_after(len(child.failures))
    say(f"{name} dừng bất ngờ ({fate}); đang khởi động lại.")


def pause_after(failures: int) -> float:
    """The first time at once, then after 1, 2 and 4 seconds."""
    return 0.0 if failures == 1 else 2.0 ** (failures - 2)
