"""Questions answered to all beneath a unit."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.models import Area, SharedAnswer
from congress.queries import above
from congress.queries import difficulties as found_in
from congress.services import difficulties as services
from congress.views.difficulties.listing import ROWS
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.web import StaffRequest


@require_safe
@policy.requires(Right.PLAN_READ)
def shared_answers(request: StaffRequest) -> HttpResponse:
    rows = found_in.shared_answers(request.user)
    area = chosen(request, "linh-vuc", dict(Area.choices))
    if area:
        rows = rows.filter(area=area)
    if wanted := request.GET.get("tim", "").strip():
        rows = found_in.answers_having_words(rows, wanted)
    columns = _shared_columns()
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Hỏi đáp"),
            file_name="hoi-dap.xlsx",
        )
    shown: Listing[SharedAnswer] = listing(
        request,
        rows,
        columns,
        default="-ngay",
        filters=[Filter("linh-vuc", _("Lĩnh vực"), Area.choices, area)],
        size=ROWS,
    )
    own = {unit.pk for unit in above.own_units(request.user, Right.CONGRESS_KEEP)}
    context = {
        "listing": shown,
        "page": shown.page,
        "lines": [
            {"row": row, "may_withdraw": row.unit_id in own} for row in shown.page
        ],
    }
    return render(request, "congress/shared_answers.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def shared_answer_withdraw(request: StaffRequest, answer: UUID) -> HttpResponse:
    row = found_in.shared_answers(request.user).filter(pk=answer).first()
    if row is None or not above.answers_for(request.user, row.unit):
        raise Http404
    if request.method == "POST":
        services.withdraw_shared(row.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã rút hỏi đáp. Không ai đọc được nữa."))
        return redirect("congress:shared-answers")
    return typed(
        request,
        None,
        title=_("Rút hỏi đáp?"),
        button=_("Rút hỏi đáp"),
        crumbs=[(_("Hỏi đáp"), reverse("congress:shared-answers"))],
        here="answers",
        notes=[_("Rút rồi thì không hiện lại; muốn có nữa thì công bố lần khác.")],
        said=[(_("Câu hỏi"), row.question), (_("Trả lời"), row.answer)],
        is_grave=True,
    )


def _shared_columns() -> list[Column[SharedAnswer]]:
    return [
        Column("cau-hoi", _("Câu hỏi"), lambda row: row.question),
        Column("tra-loi", _("Trả lời"), lambda row: row.answer),
        Column("can-cu", _("Căn cứ"), lambda row: row.grounds),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: str(row.get_area_display())),
        Column(
            "noi-tra-loi",
            _("Nơi trả lời"),
            lambda row: row.unit.name,
            ("unit__sort_key", "id"),
        ),
        Column("ngay", _("Ngày"), lambda row: timezone.localdate(row.at), ("at", "id")),
    ]
