"""What the queue of submissions offers to the pages of core."""

from congress.models import SubmissionComment, SubmissionFile, SubmissionReading
from core import registry


def offer() -> None:
    """Fill the registry."""
    registry.name_facts(
        "congress_submissionfile",
        "congress_submissionreading",
        "congress_submissioncomment",
    )
    registry.stay_behind(SubmissionFile, SubmissionReading, SubmissionComment)
