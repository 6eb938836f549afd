"""Words for those on a roll."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.roll import Attendance, Condition, Origin, Standing

ORIGINS: Final = words(
    {
        Origin.EX_OFFICIO: _("Đại biểu đương nhiên"),
        Origin.ELECTED: _("Đại biểu được bầu"),
        Origin.DESIGNATED: _("Đại biểu chỉ định"),
        Origin.MEMBER: _("Đảng viên chính thức"),
        Origin.INCUMBENT: _("Ủy viên"),
    }
)

STANDINGS: Final = words(
    {
        Standing.OFFICIAL: _("Chính thức"),
        Standing.ALTERNATE: _("Dự khuyết"),
        Standing.REJECTED: _("Bị bác tư cách"),
    }
)

CONDITIONS: Final = words(
    {
        Condition.ACTIVE: _("Sinh hoạt bình thường"),
        Condition.TRANSFERRED: _("Chuyển sinh hoạt tạm thời"),
        Condition.EXEMPTED: _("Được miễn công tác và sinh hoạt đảng"),
        Condition.SUSPENDED: _("Bị đình chỉ sinh hoạt đảng"),
        Condition.PROSECUTED: _("Bị khởi tố, truy tố, tạm giam"),
    }
)

ATTENDANCES: Final = words(
    {
        Attendance.UNKNOWN: _("Chưa điểm danh"),
        Attendance.PRESENT: _("Có mặt"),
        Attendance.PART: _("Vắng một phần thời gian"),
        Attendance.ABSENT: _("Vắng cả đại hội (hội nghị)"),
    }
)
