"""Load a congress that was taken out elsewhere into this portal, step by step."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import server
from core.operations.server import Server
from core.travel import arriving, asking, parcel

TOLD: Final = 1200  # letters of what the filling complained of
# What a person types to go on; a keyboard without Vietnamese will do.
AGREED: Final = "nap dai hoi"


class Command(BaseCommand):
    help = (
        "Nạp đại hội mang từ máy khác tới, trên cơ sở dữ liệu của DATABASE_OWNER_URL. "
        "Dữ liệu đang có được giữ lại dưới tên khác."
    )
    # Refuses in words of its own, also where the database is not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .daihoi")
        parser.add_argument(
            "--agreed", action="store_true", help="không hỏi lại trước khi nạp"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                self._load(server.of_the_owner(), options["file"], options["agreed"])
            except (Refused, OSError) as refusal:
                raise CommandError(str(refusal)) from None

    def _load(self, owner: Server, file: Path, agreed: bool) -> None:
        with file.open("rb") as stream:
            header = parcel.read_header(stream)
        arriving.look_whether_it_fits(header)
        owner.refuse_while_in_use()
        self.stdout.write(asking.introduced(header))
        passphrase = asking.passphrase(header, self.stdout.write)
        if not agreed:
            self.stdout.write(
                _(
                    "Đại hội được nạp vào một cổng riêng. Cổng đang có trên máy này, "
                    "nếu có, được cất dưới tên khác, không mất."
                )
            )
            asking.agree(_("Gõ NAP DAI HOI rồi Enter để làm: "), AGREED)
        new, aside = owner.new_names(timezone.now())
        owner.drop_unfinished()
        try:
            owner.make(new)
            self._fill(owner, new, file, passphrase)
            owner.swap(new, aside=aside)
            owner.forget_if_blank(aside)
        except BaseException:
            owner.drop(new)
            raise
        self.stdout.write(_("Đã nạp xong."))

    def _fill(self, owner: Server, new: str, file: Path, passphrase: str) -> None:
        role = server.role_of_the_application()
        if role:
            owner.let_in(role, name=new)
        done = subprocess.run(
            [sys.executable, "manage.py", "fill_from_parcel", "--role", role],
            cwd=settings.ROOT,
            env={**os.environ, "DATABASE_URL": owner.url_of(new)},
            input=json.dumps({"file": str(file.absolute()), "passphrase": passphrase}),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(" ".join(done.stderr.split())[-TOLD:])
        self.stdout.write(done.stdout)
