"""Congresses of 2020 as five articles tell of them: pilots, lessons, early and late.

Names of organisations and figures are those of the articles; what they do not say –
days of single congresses, who wrote what – is made up, and so is everybody named.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from ballots.management.demo_places import (
    BINH_THUAN,
    FIRST_YEAR,
    FOUNDED,
    LAM_BINH,
    LAST_YEAR,
    QUANG_TRI,
    YEN_BAI,
    Told,
    at_nine,
)
from congress.models import Belongs, Congress, CongressKind, Milestone, Verdict
from congress.services import Convening, convene, make_plan, make_template, mark_done
from congress.services.lessons import (
    Answering,
    Learnt,
    answer_lesson,
    push_lesson,
    write_lesson,
)
from core.models import Level, Unit, User

LESSONS: Final = (
    Learnt(
        title="Trang chiếu phải khớp lời trưởng ban kiểm phiếu",
        happened=(
            "Kỹ thuật viên trình chiếu kết quả bầu cử chưa khớp với nội dung "
            "trưởng ban kiểm phiếu đang trình bày."
        ),
        why=("Hai người giữ hai bản số liệu, mỗi người chuyển trang theo ý mình."),
        change=(
            "Trang chiếu lập từ số liệu đã chốt; trưởng ban tự bấm chuyển "
            "trang; diễn tập một lần trước ngày khai mạc."
        ),
        belongs=Belongs.SCRIPT,
    ),
    Learnt(
        title="Hướng dẫn gạch phiếu bằng con số",
        happened="Đại biểu gạch quá nhiều người so với số lượng cần bầu.",
        why=(
            "Lời hướng dẫn nói chung, không nói phải để lại bao nhiêu người, "
            "gạch ít nhất bao nhiêu người."
        ),
        change=(
            "In số người để lại, số người phải gạch lên phiếu; chiếu ví dụ đúng"
            " và sai của chính lá phiếu ấy."
        ),
        belongs=Belongs.SCRIPT,
    ),
    Learnt(
        title="Rút ngắn thời gian bầu cử",
        happened=(
            "Thời gian bầu cử dài; ban kiểm phiếu còn lúng túng khi hướng dẫn bỏ phiếu."
        ),
        why="Ban kiểm phiếu chưa diễn tập, chưa chia hàng ghế bỏ phiếu.",
        change=(
            "Diễn tập kiểm phiếu trước ba ngày; vẽ sơ đồ lối bỏ phiếu; hai "
            "người nhập mỗi tập phiếu."
        ),
        belongs=Belongs.LOGISTICS,
    ),
    Learnt(
        title="Tầm soát tham luận, gợi ý thảo luận ngắn",
        happened=(
            "Thảo luận nặng về tham luận, một chiều; gợi ý của đoàn chủ tịch "
            "dài; chưa có ý kiến về những vấn đề còn khác nhau."
        ),
        why="Đoàn chủ tịch chưa đọc trước các bài phát biểu.",
        change=(
            "Thu bài trước khai mạc, đọc, ghép bài trùng; chọn hai đến ba vấn "
            "đề còn ý kiến khác nhau làm gợi ý, mỗi gợi ý không quá ba câu."
        ),
        belongs=Belongs.DOCUMENTS,
    ),
)
OF_KHUON_HA: Final = Learnt(
    title="Gửi dự thảo văn kiện đến chi bộ trước một tuần",
    happened="Nhiều chi bộ chỉ góp ý được vài dòng vào văn kiện cấp trên.",
    why="Dự thảo đến chi bộ sát ngày họp.",
    change="Gửi dự thảo trước bảy ngày, kèm ba câu hỏi để thảo luận.",
    belongs=Belongs.DOCUMENTS,
)
ANSWERED: Final = 7  # of the twelve; the others have not answered yet


def told(*, pilot: User, superior: User, district: User, by: User) -> None:
    """Tell it: congresses, plans, what was done, lessons and answers.

    ``pilot`` keeps the congress of Hàm Tân, ``superior`` those of Bình Thuận,
    ``district`` those of Lâm Bình.
    """
    _planned("BT", "district", _convened(BINH_THUAN, by=by), by=by)
    _planned("TQ-LB", "grassroots", _convened(LAM_BINH, by=by)[:1], by=by)
    _convened(YEN_BAI, by=by)
    _convened(QUANG_TRI, by=by)
    _lessons(
        "bt-ht",
        LESSONS,
        written=(pilot, date(FIRST_YEAR, 6, 25)),
        pushed=(superior, date(FIRST_YEAR, 6, 29)),
        answered=(ANSWERED, date(FIRST_YEAR, 7, 6)),
    )
    _lessons(
        "tq-lb-kh",
        (OF_KHUON_HA,),
        written=(district, date(FIRST_YEAR, 3, 14)),
        pushed=(district, date(FIRST_YEAR, 3, 16)),
        answered=(2, date(FIRST_YEAR, 3, 30)),
    )


def _convened(all_told: Iterable[Told], *, by: User) -> list[Congress]:
    return [
        convene(
            Convening(
                unit=Unit.objects.get(code=each.code),
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
                slug=f"{each.code.lower()}-{FIRST_YEAR}",
                kind=CongressKind.DELEGATES,
                number=each.number,
                place="",
                opens_on=each.opens_on,
                closes_on=each.closes_on,
                contents=each.contents,
                is_pilot=each.is_pilot,
            ),
            by=by,
            at=at_nine(FOUNDED),
        )
        for each in all_told
    ]


def _planned(
    code: str, level: str, congresses: Iterable[Congress], *, by: User
) -> None:
    """Make the plans, all of them done in time; each gate with where it can be seen."""
    unit = Unit.objects.get(code=code)
    template = make_template(
        unit,
        Level.objects.get(pk=level),
        f"Kế hoạch đại hội nhiệm kỳ {FIRST_YEAR}–{LAST_YEAR}",
        by=by,
        at=at_nine(FOUNDED),
    )
    for congress in congresses:
        make_plan(congress.pk, template.pk, by=by, at=at_nine(FOUNDED))
        rows = Milestone.objects.filter(congress=congress).order_by("place")
        for row in _in_order(list(rows)):
            due = row.due_on or congress.opens_on
            held = row.rule == "done_by"  # the congress itself: on its own last day
            day = congress.closes_on if held else due - timedelta(days=1)
            mark_done(
                row.pk,
                done_on=day,
                evidence="Biên bản, số liệu trình diễn" if row.needs_evidence else "",
                by=by,
                at=at_nine(max(day, due)),
            )


def _in_order(rows: list[Milestone]) -> list[Milestone]:
    """Put what has to be done before something in front of it."""
    found: list[Milestone] = []
    left = rows
    while left:
        known = {row.pk for row in found}
        ready = [row for row in left if row.after_id is None or row.after_id in known]
        found += ready
        left = [row for row in left if row not in ready]
    return found


def _lessons(
    pilot: str,
    learnt: Iterable[Learnt],
    *,
    written: tuple[User, date],
    pushed: tuple[User, date],
    answered: tuple[int, date],
) -> None:
    """A pilot writes down what it learnt; the level above pushes it; some answer."""
    congress = Congress.objects.select_related("unit__parent", "unit__kind__level").get(
        slug=f"{pilot}-{FIRST_YEAR}"
    )
    superior = congress.unit.parent
    assert superior  # noqa: S101 - every pilot of the story lies beneath something
    remaining = Congress.objects.filter(
        unit__parent=superior, term__first_year=FIRST_YEAR, is_pilot=False
    ).order_by("opens_on", "slug")
    number, day = answered
    for place, each in enumerate(learnt):
        lesson = write_lesson(congress.pk, each, by=written[0], at=at_nine(written[1]))
        push = push_lesson(
            lesson.pk,
            level=congress.unit.kind.level,
            beneath=superior,
            by=pushed[0],
            at=at_nine(pushed[1]),
        )
        for step, other in enumerate(remaining[:number]):
            said = _answer(place, step, day)
            answer_lesson(push.pk, other.pk, said, by=pushed[0], at=at_nine(day))


def _answer(place: int, number: int, day: date) -> Answering:
    if (place + number) % 5:
        return Answering(
            verdict=Verdict.APPLIED,
            text="Đã đưa vào kế hoạch và kịch bản.",
            applied_on=day + timedelta(days=4),
        )
    return Answering(
        verdict=Verdict.NOT_OURS,
        text="Nơi này ít đại biểu, đã bố trí cách khác.",
    )
