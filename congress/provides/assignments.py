"""What assignments, celebration projects and emulation offer to the pages of core."""

from congress.models import (
    AssignmentEvaluation,
    BreakthroughAssignment,
    CelebrationProject,
    Emulation,
    EmulationResult,
    EmulationTarget,
    ListedPost,
    PostList,
)
from core import registry


def offer() -> None:
    """Fill the registry."""
    registry.name_facts("congress_assignmentevaluation", "congress_emulationresult")
    registry.stay_behind(PostList, ListedPost)
    registry.stay_behind(BreakthroughAssignment, AssignmentEvaluation)
    registry.stay_behind(CelebrationProject)
    registry.stay_behind(Emulation, EmulationTarget, EmulationResult)
    registry.move_with_people("congress.BreakthroughAssignment", "person")
