"""What breakthrough assignments offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.labels.assignments import SHIPPED_RATINGS
from congress.models import (
    AssignmentEvaluation,
    AssignmentReport,
    BreakthroughAssignment,
    ListedPost,
    PostList,
)
from congress.services import assignments_due, tasks
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.post_list_made": _("Lập danh mục chức danh được giao việc"),
    "congress.post_list_changed": _("Sửa danh mục chức danh được giao việc"),
    "congress.post_list_ended": _("Danh mục chức danh được giao việc hết hiệu lực"),
    "congress.assignments_exported": _("Xuất danh sách giao việc đột phá"),
    "congress.assignments_printed": _("In báo cáo giao việc đột phá"),
    "congress.problem_kind_changed": _("Ghi, sửa loại vấn đề của việc đột phá"),
    "congress.problem_kind_removed": _("Bỏ loại vấn đề của việc đột phá"),
    "congress.assignment_rating_changed": _("Ghi, sửa mức đánh giá việc đột phá"),
    "congress.assignment_rating_removed": _("Bỏ mức đánh giá việc đột phá"),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    # Lines tell the name that a rating had on the day; English has words for ours.
    shipped = {name: _(name) for name in SHIPPED_RATINGS}
    registry.name_details({"rating": registry.Detail(_("Mức đánh giá"), shipped)})
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
            of_units=True,
        )
    )
    registry.stay_behind(PostList, ListedPost, AssignmentReport)
    registry.stay_behind(BreakthroughAssignment, AssignmentEvaluation)
    registry.move_with_people("congress.BreakthroughAssignment", "person")
