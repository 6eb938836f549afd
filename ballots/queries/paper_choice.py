"""On what the ballots of a poll are printed."""

from ballots.models import PaperChoice, Poll
from ballots.queries.reach import standing


def paper_of_ballots(poll: Poll) -> PaperChoice:
    """Return what was chosen, or what stands until somebody chooses: not stored."""
    return PaperChoice.objects.filter(poll=poll).first() or PaperChoice(poll=poll)


def colours_beside(poll: Poll) -> list[PaperChoice]:
    """Return the papers chosen for the other polls of the congress, in their order."""
    others = standing(Poll.objects.filter(election__congress=poll.election.congress_id))
    return list(
        PaperChoice.objects.filter(poll__in=others.exclude(pk=poll.pk), copies__gte=1)
        .select_related("poll__election")
        .order_by("poll__election__number", "poll__number")
    )
