"""What the portal knows of the hall that it serves, and the card for the tables."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import segno
from django.conf import settings

from core import prints

IN_A_LINE: Final = 8  # pairs of a fingerprint
FORM: Final = "core/print/hall_card.html"


@dataclass(frozen=True, slots=True)
class Picture:
    """An address as squares: the path of an SVG that many squares wide."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class HallCard:
    """What lies on the tables of a hall."""

    address: str
    others: tuple[str, ...]
    picture: Picture
    fingerprint: tuple[str, ...]


def card() -> HallCard | None:
    """Return the card of this portal; none where it serves no hall."""
    addresses: list[str] = settings.HALL_ADDRESSES
    if not addresses or not settings.HALL_FINGERPRINT:
        return None
    first, *others = addresses
    return HallCard(
        address=first,
        others=tuple(others),
        picture=picture_of(first),
        fingerprint=in_lines(settings.HALL_FINGERPRINT),
    )


def printed(paper: HallCard) -> bytes:
    """Return the card as PDF: the same card, the same bytes."""
    facts = "\n".join([paper.address, *paper.others, *paper.fingerprint])
    return prints.render(
        FORM,
        paper,
        title="Phiếu địa chỉ hội trường",
        at=datetime.fromisoformat(settings.HALL_SINCE),
        digest=hashlib.sha256(facts.encode()).hexdigest(),
    )


def in_lines(fingerprint: str) -> tuple[str, ...]:
    """Cut a fingerprint into lines that an eye can follow."""
    pairs = fingerprint.split(":")
    return tuple(
        ":".join(pairs[start : start + IN_A_LINE])
        for start in range(0, len(pairs), IN_A_LINE)
    )


def picture_of(address: str) -> Picture:
    """Return the QR code of an address, with its quiet margin."""
    code = segno.make(address, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    squares = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Picture(side=len(rows), path="".join(squares))
