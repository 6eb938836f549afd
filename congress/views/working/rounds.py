"""Rounds of visits: their units, who goes where, how many are held."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.working.visits import RoundForm, round_facts
from congress.models import BodyMember, VisitRound, WorkingBody
from congress.queries import working as queries
from congress.services import working as services
from congress.views.desk import added, changed
from congress.views.working.frame import body_url, crumbs, frame
from congress.views.working.visits import IN_ORDER, log
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.listing import chosen
from core.queries import units_matching
from core.web import StaffRequest

OFFERED: Final = 300  # units on one page; words narrow them
SHARED: Final = 1_000  # visits of one round that are shared out by hand


@require_safe
@policy.requires(Right.WORK_READ)
def visit_round(request: StaffRequest, body: UUID, tour: UUID) -> HttpResponse:
    found = queries.body_or_404(request.user, body)
    row = queries.round_or_404(found, tour)
    rows = queries.visits(found).filter(round=row)
    answer = log(request, found, rows, file_name="dot-di-co-so.xlsx")
    if isinstance(answer, HttpResponse):
        return answer
    context = answer | {
        "round": row,
        "figures": queries.rounds_held([row])[row.pk],
        "people": queries.by_member(row),
    }
    return render(request, "congress/working_round.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def round_make(request: StaffRequest, body: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    form = RoundForm(request.POST or None)

    def act() -> str:
        made = services.make_round(
            found.pk, form.said(), by=request.user, at=timezone.now()
        )
        return body_url(found, "working-round-units", made.pk)

    return added(
        request,
        form,
        act,
        done=_("Đã lập đợt. Hãy chọn đơn vị."),
        title=_("Lập đợt đi cơ sở, dự sinh hoạt"),
        button=_("Lập đợt"),
        crumbs=crumbs(found),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def round_change(request: StaffRequest, body: UUID, tour: UUID) -> HttpResponse:
    found = queries.body_worked_or_404(request.user, body)
    row = queries.round_or_404(found, tour)
    return changed(
        request,
        RoundForm,
        lambda form: services.change_round(
            row.pk,
            form.said(),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        ),
        facts=lambda: round_facts(queries.round_or_404(found, tour)),
        there=body_url(found, "working-round", row.pk),
        title=_("Sửa"),
        button=_("Lưu"),
        crumbs=_way(found, row),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def round_units(request: StaffRequest, body: UUID, tour: UUID) -> HttpResponse:
    """Choose many units at once."""
    found = queries.body_worked_or_404(request.user, body)
    row = queries.round_or_404(found, tour)
    units = queries.choosable_units(row)
    error = ""
    if request.method == "POST":
        ticked = request.POST.getlist("don-vi")
        wanted_units = units.filter(code__in=ticked).select_related("scope")
        try:
            made = services.add_units(
                row.pk, list(wanted_units), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(
                request, _("Đã thêm %(number)s đơn vị.") % {"number": len(made)}
            )
            return redirect(body_url(found, "working-round-share", row.pk))
    kinds = queries.kinds_of(units)
    kind = chosen(request, "loai", dict(kinds))
    wanted = request.GET.get("tim", "").strip()
    if kind:
        units = units.filter(kind=kind)
    if wanted:
        units = units_matching(units, wanted)
    offered = list(units[: OFFERED + 1])
    context = frame(request, found) | {
        "round": row,
        "units": offered[:OFFERED],
        "is_more": len(offered) > OFFERED,
        "offered": OFFERED,
        "wanted": wanted,
        "kinds": kinds,
        "kind": kind,
        "error": error,
        "ticked": set(request.POST.getlist("don-vi")),
    }
    return render(request, "congress/working_round_units.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.BODY_KEEP)
def round_share(request: StaffRequest, body: UUID, tour: UUID) -> HttpResponse:
    """Share the visits of a round out: evenly by one press, or by hand."""
    found = queries.body_worked_or_404(request.user, body)
    row = queries.round_or_404(found, tour)
    members = list(queries.members(found))
    error = ""
    if request.method == "POST":
        try:
            number = _shared(request, row, members)
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(
                request, _("Đã phân công %(number)s buổi.") % {"number": number}
            )
            return redirect(body_url(found, "working-round", row.pk))
    rows = queries.visits_so(queries.visits(found).filter(round=row), "waiting")
    figures = queries.rounds_held([row])[row.pk]
    context = frame(request, found) | {
        "round": row,
        "visits": [
            {"row": each, "where": queries.place_of(each)}
            for each in rows.order_by(*IN_ORDER)[:SHARED]
        ],
        "members": members,
        "figures": figures,
        "error": error,
    }
    return render(request, "congress/working_round_share.html", context)


def _shared(request: StaffRequest, row: VisitRound, members: list[BodyMember]) -> int:
    of_key = {str(member.pk): member for member in members}
    if request.POST.get("cach") == "deu":
        ticked = set(request.POST.getlist("nguoi"))
        return services.share_out(
            row.pk,
            [member for key, member in of_key.items() if key in ticked],
            anew=request.POST.get("lai") == "1",
            by=request.user,
            at=timezone.now(),
        )
    rows = queries.visits_so(queries.visits(row.body).filter(round=row), "waiting")
    chosen_ones: dict[Any, BodyMember | None] = {}
    for key in rows.values_list("pk", flat=True):
        typed = request.POST.get(f"di-{key.hex}")
        if typed is not None:
            chosen_ones[key] = of_key.get(typed)
    return services.assign_visits(
        row.pk, chosen_ones, by=request.user, at=timezone.now()
    )


def _way(body: WorkingBody, row: VisitRound) -> list[Any]:
    return crumbs(body, (row.title, body_url(body, "working-round", row.pk)))
