"""Words for what is typed about a paper, and what a paper shows in one line."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.labels.conduct import DOUBTS
from ballots.labels.papers import DEFECTS
from ballots.rules.ballot import Reading
from ballots.rules.command import Mistyped, Slip
from ballots.rules.comparison import Way
from ballots.rules.doubts import Doubt
from ballots.rules.sheet import Box, Sheet, boxes_of, has_marks, runs
from ballots.rules.terms import Layout
from congress.labels.tables import words

# Each is shown with what it is about as %(about)s.
SLIPS: Final = words(
    {
        Slip.EMPTY: _("Chưa gõ gì. Không gạch ai, không đánh dấu ô nào thì gõ 0."),
        Slip.NOT_UNDERSTOOD: _("Phiếu này không dùng “%(about)s”. Xem bảng phím."),
        Slip.UNFINISHED: _("Gõ tiếp một chữ số sau “%(about)s”."),
        Slip.UNKNOWN_NUMBER: _("Không có số %(about)s trên phiếu."),
        Slip.BACKWARDS: _("“%(about)s”: số nhỏ viết trước, số lớn viết sau."),
        Slip.NOT_TYPED_YET: _("Số %(about)s chưa gõ nên không có gì để bỏ."),
        Slip.NOTHING_LEFT: _("Đã bỏ hết các số. Phiếu không gạch ai thì gõ 0."),
        Slip.ZERO_WITH_NUMBERS: _("Phím 0 và phím * ở đây chỉ đứng một mình."),
        Slip.TWO_FLAGS: _("Mỗi phiếu chỉ ghi một lý do: bỏ bớt “%(about)s”."),
        Slip.UNKNOWN_FLAG: _("Không có lý do “%(about)s”. Xem chữ số ở bảng phím."),
        Slip.LEFT_OUT: _("Chưa ghi số %(about)s. Trên phiếu để trống thì gõ 0."),
        Slip.TOO_LONG: _("Gõ quá dài. Hãy xóa và gõ lại."),
    }
)

BOXES: Final = words(
    {
        Box.AGREE: _("đồng ý"),
        Box.DISAGREE: _("không đồng ý"),
        Box.BOTH: _("cả hai ô"),
        Box.NEITHER: _("để trống"),
    }
)

# What the screen of entry says as it goes along, by the names its script knows.
SCREEN: Final = {
    "position": _("Tờ %(position)s / %(papers)s"),
    "typing_struck": _("Số thứ tự người bị gạch"),
    "typing_kept": _("Số thứ tự người được để lại"),
    "typing_boxes": _("Ô được đánh dấu"),
    "saved": _("Đã lưu tờ %(position)s lúc %(at)s"),
    "inserted": _("Đã chèn chỗ cho tờ %(position)s lúc %(at)s; hãy nhập tờ ấy"),
    "taken_out": _("Đã bỏ tờ %(position)s lúc %(at)s; các tờ sau dồn lên"),
    "saving": _("Đang lưu tờ %(position)s…"),
    "kept": _("giữ %(kept)s/%(most)s"),
    "agreed": _("đồng ý %(kept)s/%(most)s"),
    "exact": _("đủ"),
    "under": _("thiếu %(by)s"),
    "over": _("thừa %(by)s"),
    "repeated": _("Số %(numbers)s gõ hai lần. Nếu đúng là vậy, bấm Enter lần nữa."),
    "reopened": _("Tờ này đã lưu. Gõ để nhập lại; Enter để giữ nguyên và đi tiếp."),
    "restored": _("Đã lấy lại nội dung đang gõ dở. Xem lại phiếu rồi bấm Enter."),
    "no_such_paper": _("Tập này chỉ có %(papers)s tờ."),
    "struck": _("gạch %(number)s"),
    "none_struck": _("không gạch"),
    "all_struck": _("gạch hết"),
    "aside": _("để xem xét"),
    "defective": _("có lỗi"),
    "agree_short": _("đồng ý %(number)s"),
    "at_hand": _("đang nhập"),
    "by_rule": _("Theo quy định: %(worth)s"),
    "unreachable": _(
        "CHƯA LƯU tờ %(position)s: không liên lạc được với máy chủ. Giữ nguyên trang "
        "này và tờ phiếu này; cổng đang tự thử lại."
    ),
    "held_up": _(
        "CHƯA LƯU tờ %(position)s. %(why)s Giữ nguyên trang này và tờ phiếu này; cổng "
        "đang tự thử lại."
    ),
    "session": _("Phiên làm việc đã khóa hoặc đã đổi. Đang mở lại trang…"),
    "closed": _("Lần nhập này đã đóng. Hãy về trang các tập phiếu."),
}

# How two readings of one heap go together.
WAYS: Final = words(
    {
        Way.IN_ORDER: _("cùng thứ tự"),
        Way.OUT_OF_STEP: _("so với người trước có tờ sót hoặc nhập hai lần"),
        Way.TURNED_OVER: _("nhập ngược chiều với người trước"),
        Way.SHUFFLED: _("cùng các phiếu ấy, khác thứ tự"),
    }
)


def slip(mistyped: Mistyped) -> str:
    """Say what is wrong with what was typed, and what to do."""
    return str(SLIPS[mistyped.slip]) % {"about": mistyped.about}


def shown(reading: Reading, doubt: Doubt | None, sheet: Sheet, *, most: int) -> str:
    """Say in one line what a paper shows: «gạch 3, 7, 9–11 · giữ 15/15»."""
    said = _marks(reading, sheet, most) if has_marks(reading) else []
    if reading.defect is not None:
        said.append(str(DEFECTS[reading.defect]))
    if doubt is not None:
        said.append(
            gettext("để ban xem xét: %(why)s") % {"why": str(DOUBTS[doubt]).lower()}
        )
    return " · ".join(said)


def _marks(reading: Reading, sheet: Sheet, most: int) -> list[str]:
    if sheet.layout is Layout.AGREE_DISAGREE:
        return _boxes(reading, sheet)
    if reading.struck is None:
        kept = sheet.numbers_of(reading.kept or b"")
        struck = [each for each in sheet.numbers if each not in kept]
    else:
        struck = list(sheet.numbers_of(reading.struck))
    left = len(sheet.numbers) - len(struck)
    if not struck:
        first = gettext("không gạch ai")
    elif not left:
        first = gettext("gạch hết")
    else:
        first = gettext("gạch %(numbers)s") % {"numbers": _row(struck, sheet)}
    return [first, gettext("giữ %(left)s/%(most)s") % {"left": left, "most": most}]


def _boxes(reading: Reading, sheet: Sheet) -> list[str]:
    found = boxes_of(reading, sheet)
    if sheet.has_one_name:
        return [str(BOXES[box]) for box in found.values()]
    said = []
    for box in Box:
        numbers = [number for number, where in found.items() if where is box]
        if len(numbers) == len(sheet.numbers):
            return [gettext("%(box)s tất cả") % {"box": BOXES[box]}]
        if numbers:
            said.append(f"{BOXES[box]} {_row(numbers, sheet)}")
    return said


def _row(numbers: list[int], sheet: Sheet) -> str:
    found = runs(numbers, sheet)
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in found
    )
