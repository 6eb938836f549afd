"""Walls of a congress, for tests: an address, a deck, somebody in control."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from congress import queries, services
from congress.models import (
    Congress,
    Deck,
    DeckKind,
    Frame,
    FrameKind,
    Step,
    VotingBody,
    Wall,
    WallControl,
)
from core.access.rights import Role
from core.models import User
from tests import make


def wall(congress: Congress, *, by: User | None = None, days: int = 3650) -> str:
    """The token of a new wall; open for long, as tests look at it today."""
    _made, token = services.make_wall(
        congress,
        name="Màn chính",
        expires_at=make.NOON + timedelta(days=days),
        by=by or make.user(),
        at=make.NOON,
    )
    return token


def page(text: str, **content: Any) -> services.Page:
    said = {"title": text, "lead": "", "stages": [], **content}
    return services.Page(kind=FrameKind.PROGRESS, content=said, reading=f"Đọc {text}")


def deck(
    congress: Congress,
    *titles: str,
    source: uuid.UUID | None = None,
    kind: DeckKind = DeckKind.BEFORE,
) -> Deck:
    about = services.About(
        body=make.body(congress),
        title="Bầu Ban Chấp hành",
        source=source or uuid.uuid4(),
        revision=1,
        kind=kind,
    )
    pages = [page(title) for title in titles]
    return services.write_deck(about, pages, by=None, at=make.NOON)


def frames(of: Deck) -> list[Frame]:
    return list(of.frames.order_by("order"))


def operator(congress: Congress) -> User:
    """Somebody of the secretariat who holds control."""
    made = make.holder(Role.SECRETARIAT, at=congress.scope)
    services.take_control(congress, by=made, at=make.NOON)
    return made


def step(congress: Congress, frame: Frame | None, *, by: User, **said: Any) -> Step:
    usual: dict[str, Any] = {
        "follows": queries.wall.last_number(congress.pk),
        "key": uuid.uuid4(),
        "at": make.NOON,
    }
    frame_id = frame.pk if frame else None
    return services.step(congress, frame_id=frame_id, by=by, **(usual | said))


# --- how each constraint on walls is broken, one by one ------------------------------


def _wall(**changes: Any) -> Wall:
    said = {"name": "x", "digest": "x", "expires_at": make.NOON + timedelta(days=1)}
    return Wall.objects.create(
        congress=make.congress(),
        made_by=make.user(),
        made_at=make.NOON,
        **said | changes,
    )


def _deck(body: VotingBody | None = None, **changes: Any) -> Deck:
    body = body or make.body()
    said = {"number": 1, "title": "x", "kind": "before", "source": uuid.uuid4()}
    return Deck.objects.create(
        congress=body.congress, body=body, written_at=make.NOON, **said | changes
    )


def _decks(**changes: Any) -> None:
    """Two decks of one congress, alike in what is said."""
    body = make.body()
    for number in (1, 2):
        _deck(body, **{"number": number} | changes)


def _frames(*orders: int, kind: str = "progress") -> None:
    deck = _deck()
    for order in orders:
        Frame.objects.create(deck=deck, order=order, kind=kind, content={})


def _steps(*numbers: int, **changes: Any) -> None:
    congress = make.congress()
    for number in numbers:
        said = {"key": uuid.uuid4()} | changes
        Step.objects.create(congress=congress, number=number, at=make.NOON, **said)


BREACHES: Final[dict[str, Callable[[], object]]] = {
    "congress_wall_has_a_name": lambda: _wall(name=""),
    "congress_wall_expires_after_it_is_made": lambda: _wall(expires_at=make.NOON),
    "congress_deck_number_once": lambda: _decks(number=1, revision=1),
    "congress_deck_of_a_source_once": lambda: _decks(source=uuid.UUID(int=1)),
    "congress_deck_known_codes": lambda: _deck(way="sung"),
    "congress_deck_has_a_source_unless_messages": lambda: _deck(source=None),
    "congress_frame_order_once": lambda: _frames(1, 1),
    "congress_frame_known_kind": lambda: _frames(1, kind="film"),
    "congress_step_number_once": lambda: _steps(1, 1),
    "congress_step_key_once": lambda: _steps(1, 2, key=uuid.UUID(int=1)),
    "congress_wall_is_held_since_a_time": lambda: WallControl.objects.create(
        congress=make.congress(), since=make.NOON
    ),
}
