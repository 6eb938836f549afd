"""The peoples and religions of the country, and one spelling for each.

Statistics of a congress count them (domain 4.4): "Mông" and "H'Mông" must be one line.
The 54 peoples are those of the state's list of 1979, the religions those it has
recognised. What is not among them may be written and stays as it is.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.vietnamese import names

# What is written → what else is said for it; accents, case and signs do not count.
ETHNICITIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Kinh": ("Việt", "Người Kinh"),
        "Tày": (),
        "Thái": ("Thái đen", "Thái trắng"),
        "Mường": (),
        "Khmer": ("Khơ-me", "Khơ-mer", "Miên"),
        "Hoa": ("Hán", "Người Hoa"),
        "Nùng": (),
        "Mông": ("H'Mông", "Mèo", "Mông hoa", "Mông trắng", "Mông đen"),
        "Dao": ("Mán", "Dao đỏ", "Dao tiền"),
        "Gia Rai": ("Jrai", "Ja-rai", "Jarai", "Giơ-rai", "Chơ-rai"),
        "Ê Đê": ("Ra-đê", "Rhadé"),
        "Ba Na": ("Bahnar", "Ba-na"),
        "Sán Chay": ("Cao Lan", "Sán Chỉ", "Cao Lan – Sán Chỉ"),
        "Chăm": ("Chàm", "Chiêm"),
        "Cơ Ho": ("K'Ho", "Kơ-ho", "Cờ Ho"),
        "Xơ Đăng": ("Xê-đăng", "Sê-đăng", "Sơ-đăng", "Sedang"),
        "Sán Dìu": (),
        "Hrê": ("H're", "Hơ-rê"),
        "Raglai": ("Ra-glai", "Raglay", "Ra-glây", "Rai"),
        "Mnông": ("M'nông", "Mơ-nông"),
        "Xtiêng": ("X'tiêng", "Stiêng", "S'tiêng", "Xơ-tiêng"),
        "Bru – Vân Kiều": ("Bru", "Vân Kiều", "Bờ-ru"),
        "Thổ": (),
        "Giáy": ("Dáy",),
        "Cơ Tu": ("Cơ-tu", "Ka-tu", "K'tu", "Katu"),
        "Giẻ Triêng": ("Gié Triêng", "Giẻ", "Triêng"),
        "Mạ": ("Châu Mạ",),
        "Khơ Mú": ("Kh'mú", "Khmú", "Khơ-mú"),
        "Co": ("Cor", "Cùa"),
        "Tà Ôi": ("Ta-ôi", "Tôi-ôi", "Pa Cô", "Pa Kô", "Pa Hy"),
        "Chơ Ro": ("Châu Ro", "Đơ-ro"),
        "Kháng": (),
        "Xinh Mun": ("Xin-mun", "Puộc"),
        "Hà Nhì": (),
        "Chu Ru": ("Chơ-ru", "Cho-ru"),
        "Lào": (),
        "La Chí": (),
        "La Ha": (),
        "Phù Lá": ("Xá Phó", "Phú Lá"),
        "La Hủ": ("Cò Xung", "Khù Sung"),
        "Lự": ("Lữ",),
        "Lô Lô": (),
        "Chứt": ("Rục", "Sách"),
        "Mảng": (),
        "Pà Thẻn": ("Pà Hưng",),
        "Cơ Lao": ("Cờ Lao",),
        "Cống": (),
        "Bố Y": (),
        "Si La": (),
        "Pu Péo": (),
        "Brâu": (),
        "Ơ Đu": ("Ơ-đu",),
        "Rơ Măm": (),
        "Ngái": (),
    }
)
RELIGIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Không": ("Không có", "Không theo", "Không tôn giáo", "Không theo tôn giáo"),
        "Phật giáo": ("Phật", "Phật tử"),
        "Công giáo": ("Thiên Chúa", "Thiên Chúa giáo", "Kitô giáo", "Ki-tô"),
        "Tin Lành": (),
        "Cao Đài": (),
        "Phật giáo Hòa Hảo": ("Hòa Hảo",),
        "Hồi giáo": ("Islam", "Hồi"),
        "Bà La Môn": ("Bà La Môn giáo", "Chăm Bà La Môn"),
        "Bahá'í": ("Baha'i", "Ba-hai"),
        "Tứ Ân Hiếu Nghĩa": (),
        "Bửu Sơn Kỳ Hương": (),
        "Phật giáo Hiếu Nghĩa Tà Lơn": ("Hiếu Nghĩa Tà Lơn",),
        "Tịnh độ Cư sĩ Phật hội": ("Tịnh độ Cư sĩ Phật hội Việt Nam",),
        "Minh Sư Đạo": ("Minh Sư",),
        "Minh Lý Đạo": ("Minh Lý",),
        "Cơ đốc Phục lâm": ("Cơ đốc Phục lâm Việt Nam",),
        "Mặc Môn": ("Mormon", "Các Thánh hữu Ngày sau"),
    }
)
# By field of ``Person``.
LISTS: Final = MappingProxyType({"ethnicity": ETHNICITIES, "religion": RELIGIONS})


def one_spelling(field: str, typed: str) -> str:
    """Return how a people or a religion is written; an unknown one stays as typed."""
    return _SAID[field].get(_key(typed), typed)


def is_listed(field: str, written: str) -> bool:
    """Whether it is one of those that are known; nothing written is no other one."""
    return not written or written in LISTS[field]


def _key(typed: str) -> str:
    """Return words as they are compared: no accents, no signs, no "dân tộc" before."""
    folded = re.sub(r"^(dan toc|dao) (?=\S)", "", names.fold(typed).strip())
    return re.sub(r"[^a-z0-9]+", "", folded)


_SAID: Final = {
    field: {
        _key(word): written
        for written, also in known.items()
        for word in (written, *also)
    }
    for field, known in LISTS.items()
}
