"""Words for how an office comes to an end within the term."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.incumbency import Cause

CAUSES: Final = words(
    {
        Cause.ANNULLED: _("Kết quả bầu cử bị hủy"),
        Cause.REFUSED: _("Không được chuẩn y"),
        Cause.TRANSFERRED: _("Chuyển công tác"),
        Cause.RETIRED: _("Nghỉ hưu, nghỉ công tác"),
        Cause.RESIGNED: _("Được thôi tham gia theo nguyện vọng"),
        Cause.DISCIPLINED: _("Bị kỷ luật"),
        Cause.DIED: _("Từ trần"),
        Cause.OTHER: _("Lý do khác"),
    }
)
