"""What machines ask, and what is shown when everything fails."""

import sys

from django.db import connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.views.decorators.http import (
    require_safe,
)

from core.access import policy
from core.web import no_room


@require_safe
@policy.open_to_all
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"portal": "on"})


def server_failure(request: HttpRequest) -> HttpResponse:
    """Answer a bug. Nothing here may fail: no database, no session, no user."""
    # A full disk stops middleware as well, and refuses new lines to the database.
    if "No space left on device" in str(sys.exc_info()[1]):
        return no_room(request)
    return HttpResponseServerError(render_to_string("500.html"))
