"""What people type about walls."""

from datetime import datetime, timedelta
from typing import Final

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import BareForm

_DAYS: Final = ((1, _("một ngày")), (3, _("ba ngày")), (7, _("một tuần")))


class WallForm(BareForm):
    """Where a projector stands, and for how long its address opens."""

    name = forms.CharField(
        label=_("Đặt ở đâu"),
        max_length=100,
        help_text=_("Ví dụ: Màn chính, Màn bên trái, Hành lang."),
    )
    days = forms.TypedChoiceField(
        label=_("Địa chỉ mở được trong"), choices=_DAYS, coerce=int, initial=3
    )

    def expires_after(self, at: datetime) -> datetime:
        """Return until when the address opens, made now."""
        return at + timedelta(days=self.cleaned_data["days"])


class MessageForm(BareForm):
    """A message for everybody in the hall."""

    text = forms.CharField(
        label=_("Nội dung thông báo"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nhiều nhất 240 chữ cái. Chỉ hiện khi được chiếu."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("text")


class StepForm(forms.Form):
    """What a page sends when somebody steps; no frame is a blank wall."""

    follows = forms.IntegerField(min_value=0)
    frame = forms.UUIDField(required=False)
    key = forms.UUIDField()
