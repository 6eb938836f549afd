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
