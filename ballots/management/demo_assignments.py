"""Breakthrough assignments of Tuyên Quang: regulation 30, thirteen, widened in 2021.

The regulation, its day, the thirteen, the posts before and after 2021 and who assigns
beneath are the articles' (000, 003). Names, works, days and ratings are made up.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from congress.models import BreakthroughAssignment, ListedPost, PostList
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import StepKind
from congress.services.assignments import Given, Said, assign, evaluate
from congress.services.post_lists import SaidList, SaidPost, make_post_list
from congress.services.tasks import Said as SaidOfTask
from congress.services.tasks import act_on
from core.models import Person, Unit, User
from core.services import register_person

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED: Final = date(2020, 5, 20)
WIDENED: Final = date(2021, 7, 1)  # the article names no day; the number says so
DIRECTOR: Final = "Giám đốc, thủ trưởng sở, ban, ngành"
HEAD: Final = "Người đứng đầu đơn vị sự nghiệp công lập của tỉnh"
SECRETARY: Final = "Bí thư huyện ủy, thành ủy"
CHAIR: Final = "Chủ tịch Hội đồng trường đại học thuộc tỉnh"
OTHERS: Final = "Chức danh khác thuộc diện Ban Thường vụ Tỉnh ủy quản lý"
OWN: Final = "Cán bộ thuộc quyền quản lý của cấp ủy, tập thể lãnh đạo"
FIRST: Final = (
    SECRETARY,
    "Chủ tịch UBND huyện, thành phố",
    DIRECTOR,
    HEAD,
    "Chủ tịch Ủy ban MTTQ và các tổ chức chính trị - xã hội tỉnh",
    "Người đứng đầu cơ quan ngành dọc Trung ương ở tỉnh là Tỉnh ủy viên",
)
SECOND: Final = ("Ủy viên Ban Thường vụ Tỉnh ủy", "Tỉnh ủy viên", *FIRST)


@dataclass(frozen=True, slots=True)
class _Work:
    """One of the thirteen: whose, what, by when; when it was done and how."""

    code: str
    full_name: str
    title: str
    product: str
    problem: str
    done_on: date | None = None
    rating: str | None = None
    is_for_term: bool = False


THIRTEEN: Final = (
    _Work(
        "NV",
        "Ma Quang Hiếu",
        "Thí điểm thi tuyển chức danh lãnh đạo cấp phòng",
        "Đề án được duyệt, thi tuyển 3 chức danh",
        "new",
        date(2020, 12, 10),
        "outstanding",
    ),
    _Work(
        "KHDT",
        "Hà Trung Thành",
        "Giảm một phần ba thời gian thẩm định dự án",
        "Quy trình thẩm định mới",
        "prolonged",
        date(2020, 11, 20),
        "done",
    ),
    _Work(
        "TC",
        "Ma Thị Duyên",
        "Quyết toán dứt điểm dự án tồn đọng nhiều năm",
        "Danh mục dự án đã quyết toán",
        "prolonged",
        date(2021, 2, 5),
        "partly",
    ),
    _Work(
        "XD",
        "Phùng Thế Vinh",
        "Cấp phép xây dựng trực tuyến ở khu vực đô thị",
        "Dịch vụ công mức 4",
        "new",
        date(2020, 12, 25),
        "done",
    ),
    _Work(
        "GTVT",
        "Nịnh Văn Lực",
        "Bê tông hóa đường thôn ở các xã đặc biệt khó khăn",
        "Báo cáo nghiệm thu từng năm",
        "hard",
        is_for_term=True,
    ),
    _Work(
        "NN",
        "Chẩu Văn Tiệp",
        "Vùng cây ăn quả có truy xuất nguồn gốc",
        "Vùng trồng được cấp mã số",
        "new",
        is_for_term=True,
    ),
    _Work(
        "TNMT",
        "Lương Thị Hạnh",
        "Giải quyết điểm ô nhiễm bãi rác kéo dài",
        "Bãi rác đóng cửa, nhân dân đồng thuận",
        "prominent",
        date(2020, 12, 28),
        "done",
    ),
    _Work(
        "GDDT",
        "Trương Văn Khoát",
        "Sắp xếp điểm trường lẻ",
        "Giảm số điểm trường, có bán trú",
        "hard",
        date(2025, 5, 30),
        "done",
        is_for_term=True,
    ),
    _Work(
        "YT",
        "Bàn Thị Lụa",
        "Hồ sơ sức khỏe điện tử toàn dân",
        "Tỷ lệ dân số có hồ sơ",
        "new",
        date(2020, 12, 15),
        "done",
    ),
    _Work(
        "VH",
        "Đặng Văn Khải",
        "Phục dựng lễ hội gắn với du lịch cộng đồng",
        "Sản phẩm du lịch mới",
        "new",
    ),
    _Work(
        "TTTT",
        "Tạ Ngọc Bách",
        "Liên thông văn bản điện tử đến cấp xã",
        "100% xã liên thông",
        "hard",
        date(2020, 10, 30),
        "outstanding",
    ),
    _Work(
        "BV",
        "Vi Thị Mơ",
        "Bệnh viện tự chủ chi thường xuyên",
        "Phương án tự chủ được duyệt",
        "hard",
        date(2024, 12, 20),
        "outstanding",
        is_for_term=True,
    ),
    _Work(
        "PTTH",
        "Linh Văn Thụ",
        "Phát thanh truyền hình số tiếng dân tộc",
        "Chương trình tiếng dân tộc hằng tuần",
        "new",
        date(2020, 12, 20),
        "done",
    ),
)
HEADS: Final = frozenset({"BV", "PTTH"})  # of public units, not of departments


def assigned(*, staff: User, district: User, bloc: User) -> None:
    """Tell it; each of them works for the province, Lâm Bình and the bloc committee."""
    province = _unit("TQ")
    first = make_post_list(
        province,
        SaidList(
            title="Chức danh được giao việc đột phá, đổi mới",
            number="Quy định số 30",
            decided_on=ISSUED,
            in_force_from=ISSUED,
            posts=[_owned(title) for title in FIRST],
        ),
        by=staff,
        at=_at(ISSUED),
    )
    _thirteen(province, first, by=staff)
    second = make_post_list(
        province,
        SaidList(
            title="Chức danh được giao việc đột phá, đổi mới (mở rộng)",
            number="Quy định số 30, mở rộng năm 2021 (ngày giả định)",
            decided_on=WIDENED,
            in_force_from=WIDENED,
            posts=[
                *(_owned(title) for title in SECOND),
                SaidPost(
                    title=CHAIR, assigned_by=AssignedBy.OWNER, unit=_unit("TQ-DHTT")
                ),
                SaidPost(title=OTHERS, assigned_by=AssignedBy.DELEGATED),
                SaidPost(title=OWN, assigned_by=AssignedBy.DELEGATED),
            ],
        ),
        replaces=first.pk,
        by=staff,
        at=_at(WIDENED),
    )
    _widened(province, second, staff=staff, district=district, bloc=bloc)


def _thirteen(province: Unit, held: PostList, *, by: User) -> None:
    for number, told in enumerate(THIRTEEN, 1):
        unit = _unit(f"TQ-K-{told.code}")
        post = HEAD if told.code in HEADS else DIRECTOR
        on = date(2020, 6, 15)
        made = assign(
            Given(
                assigner=province,
                unit=unit,
                post=_post(held, post),
                decided_on=on,
                period=Period.TERM if told.is_for_term else Period.YEAR,
                person=_person(told, unit, by) if told.code in ("NV", "TC") else None,
                full_name=told.full_name,
            ),
            _said(told, f"{number:02}-QĐ/TU (giả định)"),
            by=by,
            at=_at(on),
        )
        if told.is_for_term:
            said = SaidOfTask(text="Đã xong giai đoạn một.", percent=50)
            act_on(made.pk, StepKind.REPORTED, said, by=by, at=_at(date(2022, 12, 20)))
        _finish(made, told, by=by)


def _said(told: _Work, number: str) -> Said:
    due = date(2025, 6, 30) if told.is_for_term else date(2020, 12, 31)
    return Said(
        title=told.title,
        decision_number=number,
        problem=told.problem,
        why="Việc nhiều năm chưa làm được theo cách cũ (giả định).",
        product=told.product,
        due_on=due,
        reports_every=6 if told.is_for_term else 3,
        is_public=told.code != "TNMT",
    )


def _finish(made: BreakthroughAssignment, told: _Work, *, by: User) -> None:
    if told.done_on is not None:
        said = SaidOfTask(day=told.done_on, evidence="Báo cáo, văn bản (giả định)")
        act_on(made.pk, StepKind.DONE, said, by=by, at=_at(told.done_on))
    if told.rating is not None:
        evaluate(
            made.pk,
            year=told.done_on.year if told.is_for_term and told.done_on else 2020,
            rating=told.rating,
            note="Có sản phẩm, có sự chuyển biến (giả định).",
            effect="Cán bộ nghĩ khác, làm khác; nhân dân ghi nhận.",
            by=by,
            at=_at(date(2025, 7, 1) if told.is_for_term else date(2021, 2, 15)),
        )


def _widened(
    province: Unit, held: PostList, *, staff: User, district: User, bloc: User
) -> None:
    """The chair of the university council, a member, a secretary; posts beneath."""
    chair = _Work("", "Nguyễn Bá Trung", "Tự chủ đại học", "Đề án tự chủ", "new")
    member = _Work(
        "", "Âu Văn Bích", "Đưa tổ chức đảng vào doanh nghiệp", "2 chi bộ", "hard"
    )
    lam_binh = _Work(
        "",
        "Quan Thị Hậu",
        "Giảm nghèo ở xã khó khăn",
        "Mô hình nhân rộng",
        "hard",
    )
    made = _give(province, held, CHAIR, "TQ-DHTT", chair, by=staff)
    said = SaidOfTask(day=date(2023, 9, 5), evidence="Đề án tự chủ (giả định)")
    act_on(made.pk, StepKind.DONE, said, by=staff, at=_at(date(2023, 9, 6)))
    _give(province, held, SECOND[0], "TQ", member, by=staff)
    whole = _give(province, held, SECRETARY, "TQ-LB", lam_binh, by=staff)
    parts = (
        ("TQ-LB-LC", "Ma Văn Chanh", "Mô hình giảm nghèo xã Lăng Can", True),
        ("TQ-LB-HQ", "Nông Thị Sen", "Mô hình giảm nghèo xã Hồng Quang", False),
    )
    for code, full_name, title, is_done in parts:
        told = _Work("", full_name, title, "Báo cáo mô hình", "hard")
        part = _give(_unit("TQ-LB"), held, OWN, code, told, parent=whole, by=district)
        if is_done:
            said = SaidOfTask(day=date(2022, 6, 1), evidence="Báo cáo số 12 (giả định)")
            act_on(part.pk, StepKind.DONE, said, by=district, at=_at(date(2022, 6, 2)))
    office = _Work(
        "", "Hứa Văn Đàm", "Số hóa hồ sơ đảng viên của khối", "Kho hồ sơ", "new"
    )
    _give(_unit("TQ-K"), held, OWN, "TQ-K-TTTT", office, by=bloc)
    deputy = _Work(
        "",
        "Lục Thị Nhài",
        "Một cửa liên thông về hồ sơ cán bộ",
        "Quy trình được ban hành",
        "new",
    )
    # The collective of a department, to a deputy whom the province manages.
    _give(_unit("TQ-K-NV"), held, OTHERS, "TQ-K-NV", deputy, by=bloc)


def _give(
    assigner: Unit,
    held: PostList,
    post: str,
    code: str,
    told: _Work,
    *,
    parent: BreakthroughAssignment | None = None,
    by: User,
) -> BreakthroughAssignment:
    on = date(2021, 8, 16)
    return assign(
        Given(
            assigner=assigner,
            unit=_unit(code),
            post=_post(held, post),
            decided_on=on,
            period=Period.TERM,
            full_name=told.full_name,
        ),
        Said(
            title=told.title,
            decision_number="201-QĐ/TU (giả định)",
            problem=told.problem,
            why="Việc trọng tâm, nơi khác chưa làm (giả định).",
            product=told.product,
            due_on=date(2025, 12, 31),
            reports_every=6,
            is_public=True,
        ),
        parent=parent.task if parent else None,
        by=by,
        at=_at(on),
    )


def _person(told: _Work, unit: Unit, by: User) -> Person:
    return register_person(
        full_name=told.full_name,
        unit=unit,
        particulars={"membership": "official"},
        by=by,
        at=_at(ISSUED),
    )


def _owned(title: str) -> SaidPost:
    return SaidPost(title=title, assigned_by=AssignedBy.OWNER)


def _post(held: PostList, title: str) -> ListedPost:
    found = ListedPost.objects.select_related("post_list__unit__scope", "unit__scope")
    return found.get(post_list=held, title=title)


def _unit(code: str) -> Unit:
    return Unit.objects.select_related("scope").get(code=code)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), _HERE)
