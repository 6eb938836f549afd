"""Election files of any size, drawn from a seed: the same size, the same bytes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ballots.interchange import ELECTION_FORMAT

FAMILY: Final = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Đặng",
    "Bùi",
    "Vũ",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
]
MIDDLE: Final = ("Văn", "Thị", "Quang", "Thị Thu", "Đình", "Hữu")
GIVEN: Final = [
    "An",
    "Ánh",
    "Bình",
    "Cúc",
    "Dũng",
    "Đào",
    "Giang",
    "Hà",
    "Hùng",
    "Kim",
    "Lâm",
    "Mai",
    "Nam",
    "Quế",
    "Sơn",
]
AT_ONCE: Final = 20_000  # ballots drawn together


@dataclass(frozen=True, slots=True)
class Size:
    """How large an election is: each ballot keeps ``least`` to ``seats`` names."""

    ballots: int
    names: int
    seats: int
    least: int
    seed: int = 1

    def __str__(self) -> str:
        return f"{self.ballots:,} × {self.names}"


def write(size: Size, path: Path) -> None:
    """Write the election file."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(pieces(size))


def pieces(size: Size) -> Iterator[str]:
    """The text of the election file, some thousand ballots at a time."""
    head = json.dumps(_head(size), ensure_ascii=False)
    yield f'{head[:-1]}, "ballots": [\n'
    drawn = np.random.default_rng(size.seed)
    for first in range(0, size.ballots, AT_ONCE):
        number = min(AT_ONCE, size.ballots - first)
        last = first + number == size.ballots
        yield ",\n".join(_ballots(size, number, drawn)) + ("\n" if last else ",\n")
    yield "]}\n"


def _head(size: Size) -> dict[str, Any]:
    papers = ("tally_base", "present", "printed", "issued", "returned")
    return {
        "format": ELECTION_FORMAT,
        "id": f"sinh-{size.ballots}-{size.names}-{size.seed}",
        "note": "Số liệu sinh ra để đo",
        "regulation": "190-QD/TW",
        "office": "committee",
        "round": "first",
        "layout": "strike_out",
        "seats": size.seats,
        "alternates": 0,
        "max_votes": size.seats,
        **dict.fromkeys(papers, size.ballots),
        "candidates": [
            {"number": number, "name": _name(number)}
            for number in range(1, size.names + 1)
        ],
    }


def _name(number: int) -> str:
    parts = (FAMILY[number % 14], MIDDLE[number % 6], GIVEN[number % 15])
    return " ".join(parts)


def _ballots(size: Size, number: int, drawn: np.random.Generator) -> Iterator[str]:
    """Every voter puts the names in an order of his own and keeps the first few."""
    pull = drawn.random((number, size.names)) + np.linspace(0.4, 0, size.names)
    orders = (np.argsort(-pull, axis=1) + 1).tolist()
    kept = drawn.integers(size.least, size.seats, number, endpoint=True).tolist()
    for order, how_many in zip(orders, kept, strict=True):
        yield f'{{"kept": {sorted(order[:how_many])}}}'
