"""Back the portal up from a terminal, as the button on the page does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import Backup
from core.operations import folders
from core.queries import operations as reads
from core.services import backups


class Command(BaseCommand):
    help = "Sao lưu ngay vào thư mục của cổng và thư mục thứ hai."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reason",
            choices=Backup.Reason.values,
            default=Backup.Reason.BUTTON.value,
            help="ghi trong danh sách là vì sao",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                backup = backups.make_backup(
                    reason=Backup.Reason(options["reason"]),
                    by=None,
                    at=timezone.now(),
                    report=lambda _done, _whole: None,
                )
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            self._tell(backup)

    def _tell(self, backup: Backup) -> None:
        for folder in backup.folders:
            self.stdout.write(f"{folder}/{backup.file_name}")
        if fault := reads.fault_words(backup):
            self.stderr.write(str(fault))
        if backup.fault not in {"", folders.Fault.SAME_DISK}:
            raise CommandError(_("Chưa có bản thứ hai."), returncode=3)
