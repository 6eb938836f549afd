"""Congresses, their bodies, who is convened, who was elected, what the walls show."""

from congress.models.calendar import CalendarLink, LinkContent, UpperAttendance
from congress.models.congress import (
    BodyKind,
    Congress,
    CongressKind,
    Content,
    Term,
    VotingBody,
)
from congress.models.elected import Elected, ElectedList
from congress.models.incumbency import OfficeEnd
from congress.models.plan import (
    Holiday,
    LevelTerms,
    Milestone,
    Phase,
    PlanTemplate,
    TemplateItem,
)
from congress.models.roll import RollEntry
from congress.models.wall import (
    Deck,
    DeckKind,
    DeckWay,
    Frame,
    FrameKind,
    Step,
    Wall,
    WallControl,
)

__all__ = [
    "BodyKind",
    "CalendarLink",
    "Congress",
    "CongressKind",
    "Content",
    "Deck",
    "DeckKind",
    "DeckWay",
    "Elected",
    "ElectedList",
    "Frame",
    "FrameKind",
    "Holiday",
    "LevelTerms",
    "LinkContent",
    "Milestone",
    "OfficeEnd",
    "Phase",
    "PlanTemplate",
    "RollEntry",
    "Step",
    "TemplateItem",
    "Term",
    "UpperAttendance",
    "VotingBody",
    "Wall",
    "WallControl",
]
