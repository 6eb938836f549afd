"""Plans of congresses: how days are found, what waits, what templates offer."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.http import Http404
from django.utils.translation import gettext as _

from congress import labels
from congress.models import (
    Congress,
    Holiday,
    LevelTerms,
    Milestone,
    Phase,
    PlanTemplate,
    TemplateItem,
)
from congress.queries.base import regulation_for, rule_set_in
from congress.rules import planning
from congress.rules.clauses import CONFIRMED
from congress.rules.planning import (
    BOUND,
    GATES,
    SOON,
    Beyond,
    Days,
    Standing,
    Timing,
    Values,
)
from congress.rules.regulations import Regulation
from congress.rules.rulesets import RULE_SETS
from congress.rules.working_days import Calendar
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import journeys, with_words
from core.queries.rule_sets import latest_edition
from core.vietnamese import dates

D = TypeVar("D", bound=Model)

OF_THE_RULE_SET: Final = tuple(
    name for name in BOUND if name not in {"clearance_days", "done_by"}
)

_PHASE_ORDER: Final = Case(
    *(When(phase=phase, then=place) for place, phase in enumerate(Phase.values)),
    default=len(Phase.values),
    output_field=IntegerField(),
)

_TAKEN: Final = Milestone.objects.filter(congress=OuterRef("pk"), item__isnull=False)


IN_ORDER: Final = ("phase_order", "place", "pk")

# --- how days are found -----------------------------------------------------------


def calendar() -> Calendar:
    """Return the days off and the days worked instead, as they are kept."""
    off: set[date] = set()
    worked: set[date] = set()
    for day, is_worked in Holiday.objects.values_list("day", "is_worked"):
        (worked if is_worked else off).add(day)
    return Calendar(frozenset(off), frozenset(worked))


def days_of(congress: Congress) -> Days:
    """Return the days of a congress as the rules take them."""
    return Days(congress.opens_on, congress.closes_on)


@dataclass
class Grounds:
    """What due days of many congresses are found by, read once."""

    calendar: Calendar = field(default_factory=calendar)
    terms: list[LevelTerms] = field(
        default_factory=lambda: list(LevelTerms.objects.order_by("-opens_from"))
    )
    _of_regulation: dict[Regulation, dict[str, int]] = field(default_factory=dict)
    _found: dict[object, date | None] = field(default_factory=dict)

    def terms_for(self, congress: Congress) -> LevelTerms | None:
        """Return what a directive asks of a congress of that level and time."""
        level = congress.unit.kind.level_id
        return next(
            (
                each
                for each in self.terms
                if each.level_id == level
                and each.opens_from <= congress.opens_on <= each.opens_until
            ),
            None,
        )

    def values_for(self, congress: Congress) -> Values:
        """Return the values that due days of the congress may be bound to."""
        terms = self.terms_for(congress)
        return {
            **self._values_in(regulation_for(congress)),
            "clearance_days": terms.clearance_days if terms else None,
            "done_by": terms.done_by if terms else None,
        }

    def due_on(self, timing: Timing, congress: Congress) -> date | None:
        """Return the day something is due at the congress."""
        days = days_of(congress)
        known = (timing, days, congress.unit.kind.level_id)
        if known not in self._found:
            self._found[known] = planning.due_on(
                timing, days, self.values_for(congress), self.calendar
            )
        return self._found[known]

    def _values_in(self, regulation: Regulation) -> dict[str, int]:
        if regulation not in self._of_regulation:
            edition = latest_edition(regulation.value)
            rules = rule_set_in(edition) if edition else RULE_SETS[regulation]
            self._of_regulation[regulation] = {
                name: getattr(rules, name).value for name in OF_THE_RULE_SET
            }
        return self._of_regulation[regulation]


@dataclass(frozen=True, slots=True)
class TermsCheck:
    """What a directive asks of the days of a congress, and what they do not keep."""

    terms: LevelTerms
    faults: list[str]

    @property
    def is_sure(self) -> bool:
        """Whether somebody has read the directive itself."""
        return self.terms.confidence in CONFIRMED


def terms_check(congress: Congress, grounds: Grounds) -> TermsCheck | None:
    """Hold the days of a congress against the directive of its time."""
    terms = grounds.terms_for(congress)
    if terms is None:
        return None
    days = days_of(congress)
    said = {
        "lasts": planning.lasts(days),
        "most": terms.most_days,
        "closes": dates.short(congress.closes_on),
        "done_by": dates.short(terms.done_by) if terms.done_by else "",
    }
    found: list[Beyond] = planning.beyond(
        days, most_days=terms.most_days, done_by=terms.done_by
    )
    return TermsCheck(terms, [str(labels.BEYOND[each]) % said for each in found])


# --- a plan -----------------------------------------------------------------------


def plan(congress: Congress) -> QuerySet[Milestone]:
    """Return the milestones of a congress, with ``phase_order``."""
    found = Milestone.objects.filter(congress=congress)
    return found.select_related("owner", "after").annotate(phase_order=_PHASE_ORDER)


def in_order(congress: Congress) -> QuerySet[Milestone]:
    """Return the milestones of a congress in the order of its parts."""
    return plan(congress).order_by(*IN_ORDER)


def searched(rows: QuerySet[Milestone], wanted: str) -> QuerySet[Milestone]:
    """Keep the milestones with these words, whatever the accents."""
    return with_words(rows, "title", wanted)


def standing_in(rows: QuerySet[D], state: str, today: date) -> QuerySet[D]:
    """Keep what stands so today: milestones, or what is due and done as they are."""
    soon = date.fromordinal(today.toordinal() + SOON)
    still = Q(done_on__isnull=True)
    late = Q(done_on__gt=F("due_on"))
    meant = {
        Standing.DONE.value: Q(done_on__isnull=False) & ~Q(late, due_on__isnull=False),
        Standing.DONE_LATE.value: late,
        Standing.LATE.value: still & Q(due_on__lt=today),
        Standing.SOON.value: still & Q(due_on__gte=today, due_on__lte=soon),
        Standing.AHEAD.value: still & Q(due_on__gt=soon),
        Standing.UNDATED.value: still & Q(due_on__isnull=True),
    }
    return rows.filter(meant[state])


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """How many milestones a plan has, and how they stand."""

    total: int
    done: int
    late: int
    soon: int


def plan_figures(congress: Congress, today: date) -> PlanFigures:
    """Count the milestones of a congress by how they stand."""
    soon = date.fromordinal(today.toordinal() + SOON)
    still = Q(done_on__isnull=True)
    return PlanFigures(
        **Milestone.objects.filter(congress=congress).aggregate(
            total=Count("pk"),
            done=Count("pk", filter=~still),
            late=Count("pk", filter=still & Q(due_on__lt=today)),
            soon=Count("pk", filter=still & Q(due_on__gte=today, due_on__lte=soon)),
        )
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be done before a congress opens, in one word and no more."""

    code: str
    label: str
    word: str
    tone: str
    is_passed: bool = False
    done: int | None = None  # of ``total``, where it counts something
    total: int | None = None


_TONES: Final = {
    Standing.DONE: "ok",
    Standing.DONE_LATE: "ok",
    Standing.LATE: "bad",
    Standing.SOON: "warn",
    Standing.AHEAD: "none",
    Standing.UNDATED: "none",
}


def tone_of(standing: Standing) -> str:
    """Return the colour of a standing; its word stands beside it."""
    return _TONES[standing]


def standing_of(milestone: Milestone, today: date) -> Standing:
    """Return how a milestone stands today."""
    return planning.standing(milestone.due_on, milestone.done_on, today)


def beneath(congress: Congress, today: date) -> tuple[int, int]:
    """Return how many congresses beneath have closed, of how many of the same term."""
    found = Congress.objects.filter(
        scope__path__descendants_of=congress.unit.scope.path,
        term__first_year=congress.term.first_year,
    ).exclude(unit=congress.unit)
    counted = found.aggregate(
        closed=Count("pk", filter=Q(closes_on__lt=today)), total=Count("pk")
    )
    return counted["closed"], counted["total"]


def gates(congress: Congress, today: date) -> list[Gate]:
    """Return the gates of a congress; personnel says one word and nothing of why."""
    marked = {
        each.code: each
        for each in Milestone.objects.filter(congress=congress, code__in=GATES)
    }
    return [_gate(code, marked.get(code), congress, today) for code in GATES]


def _gate(
    code: str, milestone: Milestone | None, congress: Congress, today: date
) -> Gate:
    closed: int | None = None
    total: int | None = None
    all_closed = False
    if code == "beneath_done":
        closed, total = beneath(congress, today)
        all_closed = 0 < total == closed
    label = str(labels.GATES[code])
    if milestone is None and not all_closed:
        word = _("không có trong kế hoạch")
        return Gate(code, label, word, "none", done=closed, total=total)
    standing = Standing.DONE
    if milestone is not None and not (all_closed and milestone.done_on is None):
        standing = standing_of(milestone, today)
    is_passed = standing in (Standing.DONE, Standing.DONE_LATE)
    word = str(labels.PLAN_STANDINGS[standing.value])
    return Gate(code, label, word, _TONES[standing], is_passed, closed, total)


def milestone_or_404(congress: Congress, key: UUID) -> Milestone:
    """Return one milestone of a congress."""
    found = Milestone.objects.select_related("owner", "after", "item")
    milestone = found.filter(congress=congress, pk=key).first()
    if milestone is None:
        raise Http404
    return milestone


def possible_owners(congress: Congress) -> QuerySet[User]:
    """Return the accounts that work for the congress or its unit."""
    return (
        User.objects.filter(
            is_active=True, appointments__scope__home=congress.scope.home
        )
        .distinct()
        .order_by("sort_key", "pk")
    )


# --- templates: whoever reads a unit reads what it asks of congresses ---------------


def templates(user: User) -> QuerySet[PlanTemplate]:
    """Return the templates a user may read, with ``items_left``."""
    within = policy.within_reach(PlanTemplate.objects.all(), user, Right.UNIT_READ)
    counted = Count("items", filter=Q(items__is_removed=False))
    return within.select_related("unit", "level").annotate(items_left=counted)


def templates_named(
    found: QuerySet[PlanTemplate], wanted: str
) -> QuerySet[PlanTemplate]:
    """Keep the templates with these words, whatever the accents."""
    return with_words(found, "title", wanted)


def template_or_404(user: User, key: UUID) -> PlanTemplate:
    """Return one template a user may read."""
    return policy.get_or_404(
        PlanTemplate.objects.select_related("unit__scope", "level"),
        user,
        Right.UNIT_READ,
        pk=key,
    )


def template_kept_or_404(user: User, key: UUID) -> PlanTemplate:
    """Return one template of a unit whose congresses the user keeps."""
    found = template_or_404(user, key)
    if not policy.allows(user, Right.CONGRESS_KEEP, found.unit.scope):
        raise Http404
    return found


def items(template: PlanTemplate) -> QuerySet[TemplateItem]:
    """Return what a template has now, in order."""
    found = TemplateItem.objects.filter(template=template, is_removed=False)
    return found.select_related("after").order_by("place", "pk")


def templates_for(congress: Congress) -> QuerySet[PlanTemplate]:
    """Return what the unit of a congress, or one above it, keeps for its level."""
    path = congress.unit.scope.path
    above = [path[: at.start()] for at in _dots(path)] + [path]
    found = PlanTemplate.objects.filter(
        level=congress.unit.kind.level_id, unit__scope__path__in=above
    )
    # The nearest first: what the unit itself made is meant for it.
    return found.select_related("unit").order_by("-unit__scope__path", "title")


def without_plan(template: PlanTemplate) -> QuerySet[Congress]:
    """Return the congresses that a template could make a plan for.

    Of each unit only the latest: what is over needs no plan any more. What is worked on
    elsewhere is only read here.
    """
    later = Congress.objects.filter(
        unit=OuterRef("unit"), opens_on__gt=OuterRef("opens_on")
    )
    return unplanned(of_template(template)).filter(~Exists(later))


def unplanned(congresses: QuerySet[Congress]) -> QuerySet[Congress]:
    """Keep the congresses for which nothing was taken from any template."""
    return congresses.filter(~Exists(_TAKEN))


def planned(template: PlanTemplate) -> int:
    """Count the congresses of the template's level whose plan is made."""
    return of_template(template).filter(Exists(_TAKEN)).count()


def of_template(template: PlanTemplate) -> QuerySet[Congress]:
    """Return the congresses of the template's level beneath its unit."""
    return Congress.objects.filter(
        unit__kind__level=template.level_id,
        scope__path__descendants_of=template.unit.scope.path,
    )


def is_out(congresses: Iterable[Congress]) -> set[UUID]:
    """Return which of the congresses are worked on elsewhere."""
    known = {each.scope_id: each.pk for each in congresses}
    return {known[scope] for scope in journeys.out_of(known)}


def digest_of(item: TemplateItem) -> str:
    """Return a digest of what an item says; its place in the order says nothing."""
    said = [
        item.title,
        item.phase,
        item.owner_role,
        item.needs_evidence,
        item.anchor,
        item.days,
        item.in_working_days,
        item.fixed_day.isoformat() if item.fixed_day else None,
        item.rule,
        item.after.code if item.after else "",
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


# --- what a template offers to a plan already made -----------------------------------


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


def _dots(path: str) -> Iterable["re.Match[str]"]:
    return re.finditer(r"\.", path)
