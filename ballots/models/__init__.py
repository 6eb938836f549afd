"""Elections, the papers of their polls, and what they came to."""

from ballots.models.election import Candidate, Election, Poll, Upload, Withdrawal
from ballots.models.paper import Ballot, Batch, Entry
from ballots.models.tally import Confirmation, Tally, TallyLine, TallyReason

__all__ = [
    "Ballot",
    "Batch",
    "Candidate",
    "Confirmation",
    "Election",
    "Entry",
    "Poll",
    "Tally",
    "TallyLine",
    "TallyReason",
    "Upload",
    "Withdrawal",
]
