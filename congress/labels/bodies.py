"""Words for voting bodies and who is taken off their number."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.tally_base import Body, Situation

BODIES: Final = words(
    {
        Body.DELEGATES_CONGRESS: _("Đại hội đại biểu"),
        Body.MEMBERS_CONGRESS: _("Đại hội, hội nghị đảng viên"),
        Body.COMMITTEE_MEETING: _("Hội nghị cấp ủy, ban thường vụ, ủy ban kiểm tra"),
    }
)

SITUATIONS: Final = words(
    {
        Situation.CREDENTIALS_REJECTED: _("Bị bác tư cách đại biểu"),
        Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT: _(
            "Cấp ủy viên cấp triệu tập vắng mặt suốt thời gian đại hội"
        ),
        Situation.ABSENT_THROUGHOUT_NOT_REPLACED: _(
            "Đại biểu chính thức vắng mặt suốt thời gian đại hội, không có dự khuyết "
            "thay"
        ),
        Situation.ABSENT_THROUGHOUT_REPLACED: _(
            "Vắng mặt suốt thời gian đại hội, đã có đại biểu dự khuyết thay"
        ),
        Situation.TRANSFERRED_NOT_PRESENT: _(
            "Chuyển sinh hoạt đảng tạm thời, không đến dự"
        ),
        Situation.TRANSFERRED_PRESENT: _("Chuyển sinh hoạt đảng tạm thời, có đến dự"),
        Situation.EXEMPTED_NOT_PRESENT: _(
            "Được miễn công tác và sinh hoạt đảng, không đến dự"
        ),
        Situation.EXEMPTED_PRESENT: _(
            "Được miễn công tác và sinh hoạt đảng, có đến dự"
        ),
        Situation.SUSPENDED: _("Bị đình chỉ sinh hoạt đảng"),
        Situation.PROSECUTED: _("Bị khởi tố, truy tố, tạm giam"),
        Situation.ABSENT_THROUGHOUT_ACCEPTED: _(
            "Vắng mặt suốt thời gian đại hội, có lý do chính đáng được chấp nhận"
        ),
        Situation.ABSENT_THROUGHOUT_NOT_ACCEPTED: _(
            "Vắng mặt suốt thời gian đại hội, lý do không được chấp nhận"
        ),
        Situation.ABSENT_PART_OF_THE_TIME: _("Vắng mặt một phần thời gian"),
        Situation.ON_LEAVE: _("Nghỉ phép, ốm, đi công tác"),
        Situation.NO_BALLOT_CAST: _("Không nhận phiếu hoặc không bỏ phiếu"),
    }
)
