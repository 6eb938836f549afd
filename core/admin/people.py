"""The back office: who is in the register, as far as accounts need it.

Name and unit, to read. People are entered, corrected and merged on the portal's own
pages, by those who keep the register; no other personnel data shows here, not even to a
filter typed into the address.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.office import Office
from core.models import Person
from core.paging import Pages
from core.queries import people as register


@admin.register(Person)
class PersonOffice(Office[Person]):
    """The register of people: name and unit, and nothing else."""

    list_display = ("full_name", "unit")
    list_select_related = ("unit",)
    search_fields = ("full_name",)
    ordering = ("sort_key", "pk")
    fields = ("full_name", "unit")
    paginator = Pages
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Person | None = None
    ) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        """Find names as the register does: any words, without accents."""
        if not search_term.strip():
            return queryset, False
        return register.named(queryset, search_term), False
