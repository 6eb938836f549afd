"""What a congress has to be ready in, as this app knows it."""

from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.labels.points import Point
from congress.queries import arrangements, lessons, readiness
from core.access.rights import Right

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
    Point(
        code=lessons.POINT,
        order=80,
        label=_("Trả lời bài học của đại hội điểm"),
        head=_("Bài học"),
        lacks=_("Trả lời từng bài học ở trang Bài học."),
        url_name="congress:lessons",
        right=Right.PLAN_READ,
        app="congress",
        work_out=lessons.worked_out,
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
