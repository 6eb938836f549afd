"""Words for breakthrough assignments."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congress.rules.assignments import Refusal

# Whole sentences: the person who is refused reads which rule it was.
REFUSAL_WORDS: Final[Mapping[Refusal, Promise]] = {
    Refusal.UPWARD: _(
        "Không giao việc lên cấp trên: %(assignee)s là cấp trên của %(assigner)s. Cấp "
        "trên giao việc cho cấp dưới."
    ),
    Refusal.SIDEWAYS: _(
        "Không giao việc ngang cấp: %(assignee)s không thuộc %(assigner)s. Cấp trên "
        "giao việc cho cấp dưới."
    ),
    Refusal.NOT_IN_FORCE: _(
        "Ngày %(day)s, danh mục “%(list)s” không có hiệu lực (%(from)s – %(until)s). "
        "Hãy chọn chức danh trong danh mục đang có hiệu lực ngày ấy."
    ),
    Refusal.ELSEWHERE: _("Chức danh “%(post)s” trong danh mục chỉ có ở %(at)s."),
    Refusal.NOT_OF_THIS_LIST: _(
        "%(assigner)s không thuộc %(owner)s, tổ chức ban hành danh mục “%(list)s”."
    ),
    Refusal.OWNER_ONLY: _(
        "Theo danh mục “%(list)s”, chức danh “%(post)s” do %(owner)s giao."
    ),
    Refusal.DELEGATED_ONLY: _(
        "Theo danh mục “%(list)s”, chức danh “%(post)s” do cấp ủy, tập thể lãnh đạo "
        "cấp dưới giao, không phải %(owner)s."
    ),
}
# Beside which field each is said.
REFUSED_AT: Final[Mapping[Refusal, str]] = {
    Refusal.UPWARD: "unit",
    Refusal.SIDEWAYS: "unit",
    Refusal.NOT_IN_FORCE: "decided_on",
    Refusal.ELSEWHERE: "unit",
    Refusal.NOT_OF_THIS_LIST: "post",
    Refusal.OWNER_ONLY: "post",
    Refusal.DELEGATED_ONLY: "post",
}
# What a form says of a word that administrators offer no more.
NO_LONGER_OFFERED: Final[Mapping[str, Promise]] = {
    "problem": _(
        "Loại vấn đề này không còn được chọn cho việc mới. Hãy chọn loại khác."
    ),
    "rating": _("Mức đánh giá này không còn được chọn. Hãy chọn mức khác."),
}
# Kinds of problem and ratings are data: English has words for those that are shipped.
SHIPPED_PROBLEMS: Final = (
    gettext_noop("việc khó"),
    gettext_noop("việc nổi cộm, bức xúc"),
    gettext_noop("việc tồn đọng kéo dài"),
    gettext_noop("việc mới, đổi mới cách làm"),
)
SHIPPED_RATINGS: Final = (
    gettext_noop("hoàn thành xuất sắc"),
    gettext_noop("hoàn thành"),
    gettext_noop("hoàn thành một phần"),
    gettext_noop("không hoàn thành"),
)
