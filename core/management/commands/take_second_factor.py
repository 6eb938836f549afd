"""Take a lost second factor away, by whoever runs the machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from core.errors import Refused
from core.models import User
from core.services import second_factor


class Command(BaseCommand):
    help = "Take the second factor away from an account whose owner lost all codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            self._take(options["username"])

    def _take(self, username: str) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            msg = f"Không có tài khoản {username}."
            raise CommandError(msg)
        try:
            second_factor.take_second_factor(
                user_id=user.pk, by=None, at=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Đã gỡ lớp bảo vệ thứ hai của {username}.")
