"""The data: the database, its version, its backups."""

import platform
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.operations.broker import Broker
from core.operations.health.lines import Line, State, size_of
from core.operations.version import portal_version
from core.queries import operations as reads
from core.vietnamese.numbers import grouped

LONG_TRANSACTION: Final = 60  # seconds

_DATABASE: Final = """
SELECT pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int,
       coalesce((SELECT extract(epoch FROM max(clock_timestamp() - xact_start))
                   FROM pg_stat_activity
                  WHERE datname = current_database()
                    AND pid <> pg_backend_pid()
                    AND backend_type = 'client backend'), 0)::float,
       current_setting('server_version')
"""


def database(_found: Broker, _at: datetime) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        size, used, most, longest, version = cursor.fetchone()
    fact = _(
        "PostgreSQL %(version)s, %(size)s; %(used)s / %(most)s kết nối; giao dịch lâu "
        "nhất %(longest)s giây"
    ) % {
        "version": version.split()[0],
        "size": size_of(size),
        "used": used,
        "most": most,
        "longest": grouped(int(longest)),
    }
    state, advice = State.GOOD, ""
    if used > 0.8 * most:
        state = State.LOOK
        advice = _("Gần hết kết nối. Bớt tiến trình web hoặc tăng max_connections.")
    elif longest > LONG_TRANSACTION:
        state = State.LOOK
        advice = _("Có việc giữ cơ sở dữ liệu quá lâu. Xem mục Việc của máy ở dưới.")
    yield Line(_("Cơ sở dữ liệu"), state, fact, advice)


_PUT_ASIDE: Final = """
SELECT datname,
       CASE WHEN has_database_privilege(oid, 'CONNECT')
            THEN pg_database_size(oid) ELSE 0 END
  FROM pg_database
 WHERE starts_with(datname, current_database() || '_before_')
 ORDER BY datname
"""


def put_aside(_found: Broker, _at: datetime) -> Iterator[Line]:
    """Data that restores have put aside, where there are any: they fill the disk."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT_ASIDE)
        rows = cursor.fetchall()
    if rows:
        yield Line(
            _("Dữ liệu trước khi khôi phục"),
            State.LOOK,
            _("%(names)s, chiếm %(size)s")
            % {
                "names": ", ".join(name for name, _size in rows),
                "size": size_of(sum(size for _name, size in rows)),
            },
            _("Khi chắc chắn không cần nữa: make restore-forget NAME=…"),
        )


def version(_found: Broker, _at: datetime) -> Iterator[Line]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    fact = _("phiên bản %(version)s, Python %(python)s") % {
        "version": portal_version(),
        "python": platform.python_version(),
    }
    if not pending:
        yield Line(_("Phiên bản"), State.GOOD, fact)
        return
    yield Line(
        _("Phiên bản"),
        State.BAD,
        f"{fact}; "
        + ngettext(
            "còn %(count)s thay đổi dữ liệu chưa làm",
            "còn %(count)s thay đổi dữ liệu chưa làm",
            len(pending),
        )
        % {"count": len(pending)},
        _("Dừng cổng rồi chạy make upgrade (trên máy chủ: bring_up_to_date)."),
    )


def backup(_found: Broker, at: datetime) -> Iterator[Line]:
    plan, last = reads.backup_plan(), reads.last_backup()
    part = _("Sao lưu gần nhất")
    if plan is None:
        yield Line(
            part,
            State.LOOK,
            _("chưa đặt kế hoạch"),
            _("Mở trang Sao lưu, đặt mật khẩu sao lưu và thư mục thứ hai."),
            "core:backup-plan",
        )
        return
    fact = (
        timezone.localtime(last.taken_at).strftime("%H:%M %d/%m/%Y")
        if last
        else _("chưa có bản nào")
    )
    if reads.is_overdue(plan, last, at=at):
        yield Line(
            part,
            State.BAD,
            fact,
            _("Mở trang Sao lưu và bấm Sao lưu ngay."),
            "core:backups",
        )
    elif last and last.fault:
        yield Line(part, State.LOOK, fact, str(reads.fault_words(last)))
    elif not plan.folder:
        advice = _("Chỉ có một bản trên máy này. Đặt thư mục thứ hai: USB hoặc ổ khác.")
        yield Line(part, State.LOOK, fact, advice)
    else:
        yield Line(part, State.GOOD if last else State.NONE, fact)
