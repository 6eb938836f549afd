"""Words for what the level above decides on a result, and for elections in the term."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.annulment import Ground
from ballots.rules.mid_term import Why
from congress.labels.tables import words

GROUNDS: Final = words(
    {
        Ground.STANDARDS: _("Vi phạm tiêu chuẩn"),
        Ground.PRINCIPLES: _("Vi phạm nguyên tắc"),
        Ground.PROCEDURE: _("Vi phạm thủ tục"),
    }
)

WHYS: Final = words(
    {
        Why.VACANCY: _("Bầu thay cho đủ số lượng đã quyết định"),
        Why.EXTRA: _("Bầu thêm ngoài số lượng đã quyết định"),
    }
)
