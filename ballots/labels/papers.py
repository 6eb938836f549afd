"""Words for ballots, what they are worth, and the sums of papers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.ballot import Defect, Reason, Ruling, Worth
from ballots.rules.identities import SumFault
from congress.labels.tables import words
from congress.rules.findings import Finding
from core.vietnamese.numbers import grouped

WORTHS: Final = words(
    {
        Worth.VALID: _("Hợp lệ"),
        Worth.INVALID: _("Không hợp lệ"),
        Worth.UNDECIDED: _("Chờ ban kiểm phiếu quyết định"),
    }
)

REASONS: Final = words(
    {
        Reason.OVER_VOTE: _("Bầu quá số lượng"),
        Reason.NO_CHOICE: _("Không bầu cho ai"),
        Reason.UNCLEAR: _("Đánh dấu cả hai ô hoặc không đánh dấu ô nào"),
        Reason.NOT_ISSUED: _("Không phải phiếu do ban kiểm phiếu phát ra"),
        Reason.OUTSIDE_NAME: _("Bầu cho người ngoài danh sách"),
        Reason.SPECIAL_MARK: _("Có ký hiệu riêng, ký tên hoặc viết thêm"),
        Reason.MIXED_INK: _("Dùng nhiều loại mực"),
        Reason.TORN: _("Phiếu rách, không xác định được lựa chọn"),
        Reason.BOARD_RULED: _("Ban kiểm phiếu kết luận không hợp lệ"),
    }
)

DEFECTS: Final = {defect.value: REASONS[defect] for defect in Defect}

RULINGS: Final = words(
    {
        Ruling.VALID: _("Ban kiểm phiếu quyết định: hợp lệ"),
        Ruling.INVALID: _("Ban kiểm phiếu quyết định: không hợp lệ"),
    }
)

SUM_FAULTS: Final = words(
    {
        SumFault.PRESENT_ABOVE_BASE: _(
            "Số người có mặt lớn hơn mẫu số tính kết quả (D)."
        ),
        SumFault.ISSUED_ABOVE_PRESENT: _("Số phiếu phát ra lớn hơn số người có mặt."),
        SumFault.ISSUED_ABOVE_PRINTED: _("Số phiếu phát ra lớn hơn số phiếu đã in."),
        SumFault.RETURNED_ABOVE_ISSUED: _(
            "Số phiếu thu về lớn hơn số phiếu phát ra: kiểm lại và báo đoàn chủ tịch."
        ),
        SumFault.NOT_COLLECTED: _("Có người có mặt nhưng không nhận phiếu."),
        SumFault.NOT_RETURNED: _(
            "Có phiếu phát ra nhưng không thu về: tìm trong thùng, trong hội trường, "
            "rồi đếm lại."
        ),
        SumFault.TOO_FEW_TO_ELECT: _(
            "Số phiếu thu về không quá một nửa mẫu số (D): dù mọi phiếu đều hợp lệ "
            "cũng không ai được quá một nửa số phiếu."
        ),
        SumFault.PRESENT_ABOVE_ROLL: _(
            "Số người có mặt khi bỏ phiếu lớn hơn số có mặt theo điểm danh."
        ),
        SumFault.PAPERS_ABOVE_PRINTED: _(
            "Phiếu in hỏng, phát ra, đổi và còn lại cộng lại lớn hơn số phiếu đã in."
        ),
        SumFault.PAPERS_UNACCOUNTED: _(
            "Có phiếu đã in nhưng không rõ ở đâu: in hỏng, phát ra, đổi và còn lại "
            "cộng lại nhỏ hơn số đã in."
        ),
        SumFault.BALLOTS_DO_NOT_ADD_UP: _("Số phiếu đã đọc khác số phiếu thu về."),
        SumFault.WORTH_DOES_NOT_ADD_UP: _(
            "Phiếu hợp lệ, không hợp lệ và chờ quyết định cộng lại khác số thu về."
        ),
        SumFault.VOTES_ABOVE_VALID: _("Có người được nhiều phiếu hơn số phiếu hợp lệ."),
        SumFault.VOTES_ABOVE_CAPACITY: _(
            "Tổng số lượt bầu lớn hơn mức mà số phiếu hợp lệ cho phép."
        ),
        SumFault.VOTES_BELOW_VALID: _(
            "Tổng số lượt bầu nhỏ hơn số phiếu hợp lệ của phiếu gạch tên."
        ),
    }
)

# As forms and refusals call the figures of a poll.
FIGURES: Final = {
    "printed": _("Phiếu in"),
    "spoilt_in_print": _("Phiếu in hỏng"),
    "present": _("Có mặt khi bỏ phiếu"),
    "issued": _("Phiếu phát ra"),
    "exchanged": _("Phiếu đổi"),
    "left_over": _("Phiếu còn lại"),
    "returned": _("Phiếu thu về"),
}

# The sum itself with both its numbers, beside the sentence.
SUMS: Final = words(
    {
        SumFault.PRESENT_ABOVE_BASE: _("có mặt %(seen)s > D %(bound)s"),
        SumFault.PRESENT_ABOVE_ROLL: _("có mặt %(seen)s > điểm danh %(bound)s"),
        SumFault.ISSUED_ABOVE_PRESENT: _("phát ra %(seen)s > có mặt %(bound)s"),
        SumFault.ISSUED_ABOVE_PRINTED: _("phát ra %(seen)s > đã in %(bound)s"),
        SumFault.PAPERS_ABOVE_PRINTED: _(
            "in hỏng + phát ra + đổi + còn lại = %(seen)s > đã in %(bound)s"
        ),
        SumFault.PAPERS_UNACCOUNTED: _(
            "in hỏng + phát ra + đổi + còn lại = %(seen)s < đã in %(bound)s"
        ),
        SumFault.RETURNED_ABOVE_ISSUED: _("thu về %(seen)s > phát ra %(bound)s"),
        SumFault.NOT_COLLECTED: _("có mặt %(seen)s, phát ra %(bound)s"),
        SumFault.NOT_RETURNED: _("phát ra %(seen)s > thu về %(bound)s"),
        SumFault.TOO_FEW_TO_ELECT: _("thu về %(seen)s < %(bound)s"),
    }
)


def sum_fault(finding: Finding[SumFault]) -> str:
    """Return what is odd about the figures, with the sum and both its numbers."""
    numbers = {"seen": grouped(finding.seen), "bound": grouped(finding.bound)}
    return f"{SUM_FAULTS[finding.code]} ({str(SUMS[finding.code]) % numbers})"
