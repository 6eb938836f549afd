"""How the list of a poll stands while it is being made."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots import labels, queries
from ballots.models import Candidate, Nomination, OpinionBallot, Poll, TallyLine
from ballots.rules import candidacy
from ballots.rules.candidacy import Hall, Nominee
from ballots.rules.holding import FROM_AMONG
from ballots.rules.nominations import Listed, PutForward, Withdrawing, in_list_order
from ballots.rules.outcome import Verdict
from ballots.rules.outsiders import support_needed
from ballots.rules.stages import Stage
from ballots.rules.surplus import (
    CombinedList,
    ListFault,
    OpinionResult,
    combined_list,
    longest_list,
    opinion_result,
)
from ballots.rules.terms import Round
from congress.models import BodyKind, Congress, RollEntry, VotingBody
from congress.queries import elected_people
from congress.rules.findings import Finding, Severity
from congress.rules.offices import Office
from congress.rules.roll import Attendance, Condition, Origin, Standing
from congress.rules.rulesets import RuleSet
from core.access import policy
from core.access.rights import TALLY_ROLES, Right
from core.models import Appointment, Person, User
from core.models.person import Membership
from core.queries import people
from core.vietnamese import names

FOUND: Final = 50  # people shown by one search
SEATED: Final = Q(standing=Standing.OFFICIAL.value) | Q(
    standing=Standing.ALTERNATE.value, in_place_of__isnull=False
)
CAME: Final = SEATED & Q(
    attendance__in=[Attendance.PRESENT.value, Attendance.PART.value]
)
_NOT_ATTENDING: Final = (Condition.SUSPENDED.value, Condition.PROSECUTED.value)


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said of a name or a list, with where it is written."""

    severity: Severity
    sentence: str
    cited: str
    confirmed: bool = True

    @property
    def tone(self) -> str:
        """Return how a screen marks it."""
        return {"error": "danger", "warning": "warning"}.get(self.severity, "info")


@dataclass(frozen=True, slots=True)
class Line:
    """One name put forward, and what is to be said of it."""

    nomination: Nomination
    nominee: Nominee
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SlateState:
    """A list as it stands: its names in order, and what keeps it from being closed."""

    poll: Poll
    hall: Hall
    lines: tuple[Line, ...]
    said: tuple[Said, ...]
    digest: str
    combined: CombinedList | None
    opinion: OpinionBallot | None

    @property
    def standing(self) -> list[Line]:
        """Return the names that go onto the list, in its order."""
        return [line for line in self.lines if line.nominee.stands]

    @property
    def everything_said(self) -> list[Said]:
        """Return what is said of the list, then of its names."""
        return [*self.said, *(said for line in self.lines for said in line.said)]

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the list from being closed."""
        return any(each.severity is Severity.ERROR for each in self.everything_said)

    @property
    def has_warnings(self) -> bool:
        """Whether something has to be ticked before the list is closed."""
        return any(each.severity is Severity.WARNING for each in self.everything_said)

    @property
    def lengths(self) -> candidacy.Lengths:
        """Return how many names there are, and of whom."""
        return candidacy.lengths([line.nominee for line in self.lines])

    @property
    def longest(self) -> int | None:
        """Return how long the list may be, where a surplus is compulsory."""
        compulsory = candidacy.surplus_is_compulsory(self.hall)
        return longest_list(self.hall.seats, self.hall.rule_set) if compulsory else None

    @property
    def needed(self) -> int | None:
        """Return how many have to back a name from the floor, if any."""
        return support_needed(self.hall.attending, self.hall.rule_set)


def kept_poll_or_404(user: User, *, congress: str, election: int, number: int) -> Poll:
    """Return a poll whose list the user keeps: SLATE_KEEP is held at the congress."""
    poll = queries.poll_or_404(
        user, Right.ELECTION_READ, congress=congress, election=election, number=number
    )
    if not keeps_slate(user, poll):
        raise Http404
    return poll


def keeps_slate(user: User, poll: Poll) -> bool:
    """Whether the user keeps the lists of the poll's congress."""
    scope = poll.election.body.congress.scope
    return policy.allows(user, Right.SLATE_KEEP, scope)


def nomination_or_404(poll: Poll, key: UUID) -> Nomination:
    """Return one name put forward for this poll."""
    found = nominations(poll).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def nominations(poll: Poll) -> QuerySet[Nomination]:
    """Return the names put forward, in the order of the list."""
    return (
        Nomination.objects.filter(poll=poll)
        .select_related("person__unit", "by_person")
        .order_by(
            "person__sort_key", F("person__party_since").asc(nulls_last=True), "pk"
        )
    )


def state_of(poll: Poll) -> SlateState:
    """Return how the poll's list stands. The number of queries does not grow."""
    rows = list(nominations(poll))
    hall = _hall(poll)
    lines = tuple(_lines(poll, rows, hall))
    nominees = [line.nominee for line in lines]
    return SlateState(
        poll=poll,
        hall=hall,
        lines=lines,
        said=tuple(_said_of_all(nominees, hall, poll)),
        digest=_digest(rows, poll, hall),
        combined=candidacy.combined(nominees, hall),
        opinion=OpinionBallot.objects.filter(poll=poll).select_related("by").first(),
    )


def attending(body: VotingBody) -> int:
    """Return how many of those who vote have come; all of them if nobody asked yet."""
    seated = RollEntry.objects.filter(SEATED, body=body).exclude(
        condition__in=_NOT_ATTENDING
    )
    return seated.filter(CAME).count() or seated.count()


def nominee_of(
    person: Person,
    *,
    put_forward: PutForward,
    entries: dict[UUID, RollEntry],
    by_person: UUID | None,
    congress: Congress,
    among: frozenset[UUID] | None,
    row: Nomination | None = None,
) -> Nominee:
    """Return somebody as the rules want him, put forward already or not yet."""
    entry = entries.get(person.pk)
    by = entries.get(by_person) if by_person else None
    return Nominee(
        key=str(person.pk),
        put_forward=put_forward,
        is_official_member=_is_official(person, congress),
        is_convener=_convenes(entry),
        put_forward_by_convener=_convenes(by),
        votes_here=bool(entry and _votes(entry)),
        in_register=person.left_on is None and person.merged_into_id is None,
        backed_by=row.backed_by if row else None,
        withdrawing=Withdrawing(row.withdrawing) if row else Withdrawing.NOT_ASKED,
        left_out=row.left_out if row else False,
        from_among=None if among is None else person.pk in among,
    )


def _convenes(entry: RollEntry | None) -> bool:
    """Whether somebody is of what proposes the list; by office always (R-DL-1)."""
    if entry is None:
        return False
    return entry.is_convener or entry.origin == Origin.EX_OFFICIO


def entries_of(body: VotingBody, person_ids: Iterable[UUID]) -> dict[UUID, RollEntry]:
    """Return the places of these people on the body's roll."""
    rows = RollEntry.objects.filter(body=body, person__in=set(person_ids))
    return {row.person_id: row for row in rows}


def chosen_among(poll: Poll) -> frozenset[UUID] | None:
    """Return from among whom the office is elected; nothing where nobody knows."""
    found = {each.person_id for each in chain_of(poll) if each.person_id}
    return frozenset(found) or None


def chain_of(poll: Poll) -> list[Any]:
    """Return those just elected from among whom this office is elected."""
    congress = poll.election.body.congress
    seen: set[object] = set()
    found = []
    for each in offices_of_chain(poll):
        for row in elected_people(congress, each):
            key = row.person_id or row.name
            if key not in seen:
                seen.add(key)
                found.append(row)
    return found


def offices_of_chain(poll: Poll) -> tuple[Office, ...]:
    """Return to which offices those were elected from among whom this one is."""
    if _is_for_a_cell_congress(poll):
        return (Office.COMMITTEE,)
    return FROM_AMONG.get(Office(poll.election.office), ())


def _is_for_a_cell_congress(poll: Poll) -> bool:
    body = poll.election.body
    at_congress = body.kind == BodyKind.CONGRESS
    return at_congress and poll.election.office in (
        Office.SECRETARY,
        Office.DEPUTY_SECRETARY,
    )


def _is_official(person: Person, congress: Congress) -> bool | None:
    if person.membership == Membership.UNKNOWN:
        return None
    if person.membership != Membership.OFFICIAL:
        return False
    since = person.official_since
    return since is None or since <= congress.closes_on


def _votes(entry: RollEntry) -> bool:
    if entry.standing == Standing.ALTERNATE:
        return entry.in_place_of_id is not None
    return entry.standing == Standing.OFFICIAL


def hall_of(poll: Poll, rule_set: RuleSet) -> Hall:
    """Return where and for what the list is made."""
    body = poll.election.body
    return Hall(
        office=Office(poll.election.office),
        round=Round(poll.round),
        seats=poll.seats,
        alternates=poll.alternates,
        attending=attending(body),
        at_congress=body.kind == BodyKind.CONGRESS,
        rule_set=rule_set,
        tied=_tied(poll),
    )


def _hall(poll: Poll) -> Hall:
    return hall_of(poll, queries.rule_set_of(poll))


def _tied(poll: Poll) -> frozenset[str] | None:
    """Return who has to stand in a run-off: exactly those who were level."""
    if poll.round != Round.RUN_OFF or poll.after is None:
        return None
    confirmed = queries.confirmation_of(poll.after)
    if confirmed is None:
        return None
    rows = TallyLine.objects.filter(tally=confirmed.tally, verdict=Verdict.TIED.value)
    return frozenset(map(str, rows.values_list("candidate__person", flat=True)))


def _stood_before(poll: Poll) -> set[UUID | None]:
    """Return who stood in an earlier round of this election."""
    earlier = Candidate.objects.filter(
        poll__election=poll.election_id, poll__number__lt=poll.number
    )
    return set(earlier.values_list("person", flat=True))


def _lines(poll: Poll, rows: Sequence[Nomination], hall: Hall) -> Iterable[Line]:
    people_asked = [row.person_id for row in rows]
    people_asked += [row.by_person_id for row in rows if row.by_person_id]
    entries = entries_of(poll.election.body, people_asked)
    among = chosen_among(poll)
    stood = _stood_before(poll)
    for row in rows:
        nominee = nominee_of(
            row.person,
            put_forward=PutForward(row.put_forward),
            entries=entries,
            by_person=row.by_person_id,
            congress=poll.election.body.congress,
            among=among,
            row=row,
        )._replace(is_new=row.person_id not in stood)
        found = candidacy.nominee_findings(nominee, hall)
        said = tuple(
            said_of(each, labels.STAND_FAULTS, hall.rule_set, poll) for each in found
        )
        yield Line(row, nominee, said)


def _said_of_all(nominees: Sequence[Nominee], hall: Hall, poll: Poll) -> Iterable[Said]:
    closing = candidacy.close_findings(nominees, hall)
    asked = any(
        each.code is candidacy.CloseFault.OPINION_BALLOT_FIRST for each in closing
    )
    for each in closing:
        yield said_of(each, labels.CLOSE_FAULTS, hall.rule_set, poll)
    for fault in candidacy.length_findings(nominees, hall):
        # Said already, with what is to be done about it.
        if fault.code is ListFault.ABOVE_CEILING and asked:
            continue
        sentence = labels.list_fault(fault.code, hall.rule_set)
        yield Said(fault.severity, sentence, _cited(fault.rule, hall.rule_set, poll))


def said_of(finding: Finding[Any], words: Any, rule_set: RuleSet, poll: Poll) -> Said:
    """Say what was found, with the clause behind it."""
    return say(finding, words, rule_set, poll.election.body.congress)


def say(
    finding: Finding[Any], words: Any, rule_set: RuleSet, congress: Congress
) -> Said:
    """Say what was found about an election of this congress."""
    sentence = str(words[finding.code]) % {
        "seen": finding.seen,
        "bound": finding.bound,
    }
    clause = rule_set.clause(finding.rule)
    cited = labels.cited(clause, on=congress.opens_on)
    return Said(finding.severity, sentence, cited, confirmed=clause.confirmed)


def _cited(rule: Any, rule_set: RuleSet, poll: Poll) -> str:
    day = poll.election.body.congress.opens_on
    return labels.cited(rule_set.clause(rule), on=day)


def _digest(rows: Sequence[Nomination], poll: Poll, hall: Hall) -> str:
    """Return what changes whenever anything changes that a tick was about."""
    digest = hashlib.sha256(
        repr((poll.seats, poll.alternates, poll.round, hall.attending)).encode()
    )
    for row in rows:
        digest.update(nomination_digest(row).encode())
        said = (row.person.full_name, row.person.membership, row.person.left_on)
        digest.update(repr(said).encode())
    return digest.hexdigest()


def nomination_digest(row: Nomination) -> str:
    """Return what changes whenever this name's line changes."""
    said = (
        str(row.person_id),
        row.put_forward,
        str(row.by_person_id),
        row.backed_by,
        row.withdrawing,
        row.opinion_votes,
        row.left_out,
        row.left_out_reason,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def in_order(rows: Sequence[Nomination]) -> list[Nomination]:
    """Return the names in the order of the list (R-SU-10)."""
    by_key = {str(row.pk): row for row in rows}
    listed = [
        Listed(key, row.person.full_name, row.person.party_since)
        for key, row in by_key.items()
    ]
    return [by_key[key] for key in in_list_order(listed)]


# --- the opinion ballot -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpinionState:
    """The opinion ballot of a list: whom it is about, and what it came to."""

    ballot: OpinionBallot | None
    outsiders: tuple[Nomination, ...]
    places_left: int
    longest: int
    added: tuple[Nomination, ...] = ()
    level: tuple[Nomination, ...] = ()
    left_over: tuple[Nomination, ...] = ()

    @property
    def places_for_level(self) -> int:
        """Return how many of those level at the cut still find a place."""
        return self.places_left - len(self.added)

    @property
    def is_applied(self) -> bool:
        """Whether the list has been filled up to its length already."""
        return self.ballot is not None and any(
            each.left_out for each in (*self.level, *self.left_over)
        )


def opinion_of(poll: Poll) -> OpinionState:
    """Return the opinion ballot of a poll's list, most votes first."""
    ballot = OpinionBallot.objects.filter(poll=poll).select_related("by").first()
    rows = list(nominations(poll))
    outsiders = [each for each in rows if _is_asked_about(each, ballot)]
    official = sum(
        each.put_forward == PutForward.OFFICIAL.value and _stands(each) for each in rows
    )
    rule_set = queries.rule_set_of(poll)
    step = combined_list(
        poll.seats, prepared=official, outsiders=len(outsiders), rule_set=rule_set
    )
    state = OpinionState(ballot, tuple(outsiders), step.places_left, step.longest)
    if ballot is None:
        return state
    ranked = sorted(outsiders, key=lambda each: -(each.opinion_votes or 0))
    votes = [each.opinion_votes or 0 for each in ranked]
    result: OpinionResult = opinion_result(votes, places_left=step.places_left)
    taken = {*result.added, *result.level}
    rest = [each for place, each in enumerate(ranked) if place not in taken]
    return OpinionState(
        ballot,
        tuple(ranked),
        step.places_left,
        step.longest,
        added=tuple(ranked[place] for place in result.added),
        level=tuple(ranked[place] for place in result.level),
        left_over=tuple(rest),
    )


def _stands(row: Nomination) -> bool:
    return not row.left_out and row.withdrawing != Withdrawing.ALLOWED.value


def _is_asked_about(row: Nomination, ballot: OpinionBallot | None) -> bool:
    if row.put_forward == PutForward.OFFICIAL.value:
        return False
    return _stands(row) if ballot is None else row.opinion_votes is not None


# --- finding people -------------------------------------------------------------------


def on_roll(body: VotingBody, wanted: str) -> QuerySet[Person]:
    """Return people who vote at the body with these words in their names."""
    return _narrowed(_voting(body), wanted)


def in_the_register(congress: Congress, wanted: str) -> QuerySet[Person]:
    """Return people beneath the congress's unit with these words in their names."""
    return _narrowed(_beneath(congress), wanted)


def findable(poll: Poll, keys: Sequence[UUID]) -> list[UUID]:
    """Keep who can be ticked for this list: on the roll, beneath the unit, elected."""
    body = poll.election.body
    elected = [row.person_id for row in chain_of(poll) if row.person_id]
    found = Person.objects.filter(pk__in=keys).filter(
        Q(pk__in=_voting(body).values("pk"))
        | Q(pk__in=_beneath(body.congress).values("pk"))
        | Q(pk__in=elected)
    )
    return list(found.values_list("pk", flat=True))


def _beneath(congress: Congress) -> QuerySet[Person]:
    return people.who_have_not_left(people.beneath(congress.unit).people)


def _narrowed(found: QuerySet[Person], wanted: str) -> QuerySet[Person]:
    found = found.select_related("unit")
    if not wanted:
        return found.order_by("sort_key", "pk")
    by_name = ("by_name", "pk")  # what ``named`` lets them be ordered by
    return people.named(found, wanted).order_by(*by_name)


class Match(StrEnum):
    """What became of one line of names."""

    ONE = "one"
    SEVERAL = "several"
    NOBODY = "nobody"
    THERE_ALREADY = "there_already"


class MatchedLine(NamedTuple):
    """One line that was pasted, and who is meant by it."""

    number: int
    text: str
    match: Match
    people: list[Person]


def matched(
    lines: Sequence[tuple[int, str, int | None]], poll: Poll
) -> list[MatchedLine]:
    """Say who is meant by each line: its number, a name, and a birth year if given.

    The roll is asked first, then the register beneath the congress's unit.
    """
    body = poll.election.body
    sources = [_voting(body), _beneath(body.congress)]
    there = set(Nomination.objects.filter(poll=poll).values_list("person", flat=True))
    return [_without(line, there) for line in people_named(lines, sources)]


def people_named(
    lines: Sequence[tuple[int, str, int | None]], sources: Sequence[QuerySet[Person]]
) -> list[MatchedLine]:
    """Say who is meant by each line; a later source is asked where others fail."""
    wanted = {names.fold(name) for _number, name, _year in lines}
    known: dict[str, list[Person]] = {}
    for source in sources:
        lacking = wanted - known.keys()
        if lacking:
            known |= _by_name(source, lacking)
    return [_matched(number, name, year, known) for number, name, year in lines]


def people_of_board(poll: Poll, at: datetime) -> list[QuerySet[Person]]:
    """Return where members of a board are looked for: appointed, roll, register."""
    body = poll.election.body
    counting = Appointment.objects.in_force(timezone.localdate(at)).filter(
        scope=body.scope, role__in=[role.value for role in TALLY_ROLES]
    )
    appointed = people.everybody().filter(pk__in=counting.values("user__person"))
    return [_voting(body), appointed, _beneath(body.congress)]


def people_of_roll(body: VotingBody) -> list[QuerySet[Person]]:
    """Return where those are looked for who have to be on the roll."""
    return [_voting(body)]


def _voting(body: VotingBody) -> QuerySet[Person]:
    voting = RollEntry.objects.filter(SEATED, body=body).values("person")
    return people.everybody().filter(pk__in=voting)


def _matched(
    number: int, name: str, year: int | None, known: dict[str, list[Person]]
) -> MatchedLine:
    found = known.get(names.fold(name), [])
    if year:
        found = [p for p in found if p.born_on and p.born_on.year == year]
    exact = [p for p in found if p.full_name.casefold() == name.casefold()]
    found = exact or found
    text = f"{name}, {year}" if year else name
    if not found:
        return MatchedLine(number, text, Match.NOBODY, [])
    match = Match.ONE if len(found) == 1 else Match.SEVERAL
    return MatchedLine(number, text, match, found)


def _without(line: MatchedLine, there: set[UUID]) -> MatchedLine:
    """Take off those who are on the list already."""
    left = [each for each in line.people if each.pk not in there]
    if not line.people or len(left) == len(line.people):
        return line
    if not left:
        return line._replace(match=Match.THERE_ALREADY)
    match = Match.ONE if len(left) == 1 else Match.SEVERAL
    return line._replace(match=match, people=left)


def _by_name(found: QuerySet[Person], folded: set[str]) -> dict[str, list[Person]]:
    rows = found.filter(folded_name__in=folded).select_related("unit")
    known: dict[str, list[Person]] = {}
    for person in rows.order_by("sort_key", "born_on", "pk"):
        known.setdefault(person.folded_name, []).append(person)
    return known


# --- the list as a file -------------------------------------------------------------

BIOGRAPHY: Final = (
    _("STT"),
    _("Họ và tên"),
    _("Ngày sinh"),
    _("Giới tính"),
    _("Dân tộc"),
    _("Quê quán"),
    _("Chức vụ, nơi công tác"),
    _("Ngày vào Đảng"),
    _("Ngày chính thức"),
    _("Trình độ chuyên môn"),
    _("Lý luận chính trị"),
)
_PARTICULARS: Final = (
    *("born_on", "sex", "ethnicity", "home_place", "position"),
    *("party_since", "official_since", "education", "theory"),
)


def people_listed(poll: Poll) -> list[Person]:
    """Return the people of the closed list, else those who stand as things are."""
    closed = Candidate.objects.filter(poll=poll).select_related("person")
    rows = [row.person for row in closed.order_by("place") if row.person]
    if rows or poll.stage != Stage.PREPARED:
        return rows
    standing = [row for row in nominations(poll) if _stands(row)]
    return [row.person for row in in_order(standing)]


def biography(person: Person) -> list[str]:
    """Return what a list of short biographies tells of somebody."""
    told = [people.written_field(person, name) for name in _PARTICULARS]
    return [person.full_name, *told]
