"""What people type when they sign in or set a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import bootstrap_code, services
from core.forms.look import helper
from core.models import User


class SignInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock "
            "và bộ gõ tiếng Việt rồi nhập lại."
        ),
        "inactive": _("Tài khoản này đã bị khóa. Hãy liên hệ quản trị viên."),
    }

    def __init__(self, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        self.helper = helper(_("Đăng nhập"))

    def confirm_login_allowed(self, user: User) -> None:
        """Turn away a given password after its week; only who knows it learns that."""
        super().confirm_login_allowed(user)
        until = user.given_password_until
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(
                _(
                    "Mật khẩu được cấp đã hết hạn. Hãy báo quản trị viên của đơn vị để "
                    "được cấp lại."
                ),
                code="given_password_expired",
            )


class NewPasswordForm(PasswordChangeForm):
    """The old password and twice the new one."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Mật khẩu hiện tại không đúng. Hãy nhập lại."),
        "password_mismatch": _("Hai lần nhập mật khẩu mới không giống nhau."),
    }

    def __init__(self, user: User, **kwargs: Any) -> None:
        super().__init__(user, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu hiện tại")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
        self.helper = helper(_("Đổi mật khẩu"))

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Mật khẩu mới phải khác mật khẩu hiện tại."))
        return password


class OwnPasswordForm(forms.Form):
    """The password again, by whoever is signed in."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "autofocus": True}
        ),
    )

    def __init__(self, user: User, button: str | Promise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.helper = helper(button)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(
                _("Mật khẩu không đúng. Hãy nhập lại."), code="password_incorrect"
            )
        return password


class CodeForm(forms.Form):
    """Six figures from a phone, or a code on paper."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True}
        ),
        help_text=_(
            "Sáu chữ số đang hiện trên điện thoại, hoặc một mã khôi phục trên giấy."
        ),
    )

    def __init__(self, button: str | Promise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = helper(button)


class FirstCodeForm(CodeForm):
    """The first six figures a phone shows."""

    def __init__(self, button: str | Promise, **kwargs: Any) -> None:
        super().__init__(button, **kwargs)
        self.fields["code"].help_text = _("Sáu chữ số đang hiện trên điện thoại.")


class FirstAdministratorForm(forms.Form):
    """The account that makes all others."""

    code = forms.CharField(
        label=_("Mã một lần"),
        help_text=_("Mã hiện ở cửa sổ dòng lệnh nơi đã khởi động cổng."),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    password = forms.CharField(
        label=_("Mật khẩu"),
        widget=forms.PasswordInput,
        help_text=password_validators_help_text_html,
    )
    again = forms.CharField(label=_("Nhập lại mật khẩu"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, is_slowed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_slowed = is_slowed
        self.helper = helper(_("Lập tài khoản quản trị"))

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if not services.is_username(username):
            raise forms.ValidationError(str(services.OddUsername()))
        return username

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.is_slowed:
            raise forms.ValidationError(
                _("Đã nhập sai mã quá nhiều lần. Hãy đợi 15 phút rồi nhập lại.")
            )
        if not bootstrap_code.matches(code):
            raise forms.ValidationError(
                _("Mã không đúng. Hãy chép lại mã ở cửa sổ dòng lệnh."),
                code="wrong_code",
            )
        return code

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned.get("again") != cleaned["password"]:
            self.add_error("again", _("Hai lần nhập mật khẩu không giống nhau."))
        return cleaned
