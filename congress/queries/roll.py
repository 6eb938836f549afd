"""Reads of who is convened to a voting body, and of who may be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from congress.models import BodyKind, Congress, RollEntry, VotingBody
from congress.queries.base import body_of
from congress.queries.elected import elected_people
from congress.rules.offices import Office
from congress.rules.roll import MAY_NOT_COME, Attendance, Standing
from congress.rules.tally_base import Body
from core.access import policy
from core.access.rights import Right
from core.models import Person, Unit, User
from core.models.person import Membership
from core.queries import people as register
from core.queries import with_words

_ELECTED_TO: Final = {
    BodyKind.COMMITTEE.value: (Office.COMMITTEE,),
    BodyKind.INSPECTION.value: (Office.INSPECTION_COMMISSION,),
}
NOT_ASKED: Final = tuple(each.value for each in MAY_NOT_COME)
# RollEntry.has_a_seat, asked of many rows at once.
SEATED: Final = Q(standing=Standing.OFFICIAL.value) | Q(
    standing=Standing.ALTERNATE.value, in_place_of__isnull=False
)
TO_ASK: Final = ~Q(standing=Standing.REJECTED.value) & ~Q(condition__in=NOT_ASKED)


@dataclass(frozen=True, slots=True)
class RollCounts:
    """How many are on a roll, by standing and by whether they came."""

    total: int
    official: int
    alternates: int
    rejected: int
    replacing: int
    to_ask: int
    present: int
    part: int
    absent: int
    unknown: int


def body_or_404(user: User, right: Right, *, congress: str, address: str) -> VotingBody:
    """Return a body by its congress and its address, where the user holds the right."""
    found = policy.within_reach(VotingBody.objects.all(), user, right)
    found = found.filter(congress__slug=congress).select_related(
        "scope", "congress__scope", "congress__term", "congress__unit__scope"
    )
    # Few bodies belong to a congress; their addresses are words of the model.
    for body in found:
        if body.address == address:
            return body
    raise Http404


def body_kept_or_404(
    user: User, right: Right, *, congress: str, address: str
) -> VotingBody:
    """Return a body of a congress where the user holds a right that writes there."""
    body = body_or_404(user, Right.ROLL_READ, congress=congress, address=address)
    if not policy.allows(user, right, body.congress.scope):
        raise Http404
    return body


def may_keep_roll(user: User, congress: Congress) -> bool:
    """Whether the user keeps the rolls of the congress."""
    return policy.allows(user, Right.ROLL_KEEP, congress.scope)


def roll(body: VotingBody) -> QuerySet[RollEntry]:
    """Return the roll with those it names."""
    rows = RollEntry.objects.filter(body=body)
    return rows.select_related(
        "person__unit", "sent_by", "in_place_of__person", "replaced_by__person"
    )


def row_or_404(body: VotingBody, pk: UUID) -> RollEntry:
    """Return one row of a body's roll."""
    row = roll(body).filter(pk=pk).first()
    if row is None:
        raise Http404
    row.body = body
    return row


def searched(
    rows: QuerySet[RollEntry], wanted: str, *, by_number: bool
) -> QuerySet[RollEntry]:
    """Keep who has all these words in his name, or bears the number.

    Only whoever may read the register looks for a number: it would name its bearer.
    """
    if by_number:
        numbered = register.bears_number(Person.objects.all(), wanted)
        if numbered is not None:
            return rows.filter(person__in=numbered)
    return with_words(rows, "person__full_name", wanted)


def counts(body: VotingBody) -> RollCounts:
    """Count a roll in one question."""

    def so_many(condition: Q) -> Count:
        return Count("pk", filter=condition)

    asked = SEATED & TO_ASK
    found = RollEntry.objects.filter(body=body).aggregate(
        total=Count("pk"),
        official=so_many(Q(standing=Standing.OFFICIAL.value)),
        alternates=so_many(Q(standing=Standing.ALTERNATE.value)),
        rejected=so_many(Q(standing=Standing.REJECTED.value)),
        replacing=so_many(Q(in_place_of__isnull=False)),
        to_ask=so_many(asked),
        present=so_many(asked & Q(attendance=Attendance.PRESENT.value)),
        part=so_many(asked & Q(attendance=Attendance.PART.value)),
        absent=so_many(asked & Q(attendance=Attendance.ABSENT.value)),
        unknown=so_many(asked & Q(attendance=Attendance.UNKNOWN.value)),
    )
    return RollCounts(**found)


def senders_on(body: VotingBody) -> QuerySet[Unit]:
    """Return the organisations that sent somebody on this roll."""
    sent = RollEntry.objects.filter(body=body).values("sent_by")
    return Unit.objects.filter(pk__in=sent).order_by("sort_key", "pk")


def possible_senders(body: VotingBody) -> QuerySet[Unit]:
    """Return the organisations that may have sent somebody to the body."""
    right_beneath = Q(parent=body.congress.unit, dissolved_on__isnull=True)
    sent = RollEntry.objects.filter(body=body).values("sent_by")
    return Unit.objects.filter(right_beneath | Q(pk__in=sent)).order_by(
        "sort_key", "pk"
    )


# --- who may be called ------------------------------------------------------------


def callable_people(body: VotingBody) -> QuerySet[Person]:
    """Return the official members beneath the unit who are not on the roll (R-SC-6)."""
    within = register.beneath(body.congress.unit).people
    on_roll = RollEntry.objects.filter(body=body, person=OuterRef("pk"))
    return register.who_have_not_left(within).filter(
        ~Exists(on_roll), membership=Membership.OFFICIAL.value
    )


def senders_of(body: VotingBody, people: Iterable[Person]) -> dict[UUID, Unit]:
    """Return who sends each person: the part of the unit he is in, or his own unit.

    People are read with unit and scope. Members of a meeting are sent by nobody, nor
    are delegates who belong to the unit itself.
    """
    kind = body_of(body)
    if kind is Body.MEMBERS_CONGRESS:
        return {person.pk: person.unit for person in people}
    if kind is Body.COMMITTEE_MEETING:
        return {}
    children = Unit.objects.filter(parent=body.congress.unit).select_related("scope")
    by_path = {child.scope.path: child for child in children}
    depth = body.congress.unit.scope.path.count(".") + 2
    found = {}
    for person in people:
        path = ".".join(person.unit.scope.path.split(".")[:depth])
        if path in by_path:
            found[person.pk] = by_path[path]
    return found


def elected_to_call(body: VotingBody) -> list[Person]:
    """Return whom the congress elected to the body that meets, if not on its roll."""
    offices = _ELECTED_TO.get(body.kind, ())
    if not offices:
        return []
    on_roll = set(RollEntry.objects.filter(body=body).values_list("person", flat=True))
    return [
        row.person
        for office in offices
        for row in elected_people(body.congress, office)
        if row.person is not None
        and not row.is_alternate
        and row.person.pk not in on_roll
    ]


def waiting_alternates(seat: RollEntry) -> list[RollEntry]:
    """Return the alternates of the seat's organisation who have not stayed away."""
    rows = RollEntry.objects.filter(
        body=seat.body_id,
        standing=Standing.ALTERNATE.value,
        sent_by=seat.sent_by_id,
        in_place_of__isnull=True,
    ).exclude(attendance=Attendance.ABSENT.value)
    return list(rows.select_related("person").order_by("person__sort_key", "pk"))


def on_roll_of(body: VotingBody, people: Collection[UUID]) -> dict[UUID, RollEntry]:
    """Return the rows of these people on a roll, by person."""
    rows = RollEntry.objects.filter(body=body, person__in=people)
    rows = rows.select_related("sent_by", "replaced_by")
    return {row.person_id: row for row in rows}
