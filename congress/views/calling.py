"""Putting people on a roll: chosen ones, all members, those just elected."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congress import forms, queries, services
from congress.models import BodyKind, VotingBody
from congress.rules.tally_base import Body
from congress.services import AsWhat
from congress.views.frame import page, reads_people
from congress.views.roll import kept
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import Person
from core.paging import Pages
from core.queries import people as register
from core.web import StaffRequest, explain

SHOWN = 50
_FOUND: Any = ("by_name", "pk")  # names that ``named`` gives to expressions


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_add(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = kept(request, congress, body)
    form = forms.CallForm(request.POST or None, body=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        as_what = AsWhat(
            origin=said["origin"],
            standing=said["standing"],
            is_convener=said["is_convener"],
        )
        try:
            called = services.call_people(
                found.pk,
                said["people"],
                as_what=as_what,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            return _told(request, found, len(called))
    wanted = request.GET.get("tim", "").strip()
    people: QuerySet[Person] = queries.callable_people(found)
    by_number = reads_people(request, found)
    numbered = register.bears_number(people, wanted) if by_number else None
    if numbered is not None:
        people = numbered.order_by("sort_key", "pk")
    elif wanted:
        people = register.named(people, wanted).order_by(*_FOUND)
    else:
        people = people.order_by("sort_key", "pk")
    shown = Pages(people.select_related("unit"), SHOWN)
    ticked = set(request.POST.getlist("people"))
    context = page(request, found, tab="roll") | {
        "form": form,
        "page": shown.get_page(request.GET.get("trang")),
        "wanted": wanted,
        "ticked": ticked,
    }
    return render(request, "congress/roll_add.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_all(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = kept(request, congress, body)
    if queries.body_of(found) is not Body.MEMBERS_CONGRESS:
        raise Http404
    if request.method == "POST":
        called = services.call_all_members(
            found.pk, seen=_seen(request), by=request.user, at=timezone.now()
        )
        return _told(request, found, len(called))
    context = page(request, found, tab="roll")
    context |= {"number": queries.callable_people(found).count()}
    return render(request, "congress/roll_all.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_elected(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = kept(request, congress, body)
    if found.kind == BodyKind.CONGRESS:
        raise Http404
    if request.method == "POST":
        called = services.call_elected(
            found.pk, seen=_seen(request), by=request.user, at=timezone.now()
        )
        return _told(request, found, len(called))
    people = queries.elected_to_call(found)
    context = page(request, found, tab="roll") | {"people": people}
    return render(request, "congress/roll_elected.html", context)


def _seen(request: StaffRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0


def _told(request: StaffRequest, body: VotingBody, number: int) -> HttpResponse:
    words = _("Đã đưa %(number)s người vào danh sách.") % {"number": number}
    messages.success(request, words)
    return redirect("congress:roll", body.congress.slug, body.address)
