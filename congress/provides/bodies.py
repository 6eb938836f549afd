"""What sub-committees and task forces offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    BodyField,
    BodyFile,
    BodyMeeting,
    BodyMember,
    BodyPart,
    BodyUnit,
    MeetingPresence,
    Visit,
    VisitRound,
    WorkingBody,
)
from congress.services import working
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.body_founded": _("Lập tiểu ban, tổ công tác"),
    "congress.body_changed": _("Sửa tiểu ban, tổ công tác"),
    "congress.body_ended": _("Kết thúc tiểu ban, tổ công tác"),
    "congress.body_joined": _("Ghi thành viên tiểu ban, tổ"),
    "congress.body_part_changed": _("Sửa chức danh của thành viên tiểu ban, tổ"),
    "congress.body_left": _("Ghi thành viên thôi tham gia tiểu ban, tổ"),
    "congress.body_territory": _("Phân công địa bàn cho tổ công tác"),
    "congress.bodies_taken_out": _("Xuất danh sách tiểu ban, có tên người"),
    "congress.body_meeting_called": _("Triệu tập cuộc họp tiểu ban, tổ"),
    "congress.body_meeting_changed": _("Sửa cuộc họp tiểu ban, tổ"),
    "congress.body_meeting_cancelled": _("Hủy cuộc họp tiểu ban, tổ"),
    "congress.body_minutes_written": _("Ghi biên bản họp tiểu ban, tổ"),
    "congress.body_minutes_closed": _("Chốt biên bản họp tiểu ban, tổ"),
    "congress.body_minutes_printed": _("Lập bản in biên bản họp"),
    "congress.body_file_added": _("Thêm tài liệu của tiểu ban, tổ"),
    "congress.body_file_removed": _("Bỏ tài liệu của tiểu ban, tổ"),
    "congress.visit_planned": _("Ghi chuyến đi cơ sở"),
    "congress.visit_changed": _("Sửa, phân công chuyến đi cơ sở"),
    "congress.visit_reported": _("Báo cáo chuyến đi cơ sở"),
    "congress.visit_cancelled": _("Hủy chuyến đi cơ sở"),
    "congress.round_made": _("Lập đợt đi cơ sở"),
    "congress.round_changed": _("Sửa đợt đi cơ sở"),
    "congress.round_widened": _("Thêm đơn vị vào đợt đi cơ sở"),
    "congress.round_shared": _("Phân công đợt đi cơ sở"),
}
# Of personnel nothing but that it is of personnel stands in place of a name.
NOTICES = {
    "congress.body_joined": _("Bạn được ghi là thành viên của %(body)s."),
    "congress.body_territory": _(
        "%(body)s: địa bàn phụ trách nay có %(number)s đơn vị."
    ),
    "congress.body_meeting_called": _("%(body)s họp lúc %(time)s ngày %(day)s."),
    "congress.body_meeting_moved": _(
        "Cuộc họp của %(body)s chuyển sang lúc %(time)s ngày %(day)s."
    ),
    "congress.body_meeting_cancelled": _(
        "Cuộc họp của %(body)s lúc %(time)s ngày %(day)s đã hủy."
    ),
    "congress.visit_assigned": _("%(body)s: bạn được phân công đi %(unit)s."),
    "congress.round_shared": _("Bạn được phân công %(number)s buổi: %(round)s."),
}
SECTION = registry.Section(
    14,
    _("Tiểu ban"),
    "congress:working-of-congress",
    Right.WORK_READ,
    ("congress:working-of-congress",),
    here_only=True,
)


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_notices(NOTICES)
    registry.name_details(
        {
            "body_field": registry.Detail(_("Lĩnh vực"), dict(BodyField.choices)),
            "body_part": registry.Detail(
                _("Chức danh trong tiểu ban, tổ"), dict(BodyPart.choices)
            ),
            "visits": registry.Detail(_("Số chuyến đi, buổi dự")),
        }
    )
    registry.name_work(
        {
            working.VISIT_WORK: _("chuyến đi cơ sở, buổi dự"),
            working.MEETING_WORK: _("biên bản họp tiểu ban, tổ"),
        },
        {
            working.VISIT_WORK: _("Báo cáo chuyến đi: %(what)s"),
            working.MEETING_WORK: _("Ghi biên bản: %(what)s"),
        },
    )
    registry.renew_after_journey(working.write_work_beneath)
    registry.offer_passing_on(working.write_work_of_member)
    registry.offer_section(SECTION)
    registry.offer_at_desk(
        registry.Section(
            30,
            _("Tiểu ban, tổ công tác"),
            "congress:working-bodies",
            Right.WORK_READ,
            ("congress:working-",),
        )
    )
    # A body is its unit's, whatever congress it works for.
    registry.stay_behind(WorkingBody, BodyMember, BodyUnit, BodyMeeting)
    registry.stay_behind(MeetingPresence, BodyFile, VisitRound, Visit)
    registry.move_with_people("congress.BodyMember", "person")
