"""What the scheduler asks of core."""

from celery import shared_task

from core.jobs import ledger


@shared_task(name="core.resend_stale_jobs")
def resend_stale_jobs() -> None:
    ledger.resend_stale(at=ledger.database_clock())
