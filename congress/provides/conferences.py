"""What conferences offer to the pages of core."""

from congress.models import (
    Conference,
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
    PointPerson,
)
from core import registry


def offer() -> None:
    """Fill the registry."""
    registry.name_facts("congress_conferencenote")
    registry.stay_behind(Conference, ConferencePoint, PointPerson)
    registry.stay_behind(ConferenceFile, ConferenceNote)
