"""The rule sets as core's pages show and keep them."""

from congress import labels
from congress.rules import records, shapes
from congress.rules.clauses import CONFIRMED, citation
from congress.rules.records import Record
from congress.rules.rulesets import RULE_SETS, Regulation, RuleSet
from core.rule_book import Content, RowFault, RuleBook, ShippedRules


def _shipped(rule_set: RuleSet) -> ShippedRules:
    return ShippedRules(
        code=rule_set.regulation.value,
        title=labels.REGULATIONS[rule_set.regulation],
        issued_on=rule_set.document.issued_on or rule_set.valid_from,
        valid_from=rule_set.valid_from,
        valid_until=rule_set.valid_until,
        content=Content(*records.as_record(rule_set)),
    )


_IN_FORCE = RULE_SETS[Regulation.QD_190]


def _sentences(content: Content) -> dict[str, str]:
    # An edition of an earlier release may lack figures that sentences have now.
    shipped = {key: cited.value for key, cited in _IN_FORCE.values()}
    own = {key: row["value"] for key, row in content.values.items()}
    figures = labels.figures_of(shipped | own)
    return {rule: str(sentence) % figures for rule, sentence in labels.RULES.items()}


def _completed(code: str, content: Content) -> Content:
    return Content(*records.completed(Regulation(code), Record(*content)))


def _faults(code: str, content: Content) -> list[RowFault]:
    return [
        RowFault(wrong.row, wrong.field, labels.record_fault(wrong))
        for wrong in records.faults(Regulation(code), Record(*content))
    ]


def _document_of(text: str) -> str:
    """Return the document somebody means by what he chose or typed."""
    said = text.strip()
    named = {str(name): code for code, name in labels.DOCUMENTS.items()}
    return named.get(said) or citation(said)


# Values that counting, results and minutes read.
IN_USE = frozenset(
    {
        *("tie_rule", "runoff_needs_majority", "empty_agreement", "percent_decimals"),
        *("third_look_percent", "third_look_at_least", "risk_limit_percent"),
    }
)

RULE_BOOK = RuleBook(
    shipped={each.regulation.value: _shipped(each) for each in RULE_SETS.values()},
    value_names=labels.VALUES,
    choices={
        "tie_rule": labels.TIE_RULES,
        "empty_agreement": labels.EMPTY_AGREEMENTS,
        "runoff_needs_majority": labels.YES_NO,
        "ink_mismatch_invalid": labels.YES_NO,
        "surplus_mandatory_for": labels.OFFICES,
    },
    several=frozenset({"surplus_mandatory_for"}),
    units=labels.UNITS,
    helps=labels.HELPS,
    in_use=IN_USE,
    document_of=_document_of,
    documents=labels.DOCUMENTS,
    confidences=labels.CONFIDENCES,
    confirmed=frozenset(each.value for each in CONFIRMED),
    sentences=_sentences,
    text_of=shapes.text_of,
    value_of=shapes.value_of,
    completed=_completed,
    faults=_faults,
)
