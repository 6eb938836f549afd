"""What congress offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.labels.points import Point, offer_point
from congress.models import (
    Checklist,
    Difficulty,
    DifficultyStep,
    Holiday,
    LegalDocument,
    Lesson,
    LessonAnswer,
    LessonPush,
    LevelTerms,
    PlanBasis,
    Practice,
    PracticeComment,
    PracticeMark,
    PracticeStep,
    Reminder,
    SharedAnswer,
    Submission,
    SubmissionStep,
    TemplateBasis,
    UpperAttendance,
    WallControl,
)
from congress.queries import arrangements, lessons, readiness
from congress.rule_book import RULE_BOOK
from congress.services import plan_work
from congress.services.importing import ROLL
from core import registry
from core.access.rights import Right
from core.details import DETAILS as OF_CORE

ACTS = {
    "congress.congress_convened": _("Lập đại hội"),
    "congress.plan_printed": _("Lập bản in kế hoạch"),
    "congress.progress_printed": _("Lập báo cáo tiến độ"),
    "congress.congress_changed": _("Sửa đại hội"),
    "congress.body_formed": _("Lập nơi bầu"),
    "congress.roll_called": _("Đưa người vào danh sách triệu tập"),
    "congress.roll_changed": _("Sửa một người trong danh sách triệu tập"),
    "congress.roll_taken_off": _("Bỏ người khỏi danh sách triệu tập"),
    "congress.roll_exported": _("Lấy danh sách triệu tập ra tệp, ra giấy"),
    "congress.attendance_marked": _("Điểm danh"),
    "congress.rest_marked_present": _("Ghi những người còn lại có mặt"),
    "congress.delegate_replaced": _("Dự khuyết thay đại biểu"),
    "congress.replacing_taken_back": _("Bỏ việc dự khuyết thay đại biểu"),
    "congress.elected_recorded": _("Ghi người trúng cử"),
    "congress.elected_revoked": _("Thôi danh sách trúng cử của kết quả mở lại"),
    "congress.office_ended": _("Ghi người thôi giữ chức"),
    "congress.office_end_taken_back": _("Rút việc ghi người thôi giữ chức"),
    "congress.wall_made": _("Lập địa chỉ màn chiếu"),
    "congress.wall_revoked": _("Thu hồi địa chỉ màn chiếu"),
    "congress.upper_sent": _("Cử người của cấp trên dự đại hội"),
    "congress.upper_taken_back": _("Bỏ người của cấp trên dự đại hội"),
    "congress.calendar_link_made": _("Lập liên kết lịch"),
    "congress.calendar_link_revoked": _("Thu hồi liên kết lịch"),
    "congress.sample_plans_loaded": _("Nạp đại hội, kế hoạch giả định"),
    "congress.wall_control_taken": _("Nhận điều khiển màn chiếu"),
    "congress.wall_message_written": _("Thêm thông báo để chiếu"),
    "congress.plan_made": _("Lập kế hoạch đại hội từ mẫu"),
    "congress.plans_made": _("Lập kế hoạch cho các đại hội chưa có"),
    "congress.plan_recomputed": _("Tính lại hạn trong kế hoạch"),
    "congress.milestone_done": _("Ghi việc trong kế hoạch là xong"),
    "congress.milestone_taken_back": _("Bỏ dấu xong của việc trong kế hoạch"),
    "congress.milestone_changed": _("Sửa việc trong kế hoạch"),
    "congress.milestone_added": _("Thêm việc vào kế hoạch"),
    "congress.milestone_removed": _("Bỏ việc khỏi kế hoạch"),
    "congress.offers_taken": _("Lấy thay đổi của mẫu vào kế hoạch"),
    "congress.offers_declined": _("Giữ kế hoạch, không lấy thay đổi của mẫu"),
    "congress.template_made": _("Lập mẫu kế hoạch"),
    "congress.template_changed": _("Sửa tên mẫu kế hoạch"),
    "congress.item_added": _("Thêm việc vào mẫu kế hoạch"),
    "congress.item_changed": _("Sửa việc trong mẫu kế hoạch"),
    "congress.item_removed": _("Bỏ việc khỏi mẫu kế hoạch"),
    "congress.item_moved": _("Đổi thứ tự việc trong mẫu kế hoạch"),
    "congress.reminded": _("Nhắc người phụ trách điểm sẵn sàng"),
    "congress.plan_submitted": _("Trình kế hoạch lên cấp trên"),
    "congress.submission_withdrawn": _("Rút việc đã trình cấp trên"),
    "congress.submission_cleared": _("Duyệt việc cấp dưới trình"),
    "congress.submission_sent_back": _("Trả lại việc cấp dưới trình"),
    "congress.submission_changed": _("Báo việc đã trình bị sửa nên chưa duyệt được"),
    "congress.arrangement_added": _("Thêm việc tuyên truyền, phục vụ"),
    "congress.arrangements_put_in": _("Thêm nhiều việc tuyên truyền, phục vụ"),
    "congress.arrangement_changed": _("Sửa việc tuyên truyền, phục vụ"),
    "congress.arrangement_done": _("Ghi việc tuyên truyền, phục vụ là xong"),
    "congress.arrangement_taken_back": _("Bỏ dấu xong của việc tuyên truyền, phục vụ"),
    "congress.arrangement_removed": _("Bỏ việc tuyên truyền, phục vụ"),
    "congress.guest_added": _("Ghi khách mời, báo chí"),
    "congress.guest_changed": _("Sửa khách mời, báo chí"),
    "congress.guest_removed": _("Bỏ khách mời, báo chí"),
    "congress.guest_accredited": _("Cấp thẻ cho khách mời, báo chí"),
    "congress.guest_pass_taken_back": _("Thu thẻ của khách mời, báo chí"),
    "congress.guest_refused": _("Không cấp thẻ cho khách mời, báo chí"),
    "congress.guest_reconsidered": _("Xét lại việc không cấp thẻ"),
    "congress.guest_arrived": _("Ghi khách đến"),
    "congress.guest_not_arrived": _("Bỏ dấu khách đến"),
    "congress.guests_exported": _("Lấy danh sách khách, thẻ ra tệp, ra giấy"),
    "congress.passes_printed": _("Lập bản in thẻ vào đại hội"),
    "congress.document_added": _("Đưa văn bản vào thư viện"),
    "congress.document_changed": _("Sửa văn bản trong thư viện"),
    "congress.document_replaced": _("Ghi văn bản thôi hiệu lực"),
    "congress.document_restored": _("Bỏ dấu thôi hiệu lực của văn bản"),
    "congress.document_removed": _("Bỏ văn bản khỏi thư viện"),
    "congress.document_cited": _("Lấy văn bản làm căn cứ"),
    "congress.document_uncited": _("Bỏ căn cứ"),
    "congress.lesson_written": _("Ghi bài học của đại hội điểm"),
    "congress.lesson_changed": _("Sửa bài học của đại hội điểm"),
    "congress.lesson_removed": _("Bỏ bài học chưa triển khai"),
    "congress.lesson_pushed": _("Triển khai bài học của đại hội điểm"),
    "congress.lesson_answered": _("Trả lời về bài học của đại hội điểm"),
    "congress.difficulty_raised": _("Nêu vướng mắc"),
    "congress.difficulty_answered": _("Trả lời vướng mắc"),
    "congress.difficulty_asked": _("Hỏi lại về vướng mắc"),
    "congress.difficulty_passed": _("Chuyển vướng mắc lên cấp trên"),
    "congress.difficulty_explained": _("Nói rõ thêm vướng mắc"),
    "congress.difficulty_solved": _("Ghi vướng mắc đã giải quyết"),
    "congress.difficulty_reopened": _("Mở lại vướng mắc"),
    "congress.answer_shared": _("Công bố hỏi đáp"),
    "congress.answer_withdrawn": _("Rút hỏi đáp đã công bố"),
    "congress.practice_proposed": _("Đề xuất cách làm hay"),
    "congress.practice_changed": _("Sửa đề xuất cách làm hay"),
    "congress.practice_published": _("Phổ biến cách làm hay"),
    "congress.practice_sent_back": _("Trả lại đề xuất cách làm hay"),
    "congress.practice_marked": _("Đánh dấu cách làm hay là có ích"),
    "congress.practice_unmarked": _("Bỏ dấu có ích của cách làm hay"),
    "congress.practice_commented": _("Góp ý về cách làm hay"),
    "congress.comment_withdrawn": _("Rút góp ý về cách làm hay"),
    "congress.holiday_changed": _("Ghi, sửa ngày nghỉ lễ, làm bù"),
    "congress.holiday_removed": _("Bỏ ngày nghỉ lễ, làm bù"),
    "congress.level_terms_changed": _("Ghi, sửa yêu cầu của chỉ thị với một cấp"),
    "congress.level_terms_removed": _("Bỏ yêu cầu của chỉ thị với một cấp"),
}
_LIST = OF_CORE["list"]
DETAILS = {
    "list": registry.Detail(_LIST.label, {**_LIST.words, "roll": ROLL.label}),
    "attendance": registry.Detail(_("Điểm danh"), labels.ATTENDANCES),
    "ground": registry.Detail(_("Căn cứ thay"), labels.LEAVINGS),
    "cause": registry.Detail(_("Thôi giữ chức vì"), labels.CAUSES),
    "office": registry.Detail(_("Chức danh"), labels.OFFICES),
    "origin": registry.Detail(_("Diện"), labels.ORIGINS),
    "arrangements": registry.Detail(_("Số việc tuyên truyền, phục vụ")),
    "checklist": registry.Detail(_("Danh sách việc"), dict(Checklist.choices)),
    "congresses": registry.Detail(_("Số đại hội")),
    "milestones": registry.Detail(_("Số việc trong kế hoạch")),
    "out_of_order": registry.Detail(_("Việc phải làm trước chưa xong")),
    "plans": registry.Detail(_("Số kế hoạch")),
    "point": registry.Detail(_("Điểm sẵn sàng")),
    "template": registry.Detail(_("Mẫu kế hoạch")),
    "verdict": registry.Detail(_("Trả lời"), labels.ANSWERED),
}

# What a congress has to be ready in, as this app knows it.
POINTS = (
    Point(
        code="plan",
        order=10,
        label=_("Việc trong kế hoạch"),
        head=_("Kế hoạch"),
        lacks=_("Lập kế hoạch từ mẫu, rồi ghi từng việc khi xong."),
        url_name="congress:plan",
        right=Right.PLAN_READ,
        app="congress",
        work_out=readiness.plans,
    ),
    Point(
        code="plan_cleared",
        order=20,
        label=_("Cấp trên duyệt kế hoạch"),
        head=_("Duyệt kế hoạch"),
        lacks=_("Trình kế hoạch lên cấp trên ở trang Kế hoạch."),
        url_name="congress:plan",
        right=Right.PLAN_READ,
        app="congress",
        work_out=readiness.plans_cleared,
    ),
    Point(
        code="contents",
        order=30,
        label=_("Các nội dung của đại hội"),
        head=_("Nội dung"),
        lacks=_("Đánh dấu các nội dung đại hội tiến hành, ở trang sửa đại hội."),
        url_name="congress:detail",
        right=Right.CONGRESS_READ,
        app="congress",
        work_out=readiness.contents,
    ),
    Point(
        code="roll",
        order=40,
        label=_("Danh sách triệu tập"),
        head=_("Triệu tập"),
        lacks=_("Đưa đại biểu, đảng viên vào danh sách triệu tập."),
        url_name="congress:rolls",
        right=Right.ROLL_READ,
        app="congress",
        work_out=readiness.rolls,
        total_known=False,
    ),
    *(
        Point(
            code=code,
            order=order,
            label=labels.GATES[code],
            head=labels.GATE_HEADS[code],
            lacks=_("Khi xong, ghi việc này là xong ở trang Kế hoạch."),
            url_name="congress:plan",
            right=Right.PLAN_READ,
            app="congress",
            work_out=readiness.marked(code),
            one_word=True,
        )
        for order, code in (
            (50, "documents_cleared"),
            (60, "personnel_cleared"),
            (65, "opening_announced"),
            (70, "tally_rehearsed"),
        )
    ),
    Point(
        code="result_reported",
        order=100,
        label=_("Báo cáo kết quả lên cấp trên"),
        head=_("Báo cáo"),
        lacks=_("Sau đại hội, ghi việc báo cáo là xong ở trang Kế hoạch."),
        url_name="congress:plan",
        right=Right.PLAN_READ,
        app="congress",
        work_out=readiness.marked("result_reported"),
        one_word=True,
        before_opening=False,
    ),
)
# What people are told; the unit is the one that the notice is about, or from.
NOTICES_OF_READINESS = {
    "congress.point_missing": _("%(unit)s còn thiếu điểm sẵn sàng: %(point)s."),
    "congress.plan_waits": _("%(unit)s trình kế hoạch đại hội, chờ duyệt."),
    "congress.plan_passed": _("%(unit)s đã duyệt kế hoạch đại hội."),
    "congress.plan_came_back": _(
        "%(unit)s trả lại kế hoạch đại hội; lý do ở trang Kế hoạch."
    ),
    "congress.plan_differs": _(
        "%(unit)s chưa duyệt được kế hoạch vì đã sửa sau khi trình. Hãy trình lại."
    ),
}

# Never the words somebody typed: they stand on the page that one is led to.
NOTICES_OF_LEARNING = {
    "congress.lesson_pushed": _(
        "Có bài học của đại hội điểm %(pilot)s; hãy trả lời trước khi đại hội khai mạc."
    ),
    "congress.difficulty_raised": _("%(unit)s nêu vướng mắc (%(urgency)s)."),
    "congress.difficulty_passed": _(
        "Vướng mắc của %(unit)s được chuyển lên (%(urgency)s)."
    ),
    "congress.difficulty_answered": _("Cấp trên đã trả lời vướng mắc của %(unit)s."),
    "congress.difficulty_asked": _("Cấp trên hỏi lại về vướng mắc của %(unit)s."),
    "congress.difficulty_explained": _("%(unit)s đã nói rõ thêm vướng mắc."),
    "congress.difficulty_solved": _("%(unit)s ghi vướng mắc đã giải quyết."),
    "congress.difficulty_reopened": _("%(unit)s mở lại vướng mắc (%(urgency)s)."),
    "congress.practice_proposed": _("%(unit)s đề xuất một cách làm hay."),
    "congress.practice_published": _("Cách làm hay của %(unit)s đã được phổ biến."),
    "congress.practice_sent_back": _(
        "Đề xuất cách làm hay của %(unit)s được trả lại; lý do ở trang đề xuất."
    ),
}
LESSONS = Point(
    code=lessons.POINT,
    order=80,
    label=_("Trả lời bài học của đại hội điểm"),
    head=_("Bài học"),
    lacks=_("Trả lời từng bài học ở trang Bài học."),
    url_name="congress:lessons",
    right=Right.PLAN_READ,
    app="congress",
    work_out=lessons.worked_out,
)


def offer() -> None:
    """Fill the registry."""
    _offer_learning()
    registry.name_work(plan_work.KINDS)
    registry.name_figures(plan_work.FIGURES)
    registry.renew_after_journey(plan_work.write_work_beneath)
    registry.offer_rule_sets(RULE_BOOK)
    registry.name_acts(ACTS)
    registry.name_details(DETAILS)
    registry.offer_import(ROLL)
    registry.name_facts("congress_elected", "congress_frame", "congress_step")
    registry.move_with_people("congress.RollEntry", "person")
    registry.move_with_people("congress.UpperAttendance", "person")
    registry.offer_section(
        registry.Section(0, _("Tổng quan"), "congress:detail", Right.CONGRESS_READ)
    )
    registry.offer_section(
        registry.Section(
            10,
            _("Kế hoạch"),
            "congress:plan",
            Right.PLAN_READ,
            ("congress:plan",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            12,
            _("Sẵn sàng"),
            "congress:readiness",
            Right.PLAN_READ,
            ("congress:readiness",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            15,
            _("Cấp trên dự"),
            "congress:upper",
            Right.PLAN_READ,
            ("congress:upper",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            18,
            _("Tuyên truyền"),
            "congress:communication",
            Right.PLAN_READ,
            ("congress:communication",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            19,
            _("Phục vụ đại hội"),
            "congress:logistics",
            Right.PLAN_READ,
            ("congress:logistics",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            20,
            _("Đại biểu, đảng viên dự"),
            "congress:rolls",
            Right.ROLL_READ,
            ("congress:roll", "congress:attendance", "congress:base"),
        )
    )
    registry.offer_section(
        registry.Section(
            25,
            _("Khách, báo chí"),
            "congress:guests",
            Right.ROLL_READ,
            ("congress:guest",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            60,
            _("Màn chiếu"),
            "congress:wall-console",
            Right.WALL_KEEP,
            ("congress:wall-",),
        )
    )
    registry.offer_section(
        registry.Section(
            90,
            _("Mang đi, mang về"),
            "congress:journey",
            Right.CONGRESS_TRAVEL,
            ("congress:journey",),
            here_only=True,
        )
    )
    registry.stay_behind(
        WallControl,
        UpperAttendance,
        Reminder,
        Submission,
        SubmissionStep,
    )
    registry.name_facts("congress_reminder", "congress_submissionstep")
    registry.name_notices(NOTICES_OF_READINESS)
    for point in (*POINTS, *ARRANGED):
        offer_point(point)
    # Kept for all plans of the portal: a hall needs none of it.
    registry.stay_behind(LegalDocument, PlanBasis, TemplateBasis)
    registry.name_facts("congress_guestevent")
    registry.take_whole(Holiday, LevelTerms)
    registry.offer_tab(
        registry.Tab(20, _("Đại hội"), "congress:list", Right.CONGRESS_READ)
    )


ARRANGED = (
    Point(
        code="communication",
        order=70,
        label=_("Tuyên truyền trước đại hội"),
        head=_("Tuyên truyền"),
        lacks=_("Lập danh sách việc tuyên truyền, rồi đánh dấu từng việc khi xong."),
        url_name="congress:communication",
        right=Right.PLAN_READ,
        app="congress",
        work_out=arrangements.COMMUNICATION_WORKED,
    ),
    Point(
        code="logistics",
        order=72,
        label=_("Phục vụ đại hội"),
        head=_("Phục vụ"),
        lacks=_("Lập danh sách việc phục vụ, rồi đánh dấu từng việc khi xong."),
        url_name="congress:logistics",
        right=Right.PLAN_READ,
        app="congress",
        work_out=arrangements.LOGISTICS_WORKED,
    ),
)


def _offer_learning() -> None:
    """Offer what pilots learnt, what stands in the way, and good practice."""
    offer_point(LESSONS)
    registry.name_notices(NOTICES_OF_LEARNING)
    registry.name_work({"congress.difficulty": _("Vướng mắc")})
    registry.name_facts(
        "congress_lessonpush",
        "congress_lessonanswer",
        "congress_difficultystep",
        "congress_practicestep",
    )
    # They lie between units; a hall asks nobody.
    registry.stay_behind(
        Lesson,
        LessonPush,
        LessonAnswer,
        Difficulty,
        DifficultyStep,
        SharedAnswer,
        Practice,
        PracticeStep,
        PracticeMark,
        PracticeComment,
    )
    for order, label, name, pages in (
        (16, _("Bài học"), "congress:lessons", ("congress:lesson",)),
        (
            17,
            _("Vướng mắc"),
            "congress:congress-difficulties",
            ("congress:congress-difficulties",),
        ),
    ):
        registry.offer_section(
            registry.Section(order, label, name, Right.PLAN_READ, pages, here_only=True)
        )
