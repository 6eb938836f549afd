"""The demo: one province, one commune in congress, an account for every role.

All names are made up.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from ballots import prints, services
from ballots.management import (
    demo_around,
    demo_assignments,
    demo_bodies,
    demo_celebrations,
    demo_hall,
    demo_places,
    demo_plan,
    demo_register,
    demo_reviews,
    demo_story,
    demo_tasks,
)
from ballots.management.demo_accounts import ACCOUNTS, ADMINISTRATOR, PASSWORD, Account
from ballots.management.demo_elections import committee_file, delegation_file
from ballots.models import Poll
from congress.models import BodyKind, Congress, CongressKind, VotingBody
from congress.services import Convening, convene, form_body
from core.access.rights import BODY_ROLES, TALLY_ROLES, Role
from core.models import Scope, Unit, User
from core.services import create_account, found_unit, give_role, register_person

OPENS_ON: Final = date(2025, 7, 24)
# Where those whose only role is in a body are party members.
_HOME_OF_MEMBERS: Final = {"bloc": "TQ-K-NV-1", "lam_binh": "TQ-LB-LC"}
HELD_AT: Final = datetime(2025, 7, 24, 10, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass(frozen=True, slots=True)
class _World:
    administrator: User
    unit: Unit
    congress: Congress
    body: VotingBody
    scopes: dict[str, Scope]
    hall: demo_hall.Hall
    at: datetime


def build() -> None:
    """Fill an empty portal with the demo, as it stood on the day of its congress."""
    at = HELD_AT
    world = _world(at)
    users = {account.username: _account(account, world=world) for account in ACCOUNTS}
    _open_the_hall(world, users)
    assert world.unit.parent  # noqa: S101 - the commune lies in the province
    demo_story.told(
        pilot=users["hamtan"],
        superior=users["binhthuan"],
        district=users["lambinh"],
        by=world.administrator,
    )
    demo_plan.planned(
        world.unit.parent,
        world.hall.congress,
        day=OPENS_ON,
        staff=users["tochuc"],
        by=world.administrator,
        at=at,
    )
    demo_around.around(
        world.hall.congress, staff=users["tochuc"], clerk=users["thuky"], at=at
    )
    pilot = Unit.objects.get(code="BT-HT")
    below, above = users["hamtan"], users["binhthuan"]
    demo_around.told_upward(pilot, below=below, above=above, at=at)
    demo_around.done_well(pilot, below=below, above=above, at=at)
    demo_tasks.worked(
        staff=users["tuyenquang"],
        quang_tri=users["quangtri"],
        district=users["lambinh"],
    )
    demo_assignments.assigned(
        staff=users["tuyenquang"],
        district=users["lambinh"],
        bloc=users["khoitq"],
    )
    demo_bodies.formed(
        world.congress,
        secretary=users["bithu"],
        documents=users["vankien"],
        district=users["lambinh"],
        bloc=users["khoitq"],
        member=users["thanhvientieuban"],
        of_a_force=users["tocongtac"],
    )
    demo_celebrations.celebrated(district=users["lambinh"], commune=users["khuonha"])
    demo_reviews.reviewed(
        commune=users["khuonha"],
        district=users["lambinh"],
        pilot=users["hamtan"],
        province=users["binhthuan"],
    )
    demo_reviews.conferred(keeper=users["quangtri"])
    first = _import(world, users["kythuat"], committee_file(), "ban-chap-hanh.json")
    services.count_poll(str(first.pk), by=users["thanhvien"], at=at, report=_unheard)
    tally = first.tallies.get()
    services.confirm_tally(
        str(first.pk), digest=tally.digest, by=users["truongban"], at=at
    )
    prints.print_minutes(str(tally.pk), by=users["truongban"], at=at)
    _import(world, users["kythuat"], delegation_file(), "doan-dai-bieu.json")


def _world(at: datetime) -> _World:
    administrator = create_account(
        username=ADMINISTRATOR,
        password=PASSWORD,
        full_name="Quản trị viên",
        by=None,
        at=at,
        must_change_password=False,
        is_administrator=True,
    )

    def unit(name: str, code: str, kind: str, parent: Unit | None) -> Unit:
        return found_unit(
            name=name, code=code, kind=kind, parent=parent, by=administrator, at=at
        )

    province = unit("Đảng bộ tỉnh Sơn Bình", "SB", "province", None)
    commune = unit("Đảng bộ xã Khe Vàng", "SB-KV", "commune", province)
    next_door = unit("Đảng bộ xã Nậm Lành", "SB-NL", "commune", province)
    demo_register.fill(province, commune, by=administrator, at=at)
    congress = _convened(commune, "khe-vang-xii", 12, "xã Khe Vàng", administrator, at)
    _convened(next_door, "nam-lanh-x", 10, "xã Nậm Lành", administrator, at)
    form_body(congress=congress, kind=BodyKind.COMMITTEE, by=administrator, at=at)
    body = congress.bodies.get(kind=BodyKind.CONGRESS)
    scopes = {
        "province": province.scope,
        "unit": commune.scope,
        "next_door": next_door.scope,
        "congress": congress.scope,
        "body": body.scope,
    }
    story = demo_places.founded(by=administrator)
    scopes |= {name: getattr(story, name).scope for name in story.__slots__}
    hall = demo_hall.convened(province, opens_on=OPENS_ON, by=administrator, at=at)
    return _World(administrator, commune, congress, body, scopes, hall, at)


def _open_the_hall(world: _World, users: dict[str, User]) -> None:
    """Those who count and preside at the one congress do so at the other as well."""
    counting = [each.username for each in ACCOUNTS if each.role in TALLY_ROLES]
    places = {
        "thuky": world.hall.congress.scope,
        "chutich": world.hall.congress.scope,
        **dict.fromkeys(counting, world.hall.body.scope),
    }
    for account in ACCOUNTS:
        if account.username in places:
            give_role(
                user=users[account.username],
                role=account.role,
                scope=places[account.username],
                starts_on=date(2025, 1, 1),
                by=world.administrator,
                at=world.at,
            )
    board = [
        users[each.username].person
        for each in ACCOUNTS
        if each.role in (Role.TALLY_HEAD, Role.TALLY_MEMBER)
    ]
    demo_hall.gathered(
        world.hall, [p for p in board if p], by=users["thuky"], at=world.at
    )


def _convened(
    unit: Unit, slug: str, number: int, commune: str, by: User, at: datetime
) -> Congress:
    return convene(
        Convening(
            unit=unit,
            first_year=2025,
            last_year=2030,
            slug=slug,
            kind=CongressKind.DELEGATES,
            number=number,
            place=f"Nhà văn hóa {commune}",
            opens_on=OPENS_ON,
            closes_on=OPENS_ON,
        ),
        by=by,
        at=at,
    )


def _account(account: Account, *, world: _World) -> User:
    person = None
    if account.role in TALLY_ROLES:
        person = register_person(
            full_name=account.full_name,
            unit=world.hall.cells[0],
            party_since=date(2010, 5, 19),
            particulars={"membership": "official"},
            by=world.administrator,
            at=world.at,
        )
    if account.role in BODY_ROLES:
        person = register_person(
            full_name=account.full_name,
            unit=Unit.objects.get(code=_HOME_OF_MEMBERS[account.where]),
            particulars={"membership": "official"},
            by=world.administrator,
            at=world.at,
        )
    user = create_account(
        username=account.username,
        password=PASSWORD,
        full_name=account.full_name,
        person=person,
        by=world.administrator,
        at=world.at,
        must_change_password=False,
    )
    if account.role in BODY_ROLES:
        # Whoever is in a body has his role by being put into it (demo_bodies).
        return user
    give_role(
        user=user,
        role=account.role,
        scope=world.scopes[account.where],
        starts_on=date(2025, 1, 1),
        by=world.administrator,
        at=world.at,
    )
    return user


def _import(world: _World, by: User, election: dict[str, Any], name: str) -> Poll:
    data = json.dumps(election, ensure_ascii=False).encode()
    upload = services.receive_file(
        body=world.body, name=name, chunks=[data], by=by, at=world.at
    )
    return services.import_upload(str(upload.pk), at=world.at, report=_unheard)


_unheard: Final[Callable[[int, int], None]] = lambda done, total: None  # noqa: E731
