"""What people write when they submit something, and when they decide on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.services.submissions import Seen
from core.forms.look import BareForm

_LONGEST = 1000


class SubmitForm(BareForm):
    """What goes along with what is submitted."""

    note = forms.CharField(
        label=_("Lời trình"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Điều cấp trên cần biết; để trống cũng được."),
    )


class DecisionForm(BareForm):
    """What the level above says, and what it had before it when it did."""

    note = forms.CharField(
        label=_("Ý kiến"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Trả lại thì phải ghi lý do, để đơn vị biết phải sửa gì."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def seen(self) -> Seen:
        """Return what was looked at."""
        return Seen(self.cleaned_data["revision"], self.cleaned_data["digest"])
