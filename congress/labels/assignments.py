"""Words for breakthrough assignments."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.rules.assignments import Rating, Refusal

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
RATING_TONES: Final[Mapping[str, str]] = {
    Rating.OUTSTANDING.value: "ok",
    Rating.DONE.value: "ok",
    Rating.PARTLY.value: "warn",
    Rating.NOT_DONE.value: "bad",
}
