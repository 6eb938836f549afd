"""The machine: its disks, its memory, its clock, what it prints with."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import AuditEvent, StoredPrint
from core.operations import folders, machine
from core.operations.broker import Broker
from core.operations.health.lines import GIGABYTE, Line, State, size_of
from core.queries import operations as reads
from core.vietnamese.numbers import grouped

CLOCKS_APART: Final = 2  # seconds
CLOCK_SET: Final = 5  # seconds
LITTLE_MEMORY: Final = 10  # percent
FONTS: Final = 4
PANGO: Final = "libpangoft2-1.0.so.0"


def disks(_found: Broker, _at: datetime) -> Iterator[Line]:
    plan = reads.backup_plan()
    second = [plan.folder] if plan and plan.folder else []
    places = [
        (_("Ổ đĩa dữ liệu"), Path(settings.VAR)),
        (_("Ổ đĩa sao lưu"), folders.nearest(folders.own())),
        *((_("Ổ đĩa sao lưu thứ hai"), Path(each)) for each in second),
    ]
    for part, folder in places:
        room = machine.disk_of(folder)
        if room is None:
            fault = reads.FAULTS[folders.Fault.MISSING]
            yield Line(part, State.BAD, str(folder), str(fault))
        else:
            yield _room_of_a_disk(part, folder, room)


def _room_of_a_disk(part: str, folder: Path, room: machine.Room) -> Line:
    state = State.GOOD
    if room.percent < 5 or room.free < GIGABYTE // 2:
        state = State.BAD
    elif room.percent < 15 or room.free < 2 * GIGABYTE:
        state = State.LOOK
    fact = _("còn %(free)s / %(total)s (%(percent)s %%) ở %(folder)s") % {
        "free": size_of(room.free),
        "total": size_of(room.total),
        "percent": room.percent,
        "folder": folder,
    }
    advice = "" if state is State.GOOD else _("Dọn bớt tệp hoặc chuyển sang ổ lớn hơn.")
    return Line(part, state, fact, advice)


def memory(_found: Broker, _at: datetime) -> Iterator[Line]:
    room = machine.memory()
    if room is None:
        return
    state = State.GOOD if room.percent >= LITTLE_MEMORY else State.LOOK
    yield Line(
        _("Bộ nhớ"),
        state,
        _("còn %(free)s / %(total)s (%(percent)s %%)")
        % {
            "free": size_of(room.free),
            "total": size_of(room.total),
            "percent": room.percent,
        },
        "" if state is State.GOOD else _("Đóng bớt chương trình khác trên máy này."),
    )


def clock(_found: Broker, at: datetime) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    last = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    behind = (last - at).total_seconds() if last else 0
    yield _of_clocks(
        behind=behind, apart=apart, was_set_by=abs(machine.clock_was_set_by())
    )


def _of_clocks(*, behind: float, apart: float, was_set_by: float) -> Line:
    """Judge by the trail, by the database, and by the clock that nobody sets."""
    part = _("Đồng hồ máy")
    if behind > CLOCK_SET:
        return Line(
            part,
            State.BAD,
            _("chậm hơn dòng nhật ký cuối %(seconds)s giây")
            % {"seconds": grouped(int(behind))},
            _("Đồng hồ đã bị chỉnh lùi. Đặt lại đúng giờ rồi khởi động lại cổng."),
        )
    if apart > CLOCKS_APART:
        return Line(
            part,
            State.LOOK,
            _apart(apart),
            _("Đặt cùng một nguồn giờ cho mọi máy chạy cổng."),
        )
    if was_set_by > CLOCK_SET:
        return Line(
            part,
            State.LOOK,
            _("đã bị chỉnh %(seconds)s giây từ khi cổng chạy")
            % {"seconds": grouped(int(was_set_by))},
            _("Xem giờ trên máy có đúng không; đúng rồi thì khởi động lại cổng."),
        )
    return Line(part, State.GOOD, _apart(apart))


def _apart(seconds: float) -> str:
    return _("lệch cơ sở dữ liệu %(apart)s giây") % {"apart": grouped(int(seconds))}


def printing(_found: Broker, _at: datetime) -> Iterator[Line]:
    printed = StoredPrint.objects.order_by("-printed_at")
    last = printed.values_list("printed_at", flat=True).first()
    fonts = len(list((Path(settings.ROOT) / "static" / "fonts").rglob("Tinos*.ttf")))
    when = timezone.localtime(last).strftime("%H:%M %d/%m/%Y") if last else _("chưa in")
    yield _of_printing(fonts, has_pango=machine.has_library(PANGO), last=when)


def _of_printing(fonts: int, *, has_pango: bool, last: str) -> Line:
    state, advice = State.GOOD, ""
    if fonts < FONTS:
        state = State.BAD
        advice = _("Thiếu phông chữ trong static/fonts. Chép lại bản cổng đầy đủ.")
    elif not has_pango:
        state = State.BAD
        advice = _("Cài thư viện in: apt install libpangoft2-1.0-0 libharfbuzz-subset0")
    fact = _("%(fonts)s tệp phông chữ; giấy tờ in gần nhất: %(last)s")
    return Line(
        _("Phông chữ, máy in PDF"), state, fact % {"fonts": fonts, "last": last}, advice
    )
