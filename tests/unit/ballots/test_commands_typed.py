"""What is typed about a paper, read by the portal. The browser is held to the cases."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.command import (
    DEFECTS,
    DOUBTS,
    DOUBTS_OF,
    Mistyped,
    Mode,
    Slip,
    Typed,
    spelled,
    understand,
)
from ballots.rules.doubts import Doubt
from ballots.rules.sheet import Sheet, has_marks, runs
from ballots.rules.terms import Layout

CASES: Final = json.loads(
    (Path(__file__).parents[2] / "cases" / "commands.json").read_text()
)


def sheet_of(case: dict[str, Any]) -> Sheet:
    numbers = case["numbers"]
    if isinstance(numbers, int):
        numbers = range(1, numbers + 1)
    return Sheet(Layout(case["layout"]), tuple(numbers))


def told(case: dict[str, Any]) -> dict[str, Any]:
    """What a case says comes of the command."""
    keys = ("command", "layout", "numbers", "mode", "why")
    return {key: value for key, value in case.items() if key not in keys}


def said(case: dict[str, Any]) -> dict[str, Any]:
    """What the portal makes of the command, in the words of a case."""
    sheet = sheet_of(case)
    try:
        typed = understand(case["command"], sheet, mode=Mode(case["mode"]))
    except Mistyped as mistyped:
        return {"slip": mistyped.slip.value, "about": mistyped.about}
    found: dict[str, Any] = {
        key: sorted(sheet.numbers_of(packed))
        for key, packed in zip(Reading._fields, typed.reading[:4], strict=False)
        if packed is not None
    }
    extra = {"defect": typed.reading.defect, "doubt": typed.doubt}
    found |= {key: value.value for key, value in extra.items() if value}
    return found | ({"repeated": list(typed.repeated)} if typed.repeated else {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_command_says_what_its_case_tells(case: dict[str, Any]) -> None:
    assert said(case) == told(case)


def test_the_cases_know_every_slip_and_every_sign() -> None:
    met = {case.get("slip") for case in CASES}
    signs = {case.get(key) for case in CASES for key in ("defect", "doubt")}

    assert {slip.value for slip in Slip} - met == {Slip.TOO_LONG.value}
    assert signs >= {each.value for each in (*DEFECTS, *DOUBTS)}


# --- properties -------------------------------------------------------------------


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    numbers = draw(
        st.one_of(
            st.integers(1, 60).map(lambda last: tuple(range(1, last + 1))),
            st.lists(st.integers(1, 200), min_size=1, max_size=20, unique=True).map(
                tuple
            ),
        )
    )
    return Sheet(draw(st.sampled_from(list(Layout))), numbers)


@st.composite
def seen(draw: st.DrawFn) -> tuple[Typed, Sheet]:
    """Any paper: what it shows, with or without something wrong or doubtful."""
    sheet = draw(sheets())
    some = st.sets(st.sampled_from(range(len(sheet.numbers)))).map(
        lambda places: marks.pack(places, names=len(sheet.numbers))
    )
    defect = draw(st.none() | st.sampled_from(DEFECTS))
    doubts = DOUBTS_OF[sheet.layout]
    doubt: Doubt | None = draw(st.none() | st.sampled_from(doubts))
    if (defect or doubt) and draw(st.booleans()):
        return Typed(Reading(defect=defect), doubt), sheet
    if sheet.layout is Layout.AGREE_DISAGREE:
        read = Reading(agree=draw(some), disagree=draw(some), defect=defect)
    elif draw(st.booleans()):
        read = Reading(struck=draw(some), defect=defect)
    else:
        read = Reading(kept=draw(some), defect=defect)
    return Typed(read, doubt), sheet


@given(seen())
def test_whatever_a_paper_shows_can_be_typed_and_comes_back(
    paper: tuple[Typed, Sheet],
) -> None:
    typed, sheet = paper

    assert understand(spelled(typed.reading, typed.doubt, sheet), sheet) == typed


@given(st.text(alphabet="0123456789 ,.+-*=!#/?a", max_size=30), sheets())
def test_anything_typed_is_read_or_refused_and_then_says_the_whole_paper(
    command: str, sheet: Sheet
) -> None:
    try:
        typed = understand(command, sheet)
    except Mistyped:
        return

    reading = typed.reading
    assert has_marks(reading) or reading.defect or typed.doubt
    again = understand(spelled(reading, typed.doubt, sheet), sheet)
    assert again == typed._replace(repeated=())


@given(st.sets(st.integers(1, 60), min_size=1), st.data())
def test_what_is_taken_back_is_as_if_never_typed(
    struck: set[int], data: st.DataObject
) -> None:
    sheet = Sheet(Layout.STRIKE_OUT, tuple(range(1, 61)))
    back = data.draw(st.sets(st.sampled_from(sorted(struck))))
    assume(back != struck)

    typed = understand(" ".join([*map(str, struck), *(f"-{n}" for n in back)]), sheet)

    assert set(sheet.numbers_of(typed.reading.struck or b"")) == struck - back
    assert typed.repeated == ()


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_range_is_its_numbers_one_by_one(first: int, last: int) -> None:
    assume(first <= last)
    sheet = Sheet(Layout.STRIKE_OUT, tuple(range(1, 61)))

    whole = understand(f"{first}-{last}", sheet)

    assert whole == understand(" ".join(map(str, range(first, last + 1))), sheet)


@given(st.sets(st.integers(1, 60), min_size=1), st.data())
def test_a_number_typed_twice_asks_and_changes_nothing(
    struck: set[int], data: st.DataObject
) -> None:
    sheet = Sheet(Layout.STRIKE_OUT, tuple(range(1, 61)))
    twice = data.draw(st.sampled_from(sorted(struck)))
    once = " ".join(map(str, struck))

    typed = understand(f"{once} {twice}", sheet)

    assert typed.repeated == (twice,)
    assert typed.reading == understand(once, sheet).reading


def test_a_command_as_long_as_a_book_is_not_read() -> None:
    with pytest.raises(Mistyped) as refused:
        understand("1 " * 2000, Sheet(Layout.STRIKE_OUT, (1, 2)))

    assert refused.value.slip is Slip.TOO_LONG


def test_numbers_in_a_row_are_told_as_one() -> None:
    sheet = Sheet(Layout.STRIKE_OUT, tuple(range(1, 13)))

    assert runs([3, 7, 9, 10, 11], sheet) == [(3, 3), (7, 7), (9, 11)]
