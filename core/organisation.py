"""What must hold of a Party organisation, wherever it comes from.

Pure: services ask it for an act, forms for a field, imports for a row. The database
holds what it can of the same.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# A code stands in an address, so it has no spaces and no slashes.
CODE: Final = re.compile(r"[^\W_][\w.\-]{0,39}")
NAME: Final = 200
FIRST_YEAR: Final = 1930  # nothing of the Party is older

# Levels and kinds are rows, and more may be added; those shipped have their English.
SHIPPED: Final = (
    gettext_noop("Trung ương"),
    gettext_noop("Trực thuộc Trung ương (tỉnh, thành phố, khối)"),
    gettext_noop("Huyện và tương đương"),
    gettext_noop("Cấp trên trực tiếp của tổ chức cơ sở đảng (xã, phường, đặc khu)"),
    gettext_noop("Tổ chức cơ sở đảng"),
    gettext_noop("Đảng bộ bộ phận"),
    gettext_noop("Chi bộ"),
    gettext_noop("Đảng bộ tỉnh"),
    gettext_noop("Đảng bộ thành phố trực thuộc Trung ương"),
    gettext_noop("Đảng bộ khối trực thuộc Trung ương"),
    gettext_noop("Đảng bộ Quân đội"),
    gettext_noop("Đảng bộ Công an Trung ương"),
    gettext_noop("Đảng bộ huyện"),
    gettext_noop("Đảng bộ quận"),
    gettext_noop("Đảng bộ thị xã"),
    gettext_noop("Đảng bộ thành phố thuộc tỉnh"),
    gettext_noop("Đảng bộ khối trực thuộc tỉnh (trước 1/7/2025)"),
    gettext_noop("Đảng bộ xã"),
    gettext_noop("Đảng bộ phường"),
    gettext_noop("Đảng bộ đặc khu"),
    gettext_noop("Đảng bộ các cơ quan Đảng tỉnh, thành phố"),
    gettext_noop("Đảng bộ Ủy ban nhân dân tỉnh, thành phố"),
    gettext_noop("Đảng bộ cấp trên trực tiếp của tổ chức cơ sở đảng (loại khác)"),
    gettext_noop("Đảng bộ cơ sở"),
    gettext_noop("Chi bộ cơ sở"),
    gettext_noop("Đảng bộ đặc khu (tổ chức cơ sở đảng)"),
    gettext_noop("Đảng bộ xã (tổ chức cơ sở đảng, trước 1/7/2025)"),
    gettext_noop("Đảng bộ phường (tổ chức cơ sở đảng, trước 1/7/2025)"),
    gettext_noop("Đảng bộ thị trấn (trước 1/7/2025)"),
)

# What kinds were called before, and are still called in lists that come in.
FORMER_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Đảng bộ các cơ quan Đảng tỉnh": "province_party_bodies",
        "Đảng bộ các cơ quan Đảng thành phố": "province_party_bodies",
        "Đảng bộ Ủy ban nhân dân tỉnh": "province_government",
        "Đảng bộ Ủy ban nhân dân thành phố": "province_government",
        "Đảng bộ khác trên cơ sở": "above_grassroots",
        "Đảng bộ thị trấn": "township_before_2025",
    }
)

# A cell of fewer official members could not be founded (294-QĐ/TW, 20.2.1).
FEWEST_OFFICIAL: Final = 3
CELLS: Final = frozenset({"cell", "grassroots_cell"})

# Field of ``Unit``, code of the fault: the sentence is in FAULTS.
Fault = tuple[str, str]

FAULTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "code-missing": _("Hãy ghi mã của tổ chức."),
        "code-odd": _(
            "Mã chỉ gồm chữ, số, dấu chấm, gạch nối, gạch dưới; bắt đầu bằng chữ "
            "hoặc số; dài nhất 40 ký tự."
        ),
        "name-missing": _("Hãy ghi tên tổ chức."),
        "name-long": _("Tên tổ chức dài nhất 200 ký tự."),
        "founded-too-early": _("Ngày thành lập trước năm 1930."),
        "congress-number-odd": _("Lần thứ phải từ 1 đến 399."),
        "kind-not-below": _(
            "Loại tổ chức này không ở dưới cấp của nơi trực thuộc. Hãy chọn loại "
            "khác hoặc nơi trực thuộc khác."
        ),
        "kind-abolished": _(
            "Loại tổ chức này đã bỏ, không lập vào ngày đó được. Hãy chọn loại khác "
            "hoặc sửa ngày."
        ),
    }
)


def faults_of_words(
    *, code: str, name: str, founded_on: date | None, congress_number: int | None
) -> Iterator[Fault]:
    """Yield what is wrong with a unit's own particulars."""
    if not code:
        yield "code", "code-missing"
    elif not CODE.fullmatch(code):
        yield "code", "code-odd"
    yield from faults_of_name(name)
    if founded_on is not None and founded_on.year < FIRST_YEAR:
        yield "founded_on", "founded-too-early"
    if congress_number is not None and not 1 <= congress_number <= 399:
        yield "congress_number", "congress-number-odd"


def faults_of_name(name: str) -> Iterator[Fault]:
    """Yield what is wrong with a unit's name."""
    if not name:
        yield "name", "name-missing"
    elif len(name) > NAME:
        yield "name", "name-long"


def faults_of_place(rank: int, above: int) -> Iterator[Fault]:
    """Yield what is wrong with a kind of that rank beneath one of the other."""
    if rank <= above:
        yield "kind", "kind-not-below"


def faults_of_kind(abolished_on: date | None, *, on: date) -> Iterator[Fault]:
    """Yield what is wrong with founding something of a kind on that day."""
    if abolished_on is not None and abolished_on <= on:
        yield "kind", "kind-abolished"


def sentence(fault: str) -> Promise:
    """Return what a person reads about a fault."""
    return FAULTS[fault]
