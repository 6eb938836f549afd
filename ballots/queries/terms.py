"""Under which terms a poll is held and counted."""

from dataclasses import replace

from django.db.models import QuerySet

from ballots.models import Candidate, Poll
from ballots.queries.waiting import who_waits
from ballots.rules import fingerprint
from ballots.rules.terms import Places, Round, Slate
from congress.queries import rule_set_in
from congress.rules.rulesets import RuleSet


def slate(poll: Poll) -> QuerySet[Candidate]:
    """Return the names in ballot order."""
    return Candidate.objects.filter(poll=poll).order_by("place")


def terms_of(poll: Poll, names: int) -> tuple[Slate, Places]:
    """Return the poll's terms as the rules want them."""
    rule_set = rule_set_of(poll)
    waiting = who_waits(poll)
    return (
        Slate(
            names=names,
            max_votes=poll.max_votes,
            empty_agreement=rule_set.empty_agreement.value,
        ),
        Places(
            round=Round(poll.round),
            seats=poll.seats,
            alternates=poll.alternates or waiting.alternates,
            tally_base=poll.base,
            tie_rule=rule_set.tie_rule.value,
            runoff_needs_majority=rule_set.runoff_needs_majority.value,
            waiting=waiting.rounds,
        ),
    )


def rule_set_of(poll: Poll) -> RuleSet:
    """Return the rules of a poll: its rule set, with what the congress itself set."""
    # As it stood when the election began; what is corrected later is for later ones.
    rule_set = rule_set_in(poll.election.rule_edition)
    if poll.surplus_percent is None:
        return rule_set
    ceiling = rule_set.surplus_max_percent
    own = replace(ceiling, value=min(poll.surplus_percent, ceiling.value))
    return replace(rule_set, surplus_max_percent=own)


def counted_as(poll: Poll) -> fingerprint.Election:
    """Return everything but the ballots that the result depends on."""
    waiting = who_waits(poll)
    return fingerprint.Election(
        round=poll.round,
        layout=poll.layout,
        seats=poll.seats,
        alternates=poll.alternates,
        max_votes=poll.max_votes,
        tally_base=poll.tally_base,
        office=poll.election.office,
        rule_set=poll.election.rule_set,
        chosen=fingerprint.chosen(*terms_of(poll, names=1)),
        names=tuple(slate(poll).values_list("number", "name")),
        waiting_alternates=waiting.alternates,
        waiting=tuple(
            fingerprint.Waits(
                line.candidate.poll.number,
                line.candidate.poll.base,
                line.candidate.place,
                line.candidate.name,
                line.votes,
            )
            for line in waiting.lines
        ),
    )
