"""What workers do for congress. Each task opens the ledger and calls one service."""

from celery import shared_task
from django.utils import timezone

from congress import services
from congress.prints import (
    assignments_report,
    body_minutes,
    conference_report,
    passes,
    plan_paper,
    plaques,
    progress_report,
    work_report,
)
from congress.services import lessons
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


@shared_task(name="congress.print_plan")
def print_plan(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            plan_paper.print_plan(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_progress")
def print_progress(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            progress_report.print_report(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_work")
def print_work(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            work_report.print_report(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_passes")
def print_passes(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            passes.print_passes(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.tell_of_lesson")
def tell_of_lesson(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            lessons.tell_of_lesson(
                work.job.subject_key,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="congress.print_body_minutes")
def print_body_minutes(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            body_minutes.print_minutes(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_conference")
def print_conference(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            conference_report.print_conference(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_assignments")
def print_assignments(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            assignments_report.print_report(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="congress.print_plaques")
def print_plaques(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            plaques.print_plaques(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )
