"""The Vietnamese words for the codes in ``rules``.

Screens show them translated; printed forms use the same words as they stand. Keys are
plain strings, equal to the codes, so that migrations need not import the rules.
"""

from ballots.labels.bodies import BODIES, SITUATIONS
from ballots.labels.files import FAULTS, RefusedFile, refusal
from ballots.labels.lists import ADMISSIONS, LIST_FAULTS, LIST_STEPS, list_fault
from ballots.labels.papers import DEFECTS, REASONS, RULINGS, SUM_FAULTS, WORTHS
from ballots.labels.polls import LAYOUTS, OFFICES, ROUNDS, STAGES, UNLAWFUL
from ballots.labels.regulations import (
    CONFIDENCES,
    DOCUMENTS,
    EMPTY_AGREEMENTS,
    RECORD_FAULTS,
    REGULATIONS,
    TIE_RULES,
    YES_NO,
    cited,
    cited_document,
    clause,
    record_fault,
)
from ballots.labels.results import LEAVINGS, NEXT_STEPS, SETTLED_BY, VERDICTS
from ballots.labels.rules import RULES, figures, figures_of, sentence
from ballots.labels.values import HELPS, UNITS, VALUES

__all__ = [
    "ADMISSIONS",
    "BODIES",
    "CONFIDENCES",
    "DEFECTS",
    "DOCUMENTS",
    "EMPTY_AGREEMENTS",
    "FAULTS",
    "HELPS",
    "LAYOUTS",
    "LEAVINGS",
    "LIST_FAULTS",
    "LIST_STEPS",
    "NEXT_STEPS",
    "OFFICES",
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
