"""Words for what people are elected to."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.offices import Office

OFFICES: Final = words(
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
