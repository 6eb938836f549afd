"""Help, and the page that shows every component."""

from types import SimpleNamespace
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import manual
from core.access import policy
from core.forms.samples import SampleForm
from core.listing import Filter, Heading
from core.models import Job
from core.web import StaffRequest

AN_HOUR: Final = 60 * 60
TONES = ("ok", "warn", "bad", "live", "gold", "none")


@require_safe
@policy.for_anyone_signed_in
def help_list(request: StaffRequest) -> HttpResponse:
    return render(
        request,
        "core/help_list.html",
        {"subjects": manual.subjects(get_language() or "vi")},
    )


@require_safe
@policy.for_anyone_signed_in
def help_page(request: StaffRequest, subject: str) -> HttpResponse:
    found = manual.page(subject, get_language() or "vi")
    if found is None:
        raise Http404
    title, body = found
    return render(request, "core/help_page.html", {"title": title, "body": body})


@require_safe
@policy.for_anyone_signed_in
def help_picture(request: StaffRequest, name: str, language: str) -> HttpResponse:
    found = manual.picture(name, language)
    if found is None:
        raise Http404
    headers = {"Cache-Control": f"private, max-age={AN_HOUR}"}
    return HttpResponse(found.read_bytes(), content_type="image/webp", headers=headers)


@require_safe
@policy.for_anyone_signed_in
def components(request: StaffRequest) -> HttpResponse:
    return render(request, "core/components.html", _samples())


@require_safe
@policy.for_anyone_signed_in
def wall_sample(request: StaffRequest) -> HttpResponse:
    return render(request, "core/wall_sample.html", {"rows": _wall_rows()})


def _samples() -> dict[str, Any]:
    page = Paginator(range(500), 50).get_page(3)
    page.paginator.has_more_than_counted = False  # type: ignore[attr-defined]
    wrong = SampleForm(data={"name": "", "day": "31/02/2025", "kind": "cell"})
    return {
        "tones": [(tone, word) for tone, word in zip(TONES, _words(), strict=True)],
        "page": page,
        "form": SampleForm(),
        "wrong": wrong,
        "jobs": _jobs(),
        "stages": _stages(),
        "said": _said(),
        "listing": _listing(),
        "headings": [
            Heading("name", _("Tổ chức đảng"), number=False, url="?sap-xep=-name"),
            Heading("ready", _("Sẵn sàng"), number=True),
        ],
    }


def _listing() -> SimpleNamespace:
    choices = [("cell", _("Chi bộ"))]
    return SimpleNamespace(
        searched="khe vang",
        ordered="",
        narrowed=True,
        filters=[Filter("loai", _("Loại"), choices, "cell")],
    )


def _words() -> list[str]:
    return [
        _("đã chốt"),
        _("chờ duyệt"),
        _("quá hạn"),
        _("đang chạy"),
        _("trúng cử"),
        _("chưa có"),
    ]


def _jobs() -> list[Job]:
    states = Job.State
    return [
        Job(state=states.RUNNING, done=32_000, total=52_000),
        Job(state=states.QUEUED),
        Job(state=states.DONE),
        Job(state=states.REFUSED, note=_("Tệp không đọc được. Hãy xuất lại tệp.")),
        Job(state=states.FAILED),
    ]


def _stages() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(label=_("Tải tệp lên"), state="done", note=""),
        SimpleNamespace(label=_("Ghép cột"), state="current", note=""),
        SimpleNamespace(label=_("Ghi vào sổ"), state="next", note=""),
    ]


def _said() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(tags=tags, sentence=sentence)
        for tags, sentence in (
            ("success", _("Đã lưu.")),
            ("info", _("Đã giao việc; có thể rời trang này.")),
            ("warning", _("Ngày này là ngày nghỉ.")),
            ("error", _("Chưa lưu: người khác vừa sửa.")),
        )
    ]


def _wall_rows() -> list[tuple[int, str, str, str, bool]]:
    return [
        (1, "Nguyễn Văn An", "231", "96,25", True),
        (2, "Trần Thị Ánh", "228", "95,00", True),
        (3, "Lê Quang Bình", "119", "49,58", False),
        (4, "Phạm Thị Cúc", "219", "91,25", True),
        (5, "Hoàng Văn Dũng", "207", "86,25", True),
        (6, "Đặng Thị Đào", "201", "83,75", True),
    ]
