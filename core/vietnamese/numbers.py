"""Numbers as Vietnamese papers write them."""

from decimal import Decimal
from typing import Final

_DIGITS: Final = [
    "không",
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
]
_GROUPS: Final = ("", "nghìn", "triệu")
_ROMAN: Final = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def grouped(number: int) -> str:
    """Write a whole number with a point between thousands: ``90.494``."""
    return f"{number:,}".replace(",", ".")


def amount(number: Decimal) -> str:
    """``1250.50`` → ``1.250,5``: as it is written, and may be typed again."""
    whole, _dot, rest = f"{number:.2f}".partition(".")
    rest = rest.rstrip("0")
    return grouped(int(whole)) + (f",{rest}" if rest else "")


def share(part: int, whole: int, *, decimals: int) -> str:
    """Write a part in per cent of the whole, half up: 1 of 3 becomes ``33,33``."""
    unit = 10**decimals
    rounded = (part * 200 * unit + whole) // (2 * whole)
    if not decimals:
        return grouped(rounded)
    return f"{grouped(rounded // unit)},{rounded % unit:0{decimals}}"


def two_digits(number: int) -> str:
    """Write a count as minutes do, at least two digits: ``05``, ``12``, ``1.024``."""
    return f"{number:02}" if number < 10 else grouped(number)


def roman(number: int) -> str:
    """Write a congress number (1 to 399) in Roman figures."""
    if not 1 <= number <= 399:
        msg = f"no congress has the number {number}"
        raise ValueError(msg)
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def in_words(number: int) -> str:
    """Say a whole number below a thousand million in words: ``ba trăm năm mươi``."""
    if not 0 <= number < 10**9:
        msg = f"{number} is not said here"
        raise ValueError(msg)
    if number == 0:
        return _DIGITS[0]
    groups = [number // 1000**i % 1000 for i in range(3)]
    highest = max(i for i, group in enumerate(groups) if group)
    said = [
        f"{_hundreds(groups[i], full=i < highest)} {_GROUPS[i]}".strip()
        for i in range(highest, -1, -1)
        if groups[i]
    ]
    return " ".join(said)


def _hundreds(group: int, *, full: bool) -> str:
    hundreds, rest = divmod(group, 100)
    if not (hundreds or full):
        return _tens(rest)
    said = f"{_DIGITS[hundreds]} trăm"
    if 0 < rest < 10:
        return f"{said} linh {_DIGITS[rest]}"
    return f"{said} {_tens(rest)}" if rest else said


def _tens(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _DIGITS[unit]
    said = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return f"{said} {_unit(tens, unit)}" if unit else said


def _unit(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if unit == 1 and tens > 1:
        return "mốt"
    return _DIGITS[unit]
