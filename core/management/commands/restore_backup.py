"""Bring the portal's data back from a backup, step by step, in plain words."""

import os
import unicodedata
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import backup_file, restoring, server
from core.operations.backup_file import Header, WrongPassphrase
from core.operations.server import Server

ATTEMPTS: Final = 3
MEGABYTE: Final = 2**20
# What a person types to go on; a keyboard without Vietnamese will do.
AGREED: Final = "khoi phuc"


class Command(BaseCommand):
    help = (
        "Khôi phục dữ liệu từ bản sao lưu, trên cơ sở dữ liệu của DATABASE_OWNER_URL. "
        "Dữ liệu đang có được giữ lại dưới tên khác."
    )
    # Refuses in words of its own, also where the database is not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        deed = parser.add_mutually_exclusive_group(required=True)
        deed.add_argument("file", nargs="?", type=Path, help="tệp .saoluu")
        deed.add_argument("--kept", action="store_true", help="liệt kê các bản cũ")
        deed.add_argument("--back", metavar="NAME", help="quay lại một bản cũ")
        deed.add_argument("--forget", metavar="NAME", help="xóa hẳn một bản cũ")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                self._do(server.of_the_owner(), **options)
            except Refused as refusal:
                raise CommandError(str(refusal)) from None

    def _do(self, owner: Server, **options: Any) -> None:
        if options["kept"]:
            self._list(owner)
        elif name := options["back"]:
            self._go_back(owner, name)
        elif name := options["forget"]:
            owner.forget(name)
            self.stdout.write(_("Đã xóa hẳn bản cũ %(name)s.") % {"name": name})
        else:
            self._restore(owner, options["file"])

    def _restore(self, owner: Server, file: Path) -> None:
        header = restoring.look(file)
        restoring.look_whether_it_fits(header, file, owner)
        self._introduce(header, owner)
        key = self._key(header)
        self._ask_to_agree()
        at = timezone.now()
        aside, told = restoring.restore(
            file=file,
            header=header,
            key=key,
            server=owner,
            role=server.role_of_the_application(),
            at=at,
            seen=self._progress(file.stat().st_size),
        )
        self.stdout.write("")
        self.stdout.write(_("Đã khôi phục xong. Trong cổng bây giờ có:"))
        self.stdout.write(told)
        self.stdout.write(
            _(
                "Dữ liệu trước khi khôi phục còn giữ trong cơ sở dữ liệu %(aside)s.\n"
                "Muốn quay lại như trước: make restore-back NAME=%(aside)s\n"
                "Khi chắc chắn không cần nữa: make restore-forget NAME=%(aside)s\n"
                "(trên máy chủ: manage.py restore_backup --back NAME, --forget NAME)"
            )
            % {"aside": aside}
        )

    def _introduce(self, header: Header, owner: Server) -> None:
        taken = timezone.localtime(header.at).strftime("%H:%M ngày %d/%m/%Y")
        self.stdout.write(
            _(
                "Bản sao lưu của cổng “%(instance)s” trên máy %(machine)s,\n"
                "lấy lúc %(taken)s, cổng phiên bản %(version)s."
            )
            % {
                "instance": header.instance,
                "machine": header.machine,
                "taken": taken,
                "version": header.version,
            }
        )
        self.stdout.write(
            _(
                "Mọi việc làm sau lúc ấy sẽ không còn trong cổng. Dữ liệu đang có "
                "trong %(name)s được giữ lại dưới tên khác."
            )
            % {"name": owner.name}
        )

    def _key(self, header: Header) -> Any:
        if not header.is_locked:
            return None
        if given := os.environ.get("PORTAL_BACKUP_PASSPHRASE"):
            return backup_file.key_for(header, given)
        for attempt in range(1, ATTEMPTS + 1):
            typed = getpass(_("Mật khẩu sao lưu: "))
            try:
                return backup_file.key_for(header, typed)
            except WrongPassphrase as refusal:
                if attempt == ATTEMPTS:
                    raise
                self.stdout.write(str(refusal))
        return None

    def _ask_to_agree(self) -> None:
        typed = input(_("Gõ KHOI PHUC rồi Enter để làm, gõ gì khác để thôi: "))
        if _without_marks(typed) != AGREED:
            raise CommandError(_("Đã thôi. Chưa thay đổi gì."))

    def _progress(self, size: int) -> Any:
        """Say every tenth of the way once."""
        told = {0}

        def tell(read: int) -> None:
            tenth = 10 * read // max(size, 1)
            if tenth not in told:
                told.add(tenth)
                self.stdout.write(f"  {10 * tenth} %")

        return tell

    def _go_back(self, owner: Server, name: str) -> None:
        aside = owner.go_back(name, at=timezone.now())
        self.stdout.write(
            _(
                "Cổng lại dùng dữ liệu %(name)s. Dữ liệu vừa thay ra còn giữ dưới tên "
                "%(aside)s."
            )
            % {"name": name, "aside": aside}
        )

    def _list(self, owner: Server) -> None:
        kept = owner.put_aside()
        for each in kept:
            self.stdout.write(f"{each.name}  {each.size // MEGABYTE} MB")
        if not kept:
            self.stdout.write(_("Không có bản cũ nào."))


def _without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
