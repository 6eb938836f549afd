"""Fill an empty portal with the demo, once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ballots.management import demo, demo_accounts
from core.models import User


class Command(BaseCommand):
    help = "Nạp dữ liệu trình diễn vào một cổng trống; lần sau không làm gì."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.INSTANCE != "demo":
            raise CommandError("Chỉ nạp dữ liệu trình diễn vào bản trình diễn.")
        if not User.objects.exists():
            demo.build()
        lines = "\n".join(demo_accounts.account_lines()) + "\n"
        Path(settings.VAR / "demo-accounts.txt").write_text(lines, encoding="utf-8")
        self.stdout.write(lines)
