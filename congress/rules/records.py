"""A rule set as a record: plain values that a database can keep, and back again.

A record has a row for every value and one for every rule. ``faults`` says what is wrong
with a record that somebody has edited; only a record without faults becomes a rule set.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from congress.rules.clauses import Cited, Clause, Confidence, is_citation
from congress.rules.rulesets import RULE_SETS, Regulation, RuleSet
from congress.rules.shapes import SHAPES, Choice, RecordFault, Several, is_code

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
ARTICLE_LENGTH: Final = 40
NOTE_LENGTH: Final = 200
_ARTICLE: Final = re.compile(r"[0-9A-Za-zĐđ.,;()\- ]*")
_CITATION: Final = frozenset({"document", "article", "confidence"})
# Said only where there is something to say.
_NOTE: Final = frozenset({"note"})


class Record(NamedTuple):
    """A rule set as it is stored."""

    values: Rows
    clauses: Rows


class Wrong(NamedTuple):
    """One field of one row that cannot stand, with the range it must lie in."""

    row: str
    field: str
    fault: RecordFault
    least: int = 0
    most: int = 0


class BadRecord(ValueError):  # noqa: N818 - a bug; people are told before, by ``faults``
    """A record with faults was to become a rule set."""


def as_record(rule_set: RuleSet) -> Record:
    """Return the rule set as plain values, ready for JSON."""
    return Record(
        values={
            key: {"value": _plain(cited.value), **_citation(cited.clause)}
            for key, cited in rule_set.values()
        },
        clauses={
            rule.value: _citation(clause) for rule, clause in rule_set.rules.items()
        },
    )


def from_record(regulation: Regulation, record: Record) -> RuleSet:
    """Return the rule set that a record stands for.

    What the regulation is and when it is in force is no matter of the record. Values
    that do not go together are refused when they are edited; a record of an earlier
    release that this one filled up is read all the same.

    Raises:
        BadRecord: naming everything that cannot be read.
    """
    if wrong := list(_unreadable(regulation, record)):
        raise BadRecord(f"{regulation}: {wrong}")
    known = RULE_SETS[regulation]
    cited: dict[str, Any] = {
        key: Cited(_value(key, row["value"]), _clause(row))
        for key, row in record.values.items()
    }
    return RuleSet(
        regulation=regulation,
        document=known.document,
        valid_from=known.valid_from,
        valid_until=known.valid_until,
        rules=MappingProxyType(
            {rule: _clause(record.clauses[rule.value]) for rule in known.rules}
        ),
        **cited,
    )


def completed(regulation: Regulation, record: Record) -> Record:
    """Return a record of an earlier release with the rows of this one.

    Rows that it does not know are as shipped; what it has is left as it is.
    """
    shipped = as_record(RULE_SETS[regulation])
    return Record(
        values={
            key: record.values.get(key, row) for key, row in shipped.values.items()
        },
        clauses={
            key: record.clauses.get(key, row) for key, row in shipped.clauses.items()
        },
    )


def faults(regulation: Regulation, record: Record) -> Iterator[Wrong]:
    """Find everything that keeps a record from being a rule set of the regulation."""
    unreadable = list(_unreadable(regulation, record))
    yield from unreadable or _between(record.values)


def _unreadable(regulation: Regulation, record: Record) -> Iterator[Wrong]:
    rules = {rule.value for rule in RULE_SETS[regulation].rules}
    yield from _rows(record.values, set(SHAPES))
    yield from _rows(record.clauses, rules)


def _rows(rows: Rows, known: set[str]) -> Iterator[Wrong]:
    for key in sorted(known - set(rows)):
        yield Wrong(key, "", RecordFault.ROW_MISSING)
    for key in sorted(set(rows) - known):
        yield Wrong(key, "", RecordFault.ROW_UNKNOWN)
    for key in sorted(known & set(rows)):
        yield from _row(key, rows[key])


def _row(key: str, row: Any) -> Iterator[Wrong]:
    wanted = _CITATION | {"value"} if key in SHAPES else _CITATION
    if not isinstance(row, Mapping) or set(row) - _NOTE != wanted:
        yield Wrong(key, "", RecordFault.FIELD_MISSING)
        return
    shape = SHAPES.get(key)
    if shape and (flaw := shape.fault(row["value"])):
        least, most = getattr(shape, "least", 0), getattr(shape, "most", 0)
        yield Wrong(key, "value", flaw, least, most)
    if not is_citation(row["document"]):
        yield Wrong(key, "document", RecordFault.BAD_DOCUMENT)
    if not _is_article(row["article"]):
        yield Wrong(key, "article", RecordFault.BAD_ARTICLE, most=ARTICLE_LENGTH)
    if not is_code(row["confidence"], Confidence):
        yield Wrong(key, "confidence", RecordFault.UNKNOWN_CONFIDENCE)
    if "note" in row and not _is_note(row["note"]):
        yield Wrong(key, "note", RecordFault.BAD_NOTE, most=NOTE_LENGTH)


def _between(values: Rows) -> Iterator[Wrong]:
    """Compare values with each other, once each is sound by itself."""
    least = values["surplus_prepared_min_percent"]["value"]
    most = values["surplus_prepared_max_percent"]["value"]
    if least > most:
        key = "surplus_prepared_min_percent"
        yield Wrong(key, "value", RecordFault.LEAST_ABOVE_MOST, most=most)
    ceiling = values["surplus_max_percent"]["value"]
    if most > ceiling:
        key = "surplus_prepared_max_percent"
        yield Wrong(key, "value", RecordFault.PREPARED_ABOVE_CEILING, most=ceiling)
    yield from _between_bodies(values)


def _between_bodies(values: Rows) -> Iterator[Wrong]:
    few, extra = values["small_body_seats"], values["small_body_surplus"]
    if (few["value"] is None) != (extra["value"] is None):
        key = "small_body_surplus"
        yield Wrong(key, "value", RecordFault.SMALL_BODY_HALF_SAID)
    share = values["standing_committee_share"]["value"]
    other = values["standing_committee_exception"]["value"]
    if other[0] * share[1] < share[0] * other[1]:
        key = "standing_committee_exception"
        yield Wrong(key, "value", RecordFault.EXCEPTION_BELOW_SHARE)
    least = values["cell_committee_from_members"]["value"]
    if values["cell_committee_max"]["value"] > least:
        key = "cell_committee_max"
        yield Wrong(key, "value", RecordFault.CELL_COMMITTEE_ABOVE_CELL, most=least)


def _is_article(article: Any) -> bool:
    return (
        isinstance(article, str)
        and len(article) <= ARTICLE_LENGTH
        and article == article.strip()
        and _ARTICLE.fullmatch(article) is not None
    )


def _is_note(note: Any) -> bool:
    return (
        isinstance(note, str)
        and 0 < len(note) <= NOTE_LENGTH
        and note == note.strip()
        and note.isprintable()
    )


def _citation(clause: Clause) -> dict[str, str]:
    said = {
        "document": str(clause.document),
        "article": clause.article,
        "confidence": clause.confidence.value,
    }
    return said | ({"note": clause.note} if clause.note else {})


def _clause(row: Row) -> Clause:
    return Clause(
        row["document"],
        row["article"],
        Confidence(row["confidence"]),
        row.get("note", ""),
    )


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(key: str, value: Any) -> object:
    shape = SHAPES[key]
    if isinstance(shape, Choice):
        return shape.codes(value)
    if isinstance(shape, Several):
        return tuple(shape.codes(each) for each in value)
    return tuple(value) if isinstance(value, list) else value
