"""The worker is killed while it prints papers of work: each is printed once."""

from typing import Any, Final

import pytest
from django.utils import timezone

from congress import tasks
from congress.models import (
    AssignmentReport,
    BodyMeeting,
    Conference,
    WorkList,
)
from congress.models.report import WorkReport
from core.jobs import ledger
from core.models import AuditEvent, StoredPrint, Unit
from tests.integration.congress import everything
from tests.worker import Ended, Worker, killed_and_done_again

pytestmark = pytest.mark.django_db(transaction=True)
PRINTED: Final[list[tuple[Any, Any]]] = [
    (tasks.print_work, WorkReport.objects.all()),
    (tasks.print_assignments, AssignmentReport.objects.all()),
    (tasks.print_plaques, WorkList.objects.filter(kind="celebration")),
    (tasks.print_conference, Conference.objects.all()),
    (tasks.print_body_minutes, BodyMeeting.objects.filter(closed_at__isnull=False)),
]


def printed() -> tuple[int, int]:
    lines = AuditEvent.objects.filter(act__endswith="_printed").count()
    return StoredPrint.objects.count(), lines


def test_papers_survive_the_worker_that_prints_them(
    worker: Worker, ended: Ended
) -> None:
    here = everything.place()
    everything.addresses(here)
    # So that what is printed now is not on the shelf yet.
    Unit.objects.filter(pk=here.above.pk).update(name="Đảng bộ tỉnh Tuyên Quang mới")
    before = printed()

    for number, (task, subjects) in enumerate(PRINTED, 1):
        job = ledger.request(
            task,
            subject=subjects.get(),
            scope=here.above.scope,
            by=here.keeper,
            at=timezone.now(),
            queue="print",
        )
        done, half_way = killed_and_done_again(
            job, "core_storedprint", worker, ended, StoredPrint.objects.count
        )

        assert (done.state, done.attempts) == ("done", 2)
        assert half_way == before[0] + number - 1
        assert printed() == (before[0] + number, before[1] + number)
