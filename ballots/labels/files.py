"""Words for what is wrong with an election file."""

from typing import Final, Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.rules.faults import Fault
from congress.labels.tables import words

FAULTS: Final = words(
    {
        Fault.CANNOT_READ: _(
            "Không đọc được tệp, hãy kiểm tra đường dẫn và quyền đọc."
        ),
        Fault.CANNOT_UNPACK: _(
            "Không giải nén được tệp, hãy nén lại bằng gzip rồi gửi lại."
        ),
        Fault.TOO_LARGE: _(
            "Nội dung tệp lớn hơn 256 MiB, hãy gộp các phiếu giống nhau."
        ),
        Fault.NOT_UTF8: _("Tệp không phải mã UTF-8, hãy lưu lại bằng mã UTF-8."),
        Fault.LONE_SURROGATE: _(
            "Tệp có ký tự Unicode bị cắt đôi (mã \\uD800–\\uDFFF đứng lẻ), hãy sửa "
            "ký tự đó."
        ),
        Fault.NOT_JSON: _(
            "Tệp không đúng cú pháp JSON, hãy xuất lại tệp từ phần mềm đã tạo ra nó."
        ),
        Fault.NOT_AN_OBJECT: _(
            "Tệp phải chứa đúng một đối tượng JSON, hãy xuất lại tệp cuộc bầu."
        ),
        Fault.UNREADABLE_NUMBER: _("Tệp có một số quá dài để đọc, hãy sửa số đó."),
        Fault.DUPLICATE_KEY: _(
            "Khóa “%(key)s” được ghi hai lần trong một đối tượng, hãy bỏ bớt một."
        ),
        Fault.TOO_MANY_KEYS: _(
            "Một đối tượng trong tệp có quá nhiều khóa (hơn %(most)s), hãy bỏ các khóa "
            "thừa."
        ),
        Fault.TOO_DEEP: _("Dữ liệu lồng nhau quá 32 lớp, hãy bỏ phần lồng quá sâu."),
        Fault.MISSING_KEY: _("Thiếu khóa “%(key)s”, hãy bổ sung."),
        Fault.NOT_TEXT: _("Khóa “%(key)s” phải là một chuỗi ký tự, hãy sửa lại."),
        Fault.NOT_A_LIST: _("Khóa “%(key)s” phải là một danh sách, hãy sửa lại."),
        Fault.NOT_AN_INT: _(
            "Khóa “%(key)s” phải là số nguyên viết bằng chữ số, hãy sửa lại."
        ),
        Fault.NUMBER_TOO_LARGE: _(
            "Số ở khóa “%(key)s” lớn hơn mức cho phép %(most)s, hãy sửa lại."
        ),
        Fault.NUMBER_TOO_SMALL: _(
            "Số ở khóa “%(key)s” phải từ %(least)s trở lên, hãy sửa lại."
        ),
        Fault.UNKNOWN_VALUE: _(
            "Giá trị “%(value)s” ở khóa “%(key)s” không có trong mẫu tệp, hãy sửa lại."
        ),
        Fault.WRONG_FORMAT: _(
            "Định dạng “%(value)s” không phải “congress-portal/election@1”, hãy chọn "
            "đúng tệp cuộc bầu."
        ),
        Fault.BAD_ID: _(
            "Mã cuộc bầu (khóa “id”) phải dài từ 1 đến 200 ký tự và không có ký tự "
            "điều khiển, hãy sửa lại."
        ),
        Fault.NO_SEAT: _(
            "Số lượng cần bầu phải từ 1 trở lên, trừ lần bầu riêng đại biểu dự khuyết, "
            "hãy sửa lại."
        ),
        Fault.ALTERNATES_NOT_FOR_OFFICE: _(
            "Chỉ cuộc bầu đại biểu dự đại hội cấp trên mới có dự khuyết, hãy bỏ số dự "
            "khuyết."
        ),
        Fault.MAX_VOTES_MISSING: _(
            "Lần bầu riêng dự khuyết phải ghi khóa “max_votes”, hãy bổ sung."
        ),
        Fault.RUN_OFF_FOR_BOTH: _(
            "Lần bầu lại chỉ bầu cho chỗ bị ngang phiếu, chính thức hoặc dự khuyết, "
            "hãy để số kia bằng 0."
        ),
        Fault.RUN_OFF_WITHOUT_TIE: _(
            "Lần bầu lại phải có nhiều người hơn số chỗ cần bầu, hãy kiểm tra danh "
            "sách."
        ),
        Fault.WRONG_LAYOUT: _(
            "Kiểu phiếu không khớp: danh sách %(names)s người, mỗi phiếu bầu tối đa "
            "%(max_votes)s người, hãy sửa khóa “layout”."
        ),
        Fault.PRESENT_ABOVE_BASE: _(
            "Số người có mặt %(seen)s lớn hơn mẫu số tính kết quả (D) %(bound)s, hãy "
            "kiểm tra lại."
        ),
        Fault.ISSUED_ABOVE_PRESENT: _(
            "Số phiếu phát ra %(seen)s lớn hơn số người có mặt %(bound)s, hãy kiểm tra "
            "lại."
        ),
        Fault.ISSUED_ABOVE_PRINTED: _(
            "Số phiếu phát ra %(seen)s lớn hơn số phiếu in %(bound)s, hãy kiểm tra lại."
        ),
        Fault.RETURNED_ABOVE_ISSUED: _(
            "Số phiếu thu về %(seen)s lớn hơn số phiếu phát ra %(bound)s, hãy kiểm lại "
            "và báo đoàn chủ tịch."
        ),
        Fault.BALLOTS_DO_NOT_ADD_UP: _(
            "Các phiếu trong tệp cộng lại là %(seen)s, khác số phiếu thu về %(bound)s, "
            "hãy kiểm tra lại."
        ),
        Fault.NO_CANDIDATES: _("Danh sách bầu cử không có ai, hãy bổ sung."),
        Fault.TOO_MANY_CANDIDATES: _(
            "Danh sách bầu cử có hơn %(most)s người, hãy kiểm tra lại tệp."
        ),
        Fault.CANDIDATE_NOT_AN_OBJECT: _(
            "Mỗi người phải là một đối tượng JSON có số và họ tên, hãy sửa lại."
        ),
        Fault.CANDIDATE_NUMBER_REPEATED: _(
            "Số %(number)s đã dùng cho người khác, hãy đánh số lại."
        ),
        Fault.CANDIDATE_WITHOUT_NAME: _("Họ tên để trống, hãy bổ sung."),
        Fault.NOT_A_DATE: _(
            "“%(value)s” ở khóa “%(key)s” không phải ngày dạng năm-tháng-ngày, hãy sửa "
            "lại."
        ),
        Fault.BALLOT_NOT_AN_OBJECT: _(
            "Mỗi phiếu phải là một đối tượng JSON, hãy sửa lại."
        ),
        Fault.UNKNOWN_KEY: _(
            "Khóa “%(key)s” không dùng cho phiếu, hãy bỏ hoặc sửa lại."
        ),
        Fault.KEY_OF_OTHER_LAYOUT: _(
            "Khóa “%(key)s” thuộc kiểu phiếu khác, hãy sửa lại theo kiểu phiếu của tệp."
        ),
        Fault.STRUCK_AND_KEPT: _(
            "Phiếu ghi cả số bị gạch và số để lại, hãy chỉ giữ một cách ghi."
        ),
        Fault.NEITHER_STRUCK_NOR_KEPT: _(
            "Phiếu không ghi số bị gạch hay số để lại, hãy bổ sung."
        ),
        Fault.UNKNOWN_NUMBER: _(
            "Số %(number)s không có trong danh sách bầu cử, hãy sửa lại."
        ),
        Fault.NUMBER_REPEATED: _(
            "Danh sách “%(key)s” ghi một số hai lần, hãy bỏ số thừa."
        ),
        Fault.NEEDLESS_DECISION: _(
            "Chỉ ghi “decision” cho phiếu đồng ý / không đồng ý nhiều người mà không "
            "ai được đồng ý, hãy bỏ khóa này."
        ),
    }
)


class RefusedFile(Protocol):
    """What a sentence needs to know about a file that was refused."""

    fault: Fault
    params: dict[str, str]
    candidate: int | None
    ballot: int | None


def refusal(refused: RefusedFile) -> str:
    """One plain sentence: where, what is wrong, and what to do."""
    sentence = str(FAULTS[refused.fault]) % refused.params
    if refused.ballot is not None:
        where = gettext("Mục phiếu thứ %(position)s trong tệp: %(sentence)s")
        position = refused.ballot
    elif refused.candidate is not None:
        where = gettext("Người thứ %(position)s trong danh sách bầu cử: %(sentence)s")
        position = refused.candidate
    else:
        return sentence
    lowered = sentence[0].lower() + sentence[1:]
    return where % {"position": position, "sentence": lowered}
