"""What "more than half" is measured on at a body, and whether enough have come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from congress.models import BodyKind, Congress, CongressKind, RollEntry, VotingBody
from congress.rules.quorum import Quorum, quorum
from congress.rules.records import Record, completed, from_record
from congress.rules.regulations import Regulation
from congress.rules.roll import MAY_NOT_COME, Attendance, Standing, situation
from congress.rules.rulesets import RULE_SETS, RuleSet, rule_set_on
from congress.rules.tally_base import Body, Situation, TallyBase, tally_base
from core.models import RuleSetEdition
from core.queries.rule_sets import latest_edition

_CONGRESSES: Final = {
    CongressKind.DELEGATES.value: Body.DELEGATES_CONGRESS,
    CongressKind.MEMBERS.value: Body.MEMBERS_CONGRESS,
}
# They are invited and count only if they come (06-HD/TW §14.2), or may not come.
_NOT_AWAITED: Final = frozenset(
    {
        Situation.CREDENTIALS_REJECTED,
        Situation.TRANSFERRED_NOT_PRESENT,
        Situation.EXEMPTED_NOT_PRESENT,
        Situation.SUSPENDED,
        Situation.PROSECUTED,
    }
)


@dataclass(frozen=True, slots=True)
class BodyBase:
    """The base of a body today, whom each line of it means, and who has come.

    ``unknown`` are those of whom nobody has said whether they came: they count in the
    base until it is said otherwise. Meetings are asked for no quorum.
    """

    base: TallyBase
    people: Mapping[Situation, Sequence[RollEntry]]
    rule_set: RuleSet
    quorum: Quorum | None
    present: int
    unknown: int

    @property
    def is_quorate(self) -> bool:
        """Whether enough have come for what is asked of this body."""
        return self.quorum is None or self.quorum.is_met


def body_of(body: VotingBody) -> Body:
    """Return what kind of body it is for the rules; its congress is read with it."""
    if body.kind == BodyKind.CONGRESS:
        return _CONGRESSES[body.congress.kind]
    return Body.COMMITTEE_MEETING


def rule_set_in(edition: RuleSetEdition) -> RuleSet:
    """Return the rule set as an edition has it."""
    regulation = Regulation(edition.rule_set_id)
    record = Record(edition.values, edition.clauses)
    return from_record(regulation, completed(regulation, record))


def regulation_for(congress: Congress) -> Regulation:
    """Return what governs elections on the day the congress opens."""
    governing = rule_set_on(congress.opens_on)
    return governing.regulation if governing else Regulation.QD_244


def rule_set_for(congress: Congress) -> RuleSet:
    """Return the rule set of the day the congress opens, in the edition in use."""
    regulation = regulation_for(congress)
    edition = latest_edition(regulation.value)
    return rule_set_in(edition) if edition else RULE_SETS[regulation]


def rule_set_within_the_term(congress: Congress, *, on: date) -> RuleSet:
    """Return the rule set of a day within the term: not that of the congress."""
    governing = rule_set_on(on)
    if governing is None:
        return rule_set_for(congress)
    edition = latest_edition(governing.regulation.value)
    return rule_set_in(edition) if edition else governing


def base_of(body: VotingBody) -> BodyBase:
    """Work out a body's base from its roll as it stands."""
    kind = body_of(body)
    rows = RollEntry.objects.filter(body=body).select_related("person", "sent_by")
    return base_from(
        kind,
        list(rows.order_by("person__sort_key", "pk")),
        rule_set=rule_set_for(body.congress),
    )


def base_from(kind: Body, rows: Sequence[RollEntry], *, rule_set: RuleSet) -> BodyBase:
    """Work out the base from these rows of one body."""
    means = _situations(kind, rows)
    people: dict[Situation, list[RollEntry]] = defaultdict(list)
    for row in rows:
        if said := means.get(row.pk):
            people[said].append(row)
    numbers = Counter({said: len(meant) for said, meant in people.items()})
    convened = [row for row in rows if row.standing != Standing.ALTERNATE]
    seated = [row for row in rows if row.has_a_seat]
    came = [
        row
        for row in seated
        if row.facts(replaced=False).came and means.get(row.pk) not in _NOT_AWAITED
    ]
    return BodyBase(
        base=tally_base(
            kind, convened=len(convened), people=numbers, rule_set=rule_set
        ),
        people=people,
        rule_set=rule_set,
        quorum=_quorum(kind, rows, came, means, rule_set),
        present=len(came),
        unknown=sum(
            row.attendance == Attendance.UNKNOWN and row.condition not in MAY_NOT_COME
            for row in seated
        ),
    )


def _situations(kind: Body, rows: Iterable[RollEntry]) -> dict[object, Situation]:
    """Return what is to be said of those convened, by key."""
    rows = list(rows)
    filled = {
        row.in_place_of_id
        for row in rows
        if row.in_place_of_id and row.attendance != Attendance.ABSENT
    }
    means = {
        row.pk: situation(kind, row.facts(replaced=row.pk in filled))
        for row in rows
        if row.standing != Standing.ALTERNATE
    }
    return {key: said for key, said in means.items() if said}


def _quorum(
    kind: Body,
    rows: Sequence[RollEntry],
    came: Sequence[RollEntry],
    means: Mapping[object, Situation],
    rule_set: RuleSet,
) -> Quorum | None:
    if kind is Body.COMMITTEE_MEETING:
        return None
    awaited = [
        row
        for row in rows
        if row.standing != Standing.ALTERNATE and means.get(row.pk) not in _NOT_AWAITED
    ]
    if kind is Body.MEMBERS_CONGRESS:
        return quorum(rule_set, convened=len(awaited), present=len(came))
    senders = {row.sent_by_id for row in rows if row.sent_by_id}
    return quorum(
        rule_set,
        convened=len(awaited),
        present=len(came),
        organisations=len(senders),
        represented=len({row.sent_by_id for row in came if row.sent_by_id}),
    )
