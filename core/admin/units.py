"""The back office: units and their scopes."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core import services
from core.admin.office import Office
from core.models import Scope, Unit, User
from core.vietnamese import names


@admin.register(Unit)
class UnitOffice(Office[Unit]):
    """Party organisations."""

    changed_act = "core.unit_changed"
    list_display = ("name", "code", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent", "kind")
    search_fields = ("name__unaccent", "code")
    autocomplete_fields = ("parent",)
    ordering = ("code",)
    fields = ("name", "code", "kind", "parent")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Unit | None = None
    ) -> tuple[str, ...]:
        """Keep a unit where it is: moving one is an act of its own."""
        return ("parent",) if obj else ()

    def make(self, obj: Unit, form: Any, by: User) -> Unit:
        return services.found_unit(
            name=obj.name,
            code=obj.code,
            kind=obj.kind_id,
            parent=obj.parent,
            by=by,
            at=timezone.now(),
        )

    def place_of(self, obj: Unit) -> Scope | None:
        return obj.scope

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: Unit, form: Any, change: bool
    ) -> None:
        """Rename the scope with its unit: roles are given by that name."""
        obj.name = names.clean(obj.name)
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            Scope.objects.filter(pk=obj.scope_id).update(title=obj.name)


@admin.register(Scope)
class ScopeOffice(admin.ModelAdmin[Scope]):
    """Only looked up, when a role is given."""

    search_fields = ("title__unaccent",)
    list_display = ("title", "kind")
    list_filter = ("kind",)
    ordering = ("path",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Scope | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Scope | None = None
    ) -> bool:
        return False
