"""Guests and the press: who is invited, who may come in, who may be meant twice."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.lookups import Exact
from django.http import Http404

from congress.models import (
    Congress,
    Guest,
    GuestAct,
    GuestEvent,
    GuestState,
    RollEntry,
)
from congress.queries.congresses import congress_or_404
from congress.rules.guests import EXPECTED, next_number
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import folded, with_words
from core.vietnamese import names


@dataclass(frozen=True, slots=True)
class GuestFigures:
    """How many are on the list, expected, accredited, and how many have come."""

    total: int
    expected: int
    accredited: int
    came: int


@dataclass(frozen=True, slots=True)
class Doubles:
    """Who bears the name already: other guests, and people on the congress's roll."""

    guests: list[Guest]
    on_roll: list[RollEntry]

    def __bool__(self) -> bool:
        return bool(self.guests or self.on_roll)


def guests_read_or_404(user: User, slug: str) -> Congress:
    """Return a congress whose guests a user may read: not merely one body's board."""
    return _congress(user, slug, Right.ROLL_READ)


def guests_kept_or_404(user: User, slug: str) -> Congress:
    """Return a congress whose guests a user keeps: its secretariat, its organisers."""
    return _congress(user, slug, Right.ROLL_KEEP, Right.CONGRESS_KEEP)


def keeps_guests(user: User, congress: Congress) -> bool:
    """Whether a user keeps the guests of a congress."""
    rights = (Right.ROLL_KEEP, Right.CONGRESS_KEEP)
    return any(policy.allows(user, right, congress.scope) for right in rights)


def _congress(user: User, slug: str, *rights: Right) -> Congress:
    congress = congress_or_404(user, slug)
    if not any(policy.allows(user, right, congress.scope) for right in rights):
        raise Http404
    return congress


def guests(congress: Congress) -> QuerySet[Guest]:
    """Return the guests of a congress."""
    return Guest.objects.filter(congress=congress)


def guest_or_404(congress: Congress, key: UUID) -> Guest:
    """Return one guest of a congress."""
    found = Guest.objects.filter(congress=congress, pk=key).first()
    if found is None:
        raise Http404
    return found


def guests_named(rows: QuerySet[Guest], wanted: str) -> QuerySet[Guest]:
    """Keep guests with these words in name, or in where they come from."""
    by_name = with_words(rows, "full_name", wanted)
    by_place = with_words(rows, "organisation", wanted)
    found = Q(pk__in=by_name.values("pk")) | Q(pk__in=by_place.values("pk"))
    number = wanted.strip()
    if number.isascii() and number.isdecimal() and len(number) <= 6:
        found |= Q(pass_number=int(number))
    return rows.filter(found)


def guest_figures(congress: Congress) -> GuestFigures:
    """Count the guests of a congress."""
    return GuestFigures(
        **guests(congress).aggregate(
            total=Count("pk"),
            expected=Count("pk", filter=Q(state__in=EXPECTED)),
            accredited=Count("pk", filter=Q(state=GuestState.ACCREDITED)),
            came=Count("pk", filter=Q(arrived_at__isnull=False)),
        )
    )


def guest_history(guest: Guest) -> QuerySet[GuestEvent]:
    """Return what was decided about a guest, the latest first."""
    return guest.events.select_related("by").order_by("-at", "-pk")


def doubles(
    congress: Congress, *, name: str, organisation: str, but: UUID | None = None
) -> Doubles:
    """Return who on the lists bears this name already.

    Another guest is meant by name and place together; a delegate by his name.
    """
    same = guests(congress).exclude(pk=but) if but else guests(congress)
    same = same.filter(
        _folded("full_name", name), _folded("organisation", organisation)
    )
    called = RollEntry.objects.filter(
        body__congress=congress, person__folded_name=names.fold(name)
    )
    return Doubles(
        list(same.order_by("sort_key", "pk")[:5]),
        list(called.select_related("person__unit").order_by("pk")[:5]),
    )


def _folded(field: str, said: str) -> Q:
    return Q(Exact(folded(field), names.fold(said)))


def next_pass_number(congress: Congress) -> int:
    """Return the number of the next pass; the congress's row is held."""
    given = GuestEvent.objects.filter(congress=congress, act=GuestAct.ACCREDITED)
    return next_number(given.aggregate(last=Max("pass_number"))["last"])


def accredited(congress: Congress) -> QuerySet[Guest]:
    """Return who has a pass, in the order of passes."""
    return guests(congress).filter(state=GuestState.ACCREDITED).order_by("pass_number")
