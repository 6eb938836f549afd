"""Cases A1–A7: from what is known of people to the base, and quorum at its edges."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.rules.quorum import quorum
from congress.rules.roll import (
    CONDITIONS_OF,
    ORIGINS_OF,
    Attendance,
    Condition,
    OnRoll,
    Origin,
    Standing,
    situation,
)
from congress.rules.rulesets import RULE_SETS, Regulation, RuleSet
from congress.rules.tally_base import TREATMENT, Body, TallyBase, tally_base

QD_190 = RULE_SETS[Regulation.QD_190]
DELEGATE = OnRoll(Origin.ELECTED, attendance=Attendance.PRESENT)
MEMBER = OnRoll(Origin.MEMBER, attendance=Attendance.PRESENT)
INCUMBENT = OnRoll(Origin.INCUMBENT, attendance=Attendance.PRESENT)
GONE = Attendance.ABSENT


def delegate(**facts: object) -> OnRoll:
    return OnRoll(**({"origin": Origin.ELECTED, "attendance": GONE} | facts))  # type: ignore[arg-type]


def member(condition: Condition, *, came: bool) -> OnRoll:
    attendance = Attendance.PRESENT if came else Attendance.ABSENT
    return OnRoll(Origin.MEMBER, condition=condition, attendance=attendance)


def base_of(body: Body, people: list[OnRoll], rule_set: RuleSet = QD_190) -> TallyBase:
    convened = [person for person in people if person.is_convened]
    said = [situation(body, person) for person in convened]
    numbers = {each: said.count(each) for each in set(said) if each}
    return tally_base(body, convened=len(convened), people=numbers, rule_set=rule_set)


A1 = [
    *[OnRoll(Origin.EX_OFFICIO, attendance=GONE)] * 2,
    *[delegate(replaced=True)] * 3,
    delegate(),
    *[OnRoll(Origin.ELECTED, Standing.ALTERNATE, attendance=Attendance.PRESENT)] * 3,
    *[DELEGATE] * 244,
]
A2 = [*A1[:-9], *[delegate(attendance=Attendance.PART)] * 9]
A3 = [
    *[member(Condition.TRANSFERRED, came=True)] * 2,
    *[member(Condition.TRANSFERRED, came=False)] * 6,
    *[member(Condition.EXEMPTED, came=True)] * 3,
    *[member(Condition.EXEMPTED, came=False)] * 9,
    member(Condition.SUSPENDED, came=False),
    member(Condition.PROSECUTED, came=False),
    *[OnRoll(Origin.MEMBER, attendance=GONE, accepted=True)] * 4,
    *[OnRoll(Origin.MEMBER, attendance=GONE)] * 2,
    *[MEMBER] * 158,
]
A4 = [
    OnRoll(Origin.INCUMBENT, condition=Condition.TRANSFERRED, attendance=GONE),
    OnRoll(Origin.INCUMBENT, condition=Condition.SUSPENDED),
    *[OnRoll(Origin.INCUMBENT, attendance=GONE)] * 3,
    *[INCUMBENT] * 36,
]
A5 = [member(Condition.EXEMPTED, came=False), *[MEMBER] * 7]
A7 = [OnRoll(Origin.ELECTED, Standing.REJECTED), *[DELEGATE] * 249]


@pytest.mark.parametrize(
    ("body", "people", "convened", "base", "threshold"),
    [
        (Body.DELEGATES_CONGRESS, A1, 250, 247, 124),
        (Body.DELEGATES_CONGRESS, A2, 250, 247, 124),
        (Body.MEMBERS_CONGRESS, A3, 186, 165, 83),
        (Body.COMMITTEE_MEETING, A4, 41, 39, 20),
        (Body.MEMBERS_CONGRESS, A5, 8, 7, 4),
        (Body.MEMBERS_CONGRESS, [MEMBER] * 9, 9, 9, 5),
        (Body.DELEGATES_CONGRESS, A7, 250, 249, 125),
    ],
    ids=["A1", "A2", "A3", "A4", "A5", "A6", "A7"],
)
@pytest.mark.parametrize("rule_set", RULE_SETS.values(), ids=list(RULE_SETS))
def test_the_roll_says_what_the_base_is(
    rule_set: RuleSet,
    body: Body,
    people: list[OnRoll],
    convened: int,
    base: int,
    threshold: int,
) -> None:
    found = base_of(body, people, rule_set)

    assert (found.convened, found.value, found.threshold) == (convened, base, threshold)


def every_fact(body: Body) -> list[OnRoll]:
    facts = itertools.product(
        ORIGINS_OF[body],
        Standing,
        CONDITIONS_OF[body],
        Attendance,
        (False, True),
        (False, True),
    )
    return [OnRoll(*each) for each in facts]


@pytest.mark.parametrize("body", Body)
def test_whatever_is_known_of_somebody_means_something_the_body_knows(
    body: Body,
) -> None:
    said = {situation(body, person) for person in every_fact(body)} - {None}

    assert said <= TREATMENT[body].keys()


@given(
    st.sampled_from(list(Body)).flatmap(
        lambda body: st.tuples(
            st.just(body), st.lists(st.sampled_from(every_fact(body)), max_size=40)
        )
    )
)
def test_whoever_came_and_has_a_vote_of_his_own_is_in_the_base(
    drawn: tuple[Body, list[OnRoll]],
) -> None:
    body, people = drawn

    found = base_of(body, people)

    barred = (Condition.SUSPENDED, Condition.PROSECUTED)
    voters = [
        person
        for person in people
        if person.standing is Standing.OFFICIAL
        and person.came
        and person.condition not in barred
    ]
    assert len(voters) <= found.value <= found.convened


@pytest.mark.parametrize(
    ("convened", "present", "is_met"),
    [(3, 2, True), (3, 1, False), (250, 167, True), (250, 166, False), (0, 0, True)],
)
def test_two_thirds_of_those_convened_are_enough(
    convened: int, present: int, *, is_met: bool
) -> None:
    found = quorum(QD_190, convened=convened, present=present)

    assert found.is_met is is_met


@pytest.mark.parametrize(("represented", "is_met"), [(13, False), (14, True)])
def test_delegates_must_come_from_two_thirds_of_the_organisations_too(
    represented: int, *, is_met: bool
) -> None:
    found = quorum(
        QD_190, convened=100, present=100, organisations=20, represented=represented
    )

    assert found.is_met is is_met


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_quorum_is_never_rounded_down(convened: int, present: int) -> None:
    found = quorum(QD_190, convened=convened, present=present)

    assert found.is_met is (3 * present >= 2 * convened)
