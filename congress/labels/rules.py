"""Every rule in a sentence; the figures in it are those of a rule set."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from congress.labels.conduct import CONDUCT
from congress.labels.offices import OFFICES
from congress.labels.tables import words
from congress.rules.rulesets import Rule, RuleSet, TieRule
from congress.rules.shapes import text_of

_TIE_COURSES: Final = words(
    {
        TieRule.RUN_OFF: _("bầu lại trong số người đó"),
        TieRule.CONGRESS_DECIDES: _(
            "đại hội (hội nghị) quyết định có bầu lại trong số người đó hay không"
        ),
    }
)
_HALF_NEEDED: Final = _("và phải quá một nửa")
_HALF_NOT_NEEDED: Final = _("không cần quá một nửa")

# The rules that results, lists and sums rest on; the others are in ``conduct``.
_DECIDING: Final = {
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
    Rule.ONE_NAME_CLEAR: _("Danh sách một người: đánh dấu đúng một ô là phiếu hợp lệ."),
    Rule.SEVERAL_NAMES: _(
        "Đánh dấu cả hai ô hoặc không đánh dấu ô nào thì không tính phiếu cho "
        "riêng người đó."
    ),
    Rule.NOT_ISSUED: _("Phiếu không do ban kiểm phiếu phát ra là phiếu không hợp lệ."),
    Rule.TOO_MANY_CHOSEN: _("Phiếu bầu quá số lượng là phiếu không hợp lệ."),
    Rule.NOBODY_CHOSEN: _(
        "Danh sách nhiều người: phiếu không bầu cho ai là phiếu không hợp lệ."
    ),
    Rule.ONE_NAME_UNCLEAR: _(
        "Danh sách một người: đánh dấu cả hai ô hoặc bỏ trống là phiếu không hợp lệ."
    ),
    Rule.OUTSIDE_NAME: _("Phiếu bầu cho người ngoài danh sách là phiếu không hợp lệ."),
    Rule.SPECIAL_MARK: _(
        "Phiếu có ký hiệu riêng, ký tên hoặc viết thêm là phiếu không hợp lệ."
    ),
    Rule.MIXED_INK: _("Phiếu dùng nhiều loại mực là phiếu không hợp lệ."),
    Rule.BOARD_DECIDES: _(
        "Ban kiểm phiếu xem xét, kết luận về phiếu không hợp lệ và các trường hợp "
        "quy chế không nêu."
    ),
    Rule.MORE_THAN_HALF: _(
        "Người trúng cử phải được số phiếu quá một nửa so với mẫu số tính kết quả (D)."
    ),
    Rule.HIGHEST_FIRST: _(
        "Số người quá một nửa nhiều hơn số lượng cần bầu thì lấy từ cao xuống thấp."
    ),
    Rule.RUN_OFF: _(
        "Ngang phiếu ở cuối danh sách trúng cử mà nhiều hơn số chỗ còn lại thì "
        "%(tie_course)s; bầu lại thì ai nhiều phiếu hơn là trúng cử, "
        "%(run_off_half)s."
    ),
    Rule.RUN_OFF_TIED: _(
        "Bầu lại vẫn ngang phiếu thì đại hội (hội nghị) quyết định có bầu lại hay "
        "không."
    ),
    Rule.PLACES_LEFT_OPEN: _(
        "Bầu chưa đủ số lượng thì đại hội (hội nghị) quyết định có bầu thêm hay không."
    ),
    Rule.NO_TIE_BREAK: _(
        "Chưa thấy quy định dùng tuổi đời, tuổi đảng hay bốc thăm khi bầu; máy "
        "không tự phân định người ngang phiếu."
    ),
    Rule.SECRETARY_ROUNDS: _(
        "Bầu bí thư chi bộ %(secretary_rounds)s lần không có kết quả thì cấp ủy "
        "cấp trên chỉ định."
    ),
    Rule.MINUTES_FORM: _(
        "Người trúng cử được công bố và ghi biên bản theo số phiếu từ cao đến thấp."
    ),
    Rule.ALTERNATES: _(
        "Đủ đại biểu chính thức thì lấy dự khuyết trong số người còn lại quá một "
        "nửa, theo số phiếu từ cao xuống thấp."
    ),
    Rule.ALTERNATES_SHORT: _(
        "Đại biểu dự khuyết còn thiếu thì đại hội quyết định có bầu thêm hay không."
    ),
    Rule.ALTERNATES_AFTER_RUN_OFF: _(
        "Bầu lại cho chỗ đại biểu chính thức cuối cùng xong thì dự khuyết lấy người "
        "thua ở lần bầu lại trước, theo số phiếu bầu lại; sau đó đến những người quá "
        "một nửa ở lần bầu trước, theo số phiếu."
    ),
    Rule.TIED_ALTERNATES: _(
        "Ngang phiếu ở chỗ dự khuyết cuối cùng thì %(tie_course)s; bầu lại thì ai "
        "nhiều phiếu hơn là dự khuyết, %(run_off_half)s."
    ),
    Rule.CALL_ORDER: _(
        "Đại biểu dự khuyết được gọi thay thế theo số phiếu; bằng phiếu thì theo "
        "tuổi đảng cao hơn."
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
    Rule.CREDENTIALS_REJECTED: _("Đại biểu bị bác tư cách thì không được thay thế."),
    Rule.MORE_NAMES_THAN_SEATS: _(
        "Danh sách bầu các chức danh sau phải có số dư: %(surplus_mandatory_for)s."
    ),
    Rule.SURPLUS_CEILING: _(
        "Số dư tối đa không quá %(surplus_max_percent)s%% số lượng cần bầu."
    ),
    Rule.SURPLUS_PREPARED: _(
        "Cấp ủy triệu tập chuẩn bị số dư từ %(surplus_prepared_min_percent)s đến "
        "%(surplus_prepared_max_percent)s%%."
    ),
    Rule.COMBINED_LIST: _(
        "Danh sách vượt %(surplus_max_percent)s%% số dư thì lấy phiếu xin ý kiến "
        "đối với người ứng cử, được đề cử thêm."
    ),
    Rule.OPINION_BALLOT_FILLS_UP: _(
        "Lấy thêm theo kết quả phiếu xin ý kiến, từ cao xuống thấp, cho đến mức tối đa."
    ),
    Rule.SMALL_BODY: _(
        "Số lượng %(small_body_seats)s người thì số dư nhiều nhất "
        "%(small_body_surplus)s người."
    ),
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
        "Cấp ủy viên không đề cử, ứng cử, nhận đề cử ngoài danh sách cấp ủy đề nghị."
    ),
    Rule.OUTSIDER_SUPPORT: _(
        "Người ngoài danh sách do cấp ủy triệu tập đại hội chuẩn bị phải đủ tiêu "
        "chuẩn và được trên %(outsider_support_percent)s%% tổng số đại biểu (đảng "
        "viên) tham dự đồng ý."
    ),
    Rule.NO_SUPPORT_SHARE: _(
        "Quyết định 244-QĐ/TW (9/6/2014) không quy định tỷ lệ này; đại hội quyết định."
    ),
    Rule.CELL_COMMITTEE_FIRST: _(
        "Chi bộ từ %(cell_committee_from_members)s đảng viên chính thức trở lên "
        "bầu chi ủy trước, nhiều nhất %(cell_committee_max)s người, rồi bầu bí thư, "
        "phó bí thư trong số chi ủy viên, không bầu chung một phiếu."
    ),
    Rule.STANDING_COMMITTEE_SHARE: _(
        "Số ủy viên ban thường vụ không quá %(standing_committee_share)s số cấp ủy "
        "viên; trường hợp Bộ Chính trị cho phép thì được hơn nhưng phải dưới "
        "%(standing_committee_exception)s."
    ),
    Rule.ARITHMETIC: _("Các số liệu của biên bản phải khớp nhau."),
    Rule.BALLOTS_KEPT: _(
        "Phiếu được niêm phong, lưu giữ %(ballots_kept_months)s tháng; không ai "
        "được tự ý mở."
    ),
}

RULES: Final = words({rule: (_DECIDING | CONDUCT)[rule] for rule in Rule})


def sentence(rule: Rule, rule_set: RuleSet) -> str:
    """Return what the rule says under this rule set."""
    return str(RULES[rule]) % figures(rule_set)


def figures(rule_set: RuleSet) -> dict[str, str]:
    """Return the rule set's values as sentences have them."""
    return figures_of({key: cited.value for key, cited in rule_set.values()})


def figures_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as sentences have them: in figures, or in words of their own."""
    offices = [str(OFFICES[office]) for office in values["surplus_mandatory_for"]]
    half = _HALF_NEEDED if values["runoff_needs_majority"] else _HALF_NOT_NEEDED
    return {key: text_of(key, value) for key, value in values.items()} | {
        "surplus_mandatory_for": ", ".join(offices) or "–",
        "tie_course": str(_TIE_COURSES[values["tie_rule"]]),
        "run_off_half": str(half),
    }
