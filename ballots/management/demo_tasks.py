"""Programmes and projects of Tuyên Quang (articles 000, 003), ten priority tasks (002).

Numbers and days of documents, 29 of 37, 10 teams and 49 cells are the articles'. What
they do not name – the six groups, most tasks, the ten, single days – is made up and
says so.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from congress.models import WorkList
from congress.rules.tasks import ListKind, StepKind
from congress.services.tasks import (
    ListFacts,
    Said,
    TaskFacts,
    act_on,
    give_task,
    make_list,
    set_groups,
)
from core.models import Unit, User

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
COUNTED_ON: Final = date(2021, 9, 30)
MADE_UP: Final = (
    "Tên nhóm, tên việc, ngày tháng bài báo không nêu là giả định của bản trình diễn."
)

# Group → tasks; one in brackets was not done by 30 September 2021.
PROGRAMME: Final = (
    (
        "Cụ thể hóa nghị quyết đại hội",
        (
            "Chương trình hành động thực hiện Nghị quyết Đại hội XIII",
            "Quy chế làm việc của Ban Chấp hành Đảng bộ tỉnh khóa XVII",
            "Chương trình công tác toàn khóa của Ban Chấp hành",
            "Chương trình kiểm tra, giám sát toàn khóa",
            "Đề án số 03 về nâng cao năng lực tổ chức cơ sở đảng",
            "Kế hoạch quán triệt nghị quyết đến chi bộ",
            "[Sơ kết một năm thực hiện nghị quyết đại hội]",
        ),
    ),
    (
        "Tổ chức cơ sở đảng, đảng viên",
        (
            "Khảo sát việc thực hiện Đề án số 16 tại 49 chi bộ",
            "Chỉ thị số 01 ngày 10/9/2021 về sinh hoạt cấp ủy, sinh hoạt chi bộ",
            "Hướng dẫn sinh hoạt chuyên đề “Tự soi, tự sửa”",
            "Phát triển tổ chức đảng trong doanh nghiệp ngoài Nhà nước",
            "Rà soát tổ chức cơ sở đảng yếu kém",
            "[Kế hoạch kiểm điểm, đánh giá cuối năm]",
            "[Tổng hợp kết quả kết nạp đảng viên năm 2021]",
        ),
    ),
    (
        "Cán bộ",
        (
            "Đánh giá việc thực hiện Quy định số 30 về giao việc đột phá, đổi mới",
            "Mở rộng đối tượng giao việc đột phá, đổi mới",
            "Trình Ban Thường vụ Tỉnh ủy cho ý kiến Đề án thi tuyển lãnh đạo, quản lý",
            "Rà soát quy hoạch nhiệm kỳ 2020–2025",
            "Kế hoạch luân chuyển cán bộ",
            "[Xây dựng quy hoạch nhiệm kỳ 2025–2030]",
        ),
    ),
    (
        "Tổ chức bộ máy, biên chế",
        (
            "Đề án số 05 về thí điểm đổi mới thi tuyển công chức, viên chức",
            "Giao biên chế năm 2021 các cơ quan đảng, đoàn thể",
            "Rà soát chức năng, nhiệm vụ các ban xây dựng Đảng",
            "Sắp xếp thôn, tổ dân phố",
            "[Kế hoạch biên chế năm 2022]",
        ),
    ),
    (
        "Bầu cử Quốc hội khóa XV và HĐND các cấp",
        (
            "Kế hoạch lãnh đạo cuộc bầu cử",
            "Hướng dẫn nhân sự đại biểu HĐND các cấp",
            "Thẩm định nhân sự trước hội nghị hiệp thương",
            "Nhân sự HĐND, UBND tỉnh khóa XIX",
            "Tổng kết công tác nhân sự bầu cử",
            "Phê chuẩn kết quả bầu chức danh HĐND, UBND cấp huyện",
        ),
    ),
    (
        "Chính sách cán bộ, bảo vệ chính trị nội bộ",
        (
            "Thẩm định tiêu chuẩn chính trị nhân sự ứng cử",
            "Xét tặng Huy hiệu Đảng các đợt trong năm",
            "Hướng dẫn nâng bậc lương, phụ cấp cấp ủy",
            "[Rà soát hồ sơ cán bộ diện Ban Thường vụ quản lý]",
            "[Số hóa hồ sơ đảng viên đợt 1]",
            "[Sơ kết công tác bảo vệ chính trị nội bộ]",
        ),
    ),
)
# What has a day of its own: the election was held on 23 May 2021, candidates were
# settled by 18 April; the directive's day is the article's (003).
DONE_ON: Final = {
    "Kế hoạch lãnh đạo cuộc bầu cử": date(2021, 3, 25),
    "Hướng dẫn nhân sự đại biểu HĐND các cấp": date(2021, 3, 29),
    "Thẩm định tiêu chuẩn chính trị nhân sự ứng cử": date(2021, 4, 5),
    "Thẩm định nhân sự trước hội nghị hiệp thương": date(2021, 4, 9),
    "Nhân sự HĐND, UBND tỉnh khóa XIX": date(2021, 6, 20),
    "Tổng kết công tác nhân sự bầu cử": date(2021, 6, 30),
    "Phê chuẩn kết quả bầu chức danh HĐND, UBND cấp huyện": date(2021, 7, 15),
    "Khảo sát việc thực hiện Đề án số 16 tại 49 chi bộ": date(2021, 8, 20),
    "Chỉ thị số 01 ngày 10/9/2021 về sinh hoạt cấp ủy, sinh hoạt chi bộ": date(
        2021, 9, 10
    ),
}
TEN: Final = (
    "Quán triệt Chỉ thị 35 và Chỉ thị 45",
    "Chỉ đạo đại hội điểm, rút kinh nghiệm",
    "Duyệt văn kiện đại hội cấp trên cơ sở",
    "Duyệt nhân sự cấp ủy cấp trên cơ sở",
    "Rà soát, thẩm định tiêu chuẩn chính trị",
    "Giải quyết dứt điểm đơn thư trước đại hội",
    "Lấy ý kiến Nhân dân vào văn kiện",
    "Tuyên truyền, khánh tiết, công trình chào mừng",
    "An ninh, y tế, hậu cần phục vụ đại hội",
    "Tổng kết, báo cáo kết quả đại hội",
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A task of a project: by which unit, until when, and when it was done."""

    title: str
    code: str
    due_on: date
    done_on: date | None = None
    product: str = ""


OF_PROJECT_03: Final = (
    (
        "Năng lực lãnh đạo, sức chiến đấu của tổ chức cơ sở đảng",
        (
            _Part(
                "Rà soát quy chế làm việc của cấp ủy cơ sở",
                "TQ-LB",
                date(2021, 12, 31),
                date(2021, 11, 20),
                "Báo cáo rà soát",
            ),
            _Part("Củng cố chi bộ yếu kém", "TQ-CH", date(2022, 6, 30)),
        ),
    ),
    (
        "Hệ thống chính trị ở cơ sở",
        (
            _Part(
                "Bí thư chi bộ đồng thời là trưởng thôn",
                "TQ-YS",
                date(2022, 12, 31),
                date(2022, 10, 15),
            ),
            _Part(
                "Sắp xếp người hoạt động không chuyên trách", "TQ-SD", date(2023, 6, 30)
            ),
        ),
    ),
    (
        "Chất lượng cán bộ, đảng viên",
        (
            _Part(
                "Bồi dưỡng bí thư chi bộ",
                "TQ-K",
                date(2021, 12, 31),
                date(2021, 12, 10),
                "12 lớp",
            ),
            _Part("Đưa cán bộ trẻ về cơ sở", "TQ", date(2023, 12, 31)),
        ),
    ),
)
OF_PROJECT_05: Final = (
    (
        "Kiểm định chặt chẽ đầu vào",
        (
            _Part(
                "Ban hành quy chế thi tuyển công chức, viên chức",
                "TQ",
                date(2021, 9, 30),
                date(2021, 9, 15),
                "Quy chế thi tuyển",
            ),
            _Part(
                "Thi tuyển thí điểm, công khai kết quả", "TQ-K-NV", date(2022, 12, 31)
            ),
        ),
    ),
    (
        "Thu hút người tài",
        (_Part("Sơ kết thí điểm, đề xuất mở rộng", "TQ", date(2023, 12, 31)),),
    ),
)
OF_PROJECT_16: Final = (
    (
        "Đổi mới nội dung, hình thức sinh hoạt",
        (
            _Part(
                "Khảo sát, dự sinh hoạt tại 49 chi bộ",
                "TQ",
                date(2021, 8, 31),
                date(2021, 8, 20),
                "Báo cáo của 10 tổ khảo sát",
            ),
            _Part(
                "Dự sinh hoạt chi bộ trực tuyến",
                "TQ-K",
                date(2021, 12, 31),
                date(2021, 12, 15),
            ),
        ),
    ),
    (
        "Lãnh đạo, chỉ đạo",
        (
            _Part(
                "Tham mưu Chỉ thị số 01 ngày 10/9/2021",
                "TQ",
                date(2021, 9, 15),
                date(2021, 9, 10),
                "Chỉ thị số 01",
            ),
        ),
    ),
)


def worked(*, staff: User, quang_tri: User, district: User) -> None:
    """Tell it; ``staff`` works for Tuyên Quang, ``district`` for Lâm Bình."""
    province = Unit.objects.select_related("scope").get(code="TQ")
    _programme(province, by=staff)
    _project(
        province,
        ListFacts(
            title="Nâng cao năng lực lãnh đạo, sức chiến đấu của tổ chức cơ sở đảng",
            number="Đề án số 03",
            starts_on=date(2021, 4, 26),
            ends_on=date(2025, 12, 31),
            basis=MADE_UP,
            situation=(
                "Năng lực lãnh đạo của cấp ủy, tổ chức cơ sở đảng; tổ chức bộ máy, "
                "biên chế; chất lượng cán bộ, đảng viên (số liệu do đơn vị ghi)."
            ),
            aims="Đáp ứng yêu cầu, nhiệm vụ trong tình hình mới.",
        ),
        OF_PROJECT_03,
        by=staff,
        district=district,
    )
    _project(
        province,
        ListFacts(
            title=(
                "Thí điểm đổi mới thi tuyển công chức, viên chức tỉnh Tuyên Quang, "
                "giai đoạn 2021–2023"
            ),
            number="Đề án số 05",
            starts_on=date(2021, 7, 15),
            ends_on=date(2023, 12, 31),
            basis=MADE_UP,
            aims=(
                "Công khai, minh bạch, cạnh tranh lành mạnh; thu hút nguồn nhân lực "
                "chất lượng cao, mở rộng cơ hội tuyển chọn người tài."
            ),
        ),
        OF_PROJECT_05,
        by=staff,
        district=district,
    )
    _project(
        province,
        ListFacts(
            title="Nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2020–2025",
            number="Đề án số 16",
            decided_on=date(2020, 1, 13),
            starts_on=date(2020, 1, 13),
            ends_on=date(2025, 12, 31),
            basis=MADE_UP,
        ),
        OF_PROJECT_16,
        by=staff,
        district=district,
    )
    _ten(by=quang_tri)


def _programme(province: Unit, *, by: User) -> None:
    at = _at(date(2021, 3, 22))
    held = make_list(
        province,
        ListKind.PROGRAMME,
        ListFacts(
            title="Chương trình công tác năm 2021 của Ban Tổ chức Tỉnh ủy",
            basis=(
                "Kết luận số 01 ngày 16/3/2021 của Ban Tổ chức Trung ương, 6 nhiệm vụ "
                f"trọng tâm. {MADE_UP}"
            ),
            starts_on=date(2021, 1, 1),
            ends_on=date(2021, 12, 31),
        ),
        by=by,
        at=at,
    )
    groups = set_groups(held.pk, [title for title, _tasks in PROGRAMME], by=by, at=at)
    number = 0
    for group, (_title, titles) in zip(groups, PROGRAMME, strict=True):
        for title in titles:
            number += 1
            is_open = title.startswith("[")
            done = date(2021, 4, 1) + timedelta(days=number * 5 % 180)
            done = DONE_ON.get(title, done)
            facts = TaskFacts(
                title=title.strip("[]"),
                unit=province,
                owner=by,
                group=group,
                due_on=date(2021, 12, 31) if is_open else done + timedelta(days=7),
            )
            task = give_task(held.pk, facts, by=by, at=at)
            if not is_open:
                said = Said(day=done, evidence="Văn bản của Tỉnh ủy (trình diễn)")
                act_on(task.pk, StepKind.DONE, said, by=by, at=_at(done))
            elif number % 2:
                said = Said(text="Đang lấy ý kiến các đơn vị.", percent=60)
                act_on(task.pk, StepKind.REPORTED, said, by=by, at=_at(COUNTED_ON))


def _project(
    province: Unit,
    facts: ListFacts,
    groups: tuple[tuple[str, tuple[_Part, ...]], ...],
    *,
    by: User,
    district: User,
) -> WorkList:
    at = _at(facts.starts_on)
    held = make_list(province, ListKind.PROJECT, facts, by=by, at=at)
    made = set_groups(held.pk, [title for title, _parts in groups], by=by, at=at)
    for group, (_title, parts) in zip(made, groups, strict=True):
        for part in parts:
            unit = Unit.objects.select_related("scope").get(code=part.code)
            told = TaskFacts(
                title=part.title,
                unit=unit,
                owner=by if unit == province else None,
                group=group,
                due_on=part.due_on,
                product=part.product,
            )
            task = give_task(held.pk, told, by=by, at=at)
            if part.done_on is not None:
                who = district if part.code == "TQ-LB" else by
                said = Said(day=part.done_on, evidence=part.product)
                act_on(task.pk, StepKind.DONE, said, by=who, at=_at(part.done_on))
    return held


def _ten(*, by: User) -> None:
    unit = Unit.objects.select_related("scope").get(code="QT")
    at = _at(date(2020, 7, 1))
    held = make_list(
        unit,
        ListKind.PRIORITY,
        ListFacts(
            title="10 nhiệm vụ trọng tâm chỉ đạo đại hội (tên nhiệm vụ giả định)",
            starts_on=date(2020, 7, 1),
            ends_on=date(2020, 10, 31),
            basis=MADE_UP,
        ),
        by=by,
        at=at,
    )
    for number, title in enumerate(TEN, 1):
        due = date(2020, 7, 5) + timedelta(days=10 * number)
        facts = TaskFacts(title=title, unit=unit, owner=by, due_on=due)
        task = give_task(held.pk, facts, by=by, at=at)
        if number != len(TEN):
            act_on(task.pk, StepKind.DONE, Said(day=due), by=by, at=_at(due))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), _HERE)
