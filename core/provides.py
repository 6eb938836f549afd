"""What core itself offers to its pages."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.access.rights import Right

ACTS = {
    "core.signed_in": _("Đăng nhập"),
    "core.signed_out": _("Đăng xuất"),
    "core.password_changed": _("Đổi mật khẩu"),
    "core.account_created": _("Lập tài khoản"),
    "core.account_changed": _("Sửa tài khoản"),
    "core.password_reset": _("Đặt lại mật khẩu"),
    "core.unit_founded": _("Lập tổ chức đảng"),
    "core.unit_changed": _("Sửa tổ chức đảng"),
    "core.person_registered": _("Ghi người vào sổ"),
    "core.person_changed": _("Sửa thông tin người"),
    "core.role_given": _("Giao vai trò"),
    "core.role_revoked": _("Thôi giao vai trò"),
}

FACTS = (
    "core_auditevent",
    "core_auditseal",
    "core_storedprint",
    "core_storedfilechunk",
    "core_unitchange",
    "core_unitsuccession",
    "core_personmerge",
    "core_rulesetedition",
    "core_unitversion",
    "core_personversion",
    "core_postversion",
    "core_userversion",
)


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_facts(*FACTS)
    registry.offer_tab(registry.Tab(0, _("Việc của tôi"), "core:start", None))
    registry.offer_tab(registry.Tab(90, _("Nhật ký"), "core:audit", Right.AUDIT_READ))
