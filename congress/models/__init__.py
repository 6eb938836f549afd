"""Congresses, the bodies that vote in them, who is convened and who was elected."""

from congress.models.congress import (
    BodyKind,
    Congress,
    CongressKind,
    Content,
    Term,
    VotingBody,
)
from congress.models.elected import Elected, ElectedList
from congress.models.roll import RollEntry

__all__ = [
    "BodyKind",
    "Congress",
    "CongressKind",
    "Content",
    "Elected",
    "ElectedList",
    "RollEntry",
    "Term",
    "VotingBody",
]
