"""What plans come to as rows of Việc của tôi: one a plan, one a thing somebody owns."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Congress, Milestone
from congress.models.plan import Phase
from congress.rules.planning import GATES, OF_PERSONNEL
from congress.services.readiness import refresh
from core.access.rights import Right
from core.models import Scope, WorkItem
from core.registry import FigureKind
from core.services import figures, work

PLAN: Final = "congress.plan"
MILESTONE: Final = "congress.milestone"
KINDS: Final = {
    PLAN: _("kế hoạch đại hội"),
    MILESTONE: _("việc trong kế hoạch"),
}
PLANNED: Final = "congress.planned"
REPORT: Final = "congress.reported"
TASKS: Final = "congress.tasks"
FIGURES: Final = {
    PLANNED: FigureKind(_("Đại hội đã có kế hoạch"), Right.PLAN_READ),
    TASKS: FigureKind(_("Việc trong kế hoạch đã xong"), Right.PLAN_READ),
    REPORT: FigureKind(_("Đại hội đã báo cáo kết quả"), Right.PLAN_READ),
}
REPORTED: Final = "result_reported"  # code of the milestone
OPEN: Final = Q(done_on__isnull=True)
# What a plan says of how ready a congress is, besides how much of it is done.
POINTS: Final = ("plan", "result_reported", *GATES[1:])


def plan_changed(congresses: Collection[UUID], *, at: datetime) -> None:
    """Write anew all that is told of plans, last in the act that changed them."""
    refresh(congresses, *POINTS, at=at)
    write_work(congresses, at=at)


def write_work(congresses: Collection[UUID], *, at: datetime) -> None:
    """Write anew what is to be done for congresses, in the act that changed it."""
    found = {
        each.pk: each
        for each in Congress.objects.filter(pk__in=congresses).select_related("scope")
    }
    # Two acts on one congress at once: who comes second counts what the first did.
    held = WorkItem.objects.select_for_update(no_key=True).filter(
        kind=PLAN, subject_key__in=[str(key) for key in found]
    )
    list(held.order_by("subject_key").values_list("pk"))
    items = [*_plans(found), *_owned(found)]
    work.put_many(items, at=at)
    current = [str(item.subject.pk) for item in items]
    gone = WorkItem.objects.filter(
        scope__in=[each.scope_id for each in found.values()], kind__in=KINDS
    )
    # In bulk nothing is there yet; else few keys are compared.
    gone.exclude(subject_key__in=current).delete()
    figures.put_many(_figures(found), at=at)


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for what arrived or came back by a journey."""
    found = Congress.objects.filter(scope__path__descendants_of=scope.path)
    work.in_batches(
        found.only("pk"), lambda lot: write_work([each.pk for each in lot], at=at)
    )


def _figures(congresses: dict[UUID, Congress]) -> Iterator[figures.Count]:
    rows = Milestone.objects.filter(congress__in=congresses).order_by()
    counted = {
        key: (total, done, reported)
        for key, total, done, reported in rows.values_list("congress").annotate(
            total=Count("pk"),
            done=Count("pk", filter=~OPEN),
            reported=Count("pk", filter=~OPEN & Q(code=REPORTED)),
        )
    }
    for key, congress in congresses.items():
        total, done, reported = counted.get(key, (0, 0, 0))
        yield figures.Count(congress.scope, PLANNED, min(total, 1), 1)
        yield figures.Count(congress.scope, REPORT, reported, 1)
        yield figures.Count(congress.scope, TASKS, done, total)


def _plans(congresses: dict[UUID, Congress]) -> list[work.Item]:
    counted = (
        Milestone.objects.filter(congress__in=congresses)
        .order_by()
        .values_list("congress")
        .annotate(
            total=Count("pk"),
            left=Count("pk", filter=OPEN),
            due=Min("due_on", filter=OPEN),
        )
        .filter(left__gt=0)
    )
    return [
        work.Item(
            scope=congresses[key].scope,
            kind=PLAN,
            subject=congresses[key],
            title=_("Kế hoạch đại hội"),
            done=total - left,
            total=total,
            due_on=due,
            right=Right.CONGRESS_KEEP,
            url_name="congress:plan",
            url_args=[congresses[key].slug],
        )
        for key, total, left, due in counted
    ]


def _owned(congresses: dict[UUID, Congress]) -> list[work.Item]:
    rows = Milestone.objects.filter(OPEN, congress__in=congresses, owner__isnull=False)
    return [
        work.Item(
            scope=congresses[row.congress_id].scope,
            kind=MILESTONE,
            subject=row,
            # What is done about personnel is one word wherever it may go by e-mail.
            title=Phase.PERSONNEL.label if _is_of_personnel(row) else row.title,
            due_on=row.due_on,
            right=Right.CONGRESS_KEEP,
            owner=row.owner,
            url_name="congress:plan",
            url_args=[congresses[row.congress_id].slug],
        )
        for row in rows.select_related("owner")
    ]


def _is_of_personnel(row: Milestone) -> bool:
    return row.phase == Phase.PERSONNEL or row.code == OF_PERSONNEL
