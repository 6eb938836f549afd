"""Give the made-up register of a demo its congresses and their plans."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from congress.management import sample_plans
from congress.models import Milestone
from core.audit import trail
from core.management import sample_register
from core.models import Unit


class Command(BaseCommand):
    help = "Nạp đại hội và kế hoạch giả định, cỡ toàn quốc, vào bản trình diễn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--congresses", type=int, default=3_400)
        parser.add_argument("--milestones", type=int, default=300_000)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        congresses, milestones = options["congresses"], options["milestones"]
        if not 0 < congresses <= milestones:
            raise CommandError("Cần ít nhất một đại hội, mỗi đại hội một việc.")
        with transaction.atomic():
            root = _root()
            _load(root, congresses, milestones)
        sample_plans.tidy()
        self.stdout.write(
            f"Đã nạp {congresses} đại hội và {milestones} việc trong "
            f"{time.perf_counter() - began:.0f} giây."
        )


def _root() -> Unit:
    if settings.INSTANCE != "demo":
        raise CommandError("Chỉ nạp dữ liệu giả định vào bản trình diễn.")
    found = Unit.objects.select_related("scope").filter(code=sample_register.ROOT)
    if (root := found.first()) is None:
        raise CommandError("Hãy nạp cây tổ chức giả định trước: load_register.")
    path = root.scope.path
    if Milestone.objects.filter(congress__scope__path__descendants_of=path).exists():
        raise CommandError("Kế hoạch giả định đã được nạp rồi.")
    return root


def _load(root: Unit, congresses: int, milestones: int) -> None:
    at = timezone.now()
    path, today = root.scope.path, timezone.localdate(at)
    sample_plans.load_congresses(path, congresses, today=today)
    sample_plans.load_plans(path, milestones, today=today)
    sample_plans.write_points(path, at=at)
    trail.record(
        "congress.sample_plans_loaded",
        subject=root,
        scope=root.scope,
        actor=None,
        at=at,
        congresses=congresses,
        milestones=milestones,
    )
