"""The real thing: a worker in a process of its own, behind the real broker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ballots import tasks
from ballots.models import Ballot, Poll, Tally
from congress.models import Congress, VotingBody
from core.jobs import ledger
from core.models import Job, StoredPrint, User
from core.tasks import resend_stale_jobs
from tests import make
from tests.worker import Worker, until

pytestmark = pytest.mark.django_db(transaction=True)

Ended = Callable[[Job], Job]


def asked(task: object, subject: object, by: User, queue: str = "quick") -> Job:
    return ledger.request(
        task,  # type: ignore[arg-type] # any of ours
        subject=subject,  # type: ignore[arg-type] # any model
        scope=VotingBody.objects.get().scope,
        by=by,
        at=timezone.now(),
        queue=queue,
    )


@pytest.mark.usefixtures("worker")
def test_a_file_becomes_minutes_in_a_workers_hands(ended: Ended) -> None:
    board = make.board()
    upload = make.upload(board.body, make.election_file(), by=board.technician)

    read = ended(asked(tasks.import_upload, upload, board.technician))
    poll = Poll.objects.get()
    counted = ended(asked(tasks.count_poll, poll, board.member))
    tally = Tally.objects.get()
    make.confirm(poll, by=board.head)
    printed = ended(asked(tasks.print_minutes, tally, board.head, "print"))

    assert [job.state for job in (read, counted, printed)] == ["done"] * 3
    assert (read.done, counted.done) == (9, 9)
    assert (tally.counted_by, tally.valid) == (board.member, 7)
    assert bytes(StoredPrint.objects.get().data).startswith(b"%PDF")


@pytest.mark.usefixtures("worker")
def test_a_file_with_a_mistake_ends_in_a_sentence(ended: Ended) -> None:
    board = make.board()
    wrong = make.upload(board.body, make.election_file(returned=8), by=board.technician)

    job = ended(asked(tasks.import_upload, wrong, board.technician))

    assert job.state == "refused"
    assert job.note.endswith(".")
    assert not Poll.objects.exists()


def test_work_survives_its_worker(worker: Worker, ended: Ended) -> None:
    board = make.board()
    upload = make.upload(board.body, make.election_file(), by=board.technician)
    job = asked(tasks.import_upload, upload, board.technician)

    # The worker is in the middle of its work: it waits for a row that is held here.
    with transaction.atomic():
        Congress.objects.select_for_update().get()
        job.refresh_from_db()
        until(lambda: Job.objects.get(pk=job.pk).state == "running")
        worker.kill()
    half_way = Job.objects.get(pk=job.pk)
    worker.start_again()
    silent_since = timezone.now() - ledger.LOST_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(beat_at=silent_since, sent_at=silent_since)
    sent = ledger.resend_stale(at=timezone.now())
    over = ended(job)

    assert (half_way.state, half_way.attempts) == ("running", 1)
    assert (sent, over.state, over.attempts) == (1, "done", 2)
    assert (Poll.objects.count(), Ballot.objects.count()) == (1, 4)


def test_a_print_survives_its_worker_and_is_kept_once(
    worker: Worker, ended: Ended
) -> None:
    board = make.board()
    confirmation = make.confirmed(board.body, head=board.head)
    job = asked(tasks.print_minutes, confirmation.tally, board.head, "print")

    # The paper is rendered and waits to be kept: the shelf is held here.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_storedprint IN SHARE ROW EXCLUSIVE MODE")
        until(_somebody_waits_for_the_shelf)
        worker.kill()
    half_way = Job.objects.get(pk=job.pk)
    kept = StoredPrint.objects.count()
    worker.start_again()
    silent_since = timezone.now() - ledger.LOST_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(beat_at=silent_since, sent_at=silent_since)
    ledger.resend_stale(at=timezone.now())
    over = ended(job)

    assert (half_way.state, kept) == ("running", 0)
    assert (over.state, over.attempts) == ("done", 2)
    assert bytes(StoredPrint.objects.get().data).startswith(b"%PDF")


def _somebody_waits_for_the_shelf() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND relation = 'core_storedprint'::regclass)"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


@pytest.mark.usefixtures("worker")
def test_the_sweeper_is_work_for_a_worker_too(ended: Ended) -> None:
    board = make.board()
    poll = make.imported(board.body)
    job = asked(tasks.count_poll, poll, board.member)
    over = ended(job)
    Job.objects.filter(pk=job.pk).update(
        state="queued", ended_at=None, sent_at=timezone.now() - timedelta(minutes=1)
    )

    resend_stale_jobs.delay()

    again = ended(job)
    assert (over.attempts, again.attempts, again.state) == (1, 2, "done")
    assert Tally.objects.count() == 1


@pytest.mark.usefixtures("worker")
def test_a_message_for_a_job_that_is_gone_is_no_harm(ended: Ended) -> None:
    tasks.count_poll.delay(job_id="00000000-0000-0000-0000-000000000000")
    board = make.board()
    poll = make.imported(board.body)

    job = ended(asked(tasks.count_poll, poll, board.member))

    assert job.state == "done"
