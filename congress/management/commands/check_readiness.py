"""Hold the written points of readiness against the facts; write them where asked to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from congress.models import Congress
from congress.queries import readiness
from congress.services.readiness import refresh
from core.queries import journeys

TOLD = 20


class Command(BaseCommand):
    help = (
        "Đối chiếu các điểm sẵn sàng đã ghi với dữ liệu gốc; --write ghi lại những "
        "điểm khác. Dùng một lần sau khi nâng cấp, cho các đại hội đã có từ trước."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--write", action="store_true", help="ghi lại những điểm khác"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # What was submitted stays where the congress came from.
        here = Congress.objects.exclude(
            scope__in=journeys.arrivals().values("scope")
        ).values_list("pk", flat=True)
        differing = readiness.differing(set(here))
        if options["write"]:
            with transaction.atomic():
                keys = sorted({each.congress for each in differing})
                codes = sorted({each.code for each in differing})
                if keys:
                    refresh(keys, *codes, at=timezone.now())
            self.stdout.write(f"Đã ghi {len(differing)} điểm của {len(keys)} đại hội.")
            return
        for each in differing[:TOLD]:
            self.stdout.write(
                f"{each.congress} {each.code}: ghi {each.written}, "
                f"đúng ra {each.worked_out}"
            )
        if differing:
            raise CommandError(f"{len(differing)} điểm ghi khác dữ liệu gốc.")
        self.stdout.write(f"Các điểm sẵn sàng của {len(here)} đại hội đều đúng.")
