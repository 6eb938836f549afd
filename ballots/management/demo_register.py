"""The register of the demo: a commune after a merger, and those who live there."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from core.management.sample_names import Namer
from core.models import Person, Unit, User
from core.services import found_unit, register_person
from core.services.people import merge_people
from core.services.units import Decision, merge_units

MERGED_ON: Final = date(2025, 7, 1)
DECISION: Final = "Quyết định số 15-QĐ/TU ngày 25/6/2025 (giả định)"
CELLS: Final = 6
IN_A_CELL: Final = 9
PEOPLES: Final = ("Tày", "Dao", "Kinh", "H'Mông")
EDUCATION: Final = ("intermediate", "college", "university", "university", "master")
THEORY: Final = ("elementary", "intermediate", "intermediate", "advanced")
FIELDS: Final = ("Luật", "Sư phạm", "Nông nghiệp", "Quản lý nhà nước", "Kế toán")
POSITIONS: Final = ("Công chức xã", "Giáo viên", "Trưởng thôn", "Nông dân", "Y sĩ")


def fill(province: Unit, commune: Unit, *, by: User, at: datetime) -> list[Unit]:
    """Give the commune its cells and people; half of them came with a merger."""
    former = found_unit(
        name="Đảng bộ xã Nà Pia",
        code="SB-NP",
        kind="commune",
        parent=province,
        founded_on=date(1961, 3, 10),
        congress_number=19,
        by=by,
        at=at,
    )
    cells = [
        found_unit(
            name=f"Chi bộ thôn {number}",
            code=f"SB-KV-{number}",
            kind="cell",
            parent=commune if number <= CELLS // 2 else former,
            founded_on=date(1975, 5, 19),
            by=by,
            at=at,
        )
        for number in range(1, CELLS + 1)
    ]
    _people(cells, by=by, at=at)
    former.refresh_from_db()
    merge_units(
        predecessors={former.pk: former.version},
        into=commune.pk,
        decision=Decision(on=MERGED_ON, paper=DECISION),
        by=by,
        at=at,
    )
    return cells


def _people(cells: list[Unit], *, by: User, at: datetime) -> None:
    drawn = Random(1930)  # noqa: S311 - a demo that is always the same
    namer = Namer(drawn)
    people = [
        _person(cell, drawn, namer, number, by=by, at=at)
        for cell in cells
        for number in range(IN_A_CELL)
    ]
    _double(people[0], cells[-1], by=by, at=at)


def _person(
    cell: Unit, drawn: Random, namer: Namer, number: int, *, by: User, at: datetime
) -> Person:
    female = drawn.random() < 0.35
    born = date(1962, 1, 1) + timedelta(days=drawn.randrange(11_000))
    admitted = born + timedelta(days=365 * 20 + drawn.randrange(3_000))
    particulars: dict[str, Any] = {
        "sex": "female" if female else "male",
        "born_on": born,
        "citizen_id": f"015{drawn.randrange(10**9):09}",
        "party_card": f"15.{drawn.randrange(10**6):06}",
        "ethnicity": drawn.choice(PEOPLES),
        "religion": "Không",
        "home_place": f"xã {drawn.choice(('Khe Vàng', 'Nà Pia'))}, tỉnh Sơn Bình",
        "position": "Bí thư chi bộ" if number == 0 else drawn.choice(POSITIONS),
        "official_since": admitted + timedelta(days=365),
        "schooling": "12/12",
        "education": drawn.choice(EDUCATION),
        "profession": drawn.choice(FIELDS),
        "theory": drawn.choice(THEORY),
    }
    return register_person(
        full_name=namer.woman() if female else namer.man(),
        unit=cell,
        party_since=admitted,
        particulars=particulars,
        by=by,
        at=at,
    )


def _double(person: Person, elsewhere: Unit, *, by: User, at: datetime) -> None:
    """Somebody was entered twice, and the two rows were found to be one person."""
    again = register_person(
        full_name=person.full_name,
        unit=elsewhere,
        particulars={"born_on": person.born_on, "sex": person.sex},
        by=by,
        at=at,
    )
    merge_people(
        kept_id=person.pk,
        gone_id=again.pk,
        seen_versions=(person.version, again.version),
        taken=(),
        reason="Hai dòng cùng họ tên, ngày sinh; đã đối chiếu lý lịch.",
        by=by,
        at=at,
    )
