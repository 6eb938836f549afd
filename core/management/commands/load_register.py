"""Fill a demo with a register of national size, to try and to measure on."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.audit import trail
from core.management import sample_register
from core.models import Person, Unit


class Command(BaseCommand):
    help = "Nạp cây tổ chức và sổ người giả định, cỡ toàn quốc, vào bản trình diễn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, default=52_000)
        parser.add_argument("--people", type=int, default=500_000)
        parser.add_argument(
            "--force", action="store_true", help="nạp thêm vào sổ đã có người"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        units, people = options["units"], options["people"]
        _refuse_sizes(units, people)
        with transaction.atomic():
            _refuse_here(force=options["force"])
            _load(units, people)
        sample_register.tidy()
        self.stdout.write(
            f"Đã nạp {units} tổ chức và {people} người trong "
            f"{time.perf_counter() - began:.0f} giây."
        )


def _refuse_sizes(units: int, people: int) -> None:
    least, most = sample_register.FEWEST_UNITS, sample_register.MOST_PEOPLE
    if units < least or not 0 <= people <= most:
        raise CommandError(f"Cần ít nhất {least} tổ chức và không quá {most} người.")


def _refuse_here(*, force: bool) -> None:
    if settings.INSTANCE != "demo":
        raise CommandError("Chỉ nạp dữ liệu giả định vào bản trình diễn.")
    if Unit.objects.filter(code=sample_register.ROOT).exists():
        raise CommandError("Dữ liệu giả định đã được nạp rồi.")
    if Person.objects.exists() and not force:
        raise CommandError("Sổ đã có người. Thêm --force để nạp thêm vào đó.")


def _load(units: int, people: int) -> None:
    at = timezone.now()
    cells = sample_register.load_units(units)
    sample_register.load_people(people, cells, today=timezone.localdate(at))
    root = Unit.objects.select_related("scope").get(code=sample_register.ROOT)
    trail.record(
        "core.sample_register_loaded",
        subject=root,
        scope=root.scope,
        actor=None,
        at=at,
        units=units,
        people=people,
    )
