from datetime import date
from itertools import pairwise

import pytest

from ballots.rules.stages import IMPORTED_AT, NEXT, Stage, is_past, may_move
from ballots.rules.terms import Places, Round, Unlawful, unlawful
from congress.rules.alternates import (
    Alternate,
    Call,
    Leaving,
    SettledBy,
    call_order,
    substitution,
)
from congress.rules.bodies import (
    cell_elects_committee_first,
    largest_standing_committee,
    superior_designates_secretary,
)
from congress.rules.clauses import Confidence, Document
from congress.rules.offices import Office
from congress.rules.rulesets import (
    RULE_SETS,
    EmptyAgreement,
    Regulation,
    Rule,
    RuleSet,
    TieRule,
    rule_set_on,
)
from congress.rules.tally_base import Body, Situation, TallyBase, tally_base

NEW, OLD = RULE_SETS[Regulation.QD_190], RULE_SETS[Regulation.QD_244]


def base(body: Body, convened: int, people: dict[Situation, int]) -> TallyBase:
    return tally_base(body, convened=convened, people=people, rule_set=NEW)


A1 = {
    Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT: 2,
    Situation.ABSENT_THROUGHOUT_REPLACED: 3,
    Situation.ABSENT_THROUGHOUT_NOT_REPLACED: 1,
}
A3 = {
    Situation.TRANSFERRED_NOT_PRESENT: 6,
    Situation.TRANSFERRED_PRESENT: 2,
    Situation.EXEMPTED_NOT_PRESENT: 9,
    Situation.EXEMPTED_PRESENT: 3,
    Situation.SUSPENDED: 1,
    Situation.PROSECUTED: 1,
    Situation.ABSENT_THROUGHOUT_ACCEPTED: 4,
    Situation.ABSENT_THROUGHOUT_NOT_ACCEPTED: 2,
}
A4 = {
    Situation.TRANSFERRED_NOT_PRESENT: 1,
    Situation.SUSPENDED: 1,
    Situation.ON_LEAVE: 3,
}


@pytest.mark.parametrize(
    ("body", "convened", "people", "expected"),
    [
        (Body.DELEGATES_CONGRESS, 250, A1, (247, 124)),
        (
            Body.DELEGATES_CONGRESS,
            250,
            A1 | {Situation.ABSENT_PART_OF_THE_TIME: 9},
            (247, 124),
        ),
        (Body.MEMBERS_CONGRESS, 186, A3, (165, 83)),
        (Body.COMMITTEE_MEETING, 41, A4, (39, 20)),
        (Body.MEMBERS_CONGRESS, 8, {Situation.EXEMPTED_NOT_PRESENT: 1}, (7, 4)),
        (Body.MEMBERS_CONGRESS, 9, {}, (9, 5)),
        (
            Body.DELEGATES_CONGRESS,
            250,
            {Situation.CREDENTIALS_REJECTED: 1},
            (249, 125),
        ),
    ],
)
def test_the_base_of_a_worked_case_is_the_written_one(
    body: Body, convened: int, people: dict[Situation, int], expected: tuple[int, int]
) -> None:
    found = base(body, convened, people)

    assert (found.value, found.threshold) == expected


def test_the_base_shows_every_line_with_its_clause() -> None:
    found = base(Body.MEMBERS_CONGRESS, 186, A3)

    lines = [
        (line.situation, line.number, line.deducted, line.clause.document)
        for line in found.lines
        if line.situation in {Situation.SUSPENDED, Situation.EXEMPTED_PRESENT}
    ]
    assert lines == [
        (Situation.SUSPENDED, 1, True, Document.QD_190),
        (Situation.EXEMPTED_PRESENT, 3, False, Document.HD_06),
    ]
    assert found.deducted == 21


def test_a_rejected_delegate_was_never_a_member_of_the_congress() -> None:
    found = base(
        Body.DELEGATES_CONGRESS,
        250,
        {
            Situation.CREDENTIALS_REJECTED: 1,
            Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT: 2,
        },
    )

    assert (found.recognised, found.value) == (249, 247)


@pytest.mark.parametrize(
    "people",
    [
        {Situation.ON_LEAVE: 1},
        {Situation.SUSPENDED: 11},
        {Situation.SUSPENDED: -1},
    ],
)
def test_a_base_that_cannot_be_is_not_worked_out(people: dict[Situation, int]) -> None:
    with pytest.raises(ValueError, match=r"no meaning|people among"):
        base(Body.MEMBERS_CONGRESS, 10, people)


def test_a_cell_of_nine_elects_its_committee_first() -> None:
    found = [cell_elects_committee_first(n, NEW) for n in (8, 9)]

    assert found == [False, True]


def test_after_three_fruitless_rounds_the_superior_designates() -> None:
    assert [superior_designates_secretary(n, NEW) for n in (2, 3)] == [False, True]


def test_a_standing_committee_is_at_most_a_third() -> None:
    assert [largest_standing_committee(n, NEW) for n in (15, 41, 2)] == [5, 13, 0]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2014, 6, 8), None),
        (date(2014, 6, 9), OLD),
        (date(2024, 10, 9), OLD),
        (date(2024, 10, 10), NEW),
        (date(2030, 1, 1), NEW),
    ],
)
def test_the_day_of_the_election_names_its_regulation(
    day: date, expected: object
) -> None:
    assert rule_set_on(day) is expected


@pytest.mark.parametrize("rule_set", [OLD, NEW], ids=str)
def test_every_rule_has_a_clause_but_where_one_regulation_is_silent(
    rule_set: RuleSet,
) -> None:
    silent = {Rule.NO_SUPPORT_SHARE}
    if rule_set is OLD:
        silent = {Rule.OUTSIDER_SUPPORT, Rule.SMALL_BODY, Rule.RESOLUTIONS}

    assert set(rule_set.rules) == set(Rule) - silent
    assert list(rule_set.rules) == [rule for rule in Rule if rule not in silent]


def test_what_nobody_has_read_is_marked_as_unconfirmed() -> None:
    assert NEW.unconfirmed_values == (
        "tie_rule",
        "runoff_needs_majority",
        "empty_agreement",
        "percent_decimals",
        "third_look_percent",
        "third_look_at_least",
        "risk_limit_percent",
        "small_body_seats",
        "small_body_surplus",
        "ink_mismatch_invalid",
        "quorum_share",
        "candidacy_file_days",
    )
    assert "surplus_prepared_min_percent" in OLD.unconfirmed_values
    assert Rule.RUN_OFF in NEW.unconfirmed_rules
    assert Rule.MORE_THAN_HALF not in NEW.unconfirmed_rules
    assert NEW.clause(Rule.FULL_CHOICE).confidence is Confidence.UNVERIFIED
    assert OLD.clause(Rule.FULL_CHOICE).confidence is Confidence.EXTRACT


@pytest.mark.parametrize("rule_set", [OLD, NEW], ids=["244", "190"])
def test_what_is_open_is_left_to_people_under_every_regulation(
    rule_set: RuleSet,
) -> None:
    assert rule_set.tie_rule.value is TieRule.RUN_OFF
    assert rule_set.empty_agreement.value is EmptyAgreement.ADJUDICATE


@pytest.mark.parametrize(
    ("alternates", "expected"),
    [
        (
            [Alternate(10, 88), Alternate(11, 90)],
            (Call((11,), SettledBy.VOTES), Call((10,), SettledBy.VOTES)),
        ),
        (
            [Alternate(0, 88, date(2001, 5, 1)), Alternate(1, 88, date(1999, 5, 1))],
            (Call((1,), SettledBy.PARTY_AGE), Call((0,), SettledBy.PARTY_AGE)),
        ),
        (
            [Alternate(0, 88, date(2001, 5, 1)), Alternate(1, 88)],
            (Call((0, 1), SettledBy.NOT_SETTLED),),
        ),
        (
            [
                Alternate(0, 88, date(2001, 5, 1)),
                Alternate(1, 88, date(1990, 1, 1)),
                Alternate(2, 88, date(2001, 5, 1)),
            ],
            (
                Call((1,), SettledBy.PARTY_AGE),
                Call((0, 2), SettledBy.NOT_SETTLED),
            ),
        ),
        ([], ()),
    ],
)
def test_alternates_are_called_by_votes_then_party_age_and_never_by_a_guess(
    alternates: list[Alternate], expected: tuple[Call, ...]
) -> None:
    assert call_order(alternates) == expected


@pytest.mark.parametrize(
    ("leaving", "elected", "allowed", "rule"),
    [
        (Leaving.MOVED_WITHIN, 10, False, Rule.STAYS_DELEGATE),
        (Leaving.MOVED_OUTSIDE, 10, True, Rule.ALTERNATE_STEPS_IN),
        (Leaving.LEAVE_GRANTED, 10, True, Rule.ALTERNATE_STEPS_IN),
        (Leaving.MOVED_OUTSIDE, 9, False, Rule.FEWER_THAN_ALLOTTED),
        (Leaving.COMMITTEE_MEMBER_ABSENT, 10, False, Rule.COMMITTEE_MEMBER_ABSENT),
        (Leaving.CREDENTIALS_REJECTED, 10, False, Rule.CREDENTIALS_REJECTED),
    ],
)
def test_an_alternate_steps_in_only_where_the_rules_let_one(
    leaving: Leaving, elected: int, allowed: bool, rule: Rule
) -> None:
    found = substitution(leaving, allotted=10, elected=elected)

    assert (found.allowed, found.rule) == (allowed, rule)
    assert found.stays_delegate is (leaving is Leaving.MOVED_WITHIN)


def test_a_poll_goes_through_its_stages_in_order() -> None:
    order = list(Stage)

    steps = [may_move(a, b) for a, b in pairwise(order)]

    assert steps == [True] * 9
    assert set(NEXT) == set(Stage)


def test_a_count_may_be_repeated_and_never_taken_for_none() -> None:
    assert may_move(Stage.COUNTED, Stage.COUNTED)
    assert not may_move(Stage.COUNTED, Stage.ENTERED)
    assert not may_move(Stage.CONFIRMED, Stage.COUNTED)
    assert not any(may_move(Stage.PUT_AWAY, stage) for stage in Stage)
    assert not may_move(Stage.ENTERED, Stage.CONFIRMED)


def test_an_imported_election_begins_where_entry_ends() -> None:
    assert IMPORTED_AT is Stage.ENTERED
    assert is_past(Stage.COUNTED, IMPORTED_AT)
    assert not is_past(IMPORTED_AT, IMPORTED_AT)


@pytest.mark.parametrize(
    ("office", "terms", "names", "expected"),
    [
        (Office.COMMITTEE, Places(Round.FIRST, 3, 10), 4, ()),
        (Office.COMMITTEE, Places(Round.FIRST, 0, 10), 4, (Unlawful.NO_SEAT,)),
        (Office.DELEGATES, Places(Round.FIRST, 0, 10), 4, (Unlawful.NO_SEAT,)),
        (Office.DELEGATES, Places(Round.FURTHER, 0, 10, 1), 4, ()),
        (Office.COMMITTEE, Places(Round.FIRST, 3, 0), 4, (Unlawful.NO_BASE,)),
        (
            Office.COMMITTEE,
            Places(Round.FIRST, 3, 10, 1),
            4,
            (Unlawful.ALTERNATES_NOT_FOR_OFFICE,),
        ),
        (
            Office.DELEGATES,
            Places(Round.RUN_OFF, 1, 10, 1),
            4,
            (Unlawful.RUN_OFF_FOR_BOTH,),
        ),
        (
            Office.COMMITTEE,
            Places(Round.RUN_OFF, 2, 10),
            2,
            (Unlawful.RUN_OFF_WITHOUT_TIE,),
        ),
    ],
)
def test_a_poll_is_held_only_on_lawful_terms(
    office: Office, terms: Places, names: int, expected: tuple[Unlawful, ...]
) -> None:
    assert unlawful(office, terms, names=names) == expected
