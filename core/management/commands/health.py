"""The state of the portal's parts, for a terminal and for whoever watches machines."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from core.operations import health
from core.operations.health import State


class Command(BaseCommand):
    help = "Tình trạng từng phần của cổng. Mã trả về 1 khi có phần hỏng."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="cho máy đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            lines = health.examine(at=timezone.now())
            if options["json"]:
                self.stdout.write(_as_json(lines))
            else:
                for line in lines:
                    self._tell(line)
        if health.worst(lines) is State.BAD:
            sys.exit(1)

    def _tell(self, line: health.Line) -> None:
        self.stdout.write(f"[{line.state.word}] {line.part}: {line.fact}")
        if line.advice:
            self.stdout.write(f"    → {line.advice}")


def _as_json(lines: list[health.Line]) -> str:
    found = [
        {
            "part": line.part,
            "state": line.state.value,
            "fact": line.fact,
            "advice": line.advice,
        }
        for line in lines
    ]
    return json.dumps(
        {"state": health.worst(lines).value, "parts": found}, ensure_ascii=False
    )
