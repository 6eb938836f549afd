"""How points of readiness stand, in words; each with the tone of its light."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.labels.points import Point, Worked
from core.vietnamese import numbers

READY: Final = "ready"
POINT_WORDS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "not_started": _("chưa làm"),
        "in_hand": _("đang làm"),
        READY: _("đã đủ"),
        "stuck": _("vướng"),
    }
)
POINT_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"not_started": "none", "in_hand": "warn", READY: "ok", "stuck": "bad"}
)
STANCE_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"remark": "none", "agrees": "ok", "changes": "warn"}
)
LATE_WORD: Final = _("quá hạn")
NOTHING_ASKED: Final = _("không có")
SUBMISSION_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"submitted": "warn", "sent_back": "bad", "cleared": "ok", "withdrawn": "none"}
)


def light_of(worked: Worked, *, today: date) -> tuple[str, str]:
    """Return the tone and the word of a point today."""
    if worked.state == READY and worked.total == 0:
        return POINT_TONES[READY], str(NOTHING_ASKED)
    is_late = worked.due_on is not None and worked.due_on < today
    if worked.state != READY and is_late:
        return POINT_TONES["stuck"], str(LATE_WORD)
    return POINT_TONES[worked.state], str(POINT_WORDS[worked.state])


def count_of(point: Point, worked: Worked) -> str:
    """Say how many of how many, where something is counted that may be told."""
    if point.one_word or worked.done is None or not worked.total:
        return ""
    if not point.total_known:
        return numbers.grouped(worked.done)
    return f"{numbers.grouped(worked.done)}/{numbers.grouped(worked.total)}"
