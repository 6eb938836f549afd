"""What must hold of a person's particulars, wherever they come from.

Pure: forms ask it for a field, imports for a row. The database holds the same.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.vietnamese import names

# What is written of a person, by field of ``Person``, in the order of personnel papers.
PARTICULARS: Final = (
    "full_name",
    "other_name",
    "sex",
    "born_on",
    "birth_precision",
    "citizen_id",
    "ethnicity",
    "religion",
    "home_place",
    "position",
    "membership",
    "party_card",
    "party_since",
    "official_since",
    "schooling",
    "education",
    "profession",
    "theory",
)
# Each names at most one person.
IDENTITY: Final = ("citizen_id", "party_card")

# Field, code of the fault: the sentence is in FAULTS.
Fault = tuple[str, str]

FAULTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "name-missing": _("Hãy ghi họ và tên."),
        "name-has-figures": _("Họ và tên không có chữ số."),
        "citizen-id-odd": _("Số định danh cá nhân có 12 chữ số (số cũ có 9)."),
        "party-card-odd": _("Số thẻ đảng viên chỉ có chữ số, dấu chấm và dấu cách."),
        "born-in-future": _("Ngày sinh ở tương lai."),
        "born-too-early": _("Ngày sinh trước năm 1900."),
        "admitted-in-future": _("Ngày vào Đảng ở tương lai."),
        "admitted-before-18": _("Ngày vào Đảng khi chưa đủ 18 tuổi."),
        "official-before-admitted": _("Ngày chính thức phải từ ngày vào Đảng trở đi."),
        "official-in-future": _("Ngày chính thức ở tương lai."),
        "official-on-probation": _(
            "Đảng viên dự bị chưa có ngày chính thức. Hãy bỏ ngày chính thức hoặc sửa "
            "tư cách đảng viên."
        ),
        "no-member-has-party-date": _(
            "Người chưa là đảng viên thì không có ngày vào Đảng và số thẻ. Hãy bỏ các "
            "mục đó hoặc sửa tư cách đảng viên."
        ),
    }
)


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return particulars as the register writes them: one spelling for one thing."""
    written = {
        field: names.clean(value) if isinstance(value, str) else value
        for field, value in values.items()
    }
    return written | {
        field: bare_number(written[field]) for field in IDENTITY if written.get(field)
    }


def bare_number(typed: str) -> str:
    """Return a number as it is stored: cards are printed with dots and spaces."""
    return re.sub(r"[\s.]", "", typed)


def faults_of(values: Mapping[str, Any], *, today: date) -> list[Fault]:
    """Return what is wrong with a person's particulars, by field of ``Person``.

    ``values`` holds any of the model's fields, cleaned; what is not there is not asked.
    """
    return [*_of_words(values), *_of_dates(values, today), *_of_membership(values)]


def _of_words(values: Mapping[str, Any]) -> Iterator[Fault]:
    name = values.get("full_name")
    if name is not None and not name:
        yield "full_name", "name-missing"
    if name and re.search(r"\d", name):
        yield "full_name", "name-has-figures"
    if (number := values.get("citizen_id")) and not re.fullmatch(
        r"\d{9}|\d{12}", number
    ):
        yield "citizen_id", "citizen-id-odd"
    if (card := values.get("party_card")) and not re.fullmatch(r"[\d. ]+", card):
        yield "party_card", "party-card-odd"


def _of_dates(values: Mapping[str, Any], today: date) -> Iterator[Fault]:
    born, admitted = values.get("born_on"), values.get("party_since")
    official = values.get("official_since")
    if born and born > today:
        yield "born_on", "born-in-future"
    if born and born.year < 1900:
        yield "born_on", "born-too-early"
    if admitted and admitted > today:
        yield "party_since", "admitted-in-future"
    # Admission from 18 on (Party Statute Art. 1); a year alone may be a year off.
    if admitted and born and admitted.year - born.year < 18:
        yield "party_since", "admitted-before-18"
    if official and admitted and official < admitted:
        yield "official_since", "official-before-admitted"
    if official and official > today:
        yield "official_since", "official-in-future"


def _of_membership(values: Mapping[str, Any]) -> Iterator[Fault]:
    membership = values.get("membership")
    if membership == "probationary" and values.get("official_since"):
        yield "official_since", "official-on-probation"
    if membership == "none" and (
        values.get("party_since")
        or values.get("official_since")
        or values.get("party_card")
    ):
        yield "membership", "no-member-has-party-date"
