"""How the list of a poll stands while it is being made."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from ballots import labels, queries
from ballots.models import Candidate, Nomination, OpinionBallot, Poll
from ballots.queries.nominated import nomination_digest, nominations
from ballots.queries.nominees import chosen_among, entries_of, hall_of, nominee_of
from ballots.rules import candidacy
from ballots.rules.candidacy import Hall, Nominee
from ballots.rules.nominations import PutForward
from ballots.rules.surplus import (
    CombinedList,
    ListFault,
    longest_list,
)
from congress.models import Congress
from congress.rules.findings import Finding, Severity
from congress.rules.rulesets import RuleSet
from core.access import policy
from core.access.rights import Right
from core.models import User


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
        return candidacy.support_needed(self.hall.attending, self.hall.rule_set)


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


def state_of(poll: Poll) -> SlateState:
    """Return how the poll's list stands. The number of queries does not grow."""
    rows = nominations(poll)
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


def _hall(poll: Poll) -> Hall:
    return hall_of(poll, queries.rule_set_of(poll))


def _stood_before(poll: Poll) -> set[UUID | None]:
    """Return who stood in an earlier round of this election."""
    earlier = Candidate.objects.filter(
        poll__election=poll.election_id, poll__number__lt=poll.number
    )
    people = earlier.values_list("person", "person__merged_into")
    return {merged_into or own for own, merged_into in people}


def _lines(poll: Poll, rows: Sequence[Nomination], hall: Hall) -> Iterable[Line]:
    people_asked = [row.person_id for row in rows]
    people_asked += [row.by_person_id for row in rows if row.by_person_id]
    entries = entries_of(poll.election.body, people_asked)
    among = chosen_among(poll)
    stood = _stood_before(poll)
    named = Counter(row.person_id for row in rows)
    for row in rows:
        nominee = nominee_of(
            row.person,
            put_forward=PutForward(row.put_forward),
            entries=entries,
            by_person=row.by_person_id,
            congress=poll.election.body.congress,
            among=among,
            row=row,
        )._replace(
            is_new=row.person_id not in stood,
            is_named_twice=named[row.person_id] > 1,
        )
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
