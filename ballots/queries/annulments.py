"""What the level above has undone of a result, and what stands on it no more."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ballots import queries
from ballots.models import (
    Annulment,
    Candidate,
    Confirmation,
    Election,
    Nomination,
    Poll,
    TallyLine,
)
from ballots.queries.nominees import offices_of_chain
from ballots.queries.reopening import request_waiting
from ballots.rules.holding import MADE_OF
from ballots.rules.outcome import Verdict
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from congress.models import Elected, RollEntry, VotingBody
from congress.queries import elected_people, undone
from congress.rules.incumbency import Cause
from congress.rules.offices import Office
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User

ANNOUNCED = (Stage.ANNOUNCED, Stage.PUT_AWAY)
_WON = (Verdict.ELECTED.value, Verdict.ALTERNATE.value)


def annulments_of(poll: Poll) -> list[Annulment]:
    """Return what was decided of a poll: the whole result first, then persons."""
    found = Annulment.objects.filter(poll=poll).select_related("candidate", "by")
    return sorted(
        found, key=lambda each: (each.candidate_id is not None, each.at, str(each.pk))
    )


def marked(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    """Say of each poll whether its whole result was annulled: ``is_annulled``."""
    done = Annulment.objects.filter(poll=OuterRef("pk"), candidate=None)
    return polls.annotate(is_annulled=Exists(done))


def is_decided_above(poll: Poll) -> bool:
    """Whether the level above has undone anything that the election came to."""
    return Annulment.objects.filter(poll__election=poll.election_id).exists()


def annulled_elections(elections: Iterable[UUID]) -> set[UUID]:
    """Return those of the elections whose whole result was annulled."""
    found = Annulment.objects.filter(poll__election__in=elections, candidate=None)
    return set(found.values_list("poll__election", flat=True))


def decides_above(user: User, poll: Poll) -> bool:
    """Whether the user writes down what the level above decides of the poll.

    At the unit above; where the portal holds no level above, at the unit itself, whose
    staff have the decision on paper.
    """
    unit = poll.election.body.congress.unit
    units = Unit.objects.select_related("scope")
    place = units.get(pk=unit.parent_id or unit.pk)
    return policy.allows(user, Right.RESULT_ANNUL, place.scope)


def may_be_annulled(poll: Poll) -> bool:
    """Whether there is a result for the level above to decide on."""
    announced = Stage(poll.stage) in ANNOUNCED
    rehearsal = poll.election.purpose == Purpose.REHEARSAL
    if not announced or rehearsal or request_waiting(poll):
        return False
    return not Annulment.objects.filter(poll=poll, candidate=None).exists()


def winners(confirmation: Confirmation) -> list[Candidate]:
    """Return whom the result elected and nobody has refused, most votes first."""
    refused = Annulment.objects.filter(
        confirmation=confirmation, candidate__isnull=False
    )
    lines = TallyLine.objects.filter(
        tally=confirmation.tally_id, verdict__in=_WON
    ).exclude(candidate__in=refused.values("candidate"))
    lines = lines.select_related("candidate__person").order_by("rank", "pk")
    return [line.candidate for line in lines]


class OpenAgain(NamedTuple):
    """Places that a decision of the level above has opened again."""

    seats: int
    alternates: int


def open_again(election: Election) -> OpenAgain:
    """Return the places for an election in place of one the level above has undone."""
    done = list(
        Annulment.objects.filter(poll__election=election).select_related("confirmation")
    )
    if any(each.candidate_id is None for each in done):
        first = queries.standing(election.polls.all()).order_by("number").first()
        return OpenAgain(first.seats, first.alternates) if first else OpenAgain(0, 0)
    refused = Q()
    for each in done:
        refused |= Q(tally=each.confirmation.tally_id, candidate=each.candidate_id)
    verdicts = list(
        TallyLine.objects.filter(refused).values_list("verdict", flat=True)
        if done
        else []
    )
    return OpenAgain(
        verdicts.count(Verdict.ELECTED.value), verdicts.count(Verdict.ALTERNATE.value)
    )


def held_again(election: Election) -> Poll | None:
    """Return the poll held in place of an election, if there is one."""
    found = queries.standing(Poll.objects.filter(election__replaces=election))
    return (
        found.select_related(*queries.WITH_PLACE)
        .order_by("election__number", "number")
        .first()
    )


# --- what stands on it -------------------------------------------------------------


def ground_lost(poll: Poll) -> list[str]:
    """Name who stands or votes here by a result the level above has undone since.

    Whoever holds one of these offices otherwise, or was elected again, is not meant.
    """
    return sorted((_lost_on_the_list(poll) | _lost_voters(poll.election.body)).values())


def voters_lost(body: VotingBody) -> list[str]:
    """Name those on a meeting's roll who belong to it no more: their result is void."""
    return sorted(_lost_voters(body).values())


def _lost_voters(body: VotingBody) -> dict[UUID, str]:
    if body.kind not in MADE_OF:
        return {}
    gone = _gone(body, (MADE_OF[body.kind],), Cause.ANNULLED)
    if not gone:
        return {}
    rows = RollEntry.objects.filter(body=body, person__in=gone)
    return dict(rows.values_list("person", "person__full_name"))


def _lost_on_the_list(poll: Poll) -> dict[UUID, str]:
    gone = _gone(poll.election.body, offices_of_chain(poll))
    if not gone:
        return {}
    listed = Nomination if poll.stage == Stage.PREPARED else Candidate
    rows = listed._default_manager.filter(poll=poll, person__in=gone)
    return dict(rows.values_list("person", "person__full_name"))


def _gone(body: VotingBody, offices: tuple[Office, ...], *causes: Cause) -> set[UUID]:
    """Return who was undone in these offices and holds none of them."""
    found = {
        row.person_id
        for row in undone(body.congress, *causes)
        if row.person_id and not row.is_alternate and _office(row) in offices
    }
    if not found:
        return set()
    standing = {
        row.person_id for each in offices for row in elected_people(body.congress, each)
    }
    return found - standing


def _office(row: Elected) -> Office:
    return Office(row.elected_list.office)
