"""What a congress and the first meetings after it elect, in order, and what is next.

The congress elects the committee and the delegates; the new committee meets and elects
its standing committee, secretary, deputies, the inspection commission and its head,
each from among those just elected; the commission elects its deputies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count
from django.utils.functional import Promise

from ballots import labels
from ballots.models import Poll
from ballots.queries import plans, reach
from ballots.queries.annulments import marked
from ballots.queries.mid_term import OFFICES, bodies_within_the_term
from ballots.rules.holding import FROM_AMONG, MADE_OF
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, is_past
from congress.models import BodyKind, Congress, Elected, RollEntry, VotingBody
from congress.queries import SEATED, still_elected
from congress.rules.offices import Office
from core.models import User
from core.organisation import CELLS

# In which bodies a congress elects: itself, then those that its elections make.
KINDS = (BodyKind.CONGRESS, BodyKind.COMMITTEE, BodyKind.INSPECTION)


class StepState(StrEnum):
    """How far one election of the sequence is."""

    DONE = "done"
    RUNNING = "running"
    NEXT = "next"
    WAITING = "waiting"
    ELSEWHERE = "elsewhere"  # the congress itself has elected the secretary
    ANNULLED = "annulled"  # by the level above, and not held again


@dataclass(frozen=True, slots=True)
class Step:
    """One office that a body elects."""

    office: Office
    state: StepState
    # The round at hand or held last; nothing where none is entered.
    poll: Poll | None
    elected: tuple[str, ...]
    # Those from among whom it is elected, as many as there are by now.
    among: int
    # Whether the congress would elect who elsewhere is elected by the committee.
    is_direct: bool = False

    @property
    def label(self) -> Promise | str:
        """Return the office as screens name it."""
        return labels.OFFICES[self.office]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One body and what it elects; none where it has not been called yet."""

    kind: BodyKind
    body: VotingBody | None
    on_roll: int
    # Elected to it and not called yet.
    to_call: int
    steps: tuple[Step, ...]
    # Called for an election within the term.
    is_mid_term: bool = False

    @property
    def title(self) -> str:
        """Return what the meeting is called, called or not."""
        return str(self.body or self.kind.label)


def sequence(user: User, congress: Congress) -> list[Meeting]:
    """Return every meeting of a congress with its elections, in the usual order."""
    bodies = VotingBody.objects.filter(congress=congress)
    bodies = bodies.select_related("scope", "congress__unit").order_by("number")
    polls = list(marked(reach.polls(user).filter(election__body__congress=congress)))
    within_the_term = bodies_within_the_term(congress)
    winners = _elected(congress)
    on_roll = _on_roll(congress)
    found = []
    for kind in KINDS:
        own = [each for each in bodies if each.kind == kind]
        if not own and _may_meet(kind, winners):
            found.append(Meeting(kind, None, 0, len(winners[MADE_OF[kind]]), ()))
        for body in own:
            called = on_roll.get(body.pk, 0)
            mid_term = body.pk in within_the_term
            made_of = winners.get(MADE_OF[kind], []) if kind in MADE_OF else []
            steps = tuple(_steps(body, polls, winners, called))
            if mid_term:
                # It has met for one office; who was elected there is called the next
                # time.
                steps, made_of = tuple(each for each in steps if each.poll), []
            to_call = max(len(made_of) - called, 0)
            found.append(Meeting(kind, body, called, to_call, steps, mid_term))
    return found


def _may_meet(kind: BodyKind, winners: dict[Office, list[Elected]]) -> bool:
    return kind in MADE_OF and bool(winners.get(MADE_OF[kind]))


def _elected(congress: Congress) -> dict[Office, list[Elected]]:
    """Return those elected to each office, alternates apart, in one question."""
    rows = still_elected(
        Elected.objects.filter(
            elected_list__body__congress=congress, is_alternate=False
        )
    )
    found: dict[Office, list[Elected]] = {}
    for row in rows.select_related("elected_list").order_by("rank", "pk"):
        found.setdefault(Office(row.elected_list.office), []).append(row)
    return found


def _on_roll(congress: Congress) -> dict[object, int]:
    # Whoever was replaced has a row, and so has who came in his place: one seat.
    called = RollEntry.objects.filter(
        SEATED, body__congress=congress, replaced_by__isnull=True
    )
    return dict(called.values_list("body").annotate(Count("pk")))


def _steps(
    body: VotingBody,
    polls: Sequence[Poll],
    winners: dict[Office, list[Elected]],
    called: int,
) -> Iterable[Step]:
    usual = plans.offices_for(body)
    for office in OFFICES if body.kind == BodyKind.COMMITTEE else usual:
        held = [
            each
            for each in polls
            if each.election.body_id == body.pk
            and each.election.office == office
            and each.election.purpose != Purpose.REHEARSAL
        ]
        if office not in usual and not held:
            continue
        last = max(held, key=_in_order, default=None)
        elected = winners.get(office, [])
        chosen = [row for row in elected if row.elected_list.body_id == body.pk]
        among = _among(body, office, winners)
        direct = elected and not chosen and last is None
        yield Step(
            office,
            StepState.ELSEWHERE if direct else _state(last, among != 0, called),
            last,
            tuple(row.name for row in chosen),
            among or 0,
            is_direct=_is_direct(body, office),
        )


def _in_order(poll: Poll) -> tuple[int, int]:
    return poll.election.number, poll.number


def _is_direct(body: VotingBody, office: Office) -> bool:
    at_congress = body.kind == BodyKind.CONGRESS
    is_cell = body.congress.unit.kind_id in CELLS
    return at_congress and office is Office.SECRETARY and not is_cell


def _among(
    body: VotingBody, office: Office, winners: dict[Office, list[Elected]]
) -> int | None:
    """Return how many may be elected; ``None`` where the roll says who.

    A committee that was designated meets without anybody having been elected to it.
    """
    if body.kind == BodyKind.CONGRESS or office not in FROM_AMONG:
        return None
    offices = FROM_AMONG[office]
    found = sum(len(winners.get(each, ())) for each in offices)
    return found or (None if Office.COMMITTEE in offices else 0)


def _state(last: Poll | None, somebody: bool, called: int) -> StepState:
    if last is None:
        return StepState.NEXT if somebody and called else StepState.WAITING
    if getattr(last, "is_annulled", False):
        return StepState.ANNULLED
    done = is_past(Stage(last.stage), Stage.COUNTED)
    return StepState.DONE if done else StepState.RUNNING
