"""Passes of guests, press and those who serve: four to a sheet, cut apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress.models import Congress, Guest, GuestKind
from congress.prints import heads, kept
from congress.queries.guests import accredited
from core.errors import Refused
from core.models import StoredPrint, User

FORM: Final = kept.Form(
    "congress.passes",
    "congress/print/passes.html",
    "Thẻ vào đại hội",
    "congress.passes_printed",
)
PER_SHEET: Final = 4  # A6 on A4
# What stands large across a pass; papers are Vietnamese only.
WORDS: Final = {
    GuestKind.GUEST.value: "KHÁCH MỜI",
    GuestKind.PRESS.value: "BÁO CHÍ",
    GuestKind.SERVICE.value: "PHỤC VỤ",
}
LONG: Final = 26  # letters of a name that still stand on one line in the large type


class NobodyHasAPass(Refused):
    """There is nothing to print."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass says."""

    kind: str
    word: str
    number: str
    name: str
    is_long: bool
    position: str
    organisation: str
    areas: str
    seat: str


@dataclass(frozen=True, slots=True)
class Passes:
    """The whole file: sheets of passes to one congress."""

    above: str
    congress: str
    days: str
    place: str
    sheets: tuple[tuple[Pass, ...], ...]


def print_passes(
    congress_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the passes on the shelf, as the list is now; the same passes once."""
    found = Congress.objects.select_related("unit__parent", "term", "scope")
    congress = found.get(pk=congress_id)
    paper = passes(congress)
    if not paper.sheets:
        raise NobodyHasAPass(_("Chưa ai được cấp thẻ. Hãy cấp thẻ trước, rồi in."))
    return kept.keep(
        FORM,
        paper,
        subject=congress,
        scope=congress.scope,
        file_name=f"the-{congress.slug}-{timezone.localtime(at):%Y%m%d-%H%M}.pdf",
        by=by,
        at=at,
    )


def passes(congress: Congress) -> Passes:
    """Fill the passes. Papers are Vietnamese only."""
    with translation.override("vi"):
        filled = [_pass(guest) for guest in accredited(congress)]
        return Passes(
            above=congress.unit.parent.name if congress.unit.parent else "",
            congress=str(congress),
            days=heads.days(congress),
            place=congress.place,
            sheets=tuple(_sheets(filled)),
        )


def _pass(guest: Guest) -> Pass:
    return Pass(
        kind=guest.kind,
        word=WORDS[guest.kind],
        number=guest.pass_word,
        name=guest.full_name,
        is_long=len(guest.full_name) > LONG,
        position=guest.position,
        organisation=guest.organisation,
        areas=", ".join(guest.area_words),
        seat=guest.seat,
    )


def _sheets(filled: list[Pass]) -> Iterator[tuple[Pass, ...]]:
    for first in range(0, len(filled), PER_SHEET):
        yield tuple(filled[first : first + PER_SHEET])
