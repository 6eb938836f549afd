"""What may be wrong with a file, a row or a cell: codes, and the sentences for them.

Rows keep the code and its values, so a person reads the sentence in his own language.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.vietnamese import numbers

Values = Mapping[str, Any]


class Unreadable(Exception):  # noqa: N818 - named for the fact
    """A file that cannot be taken as a list; the sentence is found by its code."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Odd(Exception):  # noqa: N818 - named for the fact
    """A cell that does not hold what its column holds."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


OF_FILES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "empty": _("Tệp không có dòng nào. Hãy chọn tệp khác."),
        "file-too-large": _("Tệp lớn hơn %(limit)s MiB. Hãy chia thành nhiều tệp."),
        "too-many-rows": _(
            "Tệp có hơn %(limit)s dòng. Hãy chia thành nhiều tệp, mỗi tệp nhiều nhất "
            "%(limit)s dòng."
        ),
        "too-many-columns": _(
            "Tệp có hơn %(limit)s cột (dòng %(row)s). Hãy bỏ các cột không cần."
        ),
        "too-much-text": _("Tệp có quá nhiều chữ. Hãy chia thành nhiều tệp."),
        "cell-too-long": _(
            "Ô %(cell)s dài hơn %(limit)s ký tự. Hãy rút ngắn ô ấy. Nếu là tệp CSV, "
            "hãy xem có dấu ngoặc kép nào mở mà không đóng."
        ),
        "some-cell-too-long": _("Tệp có ô dài hơn %(limit)s ký tự. Hãy rút ngắn ô ấy."),
        "line-too-long": _(
            "Dòng %(row)s quá dài. Hãy xem có dấu ngoặc kép nào mở mà không đóng, "
            "hoặc tệp có đúng là CSV không."
        ),
        "old-excel": _(
            "Đây là tệp Excel kiểu cũ (.xls) hoặc tệp có mật khẩu. Hãy mở bằng Excel, "
            "bỏ mật khẩu nếu có, chọn Lưu thành… .xlsx rồi tải lại."
        ),
        "locked-zip": _("Tệp có mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi tải lên."),
        "macros": _(
            "Tệp có macro (.xlsm). Hãy mở bằng Excel, chọn Lưu thành… .xlsx rồi tải "
            "lại."
        ),
        "binary-excel": _(
            "Đây là tệp .xlsb. Hãy mở bằng Excel, chọn Lưu thành… .xlsx rồi tải lại."
        ),
        "open-document": _(
            "Đây là tệp .ods. Hãy mở bằng LibreOffice hoặc Excel, chọn Lưu thành… "
            ".xlsx rồi tải lại."
        ),
        "no-workbook": _(
            "Tệp này không phải bảng tính Excel (.xlsx). Hãy chọn tệp .xlsx hoặc .csv."
        ),
        "no-sheet": _(
            "Bảng tính không có trang nào tên như đã chọn. Hãy chọn trang khác."
        ),
        "broken-workbook": _(
            "Tệp .xlsx bị hỏng. Hãy mở bằng Excel, lưu lại thành tệp mới rồi tải lên."
        ),
        "unpacks-too-large": _(
            "Tệp .xlsx bung ra quá lớn. Hãy chép phần cần nhập sang một tệp mới, "
            "không có hình và không có định dạng cho cả cột, rồi tải lên."
        ),
        "no-text": _(
            "Tệp này không phải văn bản CSV. Hãy mở bằng Excel, chọn Lưu thành… .xlsx "
            "rồi tải lại."
        ),
        "web-page": _(
            "Đây là một trang web, không phải bảng tính. Hãy mở bằng Excel, chọn Lưu "
            "thành… .xlsx rồi tải lại."
        ),
        "encoding-unknown": _(
            "Không nhận ra bảng mã tiếng Việt của tệp. Hãy mở bằng Excel, chọn Lưu "
            "thành… CSV UTF-8 hoặc .xlsx rồi tải lại."
        ),
        "no-heading": _("Dưới dòng tiêu đề không có dòng nào để nhập."),
    }
)

OF_CELLS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "missing": _("Còn trống."),
        "too-long": _("Dài nhất %(limit)s ký tự."),
        "excel-error": _("Ô này báo lỗi công thức. Hãy sửa trong Excel."),
        "formula-unsaved": _(
            "Công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên."
        ),
        "date-odd": _("Không phải ngày. Hãy ghi dạng 05/08/1975."),
        "date-part-odd": _(
            "Không phải ngày sinh. Hãy ghi dạng 05/08/1975, 08/1975 hoặc 1975."
        ),
        "date-whole": _("Hãy ghi đủ ngày, tháng, năm, dạng 05/08/1975."),
        "year-short": _("Hãy ghi năm bằng bốn chữ số, dạng 05/08/1975."),
        "number-odd": _("Không phải số nguyên."),
        "number-outside": _("Hãy ghi số từ %(low)s đến %(high)s."),
        "choice-odd": _("Hãy ghi một trong: %(choices)s."),
        "end-twice": _(
            "Cột này đã có «%(end)s» ở cuối, nên cổng không ghép thêm. Hãy xem lại."
        ),
    }
)

# Worth a look, whatever the kind of list.
OF_ROWS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "moved": _(
            "Dòng này đã khác so với lúc bạn xem trước: có người vừa sửa trong sổ. "
            "Hãy xem lại rồi xác nhận lần nữa."
        ),
        "zeros-added": _("Excel đã bỏ số 0 ở đầu; cổng thêm lại thành %(value)s."),
    }
)

# Of a whole list that was not written, or not taken back.
OF_LISTS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "moved-rows": _(
            "Sổ đã thay đổi từ lúc bạn xem trước: %(count)s dòng nay khác và được đánh "
            "dấu. Chưa ghi gì vào sổ. Hãy xem lại rồi xác nhận lần nữa."
        ),
        "not-written": _(
            "Chưa ghi gì vào sổ, vì sổ không nhận một dòng: có người vừa ghi trùng mã "
            "hoặc trùng số, hay một ô quá dài. Hãy xác nhận lại; nếu vẫn không được, "
            "hãy báo quản trị viên."
        ),
        "held": _(
            "Chưa hoàn tác được: %(count)s dòng đã được sửa hoặc đang được dùng. Không "
            "có gì thay đổi. Hãy xử lý các dòng dưới đây rồi hoàn tác lại."
        ),
        "no-longer-may": _(
            "Người yêu cầu không còn quyền làm việc này khi đến lượt, nên chưa có gì "
            "thay đổi."
        ),
        "not-undone": _(
            "Chưa hoàn tác được vì máy gặp sự cố, và đã có người chọn giữ danh sách "
            "trong sổ. Có thể hoàn tác lại khi còn trong 24 giờ."
        ),
        "clash": _(
            "Chưa hoàn tác được: mã hay số cũ của một dòng nay đã có dòng khác mang. "
            "Không có gì thay đổi."
        ),
    }
)

# Why an import cannot be taken back, by row.
OF_UNDOING: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "changed-since": _("đã có người sửa sau khi nhập"),
        "gone": _("không còn trong sổ"),
        "pointed-to": _("đang được dùng ở: %(what)s (%(count)s)"),
    }
)

ALL: Final[Mapping[str, Promise]] = MappingProxyType(
    {**OF_FILES, **OF_CELLS, **OF_ROWS, **OF_LISTS, **OF_UNDOING}
)

# Worth a look, and no reason to leave the row out.
NOTES: Final = frozenset({"zeros-added", "moved", "end-twice"})


def sentence(code: str, values: Values, words: Mapping[str, Promise] = ALL) -> str:
    """Say a fault in the language of who reads."""
    return str(words[code]) % {key: _written(value) for key, value in values.items()}


def _written(value: Any) -> str:
    return numbers.grouped(value) if isinstance(value, int) else str(value)
