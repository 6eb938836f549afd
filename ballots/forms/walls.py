"""What the head says of how a result is shown."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from congress.models import DeckWay
from core.forms.look import BareForm


class WayForm(BareForm):
    """How a confirmed result is told on the walls."""

    way = forms.ChoiceField(
        label=_("Cách chiếu kết quả"),
        choices=DeckWay.choices,
        widget=forms.RadioSelect,
        initial=DeckWay.ALL,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("way")
