"""Nobody changes a finished fact: neither the owner nor the application's role."""

import re
import uuid
from typing import Final

import pytest
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from ballots.models import (
    Acknowledgement,
    Announcement,
    Annulment,
    BoardRuling,
    BoxSeal,
    Confirmation,
    Entry,
    EntryCheck,
    FrozenBase,
    JournalLine,
    LookedPaper,
    LookRuling,
    LookStopped,
    MidTerm,
    OutsideResult,
    PutAway,
    SignedMinutes,
    Station,
    ThirdLook,
)
from ballots.rules.command import Mode
from ballots.services import (
    abandon_entry,
    divide_papers,
    save_ballot,
    take_batch,
    withdraw_poll,
)
from ballots.services.entering import Typing
from core import registry
from core.models import (
    Arrival,
    AuditEvent,
    Journey,
    JourneyEnd,
    Parcel,
    PersonVersion,
    User,
)
from core.services import Decision, merge_people, merge_units
from tests import make
from tests.integration.congress import (
    arranged,
    assignment_breaches,
    celebration_breaches,
    learning_breaches,
    readiness_breaches,
    review_breaches,
    task_breaches,
    walls,
)

pytestmark = pytest.mark.django_db

# Kept by triggers alone: files and entries grow until they are whole, a batch is
# counted off anew while the box is open, and an upload is locked while it is read, for
# which the application needs the right to change it.
KEPT_ONCE_WHOLE: Final = {
    "ballots_ballot",
    "ballots_batch",
    "ballots_entry",
    "ballots_upload",
    # Noted by mistake, an end is taken back, once.
    "congress_officeend",
    "core_storedfile",
}
CHANGES: Final = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
)
FACTS: Final = {
    "core_auditevent": "act",
    "core_storedprint": "form",
    "ballots_tally": "digest",
    "ballots_tallyline": "votes",
    "ballots_tallyreason": "ballots",
    "ballots_confirmation": "at",
    "ballots_withdrawal": "reason",
    "ballots_acknowledgement": "figures",
    "ballots_announcement": "revision",
    "ballots_annulment": "decision",
    "ballots_boardruling": "reason",
    "ballots_boxseal": "seal",
    "ballots_entrycheck": "note",
    "ballots_frozenbase": "convened",
    "ballots_journalline": "content",
    "ballots_lookedpaper": "content",
    "ballots_lookruling": "reason",
    "ballots_lookstopped": "reason",
    "ballots_midterm": "fixed",
    "ballots_outsideresult": "agrees",
    "ballots_putaway": "packages",
    "ballots_signedminutes": "revision",
    "ballots_station": "number",
    "ballots_thirdlook": "seed",
    "congress_assignmentevaluation": "note",
    "congress_elected": "votes",
    "congress_difficultystep": "text",
    "congress_frame": "reading",
    "congress_lessonanswer": "text",
    "congress_lessonpush": "first_year",
    "congress_practicestep": "text",
    "congress_guestevent": "act",
    "congress_reminder": "people",
    "congress_step": "number",
    "congress_submissioncomment": "text",
    "congress_submissionfile": "title",
    "congress_submissionreading": "revision",
    "congress_submissionstep": "note",
    "congress_conferencenote": "text",
    "congress_taskfile": "caption",
    "congress_emulationresult": "note",
    "congress_taskstep": "text",
    "core_storedfilechunk": "number",
    "core_userversion": "full_name",
    "core_personversion": "full_name",
    "core_postversion": "title",
    "core_personmerge": "reason",
    "core_unitchange": "act",
    "core_unitsuccession": "keeps_files",
    "core_unitversion": "name",
    "core_auditseal": "digest",
    "core_journey": "destination",
    "core_parcel": "rows",
    "core_arrival": "machine",
    "core_journeyend": "reason",
    "core_rulesetedition": "digest",
}
REFUSED_BY_TRIGGER: Final = "23001"
REFUSED_BY_RIGHT: Final = "42501"


@pytest.fixture
def facts(db: None) -> None:
    """One row at least in every table of finished facts."""
    confirmation = make.confirmed()
    make.shelved(confirmation)
    readiness_breaches.reminder()
    arranged.accredited()
    readiness_breaches.step()
    assignment_breaches.evaluation()
    learning_breaches.facts()
    review_breaches.facts()
    task_breaches.facts()
    celebration_breaches.facts()
    _of_typed_papers(confirmation)
    withdraw_poll(str(make.imported().pk), reason="x", by=confirmation.by, at=make.NOON)
    merge_people(
        kept_id=make.person().pk,
        gone_id=make.post(make.person()).person_id,
        seen_versions=(1, 1),
        taken=(),
        reason="x",
        by=confirmation.by,
        at=make.NOON,
    )
    operator = walls.operator(confirmation.poll.election.congress)
    walls.step(confirmation.poll.election.congress, None, by=operator)
    # Every account is changed, and kept as it was before.
    User.objects.update(is_active=False)
    _of_a_journey(confirmation)
    merge_units(
        predecessors={make.unit().pk: 1},
        into=make.unit().pk,
        decision=Decision(on=make.LONG_AGO, paper="12-QĐ/TU"),
        by=confirmation.by,
        at=make.NOON,
    )
    # A table with checks still to come cannot be emptied for that reason alone.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _of_a_journey(confirmation: Confirmation) -> None:
    by, at = confirmation.by, make.NOON
    congress = confirmation.poll.election.congress
    journey = Journey.objects.create(
        scope=congress.scope,
        destination="x",
        block=1,
        secret="x",
        recipient="x",
        by=by,
        at=at,
    )
    file = make.upload(confirmation.poll.election.body, b"z").file
    Parcel.objects.create(journey=journey, way="out", file=file, rows=1, at=at)
    Arrival.objects.create(journey=journey, machine="x", at=at)
    JourneyEnd.objects.create(journey=journey, how="given_up", by=by, at=at, reason="x")


def _of_typed_papers(confirmation: Confirmation) -> None:
    poll, by, at = confirmation.poll, confirmation.by, make.NOON
    entry = Entry.objects.get(batch__poll=poll)
    ballot = entry.ballots.order_by("position")[0]
    file = make.upload(poll.election.body, b"x").file
    other = make.upload(poll.election.body, b"y").file
    with make.past_every_trigger():
        Acknowledgement.objects.create(
            poll=poll, figures="x", warnings=[], by=by, at=at
        )
        Announcement.objects.create(poll=poll, revision=1, by=by, at=at)
        Annulment.objects.create(
            poll=poll,
            confirmation=confirmation,
            decision="x",
            decided_on=at.date(),
            decided_by="x",
            ground="procedure",
            reason="x",
            by=by,
            at=at,
        )
        MidTerm.objects.create(
            election=poll.election,
            why="vacancy",
            fixed=9,
            standing=1,
            percent=10,
            consent="x",
            consent_on=at.date(),
            consent_by="x",
            reason="x",
            by=by,
            at=at,
        )
        BoardRuling.objects.create(
            ballot=ballot, number=1, reason="x", deciders=["x"], by=by, at=at
        )
        BoxSeal.objects.create(poll=poll, board=["x"], witnesses="x", by=by, at=at)
        EntryCheck.objects.create(entry=entry, agrees=True, by=by, at=at)
        FrozenBase.objects.create(
            poll=poll,
            body="delegates_congress",
            convened=1,
            lines=[],
            value=1,
            present=1,
            by=by,
            at=at,
        )
        JournalLine.objects.create(
            entry=entry, sequence=1, position=1, act="saved", key=uuid.uuid4(), by=by
        )
        look = ThirdLook.objects.create(
            poll=poll,
            revision=1,
            seed="4216351264",
            digest="x",
            papers=1,
            drawn=[[1, 1]],
            margin_asked=False,
            by=by,
            at=at,
        )
        LookedPaper.objects.create(
            look=look,
            ballot=ballot,
            number=1,
            content="x",
            matches=True,
            key=uuid.uuid4(),
            by=by,
        )
        LookRuling.objects.create(
            look=look, ballot=ballot, reason="x", deciders=["x"], by=by, at=at
        )
        LookStopped.objects.create(poll=poll, revision=1, reason="x", by=by, at=at)
        OutsideResult.objects.create(
            poll=poll,
            tally=confirmation.tally,
            file=file,
            rows=[],
            agrees=True,
            by=by,
            at=at,
        )
        PutAway.objects.create(
            poll=poll, packages=1, handed_to="x", keep_until=at.date(), by=by, at=at
        )
        SignedMinutes.objects.create(poll=poll, revision=1, file=other, by=by, at=at)
        Station.objects.create(
            body=poll.election.body, number=1, mark="x", since=make.NOON
        )


def refusal_of(statement: str) -> str | None:
    """The code with which the database refuses, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "pgcode", ""))
    return None


def test_every_table_of_finished_facts_is_tried_here() -> None:
    assert set(FACTS) == set(registry.facts())


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("table", FACTS)
def test_the_owner_cannot_change_a_fact(table: str) -> None:
    statements = [each.format(table=table, column=FACTS[table]) for each in CHANGES]

    found = [refusal_of(statement) for statement in statements]

    assert found == [REFUSED_BY_TRIGGER] * 3


@pytest.mark.usefixtures("facts")
@pytest.mark.parametrize("table", FACTS)
def test_the_application_has_no_right_to_change_a_fact(
    table: str, application_role: str
) -> None:
    statements = [each.format(table=table, column=FACTS[table]) for each in CHANGES]

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        found = [refusal_of(statement) for statement in statements]
        readable = refusal_of(f"TABLE {table}")
        cursor.execute("RESET ROLE")

    assert found == [REFUSED_BY_RIGHT] * 3
    assert readable is None


def test_the_application_does_its_work_with_its_rights(application_role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        confirmation = make.confirmed()
        kept = make.shelved(confirmation)
        cursor.execute("RESET ROLE")

    assert kept.digest
    assert AuditEvent.objects.filter(act="ballots.tally_confirmed").count() == 1


def test_granting_twice_is_granting_once(application_role: str) -> None:
    call_command("grant_application_role", application_role)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = %s AND table_name = 'ballots_tally' ORDER BY 1",
            [application_role],
        )
        assert [right for (right,) in cursor.fetchall()] == ["INSERT", "SELECT"]


def test_a_role_name_is_never_run_as_sql(application_role: str) -> None:
    with pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
        call_command("grant_application_role", f'{application_role}"; SELECT 1; --')


def test_every_table_that_refuses_truncation_is_found_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_get_triggerdef(t.oid) FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal"
        )
        found: dict[str, set[str]] = {}
        for table, definition in cursor.fetchall():
            acts = re.findall(r"(UPDATE|DELETE|TRUNCATE)", definition)
            found.setdefault(table, set()).update(acts)

    guarded = {table for table in found if len(found[table]) == 3}
    assert guarded == set(FACTS) | KEPT_ONCE_WHOLE


def test_the_application_cannot_switch_versions_off_for_itself(
    application_role: str,
) -> None:
    person = make.person()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(tgname)::text FROM pg_trigger"
            " WHERE tgrelid = 'core_person'::regclass AND NOT tgisinternal"
        )
        (triggers,) = cursor.fetchone()
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        cursor.execute("SET LOCAL pgtrigger.ignore = %s", [triggers])
        cursor.execute("UPDATE core_person SET position = 'x', version = version + 1")
        cursor.execute("RESET ROLE")

    assert PersonVersion.objects.filter(pgh_obj=person.pk).count() == 1


@pytest.mark.parametrize("table", ["core_user", "core_appointment", "core_signin"])
def test_the_application_unmakes_no_account_role_or_sign_in(
    application_role: str, table: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of this file


ABANDONED: Final = (
    """INSERT INTO ballots_ballot (entry_id, position, copies)
       SELECT id, 9, 1 FROM ballots_entry""",
    "UPDATE ballots_ballot SET position = position + 7",
    "DELETE FROM ballots_ballot",
    """INSERT INTO ballots_journalline
       (entry_id, sequence, position, act, content, key, by_id)
       SELECT id, 9, 1, 'saved', '', gen_random_uuid(), by_id FROM ballots_entry""",
    "UPDATE ballots_journalline SET content = ''",
    "UPDATE ballots_entry SET finished_at = NULL",
    "UPDATE ballots_entry SET digest = 'd'",
    "DELETE FROM ballots_entry",
)


@pytest.mark.parametrize("statement", ABANDONED)
def test_nothing_joins_leaves_or_wakes_an_entry_that_was_given_up(
    statement: str,
) -> None:
    board = make.board()
    poll = make.open_box(board.body)
    [batch] = divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)
    entry = str(take_batch(str(batch.pk), by=board.technician, at=make.NOON).pk)
    typing = Typing(1, "1 2", Mode.STRUCK, uuid.uuid4(), 0)
    save_ballot(entry, typing, by=board.technician)
    abandon_entry(entry, reason="x", by=board.member, at=make.NOON)

    assert refusal_of(statement) == REFUSED_BY_TRIGGER
