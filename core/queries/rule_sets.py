"""Reads of rule sets and their editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import RuleSet, RuleSetEdition
from core.rule_book import Content, RuleBook

FIELD_NAMES: Final = {
    "value": _("giá trị"),
    "document": _("văn bản"),
    "article": _("điều khoản"),
    "confidence": _("mức tin cậy"),
    "note": _("ghi chú"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an edition as its page shows it."""

    key: str
    name: str
    value: str
    document: str
    article: str
    confidence: str
    is_confirmed: bool
    note: str
    help: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two editions differ, in words."""

    row: str
    name: str
    field: str
    before: str
    after: str

    @property
    def field_name(self) -> str:
        """What the field is called."""
        return str(FIELD_NAMES[self.field])


def rule_sets() -> QuerySet[RuleSet]:
    """Return rule sets with the number and time of the edition in use."""
    latest = RuleSetEdition.objects.filter(rule_set=OuterRef("pk")).order_by("-number")
    return RuleSet.objects.annotate(
        edition=Subquery(latest.values("number")[:1]),
        edited_at=Subquery(latest.values("made_at")[:1]),
    )


def latest_edition(code: str) -> RuleSetEdition | None:
    """Return the edition in use, if there is one."""
    return editions(code).first()


def editions(code: str) -> QuerySet[RuleSetEdition]:
    """Return the editions of a rule set, newest first."""
    found = RuleSetEdition.objects.filter(rule_set=code)
    return found.select_related("rule_set", "made_by").order_by("-number")


def content_of(edition: RuleSetEdition) -> Content:
    """Return what an edition says."""
    return Content(edition.values, edition.clauses)


def lines(content: Content, book: RuleBook) -> tuple[list[Line], list[Line]]:
    """Return an edition's values and its clauses, in the order of the book."""
    names = book.named(content)
    shown = [
        _line(key, name, row, book)
        for key, name in names.items()
        if (row := content.values.get(key) or content.clauses.get(key))
    ]
    return (
        [line for line in shown if line.key in content.values],
        [line for line in shown if line.key not in content.values],
    )


def differences(
    before: Content, after: Content, book: RuleBook | None
) -> list[Difference]:
    """Return every field in which two editions differ, values first."""
    old, new = _rows(before), _rows(after)
    names = book.named(after) if book else {}
    order = [key for key in names if key in old or key in new]
    order += sorted((old.keys() | new.keys()) - set(order))
    return [
        Difference(
            row=key,
            name=names.get(key, key),
            field=field,
            before=_said(key, field, old.get(key, {}), book),
            after=_said(key, field, new.get(key, {}), book),
        )
        for key in order
        for field in FIELD_NAMES
        if old.get(key, {}).get(field) != new.get(key, {}).get(field)
    ]


def _rows(content: Content) -> dict[str, Mapping[str, Any]]:
    return {**content.values, **content.clauses}


def _line(key: str, name: str, row: Mapping[str, Any], book: RuleBook) -> Line:
    return Line(
        key=key,
        name=name,
        value=_said(key, "value", row, book) if "value" in row else "",
        document=_said(key, "document", row, book),
        article=row["article"],
        confidence=_said(key, "confidence", row, book),
        is_confirmed=row["confidence"] in book.confirmed,
        note=row.get("note", ""),
        help=str(book.helps.get(key, "")),
        in_use=key in book.in_use,
    )


def _said(key: str, field: str, row: Mapping[str, Any], book: RuleBook | None) -> str:
    """Return a field of a row as people read it."""
    if field not in row:
        return "–"
    if book is None:
        return str(row[field])
    if field == "value":
        return book.said(key, row["value"])
    words = {"document": book.documents, "confidence": book.confidences}.get(field, {})
    return str(words.get(row[field], row[field])) or "–"
