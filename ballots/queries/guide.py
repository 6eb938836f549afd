"""How to mark a paper, as walls show it: in words, and on papers drawn as examples."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from ballots.models import Poll
from ballots.rules.terms import Layout
from congress.models import FrameKind
from congress.services import Page
from core.vietnamese import numbers

_SHOWN: Final = 4  # lines of a paper drawn as an example
_TICK: Final = "☒"
_BOX: Final = "☐"


def guide(poll: Poll, names: int, *, called: str) -> Page:
    """Return how to mark a paper of a poll ``called`` so, with so many names on it."""
    most, struck = poll.max_votes, names - poll.max_votes
    listed = numbers.two_digits(names)
    lead = f"Danh sách {listed} người"
    if poll.layout == Layout.STRIKE_OUT:
        least = f"gạch ít nhất {numbers.two_digits(struck)} người"
        points = [
            f"Để lại nhiều nhất {numbers.two_digits(most)} người – {least}",
            "Gạch ngang cả họ và tên người mình không bầu",
        ]
        examples = _struck_examples(names, most)
    else:
        points = [
            "Mỗi người chỉ đánh dấu X vào một ô: đồng ý hoặc không đồng ý",
        ]
        examples = _boxed_examples(names)
    reading = ". ".join([lead, *points]) + ".\n"
    reading += "\n".join(f"{each['verdict']}: {each['caption']}" for each in examples)
    title = f"Cách ghi phiếu: {called}"
    content = {"title": title, "lead": lead, "points": points, "examples": examples}
    return Page(kind=FrameKind.GUIDE, content=content, reading=reading)


def _struck_examples(names: int, most: int) -> list[dict[str, Any]]:
    fewest = names - most
    kept, struck = numbers.two_digits(most), numbers.two_digits(fewest)
    all_ = numbers.two_digits(names)
    mixed = _paper(names, struck=_just_enough(names, most))
    found = [
        _example(mixed, f"Gạch {struck} người, để lại {kept} người.", right=True),
        _example(
            _paper(names, struck=lambda _line: False),
            f"Không gạch ai: còn {all_} người, quá {kept} người.",
        ),
        _example(
            _paper(names, struck=lambda _line: True),
            f"Gạch hết {all_} người: không bầu ai.",
        ),
        _example(
            [*mixed, {"label": "+ Tên khác", "struck": False, "boxes": ""}],
            "Ghi thêm tên người ngoài danh sách.",
        ),
        _example(
            [*mixed, {"label": "✓ Ký tên…", "struck": False, "boxes": ""}],
            "Ký tên, viết thêm, đánh dấu riêng trên phiếu.",
        ),
    ]
    if most > 1:
        # Small papers are drawn whole; on a large one the last line is kept.
        left = 1 if names <= _SHOWN else names
        fewer = _paper(names, struck=lambda line: line != left)
        said = f"Gạch nhiều hơn {struck} người, vẫn để lại ít nhất một người."
        found.insert(1, _example(fewer, said, right=True))
    return found


def _boxed_examples(names: int) -> list[dict[str, Any]]:
    one, other = f"{_TICK} {_BOX}", f"{_BOX} {_TICK}"
    both, none = f"{_TICK} {_TICK}", f"{_BOX} {_BOX}"
    if names == 1:
        return [
            _example(_boxed(names, one), "Đánh X vào ô đồng ý.", right=True),
            _example(_boxed(names, other), "Đánh X vào ô không đồng ý.", right=True),
            _example(_boxed(names, both), "Đánh X vào cả hai ô."),
            _example(_boxed(names, none), "Không đánh vào ô nào."),
        ]
    nobody = "Người ấy không được tính, những người khác vẫn tính."
    return [
        _example(_boxed(names, one), "Mỗi người một dấu X.", right=True),
        _example(
            _boxed(names, one, first=other),
            "Có người đồng ý, có người không đồng ý.",
            right=True,
        ),
        _example(
            _boxed(names, one, first=both),
            f"Đánh cả hai ô ở một người. {nobody}",
            verdict="✗ Không nên",
        ),
        _example(
            _boxed(names, one, first=none),
            f"Bỏ trống cả hai ô ở một người. {nobody}",
            verdict="✗ Không nên",
        ),
        _example(
            [*_boxed(names, one), {"label": "+ Tên khác", "boxes": one}],
            "Ghi thêm tên người ngoài danh sách.",
        ),
        _example(
            [*_boxed(names, one), {"label": "✓ Ký tên…", "boxes": ""}],
            "Ký tên, viết thêm, đánh dấu riêng trên phiếu.",
        ),
    ]


def _example(
    rows: list[dict[str, Any]],
    caption: str,
    *,
    right: bool = False,
    verdict: str = "✗ Không hợp lệ",
) -> dict[str, Any]:
    word = "✓ Hợp lệ" if right else verdict
    return {"right": right, "verdict": word, "caption": caption, "rows": rows}


def _just_enough(names: int, most: int) -> Callable[[int], bool]:
    """Which lines of an example are struck where just enough are."""
    if names <= _SHOWN:
        return lambda line: line > most
    if names - most == 1:
        return lambda line: line == 2
    return lambda line: line in {2, names}


def _paper(names: int, *, struck: Callable[[int], bool]) -> list[dict[str, Any]]:
    """Draw a paper by its first lines and its last, with nobody's name on it."""
    return [
        {"label": label, "struck": bool(line) and struck(line), "boxes": ""}
        for line, label in _lines(names)
    ]


def _boxed(names: int, boxes: str, *, first: str = "") -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "struck": False,
            "boxes": (first if first and line == 1 else boxes) if line else "",
        }
        for line, label in _lines(names)
    ]


def _lines(names: int) -> Iterator[tuple[int, str]]:
    """Return line and words of an example; what is left out is line 0."""
    if names <= _SHOWN:
        yield from ((line, f"{line}. Họ và tên") for line in range(1, names + 1))
        return
    yield from ((line, f"{line}. Họ và tên") for line in range(1, _SHOWN - 1))
    yield 0, "…"
    yield names, f"{names}. Họ và tên"
