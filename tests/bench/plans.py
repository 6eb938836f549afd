"""Server time of boards and calendars with 3,400 congresses and 300,000 milestones."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from congress.management import sample_plans
from congress.services import make_plans, make_template
from core.models import Level, Unit, User
from tests.bench import nation, pages
from tests.bench.table import Line

CONGRESSES: Final = 3_400
MILESTONES: Final = 300_000

PAGES: Final = {
    "progress board": "/tien-do/",
    "progress board, last page": "/tien-do/?trang=last",
    "progress board, by what is late": "/tien-do/?sap-xep=-cham",
    "progress board, by name": "/tien-do/?sap-xep=ten",
    "progress board, late only": "/tien-do/?cham=co",
    "progress board, one state": "/tien-do/?tinh-trang=late",
    "progress board search 'son binh'": "/tien-do/?tim=son+binh",
    "progress board of one province": f"/tien-do/?to-chuc={nation.PROVINCE}",
    "units without a congress": "/tien-do/?tinh-trang=none",
    "readiness board": "/tien-do/san-sang/",
    "readiness board, last page": "/tien-do/san-sang/?trang=last",
    "readiness board, by name": "/tien-do/san-sang/?sap-xep=ten",
    "readiness board, lacking a point": "/tien-do/san-sang/?diem=roll",
    "readiness board search 'son binh'": "/tien-do/san-sang/?tim=son+binh",
    "readiness board of one province": f"/tien-do/san-sang/?to-chuc={nation.PROVINCE}",
    "to be cleared": "/cho-duyet/",
    "calendar of this month": "/lich-dai-hoi/",
    "timeline of a year": "/lich-dai-hoi/ca-nam/",
    "congress list": "/dai-hoi/",
    "start page": "/",
    "lessons of pilots": "/bai-hoc/",
    "difficulties": "/vuong-mac/",
    "good practice": "/cach-lam-hay/",
    "legal library": "/van-ban/",
    "figures": "/tong-hop/",
    "notices": "/thong-bao/",
    "who was told": "/ai-da-duoc-bao/",
}
PLANS_MADE: Final = 10  # s, for a whole province


def measured() -> Iterator[Line]:
    """Give the country its plans, then open each page for the staff of the bench."""
    began = time.perf_counter()
    _load()
    yield Line(f"load {MILESTONES:,} milestones", time.perf_counter() - began, "s", 60)
    for where in ("province", "centre"):
        user = User.objects.get(username=f"bench-{where}")
        client = Client()
        client.force_login(user, backend=pages.BACKEND)
        for what, address in PAGES.items():
            yield pages.page(client, f"{what}, {where}", address)
    yield _made_for_all()


def _made_for_all() -> Line:
    """Make the plans of all congresses of communes from one template, as a job does."""
    by = User.objects.get(username="bench-centre")
    at = timezone.now()
    centre = Unit.objects.get(scope__path=nation.CENTRE)
    template = make_template(
        centre, Level.objects.get(pk="commune"), "Mẫu đo", by=by, at=at
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE congress_milestone SET after_id = NULL")
        cursor.execute("DELETE FROM congress_milestone")
    began = time.perf_counter()
    made = make_plans(template.pk, by=by, at=at, report=lambda _done, _total: None)
    seconds = time.perf_counter() - began
    what = f"make {made.plans:,} plans, {made.milestones:,} things to do"
    return Line(what, seconds, "s", PLANS_MADE)


def _load() -> None:
    """Congresses open around today; those of the country were all held long ago."""
    today = timezone.localdate()
    first = today - timedelta(days=sample_plans.BEFORE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE congress_congress SET opens_on = day, closes_on = day + 1 FROM ("
            "  SELECT id, %s + (abs(hashtext(id::text)) %% %s) AS day"
            "  FROM congress_congress"
            ") AS moved WHERE moved.id = congress_congress.id",
            [first, sample_plans.SPREAD],
        )
        sample_plans.load_congresses(nation.CENTRE, CONGRESSES, today=today)
        sample_plans.load_plans(nation.CENTRE, MILESTONES, today=today)
        sample_plans.write_points(nation.CENTRE, at=timezone.now())
    sample_plans.tidy()
