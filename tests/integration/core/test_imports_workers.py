"""A list in the hands of a real worker, who is killed in the middle of it."""

from typing import Any, Final

import pytest
from django.utils import timezone

from core import tasks
from core.access.rights import Role
from core.jobs import ledger
from core.models import AuditEvent, ImportRow, ImportRun, Job, Person, Unit, User
from core.services import imports as acts
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import PERSON_HEADINGS, UNIT_HEADINGS
from tests.worker import (
    Ended,
    Worker,
    killed_and_done_again,
    stuck_before_writing,
)

pytestmark = pytest.mark.django_db(transaction=True)

COMMUNES: Final = tuple(f"K{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(3))


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def asked(task: Any, run: ImportRun) -> Job:
    return ledger.request(
        task,
        subject=run,
        scope=run.scope,
        by=run.started_by,
        at=timezone.now(),
        queue="files",
    )


@pytest.mark.usefixtures("worker")
def test_a_list_goes_all_the_way_in_a_workers_hands(
    province: Unit, keeper: User, ended: Ended
) -> None:
    data = bringing.table(UNIT_HEADINGS, *COMMUNES)
    run = bringing.received("units", data, to=province, by=keeper)

    jobs = [ended(asked(tasks.read_import, run))]
    run.refresh_from_db()
    acts.map_columns(run.pk, columns=run.mapping)
    jobs.append(ended(asked(tasks.check_import, run)))
    bringing.confirmed(run, by=keeper)
    jobs.append(ended(asked(tasks.apply_import, run)))
    written = Unit.objects.filter(parent=province).count()
    acts.ask_undo(run.pk, by=keeper, at=timezone.now())
    jobs.append(ended(asked(tasks.undo_import, run)))

    run.refresh_from_db()
    assert [job.state for job in jobs] == ["done"] * 4
    assert (jobs[1].done, jobs[2].done) == (6, 6)
    assert (written, run.state) == (3, "undone")
    assert Unit.objects.filter(parent=province).count() == 0


def test_checking_survives_its_worker(
    province: Unit, keeper: User, worker: Worker, ended: Ended
) -> None:
    run = bringing.read(
        "units", bringing.table(UNIT_HEADINGS, *COMMUNES), to=province, by=keeper
    )
    acts.map_columns(run.pk, columns=run.mapping)

    job, half_way = killed_and_done_again(
        asked(tasks.check_import, run),
        "core_importrow",
        worker,
        ended,
        ImportRow.objects.count,
    )

    run.refresh_from_db()
    assert (job.state, job.attempts, run.state) == ("done", 2, "checked")
    assert (half_way, run.counts, ImportRow.objects.count()) == (0, {"new": 3}, 3)


def test_writing_survives_its_worker_and_nothing_is_written_by_halves(
    province: Unit, keeper: User, worker: Worker, ended: Ended
) -> None:
    # More than one batch, so that some are written before others are judged.
    people = tuple(f"Lục Văn A;{1900 + n % 100};0010{n:08};;;" for n in range(1_200))
    run = bringing.checked("people", PERSON_HEADINGS, *people, to=province, by=keeper)
    acts.decide_all(run.pk, decision="new")
    bringing.confirmed(run, by=keeper)
    before = Person.objects.count()

    # Everything is written but the last line, and nothing of it is seen.
    job, half_way = killed_and_done_again(
        asked(tasks.apply_import, run),
        "core_auditevent",
        worker,
        ended,
        Person.objects.count,
    )

    run.refresh_from_db()
    assert (job.state, job.attempts, run.state) == ("done", 2, "applied")
    assert (half_way, Person.objects.count()) == (before, before + 1_200)
    assert AuditEvent.objects.filter(act="core.list_applied").count() == 1


def test_taking_back_survives_its_worker(
    province: Unit, keeper: User, worker: Worker, ended: Ended
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    acts.ask_undo(run.pk, by=keeper, at=make.NOON)

    job, half_way = killed_and_done_again(
        asked(tasks.undo_import, run),
        "core_auditevent",
        worker,
        ended,
        Unit.objects.filter(parent=province).count,
    )

    run.refresh_from_db()
    assert (job.state, job.attempts, run.state) == ("done", 2, "undone")
    assert (half_way, Unit.objects.filter(parent=province).count()) == (3, 0)
    assert AuditEvent.objects.filter(act="core.list_undone").count() == 1


@pytest.mark.usefixtures("worker")
def test_work_without_an_end_is_stopped_and_the_page_says_so(
    province: Unit, keeper: User, ended: Ended, settings: Any
) -> None:
    settings.JOB_SECONDS = {"files": 1}
    run = bringing.read(
        "units", bringing.table(UNIT_HEADINGS, *COMMUNES), to=province, by=keeper
    )
    acts.map_columns(run.pk, columns=run.mapping)

    job = asked(tasks.check_import, run)
    with stuck_before_writing("core_importrow"):
        stopped = ended(job)
    settings.JOB_SECONDS = {"files": 600}
    again = ended(asked(tasks.check_import, run))

    assert (stopped.state, stopped.attempts) == ("failed", 1)
    assert "máy đã dừng" in stopped.note
    assert again.state == "done"
