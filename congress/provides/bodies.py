"""What sub-committees and task forces offer to the pages of core."""

from congress.models import (
    BodyFile,
    BodyMeeting,
    BodyMember,
    BodyUnit,
    MeetingPresence,
    Visit,
    VisitRound,
    WorkingBody,
)
from core import registry


def offer() -> None:
    """Fill the registry."""
    # A body is its unit's, whatever congress it works for.
    registry.stay_behind(WorkingBody, BodyMember, BodyUnit, BodyMeeting)
    registry.stay_behind(MeetingPresence, BodyFile, VisitRound, Visit)
    registry.move_with_people("congress.BodyMember", "person")
