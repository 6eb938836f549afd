"""Finish a loading: the database of this process is new and is to be filled."""

import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from core.errors import Refused
from core.travel import arriving, parcel
from core.vietnamese.numbers import grouped

FIRST = 12  # kinds of rows that are told of


class Command(BaseCommand):
    help = "Called by load_parcel; reads file and passphrase as JSON."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = json.load(sys.stdin)
        call_command("migrate", interactive=False, verbosity=0)
        if options["role"]:
            call_command("grant_application_role", options["role"])
        with translation.override("vi"):
            try:
                self._fill(Path(asked["file"]), asked["passphrase"])
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
        call_command("ship_rule_sets", stdout=io.StringIO())
        arriving.analyse()

    def _fill(self, file: Path, passphrase: str) -> None:
        with file.open("rb") as stream:
            header = parcel.read_header(stream)
            key = parcel.key_for(header, passphrase)
            content = parcel.unlock(stream, header, key, seen=lambda _size: None)
        arriving.load(header, content, at=timezone.now())
        for name, count in arriving.told(content)[:FIRST]:
            self.stdout.write(f"  {name}: {grouped(count)}")
