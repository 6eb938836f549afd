"""Count election files where there is no portal and no database."""

import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand

from ballots.double_count import count_twice
from ballots.interchange import (
    FileRefused,
    file_source,
    read_ballots,
    read_header,
    result_object,
)

# JSON leaves these two as they are, but many programs end a line at them.
_LINE_BREAKS: Final = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029"})


class Command(BaseCommand):
    """``manage.py tally FILE [FILE ...]``: one JSON line for each file, in order."""

    help = "Kiểm phiếu các tệp cuộc bầu và in kết quả, mỗi tệp một dòng."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            metavar="FILE",
            nargs="+",
            type=Path,
            help="tệp cuộc bầu, .json hoặc .json.gz",
        )

    def handle(self, *_args: object, files: list[Path], **_options: object) -> None:
        # The answer is UTF-8 whatever the terminal believes of itself.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        any_refused = False
        for path in files:
            try:
                line = _result(path)
            except FileRefused as refusal:
                line = _refused(refusal)
                any_refused = True
            text = json.dumps(line, ensure_ascii=False).translate(_LINE_BREAKS)
            self.stdout.write(text)
            self.stdout.flush()
        if any_refused:
            sys.exit(1)


def _result(path: Path) -> dict[str, Any]:
    source = file_source(path)
    header = read_header(source)
    counted = count_twice(read_ballots(source, header), header.slate, header.places)
    return result_object(header, counted.count, counted.outcome)


def _refused(refusal: FileRefused) -> dict[str, str | None]:
    return {
        "id": refusal.election_id,
        "refused": str(refusal),
        "code": refusal.code,
    }
