"""The ledger of jobs: who asked for what, how far it is, how it ended.

The row is the truth. A message only wakes a worker, may come twice or never, and
carries nothing but the row's id. Progress and heartbeat are written on a connection of
their own, outside the transaction of the work, so that the page sees them and the
sweeper can tell a dead worker from a busy one.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from celery import Task, current_app
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.errors import Refused
from core.models import Job, Scope, User

log = logging.getLogger(__name__)

BEAT_EVERY: Final = 1.0  # seconds between heartbeats
LOST_AFTER: Final = timedelta(seconds=5)  # no heartbeat for so long: nobody has it
UNSENT_AFTER: Final = timedelta(seconds=5)  # queued for so long: send once more
MESSAGE_LIVES: Final = 60  # seconds; the sweeper sends anew what is still wanted
ATTEMPTS: Final = 5  # a job that kills its worker every time is given up


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
                Job.objects.filter(pk=self.job.pk, claim=self.job.claim).update(
                    beat_at=timezone.now(), done=self._done, total=self._total
                )
                if self._over.wait(BEAT_EVERY):
                    return
        except Exception:
            # The work itself will meet the same fault and report it.
            log.exception("heartbeat stopped", extra={"job": str(self.job.pk)})
        finally:
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
    found = _live(task, subject)
    if found:
        return found
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=task.name,
                queue=queue,
                subject_kind=subject._meta.label_lower,
                subject_key=str(subject.pk),
                scope=scope,
                requested_by=by,
                requested_at=at,
                sent_at=at,
            )
    except IntegrityError:
        # Somebody else pressed the same button a moment before.
        return Job.objects.get(
            kind=task.name,
            subject_kind=subject._meta.label_lower,
            subject_key=str(subject.pk),
            state__in=Job.LIVE,
        )
    transaction.on_commit(lambda: _send(job))
    return job


def latest(task: "Task[Any, Any]", *, subject: Model) -> Job | None:
    """Return the newest job of this kind on the subject, over or not."""
    return _of(task, subject).order_by("-requested_at", "-pk").first()


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
    pulse = threading.Thread(target=performance._beat, daemon=True)
    pulse.start()
    state, note = Job.State.DONE, ""
    try:
        yield performance
    except Refused as refusal:
        state, note = Job.State.REFUSED, str(refusal)
    except Exception:
        state = Job.State.FAILED
        raise
    finally:
        performance._over.set()
        pulse.join()
        _end(performance, state, note)


def resend_stale(*, at: datetime) -> int:
    """Send again what no worker has in hand; return how many messages went out."""
    nobody_has_it = Q(state=Job.State.QUEUED) | Q(
        state=Job.State.RUNNING, beat_at__lt=at - LOST_AFTER
    )
    stale = Job.objects.filter(nobody_has_it, sent_at__lt=at - UNSENT_AFTER)
    stale.filter(attempts__gte=ATTEMPTS).update(
        state=Job.State.FAILED, ended_at=at, claim=None
    )
    # Taking the row's send time decides who sends, so two sweepers do not send twice.
    taken = [job for job in stale if stale.filter(pk=job.pk).update(sent_at=at)]
    for job in taken:
        _send(job)
    return len(taken)


def _claim(job_id: str) -> Job | None:
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(
        state=Job.State.RUNNING, beat_at__lt=now - LOST_AFTER
    )
    claim = uuid.uuid4()
    claimed = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING,
        claim=claim,
        beat_at=now,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
    )
    if not claimed:
        return None
    return Job.objects.select_related("requested_by", "scope").get(pk=job_id)


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
            retry=False,
        )
    except (OSError, OperationalError, RedisError) as fault:
        log.warning("job not sent", extra={"job": str(job.pk), "fault": str(fault)})


def _live(task: "Task[Any, Any]", subject: Model) -> Job | None:
    return _of(task, subject).filter(state__in=Job.LIVE).first()


def _of(task: "Task[Any, Any]", subject: Model) -> QuerySet[Job]:
    return Job.objects.filter(
        kind=task.name,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
    )
