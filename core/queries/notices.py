"""Reading what people were told."""

from typing import Final

from django.db.models import QuerySet

from core.access import policy
from core.access.rights import Right
from core.models import Notice, Scope, User
from core.queries.words import with_folded_words, with_words

BELL: Final = 99  # the bell says "99+" beyond


def unread(user: User) -> int:
    """Return how many notices somebody has not read; counted to one beyond the bell."""
    found = Notice.objects.filter(user=user, read_at__isnull=True)
    return found.order_by()[: BELL + 1].count()


def notices_of(user: User) -> QuerySet[Notice]:
    """Return one's own notices, with where they are about."""
    return Notice.objects.filter(user=user).select_related("scope")


def told(user: User) -> QuerySet[Notice]:
    """Return who was told what, where somebody may ask that."""
    found = policy.within_reach(Notice.objects.all(), user, Right.TOLD_READ)
    return found.select_related("user", "by", "scope", "letter")


def matching_notices(
    found: QuerySet[Notice],
    *,
    words: str = "",
    kind: str = "",
    place: str = "",
    name: str = "",
) -> QuerySet[Notice]:
    """Keep the notices that somebody looks for."""
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = with_folded_words(found, words)
    if place:
        places = with_words(Scope.objects.all(), "title", place)
        found = found.filter(scope__in=places.values("pk"))
    if name:
        people = with_words(User.objects.order_by(), "full_name", name)
        found = found.filter(user__in=people.values("pk"))
    return found
