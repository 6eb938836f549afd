"""What a check found: an error stops, a warning asks for care, a note only tells."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from congress.rules.regulations import Rule

C = TypeVar("C", bound=StrEnum)


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(NamedTuple, Generic[C]):
    """One fact found, with the number seen and the number it is measured against."""

    code: C
    severity: Severity
    rule: Rule
    seen: int
    bound: int
    place: int | None = None


def errors(findings: Iterable[Finding[C]]) -> tuple[Finding[C], ...]:
    """Those that stop the work."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
