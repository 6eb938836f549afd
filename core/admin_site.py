"""The back office's door: administrators, and for everybody else there is none."""

from functools import wraps
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from core import registry
from core.access import policy


class Offered(AutocompleteJsonView):
    """What a field offers while one types, as the page of the thing has it.

    Such a page may say ``offered(rows, typed)``, which rows and in which order, and
    ``written(row)``, how one is told from others of its name.
    """

    model_admin: Any

    def get_queryset(self) -> Any:
        """Return what is offered for what was typed."""
        if not hasattr(self.model_admin, "offered"):
            return super().get_queryset()
        rows = self.model_admin.get_queryset(self.request)
        limits: Any = self.source_field.get_limit_choices_to()
        return self.model_admin.offered(rows.complex_filter(limits), self.term)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Return one row, as it is told from others."""
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "written"):
            found["text"] = self.model_admin.written(obj)
        return found


class BackOffice(admin.AdminSite):
    """Django admin without a sign-in page of its own."""

    site_header = _("Quản trị Cổng Đại hội")
    site_title = _("Quản trị Cổng Đại hội")
    index_title = _("Quản trị")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is an administrator."""
        user = request.user
        return user.is_active and user.is_staff and user.is_superuser

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Answer 404 at once to whoever is signed in and no administrator."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer rows by how their own pages offer them."""
        return cast("HttpResponse", Offered.as_view(admin_site=self)(request))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send the unknown to the portal's sign-in; others find nothing here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        return redirect("core:sign-in")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the portal's own pages for administrators above the tables."""
        rooms = [
            room for room in registry.rooms() if policy.holds(request.user, room.right)
        ]
        return super().index(request, {"rooms": rooms, **(extra_context or {})})

    def logout(  # type: ignore[override] # the stub names one kind of response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Sign out of the portal: the back office has no farewell page of its own."""
        return LogoutView.as_view()(request)

    def password_change(  # type: ignore[override] # likewise
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send to the portal's own page, which leaves its line in the trail."""
        return redirect("core:password")
