"""What the queue of submissions offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    DraftFile,
    SubmissionComment,
    SubmissionDraft,
    SubmissionFile,
    SubmissionReading,
)
from congress.queries import submitted_work
from congress.services import submissions_told
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.draft_begun": _("Soạn hồ sơ để trình cấp trên"),
    "congress.draft_changed": _("Sửa hồ sơ đang soạn để trình"),
    "congress.draft_dropped": _("Bỏ hồ sơ đang soạn để trình"),
    "congress.papers_submitted": _("Trình hồ sơ lên cấp trên"),
    "congress.submission_read": _("Mở đọc hồ sơ cấp dưới trình"),
    "congress.submission_commented": _("Ghi ý kiến về hồ sơ cấp dưới trình"),
}
NOTICES = {
    "congress.submission_waits": _("%(unit)s trình: %(what)s. Chờ đọc, chờ duyệt."),
    "congress.submission_withdrawn": _("%(unit)s đã rút về: %(what)s."),
    "congress.submission_passed": _("%(unit)s đã duyệt: %(what)s."),
    "congress.submission_came_back": _(
        "%(unit)s trả lại: %(what)s. Lý do và ý kiến ở trang hồ sơ."
    ),
    "congress.submission_commented": _("%(unit)s có ý kiến về: %(what)s."),
    "congress.submission_decided": _(
        "Đã có người quyết định về %(what)s của %(unit)s: %(state)s."
    ),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_notices(NOTICES)
    registry.name_facts(
        "congress_submissionfile",
        "congress_submissionreading",
        "congress_submissioncomment",
    )
    registry.stay_behind(SubmissionFile, SubmissionReading, SubmissionComment)
    registry.stay_behind(SubmissionDraft, DraftFile)
    registry.renew_after_journey(submissions_told.write_work_beneath)
    registry.offer_work(submitted_work.work_of)
    registry.offer_at_desk(
        registry.Section(
            20,
            _("Chờ duyệt"),
            "congress:submissions",
            Right.SUBMISSION_READ,
            ("congress:submission",),
        )
    )
    registry.offer_at_desk(
        registry.Section(
            21,
            _("Trình cấp trên"),
            "congress:submitted",
            Right.WORK_DO,
            ("congress:submitted",),
            of_units=True,
        )
    )
