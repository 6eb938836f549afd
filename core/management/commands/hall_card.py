"""Print the card for a hall's tables: the address, its picture, the fingerprint."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.operations import hall


class Command(BaseCommand):
    help = "Write the card that `make hall` offers to print."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        paper = hall.card()
        if paper is None:
            msg = "This portal does not serve a hall: start it with `make hall`."
            raise CommandError(msg)
        target = Path(settings.HALL_CARD)
        draft = target.with_suffix(".new")
        draft.write_bytes(hall.printed(paper))
        draft.replace(target)
        self.stdout.write(str(target))
