"""Where what lies beneath a scope is worked on: here, or on another machine."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from core.models import Arrival, AuditEvent, Journey, JourneyEnd, Parcel, Scope

# What is done with the files themselves is no work that a file lacks.
OF_PARCELS: Final = ("core.parcel_made", "core.parcel_fetched")


def open_journey(scope: Scope) -> Journey | None:
    """Return the journey that the scope is on, on whichever side one looks."""
    going = _open(Journey.objects.filter(scope=scope))
    return going.select_related("by", "arrival").first()


def is_out(scopes: QuerySet[Scope]) -> bool:
    """Whether one of the places is worked on elsewhere, so that here it is read."""
    leaving = _open(Journey.objects.filter(scope__in=scopes))
    arrived = Arrival.objects.filter(journey=OuterRef("pk"))
    return leaving.exclude(Exists(arrived)).exists()


def out_of(scopes: Iterable[int]) -> set[int]:
    """Return which of the places are worked on elsewhere."""
    leaving = _open(Journey.objects.filter(scope__in=list(scopes)))
    arrived = Arrival.objects.filter(journey=OuterRef("pk"))
    return set(leaving.exclude(Exists(arrived)).values_list("scope", flat=True))


def has_arrived(journey: Journey) -> bool:
    """Whether this portal is where the journey went."""
    return hasattr(journey, "arrival")


def has_ended(journey: Journey) -> bool:
    """Whether the journey was brought back or given up."""
    return JourneyEnd.objects.filter(journey=journey).exists()


def arrivals() -> QuerySet[Journey]:
    """Return the journeys that this portal is the goal of."""
    return _open(Journey.objects.filter(arrival__isnull=False))


def parcels_of(journey: Journey) -> QuerySet[Parcel]:
    """Return the files of a journey that lie here, newest first."""
    found = Parcel.objects.filter(journey=journey).defer("sent")
    return found.select_related("file").order_by("-at", "-pk")


def past_journeys(scope: Scope) -> QuerySet[JourneyEnd]:
    """Return how journeys of the scope ended, the last first."""
    ended = JourneyEnd.objects.filter(journey__scope=scope).defer("links")
    return ended.select_related("journey", "journey__by", "by").order_by("-at")


def acts_since(made: Parcel) -> int:
    """Return how many acts beneath the scope are younger than a file."""
    scope = made.journey.scope
    lines = AuditEvent.objects.filter(
        scope__path__descendants_of=scope.path, at__gt=made.at
    )
    return lines.exclude(act__in=OF_PARCELS).count()


def _open(journeys: QuerySet[Journey]) -> QuerySet[Journey]:
    return journeys.exclude(Exists(JourneyEnd.objects.filter(journey=OuterRef("pk"))))
