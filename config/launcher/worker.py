"""Celery's worker, whose pool processes die with it even when it is killed."""

from typing import Any

from celery import signals
from celery.__main__ import main

from config.launcher.kernel import die_with_parent


def _die_with_master(**_: Any) -> None:
    die_with_parent()


if __name__ == "__main__":
    signals.worker_process_init.connect(_die_with_master)
    main()
