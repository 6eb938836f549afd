"""Slips with first passwords: eight to a sheet, cut apart and handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.utils import timezone

from core import prints
from core.models import AccountSlips
from core.services import slips
from core.services.slips import GivenPassword, Report
from core.vietnamese import dates

PER_SHEET: Final = 8


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person reads."""

    full_name: str
    place: str
    username: str
    password: str
    until: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The whole paper: sheets of slips, all for the portal at one address."""

    portal: str
    sheets: tuple[tuple[Slip, ...], ...]


def make(slips_id: str, *, at: datetime, report: Report) -> None:
    """Make what is wanted, with its paper; a second time changes nothing."""
    slips.make_slips(slips_id, at=at, report=report, draw=partial(_draw, at=at))


def sheets(portal: str, given: Sequence[GivenPassword]) -> Sheets:
    """Fill the paper."""
    return Sheets(portal=portal, sheets=tuple(_sheets([_slip(each) for each in given])))


def _draw(
    wanted: AccountSlips, given: Sequence[GivenPassword], *, at: datetime
) -> bytes:
    return prints.render(
        "core/print/account_slips.html",
        sheets(wanted.wanted["portal"], given),
        title="Phiếu tài khoản",
        at=timezone.localtime(at),
        digest=wanted.pk.hex,
    )


def _slip(given: GivenPassword) -> Slip:
    until = timezone.localtime(given.until)
    return Slip(
        full_name=given.full_name,
        place=given.place,
        username=given.username,
        password=given.password,
        until=f"{until:%H:%M} ngày {dates.short(until.date())}",
    )


def _sheets(filled: Sequence[Slip]) -> Iterator[tuple[Slip, ...]]:
    for first in range(0, len(filled), PER_SHEET):
        yield tuple(filled[first : first + PER_SHEET])
