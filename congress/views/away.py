"""A congress that is on another machine is only read here until it is back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import Scope
from core.queries import journeys
from core.web import Answer, refused

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# The pages on which the journey itself goes on or ends.
_OWN_PAGES = "congress:journey"


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
        slug = addressed.get("congress")
        match = request.resolver_match
        if request.method in _READS or not slug or not match:
            return None
        if match.view_name.startswith(_OWN_PAGES) or not journeys.is_out(
            Scope.objects.filter(congress__slug=slug)
        ):
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
