"""What lists of work and tasks offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.labels.tasks import LIST_KIND_WORDS
from congress.models import Task, TaskFile, TaskStep, WorkGroup, WorkList
from congress.models.report import WorkReport
from congress.services import task_notices, tasks
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.list_made": _("Lập danh mục việc"),
    "congress.list_changed": _("Sửa danh mục việc"),
    "congress.list_ended": _("Kết thúc danh mục việc"),
    "congress.list_taken_up": _("Mở lại danh mục việc"),
    "congress.list_grouped": _("Sửa nhóm việc"),
    "congress.task_given": _("Giao việc"),
    "congress.task_proposed": _("Đăng ký việc"),
    "congress.task_approved": _("Duyệt việc đăng ký"),
    "congress.task_returned": _("Trả lại việc đăng ký"),
    "congress.task_changed": _("Sửa việc được giao"),
    "congress.task_reported": _("Báo cáo việc được giao"),
    "congress.task_done": _("Báo việc đã xong"),
    "congress.task_reopened": _("Giao làm tiếp việc đã xong"),
    "congress.task_dropped": _("Thôi không làm một việc"),
    "congress.task_evaluated": _("Đánh giá việc được giao"),
    "congress.work_printed": _("In báo cáo kết quả công việc"),
    "congress.sample_tasks_loaded": _("Nạp chương trình, việc giả định"),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_details(
        {
            "kind": registry.Detail(_("Loại"), LIST_KIND_WORDS),
            "tasks": registry.Detail(_("Số việc")),
        }
    )
    registry.name_facts("congress_taskstep", "congress_taskfile")
    registry.name_notices(task_notices.SENTENCES)
    registry.offer_at_desk(
        registry.Section(
            10,
            _("Chương trình, đề án"),
            "congress:work-lists",
            Right.WORK_READ,
            ("congress:work-list", "congress:task"),
        )
    )
    registry.name_work({tasks.WORK: _("việc được giao")})
    registry.renew_after_journey(tasks.write_work_beneath)
    registry.offer_passing_on(tasks.write_work_owned)
    # They lie between units; a hall needs none of them.
    registry.stay_behind(WorkList, WorkGroup, Task, TaskStep, TaskFile, WorkReport)
