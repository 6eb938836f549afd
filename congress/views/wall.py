"""The wall itself: a projector page without an account, and what it asks for."""

import json
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress import queries
from congress.models import Congress
from congress.views.addresses import TooManyGuesses, found_unless_guessing
from core.access import policy


@require_safe
@policy.open_to_all
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a projector, with what is shown now."""
    digest = queries.wall.digest_of(token)
    try:
        found = _answer(request, digest, 0, at=timezone.now())
    except TooManyGuesses:
        return HttpResponse(status=429)
    if found is None:
        raise Http404
    congress_id, told = found
    now = told.steps[-1] if told.steps else None
    context = {
        "congress": Congress.objects.select_related("unit").get(pk=congress_id),
        "last": told.last,
        "frame": json.dumps(now["frame"] if now else None, ensure_ascii=False),
        # The number of the step that a wall shows comes last.
        "after": reverse("congress:wall-after", args=[token, 0]).removesuffix("0/"),
    }
    response = render(request, "congress/wall.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@policy.open_to_all
def wall_after(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Say what came after a step, in order. Asked by every wall, twice a second."""
    digest = queries.wall.digest_of(token)
    try:
        found = _answer(request, digest, number, at=timezone.now())
    except TooManyGuesses:
        return JsonResponse({}, status=429)
    if found is None:
        return JsonResponse({}, status=404)
    _congress_id, told = found
    return JsonResponse(
        {"last": told.last, "steps": told.steps}, headers={"Cache-Control": "no-store"}
    )


def _answer(
    request: HttpRequest, digest: str, number: int, *, at: datetime
) -> tuple[UUID, queries.wall.Answer] | None:
    congress_id = queries.wall.remembered(digest) or _looked_up(request, digest)
    if congress_id is None:
        return None
    told = queries.wall.after(congress_id, digest, number, at=at)
    return None if told is None else (congress_id, told)


def _looked_up(request: HttpRequest, digest: str) -> UUID | None:
    look = partial(queries.wall.looked_up, digest)
    return found_unless_guessing(request, "wall", look)
