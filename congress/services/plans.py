"""The plan of a congress: made from a template in one step, then kept by its unit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from congress.models import Congress, Milestone, PlanTemplate, TemplateItem
from congress.queries import plans as queries
from congress.queries.plans import Grounds, digest_of
from congress.rules.planning import GATES, Anchor
from congress.services.arrangements import arrangements_follow_days
from congress.services.legal import take_bases
from congress.services.plan_work import write_work
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import User
from core.vietnamese import dates, names

Report = Callable[[int, int], None]
CODE: Final = 40
OWN: Final = "rieng-"  # how codes of what a unit added itself begin
AT_ONCE: Final = 2_000  # rows in one statement
# What a plan says of how ready a congress is, besides how much of it is done.
POINTS: Final = ("plan", "result_reported", *GATES[1:])
# What a milestone takes over from its item as it stands there.
TAKEN_OVER: Final = (
    "title",
    "phase",
    "owner_role",
    "needs_evidence",
    "anchor",
    "days",
    "in_working_days",
    "fixed_day",
    "rule",
)


class Unfit(Refused):
    """What was said of a milestone or an item cannot be so; ``field`` says where."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyPlanned(Refused):
    """The congress has a plan: what it lacks is taken over from the offers."""


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


@dataclass(frozen=True, slots=True)
class Made:
    """What making plans for many congresses came to."""

    plans: int
    milestones: int
    planned: int  # had one before
    out: int  # are worked on elsewhere


# --- making -----------------------------------------------------------------------


@transaction.atomic
def make_plan(
    congress_id: UUID, template_id: UUID, *, by: User | None, at: datetime
) -> int:
    """Make a congress's plan from a template; return how many things to do."""
    congress = _held(congress_id)
    template = PlanTemplate.objects.get(pk=template_id)
    if template.level_id != congress.unit.kind.level_id:
        raise Refused(
            _("Mẫu này dành cho đại hội cấp khác. Hãy chọn mẫu của cấp %(level)s.")
            % {"level": congress.unit.kind.level}
        )
    if Milestone.objects.filter(congress=congress, item__isnull=False).exists():
        raise AlreadyPlanned(_("Đại hội này đã có kế hoạch."))
    items = list(queries.items(template))
    if not items:
        raise Refused(_("Mẫu này chưa có việc nào."))
    Milestone.objects.bulk_create(_milestones(congress, items, Grounds()))
    take_bases(template, [congress])
    trail.record(
        "congress.plan_made",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
        template=template.title,
        milestones=len(items),
    )
    refresh([congress.pk], *POINTS, at=at)
    write_work([congress.pk], at=at)
    return len(items)


@transaction.atomic
def make_plans(
    template_id: UUID | str, *, by: User | None, at: datetime, report: Report
) -> Made:
    """Make plans for every congress of the template's level that has none."""
    template = PlanTemplate.objects.select_related("unit__scope").get(pk=template_id)
    items = list(queries.items(template))
    if not items:
        raise Refused(_("Mẫu này chưa có việc nào."))
    # Who makes a plan by hand at this moment goes first; then it has one.
    waiting = queries.without_plan(template).order_by("pk")
    keys = waiting.select_for_update(of=("self",), no_key=True).values_list("pk")
    locked = [key for (key,) in keys]
    found = list(
        queries.unplanned(Congress.objects.filter(pk__in=locked))
        .select_related("unit__kind")
        .order_by("pk")
    )
    out = queries.is_out(found)
    left = [each for each in found if each.pk not in out]
    made = _make_for(left, items, report)
    take_bases(template, left)
    counts = Made(
        plans=len(left),
        milestones=made,
        planned=queries.planned(template) - len(left),
        out=len(out),
    )
    if left:
        trail.record(
            "congress.plans_made",
            subject=template,
            scope=template.unit.scope,
            actor=by,
            at=at,
            plans=counts.plans,
            milestones=counts.milestones,
        )
        refresh([each.pk for each in left], *POINTS, at=at)
        write_work([each.pk for each in left], at=at)
    return counts


def _make_for(
    congresses: Sequence[Congress], items: Sequence[TemplateItem], report: Report
) -> int:
    grounds = Grounds()
    digests = _digests(items)
    rows: list[Milestone] = []
    made = 0
    for done, congress in enumerate(congresses, start=1):
        rows += _milestones(congress, items, grounds, digests)
        if len(rows) >= AT_ONCE or done == len(congresses):
            made += len(Milestone.objects.bulk_create(rows))
            rows = []
            report(done, len(congresses))
    return made


def _digests(items: Iterable[TemplateItem]) -> dict[UUID, str]:
    return {item.pk: digest_of(item) for item in items}


def _milestones(
    congress: Congress,
    items: Sequence[TemplateItem],
    grounds: Grounds,
    digests: dict[UUID, str] | None = None,
) -> list[Milestone]:
    """Return what the items come to at a congress, each after what it comes after."""
    digests = digests or _digests(items)
    made = {
        item.pk: Milestone(
            congress=congress,
            item=item,
            item_digest=digests[item.pk],
            code=item.code,
            place=item.place,
            due_on=grounds.due_on(item.timing, congress),
            **{name: getattr(item, name) for name in TAKEN_OVER},
        )
        for item in items
    }
    for item in items:
        if item.after_id in made:
            made[item.pk].after = made[item.after_id]
    return list(made.values())


# --- days -------------------------------------------------------------------------


def follow_days(congress: Congress) -> int:
    """Work out due days anew in the act that changed what they are counted from.

    Left alone is what is done and what somebody set by hand. Returns how many moved.
    """
    grounds = Grounds()
    moved = []
    rows = Milestone.objects.filter(
        congress=congress, done_on__isnull=True, is_due_by_hand=False
    )
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        due = grounds.due_on(row.timing, congress)
        if due != row.due_on:
            row.due_on = due
            row.version += 1
            moved.append(row)
    Milestone.objects.bulk_update(moved, ["due_on", "version"])
    arrangements_follow_days(congress, grounds)
    if moved:
        write_work([congress.pk], at=timezone.now())
    return len(moved)


@transaction.atomic
def recompute(congress_id: UUID, *, by: User, at: datetime) -> int:
    """Work out the due days anew, after days off or a directive were put right."""
    congress = _held(congress_id)
    moved = follow_days(congress)
    if moved:
        trail.record(
            "congress.plan_recomputed",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            milestones=moved,
        )
        refresh([congress.pk], *POINTS, at=at)
    return moved


# --- one thing to do --------------------------------------------------------------


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
    congress = _held(congress_id)
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
    _drop([row])
    refresh([row.congress_id], *POINTS, at=at)
    write_work([row.congress_id], at=at)


def _drop(rows: Sequence[Milestone]) -> None:
    """Take rows off; what came after one comes after nothing any more."""
    gone = [row.pk for row in rows]
    Milestone.objects.filter(after__in=gone).update(after=None)
    Milestone.objects.filter(pk__in=gone).delete()


# --- what a template offers -----------------------------------------------------------


@transaction.atomic
def take_offers(
    congress_id: UUID, chosen: Iterable[UUID], *, by: User, at: datetime
) -> int:
    """Take over what was chosen of a template's changes; return how many there were.

    New items come, changed ones replace what the plan has, removed ones go.
    """
    congress = _held(congress_id)
    _hold_rows(congress)
    keys, grounds = set(chosen), Grounds()
    offers = queries.offers(congress, grounds)
    new = [item for item, _due in offers.new if item.pk in keys]
    added = _milestones(congress, new, grounds)
    Milestone.objects.bulk_create(added)
    changed = [row for item, row, _lines in offers.changed if item.pk in keys]
    removed = [row for row in offers.removed if row.item_id in keys]
    for item, row, _lines in offers.changed:
        if item.pk in keys:
            _take(row, item, grounds.due_on(item.timing, congress))
    _drop(removed)
    _set_order(congress, [row.item_id for row in [*added, *changed]])
    if added or changed or removed:
        trail.record(
            "congress.offers_taken",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            added=len(added),
            changed=len(changed),
            removed=len(removed),
        )
        refresh([congress.pk], *POINTS, at=at)
        write_work([congress.pk], at=at)
    return len(added) + len(changed) + len(removed)


@transaction.atomic
def keep_own(
    congress_id: UUID, chosen: Iterable[UUID], *, by: User, at: datetime
) -> int:
    """Keep the plan as it is where a template changed: it is not offered again."""
    congress = _held(congress_id)
    _hold_rows(congress)
    keys = set(chosen)
    offers = queries.offers(congress)
    kept = []
    for item, row, _lines in offers.changed:
        if item.pk in keys:
            row.item_digest = digest_of(item)
            kept.append(row)
    for row in offers.removed:
        if row.item_id in keys:
            row.item, row.item_digest = None, ""
            kept.append(row)
    Milestone.objects.bulk_update(kept, ["item", "item_digest"])
    if kept:
        trail.record(
            "congress.offers_declined",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            milestones=len(kept),
        )
    return len(kept)


def _take(row: Milestone, item: TemplateItem, due: date | None) -> None:
    for name in TAKEN_OVER:
        setattr(row, name, getattr(item, name))
    row.item_digest = digest_of(item)
    row.place = item.place
    row.due_on = due
    row.is_due_by_hand = False
    row.version += 1
    row.save()


def _set_order(congress: Congress, taken: Sequence[UUID | None]) -> None:
    """Let what was taken over come after what its item comes after, where that is."""
    rows = {
        row.item_id: row
        for row in Milestone.objects.filter(congress=congress, item__isnull=False)
    }
    items = TemplateItem.objects.filter(pk__in=[key for key in taken if key])
    for item in items:
        rows[item.pk].after = rows.get(item.after_id) if item.after_id else None
    Milestone.objects.bulk_update([rows[item.pk] for item in items], ["after"])


# --- what the acts share ----------------------------------------------------------


def free_code(title: str, known: set[str], *, before: str = "") -> str:
    """Return a code made of a title that nothing else here has."""
    stem = f"{before}{slugify(names.fold(title))}"[: CODE - 4].strip("-") or "viec"
    code, number = stem, 1
    while code in known:
        number += 1
        code = f"{stem}-{number}"
    return code


def _held(congress_id: UUID) -> Congress:
    """Return a congress that nobody else changes or plans meanwhile."""
    held = Congress.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit__kind__level", "scope", "term").get(pk=congress_id)


def _hold_rows(congress: Congress) -> None:
    """Let nobody mark or change a milestone of the congress meanwhile."""
    rows = Milestone.objects.select_for_update().filter(congress=congress)
    list(rows.order_by("pk").values_list("pk"))


def _row(milestone_id: UUID) -> Milestone:
    held = Milestone.objects.select_for_update(of=("self",))
    return held.select_related("congress__unit__kind", "congress__scope", "after").get(
        pk=milestone_id
    )


def _order(waits: bool) -> dict[str, bool]:
    return {"out_of_order": True} if waits else {}


def _record(act: str, row: Milestone, by: User, at: datetime, **detail: object) -> None:
    trail.record(act, subject=row, scope=row.congress.scope, actor=by, at=at, **detail)
    refresh([row.congress_id], *POINTS, at=at)
    write_work([row.congress_id], at=at)
