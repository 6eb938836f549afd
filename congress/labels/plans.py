"""Words for plans: what is to be done, gates, how each stands, how days are found."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.planning import Anchor, Beyond, Standing, Timing
from core.vietnamese import dates

if TYPE_CHECKING:
    from django.utils.functional import Promise

CUSTOMARY: Final = {
    "plan_issued": _("Ban hành kế hoạch đại hội"),
    "bodies_founded": _("Lập ban tổ chức và các tiểu ban"),
    "bodies_planned": _("Các tiểu ban có kế hoạch làm việc"),
    "beneath_done": _("Các tổ chức cấp dưới đại hội xong"),
    "opening_announced": _("Thông báo ngày khai mạc đại hội"),
    "report_drafted": _("Xong dự thảo báo cáo chính trị, báo cáo kiểm điểm"),
    "opinions_gathered": _("Lấy ý kiến cấp dưới vào dự thảo văn kiện"),
    "documents_cleared": _("Cấp trên duyệt văn kiện"),
    "personnel_planned": _("Xong đề án nhân sự"),
    "personnel_steps": _("Xong các bước giới thiệu nhân sự"),
    "personnel_cleared": _("Cấp trên duyệt nhân sự"),
    "outsiders_filed": _("Hết hạn nhận hồ sơ ứng cử của người không là đại biểu"),
    "venue_ready": _("Xong hội trường, ma-két, điện, âm thanh"),
    "programme_ready": _("Xong chương trình, kịch bản điều hành"),
    "tally_rehearsed": _("Diễn tập bầu cử và kiểm phiếu"),
    "held_in_time": _("Tổ chức đại hội"),
    "result_reported": _("Báo cáo kết quả bầu cử lên cấp trên"),
    "handed_over": _("Cấp ủy khóa trước bàn giao"),
    "complaints_closed": _("Hết hạn nhận khiếu nại về bầu cử"),
}

GATES: "Final[dict[str, Promise]]" = {
    "beneath_done": _("Cấp dưới đại hội xong"),
    "documents_cleared": _("Văn kiện được duyệt"),
    "personnel_cleared": _("Nhân sự được duyệt"),
    "opening_announced": _("Đã thông báo ngày khai mạc"),
    "tally_rehearsed": _("Đã diễn tập kiểm phiếu"),
}

PLAN_STANDINGS: Final = words(
    {
        Standing.DONE: _("xong"),
        Standing.DONE_LATE: _("xong, chậm hạn"),
        Standing.LATE: _("quá hạn"),
        Standing.SOON: _("sắp đến hạn"),
        Standing.AHEAD: _("chưa đến hạn"),
        Standing.UNDATED: _("chưa có hạn"),
    }
)

# What a due day may be bound to: values of the rule set and of the level's terms.
BOUND_TO: "Final[dict[str, Promise]]" = {
    "announce_days": _("theo quy định về thông báo ngày khai mạc"),
    "candidacy_file_days": _("theo quy định về nhận hồ sơ ứng cử"),
    "clearance_days": _("theo chỉ thị: cấp trên duyệt trước khai mạc"),
    "done_by": _("theo chỉ thị: ngày phải xong đại hội"),
    "report_days": _("theo quy định về báo cáo kết quả bầu cử"),
    "handover_days": _("theo quy định về bàn giao"),
    "complaint_days": _("theo quy định về nhận khiếu nại"),
}

BEYOND: Final = words(
    {
        Beyond.TOO_LONG: _(
            "Đại hội kéo dài %(lasts)s ngày; cấp này nhiều nhất %(most)s ngày."
        ),
        Beyond.TOO_LATE: _(
            "Đại hội bế mạc ngày %(closes)s; cấp này phải xong trước ngày %(done_by)s."
        ),
    }
)


def timing_words(timing: Timing) -> str:
    """Say how a due day is found: ``45 ngày trước ngày khai mạc``."""
    if timing.rule:
        return str(BOUND_TO.get(timing.rule, timing.rule))
    if timing.anchor is Anchor.DAY:
        if timing.fixed_day is None:
            return gettext("ngày ghi ở kế hoạch")
        return gettext("ngày %(day)s") % {"day": dates.short(timing.fixed_day)}
    if timing.days == 0:
        is_opening = timing.anchor is Anchor.OPENING
        return gettext("ngày khai mạc") if is_opening else gettext("ngày bế mạc")
    sentence = (
        gettext("%(days)s trước ngày khai mạc")
        if timing.anchor is Anchor.OPENING
        else gettext("%(days)s sau ngày bế mạc")
    )
    return sentence % {"days": days_words(timing.days, working=timing.in_working_days)}


def days_words(days: int, *, working: bool = False) -> str:
    """Say a number of days: ``3 ngày``, ``2 ngày làm việc``."""
    if working:
        return ngettext("%(days)s ngày làm việc", "%(days)s ngày làm việc", days) % {
            "days": days
        }
    return ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days}


def early_or_late(*, days: int, working: int, is_done: bool) -> str:
    """Say how far from its due day something is, in days and in working days.

    ``days`` after the due day, negative before it.
    """
    if days == 0:
        return gettext("đúng hạn") if is_done else gettext("hạn là hôm nay")
    said = {
        "days": days_words(abs(days)),
        "working": days_words(abs(working), working=True),
    }
    if days > 0:
        return gettext("trễ %(days)s (%(working)s)") % said
    if is_done:
        return gettext("sớm %(days)s (%(working)s)") % said
    return gettext("còn %(days)s (%(working)s)") % said
