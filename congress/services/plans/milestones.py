"""One thing of a plan: done, taken back, changed, added, taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from congress.models import Milestone
from congress.queries.plans import Grounds
from congress.rules.planning import Anchor
from congress.services.holding import held_congress
from congress.services.plan_work import plan_changed
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import User
from core.vietnamese import dates, names

CODE: Final = 40
OWN: Final = "rieng-"  # how codes of what a unit added itself begin


class NotItsTurn(Unfit):
    """What has to be done before is not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What somebody says of a milestone; no day is the one the template gives."""

    title: str
    owner: User | None
    due_on: date | None
    phase: str = ""  # of one that is added
    needs_evidence: bool = False


@transaction.atomic
def mark_done(
    milestone_id: UUID,
    *,
    done_on: date,
    evidence: str = "",
    out_of_order: bool = False,
    by: User,
    at: datetime,
) -> Milestone:
    """Write down that something is done, since when, and where that can be seen.

    What it comes after has to be done before; ``out_of_order`` says that the person
    knows it is not, and the line in the trail tells so.
    """
    row = _row(milestone_id)
    if row.done_on is not None:
        raise Refused(_("Việc này đã được ghi là xong."))
    if done_on > timezone.localdate(at):
        raise Unfit(_("Ngày xong không được sau hôm nay."), "done_on")
    evidence = names.clean(evidence)
    if row.needs_evidence and not evidence:
        raise Unfit(
            _("Việc này phải ghi minh chứng: số, ngày văn bản hoặc nơi lưu."),
            "evidence",
        )
    waits = row.after is not None and row.after.done_on is None
    if waits and not out_of_order:
        raise NotItsTurn(
            _(
                "Việc phải làm trước là “%(before)s” chưa xong. Hãy ghi việc ấy trước, "
                "hoặc đánh dấu ô vẫn ghi xong."
            )
            % {"before": row.after},
            "out_of_order",
        )
    row.done_on, row.done_by, row.evidence = done_on, by, evidence
    row.version += 1
    row.save(update_fields=["done_on", "done_by", "evidence", "version"])
    _record("congress.milestone_done", row, by, at, **_order(waits))
    return row


@transaction.atomic
def take_back(milestone_id: UUID, *, by: User, at: datetime) -> Milestone:
    """Take back that something is done; what was said of it stays to be corrected."""
    row = _row(milestone_id)
    if row.done_on is None:
        return row
    row.done_on, row.done_by = None, None
    if not row.is_due_by_hand:
        row.due_on = Grounds().due_on(row.timing, row.congress)
    row.version += 1
    row.save(update_fields=["done_on", "done_by", "due_on", "version"])
    _record("congress.milestone_taken_back", row, by, at)
    return row


@transaction.atomic
def change_milestone(
    milestone_id: UUID, doing: Doing, *, seen_version: int, by: User, at: datetime
) -> Milestone:
    """Change what something is called, who does it, and by when where no rule says."""
    row = _row(milestone_id)
    if row.version != seen_version:
        raise ChangedMeanwhile
    said: dict[str, object] = {
        "title": names.clean(doing.title),
        "owner": doing.owner,
    }
    if not row.is_bound:
        said |= _day_said(row, doing.due_on)
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, said[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    told = [name for name in changed if name != "is_due_by_hand"]
    _record("congress.milestone_changed", row, by, at, fields=sorted(told))
    return row


def _day_said(row: Milestone, due_on: date | None) -> dict[str, object]:
    if due_on == row.due_on:
        return {}
    if due_on is None:
        found = Grounds().due_on(row.timing, row.congress)
        return {"due_on": found, "is_due_by_hand": False}
    return {"due_on": due_on, "is_due_by_hand": True}


@transaction.atomic
def add_milestone(
    congress_id: UUID, doing: Doing, *, by: User, at: datetime
) -> Milestone:
    """Add something that only this congress has to do."""
    congress = held_congress(congress_id)
    known = set(
        Milestone.objects.filter(congress=congress).values_list("code", flat=True)
    )
    last = Milestone.objects.filter(congress=congress).aggregate(last=Max("place"))
    row = Milestone.objects.create(
        congress=congress,
        code=free_code(doing.title, known, before=OWN),
        title=names.clean(doing.title),
        phase=doing.phase,
        needs_evidence=doing.needs_evidence,
        owner=doing.owner,
        anchor=Anchor.DAY.value,
        due_on=doing.due_on,
        is_due_by_hand=True,
        place=(last["last"] or 0) + 1,
    )
    _record("congress.milestone_added", row, by, at)
    return row


@transaction.atomic
def remove_milestone(milestone_id: UUID, *, by: User, at: datetime) -> None:
    """Take something off a plan; what a template gave only while it is not done."""
    # What comes after it is changed too: the congress is held before any of them.
    held_congress(
        Milestone.objects.values_list("congress", flat=True).get(pk=milestone_id)
    )
    row = _row(milestone_id)
    if row.item_id and row.done_on is not None:
        raise Refused(
            _("Việc này lấy từ mẫu và đã xong ngày %(day)s nên không bỏ được.")
            % {"day": dates.short(row.done_on)}
        )
    trail.record(
        "congress.milestone_removed",
        subject=row,
        scope=row.congress.scope,
        actor=by,
        at=at,
    )
    drop([row])
    plan_changed([row.congress_id], at=at)


def drop(rows: Sequence[Milestone]) -> None:
    """Take rows off; what came after one comes after nothing any more."""
    gone = [row.pk for row in rows]
    Milestone.objects.filter(after__in=gone).update(after=None)
    Milestone.objects.filter(pk__in=gone).delete()


def free_code(title: str, known: set[str], *, before: str = "") -> str:
    """Return a code made of a title that nothing else here has."""
    stem = f"{before}{slugify(names.fold(title))}"[: CODE - 4].strip("-") or "viec"
    code, number = stem, 1
    while code in known:
        number += 1
        code = f"{stem}-{number}"
    return code


def _row(milestone_id: UUID) -> Milestone:
    held = Milestone.objects.select_for_update(of=("self",))
    return held.select_related("congress__unit__kind", "congress__scope", "after").get(
        pk=milestone_id
    )


def _order(waits: bool) -> dict[str, bool]:
    return {"out_of_order": True} if waits else {}


def _record(act: str, row: Milestone, by: User, at: datetime, **detail: object) -> None:
    trail.record(act, subject=row, scope=row.congress.scope, actor=by, at=at, **detail)
    plan_changed([row.congress_id], at=at)
