"""The back office: appointments."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import services
from core.access.rights import Role
from core.admin.office import Office
from core.models import Appointment, Scope, User

YEAR: Final = timedelta(days=365)


class AppointmentForm(forms.ModelForm[Appointment]):
    """A role given to somebody else."""

    class Meta:
        model = Appointment
        fields = ("user", "role", "scope", "starts_on", "ends_on")

    current_user: User

    def _get_validation_exclusions(self) -> set[str]:
        # The constraint on overlaps asks it, though nobody fills it in here.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # the stubs do not know it
        return left_out - {"revoked_at"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        user, role, scope = (cleaned.get(key) for key in ("user", "role", "scope"))
        if user is not None and services.is_one_person(self.current_user, user):
            own = user.pk == self.current_user.pk
            self.add_error("user", services.OWN_ROLE if own else services.SAME_PERSON)
        if role and user and scope:
            try:
                services.refuse_elsewhere(user, Role(role), scope)
            except services.TallyRoleNeedsPerson as refusal:
                self.add_error("user", str(refusal))
            except services.RoleElsewhere as refusal:
                self.add_error("scope", str(refusal))
        if user and role and scope and not self.errors:
            days = cleaned["starts_on"], cleaned["ends_on"]
            if services.is_given(user, Role(role), scope, *days):
                self.add_error("role", services.ALREADY_GIVEN)
        return cleaned


class WhetherInForce(admin.SimpleListFilter):
    """In force today, over, or still to begin."""

    title = _("hiệu lực")
    parameter_name = "hieu-luc"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (
            ("now", _("đang có hiệu lực")),
            ("past", _("đã hết hoặc đã thôi giao")),
            ("later", _("chưa đến ngày")),
        )

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Appointment]
    ) -> QuerySet[Appointment]:
        today = timezone.localdate()
        over = Q(ends_on__lt=today) | Q(revoked_at__isnull=False)
        kept = {
            "now": Q(pk__in=Appointment.objects.in_force(today).values("pk")),
            "past": over,
            "later": Q(starts_on__gt=today) & ~over,
        }
        return queryset.filter(kept.get(str(self.value()), Q()))


@admin.register(Appointment)
class AppointmentOffice(Office[Appointment]):
    """Who holds which role where. Never edited: revoked, and given anew."""

    form = AppointmentForm
    list_display = ("user", "role", "scope", "starts_on", "ends_on", "taken_back")
    list_filter = (WhetherInForce, "role")
    list_select_related = ("user", "scope")
    search_fields = ("user__username", "user__full_name__unaccent")
    autocomplete_fields = ("user", "scope")
    ordering = ("-appointed_at", "-pk")
    actions = ("revoke",)

    @admin.display(description=_("thôi giao lúc"), ordering="revoked_at")
    def taken_back(self, given: Appointment) -> datetime | None:
        """When the role was taken back before its end."""
        return given.revoked_at

    def has_change_permission(
        self, request: HttpRequest, obj: Appointment | None = None
    ) -> bool:
        # The list needs the right to change for its action; one row is never edited.
        return obj is None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Offer a year from today: a role without an end is the exception."""
        today = timezone.localdate()
        return {
            "starts_on": today,
            "ends_on": today + YEAR,
            **super().get_changeform_initial_data(request),
        }

    def get_form(
        self,
        request: HttpRequest,
        obj: Appointment | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.current_user = request.user
        # What was chosen stays told from others of its name when the form comes back.
        place: Any = form.base_fields["scope"]
        office: Any = self.admin_site.get_model_admin(Scope)
        place.label_from_instance = office.written
        return form

    def make(self, obj: Appointment, form: Any, by: User) -> Appointment:
        return services.give_role(
            user=obj.user,
            role=Role(obj.role),
            scope=obj.scope,
            starts_on=obj.starts_on,
            ends_on=obj.ends_on,
            by=by,
            at=timezone.now(),
        )

    @admin.action(description=_("Thôi giao các vai trò đã chọn"))
    def revoke(
        self, request: HttpRequest, queryset: QuerySet[Appointment]
    ) -> HttpResponse | None:
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        with transaction.atomic():
            for appointment in queryset:
                services.revoke_role(
                    appointment_id=appointment.pk, by=by, at=timezone.now()
                )
        self.message_user(request, _("Đã thôi giao."), messages.SUCCESS)
        return None
