"""How fast papers are typed, and when the last one will be."""

import pytest

from ballots.rules.pace import Span, minutes_left, papers_an_hour


def test_pace_is_papers_over_the_time_they_took() -> None:
    assert papers_an_hour([Span(50, 600), Span(25, 300)]) == 300


def test_what_took_no_time_or_was_hardly_begun_tells_no_pace() -> None:
    assert papers_an_hour([Span(50, 0)]) is None
    assert papers_an_hour([Span(4, 30)]) is None
    assert papers_an_hour([]) is None


@pytest.mark.parametrize(
    ("papers", "people", "minutes"),
    [(300, 1, 60), (301, 1, 61), (300, 4, 15), (0, 2, 0)],
)
def test_what_is_left_is_shared_by_those_who_type(
    papers: int, people: int, minutes: int
) -> None:
    assert minutes_left(papers, people=people, an_hour=300) == minutes


def test_nobody_typing_means_no_end_in_sight() -> None:
    assert minutes_left(300, people=0, an_hour=300) is None
    assert minutes_left(300, people=2, an_hour=None) is None
