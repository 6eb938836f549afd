"""What a directive asks of the days of a congress."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from congress import labels
from congress.rules.customary_plan import CUSTOMARY
from congress.rules.planning import BOUND, GATES, Beyond, Days, beyond, lasts

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(days, st.integers(0, 10), st.integers(1, 10))
def test_a_congress_is_too_long_from_one_day_too_many(
    opens: date, more: int, most: int
) -> None:
    held = Days(opens, opens + timedelta(days=more))

    found = beyond(held, most_days=most, done_by=None)

    assert (Beyond.TOO_LONG in found) == (lasts(held) > most) == (more + 1 > most)


@given(days, st.integers(-5, 5))
def test_the_last_day_itself_is_in_time(closes: date, off: int) -> None:
    held = Days(closes, closes)

    found = beyond(held, most_days=1, done_by=closes - timedelta(days=off))

    assert (found == [Beyond.TOO_LATE]) == (off > 0)


def test_everything_customary_has_its_words_and_its_rule() -> None:
    codes = {each.code for each in CUSTOMARY}

    assert codes == set(labels.CUSTOMARY)
    assert set(GATES) <= codes
    assert set(labels.GATES) == set(GATES)
    assert set(labels.BOUND_TO) == set(BOUND)
    assert all(BOUND[each.rule] is each.anchor for each in CUSTOMARY if each.rule)
