"""The back office: congresses and the bodies that vote in them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress import services
from congress.labels import CONFIDENCES
from congress.models import (
    BodyKind,
    Congress,
    Holiday,
    LegalDocument,
    LevelTerms,
    VotingBody,
)
from core.admin import Kept, Office
from core.models import Scope, User
from core.vietnamese import names


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
            return ("place", "preparatory_on", "opens_on", "closes_on")
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

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: Congress, form: Any, change: bool
    ) -> None:
        """Store it; the due days of its plan follow its days."""
        super().save_model(request, obj, form, change)
        if change and {"opens_on", "closes_on"} & set(form.changed_data):
            services.follow_days(obj, at=timezone.now())


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


# Data of the rules of time. Plans already made keep their due days until somebody has
# them worked out anew.


@admin.register(Holiday)
class HolidayOffice(Kept[Holiday]):
    """Days off and days worked instead, year by year."""

    changed_act = "congress.holiday_changed"
    removed_act = "congress.holiday_removed"
    list_display = ("day", "name", "is_worked", "certainty")
    list_filter = ("is_confirmed", "is_worked")
    date_hierarchy = "day"
    ordering = ("-day",)
    fields = ("day", "name", "is_worked", "is_confirmed")

    @admin.display(description=_("độ tin cậy"))
    def certainty(self, obj: Holiday) -> str:
        """Say whether somebody has compared the day with the decision of its year."""
        return gettext("đã đối chiếu") if obj.is_confirmed else gettext("cần xác nhận")


class LevelTermsForm(forms.ModelForm[LevelTerms]):
    """What a directive asks, and how sure we are of it."""

    confidence = forms.ChoiceField(
        label=_("độ tin cậy"), choices=list(CONFIDENCES.items())
    )

    class Meta:
        model = LevelTerms
        fields = (
            "directive",
            "level",
            "opens_from",
            "opens_until",
            "most_days",
            "done_by",
            "clearance_days",
            "confidence",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("opens_from"), cleaned.get("opens_until")
        if first and last and last < first:
            self.add_error("opens_until", _("Ngày cuối phải từ ngày đầu trở đi."))
        return cleaned


@admin.register(LevelTerms)
class LevelTermsOffice(Kept[LevelTerms]):
    """What directives ask of congresses, level by level."""

    form = LevelTermsForm
    changed_act = "congress.level_terms_changed"
    removed_act = "congress.level_terms_removed"
    list_display = (
        "directive",
        "level",
        "most_days",
        "done_by",
        "clearance_days",
        "certainty",
    )
    list_filter = ("level", "confidence")
    list_select_related = ("level",)
    ordering = ("-opens_from", "level__rank")
    fields = LevelTermsForm.Meta.fields

    @admin.display(description=_("độ tin cậy"))
    def certainty(self, obj: LevelTerms) -> str:
        """Say how sure it is, in words."""
        return str(CONFIDENCES[obj.confidence])


class LegalForm(forms.ModelForm[LegalDocument]):
    """A document of the Centre, and how sure we are of it."""

    confidence = forms.ChoiceField(
        label=_("độ tin cậy"), choices=list(CONFIDENCES.items())
    )

    class Meta:
        model = LegalDocument
        fields = (
            "kind",
            "number",
            "day",
            "issuer",
            "title",
            "summary",
            "in_force_from",
            "replaced_by",
            "replaced_on",
            "confidence",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, number = cleaned.get("day"), cleaned.get("number")
        begins = cleaned.get("in_force_from") or day
        ends, newer = cleaned.get("replaced_on"), cleaned.get("replaced_by")
        if day and begins and begins < day:
            self.add_error(
                "in_force_from", _("Ngày có hiệu lực không được trước ngày ban hành.")
            )
        if begins and ends and ends < begins:
            self.add_error(
                "replaced_on",
                _("Ngày thôi hiệu lực không được trước ngày văn bản có hiệu lực."),
            )
        if newer and not ends:
            self.add_error("replaced_on", _("Hãy ghi thôi hiệu lực từ ngày nào."))
        if newer and newer.pk == self.instance.pk:
            self.add_error("replaced_by", _("Văn bản không thay chính nó."))
        if day and number and self._is_known(number, day):
            self.add_error(
                "number", _("Thư viện đã có văn bản mang số này, cùng ngày.")
            )
        return cleaned

    def _is_known(self, number: str, day: date) -> bool:
        same = LegalDocument.objects.filter(
            unit__isnull=True, number__iexact=names.clean(number), day=day
        )
        return same.exclude(pk=self.instance.pk).exists()


@admin.register(LegalDocument)
class LegalOffice(Kept[LegalDocument]):
    """Documents of the Centre; those of units are kept by the units themselves."""

    form = LegalForm
    changed_act = "congress.document_changed"
    removed_act = "congress.document_removed"
    list_display = ("number", "day", "title", "replaced_on", "certainty")
    list_filter = ("kind", "confidence")
    search_fields = ("number", "title__unaccent")
    date_hierarchy = "day"
    ordering = ("-day", "number")
    fields = LegalForm.Meta.fields

    def is_used(self, obj: LegalDocument) -> bool:
        rows = (obj.cited_by_plans, obj.cited_by_templates, obj.replaces)
        return any(each.exists() for each in rows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LegalDocument]:
        return super().get_queryset(request).filter(unit__isnull=True)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer documents of the Centre alone: everybody may read what replaced one."""
        if db_field.name == "replaced_by":
            kwargs["queryset"] = LegalDocument.objects.filter(
                unit__isnull=True
            ).order_by("-day", "number")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("độ tin cậy"))
    def certainty(self, obj: LegalDocument) -> str:
        """Say how sure it is, in words."""
        return str(CONFIDENCES[obj.confidence])
