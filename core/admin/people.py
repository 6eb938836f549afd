"""The back office: the register, as far as accounts need it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from core import services
from core.admin.office import Office
from core.models import Person, Scope, User
from core.vietnamese import names


@admin.register(Person)
class PersonOffice(Office[Person]):
    """The register of people."""

    changed_act = "core.person_changed"
    list_display = ("full_name", "unit", "party_since")
    list_select_related = ("unit",)
    search_fields = ("full_name__unaccent",)
    autocomplete_fields = ("unit",)
    ordering = ("sort_key", "pk")
    fields = ("full_name", "unit", "party_since")

    def make(self, obj: Person, form: Any, by: User) -> Person:
        return services.register_person(
            full_name=obj.full_name,
            unit=obj.unit,
            party_since=obj.party_since,
            by=by,
            at=timezone.now(),
        )

    def place_of(self, obj: Person) -> Scope | None:
        return obj.unit.scope

    def save_model(
        self, request: HttpRequest, obj: Person, form: Any, change: bool
    ) -> None:
        if change and "full_name" in form.changed_data:
            obj.full_name = names.clean(obj.full_name)
            obj.sort_key = names.sort_key(obj.full_name)
            form.changed_data.append("sort_key")
        super().save_model(request, obj, form, change)
