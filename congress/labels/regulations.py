"""Words for regulations: documents, clauses, how sure we are."""

from datetime import date
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.clauses import Clause, Confidence, Document
from congress.rules.records import Wrong
from congress.rules.rulesets import EmptyAgreement, Regulation, TieRule
from congress.rules.shapes import RecordFault

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
        Document.HD_04_OF_2014: _("Hướng dẫn 04-HD/TW (6/10/2014)"),
        Document.HD_32: _("Hướng dẫn 32-HD/TW (25/9/2009)"),
        Document.STATUTE: _("Điều lệ Đảng (19/1/2011)"),
        Document.PROVINCIAL_ANSWER: _("Trả lời của một tỉnh ủy (2025)"),
        Document.MINUTES_FORM: _("Mẫu biên bản kiểm phiếu"),
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

TIE_RULES: Final = words(
    {
        TieRule.RUN_OFF: _("bầu lại trong số những người ngang phiếu"),
        TieRule.CONGRESS_DECIDES: _(
            "đại hội (hội nghị) quyết định; máy để ngỏ, chờ quyết định"
        ),
    }
)

EMPTY_AGREEMENTS: Final = words(
    {
        EmptyAgreement.ADJUDICATE: _("ban kiểm phiếu xem xét, quyết định"),
        EmptyAgreement.VALID: _("hợp lệ, không tính phiếu cho ai"),
        EmptyAgreement.INVALID: _("không hợp lệ"),
    }
)

YES_NO: Final = {"yes": _("có"), "no": _("không")}

RECORD_FAULTS: Final = words(
    {
        RecordFault.ROW_MISSING: _("Bộ quy định thiếu mục này."),
        RecordFault.ROW_UNKNOWN: _("Cổng không biết mục này."),
        RecordFault.FIELD_MISSING: _(
            "Mục này phải có đủ giá trị, văn bản, điều khoản và mức tin cậy."
        ),
        RecordFault.BAD_DOCUMENT: _(
            "Hãy ghi loại văn bản, số và ngày ban hành, ví dụ: Quyết định 190-QĐ/TW "
            "(10/10/2024)."
        ),
        RecordFault.UNKNOWN_CONFIDENCE: _("Hãy chọn một mức tin cậy trong danh sách."),
        RecordFault.BAD_ARTICLE: _(
            "Điều khoản chỉ gồm chữ, số, dấu chấm, phẩy, ngoặc, nhiều nhất %(most)s ký "
            "tự, ví dụ 14(3) hoặc 11.4.2."
        ),
        RecordFault.BAD_NOTE: _(
            "Ghi chú chỉ gồm chữ trên một dòng, nhiều nhất %(most)s ký tự."
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
        RecordFault.SMALL_BODY_HALF_SAID: _(
            "Số lượng cần bầu coi là ít và số dư của nó: hãy ghi cả hai hoặc để trống "
            "cả hai."
        ),
        RecordFault.EXCEPTION_BELOW_SHARE: _(
            "Mức ngoại lệ không được nhỏ hơn mức thường của ban thường vụ."
        ),
        RecordFault.CELL_COMMITTEE_ABOVE_CELL: _(
            "Chi ủy không được đông hơn số đảng viên để bầu chi ủy (%(most)s)."
        ),
    }
)


def record_fault(wrong: Wrong) -> str:
    """Say what is wrong with a field of a record, and what to do."""
    range_of = {"least": wrong.least, "most": wrong.most}
    return str(RECORD_FAULTS[wrong.fault]) % range_of


def cited_document(document: str) -> str:
    """Name a document; one that an administrator cites has the name he gave it."""
    return str(DOCUMENTS.get(document, document))


def cited(place: Clause, *, on: date) -> str:
    """Cite a clause for what happened on a day, and say so if it came only later."""
    said = clause(place)
    if not place.note or place.stood_on(on):
        return said
    return gettext("%(clause)s – %(note)s") % {"clause": said, "note": place.note}


def clause(place: Clause) -> str:
    """Where a rule is written, as a person would cite it."""
    document = cited_document(place.document)
    if not place.article:
        return document
    by_section = place.document in _BY_SECTION or "." in place.article
    if by_section or not place.article[0].isdecimal():
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
