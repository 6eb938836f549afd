"""The Vietnamese words for the codes in ``rules``.

Screens show them translated; printed forms use the same words as they stand. Keys are
plain strings, equal to the codes, so that migrations need not import the rules. What
the regulations say is worded in ``congress.labels`` and spoken here as well.
"""

from ballots.labels.after_the_congress import GROUNDS, WHYS
from ballots.labels.ballot_papers import PAPER_COLOURS, PAPER_SIZES
from ballots.labels.conduct import (
    DOUBTS,
    JOURNAL_ACTS,
    OPEN_POINTS,
    PURPOSES,
    PUT_FORWARD,
    WITHDRAWINGS,
)
from ballots.labels.entry import BOXES, SCREEN, SLIPS, WAYS, shown, slip
from ballots.labels.files import FAULTS, RefusedFile, refusal
from ballots.labels.lists import LIST_FAULTS, LIST_STEPS, list_fault
from ballots.labels.papers import (
    DEFECTS,
    FIGURES,
    REASONS,
    RULINGS,
    SUM_FAULTS,
    WORTHS,
    sum_fault,
)
from ballots.labels.polls import LAYOUTS, MOMENTS, ROUNDS, STAGES, UNLAWFUL
from ballots.labels.practice import CHECKLIST, FILLED, PARTS
from ballots.labels.results import ANSWERS, EVENTS, NEXT_STEPS, VERDICTS
from ballots.labels.slates import (
    CLOSE_FAULTS,
    LEGAL_NOTICE,
    PLAN_FAULTS,
    STAND_FAULTS,
)
from congress.labels import (
    BODIES,
    CONFIDENCES,
    DOCUMENTS,
    EMPTY_AGREEMENTS,
    HELPS,
    LEAVINGS,
    OFFICES,
    RECORD_FAULTS,
    REGULATIONS,
    RULES,
    SETTLED_BY,
    SITUATIONS,
    TIE_RULES,
    UNITS,
    VALUES,
    YES_NO,
    cited,
    cited_document,
    clause,
    figures,
    figures_of,
    record_fault,
    sentence,
)

__all__ = [
    "ANSWERS",
    "BODIES",
    "BOXES",
    "CHECKLIST",
    "CLOSE_FAULTS",
    "CONFIDENCES",
    "DEFECTS",
    "DOCUMENTS",
    "DOUBTS",
    "EMPTY_AGREEMENTS",
    "EVENTS",
    "FAULTS",
    "FIGURES",
    "FILLED",
    "GROUNDS",
    "HELPS",
    "JOURNAL_ACTS",
    "LAYOUTS",
    "LEAVINGS",
    "LEGAL_NOTICE",
    "LIST_FAULTS",
    "LIST_STEPS",
    "MOMENTS",
    "NEXT_STEPS",
    "OFFICES",
    "OPEN_POINTS",
    "PAPER_COLOURS",
    "PAPER_SIZES",
    "PARTS",
    "PLAN_FAULTS",
    "PURPOSES",
    "PUT_FORWARD",
    "REASONS",
    "RECORD_FAULTS",
    "REGULATIONS",
    "ROUNDS",
    "RULES",
    "RULINGS",
    "SCREEN",
    "SETTLED_BY",
    "SITUATIONS",
    "SLIPS",
    "STAGES",
    "STAND_FAULTS",
    "SUM_FAULTS",
    "TIE_RULES",
    "UNITS",
    "UNLAWFUL",
    "VALUES",
    "VERDICTS",
    "WAYS",
    "WHYS",
    "WITHDRAWINGS",
    "WORTHS",
    "YES_NO",
    "RefusedFile",
    "cited",
    "cited_document",
    "clause",
    "figures",
    "figures_of",
    "list_fault",
    "record_fault",
    "refusal",
    "sentence",
    "shown",
    "slip",
    "sum_fault",
]
