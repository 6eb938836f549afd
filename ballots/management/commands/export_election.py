"""Give an election file back on standard output, or into a file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from ballots import queries, services
from ballots.models import Poll


class Command(BaseCommand):
    help = "Xuất một lần bầu thành tệp cuộc bầu, có phiếu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--congress", required=True, metavar="SLUG")
        parser.add_argument("--election", required=True, type=int, metavar="N")
        parser.add_argument("--poll", default=1, type=int, metavar="N")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        poll = (
            Poll.objects.select_related(*queries.WITH_PLACE)
            .filter(
                election__body__congress__slug=options["congress"],
                election__number=options["election"],
                number=options["poll"],
            )
            .first()
        )
        if poll is None:
            raise CommandError("Không có lần bầu này.")
        with transaction.atomic():
            pieces = services.export_poll(poll, by=None, at=timezone.now())
            if options["output"]:
                with options["output"].open("w", encoding="utf-8") as file:
                    file.writelines(pieces)
            else:
                for piece in pieces:
                    sys.stdout.buffer.write(piece.encode())
