"""Bring back what was done with a congress on another machine, step by step."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import Journey
from core.services import backups
from core.travel import asking, parcel, returning, tables
from core.travel.comparing import Clash, Conflict, Plan
from core.travel.parcel import Content, Header
from core.travel.returning import Brought, Conflicts
from core.travel.tables import Key
from core.vietnamese.numbers import grouped

SHOWN: Final = 40  # conflicts told one by one
AGREED: Final = "mang ve"
CLASHES: Final = {
    Clash.CHANGED_ON_BOTH: "hai nơi cùng sửa",
    Clash.REMOVED_HERE: "ở đây đã bỏ, bên kia sửa",
    Clash.CHANGED_HERE: "ở đây đã sửa, bên kia bỏ",
    Clash.OTHER_HERE: "hai nơi cùng lập, khác nhau",
    Clash.FACT_CHANGED: "việc đã rồi mà bên kia sửa: tệp đáng ngờ",
}


class Command(BaseCommand):
    help = (
        "Đưa tệp mang về vào cổng nơi đại hội đã mang đi. Chạy bằng vai trò chủ của cơ "
        "sở dữ liệu: DATABASE_URL=$DATABASE_OWNER_URL manage.py bring_back TỆP."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .daihoi mang về")
        parser.add_argument(
            "--keep-here",
            action="store_true",
            help="dòng nào hai nơi cùng sửa thì giữ như ở đây, dòng khác vẫn đưa vào",
        )
        parser.add_argument(
            "--agreed", action="store_true", help="không hỏi lại trước khi đưa vào"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            try:
                self._bring(**options)
            except Conflicts as refusal:
                self._tell_conflicts(refusal.plan)
                raise CommandError(str(refusal)) from None
            except (Refused, OSError) as refusal:
                raise CommandError(str(refusal)) from None

    def _bring(self, **options: Any) -> None:
        _refuse_a_guest()
        file: Path = options["file"]
        with file.open("rb") as stream:
            header = parcel.read_header(stream)
            returning.journey_of(header)
            self.stdout.write(asking.introduced(header))
            words = asking.passphrase(header, self.stdout.write)
            key = parcel.key_for(header, words)
            content = parcel.unlock(stream, header, key, seen=lambda _size: None)
        self._tell(self._do(file, header, content, options, rehearse=True))
        if not options["agreed"]:
            asking.agree(
                _("So các số trên với biên bản đã ký. Gõ MANG VE rồi Enter để làm: "),
                AGREED,
            )
        taken, _fault = backups.take_before_migrating(at=timezone.now())
        self.stdout.write(
            _("Đã sao lưu trước khi làm: %(path)s") % {"path": taken.path}
        )
        self._do(file, header, content, options, rehearse=False)
        self.stdout.write(_("Đã đưa vào cổng. Đại hội lại làm việc ở đây."))

    def _do(
        self,
        file: Path,
        header: Header,
        content: Content,
        options: dict[str, Any],
        *,
        rehearse: bool,
    ) -> Brought:
        return returning.bring_back(
            header,
            content,
            sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
            keep_here=options["keep_here"],
            at=timezone.now(),
            rehearse=rehearse,
        )

    def _tell(self, brought: Brought) -> None:
        """Say what would be done, and what the results are, before anything is."""
        plan = brought.plan
        for words, part in (
            (_("Dòng mới"), plan.added),
            (_("Dòng sửa"), plan.changed),
            (_("Dòng bỏ"), plan.removed),
        ):
            self.stdout.write(f"{words}: {grouped(Plan.rows(part))}")
            for table, keys in part.items():
                self.stdout.write(f"  {_called(table.name)}: {grouped(len(keys))}")
        for row in plan.left:
            self.stdout.write(
                _("Sửa bên kia nhưng không thuộc đại hội, không đưa về: %(row)s")
                % {"row": _title(row)}
            )
        self._tell_conflicts(plan)
        for proved in brought.proved:
            self.stdout.write(proved.what)
            for line in proved.told:
                self.stdout.write(f"  {line}")
        if not all(each.holds for each in brought.proved):
            raise CommandError(
                _("Kết quả mang về không khớp khi kiểm lại. Chưa đưa gì vào cổng.")
            )

    def _tell_conflicts(self, plan: Plan) -> None:
        for conflict in plan.conflicts[:SHOWN]:
            self.stdout.write(_told(conflict))
        if plan.conflicts:
            self.stdout.write(
                _(
                    "Nơi nào cũng sửa thì cổng không tự chọn. Hãy sửa ở đây cho đúng "
                    "rồi chạy lại, hoặc chạy lại với --keep-here để giữ các dòng ấy "
                    "như ở đây."
                )
            )


def _told(conflict: Conflict) -> str:
    table, key = conflict.row
    return (
        f"Xung đột – {_called(table)}: {_title(conflict.row)} ({key}): "
        f"{CLASHES[conflict.clash]}"
    )


def _called(table: str) -> str:
    return str(tables.by_name()[table].kind._meta.verbose_name)


def _title(row: Key) -> str:
    """Name a row as it stands here, by its key where it is gone."""
    kind = tables.by_name()[row.table].kind
    found = kind._default_manager.filter(pk=row.key).first()
    return str(found) if found else row.key


def _refuse_a_guest() -> None:
    """Only the role that owns the tables may put other portals' facts into them."""
    owned = Journey._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename = %s",
            [owned],
        )
        found = cursor.fetchone()
    if not (found and found[0]):
        raise CommandError(
            _(
                "Việc này cần vai trò chủ của cơ sở dữ liệu. Trên máy dùng `make "
                "start` hãy chạy `make bring-back FILE=…`; trên máy chủ hãy đặt "
                "DATABASE_URL bằng DATABASE_OWNER_URL."
            )
        )
