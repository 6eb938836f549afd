"""Taking what lies beneath a scope to another machine, and how that ends here."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import registry
from core.audit import trail
from core.errors import Refused
from core.models import Journey, JourneyEnd, Parcel, Scope, User
from core.operations import keys
from core.queries import journeys as reads
from core.services.files import store_file
from core.travel import parcel
from core.travel.leaving import Ticket, new_block, pack

LIMIT: Final = 2 * 2**30  # bytes of one parcel
PIECE: Final = 2**20
NAMES: Final = {Parcel.Way.OUT: "mang-di", Parcel.Way.BACK: "mang-ve"}


class AlreadyOut(Refused):
    """What lies there is on another machine already."""


class NotNow(Refused):
    """Something is under way beneath the scope that must not be carried about."""


class NotOut(Refused):
    """The journey has ended, or never left from here."""


@transaction.atomic
def begin(
    scope: Scope, *, destination: str, passphrase: str, by: User, at: datetime
) -> Journey:
    """Write down that what lies beneath a scope leaves; from now on it only reads.

    The passphrase is not kept: only the half of the key that locks.
    """
    held = Scope.objects.select_for_update().get(pk=scope.pk)
    if reads.open_journey(held):
        raise AlreadyOut(
            _("Đại hội đang ở máy khác rồi. Hãy mang về hoặc bỏ chuyến ấy trước.")
        )
    _refuse_while_hindered(held)
    salt = keys.new_salt()
    journey = Journey.objects.create(
        scope=held,
        destination=destination,
        block=new_block(),
        secret=secrets.token_hex(32),
        salt=salt,
        recipient=keys.recipient_of(passphrase, salt),
        by=by,
        at=at,
    )
    trail.record(
        "core.journey_begun",
        subject=journey,
        scope=held,
        actor=by,
        at=at,
        destination=destination,
    )
    return journey


def make_parcel(
    journey_id: str,
    *,
    by: User | None,
    at: datetime,
    report: Callable[[int, int], None],
) -> Parcel:
    """Pack the journey's file: on the way out here, on the way back where it went."""
    journey = Journey.objects.select_related("scope", "arrival").get(pk=journey_id)
    way = Parcel.Way.BACK if reads.has_arrived(journey) else Parcel.Way.OUT
    if reads.has_ended(journey):
        raise NotOut(_("Chuyến mang đi này đã kết thúc."))
    _refuse_while_hindered(journey.scope)
    packed = pack(journey.scope, _ticket(journey, way), at=at, report=report)
    with transaction.atomic():
        file = store_file(
            name=_file_name(journey, way, at),
            chunks=(
                packed.data[start : start + PIECE]
                for start in range(0, len(packed.data), PIECE)
            ),
            scope=journey.scope,
            by=by,
            at=at,
            limit=LIMIT,
        )
        made = Parcel.objects.create(
            journey=journey,
            way=way,
            file=file,
            rows=packed.rows,
            sent=packed.sent,
            at=at,
        )
        trail.record(
            "core.parcel_made",
            subject=journey,
            scope=journey.scope,
            actor=by,
            at=at,
            way=way.value,
            rows=packed.rows,
            sha256=file.sha256,
        )
    return made


@transaction.atomic
def note_parcel_fetched(made: Parcel, *, by: User, at: datetime) -> None:
    """Write down that somebody took the file out of the portal."""
    trail.record(
        "core.parcel_fetched",
        subject=made.journey,
        scope=made.journey.scope,
        actor=by,
        at=at,
        sha256=made.file.sha256,
    )


@transaction.atomic
def give_up(journey_id: str, *, reason: str, by: User, at: datetime) -> JourneyEnd:
    """End a journey that brings nothing back; work goes on here."""
    journey = Journey.objects.select_related("scope", "arrival").get(pk=journey_id)
    # A fact is never locked for change: the application's role may not. Its place is.
    Scope.objects.select_for_update().get(pk=journey.scope_id)
    if reads.has_ended(journey) or reads.has_arrived(journey):
        raise NotOut(_("Chuyến mang đi này đã kết thúc."))
    ended = JourneyEnd.objects.create(
        journey=journey, how=JourneyEnd.How.GIVEN_UP, by=by, at=at, reason=reason
    )
    trail.record(
        "core.journey_given_up",
        subject=journey,
        scope=journey.scope,
        actor=by,
        at=at,
        reason=reason,
    )
    return ended


def _ticket(journey: Journey, way: Parcel.Way) -> Ticket:
    return Ticket(
        journey=str(journey.pk),
        way=way.value,
        block=journey.block,
        secret=journey.secret,
        salt=journey.salt,
        recipient=journey.recipient,
        destination=journey.destination,
    )


def _refuse_while_hindered(scope: Scope) -> None:
    if why := registry.hindrances(scope):
        raise NotNow(" ".join(why))


def _file_name(journey: Journey, way: Parcel.Way, at: datetime) -> str:
    when = f"{timezone.localtime(at):%Y%m%d-%H%M%S}"
    return f"{NAMES[way]}-{str(journey.pk)[:8]}-{when}{parcel.ENDING}"
