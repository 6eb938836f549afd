"""Words for lists of work and tasks."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.rules.tasks import ListKind, Standing, StepKind, TaskState

LIST_KIND_WORDS: Final[Mapping[str, Promise]] = {
    ListKind.PROGRAMME.value: _("chương trình công tác"),
    ListKind.PROJECT.value: _("đề án"),
    ListKind.PRIORITY.value: _("nhiệm vụ trọng tâm"),
    ListKind.BODY_PLAN.value: _("kế hoạch của tiểu ban, tổ"),
    ListKind.ASSIGNMENTS.value: _("giao việc đột phá, đổi mới"),
    ListKind.CELEBRATION.value: _("công trình, phần việc chào mừng"),
}
TASK_STATE_WORDS: Final[Mapping[str, Promise]] = {
    TaskState.PROPOSED.value: _("đăng ký, chờ duyệt"),
    TaskState.RETURNED.value: _("trả lại để sửa"),
    TaskState.OPEN.value: _("đang làm"),
    TaskState.DONE.value: _("đã xong"),
    TaskState.DROPPED.value: _("thôi không làm"),
}
STEP_WORDS: Final[Mapping[str, Promise]] = {
    StepKind.GIVEN.value: _("giao việc"),
    StepKind.PROPOSED.value: _("đăng ký"),
    StepKind.APPROVED.value: _("duyệt đăng ký"),
    StepKind.RETURNED.value: _("trả lại"),
    StepKind.CHANGED.value: _("sửa nội dung, hạn, người làm"),
    StepKind.REPORTED.value: _("báo cáo"),
    StepKind.DONE.value: _("báo đã xong"),
    StepKind.REOPENED.value: _("giao làm tiếp"),
    StepKind.DROPPED.value: _("thôi không làm"),
    StepKind.EVALUATED.value: _("đánh giá"),
}
STANDING_WORDS: Final[Mapping[Standing, Promise]] = {
    Standing.DONE: _("đã xong"),
    Standing.DONE_LATE: _("xong, chậm hạn"),
    Standing.OPEN: _("đang làm"),
    Standing.LATE: _("quá hạn"),
    Standing.PROPOSED: _("đăng ký, chờ duyệt"),
    Standing.RETURNED: _("trả lại để sửa"),
    Standing.DROPPED: _("thôi không làm"),
}
STANDING_TONES: Final[Mapping[Standing, str]] = {
    Standing.DONE: "ok",
    Standing.DONE_LATE: "warn",
    Standing.OPEN: "live",
    Standing.LATE: "bad",
    Standing.PROPOSED: "warn",
    Standing.RETURNED: "bad",
    Standing.DROPPED: "none",
}
# What lists of tasks are narrowed by; ``open`` holds what is late as well.
NARROWING_WORDS: Final[Mapping[str, Promise]] = {
    "chua-xong": _("chưa xong"),
    "qua-han": _("quá hạn"),
    "da-xong": _("đã xong"),
    "cho-duyet": _("chờ duyệt, trả lại"),
    "thoi": _("thôi không làm"),
}
