"""Accounts of the demo: one for every role. All names are made up."""

from dataclasses import dataclass
from typing import Final

from core.access.rights import Role

PASSWORD: Final = "khe-vang-2025"  # noqa: S105 - printed for everybody, demo only
ADMINISTRATOR: Final = "quantri"


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account: who it is and what for."""

    username: str
    full_name: str
    role: Role
    where: str


ACCOUNTS: Final = (
    Account("tochuc", "Vũ Thị Hoa", Role.ORGANISATION_STAFF, "province"),
    Account("nhansu", "Lương Văn Kiên", Role.PERSONNEL_STAFF, "unit"),
    Account("vankien", "Trịnh Thị Lan", Role.DOCUMENTS_STAFF, "unit"),
    Account("bithu", "Phùng Văn Minh", Role.UNIT_SECRETARY, "unit"),
    Account("thuky", "Mạc Thị Ngân", Role.SECRETARIAT, "congress"),
    Account("chutich", "Tô Văn Phương", Role.PRESIDIUM, "congress"),
    Account("truongban", "Lục Văn Quý", Role.TALLY_HEAD, "body"),
    Account("thanhvien", "Nông Thị Quỳnh", Role.TALLY_MEMBER, "body"),
    Account("thanhvien2", "Lèng Thị Xuân", Role.TALLY_MEMBER, "body"),
    Account("kythuat", "Đàm Văn Thái", Role.TALLY_TECHNICIAN, "body"),
    Account("kythuat2", "Bàn Văn Ý", Role.TALLY_TECHNICIAN, "body"),
    Account("daibieu", "Sùng Thị Vi", Role.DELEGATE, "congress"),
    Account("kiemtra", "Giàng A Páo", Role.INSPECTOR, "province"),
    Account("tochucxa", "Lường Thị Én", Role.ORGANISATION_STAFF, "unit"),
    Account("thuongvu", "Đinh Công Hải", Role.UNIT_SECRETARY, "province"),
    Account("binhthuan", "Thông Văn Quyết", Role.ORGANISATION_STAFF, "binh_thuan"),
    Account("hamtan", "Thổ Thị Xuyến", Role.ORGANISATION_STAFF, "ham_tan"),
    Account("lambinh", "Quan Văn Yêu", Role.ORGANISATION_STAFF, "lam_binh"),
    Account("tuyenquang", "Nông Văn Thiết", Role.ORGANISATION_STAFF, "tuyen_quang"),
    Account("tinhuytq", "Âu Thị Nhã", Role.UNIT_SECRETARY, "tuyen_quang"),
    Account("khoitq", "Khổng Văn Diện", Role.ORGANISATION_STAFF, "bloc"),
    Account("thanhvientieuban", "Vương Thị Yên", Role.BODY_MEMBER, "bloc"),
    Account("tocongtac", "Quan Thị Vân", Role.BODY_MEMBER, "lam_binh"),
    Account("khuonha", "Chẩu Thị Khuyên", Role.UNIT_SECRETARY, "khuon_ha"),
    Account("quangtri", "Hồ Văn Dĩnh", Role.UNIT_SECRETARY, "quang_tri"),
    Account("xaben", "Lò Văn Vương", Role.UNIT_SECRETARY, "next_door"),
)


def account_lines() -> list[str]:
    """Say who can sign in, for the terminal."""
    width = max(len(account.username) for account in ACCOUNTS) + 2
    rows = [
        f"  {account.username:<{width}}{account.full_name}, {account.role.label}"
        for account in ACCOUNTS
    ]
    rows.append(f"  {ADMINISTRATOR:<{width}}Quản trị viên (trang Quản trị)")
    return [f"Mật khẩu chung của bản trình diễn: {PASSWORD}", *rows]
