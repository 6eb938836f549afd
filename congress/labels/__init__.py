"""The Vietnamese words for the codes in ``rules``.

Screens show them translated; printed forms use the same words as they stand. Keys are
plain strings, equal to the codes, so that migrations need not import the rules.
"""

from congress.labels.alternates import LEAVINGS, SETTLED_BY
from congress.labels.arrangements import FORCE_TONES, FORCES, USUAL
from congress.labels.bodies import BODIES, SITUATIONS
from congress.labels.incumbency import CAUSES
from congress.labels.lessons import (
    ANSWERED,
    ANSWERED_TONES,
    DIFFICULTY_ACTS,
    DIFFICULTY_DONE,
    DIFFICULTY_STATES,
    DIFFICULTY_TONES,
    PRACTICE_TONES,
)
from congress.labels.offices import OFFICES
from congress.labels.plans import (
    BEYOND,
    BOUND_TO,
    CUSTOMARY,
    GATES,
    PLAN_STANDINGS,
    days_words,
    early_or_late,
    timing_words,
)
from congress.labels.progress import GATE_HEADS, STATE_TONES, STATES
from congress.labels.regulations import (
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
from congress.labels.roll import ATTENDANCES, CONDITIONS, ORIGINS, STANDINGS
from congress.labels.rules import RULES, figures, figures_of, sentence
from congress.labels.values import HELPS, UNITS, VALUES

__all__ = [
    "ANSWERED",
    "ANSWERED_TONES",
    "ATTENDANCES",
    "BEYOND",
    "BODIES",
    "BOUND_TO",
    "CAUSES",
    "CONDITIONS",
    "CONFIDENCES",
    "CUSTOMARY",
    "DIFFICULTY_ACTS",
    "DIFFICULTY_DONE",
    "DIFFICULTY_STATES",
    "DIFFICULTY_TONES",
    "DOCUMENTS",
    "EMPTY_AGREEMENTS",
    "FORCES",
    "FORCE_TONES",
    "GATES",
    "GATE_HEADS",
    "HELPS",
    "LEAVINGS",
    "OFFICES",
    "ORIGINS",
    "PLAN_STANDINGS",
    "PRACTICE_TONES",
    "RECORD_FAULTS",
    "REGULATIONS",
    "RULES",
    "SETTLED_BY",
    "SITUATIONS",
    "STANDINGS",
    "STATES",
    "STATE_TONES",
    "TIE_RULES",
    "UNITS",
    "USUAL",
    "VALUES",
    "YES_NO",
    "cited",
    "cited_document",
    "clause",
    "days_words",
    "early_or_late",
    "figures",
    "figures_of",
    "record_fault",
    "sentence",
    "timing_words",
]
