"""What narrows boards and calendars, and what people type about calendar links."""

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.models import LinkContent
from core.access.rights import Right
from core.forms.look import BareForm
from core.forms.units import UnitCodeField
from core.models import Unit, User

_DAYS: Final = ((92, _("ba tháng")), (183, _("sáu tháng")), (366, _("một năm")))


class BeneathForm(forms.Form):
    """Beneath which unit one looks."""

    def __init__(self, user: User, typed: str) -> None:
        super().__init__({"to-chuc": typed} if typed else None)
        self.fields["to-chuc"] = UnitCodeField(
            user,
            Right.CONGRESS_READ,
            required=False,
            label=_("Bên dưới tổ chức"),
            help_text="",
        )
        self.fields["to-chuc"].widget.attrs["class"] = "form-control"

    def chosen(self) -> Unit | None:
        """Return the unit that was typed, if it is one."""
        return self.cleaned_data.get("to-chuc") if self.is_valid() else None


class CalendarLinkForm(BareForm):
    """Where an address of a calendar is used, what it tells, and for how long."""

    name = forms.CharField(
        label=_("Dùng ở đâu"),
        max_length=100,
        help_text=_("Ví dụ: Điện thoại của tôi, Outlook cơ quan."),
    )
    content = forms.ChoiceField(
        label=_("Lịch gồm"), choices=LinkContent.choices, initial=LinkContent.MINE
    )
    days = forms.TypedChoiceField(
        label=_("Dùng được trong"), choices=_DAYS, coerce=int, initial=183
    )

    def expires_after(self, at: datetime) -> datetime:
        """Return until when the address can be used, made now."""
        return at + timedelta(days=self.cleaned_data["days"])
