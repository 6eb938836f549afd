"""Bring the tables up to this version; what is in them is backed up before."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.queries.operations import FAULTS
from core.services import backups


class Command(BaseCommand):
    help = (
        "Back up if tables are to change, migrate, and grant the application's role. "
        "Runs as the role that owns the schema."
    )
    # The checks may ask tables that are not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="", help="the application's role")
        parser.add_argument(
            "--back-up-always",
            action="store_true",
            help="also when no table is to change",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        has_data = bool(executor.loader.applied_migrations)
        if has_data and (pending or options["back_up_always"]):
            self._back_up()
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        if options["role"]:
            call_command("grant_application_role", options["role"])
        call_command("ship_rule_sets", stdout=self.stdout)
        if has_data:
            backups.adopt_backups(at=timezone.now())

    def _back_up(self) -> None:
        with translation.override("vi"):
            try:
                taken, fault = backups.take_before_migrating(at=timezone.now())
            except Refused as refusal:
                raise CommandError(
                    _("Chưa sao lưu được nên chưa nâng cấp: %(reason)s")
                    % {"reason": str(refusal)}
                ) from None
            self.stdout.write(
                _("Đã sao lưu trước khi nâng cấp: %(path)s") % {"path": taken.path}
            )
            if fault:
                self.stdout.write(str(FAULTS[fault]))
            if not taken.header.is_locked:
                self.stdout.write(
                    _(
                        "Chưa đặt mật khẩu sao lưu, nên bản này không mã hóa; chỉ "
                        "người dùng chạy cổng đọc được."
                    )
                )
