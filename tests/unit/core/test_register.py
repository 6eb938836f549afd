"""What must hold of a person's particulars, from a form or from a file."""

from datetime import date
from typing import Any

import pytest

from core import register

TODAY = date(2025, 7, 24)
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
        ("party_since", date(1992, 12, 31), "admitted-before-18"),
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


@pytest.mark.parametrize("field", ["party_since", "official_since", "party_card"])
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
        code for code, words in register.FAULTS.items() if str(words)[-1] != "."
    ] == []


def test_one_thing_has_one_spelling() -> None:
    typed = {
        "full_name": "  Lu\u0323c  Văn Quý ",
        "party_card": "12.345 678",
        "citizen_id": "",
        "born_on": date(1975, 8, 5),
    }

    assert register.cleaned(typed) == {
        "full_name": "Lục Văn Quý",
        "party_card": "12345678",
        "citizen_id": "",
        "born_on": date(1975, 8, 5),
    }
