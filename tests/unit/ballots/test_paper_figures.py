"""People and papers: every sum, and the cases E1 to E7 of the acceptance table."""

from dataclasses import replace

import pytest

from ballots import labels
from ballots.rules.count import Count
from ballots.rules.identities import (
    FIGURE_OF,
    FIGURES_AT,
    WHEN_ISSUED,
    WHEN_RETURNED,
    Figures,
    SumFault,
    count_findings,
    digest_of_figures,
    figure_findings,
    missing,
    warnings,
)
from ballots.rules.stages import Stage
from ballots.rules.terms import Slate
from congress.rules.findings import Severity, errors

# 240 convened and 238 there; 250 printed, all in their place.
SOUND = Figures(
    tally_base=240,
    came=238,
    printed=250,
    spoilt_in_print=2,
    present=238,
    issued=238,
    exchanged=3,
    left_over=7,
    returned=238,
)


def found(**changes: int | None) -> list[tuple[SumFault, Severity, int, int]]:
    findings = figure_findings(replace(SOUND, **changes))
    return [(f.code, f.severity, f.seen, f.bound) for f in findings]


def test_figures_that_all_hold_say_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("case", "changes", "expected"),
    [
        (
            "E1",
            {"present": 240, "came": 240},
            [(SumFault.NOT_COLLECTED, Severity.NOTE, 240, 238)],
        ),
        (
            "E2",
            {"returned": 236},
            [(SumFault.NOT_RETURNED, Severity.WARNING, 238, 236)],
        ),
        (
            "E3",
            {"returned": 239},
            [(SumFault.RETURNED_ABOVE_ISSUED, Severity.ERROR, 239, 238)],
        ),
        (
            "E4",
            {"issued": 250, "printed": 262, "returned": 250},
            [(SumFault.ISSUED_ABOVE_PRESENT, Severity.ERROR, 250, 238)],
        ),
    ],
)
def test_the_cases_of_papers_issued_and_returned(
    case: str, changes: dict[str, int], expected: list[object]
) -> None:
    assert found(**changes) == expected, case


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"present": 241, "issued": 238},
            [
                (SumFault.PRESENT_ABOVE_BASE, Severity.ERROR, 241, 240),
                (SumFault.NOT_COLLECTED, Severity.NOTE, 241, 238),
            ],
        ),
        (
            {"came": 237},
            [(SumFault.PRESENT_ABOVE_ROLL, Severity.WARNING, 238, 237)],
        ),
        (
            {"left_over": 8},
            [(SumFault.PAPERS_ABOVE_PRINTED, Severity.ERROR, 251, 250)],
        ),
        (
            {"left_over": 6},
            [(SumFault.PAPERS_UNACCOUNTED, Severity.WARNING, 249, 250)],
        ),
        (
            {"printed": 237},
            [(SumFault.ISSUED_ABOVE_PRINTED, Severity.ERROR, 238, 237)],
        ),
    ],
)
def test_more_than_there_can_be_stops_and_what_is_odd_warns(
    changes: dict[str, int], expected: list[object]
) -> None:
    assert found(**changes) == expected


def test_so_few_papers_that_nobody_can_have_more_than_half_are_a_warning() -> None:
    lost = [(SumFault.NOT_RETURNED, Severity.WARNING, 238, 120)]
    too_few = (SumFault.TOO_FEW_TO_ELECT, Severity.WARNING, 120, 121)

    assert found(returned=120) == [*lost, too_few]
    assert [code for code, *_of in found(returned=121)] == [SumFault.NOT_RETURNED]


def test_an_exchange_does_not_raise_the_papers_issued() -> None:
    assert found(exchanged=4, left_over=6) == []


def test_figures_not_known_yet_are_not_held_against_anybody() -> None:
    assert figure_findings(Figures()) == ()
    assert figure_findings(Figures(printed=250, spoilt_in_print=2)) == ()
    assert found(left_over=None) == []


def test_papers_spoilt_in_print_are_no_more_than_were_printed() -> None:
    findings = figure_findings(Figures(printed=10, spoilt_in_print=11))

    assert [f.code for f in errors(findings)] == [SumFault.PAPERS_ABOVE_PRINTED]


def test_only_warnings_wait_to_be_seen() -> None:
    present = replace(SOUND, came=239, present=239, left_over=8, printed=251)
    findings = figure_findings(replace(present, came=238))

    assert [f.code for f in findings] == [
        SumFault.PRESENT_ABOVE_ROLL,
        SumFault.NOT_COLLECTED,
    ]
    assert [f.code for f in warnings(findings)] == [SumFault.PRESENT_ABOVE_ROLL]


@pytest.mark.parametrize("name", [*WHEN_RETURNED, "tally_base", "came"])
def test_every_figure_is_in_the_digest(name: str) -> None:
    other = replace(SOUND, **{name: getattr(SOUND, name) + 1})

    assert digest_of_figures(other) != digest_of_figures(SOUND)
    assert digest_of_figures(replace(SOUND)) == digest_of_figures(SOUND)


def test_nothing_and_nought_are_two_things() -> None:
    assert missing(replace(SOUND, exchanged=0), WHEN_ISSUED) == ()
    assert missing(replace(SOUND, exchanged=None), WHEN_ISSUED) == ("exchanged",)
    assert digest_of_figures(replace(SOUND, exchanged=0)) != digest_of_figures(
        replace(SOUND, exchanged=None)
    )


def test_every_finding_about_figures_stands_beside_a_figure_and_has_its_sum() -> None:
    findings = [
        finding
        for changes in (
            {"present": 241},
            {"came": 237},
            {"left_over": 8},
            {"left_over": 6},
            {"printed": 237},
            {"returned": 239},
            {"issued": 239, "left_over": 6},
            {"returned": 120},
        )
        for finding in figure_findings(replace(SOUND, **changes))
    ]

    assert {f.code for f in findings} == set(FIGURE_OF)
    assert set(FIGURE_OF.values()) <= set(WHEN_RETURNED)
    for finding in findings:
        sentence = labels.sum_fault(finding)
        assert str(finding.seen) in sentence
        assert str(finding.bound) in sentence


def test_each_stage_writes_what_is_known_then() -> None:
    assert set(labels.FIGURES) == set(WHEN_RETURNED)
    assert [set(FIGURES_AT[stage]) for stage in FIGURES_AT] == sorted(
        (set(names) for names in FIGURES_AT.values()), key=len
    )
    assert "returned" not in FIGURES_AT[Stage.ISSUING]


def counted(valid: int, votes: int, *, invalid: int = 6) -> Count:
    return Count(
        returned=valid + invalid,
        valid=valid,
        invalid_reasons={},
        undecided=invalid,
        votes=(votes - 2 * (votes // 3), votes // 3, votes // 3, 0),
    )


@pytest.mark.parametrize(
    ("case", "count", "returned", "expected"),
    [
        ("E5", counted(230, 600, invalid=5), 236, SumFault.BALLOTS_DO_NOT_ADD_UP),
        ("E6", counted(230, 691), 236, SumFault.VOTES_ABOVE_CAPACITY),
        ("E7", counted(230, 200), 236, SumFault.VOTES_BELOW_VALID),
    ],
)
def test_the_cases_of_a_count_that_cannot_be(
    case: str, count: Count, returned: int, expected: SumFault
) -> None:
    found_ = count_findings(count, Slate(names=4, max_votes=3), returned=returned)

    assert expected in {finding.code for finding in errors(found_)}, case
