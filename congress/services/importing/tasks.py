"""Lists of tasks brought in from files into a programme, a project, priority tasks.

Of what was brought in no first step is written: steps stay for ever, and such a list
can be taken back within a day, as long as nothing happened to its tasks.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congress.models import Task, WorkList
from congress.queries import tasks as queries
from congress.services.importing.task_clerk import TaskClerk
from congress.services.importing.task_columns import COLUMNS, SENTENCES
from congress.services.tasks import WORK
from core.access.rights import Right
from core.imports.kinds import ImportKind, Place
from core.models import Scope, User
from core.services import work


def takes_lists(user: User, held: WorkList) -> bool:
    """Whether a list of tasks may be brought in: into one's own, none of personnel.

    What rows say is read by whoever brings in lists there.
    """
    return (
        queries.is_filled_here(held)
        and held.body_id is None
        and not held.is_of_personnel
        and held.ended_on is None
        and queries.keeps(user, held)
    )


def _place(user: User, named: str) -> Place | None:
    try:
        held = queries.list_or_404(user, UUID(named))
    except (ValueError, Http404):
        return None
    if not takes_lists(user, held):
        return None
    return Place(held.scope, held.title, _list_at(held.scope, named))


def _list_at(_scope: Scope, into: str) -> str:
    return reverse("congress:work-list", args=[into])


def _title_at(scope: Scope, into: str) -> str:
    held = WorkList.objects.filter(scope=scope, pk=into, is_of_personnel=False)
    return held.values_list("title", flat=True).first() or ""


def _undone(_scope: Scope, keys: Sequence[Any], _at: datetime) -> None:
    work.close_many(WORK, keys)


TASKS: Final = ImportKind(
    code="tasks",
    address="viec",
    label=_("danh sách việc"),
    title=_("Nhập danh sách việc"),
    about=_(
        "Mỗi dòng là một việc mới của danh mục. Việc đã có trong danh mục thì không "
        "ghi lại. Nhập nhầm thì hoàn tác được trong 24 giờ, khi chưa ai báo cáo."
    ),
    right=Right.WORK_KEEP,
    model=Task,
    columns=COLUMNS,
    clerk=TaskClerk,
    sentences=SENTENCES,
    related=("unit",),
    address_of=lambda task: reverse("congress:task", args=[task.pk]),
    within=_("Xem danh mục việc"),
    place=_place,
    undone=_undone,
    address_at=_list_at,
    title_at=_title_at,
)
