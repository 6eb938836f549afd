"""What the database itself holds of the life of a poll, beside what Python asks."""

from collections.abc import Callable
from itertools import product
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from ballots.models import (
    Announcement,
    Batch,
    BoxSeal,
    Candidate,
    Confirmation,
    Election,
    FrozenBase,
    Poll,
    PutAway,
    Reopening,
    Tally,
    TallyLine,
    Withdrawal,
)
from ballots.rules.stages import Stage, is_past, may_move
from ballots.services import withdraw_poll
from core.models import StoredFileChunk
from tests import make

pytestmark = pytest.mark.django_db

REFUSED: Final = "23001"


def refusal_of(act: Callable[[], object]) -> str:
    """The code with which the database refuses the act, or nothing."""
    try:
        with transaction.atomic():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as fault:
        return str(getattr(fault.__cause__, "pgcode", ""))
    return ""


def moved(poll: Poll, start: Stage, to: Stage) -> bool:
    rows = Poll.objects.filter(pk=poll.pk)
    with make.past_every_trigger():
        rows.update(stage=start.value, revision=1)
    again = to is Stage.BOX_OPENED and is_past(start, to)
    return not refusal_of(
        lambda: rows.update(stage=to.value, revision=2 if again else 1)
    )


def with_everything() -> Poll:
    """A poll with all that any move asks for, whatever the stage it stands at."""
    confirmation = make.confirmed()
    poll, by, at = confirmation.poll, confirmation.by, make.NOON
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=None)
        BoxSeal.objects.create(poll=poll, board=["x"], witnesses="x", by=by, at=at)
        FrozenBase.objects.create(
            poll=poll,
            body="delegates_congress",
            convened=poll.base,
            lines=[],
            value=poll.base,
            present=1,
            by=by,
            at=at,
        )
        Announcement.objects.create(poll=poll, revision=1, by=by, at=at)
        PutAway.objects.create(
            poll=poll, packages=1, handed_to="x", keep_until=at.date(), by=by, at=at
        )
        Reopening.objects.create(
            poll=poll,
            revision=1,
            reason="x",
            by=by,
            at=at,
            answer="consented",
            answered_by=make.user(),
            answered_at=at,
        )
    return poll


NEEDED: Final = {
    BoxSeal: (Stage.LIST_CLOSED, Stage.BOX_SEALED),
    FrozenBase: (Stage.ISSUING, Stage.BOX_OPENED),
    Announcement: (Stage.CONFIRMED, Stage.ANNOUNCED),
    PutAway: (Stage.ANNOUNCED, Stage.PUT_AWAY),
    Reopening: (Stage.CONFIRMED, Stage.BOX_OPENED),
    Confirmation: (Stage.COUNTED, Stage.CONFIRMED),
    Candidate: (Stage.PREPARED, Stage.LIST_CLOSED),
}


@pytest.mark.parametrize("fact", NEEDED)
def test_no_poll_goes_on_without_what_its_stage_rests_on(fact: type[Model]) -> None:
    poll = with_everything()
    start, to = NEEDED[fact]
    before = moved(poll, start, to)

    with make.past_every_trigger():
        rows = fact._default_manager.filter(poll=poll)
        rows._raw_delete(rows.db)  # whatever points to them

    assert (before, moved(poll, start, to)) == (True, False)


def test_no_poll_is_entered_with_a_batch_nobody_has_agreed_on() -> None:
    poll = with_everything()

    with make.past_every_trigger():
        Batch.objects.filter(poll=poll).update(agreed=None)

    assert not moved(poll, Stage.BOX_OPENED, Stage.ENTERED)


def test_what_is_counted_is_taken_up_again_only_with_consent() -> None:
    poll = with_everything()

    with make.past_every_trigger():
        Reopening.objects.update(answer="", answered_by=None, answered_at=None)

    assert moved(poll, Stage.ENTERED, Stage.BOX_OPENED)
    assert not moved(poll, Stage.COUNTED, Stage.BOX_OPENED)
    assert not moved(poll, Stage.ANNOUNCED, Stage.BOX_OPENED)


def test_no_way_leads_round_the_consent_to_what_is_counted() -> None:
    poll = with_everything()

    with make.past_every_trigger():
        Reopening.objects.update(answer="", answered_by=None, answered_at=None)

    # In one step or in two: once over the stage before the count.
    assert not moved(poll, Stage.COUNTED, Stage.BOX_OPENED)
    assert not moved(poll, Stage.COUNTED, Stage.ENTERED)


@pytest.mark.parametrize(
    ("start", "to"),
    [
        (Stage.COUNTED, Stage.CONFIRMED),
        (Stage.CONFIRMED, Stage.ANNOUNCED),
        (Stage.ANNOUNCED, Stage.PUT_AWAY),
    ],
)
def test_nobody_goes_on_while_a_request_to_reopen_waits(
    start: Stage, to: Stage
) -> None:
    poll = with_everything()
    with make.past_every_trigger():
        Reopening.objects.update(answer="", answered_by=None, answered_at=None)
    waiting = moved(poll, start, to)

    with make.past_every_trigger():
        Reopening.objects.update(
            answer="withdrawn", answered_by=make.user(), answered_at=make.NOON
        )

    assert (waiting, moved(poll, start, to)) == (False, True)


def test_a_request_to_reopen_is_answered_once_and_stays() -> None:
    poll = with_everything()
    said = {"answered_by": make.user(), "answered_at": make.NOON}
    asked = Reopening.objects.filter(poll=poll)

    refusals = [
        refusal_of(lambda: asked.update(answer="withdrawn", **said)),
        refusal_of(lambda: asked.update(reason="khác")),
        refusal_of(asked.delete),
        refusal_of(
            lambda: Reopening.objects.create(
                poll=poll,
                revision=2,
                reason="x",
                by=make.user(),
                at=make.NOON,
                answer="consented",
                **said,
            )
        ),
    ]

    assert refusals == [REFUSED] * 4


def test_papers_from_a_file_are_never_taken_up_again() -> None:
    poll = with_everything()
    body = poll.election.body

    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=make.upload(body, b"x"))

    assert not moved(poll, Stage.COUNTED, Stage.BOX_OPENED)


def test_the_database_knows_the_same_moves_as_the_rules() -> None:
    poll = with_everything()

    found = {
        (start, to) for start, to in product(Stage, Stage) if moved(poll, start, to)
    }

    # Staying where one is, is no move; whether it may be counted again is a rule.
    assert found == {
        (start, to)
        for start, to in product(Stage, Stage)
        if start is to or may_move(start, to)
    }


def test_no_name_joins_a_list_that_is_closed() -> None:
    poll = make.imported()

    refused = refusal_of(
        lambda: Candidate.objects.create(poll=poll, place=9, number=9, name="x")
    )

    assert refused == REFUSED


def test_an_election_belongs_to_the_congress_of_its_body() -> None:
    body, elsewhere = make.body(), make.congress()
    fields: dict[str, Any] = {
        "number": 1,
        "office": "secretary",
        "rule_set": "190-QD/TW",
        "rule_edition": make.edition(),
    }

    refused = refusal_of(
        lambda: Election.objects.create(body=body, congress=elsewhere, **fields)
    )

    assert refused == REFUSED


def test_an_election_keeps_an_edition_of_its_own_rule_set() -> None:
    body = make.body()
    fields: dict[str, Any] = {
        "number": 1,
        "office": "secretary",
        "rule_set": "190-QD/TW",
        "rule_edition": make.edition("244-QD/TW"),
    }

    refused = refusal_of(
        lambda: Election.objects.create(body=body, congress=body.congress, **fields)
    )

    assert refused == REFUSED


def test_an_election_with_a_poll_is_frozen() -> None:
    make.imported()

    assert refusal_of(lambda: Election.objects.update(office="secretary")) == REFUSED


def test_a_tally_counts_the_papers_that_were_returned() -> None:
    poll = make.imported()

    refused = refusal_of(
        lambda: Tally.objects.create(
            poll=poll,
            digest="d",
            counted_at=make.NOON,
            threshold=6,
            returned=8,
            valid=8,
            invalid=0,
            undecided=0,
            open_seats=0,
            open_alternates=0,
            next="closed",
        )
    )

    assert refused == REFUSED


def one_more_line(tally: Tally, candidate: Candidate) -> str:
    return refusal_of(
        lambda: TallyLine.objects.create(
            tally=tally,
            candidate=candidate,
            votes=1,
            hundredths=1,
            verdict="elected",
            rule="x",
        )
    )


def test_a_line_is_about_a_name_of_the_same_poll() -> None:
    here, there = make.counted(), make.counted()

    refused = one_more_line(here.tallies.get(), there.candidates.all()[0])

    assert refused == REFUSED


def test_nothing_joins_a_tally_that_is_confirmed() -> None:
    confirmation = make.confirmed()

    refused = one_more_line(confirmation.tally, confirmation.poll.candidates.all()[0])

    assert refused == REFUSED


def test_a_confirmation_is_of_a_tally_of_its_poll() -> None:
    here, there = make.counted(), make.counted()

    refused = refusal_of(
        lambda: Confirmation.objects.create(
            poll=here, tally=there.tallies.get(), by=make.user(), at=make.NOON
        )
    )

    assert refused == REFUSED


def test_what_was_withdrawn_is_never_confirmed() -> None:
    poll = make.counted()
    withdraw_poll(str(poll.pk), reason="x", by=make.user(), at=make.NOON)

    refused = refusal_of(
        lambda: Confirmation.objects.create(
            poll=poll, tally=poll.tallies.get(), by=make.user(), at=make.NOON
        )
    )

    assert refused == REFUSED


def test_what_was_confirmed_is_never_withdrawn() -> None:
    confirmation = make.confirmed()

    refused = refusal_of(
        lambda: Withdrawal.objects.create(
            poll=confirmation.poll, by=make.user(), at=make.NOON, reason="x"
        )
    )

    assert refused == REFUSED


def test_a_file_that_is_whole_takes_no_more_pieces_and_keeps_its_name() -> None:
    file = make.upload(make.body(), make.election_file()).file

    refusals = [
        refusal_of(
            lambda: StoredFileChunk.objects.create(file=file, number=9, data=b"x")
        ),
        refusal_of(lambda: type(file).objects.update(name="x")),
        refusal_of(lambda: type(file).objects.all()._raw_delete("default")),
    ]

    assert refusals == [REFUSED] * 3


def test_papers_join_a_poll_only_until_they_are_counted() -> None:
    poll = make.counted()
    batch = poll.batches.get()

    by_batch = refusal_of(lambda: poll.batches.create(number=2, papers=1))
    by_entry = refusal_of(
        lambda: batch.entries.create(number=2, digest="", finished_at=make.NOON)
    )

    assert (by_batch, by_entry) == (REFUSED, REFUSED)


def test_a_poll_is_not_confirmed_by_its_stage_alone() -> None:
    poll = make.counted()

    refused = refusal_of(
        lambda: type(poll).objects.filter(pk=poll.pk).update(stage="confirmed")
    )

    assert refused == REFUSED


def test_a_poll_that_is_not_counted_cannot_be_confirmed() -> None:
    poll = make.counted()
    with make.past_every_trigger():
        type(poll).objects.filter(pk=poll.pk).update(stage="entered")

    refused = refusal_of(
        lambda: Confirmation.objects.create(
            poll=poll, tally=poll.tallies.get(), by=make.user(), at=make.NOON
        )
    )

    assert refused == REFUSED
