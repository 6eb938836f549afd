"""Server time of the register's pages with 500,000 people in the database."""

import time
from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.test import Client
from django.utils import timezone

from core import services
from core.management import sample_register
from core.models import Person, Unit, User
from tests.bench import nation, pages
from tests.bench.table import Line

PEOPLE: Final = 500_000

PAGES: Final = {
    "unit tree": "/to-chuc/",
    "one unit": f"/to-chuc/{nation.PROVINCE}/",
    "people": "/nguoi/",
    "people, last page": "/nguoi/?trang=last",
    "people by unit": "/nguoi/?sap-xep=noi",
    "people search 'nguyen van duc'": "/nguoi/?tim=nguyen+van+duc",
    "people search 'Nguyễn'": "/nguoi/?tim=Nguy%E1%BB%85n",
    "people search 'guye'": "/nguoi/?tim=guye",
    "people of unknown standing": "/nguoi/?tu-cach=unknown",
    "people of theory 'degree'": "/nguoi/?ly-luan=degree",
    "people who have left": "/nguoi/?so=roi",
    "people who have left, by unit": "/nguoi/?so=roi&sap-xep=noi",
    "people and those who left": "/nguoi/?so=ca",
    "people who have left, 'Nguyễn'": "/nguoi/?so=roi&tim=Nguy%E1%BB%85n",
    "people of one province": f"/nguoi/?to-chuc={nation.PROVINCE}",
    "suspected doubles": "/nguoi/nghi-trung/",
    "doubles by year of birth": "/nguoi/nghi-trung/?cach=mot-phan",
    "audit": "/nhat-ky/",
}


def measured() -> Iterator[Line]:
    """Enter the people, then open each page for the staff of tests.bench.pages."""
    _join_the_country()
    began = time.perf_counter()
    _enter()
    seconds = time.perf_counter() - began
    yield Line(f"enter {PEOPLE:,} people into the register", seconds, "s", 90)
    for where in ("province", "centre"):
        user = User.objects.get(username=f"bench-{where}")
        client = Client()
        client.force_login(user, backend=pages.BACKEND)
        for what, address in (PAGES | _of_somebody(user)).items():
            yield pages.page(client, f"{what}, {where}", address)


def _join_the_country() -> None:
    """Lay the hall's commune beneath a province: a portal has one tree."""
    hall = Unit.objects.exclude(code=nation.ROOT).get(parent__isnull=True)
    services.move_unit(
        unit_id=hall.pk,
        seen_version=hall.version,
        parent_id=Unit.objects.get(code=nation.PROVINCE).pk,
        decision=services.Decision(on=timezone.localdate()),
        by=None,
        at=timezone.now(),
    )


def _enter() -> None:
    cells = Unit.objects.filter(kind="cell").order_by("scope__path")
    keys = list(cells.values_list("pk", flat=True))
    with transaction.atomic():
        sample_register.load_people(PEOPLE, keys, today=timezone.localdate())
    sample_register.tidy()


def _of_somebody(user: User) -> dict[str, str]:
    place = user.appointments.select_related("scope")[0].scope.path
    people = Person.objects.filter(unit__scope__path__descendants_of=place)
    somebody = people.exclude(party_card="").order_by("unit", "sort_key", "pk")[0]
    return {
        "people by number": f"/nguoi/?tim={somebody.party_card}",
        "one person": f"/nguoi/{somebody.pk}/",
        "form of one person": f"/nguoi/{somebody.pk}/sua/",
    }
