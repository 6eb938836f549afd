"""The one look of our forms."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.utils.functional import Promise


def helper(button: str | Promise, *, action: str = "") -> FormHelper:
    """Return the one look of our forms: labels above, one button."""
    made = FormHelper()
    made.form_action = action
    made.form_show_errors = True
    made.add_input(Submit("", button, css_class="btn-primary"))
    return made
