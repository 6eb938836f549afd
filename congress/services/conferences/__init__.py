"""Conferences at several points: held, given their points, reported by each of them."""

from congress.services.conferences.calling import WORK, write_work_beneath
from congress.services.conferences.holding import (
    ConferenceFacts,
    NotOpen,
    Standing,
    change_conference,
    hold_conference,
    set_standing,
)
from congress.services.conferences.papers import (
    FILES_MOST,
    add_files,
    remove_file,
    write_note,
)
from congress.services.conferences.points import (
    Expected,
    PointFacts,
    add_point,
    add_points_beneath,
    change_point,
    expect_people,
    remove_person,
    remove_point,
    report_point,
)

__all__ = [
    "FILES_MOST",
    "WORK",
    "ConferenceFacts",
    "Expected",
    "NotOpen",
    "PointFacts",
    "Standing",
    "add_files",
    "add_point",
    "add_points_beneath",
    "change_conference",
    "change_point",
    "expect_people",
    "hold_conference",
    "remove_file",
    "remove_person",
    "remove_point",
    "report_point",
    "set_standing",
    "write_note",
    "write_work_beneath",
]
