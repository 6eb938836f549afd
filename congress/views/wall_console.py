"""Who works with walls: the operator's console, the reader's view, the addresses."""

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import forms, queries, services
from congress.models import Congress, Deck, Step, Wall
from congress.views.addresses import whole_address
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.operations.hall import picture_of
from core.web import StaffRequest


@require_safe
@policy.requires(Right.WALL_KEEP)
def wall_console(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.wall.wall_congress_or_404(request.user, congress)
    return render(request, "congress/wall_console.html", _console(request, found))


@require_safe
@policy.requires(Right.WALL_KEEP)
def wall_reader(request: StaffRequest, congress: str) -> HttpResponse:
    """What is read aloud while the frame of the same step is on the walls."""
    found = queries.wall.wall_congress_or_404(request.user, congress)
    return render(request, "congress/wall_reader.html", _console(request, found))


@require_safe
@policy.requires(Right.WALL_KEEP)
def wall_now(request: StaffRequest, congress: str) -> HttpResponse:
    """Say what is on the walls and who holds control, for the pages that follow it."""
    found = queries.wall.wall_congress_or_404(request.user, congress)
    return JsonResponse(_now(request, found, queries.wall.last_step(found)))


@require_POST
@policy.requires(Right.WALL_KEEP)
def wall_step(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.wall.wall_congress_or_404(request.user, congress)
    form = forms.StepForm(request.POST)
    refusal = _("Bước chiếu gửi lên không đúng. Hãy tải lại trang.")
    if form.is_valid():
        refusal = _step(request, found, form)
    if "application/json" not in request.headers.get("Accept", ""):
        if refusal:
            messages.error(request, refusal)
        return redirect("congress:wall-console", found.slug)
    now = _now(request, found, queries.wall.last_step(found))
    return JsonResponse(now | {"refusal": refusal}, status=409 if refusal else 200)


@require_POST
@policy.requires(Right.WALL_KEEP)
def wall_control(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.wall.wall_congress_or_404(request.user, congress)
    services.take_control(found, by=request.user, at=timezone.now())
    messages.success(request, _("Bạn đang điều khiển màn chiếu."))
    if request.POST.get("from") == "reader":
        return redirect("congress:wall-reader", found.slug)
    address = reverse("congress:wall-console", args=[found.slug])
    if deck := request.POST.get("bo"):
        # The deck that was open need not be the one on the walls.
        address += f"?{urlencode({'bo': deck})}"
    return redirect(address)


@require_POST
@policy.requires(Right.WALL_KEEP)
def wall_message(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.wall.wall_congress_or_404(request.user, congress)
    form = forms.MessageForm(request.POST)
    if not form.is_valid():
        context = _console(request, found) | {"message_form": form}
        return render(request, "congress/wall_console.html", context)
    frame = services.write_message(
        found, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Đã thêm thông báo. Chọn rồi chiếu khi cần."))
    address = reverse("congress:wall-console", args=[found.slug])
    return redirect(f"{address}?bo={frame.deck_id}")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WALL_KEEP)
def wall_screens(request: StaffRequest, congress: str) -> HttpResponse:
    """The addresses of projectors; a new one is shown just once."""
    found = queries.wall.wall_congress_or_404(request.user, congress)
    form = forms.WallForm(request.POST or None)
    context: dict[str, Any] = {"congress": found}
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        made, token = services.make_wall(
            found,
            name=form.cleaned_data["name"],
            expires_at=form.expires_after(at),
            by=request.user,
            at=at,
        )
        address = whole_address(request, reverse("congress:wall", args=[token]))
        context |= {"made": made, "address": address, "picture": picture_of(address)}
        form = forms.WallForm()
    context |= {"form": form, "walls": _walls(found)}
    return render(request, "congress/wall_screens.html", context)


@require_POST
@policy.requires(Right.WALL_KEEP)
def wall_revoke(request: StaffRequest, congress: str, wall: uuid.UUID) -> HttpResponse:
    found = queries.wall.wall_congress_or_404(request.user, congress)
    known = get_object_or_404(Wall, congress=found, pk=wall)
    services.revoke_wall(known.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi địa chỉ của %(wall)s.") % {"wall": known})
    return redirect("congress:wall-screens", found.slug)


def _step(request: StaffRequest, congress: Congress, form: forms.StepForm) -> str:
    """Step, and return the sentence of a refusal if it was one."""
    frame_id = form.cleaned_data["frame"]
    if frame_id:
        deck = queries.wall.frame_or_404(congress, frame_id).deck
        if not queries.wall.may_show(request.user, deck):
            return _("Kết quả do trưởng ban kiểm phiếu chiếu.")
    try:
        services.step(
            congress,
            follows=form.cleaned_data["follows"],
            frame_id=frame_id,
            key=form.cleaned_data["key"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def _console(request: StaffRequest, congress: Congress) -> dict[str, Any]:
    decks = list(queries.wall.decks(congress))
    last = queries.wall.last_step(congress)
    now = _now(request, congress, last)
    deck = _chosen(decks, request.GET.get("bo", ""), last)
    return {
        "congress": congress,
        "decks": decks,
        "deck": deck,
        "frames": [
            {"frame": frame, "shown": _as_json(queries.wall.as_shown(frame))}
            for frame in (deck.frames.all() if deck else ())
        ],
        "may_show": bool(deck and queries.wall.may_show(request.user, deck)),
        "now": now,
        "state": _as_json(now),
        "key": uuid.uuid4(),
        "history": queries.wall.history(congress),
        "message_form": forms.MessageForm(),
    }


def _now(
    request: StaffRequest, congress: Congress, last: Step | None
) -> dict[str, Any]:
    control = queries.wall.control_of(congress)
    holder = control.holder if control else None
    frame = last.frame if last else None
    if frame and frame.deck.retired_at:
        frame = None
    return {
        "last": last.number if last else 0,
        "frame": queries.wall.as_shown(frame) if frame else None,
        "reading": frame.reading if frame else "",
        "holder": holder.full_name if holder else "",
        "mine": bool(holder and holder.pk == request.user.pk),
    }


def _chosen(decks: list[Deck], asked: str, last: Step | None) -> Deck | None:
    """Return the deck that was asked for, else that on the walls, else the latest."""
    shown = str(last.frame.deck_id) if last and last.frame else ""
    by_id = {str(deck.pk): deck for deck in decks}
    return by_id.get(asked) or by_id.get(shown) or (decks[0] if decks else None)


def _walls(congress: Congress) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {"wall": wall, "is_open": not wall.revoked_at and wall.expires_at > now}
        for wall in queries.wall.walls(congress)
    ]


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
