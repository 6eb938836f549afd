"""The work plan of a body is a list of tasks like any other."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import WorkingBody, WorkList
from congress.rules.tasks import ListKind
from congress.services import tasks
from congress.services.working.holding import held_body
from core.errors import Unfit
from core.models import User


@transaction.atomic
def make_plan(
    body_id: UUID, *, title: str, starts_on: date, ends_on: date, by: User, at: datetime
) -> WorkList:
    """Make the work plan of a body; it has one.

    Raises:
        Unfit: it has a plan already, or the days are out of order.
    """
    body = held_body(body_id)
    if WorkList.objects.filter(body=body).exists():
        raise Unfit(_("Tiểu ban, tổ này đã có kế hoạch làm việc."))
    return plan_for(body, title, starts_on, ends_on, by, at)


def end_plan(body: WorkingBody, *, on: date, by: User, at: datetime) -> None:
    """End the plan of a body that ends: its tasks wait for nobody any more."""
    plan = WorkList.objects.filter(body=body, ended_on__isnull=True).first()
    if plan is not None:
        tasks.end_list(plan.pk, on=on, by=by, at=at)


def plan_for(
    body: WorkingBody,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
) -> WorkList:
    """Make the list that holds a body's plan."""
    return tasks.make_list(
        body.unit,
        ListKind.BODY_PLAN,
        tasks.ListFacts(title=title, starts_on=starts_on, ends_on=ends_on),
        body=body,
        congress=body.congress,
        by=by,
        at=at,
    )
