"""Server time of pages with a whole country in the database."""

import statistics
import time
from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.rights import Role
from core.models import Scope, User
from core.services import create_account, give_role
from tests.bench import nation
from tests.bench.table import Line

RUNS = 11
GOAL = 100  # ms
BACKEND = "django.contrib.auth.backends.ModelBackend"
POLL = "/dai-hoi/dai-hoi-41/bau-cu/1/lan-1/"
PAGES = {
    "start page": "/",
    "congress list": "/dai-hoi/",
    "congress list, last page": "/dai-hoi/?trang=last",
    "congress search 'son binh'": "/dai-hoi/?tim=son+binh",
    "congress search 'Sơn Bình'": "/dai-hoi/?tim=S%C6%A1n+B%C3%ACnh",
    "elections": "/bau-cu/",
    "elections, last page": "/bau-cu/?trang=last",
    "elections search 'khe vang'": "/bau-cu/?tim=khe+vang",
    "poll": POLL,
    "audit": "/nhat-ky/",
    "audit, one act": "/nhat-ky/?viec=ballots.poll_counted",
}


def measured(administrator: User) -> Iterator[Line]:
    """Each page for staff of one province and for staff of the centre."""
    places = nation.load()
    for where, scope in (("province", places.province), ("centre", places.centre)):
        client = Client()
        client.force_login(_staff(where, scope, administrator), backend=BACKEND)
        for what, address in PAGES.items():
            if where == "centre" or address != POLL:
                yield page(client, f"{what}, {where}", address)


def page(client: Client, what: str, address: str) -> Line:
    """Open a page as somebody signed in; its time is the server's alone."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    queries = len(asked)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    seconds = []
    for _run in range(RUNS):
        began = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - began)
    milliseconds = 1000 * statistics.median(seconds)
    return Line(f"{what} ({queries} queries)", milliseconds, "ms", GOAL)


def _staff(where: str, scope: int, administrator: User) -> User:
    at = timezone.now()
    user = create_account(
        username=f"bench-{where}",
        password="mot-mat-khau-dai",
        full_name="Cán bộ đo",
        by=administrator,
        at=at,
        must_change_password=False,
    )
    for role in (Role.ORGANISATION_STAFF, Role.INSPECTOR):
        give_role(
            user=user,
            role=role,
            scope=Scope.objects.get(pk=scope),
            starts_on=date(2025, 1, 1),
            by=administrator,
            at=at,
        )
    return user
