"""One conference: held, changed, called off, ended."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.conferences import ConferenceForm, conference_facts
from congress.models import ConferencePoint
from congress.queries import conferences as queries
from congress.services import conferences as services
from congress.services.conferences import Standing
from congress.views.conferences.frame import crumb, crumbs, standing, state_of
from congress.views.desk import changed
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain

_WORDS: Final = {
    "huy": Standing.CANCEL,
    "ket-thuc": Standing.END,
    "mo-lai": Standing.REOPEN,
}
_POINT_STATES: Final = {
    "da": gettext_lazy("đã báo số"),
    "chua": gettext_lazy("chưa báo số"),
}


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_new(request: StaffRequest) -> HttpResponse:
    form = ConferenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hold_conference(
                form.cleaned_data["unit"],
                form.said(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập hội nghị. Hãy thêm điểm cầu."))
            return redirect("congress:conference", made.pk)
    return typed(
        request,
        form,
        title=_("Tổ chức hội nghị"),
        button=_("Tổ chức hội nghị"),
        crumbs=crumbs(),
        here="desk",
    )


@require_safe
@policy.requires(Right.WORK_READ)
def conference(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.conference_or_404(request.user, conference)
    points = queries.points_of(held)
    note = queries.words_of_points(request.user, held)
    told = chosen(request, "bao-so", _POINT_STATES)
    if told:
        points = points.filter(reported_at__isnull=told == "chua")
    if wanted := request.GET.get("tim", "").strip():
        points = queries.points_where_they_are(points, wanted)
    if wants_file(request):
        return as_file(
            request,
            points,
            _point_columns(note),
            default="so",
            title=held.title,
            file_name="diem-cau.xlsx",
        )
    filters = [
        Filter("bao-so", _("Báo số người dự"), list(_POINT_STATES.items()), told),
    ]
    shown = listing(
        request, points, _point_columns(note), default="so", filters=filters
    )
    state = state_of(held)
    keeps = queries.keeps(request.user, held)
    is_open = state not in ("huy", "xong")
    context = {
        "conference": held,
        "listing": shown,
        "page": shown.page,
        "lines": [
            {"row": row, "expected": queries.expected_at(row), "note": note(row)}
            for row in shown.page
        ],
        "told": queries.attendance(held),
        "files": queries.files_of(held),
        "notes": queries.notes_of(request.user, held),
        "own": list(queries.own_points(request.user, held).order_by("number")[:5]),
        "reads_all": queries.reads_all(request.user, held),
        "may_keep": keeps and is_open,
        "may_end": keeps and state == "dang",
        "may_reopen": keeps and not is_open,
        **standing(held),
    }
    return render(request, "congress/conference.html", context)


def _point_columns(
    note: Callable[[ConferencePoint], str],
) -> list[Column[ConferencePoint]]:
    return [
        Column(
            "so",
            gettext_lazy("Số"),
            lambda row: row.number,
            ("number", "pk"),
            number=True,
        ),
        Column("ten", gettext_lazy("Điểm cầu"), lambda row: row.name, ("name", "pk")),
        Column(
            "don-vi",
            gettext_lazy("Đơn vị báo số"),
            lambda row: row.unit.name,
            ("unit__sort_key", "pk"),
        ),
        Column("moi", gettext_lazy("Được mời"), queries.expected_at, number=True),
        Column("du", gettext_lazy("Có mặt"), lambda row: row.present, number=True),
        Column(
            "bao",
            gettext_lazy("Báo số lúc"),
            lambda row: (
                f"{timezone.localtime(row.reported_at):%H:%M %d/%m/%Y}"
                if row.reported_at
                else ""
            ),
        ),
        Column("ghi-chu", gettext_lazy("Ghi chú"), note),
    ]


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_change(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)

    def act(form: ConferenceForm) -> None:
        services.change_conference(
            held.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )

    return changed(
        request,
        ConferenceForm,
        act,
        facts=lambda: conference_facts(queries.kept_or_404(request.user, conference)),
        there=crumb(held)[1],
        title=_("Sửa hội nghị, ghi kết luận"),
        button=_("Lưu"),
        crumbs=[*crumbs(), crumb(held)],
        notes=[_("Đổi ngày, giờ thì các điểm cầu được báo.")],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_act(request: StaffRequest, conference: UUID, act: str) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    if act not in _WORDS:
        raise Http404
    if request.method == "POST":
        try:
            services.set_standing(
                held.pk, _WORDS[act], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã ghi."))
        return redirect("congress:conference", held.pk)
    title, note = {
        Standing.CANCEL: (
            _("Hủy hội nghị?"),
            _("Các điểm cầu được báo và không phải báo số nữa. Mở lại được."),
        ),
        Standing.END: (
            _("Kết thúc hội nghị?"),
            _(
                "Số người dự, tài liệu, ghi chép giữ nguyên, không sửa nữa. Mở lại "
                "được."
            ),
        ),
        Standing.REOPEN: (
            _("Mở lại hội nghị?"),
            _("Các điểm cầu chưa báo số lại được nhắc báo."),
        ),
    }[_WORDS[act]]
    return typed(
        request,
        None,
        title=title,
        button=title.removesuffix("?"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[note],
        is_grave=_WORDS[act] is Standing.CANCEL,
    )
