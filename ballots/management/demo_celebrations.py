"""Works to welcome the congress of Lâm Bình, and its emulation (articles 001, 004).

That communes and cells register works to welcome congresses, and that it is the second
congress of the district, is the articles'. Days, names of works, their values and all
figures of the emulation are made up; photos are drawn.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Final
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from congress.models import Congress, CongressKind, Emulation, EmulationUnit
from congress.queries.emulation import targets
from congress.rules.tasks import StepKind
from congress.services import celebrations, emulation
from congress.services.celebrations import ProjectFacts
from congress.services.convening import Convening, convene
from congress.services.emulation import EmulationFacts, Reached, TargetFacts
from congress.services.tasks import Said, act_on
from core.models import Unit, User
from core.services import found_unit
from core.services.attachments import Handed

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
CALLED_ON: Final = date(2020, 3, 2)
OPENS_ON: Final = date(2020, 7, 28)
SLUG: Final = "tq-lb-2020"
MADE_UP: Final = "Tên công trình, giá trị, ngày là giả định của bản trình diễn."


@dataclass(frozen=True, slots=True)
class Work:
    """One project: how far it came, on which days."""

    code: str
    title: str
    kind: str
    site: str
    value: int | None
    sources: str
    registered: date
    state: str  # proposed, returned, open, done, plaque, dropped
    acted: date = date(2020, 7, 20)
    reported: date = date(2020, 5, 15)
    due_on: date = date(2020, 7, 20)


WORKS: Final = (
    Work(
        "TQ-LB-KH",
        "Bê tông hóa 2 km đường nội đồng",
        "work",
        "Thôn Nà Thom",
        1_850_000_000,
        "Ngân sách huyện, nhân dân hiến đất, góp ngày công",
        date(2020, 3, 9),
        "plaque",
    ),
    Work(
        "TQ-LB-KH",
        "Nhà văn hóa thôn",
        "work",
        "Thôn Nà Kẹm",
        420_000_000,
        "Nhân dân đóng góp",
        date(2020, 3, 10),
        "done",
        date(2020, 6, 30),
    ),
    Work(
        "TQ-LB-TL",
        "Thắp sáng đường quê",
        "work",
        "Trung tâm xã",
        160_000_000,
        "Nhân dân đóng góp",
        date(2020, 3, 12),
        "plaque",
        date(2020, 7, 10),
    ),
    Work(
        "TQ-LB-TL",
        "Trồng 5.000 cây xanh ven hồ",
        "task",
        "Ven hồ thủy điện",
        None,
        "Đoàn viên, thanh niên",
        date(2020, 3, 12),
        "done",
        date(2020, 5, 19),
    ),
    Work(
        "TQ-LB-LC",
        "Kênh mương thủy lợi nội đồng",
        "work",
        "Thôn Làng Chùa",
        950_000_000,
        "Ngân sách xã, nhân dân góp ngày công",
        date(2020, 3, 16),
        "open",
    ),
    Work(
        "TQ-LB-LC",
        "Xóa nhà tạm cho 4 hộ nghèo",
        "task",
        "",
        200_000_000,
        "Quỹ Vì người nghèo",
        date(2020, 3, 17),
        "open",
        date(2020, 7, 1),
    ),
    Work(
        "TQ-LB-HQ",
        "Sân thể thao xã",
        "work",
        "Trung tâm xã",
        380_000_000,
        "Xã hội hóa",
        date(2020, 3, 20),
        "returned",
        date(2020, 3, 27),
    ),
    Work(
        "TQ-LB-HQ",
        "Tổng vệ sinh đường làng, ngõ xóm hằng tuần",
        "task",
        "",
        None,
        "Hội Liên hiệp Phụ nữ",
        date(2020, 3, 20),
        "dropped",
        date(2020, 4, 15),
    ),
    Work(
        "TQ-LB-PY",
        "Lát gạch sân nhà văn hóa",
        "work",
        "Thôn Bản Tấng",
        75_000_000,
        "Nhân dân đóng góp",
        date(2020, 7, 6),
        "proposed",
    ),
)
# Communes have cells of villages register as well, for the congress of the commune.
CELL: Final = "TQ-LB-KH-1"
OF_A_CELL: Final = (
    Work(
        CELL,
        "Đường hoa vào nhà văn hóa thôn, 500 m",
        "task",
        "Thôn Nà Thom",
        None,
        "Chi hội Phụ nữ, đoàn viên góp ngày công",
        date(2020, 2, 3),
        "done",
        acted=date(2020, 3, 6),
        reported=date(2020, 2, 21),
        due_on=date(2020, 3, 10),
    ),
    Work(
        CELL,
        "Nhà để xe của nhà văn hóa thôn",
        "work",
        "Thôn Nà Thom",
        18_000_000,
        "Nhân dân đóng góp",
        date(2020, 2, 5),
        "done",
        acted=date(2020, 3, 9),
        reported=date(2020, 2, 24),
        due_on=date(2020, 3, 10),
    ),
)
TARGETS: Final = (
    TargetFacts(
        title="Trồng rừng mới", measure="ha", planned=Decimal(60), more_is_better=True
    ),
    TargetFacts(
        title="Kết nạp đảng viên mới",
        measure="người",
        planned=Decimal(6),
        more_is_better=True,
    ),
    TargetFacts(
        title="Tỷ lệ hộ nghèo", measure="%", planned=Decimal(28), more_is_better=False
    ),
)
# Commune → reached of each target; nothing where it has not reported yet.
REACHED: Final[dict[str, tuple[str | None, ...]]] = {
    "TQ-LB-KH": ("72.5", "9", "24.6"),
    "TQ-LB-TL": ("61", "7", "22.1"),
    "TQ-LB-LC": ("58", "6", "27.3"),
    "TQ-LB-HQ": ("64", "4", None),
    "TQ-LB-PY": (None, None, None),
}
WHY: Final = {("TQ-LB-LC", 0): "Mưa kéo dài, trồng bù trong tháng 8"}


def celebrated(*, district: User, commune: User) -> None:
    """Have Lâm Bình's communes register, build, report; one is Khuôn Hà's own."""
    unit = Unit.objects.select_related("scope").get(code="TQ-LB")
    congress = Congress.objects.select_related("unit", "scope").get(slug=SLUG)
    called = _called(unit, congress, by=district)
    for work in WORKS:
        doer = commune if work.code == "TQ-LB-KH" else district
        _built(work, congress, called, doer=doer, keeper=district)
    _registered_by_a_cell(called, by=commune)
    for row in EmulationUnit.objects.filter(emulation=called).select_related("unit"):
        doer = commune if row.unit.code == "TQ-LB-KH" else district
        _reported(called, row, by=doer)


def lam_binh_convened(*, by: User) -> Congress:
    """Enter the congress of the district that bodies prepare and works welcome."""
    unit = Unit.objects.select_related("scope").get(code="TQ-LB")
    return convene(
        Convening(
            unit=unit,
            first_year=2020,
            last_year=2025,
            slug=SLUG,
            kind=CongressKind.DELEGATES,
            number=2,
            place="Hội trường huyện (ngày, nơi họp giả định)",
            opens_on=OPENS_ON,
            closes_on=date(2020, 7, 29),
        ),
        by=by,
        at=_at(date(2020, 1, 6)),
    )


def _registered_by_a_cell(called: Emulation, *, by: User) -> None:
    commune = Unit.objects.select_related("scope").get(code="TQ-LB-KH")
    at = _at(date(2020, 1, 20))
    name = "Chi bộ thôn Nà Thom"
    found_unit(name=name, code=CELL, kind="cell", parent=commune, by=by, at=at)
    congress = Congress.objects.get(slug="tq-lb-kh-2020")
    for work in OF_A_CELL:
        _built(work, congress, called, doer=by, keeper=by)


def _called(unit: Unit, congress: Congress, *, by: User) -> Emulation:
    beneath = Unit.objects.filter(parent=unit).select_related("scope")
    return emulation.call(
        unit,
        EmulationFacts(
            title="Thi đua lập thành tích chào mừng đại hội đảng các cấp",
            congress=congress,
            starts_on=CALLED_ON,
            ends_on=date(2020, 7, 20),
            appeal="Hoàn thành các chỉ tiêu nghị quyết nhiệm kỳ sắp kết thúc; mỗi xã "
            "có ít nhất một công trình, phần việc chào mừng (số liệu giả định).",
        ),
        TARGETS,
        list(beneath),
        by=by,
        at=_at(CALLED_ON),
    )


def _built(
    work: Work, congress: Congress, called: Emulation, *, doer: User, keeper: User
) -> None:
    unit = Unit.objects.select_related("scope").get(code=work.code)
    facts = ProjectFacts(
        title=work.title,
        kind=work.kind,
        site=work.site,
        value=work.value,
        sources=work.sources,
        detail=MADE_UP,
        due_on=work.due_on,
        emulation=called if unit.parent_id == called.unit_id else None,
    )
    at = _at(work.registered)
    task = celebrations.register(unit, congress, facts, by=doer, at=at)

    def act(kind: StepKind, said: Said, day: date, by: User) -> None:
        act_on(task.pk, kind, said, by=by, at=_at(day))

    if work.state == "proposed":
        return
    if work.state == "returned":
        why = "Ghi rõ đơn vị góp vốn, ai quản lý sân sau khi xong."
        act(StepKind.RETURNED, Said(text=why), work.acted, keeper)
        return
    act(StepKind.APPROVED, Said(), work.registered, keeper)
    if work.state == "dropped":
        text = "Đã thành việc thường xuyên, không tính là phần việc chào mừng."
        act(StepKind.DROPPED, Said(text=text), work.acted, keeper)
        return
    photos = [] if work.value is None else [_photo(task.title, done=False)]
    half = Said(text="Đã làm được hơn một nửa.", percent=60, files=photos)
    act(StepKind.REPORTED, half, work.reported, doer)
    if work.state == "open":
        return
    finished = [_photo(task.title, done=True)] if photos else []
    act(StepKind.DONE, Said(day=work.acted, files=finished), work.acted, doer)
    if work.state == "plaque":
        task.refresh_from_db()
        celebrations.grant_plaque(
            task.pk,
            "Công trình chào mừng Đại hội đại biểu Đảng bộ huyện Lâm Bình lần thứ II",
            date(2020, 7, 25),
            seen_version=task.version,
            by=keeper,
            at=_at(date(2020, 7, 25)),
        )


def _reported(called: Emulation, row: EmulationUnit, *, by: User) -> None:
    said = {
        target.pk: Reached(
            actual=Decimal(actual), note=WHY.get((row.unit.code, place), "")
        )
        for place, target in enumerate(targets(called))
        if (actual := REACHED[row.unit.code][place]) is not None
    }
    if said:
        emulation.report(row.pk, said, by=by, at=_at(date(2020, 7, 21)))


def _photo(title: str, *, done: bool) -> Handed:
    """Draw hills, fields and a road: half of it, or all."""
    picture = Image.new("RGB", (480, 360), (176, 212, 236))
    pen = ImageDraw.Draw(picture)
    tall = 90 + sum(map(ord, title)) % 70
    pen.polygon([(0, 220), (150, 220 - tall), (330, 220)], fill=(72, 120, 84))
    pen.polygon([(190, 220), (360, 260 - tall), (480, 220)], fill=(92, 142, 96))
    pen.rectangle([0, 220, 480, 360], fill=(158, 186, 92))
    pen.polygon([(130, 360), (350, 360), (262, 220), (240, 220)], fill=(150, 116, 78))
    top = 220 if done else 300
    left, right = (240, 262) if done else (177, 312)
    pen.polygon(
        [(130, 360), (350, 360), (right, top), (left, top)], fill=(190, 190, 188)
    )
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=80)
    return Handed("hoan-thanh.jpg" if done else "dang-lam.jpg", [drawn.getvalue()])


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), _HERE)
