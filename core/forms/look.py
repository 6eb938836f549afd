"""The one look of our forms."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.imports import cells
from core.imports.faults import Odd
from core.vietnamese import names


def helper(button: str | Promise, *, action: str = "") -> FormHelper:
    """Return the one look of our forms: labels above, one button."""
    made = FormHelper()
    made.form_action = action
    made.form_show_errors = True
    made.add_input(Submit("", button, css_class="btn-primary"))
    return made


def bare_helper() -> FormHelper:
    """Return the look of a form whose page brings the frame and the buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    return made


class BareForm(forms.Form):
    """A form whose page brings its own frame and buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class DayField(forms.DateField):
    """A whole date, in any of the ways people write one: 5/8/1975, 1975-08-05."""

    default_error_messages = {
        "invalid": _("Ngày không đúng. Hãy gõ ngày/tháng/năm: 05/08/2025."),
        "required": _("Hãy ghi ngày."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={
                "placeholder": _("ngày/tháng/năm"),
                "autocomplete": "off",
                "inputmode": "numeric",
            },
        )
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Read what was typed, as a list brought in is read."""
        if not isinstance(value, str):
            return super().to_python(value)
        typed = names.clean(value)
        if not typed:
            return None
        try:
            # A bare number is a day only where Excel has written it.
            return cells.day("" if typed.isdecimal() else typed)
        except Odd:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None
