"""The back office: congresses, data of the rules of time, words to choose."""

from congress.admin.assignment_words import AssignmentRatingOffice, ProblemKindOffice
from congress.admin.congresses import (
    BodyOffice,
    CongressOffice,
    HolidayOffice,
    LegalOffice,
    LevelTermsOffice,
)

__all__ = [
    "AssignmentRatingOffice",
    "BodyOffice",
    "CongressOffice",
    "HolidayOffice",
    "LegalOffice",
    "LevelTermsOffice",
    "ProblemKindOffice",
]
