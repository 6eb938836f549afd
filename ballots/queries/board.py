"""Who sits on the tally board of one poll."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from ballots import labels, queries
from ballots.models import BoardSeat, Candidate, Entry, Nomination, Poll
from ballots.rules.nominations import Withdrawing
from ballots.rules.stages import Stage, is_past
from congress.models import VotingBody
from congress.rules.rulesets import Rule
from core.access.rights import TALLY_ROLES, Role
from core.models import Appointment, Person, User
from core.queries import same_person_ids


class Member(NamedTuple):
    """Somebody on the board, or who would be on it by his appointment."""

    person: Person
    is_head: bool
    is_technician: bool


def board_of(poll: Poll) -> list[BoardSeat]:
    """Return the board of the poll: its head, its members, then its technicians."""
    rows = BoardSeat.objects.filter(poll=poll).select_related("person__unit")
    return list(
        rows.order_by("is_technician", "-is_head", "person__sort_key", "person")
    )


def board_digest(seats: Iterable[BoardSeat]) -> str:
    """Return what changes whenever somebody joins, leaves, or becomes the head."""
    said = sorted(
        (str(each.person_id), each.is_head, each.is_technician) for each in seats
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def appointed_to(poll: Poll, at: datetime) -> list[Member]:
    """Return whom the appointments in force put on the board; one head at most."""
    found: dict[UUID, Member] = {}
    head_is_named = False
    for row in appointments(poll.election.body, at):
        person = row.user.person
        if person is None or person.pk in found:
            continue
        is_head = row.role == Role.TALLY_HEAD and not head_is_named
        head_is_named = head_is_named or is_head
        technician = row.role == Role.TALLY_TECHNICIAN
        found[person.pk] = Member(person, is_head, technician)
    return list(found.values())


def on_the_list(poll: Poll, person_ids: Iterable[UUID]) -> list[Person]:
    """Return who of these stands on the list, or is put forward for it (R-BD-5)."""
    stands = {
        person_id: merged_into or person_id
        for person_id, merged_into in Person.objects.filter(
            pk__in=set(person_ids)
        ).values_list("pk", "merged_into")
    }
    of_the_list = _stand_for(poll)
    both = [each for each, stand in stands.items() if stand in of_the_list]
    return list(Person.objects.filter(pk__in=both).order_by("sort_key", "pk"))


def stand_elsewhere(
    poll: Poll, person_ids: Iterable[UUID]
) -> list[tuple[Person, Poll]]:
    """Return who of these stands in another poll of the body that is not decided yet.

    R-BD-5 speaks of the list that is counted; that he also counts while his own vote
    goes on is for the congress to know, and to allow.
    """
    running = [stage.value for stage in Stage if not is_past(stage, Stage.COUNTED)]
    rows = Candidate.objects.filter(
        poll__in=queries.standing(
            Poll.objects.filter(
                election__body=poll.election.body_id, stage__in=running
            ).exclude(pk=poll.pk)
        ),
        person__in=same_person_ids(*person_ids),
    )
    rows = rows.select_related("person", "poll__election")
    rows = rows.order_by("person__sort_key", "poll__election__number", "poll__number")
    return [(row.person, row.poll) for row in rows if row.person]


def _stand_for(poll: Poll) -> set[UUID]:
    """Return who stands, each as the row that a merge has left of him."""
    closed = Candidate.objects.filter(poll=poll, person__isnull=False)
    open_ = Nomination.objects.filter(poll=poll, left_out=False).exclude(
        withdrawing=Withdrawing.ALLOWED.value
    )
    found = [
        *closed.values_list("person", "person__merged_into"),
        *open_.values_list("person", "person__merged_into"),
    ]
    return {merged_into or person for person, merged_into in found if person}


def stands_himself(user: User, poll: Poll) -> bool:
    """Whether the person of an account is on the list of this poll."""
    return user.person_id is not None and bool(on_the_list(poll, [user.person_id]))


def seat_of(user: User, poll: Poll) -> BoardSeat | None:
    """Return where somebody sits on the board of a poll, by whichever row of him."""
    mine = BoardSeat.objects.filter(
        poll=poll, person__in=same_person_ids(user.person_id)
    )
    return mine.order_by("is_technician").first()


def only_helps(user: User, poll: Poll, at: datetime) -> bool:
    """Whether somebody is a technician of the voting body, who types (R-BD-9)."""
    return any(
        row.user_id == user.pk and row.role == Role.TALLY_TECHNICIAN
        for row in appointments(poll.election.body, at)
    )


def unseated_operators(poll: Poll) -> list[str]:
    """Return who types papers of this poll and did not stand on the sealed board."""
    seated = BoardSeat.objects.filter(poll=poll).values_list("person", flat=True)
    people = same_person_ids(*seated)
    rows = User.objects.filter(
        pk__in=Entry.objects.filter(batch__poll=poll).values("by")
    ).exclude(person__in=people)
    return list(rows.order_by("full_name").values_list("full_name", flat=True))


def board_clause(poll: Poll) -> str:
    """Cite where it is written that nobody on the list sits on the board."""
    clause = queries.rule_set_of(poll).clause(Rule.TALLY_BOARD)
    return labels.cited(clause, on=poll.election.body.congress.opens_on)


def appointments(body: VotingBody, at: datetime) -> list[Appointment]:
    """Return who is appointed to count for a voting body: heads come first."""
    order = [Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN]
    rows = Appointment.objects.in_force(timezone.localdate(at)).filter(
        scope=body.scope, role__in=[role.value for role in TALLY_ROLES]
    )
    found = rows.select_related("user__person").order_by("user__person__sort_key", "pk")
    return sorted(found, key=lambda row: order.index(Role(row.role)))
