"""What the walls of a congress show, from one read that all of them share.

Twenty walls ask twice a second what came after the step they show. The answer comes
from the cache: once for each state of a congress it is read from the database, never
once for each wall (docs/decisions/0039).

A state is kept under the congress's generation. An act on walls ends the generation
after its commit, so what was read before it can be stored late and yet never be found.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple, TypedDict
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404

from congress.models import (
    Congress,
    Deck,
    DeckKind,
    Frame,
    Step,
    VotingBody,
    Wall,
    WallControl,
)
from congress.queries.congresses import congress_or_404
from core.access import policy
from core.access.rights import Right
from core.models import User

# Steps a wall can catch up on; a wall that missed more goes on with the last of them.
KEPT: Final = 100
HISTORY: Final = 15
# Where the cache was away when a step was made, its old state is gone after so long.
_STATE_SECONDS: Final = 5
_DOOR_SECONDS: Final = 60 * 60
_GENERATION_SECONDS: Final = 7 * 24 * 60 * 60


class Shown(TypedDict):
    """One step as a wall gets it; a frame that was retired since is none."""

    number: int
    frame: dict[str, Any] | None


class Head(TypedDict):
    """How far a congress's walls have come, and which of them are open until when."""

    last: int
    doors: dict[str, float]


class Answer(NamedTuple):
    """What came after a step, in order."""

    last: int
    steps: list[Shown]


def digest_of(token: str) -> str:
    """Return what the portal keeps of a wall's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def remembered(digest: str) -> UUID | None:
    """Return whose wall it is, if any wall has asked lately."""
    known: UUID | None = cache.get(_door_key(digest))
    return known


def looked_up(digest: str) -> UUID | None:
    """Return whose wall it is from the database, and remember it.

    Whose it is never changes; whether it is open is said by ``after``.
    """
    found = Wall.objects.filter(digest=digest).values_list("congress", flat=True)
    known: UUID | None = found.first()
    if known is not None:
        cache.set(_door_key(digest), known, _DOOR_SECONDS)
    return known


def after(
    congress_id: UUID, digest: str, number: int, *, at: datetime
) -> Answer | None:
    """Return what came after a step on a wall of a congress; nothing if it is shut.

    A wall that has seen more than there is stood before a backup that was brought
    back: it gets the last step there is.
    """
    generation = _generation(congress_id)
    head = _head(congress_id, generation)
    if head["doors"].get(digest, 0) <= at.timestamp():
        return None
    last = head["last"]
    if number == last:
        return Answer(last, [])
    recent = _recent(congress_id, generation)
    # The two were read one after the other: what counts is one of them.
    last = recent[-1]["number"] if recent else 0
    if number > last:
        return Answer(last, recent[-1:])
    return Answer(last, [step for step in recent if step["number"] > number])


def forget_what_walls_show(congress_id: UUID) -> None:
    """Have the state read anew once the transaction is through."""
    # A cache that is away must not spoil an act that is done: states die by themselves.
    transaction.on_commit(lambda: _end_generation(congress_id), robust=True)


def wall_congress_or_404(user: User, slug: str) -> Congress:
    """Return a congress whose walls a user keeps: there, or for one of its bodies."""
    congress = congress_or_404(user, slug)
    if policy.allows(user, Right.WALL_KEEP, congress.scope):
        return congress
    bodies = policy.within_reach(VotingBody.objects.all(), user, Right.WALL_KEEP)
    if not bodies.filter(congress=congress).exists():
        raise Http404
    return congress


def decks(congress: Congress) -> QuerySet[Deck]:
    """Return the decks that may be shown, the latest first, with their frames."""
    frames = Prefetch("frames", Frame.objects.order_by("order"))
    found = Deck.objects.filter(congress=congress, retired_at=None)
    return (
        found.select_related("body__scope").prefetch_related(frames).order_by("-number")
    )


def walls(congress: Congress) -> QuerySet[Wall]:
    """Return the walls that were made, the latest first."""
    found = Wall.objects.filter(congress=congress)
    return found.select_related("made_by").order_by("-made_at", "name")


def history(congress: Congress) -> QuerySet[Step]:
    """Return the last steps, the latest first."""
    found = Step.objects.filter(congress=congress)
    return found.select_related("frame__deck", "by").order_by("-number")[:HISTORY]


def last_number(congress_id: UUID) -> int:
    """Return the number of the last step; 0 before the first."""
    found = Step.objects.filter(congress=congress_id).aggregate(last=Max("number"))
    return found["last"] or 0


def control_of(congress: Congress) -> WallControl | None:
    """Return who holds control, once somebody has taken it."""
    return (
        WallControl.objects.filter(congress=congress).select_related("holder").first()
    )


def may_show(user: User, deck: Deck) -> bool:
    """Whether a user may put a deck on walls: results are the head's to announce."""
    if deck.kind != DeckKind.RESULT or deck.body is None:
        return True
    return policy.allows(user, Right.TALLY_CONFIRM, deck.body.scope)


def frame_or_404(congress: Congress, frame_id: UUID) -> Frame:
    """Return a frame of a congress."""
    found = Frame.objects.select_related("deck__body__scope")
    frame: Frame | None = found.filter(pk=frame_id, deck__congress=congress).first()
    if frame is None:
        raise Http404
    return frame


def last_step(congress: Congress) -> Step | None:
    """Return what is on the walls now, once there was a step."""
    found = Step.objects.filter(congress=congress).select_related("frame__deck")
    return found.order_by("-number").first()


def as_shown(frame: Frame) -> dict[str, Any]:
    """Return a frame as scripts draw it."""
    return {"id": str(frame.pk), "kind": frame.kind, **frame.content}


# --- the cache --------------------------------------------------------------------


def _door_key(digest: str) -> str:
    return f"wall-of:{digest}"


def _generation(congress_id: UUID) -> int:
    key = _generation_key(congress_id)
    known: int | None = cache.get(key)
    if known is None:
        # Not from one: a cache that lost it must not find what belonged to another.
        cache.add(key, secrets.randbits(48), _GENERATION_SECONDS)
        known = cache.get(key)
    return known or 0


def _end_generation(congress_id: UUID) -> None:
    try:
        cache.incr(_generation_key(congress_id))
    except ValueError:
        return  # nobody has read since it was forgotten


def _generation_key(congress_id: UUID) -> str:
    return f"walls:{congress_id}"


def _head(congress_id: UUID, generation: int) -> Head:
    key = f"walls:{congress_id}:{generation}:head"
    known: Head | None = cache.get(key)
    if known is None:
        open_walls = Wall.objects.filter(congress=congress_id, revoked_at=None)
        known = {
            "last": last_number(congress_id),
            "doors": {
                digest: expires.timestamp()
                for digest, expires in open_walls.values_list("digest", "expires_at")
            },
        }
        cache.set(key, known, _STATE_SECONDS)
    return known


def _recent(congress_id: UUID, generation: int) -> list[Shown]:
    key = f"walls:{congress_id}:{generation}:recent"
    known: list[Shown] | None = cache.get(key)
    if known is None:
        found = Step.objects.filter(congress=congress_id).select_related("frame__deck")
        known = list(_shown(found.order_by("-number")[:KEPT]))[::-1]
        cache.set(key, known, _STATE_SECONDS)
    return known


def _shown(steps: QuerySet[Step]) -> Iterator[Shown]:
    for step in steps:
        frame = step.frame
        is_shown = frame is not None and frame.deck.retired_at is None
        yield {
            "number": step.number,
            "frame": as_shown(frame) if frame and is_shown else None,
        }
