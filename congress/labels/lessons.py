"""Words for lessons, difficulties and good practice."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.difficulties import Act, State

ANSWERED: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "applied": _("đã áp dụng"),
        "not_ours": _("không áp dụng ở đây"),
        "none": _("chưa trả lời"),
    }
)
ANSWERED_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"applied": "ok", "not_ours": "none", "none": "warn"}
)
DIFFICULTY_STATES: Final = words(
    {
        State.WAITING: _("chờ cấp trên trả lời"),
        State.ASKED: _("cấp trên hỏi lại"),
        State.ANSWERED: _("đã trả lời"),
        State.SOLVED: _("đã giải quyết"),
    }
)
DIFFICULTY_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"waiting": "warn", "asked": "warn", "answered": "live", "solved": "ok"}
)
# What was done, in its history.
DIFFICULTY_DONE: Final = words(
    {
        Act.RAISE: _("nêu vướng mắc, gửi %(to)s"),
        Act.ANSWER: _("trả lời"),
        Act.ASK: _("hỏi lại"),
        Act.PASS: _("chuyển lên %(to)s"),
        Act.EXPLAIN: _("nói rõ thêm"),
        Act.SOLVE: _("ghi là đã giải quyết"),
        Act.REOPEN: _("mở lại, chưa giải quyết được"),
    }
)
# What somebody is about to do.
DIFFICULTY_ACTS: Final = words(
    {
        Act.ANSWER: _("Trả lời"),
        Act.ASK: _("Hỏi lại"),
        Act.PASS: _("Chuyển lên cấp trên"),
        Act.EXPLAIN: _("Nói rõ thêm"),
        Act.SOLVE: _("Đã giải quyết"),
        Act.REOPEN: _("Mở lại"),
    }
)
PRACTICE_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"proposed": "warn", "sent_back": "bad", "published": "ok"}
)
