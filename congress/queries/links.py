"""Calendar links: whose they are, and what they tell at the moment of asking."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Case, Q, QuerySet, When

from congress.models import CalendarLink, Congress, LinkContent, Milestone, Phase
from congress.queries.gatherings import Gathering, gatherings
from congress.rules.planning import OF_PERSONNEL
from core.access import policy
from core.access.rights import Right
from core.models import User

BACK: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=400)
DUE_AHEAD: Final = timedelta(days=120)
MOST: Final = 1_000  # of congresses, and of things due; a calendar shows no more


@dataclass(frozen=True, slots=True)
class Told:
    """What a calendar is told; ``is_cut`` where there is more than it can be told."""

    congresses: list[Congress]
    milestones: list[Milestone]
    gatherings: list[Gathering]
    is_cut: bool


def digest_of(token: str) -> str:
    """Return what the portal keeps of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(digest: str, *, at: datetime) -> CalendarLink | None:
    """Return a link that may be used now, if its owner still may."""
    found = CalendarLink.objects.select_related("owner").filter(digest=digest)
    link = found.filter(revoked_at=None, expires_at__gt=at).first()
    if link is None or not link.owner.is_active:
        return None
    return link if policy.holds(link.owner, Right.PLAN_READ) else None


def links_of(user: User) -> QuerySet[CalendarLink]:
    """Return somebody's own links, the latest first."""
    return CalendarLink.objects.filter(owner=user).order_by("-made_at", "pk")


def told(link: CalendarLink, *, today: date) -> Told:
    """Return what the owner of a link may read now: days and titles, nothing more.

    What is done about personnel is left out whole: a title may tell of somebody.
    """
    congresses = list(_congresses(link.owner, today)[: MOST + 1])
    milestones = list(_milestones(link, today)[: MOST + 1])
    return Told(
        congresses[:MOST],
        milestones[:MOST],
        _gatherings(link, today),
        is_cut=len(congresses) > MOST or len(milestones) > MOST,
    )


def _congresses(user: User, today: date) -> QuerySet[Congress]:
    within = policy.within_reach(Congress.objects.all(), user, Right.PLAN_READ)
    within = within.filter(closes_on__gte=today - BACK, opens_on__lte=today + AHEAD)
    # Those to come first, the nearest before all: what is over is left out first.
    is_over = Case(When(closes_on__lt=today, then=1), default=0)
    return within.select_related("unit").order_by(is_over, "opens_on", "slug")


def _gatherings(link: CalendarLink, today: date) -> list[Gathering]:
    if link.content == LinkContent.CONGRESSES:
        return []
    own = link.content == LinkContent.MINE
    return gatherings(link.owner, today - BACK, today + AHEAD, own=own)


def _milestones(link: CalendarLink, today: date) -> QuerySet[Milestone]:
    if link.content == LinkContent.CONGRESSES:
        return Milestone.objects.none()
    found = policy.within_reach(
        Milestone.objects.all(), link.owner, Right.PLAN_READ
    ).filter(
        done_on__isnull=True,
        due_on__gte=today - BACK,
        due_on__lte=today + DUE_AHEAD,
    )
    if link.content == LinkContent.MINE:
        found = found.filter(owner=link.owner)
    found = found.exclude(Q(phase=Phase.PERSONNEL) | Q(code=OF_PERSONNEL))
    return found.select_related("congress__unit").order_by("due_on", "pk")
