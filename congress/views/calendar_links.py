"""A calendar by a private link: made, taken back, and read by calendar programs."""

import uuid
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import services
from congress.forms.progress import CalendarLinkForm
from congress.models import CalendarLink, Congress, LinkContent, Milestone
from congress.queries import links
from congress.queries.gatherings import Gathering
from congress.views.addresses import (
    TooManyGuesses,
    counted,
    found_unless_guessing,
    whole_address,
)
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest
from core.writers import icalendar
from core.writers.icalendar import Event

ASKED: Final = 12  # times a minute of one link; programs ask a few times an hour
_DOMAIN: Final = "cong-dai-hoi"


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PLAN_READ)
def calendar_links(request: StaffRequest) -> HttpResponse:
    form = CalendarLinkForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        made, token = services.make_calendar_link(
            request.user,
            name=form.cleaned_data["name"],
            content=LinkContent(form.cleaned_data["content"]),
            expires_at=form.expires_after(at),
            at=at,
        )
        path = reverse("congress:calendar-feed", args=[token])
        context = {
            "form": CalendarLinkForm(),
            "made": made,
            "address": whole_address(request, path),
        }
    now = timezone.now()
    context["links"] = [
        {"link": link, "is_open": not link.revoked_at and link.expires_at > now}
        for link in links.links_of(request.user)
    ]
    response = render(request, "congress/calendar_links.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@policy.requires(Right.PLAN_READ)
def calendar_link_revoke(request: StaffRequest, link: uuid.UUID) -> HttpResponse:
    known = get_object_or_404(CalendarLink, owner=request.user, pk=link)
    services.revoke_calendar_link(known.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi liên kết %(link)s.") % {"link": known})
    return redirect("congress:calendar-links")


@require_safe
@policy.open_to_all
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a link's owner, as far as he may read it now."""
    at = timezone.now()
    digest = links.digest_of(token)
    try:
        link = found_unless_guessing(
            request, "calendar", partial(links.link_of, digest, at=at)
        )
    except TooManyGuesses:
        return HttpResponse(status=429)
    if link is None:
        raise Http404
    if counted(f"calendar-asked:{digest}") > ASKED:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    # Whoever reads it has not signed in: the language is the portal's.
    with translation.override(settings.LANGUAGE_CODE):
        content = _calendar(request, link)
    return HttpResponse(
        content,
        content_type=icalendar.MIME,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="lich-dai-hoi.ics"',
        },
    )


def _calendar(request: HttpRequest, link: CalendarLink) -> bytes:
    today = timezone.localdate()
    told = links.told(link, today=today)
    about = _("Đại hội và việc chưa xong trong phạm vi của bạn, không có việc nhân sự.")
    return icalendar.calendar(
        _("Lịch đại hội"),
        _events(request, told, today),
        stamp=timezone.now(),
        about=about,
    )


def _events(request: HttpRequest, told: links.Told, today: date) -> Iterator[Event]:
    if told.is_cut:
        yield Event(
            uid=f"cut@{_DOMAIN}",
            first=today,
            last=today,
            summary=_("Lịch này chưa đủ: nhiều hơn một lịch chứa được"),
            description=_("Xem đủ trên cổng, hoặc lập liên kết chỉ gồm các đại hội."),
            busy=False,
        )
    for congress in told.congresses:
        yield _of_congress(request, congress)
    for milestone in told.milestones:
        yield _of_milestone(request, milestone)
    for held in told.gatherings:
        yield _of_gathering(request, held)


def _of_congress(request: HttpRequest, congress: Congress) -> Event:
    return Event(
        uid=f"congress-{congress.pk}@{_DOMAIN}",
        first=congress.opens_on,
        last=congress.closes_on,
        summary=str(congress),
        location=congress.place,
        url=_address(request, "congress:detail", congress),
        revision=congress.version,
    )


def _of_milestone(request: HttpRequest, milestone: Milestone) -> Event:
    due = milestone.due_on
    assert due is not None  # noqa: S101 - only what is due on a day is told
    return Event(
        uid=f"milestone-{milestone.pk}@{_DOMAIN}",
        first=due,
        last=due,
        summary=_("Hạn: %(what)s – %(unit)s")
        % {"what": milestone, "unit": milestone.congress.unit},
        url=_address(request, "congress:plan", milestone.congress),
        revision=milestone.version,
        busy=False,
    )


def _of_gathering(request: HttpRequest, held: Gathering) -> Event:
    """Tell the hour in words: the calendar knows whole days alone (ADR 0044)."""
    return Event(
        uid=f"gathering-{held.key}@{_DOMAIN}",
        first=held.day,
        last=held.day,
        summary=f"{timezone.localtime(held.at):%H:%M} {held.title}",
        location=held.place,
        url=whole_address(request, reverse(held.url_name, args=held.url_args)),
        revision=held.revision,
        busy=False,
    )


def _address(request: HttpRequest, name: str, congress: Congress) -> str:
    return whole_address(request, reverse(name, args=[congress.slug]))
