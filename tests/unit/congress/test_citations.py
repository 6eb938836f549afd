"""Where each rule is written, copied by hand and not from the code.

A wrong citation in the rules fails here. Letters: full text, extract, article, unread
(M), inferred.
"""

from datetime import date

import pytest

from ballots import labels
from congress.rules.clauses import Clause, Document
from congress.rules.rulesets import RULE_SETS, Regulation, Rule, RuleSet
from congress.rules.shapes import text_of

OLD, NEW = RULE_SETS[Regulation.QD_244], RULE_SETS[Regulation.QD_190]

# rule | under 244: document, article, letter | under 190: document, article, letter
WRITTEN = """
R-SC-1   | 244 1 X     | 190 1 X
R-SC-2   | 244 2 X     | 190 2 X
R-SC-3   | 32 1 M      | 32 1 M
R-SC-4   | ĐL 11 M     | ĐL 11 M
R-SC-5   |             | 294 9.3 F
R-SC-6   | ĐL 3 M      | ĐL 3 M
R-VF-1   | 244 3 X     | 190 3 X
R-VF-2   | 244 3 X     | 190 3 X
R-VF-3   | 244 3 X     | 190 3 X
R-VF-4   | 244 3 X     | 190 3 X
R-VF-5   | 244 3 X     | 190 3 X
R-BD-1   | 24 M        | 294 11.1 F
R-BD-2   | 24 M        | 294 12.1 F
R-BD-3   | 24 M        | 294 12.3 F
R-BD-4   | 24 M        | 294 12.2 F
R-BD-5   | 244 7 M     | 190 8 X
R-BD-6   | 24 M        | 294 12.4.2a F
R-BD-7   | 24 M        | 294 12.4.2b F
R-BD-8   | 24 M        | 294 12.4.2c F
R-BD-9   | 24 M        | 294 12.4 F
R-BD-10  | 24 M        | 294 12.4.1 F
R-TB-1   | 244 32 X    | 190 30 X
R-TB-2   | 244 32 X    | 190 30 X
R-TB-3   | 244 32 X    | 190 30 X
R-TB-4   | 24 M        | 294 11.4.4c F
R-TB-5   | 24 M        | 06 14.2 F
R-BP-1   | 244 17(1) X | 190 15 X
R-BP-2   | 244 17(1) X | 190 15 X
R-BP-3   | 244 17(1) X | 190 15 M
R-BP-4   | 244 17(1) X | 190 15 M
R-BP-5   | 244 M       | 190 M
R-BP-6   | 244 M       | 190 M
R-BP-7   | 244 M       | 190 M
R-BP-8   | 24 M        | 294 12.4.2a F
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
R-RS-8   | 24 M        | 06 16.1 F
R-RS-9   | 24 M        | 06 16.4 F
R-RS-10  | 24 M        | 06 16.3 F
R-RS-11  | form X      | form X
R-DL-1   | 24 M        | 294 11.2.3, 11.3 F
R-DL-2   | 24 M        | 294 11.2.2 F
R-DL-3   | 24 M        | 294 11.4.1 F
R-DL-3-B | 244 20(2) X | 294 11.4.1 F
R-DL-3-F | 24 I        | 294 11.4.1 I
R-DL-3-I | 24 I        | 294 11.4.1 I
R-DL-4   | 24 M        | 294 11.4.2 F
R-DL-5-A | 24 M        | 294 11.4.3 F
R-DL-5-B | 24 M        | 294 11.4.3 F
R-DL-6-A | 24 M        | 294 11.4.4a F
R-DL-6-B | 24 M        | 294 11.4.4b F
R-DL-6-C | 24 M        | 294 11.4.4c F
R-DL-7   | 24 M        | 294 11.4.5, 11.4.6 F
R-DL-8   | 24 M        | 294 11.3 F
R-SU-1   | 244 16 X    | 190 14(1) X
R-SU-2   | 244 16 X    | 190 14(1) X
R-SU-3   | 244 16 M    | 190 14(1) X
R-SU-4   | 244 16 X    | 190 14(2) X
R-SU-5   | 244 16 X    | 190 14(3) X
R-SU-6   | 03 X        | 04 I
R-SU-7   |             | province A
R-SU-8   | 244 M       | 190 M
R-SU-9   | 24 I        | 294 11.4.1 I
R-SU-10  | form M      | form M
R-SU-11  | 244 20(2) X | 294 11.4.1 F
R-SU-12  | 244 20(2) X | 294 14.3 F
R-OP-1   | 03 M        | 04 X
R-OP-2   | 03 M        | 04 X
R-OP-3   | 244 16 I    | 190 14(3) I
R-OP-4   | 03 M        | 04 X
R-CN-1   | 244 9-12 M  | 294 11.1.2 M
R-CN-2   | 244 11 X    | 190 M
R-CN-3   | 04 X        | 04 M
R-CN-4   | 244 13 X    | 190 I
R-CN-5   | 03 X        | 04 M
R-CN-6   |             | 190 14(3) X
R-CN-6-N | 244 M       |
R-CN-7   | 24 M        | 294 11.4.1 F
R-CN-8   | 244 19(9) X | 294 23.2 F
R-CN-9   | 244 M       | 190 M
R-CC-1   | 244 19(9) X | 294 23.2 F
R-SC-7   | 24 M        | 294 14.2 F
R-AR-1   | 244 I       | 190 I
R-AF-1   | 24 M        | 294 15.1.1 F
R-AF-2   | 24 M        | 294 15.2 F
R-AF-3   | 24 M        | 294 15.2 F
R-AF-4   | 24 M        | 294 16.1.1 F
R-AF-5   | 24 M        | 294 16.1.2 F
R-AF-6   | 24 M        | 294 16.1.3 F
R-AF-7   | 244 M       | 190 33 X
R-AF-8   | 244 M       | 190 35 X
R-AF-9   | 244 M       | 190 34 X
R-AF-10  | 24 M        | 294 16.2.5 F
R-AF-11  | 24 M        | 294 19 F
"""

# What is cited is no number of a document.
NUMBERLESS: dict[str, str] = {
    Document.STATUTE: "ĐL",
    Document.MINUTES_FORM: "form",
    Document.PROVINCIAL_ANSWER: "province",
}


def written(column: int) -> list[tuple[str, str]]:
    rows = [line.split("|") for line in WRITTEN.strip().splitlines()]
    said = [(row[0].strip(), " ".join(row[column].split())) for row in rows]
    return [(rule, place) for rule, place in said if place]


def cited(rule_set: RuleSet) -> dict[str, str]:
    return {rule.value: place_of(clause) for rule, clause in rule_set.rules.items()}


def place_of(clause: Clause) -> str:
    said = (
        NUMBERLESS.get(clause.document, clause.document.partition("-")[0]),
        clause.article,
        clause.confidence.value,
    )
    return " ".join(part for part in said if part)


@pytest.mark.parametrize(
    ("rule_set", "column"), [(OLD, 1), (NEW, 2)], ids=["244", "190"]
)
def test_every_rule_is_cited_from_where_it_is_written(
    rule_set: RuleSet, column: int
) -> None:
    assert cited(rule_set) == dict(written(column))


def test_no_regulation_cites_a_document_that_came_after_it() -> None:
    assert OLD.valid_until is not None
    cited = [*OLD.rules.values(), *(value.clause for _key, value in OLD.values())]

    late = [each for each in cited if not each.stood_on(OLD.valid_until)]

    assert late == []


@pytest.mark.parametrize("rule_set", [OLD, NEW], ids=["244", "190"])
def test_what_came_later_than_the_regulation_says_from_when(rule_set: RuleSet) -> None:
    cited = [
        *rule_set.rules.values(),
        *(value.clause for _key, value in rule_set.values()),
    ]
    younger = [each for each in cited if not each.stood_on(rule_set.valid_from)]

    assert younger
    assert [each for each in younger if "cần xác nhận" not in each.note] == []
    assert {each.note.partition(";")[0] for each in younger} == (
        {"từ 26/5/2025", "từ 9/6/2025", "từ 31/12/2024"}
        if rule_set is NEW
        else {"từ 30/7/2021", "từ 20/3/2020", "đến 20/3/2020"}
    )


def test_on_early_days_of_190_the_page_says_what_stood_before() -> None:
    clause = NEW.clause(Rule.CALL_ORDER)

    early, late = (labels.cited(clause, on=date(2025, month, 1)) for month in (3, 7))

    assert late == "Quy định 294-QĐ/TW (26/5/2025), mục 11.4.2"
    assert early == (
        "Quy định 294-QĐ/TW (26/5/2025), mục 11.4.2 – từ 26/5/2025; trước đó Quy định "
        "24-QĐ/TW (30/7/2021), cần xác nhận"
    )


# value | under 190 | number, article, letter | under 244 if other
VALUES = """
tie_rule                     | run_off    | 190 30 M     | 244 32 M
runoff_needs_majority        | no         | 190 30 M     | 244 32 M
empty_agreement              | adjudicate | 190 15 M     | 244 17(2) M
percent_decimals             | 2          | 190 I        | 244 I
third_look_percent           | 2          | 190 I        | 244 I
third_look_at_least          | 20         | 190 I        | 244 I
risk_limit_percent           | 5          | 190 I        | 244 I
surplus_mandatory_for        | committee,standing_committee | 190 14(1) X | 244 16 X
surplus_max_percent          | 30         | 190 14(1) X  | 244 16 X
surplus_prepared_min_percent | 10         | 190 14(1) X  | 244 16 M
surplus_prepared_max_percent | 15         | 190 14(1) X  | 244 16 M
small_body_seats             | 3–5        | province A   | 244 M
small_body_surplus           | 1          | province A   | 244 M
outsider_support_percent     | 30         | 190 14(3) X  | 244 M
ink_mismatch_invalid         | yes        | 190 15 M     | 244 17(2) M
quorum_share                 | 2/3        | ĐL 11 M      | ĐL 11 M
secretary_rounds             | 3          | 294 23.3 F   | 24 M
cell_committee_from_members  | 9          | 294 23.2 F   | 244 19(9) X
cell_committee_max           | 7          | 294 23.2 F   | 24 M
standing_committee_share     | 1/3        | 294 14.2 F   | 24 M
standing_committee_exception | 1/2        | 294 14.2 F   | 24 M
announce_days                | 30         | 294 11.1.3 F | 24 M
candidacy_file_days          | 15         | 190 M        | 244 11 X
report_days                  | 7          | 294 16.1.1 F | 24 M
approve_days                 | 15         | 294 16.1.2 F | 24 M
handover_days                | 15         | 294 15.2 F   | 24 M
complaint_days               | 15         | 190 33 X     | 244 M
ballots_kept_months          | 6          | 190 35 X     | 244 M
co_option_percent            | 10         | 294 16.2.5 F | 24 M
co_option_percent_grassroots | 20         | 294 16.2.5 F | 24 M
co_option_after_months       | 12         | 06 16.3 F    | 24 M
"""
# What 244 does not say at all.
NOT_IN_244 = {"small_body_seats", "small_body_surplus", "outsider_support_percent"}


@pytest.mark.parametrize(
    ("rule_set", "column"), [(OLD, 3), (NEW, 2)], ids=["244", "190"]
)
def test_every_value_is_shipped_with_its_place_and_confidence(
    rule_set: RuleSet, column: int
) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in VALUES.strip().splitlines()
    ]

    shipped = [
        (key, text_of(key, value.value), place_of(value.clause))
        for key, value in rule_set.values()
    ]

    silent = NOT_IN_244 if rule_set is OLD else set()
    assert shipped == [
        (row[0], "" if row[0] in silent else row[1], row[column]) for row in rows
    ]
