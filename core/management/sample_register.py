"""A made-up country for measuring and trying out: units, people and their posts.

Written straight into the tables, since half a million acts would take hours; drawn
with a fixed seed, so that the same sizes give the same register. For demos only.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from core.management.sample_names import Namer, sort_key

PROVINCES: Final = (
    "Hà Nội", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Lai Châu", "Điện Biên", "Sơn La",
    "Lạng Sơn", "Thái Nguyên", "Phú Thọ", "Quảng Ninh", "Bắc Ninh", "Hải Phòng",
    "Hưng Yên", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị", "Huế",
    "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Khánh Hòa", "Lâm Đồng", "Đồng Nai",
    "Tây Ninh", "Thành phố Hồ Chí Minh", "Đồng Tháp", "Vĩnh Long", "An Giang",
    "Cần Thơ", "Cà Mau",
)  # fmt: skip
CITIES: Final = {
    *("Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ"),
}
COMMUNES: Final = 3_321
ROOT: Final = "MAU"  # the code at the top: once there, the sample is not loaded again
BATCH: Final = 50_000
FEWEST_UNITS: Final = 60  # that a country with cells has
MOST_PEOPLE: Final = 999_999  # as far as the numbers of citizens and cards reach

_FIRST: Final = (
    "Khe", "Sơn", "Bình", "Đông", "Tây", "Nam", "Yên", "Thượng", "Mỹ", "Tân", "Phú",
    "An", "Hòa", "Quang", "Thanh", "Long", "Ninh", "Vĩnh", "Hưng", "Kim", "Đại",
    "Trường", "Nậm", "Mường",
)  # fmt: skip
_SECOND: Final = (
    "Vàng", "Lộc", "Hòa", "Thịnh", "Phong", "Sơn", "Giang", "Thủy", "Châu", "Xuân",
    "Hải", "Minh", "Tiến", "Lành", "Thành", "Hà", "Khê", "Lâm", "Lợi", "Trạch", "Thọ",
    "Đức", "Điền", "Cường",
)  # fmt: skip
_BODIES: Final = (
    "Trường Trung học cơ sở", "Trạm Y tế", "Công an", "Quân sự", "Hợp tác xã",
    "Ủy ban nhân dân", "Trường Tiểu học", "Công ty Thủy lợi",
)  # fmt: skip
_PEOPLES: Final = (
    ("Kinh", 853), ("Tày", 19), ("Thái", 19), ("Mường", 15), ("Khmer", 14), ("Hoa", 8),
    ("Nùng", 11), ("Mông", 14), ("Dao", 9), ("Gia Rai", 5), ("Ê Đê", 4), ("Ba Na", 3),
)  # fmt: skip
_CREEDS: Final = (("Không", 88), ("Phật giáo", 7), ("Công giáo", 4), ("Cao Đài", 1))
_EDUCATION: Final = (
    ("none", 14), ("elementary", 8), ("intermediate", 16), ("college", 12),
    ("university", 42), ("master", 7), ("doctor", 1),
)  # fmt: skip
_THEORY: Final = (
    ("none", 24), ("", 6), ("elementary", 38), ("intermediate", 24),
    ("advanced", 7), ("degree", 1),
)  # fmt: skip
_FIELDS: Final = (
    "Luật", "Kinh tế", "Quản lý nhà nước", "Sư phạm", "Nông nghiệp", "Y khoa",
    "Xây dựng", "Công nghệ thông tin", "Kế toán", "Xây dựng Đảng", "Quân sự",
)  # fmt: skip
_POSITIONS: Final = (
    "Cán bộ hưu trí", "Nông dân", "Giáo viên", "Công chức xã", "Trưởng thôn",
    "Chủ tịch Hội Nông dân", "Bộ đội nghỉ hưu", "Y sĩ", "Công nhân", "Chuyên viên",
)  # fmt: skip
_OFFICES: Final = ("Bí thư chi bộ", "Phó Bí thư chi bộ")

_UNIT: Final = "n, path, above, code, name, kind"
_PERSON: Final = (
    "id, unit_id, full_name, sort_key, other_name, citizen_id, party_card, sex, "
    "born_on, birth_precision, ethnicity, religion, home_place, position, membership, "
    "party_since, official_since, party_age_lost_months, schooling, education, "
    "profession, theory, languages, computing, left_on, left_why, left_decision, "
    "version"
)
_LEFT_OF: Final = 100  # one of so many has left
_LEFT_WHY: Final = (
    ("died", 60),
    ("moved_away", 25),
    ("struck_off", 10),
    ("expelled", 5),
)
_POST: Final = "id, person_id, title, place, unit_id, starts_on, version"

_DRAFT: Final = """
CREATE TEMP TABLE sample_unit (
  n int PRIMARY KEY, id uuid DEFAULT gen_random_uuid(), path ltree, above int,
  code text, name text, kind text
) ON COMMIT DROP
"""
_FOUND: Final = """
INSERT INTO core_scope (path, home, kind, title)
SELECT path, path, 'unit', name FROM sample_unit ORDER BY n;
INSERT INTO core_unit (id, scope_id, parent_id, code, name, kind_id, version)
SELECT made.id, scope.id, upper.id, made.code, made.name, made.kind, 1
FROM sample_unit made
JOIN core_scope scope ON scope.path = made.path
LEFT JOIN sample_unit upper ON upper.n = made.above
ORDER BY made.n
"""
Row = Sequence[Any]


class _Unit(NamedTuple):
    n: int
    path: str
    above: int | None
    code: str
    name: str
    kind: str


def load_units(count: int) -> list[UUID]:
    """Found so many units beneath a root of their own; return its cells."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFT)
        _copy("sample_unit", _UNIT, _units(count))
        cursor.execute(_FOUND)
        cursor.execute("SELECT id FROM sample_unit WHERE kind = 'cell' ORDER BY n")
        return [cell for (cell,) in cursor.fetchall()]


def load_people(count: int, units: Sequence[UUID], *, today: date) -> None:
    """Enter so many people into these units, some of them with posts."""
    rng = Random(2025)  # noqa: S311 - nothing secret is drawn
    with connection.cursor() as cursor:
        # Words are put into the indexes of words many at a time.
        cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    drawn = _people(rng, count, units, today)
    while batch := list(islice(drawn, BATCH)):
        _copy("core_person", _PERSON, (person for person, _posts in batch))
        _copy("core_post", _POST, (post for _person, posts in batch for post in posts))


def tidy() -> None:
    """Do what the database's own housekeeping would do in the next minutes."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "VACUUM ANALYZE core_scope, core_unit, core_person, core_post"
            )


def _units(count: int) -> Iterator[_Unit]:
    provinces = min(len(PROVINCES), max(1, count // 20))
    communes = min(COMMUNES, max(1, count // 15))
    yield _Unit(0, ROOT.lower(), None, ROOT, "Trung ương (dữ liệu mẫu)", "central")
    paths = {0: ROOT.lower()}
    for n in range(1, count):
        above = _above(n, provinces, communes)
        paths[n] = f"{paths[above]}.{ROOT.lower()}{n}"
        code, name, kind = _named(n, provinces, communes)
        yield _Unit(n, paths[n], above, code, name, kind)


def _above(n: int, provinces: int, communes: int) -> int:
    if n <= provinces:
        return 0
    if n <= provinces + communes:
        return 1 + n % provinces
    # Each commune has Party organisations of its bodies, whose cells are beneath them,
    # and cells of its villages.
    turn = n - provinces - communes - 1
    commune = provinces + 1 + turn % communes
    lap = turn // communes
    return commune + communes if lap % 3 == 2 else commune


def _named(n: int, provinces: int, communes: int) -> tuple[str, str, str]:
    if n <= provinces:
        name = PROVINCES[n - 1]
        kind = "city" if name in CITIES else "province"
        what = "tỉnh" if kind == "province" else "thành phố"
        what = "" if name.startswith("Thành phố") else what
        return f"{ROOT}.{n:02}", " ".join(f"Đảng bộ {what} {name}".split()), kind
    place = f"{_FIRST[n % len(_FIRST)]} {_SECOND[n // len(_FIRST) % len(_SECOND)]}"
    if n <= provinces + communes:
        kind, what = ("ward", "phường") if n % 4 == 0 else ("commune", "xã")
        return f"{ROOT}.X{n:05}", f"Đảng bộ {what} {place}", kind
    lap = (n - provinces - communes - 1) // communes
    code = f"{ROOT}.{n:06}"
    if lap == 0:
        return code, f"Đảng bộ {_BODIES[n % len(_BODIES)]} {place}", "grassroots"
    if lap % 3 == 2:
        return code, f"Chi bộ {lap // 3 + 1} {place}", "cell"
    return code, f"Chi bộ thôn {place} {lap}", "cell"


def _people(
    rng: Random, count: int, units: Sequence[UUID], today: date
) -> Iterator[tuple[Row, list[Row]]]:
    namer = Namer(rng)
    before = None
    rank = 0
    for n in range(count):
        # Cell after cell, as lists come in.
        unit = units[n * len(units) // count]
        rank = rank + 1 if unit == before else 0
        before = unit
        person = UUID(int=rng.getrandbits(128), version=4)
        row = (person, unit, *_particulars(rng, namer, n, today))
        posts = [_post(rng, person, unit, rank)] if rank < len(_OFFICES) else []
        yield row, posts


def _particulars(rng: Random, namer: Namer, n: int, today: date) -> Row:
    female = rng.random() < 0.34
    name = namer.woman() if female else namer.man()
    born = today - timedelta(days=int(rng.triangular(19.5, 88, 45) * 365.25))
    membership = rng.choices(("official", "probationary", "none"), (94, 4, 2))[0]
    of_age = born + timedelta(days=6_940)
    if membership == "probationary":
        of_age = max(of_age, today - timedelta(days=365))
    admitted = _after(rng, of_age, today, years=20)
    official = min(today, admitted + timedelta(days=365))
    known = rng.choices(("day", "month", "year"), (95, 1, 4))[0]
    stored = born.replace(
        day=born.day if known == "day" else 1,
        month=1 if known == "year" else born.month,
    )
    education = _one(rng, _EDUCATION)
    studied = education in {"college", "university", "master", "doctor"}
    return (
        name,
        sort_key(name),
        "",
        _citizen_id(rng, n, born, female=female) if rng.random() < 0.95 else "",
        f"10{n % 1_000_000:06}" if membership == "official" else "",
        "female" if female else "male",
        stored,
        known,
        _one(rng, _PEOPLES),
        _one(rng, _CREEDS),
        f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}, {rng.choice(PROVINCES)}",
        rng.choice(_POSITIONS),
        membership,
        None if membership == "none" else admitted,
        official if membership == "official" else None,
        0,
        "12/12" if born.year > 1980 else rng.choice(("7/10", "10/10", "12/12")),
        education,
        rng.choice(_FIELDS) if studied else "",
        _one(rng, _THEORY),
        "",
        "",
        *_left(rng, n, admitted, today),
        1,
    )


def _left(rng: Random, n: int, admitted: date, today: date) -> Row:
    if n % _LEFT_OF != _LEFT_OF - 1:
        return None, "", ""
    return _after(rng, admitted, today, years=20), _one(rng, _LEFT_WHY), ""


def _citizen_id(rng: Random, n: int, born: date, *, female: bool) -> str:
    """Write twelve figures: place of birth, century and sex, year, a number apart."""
    century = 2 * (born.year // 100 - 19) + female
    return f"{rng.randint(1, 96):03}{century}{born.year % 100:02}{n % 1_000_000:06}"


def _post(rng: Random, person: UUID, unit: UUID, rank: int) -> Row:
    key = UUID(int=rng.getrandbits(128), version=4)
    return key, person, _OFFICES[rank], "", unit, date(2025, 4, 1), 1


def _after(rng: Random, first: date, last: date, *, years: int) -> date:
    latest = min(last, first + timedelta(days=365 * years))
    return first + timedelta(days=rng.randint(0, max(0, (latest - first).days)))


def _one(rng: Random, words: Sequence[tuple[str, int]]) -> str:
    return rng.choices([w for w, _n in words], [n for _w, n in words])[0]


def _copy(table: str, columns: str, rows: Iterable[Row]) -> None:
    """Write rows by COPY: an insert for each would take an hour."""
    lines = io.StringIO()
    for row in rows:
        lines.write("\t".join(map(_cell, row)))
        lines.write("\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)


def _cell(value: Any) -> str:
    # A sort key may hold a backslash.
    return "\\N" if value is None else str(value).replace("\\", "\\\\")
