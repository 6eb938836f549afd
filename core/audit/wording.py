"""What an audit line tells, in words that anybody understands."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import registry
from core.audit.chain import in_groups
from core.models import AuditEvent, AuditSeal
from core.vietnamese import dates

# Keys whose values are the names of the subject's own fields.
FIELDS: Final = frozenset({"fields", "field"})
OF_ACT: Final = "of_act"  # and whose value is an act
CHANGE: Final = frozenset({"field", "from", "to"})  # what a change is told with
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)")


class Told(NamedTuple):
    """One thing a line tells."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class InWords:
    """A line as its pages show it."""

    line: AuditEvent
    act: str
    actor: str
    kind: str
    subject: str
    told: list[Told]
    link: AuditSeal | None
    digest: str


def in_words(line: AuditEvent) -> InWords:
    """Return the line in words; of a restricted one neither subject nor detail."""
    return InWords(
        line=line,
        act=act_name(line),
        actor=actor_name(line),
        kind="" if line.restricted else _kind(line.subject_kind),
        subject=subject_name(line),
        told=[] if line.restricted else list(_pairs(line.detail, line.subject_kind)),
        link=_link(line),
        digest=in_groups(link_digest(line)),
    )


def act_name(line: AuditEvent) -> str:
    """Return what was done, as people call it."""
    return str(registry.acts().get(line.act, line.act))


def actor_name(line: AuditEvent) -> str:
    """Return who acted."""
    return line.actor.full_name if line.actor else _("máy chủ")


def subject_name(line: AuditEvent) -> str:
    """Return what the line is about, unless it is restricted."""
    return _("dòng hạn chế") if line.restricted else line.subject_title


def detail_in_a_sentence(line: AuditEvent) -> str:
    """Return the line's detail in one cell of a table."""
    return "; ".join(f"{each.label}: {each.value}" for each in in_words(line).told)


def place_name(line: AuditEvent) -> str:
    """Return where it happened."""
    return line.scope.title if line.scope else ""


def link_number(line: AuditEvent) -> int | None:
    """Return the number of the line's link, once it has one."""
    link = _link(line)
    return link.number if link else None


def link_digest(line: AuditEvent) -> str:
    """Return the digest of the line's link, once it has one."""
    link = _link(line)
    return link.digest if link else ""


def _link(line: AuditEvent) -> AuditSeal | None:
    found: AuditSeal | None = getattr(line, "seal", None)
    return found


def _kind(subject_kind: str) -> str:
    try:
        return str(apps.get_model(subject_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def _pairs(detail: Mapping[str, Any], kind: str) -> Iterator[Told]:
    known = registry.details()
    for key, value in detail.items():
        detail_of = known.get(key)
        label = str(detail_of.label) if detail_of else key
        yield Told(key, label, _value(value, _words_of(key, kind), kind))


def _words_of(key: str, kind: str) -> Mapping[str, Any]:
    if key in FIELDS:
        return _FieldNames(kind)
    if key == OF_ACT:
        return registry.acts()
    known = registry.details().get(key)
    return known.words if known else {}


class _FieldNames(dict[str, Promise]):
    """The names of a model's fields, as far as they are asked for."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, name: str) -> str:
        try:
            field: Any = apps.get_model(self._kind)._meta.get_field(name)
        except (LookupError, ValueError, FieldDoesNotExist):
            return name
        return str(getattr(field, "verbose_name", name))


def _value(value: Any, words: Mapping[str, Any], kind: str) -> str:
    if isinstance(value, Mapping):
        if value.keys() == CHANGE:
            return _change(value, kind)
        return "; ".join(f"{each.label}: {each.value}" for each in _pairs(value, kind))
    if isinstance(value, list):
        between = " · " if any(isinstance(each, Mapping) for each in value) else ", "
        return between.join(_value(each, words, kind) for each in value) or "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if value is None or value == "":
        return "–"
    return _text(str(value), words)


def _change(change: Mapping[str, Any], kind: str) -> str:
    field = _value(change["field"], _FieldNames(kind), kind)
    before, after = (_value(change[key], {}, kind) for key in ("from", "to"))
    return f"{field}: {before} → {after}"


def _text(text: str, words: Mapping[str, Any]) -> str:
    if isinstance(words, _FieldNames) or text in words:
        return str(words[text])
    with suppress(ValueError):  # looks like a day, and is none
        if _DAY.fullmatch(text):
            return dates.short(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            return _moment(datetime.fromisoformat(text))
    return text


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M:%S %d/%m/%Y}"
