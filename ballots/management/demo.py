"""The demo: one province, one commune in congress, an account for every role.

All names are made up. Ballots are drawn with a fixed seed, so that every demo is the
same and its results can be looked up in the guide.
"""

import json
import random
from collections import Counter
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
    demo_plan,
    demo_register,
    demo_reviews,
    demo_story,
    demo_tasks,
)
from ballots.models import Poll
from congress.models import BodyKind, Congress, CongressKind, VotingBody
from congress.services import Convening, convene, form_body
from core.access.rights import BODY_ROLES, TALLY_ROLES, Role
from core.models import Scope, Unit, User
from core.services import create_account, found_unit, give_role, register_person

PASSWORD: Final = "khe-vang-2025"  # noqa: S105 - printed for everybody, demo only
ADMINISTRATOR: Final = "quantri"
OPENS_ON: Final = date(2025, 7, 24)
HELD_AT: Final = datetime(2025, 7, 24, 10, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

COMMITTEE: Final = (
    "Nguyễn Văn An", "Trần Thị Ánh", "Lê Quang Bình", "Phạm Thị Cúc", "Hoàng Văn Dũng",
    "Đặng Thị Đào", "Bùi Văn Giang", "Vũ Thị Hà", "Đỗ Quốc Hùng", "Hồ Thị Kim",
    "Ngô Văn Lâm", "Dương Thị Mai", "Lý Văn Nam", "Chẩu Thị Oanh", "Ma Văn Phúc",
    "Nông Thị Quế", "Triệu Văn Sơn",
)  # fmt: skip
# How likely a voter is to keep each name: fifteen clear, two below half.
LIKING: Final = [
    0.94, 0.9, 0.88, 0.86, 0.93, 0.84, 0.8, 0.91, 0.87, 0.78, 0.9, 0.83, 0.82, 0.49,
    0.85, 0.92, 0.44,
]  # fmt: skip
DELEGATION: Final = (
    "Nguyễn Văn An", "Hoàng Văn Dũng", "Vũ Thị Hà", "Đỗ Quốc Hùng", "Ngô Văn Lâm",
    "Dương Thị Mai", "Nông Thị Quế", "Bế Thị Tâm", "Hà Văn Thắng",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account: who it is and what for."""

    username: str
    full_name: str
    role: Role
    where: str


ACCOUNTS: Final = (
    Account("tochuc", "Vũ Thị Hoa", Role.ORGANISATION_STAFF, "province"),
    Account("nhansu", "Lương Văn Kiên", Role.PERSONNEL_STAFF, "unit"),
    Account("vankien", "Trịnh Thị Lan", Role.DOCUMENTS_STAFF, "unit"),
    Account("bithu", "Phùng Văn Minh", Role.UNIT_SECRETARY, "unit"),
    Account("thuky", "Mạc Thị Ngân", Role.SECRETARIAT, "congress"),
    Account("chutich", "Tô Văn Phương", Role.PRESIDIUM, "congress"),
    Account("truongban", "Lục Văn Quý", Role.TALLY_HEAD, "body"),
    Account("thanhvien", "Nông Thị Quỳnh", Role.TALLY_MEMBER, "body"),
    Account("thanhvien2", "Lèng Thị Xuân", Role.TALLY_MEMBER, "body"),
    Account("kythuat", "Đàm Văn Thái", Role.TALLY_TECHNICIAN, "body"),
    Account("kythuat2", "Bàn Văn Ý", Role.TALLY_TECHNICIAN, "body"),
    Account("daibieu", "Sùng Thị Vi", Role.DELEGATE, "congress"),
    Account("kiemtra", "Giàng A Páo", Role.INSPECTOR, "province"),
    Account("tochucxa", "Lường Thị Én", Role.ORGANISATION_STAFF, "unit"),
    Account("thuongvu", "Đinh Công Hải", Role.UNIT_SECRETARY, "province"),
    Account("binhthuan", "Thông Văn Quyết", Role.ORGANISATION_STAFF, "binh_thuan"),
    Account("hamtan", "Thổ Thị Xuyến", Role.ORGANISATION_STAFF, "ham_tan"),
    Account("lambinh", "Quan Văn Yêu", Role.ORGANISATION_STAFF, "lam_binh"),
    Account("tuyenquang", "Nông Văn Thiết", Role.ORGANISATION_STAFF, "tuyen_quang"),
    Account("tinhuytq", "Âu Thị Nhã", Role.UNIT_SECRETARY, "tuyen_quang"),
    Account("khoitq", "Khổng Văn Diện", Role.ORGANISATION_STAFF, "bloc"),
    Account("thanhvientieuban", "Vương Thị Yên", Role.BODY_MEMBER, "bloc"),
    Account("khuonha", "Chẩu Thị Khuyên", Role.UNIT_SECRETARY, "khuon_ha"),
    Account("quangtri", "Hồ Văn Dĩnh", Role.UNIT_SECRETARY, "quang_tri"),
    Account("xaben", "Lò Văn Vương", Role.UNIT_SECRETARY, "next_door"),
)


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


def account_lines() -> list[str]:
    """Say who can sign in, for the terminal."""
    width = max(len(account.username) for account in ACCOUNTS) + 2
    rows = [
        f"  {account.username:<{width}}{account.full_name}, {account.role.label}"
        for account in ACCOUNTS
    ]
    rows.append(f"  {ADMINISTRATOR:<{width}}Quản trị viên (trang Quản trị)")
    return [f"Mật khẩu chung của bản trình diễn: {PASSWORD}", *rows]


def committee_file() -> dict[str, Any]:
    """A committee of 15 from 17 names, 147 ballots: one seat stays open."""
    return _election(
        "demo-ban-chap-hanh",
        office="committee",
        names=COMMITTEE,
        seats=15,
        people=(150, 148, 147),
        liking=LIKING,
        seed=12,
    )


def delegation_file() -> dict[str, Any]:
    """Six delegates and two alternates to the congress above, from nine names."""
    made = _election(
        "demo-doan-dai-bieu",
        office="delegates",
        names=DELEGATION,
        seats=6,
        people=(150, 146, 146),
        liking=[0.95, 0.9, 0.88, 0.8, 0.7, 0.66, 0.62, 0.58, 0.4],
        seed=7,
    )
    return {**made, "alternates": 2}


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
    story = demo_story.founded(by=administrator)
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
            unit=Unit.objects.get(code="TQ-K-NV-1"),
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


def _election(
    name: str,
    *,
    office: str,
    names: tuple[str, ...],
    seats: int,
    people: tuple[int, int, int],
    liking: list[float],
    seed: int,
) -> dict[str, Any]:
    base, present, returned = people
    ballots = _ballots(liking, seats=seats, papers=returned, seed=seed)
    return {
        "format": "congress-portal/election@1",
        "id": name,
        "note": "Số liệu giả định của bản trình diễn",
        "regulation": "190-QD/TW",
        "office": office,
        "round": "first",
        "layout": "strike_out",
        "seats": seats,
        "alternates": 0,
        "max_votes": seats,
        "tally_base": base,
        "present": present,
        "printed": base + 5,
        "issued": present,
        "returned": returned,
        "candidates": [
            {"number": number, "name": each} for number, each in enumerate(names, 1)
        ],
        "ballots": ballots,
    }


def _ballots(
    liking: list[float], *, seats: int, papers: int, seed: int
) -> list[dict[str, Any]]:
    """Draw ballots: each voter keeps the likeliest names, a few papers are invalid."""
    drawn = random.Random(seed)  # noqa: S311 - a demo that is always the same
    sheets: Counter[tuple[int, ...]] = Counter()
    for _paper in range(papers - 4):
        pull = {i: drawn.random() < chance for i, chance in enumerate(liking, 1)}
        kept = [i for i, wanted in pull.items() if wanted][:seats]
        sheets[tuple(i for i in pull if i not in kept)] += 1
    ballots: list[dict[str, Any]] = [
        {"struck": list(struck), "count": count} for struck, count in sheets.items()
    ]
    everyone = list(range(1, len(liking) + 1))
    return [
        *ballots,
        {"struck": [], "count": 2},
        {"struck": everyone},
        {"defect": "special_mark", "struck": everyone[seats:]},
    ]


_unheard: Final[Callable[[int, int], None]] = lambda done, total: None  # noqa: E731
