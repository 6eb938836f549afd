"""Acts on rule sets: shipping and correcting them.

An edition is never changed. Whoever corrects a rule set makes the next one, and what
was run under an earlier one goes on reading that.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import registry
from core.audit import trail
from core.errors import Refused
from core.models import RuleSet, RuleSetEdition, User
from core.queries import journeys
from core.queries.rule_sets import content_of, differences, latest_edition
from core.rule_book import Content, RowFault, RuleBook, ShippedRules

SHIPPED_REASON: Final = "Bản phát hành kèm cổng"


class EditedMeanwhile(Refused):
    """Somebody else has made an edition since this one was opened."""


class NothingChanged(Refused):
    """The edition would say what the one before says."""


class KeptElsewhere(Refused):
    """The congress here came from another portal, which keeps the rule sets."""


class UnsoundEdition(Refused):
    """The owning app cannot read what was entered; ``faults`` says where and why."""

    def __init__(self, faults: list[RowFault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = faults


class Shipping(StrEnum):
    """What bringing a shipped rule set came to."""

    FIRST = "first"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # an administrator has edited it, so his edition stays


class Shipped(NamedTuple):
    """A rule set, its edition in use, and what shipping came to."""

    edition: RuleSetEdition
    outcome: Shipping


def ship_rule_sets(*, at: datetime) -> list[Shipped]:
    """Bring what the portal ships into the register, where nobody has edited it."""
    return [
        _ship(rules, at=at)
        for book in registry.rule_books()
        for rules in book.shipped.values()
    ]


def current_edition(code: str, *, at: datetime) -> RuleSetEdition:
    """Return the edition in use; the first one is made of what is shipped."""
    if found := latest_edition(code):
        return found
    book = registry.rule_book(code)
    if book is None:
        raise LookupError(code)
    return _ship(book.shipped[code], at=at).edition


@transaction.atomic
def change_rule_set(
    code: str, *, seen: int, content: Content, reason: str, by: User, at: datetime
) -> RuleSetEdition:
    """Make the next edition; ``seen`` is the number of the one that was edited.

    Raises:
        EditedMeanwhile, NothingChanged, UnsoundEdition: and nothing is stored.
        KeptElsewhere: this portal only holds a congress that came from another.
    """
    if journeys.arrivals():
        raise KeptElsewhere(
            _("Đại hội ở đây mang từ nơi khác tới. Hãy sửa bộ quy định ở nơi ấy.")
        )
    before = _latest_locked(code)
    if before.number != seen:
        raise EditedMeanwhile(
            _("Bộ quy định vừa được người khác sửa. Hãy xem bản mới rồi lưu lại.")
        )
    book = registry.rule_book(code)
    faults = list(book.faults(code, content)) if book else []
    if faults:
        raise UnsoundEdition(faults)
    if _digest(content) == before.digest:
        raise NothingChanged(_("Chưa có gì khác với bản đang dùng."))
    edition = _make(
        before.rule_set, content, number=seen + 1, reason=reason, by=by, at=at
    )
    trail.record(
        "core.rule_set_changed",
        subject=edition,
        scope=None,
        actor=by,
        at=at,
        edition=edition.number,
        reason=reason,
        changes=list(_told(book, before, content)),
    )
    return edition


@transaction.atomic
def _ship(rules: ShippedRules, *, at: datetime) -> Shipped:
    facts = {
        "title": _in_vietnamese(rules.title),
        "issued_on": rules.issued_on,
        "valid_from": rules.valid_from,
        "valid_until": rules.valid_until,
    }
    # Two who come first at once: one makes the row, the other waits for it here.
    RuleSet.objects.get_or_create(code=rules.code, defaults=facts)
    rule_set = RuleSet.objects.select_for_update().get(code=rules.code)
    _correct(rule_set, facts)
    before = latest_edition(rules.code)
    if before and before.digest == _digest(rules.content):
        return Shipped(before, Shipping.UNCHANGED)
    if before and not _is_as_shipped(before):
        return Shipped(before, Shipping.KEPT)
    edition = _make(
        rule_set,
        rules.content,
        number=before.number + 1 if before else 1,
        reason=SHIPPED_REASON,
        by=None,
        at=at,
    )
    trail.record(
        "core.rule_set_shipped",
        subject=edition,
        scope=None,
        actor=None,
        at=at,
        edition=edition.number,
    )
    return Shipped(edition, Shipping.RENEWED if before else Shipping.FIRST)


def _correct(rule_set: RuleSet, facts: dict[str, Any]) -> None:
    """Take over the dates of this release: a successor ends what it follows."""
    changed = [name for name, fact in facts.items() if getattr(rule_set, name) != fact]
    for name in changed:
        setattr(rule_set, name, facts[name])
    if changed:
        rule_set.save(update_fields=changed)


def _is_as_shipped(edition: RuleSetEdition) -> bool:
    """Whether the edition came with some release, or was put back to what came."""
    shipped = RuleSetEdition.objects.filter(
        rule_set=edition.rule_set_id, made_by__isnull=True
    )
    return shipped.filter(digest=edition.digest).exists()


def _latest_locked(code: str) -> RuleSetEdition:
    RuleSet.objects.select_for_update().get(code=code)
    return RuleSetEdition.objects.filter(rule_set=code).latest("number")


def _make(
    rule_set: RuleSet,
    content: Content,
    *,
    number: int,
    reason: str,
    by: User | None,
    at: datetime,
) -> RuleSetEdition:
    return RuleSetEdition.objects.create(
        rule_set=rule_set,
        number=number,
        values=content.values,
        clauses=content.clauses,
        digest=_digest(content),
        reason=reason,
        made_by=by,
        made_at=at,
    )


def _digest(content: Content) -> str:
    """Return the digest over everything an edition says."""
    said = json.dumps(
        [content.values, content.clauses],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _told(
    book: RuleBook | None, before: RuleSetEdition, content: Content
) -> Iterator[dict[str, str]]:
    """Tell each change in Vietnamese, whatever language its maker reads."""
    with translation.override("vi"):
        for each in differences(content_of(before), content, book):
            yield {
                "field": f"{each.name} – {each.field_name}",
                "from": each.before,
                "to": each.after,
            }


def _in_vietnamese(title: Any) -> str:
    with translation.override("vi"):
        return str(title)
