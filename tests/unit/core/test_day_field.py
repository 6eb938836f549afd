"""One field for a day, read as people write it."""

from datetime import date

import pytest
from django import forms

from core.forms.accounts import WantedAccountsForm
from core.forms.look import DayField


@pytest.mark.parametrize(
    "typed",
    ["5/8/1975", "05/08/1975", "1975-08-05", "05-08-1975", "5.8.1975", " 5 / 8/1975 "],
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert DayField().clean(typed) == date(1975, 8, 5)


@pytest.mark.parametrize("typed", ["31/02/1975", "8/1975", "5/8/75", "45000", "x"])
def test_what_is_no_day_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DayField().clean(typed)

    assert refused.value.messages == [
        "Ngày không đúng. Hãy gõ ngày/tháng/năm: 05/08/2025."
    ]


def test_a_blank_day_is_none_unless_it_must_be_given() -> None:
    assert DayField(required=False).clean("  ") is None
    with pytest.raises(forms.ValidationError, match="Hãy ghi ngày"):
        DayField().clean("")


def test_a_day_is_shown_as_it_is_typed() -> None:
    shown = DayField().widget.render("day", date(1975, 8, 5))

    assert 'value="05/08/1975"' in shown
    assert 'placeholder="ngày/tháng/năm"' in shown


def test_a_role_given_with_accounts_ends_in_a_year() -> None:
    form = WantedAccountsForm()

    starts_on, ends_on = (form[name].initial for name in ("starts_on", "ends_on"))

    assert (ends_on - starts_on).days == 365
