"""A congress that is on another machine is only read here until it is back."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from congress.models import Congress
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import Scope
from core.queries import journeys
from core.web import Answer, refused

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# The pages on which the journey itself goes on or ends.
_OWN_PAGES = "congress:journey"


def _named(addressed: dict[str, Any]) -> Q:
    """Ask for the congress that an address names, by itself or by a list for it."""
    if slug := addressed.get("congress"):
        return Q(slug=slug)
    if run := addressed.get("run"):
        return Q(scope__imports=run)
    return Q()


class IsAway(Refused):
    """Whatever was done here now would not be known where the congress is held."""


class AwayMiddleware:
    """Refuse acts in a congress that is out; reading goes on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Any,
        _args: tuple[Any, ...],
        addressed: dict[str, Any],
    ) -> HttpResponse | None:
        """Answer instead of the view where the congress it names is out."""
        match = request.resolver_match
        if request.method in _READS or not match:
            return None
        named = _named(addressed)
        if not named or match.view_name.startswith(_OWN_PAGES):
            return None
        # Whoever may not even look is answered as if there were no congress.
        seen = policy.within_reach(
            Congress.objects.filter(named), request.user, Right.CONGRESS_READ
        )
        if not journeys.is_out(Scope.objects.filter(congress__in=seen)):
            return None
        return refused(
            request,
            IsAway(
                _(
                    "Đại hội đang làm việc ở máy khác, nên ở đây chỉ xem. Hãy làm ở "
                    "máy ấy, hoặc mang về rồi làm tiếp."
                )
            ),
        )
