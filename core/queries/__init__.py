"""Reads that several pages of the apps above share."""

from core.queries.accounts import (
    Narrowing,
    chosen_people,
    listed_accounts,
    narrowed_accounts,
    own_sign_ins,
    own_slips,
    people_without_account,
    scope_of_account,
)
from core.queries.audit import (
    WantedLines,
    accounts_named,
    audit_events,
    audit_lines,
    lines_waiting,
    matching_lines,
    older_than,
    same_subject,
)
from core.queries.files import (
    StoredBytes,
    open_stored,
)
from core.queries.people import (
    same_person_ids,
)
from core.queries.units import (
    code_in,
    places_matching,
    unit_choices,
    units_matching,
    units_within,
    written,
)
from core.queries.words import (
    M,
    folded,
    with_folded_words,
    with_words,
)

__all__ = [
    "M",
    "Narrowing",
    "StoredBytes",
    "WantedLines",
    "accounts_named",
    "audit_events",
    "audit_lines",
    "chosen_people",
    "code_in",
    "folded",
    "lines_waiting",
    "listed_accounts",
    "matching_lines",
    "narrowed_accounts",
    "older_than",
    "open_stored",
    "own_sign_ins",
    "own_slips",
    "people_without_account",
    "places_matching",
    "same_person_ids",
    "same_subject",
    "scope_of_account",
    "unit_choices",
    "units_matching",
    "units_within",
    "with_folded_words",
    "with_words",
    "written",
]
