"""Give the made-up register of a demo programmes with tasks for everybody."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from congress.management import sample_tasks
from congress.models import WorkList
from core.audit import trail
from core.management import sample_register
from core.models import Unit


class Command(BaseCommand):
    help = "Nạp chương trình và việc giả định, cỡ toàn quốc, vào bản trình diễn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tasks", type=int, default=500_000)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        tasks = options["tasks"]
        if tasks <= 0:
            raise CommandError("Cần ít nhất một việc.")
        at = timezone.now()
        with transaction.atomic():
            root = _root()
            sample_tasks.load_tasks(
                root.scope.path, tasks, today=timezone.localdate(at), at=at
            )
            trail.record(
                "congress.sample_tasks_loaded",
                subject=root,
                scope=root.scope,
                actor=None,
                at=at,
                tasks=tasks,
            )
        sample_tasks.tidy()
        seconds = time.perf_counter() - began
        self.stdout.write(f"Đã nạp {tasks} việc trong {seconds:.0f} giây.")


def _root() -> Unit:
    if settings.INSTANCE != "demo":
        raise CommandError("Chỉ nạp dữ liệu giả định vào bản trình diễn.")
    found = Unit.objects.select_related("scope").filter(code=sample_register.ROOT)
    if (root := found.first()) is None:
        raise CommandError("Hãy nạp cây tổ chức giả định trước: load_register.")
    path = root.scope.path
    if WorkList.objects.filter(scope__path__descendants_of=path).exists():
        raise CommandError("Việc giả định đã được nạp rồi.")
    return root
