"""The ledger of jobs: who asked for what, how far it is, how it ended.

The row is the truth. A message only wakes a worker, may come twice or never, and
carries nothing but the row's id. Progress and heartbeat are written on a connection of
their own, outside the transaction of the work, so that the page sees them and the
sweeper can tell a dead worker from a busy one.
"""

import logging
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, cast

from celery import Task, current_app
from django.conf import settings
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import DateTimeField, F, Func, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from core.errors import Refused
from core.models import Job, Scope, User

log = logging.getLogger(__name__)

BEAT_EVERY: Final = 1.0  # seconds between heartbeats
LOST_AFTER: Final = timedelta(seconds=5)  # no heartbeat for so long: nobody has it
UNSENT_AFTER: Final = timedelta(seconds=5)  # queued for so long: send once more
MESSAGE_LIVES: Final = 60  # seconds; the sweeper sends anew what is still wanted
DATABASE_AWAY: Final = (OperationalError, InterfaceError)
ATTEMPTS: Final = 5  # a job that kills its worker every time is given up


class ClockTimestamp(Func):
    """The database's time at this moment, not at the start of the transaction."""

    function = "clock_timestamp"
    output_field = DateTimeField()


@dataclass(slots=True)
class Performance:
    """A job in a worker's hands. ``report`` tells how far the work is."""

    job: Job
    _done: int = 0
    _total: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; cheap enough for every row."""
        self._total = total
        self._done = min(done, total)

    def _beat(self) -> None:
        """Write heartbeat and progress until the work is over."""
        try:
            while True:
                self._write()
                if self._over.wait(BEAT_EVERY):
                    return
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            Job.objects.filter(pk=self.job.pk, claim=self.job.claim).update(
                beat_at=ClockTimestamp(), done=self._done, total=self._total
            )
        except DATABASE_AWAY as fault:
            # It may be back in a second: a beat that is missed is no reason to stop.
            log.warning(
                "heartbeat missed",
                extra={"job": str(self.job.pk), "fault": str(fault)},
            )
            connection.close()


def request(
    task: "Task[Any, Any]",
    *,
    subject: Model,
    scope: Scope,
    by: User | None,
    at: datetime,
    queue: str = "quick",
) -> Job:
    """Ask for work on a subject; a second request while one lives returns the first."""
    for _attempt in range(2):
        if found := _of(task, subject).filter(state__in=Job.LIVE).first():
            return found
        with suppress(IntegrityError), transaction.atomic():
            job = Job.objects.create(
                kind=task.name,
                queue=queue,
                subject_kind=subject._meta.label_lower,
                subject_key=str(subject.pk),
                scope=scope,
                requested_by=by,
                requested_at=at,
                sent_at=database_clock(),
            )
            transaction.on_commit(partial(_send, job))
            return job
    # Somebody pressed the same button a moment before, twice over: their job may even
    # be done by now.
    return _of(task, subject).latest("requested_at")


def latest(task: "Task[Any, Any]", *, subject: Model) -> Job | None:
    """Return the live job of this kind on the subject, else the newest."""
    return (
        _of(task, subject)
        .order_by(F("ended_at").desc(nulls_first=True), "-requested_at", "-pk")
        .first()
    )


def latest_of(task: "Task[Any, Any]", subjects: Iterable[Model]) -> dict[str, Job]:
    """Return the newest job of this kind on each subject, by the subject's key."""
    known = {str(subject.pk): subject._meta.label_lower for subject in subjects}
    jobs = Job.objects.filter(
        kind=task.name, subject_kind__in=set(known.values()), subject_key__in=known
    )
    newest = jobs.order_by("subject_key", "-requested_at", "-pk")
    return {job.subject_key: job for job in newest.distinct("subject_key")}


@contextmanager
def performing(job_id: str) -> Iterator[Performance | None]:
    """Claim a job and write down how it ended; ``None`` where nothing is to do.

    A job is free while it is queued, or when its worker has stopped beating. Whoever
    claims it marks it with a fresh claim, so that a worker thought dead can neither
    write progress nor end it any more.
    """
    job = _claim(job_id)
    if job is None:
        yield None
        return
    performance = Performance(job)
    pulse = threading.Thread(
        target=performance._beat, name=f"heartbeat {job.pk}", daemon=True
    )
    pulse.start()
    state: Job.State | None = None
    note = ""
    try:
        yield performance
    except Refused as refusal:
        state, note = Job.State.REFUSED, str(refusal)
    except DATABASE_AWAY:
        # Not the work's fault: nobody ends the job, so the sweeper sends it again.
        connection.close()
        raise
    except Exception:
        state = Job.State.FAILED
        raise
    else:
        state = Job.State.DONE
    finally:
        performance._over.set()
        pulse.join()
        if state is not None:
            _end(performance, state, note)


def database_clock() -> datetime:
    """Return the database's time: the one clock that all machines share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cast("datetime", cursor.fetchone()[0])


def resend_stale(*, at: datetime) -> int:
    """Send again what no worker has in hand; return how many messages went out."""
    # A time that lies ahead was written before the clock was set back.
    unsent = Q(sent_at__lt=at - UNSENT_AFTER) | Q(sent_at__gt=at + UNSENT_AFTER)
    stale = Job.objects.filter(_free(at), unsent)
    stale.filter(attempts__gte=ATTEMPTS).update(
        state=Job.State.FAILED, ended_at=at, claim=None
    )
    # Taking the row's send time decides who sends, so two sweepers do not send twice.
    taken = [job for job in stale if stale.filter(pk=job.pk).update(sent_at=at)]
    for job in taken:
        _send(job)
    return len(taken)


def give_up(job_id: str, *, seconds: float) -> None:
    """Write down that a worker was killed because the work took too long.

    Sent again it would take as long again, so this is its end.
    """
    try:
        Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(
            state=Job.State.FAILED,
            note=_(
                "Việc này chạy quá %(minutes)s phút nên máy đã dừng. Hãy làm lại với "
                "ít dữ liệu hơn; nếu vẫn không xong, báo quản trị viên."
            )
            % {"minutes": max(1, round(seconds / 60))},
            ended_at=timezone.now(),
            claim=None,
        )
    except DATABASE_AWAY as fault:
        # Its heart beats no more: the sweeper sends it again.
        log.warning("job not ended", extra={"job": job_id, "fault": str(fault)})
    finally:
        # What this process forks must not share the line.
        connection.close()


def _free(at: datetime) -> Q:
    """Jobs that no living worker has in hand."""
    silent = Q(beat_at__lt=at - LOST_AFTER) | Q(beat_at__gt=at + LOST_AFTER)
    return Q(state=Job.State.QUEUED) | (Q(state=Job.State.RUNNING) & silent)


def _claim(job_id: str) -> Job | None:
    now = database_clock()
    claim = uuid.uuid4()
    claimed = Job.objects.filter(_free(now), pk=job_id).update(
        state=Job.State.RUNNING,
        claim=claim,
        beat_at=now,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
    )
    if not claimed:
        return None
    mine = Job.objects.select_related("requested_by", "scope")
    return mine.filter(pk=job_id, claim=claim).first()


def _end(performance: Performance, state: Job.State, note: str) -> None:
    total = performance._total
    Job.objects.filter(pk=performance.job.pk, claim=performance.job.claim).update(
        state=state,
        note=note,
        total=total,
        done=total if state is Job.State.DONE else performance._done,
        ended_at=timezone.now(),
        claim=None,
    )


def _send(job: Job) -> None:
    """Wake a worker. A broker out of reach is no loss: the sweeper sends later."""
    try:
        current_app.send_task(
            job.kind,
            kwargs={"job_id": str(job.pk)},
            queue=job.queue,
            expires=MESSAGE_LIVES,
            time_limit=settings.JOB_SECONDS.get(job.queue),
            retry=False,
        )
    except (OSError, BrokerAway, RedisError) as fault:
        log.warning("job not sent", extra={"job": str(job.pk), "fault": str(fault)})


def _of(task: "Task[Any, Any]", subject: Model) -> QuerySet[Job]:
    return Job.objects.filter(
        kind=task.name,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
    )
