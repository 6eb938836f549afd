"""What administrators type about accounts."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access.rights import (
    APPOINTED,
    BODY_ROLES,
    CONGRESS_ROLES,
    TALLY_ROLES,
    Right,
    Role,
)
from core.forms.look import DayField
from core.forms.units import UnitCodeField
from core.models import User

# Roles of a congress or of a body are not given with a list of a unit.
GIVEN_WITH_ACCOUNTS: Final = tuple(
    role for role in APPOINTED if role not in TALLY_ROLES | CONGRESS_ROLES | BODY_ROLES
)

ALL: Final = "all"
TICKED: Final = "ticked"
A_YEAR: Final = timedelta(days=365)


class UnitForm(forms.Form):
    """Whose people are to get accounts."""

    def __init__(self, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        unit = UnitCodeField(user, Right.ACCOUNT_KEEP, prefilled=True, help_text="")
        unit.widget.attrs |= {
            "class": "form-control",
            "placeholder": _("Mã hoặc một phần tên"),
        }
        self.fields["don-vi"] = unit


class WantedAccountsForm(forms.Form):
    """Who of a list gets an account, and which role with it."""

    who = forms.ChoiceField(
        label=_("Lập cho"),
        choices=(
            (TICKED, _("những người được đánh dấu")),
            (ALL, _("cả danh sách đang hiện")),
        ),
        initial=TICKED,
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label=_("Giao luôn vai trò"),
        required=False,
        choices=[
            ("", _("không giao")),
            *((role.value, role.label) for role in GIVEN_WITH_ACCOUNTS),
        ],
        help_text=_(
            "Giao ở tổ chức đã chọn. Vai trò của đại hội và ban kiểm phiếu giao riêng."
        ),
    )
    starts_on = DayField(label=_("Từ ngày"), required=False, initial=timezone.localdate)
    ends_on = DayField(
        label=_("Đến ngày"),
        required=False,
        # A role without an end is the exception.
        initial=lambda: timezone.localdate() + A_YEAR,
        help_text=_("Để trống nếu không hạn."),
    )

    def clean_role(self) -> Role | None:
        typed = self.cleaned_data["role"]
        return Role(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts_on = cleaned.get("starts_on") or timezone.localdate()
        ends_on = cleaned.get("ends_on")
        if cleaned.get("role") and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned
