"""Where congresses stand, in words; each with the tone of its light."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.rules.progress import State

STATES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        State.NONE.value: _("Chưa lập đại hội"),
        State.PLANNED.value: _("Đang chuẩn bị"),
        State.LATE.value: _("Chuẩn bị, có việc chậm"),
        State.OPEN.value: _("Đang họp"),
        State.CLOSED.value: _("Đã bế mạc, chưa báo cáo"),
        State.REPORTED.value: _("Đã báo cáo kết quả"),
    }
)
STATE_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.NONE.value: "none",
        State.PLANNED.value: "none",
        State.LATE.value: "bad",
        State.OPEN.value: "live",
        State.CLOSED.value: "warn",
        State.REPORTED.value: "ok",
    }
)
# What stands over a column; whole sentences would not fit.
GATE_HEADS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "beneath_done": _("Cấp dưới"),
        "documents_cleared": _("Văn kiện"),
        "personnel_cleared": _("Nhân sự"),
        "opening_announced": _("Báo ngày khai mạc"),
        "tally_rehearsed": _("Tập dượt kiểm phiếu"),
    }
)
