"""Congresses and their bodies, as far as somebody's right reaches."""

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from congress.models import BodyKind, Congress, Content, VotingBody
from congress.rules.roll import Attendance, Standing
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import units_within, with_words


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


def bodies_in_figures(congress: Congress, user: User) -> QuerySet[VotingBody]:
    """Return the bodies a user may see, with ``convened`` and how many ``came``.

    Whose roll he may read has ``may_read_roll``.
    """
    came = [Attendance.PRESENT.value, Attendance.PART.value]
    seated = ~Q(roll__standing=Standing.REJECTED.value)
    is_free = Q(roll__standing=Standing.ALTERNATE.value, roll__in_place_of__isnull=True)
    readable = policy.within_reach(VotingBody.objects.all(), user, Right.ROLL_READ)
    return bodies(congress, user, Right.CONGRESS_READ).annotate(
        convened=Count(
            "roll",
            filter=seated & ~Q(roll__standing=Standing.ALTERNATE.value),
        ),
        came=Count("roll", filter=seated & ~is_free & Q(roll__attendance__in=came)),
        may_read_roll=Q(pk__in=readable.values("pk")),
    )


def all_contents() -> list[str]:
    """Return all that a congress may have to do."""
    return list(Content.values)


def only_unit(user: User) -> Unit | None:
    """Return the unit whose congresses a user keeps, if it can be but one."""
    units = units_within(user, Right.CONGRESS_KEEP).filter(dissolved_on__isnull=True)
    found = list(units.order_by()[:2])
    return found[0] if len(found) == 1 else None
