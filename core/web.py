"""Between the browser and the views."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from psycopg2 import errors

from core import instance, registry
from core.access import policy
from core.access.rights import IDLE_LOCK
from core.errors import Refused, Unfit
from core.models import StoredPrint, User
from core.queries.notices import unread

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

Answer = Callable[[HttpRequest], HttpResponse]

NO_ROOM: Final = _(
    "Ổ đĩa của máy chạy cổng đã đầy, nên chưa ghi được. Những gì đã lưu trước đó vẫn "
    "còn nguyên. Hãy báo quản trị viên lấy lại chỗ trống trên ổ đĩa."
)
_FILE_NAME: Final = re.compile(r"""(filename="|filename\*=utf-8'')([^";]+)""")
# What a form without a file may weigh.
FORM_BYTES: Final = 2 * 1024 * 1024
# Who types in ballots is told of nothing else meanwhile.
DESK: Final = "core:start"
UNDISTURBED: Final = ("ballots:batch-", "ballots:poll-look")


class StaffRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User
    htmx: "HtmxDetails"


def paper(kept: StoredPrint, name: str) -> HttpResponse:
    """Hand out a paper of the shelf, to be looked at before it is printed."""
    data = StoredPrint.objects.values_list("data", flat=True).get(pk=kept.pk)
    return HttpResponse(
        bytes(data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def explain(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal beside the field it is about, where the form shows that field."""
    field = refusal.field if isinstance(refusal, Unfit) else ""
    form.add_error(field if field in form.fields else None, str(refusal))


def row_key(typed: str) -> UUID | None:
    """Return the key of a row as a page sent it; what is none finds nothing."""
    try:
        return UUID(typed)
    except ValueError:
        return None


class PlainTextMiddleware:
    """Answer 400 to a NUL in the address or in a cookie: PostgreSQL stores none."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        texts = (
            request.path_info,
            unquote(request.META.get("QUERY_STRING", "")),
            *request.COOKIES.values(),
        )
        if any("\0" in text for text in texts):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class VietnameseFirstMiddleware:
    """Speak Vietnamese until the person chooses, whatever the browser would like."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)


class WholePageMiddleware:
    """Let a redirect that answers htmx move the page, not fill a part of it.

    A page that polls when its session ends would otherwise show the sign-in page
    inside a panel.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        polls = request.method == "GET" and request.headers.get("HX-Request")
        if polls and response.has_header("Location"):
            return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
        return response


class MarkedFilesMiddleware:
    """Put the mark of a demo or a practice before the name of every file it gives."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.headers.get("Content-Disposition")
        if said and instance.mark():
            response.headers["Content-Disposition"] = _FILE_NAME.sub(_marked, said)
        return response


def _marked(name: re.Match[str]) -> str:
    return f"{name[1]}{instance.file_name(name[2])}"


class BodyLimitMiddleware:
    """Answer 413 before a body is read that is too large: parsing fills the disk."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and _declared(request) > _most(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)


def _declared(request: HttpRequest) -> int:
    """Return how long the body says it is; one that does not say is not taken."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return FORM_BYTES + settings.MAX_UPLOAD_BYTES + 1


def _most(request: HttpRequest) -> int:
    signed_in = request.user.is_authenticated
    return FORM_BYTES + (settings.MAX_UPLOAD_BYTES if signed_in else 0)


def client_address(request: HttpRequest) -> str:
    """Return who asks, as the last proxy of ours saw it."""
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(seen) and seen[-settings.PROXIES].strip():
        return str(seen[-settings.PROXIES].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


class NoStoreMiddleware:
    """Keep pages of people signed in out of every cache, the browser's included."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalMiddleware:
    """Turn a refusal into a sentence on the page the person came from."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refused act; everything else is a bug and stays one."""
        if isinstance(exception, OperationalError):
            return _held_up(request, exception.__cause__)
        return refused(request, exception) if isinstance(exception, Refused) else None


def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """Say a refusal where the person is: in the page, or on the one he came from."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": str(why)}, status=409)
    if request.headers.get("HX-Request"):
        context = {"sentence": str(why)}
        response = render(request, "components/refusal.html", context, status=409)
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    messages.error(request, str(why))
    return redirect(_back(request))


def _held_up(request: HttpRequest, why: BaseException | None) -> HttpResponse | None:
    """Answer what the database could not do just now, where the person can tell why."""
    # Somebody else held for too long what this request needed.
    if isinstance(why, errors.LockNotAvailable):
        return _busy(request)
    return no_room(request) if isinstance(why, errors.DiskFull) else None


def no_room(request: HttpRequest) -> HttpResponse:
    """Say that the disk is full; nothing here may need a database or a person."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": str(NO_ROOM)}, status=507)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=507)
    page = render_to_string("507.html", {"sentence": NO_ROOM})
    return HttpResponse(page, status=507)


def _busy(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=503)
    return render(request, "503.html", status=503)


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return came_from
    return reverse("core:start")


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give every page the top bar."""
    context: dict[str, Any] = {}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    roles = policy.roles_of(user)
    context["roles"] = [role.label for role in roles]
    if getattr(request, "at_gate", False):
        return context | {"at_gate": True}
    if not IDLE_LOCK.isdisjoint(roles):
        context["idle_seconds"] = settings.IDLE_LOCK_SECONDS
    here = request.resolver_match.view_name if request.resolver_match else ""
    tabs = [
        (tab.label, reverse(tab.url_name), _is_open(tab, here))
        for tab in registry.tabs()
        if tab.right is None or policy.holds(user, tab.right)
    ]
    if user.is_superuser:
        tabs.append((_("Quản trị"), reverse("admin:index"), False))
    if not here.startswith(UNDISTURBED):
        # Asked only where the frame of the page is drawn, not for a part of it.
        context["unread"] = partial(unread, user)
    context["navigation"] = [
        {"label": label, "url": url, "current": current} for label, url, current in tabs
    ]
    return context


def _is_open(tab: registry.Tab, here: str) -> bool:
    """Whether the page open now lies under the tab; core's are named one by one."""
    app, _colon, _name = tab.url_name.partition(":")
    if registry.is_at_desk(here):
        return tab.url_name == DESK
    if app == "core":
        under = (f"{tab.url_name}-", *tab.pages)
        return here == tab.url_name or here.startswith(under)
    return here.startswith(f"{app}:")
