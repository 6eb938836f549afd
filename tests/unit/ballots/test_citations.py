"""Where each rule is written, copied by hand and not from the code.

A wrong citation in the rules fails here. Letters: full text, extract, article, unread
(M), inferred.
"""

import re
from datetime import date

import pytest

from ballots.rules.clauses import Document
from ballots.rules.rulesets import RULE_SETS, Regulation, RuleSet

OLD, NEW = RULE_SETS[Regulation.QD_244], RULE_SETS[Regulation.QD_190]

# rule | under 244: document, article, letter | under 190: document, article, letter
WRITTEN = """
R-TB-1   | 244 32 X    | 190 30 X
R-TB-2   | 244 32 X    | 190 30 X
R-TB-3   | 244 32 X    | 190 30 X
R-TB-4   | 24 M        | 294 9.3.1 F
R-TB-5   | 24 M        | 06 14.2 F
R-BP-3   | 244 17(1) X | 190 15 X
R-BP-4   | 244 17(1) X | 190 15 X
V-1      | 244 17(2) X | 190 15 M
V-2      | 244 17(2) X | 190 15 M
V-3      | 244 17(2) X | 190 15 M
V-4      | 244 17(2) X | 190 15 M
I-1      | 244 17(2) X | 190 15 M
I-2      | 244 17(2) X | 190 15 M
I-3      | 244 17(2) X | 190 15 M
I-4      | 244 17(2) M | 190 15 M
I-5      | 244 17(2) M | 190 15 M
I-6      | 244 17(2) M | 190 15 M
I-7      | 244 17(2) M | 190 15 M
I-8      | 24 M        | 294 12.4.2b F
R-RS-1   | 244 32 X    | 190 30 X
R-RS-2   | 244 32 M    | 190 30 M
R-RS-3   | 244 32 M    | 190 30 M
R-RS-4   | 244 32 M    | 190 30 M
R-RS-5   | 244 32 M    | 190 30 M
R-RS-6   | 244 32 M    | 190 30 M
R-RS-7   | 24 M        | 294 23.3 F
R-RS-11  | 244 X       | 190 X
R-DL-3   | 24 M        | 294 11.4.1 F
R-DL-3-B | 244 20(2) X | 294 11.4.1 F
R-DL-3-I | 24 I        | 294 11.4.1 I
R-DL-4   | 24 M        | 294 11.4.2 F
R-DL-5-A | 24 M        | 294 11.4.3 F
R-DL-5-B | 24 M        | 294 11.4.3 F
R-DL-6-A | 24 M        | 294 11.4.4a F
R-DL-6-B | 24 M        | 294 11.4.4b F
R-DL-6-C | 24 M        | 294 11.4.4c F
R-SU-1   | 244 16 X    | 190 14(1) X
R-SU-2   | 244 16 X    | 190 14(1) X
R-SU-3   | 244 16 M    | 190 14(1) X
R-SU-5   | 244 16 X    | 190 14(3) X
R-SU-6   | 03 X        | 04 I
R-SU-7   | 244 M       | 190 A
R-SU-9   | 24 I        | 294 11.4.1 I
R-SU-11  | 244 20(2) X | 294 11.4.1 F
R-OP-3   | 244 16 I    | 190 14(3) I
R-CN-4   | 244 13 X    | 190 I
R-CN-6   | 244 M       | 190 14(3) X
R-CN-6-N | 244 M       | 244 M
R-CC-1   | 244 19(9) X | 294 23.2 F
R-SC-7   | 24 M        | 294 14.2 F
R-AR-1   | 244 I       | 190 I
R-AF-8   | 244 M       | 190 35 X
"""


def written(column: int) -> list[tuple[str, str]]:
    rows = [line.split("|") for line in WRITTEN.strip().splitlines()]
    return [(row[0].strip(), " ".join(row[column].split())) for row in rows]


def cited(rule_set: RuleSet) -> dict[str, str]:
    return {
        rule.value: " ".join(
            part
            for part in (
                clause.document.value.partition("-")[0],
                clause.article,
                clause.confidence.value,
            )
            if part
        )
        for rule, clause in rule_set.rules.items()
    }


@pytest.mark.parametrize(
    ("rule_set", "column"), [(OLD, 1), (NEW, 2)], ids=["244", "190"]
)
def test_every_rule_is_cited_from_where_it_is_written(
    rule_set: RuleSet, column: int
) -> None:
    assert cited(rule_set) == dict(written(column))


def day_of(document: Document) -> date:
    day, month, year = map(int, re.findall(r"[0-9]+", document.partition("(")[2]))
    return date(year, month, day)


def test_no_regulation_cites_a_document_that_came_after_it() -> None:
    assert OLD.valid_until is not None

    late = {
        rule for rule, c in OLD.rules.items() if day_of(c.document) > OLD.valid_until
    }
    late_values = {
        name for name, v in OLD.values() if day_of(v.clause.document) > OLD.valid_until
    }

    assert (late, late_values) == (set(), set())


def test_the_values_are_cited_from_the_same_places() -> None:
    found = {
        name: (value.clause.article, value.clause.confidence.value)
        for name, value in NEW.values()
    }

    assert found == {
        "surplus_max_percent": ("14(1)", "X"),
        "surplus_prepared_min_percent": ("14(1)", "X"),
        "surplus_prepared_max_percent": ("14(1)", "X"),
        "small_body_seats": ("", "A"),
        "small_body_surplus": ("", "A"),
        "outsider_support_percent": ("14(3)", "X"),
        "tie_rule": ("30", "M"),
        "empty_agreement": ("15", "M"),
        "secretary_rounds": ("23.3", "F"),
        "cell_committee_from_members": ("23.2", "F"),
        "standing_committee_share": ("14.2", "F"),
        "ballots_kept_months": ("35", "X"),
    }
