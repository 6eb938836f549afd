"""Words for what may be said of an election, a name or a list before it is closed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.candidacy import CloseFault, StandFault
from ballots.rules.holding import PlanFault
from congress.labels.tables import words

PLAN_FAULTS: Final = words(
    {
        PlanFault.NOT_OF_THIS_BODY: _("Nơi bầu này không bầu chức danh đó."),
        PlanFault.NOT_IN_CONTENTS: _(
            "Nội dung đại hội không có việc bầu này. Hãy sửa nội dung của đại hội "
            "trước, hoặc chọn chức danh khác."
        ),
        PlanFault.DESIGNATED: _(
            "Cấp ủy và đoàn đại biểu của đại hội này do cấp trên chỉ định."
        ),
        PlanFault.ALTERNATES_NOT_FOR_OFFICE: _(
            "Chỉ bầu dự khuyết khi bầu đại biểu; hãy ghi 0."
        ),
        PlanFault.ONE_SECRETARY: _("Chức danh này chỉ bầu 1 người."),
        PlanFault.ABOVE_A_THIRD: _(
            "Số ủy viên ban thường vụ nhiều hơn mức thông thường so với số cấp ủy viên "
            "(nhiều nhất %(bound)s người)."
        ),
        PlanFault.ABOVE_THE_EXCEPTION: _(
            "Số ủy viên ban thường vụ vượt cả mức được phép đặc biệt so với số cấp ủy "
            "viên (thông thường nhiều nhất %(bound)s người)."
        ),
        PlanFault.CELL_COMMITTEE_FIRST: _(
            "Chi bộ có %(seen)s đảng viên chính thức, từ %(bound)s trở lên thì bầu chi "
            "ủy trước; chưa có kết quả bầu chi ủy trong cổng."
        ),
        PlanFault.CELL_TOO_SMALL_FOR_COMMITTEE: _(
            "Chi bộ có %(seen)s đảng viên chính thức, dưới %(bound)s thì không bầu chi "
            "ủy mà bầu thẳng bí thư."
        ),
        PlanFault.CELL_COMMITTEE_TOO_LARGE: _("Chi ủy có nhiều nhất %(bound)s người."),
    }
)

STAND_FAULTS: Final = words(
    {
        StandFault.COMMITTEE_MEMBER_NOMINATES: _(
            "Người đề cử thuộc cấp ủy triệu tập nên không được đề cử ngoài danh sách "
            "của cấp ủy."
        ),
        StandFault.COMMITTEE_MEMBER_STANDS: _(
            "Là cấp ủy viên cấp triệu tập, không có trong danh sách của cấp ủy nên "
            "không được ứng cử, nhận đề cử."
        ),
        StandFault.SUPPORT_NOT_ENTERED: _(
            "Chưa ghi số người đồng ý đưa vào; cần ít nhất %(bound)s."
        ),
        StandFault.SUPPORT_TOO_SMALL: _(
            "Có %(seen)s người đồng ý đưa vào, cần ít nhất %(bound)s. Chưa đủ thì ghi "
            "lý do ở ô “Không đưa vào danh sách vì”."
        ),
        StandFault.SUPPORT_ABOVE_ATTENDING: _(
            "Số người đồng ý đưa vào (%(seen)s) nhiều hơn số có mặt (%(bound)s)."
        ),
        StandFault.NOT_A_DELEGATE: _(
            "Không phải đại biểu (đảng viên) chính thức của đại hội này."
        ),
        StandFault.NOT_OFFICIAL: _("Chưa là đảng viên chính thức."),
        StandFault.MEMBERSHIP_UNKNOWN: _(
            "Sổ chưa ghi rõ là đảng viên chính thức hay dự bị."
        ),
        StandFault.WITHDRAWAL_UNDECIDED: _("Xin rút, đại hội chưa quyết định."),
        StandFault.NOT_FROM_AMONG: _(
            "Không có trong số vừa trúng cử mà chức danh này thường được bầu từ đó."
        ),
        StandFault.NOT_IN_REGISTER: _("Không còn trong sổ."),
        StandFault.NAMED_TWICE: _(
            "Có ở hai dòng: hai dòng trong sổ đã gộp thành một người. Hãy bỏ một dòng "
            "khỏi danh sách."
        ),
    }
)

CLOSE_FAULTS: Final = words(
    {
        CloseFault.NOBODY: _("Danh sách chưa có ai."),
        CloseFault.FEWER_THAN_SEATS: _(
            "Danh sách có %(seen)s người, ít hơn số lượng cần bầu (%(bound)s)."
        ),
        CloseFault.OPINION_BALLOT_FIRST: _(
            "Danh sách có %(seen)s người, nhiều nhất %(bound)s. Hãy lấy phiếu xin ý "
            "kiến về những người ứng cử, được đề cử thêm, hoặc ghi người không đưa vào "
            "danh sách kèm lý do."
        ),
        CloseFault.RUN_OFF_LIST_CHANGED: _(
            "Danh sách bầu lại phải gồm đúng %(bound)s người ngang phiếu ở lần trước."
        ),
        CloseFault.UNLAWFUL: _(
            "Với số người và số lượng cần bầu này thì không bầu lại được."
        ),
    }
)

LEGAL_NOTICE: Final = _(
    "Kiểm phiếu chính thức bằng máy tính phải dùng phần mềm của Trung ương "
    "(%(guide)s, mục 3); kỹ thuật viên do ban kiểm phiếu điều hành, giám sát "
    "(%(board)s). Cổng này dùng để diễn tập, để đối chiếu, và chỉ dùng để lấy kết quả "
    "chính thức khi có văn bản cho phép."
)
