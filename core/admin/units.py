"""The back office: trees of units, their levels and kinds, and scopes to choose from.

What a decision changes – name, place, kind, mergers – is done on the portal's own
pages, to which each row leads; here only what was written wrong is put right.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation, services
from core.admin.office import Kept, M, Office, OwnFilters
from core.models import Level, Scope, Unit, UnitKind, User
from core.models.scope import ScopeKind
from core.queries import places_matching, units_matching, written
from core.vietnamese import names

CORRECTED = ("name", "code", "founded_on", "congress_number")


class UnitForm(forms.ModelForm[Unit]):
    """A unit's own particulars, held to the rules."""

    class Meta:
        model = Unit
        fields = ("name", "code", "kind", "founded_on", "congress_number")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for field in ("name", "code"):
            cleaned[field] = names.clean(cleaned.get(field) or "")
        typed: dict[str, Any] = {field: cleaned.get(field) for field in CORRECTED}
        faults = organisation.faults_of_words(**typed)
        for field, fault in faults:
            if field not in self.errors:
                self.add_error(field, str(organisation.sentence(fault)))
        return cleaned


@admin.register(Unit)
class UnitOffice(Office[Unit]):
    """Party organisations: a new tree begins here, the rest grows on the portal."""

    form = UnitForm
    changed_act = "core.unit_changed"
    list_display = ("name", "code", "kind", "parent", "dissolved_on", "page")
    list_filter = (
        ("dissolved_on", admin.EmptyFieldListFilter),
        "kind__level",
        "kind",
    )
    list_select_related = ("parent", "kind")
    search_fields = ("folded",)
    search_help_text = gettext_lazy("Tên hoặc mã, không dấu cũng được.")
    show_full_result_count = False
    ordering = ("code",)

    def get_fields(self, request: HttpRequest, obj: Unit | None = None) -> Any:
        """Show also what only an act on the portal changes."""
        fields = ["name", "code", "kind", "founded_on", "congress_number"]
        return fields if obj is None else [*fields, "parent", "dissolved_on", "page"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Unit | None = None
    ) -> tuple[str, ...]:
        """Keep what a decision changes: that is an act of its own."""
        return ("kind", "parent", "dissolved_on", "page") if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """Find by all the words of a name or code, whatever the accents."""
        return units_matching(queryset, search_term), False

    def view_on_site(self, obj: Unit) -> str:
        """Lead to the unit's own page."""
        return reverse("core:unit", args=[obj.code])

    def offered(self, rows: QuerySet[Unit], typed: str) -> QuerySet[Unit]:
        """Offer units that go on, by code and name."""
        living = rows.filter(dissolved_on__isnull=True).select_related("parent")
        return units_matching(living, typed).order_by("code")

    def written(self, obj: Unit) -> str:
        """Tell a unit from others of its name."""
        return _with_place(obj)

    @admin.display(description=gettext_lazy("trang trên cổng"))
    def page(self, obj: Unit) -> str:
        """Lead to the acts on the unit."""
        return format_html('<a href="{}">{}</a>', self.view_on_site(obj), _("mở"))

    def make(self, obj: Unit, form: Any, by: User) -> Unit:
        return services.found_unit(
            name=obj.name,
            code=obj.code,
            kind=obj.kind_id,
            parent=None,
            founded_on=obj.founded_on,
            congress_number=obj.congress_number,
            by=by,
            at=timezone.now(),
        )

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: Unit, form: Any, change: bool
    ) -> None:
        """Put right through the service that puts right; the row is held by now."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        saved = services.correct_unit(
            unit_id=obj.pk,
            seen_version=obj.version,
            values=services.Particulars(
                **{field: getattr(obj, field) for field in CORRECTED}
            ),
            by=by,
            at=timezone.now(),
        )
        obj.__dict__.update(saved.__dict__)


class _Catalogue(Kept[M]):
    """Levels and kinds; their code stays, and what holds those of them together."""

    fixed_when_used: tuple[str, ...] = ()

    def get_readonly_fields(
        self, request: HttpRequest, obj: M | None = None
    ) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("code", *(self.fixed_when_used if self.is_used(obj) else ()))


@admin.register(Level)
class LevelOffice(_Catalogue[Level]):
    """Levels of the Party."""

    changed_act = "core.level_changed"
    removed_act = "core.level_removed"
    list_display = ("name", "rank", "code", "abolished_on")
    ordering = ("rank",)
    fields = ("code", "name", "rank", "abolished_on")
    # The order of levels holds the tree together.
    fixed_when_used = ("rank",)

    def is_used(self, obj: Level) -> bool:
        return obj.kinds.exists()


@admin.register(UnitKind)
class UnitKindOffice(_Catalogue[UnitKind]):
    """Kinds of Party organisations."""

    changed_act = "core.unit_kind_changed"
    removed_act = "core.unit_kind_removed"
    list_display = ("name", "level", "code", "abolished_on")
    list_filter = ("level",)
    list_select_related = ("level",)
    ordering = ("level__rank", "name")
    fields = ("code", "name", "level", "abolished_on")
    fixed_when_used = ("level",)

    def is_used(self, obj: UnitKind) -> bool:
        return obj.units.exists()


@admin.register(Scope)
class ScopeOffice(OwnFilters[Scope]):
    """Only looked up, when a role is given.

    Offered are units that go on, by code and name, and what they hold.
    """

    search_fields = ("title__unaccent",)
    list_display = ("title", "kind")
    list_filter = ("kind",)
    ordering = ("path",)

    def offered(self, rows: QuerySet[Scope], typed: str) -> QuerySet[Scope]:
        """Offer places where a role may be given: units first, in order of code."""
        found = rows.filter(pk__in=places_matching(typed)).annotate(
            owner=Subquery(
                Unit.objects.filter(scope__path=OuterRef("home")).values("name")[:1]
            )
        )
        return found.select_related("unit__parent").order_by(
            "unit__code", "title", "pk"
        )

    def written(self, obj: Scope) -> str:
        """Tell a place from others of its name."""
        if obj.kind != ScopeKind.UNIT:
            return f"{obj.title} · {getattr(obj, 'owner', None) or '–'}"
        return _with_place(obj.unit)

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


def _with_place(unit: Unit) -> str:
    if unit.parent is None:
        return written(unit)
    lies = _("trực thuộc %(unit)s") % {"unit": unit.parent.name}
    return f"{written(unit)} · {lies}"
