"""What the head says when he confirms."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.models import Poll, Tally
from core.forms.look import bare_helper


class Asked(NamedTuple):
    """Which number the head copies from paper, so that he has looked at both."""

    known: int
    label: str
    missing: str
    differs: str
    compared: str


def asked_of(poll: Poll, tally: Tally) -> Asked:
    """Return what the board has on a sheet of its own: it counts papers returned.

    Valid ones it has counted itself only where the papers came in a file.
    """
    if poll.upload_id is None:
        return Asked(
            known=tally.returned,
            label=gettext("Số phiếu thu về, chép từ giấy kiểm đếm của ban"),
            missing=gettext("Hãy nhập số phiếu thu về."),
            differs=gettext(
                "Số này khác với số phiếu thu về ghi trong cổng. Hãy đối chiếu lại "
                "phiếu trước khi chốt."
            ),
            compared=gettext(
                "Tôi đã đọc (cho xem) kết quả này trước ban kiểm phiếu; từng tập đã "
                "được đối chiếu với phiếu và ban thống nhất chốt."
            ),
        )
    return Asked(
        known=tally.valid,
        label=gettext("Số phiếu hợp lệ, chép từ giấy kiểm phiếu của ban"),
        missing=gettext("Hãy nhập số phiếu hợp lệ."),
        differs=gettext(
            "Số này khác với số phiếu hợp lệ cổng đếm được. Hãy đối chiếu "
            "lại phiếu trước khi chốt."
        ),
        compared=gettext(
            "Tôi đã đọc (cho xem) kết quả này trước ban kiểm phiếu; ban đã đối chiếu "
            "với giấy kiểm phiếu và thống nhất chốt. Sau khi chốt không sửa được."
        ),
    )


class ConfirmForm(forms.Form):
    """The head says that he has compared the result with the papers."""

    figure = forms.IntegerField(
        min_value=0,
        error_messages={
            "min_value": _("Hãy nhập số từ 0 trở lên."),
            "invalid": _("Hãy nhập một số nguyên, không có dấu chấm hay dấu phẩy."),
        },
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    compared = forms.BooleanField(
        error_messages={
            "required": _("Hãy đánh dấu khi ban đã đối chiếu và thống nhất.")
        },
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        figure = self.fields["figure"]
        figure.label = asked.label
        figure.error_messages["required"] = asked.missing
        self.fields["compared"].label = asked.compared
        self.helper = bare_helper()

    def clean_figure(self) -> int:
        typed: int = self.cleaned_data["figure"]
        if typed != self.asked.known:
            raise forms.ValidationError(self.asked.differs)
        return typed
