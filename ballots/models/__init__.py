"""Elections, the papers of their polls, and what they came to."""

from ballots.models.after_the_congress import Annulment, MidTerm
from ballots.models.conduct import (
    Acknowledgement,
    Announcement,
    BoardSeat,
    BoxSeal,
    FrozenBase,
    OutsideResult,
    PutAway,
    Reopening,
    SignedMinutes,
)
from ballots.models.election import Candidate, Election, Poll, Upload, Withdrawal
from ballots.models.look import LookedPaper, LookRuling, LookStopped, ThirdLook
from ballots.models.paper import (
    Ballot,
    Batch,
    BoardRuling,
    Entry,
    EntryCheck,
    JournalLine,
)
from ballots.models.paper_choice import PaperChoice
from ballots.models.practice import PracticeTick
from ballots.models.slate import Nomination, OpinionBallot
from ballots.models.station import Station
from ballots.models.tally import Confirmation, Tally, TallyLine, TallyReason

__all__ = [
    "Acknowledgement",
    "Announcement",
    "Annulment",
    "Ballot",
    "Batch",
    "BoardRuling",
    "BoardSeat",
    "BoxSeal",
    "Candidate",
    "Confirmation",
    "Election",
    "Entry",
    "EntryCheck",
    "FrozenBase",
    "JournalLine",
    "LookRuling",
    "LookStopped",
    "LookedPaper",
    "MidTerm",
    "Nomination",
    "OpinionBallot",
    "OutsideResult",
    "PaperChoice",
    "Poll",
    "PracticeTick",
    "PutAway",
    "Reopening",
    "SignedMinutes",
    "Station",
    "Tally",
    "TallyLine",
    "TallyReason",
    "ThirdLook",
    "Upload",
    "Withdrawal",
]
