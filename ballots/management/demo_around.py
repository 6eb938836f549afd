"""What surrounds the demo's congress: checklists, guests, a difficulty, a practice.

Everybody and every figure is made up.
"""

from datetime import datetime
from typing import Final

from congress.models import (
    Area,
    Arrangement,
    Checklist,
    Congress,
    GuestKind,
    GuestState,
    PracticeArea,
    Urgency,
)
from congress.rules.customary_arrangements import USUAL
from congress.rules.difficulties import Act
from congress.services.arrangements import add_usual, tick_arrangement
from congress.services.difficulties import Raising, deal_with, raise_difficulty
from congress.services.guests import Inviting, accredit_guest, add_guest
from congress.services.practices import (
    Proposing,
    propose_practice,
    publish_practice,
)
from core.models import Unit, User

GUESTS: Final = (
    Inviting(
        kind=GuestKind.GUEST,
        full_name="Hoàng Thị Diệu",
        position="Phó Bí thư Thường trực Tỉnh ủy",
        organisation="Tỉnh ủy Sơn Bình",
        state=GuestState.ACCEPTED,
        areas=("hall",),
    ),
    Inviting(
        kind=GuestKind.GUEST,
        full_name="Lò Văn Ửng",
        position="nguyên Bí thư Đảng ủy xã",
        organisation="Đảng bộ xã Bản Phố",
        state=GuestState.INVITED,
    ),
    Inviting(
        kind=GuestKind.PRESS,
        full_name="Trần Hải Yến",
        position="phóng viên",
        organisation="Báo Sơn Bình",
        press_card="SB 0141",
        state=GuestState.ACCEPTED,
        areas=("hall", "press_room"),
    ),
    Inviting(
        kind=GuestKind.PRESS,
        full_name="Đỗ Mạnh Cường",
        position="quay phim",
        organisation="Đài Phát thanh – Truyền hình tỉnh",
        press_card="SB 0207",
        state=GuestState.ACCEPTED,
        areas=("hall", "press_room", "backstage"),
    ),
    Inviting(
        kind=GuestKind.SERVICE,
        full_name="Vàng A Đông",
        position="kỹ thuật âm thanh",
        organisation="Trung tâm Văn hóa xã",
        state=GuestState.PROPOSED,
    ),
)
ACCREDITED: Final = ("Hoàng Thị Diệu", "Trần Hải Yến", "Đỗ Mạnh Cường")


def around(congress: Congress, *, staff: User, clerk: User, at: datetime) -> None:
    """Fill the lists of the congress; two thirds of what is usual is done."""
    for checklist in Checklist:
        codes = [each.code for each in USUAL[checklist.value]]
        add_usual(congress.pk, checklist, codes, by=staff, at=at)
        rows = Arrangement.objects.filter(congress=congress, checklist=checklist)
        for number, row in enumerate(rows.order_by("due_on", "place")):
            if number % 3 != 2 and row.due_on and row.due_on <= at.date():
                done_at = datetime.combine(row.due_on, at.timetz())
                tick_arrangement(row.pk, done=True, by=staff, at=done_at)
    for inviting in GUESTS:
        guest = add_guest(congress.pk, inviting, by=clerk, at=at)
        if inviting.full_name in ACCREDITED:
            accredit_guest(guest.pk, by=clerk, at=at)


def told_upward(unit: Unit, *, below: User, above: User, at: datetime) -> None:
    """A unit raises two difficulties, of which the level above answers one."""
    answered = raise_difficulty(
        unit.pk,
        Raising(
            title="Dấu của cấp ủy trên phiếu bầu ở nơi chưa có con dấu mới",
            text=(
                "Đảng bộ lập sau khi sắp xếp, con dấu mới chưa có. Phiếu bầu "
                "dùng dấu nào?"
            ),
            area=Area.LAW,
            urgency=Urgency.URGENT,
        ),
        by=below,
        at=at,
    )
    deal_with(
        answered.pk,
        Act.ANSWER,
        text=(
            "Trong khi chờ dấu mới, dùng dấu của cấp ủy cấp trên trực tiếp;"
            " ghi vào biên bản bàn giao phiếu."
        ),
        grounds="Công văn trả lời của cấp trên (tình huống trình diễn)",
        by=above,
        at=at,
    )
    raise_difficulty(
        unit.pk,
        Raising(
            title="Hội trường trùng lịch với lễ hội",
            text="Nhà văn hóa bận ba ngày quanh ngày khai mạc dự kiến.",
            area=Area.LOGISTICS,
            urgency=Urgency.NORMAL,
        ),
        by=below,
        at=at,
    )


def done_well(unit: Unit, *, below: User, above: User, at: datetime) -> None:
    """A practice that the level above opened to all beneath it."""
    proposed = propose_practice(
        unit,
        Proposing(
            title="Vừa chống dịch, vừa phát triển kinh tế",
            done=(
                "Chia cấp ủy viên theo thôn; họp chi bộ theo nhóm nhỏ; đưa dự "
                "thảo văn kiện đến từng tổ để lấy ý kiến."
            ),
            result="100 % chi bộ họp lấy ý kiến đúng hạn.",
            area=PracticeArea.ECONOMY,
            from_year=2020,
            to_year=2020,
        ),
        by=below,
        at=at,
    )
    assert unit.parent  # noqa: S101 - it lies beneath a province
    publish_practice(proposed.pk, unit.parent, by=above, at=at)
