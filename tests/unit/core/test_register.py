"""What must hold of a person's particulars, from a form or from a file."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import register

TODAY = date(2025, 7, 24)
BORN, ADMITTED = date(1975, 8, 5), date(1998, 2, 3)
SOUND = {
    "full_name": "Lục Văn Quý",
    "born_on": date(1975, 8, 5),
    "citizen_id": "008075000123",
    "party_card": "12.345678",
    "membership": "official",
    "party_since": date(1998, 2, 3),
    "official_since": date(1999, 2, 3),
}


def faults(**changes: Any) -> list[register.Fault]:
    return register.faults_of(SOUND | changes, today=TODAY)


def test_sound_particulars_have_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("full_name", "", "name-missing"),
        ("full_name", "Lục Văn Quý 2", "name-has-figures"),
        ("citizen_id", "12345", "citizen-id-odd"),
        ("citizen_id", "00807500012X", "citizen-id-odd"),
        ("party_card", "số 12", "party-card-odd"),
        ("born_on", date(2026, 1, 1), "born-in-future"),
        ("born_on", date(1899, 12, 31), "born-too-early"),
        ("party_since", date(2025, 7, 25), "admitted-in-future"),
        ("party_since", date(1975, 8, 5), "admitted-before-born"),
        ("official_since", date(1975, 8, 5), "official-before-born"),
        ("official_since", date(1998, 2, 2), "official-before-admitted"),
        ("official_since", date(2025, 7, 25), "official-in-future"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field(
    field: str, value: object, fault: str
) -> None:
    assert (field, fault) in faults(**{field: value})


def test_a_probationary_member_has_no_official_date() -> None:
    found = faults(membership="probationary")

    assert found == [("official_since", "official-on-probation")]
    assert faults(membership="probationary", official_since=None) == []


@pytest.mark.parametrize("field", ["party_since", "official_since"])
def test_who_is_no_member_has_nothing_of_a_member(field: str) -> None:
    nothing = dict.fromkeys(("party_since", "official_since"), None)
    bare = nothing | {"party_card": "", "membership": "none"}

    assert faults(**bare) == []
    assert faults(**bare | {field: SOUND[field]}) == [
        ("membership", "no-member-has-party-date")
    ]


def test_what_is_not_there_is_not_asked() -> None:
    assert register.faults_of({}, today=TODAY) == []
    assert register.faults_of({"party_card": ""}, today=TODAY) == []


def test_every_fault_has_a_sentence_and_every_sentence_ends() -> None:
    assert [
        code
        for code, words in {**register.FAULTS, **register.DOUBTS}.items()
        if str(words)[-1] != "."
    ] == []


def doubts(**changes: Any) -> list[register.Fault]:
    return register.doubts_of(SOUND | {"birth_precision": "day"} | changes)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"party_since": date(1993, 8, 5)}, []),
        (
            {"party_since": date(1993, 8, 4)},
            [("party_since", "admitted-before-18")],
        ),
        # Of the month or the year alone, the benefit of the doubt.
        (
            {
                "born_on": date(1975, 1, 1),
                "birth_precision": "year",
                "party_since": date(1993, 1, 1),
            },
            [],
        ),
        (
            {"official_since": date(1999, 2, 2)},
            [("official_since", "official-within-a-year")],
        ),
        (
            {"membership": "probationary", "official_since": None},
            [("party_card", "card-without-official")],
        ),
        ({"party_card": "12345"}, [("party_card", "card-not-8-figures")]),
        ({"party_card": ""}, []),
    ],
)
def test_what_is_seldom_so_is_asked_about_and_no_fault(
    changes: dict[str, Any], found: list[register.Fault]
) -> None:
    assert doubts(**changes) == found
    assert faults(**changes) == []


@pytest.mark.parametrize(
    ("admitted", "official", "found"),
    [
        (None, None, "unknown"),
        (None, date(1999, 2, 3), "official"),
        (date(1998, 2, 3), date(1999, 2, 3), "official"),
        (date(2024, 7, 25), None, "probationary"),
        (date(2024, 7, 24), None, "unknown"),
        (date(1998, 2, 3), None, "unknown"),
    ],
)
def test_nobody_becomes_an_official_member_without_a_date(
    admitted: date | None, official: date | None, found: str
) -> None:
    said = register.membership_of(admitted=admitted, official=official, today=TODAY)

    assert said == found


@pytest.mark.parametrize(
    ("left_on", "found"),
    [
        (TODAY, []),
        (date(2025, 7, 25), ["left-in-future"]),
        (date(1975, 8, 4), ["left-before-born"]),
        (date(1998, 2, 2), ["left-before-admitted"]),
    ],
)
def test_nobody_leaves_before_he_was_there(left_on: date, found: list[str]) -> None:
    said = register.faults_of_leaving(
        left_on, born=BORN, admitted=ADMITTED, today=TODAY
    )

    assert list(said) == found


# --- years in the Party -----------------------------------------------------------


def age(day: date, **changes: Any) -> register.PartyAge | None:
    known: dict[str, Any] = {
        "membership": "official",
        "admitted": date(1998, 2, 3),
        "official": date(1999, 2, 3),
    }
    return register.party_age_on(day, **known | changes)


@pytest.mark.parametrize(
    ("day", "changes", "found"),
    [
        (date(2025, 2, 2), {}, (26, 11)),
        (date(2025, 2, 3), {}, (27, 0)),
        (date(2025, 2, 3), {"lost_months": 14}, (25, 10)),
        (date(2025, 2, 3), {"lost_months": 1_200}, (0, 0)),
        # From the admission on, though he is official only now.
        (date(1999, 2, 3), {}, (1, 0)),
        (date(1999, 2, 2), {}, None),
        (date(2025, 2, 3), {"official": None}, (27, 0)),
        (date(2025, 2, 3), {"membership": "probationary", "official": None}, None),
        (date(2025, 2, 3), {"membership": "unknown"}, None),
        (date(2025, 2, 3), {"admitted": None}, None),
        # The last day of a shorter month.
        (date(2000, 2, 29), {"admitted": date(1999, 1, 31)}, (1, 1)),
    ],
)
def test_years_in_the_party_are_counted_from_the_admission(
    day: date, changes: dict[str, Any], found: tuple[int, int] | None
) -> None:
    assert age(day, **changes) == found


DAYS = st.dates(date(1930, 2, 3), date(2100, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_nobody_grows_younger_in_the_party(one: date, two: date, three: date) -> None:
    admitted, earlier, later = sorted((one, two, three))

    before = age(earlier, admitted=admitted, official=None)
    after = age(later, admitted=admitted, official=None)

    assert before is not None
    assert after is not None
    assert after >= before


@given(DAYS, st.integers(0, 900))
def test_after_so_many_months_one_is_so_many_months_in_the_party(
    admitted: date, months: int
) -> None:
    day = register.months_after(admitted, months)

    found = age(day, admitted=admitted, official=None)

    assert found == divmod(months, 12)


@given(DAYS, DAYS, st.integers(0, 1_200))
def test_what_was_lost_is_taken_off(admitted: date, day: date, lost: int) -> None:
    whole = age(day, admitted=admitted, official=None)

    found = age(day, admitted=admitted, official=None, lost_months=lost)

    if whole is None:
        assert found is None
    else:
        left = max(0, 12 * whole.years + whole.months - lost)
        assert found == divmod(left, 12)


def test_one_thing_has_one_spelling() -> None:
    typed = {
        "full_name": "  Lu\u0323c  Văn Quý ",
        "party_card": "12.345 678",
        "citizen_id": "",
        "born_on": date(1975, 8, 5),
        "ethnicity": "h'mong",
        "religion": "đạo Phật",
    }

    assert register.cleaned(typed) == {
        "full_name": "Lục Văn Quý",
        "party_card": "12345678",
        "citizen_id": "",
        "born_on": date(1975, 8, 5),
        "ethnicity": "Mông",
        "religion": "Phật giáo",
    }
