"""Words for alternates: who is called, and who leaves."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.alternates import Leaving, SettledBy

SETTLED_BY: Final = words(
    {
        SettledBy.VOTES: _("theo số phiếu"),
        SettledBy.PARTY_AGE: _("ngang phiếu, theo tuổi đảng cao hơn"),
        SettledBy.NOT_SETTLED: _("ngang phiếu, chưa xác định được tuổi đảng cao hơn"),
    }
)

LEAVINGS: Final = words(
    {
        Leaving.MOVED_WITHIN: _("Chuyển công tác trong cùng đảng bộ cấp trên"),
        Leaving.MOVED_OUTSIDE: _("Chuyển công tác ra ngoài đảng bộ cấp trên"),
        Leaving.LEAVE_GRANTED: _(
            "Xin không tham dự đại hội, được cấp ủy triệu tập đại hội đồng ý"
        ),
        Leaving.COMMITTEE_MEMBER_ABSENT: _("Cấp ủy viên cấp triệu tập vắng mặt"),
        Leaving.CREDENTIALS_REJECTED: _("Bị bác tư cách đại biểu"),
    }
)
