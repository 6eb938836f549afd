"""The Vietnamese words for the codes in ``rules``.

Screens show them translated; printed forms use the same words as they stand. Keys are
plain strings, equal to the codes, so that migrations need not import the rules.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.rules.alternates import Leaving, SettledBy
from ballots.rules.ballot import Defect, Reason, Ruling, Worth
from ballots.rules.clauses import Clause, Confidence, Document
from ballots.rules.faults import Fault
from ballots.rules.identities import SumFault
from ballots.rules.outcome import Next, Verdict
from ballots.rules.outsiders import Admission
from ballots.rules.rulesets import Regulation, Rule
from ballots.rules.stages import Stage
from ballots.rules.surplus import ListFault, ListStep
from ballots.rules.tally_base import Body, Situation
from ballots.rules.terms import Layout, Office, Round, Unlawful

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = Mapping[str, StrPromise]

K = TypeVar("K", bound=StrEnum)


def _words(words: "Mapping[K, StrPromise]") -> "Words":
    return {code.value: word for code, word in words.items()}


OFFICES: Final = _words(
    {
        Office.COMMITTEE: _("Ban Chấp hành"),
        Office.STANDING_COMMITTEE: _("Ban Thường vụ"),
        Office.SECRETARY: _("Bí thư"),
        Office.DEPUTY_SECRETARY: _("Phó Bí thư"),
        Office.INSPECTION_COMMISSION: _("Ủy ban Kiểm tra"),
        Office.INSPECTION_HEAD: _("Chủ nhiệm Ủy ban Kiểm tra"),
        Office.INSPECTION_DEPUTY: _("Phó Chủ nhiệm Ủy ban Kiểm tra"),
        Office.DELEGATES: _("Đại biểu dự đại hội cấp trên"),
    }
)

ROUNDS: Final = _words(
    {
        Round.FIRST: _("Bầu lần đầu"),
        Round.FURTHER: _("Bầu thêm"),
        Round.RUN_OFF: _("Bầu lại những người ngang phiếu"),
    }
)

LAYOUTS: Final = _words(
    {
        Layout.STRIKE_OUT: _("Phiếu gạch tên"),
        Layout.AGREE_DISAGREE: _("Phiếu đồng ý / không đồng ý"),
    }
)

STAGES: Final = _words(
    {
        Stage.PREPARED: _("Đang chuẩn bị"),
        Stage.LIST_CLOSED: _("Đã chốt danh sách bầu cử"),
        Stage.BOX_SEALED: _("Đã niêm phong thùng phiếu"),
        Stage.ISSUING: _("Đang phát phiếu và bỏ phiếu"),
        Stage.BOX_OPENED: _("Đã mở thùng phiếu"),
        Stage.ENTERED: _("Đã nhập xong phiếu"),
        Stage.COUNTED: _("Đã kiểm phiếu"),
        Stage.CONFIRMED: _("Ban kiểm phiếu đã chốt kết quả"),
        Stage.ANNOUNCED: _("Đã công bố kết quả"),
        Stage.PUT_AWAY: _("Đã niêm phong, cất giữ phiếu"),
    }
)

WORTHS: Final = _words(
    {
        Worth.VALID: _("Hợp lệ"),
        Worth.INVALID: _("Không hợp lệ"),
        Worth.UNDECIDED: _("Chờ ban kiểm phiếu quyết định"),
    }
)

REASONS: Final = _words(
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

RULINGS: Final = _words(
    {
        Ruling.VALID: _("Ban kiểm phiếu quyết định: hợp lệ"),
        Ruling.INVALID: _("Ban kiểm phiếu quyết định: không hợp lệ"),
    }
)

VERDICTS: Final = _words(
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

NEXT_STEPS: Final = _words(
    {
        Next.UNDECIDED_BALLOTS: _("Ban kiểm phiếu quyết định các phiếu cần xem xét"),
        Next.RUN_OFF: _("Bầu lại giữa những người ngang phiếu"),
        Next.CONGRESS_DECIDES: _(
            "Đại hội (hội nghị) quyết định có bầu lại / bầu tiếp hay không"
        ),
        Next.CLOSED: _("Đã bầu đủ số lượng"),
    }
)

REGULATIONS: Final = _words(
    {
        Regulation.QD_244: _("Quy chế bầu cử trong Đảng theo Quyết định 244-QĐ/TW"),
        Regulation.QD_190: _("Quy chế bầu cử trong Đảng theo Quyết định 190-QĐ/TW"),
    }
)

DOCUMENTS: Final = _words(
    {
        Document.QD_244: _("Quyết định 244-QĐ/TW (9/6/2014)"),
        Document.QD_190: _("Quyết định 190-QĐ/TW (10/10/2024)"),
        Document.QD_24: _("Quy định 24-QĐ/TW (30/7/2021)"),
        Document.QD_294: _("Quy định 294-QĐ/TW (26/5/2025)"),
        Document.HD_06: _("Hướng dẫn 06-HD/TW (9/6/2025)"),
        Document.HD_03: _("Hướng dẫn 03-HD/TW (20/3/2020)"),
        Document.HD_04: _("Hướng dẫn 04-HD/TW (31/12/2024)"),
    }
)
# These two count sections, the regulations count articles.
_BY_SECTION: Final = frozenset({Document.QD_294, Document.HD_06})

CONFIDENCES: Final = _words(
    {
        Confidence.FULL_TEXT: _("đã đối chiếu toàn văn"),
        Confidence.EXTRACT: _("đã đối chiếu trích nguyên văn"),
        Confidence.ARTICLE: _("theo bài viết, cần xác nhận"),
        Confidence.UNVERIFIED: _("chưa đối chiếu, cần xác nhận"),
        Confidence.INFERRED: _("suy ra, cần xác nhận"),
    }
)

BODIES: Final = _words(
    {
        Body.DELEGATES_CONGRESS: _("Đại hội đại biểu"),
        Body.MEMBERS_CONGRESS: _("Đại hội, hội nghị đảng viên"),
        Body.COMMITTEE_MEETING: _("Hội nghị cấp ủy, ban thường vụ, ủy ban kiểm tra"),
    }
)

SITUATIONS: Final = _words(
    {
        Situation.CREDENTIALS_REJECTED: _("Bị bác tư cách đại biểu"),
        Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT: _(
            "Cấp ủy viên cấp triệu tập vắng mặt suốt thời gian đại hội"
        ),
        Situation.ABSENT_THROUGHOUT_NOT_REPLACED: _(
            "Đại biểu chính thức vắng mặt suốt thời gian đại hội, không có dự khuyết "
            "thay"
        ),
        Situation.ABSENT_THROUGHOUT_REPLACED: _(
            "Vắng mặt suốt thời gian đại hội, đã có đại biểu dự khuyết thay"
        ),
        Situation.TRANSFERRED_NOT_PRESENT: _(
            "Chuyển sinh hoạt đảng tạm thời, không đến dự"
        ),
        Situation.TRANSFERRED_PRESENT: _("Chuyển sinh hoạt đảng tạm thời, có đến dự"),
        Situation.EXEMPTED_NOT_PRESENT: _(
            "Được miễn công tác và sinh hoạt đảng, không đến dự"
        ),
        Situation.EXEMPTED_PRESENT: _(
            "Được miễn công tác và sinh hoạt đảng, có đến dự"
        ),
        Situation.SUSPENDED: _("Bị đình chỉ sinh hoạt đảng"),
        Situation.PROSECUTED: _("Bị khởi tố, truy tố, tạm giam"),
        Situation.ABSENT_THROUGHOUT_ACCEPTED: _(
            "Vắng mặt suốt thời gian đại hội, có lý do chính đáng được chấp nhận"
        ),
        Situation.ABSENT_THROUGHOUT_NOT_ACCEPTED: _(
            "Vắng mặt suốt thời gian đại hội, lý do không được chấp nhận"
        ),
        Situation.ABSENT_PART_OF_THE_TIME: _("Vắng mặt một phần thời gian"),
        Situation.ON_LEAVE: _("Nghỉ phép, ốm, đi công tác"),
        Situation.NO_BALLOT_CAST: _("Không nhận phiếu hoặc không bỏ phiếu"),
    }
)

SETTLED_BY: Final = _words(
    {
        SettledBy.VOTES: _("theo số phiếu"),
        SettledBy.PARTY_AGE: _("ngang phiếu, theo tuổi đảng cao hơn"),
        SettledBy.NOT_SETTLED: _("ngang phiếu, chưa xác định được tuổi đảng cao hơn"),
    }
)

LEAVINGS: Final = _words(
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

ADMISSIONS: Final = _words(
    {
        Admission.TO_CONGRESS: _("Trình đại hội quyết định"),
        Admission.NOT_ENOUGH_SUPPORT: _("Chưa đủ tỷ lệ giới thiệu"),
        Admission.AGAINST_DISCIPLINE: _(
            "Cấp ủy viên không được giới thiệu người ngoài danh sách của cấp ủy"
        ),
    }
)

LIST_STEPS: Final = _words(
    {
        ListStep.CONGRESS_DECIDES: _("Đại hội quyết định danh sách bầu cử"),
        ListStep.OPINION_BALLOT: _("Lấy phiếu xin ý kiến"),
    }
)

LIST_FAULTS: Final = _words(
    {
        ListFault.NO_SURPLUS: _("Danh sách bầu cử phải có số dư."),
        ListFault.ABOVE_CEILING: _("Danh sách bầu cử vượt số dư tối đa 30%."),
        ListFault.PREPARED_OUTSIDE_RANGE: _(
            "Số dư cấp ủy chuẩn bị không nằm trong khoảng 10 đến 15%."
        ),
        ListFault.NO_NUMBER_IN_RANGE: _(
            "Với số lượng này, không có số dư nguyên nào trong khoảng 10 đến 15%."
        ),
        ListFault.SMALL_BODY: _("Với số lượng từ 3 đến 5 người, số dư chỉ 1 người."),
        ListFault.TOO_SHORT_FOR_ALTERNATES: _(
            "Danh sách không đủ người để bầu cả đại biểu chính thức và dự khuyết."
        ),
    }
)

UNLAWFUL: Final = _words(
    {
        Unlawful.NO_SEAT: _("Số lượng cần bầu phải từ 1 trở lên."),
        Unlawful.ALTERNATES_NOT_FOR_OFFICE: _(
            "Chỉ bầu dự khuyết khi bầu đại biểu dự đại hội cấp trên."
        ),
        Unlawful.NO_BASE: _("Mẫu số tính kết quả (D) phải từ 1 trở lên."),
        Unlawful.RUN_OFF_FOR_BOTH: _(
            "Lần bầu lại chỉ dành cho chỗ bị ngang phiếu: chính thức hoặc dự khuyết."
        ),
        Unlawful.RUN_OFF_WITHOUT_TIE: _(
            "Lần bầu lại phải có nhiều người hơn số lượng cần bầu."
        ),
    }
)

SUM_FAULTS: Final = _words(
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
        SumFault.NOT_RETURNED: _("Có phiếu phát ra nhưng không thu về."),
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

RULES: Final = _words(
    {
        Rule.BASE_OF_DELEGATES: _(
            "Mẫu số tính kết quả (D) là tổng số đại biểu chính thức được triệu tập, "
            "trừ các trường hợp không tính theo quy chế."
        ),
        Rule.BASE_OF_MEMBERS: _(
            "Mẫu số tính kết quả (D) là tổng số đảng viên chính thức được triệu tập, "
            "trừ các trường hợp không tính theo quy chế."
        ),
        Rule.BASE_OF_MEETING: _(
            "Mẫu số tính kết quả (D) là tổng số ủy viên đương nhiệm, trừ các trường "
            "hợp không tính theo quy chế."
        ),
        Rule.BASE_WITHOUT_REJECTED: _(
            "Người bị bác tư cách không tính vào mẫu số tính kết quả (D)."
        ),
        Rule.BASE_WITH_THOSE_WHO_CAME: _(
            "Người được miễn công tác và sinh hoạt đảng hoặc chuyển sinh hoạt đảng tạm "
            "thời chỉ tính vào mẫu số tính kết quả (D) khi đến dự."
        ),
        Rule.STRIKE_OUT_PAPER: _(
            "Danh sách có số dư: gạch họ tên người không bầu trên phiếu."
        ),
        Rule.AGREE_DISAGREE_PAPER: _(
            "Danh sách không có số dư: đánh dấu X vào ô đồng ý hoặc không đồng ý."
        ),
        Rule.FULL_CHOICE: _("Phiếu bầu đủ số lượng là phiếu hợp lệ."),
        Rule.FEWER_CHOSEN: _("Phiếu bầu thiếu số lượng là phiếu hợp lệ."),
        Rule.ONE_NAME_CLEAR: _(
            "Danh sách một người: đánh dấu đúng một ô là phiếu hợp lệ."
        ),
        Rule.SEVERAL_NAMES: _(
            "Đánh dấu cả hai ô hoặc không đánh dấu ô nào thì không tính phiếu cho "
            "riêng người đó."
        ),
        Rule.NOT_ISSUED: _(
            "Phiếu không do ban kiểm phiếu phát ra là phiếu không hợp lệ."
        ),
        Rule.TOO_MANY_CHOSEN: _("Phiếu bầu quá số lượng là phiếu không hợp lệ."),
        Rule.NOBODY_CHOSEN: _("Phiếu không bầu cho ai là phiếu không hợp lệ."),
        Rule.ONE_NAME_UNCLEAR: _(
            "Danh sách một người: đánh dấu cả hai ô hoặc bỏ trống là phiếu không hợp "
            "lệ."
        ),
        Rule.OUTSIDE_NAME: _(
            "Phiếu bầu cho người ngoài danh sách là phiếu không hợp lệ."
        ),
        Rule.SPECIAL_MARK: _("Phiếu có ký hiệu riêng là phiếu không hợp lệ."),
        Rule.MIXED_INK: _("Phiếu dùng nhiều loại mực là phiếu không hợp lệ."),
        Rule.BOARD_DECIDES: _(
            "Ban kiểm phiếu xem xét, kết luận về phiếu không hợp lệ và các trường hợp "
            "quy chế không nêu."
        ),
        Rule.MORE_THAN_HALF: _(
            "Người trúng cử phải được số phiếu quá một nửa so với mẫu số tính kết quả "
            "(D)."
        ),
        Rule.HIGHEST_FIRST: _(
            "Số người quá một nửa nhiều hơn số lượng cần bầu thì lấy từ cao xuống thấp."
        ),
        Rule.RUN_OFF: _(
            "Ngang phiếu ở cuối danh sách trúng cử thì bầu lại trong số người đó, ai "
            "nhiều phiếu hơn là trúng cử, không cần quá một nửa."
        ),
        Rule.RUN_OFF_TIED: _(
            "Bầu lại vẫn ngang phiếu thì đại hội (hội nghị) quyết định có bầu lại hay "
            "không."
        ),
        Rule.PLACES_LEFT_OPEN: _(
            "Bầu chưa đủ số lượng thì đại hội (hội nghị) quyết định có bầu tiếp hay "
            "không."
        ),
        Rule.NO_TIE_BREAK: _(
            "Chưa thấy quy định dùng tuổi đời, tuổi đảng hay bốc thăm khi bầu; máy "
            "không tự phân định người ngang phiếu."
        ),
        Rule.SECRETARY_ROUNDS: _(
            "Bầu bí thư chi bộ ba lần không có kết quả thì cấp ủy cấp trên chỉ định."
        ),
        Rule.MINUTES_FORM: _(
            "Người trúng cử được công bố và ghi biên bản từ cao phiếu đến thấp phiếu."
        ),
        Rule.ALTERNATES: _(
            "Đủ đại biểu chính thức thì lấy dự khuyết trong số người còn lại quá một "
            "nửa, từ cao phiếu xuống thấp phiếu."
        ),
        Rule.ALTERNATES_SHORT: _(
            "Đại biểu dự khuyết còn thiếu thì đại hội quyết định có bầu tiếp hay không."
        ),
        Rule.TIED_ALTERNATES: _(
            "Ngang phiếu ở chỗ dự khuyết cuối cùng thì bầu lại trong số người đó, ai "
            "nhiều phiếu hơn là dự khuyết."
        ),
        Rule.CALL_ORDER: _(
            "Gọi dự khuyết theo số phiếu; ngang phiếu thì người có tuổi đảng cao hơn."
        ),
        Rule.STAYS_DELEGATE: _(
            "Chuyển công tác trong cùng đảng bộ cấp trên thì vẫn là đại biểu, không "
            "thay thế."
        ),
        Rule.ALTERNATE_STEPS_IN: _(
            "Chuyển ra ngoài đảng bộ cấp trên, hoặc xin không tham dự đại hội và được "
            "cấp ủy triệu tập đại hội đồng ý, thì dự khuyết thay thế."
        ),
        Rule.FEWER_THAN_ALLOTTED: _(
            "Đại hội cấp dưới bầu thiếu đại biểu chính thức được phân bổ thì không "
            "được thay thế."
        ),
        Rule.COMMITTEE_MEMBER_ABSENT: _(
            "Cấp ủy viên cấp triệu tập vắng mặt thì không được thay thế."
        ),
        Rule.CREDENTIALS_REJECTED: _(
            "Đại biểu bị bác tư cách thì không được thay thế."
        ),
        Rule.MORE_NAMES_THAN_SEATS: _(
            "Bầu ban chấp hành, ban thường vụ thì danh sách phải có số dư."
        ),
        Rule.SURPLUS_CEILING: _("Số dư tối đa không quá 30% số lượng cần bầu."),
        Rule.SURPLUS_PREPARED: _("Cấp ủy triệu tập chuẩn bị số dư từ 10 đến 15%."),
        Rule.COMBINED_LIST: _(
            "Danh sách vượt 30% số dư thì lấy phiếu xin ý kiến đối với người ứng cử, "
            "được đề cử thêm."
        ),
        Rule.OPINION_BALLOT_FILLS_UP: _(
            "Lấy thêm theo kết quả phiếu xin ý kiến, từ cao xuống thấp, cho đến mức "
            "tối đa."
        ),
        Rule.SMALL_BODY: _("Số lượng từ 3 đến 5 người thì số dư nhiều nhất 1 người."),
        Rule.ONE_LIST_OF_DELEGATES: _(
            "Đại biểu chính thức và dự khuyết bầu trong một danh sách chung; danh sách "
            "ít nhất bằng số chính thức cộng dự khuyết."
        ),
        Rule.LATER_ROUND_LIST: _(
            "Lần bầu thêm có thể dùng danh sách còn lại; đại hội quyết định có bổ sung "
            "người hay không."
        ),
        Rule.OPINION_BALLOT_TIED: _(
            "Ngang phiếu xin ý kiến ở chỗ cuối thì đoàn chủ tịch đề nghị, đại hội "
            "quyết định."
        ),
        Rule.COMMITTEE_DISCIPLINE: _(
            "Cấp ủy viên không đề cử, ứng cử, nhận đề cử ngoài danh sách cấp ủy đề "
            "nghị."
        ),
        Rule.OUTSIDER_SUPPORT: _(
            "Người ngoài danh sách phải được trên 30% số người dự đại hội giới thiệu."
        ),
        Rule.NO_SUPPORT_SHARE: _(
            "Quy chế 244 không đặt tỷ lệ giới thiệu; đại hội quyết định."
        ),
        Rule.CELL_COMMITTEE_FIRST: _(
            "Chi bộ từ 9 đảng viên chính thức trở lên bầu chi ủy trước, rồi bầu bí thư."
        ),
        Rule.STANDING_COMMITTEE_SHARE: _(
            "Số ủy viên ban thường vụ không quá một phần ba số cấp ủy viên."
        ),
        Rule.ARITHMETIC: _("Các số liệu của biên bản phải khớp nhau."),
        Rule.BALLOTS_KEPT: _(
            "Phiếu được niêm phong, lưu giữ 6 tháng; không ai được tự ý mở."
        ),
    }
)


def clause(place: Clause) -> str:
    """Where a rule is written, as a person would cite it."""
    document = str(DOCUMENTS[place.document])
    if not place.article:
        return document
    if place.document in _BY_SECTION:
        return gettext("%(document)s, mục %(article)s") % {
            "document": document,
            "article": place.article,
        }
    article, _bracket, paragraph = place.article.partition("(")
    if not paragraph:
        return gettext("Điều %(article)s, %(document)s") % {
            "article": article,
            "document": document,
        }
    return gettext("khoản %(paragraph)s, Điều %(article)s, %(document)s") % {
        "paragraph": paragraph.rstrip(")"),
        "article": article,
        "document": document,
    }


FAULTS: Final = _words(
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
