"""Pages beside Việc của tôi on which one form is answered, or one question."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congress.forms.seen import SeenForm
from congress.views.typed import Crumb, Words
from congress.views.typed import typed as page_of
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest, explain

S = TypeVar("S", bound=SeenForm)


def typed(
    request: StaffRequest, form: Any, *, crumbs: Sequence[Crumb], **page: Any
) -> HttpResponse:
    """Show one form, or only a question, on a page beside Việc của tôi."""
    return page_of(request, form, crumbs=crumbs, here="desk", **page)


def added(
    request: StaffRequest,
    form: Any,
    act: Callable[[], str],
    *,
    done: Words,
    **page: Any,
) -> HttpResponse:
    """Answer a form that adds something: ``act`` does it and says where to go."""
    if request.method == "POST" and form.is_valid():
        try:
            there = act()
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, str(done))
            return redirect(there)
    return typed(request, form, **page)


def changed(
    request: StaffRequest,
    form_of: Callable[..., S],
    act: Callable[[S], object],
    *,
    facts: Callable[[], dict[str, Any]],
    there: str,
    **page: Any,
) -> HttpResponse:
    """Answer a form that changes something which two may change at once."""
    form = form_of(request.POST or None, initial=facts())
    versions: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except ChangedMeanwhile:
            now = facts()
            versions = {"fields": form.differences(now)}
            form = form_of(None, initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(there)
    return typed(request, form, versions=versions, **page)


def confirmed(
    request: StaffRequest,
    act: Callable[[], object],
    *,
    done: Words,
    there: str,
    **page: Any,
) -> HttpResponse:
    """Ask before something that cannot be undone, then do it."""
    if request.method == "POST":
        try:
            act()
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(done))
        return redirect(there)
    return typed(request, None, is_grave=True, **page)
