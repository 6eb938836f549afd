"""Bodies: what they are, their meetings, their visits."""

from congress.models.bodies.founding import (
    BodyField,
    BodyForm,
    BodyMember,
    BodyPart,
    BodyUnit,
    WorkingBody,
)
from congress.models.bodies.meeting import (
    BodyFile,
    BodyMeeting,
    MeetingPresence,
    Presence,
)
from congress.models.bodies.visiting import Visit, VisitMode, VisitRound

__all__ = [
    "BodyField",
    "BodyFile",
    "BodyForm",
    "BodyMeeting",
    "BodyMember",
    "BodyPart",
    "BodyUnit",
    "MeetingPresence",
    "Presence",
    "Visit",
    "VisitMode",
    "VisitRound",
    "WorkingBody",
]
