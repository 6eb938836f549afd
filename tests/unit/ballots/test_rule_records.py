"""Rule sets as records: there and back without a loss, and nothing unsound gets in."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import labels
from ballots.rules.clauses import Confidence, Document
from ballots.rules.records import (
    SHAPES,
    BadRecord,
    Record,
    RecordFault,
    as_record,
    completed,
    faults,
    from_record,
    text_of,
    value_of,
)
from ballots.rules.rulesets import RULE_SETS, Regulation, Rule

BOTH = pytest.mark.parametrize("regulation", Regulation)
ROOT = Path(__file__).resolve().parents[3]


def record(regulation: Regulation = Regulation.QD_190) -> Record:
    """A copy that may be changed."""
    values, clauses = as_record(RULE_SETS[regulation])
    return Record(copy.deepcopy(dict(values)), copy.deepcopy(dict(clauses)))


def changed(row: str, **fields: Any) -> Record:
    values, clauses = record()
    rows: Any = values if row in values else clauses
    rows[row].update(fields)
    return Record(values, clauses)


# --- there and back ---------------------------------------------------------------


@BOTH
def test_a_rule_set_comes_back_from_its_record(regulation: Regulation) -> None:
    rule_set = RULE_SETS[regulation]

    assert from_record(regulation, as_record(rule_set)) == rule_set


@BOTH
def test_a_record_is_the_same_after_a_database_kept_it(regulation: Regulation) -> None:
    kept = Record(*json.loads(json.dumps(as_record(RULE_SETS[regulation]))))

    assert kept == as_record(RULE_SETS[regulation])
    assert from_record(regulation, kept) == RULE_SETS[regulation]


citations = st.fixed_dictionaries(
    {
        "document": st.sampled_from([each.value for each in Document]),
        "article": st.sampled_from(["", "30", "14(3)", "11.4.4a", "12.4.2đ"]),
        "confidence": st.sampled_from([each.value for each in Confidence]),
    }
)
numbers = st.integers(1, 5)
values = st.fixed_dictionaries(
    {
        "surplus_max_percent": st.integers(50, 100),
        "surplus_prepared_min_percent": st.integers(0, 20),
        "surplus_prepared_max_percent": st.integers(20, 50),
        "small_body_seats": st.tuples(numbers, st.integers(5, 9)).map(list),
        "small_body_surplus": numbers,
        "outsider_support_percent": st.none() | st.integers(0, 100),
        "tie_rule": st.just("run_off"),
        "empty_agreement": st.just("adjudicate"),
        "secretary_rounds": numbers,
        "cell_committee_from_members": numbers,
        "standing_committee_share": st.tuples(numbers, st.integers(5, 9)).map(list),
        "ballots_kept_months": numbers,
    }
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    drawn = draw(values)
    return Record(
        {key: {"value": value, **draw(citations)} for key, value in drawn.items()},
        {rule.value: draw(citations) for rule in Rule},
    )


@given(records(), st.sampled_from(Regulation))
def test_every_sound_record_is_that_of_one_rule_set(
    drawn: Record, regulation: Regulation
) -> None:
    assert list(faults(drawn)) == []
    assert as_record(from_record(regulation, drawn)) == drawn


@given(values)
def test_a_value_is_read_as_it_is_written(drawn: dict[str, Any]) -> None:
    assert {
        key: value_of(key, text_of(key, value)) for key, value in drawn.items()
    } == (drawn)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("small_body_seats", " 3 - 5 ", [3, 5]),
        ("standing_committee_share", "1 / 3", [1, 3]),
        ("outsider_support_percent", "", None),
        ("surplus_max_percent", "", ""),
        ("surplus_max_percent", "30 %", "30 %"),
        ("surplus_max_percent", "٣٠", "٣٠"),
    ],
)
def test_what_is_typed_is_read_or_left_as_text(
    key: str, text: str, value: object
) -> None:
    assert value_of(key, text) == value


# --- what cannot stand ------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field", "fault"),
    [
        (changed("surplus_max_percent", value="x"), "value", RecordFault.NOT_A_NUMBER),
        (changed("surplus_max_percent", value=True), "value", RecordFault.NOT_A_NUMBER),
        (changed("surplus_max_percent", value=None), "value", RecordFault.NOT_A_NUMBER),
        (changed("surplus_max_percent", value=101), "value", RecordFault.OUT_OF_RANGE),
        (changed("secretary_rounds", value=0), "value", RecordFault.OUT_OF_RANGE),
        (changed("small_body_seats", value=[5, 3]), "value", RecordFault.NOT_A_PAIR),
        (changed("small_body_seats", value=[3]), "value", RecordFault.NOT_A_PAIR),
        (changed("small_body_seats", value=[0, 3]), "value", RecordFault.OUT_OF_RANGE),
        (
            changed("standing_committee_share", value=[3, 1]),
            "value",
            RecordFault.NOT_A_SHARE,
        ),
        (changed("tie_rule", value="lot"), "value", RecordFault.UNKNOWN_CHOICE),
        (changed("tie_rule", value=["lot"]), "value", RecordFault.UNKNOWN_CHOICE),
        (
            changed("surplus_prepared_min_percent", value=16),
            "value",
            RecordFault.LEAST_ABOVE_MOST,
        ),
        (
            changed("surplus_prepared_max_percent", value=31),
            "value",
            RecordFault.PREPARED_ABOVE_CEILING,
        ),
        (changed("V-1", document="1-QĐ"), "document", RecordFault.UNKNOWN_DOCUMENT),
        (changed("V-1", article="<b>"), "article", RecordFault.BAD_ARTICLE),
        (changed("V-1", article=" 1"), "article", RecordFault.BAD_ARTICLE),
        (changed("V-1", article="1" * 41), "article", RecordFault.BAD_ARTICLE),
        (changed("V-1", article=None), "article", RecordFault.BAD_ARTICLE),
        (
            changed("V-1", confidence="?"),
            "confidence",
            RecordFault.UNKNOWN_CONFIDENCE,
        ),
        (changed("V-1", value=1), "", RecordFault.FIELD_MISSING),
    ],
)
def test_one_wrong_field_is_named(
    wrong: Record, field: str, fault: RecordFault
) -> None:
    [found] = faults(wrong)

    assert (found.field, found.fault) == (field, fault)
    with pytest.raises(BadRecord):
        from_record(Regulation.QD_190, wrong)


def test_every_kind_of_fault_is_tried_and_has_a_sentence() -> None:
    short, long = record(), record()
    del short.values["tie_rule"]  # type: ignore[attr-defined] # a dict of ours
    long.clauses["R-0"] = {}  # type: ignore[index] # likewise

    [missing], [unknown] = list(faults(short)), list(faults(long))

    assert (missing.row, missing.fault) == ("tie_rule", RecordFault.ROW_MISSING)
    assert (unknown.row, unknown.fault) == ("R-0", RecordFault.ROW_UNKNOWN)
    assert labels.record_fault(missing) == "Bộ quy định thiếu mục này."


def test_a_fault_says_the_range() -> None:
    [found] = faults(changed("small_body_surplus", value=11))

    assert labels.record_fault(found) == "Hãy nhập số từ 1 đến 10."


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_whatever_a_row_holds_is_judged_without_a_crash(row: dict[str, Any]) -> None:
    found = record()
    found.values["tie_rule"] = row  # type: ignore[index] # a dict of ours

    assert [wrong.row for wrong in faults(found)] == ["tie_rule"]


# --- other releases ---------------------------------------------------------------


def test_a_record_of_an_earlier_release_is_filled_up_and_otherwise_left() -> None:
    old = changed("surplus_max_percent", value=20)
    del old.clauses["V-1"]  # type: ignore[attr-defined] # a dict of ours
    old.clauses["R-0"] = {}  # type: ignore[index] # likewise

    filled = completed(Regulation.QD_190, old)

    assert from_record(Regulation.QD_190, filled).surplus_max_percent.value == 20
    assert filled.clauses["V-1"] == record().clauses["V-1"]
    assert set(filled.clauses) == {rule.value for rule in Rule}


def test_the_editions_that_a_migration_wrote_down_are_still_read() -> None:
    path = ROOT / "ballots" / "migrations" / "0003_first_editions.json"
    written = json.loads(path.read_text(encoding="utf-8"))

    read = {
        code: from_record(
            Regulation(code),
            completed(Regulation(code), Record(each["values"], each["clauses"])),
        )
        for code, each in written.items()
    }

    assert set(read) == {"190-QD/TW", "244-QD/TW"}


# --- words ------------------------------------------------------------------------


def test_every_value_has_a_shape_and_a_name() -> None:
    declared = [key for key, _cited in RULE_SETS[Regulation.QD_190].values()]

    assert list(SHAPES) == list(labels.VALUES) == declared


@BOTH
def test_sentences_have_the_figures_of_the_rule_set(regulation: Regulation) -> None:
    said = {
        rule: labels.sentence(rule, RULE_SETS[regulation])
        for rule in (
            Rule.SURPLUS_CEILING,
            Rule.SMALL_BODY,
            Rule.STANDING_COMMITTEE_SHARE,
        )
    }
    other = from_record(regulation, changed("surplus_max_percent", value=25))

    assert said == {
        Rule.SURPLUS_CEILING: "Số dư tối đa không quá 30% số lượng cần bầu.",
        Rule.SMALL_BODY: "Số lượng 3–5 người thì số dư nhiều nhất 1 người.",
        Rule.STANDING_COMMITTEE_SHARE: (
            "Số ủy viên ban thường vụ không quá 1/3 số cấp ủy viên."
        ),
    }
    assert "25%" in labels.sentence(Rule.SURPLUS_CEILING, other)


def test_no_sentence_is_left_with_a_hole() -> None:
    said = [
        labels.sentence(rule, rule_set)
        for rule in Rule
        for rule_set in RULE_SETS.values()
    ]

    assert [each for each in said if "%(" in each or "%%" in each] == []


def test_documents_know_the_day_they_were_issued() -> None:
    days = {each: each.issued_on.isoformat() for each in Document}

    assert days[Document.QD_190] == "2024-10-10"
    assert days[Document.QD_244] == "2014-06-09"
