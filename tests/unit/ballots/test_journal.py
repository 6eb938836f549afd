"""The journal alone says what an entry shows, whatever was moved in it."""

import pytest

from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.doubts import Doubt
from ballots.rules.journal import Act, Line, content, reading_of, rebuilt
from ballots.rules.shifting import Shift, shift_of


def lines(*acts: tuple[Act, int, str]) -> list[Line]:
    return [
        Line(sequence, position, act, content)
        for sequence, (act, position, content) in enumerate(acts, start=1)
    ]


TYPED = ((Act.SAVED, 1, "a"), (Act.SAVED, 2, "b"), (Act.SAVED, 3, "c"))


def test_the_last_line_of_a_position_counts() -> None:
    found = rebuilt(lines(*TYPED, (Act.RETAKEN, 2, "B")))

    assert found == {1: "a", 2: "B", 3: "c"}


def test_room_is_made_for_a_paper_that_was_passed_over() -> None:
    found = rebuilt(lines(*TYPED, (Act.INSERTED, 2, ""), (Act.SAVED, 2, "x")))

    assert found == {1: "a", 2: "x", 3: "b", 4: "c"}


def test_a_paper_typed_twice_is_taken_out() -> None:
    found = rebuilt(lines(*TYPED, (Act.TAKEN_OUT, 2, "")))

    assert found == {1: "a", 2: "c"}


def test_room_that_was_made_in_vain_is_closed_again() -> None:
    found = rebuilt(lines(*TYPED, (Act.INSERTED, 2, ""), (Act.TAKEN_OUT, 2, "")))

    assert found == {1: "a", 2: "b", 3: "c"}


def test_a_paper_that_the_batch_does_not_have_goes_and_nothing_moves() -> None:
    found = rebuilt(lines(*TYPED, (Act.REMOVED, 3, "")))

    assert found == {1: "a", 2: "b"}


@pytest.mark.parametrize(
    ("command", "shift"),
    [
        ("/+17", Shift(Act.INSERTED, 17)),
        (" /-17 ", Shift(Act.TAKEN_OUT, 17)),
        ("/+", Shift(Act.INSERTED, 4)),
        ("/-", Shift(Act.TAKEN_OUT, 4)),
        ("/17", None),
        ("//1", None),
        ("-17", None),
        ("/+17 3", None),
        ("/+99999", None),
    ],
)
def test_two_commands_move_papers(command: str, shift: Shift | None) -> None:
    assert shift_of(command, at=4) == shift


@pytest.mark.parametrize(
    ("reading", "doubt"),
    [
        (Reading(struck=b"\x05"), None),
        (Reading(kept=b"\x00", defect=Defect.TORN), Doubt.OTHER),
        (Reading(agree=b"\x01", disagree=b"\x02", decision=Ruling.VALID), None),
        (Reading(), Doubt.ILLEGIBLE),
    ],
)
def test_what_a_line_says_is_read_back(reading: Reading, doubt: Doubt | None) -> None:
    assert reading_of(content(reading, doubt)) == (reading, doubt)
