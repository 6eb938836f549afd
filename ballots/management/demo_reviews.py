"""What units of the story submitted, and a conference of 1 July 2020 with its point.

The steps follow articles 001, 002 and 004; days, words and everybody named are made up.
"""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from congress.models import CommentStance, Congress, Submission, SubmissionKind
from congress.services import commenting, conferences, drafts, submissions
from congress.services.commenting import Opinion
from congress.services.conferences import (
    ConferenceFacts,
    Expected,
    PointFacts,
    Standing,
)
from congress.services.drafts import Drafted
from congress.services.submissions import Seen
from core.models import Unit, User
from core.services.attachments import Handed

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
# The least that programs open as a page: an empty one.
_PAGE: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def reviewed(*, commune: User, district: User, pilot: User, province: User) -> None:
    """Submit and review: Khuôn Hà to Lâm Bình, Hàm Tân to Bình Thuận.

    ``commune`` works for Khuôn Hà and ``district`` for Lâm Bình; ``pilot`` for Hàm Tân
    and ``province`` for Bình Thuận.
    """
    khuon_ha = Congress.objects.select_related("unit", "scope").get(
        slug="tq-lb-kh-2020"
    )
    first = _submitted(
        khuon_ha,
        SubmissionKind.DOCUMENTS,
        "Dự thảo Báo cáo chính trị trình Đại hội lần thứ XXI",
        ("Báo cáo chính trị.pdf", "Báo cáo kiểm điểm.pdf"),
        by=commune,
        at=_at(2, 10),
    )
    commenting.note_reading(first, by=district, at=_at(2, 12))
    for stance, about, text in (
        (
            CommentStance.CHANGES,
            "Phần thứ nhất, mục 2",
            "Số liệu thu nhập bình quân chưa khớp với báo cáo của ủy ban.",
        ),
        (CommentStance.REMARK, "Phương hướng", "Chọn ba khâu đột phá thay vì sáu."),
    ):
        commenting.comment_on(
            first.pk,
            Opinion(stance=stance, about=about, text=text),
            revision=1,
            by=district,
            at=_at(2, 13),
        )
    submissions.send_back_submission(
        first.pk,
        Seen(first.revision, first.digest),
        note="Soát lại số liệu, rút gọn phần phương hướng theo hai ý kiến đã ghi.",
        by=district,
        at=_at(2, 14),
    )
    again = drafts.draft_again(first.pk, by=commune, at=_at(2, 18))
    second = drafts.submit_draft(
        again.pk, seen_version=again.version, by=commune, at=_at(2, 20)
    )
    commenting.note_reading(second, by=district, at=_at(2, 21))
    submissions.clear_submission(
        second.pk,
        Seen(second.revision, second.digest),
        note="Đồng ý với bản tiếp thu.",
        by=district,
        at=_at(2, 24),
    )
    _submitted(
        khuon_ha,
        SubmissionKind.PERSONNEL_PLAN,
        "Đề án nhân sự cấp ủy khóa XXI",
        ("Đề án nhân sự.pdf",),
        by=commune,
        at=_at(2, 20),
    )
    _of_ham_tan(pilot, province)


def conferred(*, keeper: User) -> None:
    """Enter Quảng Trị's point in the online conference of 1 July 2020 (article 002)."""
    before, day = _at(6, 25), _at(7, 1)
    held = conferences.hold_conference(
        Unit.objects.select_related("scope").get(code="QT"),
        ConferenceFacts(
            title=(
                "Hội nghị trực tuyến về công tác tổ chức xây dựng Đảng 6 tháng đầu "
                "năm, nhiệm vụ 6 tháng cuối năm 2020 – điểm cầu Quảng Trị"
            ),
            starts_at=_at(7, 1, 8),
            ends_at=_at(7, 1, 11),
            chaired_by="Ban Tổ chức Trung ương, Bộ Nội vụ, Ban Công tác đại biểu",
            agenda=(
                "Đánh giá 6 tháng đầu năm; triển khai nhiệm vụ 6 tháng cuối năm. Giờ "
                "họp và tên người dự là giả định của bản trình diễn."
            ),
        ),
        by=keeper,
        at=before,
    )
    point = conferences.add_point(
        held.pk,
        PointFacts(name="Điểm cầu Tỉnh ủy Quảng Trị", is_main=True),
        by=keeper,
        at=before,
    )
    conferences.expect_people(
        point.pk,
        [
            Expected("Hồ Văn Thuận", "Phó Bí thư Thường trực Tỉnh ủy"),
            Expected("Lê Thị Ngãi", "Trưởng Ban Tổ chức Tỉnh ủy"),
            Expected("Trần Quang Lịch", "Giám đốc Sở Nội vụ"),
        ],
        by=keeper,
        at=before,
    )
    people = list(point.people.order_by("sort_key"))
    conferences.report_point(
        point.pk,
        there=[each.pk for each in people if each.full_name != "Trần Quang Lịch"],
        note="Đường truyền tốt",
        seen_version=point.version,
        by=keeper,
        at=day,
    )
    conferences.set_standing(held.pk, Standing.END, by=keeper, at=_at(7, 1, 12))


def _of_ham_tan(pilot: User, province: User) -> None:
    ham_tan = Congress.objects.select_related("unit", "scope").get(slug="bt-ht-2020")
    sent = _submitted(
        ham_tan,
        SubmissionKind.DOCUMENTS,
        "Dự thảo Báo cáo chính trị trình Đại hội lần thứ VIII",
        ("Báo cáo chính trị.pdf",),
        by=pilot,
        at=_at(5, 11),
    )
    submissions.send_back_submission(
        sent.pk,
        Seen(sent.revision, sent.digest),
        note="Bổ sung phần đánh giá việc thực hiện nghị quyết nhiệm kỳ trước.",
        by=province,
        at=_at(5, 15),
    )
    over = _submitted(
        ham_tan,
        SubmissionKind.REPORT,
        "Báo cáo công tác chuẩn bị đại hội điểm (bản gửi nhầm)",
        ("Báo cáo chuẩn bị.pdf",),
        by=pilot,
        at=_at(6, 8),
    )
    submissions.withdraw_submission(over.pk, by=pilot, at=_at(6, 9))
    _submitted(
        ham_tan,
        SubmissionKind.REPORT,
        "Báo cáo công tác chuẩn bị đại hội điểm",
        ("Báo cáo chuẩn bị.pdf",),
        by=pilot,
        at=_at(6, 10),
    )


def _submitted(
    congress: Congress,
    kind: SubmissionKind,
    title: str,
    files: tuple[str, ...],
    *,
    by: User,
    at: datetime,
) -> Submission:
    unit = Unit.objects.select_related("scope").get(pk=congress.unit_id)
    draft = drafts.begin_draft(
        unit, kind, Drafted(title=title), congress=congress, by=by, at=at
    )
    draft = drafts.change_draft(
        draft.pk,
        Drafted(title=title, note="Kính trình cấp trên xem xét."),
        seen_version=draft.version,
        files=[Handed(name, [_PAGE]) for name in files],
        by=by,
        at=at,
    )
    return drafts.submit_draft(draft.pk, seen_version=draft.version, by=by, at=at)


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime.combine(date(2020, month, day), time(hour), _HERE)
