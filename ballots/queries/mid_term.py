"""Who holds which office within the term, and how many places that leaves."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from ballots import labels, queries
from ballots.models import Annulment, MidTerm, Poll
from ballots.rules.holding import OFFICES_OF
from ballots.rules.mid_term import MAY_HAVE_MORE, Places, extra_percent
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from congress.models import BodyKind, Congress, Elected, OfficeEnd
from congress.queries import (
    elected_people,
    incumbents,
    offices_ended,
    rule_set_within_the_term,
)
from congress.rules.offices import Office
from congress.rules.rulesets import Rule, RuleSet
from core.models import Person, Unit
from core.organisation import CELLS

# Levels that stand at the grassroots or beneath.
GRASSROOTS = frozenset({"grassroots", "section", "cell"})
_OVER = (Stage.CONFIRMED, Stage.ANNOUNCED, Stage.PUT_AWAY)
# What a meeting of the committee elects within the term, its own members first.
OFFICES = (Office.COMMITTEE, *OFFICES_OF[BodyKind.COMMITTEE.value])


class Held(NamedTuple):
    """One office: who holds it, how many were fixed, what is open."""

    office: Office
    holders: tuple[Elected, ...]
    # Who sits in the committee without having been elected to it.
    others: tuple[Person, ...]
    # Nothing where the portal knows no election that fixed it.
    fixed: int | None
    places: Places | None
    # An election to it within the term that has not come to a result yet.
    running: Poll | None

    @property
    def label(self) -> Promise | str:
        """Return the office as screens name it."""
        return labels.OFFICES[self.office]

    @property
    def standing(self) -> int:
        """How many hold it."""
        return len(self.holders) + len(self.others)

    @property
    def may_have_more(self) -> bool:
        """Whether more than fixed may be elected."""
        return self.office in MAY_HAVE_MORE


class TermNow(NamedTuple):
    """A committee in its term."""

    congress: Congress
    offices: list[Held]
    incumbents: list[Person]
    ended: list[OfficeEnd]
    percent: int
    rule_set: RuleSet
    on: date

    def cited(self, rule: Rule) -> str:
        """Return where a rule is written for what happens on the day."""
        return labels.cited(self.rule_set.clause(rule), on=self.on)


def serves(congress: Congress) -> bool:
    """Whether elections within the term are held at meetings of a committee here."""
    return congress.unit.kind_id not in CELLS


def is_grassroots(congress: Congress) -> bool:
    """Whether the unit is an organisation at the grassroots, or beneath."""
    unit = Unit.objects.select_related("kind").get(pk=congress.unit_id)
    return unit.kind.level_id in GRASSROOTS


def term_now(congress: Congress, *, on: date) -> TermNow:
    """Return who holds what in a committee, and what is open by the rules of a day."""
    rule_set = rule_set_within_the_term(congress, on=on)
    grassroots = is_grassroots(congress)
    now = incumbents(congress)
    percent = extra_percent(Office.COMMITTEE, rule_set, is_grassroots=grassroots)
    running = _running(congress)
    offices = []
    for office in OFFICES:
        holders = [
            row for row in elected_people(congress, office) if not row.is_alternate
        ]
        others = _not_elected(now, holders) if office is Office.COMMITTEE else []
        fixed = fixed_number(congress, office)
        share = percent if office in MAY_HAVE_MORE else 0
        places = Places(fixed, len(holders) + len(others), share) if fixed else None
        offices.append(
            Held(
                office,
                tuple(holders),
                tuple(others),
                fixed,
                places,
                running.get(office),
            )
        )
    ended = offices_ended(congress)
    return TermNow(congress, offices, now, ended, percent, rule_set, on)


def fixed_number(congress: Congress, office: Office) -> int | None:
    """Return how many the office was given when it was elected for the whole term.

    The last election that stands, none held within the term or in place of one person.
    """
    annulled = Annulment.objects.filter(candidate=None)
    first = (
        _of_office(congress, office)
        .filter(election__mid_term__isnull=True, stage__in=_OVER)
        .exclude(election__in=annulled.values("poll__election"))
        .order_by("-election__number", "number")
    )
    for poll in first.select_related("election__replaces"):
        if poll.number == 1 and not _replaces_single_people(poll):
            return poll.seats
    return None


def mid_term_of(poll: Poll) -> MidTerm | None:
    """Return why and on what consent the poll's election is held within the term."""
    return MidTerm.objects.filter(election=poll.election_id).first()


def bodies_within_the_term(congress: Congress) -> set[UUID]:
    """Return the meetings called for an election within the term."""
    found = MidTerm.objects.filter(election__congress=congress)
    return set(found.values_list("election__body", flat=True))


def _replaces_single_people(poll: Poll) -> bool:
    earlier = poll.election.replaces_id
    if earlier is None:
        return False
    whole = Annulment.objects.filter(poll__election=earlier, candidate=None)
    return not whole.exists()


def _not_elected(now: list[Person], holders: list[Elected]) -> list[Person]:
    elected = {row.person_id for row in holders}
    return [person for person in now if person.pk not in elected]


def _running(congress: Congress) -> dict[Office, Poll]:
    polls = queries.standing(
        Poll.objects.filter(
            election__congress=congress, election__mid_term__isnull=False
        )
    ).exclude(stage__in=_OVER)
    return {
        Office(poll.election.office): poll
        for poll in polls.select_related(*queries.WITH_PLACE).order_by("number")
    }


def _of_office(congress: Congress, office: Office) -> QuerySet[Poll]:
    found = Poll.objects.filter(election__congress=congress)
    return queries.standing(found.filter(election__office=office.value)).exclude(
        election__purpose=Purpose.REHEARSAL.value
    )
