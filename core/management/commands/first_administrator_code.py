"""Print the code that the page for the first administrator asks for."""

from typing import Any

from django.core.management.base import BaseCommand

from core import bootstrap_code
from core.models import User


class Command(BaseCommand):
    help = "Print the one-time code for the first administrator, or nothing after."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(is_superuser=True).exists():
            self.stdout.write(bootstrap_code.current())
