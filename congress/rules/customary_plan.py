"""The plan that comes with the portal: what a congress has to do, level by level.

Days that a regulation sets name its value; the others are customary (articles 001, 004)
and each unit sets them in its own template.
"""

from typing import Final, NamedTuple

from congress.rules.planning import Anchor


class Customary(NamedTuple):
    """One thing to do."""

    code: str
    phase: str
    anchor: Anchor
    days: int = 0
    rule: str = ""
    after: str = ""
    owner_role: str = ""
    needs_evidence: bool = False


_OPENING, _CLOSING = Anchor.OPENING, Anchor.CLOSING
_STAFF, _SECRETARY, _PERSONNEL, _DOCUMENTS = (
    "organisation_staff",
    "unit_secretary",
    "personnel_staff",
    "documents_staff",
)

CUSTOMARY: Final = (
    Customary(
        "plan_issued", "prepare", _OPENING, 180, owner_role=_STAFF, needs_evidence=True
    ),
    Customary(
        "bodies_founded",
        "prepare",
        _OPENING,
        170,
        after="plan_issued",
        owner_role=_STAFF,
        needs_evidence=True,
    ),
    Customary(
        "bodies_planned",
        "prepare",
        _OPENING,
        160,
        after="bodies_founded",
        owner_role=_STAFF,
    ),
    Customary("beneath_done", "prepare", _OPENING, 30, owner_role=_STAFF),
    Customary(
        "opening_announced",
        "prepare",
        _OPENING,
        rule="announce_days",
        owner_role=_STAFF,
        needs_evidence=True,
    ),
    Customary(
        "report_drafted",
        "documents",
        _OPENING,
        120,
        after="bodies_founded",
        owner_role=_DOCUMENTS,
    ),
    Customary(
        "opinions_gathered",
        "documents",
        _OPENING,
        75,
        after="report_drafted",
        owner_role=_DOCUMENTS,
    ),
    Customary(
        "documents_cleared",
        "documents",
        _OPENING,
        45,
        rule="clearance_days",
        after="opinions_gathered",
        owner_role=_DOCUMENTS,
        needs_evidence=True,
    ),
    Customary(
        "personnel_planned",
        "personnel",
        _OPENING,
        120,
        after="bodies_founded",
        owner_role=_PERSONNEL,
    ),
    Customary(
        "personnel_steps",
        "personnel",
        _OPENING,
        75,
        after="personnel_planned",
        owner_role=_PERSONNEL,
    ),
    Customary(
        "personnel_cleared",
        "personnel",
        _OPENING,
        45,
        rule="clearance_days",
        after="personnel_steps",
        owner_role=_PERSONNEL,
    ),
    Customary(
        "outsiders_filed",
        "personnel",
        _OPENING,
        rule="candidacy_file_days",
        owner_role=_PERSONNEL,
    ),
    Customary("venue_ready", "service", _OPENING, 15, owner_role=_STAFF),
    Customary("programme_ready", "service", _OPENING, 15, owner_role=_STAFF),
    Customary("tally_rehearsed", "service", _OPENING, 1, owner_role=_STAFF),
    Customary("held_in_time", "hold", _CLOSING, rule="done_by", owner_role=_SECRETARY),
    Customary(
        "result_reported",
        "after",
        _CLOSING,
        rule="report_days",
        after="held_in_time",
        owner_role=_SECRETARY,
        needs_evidence=True,
    ),
    Customary(
        "handed_over",
        "after",
        _CLOSING,
        rule="handover_days",
        after="held_in_time",
        owner_role=_SECRETARY,
    ),
    Customary(
        "complaints_closed",
        "after",
        _CLOSING,
        rule="complaint_days",
        after="held_in_time",
        owner_role=_STAFF,
    ),
)
