"""The Celery application. The database decides what is to do; messages only wake."""

from importlib import import_module
from typing import Any

from celery import Celery, signals

app = Celery("portal")
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
