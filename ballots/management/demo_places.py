"""Organisations of 2020 as five articles tell of them, and when each held its congress.

Names of organisations and figures are those of the articles; days of single congresses
are made up.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from core.models import Unit, User
from core.services import found_unit

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2025
FOUNDED: Final = date(2020, 1, 2)  # when the story's organisations are entered
# The four contents, and what a cell or a base that sends no delegates leaves out.
FOUR: Final = ("review", "opinions", "committee", "delegates")
THREE: Final = ("review", "opinions", "committee")
TWO: Final = ("opinions", "delegates")


@dataclass(frozen=True, slots=True)
class Told:
    """One congress of the story."""

    name: str
    code: str
    kind: str
    number: int
    opens_on: date
    closes_on: date
    is_pilot: bool = False
    contents: tuple[str, ...] = FOUR


def _days(month: int, first: int, last: int) -> tuple[date, date]:
    return date(FIRST_YEAR, month, first), date(FIRST_YEAR, month, last)


# Article 004: two pilots from 23 to 26 June 2020, then twelve others.
BINH_THUAN: Final = (
    Told(
        "Đảng bộ huyện Hàm Tân",
        "BT-HT",
        "district",
        8,
        *_days(6, 23, 24),
        is_pilot=True,
    ),
    Told(
        "Đảng bộ Khối cơ quan và doanh nghiệp tỉnh",
        "BT-K",
        "provincial_bloc",
        1,
        *_days(6, 25, 26),
        is_pilot=True,
    ),
    Told(
        "Đảng bộ thành phố Phan Thiết",
        "BT-PT",
        "provincial_city",
        12,
        *_days(7, 28, 30),
    ),
    Told("Đảng bộ thị xã La Gi", "BT-LG", "town", 8, *_days(7, 21, 22)),
    Told("Đảng bộ huyện Tuy Phong", "BT-TP", "district", 12, *_days(7, 14, 15)),
    Told("Đảng bộ huyện Bắc Bình", "BT-BB", "district", 12, *_days(7, 16, 17)),
    Told("Đảng bộ huyện Hàm Thuận Bắc", "BT-HTB", "district", 10, *_days(7, 21, 22)),
    Told("Đảng bộ huyện Hàm Thuận Nam", "BT-HTN", "district", 9, *_days(7, 23, 24)),
    Told("Đảng bộ huyện Tánh Linh", "BT-TL", "district", 9, *_days(8, 4, 5)),
    Told("Đảng bộ huyện Đức Linh", "BT-DL", "district", 9, *_days(8, 6, 7)),
    Told("Đảng bộ huyện Phú Quý", "BT-PQ", "district", 11, *_days(8, 11, 12)),
    Told("Đảng bộ Quân sự tỉnh", "BT-QS", "provincial_bloc", 11, *_days(8, 13, 14)),
    Told("Đảng bộ Công an tỉnh", "BT-CA", "provincial_bloc", 13, *_days(8, 18, 19)),
    Told(
        "Đảng bộ Bộ đội Biên phòng tỉnh",
        "BT-BP",
        "provincial_bloc",
        13,
        *_days(8, 20, 21),
    ),
)
# Article 001: Khuôn Hà is the pilot among the communes of Lâm Bình.
LAM_BINH: Final = (
    Told(
        "Đảng bộ xã Khuôn Hà",
        "TQ-LB-KH",
        "commune_before_2025",
        21,
        *_days(3, 11, 12),
        is_pilot=True,
    ),
    Told(
        "Đảng bộ xã Thượng Lâm",
        "TQ-LB-TL",
        "commune_before_2025",
        21,
        *_days(4, 22, 23),
    ),
    Told(
        "Đảng bộ xã Lăng Can", "TQ-LB-LC", "commune_before_2025", 21, *_days(4, 27, 28)
    ),
    Told(
        "Đảng bộ xã Hồng Quang", "TQ-LB-HQ", "commune_before_2025", 20, *_days(5, 5, 6)
    ),
    Told(
        "Đảng bộ xã Phúc Yên", "TQ-LB-PY", "commune_before_2025", 19, *_days(5, 12, 13)
    ),
)
# Article 000: the grassroots of Yên Bái were done a month before their day, 30 June.
YEN_BAI: Final = (
    Told("Đảng bộ xã Báo Đáp", "YB-BD", "commune_before_2025", 22, *_days(4, 15, 16)),
    Told("Đảng bộ xã Tân Hợp", "YB-TH", "commune_before_2025", 21, *_days(4, 28, 29)),
    Told("Đảng bộ phường Pú Trạng", "YB-PT", "ward_before_2025", 10, *_days(5, 14, 15)),
    Told(
        "Đảng bộ thị trấn Cổ Phúc",
        "YB-CP",
        "township_before_2025",
        12,
        *_days(5, 29, 30),
    ),
)
# Article 002: the four contents, "not fully valued in some places".
QUANG_TRI: Final = (
    Told("Đảng bộ huyện Hướng Hóa", "QT-HH", "district", 17, *_days(7, 29, 30)),
    Told(
        "Đảng bộ huyện Gio Linh",
        "QT-GL",
        "district",
        19,
        *_days(8, 5, 6),
        contents=THREE,
    ),
    Told(
        "Đảng bộ huyện đảo Cồn Cỏ",
        "QT-CC",
        "district",
        4,
        *_days(7, 15, 15),
        contents=TWO,
    ),
)


# Article 003: the province, its other districts and its bloc committee. Which thirteen
# departments and public units were given work (000) is made up, codes too.
TUYEN_QUANG: Final = (
    ("Đảng bộ thành phố Tuyên Quang", "TQ-TP", "provincial_city"),
    ("Đảng bộ huyện Sơn Dương", "TQ-SD", "district"),
    ("Đảng bộ huyện Yên Sơn", "TQ-YS", "district"),
    ("Đảng bộ huyện Hàm Yên", "TQ-HY", "district"),
    ("Đảng bộ huyện Chiêm Hóa", "TQ-CH", "district"),
    ("Đảng bộ huyện Na Hang", "TQ-NH", "district"),
    ("Đảng bộ Trường Đại học Tân Trào", "TQ-DHTT", "grassroots"),
    ("Đảng bộ Khối các cơ quan và Doanh nghiệp tỉnh", "TQ-K", "provincial_bloc"),
)
OF_THE_BLOC: Final = (
    ("Đảng bộ Sở Nội vụ", "NV"),
    ("Đảng bộ Sở Kế hoạch và Đầu tư", "KHDT"),
    ("Đảng bộ Sở Tài chính", "TC"),
    ("Đảng bộ Sở Xây dựng", "XD"),
    ("Đảng bộ Sở Giao thông vận tải", "GTVT"),
    ("Đảng bộ Sở Nông nghiệp và Phát triển nông thôn", "NN"),
    ("Đảng bộ Sở Tài nguyên và Môi trường", "TNMT"),
    ("Đảng bộ Sở Giáo dục và Đào tạo", "GDDT"),
    ("Đảng bộ Sở Y tế", "YT"),
    ("Đảng bộ Sở Văn hóa, Thể thao và Du lịch", "VH"),
    ("Đảng bộ Sở Thông tin và Truyền thông", "TTTT"),
    ("Đảng bộ Bệnh viện Đa khoa tỉnh", "BV"),
    ("Đảng bộ Đài Phát thanh và Truyền hình tỉnh", "PTTH"),
)
CELLS_OF_THE_BLOC: Final = 55  # whose meetings its committee members attend online


@dataclass(frozen=True, slots=True)
class Places:
    """Units of the story that accounts are given roles at, by the name of the place."""

    binh_thuan: Unit
    ham_tan: Unit
    lam_binh: Unit
    quang_tri: Unit
    tuyen_quang: Unit
    bloc: Unit
    khuon_ha: Unit


def founded(*, by: User) -> Places:
    """Enter the organisations of the story, as they were before 1 July 2025."""
    at = at_nine(FOUNDED)

    def unit(name: str, code: str, kind: str, parent: Unit | None) -> Unit:
        return found_unit(name=name, code=code, kind=kind, parent=parent, by=by, at=at)

    binh_thuan = unit("Đảng bộ tỉnh Bình Thuận", "BT", "province", None)
    tuyen_quang = unit("Đảng bộ tỉnh Tuyên Quang", "TQ", "province", None)
    lam_binh = unit("Đảng bộ huyện Lâm Bình", "TQ-LB", "district", tuyen_quang)
    yen_bai = unit("Đảng bộ tỉnh Yên Bái", "YB", "province", None)
    quang_tri = unit("Đảng bộ tỉnh Quảng Trị", "QT", "province", None)
    for parent, all_told in (
        (binh_thuan, BINH_THUAN),
        (lam_binh, LAM_BINH),
        (yen_bai, YEN_BAI),
        (quang_tri, QUANG_TRI),
    ):
        for told in all_told:
            unit(told.name, told.code, told.kind, parent)
    for name, code, kind in TUYEN_QUANG:
        unit(name, code, kind, tuyen_quang)
    bloc = Unit.objects.get(code="TQ-K")
    bases = [
        unit(name, f"TQ-K-{code}", "grassroots", bloc) for name, code in OF_THE_BLOC
    ]
    for number in range(CELLS_OF_THE_BLOC):
        base, ordinal = bases[number % len(bases)], number // len(bases) + 1
        unit(f"Chi bộ {ordinal}", f"{base.code}-{ordinal}", "cell", base)
    return Places(
        binh_thuan,
        Unit.objects.get(code="BT-HT"),
        lam_binh,
        quang_tri,
        tuyen_quang,
        bloc,
        Unit.objects.get(code="TQ-LB-KH"),
    )


def at_nine(day: date) -> datetime:
    """Return nine o'clock of a day, when things of the story are entered."""
    return datetime.combine(day, time(9), _HERE)
