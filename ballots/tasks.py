"""What workers do for ballots. Each task opens the ledger and calls one service."""

from celery import shared_task
from django.utils import timezone

from ballots import prints, services
from ballots.archive import journal_paper, sealing
from ballots.prints import agreement, ballot_paper, pack, practice_ballots
from core.jobs import ledger


@shared_task(name="ballots.import_upload")
def import_upload(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            services.import_upload(
                work.job.subject_key, at=timezone.now(), report=work.report
            )


@shared_task(name="ballots.count_poll")
def count_poll(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            services.count_poll(
                work.job.subject_key,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="ballots.print_minutes")
def print_minutes(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            prints.print_minutes(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_agreement")
def print_agreement(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            agreement.print_agreement(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_journal")
def print_journal(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            journal_paper.print_journal(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_ballots")
def print_ballots(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            ballot_paper.print_ballots(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_sample")
def print_sample(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            ballot_paper.print_sample(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_slips")
def print_slips(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            ballot_paper.print_slips(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.print_pack")
def print_pack(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            pack.print_pack(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.seal_archive")
def seal_archive(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            sealing.seal_archive(
                work.job.subject_key,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="ballots.print_practice_ballots")
def print_practice_ballots(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            practice_ballots.print_practice_ballots(
                work.job.subject_key, by=work.job.requested_by, at=timezone.now()
            )


@shared_task(name="ballots.fill_practice")
def fill_practice(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work and work.job.requested_by:
            services.fill_entries(
                work.job.subject_key,
                slips=False,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="ballots.fill_practice_with_slips")
def fill_practice_with_slips(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work and work.job.requested_by:
            services.fill_entries(
                work.job.subject_key,
                slips=True,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )
