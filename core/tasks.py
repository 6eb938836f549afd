"""What the scheduler asks of core."""

from celery import shared_task
from django.utils import timezone

from core.audit import chain
from core.jobs import ledger
from core.models import Backup
from core.prints import account_slips
from core.queries import operations as reads
from core.services import (
    accounts,
    backups,
    imports,
    journeys,
    letters,
    reminders,
    sessions,
    slips,
)
from core.services import work as rows_of_work


@shared_task(name="core.resend_stale_jobs")
def resend_stale_jobs() -> None:
    ledger.resend_stale(at=ledger.database_clock())


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    chain.seal_committed(at=ledger.database_clock())


@shared_task(name="core.make_backup")
def make_backup(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            by, reasons = work.job.requested_by, Backup.Reason
            backups.make_backup(
                reason=reasons.BUTTON if by else reasons.SCHEDULE,
                by=by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="core.back_up_when_due")
def back_up_when_due() -> None:
    at = timezone.now()
    plan, scope = reads.backup_is_due(at=at), reads.whole_portal()
    if plan and scope:
        ledger.request(
            make_backup, subject=plan, scope=scope, by=None, at=at, queue="backups"
        )


@shared_task(name="core.send_letters")
def send_letters() -> None:
    letters.send_waiting(now=ledger.database_clock)


@shared_task(name="core.write_letters_of_the_day")
def write_letters_of_the_day() -> None:
    letters.write_for_the_day(at=ledger.database_clock())


@shared_task(name="core.remind_of_work")
def remind_of_work() -> None:
    rows_of_work.renew_all(at=ledger.database_clock())
    reminders.remind(at=ledger.database_clock())


@shared_task(name="core.make_parcel")
def make_parcel(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            journeys.make_parcel(
                work.job.subject_key,
                by=work.job.requested_by,
                at=timezone.now(),
                report=work.report,
            )


@shared_task(name="core.make_slips")
def make_slips(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            account_slips.make(
                work.job.subject_key, at=timezone.now(), report=work.report
            )


@shared_task(name="core.tidy_accounts")
def tidy_accounts() -> None:
    at = ledger.database_clock()
    accounts.order_by_name()
    slips.empty_old_slips(at=at)
    sessions.close_expired_sign_ins(at=at)


@shared_task(name="core.read_import")
def read_import(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            imports.read_list(work.job.subject_key)


@shared_task(name="core.check_import")
def check_import(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            imports.check_list(
                work.job.subject_key, at=timezone.now(), report=work.report
            )


@shared_task(name="core.apply_import")
def apply_import(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            imports.apply_list(
                work.job.subject_key, at=timezone.now(), report=work.report
            )


@shared_task(name="core.undo_import")
def undo_import(*, job_id: str) -> None:
    with ledger.performing(job_id) as work:
        if work:
            imports.undo_list(
                work.job.subject_key, at=timezone.now(), report=work.report
            )
