"""Each constraint of ballots and congress is broken once; the database names it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from ballots.models import (
    Ballot,
    Batch,
    Candidate,
    Confirmation,
    Election,
    Entry,
    Poll,
    Tally,
    TallyLine,
    TallyReason,
    Withdrawal,
)
from congress.models import BodyKind, Congress, Term, VotingBody
from congress.services import form_body
from core.models import Person, RuleSet, RuleSetEdition
from tests import make
from tests.integration.ballots.typed_breaches import TYPED
from tests.integration.congress import arranged
from tests.integration.congress.assignment_breaches import ASSIGNED
from tests.integration.congress.celebration_breaches import CELEBRATED
from tests.integration.congress.learning_breaches import LEARNT
from tests.integration.congress.plan_breaches import PLANNED
from tests.integration.congress.readiness_breaches import READINESS
from tests.integration.congress.review_breaches import REVIEWED
from tests.integration.congress.task_breaches import TASKED
from tests.integration.congress.working_breaches import WORKED

pytestmark = pytest.mark.django_db

Breach = Callable[[], object]


def election(**changes: Any) -> Election:
    fields: dict[str, Any] = {
        "number": 1,
        "office": "secretary",
        "rule_set": "190-QD/TW",
        "rule_edition": make.edition(),
    }
    body = changes.pop("body", None) or make.body()
    return Election.objects.create(
        body=body, congress=body.congress, **fields | changes
    )


def edition_of(code: str) -> RuleSetEdition:
    """An edition of a rule set that nothing here was written for."""
    rule_set = RuleSet.objects.create(
        code=code, title="x", issued_on=make.LONG_AGO, valid_from=make.LONG_AGO
    )
    return RuleSetEdition.objects.create(
        rule_set=rule_set,
        number=1,
        values={},
        clauses={},
        digest="x",
        reason="x",
        made_at=make.NOON,
    )


def poll(**changes: Any) -> Poll:
    """A copy of a poll that is right in everything but what is changed."""
    right = make.imported()
    copy = Poll.objects.get(pk=right.pk)
    copy.number = 2
    copy.upload = make.upload(right.election.body, b"x")
    for name, value in changes.items():
        setattr(copy, name, value)
    copy._state.adding = True
    copy.id = uuid.uuid4()
    copy.save(force_insert=True)
    return copy


def candidate(**changes: Any) -> Candidate:
    fields = {"place": 9, "number": 9, "name": "x"} | changes
    return Candidate.objects.create(poll=make.imported(), **fields)


def stands_twice() -> None:
    here, somebody = make.imported(), make.person()
    for place in (8, 9):
        Candidate.objects.create(
            poll=here, place=place, number=place, name="x", person=somebody
        )


def entry() -> Entry:
    batch = Batch.objects.create(poll=make.imported(), number=2, papers=1)
    return Entry.objects.create(batch=batch, number=1, finished_at=make.NOON, digest="")


def ballot(**changes: Any) -> Ballot:
    return Ballot.objects.create(
        **{"entry": entry(), "position": 1, "copies": 1} | changes
    )


def two_ballots_in_one_place() -> None:
    here = entry()
    ballot(entry=here)
    ballot(entry=here)


def tally(**changes: Any) -> Tally:
    fields = {
        "poll": make.imported(),
        "digest": "d",
        "counted_at": make.NOON,
        "threshold": 1,
        "returned": 3,
        "valid": 1,
        "invalid": 1,
        "undecided": 1,
        "open_seats": 0,
        "open_alternates": 0,
        "next": "closed",
    } | changes
    return Tally.objects.create(**fields)


def line(**changes: Any) -> None:
    counted = tally()
    fields = {
        "tally": counted,
        "candidate": counted.poll.candidates.first(),
        "votes": 1,
        "hundredths": 1,
        "verdict": "elected",
        "rule": "x",
    } | changes
    TallyLine.objects.create(**fields)
    if not changes:
        TallyLine.objects.create(**fields)


def reason(**changes: Any) -> None:
    fields = {"tally": tally(), "reason": "torn", "ballots": 1} | changes
    TallyReason.objects.create(**fields)
    if not changes:
        TallyReason.objects.create(**fields)


def confirmed_without_digest() -> None:
    poll = make.counted()
    Confirmation.objects.create(
        poll=poll, tally=poll.tallies.get(), by=make.user(), at=make.NOON, link_number=1
    )


def congress(**changes: Any) -> int:
    return Congress.objects.filter(pk=make.congress().pk).update(**changes)


def body(**changes: Any) -> None:
    right = make.body()
    changed = {"number": right.number} | changes
    VotingBody.objects.create(
        congress=right.congress,
        scope=make.unit().scope,
        **{"kind": right.kind} | changed,
    )


BREACHES: Final[dict[str, Breach]] = (
    {
        "congress_term_once_for_a_unit": lambda: Term.objects.create(
            unit=make.congress().unit, first_year=2025, last_year=2031
        ),
        "congress_term_ends_after_it_starts": lambda: Term.objects.create(
            unit=make.unit(), first_year=2025, last_year=2025
        ),
        "congress_known_kind": lambda: congress(kind="party"),
        "congress_number_can_be_written": lambda: congress(number=400),
        "congress_preparatory_sitting_comes_first": lambda: congress(
            preparatory_on=date(2025, 7, 25)
        ),
        "congress_closes_after_it_opens": lambda: congress(closes_on=date(2025, 7, 23)),
        "congress_body_once": body,
        "congress_body_known_kind": lambda: body(kind="crowd"),
        "ballots_election_number_once": lambda: [
            election(body=one) for one in [make.body()] * 2
        ],
        "ballots_election_known_office": lambda: election(office="king"),
        "ballots_election_known_rule_set": lambda: election(
            rule_set="1", rule_edition=edition_of("1")
        ),
        "ballots_poll_number_once": lambda: poll(number=1),
        "ballots_poll_known_round": lambda: poll(round="last"),
        "ballots_poll_known_layout": lambda: poll(layout="cross"),
        "ballots_poll_known_stage": lambda: poll(stage="over"),
        "ballots_poll_read_by_one_to_three": lambda: poll(readings=4),
        "ballots_poll_has_a_place": lambda: poll(seats=0, alternates=0),
        "ballots_poll_has_votes_and_a_base": lambda: poll(max_votes=0),
        "ballots_poll_returned_within_issued_within_present": lambda: poll(returned=10),
        "ballots_poll_issued_within_printed": lambda: poll(printed=8),
        "ballots_candidate_place_once": lambda: candidate(place=0),
        "ballots_candidate_number_once": lambda: candidate(number=1),
        "ballots_candidate_stands_once": stands_twice,
        "ballots_candidate_has_number_and_name": lambda: candidate(name=""),
        "ballots_batch_number_once": lambda: Batch.objects.create(
            poll=make.imported(), number=1, papers=1
        ),
        "ballots_entry_number_once": lambda: Entry.objects.create(
            batch=entry().batch, number=1, finished_at=make.NOON, digest=""
        ),
        "ballots_ballot_position_once": two_ballots_in_one_place,
        "ballots_ballot_is_a_paper": lambda: ballot(copies=0),
        "ballots_ballot_known_defect": lambda: ballot(defect="ugly"),
        "ballots_ballot_known_decision": lambda: ballot(decision="maybe"),
        "ballots_ballot_struck_or_kept_unless_defective": lambda: ballot(
            struck=b"x", kept=b"x"
        ),
        "ballots_ballot_of_one_layout": lambda: ballot(struck=b"x", agree=b"x"),
        "ballots_tally_once": lambda: [
            tally(poll=one) for one in [make.imported()] * 2
        ],
        "ballots_tally_every_ballot_counted_once": lambda: tally(valid=2),
        "ballots_tally_has_a_threshold": lambda: tally(threshold=0),
        "ballots_tally_known_next_step": lambda: tally(next="party"),
        "ballots_tally_line_once": line,
        "ballots_tally_line_known_verdict": lambda: line(verdict="king"),
        "ballots_tally_reason_once": reason,
        "ballots_tally_reason_occurred": lambda: reason(ballots=0),
        "ballots_tally_known_reason": lambda: reason(reason="ugly"),
        "ballots_confirmation_link_has_number_and_digest": confirmed_without_digest,
        "ballots_withdrawal_has_a_reason": lambda: Withdrawal.objects.create(
            poll=make.imported(), by=make.user(), at=make.NOON, reason=""
        ),
    }
    | TYPED
    | PLANNED
    | ASSIGNED
    | LEARNT
    | CELEBRATED
    | REVIEWED
    | READINESS
    | TASKED
    | WORKED
    | arranged.BREACHES
)


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(name: str) -> None:
    # Triggers would refuse some of it first: here the constraints are asked alone.
    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        make.past_every_trigger(),
    ):
        BREACHES[name]()

    cause: Any = refusal.value.__cause__
    assert cause.diag.constraint_name == name


def test_every_constraint_of_ballots_and_congress_is_broken_above() -> None:
    declared = {
        constraint.name
        for app in ("congress", "ballots")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }

    assert declared - set(BREACHES) == set()


def test_what_differs_in_nothing_forbidden_is_taken() -> None:
    assert poll().number == 2
    assert ballot(struck=b"x", kept=b"x", defect="torn").pk
    assert form_body(
        congress=make.congress(), kind=BodyKind.COMMITTEE, by=None, at=make.NOON
    )
    assert not Person.objects.exists()
