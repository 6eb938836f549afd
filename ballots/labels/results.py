"""Words for results: who won, what follows, who is called and who leaves."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.labels.tables import words
from ballots.rules.alternates import Leaving, SettledBy
from ballots.rules.outcome import Next, Verdict

VERDICTS: Final = words(
    {
        Verdict.ELECTED: _("Trúng cử"),
        Verdict.ALTERNATE: _("Đại biểu dự khuyết"),
        Verdict.TIED: _("Ngang phiếu"),
        Verdict.PAST_HALF_NO_PLACE: _("Quá một nửa nhưng không trong số lượng cần bầu"),
        Verdict.PAST_HALF_WAITS: _("Quá một nửa, chờ bầu đủ đại biểu chính thức"),
        Verdict.NOT_PAST_HALF: _("Không quá một nửa"),
        Verdict.FEWER_VOTES: _("Ít phiếu hơn ở lần bầu lại"),
        Verdict.BALLOTS_WAIT: _("Chờ quyết định về phiếu cần xem xét"),
    }
)

NEXT_STEPS: Final = words(
    {
        Next.UNDECIDED_BALLOTS: _("Ban kiểm phiếu quyết định các phiếu cần xem xét"),
        Next.RUN_OFF: _("Bầu lại giữa những người ngang phiếu"),
        Next.CONGRESS_DECIDES: _(
            "Đại hội (hội nghị) quyết định có bầu lại / bầu thêm hay không"
        ),
        Next.CLOSED: _("Đã bầu đủ số lượng"),
    }
)

SETTLED_BY: Final = words(
    {
        SettledBy.VOTES: _("theo số phiếu"),
        SettledBy.PARTY_AGE: _("ngang phiếu, theo tuổi đảng cao hơn"),
        SettledBy.NOT_SETTLED: _("ngang phiếu, chưa xác định được tuổi đảng cao hơn"),
    }
)

LEAVINGS: Final = words(
    {
        Leaving.MOVED_WITHIN: _("Chuyển công tác trong cùng đảng bộ cấp trên"),
        Leaving.MOVED_OUTSIDE: _("Chuyển công tác ra ngoài đảng bộ cấp trên"),
        Leaving.LEAVE_GRANTED: _(
            "Xin không tham dự đại hội, được cấp ủy triệu tập đại hội đồng ý"
        ),
        Leaving.COMMITTEE_MEMBER_ABSENT: _("Cấp ủy viên cấp triệu tập vắng mặt"),
        Leaving.CREDENTIALS_REJECTED: _("Bị bác tư cách đại biểu"),
    }
)
