"""Vietnamese names as they are borne, for made-up registers: common ones are common."""

from functools import lru_cache
from random import Random
from typing import Final

from core.vietnamese import names

FAMILY: Final = {
    "Nguyễn": 384, "Trần": 110, "Lê": 95, "Phạm": 71, "Hoàng": 41, "Huỳnh": 21,
    "Phan": 45, "Vũ": 29, "Võ": 19, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13,
    "Ngô": 13, "Dương": 10, "Lý": 8, "Đinh": 8, "Đào": 7, "Trịnh": 7, "Mai": 6,
    "Hà": 6, "Đoàn": 6, "Trương": 9, "Cao": 5, "Tạ": 3, "Lương": 5, "Nông": 4,
    "Triệu": 3, "Ma": 2, "Lò": 3, "Vàng": 2, "Giàng": 2, "Quàng": 2, "Hoàng Phủ": 1,
}  # fmt: skip
MEN: Final = (
    ("Văn", 44), ("Đức", 8), ("Quang", 6), ("Hữu", 6), ("Minh", 6), ("Xuân", 5),
    ("Đình", 5), ("Ngọc", 4), ("Quốc", 4), ("Thanh", 4), ("Công", 3), ("Trọng", 2),
    ("Bá", 1), ("", 2),
)  # fmt: skip
WOMEN: Final = (
    ("Thị", 55), ("Thị Thu", 6), ("Thị Thanh", 6), ("Thị Minh", 4), ("Thị Kim", 4),
    ("Thị Ngọc", 5), ("Thị Bích", 3), ("Thị Hồng", 5), ("Ngọc", 4), ("Thu", 4),
    ("Thùy", 2), ("Phương", 2),
)  # fmt: skip
OF_MEN: Final = (
    "An", "Anh", "Bảo", "Bình", "Cường", "Chiến", "Chính", "Chung", "Công", "Cảnh",
    "Dũng", "Duy", "Đạt", "Đức", "Định", "Đông", "Giang", "Giáp", "Hà", "Hải", "Hùng",
    "Hưng", "Hiếu", "Hòa", "Hoàng", "Huy", "Hậu", "Khánh", "Khoa", "Kiên", "Lâm",
    "Long", "Lộc", "Lợi", "Luân", "Mạnh", "Minh", "Nam", "Nghĩa", "Nguyên", "Nhân",
    "Ninh", "Phong", "Phú", "Phúc", "Phương", "Quang", "Quân", "Quý", "Quyết", "Sơn",
    "Sáng", "Tài", "Tâm", "Tân", "Thái", "Thanh", "Thành", "Thắng", "Thiện", "Thịnh",
    "Thọ", "Thông", "Tiến", "Tín", "Toàn", "Trí", "Trung", "Trường", "Tú", "Tuấn",
    "Tùng", "Tuyên", "Việt", "Vinh", "Vũ", "Vượng", "Xuân",
)  # fmt: skip
OF_WOMEN: Final = (
    "An", "Anh", "Ánh", "Bình", "Chi", "Châu", "Cúc", "Diễm", "Diệp", "Dung", "Duyên",
    "Đào", "Điệp", "Giang", "Hà", "Hạnh", "Hảo", "Hằng", "Hiền", "Hiếu", "Hoa", "Hòa",
    "Hồng", "Huế", "Huệ", "Hương", "Hường", "Khánh", "Kiều", "Lan", "Lài", "Liên",
    "Liễu", "Linh", "Loan", "Lý", "Mai", "Mận", "Minh", "Mơ", "My", "Mỹ", "Nga", "Ngân",
    "Ngọc", "Nguyệt", "Nhàn", "Nhung", "Oanh", "Phượng", "Phương", "Quế", "Quyên",
    "Quỳnh", "Sen", "Tâm", "Thanh", "Thảo", "Thoa", "Thu", "Thúy", "Thủy", "Thư",
    "Thương", "Trang", "Trâm", "Tuyết", "Tuyến", "Vân", "Xuân", "Yến",
)  # fmt: skip


class Namer:
    """Draws full names; the same generator draws the same names."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def man(self) -> str:
        """Return a man's full name."""
        return self._name(MEN, OF_MEN)

    def woman(self) -> str:
        """Return a woman's full name."""
        return self._name(WOMEN, OF_WOMEN)

    def _name(
        self, middles: tuple[tuple[str, int], ...], givens: tuple[str, ...]
    ) -> str:
        family = self._rng.choices(_FAMILIES, cum_weights=_FAMILY_WEIGHTS)[0]
        middle = self._rng.choices(*_drawn(middles))[0]
        return " ".join(filter(None, (family, middle, self._rng.choice(givens))))


@lru_cache(maxsize=200_000)
def sort_key(full_name: str) -> str:
    """Return the key of a name; the same names come again and again."""
    return names.sort_key(full_name)


@lru_cache
def _drawn(words: tuple[tuple[str, int], ...]) -> tuple[list[str], list[int]]:
    return [word for word, _weight in words], [weight for _word, weight in words]


_FAMILIES: Final = list(FAMILY)
_FAMILY_WEIGHTS: Final = [
    sum(list(FAMILY.values())[: count + 1]) for count in range(len(FAMILY))
]
