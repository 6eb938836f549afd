"""Reads of congresses."""

from django.db.models import Case, QuerySet, When
from django.http import Http404

from congress.models import BodyKind, Congress, VotingBody
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import with_words


def congresses(user: User) -> QuerySet[Congress]:
    """Return the congresses a user may read, the latest opening first."""
    within = policy.within_reach(Congress.objects.all(), user, Right.CONGRESS_READ)
    return within.select_related("unit", "term").order_by("-opens_on", "slug")


def congress_or_404(user: User, slug: str) -> Congress:
    """Return one congress a user may read."""
    return policy.get_or_404(
        Congress.objects.select_related("unit", "term", "scope"),
        user,
        Right.CONGRESS_READ,
        slug=slug,
    )


def congress_kept_or_404(user: User, right: Right, slug: str) -> Congress:
    """Return one congress where the user holds a right that writes at it."""
    congress = congress_or_404(user, slug)
    if not policy.allows(user, right, congress.scope):
        raise Http404
    return congress


def bodies(congress: Congress, user: User, right: Right) -> QuerySet[VotingBody]:
    """Return the congress's voting bodies where the user holds the right."""
    within = policy.within_reach(VotingBody.objects.all(), user, right)
    itself_first = Case(When(kind=BodyKind.CONGRESS, then=0), default=1)
    return within.filter(congress=congress).order_by(itself_first, "kind", "number")


def matching(found: QuerySet[Congress], wanted: str) -> QuerySet[Congress]:
    """Keep the congresses of units with these words, whatever the accents."""
    return with_words(found, "unit__name", wanted)


def congresses_with(user: User, right: Right) -> QuerySet[Congress]:
    """Return the congresses where the user holds the right for some body."""
    within = policy.within_reach(Congress.objects.all(), user, right)
    return within.select_related("unit").order_by("-opens_on", "slug")
