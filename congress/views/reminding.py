"""Reminding those who have a point of readiness to see to."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congress import queries
from congress.labels import points as offered
from congress.labels.points import Point
from congress.models import Congress
from congress.queries import progress, readiness
from congress.services import reminding
from congress.views.progress import narrow, year_asked
from congress.views.readiness import sought
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def readiness_remind(request: StaffRequest, congress: str, code: str) -> HttpResponse:
    found = queries.congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)
    point = _point_or_404(code)
    back = reverse("congress:readiness", args=[found.slug])
    if request.method == "POST":
        return _remind(request, [found.pk], point, back)
    return _confirm(request, Congress.objects.filter(pk=found.pk), point, back)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def readiness_remind_all(request: StaffRequest) -> HttpResponse:
    """Of all congresses that the board shows, those that lack one point."""
    today = timezone.localdate()
    point = _point_or_404(request.GET.get("diem", ""))
    years = progress.years_of_terms()
    within = narrow(request, year=year_asked(request, years, today)).within
    shown = readiness.sought_in(within, sought(request), today=today)
    kept = policy.within_reach(
        Congress.objects.all(), request.user, Right.CONGRESS_KEEP
    )
    found = readiness.lacking(kept, point.code).filter(pk__in=shown.values("pk"))
    back = f"{reverse('congress:readiness-board')}?{request.GET.urlencode()}"
    if request.method == "POST":
        keys = list(found.values_list("pk", flat=True)[: reminding.AT_ONCE + 1])
        return _remind(request, keys, point, back)
    return _confirm(request, found, point, back)


def _point_or_404(code: str) -> Point:
    found = offered.point(code)
    if found is None:
        raise Http404
    return found


def _confirm(
    request: StaffRequest, found: QuerySet[Congress], point: Point, back: str
) -> HttpResponse:
    today = timezone.localdate()
    rows = found.select_related("unit__scope", "scope").order_by("opens_on", "pk")
    congresses = list(rows[: reminding.AT_ONCE + 1])
    too_many = len(congresses) > reminding.AT_ONCE
    keys = [each.pk for each in congresses]
    reminded = readiness.reminded_today(keys, point.code, today)
    left = [each for each in congresses if each.pk not in reminded]
    people = readiness.responsible(left, point.code, today=today)
    context = {
        "point": point,
        "back": back,
        "too_many": too_many,
        "most": reminding.AT_ONCE,
        "units": sum(1 for each in left if people.get(each.pk)),
        "people": len({user.pk for found in people.values() for user in found}),
        "nobody": [each for each in left if not people.get(each.pk)],
        "today": len(reminded),
    }
    return render(request, "congress/readiness_remind.html", context)


def _remind(
    request: StaffRequest, keys: list[UUID], point: Point, back: str
) -> HttpResponse:
    try:
        made = reminding.remind(keys, point, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    if made.congresses:
        messages.success(
            request,
            _("Đã nhắc “%(point)s”: %(people)s lượt người, %(units)s đại hội.")
            % {
                "point": point.label,
                "people": made.people,
                "units": made.congresses,
            },
        )
    if made.today:
        messages.info(
            request,
            _("%(number)s đại hội đã được nhắc việc này hôm nay nên không nhắc nữa.")
            % {"number": made.today},
        )
    if made.nobody:
        messages.warning(
            request,
            _("%(number)s đại hội chưa có ai phụ trách trên cổng để nhắc.")
            % {"number": made.nobody},
        )
    if not (made.congresses or made.today or made.nobody):
        messages.info(request, _("Không còn đại hội nào thiếu điểm này."))
    return redirect(back)
