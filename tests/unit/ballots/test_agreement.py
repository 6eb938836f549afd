from hypothesis import given
from hypothesis import strategies as st

from ballots.rules import marks
from ballots.rules.agreement import Said, said_of_each
from ballots.rules.ballot import Defect, Reading
from ballots.rules.count import count
from ballots.rules.terms import Slate
from congress.rules.regulations import EmptyAgreement

THREE = Slate(names=3, max_votes=3, empty_agreement=EmptyAgreement.VALID)


def ballot(agree: list[int], disagree: list[int], copies: int = 1) -> Reading:
    return Reading(
        agree=marks.pack(agree, names=3),
        disagree=marks.pack(disagree, names=3),
        copies=copies,
    )


def test_agreement_disagreement_and_neither_make_the_valid_ballots() -> None:
    """Case D10: A agreed with, B refused, both boxes of C."""
    found = said_of_each([ballot([0, 2], [1, 2], 5), ballot([1], [0], 2)], THREE)

    assert found == (Said(5, 2, 0), Said(2, 5, 0), Said(0, 0, 7))


def test_invalid_ballots_say_nothing() -> None:
    torn = ballot([0], [1])._replace(defect=Defect.TORN)

    assert said_of_each([torn], THREE) == (Said(0, 0, 0),) * 3


def test_a_strike_out_paper_has_no_boxes() -> None:
    assert said_of_each([], Slate(names=3, max_votes=2)) == ()


places = st.sets(st.integers(0, 2)).map(sorted)


@given(st.lists(st.builds(ballot, places, places, st.integers(1, 3))))
def test_who_agrees_is_who_votes_and_all_make_the_valid(ballots: list[Reading]) -> None:
    counted = count(ballots, THREE)

    found = said_of_each(ballots, THREE)

    assert tuple(each.agree for each in found) == counted.votes
    assert {sum(each) for each in found} == {counted.valid}
