"""Words for sub-committees and task forces, and what they customarily do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

# By code of ``congress.rules.customary_bodies``: name, and duties of domain 2.8.
CUSTOMARY_NAMES: Final = {
    "documents": _("Tiểu ban Văn kiện"),
    "personnel": _("Tiểu ban Nhân sự"),
    "logistics": _("Tiểu ban Tổ chức, phục vụ"),
    "propaganda": _("Tiểu ban Tuyên truyền, khánh tiết"),
}
CUSTOMARY_DUTIES: Final = {
    "documents": _(
        "Xây dựng báo cáo chính trị, báo cáo kiểm điểm, dự thảo nghị quyết, chương "
        "trình hành động; tổng hợp ý kiến góp ý vào văn kiện."
    ),
    "personnel": _(
        "Chuẩn bị phương án, hồ sơ nhân sự cấp ủy, ban thường vụ, bí thư, phó bí thư, "
        "ủy ban kiểm tra và đoàn đại biểu dự đại hội cấp trên."
    ),
    "logistics": _(
        "Bảo đảm địa điểm, đón tiếp khách, ăn nghỉ, y tế, xe; in và phát tài liệu phục "
        "vụ đại hội."
    ),
    "propaganda": _(
        "Tuyên truyền trước, trong và sau đại hội; làm việc với báo chí; trang trí, "
        "khánh tiết."
    ),
}
VISIT_STATES: Final = {
    "waiting": _("chưa báo cáo"),
    "held": _("đã báo cáo"),
    "cancelled": _("đã hủy"),
}
VISIT_TONES: Final = {"waiting": "none", "held": "ok", "cancelled": "none"}
MEETING_STATES: Final = {
    "planned": _("sắp họp"),
    "unwritten": _("chưa chốt biên bản"),
    "closed": _("đã chốt biên bản"),
    "cancelled": _("đã hủy"),
}
MEETING_TONES: Final = {
    "planned": "live",
    "unwritten": "warn",
    "closed": "ok",
    "cancelled": "none",
}
