"""Elections of the demo, as files that another tool would hand over.

Ballots are drawn with a fixed seed, so that every demo is the same and its results can
be looked up in the guide.
"""

import random
from collections import Counter
from typing import Any, Final

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
