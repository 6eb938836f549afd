"""The back office: accounts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import services
from core.access.rights import TALLY_ROLES
from core.admin.office import Office
from core.models import Person, SignIn, User
from core.services.sessions import end_sign_ins
from core.vietnamese import names


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

    current_user: User

    class Meta:
        model = User
        fields = ("username", "full_name", "person", "is_active", "is_superuser")
        labels = {"is_superuser": _("quản trị viên")}
        help_texts = {
            "is_superuser": _(
                "Mở trang Quản trị và quản lý tổ chức, tài khoản, bộ quy định, sao lưu "
                "ở mọi nơi; không cho xem nhân sự, văn kiện hay phiếu bầu."
            )
        }

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if not services.is_username(username):
            raise forms.ValidationError(str(services.OddUsername()))
        return username

    def clean_is_active(self) -> bool:
        return self._kept("is_active", _("Không ai tự khóa tài khoản của mình."))

    def clean_is_superuser(self) -> bool:
        return self._kept("is_superuser", _("Không ai tự thôi làm quản trị viên."))

    def _kept(self, name: str, sentence: str | Promise) -> bool:
        """Keep what an administrator would take from himself: somebody must stay."""
        chosen: bool = self.cleaned_data[name]
        if self.instance.pk == self.current_user.pk and not chosen:
            raise forms.ValidationError(str(sentence))
        return chosen

    def clean_person(self) -> Person | None:
        """Keep the person while he counts: the list is compared with him."""
        person: Person | None = self.cleaned_data["person"]
        if self.instance.pk and person != self.instance.person:
            # A role that begins later counts as well: the list is compared then.
            counting = self.instance.appointments.filter(
                role__in=[role.value for role in TALLY_ROLES], revoked_at__isnull=True
            ).overlapping(timezone.localdate(), None)
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

    changed_act = "core.account_changed"
    list_display = ("username", "full_name", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("username", "full_name__unaccent")
    autocomplete_fields = ("person",)
    ordering = ("username",)

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.current_user = request.user
        return form

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
        if {"is_active", "is_superuser"} & set(form.changed_data):
            assert isinstance(request.user, User)  # noqa: S101 - nobody else comes in
            services.hold_administrators(by=request.user)
        password = form.cleaned_data["new_password"]
        if "new_password" in form.changed_data:
            form.changed_data.remove("new_password")
        if change:
            obj.is_staff = obj.is_superuser
            obj.full_name = names.clean(obj.full_name)
            obj.sort_key = names.sort_key(obj.full_name)
            form.changed_data += ["is_staff", "sort_key"]
        super().save_model(request, obj, form, change)
        if not change:
            return
        at = timezone.now()
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        if password:
            services.change_password(user=obj, password=password, by=by, at=at)
        if "is_active" in form.changed_data and not obj.is_active:
            end_sign_ins(user=obj, how=SignIn.End.CLOSED, at=at)
