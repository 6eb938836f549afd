"""What a template offers to a plan that was made from it before."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from congress import labels
from congress.models import Congress, Milestone, PlanTemplate, TemplateItem
from congress.queries.plans.days import Grounds
from congress.queries.plans.template import digest_of, items
from core.vietnamese import dates


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a change of the template would change here."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What of a template a plan does not have, has otherwise, or has still."""

    template: PlanTemplate | None
    new: list[tuple[TemplateItem, date | None]] = field(default_factory=list)
    changed: list[tuple[TemplateItem, Milestone, list[Line]]] = field(
        default_factory=list
    )
    removed: list[Milestone] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.new) + len(self.changed) + len(self.removed)


def template_of(congress: Congress) -> PlanTemplate | None:
    """Return what the plan of a congress was made from."""
    made_from = Counter(
        Milestone.objects.filter(congress=congress, item__isnull=False).values_list(
            "item__template", flat=True
        )
    )
    if not made_from:
        return None
    key = made_from.most_common(1)[0][0]
    return PlanTemplate.objects.select_related("unit", "level").get(pk=key)


def offers(congress: Congress, grounds: Grounds | None = None) -> Offers:
    """Compare a plan with its template as it is now. What is done is left alone."""
    template = template_of(congress)
    if template is None:
        return Offers(None)
    grounds = grounds or Grounds()
    rows = list(
        Milestone.objects.filter(congress=congress).select_related("after", "item")
    )
    by_item = {row.item_id: row for row in rows if row.item_id}
    codes = {row.code for row in rows}
    found = Offers(template)
    for item in items(template):
        row = by_item.get(item.pk)
        if row is None:
            if item.code not in codes:
                found.new.append((item, grounds.due_on(item.timing, congress)))
            continue
        if row.done_on is not None or row.item_digest == digest_of(item):
            continue
        if lines := _lines(row, item, grounds.due_on(item.timing, congress)):
            found.changed.append((item, row, lines))
    found.removed.extend(
        row for row in rows if row.item and row.item.is_removed and row.done_on is None
    )
    return found


def _lines(row: Milestone, item: TemplateItem, due: date | None) -> list[Line]:
    yes_no = {True: _("có"), False: _("không")}
    before_day = dates.short(row.due_on) if row.due_on else ""
    pairs = [
        (_("Việc"), str(row), str(item)),
        (_("Phần"), row.get_phase_display(), item.get_phase_display()),
        (_("Ai làm"), row.get_owner_role_display(), item.get_owner_role_display()),
        (
            _("Phải có minh chứng"),
            yes_no[row.needs_evidence],
            yes_no[item.needs_evidence],
        ),
        (
            _("Cách tính hạn"),
            labels.timing_words(row.timing),
            labels.timing_words(item.timing),
        ),
        (_("Hạn"), before_day, dates.short(due) if due else ""),
        (
            _("Sau khi xong việc"),
            str(row.after) if row.after else "",
            str(item.after) if item.after else "",
        ),
    ]
    return [
        Line(str(label), str(before), str(after))
        for label, before, after in pairs
        if before != after
    ]
