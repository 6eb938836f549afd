"""The Vietnamese words for the codes in ``rules``.

Screens show them translated; printed forms use the same words as they stand. Keys are
plain strings, equal to the codes, so that migrations need not import the rules. What
the regulations say is worded in ``congress.labels`` and spoken here as well.
"""

from ballots.labels.conduct import (
    DOUBTS,
    JOURNAL_ACTS,
    PURPOSES,
    PUT_FORWARD,
    WITHDRAWINGS,
)
from ballots.labels.files import FAULTS, RefusedFile, refusal
from ballots.labels.lists import ADMISSIONS, LIST_FAULTS, LIST_STEPS, list_fault
from ballots.labels.papers import DEFECTS, REASONS, RULINGS, SUM_FAULTS, WORTHS
from ballots.labels.polls import LAYOUTS, ROUNDS, STAGES, UNLAWFUL
from ballots.labels.results import NEXT_STEPS, VERDICTS
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
    "ADMISSIONS",
    "BODIES",
    "CONFIDENCES",
    "DEFECTS",
    "DOCUMENTS",
    "DOUBTS",
    "EMPTY_AGREEMENTS",
    "FAULTS",
    "HELPS",
    "JOURNAL_ACTS",
    "LAYOUTS",
    "LEAVINGS",
    "LIST_FAULTS",
    "LIST_STEPS",
    "NEXT_STEPS",
    "OFFICES",
    "PURPOSES",
    "PUT_FORWARD",
    "REASONS",
    "RECORD_FAULTS",
    "REGULATIONS",
    "ROUNDS",
    "RULES",
    "RULINGS",
    "SETTLED_BY",
    "SITUATIONS",
    "STAGES",
    "SUM_FAULTS",
    "TIE_RULES",
    "UNITS",
    "UNLAWFUL",
    "VALUES",
    "VERDICTS",
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
]
