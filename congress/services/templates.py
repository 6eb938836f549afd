"""Templates of plans: made from the customary one, kept by the unit they belong to."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from congress import labels
from congress.models import PlanTemplate, TemplateItem
from congress.queries import plans as queries
from congress.rules.customary_plan import CUSTOMARY
from congress.rules.planning import BOUND, Anchor
from congress.services.plans import TAKEN_OVER, free_code
from core.audit import trail
from core.errors import ChangedMeanwhile, Unfit
from core.models import Level, Unit, User
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What somebody says of an item of a template."""

    title: str
    phase: str
    owner_role: str = ""
    needs_evidence: bool = False
    anchor: str = Anchor.OPENING.value
    days: int = 0
    in_working_days: bool = False
    fixed_day: date | None = None
    rule: str = ""
    after: TemplateItem | None = None


@transaction.atomic
def make_template(
    unit: Unit,
    level: Level,
    title: str,
    *,
    customary: bool = True,
    by: User | None,
    at: datetime,
) -> PlanTemplate:
    """Make a template, with what congresses customarily have to do or with nothing."""
    template = _new(unit, level, title)
    if customary:
        _fill(template)
    _record("congress.template_made", template, by, at)
    return template


@transaction.atomic
def copy_template(
    template_id: UUID, unit: Unit, title: str, *, by: User, at: datetime
) -> PlanTemplate:
    """Make a template that begins as another stands now."""
    original = PlanTemplate.objects.select_related("level").get(pk=template_id)
    copy = _new(unit, original.level, title)
    rows = list(queries.items(original))
    made = {
        row.pk: TemplateItem(
            template=copy,
            code=row.code,
            place=row.place,
            **{name: getattr(row, name) for name in TAKEN_OVER},
        )
        for row in rows
    }
    for row in rows:
        if row.after_id in made:
            made[row.pk].after = made[row.after_id]
    TemplateItem.objects.bulk_create(made.values())
    _record("congress.template_made", copy, by, at, template=original.title)
    return copy


@transaction.atomic
def rename_template(
    template_id: UUID,
    title: str,
    *,
    after_pilots: bool | None = None,
    seen_version: int,
    by: User,
    at: datetime,
) -> PlanTemplate:
    """Call a template something else; say whether its level waits for the pilots."""
    template = _held(template_id, seen_version)
    said: dict[str, Any] = {"title": names.clean(title)}
    if after_pilots is not None:
        said["after_pilots"] = after_pilots
    changed = [name for name, value in said.items() if getattr(template, name) != value]
    if not changed:
        return template
    if "title" in changed:
        _free_title(template.unit, said["title"])
    for name in changed:
        setattr(template, name, said[name])
    _touched(template)
    _record("congress.template_changed", template, by, at, fields=sorted(changed))
    return template


@transaction.atomic
def add_item(template_id: UUID, task: Duty, *, by: User, at: datetime) -> TemplateItem:
    """Add something that every congress of the level has to do, at the end."""
    template = _held(template_id)
    rows = TemplateItem.objects.filter(template=template)
    known = set(rows.values_list("code", flat=True))
    last = rows.aggregate(last=Max("place"))["last"] or 0
    item = TemplateItem(
        template=template, code=free_code(task.title, known), place=last + 1
    )
    _say(item, task)
    item.save(force_insert=True)
    _touched(template)
    _record("congress.item_added", item, by, at)
    return item


@transaction.atomic
def change_item(
    item_id: UUID, task: Duty, *, seen_version: int, by: User, at: datetime
) -> TemplateItem:
    """Change an item; plans that have it are offered the change."""
    template = _held(_template_of(item_id), seen_version)
    item = TemplateItem.objects.select_related("after").get(pk=item_id)
    before = queries.digest_of(item)
    old = {name: getattr(item, name) for name in (*TAKEN_OVER, "after_id")}
    _say(item, task)
    if queries.digest_of(item) == before:
        return item
    item.save()
    _touched(template)
    changed = [name for name, value in old.items() if getattr(item, name) != value]
    told = sorted(name.removesuffix("_id") for name in changed)
    _record("congress.item_changed", item, by, at, fields=told)
    return item


@transaction.atomic
def remove_item(item_id: UUID, *, by: User, at: datetime) -> None:
    """Take an item out; plans that have it are asked whether they still want it."""
    template = _held(_template_of(item_id))
    item = TemplateItem.objects.get(pk=item_id)
    if item.is_removed:
        return
    # What came after it comes after what it came after.
    TemplateItem.objects.filter(after=item).update(after=item.after_id)
    item.is_removed = True
    item.save(update_fields=["is_removed"])
    _touched(template)
    _record("congress.item_removed", item, by, at)


@transaction.atomic
def move_item(item_id: UUID, *, up: bool, by: User, at: datetime) -> None:
    """Move an item one place up or down; at the end it stays."""
    template = _held(_template_of(item_id))
    rows = list(queries.items(template))
    here = next((n for n, row in enumerate(rows) if row.pk == item_id), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, start=1):
        row.place = place
    TemplateItem.objects.bulk_update(rows, ["place"])
    _touched(template)
    _record("congress.item_moved", rows[there], by, at)


# --- what the acts share ----------------------------------------------------------


def _new(unit: Unit, level: Level, title: str) -> PlanTemplate:
    # Two clicks wait for each other here.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    title = names.clean(title)
    _free_title(unit, title)
    return PlanTemplate.objects.create(unit=unit, level=level, title=title)


def _free_title(unit: Unit, title: str) -> None:
    if PlanTemplate.objects.filter(unit=unit, title=title).exists():
        raise Unfit(_("Tổ chức này đã có mẫu mang tên ấy. Hãy đặt tên khác."), "title")


def _fill(template: PlanTemplate) -> None:
    with translation.override("vi"):
        made = {
            each.code: TemplateItem(
                template=template,
                code=each.code,
                title=str(labels.CUSTOMARY[each.code]),
                phase=each.phase,
                owner_role=each.owner_role,
                needs_evidence=each.needs_evidence,
                anchor=each.anchor.value,
                days=each.days,
                rule=each.rule,
                place=place,
            )
            for place, each in enumerate(CUSTOMARY, start=1)
        }
    for each in CUSTOMARY:
        if each.after:
            made[each.code].after = made[each.after]
    TemplateItem.objects.bulk_create(made.values())


def _say(item: TemplateItem, task: Duty) -> None:
    """Write what was said into an item that is not stored yet."""
    for each in fields(Duty):
        setattr(item, each.name, getattr(task, each.name))
    item.title = names.clean(task.title)
    if task.rule:
        # A rule says what it is counted from, and how long.
        item.anchor, item.days = BOUND[task.rule].value, 0
        item.in_working_days, item.fixed_day = False, None
    elif task.anchor == Anchor.DAY:
        if task.fixed_day is None:
            raise Unfit(_("Hãy ghi ngày cố định."), "fixed_day")
        item.days, item.in_working_days = 0, False
    else:
        item.fixed_day = None
    _no_circle(item)


def _no_circle(item: TemplateItem) -> None:
    links: dict[Any, Any] = dict(
        TemplateItem.objects.filter(template=item.template_id).values_list(
            "pk", "after"
        )
    )
    before = item.after_id
    while before is not None:
        if before == item.pk:
            raise Unfit(
                _("Việc ấy lại phải làm sau việc này. Hãy chọn việc khác."), "after"
            )
        before = links.get(before)


def _template_of(item_id: UUID) -> UUID:
    return TemplateItem.objects.values_list("template", flat=True).get(pk=item_id)


def _held(template_id: UUID, seen_version: int | None = None) -> PlanTemplate:
    held = PlanTemplate.objects.select_for_update(of=("self",))
    template = held.select_related("unit__scope", "level").get(pk=template_id)
    if seen_version is not None and template.version != seen_version:
        raise ChangedMeanwhile
    return template


def _touched(template: PlanTemplate) -> None:
    template.version += 1
    template.save(update_fields=["title", "after_pilots", "version"])


def _record(
    act: str,
    subject: PlanTemplate | TemplateItem,
    by: User | None,
    at: datetime,
    **detail: Any,
) -> None:
    template = subject if isinstance(subject, PlanTemplate) else subject.template
    trail.record(
        act, subject=subject, scope=template.unit.scope, actor=by, at=at, **detail
    )
