"""The calendar by a private link: whose it is, what it tells, when it is shut."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from congress.models import CalendarLink, Congress
from congress.services.conferences import ConferenceFacts, hold_conference
from congress.views.addresses import GUESSES
from congress.views.calendar_links import ASKED
from core.access.rights import Role
from core.models import AuditEvent, Unit, User
from tests import make
from tests.integration.congress.plans_of import milestone, sent
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
PAGE = "/lich-dai-hoi/lien-ket/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def unit(own_cache: Callable[[], None]) -> Unit:
    return make.unit("Đảng bộ xã Khe Vàng")


@pytest.fixture
def congress(unit: Unit) -> Congress:
    return make.congress(unit, opens_on=in_days(20))


@pytest.fixture
def owner(unit: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=unit.scope)


@pytest.fixture
def make_link(owner: User, signed_in: SignedIn) -> Callable[..., str]:
    def make_one(content: str = "all") -> str:
        said = {"name": "Điện thoại", "content": content, "days": "92"}
        page = signed_in(owner).post(PAGE, said).content.decode()
        found = re.search(r"http://testserver(/lich-dai-hoi/[\w-]+\.ics)", page)
        assert found
        return found.group(1)

    return make_one


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def test_a_link_tells_congresses_and_what_is_still_to_do(
    congress: Congress, make_link: Callable[..., str], client: Client
) -> None:
    open_one = milestone(congress, title="Thuê hội trường", due_on=in_days(5))
    milestone(congress, title="Đã xong", due_on=in_days(5), done_on=in_days(0))

    found = read(client, make_link())

    assert f"UID:congress-{congress.pk}@" in found
    assert f"UID:milestone-{open_one.pk}@" in found
    assert "Thuê hội trường" in found
    assert "Đã xong" not in found


def test_nothing_of_personnel_and_no_names_are_told(
    congress: Congress, owner: User, make_link: Callable[..., str], client: Client
) -> None:
    facts: dict[str, Any] = {"due_on": in_days(5), "owner": owner}
    milestone(congress, title="Duyệt ông Nông Văn Thái", phase="personnel", **facts)
    milestone(congress, "personnel_cleared", phase="personnel", **facts)
    sent(make.person("Nông Văn Thái"), congress)

    found = read(client, make_link())

    assert "Thái" not in found
    assert "milestone-" not in found
    assert owner.full_name not in found


@pytest.mark.parametrize(
    ("content", "titles"),
    [("congresses", []), ("mine", ["Của tôi"]), ("all", ["Của tôi", "Của ai"])],
)
def test_the_owner_says_how_much_it_tells(
    congress: Congress,
    owner: User,
    make_link: Callable[..., str],
    client: Client,
    content: str,
    titles: list[str],
) -> None:
    milestone(congress, title="Của tôi", due_on=in_days(5), owner=owner)
    milestone(congress, title="Của ai", due_on=in_days(6))

    found = read(client, make_link(content))

    assert re.findall(r"SUMMARY:Hạn: (Của \w+)", found) == titles


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("congresses", []),
        ("mine", ["Quán triệt"]),
        ("all", ["Quán triệt", "Của chi bộ"]),
    ],
)
def test_it_tells_of_conferences_with_their_hour(
    unit: Unit,
    make_link: Callable[..., str],
    client: Client,
    content: str,
    told: list[str],
) -> None:
    at = timezone.localtime().replace(hour=8, minute=30) + timedelta(days=3)
    cell = make.unit("Chi bộ thôn Nà Pia", parent=unit)
    for place, title in ((unit, "Quán triệt"), (cell, "Của chi bộ")):
        facts = ConferenceFacts(title=title, starts_at=at)
        hold_conference(place, facts, by=None, at=make.NOON)

    found = read(client, make_link(content))

    assert sorted(re.findall(r"SUMMARY:08:30 ([^\r]+)", found)) == sorted(told)


def test_it_tells_what_its_owner_may_read_now(
    congress: Congress, owner: User, make_link: Callable[..., str], client: Client
) -> None:
    address = make_link()
    make.congress(make.unit("Đảng bộ xã Bên Cạnh"), opens_on=in_days(9))
    before = read(client, address)

    make.revoke(owner, by=make.administrator())

    assert "Bên Cạnh" not in before
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "shut",
    [
        {"revoked_at": make.NOON},
        {"made_at": make.NOON, "expires_at": make.NOON + timedelta(days=1)},
    ],
    ids=["revoked", "expired"],
)
def test_a_link_that_is_shut_is_nowhere(
    congress: Congress,
    make_link: Callable[..., str],
    client: Client,
    shut: dict[str, object],
) -> None:
    address = make_link()

    CalendarLink.objects.update(**shut)

    assert client.get(address).status_code == 404


def test_a_closed_account_has_no_calendar(
    congress: Congress, owner: User, make_link: Callable[..., str], client: Client
) -> None:
    address = make_link()

    User.objects.filter(pk=owner.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_tokens_are_not_kept_and_not_shown_again(
    owner: User, make_link: Callable[..., str], signed_in: SignedIn
) -> None:
    token = make_link().rpartition("/")[2].removesuffix(".ics")

    assert token not in signed_in(owner).get(PAGE).content.decode()
    assert token not in str(CalendarLink.objects.values().get())
    assert token not in str(list(AuditEvent.objects.values()))


def test_addresses_are_not_tried_at_will(
    make_link: Callable[..., str], client: Client
) -> None:
    for number in range(GUESSES):
        client.get(f"/lich-dai-hoi/khong-co-{number}.ics")

    assert client.get("/lich-dai-hoi/khong-co.ics").status_code == 429


def test_a_link_that_is_asked_without_end_is_put_off(
    make_link: Callable[..., str], client: Client
) -> None:
    address = make_link()
    answers = [client.get(address).status_code for _each in range(ASKED + 1)]

    assert answers == [200] * ASKED + [429]


def test_one_revokes_ones_own_links_only(
    owner: User, make_link: Callable[..., str], signed_in: SignedIn, unit: Unit
) -> None:
    make_link()
    link = CalendarLink.objects.get()
    other = make.holder(Role.INSPECTOR, at=unit.scope)
    address = f"{PAGE}{link.pk}/thu-hoi/"

    assert signed_in(other).post(address).status_code == 404
    assert signed_in(owner).post(address).status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_a_calendar_that_is_cut_off_says_so(
    congress: Congress,
    make_link: Callable[..., str],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _each in range(2):
        milestone(congress, due_on=in_days(5))
    monkeypatch.setattr("congress.queries.links.MOST", 1)

    assert "Lịch này chưa đủ" in read(client, make_link())
