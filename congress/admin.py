"""The back office: congresses and the bodies that vote in them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congress import services
from congress.models import BodyKind, Congress, VotingBody
from core.admin import Office
from core.models import Scope, User


class CongressForm(forms.ModelForm[Congress]):
    """A congress and the years of its term."""

    first_year = forms.IntegerField(label=_("Nhiệm kỳ từ năm"), min_value=1930)
    last_year = forms.IntegerField(label=_("Nhiệm kỳ đến năm"), min_value=1930)

    class Meta:
        model = Congress
        fields = ("unit", "kind", "number", "slug", "place", "opens_on", "closes_on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last <= first:
            self.add_error("last_year", _("Năm cuối phải sau năm đầu."))
        return cleaned


@admin.register(Congress)
class CongressOffice(Office[Congress]):
    """Congresses."""

    changed_act = "congress.congress_changed"
    list_display = ("__str__", "unit", "term", "opens_on")
    list_select_related = ("unit", "term")
    search_fields = ("unit__name__unaccent", "slug")
    autocomplete_fields = ("unit",)
    ordering = ("-opens_on", "slug")

    def get_form(
        self,
        request: HttpRequest,
        obj: Congress | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        if obj is None:
            kwargs["form"] = CongressForm
            kwargs["fields"] = None
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(
        self, request: HttpRequest, obj: Congress | None = None
    ) -> tuple[str, ...]:
        """Let only place and days change afterwards: the rest names the scope."""
        if obj:
            return ("place", "opens_on", "closes_on")
        return (*CongressForm.Meta.fields, "first_year", "last_year")

    def make(self, obj: Congress, form: Any, by: User) -> Congress:
        return services.convene(
            services.Convening(
                unit=obj.unit,
                first_year=form.cleaned_data["first_year"],
                last_year=form.cleaned_data["last_year"],
                slug=obj.slug,
                kind=obj.kind,
                number=obj.number,
                place=obj.place,
                opens_on=obj.opens_on,
                closes_on=obj.closes_on,
            ),
            by=by,
            at=timezone.now(),
        )

    def place_of(self, obj: Congress) -> Scope | None:
        return obj.scope


@admin.register(VotingBody)
class BodyOffice(Office[VotingBody]):
    """Bodies that vote: a congress has itself; meetings are added here."""

    list_display = ("__str__", "congress")
    list_select_related = ("congress__unit",)
    list_filter = ("kind",)
    search_fields = ("congress__unit__name__unaccent",)
    autocomplete_fields = ("congress",)
    ordering = ("congress", "kind", "number")
    fields = ("congress", "kind")

    def has_change_permission(
        self, request: HttpRequest, obj: VotingBody | None = None
    ) -> bool:
        return False

    def make(self, obj: VotingBody, form: Any, by: User) -> VotingBody:
        return services.form_body(
            congress=obj.congress, kind=BodyKind(obj.kind), by=by, at=timezone.now()
        )
