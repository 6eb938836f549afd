"""The columns of a list of those convened, and what is said of its rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.rules.roll import Condition, Origin, Standing
from core.imports import cells
from core.imports.kinds import ImportColumn

_ORIGINS: Final = {
    Origin.EX_OFFICIO.value: ("Đương nhiên", "Đại biểu đương nhiên"),
    Origin.ELECTED.value: ("Được bầu", "Đại biểu được bầu", "Bầu"),
    Origin.DESIGNATED.value: ("Chỉ định", "Đại biểu chỉ định", "Được chỉ định"),
    Origin.MEMBER.value: ("Đảng viên", "Đảng viên chính thức"),
}
_STANDINGS: Final = {
    Standing.OFFICIAL.value: ("Chính thức", "Đại biểu chính thức"),
    Standing.ALTERNATE.value: ("Dự khuyết", "Đại biểu dự khuyết"),
}
_CONDITIONS: Final = {
    Condition.ACTIVE.value: ("Bình thường", "Sinh hoạt bình thường"),
    Condition.TRANSFERRED.value: (
        *("Chuyển sinh hoạt tạm thời", "Chuyển sinh hoạt đảng tạm thời"),
        "Sinh hoạt tạm thời",
    ),
    Condition.EXEMPTED.value: (
        *("Miễn sinh hoạt", "Được miễn công tác và sinh hoạt đảng"),
        *("Miễn công tác và sinh hoạt đảng", "Được miễn sinh hoạt"),
    ),
    Condition.SUSPENDED.value: ("Đình chỉ sinh hoạt", "Bị đình chỉ sinh hoạt đảng"),
    Condition.PROSECUTED.value: (
        *("Bị khởi tố, truy tố, tạm giam", "Khởi tố", "Truy tố", "Tạm giam"),
    ),
}
_YES_NO: Final = {"yes": ("Có", "x", "1"), "no": ("Không", "0", "–", "-")}


def _convener(cell: str) -> bool:
    return cell.strip() in ("x", "X") or cells.choice(_YES_NO)(cell) == "yes"


COLUMNS: Final = (
    ImportColumn(
        "full_name",
        _("Họ và tên"),
        cells.text(120),
        required=True,
        names=("Họ tên", "Full name", "Name", "Đại biểu", "Họ tên đại biểu"),
        hint=_("Đúng như trong sổ người, có dấu."),
        examples=("Nông Thị Quỳnh", "Lục Văn Quý"),
    ),
    ImportColumn(
        "born_on",
        _("Ngày sinh"),
        cells.partial_date,
        names=("Ngày tháng năm sinh", "Năm sinh", "Sinh ngày", "Date of birth"),
        hint=_("05/08/1975; chỉ biết tháng: 08/1975; chỉ biết năm: 1975."),
        examples=("05/08/1975", "1962"),
    ),
    ImportColumn(
        "citizen_id",
        _("Số định danh cá nhân"),
        cells.text(40),
        names=("CCCD", "Số CCCD", "Số căn cước", "Căn cước công dân", "Số định danh"),
        hint=_("Có số này hoặc số thẻ thì tìm theo số, chắc hơn theo tên."),
        examples=("001175012345", ""),
        is_text=True,
    ),
    ImportColumn(
        "party_card",
        _("Số thẻ đảng viên"),
        cells.text(40),
        names=("Số thẻ", "Thẻ đảng", "Số thẻ đảng", "Thẻ đảng viên"),
        is_text=True,
    ),
    ImportColumn(
        "sent_by",
        _("Tổ chức cử đi"),
        cells.text(200),
        names=(
            *("Đơn vị cử đi", "Đơn vị", "Đoàn đại biểu", "Tổ chức", "Mã chi bộ"),
            *("Mã tổ chức", "Chi bộ", "Đảng bộ"),
        ),
        hint=_(
            "Mã hoặc đúng tên tổ chức. Để trống: tổ chức trực thuộc nơi người ấy sinh "
            "hoạt."
        ),
        examples=("KV-01", "Chi bộ thôn Nà Pia"),
    ),
    ImportColumn(
        "origin",
        _("Diện"),
        cells.choice(_ORIGINS),
        names=("Diện đại biểu", "Loại đại biểu", "Thành phần"),
        hint=_("Đương nhiên, Được bầu hoặc Chỉ định; ở đại hội đảng viên: Đảng viên."),
        examples=("Được bầu", "Đương nhiên"),
        words=labels.ORIGINS,
    ),
    ImportColumn(
        "standing",
        _("Tư cách"),
        cells.choice(_STANDINGS),
        names=("Tư cách đại biểu", "Chính thức hay dự khuyết"),
        hint=_("Chính thức hoặc Dự khuyết. Để trống: chính thức."),
        examples=("Chính thức", "Dự khuyết"),
        words=labels.STANDINGS,
    ),
    ImportColumn(
        "votes",
        _("Số phiếu khi được bầu"),
        cells.number(0, 1_000_000),
        names=("Số phiếu", "Phiếu", "Số phiếu bầu"),
        hint=_("Dự khuyết được gọi theo số phiếu, từ cao xuống thấp."),
        examples=("118", ""),
    ),
    ImportColumn(
        "is_convener",
        _("Thuộc cấp ủy triệu tập"),
        _convener,
        names=("Cấp ủy triệu tập", "Cấp ủy viên", "Cấp ủy"),
        hint=_("Ghi x nếu là cấp ủy viên cấp triệu tập."),
        examples=("x", ""),
    ),
    ImportColumn(
        "condition",
        _("Tình trạng sinh hoạt"),
        cells.choice(_CONDITIONS),
        names=("Tình trạng", "Tình trạng sinh hoạt đảng"),
        hint=_("Chỉ ở đại hội đảng viên. Để trống: bình thường."),
        examples=("Bình thường", "Miễn sinh hoạt"),
        words=labels.CONDITIONS,
    ),
)

SENTENCES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "not-in-register": _(
            "Chưa có trong sổ người của tổ chức này và các tổ chức bên dưới. Hãy ghi "
            "người ấy vào sổ người (hoặc nhập danh sách người), rồi kiểm tra lại."
        ),
        "several-people": _(
            "Trong sổ có nhiều người như vậy: %(who)s. Hãy ghi số định danh hoặc số "
            "thẻ."
        ),
        "name-alone": _(
            "Chỉ có tên thì chưa đủ chắc là ai. Hãy ghi thêm ngày sinh, tổ chức cử đi, "
            "số định danh hoặc số thẻ."
        ),
        "other-name": _("Số này trong sổ mang tên khác. Hãy kiểm tra lại."),
        "two-people": _("Hai số ở dòng này là của hai người khác nhau trong sổ."),
        "not-official": _(
            "Trong sổ, người này không phải đảng viên chính thức nên không được triệu "
            "tập. Nếu sổ ghi sai, hãy sửa ở sổ người."
        ),
        "person-left": _("Người này đã rời sổ ngày %(on)s."),
        "person-twice": _("Người này đã có ở dòng %(row)s của tệp."),
        "sender-unknown": _(
            "Không có tổ chức nào mang mã hay tên này ở bên dưới tổ chức mở đại hội."
        ),
        "sender-several": _("Nhiều tổ chức mang tên này. Hãy ghi mã."),
        "origin-missing": _("Hãy ghi diện: Đương nhiên, Được bầu hoặc Chỉ định."),
        "origin-not-here": _("Diện này không có ở loại đại hội này."),
        "standing-not-here": _("Đại hội đảng viên không có dự khuyết."),
        "alternate-not-elected": _("Dự khuyết phải là đại biểu được bầu."),
        "condition-not-here": _(
            "Tình trạng này không dùng ở đại hội đại biểu: đó là việc thẩm tra tư cách."
        ),
        "seat-taken": _(
            "Người này đang thay hoặc được thay, nên diện, tư cách và tổ chức cử đi "
            "giữ nguyên. Hãy bỏ việc thay trước."
        ),
        "rejected": _(
            "Người này đã bị bác tư cách; muốn đổi, hãy mở người ấy trong danh sách."
        ),
    }
)
