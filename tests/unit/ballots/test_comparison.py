"""Two blind readings of one heap: what is in question, and how they go together."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading
from ballots.rules.comparison import Pair, Slot, Way, compare, shown, slots
from ballots.rules.doubts import Doubt
from ballots.rules.terms import Slate

heaps = st.lists(st.sampled_from("abcd"), max_size=8)


def different(count: int) -> list[str]:
    return [f"paper {number}" for number in range(1, count + 1)]


def least_edits(first: Sequence[str], second: Sequence[str]) -> int:
    """The textbook table, cell by cell."""
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, start=1):
        above, row = row, [i]
        for j, other in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (one != other)))
    return row[-1]


# --- what a paper shows -----------------------------------------------------------


def test_struck_and_kept_are_one_thing_said_twice() -> None:
    slate = Slate(names=10, max_votes=7)
    struck = Reading(struck=marks.pack([7, 8, 9], names=10))
    kept = Reading(kept=marks.pack(range(7), names=10))

    assert shown(struck, None, slate) == shown(kept, None, slate)


def test_nothing_struck_is_not_everything_struck() -> None:
    slate = Slate(names=10, max_votes=7)
    nothing = Reading(struck=marks.pack([], names=10))
    everything = Reading(kept=marks.pack([], names=10))

    assert shown(nothing, None, slate) != shown(everything, None, slate)


def test_marks_of_an_invalid_paper_or_one_set_aside_do_not_matter() -> None:
    slate = Slate(names=10, max_votes=7)
    some = Reading(struck=marks.pack([1], names=10))
    torn = Reading(defect=Defect.TORN)

    assert shown(some._replace(defect=Defect.TORN), None, slate) == shown(
        torn, None, slate
    )
    assert shown(some, Doubt.OTHER, slate) == shown(torn, Doubt.OTHER, slate)
    assert shown(some, Doubt.OTHER, slate) != shown(some, None, slate)


def test_boxes_are_compared_one_by_one() -> None:
    slate = Slate(names=2, max_votes=2)
    agree = Reading(agree=marks.pack([0], names=2), disagree=marks.pack([1], names=2))
    other = Reading(agree=marks.pack([0], names=2), disagree=marks.pack([], names=2))

    assert shown(agree, None, slate) != shown(other, None, slate)


# --- how two readings go together -------------------------------------------------


def test_one_paper_read_otherwise_is_the_only_one_in_question() -> None:
    first = different(50)
    second = [*first[:16], "other", *first[17:]]

    found = compare(first, second)

    assert found == (Way.IN_ORDER, (Pair(17, 17),))


def test_a_paper_missed_at_17_is_one_question_and_not_thirty() -> None:
    first = different(50)
    second = [*first[:16], *first[17:], "the next heap's"]

    found = compare(first, second)

    assert found == (Way.OUT_OF_STEP, (Pair(17, None), Pair(None, 50)))


def test_a_paper_typed_twice_is_found_as_well() -> None:
    first = different(50)
    second = [*first[:20], first[19], *first[20:-1]]

    found = compare(first, second)

    assert found.way is Way.OUT_OF_STEP
    assert set(found.differences) <= {Pair(None, 20), Pair(None, 21), Pair(50, None)}
    assert len(found.differences) == 2


def test_a_stack_turned_over_agrees_from_its_other_end() -> None:
    first = different(50)

    assert compare(first, first[::-1]) == (Way.TURNED_OVER, ())


def test_in_a_stack_turned_over_the_one_paper_read_otherwise_is_found() -> None:
    first = different(50)
    second = [*first[:16], "other", *first[17:]][::-1]

    found = compare(first, second)

    assert found == (Way.TURNED_OVER, (Pair(17, 34),))


def test_the_same_papers_in_another_order_agree_as_a_set() -> None:
    first = different(50)
    second = [*first[10:20], *first[:10], *first[20:]]

    assert compare(first, second) == (Way.SHUFFLED, ())


def test_papers_that_have_little_to_do_with_each_other_are_compared_in_order() -> None:
    first = different(50)
    second = [f"other {number}" for number in range(50)]

    found = compare(first, second)

    assert found == (Way.IN_ORDER, tuple(Pair(n, n) for n in range(1, 51)))


# --- laid side by side ------------------------------------------------------------


def laid(*readings: list[str]) -> list[Slot]:
    first, *others = readings
    compared = [compare(first, other) for other in others]
    return slots([len(each) for each in readings], compared)


def questions(found: list[Slot]) -> list[tuple[int, tuple[int | None, ...]]]:
    return [(n, s.places) for n, s in enumerate(found, start=1) if not s.agreed]


def test_readings_out_of_step_leave_a_question_where_each_has_a_paper_alone() -> None:
    first = different(50)
    second = [*first[:16], *first[17:], "the next heap's"]

    found = laid(first, second)

    assert questions(found) == [(17, (17, None)), (51, (None, 50))]


def test_a_paper_that_the_first_reader_missed_has_a_place_between() -> None:
    second = different(50)
    first = [*second[:16], *second[17:], "the next heap's"]

    found = laid(first, second)

    assert questions(found) == [(17, (None, 17)), (51, (50, None))]
    assert found[17] == Slot(agreed=True, places=(17, 18))


def test_of_three_readings_one_that_differs_is_enough_for_a_question() -> None:
    first = different(10)
    third = [*first[:4], "other", *first[5:]]

    found = laid(first, list(first), third)

    assert questions(found) == [(5, (5, 5, 5))]


def test_in_a_stack_turned_over_each_paper_keeps_its_own_place() -> None:
    first = different(5)
    second = [*first[:1], "other", *first[2:]][::-1]

    found = laid(first, second)

    assert [slot.places for slot in found] == [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)]
    assert questions(found) == [(2, (2, 4))]


@given(heaps, heaps)
def test_never_more_is_in_question_than_the_fewest_edits(
    first: list[str], second: list[str]
) -> None:
    found = compare(first, second)

    assert len(found.differences) <= least_edits(first, second)


@given(heaps, heaps)
def test_what_is_not_in_question_is_alike(first: list[str], second: list[str]) -> None:
    if compare(first, second).way is Way.SHUFFLED:
        assert Counter(first) == Counter(second)
        return

    for slot in laid(first, second):
        own, other = slot.places
        if slot.agreed:
            assert own is not None
            assert other is not None
            assert first[own - 1] == second[other - 1]


@given(heaps, heaps, heaps)
def test_every_paper_of_every_reading_has_one_place(
    first: list[str], second: list[str], third: list[str]
) -> None:
    found = laid(first, second, third)

    for number, heap in enumerate((first, second, third)):
        whole = compare(first, heap).way is not Way.SHUFFLED
        places = [slot.places[number] for slot in found]
        known = sorted(each for each in places if each is not None)
        assert known == (list(range(1, len(heap) + 1)) if whole or number == 0 else [])


@given(heaps)
def test_a_heap_agrees_with_itself(heap: list[str]) -> None:
    assert compare(heap, list(heap)).agrees
