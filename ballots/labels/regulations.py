"""Words for regulations: documents, clauses, how sure we are."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ballots.labels.tables import words
from ballots.rules.clauses import Clause, Confidence, Document
from ballots.rules.records import RecordFault, Wrong
from ballots.rules.rulesets import EmptyAgreement, Regulation, TieRule

REGULATIONS: Final = words(
    {
        Regulation.QD_244: _("Quy chế bầu cử trong Đảng theo Quyết định 244-QĐ/TW"),
        Regulation.QD_190: _("Quy chế bầu cử trong Đảng theo Quyết định 190-QĐ/TW"),
    }
)

DOCUMENTS: Final = words(
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

CONFIDENCES: Final = words(
    {
        Confidence.FULL_TEXT: _("đã đối chiếu toàn văn"),
        Confidence.EXTRACT: _("đã đối chiếu trích nguyên văn"),
        Confidence.ARTICLE: _("theo bài viết, cần xác nhận"),
        Confidence.UNVERIFIED: _("chưa đối chiếu, cần xác nhận"),
        Confidence.INFERRED: _("suy ra, cần xác nhận"),
    }
)

# In the order in which a rule set declares them.
VALUES: Final = {
    "surplus_max_percent": _("Số dư nhiều nhất của danh sách bầu cử (%)"),
    "surplus_prepared_min_percent": _("Số dư cấp ủy chuẩn bị, ít nhất (%)"),
    "surplus_prepared_max_percent": _("Số dư cấp ủy chuẩn bị, nhiều nhất (%)"),
    "small_body_seats": _("Số lượng cần bầu coi là ít (từ–đến)"),
    "small_body_surplus": _("Số dư nhiều nhất khi số lượng cần bầu ít (người)"),
    "outsider_support_percent": _(
        "Người ngoài danh sách phải được giới thiệu trên (%); để trống nếu quy chế "
        "không đặt"
    ),
    "tie_rule": _("Ngang phiếu ở chỗ cuối cùng"),
    "empty_agreement": _("Phiếu nhiều người mà không đồng ý ai"),
    "secretary_rounds": _("Bầu bí thư chi bộ không có kết quả, đến lần thứ"),
    "cell_committee_from_members": _("Chi bộ bầu chi ủy khi có từ (đảng viên)"),
    "standing_committee_share": _(
        "Số ủy viên ban thường vụ so với cấp ủy viên, nhiều nhất"
    ),
    "ballots_kept_months": _("Thời gian lưu giữ phiếu (tháng)"),
}

TIE_RULES: Final = words(
    {TieRule.RUN_OFF: _("bầu lại trong số những người ngang phiếu")}
)

EMPTY_AGREEMENTS: Final = words(
    {EmptyAgreement.ADJUDICATE: _("ban kiểm phiếu xem xét, quyết định")}
)

RECORD_FAULTS: Final = words(
    {
        RecordFault.ROW_MISSING: _("Bộ quy định thiếu mục này."),
        RecordFault.ROW_UNKNOWN: _("Cổng không biết mục này."),
        RecordFault.FIELD_MISSING: _(
            "Mục này phải có đủ giá trị, văn bản, điều khoản và mức tin cậy."
        ),
        RecordFault.UNKNOWN_DOCUMENT: _("Hãy chọn một văn bản trong danh sách."),
        RecordFault.UNKNOWN_CONFIDENCE: _("Hãy chọn một mức tin cậy trong danh sách."),
        RecordFault.BAD_ARTICLE: _(
            "Điều khoản chỉ gồm chữ, số, dấu chấm, phẩy, ngoặc, nhiều nhất %(most)s ký "
            "tự, ví dụ 14(3) hoặc 11.4.2."
        ),
        RecordFault.UNKNOWN_CHOICE: _("Hãy chọn một giá trị trong danh sách."),
        RecordFault.NOT_A_NUMBER: _("Hãy nhập một số nguyên."),
        RecordFault.OUT_OF_RANGE: _("Hãy nhập số từ %(least)s đến %(most)s."),
        RecordFault.NOT_A_PAIR: _(
            "Hãy nhập hai số, số nhỏ trước, có dấu gạch ở giữa, ví dụ 3–5."
        ),
        RecordFault.NOT_A_SHARE: _("Hãy nhập một phân số không lớn hơn 1, ví dụ 1/3."),
        RecordFault.LEAST_ABOVE_MOST: _(
            "Mức ít nhất không được lớn hơn mức nhiều nhất (%(most)s)."
        ),
        RecordFault.PREPARED_ABOVE_CEILING: _(
            "Số dư chuẩn bị không được lớn hơn số dư nhiều nhất của danh sách "
            "(%(most)s)."
        ),
    }
)


def record_fault(wrong: Wrong) -> str:
    """Say what is wrong with a field of a record, and what to do."""
    range_of = {"least": wrong.least, "most": wrong.most}
    return str(RECORD_FAULTS[wrong.fault]) % range_of


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
