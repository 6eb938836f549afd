"""What the commands of journeys ask at a terminal."""

import os
from collections.abc import Callable
from getpass import getpass
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.errors import Refused
from core.travel import parcel
from core.travel.parcel import Header, WrongPassphrase
from core.vietnamese.names import fold

ATTEMPTS: Final = 3


class NotAgreed(Refused):
    """The person at the terminal did not type the words."""


def introduced(header: Header) -> str:
    """Return what a file is, in words for a terminal."""
    made = parse_datetime(header.made_at)
    when = timezone.localtime(made).strftime("%H:%M ngày %d/%m/%Y") if made else ""
    return _(
        "%(title)s\nTệp lập lúc %(when)s trên máy %(machine)s, cổng “%(instance)s” "
        "phiên bản %(version)s; mang tới: %(destination)s."
    ) % {
        "title": header.title,
        "when": when,
        "machine": header.machine,
        "instance": header.instance,
        "version": header.version,
        "destination": header.destination,
    }


def passphrase(header: Header, say: Callable[[str], object]) -> str:
    """Ask for the passphrase until it is right, three times at most."""
    if given := os.environ.get("PORTAL_PARCEL_PASSPHRASE"):
        parcel.key_for(header, given)
        return given
    for attempt in range(1, ATTEMPTS + 1):
        typed = _answer(getpass, _("Mật khẩu của tệp: "))
        try:
            parcel.key_for(header, typed)
        except WrongPassphrase as refusal:
            if attempt == ATTEMPTS:
                raise
            say(str(refusal))
        else:
            return typed
    raise AssertionError


def agree(question: str, wanted: str) -> None:
    """Go on only where a person has typed the words."""
    if fold(_answer(input, question)) != wanted:
        raise NotAgreed(_("Đã thôi. Chưa thay đổi gì."))


def _answer(ask: Callable[[str], str], question: str) -> str:
    """Return what a person typed; one who ends the input has not agreed."""
    try:
        return ask(question)
    except EOFError:
        raise NotAgreed(_("Đã thôi. Chưa thay đổi gì.")) from None
