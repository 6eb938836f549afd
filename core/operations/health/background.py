"""What happens in the background: the broker, who listens, the clock, jobs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Job, UnsealedEvent
from core.operations.broker import Broker
from core.operations.health.lines import Line, State
from core.vietnamese.numbers import grouped

SLOW_SEAL: Final = timedelta(minutes=1)
SLOW_QUEUE: Final = timedelta(minutes=1)
LATE_TICK: Final = 20  # seconds


def broker(found: Broker, _at: datetime) -> Iterator[Line]:
    part = _("Hàng đợi")
    if not found.answers:
        yield Line(
            part,
            State.BAD,
            _("không trả lời"),
            _(
                "Việc giao cho máy vẫn được ghi lại và sẽ chạy khi hàng đợi trở lại. "
                "Xem var/portal/log/valkey.log, hoặc dịch vụ Redis trên máy chủ."
            ),
        )
        return
    waiting = sum(found.waiting.values())
    yield Line(
        part,
        State.GOOD,
        _("%(server)s, %(count)s việc đang chờ")
        % {"server": found.server, "count": grouped(waiting)},
    )


_QUEUES: Final[dict[str, Promise]] = {
    "quick": gettext_lazy("Chương trình nền: kiểm phiếu và việc ngắn"),
    "print": gettext_lazy("Chương trình nền: tạo giấy tờ PDF"),
    "files": gettext_lazy("Chương trình nền: đọc tệp"),
    "backups": gettext_lazy("Chương trình nền: sao lưu"),
}


def workers(found: Broker, _at: datetime) -> Iterator[Line]:
    for queue, label in _QUEUES.items():
        names = found.workers.get(queue, [])
        if names:
            running = _("đang chạy (%(names)s)") % {"names": ", ".join(names)}
            yield Line(str(label), State.GOOD, running)
        else:
            yield Line(
                str(label),
                State.BAD,
                _("không ai nhận việc"),
                _(
                    "Khởi động lại cổng; trên máy chủ: systemctl restart "
                    "portal-worker portal-reader."
                ),
            )


def beat(found: Broker, _at: datetime) -> Iterator[Line]:
    part = _("Chương trình nền: gọi việc theo giờ")
    if found.ticked is None:
        fact = _("không thấy trong một ngày qua")
    else:
        seconds = {"seconds": grouped(int(found.ticked))}
        fact = _("gọi cách đây %(seconds)s giây") % seconds
    if found.ticked is not None and found.ticked < LATE_TICK:
        yield Line(part, State.GOOD, fact)
        return
    yield Line(
        part,
        State.BAD,
        fact,
        _(
            "Việc theo giờ (sao lưu, nối chuỗi nhật ký) đang dừng. Khởi động lại cổng; "
            "trên máy chủ: systemctl restart portal-beat."
        ),
    )


def jobs(_found: Broker, at: datetime) -> Iterator[Line]:
    failed = Job.objects.filter(
        state=Job.State.FAILED, ended_at__gt=at - timedelta(days=1)
    ).count()
    stuck = Job.objects.filter(
        state=Job.State.QUEUED, requested_at__lt=at - SLOW_QUEUE
    ).count()
    fact = _("%(failed)s việc gặp sự cố trong một ngày qua, %(stuck)s việc chờ quá lâu")
    yield Line(
        _("Việc của máy"),
        State.LOOK if failed or stuck else State.GOOD,
        fact % {"failed": grouped(failed), "stuck": grouped(stuck)},
        _("Xem log của worker, sửa nguyên nhân, rồi bấm làm lại ở trang của việc ấy.")
        if failed or stuck
        else "",
    )


def sealer(_found: Broker, at: datetime) -> Iterator[Line]:
    waiting = UnsealedEvent.objects.count()
    oldest = UnsealedEvent.objects.order_by("pk").values_list("event__at", flat=True)
    since = oldest.first()
    is_late = since is not None and at - since > SLOW_SEAL
    fact = _("%(count)s dòng chờ nối chuỗi") % {"count": grouped(waiting)}
    yield Line(
        _("Chuỗi nhật ký"),
        State.BAD if is_late else State.GOOD,
        fact,
        _("Xem các chương trình nền ở trên; khi chúng chạy lại, chuỗi tự nối.")
        if is_late
        else "",
    )
