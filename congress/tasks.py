"""What workers do for congress. Each task opens the ledger and calls one service."""

from celery import shared_task
from django.utils import timezone

from congress import services
from core.jobs import ledger


@shared_task(name="congress.make_plans")
def make_plans(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            services.make_plans(
                work.job.subject_key,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )
