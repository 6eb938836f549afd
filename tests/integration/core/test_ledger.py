import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import pytest
from celery import Celery
from django.db import transaction
from django.utils import timezone

from config.celery import app as portal
from core.errors import Refused
from core.jobs import ledger
from core.models import Job, Unit
from tests import make
from tests.worker import nothing

pytestmark = pytest.mark.django_db(transaction=True)

LATER: Final = timedelta(seconds=6)


@pytest.fixture
def unit(db: None) -> Unit:
    return make.unit()


def asked(unit: Unit) -> Job:
    now = timezone.now()
    return ledger.request(nothing, subject=unit, scope=unit.scope, by=None, at=now)


def heartbeat_lost(job: Job) -> None:
    """Let it look as if its worker had died a while ago."""
    long_ago = timezone.now() - LATER
    Job.objects.filter(pk=job.pk).update(beat_at=long_ago, sent_at=long_ago)


@contextmanager
def without_broker() -> Iterator[None]:
    broken = Celery("broken", broker="redis+socket:///nowhere/at.all")
    try:
        yield
    finally:
        portal.set_current()
        broken.close()


def refuse() -> None:
    raise Refused("Chưa niêm phong thùng phiếu.")


def test_asking_twice_is_asking_once(unit: Unit) -> None:
    first = asked(unit)
    second = asked(unit)

    assert second == first
    assert Job.objects.get().state == Job.State.QUEUED


def test_what_is_over_can_be_asked_for_again(unit: Unit) -> None:
    first = asked(unit)
    with ledger.performing(str(first.pk)):
        pass

    second = asked(unit)

    assert second != first
    assert ledger.latest(nothing, subject=unit) == second


def test_work_that_ends_well_is_done(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as work:
        assert work
        work.report(3, 4)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == ("done", 4, 4, 100)
    assert (job.attempts, job.claim, job.note) == (1, None, "")
    assert job.ended_at is not None


def test_a_refusal_is_noted_for_the_person_and_raises_nothing(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as work:
        assert work
        work.report(1, 4)
        refuse()

    job.refresh_from_db()
    assert (job.state, job.note, job.done) == (
        "refused",
        "Chưa niêm phong thùng phiếu.",
        1,
    )


def test_a_fault_marks_the_job_failed_and_is_raised_to_the_log(unit: Unit) -> None:
    job = asked(unit)

    with pytest.raises(ZeroDivisionError), ledger.performing(str(job.pk)):
        _ = 1 // 0

    job.refresh_from_db()
    assert (job.state, job.note, job.is_live) == ("failed", "", False)


def test_progress_is_seen_while_the_work_goes_on(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as work:
        assert work
        work.report(1, 4)
        seen = _until_seen(job, lambda row: row.done == 1)
        assert (seen.state, seen.total, seen.percent) == ("running", 4, 25)


def _until_seen(job: Job, happened: Callable[[Job], bool]) -> Job:
    ends = timezone.now() + timedelta(seconds=10)
    while timezone.now() < ends:
        row = Job.objects.get(pk=job.pk)
        if happened(row):
            return row
    raise AssertionError("not seen in ten seconds")


def test_a_message_that_comes_twice_finds_nothing_to_do(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as first:
        with ledger.performing(str(job.pk)) as second:
            assert second is None
        assert first is not None
    with ledger.performing(str(job.pk)) as third:
        assert third is None

    assert Job.objects.get().attempts == 1


def heart_stops(work: ledger.Performance) -> None:
    """Let the thread that beats come to its end, so that it writes no more."""
    work._over.set()
    for thread in threading.enumerate():
        if thread.name == f"heartbeat {work.job.pk}":
            thread.join()


def test_a_job_without_heartbeat_is_claimed_again(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as zombie:
        assert zombie
        heart_stops(zombie)
        heartbeat_lost(job)
        with ledger.performing(str(job.pk)) as work:
            assert work
            assert work.job.claim != zombie.job.claim

    assert Job.objects.get().attempts == 2


def test_a_worker_thought_dead_can_neither_end_the_job_nor_write_progress(
    unit: Unit,
) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)) as zombie:
        assert zombie
        heart_stops(zombie)
        heartbeat_lost(job)
        heir = ledger._claim(str(job.pk))
        assert heir
        zombie.report(9, 9)

    # The zombie's work is over; the heir still has the job in hand.
    job.refresh_from_db()
    assert (job.state, job.claim, job.done) == ("running", heir.claim, 0)


def test_what_nobody_has_in_hand_is_sent_again_and_only_once(unit: Unit) -> None:
    job = asked(unit)
    now = timezone.now()

    early = ledger.resend_stale(at=now)
    late = ledger.resend_stale(at=now + LATER)
    again = ledger.resend_stale(at=now + LATER)

    job.refresh_from_db()
    assert (early, late, again) == (0, 1, 0)
    assert job.sent_at == now + LATER


def test_a_job_in_hand_is_not_sent_again(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)):
        Job.objects.filter(pk=job.pk).update(sent_at=timezone.now() - LATER)
        sent = ledger.resend_stale(at=timezone.now())

    assert sent == 0


def test_a_job_that_kills_every_worker_is_given_up(unit: Unit) -> None:
    job = asked(unit)
    Job.objects.filter(pk=job.pk).update(
        state="running",
        attempts=ledger.ATTEMPTS,
        claim=uuid.uuid4(),
        beat_at=timezone.now(),
    )
    heartbeat_lost(job)

    sent = ledger.resend_stale(at=timezone.now())

    job.refresh_from_db()
    assert (sent, job.state, job.is_live) == (0, "failed", False)
    assert job.ended_at is not None


def test_work_that_is_over_is_not_given_up_after_all(unit: Unit) -> None:
    job = asked(unit)
    with ledger.performing(str(job.pk)):
        pass

    ledger.give_up(str(job.pk), seconds=600)

    job.refresh_from_db()
    assert (job.state, job.note) == ("done", "")


def test_work_that_was_given_up_cannot_say_that_it_is_done(unit: Unit) -> None:
    job = asked(unit)

    with ledger.performing(str(job.pk)):
        ledger.give_up(str(job.pk), seconds=600)

    job.refresh_from_db()
    assert (job.state, job.claim) == ("failed", None)
    assert "quá 10 phút" in job.note


def test_a_broker_out_of_reach_fails_nobodys_request(
    unit: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    with without_broker():
        job = asked(unit)

    sent_later = ledger.resend_stale(at=timezone.now() + LATER)

    assert [record.message for record in caplog.records] == ["job not sent"]
    assert (job.state, sent_later) == ("queued", 1)


def test_a_request_taken_back_asks_for_nothing(unit: Unit) -> None:

    with transaction.atomic():
        asked(unit)
        transaction.set_rollback(True)

    assert not Job.objects.exists()
