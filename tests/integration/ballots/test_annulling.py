"""The level above annuls a result or refuses somebody, and what follows from it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ballots import services
from ballots.models import Annulment, Confirmation, Election, Poll, Reopening
from ballots.queries.annulments import ground_lost, open_again
from ballots.queries.sequence import StepState, sequence
from ballots.rules.purposes import Purpose
from ballots.rules.terms import Round
from ballots.services.annulling import (
    DecidedLater,
    GroundLost,
    NotElectedHere,
    NothingToAnnul,
    RoundNotFinished,
)
from ballots.services.own_list import OnTheListHimself
from ballots.services.preparing import NothingToReplace
from ballots.services.putting_away import HandOver
from ballots.services.reopening import CannotReopen
from congress.models import BodyKind, Deck, DeckKind, DeckWay, ElectedList, OfficeEnd
from congress.queries import elected_people
from congress.rules.incumbency import Cause
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import AuditEvent
from tests import make
from tests.integration.ballots import undone

pytestmark = pytest.mark.django_db

REFUSED_BY_TRIGGER = "23001"


def refused(statement: str, *values: Any) -> str | None:
    """The code with which the database refuses a statement, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "pgcode", ""))
    return None


def standing(poll: Poll, office: Office = Office.COMMITTEE) -> list[str]:
    return [row.name for row in elected_people(poll.election.body.congress, office)]


# --- the whole result -----------------------------------------------------------------


def test_an_annulled_result_leaves_nobody_elected_and_keeps_who_was() -> None:
    poll = undone.announced()
    before = standing(poll)

    undone.annul(poll)

    ends = OfficeEnd.objects.filter(elected__elected_list__poll=poll.pk)
    assert len(before) == 3
    assert standing(poll) == []
    assert {(end.cause, end.ended_on) for end in ends} == {
        (Cause.ANNULLED, date(2025, 7, 1))
    }
    assert "125-QĐ/TU" in ends[0].reason
    assert ElectedList.objects.get(poll=poll.pk).rows.count() == 3
    assert Confirmation.objects.filter(poll=poll).count() == 1


def test_annulling_twice_keeps_the_first_decision() -> None:
    poll = undone.annul(undone.announced())

    undone.annul(poll)

    assert Annulment.objects.count() == 1
    assert AuditEvent.objects.filter(act="ballots.result_annulled").count() == 1


def test_the_line_in_the_trail_names_the_decision_and_the_breach() -> None:
    undone.annul(undone.announced())

    line = AuditEvent.objects.get(act="ballots.result_annulled")

    assert line.detail["decision"] == "125-QĐ/TU"
    assert line.detail["breach"] == "procedure"


def test_only_an_announced_result_is_annulled() -> None:
    confirmation = make.confirmed()
    by = make.user()

    with pytest.raises(NothingToAnnul):
        services.annul_result(
            str(confirmation.poll_id), undone.DECISION, by=by, at=make.NOON
        )


def test_a_request_to_reopen_is_answered_first() -> None:
    poll = undone.announced()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    with make.past_every_trigger():
        Reopening.objects.create(
            poll=poll, revision=1, reason="x", by=head, at=make.NOON
        )

    with pytest.raises(NothingToAnnul):
        undone.annul(poll)


def test_nobody_decides_on_a_list_he_stands_on() -> None:
    poll = undone.announced()
    himself = make.user(person=undone.candidates(poll)[3].person)

    with pytest.raises(OnTheListHimself):
        services.annul_result(str(poll.pk), undone.DECISION, by=himself, at=make.NOON)


def test_a_decision_is_of_no_later_day() -> None:
    poll = undone.announced()
    early = make.NOON - timedelta(days=90)

    with pytest.raises(DecidedLater):
        services.annul_result(
            str(poll.pk), undone.DECISION, by=undone.decider(poll), at=early
        )


def test_every_announced_round_of_the_election_is_annulled() -> None:
    poll = undone.announced()
    with make.past_every_trigger():
        later = Poll.objects.create(
            election=poll.election,
            number=2,
            round=Round.FURTHER.value,
            layout=poll.layout,
            stage="prepared",
            seats=1,
            alternates=0,
            max_votes=1,
            after=poll,
        )

    with pytest.raises(RoundNotFinished):
        undone.annul(poll)
    services.withdraw_before_the_box(
        str(later.pk), reason="x", by=make.user(), at=make.NOON
    )
    undone.annul(poll)

    assert Annulment.objects.get().poll == poll


def test_nothing_goes_on_from_an_annulled_result_but_putting_papers_away() -> None:
    poll = undone.annul(undone.announced())
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    by, at = head, make.NOON

    with pytest.raises(CannotReopen):
        services.take_up_again(str(poll.pk), reason="x", by=by, at=at)
    with pytest.raises(services.DecidedAboveAlready):
        services.prepare_next_round(str(poll.pk), Round.FURTHER, by=by, at=at)
    services.put_ballots_away(
        str(poll.pk),
        HandOver(packages=1, seal="", handed_to="Văn phòng", without_scan=True),
        by=by,
        at=at,
    )

    poll.refresh_from_db()
    assert poll.stage == "put_away"


def test_no_wall_shows_an_annulled_result() -> None:
    poll = undone.announced()
    decks = Deck.objects.filter(source=poll.pk, kind=DeckKind.RESULT, retired_at=None)
    shown_before = decks.count()

    undone.annul(poll)

    assert (shown_before, decks.count()) == (1, 0)
    written = services.write_frames(
        str(poll.pk), way=DeckWay.ALL, by=make.user(), at=make.NOON
    )
    assert [deck.kind for deck in written] == [DeckKind.BEFORE]


# --- single persons -----------------------------------------------------------------


def test_a_refused_person_loses_his_place_and_the_others_keep_theirs() -> None:
    poll = undone.announced()
    names = standing(poll)

    undone.refuse(poll, 0)

    assert standing(poll) == names[1:]
    assert OfficeEnd.objects.get().cause == Cause.REFUSED
    assert open_again(poll.election) == (1, 0)


def test_nobody_is_refused_whom_the_result_has_not_elected() -> None:
    poll = undone.announced()

    with pytest.raises(NotElectedHere):
        undone.refuse(poll, 3)
    undone.refuse(poll, 0)
    with pytest.raises(NotElectedHere):
        undone.refuse(poll, 0, 1)


def test_a_result_with_somebody_refused_may_still_be_annulled() -> None:
    poll = undone.refuse(undone.announced(), 0)

    undone.annul(poll)

    causes = OfficeEnd.objects.order_by("cause").values_list("cause", flat=True)
    assert list(causes) == ["annulled", "annulled", "refused"]
    assert standing(poll) == []


# --- held again ---------------------------------------------------------------------


def again(poll: Poll, *, seats: int = 3, **said: Any) -> Poll:
    entering = services.Entering(
        office=Office.COMMITTEE,
        seats=seats,
        replaces=poll.election,
        exception="x",
        **said,
    )
    body = poll.election.body
    return services.enter_election(body, entering, by=make.user(), at=make.NOON)


def test_an_election_takes_the_place_of_an_annulled_one() -> None:
    poll = undone.annul(undone.announced())

    made = again(poll)

    assert made.election.replaces == poll.election
    with pytest.raises(services.OfficeElectedAlready):
        again(poll)


def test_what_stands_is_not_replaced() -> None:
    with pytest.raises(NothingToReplace):
        again(undone.announced())


def test_a_rehearsal_takes_nobodys_place() -> None:
    poll = undone.annul(undone.announced())

    with pytest.raises(NothingToReplace):
        again(poll, purpose=Purpose.REHEARSAL)


def test_no_more_are_elected_than_were_refused_even_later() -> None:
    poll = undone.refuse(undone.announced(), 0)

    with pytest.raises(services.MorePlacesThanOpen):
        again(poll, seats=2)
    made = again(poll, seats=1)
    with pytest.raises(services.MorePlacesThanOpen):
        services.change_number(
            str(made.pk),
            seats=2,
            alternates=0,
            exception="x",
            by=make.user(),
            at=make.NOON,
        )


def test_whoever_is_elected_again_stands_again() -> None:
    poll = undone.announced()
    people = [each.person for each in undone.candidates(poll) if each.person]
    undone.annul(poll)

    second = undone.announced(poll.election.body, people=people, file_id="lai")

    assert len(standing(second)) == 3


# --- what stands on it ---------------------------------------------------------------


def meeting_of(poll: Poll) -> Poll:
    """A meeting of those elected that elects a standing committee from among them."""
    body = make.body(poll.election.body.congress, kind=BodyKind.COMMITTEE)
    people = [each.person for each in undone.candidates(poll) if each.person]
    for each in people[:3]:
        make.on_roll(body, each, origin="incumbent", sent_by=None)
    return undone.announced(
        body, office=Office.STANDING_COMMITTEE, people=people, file_id="btv"
    )


def test_a_later_election_says_whose_ground_is_gone() -> None:
    poll = undone.announced()
    later = meeting_of(poll)
    before = ground_lost(later)

    undone.annul(poll)

    assert before == []
    assert len(ground_lost(later)) == 3


def test_a_refused_person_is_named_where_he_stands_and_voters_are_not() -> None:
    poll = undone.announced()
    later = meeting_of(poll)

    undone.refuse(poll, 1)

    refused_one = undone.candidates(poll)[1].person
    assert refused_one
    assert ground_lost(later) == [refused_one.full_name]


def test_nothing_new_is_elected_by_a_meeting_whose_members_are_gone() -> None:
    poll = undone.announced()
    later = meeting_of(poll)
    undone.annul(poll)
    entering = services.Entering(office=Office.SECRETARY, seats=1)

    with pytest.raises(GroundLost):
        services.enter_election(
            later.election.body, entering, by=make.user(), at=make.NOON
        )


def test_a_list_with_a_refused_person_is_neither_closed_nor_confirmed() -> None:
    poll = undone.announced()
    body = make.body(poll.election.body.congress, kind=BodyKind.COMMITTEE)
    people = [each.person for each in undone.candidates(poll) if each.person]
    for each in people[:3]:
        make.on_roll(body, each, origin="incumbent", sent_by=None)
    secretary = make.election(body, office=Office.SECRETARY, seats=1)
    make.put_forward(secretary, people[0])
    counted = make.counted(
        body,
        file=make.election_file(
            id="pbt",
            office=Office.DEPUTY_SECRETARY.value,
            layout="agree_disagree",
            seats=1,
            max_votes=1,
            candidates=[{"number": 1, "name": people[0].full_name}],
            ballots=[{"agree": [1], "count": 9}],
        ),
    )
    with make.past_every_trigger():
        counted.candidates.update(person=people[0])

    undone.refuse(poll, 0)

    with pytest.raises(GroundLost):
        make.close(secretary)
    with pytest.raises(GroundLost):
        make.confirm(counted, by=make.holder(Role.TALLY_HEAD, at=body.scope))
    code = refused(
        "INSERT INTO ballots_confirmation (poll_id, tally_id, revision, by_id, at,"
        " board, link_digest) SELECT poll_id, id, 1, %s, now(), '[]', ''"
        " FROM ballots_tally WHERE poll_id = %s",
        make.user().pk,
        counted.pk,
    )
    assert code == REFUSED_BY_TRIGGER


def test_the_order_of_elections_shows_what_was_annulled() -> None:
    poll = undone.announced()
    congress = poll.election.body.congress
    reader = make.holder(Role.SECRETARIAT, at=congress.scope)

    undone.annul(poll)
    step = sequence(reader, congress)[0].steps[0]
    made = again(poll)
    after = sequence(reader, congress)[0].steps[0]

    assert (step.state, step.elected) == (StepState.ANNULLED, ())
    assert (after.state, after.poll) == (StepState.RUNNING, made)


# --- the database refuses as much ----------------------------------------------------


def test_the_database_annuls_only_what_was_announced() -> None:
    confirmation = make.confirmed()

    assert refused(*_annulment(confirmation.poll)) == REFUSED_BY_TRIGGER


def test_the_database_refuses_nobody_who_was_not_elected() -> None:
    poll = undone.announced()
    loser = undone.candidates(poll)[3].pk

    assert refused(*_annulment(poll, loser)) == REFUSED_BY_TRIGGER
    undone.annul(poll)
    winner = undone.candidates(poll)[0].pk
    assert refused(*_annulment(poll, winner)) == REFUSED_BY_TRIGGER


def _annulment(poll: Poll, candidate: object = None) -> tuple[Any, ...]:
    statement = (
        "INSERT INTO ballots_annulment (id, poll_id, confirmation_id, candidate_id,"
        " decision, decided_on, decided_by, ground, reason, by_id, at)"
        " SELECT gen_random_uuid(), poll_id, id, %s::uuid, 'x', now(), 'x',"
        " 'procedure', 'x', by_id, now() FROM ballots_confirmation WHERE poll_id = %s"
    )
    return statement, candidate, poll.pk


def test_the_database_keeps_an_annulled_poll_as_it_is() -> None:
    poll = undone.annul(undone.announced())
    by = make.user().pk

    codes = [
        refused(
            "INSERT INTO ballots_reopening (poll_id, revision, reason, by_id, at,"
            " answer, answer_reason) VALUES (%s, 1, 'x', %s, now(), '', '')",
            poll.pk,
            by,
        ),
        refused(
            "UPDATE ballots_poll SET stage = 'box_opened', revision = 2 WHERE id = %s",
            poll.pk,
        ),
        refused(
            "INSERT INTO ballots_poll (id, election_id, number, round, layout, stage,"
            " seats, alternates, max_votes, revision, readings, file_id, note)"
            " VALUES (gen_random_uuid(), %s, 2, 'further', 'strike_out', 'prepared',"
            " 1, 0, 1, 1, 1, '', '')",
            poll.election_id,
        ),
    ]

    assert codes == [REFUSED_BY_TRIGGER] * 3


def test_the_database_shows_no_annulled_result_on_a_wall() -> None:
    poll = undone.announced()
    deck = Deck.objects.get(source=poll.pk, kind=DeckKind.RESULT)
    undone.annul(poll)

    code = refused(
        'INSERT INTO congress_frame (id, deck_id, "order", kind, content, reading)'
        " VALUES (gen_random_uuid(), %s, 99, 'message', '{}', 'x')",
        deck.pk,
    )

    assert code == REFUSED_BY_TRIGGER


def test_the_database_ends_no_office_by_a_decision_nobody_took() -> None:
    poll = undone.announced()
    elected = ElectedList.objects.get(poll=poll.pk).rows.first()
    assert elected

    code = refused(
        "INSERT INTO congress_officeend (id, elected_id, cause, ended_on, reason,"
        " by_id, at) VALUES (gen_random_uuid(), %s, 'annulled', now(), 'x', %s, now())",
        elected.pk,
        make.user().pk,
    )

    assert code == REFUSED_BY_TRIGGER


def test_the_database_knows_what_an_election_replaces() -> None:
    poll = undone.announced()
    fields = {
        field.attname: getattr(poll.election, field.attname)
        for field in Election._meta.concrete_fields
        if field.attname not in ("id", "number", "replaces_id")
    }

    with pytest.raises(DatabaseError, match="replaces nothing"), transaction.atomic():
        Election.objects.create(**fields, number=9, replaces=poll.election)
