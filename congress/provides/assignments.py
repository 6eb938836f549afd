"""What breakthrough assignments offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    AssignmentEvaluation,
    AssignmentReport,
    BreakthroughAssignment,
    ListedPost,
    PostList,
)
from congress.models.assignments import RATINGS
from congress.services import assignments_due, tasks
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.post_list_made": _("Lập danh mục chức danh được giao việc"),
    "congress.post_list_changed": _("Sửa danh mục chức danh được giao việc"),
    "congress.post_list_ended": _("Danh mục chức danh được giao việc hết hiệu lực"),
    "congress.assignments_exported": _("Xuất danh sách giao việc đột phá"),
    "congress.assignments_printed": _("In báo cáo giao việc đột phá"),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_details({"rating": registry.Detail(_("Mức đánh giá"), dict(RATINGS))})
    registry.name_facts("congress_assignmentevaluation")
    registry.name_work(
        {assignments_due.WORK: _("báo cáo giữa kỳ việc đột phá")},
        {assignments_due.WORK: _("Báo cáo giữa kỳ: %(what)s")},
    )
    tasks.write_beside(assignments_due.write_reports)
    registry.offer_at_desk(
        registry.Section(
            50,
            _("Giao việc đột phá"),
            "congress:assignments",
            Right.WORK_READ,
            ("congress:assignment", "congress:post-list"),
        )
    )
    registry.stay_behind(PostList, ListedPost, AssignmentReport)
    registry.stay_behind(BreakthroughAssignment, AssignmentEvaluation)
    registry.move_with_people("congress.BreakthroughAssignment", "person")
