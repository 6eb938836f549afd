"""What everybody tries in the evening before a congress, part by part, step by step."""

from enum import StrEnum
from typing import Final, NamedTuple


class Part(StrEnum):
    """A part somebody plays when votes are counted; one person may play several."""

    HEAD = "head"
    MEMBER = "member"
    TECHNICIAN = "technician"
    READER = "reader"
    SECRETARIAT = "secretariat"
    PRESIDIUM = "presidium"


class Step(NamedTuple):
    """One step: its code, and the words the card of twenty minutes has for it."""

    code: str
    part: Part
    on_the_card: tuple[str, ...] = ()


STEPS: Final = (
    Step("head_explains", Part.HEAD, ("Trưởng ban hướng dẫn",)),
    Step("head_board", Part.HEAD, ("Ghi ban kiểm phiếu, số phiếu in",)),
    Step("head_seals", Part.HEAD, ("Niêm phong thùng phiếu", "Bắt đầu phát phiếu")),
    Step("head_opens", Part.HEAD, ("Mở thùng phiếu…", "phiếu thu về")),
    Step("head_rules", Part.HEAD, ("Phiếu cần xem xét",)),
    Step(
        "head_counts",
        Part.HEAD,
        ("Kết thúc nhập phiếu", "Kiểm phiếu", "Đọc lại ngẫu nhiên", "Chốt"),
    ),
    Step("head_announces", Part.HEAD, ("Biên bản", "Đã công bố kết quả…")),
    Step("member_divides", Part.MEMBER, ("chia tập 25–50 tờ", "giữ nguyên thứ tự")),
    Step("member_enters", Part.MEMBER, ("Nhận tập tiếp theo", "thấy trên giấy")),
    Step("member_checks", Part.MEMBER, ("Kết thúc tập…", "Đối chiếu")),
    Step("member_settles", Part.MEMBER, ("Xác định theo phiếu",)),
    Step("technician_enters", Part.TECHNICIAN, ("Đã lưu tờ",)),
    Step("technician_waits", Part.TECHNICIAN, ("CHƯA LƯU",)),
    Step("technician_moves", Part.TECHNICIAN, ("Nhập tiếp tập",)),
    Step("reader_reads", Part.READER),
    Step("reader_result", Part.READER),
    Step("reader_control", Part.READER),
    Step("secretariat_roll", Part.SECRETARIAT, ("Điểm danh đủ",)),
    Step("secretariat_list", Part.SECRETARIAT),
    Step("secretariat_walls", Part.SECRETARIAT),
    Step("secretariat_shows", Part.SECRETARIAT),
    Step("presidium_order", Part.PRESIDIUM),
    Step("presidium_too_many", Part.PRESIDIUM, ("dừng, báo đoàn chủ tịch",)),
    Step("presidium_reopens", Part.PRESIDIUM),
    Step("presidium_takes", Part.PRESIDIUM, ("bàn giao",)),
)
CODES: Final = frozenset(step.code for step in STEPS)
