"""The back office: the register, as far as accounts need it.

No other personnel data: not on the page, not in a filter typed into the address.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import register as rules
from core import services
from core.admin.office import Office
from core.models import Person, Scope, Unit, User
from core.paging import Pages
from core.queries import people as register


class PersonForm(forms.ModelForm[Person]):
    """Name, unit and Party date."""

    def clean_unit(self) -> Unit:
        """Refuse a unit that is no more while what was typed is still here."""
        unit: Unit = self.cleaned_data["unit"]
        if unit.dissolved_on is not None:
            raise forms.ValidationError(_("Tổ chức này đã giải thể hoặc sáp nhập."))
        return unit

    def clean(self) -> dict[str, Any]:
        """Say what cannot be so, beside the field it is about."""
        cleaned: dict[str, Any] = super().clean() or {}
        typed = rules.cleaned({"born_on": self.instance.born_on} | cleaned)
        for field, code in rules.faults_of(typed, today=timezone.localdate()):
            if field in self.fields and field not in self.errors:
                self.add_error(field, str(rules.FAULTS[code]))
        return cleaned


@admin.register(Person)
class PersonOffice(Office[Person]):
    """The register of people: name, unit, Party date, and nothing else."""

    form = PersonForm
    changed_act = "core.person_changed"
    list_display = ("full_name", "unit", "party_since")
    list_select_related = ("unit",)
    search_fields = ("full_name",)
    autocomplete_fields = ("unit",)
    ordering = ("sort_key", "pk")
    fields = ("full_name", "unit", "party_since")
    paginator = Pages
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Keep what is written of a person out of filters typed into the address."""
        return lookup.split("__", maxsplit=1)[0] in {"id", "unit"}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Person | None = None
    ) -> tuple[str, ...]:
        """Leave moving people to those who keep the register."""
        return ("unit",) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        """Find names as the register does: any words, without accents."""
        if not search_term.strip():
            return queryset, False
        return register.named(queryset, search_term), False

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
        """Change through the act of the register."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        services.change_person(
            person_id=obj.pk,
            seen_version=obj.version,
            values={"full_name": obj.full_name, "party_since": obj.party_since},
            by=by,
            at=timezone.now(),
        )
