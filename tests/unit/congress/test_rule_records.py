"""Rule sets as records: there and back without a loss, and nothing unsound gets in."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import labels
from congress.rules.clauses import Confidence, Document, citation, is_citation
from congress.rules.offices import Office
from congress.rules.records import (
    BadRecord,
    Record,
    as_record,
    completed,
    faults,
    from_record,
)
from congress.rules.rulesets import (
    RULE_SETS,
    EmptyAgreement,
    Regulation,
    Rule,
    TieRule,
)
from congress.rules.shapes import SHAPES, Pair, RecordFault, Whole, text_of, value_of

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
        "document": st.sampled_from(
            [*(each.value for each in Document), "Quy định 29-QĐ/TW (25/7/2016)"]
        ),
        "article": st.sampled_from(["", "30", "14(3)", "11.4.4a", "12.4.2đ"]),
        "confidence": st.sampled_from([each.value for each in Confidence]),
    },
    optional={"note": st.sampled_from(["từ 26/5/2025", "đã hỏi cấp trên"])},
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
        "tie_rule": st.sampled_from([each.value for each in TieRule]),
        "empty_agreement": st.sampled_from([each.value for each in EmptyAgreement]),
        "runoff_needs_majority": st.booleans(),
        "ink_mismatch_invalid": st.booleans(),
        "percent_decimals": st.integers(0, 4),
        "third_look_percent": st.integers(0, 100),
        "third_look_at_least": st.integers(1, 10_000),
        "risk_limit_percent": st.integers(1, 50),
        "surplus_mandatory_for": st.sets(st.sampled_from(Office)).map(
            lambda chosen: [each.value for each in Office if each in chosen]
        ),
        "secretary_rounds": numbers,
        "cell_committee_from_members": st.integers(5, 9),
        "cell_committee_max": numbers,
        "quorum_share": st.tuples(numbers, st.integers(5, 9)).map(list),
        "standing_committee_share": st.tuples(numbers, st.just(9)).map(list),
        "standing_committee_exception": st.tuples(st.integers(5, 9), st.just(9)).map(
            list
        ),
        "ballots_kept_months": numbers,
    }
    | dict.fromkeys(
        (
            "announce_days",
            "candidacy_file_days",
            "report_days",
            "approve_days",
            "handover_days",
            "complaint_days",
            "co_option_percent",
            "co_option_percent_grassroots",
            "co_option_after_months",
        ),
        numbers,
    )
    | {}
)


@st.composite
def records(draw: st.DrawFn) -> tuple[Regulation, Record]:
    regulation, drawn = draw(st.sampled_from(Regulation)), draw(values)
    return regulation, Record(
        {key: {"value": value, **draw(citations)} for key, value in drawn.items()},
        {rule.value: draw(citations) for rule in RULE_SETS[regulation].rules},
    )


@given(records())
def test_every_sound_record_is_that_of_one_rule_set(
    of: tuple[Regulation, Record],
) -> None:
    regulation, drawn = of

    assert list(faults(regulation, drawn)) == []
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
        (changed("V-1", document="1-QĐ"), "document", RecordFault.BAD_DOCUMENT),
        (changed("V-1", document=["1"]), "document", RecordFault.BAD_DOCUMENT),
        (
            changed("V-1", document="Quy định 29-QĐ/TW (31/2/2016)"),
            "document",
            RecordFault.BAD_DOCUMENT,
        ),
        (changed("V-1", note=""), "note", RecordFault.BAD_NOTE),
        (changed("V-1", note="a\nb"), "note", RecordFault.BAD_NOTE),
        (changed("V-1", note="x" * 201), "note", RecordFault.BAD_NOTE),
        (
            changed("surplus_mandatory_for", value=["chair"]),
            "value",
            RecordFault.UNKNOWN_CHOICE,
        ),
        (
            changed("surplus_mandatory_for", value=["delegates", "committee"]),
            "value",
            RecordFault.UNKNOWN_CHOICE,
        ),
        (
            changed("surplus_mandatory_for", value="committee"),
            "value",
            RecordFault.UNKNOWN_CHOICE,
        ),
        (
            changed("runoff_needs_majority", value="yes"),
            "value",
            RecordFault.UNKNOWN_CHOICE,
        ),
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
    [found] = faults(Regulation.QD_190, wrong)

    assert (found.field, found.fault) == (field, fault)
    with pytest.raises(BadRecord):
        from_record(Regulation.QD_190, wrong)


@pytest.mark.parametrize(
    ("row", "value", "fault"),
    [
        ("surplus_prepared_min_percent", 16, RecordFault.LEAST_ABOVE_MOST),
        ("surplus_prepared_max_percent", 31, RecordFault.PREPARED_ABOVE_CEILING),
        ("small_body_surplus", None, RecordFault.SMALL_BODY_HALF_SAID),
        (
            "standing_committee_exception",
            [1, 4],
            RecordFault.EXCEPTION_BELOW_SHARE,
        ),
        ("cell_committee_max", 10, RecordFault.CELL_COMMITTEE_ABOVE_CELL),
    ],
)
def test_values_that_do_not_go_together_are_not_saved_but_still_read(
    row: str, value: object, fault: RecordFault
) -> None:
    odd = changed(row, value=value)

    [found] = faults(Regulation.QD_190, odd)

    assert (found.row, found.field, found.fault) == (row, "value", fault)
    assert labels.record_fault(found).endswith(".")
    # An edition of an earlier release may have come by them when it was filled up.
    assert as_record(from_record(Regulation.QD_190, odd)) == odd


def test_every_kind_of_fault_is_tried_and_has_a_sentence() -> None:
    short, long = record(), record()
    del short.values["tie_rule"]  # type: ignore[attr-defined] # a dict of ours
    long.clauses["R-0"] = {}  # type: ignore[index] # likewise

    of = Regulation.QD_190
    [missing], [unknown] = list(faults(of, short)), list(faults(of, long))

    assert (missing.row, missing.fault) == ("tie_rule", RecordFault.ROW_MISSING)
    assert (unknown.row, unknown.fault) == ("R-0", RecordFault.ROW_UNKNOWN)
    assert labels.record_fault(missing) == "Bộ quy định thiếu mục này."


def test_a_fault_says_the_range() -> None:
    [found] = faults(Regulation.QD_190, changed("small_body_surplus", value=11))

    assert labels.record_fault(found) == "Hãy nhập số từ 1 đến 10."


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_whatever_a_row_holds_is_judged_without_a_crash(row: dict[str, Any]) -> None:
    found = record()
    found.values["tie_rule"] = row  # type: ignore[index] # a dict of ours

    assert [wrong.row for wrong in faults(Regulation.QD_190, found)] == ["tie_rule"]


# --- other releases ---------------------------------------------------------------


def test_a_record_of_an_earlier_release_is_filled_up_and_otherwise_left() -> None:
    old = changed("surplus_max_percent", value=20)
    del old.clauses["V-1"]  # type: ignore[attr-defined] # a dict of ours
    old.clauses["R-0"] = {}  # type: ignore[index] # likewise

    filled = completed(Regulation.QD_190, old)

    assert from_record(Regulation.QD_190, filled).surplus_max_percent.value == 20
    assert filled.clauses["V-1"] == record().clauses["V-1"]
    assert set(filled.clauses) == set(record().clauses)


def test_an_edition_older_than_the_third_look_reads_its_values_as_shipped() -> None:
    old = record()
    for key in ("third_look_percent", "third_look_at_least", "risk_limit_percent"):
        del old.values[key]  # type: ignore[attr-defined] # a dict of ours

    read = from_record(Regulation.QD_190, completed(Regulation.QD_190, old))

    assert (
        read.third_look_percent.value,
        read.third_look_at_least.value,
        read.risk_limit_percent.value,
    ) == (2, 20, 5)
    assert not read.risk_limit_percent.clause.confirmed


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
    # What the count reads is for them what it always was.
    assert {
        (
            each.tie_rule.value,
            each.runoff_needs_majority.value,
            each.empty_agreement.value,
        )
        for each in read.values()
    } == {(TieRule.RUN_OFF, False, EmptyAgreement.ADJUDICATE)}


# --- words ------------------------------------------------------------------------


def test_every_value_has_a_shape_and_a_name() -> None:
    declared = [key for key, _cited in RULE_SETS[Regulation.QD_190].values()]

    assert list(SHAPES) == list(labels.VALUES) == list(labels.HELPS) == declared
    assert set(labels.UNITS) < set(declared)
    chosen = {
        key for key, shape in SHAPES.items() if not isinstance(shape, Whole | Pair)
    }
    assert set(labels.UNITS) | chosen == set(declared)


@BOTH
def test_sentences_have_the_figures_of_the_rule_set(regulation: Regulation) -> None:
    said = {
        rule: labels.sentence(rule, RULE_SETS[regulation])
        for rule in (
            Rule.SURPLUS_CEILING,
            Rule.RUN_OFF,
            Rule.STANDING_COMMITTEE_SHARE,
            Rule.MORE_NAMES_THAN_SEATS,
        )
    }
    edited, _clauses = changed("surplus_max_percent", value=25)
    other = from_record(regulation, completed(regulation, Record(edited, {})))

    assert said == {
        Rule.SURPLUS_CEILING: "Số dư tối đa không quá 30% số lượng cần bầu.",
        Rule.RUN_OFF: (
            "Ngang phiếu ở cuối danh sách trúng cử mà nhiều hơn số chỗ còn lại thì bầu "
            "lại trong số người đó; bầu lại thì ai nhiều phiếu hơn là trúng cử, không "
            "cần quá một nửa."
        ),
        Rule.STANDING_COMMITTEE_SHARE: (
            "Số ủy viên ban thường vụ không quá 1/3 số cấp ủy viên; trường hợp Bộ "
            "Chính trị cho phép thì được hơn nhưng phải dưới 1/2."
        ),
        Rule.MORE_NAMES_THAN_SEATS: (
            "Danh sách bầu các chức danh sau phải có số dư: Ban Chấp hành, Ban Thường "
            "vụ."
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
    days = {each: each.issued_on for each in Document}

    assert days[Document.QD_190] == date(2024, 10, 10)
    assert days[Document.QD_244] == date(2014, 6, 9)
    assert {each for each, day in days.items() if day is None} == {
        Document.PROVINCIAL_ANSWER,
        Document.MINUTES_FORM,
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Quy định 29-QĐ/TW (25/7/2016)", "Quy định 29-QĐ/TW (25/7/2016)"),
        (" Quy định  29-QĐ/TW ngày 25/07/2016", "Quy định 29-QĐ/TW (25/7/2016)"),
        ("Quy định 29-QĐ/TW, ngày 25/7/2016", "Quy định 29-QĐ/TW (25/7/2016)"),
        ("Quyết định 190-QĐ/TW (10/10/2024)", "190-QĐ/TW (10/10/2024)"),
        ("Quyết định số 190-QĐ/TW, ngày 10/10/2024", "190-QĐ/TW (10/10/2024)"),
        ("Hướng dẫn 04-HD/TW (6/10/2014)", "04-HD/TW (6/10/2014)"),
        ("Hướng dẫn 04-HD/TW (31/12/2024)", "04-HD/TW (31/12/2024)"),
    ],
)
def test_a_document_is_cited_by_number_and_day_in_one_way(
    typed: str, kept: str
) -> None:
    assert citation(typed) == kept
    assert is_citation(kept)
    assert citation(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "29-QĐ/TW",
        "Quy định 29-QĐ/TW (2016)",
        "Quy định (25/7/2016)",
        "Quy định 29-QĐ/TW (30/2/2016)",
        "<b>29-QĐ/TW</b> (25/7/2016)",
        "1" * 120 + " (25/7/2016)",
    ],
)
def test_a_citation_without_number_or_day_is_none(typed: str) -> None:
    assert not is_citation(citation(typed))


@given(st.text())
def test_whatever_is_typed_for_a_document_is_read_without_a_crash(typed: str) -> None:
    said = citation(typed)

    assert citation(said) == said
    assert is_citation(said) in (True, False)
