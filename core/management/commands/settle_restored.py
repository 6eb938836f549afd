"""Finish a restore: the database of this process was just filled from a backup."""

import io
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, load_command_class
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.models import AuditEvent
from core.operations.backup_file import Header
from core.queries import operations as reads
from core.services import backups
from core.vietnamese.numbers import grouped


class Command(BaseCommand):
    help = "Called by restore_backup; reads the backup's facts as JSON."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = json.load(sys.stdin)
        file, aside = facts.pop("file"), facts.pop("aside")
        call_command("migrate", interactive=False, verbosity=0)
        if options["role"]:
            call_command("grant_application_role", options["role"])
        call_command("ship_rule_sets", stdout=io.StringIO())
        with connection.cursor() as cursor:
            # A dump brings no statistics; without them the first pages would be slow.
            cursor.execute("ANALYZE")
        with translation.override("vi"):
            before = AuditEvent.objects.order_by("-pk").first()
            backups.settle_restored(
                Header(**facts), file=file, aside=aside, at=timezone.now()
            )
            self._tell(before)
        self._go_over_the_trail()

    def _tell(self, last: AuditEvent | None) -> None:
        """Say what came back, so that a person can see whether it is what he wants."""
        for label, count in reads.totals():
            self.stdout.write(f"  {label}: {grouped(count)}")
        if last:
            at = timezone.localtime(last.at).strftime("%H:%M:%S %d/%m/%Y")
            self.stdout.write(_("  dòng nhật ký cuối: %(at)s") % {"at": at})

    def _go_over_the_trail(self) -> None:
        command = load_command_class("core", "verify_audit")
        try:
            call_command(command, stdout=self.stdout)
        except SystemExit:
            self.stdout.write(
                _("  CHUỖI NHẬT KÝ KHÔNG NGUYÊN VẸN: báo cán bộ kiểm tra.")
            )
