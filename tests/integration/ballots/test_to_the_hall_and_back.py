"""A congress taken to a hall's machine, elected there, and brought back."""

import io
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.db.utils import IntegrityError, InternalError

from ballots import queries
from ballots.models import Ballot, Confirmation, Poll, Tally, TallyLine
from ballots.rules.outcome import Verdict
from congress.models import BodyKind, Congress, Elected, RollEntry, VotingBody
from core.access.rights import Role
from core.audit.verification import verify
from core.models import (
    Appointment,
    Arrival,
    AuditEvent,
    Journey,
    JourneyEnd,
    Person,
    Unit,
    User,
)
from core.operations import keys
from core.queries import journeys as reads
from core.queries.rule_sets import content_of
from core.registry import printed_heads
from core.services import AdministratorExists, create_first_administrator, journeys
from core.services.roles import BeyondWhatArrived
from core.services.rule_sets import KeptElsewhere, change_rule_set
from core.travel import arriving, returning
from core.travel.comparing import Clash, Forged
from core.travel.parcel import DamagedParcel, NotAParcel, WrongPassphrase
from core.travel.returning import Conflicts, DoesNotHold, NotOurs
from core.travel.tables import BLOCK
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.archives import Count
from tests.integration.ballots.heaps import ISSUED, PRINTED
from tests.integration.ballots.journeys import (
    PASSPHRASE,
    Hall,
    another_machine,
    bring_back,
    opened,
    packed,
    take_out,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS = ("4", "1", "2 3", "3", "0", "1 2", "4", "2")


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_COST", 10)


@pytest.fixture
def hall() -> Iterator[Hall]:
    with another_machine() as found:
        yield found


@pytest.fixture
def prepared(hall: Hall) -> heaps.Hall:
    """A congress whose list is closed; another one stands beside it."""
    # Every portal has more editions than one congress needs.
    call_command("ship_rule_sets", stdout=io.StringIO())
    make.confirmed()
    return heaps.with_closed_list()


def scope_of(prepared: heaps.Hall) -> Congress:
    return prepared.poll.election.congress


def elect(prepared: heaps.Hall) -> Confirmation:
    """Everything from the empty box to the confirmed result."""
    prepared.note(PRINTED)
    prepared.seal()
    prepared.issue()
    prepared.note(ISSUED)
    prepared.open()
    prepared.note({**ISSUED, "returned": len(PAPERS)})
    count = Count(PAPERS, hall=prepared)
    count.read()
    count.check()
    count.counted()
    count.unlooked()
    return count.confirm()


def out_and_elected(hall: Hall, prepared: heaps.Hall) -> tuple[Journey, bytes]:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        elect(prepared)
    return journey, hall.send_back(journey)


def test_a_congress_is_elected_elsewhere_and_its_result_comes_back(
    hall: Hall, prepared: heaps.Hall
) -> None:
    lines_before = AuditEvent.objects.count()
    _journey, back = out_and_elected(hall, prepared)
    with hall.there():
        there = Tally.objects.get(poll=prepared.poll)
        lines_there = {each.pk: each.votes for each in there.lines.all()}

    brought = bring_back(back)

    poll = prepared.now
    assert poll.stage == "confirmed"
    confirmation = queries.confirmation_of(poll)
    assert confirmation
    assert confirmation.tally.digest == there.digest
    assert {each.pk: each.votes for each in confirmation.tally.lines.all()} == (
        lines_there
    )
    assert Ballot.objects.filter(entry__batch__poll=poll).count() == len(PAPERS)
    assert [each.holds for each in brought.proved] == [True]
    assert not brought.plan.conflicts
    assert not reads.open_journey(scope_of(prepared).scope)
    assert AuditEvent.objects.count() > lines_before
    assert scope_of(prepared).bodies.get().elected_lists.count() == 1


def test_what_came_back_is_chained_here_and_its_papers_name_the_chain_there(
    hall: Hall, prepared: heaps.Hall
) -> None:
    _journey, back = out_and_elected(hall, prepared)
    bring_back(back)

    report = verify(printed_heads())

    assert report.is_whole
    assert report.claims == 2


def test_rows_made_there_have_numbers_that_are_made_nowhere_here(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, back = out_and_elected(hall, prepared)
    bring_back(back)

    made_there = Ballot.objects.filter(entry__batch__poll=prepared.poll)
    numbers = made_there.values_list("pk", flat=True)
    assert {number // BLOCK for number in numbers} == {journey.block}
    later = make.confirmed()
    assert all(
        pk < BLOCK
        for pk in Ballot.objects.filter(entry__batch__poll=later.poll).values_list(
            "pk", flat=True
        )
    )


def test_a_file_is_brought_back_once(hall: Hall, prepared: heaps.Hall) -> None:
    _journey, back = out_and_elected(hall, prepared)
    bring_back(back)

    with pytest.raises(NotOurs, match="đã kết thúc"):
        bring_back(back)


def test_a_rehearsal_of_bringing_back_leaves_nothing(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, back = out_and_elected(hall, prepared)
    header, content = opened(back)

    brought = returning.bring_back(
        header, content, sha256="a" * 64, keep_here=False, at=make.NOON, rehearse=True
    )

    assert [each.holds for each in brought.proved] == [True]
    assert prepared.now.stage == "list_closed"
    assert not reads.has_ended(journey)


def test_triggers_refuse_again_afterwards(hall: Hall, prepared: heaps.Hall) -> None:
    _journey, back = out_and_elected(hall, prepared)
    bring_back(back)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Tally.objects.filter(poll=prepared.poll).update(valid=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone() == (0,)


def test_who_only_stands_in_rows_does_not_sign_in_there(
    hall: Hall, prepared: heaps.Hall
) -> None:
    clerk = make.user(full_name="Người Lập")
    congress = scope_of(prepared)
    RollEntry.objects.filter(body__congress=congress).update(changed_by=clerk)
    boss = make.administrator()
    make.appointment(boss, Role.SECRETARIAT, at=congress.scope)
    _journey, file = take_out(congress.scope, prepared.head)

    hall.receive(file)

    with hall.there():
        unknown = User.objects.get(pk=clerk.pk)
        assert not unknown.is_active
        assert not unknown.has_usable_password()
        assert unknown.person_id is None
        head = User.objects.get(pk=prepared.head.pk)
        assert head.is_active
        assert head.password == prepared.head.password
        assert not User.objects.filter(is_superuser=True).exists()


def test_roles_of_the_whole_unit_go_along_without_a_password(
    hall: Hall, prepared: heaps.Hall
) -> None:
    unit = scope_of(prepared).unit
    staff = make.holder(Role.ORGANISATION_STAFF, at=unit.scope, full_name="Cán Bộ")
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)

    hall.receive(file)

    with hall.there():
        account = User.objects.get(pk=staff.pk)
        assert not account.is_active
        assert not account.has_usable_password()
        assert account.appointments.count() == 1


def test_nothing_leaves_while_papers_are_counted(prepared: heaps.Hall) -> None:
    prepared.note(PRINTED)
    prepared.seal()
    prepared.issue()
    prepared.note(ISSUED)
    prepared.open()

    with pytest.raises(journeys.NotNow, match="đang kiểm phiếu"):
        take_out(scope_of(prepared).scope, prepared.head)

    assert not Journey.objects.exists()


def test_nothing_comes_back_while_papers_are_counted(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        prepared.note(PRINTED)
        prepared.seal()
        prepared.issue()
        prepared.note(ISSUED)
        prepared.open()

    with pytest.raises(journeys.NotNow):
        hall.send_back(journey)


def test_the_hall_gives_no_role_and_changes_no_rule_beyond_the_congress(
    hall: Hall, prepared: heaps.Hall
) -> None:
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)

    with hall.there():
        unit = Unit.objects.get(pk=scope_of(prepared).unit_id)
        helper = make.holder(
            Role.TALLY_MEMBER, at=prepared.poll.election.body.scope, of=unit
        )
        with pytest.raises(BeyondWhatArrived):
            make.appointment(helper, Role.INSPECTOR, at=unit.scope)
        with pytest.raises(KeptElsewhere):
            change_rule_set(
                "190-QD/TW",
                seen=1,
                content=content_of(make.edition()),
                reason="thử",
                by=helper,
                at=make.NOON,
            )


def test_only_what_the_congress_needs_travels(hall: Hall, prepared: heaps.Hall) -> None:
    stranger = make.person("Người Xa Lạ")
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)

    hall.receive(file)

    with hall.there():
        assert Congress.objects.count() == 1
        assert not Person.objects.filter(pk=stranger.pk).exists()
        assert not Confirmation.objects.exists()
        assert not Unit.objects.filter(pk=stranger.unit_id).exists()


def test_the_hall_gets_an_administrator_of_its_own_once(
    hall: Hall, prepared: heaps.Hall
) -> None:
    make.administrator()
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)

    def begin(username: str) -> User:
        return create_first_administrator(
            username=username,
            password=make.PASSWORD,
            full_name="Quản Trị",
            at=make.NOON,
        )

    with hall.there():
        begin("quantri.hoitruong")
        with pytest.raises(AdministratorExists):
            begin("nguoi.khac")


def test_somebody_called_from_the_floor_comes_back_his_account_closed(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        unit = Unit.objects.get(pk=scope_of(prepared).unit_id)
        body = prepared.poll.election.body
        newcomer = make.person("Người Mới", at=unit)
        make.on_roll(body, newcomer)
        helper = make.holder(Role.TALLY_MEMBER, at=body.scope, of=unit)
    bring_back(hall.send_back(journey))

    assert Person.objects.get(pk=newcomer.pk).full_name == "Người Mới"
    account = User.objects.get(pk=helper.pk)
    assert not account.is_active
    assert Appointment.objects.filter(user=account).count() == 1


def test_a_meeting_called_there_comes_back(hall: Hall, prepared: heaps.Hall) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        congress = Congress.objects.get(pk=scope_of(prepared).pk)
        meeting = make.body(congress, kind=BodyKind.COMMITTEE)
    bring_back(hall.send_back(journey))

    assert VotingBody.objects.get(pk=meeting.pk).scope.title == meeting.scope.title


def test_what_both_changed_is_shown_and_nothing_is_overwritten(
    hall: Hall, prepared: heaps.Hall
) -> None:
    entry = RollEntry.objects.filter(body__congress=scope_of(prepared)).first()
    assert entry
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        RollEntry.objects.filter(pk=entry.pk).update(version=7)
        elect(prepared)
    RollEntry.objects.filter(pk=entry.pk).update(version=5)
    back = hall.send_back(journey)

    with pytest.raises(Conflicts) as refused:
        bring_back(back)

    (conflict,) = refused.value.plan.conflicts
    assert conflict.row.key == str(entry.pk)
    assert conflict.clash is Clash.CHANGED_ON_BOTH
    assert not Tally.objects.filter(poll=prepared.poll).exists()

    brought = bring_back(back, keep_here=True)

    assert RollEntry.objects.get(pk=entry.pk).version == 5
    assert prepared.now.stage == "confirmed"
    assert brought.end.kept == 1


def test_what_was_removed_there_goes_here_unless_it_changed(
    hall: Hall, prepared: heaps.Hall
) -> None:
    first, second = RollEntry.objects.filter(
        body__congress=scope_of(prepared), person__user=None
    )[:2]
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        RollEntry.objects.filter(pk__in=[first.pk, second.pk]).delete()
    RollEntry.objects.filter(pk=second.pk).update(version=5)
    back = hall.send_back(journey)

    with pytest.raises(Conflicts) as refused:
        bring_back(back)
    assert [each.clash for each in refused.value.plan.conflicts] == [Clash.CHANGED_HERE]
    bring_back(back, keep_here=True)

    assert not RollEntry.objects.filter(pk=first.pk).exists()
    assert RollEntry.objects.filter(pk=second.pk).exists()


def test_a_fact_that_was_changed_there_is_never_taken(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    line = AuditEvent.objects.filter(scope__path=scope_of(prepared).scope.path).first()
    assert line
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        AuditEvent.objects.filter(pk=line.pk).update(act="core.nothing")
    back = hall.send_back(journey)

    with pytest.raises(Conflicts) as refused:
        bring_back(back, keep_here=True)

    assert [each.clash for each in refused.value.plan.conflicts] == [Clash.FACT_CHANGED]


@pytest.mark.parametrize(
    ("of", "forged"),
    [
        (TallyLine, {"votes": F("votes") + 1}),
        (TallyLine, {"verdict": Verdict.ELECTED.value}),
        (TallyLine, {"rank": 9}),
        (Tally, {"valid": F("valid") - 1, "invalid": F("invalid") + 1}),
        (Tally, {"threshold": 1}),
    ],
)
def test_a_result_that_does_not_hold_is_not_taken(
    hall: Hall,
    prepared: heaps.Hall,
    of: type[Tally | TallyLine],
    forged: dict[str, object],
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        elect(prepared)
        with transaction.atomic(), make.past_every_trigger():
            of._default_manager.update(**forged)
    back = hall.send_back(journey)

    with pytest.raises(DoesNotHold):
        bring_back(back)

    assert not Tally.objects.filter(poll=prepared.poll).exists()


def test_somebody_else_kept_as_elected_is_not_taken(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        elect(prepared)
        loser = make.person("Người Trượt", at=scope_of(prepared).unit)
        with transaction.atomic(), make.past_every_trigger():
            first = Elected.objects.filter(elected_list__poll=prepared.poll.pk)[0]
            Elected.objects.filter(pk=first.pk).update(person=loser)
    back = hall.send_back(journey)

    with pytest.raises(DoesNotHold):
        bring_back(back)


def test_rows_beyond_the_congress_are_refused(hall: Hall, prepared: heaps.Hall) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        unit = Unit.objects.get(pk=scope_of(prepared).unit_id)
        body = prepared.poll.election.body
        thief = make.holder(Role.TALLY_MEMBER, at=body.scope, of=unit)
        # A right over the whole unit, for somebody of the hall.
        Appointment.objects.filter(user=thief).update(
            scope=unit.scope, role=Role.ORGANISATION_STAFF.value
        )
    back = hall.send_back(journey)

    with pytest.raises(Forged, match="nằm ngoài"):
        bring_back(back)


def test_a_row_whose_number_is_not_of_the_hall_is_refused(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there():
        helper = make.holder(
            Role.TALLY_MEMBER,
            at=prepared.poll.election.body.scope,
            of=scope_of(prepared).unit,
        )
        with transaction.atomic(), make.past_every_trigger():
            Appointment.objects.filter(user=helper).update(id=999_999)
    back = hall.send_back(journey)

    with pytest.raises(Forged, match="không do máy"):
        bring_back(back)


def test_a_file_of_somebody_without_the_secret_is_refused(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)
    with hall.there(), transaction.atomic(), make.past_every_trigger():
        Journey.objects.filter(pk=journey.pk).update(secret="another")
    back = hall.send_back(journey)

    with pytest.raises(Forged, match="không do máy đã nhận"):
        bring_back(back)


def test_a_file_on_its_way_out_is_not_brought_back_nor_loaded_twice(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    with pytest.raises(arriving.DoesNotFit, match="mang đi"):
        bring_back(file)

    hall.receive(file)

    with pytest.raises(arriving.NotEmpty):
        hall.receive(file)
    with pytest.raises(arriving.DoesNotFit, match="bring-back"):
        arriving.look_whether_it_fits(opened(hall.send_back(journey))[0])


def test_the_bytes_of_a_file_are_all_looked_at(
    hall: Hall, prepared: heaps.Hall
) -> None:
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)

    with pytest.raises(WrongPassphrase):
        opened(file, "mot cau khac han the")
    with pytest.raises(NotAParcel):
        opened(file[1:])
    for place in (len(file) // 2, len(file) - 1):
        changed = bytearray(file)
        changed[place] ^= 1
        with pytest.raises(DamagedParcel):
            opened(bytes(changed))
    with pytest.raises(DamagedParcel):
        opened(file[:-100])
    renamed = file.replace("hội trường".encode(), "nơi khác!!".encode(), 1)
    with pytest.raises((DamagedParcel, NotAParcel)):
        opened(renamed)


def test_another_version_of_the_tables_is_refused(
    hall: Hall, prepared: heaps.Hall
) -> None:
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)
    with hall.there(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('core', '9999_later', now())"
        )

    with pytest.raises(arriving.DoesNotFit, match="cùng một phiên bản"):
        hall.receive(file)


def test_a_congress_is_on_one_journey_at_a_time(prepared: heaps.Hall) -> None:
    scope = scope_of(prepared).scope
    journey, _file = take_out(scope, prepared.head)

    with pytest.raises(journeys.AlreadyOut):
        take_out(scope, prepared.head)
    second = Journey.objects.get(pk=journey.pk)
    second.pk, second.block, second._state.adding = uuid4(), 5, True
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        second.save()

    journeys.give_up(str(journey.pk), reason="nhầm", by=prepared.head, at=make.NOON)

    take_out(scope, prepared.head)
    assert JourneyEnd.objects.get().how == JourneyEnd.How.GIVEN_UP


def test_nothing_comes_back_from_a_journey_that_was_given_up(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, back = out_and_elected(hall, prepared)
    journeys.give_up(str(journey.pk), reason="nhầm", by=prepared.head, at=make.NOON)

    with pytest.raises(NotOurs):
        bring_back(back)


def test_what_arrived_is_not_given_up_where_it_is_worked_on(
    hall: Hall, prepared: heaps.Hall
) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)
    hall.receive(file)

    with hall.there():
        assert Arrival.objects.get().journey_id == journey.pk
        with pytest.raises(journeys.NotOut):
            journeys.give_up(
                str(journey.pk), reason="nhầm", by=prepared.head, at=make.NOON
            )


def test_ballots_that_were_put_away_stay_at_home(
    hall: Hall, prepared: heaps.Hall
) -> None:
    elect(prepared)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=prepared.pk).update(stage="put_away")
    journey, file = take_out(scope_of(prepared).scope, prepared.head)

    hall.receive(file)

    with hall.there():
        assert Tally.objects.filter(poll=prepared.poll).exists()
        assert not Ballot.objects.exists()
    bring_back(hall.send_back(journey))
    assert Ballot.objects.filter(entry__batch__poll=prepared.poll).count() == len(
        PAPERS
    )


def test_a_file_tells_nothing_before_it_is_opened(prepared: heaps.Hall) -> None:
    _journey, file = take_out(scope_of(prepared).scope, prepared.head)
    person = prepared.head.full_name.encode()

    line, _sep, locked = file.partition(b"\n")

    assert PASSPHRASE.encode() not in file
    assert person not in file
    assert not re.search(rb"INSERT|COPY|\t\\N\t", locked)
    assert scope_of(prepared).scope.title.encode() in line


def test_a_parcel_is_not_put_into_the_next(prepared: heaps.Hall) -> None:
    journey, file = take_out(scope_of(prepared).scope, prepared.head)

    again = packed(journey)

    assert abs(len(again) - len(file)) < len(file) // 2
