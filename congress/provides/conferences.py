"""What conferences offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    Conference,
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
    PointPerson,
)
from congress.services import conferences
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.conference_made": _("Tổ chức hội nghị"),
    "congress.conference_changed": _("Sửa hội nghị"),
    "congress.conference_cancelled": _("Hủy hội nghị"),
    "congress.conference_ended": _("Kết thúc hội nghị"),
    "congress.conference_reopened": _("Mở lại hội nghị"),
    "congress.points_added": _("Thêm điểm cầu"),
    "congress.point_changed": _("Sửa điểm cầu"),
    "congress.point_removed": _("Bỏ điểm cầu"),
    "congress.point_people": _("Sửa danh sách người dự ở điểm cầu"),
    "congress.point_reported": _("Báo số người dự ở điểm cầu"),
    "congress.conference_filed": _("Đưa tài liệu hội nghị lên"),
    "congress.conference_unfiled": _("Bỏ tài liệu hội nghị"),
    "congress.conference_noted": _("Ghi chép ở hội nghị"),
    "congress.conference_people_exported": _("Lấy danh sách người dự hội nghị ra tệp"),
    "congress.conference_printed": _("Lập bản in báo cáo số người dự hội nghị"),
}
NOTICES = {
    "congress.conference_called": _(
        "%(unit)s tổ chức hội nghị ngày %(day)s: %(what)s. Hãy chuẩn bị điểm cầu."
    ),
    "congress.conference_moved": _(
        "%(unit)s đổi giờ hội nghị: %(what)s, nay họp ngày %(day)s."
    ),
    "congress.conference_off": _("%(unit)s hủy hội nghị ngày %(day)s: %(what)s."),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_details({"points": registry.Detail(_("Số điểm cầu"))})
    registry.name_notices(NOTICES)
    registry.name_work(
        {conferences.WORK: _("báo số người dự hội nghị")},
        {conferences.WORK: _("Báo số người dự: %(what)s")},
    )
    registry.name_facts("congress_conferencenote")
    registry.stay_behind(Conference, ConferencePoint, PointPerson)
    registry.stay_behind(ConferenceFile, ConferenceNote)
    registry.renew_after_journey(conferences.write_work_beneath)
    registry.offer_at_desk(
        registry.Section(
            40,
            _("Hội nghị, điểm cầu"),
            "congress:conferences",
            Right.WORK_READ,
            ("congress:conference",),
            of_units=True,
        )
    )
