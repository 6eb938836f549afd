"""The form of the page of components."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Họ và tên"), help_text=_("Như trong lý lịch."))
    day = forms.DateField(label=_("Ngày vào Đảng"), input_formats=["%d/%m/%Y"])
    kind = forms.ChoiceField(
        label=_("Loại"), choices=[("cell", _("Chi bộ")), ("commune", _("Đảng bộ xã"))]
    )
    note = forms.CharField(
        label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    sure = forms.BooleanField(label=_("Tôi đã đối chiếu với giấy tờ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
