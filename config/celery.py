"""The Celery application. The database decides what is to do; messages only wake."""

from importlib import import_module
from typing import Any

from celery import Celery, Task, signals
from celery.worker.request import Request


class BoundedRequest(Request):
    """A message in a worker's hands: what takes too long is killed and written down."""

    def on_timeout(self, soft: bool, timeout: float) -> None:
        """Called in the worker's first process, before it kills the one that works."""
        super().on_timeout(soft, timeout)
        if not soft and (job_id := self.kwargs.get("job_id")):
            import_module("core.jobs.ledger").give_up(job_id, seconds=timeout)


class BoundedTask(Task[Any, Any]):
    """Work that is sent with a limit of time (``JOB_SECONDS``)."""

    Request = "config.celery:BoundedRequest"


app = Celery("portal", task_cls=BoundedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def load_print_engine(**_: Any) -> None:
    """Load it before the processes are made: the first paper is as quick as any."""
    import_module("core.prints.engine")


@signals.after_task_publish.connect(sender="core.resend_stale_jobs")
def note_tick(**_: Any) -> None:
    """Beat asks for this every two seconds: as long as it does, the clock ticks."""
    import_module("core.operations.broker").note_tick()
