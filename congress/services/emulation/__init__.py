"""Movements tied to targets: called for, reported on by each unit, concluded."""

from congress.services.emulation.calling import call, change, conclude, take_up
from congress.services.emulation.reporting import report
from congress.services.emulation.saying import (
    TARGETS_MOST,
    EmulationFacts,
    Reached,
    TargetFacts,
    targets_said,
)
from congress.services.emulation.waiting import SENTENCES, WORK, write_work_beneath

__all__ = [
    "SENTENCES",
    "TARGETS_MOST",
    "WORK",
    "EmulationFacts",
    "Reached",
    "TargetFacts",
    "call",
    "change",
    "conclude",
    "report",
    "take_up",
    "targets_said",
    "write_work_beneath",
]
