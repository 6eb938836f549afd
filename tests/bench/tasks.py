"""Server time of Việc của tôi, lists of work and tasks with 500,000 open tasks."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import transaction
from django.test import Client
from django.utils import timezone

from congress.management import sample_tasks
from congress.models import Task, WorkList
from core.access.rights import Role
from core.models import Unit, User
from core.services import create_account, give_role
from tests.bench import nation, pages
from tests.bench.table import Line

TASKS: Final = 600_000  # one in six is done

PAGES: Final = {
    "start page": "/",
    "start page, overdue": "/?han=late",
    "start page, one kind": "/?loai=congress.task",
    "start page search 'viec 7'": "/?tim=viec+7",
    "start page, waiting for others": "/?xem=khac",
    "start page, what I gave": "/?xem=giao",
    "lists of work": "/cong-viec/",
    "lists of work, last page": "/cong-viec/?trang=last",
    "lists of work search 'so 41'": "/cong-viec/?tim=so+41",
    "lists of work of one province": f"/cong-viec/?don-vi={nation.PROVINCE}",
    "tasks": "/cong-viec/viec/",
    "tasks, overdue": "/cong-viec/viec/?tinh-trang=qua-han",
    "tasks, done": "/cong-viec/viec/?tinh-trang=da-xong",
    "tasks search 'viec 7'": "/cong-viec/viec/?tim=viec+7",
    "tasks of one province": f"/cong-viec/viec/?don-vi={nation.PROVINCE}",
    "tasks, mine": "/cong-viec/viec/?cua-ai=toi",
}


def measured() -> Iterator[Line]:
    """Give everybody something to do, then open each page at every height."""
    at, began = timezone.now(), time.perf_counter()
    with transaction.atomic():
        sample_tasks.load_tasks(
            nation.CENTRE, TASKS, today=timezone.localdate(at), at=at
        )
    sample_tasks.tidy()
    yield Line(f"load {TASKS:,} tasks", time.perf_counter() - began, "s", 120)
    for where, user in _people().items():
        client = Client()
        client.force_login(user, backend=pages.BACKEND)
        for what, address in PAGES.items():
            if where != "administrator" or address.startswith("/?") or address == "/":
                yield pages.page(client, f"{what}, {where}", address)
        held = WorkList.objects.filter(unit__scope__home=_home(user)).first()
        if held is not None:
            page = f"/cong-viec/{held.pk}/"
            yield pages.page(client, f"a programme's x/N, {where}", page)
            task = Task.objects.filter(work_list=held).earliest("place")
            yield pages.page(client, f"a task, {where}", f"/viec/{task.pk}/")


def _home(user: User) -> str:
    row = user.appointments.select_related("scope").first()
    return row.scope.home if row else ""


def _people() -> dict[str, User]:
    found = {
        where: User.objects.get(username=f"bench-{where}")
        for where in ("province", "centre")
    }
    boss = User.objects.filter(is_superuser=True).order_by("pk")[0]
    found["administrator"] = boss
    commune = Unit.objects.filter(
        kind="commune", scope__path__descendants_of=nation.CENTRE
    )
    unit = commune.select_related("scope").order_by("code")[0]
    at = timezone.now()
    found["commune"] = create_account(
        username="bench-commune",
        password="mot-mat-khau-dai",
        full_name="Cán bộ xã",
        by=boss,
        at=at,
        must_change_password=False,
    )
    give_role(
        user=found["commune"],
        role=Role.ORGANISATION_STAFF,
        scope=unit.scope,
        starts_on=date(2025, 1, 1),
        by=boss,
        at=at,
    )
    return found
