"""The back office: units, people, accounts, appointments.

Administrators only, and every change leaves its line. Nothing is deleted here.
Petitions, dossiers, surveys and ballots are never registered.
"""

from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import services
from core.access.rights import TALLY_ROLES, Role
from core.audit import trail
from core.models import Appointment, Person, Scope, Unit, User
from core.models.scope import ScopeKind
from core.vietnamese import names

M = TypeVar("M", bound=Model)

# Rights are roles given at a scope; Django's groups would be a second, silent table.
admin.site.unregister(Group)


class Office(admin.ModelAdmin[M]):
    """A page of the back office: adding is a service, changing leaves a line."""

    changed_act = ""

    def make(self, obj: M, form: Any, by: User) -> M:
        """Add through the service that adds such things."""
        raise PermissionDenied

    def place_of(self, obj: M) -> Scope | None:
        """Return where the thing lies, for its line in the trail."""
        return None

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        """Store what the form says, with its line in the trail."""
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        if not change:
            made = self.make(obj, form, by)
            obj.__dict__.update(made.__dict__)
            return
        obj.save(update_fields=form.changed_data or None)
        trail.record(
            self.changed_act,
            subject=obj,
            scope=self.place_of(obj),
            actor=by,
            at=timezone.now(),
            fields=form.changed_data,
        )

    # The trail is the history: Django's own log would be a second one.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None


@admin.register(Unit)
class UnitOffice(Office[Unit]):
    """Party organisations."""

    changed_act = "core.unit_changed"
    list_display = ("name", "code", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name__unaccent", "code")
    autocomplete_fields = ("parent",)
    ordering = ("code",)
    fields = ("name", "code", "level", "parent")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Unit | None = None
    ) -> tuple[str, ...]:
        """Keep a unit where it is: moving one is an act of its own."""
        return ("parent",) if obj else ()

    def make(self, obj: Unit, form: Any, by: User) -> Unit:
        return services.found_unit(
            name=obj.name,
            code=obj.code,
            level=obj.level,
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


class AccountForm(forms.ModelForm[User]):
    """An account; a password typed here must be changed at the next sign-in."""

    new_password = forms.CharField(
        label=_("Mật khẩu tạm"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Bắt buộc khi lập tài khoản. Khi sửa: để trống nếu không đặt lại. Người "
            "dùng phải đổi mật khẩu này ở lần đăng nhập đầu tiên."
        ),
    )

    class Meta:
        model = User
        fields = ("username", "full_name", "person", "is_active", "is_superuser")
        labels = {"is_superuser": _("quản trị viên")}
        help_texts = {
            "is_superuser": _("Mở trang Quản trị; không cho thêm quyền nào khác.")
        }

    def clean_person(self) -> Person | None:
        """Keep the person while he counts: the list is compared with him."""
        person: Person | None = self.cleaned_data["person"]
        if self.instance.pk and person != self.instance.person:
            counting = self.instance.appointments.in_force(timezone.localdate()).filter(
                role__in=[role.value for role in TALLY_ROLES]
            )
            if counting.exists():
                raise forms.ValidationError(
                    _("Tài khoản đang giữ vai trò kiểm phiếu: thôi giao vai trò trước.")
                )
        return person

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        elif self.instance.pk is None:
            raise forms.ValidationError(_("Hãy nhập mật khẩu tạm."))
        return password


@admin.register(User)
class AccountOffice(Office[User]):
    """Accounts."""

    form = AccountForm

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Keep the stored passwords out of filters typed into the address."""
        if lookup.split("__", maxsplit=1)[0] == "password":
            return False
        return super().lookup_allowed(lookup, value, request)

    changed_act = "core.account_changed"
    list_display = ("username", "full_name", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("username", "full_name__unaccent")
    autocomplete_fields = ("person",)
    ordering = ("username",)

    def make(self, obj: User, form: Any, by: User) -> User:
        return services.create_account(
            username=obj.username,
            password=form.cleaned_data["new_password"],
            full_name=obj.full_name,
            person=obj.person,
            is_administrator=obj.is_superuser,
            is_active=obj.is_active,
            by=by,
            at=timezone.now(),
        )

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        password = form.cleaned_data["new_password"]
        if "new_password" in form.changed_data:
            form.changed_data.remove("new_password")
        if change:
            obj.is_staff = obj.is_superuser
            form.changed_data.append("is_staff")
        super().save_model(request, obj, form, change)
        if change and password:
            by = request.user
            assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
            services.change_password(
                user=obj, password=password, by=by, at=timezone.now()
            )


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
        if user is not None and user.pk == self.current_user.pk:
            self.add_error("user", _("Không ai tự giao vai trò cho mình."))
        if role and Role(role) in TALLY_ROLES:
            if user is not None and user.person_id is None:
                self.add_error(
                    "user", _("Hãy gắn tài khoản này với một người trong sổ trước.")
                )
            if scope is not None and scope.kind != ScopeKind.VOTING_BODY:
                self.add_error(
                    "scope", _("Vai trò kiểm phiếu chỉ giao cho một nơi bầu.")
                )
        if user and role and scope and not self.errors:
            days = cleaned["starts_on"], cleaned["ends_on"]
            if services.is_given(user, Role(role), scope, *days):
                self.add_error("role", services.ALREADY_GIVEN)
        return cleaned


@admin.register(Appointment)
class AppointmentOffice(Office[Appointment]):
    """Who holds which role where. Never edited: revoked, and given anew."""

    form = AppointmentForm
    list_display = ("user", "role", "scope", "starts_on", "ends_on", "revoked_at")
    list_filter = ("role",)
    list_select_related = ("user", "scope")
    search_fields = ("user__username", "user__full_name__unaccent")
    autocomplete_fields = ("user", "scope")
    ordering = ("-appointed_at", "-pk")
    actions = ("revoke",)

    def has_change_permission(
        self, request: HttpRequest, obj: Appointment | None = None
    ) -> bool:
        # The list needs the right to change for its action; one row is never edited.
        return obj is None

    def get_form(
        self,
        request: HttpRequest,
        obj: Appointment | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.current_user = request.user  # type: ignore[attr-defined]
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
