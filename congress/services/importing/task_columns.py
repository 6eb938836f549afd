"""The columns of a list of tasks, and what is said of its rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.imports import cells
from core.imports.kinds import ImportColumn

_YES_NO: Final = {"yes": ("Có", "x", "1"), "no": ("Không", "0", "–", "-")}


def _evidence(cell: str) -> bool:
    return bool(cells.choice(_YES_NO)(cell) == "yes")


COLUMNS: Final = (
    ImportColumn(
        "title",
        _("Việc phải làm"),
        cells.text(400),
        required=True,
        names=(
            *("Việc", "Tên việc", "Công việc", "Nội dung công việc"),
            *("Nhiệm vụ", "Tên nhiệm vụ", "Nhiệm vụ, giải pháp", "Task"),
        ),
        hint=_("Việc phải làm, không quá 400 ký tự."),
        examples=("Ban hành quy chế phối hợp", "Xây dựng đề án sắp xếp thôn"),
    ),
    ImportColumn(
        "group",
        _("Nhóm việc"),
        cells.text(400),
        names=("Nhóm", "Nhóm nhiệm vụ", "Nhóm giải pháp", "Lĩnh vực", "Group"),
        hint=_("Tên một nhóm đã có trong danh mục. Để trống: không theo nhóm."),
        examples=("Công tác tư tưởng", ""),
    ),
    ImportColumn(
        "unit",
        _("Đơn vị chủ trì"),
        cells.text(200),
        names=(
            *("Chủ trì", "Cơ quan chủ trì", "Đơn vị", "Đơn vị thực hiện", "Mã đơn vị"),
            *("Cơ quan thực hiện", "Mã tổ chức", "Unit"),
        ),
        hint=_(
            "Mã hoặc đúng tên của đơn vị lập danh mục hay đơn vị cấp dưới. Để trống: "
            "chính đơn vị lập danh mục."
        ),
        examples=("KV-01", "Chi bộ thôn Nà Pia"),
        is_text=True,
    ),
    ImportColumn(
        "helpers",
        _("Phối hợp"),
        cells.text(400),
        names=("Đơn vị phối hợp", "Cơ quan phối hợp", "Helpers"),
        hint=_("Ghi bằng chữ, nhiều nơi thì cách nhau bằng dấu phẩy."),
        examples=("Ban Tổ chức, Ban Tuyên giáo", ""),
    ),
    ImportColumn(
        "due_on",
        _("Hạn"),
        cells.day,
        names=(
            *("Thời hạn", "Hạn xong", "Hạn hoàn thành", "Thời hạn hoàn thành"),
            *("Thời gian hoàn thành", "Due"),
        ),
        hint=_("Dạng 30/09/2021. Để trống: chưa định ngày."),
        examples=("30/09/2021", ""),
    ),
    ImportColumn(
        "product",
        _("Sản phẩm"),
        cells.text(400),
        names=("Sản phẩm, kết quả", "Kết quả", "Hình thức văn bản", "Product"),
        hint=_("Khi xong thì có gì: quy chế, đề án, nghị quyết…"),
        examples=("Quy chế", "Đề án"),
    ),
    ImportColumn(
        "detail",
        _("Nội dung"),
        cells.text(4000),
        names=("Nội dung cụ thể", "Yêu cầu", "Detail"),
    ),
    ImportColumn(
        "needs_evidence",
        _("Phải có minh chứng"),
        _evidence,
        names=("Cần minh chứng", "Minh chứng", "Evidence"),
        hint=_("Ghi x thì khi báo xong phải ghi minh chứng."),
        examples=("x", ""),
    ),
)

SENTENCES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "group-unknown": _(
            "Danh mục chưa có nhóm này. Hãy thêm ở trang Nhóm việc, hoặc sửa tệp."
        ),
        "unit-unknown": _(
            "Không có đơn vị nào mang mã hay tên này ở đơn vị lập danh mục hay cấp "
            "dưới."
        ),
        "unit-several": _("Nhiều đơn vị mang tên này. Hãy ghi mã."),
        "task-twice": _("Việc này của đơn vị này đã có ở dòng %(row)s của tệp."),
        "task-there": _(
            "Danh mục đã có việc này của đơn vị này. Muốn sửa, hãy mở việc ấy."
        ),
        "list-ended": _("Danh mục này đã kết thúc. Hãy mở lại danh mục trước."),
    }
)
