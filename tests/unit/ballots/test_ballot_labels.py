from collections.abc import Mapping
from enum import StrEnum

import pytest

from ballots import labels
from ballots.rules.ballot import Defect, Reason, Ruling, Worth
from ballots.rules.candidacy import CloseFault, StandFault
from ballots.rules.comparison import Way
from ballots.rules.holding import PlanFault
from ballots.rules.identities import SumFault
from ballots.rules.outcome import Next, Verdict
from ballots.rules.stages import Stage
from ballots.rules.surplus import ListFault, ListStep
from ballots.rules.terms import Layout, Round, Unlawful
from congress.rules.alternates import Leaving, SettledBy
from congress.rules.clauses import Clause, Confidence, Document
from congress.rules.offices import Office
from congress.rules.rulesets import RULE_SETS, Regulation, Rule
from congress.rules.tally_base import Body, Situation

TABLES: list[tuple[type[StrEnum], Mapping[str, object]]] = [
    (Office, labels.OFFICES),
    (Round, labels.ROUNDS),
    (Layout, labels.LAYOUTS),
    (Stage, labels.STAGES),
    (Worth, labels.WORTHS),
    (Reason, labels.REASONS),
    (Defect, labels.DEFECTS),
    (Ruling, labels.RULINGS),
    (Verdict, labels.VERDICTS),
    (Next, labels.NEXT_STEPS),
    (Way, labels.WAYS),
    (Regulation, labels.REGULATIONS),
    (Document, labels.DOCUMENTS),
    (Confidence, labels.CONFIDENCES),
    (Body, labels.BODIES),
    (Situation, labels.SITUATIONS),
    (SettledBy, labels.SETTLED_BY),
    (Leaving, labels.LEAVINGS),
    (ListStep, labels.LIST_STEPS),
    (ListFault, labels.LIST_FAULTS),
    (Unlawful, labels.UNLAWFUL),
    (PlanFault, labels.PLAN_FAULTS),
    (StandFault, labels.STAND_FAULTS),
    (CloseFault, labels.CLOSE_FAULTS),
    (SumFault, labels.SUM_FAULTS),
    (Rule, labels.RULES),
]


@pytest.mark.parametrize(
    ("codes", "words"), TABLES, ids=lambda v: getattr(v, "__name__", "")
)
def test_every_code_has_words_of_its_own(
    codes: type[StrEnum], words: Mapping[str, object]
) -> None:
    said = [str(word) for word in words.values()]

    assert list(words) == [code.value for code in codes]
    assert all(said)
    assert len(set(said)) == len(said)


def test_every_rule_is_said_in_one_sentence() -> None:
    assert [str(s) for s in labels.RULES.values() if not str(s).endswith(".")] == []


@pytest.mark.parametrize(
    ("document", "article", "expected"),
    [
        (Document.QD_190, "30", "Điều 30, Quyết định 190-QĐ/TW (10/10/2024)"),
        (
            Document.QD_190,
            "14(3)",
            "khoản 3, Điều 14, Quyết định 190-QĐ/TW (10/10/2024)",
        ),
        (Document.QD_294, "11.4.1", "Quy định 294-QĐ/TW (26/5/2025), mục 11.4.1"),
        (Document.HD_03, "", "Hướng dẫn 03-HD/TW (20/3/2020)"),
        (
            "Quy định 29-QĐ/TW (25/7/2016)",
            "9.3",
            "Quy định 29-QĐ/TW (25/7/2016), mục 9.3",
        ),
        (
            "Quy định 29-QĐ/TW (25/7/2016)",
            "9",
            "Điều 9, Quy định 29-QĐ/TW (25/7/2016)",
        ),
        (
            "Hướng dẫn 1-HD/TW (1/3/2021)",
            "II",
            "Hướng dẫn 1-HD/TW (1/3/2021), mục II",
        ),
    ],
)
def test_a_clause_is_cited_by_number_and_date(
    document: str, article: str, expected: str
) -> None:
    clause = Clause(document, article, Confidence.EXTRACT)

    assert labels.clause(clause) == expected


def test_every_clause_can_be_cited() -> None:
    cited = {
        labels.clause(clause)
        for rule_set in RULE_SETS.values()
        for clause in rule_set.rules.values()
    }

    # All by number and day, but for the Statute, a form and an answer.
    numberless = {words for words in cited if "/TW (" not in words}
    assert numberless == {
        "Mẫu biên bản kiểm phiếu",
        "Trả lời của một tỉnh ủy (2025)",
        "Điều 3, Điều lệ Đảng (19/1/2011)",
        "Điều 11, Điều lệ Đảng (19/1/2011)",
    }
