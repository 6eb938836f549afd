"""Acts on walls: making their addresses, writing decks, holding control, stepping."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congress import queries
from congress.models import (
    Congress,
    Deck,
    DeckKind,
    DeckWay,
    Frame,
    FrameKind,
    Step,
    VotingBody,
    Wall,
    WallControl,
)
from core.audit import trail
from core.errors import Refused
from core.models import User


class NotInControl(Refused):
    """Somebody else holds control, or nobody has taken it."""


class OutOfStep(Refused):
    """Another step was made after the page was read."""


class NotShownAnyMore(Refused):
    """The frame's deck was retired, or is no deck of this congress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A frame to be written: strings ready to be shown, and what is read aloud."""

    kind: FrameKind
    content: dict[str, Any] = field(default_factory=dict)
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a deck is about: whose, of what source, told how."""

    body: VotingBody
    title: str
    source: UUID
    revision: int
    kind: DeckKind
    way: DeckWay = DeckWay.ALL


@transaction.atomic
def make_wall(
    congress: Congress, *, name: str, expires_at: datetime, by: User, at: datetime
) -> tuple[Wall, str]:
    """Make an address for a projector; its token is returned once and not kept."""
    token = secrets.token_urlsafe(24)
    wall = Wall.objects.create(
        congress=congress,
        name=name,
        digest=queries.wall.digest_of(token),
        made_by=by,
        made_at=at,
        expires_at=expires_at,
    )
    trail.record(
        "congress.wall_made", subject=wall, scope=congress.scope, actor=by, at=at
    )
    queries.wall.forget_what_walls_show(congress.pk)
    return wall, token


@transaction.atomic
def revoke_wall(wall_id: UUID, *, by: User, at: datetime) -> Wall:
    """Shut an address at once; it is not opened again."""
    rows = Wall.objects.select_for_update(of=("self",))
    wall: Wall = rows.select_related("congress__scope").get(pk=wall_id)
    if wall.revoked_at is not None:
        return wall
    wall.revoked_at = at
    wall.save(update_fields=["revoked_at"])
    scope = wall.congress.scope
    trail.record("congress.wall_revoked", subject=wall, scope=scope, actor=by, at=at)
    queries.wall.forget_what_walls_show(wall.congress_id)
    return wall


@transaction.atomic
def take_control(congress: Congress, *, by: User, at: datetime) -> WallControl:
    """Hold control from now on; whoever held it can step no more."""
    control = _lock(congress)
    if control.holder_id == by.pk:
        return control
    control.holder, control.since = by, at
    control.save(update_fields=["holder", "since"])
    trail.record(
        "congress.wall_control_taken",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
    )
    return control


@transaction.atomic
def step(
    congress: Congress,
    *,
    follows: int,
    frame_id: UUID | None,
    key: UUID,
    by: User,
    at: datetime,
) -> Step:
    """Put a frame on every wall, or blank them; ``follows`` is the step it comes after.

    The same key sent again is the same step.

    Raises:
        NotInControl: somebody else holds control now.
        OutOfStep: another screen has stepped meanwhile.
        NotShownAnyMore: the frame may not be shown.
    """
    control = _lock(congress)
    if made := Step.objects.filter(congress=congress, key=key).first():
        return made
    if control.holder_id != by.pk:
        raise NotInControl(
            _("Người khác đang điều khiển màn chiếu. Muốn chiếu, hãy nhận điều khiển.")
        )
    last = queries.wall.last_number(congress.pk)
    if follows != last:
        raise OutOfStep(
            _("Màn chiếu vừa đổi ở một màn hình khác. Hãy xem lại rồi bấm lần nữa.")
        )
    if frame_id is not None:
        _refuse_retired(congress, frame_id)
    return _add_step(congress.pk, last + 1, frame_id, key=key, by=by, at=at)


@transaction.atomic
def write_deck(
    about: About, pages: Sequence[Page], *, by: User | None, at: datetime
) -> Deck:
    """Write the frames of a source; what was written of it before is retired.

    The same deck told again is the one that is there.
    """
    congress = about.body.congress
    control = _lock(congress)
    known = Deck.objects.filter(
        congress=congress, source=about.source, kind=about.kind, retired_at=None
    ).first()
    if known and _is_about(known, about) and _holds(known, pages):
        return known
    if known:
        _retire(control, [known], by=by, at=at)
    deck = Deck.objects.create(
        congress=congress,
        body=about.body,
        number=_next_number(congress),
        title=about.title,
        kind=about.kind,
        way=about.way,
        source=about.source,
        revision=about.revision,
        written_at=at,
    )
    Frame.objects.bulk_create(
        Frame(
            deck=deck,
            order=order,
            kind=page.kind,
            content=page.content,
            reading=page.reading,
        )
        for order, page in enumerate(pages, start=1)
    )
    return deck


@transaction.atomic
def retire_decks(
    congress: Congress,
    source: UUID,
    *kinds: DeckKind,
    by: User | None,
    at: datetime,
) -> int:
    """Let nothing of these kinds about a source be shown any more; returns how many.

    Walls that show one of its frames go blank.
    """
    found = Deck.objects.filter(
        congress=congress, source=source, kind__in=kinds, retired_at=None
    )
    if not found.exists():
        return 0
    control = _lock(congress)
    retired = list(found)
    _retire(control, retired, by=by, at=at)
    return len(retired)


@transaction.atomic
def write_message(congress: Congress, *, text: str, by: User, at: datetime) -> Frame:
    """Add a message to the frames of a congress; it is shown once it is stepped to."""
    _lock(congress)
    deck, _is_new = Deck.objects.get_or_create(
        congress=congress,
        kind=DeckKind.MESSAGE,
        retired_at=None,
        defaults={
            "number": _next_number(congress),
            "title": "Thông báo",
            "written_at": at,
        },
    )
    last = Frame.objects.filter(deck=deck).aggregate(last=Max("order"))["last"] or 0
    frame = Frame.objects.create(
        deck=deck,
        order=last + 1,
        kind=FrameKind.MESSAGE,
        content={"title": "Thông báo", "text": text, "foot": str(congress)},
        reading=text,
    )
    trail.record(
        "congress.wall_message_written",
        subject=frame,
        scope=congress.scope,
        actor=by,
        at=at,
    )
    return frame


def _lock(congress: Congress) -> WallControl:
    """Let steps and decks of a congress come one after the other."""
    WallControl.objects.get_or_create(congress=congress)
    return WallControl.objects.select_for_update().get(congress=congress)


def _refuse_retired(congress: Congress, frame_id: UUID) -> None:
    shown = Frame.objects.filter(
        pk=frame_id, deck__congress=congress, deck__retired_at=None
    )
    if not shown.exists():
        raise NotShownAnyMore(
            _("Trang này không còn chiếu được: kết quả hoặc danh sách đã mở lại.")
        )


def _add_step(
    congress_id: UUID,
    number: int,
    frame_id: UUID | None,
    *,
    key: UUID,
    by: User | None,
    at: datetime,
) -> Step:
    made = Step.objects.create(
        congress_id=congress_id,
        number=number,
        frame_id=frame_id,
        key=key,
        by=by,
        at=at,
    )
    queries.wall.forget_what_walls_show(congress_id)
    return made


def _retire(
    control: WallControl, retired: list[Deck], *, by: User | None, at: datetime
) -> None:
    ids = [deck.pk for deck in retired]
    Deck.objects.filter(pk__in=ids).update(retired_at=at)
    congress_id = control.congress_id
    last = (
        Step.objects.filter(congress=congress_id)
        .select_related("frame")
        .order_by("-number")
        .first()
    )
    if last and last.frame and last.frame.deck_id in ids:
        _add_step(congress_id, last.number + 1, None, key=uuid.uuid4(), by=by, at=at)
    else:
        queries.wall.forget_what_walls_show(congress_id)


def _is_about(deck: Deck, about: About) -> bool:
    return (deck.revision, deck.way) == (about.revision, about.way)


def _holds(deck: Deck, pages: Sequence[Page]) -> bool:
    """Whether a deck says just this; frames are never changed, only written anew."""
    known = deck.frames.order_by("order").values_list("kind", "content", "reading")
    return list(known) == [(page.kind, page.content, page.reading) for page in pages]


def _next_number(congress: Congress) -> int:
    found = Deck.objects.filter(congress=congress).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1
