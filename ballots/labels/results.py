"""Words for results: who won and what follows."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.outcome import Next, Verdict
from ballots.rules.reopening import Answer
from congress.labels.tables import words

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

ANSWERS: Final = words(
    {
        Answer.CONSENTED: _("Đoàn chủ tịch đồng ý mở lại"),
        Answer.REFUSED: _("Đoàn chủ tịch không đồng ý mở lại"),
        Answer.WITHDRAWN: _("Rút đề nghị mở lại"),
    }
)

# What was done with a result, newest first on its page.
EVENTS: Final = {
    **ANSWERS,
    "confirmed": _("Chốt kết quả"),
    "announced": _("Công bố kết quả"),
    "asked": _("Đề nghị mở lại"),
    "taken_up": _("Mở lại phiếu"),
    "put_away": _("Niêm phong, bàn giao phiếu"),
}
