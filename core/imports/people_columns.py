"""The columns of a list of people: their names, and how their cells are read."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from core import register
from core.imports import cells
from core.imports.kinds import ImportColumn
from core.models.person import Badge, Membership, SchoolLevel, Sex, TheoryLevel


def _schooling(cell: str) -> str:
    """Read "12/12", which Excel likes to take for a day in December."""
    as_day = re.fullmatch(r"0?(\d{1,2})/0?(\d{1,2})/\d{4}", cell)
    written: str = cells.text(20)(f"{as_day[1]}/{as_day[2]}" if as_day else cell)
    return written


_SEX: Final = {
    Sex.MALE.value: ("Nam", "male", "m"),
    Sex.FEMALE.value: ("Nữ", "female", "f"),
}
_MEMBERSHIP: Final = {
    Membership.OFFICIAL.value: ("Chính thức", "Đảng viên chính thức", "Đảng viên"),
    Membership.PROBATIONARY.value: ("Dự bị", "Đảng viên dự bị"),
    Membership.NONE.value: ("Chưa là đảng viên", "Quần chúng", "Chưa", "Không"),
    Membership.UNKNOWN.value: ("Chưa rõ diện", "Chưa rõ"),
}
_SCHOOLS: Final = {
    SchoolLevel.NONE.value: ("Chưa qua đào tạo", "Không", "Chưa"),
    SchoolLevel.ELEMENTARY.value: ("Sơ cấp",),
    SchoolLevel.INTERMEDIATE.value: ("Trung cấp", "TC", "Trung học chuyên nghiệp"),
    SchoolLevel.COLLEGE.value: ("Cao đẳng", "CĐ"),
    SchoolLevel.UNIVERSITY.value: ("Đại học", "ĐH", "Cử nhân", "Kỹ sư", "Kĩ sư"),
    SchoolLevel.MASTER.value: ("Thạc sĩ", "Thạc sỹ", "ThS", "Cao học"),
    SchoolLevel.DOCTOR.value: ("Tiến sĩ", "Tiến sỹ", "TS"),
}
_THEORY: Final = {
    TheoryLevel.NONE.value: ("Chưa qua đào tạo", "Chưa", "Không"),
    TheoryLevel.ELEMENTARY.value: ("Sơ cấp", "SC"),
    TheoryLevel.INTERMEDIATE.value: ("Trung cấp", "TC", "Trung cấp LLCT"),
    TheoryLevel.ADVANCED.value: ("Cao cấp", "CC", "Cao cấp LLCT"),
    TheoryLevel.DEGREE.value: ("Cử nhân", "CN", "Cử nhân chính trị"),
}
_BADGES: Final = {
    str(badge.value): (
        f"{badge.value} năm",
        f"{badge.value}",
        f"{badge.value} năm tuổi Đảng",
        f"Huy hiệu {badge.value} năm",
        f"Huy hiệu {badge.value} năm tuổi Đảng",
    )
    for badge in Badge
}


def _badge(cell: str) -> int:
    """Read "30", "30 năm" and "Huy hiệu 30 năm tuổi Đảng"."""
    return int(cells.choice(_BADGES)(cell))


COLUMNS: Final = (
    ImportColumn(
        "full_name",
        _("Họ và tên"),
        cells.text(120),
        required=True,
        names=(
            *("Họ tên", "Họ và tên khai sinh", "Full name", "Name", "Họ và tên đệm"),
            *("Họ đệm", "Họ và đệm", "Họ và chữ đệm", "Họ lót", "Họ", "Tên"),
        ),
        hint=_("Cả họ, tên đệm và tên trong một ô, có dấu."),
        examples=("Nông Thị Quỳnh", "Lục Văn Quý"),
    ),
    ImportColumn(
        "given_name",
        _("Tên, khi đứng ở cột riêng"),
        cells.text(40),
        names=("Tên", "Given name"),
        ends="full_name",
        hint=_("Chỉ dùng khi tệp tách họ đệm và tên thành hai cột; cổng ghép lại."),
    ),
    ImportColumn(
        "other_name",
        _("Tên gọi khác"),
        cells.text(120),
        names=("Họ và tên đang dùng", "Bí danh", "Tên thường gọi", "Other name"),
    ),
    ImportColumn(
        "sex",
        _("Giới tính"),
        cells.choice(_SEX),
        names=("Nam nữ", "Giới", "Phái", "Sex"),
        hint=_("Nam hoặc Nữ."),
        examples=("Nữ", "Nam"),
        words=dict(Sex.choices),
    ),
    ImportColumn(
        "born_on",
        _("Ngày sinh"),
        cells.partial_date,
        names=(
            *("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày"),
            *("Ngày tháng năm", "Date of birth"),
        ),
        hint=_("05/08/1975; chỉ biết tháng: 08/1975; chỉ biết năm: 1975."),
        examples=("05/08/1975", "1962"),
    ),
    ImportColumn(
        "citizen_id",
        _("Số định danh cá nhân"),
        cells.text(40),
        names=(
            *("CCCD", "Số CCCD", "Số căn cước", "Căn cước công dân", "Số định danh"),
            *("Căn cước", "CMND", "Số CMND", "CCCD CMND", "Citizen ID"),
        ),
        hint=_("12 chữ số (CMND cũ: 9). Trùng số với người trong sổ là sửa người đó."),
        examples=("001175012345", ""),
        is_text=True,
    ),
    ImportColumn(
        "ethnicity",
        _("Dân tộc"),
        cells.text(60),
        names=("Ethnicity",),
        hint=_("Một trong 54 dân tộc; tên khác thì giữ như đã ghi."),
        examples=("Tày", "Nùng"),
    ),
    ImportColumn(
        "religion",
        _("Tôn giáo"),
        cells.text(60),
        names=("Religion",),
        hint=_("Không, Phật giáo, Công giáo, Tin Lành…; tên khác giữ như đã ghi."),
        examples=("Không", ""),
    ),
    ImportColumn(
        "home_place",
        _("Quê quán"),
        cells.text(200),
        names=("Quê", "Nguyên quán", "Home place"),
        examples=("Xã Khe Vàng, tỉnh Sơn Bình", ""),
    ),
    ImportColumn(
        "position",
        _("Chức vụ, nơi công tác"),
        cells.text(300),
        names=(
            *("Chức vụ", "Chức vụ, đơn vị công tác", "Chức danh", "Nghề nghiệp"),
            *("Chức vụ, đơn vị", "Đơn vị công tác", "Nơi công tác", "Position"),
        ),
        examples=("Hiệu trưởng Trường THCS Khe Vàng", ""),
    ),
    ImportColumn(
        "unit",
        _("Mã nơi sinh hoạt"),
        cells.text(40),
        names=(
            *("Mã chi bộ", "Mã tổ chức", "Mã tổ chức đảng", "Mã đơn vị", "Unit code"),
            *("Mã nơi sinh hoạt đảng", "Nơi sinh hoạt"),
        ),
        hint=_("Mã của chi bộ trong sổ. Để trống: nơi đang nhập."),
        examples=("KV-01-A", ""),
        is_text=True,
    ),
    ImportColumn(
        "membership",
        _("Diện đảng viên"),
        cells.choice(_MEMBERSHIP),
        names=("Tư cách đảng viên", "Tư cách", "Loại đảng viên", "Diện", "Membership"),
        hint=_(
            "Chính thức, Dự bị hoặc Chưa là đảng viên. Để trống: có ngày chính thức là "
            "Chính thức; vào Đảng chưa đủ 12 tháng là Dự bị; còn lại ghi «chưa rõ "
            "diện» và không tính là đảng viên chính thức."
        ),
        examples=("Chính thức", "Dự bị"),
        words=dict(Membership.choices),
    ),
    ImportColumn(
        "party_card",
        _("Số thẻ đảng viên"),
        cells.text(40),
        names=("Số thẻ đảng", "Thẻ đảng viên", "Số thẻ", "Số TĐV", "Party card"),
        hint=_("Trùng số với người trong sổ là sửa người đó."),
        examples=("12.345.678", ""),
        is_text=True,
    ),
    ImportColumn(
        "party_since",
        _("Ngày vào Đảng"),
        cells.day,
        names=(
            *("Ngày kết nạp", "Ngày vào ĐCSVN", "Ngày kết nạp Đảng", "Vào Đảng"),
            *("Ngày vào Đảng dự bị", "Ngày dự bị", "Party since"),
        ),
        hint=_("Dạng 05/08/1998."),
        examples=("03/02/1998", ""),
    ),
    ImportColumn(
        "official_since",
        _("Ngày chính thức"),
        cells.day,
        names=("Ngày công nhận chính thức", "Ngày vào Đảng chính thức", "Chính thức"),
        hint=_("Dạng 05/08/1999."),
        examples=("03/02/1999", ""),
    ),
    ImportColumn(
        "party_age_lost_months",
        _("Số tháng không tính vào tuổi đảng"),
        cells.number(0, register.MOST_MONTHS_LOST),
        names=("Số tháng gián đoạn", "Thời gian gián đoạn", "Months lost"),
        hint=_("Số tháng gián đoạn; để trống là không có."),
        examples=("", ""),
    ),
    ImportColumn(
        "badge",
        _("Huy hiệu Đảng"),
        _badge,
        names=("Huy hiệu", "Huy hiệu tuổi Đảng", "Badge"),
        hint=_("Huy hiệu cao nhất: 30, 40, 45, 50… năm."),
        examples=("", "40 năm"),
        words={str(badge.value): badge.label for badge in Badge},
    ),
    ImportColumn(
        "schooling",
        _("Giáo dục phổ thông"),
        _schooling,
        names=("Trình độ phổ thông", "Học vấn", "Trình độ học vấn", "Văn hóa"),
        examples=("12/12", "10/10"),
    ),
    ImportColumn(
        "education",
        _("Trình độ chuyên môn"),
        cells.choice(_SCHOOLS),
        names=("Chuyên môn", "Trình độ chuyên môn nghiệp vụ", "Trình độ", "Education"),
        hint=_("Bậc đào tạo cao nhất."),
        examples=("Đại học", "Trung cấp"),
        words=dict(SchoolLevel.choices),
    ),
    ImportColumn(
        "profession",
        _("Ngành đào tạo"),
        cells.text(200),
        names=("Chuyên ngành", "Ngành", "Chuyên ngành đào tạo", "Profession"),
        examples=("Sư phạm Toán", ""),
    ),
    ImportColumn(
        "theory",
        _("Lý luận chính trị"),
        cells.choice(_THEORY),
        names=("LLCT", "Trình độ lý luận chính trị", "Lý luận", "Political theory"),
        hint=_(
            "Chưa qua đào tạo, Sơ cấp, Trung cấp, Cao cấp hoặc Cử nhân. Để trống: chưa "
            "biết."
        ),
        examples=("Trung cấp", ""),
        words=dict(TheoryLevel.choices),
    ),
    ImportColumn(
        "languages",
        _("Ngoại ngữ"),
        cells.text(200),
        names=("Trình độ ngoại ngữ", "Tiếng nước ngoài", "Languages"),
        examples=("Tiếng Anh B1", ""),
    ),
    ImportColumn(
        "computing",
        _("Tin học"),
        cells.text(200),
        names=("Trình độ tin học", "Computing"),
        examples=("Chứng chỉ cơ bản", ""),
    ),
)
