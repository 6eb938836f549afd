"""Pages of ``docs/reference`` that are written from the code, never by hand."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

REFERENCE: Final = Path("docs") / "reference"


class DescribingCommand(BaseCommand):
    """Writes one page; ``--check`` only says whether the page is what it would write.

    A subclass names its ``page`` and returns the text from ``text()``.
    """

    page: str
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail when the page is stale",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.ROOT) / REFERENCE / self.page
        text = self.text()
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            return
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            name = type(self).__module__.rpartition(".")[2]
            msg = f"{REFERENCE / self.page} is stale: run `manage.py {name}`."
            raise CommandError(msg)

    def text(self) -> str:
        """Return the whole page."""
        raise NotImplementedError


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(each) for each in row)} |\n" for row in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
