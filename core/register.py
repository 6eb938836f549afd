"""What must hold of a person's particulars, wherever they come from.

Pure: forms ask it for a field, imports for a row. The database holds the same.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import peoples
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
    "party_age_lost_months",
    "badge",
    "schooling",
    "education",
    "profession",
    "theory",
    "languages",
    "computing",
)
# A member is on probation for twelve months (Party Statute Art. 5).
PROBATION: Final = 12
OF_AGE: Final = 18 * 12
# Interruptions of a whole life in the Party.
MOST_MONTHS_LOST: Final = 1_200
# Each names at most one person.
IDENTITY: Final = ("citizen_id", "party_card")

# Field, code: the sentence is in FAULTS or DOUBTS.
Fault = tuple[str, str]

FAULTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "name-missing": _("Hãy ghi họ và tên."),
        "name-has-figures": _("Họ và tên không có chữ số."),
        "citizen-id-odd": _("Số định danh cá nhân có 12 chữ số (CMND cũ: 9)."),
        "party-card-odd": _("Số thẻ đảng viên chỉ có chữ số, dấu chấm và dấu cách."),
        "born-in-future": _("Ngày sinh ở tương lai."),
        "born-too-early": _("Ngày sinh trước năm 1900."),
        "admitted-in-future": _("Ngày vào Đảng ở tương lai."),
        "admitted-before-born": _("Ngày vào Đảng phải sau ngày sinh."),
        "official-before-born": _("Ngày chính thức phải sau ngày sinh."),
        "official-before-admitted": _("Ngày chính thức phải từ ngày vào Đảng trở đi."),
        "official-in-future": _("Ngày chính thức ở tương lai."),
        "official-on-probation": _(
            "Đảng viên dự bị chưa có ngày chính thức. Hãy bỏ ngày chính thức hoặc sửa "
            "diện đảng viên."
        ),
        "no-member-has-party-date": _(
            "Người chưa là đảng viên thì không có ngày vào Đảng, ngày chính thức. Hãy "
            "bỏ các mục đó hoặc sửa diện đảng viên."
        ),
        "left-in-future": _("Ngày rời sổ ở tương lai."),
        "left-before-born": _("Ngày rời sổ trước ngày sinh."),
        "left-before-admitted": _("Ngày rời sổ trước ngày vào Đảng."),
    }
)
# What may be so and seldom is: somebody confirms it, no act is refused.
DOUBTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "admitted-before-18": _("Vào Đảng khi chưa đủ 18 tuổi."),
        "official-within-a-year": _("Chính thức khi chưa đủ 12 tháng dự bị."),
        "card-without-official": _("Có số thẻ mà chưa là đảng viên chính thức."),
        "card-not-8-figures": _("Số thẻ đảng viên thường có 8 chữ số."),
    }
)


class PartyAge(NamedTuple):
    """Whole years in the Party, and the months beyond them."""

    years: int
    months: int


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return particulars as the register writes them: one spelling for one thing."""
    written = {
        field: names.clean(value) if isinstance(value, str) else value
        for field, value in values.items()
    }
    numbers = {
        field: bare_number(written[field]) for field in IDENTITY if written.get(field)
    }
    listed = {
        field: peoples.one_spelling(field, written[field])
        for field in peoples.LISTS
        if written.get(field)
    }
    return written | numbers | listed


def bare_number(typed: str) -> str:
    """Return a number as it is stored: cards are printed with dots and spaces."""
    return re.sub(r"[\s.]", "", typed)


def faults_of(values: Mapping[str, Any], *, today: date) -> list[Fault]:
    """Return what is wrong with a person's particulars, by field of ``Person``.

    ``values`` holds any of the model's fields, cleaned; what is not there is not asked.
    """
    return [*_of_words(values), *_of_dates(values, today), *_of_membership(values)]


def doubts_of(values: Mapping[str, Any]) -> list[Fault]:
    """Return what is seldom so in a person's particulars, by field of ``Person``.

    The age of 18 at admission is the Party Statute's (Art. 1); a birth date of which
    only month or year is known is taken for its first day, which gives the benefit of
    the doubt.
    """
    return [*_doubts_of_dates(values), *_doubts_of_card(values)]


def faults_of_leaving(
    left_on: date, *, born: date | None, admitted: date | None, today: date
) -> Iterator[str]:
    """Return why somebody cannot have left the register on that day."""
    if left_on > today:
        yield "left-in-future"
    if born and left_on < born:
        yield "left-before-born"
    elif admitted and left_on < admitted:
        yield "left-before-admitted"


def membership_of(*, admitted: date | None, official: date | None, today: date) -> str:
    """Say what somebody is towards the Party where a list does not.

    An official date makes him official, an admission within the time of probation
    probationary; all else is unknown, since an official member may vote.
    """
    if official is not None:
        return "official"
    if admitted is not None and today < months_after(admitted, PROBATION):
        return "probationary"
    return "unknown"


def party_age_on(
    day: date,
    *,
    membership: str,
    admitted: date | None,
    official: date | None,
    lost_months: int = 0,
) -> PartyAge | None:
    """Return how long somebody has been in the Party on a day; nothing if not known.

    Counted from the admission decision, not from the later recognition as an official
    member, once he is official, less interruptions (Hướng dẫn 294 §4.5).
    """
    is_official = membership == "official" and (official is None or official <= day)
    if not is_official or admitted is None or admitted > day:
        return None
    months = 12 * (day.year - admitted.year) + day.month - admitted.month
    if day < months_after(admitted, months):
        months -= 1
    return PartyAge(*divmod(max(0, months - lost_months), 12))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
    if admitted and born and admitted <= born:
        yield "party_since", "admitted-before-born"
    if official and born and official <= born:
        yield "official_since", "official-before-born"
    if official and admitted and official < admitted:
        yield "official_since", "official-before-admitted"
    if official and official > today:
        yield "official_since", "official-in-future"


def _of_membership(values: Mapping[str, Any]) -> Iterator[Fault]:
    membership = values.get("membership")
    if membership == "probationary" and values.get("official_since"):
        yield "official_since", "official-on-probation"
    if membership == "none" and (
        values.get("party_since") or values.get("official_since")
    ):
        yield "membership", "no-member-has-party-date"


def _doubts_of_dates(values: Mapping[str, Any]) -> Iterator[Fault]:
    born, admitted = values.get("born_on"), values.get("party_since")
    official = values.get("official_since")
    if admitted and born and admitted < months_after(born, OF_AGE):
        yield "party_since", "admitted-before-18"
    if official and admitted and official < months_after(admitted, PROBATION):
        yield "official_since", "official-within-a-year"


def _doubts_of_card(values: Mapping[str, Any]) -> Iterator[Fault]:
    card = values.get("party_card")
    if card and values.get("membership") in {"none", "probationary"}:
        yield "party_card", "card-without-official"
    if card and not re.fullmatch(r"\d{8}", bare_number(card)):
        yield "party_card", "card-not-8-figures"
