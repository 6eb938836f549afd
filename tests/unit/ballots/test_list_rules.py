from dataclasses import replace
from typing import Any

import pytest

from ballots.rules.candidacy import (
    Hall,
    Nominee,
    StandFault,
    nominee_findings,
    support_needed,
)
from ballots.rules.count import Count
from ballots.rules.identities import SumFault, count_findings
from ballots.rules.nominations import PutForward
from ballots.rules.ranking import cut
from ballots.rules.surplus import (
    ListFault,
    ListPlan,
    ListStep,
    combined_list,
    is_small_body,
    list_findings,
    longest_list,
    opinion_result,
    prepared_surplus,
    surplus_percent,
)
from ballots.rules.terms import Round, Slate
from congress.rules.findings import Severity, errors
from congress.rules.offices import Office
from congress.rules.rulesets import RULE_SETS, Regulation, Rule, RuleSet

NEW, OLD = RULE_SETS[Regulation.QD_190], RULE_SETS[Regulation.QD_244]
BOTH = pytest.mark.parametrize("rule_set", [OLD, NEW], ids=["244", "190"])


@BOTH
@pytest.mark.parametrize(
    ("seats", "prepared", "longest"),
    [
        (35, (4, 5), 45),
        (33, (4, 4), 42),
        (27, (3, 4), 35),
        (15, (2, 2), 19),
        (13, None, 16),
        (11, None, 14),
        (9, (1, 1), 11),
        (7, (1, 1), 9),
        (5, None, 6),
        (3, None, 4),
    ],
)
def test_surplus_follows_the_worked_table(
    seats: int, prepared: tuple[int, int] | None, longest: int, rule_set: RuleSet
) -> None:
    found = prepared_surplus(seats, rule_set)

    assert (tuple(found) if found.fits else None) == prepared
    assert longest_list(seats, rule_set) == longest


def plan(seats: int, names: int, **changes: object) -> ListPlan:
    base = ListPlan(Office.COMMITTEE, Round.FIRST, seats, names, prepared=names)
    return base._replace(**changes)  # type: ignore[arg-type] # each test sets its own


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (plan(35, 40), []),
        (plan(35, 35), [ListFault.NO_SURPLUS, ListFault.PREPARED_OUTSIDE_RANGE]),
        (plan(35, 46, prepared=39), [ListFault.ABOVE_CEILING]),
        (plan(35, 45, prepared=41), [ListFault.PREPARED_OUTSIDE_RANGE]),
        (plan(13, 15), [ListFault.NO_NUMBER_IN_RANGE]),
        (plan(5, 6), []),
        (plan(5, 6, prepared=7), [ListFault.SMALL_BODY]),
        (plan(1, 1, office=Office.SECRETARY), []),
        (plan(2, 2, round=Round.FURTHER), []),
        (plan(10, 12, office=Office.DELEGATES, alternates=2), []),
        (
            plan(10, 11, office=Office.DELEGATES, alternates=2),
            [ListFault.TOO_SHORT_FOR_ALTERNATES],
        ),
    ],
)
def test_a_list_is_told_what_is_odd_about_its_length(
    case: ListPlan, expected: list[ListFault]
) -> None:
    assert [finding.code for finding in list_findings(case, NEW)] == expected


def test_ten_to_fifteen_per_cent_warns_and_never_blocks() -> None:
    outside = list_findings(plan(35, 45), NEW) + list_findings(plan(13, 14), NEW)

    assert [f.severity for f in outside] == [Severity.WARNING] * 2
    assert errors(outside) == ()


def test_the_official_example_ends_with_forty_five_names() -> None:
    combined = combined_list(35, prepared=40, outsiders=8, rule_set=OLD)
    admitted = opinion_result(
        [9, 30, 28, 8, 27, 26, 7, 25], places_left=combined.places_left
    )

    assert combined.step is ListStep.OPINION_BALLOT
    assert (combined.names, combined.longest, combined.places_left) == (48, 45, 5)
    assert admitted.added == (1, 2, 4, 5, 7)
    assert [surplus_percent(35, names=n) for n in (40, 51, 48, 45)] == [
        1428,
        4571,
        3714,
        2857,
    ]


def test_a_list_within_the_ceiling_goes_straight_to_the_congress() -> None:
    combined = combined_list(35, prepared=40, outsiders=4, rule_set=NEW)

    assert (combined.step, combined.names) == (ListStep.CONGRESS_DECIDES, 44)


def test_a_level_end_of_the_opinion_ballot_is_left_to_people() -> None:
    admitted = opinion_result([30, 28, 27, 26, 8, 8, 7, 6], places_left=5)

    assert (admitted.added, admitted.level) == ((0, 1, 2, 3), (4, 5))
    assert admitted.rule is Rule.OPINION_BALLOT_TIED


def test_no_places_left_choose_nobody() -> None:
    assert cut([3, 2], [0, 1], places=0) == ((), ())


def test_small_bodies_have_three_to_five_seats_where_anybody_says_so() -> None:
    assert [is_small_body(n, NEW) for n in (2, 3, 5, 6)] == [False, True, True, False]
    assert not any(is_small_body(n, OLD) for n in range(1, 10))


def test_a_surplus_is_compulsory_for_the_offices_of_the_rule_set() -> None:
    of_one = replace(
        NEW,
        surplus_mandatory_for=replace(
            NEW.surplus_mandatory_for, value=(Office.SECRETARY,)
        ),
    )

    found = {
        office: [f.code for f in list_findings(plan(1, 1, office=office), of_one)]
        for office in (Office.SECRETARY, Office.COMMITTEE)
    }

    assert ListFault.NO_SURPLUS in found[Office.SECRETARY]
    assert found[Office.COMMITTEE] == []


def outsider(**facts: Any) -> Nominee:
    return Nominee("An", PutForward.NOMINATED, **facts)


def at_the_congress(rule_set: RuleSet, attending: int) -> Hall:
    return Hall(
        office=Office.COMMITTEE,
        round=Round.FIRST,
        seats=15,
        alternates=0,
        attending=attending,
        at_congress=True,
        rule_set=rule_set,
    )


@pytest.mark.parametrize(
    ("attending", "backed_by", "rule_set", "expected"),
    [
        (240, 72, NEW, [(StandFault.SUPPORT_TOO_SMALL, Rule.OUTSIDER_SUPPORT)]),
        (240, 73, NEW, []),
        (240, 72, OLD, []),
        (50, 15, NEW, [(StandFault.SUPPORT_TOO_SMALL, Rule.OUTSIDER_SUPPORT)]),
        (50, 16, NEW, []),
    ],
)
def test_an_outsider_needs_more_than_thirty_per_cent_since_190(
    attending: int,
    backed_by: int,
    rule_set: RuleSet,
    expected: list[tuple[StandFault, Rule]],
) -> None:
    hall = at_the_congress(rule_set, attending)

    found = nominee_findings(outsider(backed_by=backed_by), hall)

    assert [(f.code, f.rule) for f in found] == expected


@BOTH
def test_a_committee_member_may_not_put_an_outsider_forward(rule_set: RuleSet) -> None:
    put_forward = outsider(backed_by=240, put_forward_by_convener=True)

    found = nominee_findings(put_forward, at_the_congress(rule_set, 240))

    assert [(f.code, f.rule) for f in found] == [
        (StandFault.COMMITTEE_MEMBER_NOMINATES, Rule.COMMITTEE_DISCIPLINE)
    ]


def test_support_is_counted_in_whole_people() -> None:
    assert [support_needed(n, NEW) for n in (10, 11, 240)] == [4, 4, 73]
    assert support_needed(240, OLD) is None


def counted(*votes: int, valid: int = 230, undecided: int = 0) -> Count:
    return Count(
        returned=236,
        valid=valid,
        invalid_reasons={},
        undecided=undecided,
        votes=votes,
    )


@pytest.mark.parametrize(
    ("count", "returned", "expected"),
    [
        (counted(230, 230, 230, 0, undecided=6), 236, []),
        (
            counted(230, 230, 230, 0, undecided=6),
            235,
            [SumFault.BALLOTS_DO_NOT_ADD_UP],
        ),
        (
            counted(230, 230, 230, 0, undecided=5),
            236,
            [SumFault.WORTH_DOES_NOT_ADD_UP],
        ),
        (
            counted(230, 230, 230, 1, undecided=6),
            236,
            [SumFault.VOTES_ABOVE_CAPACITY],
        ),
        (counted(200, 0, 0, 0, undecided=6), 236, [SumFault.VOTES_BELOW_VALID]),
        (counted(231, 0, 0, 0, undecided=6), 236, [SumFault.VOTES_ABOVE_VALID]),
    ],
)
def test_a_count_whose_sums_fail_is_found_out(
    count: Count, returned: int, expected: list[SumFault]
) -> None:
    found = count_findings(count, Slate(names=4, max_votes=3), returned=returned)

    assert [finding.code for finding in errors(found)] == expected


def test_a_finding_names_the_place_it_is_about() -> None:
    count = counted(0, 231, 0, 0, undecided=6)

    (found,) = count_findings(count, Slate(names=4, max_votes=3), returned=236)

    assert (found.place, found.seen, found.bound) == (1, 231, 230)


def test_an_agree_paper_may_give_fewer_votes_than_ballots() -> None:
    count = counted(5, 0, 0, undecided=6)

    assert count_findings(count, Slate(names=3, max_votes=3), returned=236) == ()
