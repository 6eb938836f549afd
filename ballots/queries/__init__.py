"""Reads of elections, polls, ballots and tallies.

What many ask for is here; what one page asks for is asked of its own module.
"""

from ballots.queries.ballots import Seen, ballots_of, ballots_of_each, readings, seen_as
from ballots.queries.reach import (
    WITH_PLACE,
    address,
    locked,
    may_withdraw,
    poll_or_404,
    scope_of,
    standing,
)
from ballots.queries.results import ResultRow, result
from ballots.queries.tallies import (
    confirmation_of,
    current_tally,
    digest_of_papers,
    may_see_tally,
)
from ballots.queries.terms import counted_as, rule_set_of, slate, terms_of

__all__ = [
    "WITH_PLACE",
    "ResultRow",
    "Seen",
    "address",
    "ballots_of",
    "ballots_of_each",
    "confirmation_of",
    "counted_as",
    "current_tally",
    "digest_of_papers",
    "locked",
    "may_see_tally",
    "may_withdraw",
    "poll_or_404",
    "readings",
    "result",
    "rule_set_of",
    "scope_of",
    "seen_as",
    "slate",
    "standing",
    "terms_of",
]
