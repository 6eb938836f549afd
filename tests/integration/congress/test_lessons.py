"""The pilot loop: lessons written down, pushed to the rest, answered by each."""

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress import tasks
from congress.models import (
    Congress,
    Lesson,
    LessonAnswer,
    LessonPush,
    PlanTemplate,
    ReadinessPoint,
)
from congress.queries import lessons as queries
from congress.services import lessons as services
from core.access.rights import Role
from core.errors import Refused
from core.jobs import ledger
from core.models import AuditEvent, Level, Notice, Unit
from tests import make
from tests.integration.congress import plans
from tests.integration.congress.learning import LEARNT, commune, lesson, pushed
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
MATRIX = "/bai-hoc/"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Bình Thuận")


@pytest.fixture
def pilot(province: Unit) -> Congress:
    return commune("Đảng bộ xã Hàm Tân", province, days=5, is_pilot=True)


@pytest.fixture
def rest(province: Unit) -> Congress:
    return commune("Đảng bộ xã Tuy Phong", province)


@pytest.fixture
def staff(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))


def of_unit(congress: Congress, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def answer(push: LessonPush, congress: Congress, **said: object) -> LessonAnswer:
    said = {
        "verdict": "applied",
        "text": "Ba bàn.",
        "applied_on": timezone.localdate(),
    } | said
    return services.answer_lesson(
        push.pk,
        congress.pk,
        services.Answering(**said),  # type: ignore[arg-type]  # fields of an Answering
        by=make.user(),
        at=timezone.now(),
    )


def test_a_pilot_writes_a_lesson_and_the_rest_do_not_see_it(
    pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    client, other = of_unit(pilot, signed_in), of_unit(rest, signed_in)

    saved = client.post(at("lesson-add", pilot.slug), LEARNT)

    row = Lesson.objects.get()
    assert saved["Location"] == at("lessons", pilot.slug)
    assert "Thẻ đại biểu phát chậm" in client.get(at("lessons", pilot.slug)).text
    assert other.get(at("lesson", row.pk)).status_code == 404
    assert "Thẻ đại biểu" not in other.get(at("lessons", rest.slug)).text
    assert "Thẻ đại biểu" not in other.get(MATRIX).text


def test_only_a_pilot_writes_lessons(rest: Congress, signed_in: SignedIn) -> None:
    client = of_unit(rest, signed_in)

    page = client.post(at("lesson-add", rest.slug), LEARNT)

    assert "Chỉ đại hội điểm ghi bài học." in page.text
    assert "Ba bàn, phát từ chiều hôm trước." in page.text


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    pilot: Congress, signed_in: SignedIn
) -> None:
    client = of_unit(pilot, signed_in)
    said = LEARNT | {"belongs": "item", "why": "x" * 4001}

    page = client.post(at("lesson-add", pilot.slug), said)
    without = client.post(at("lesson-add", pilot.slug), said | {"why": "x"})

    assert set(page.context["form"].errors) == {"why"}
    assert set(without.context["form"].errors) == {"item"}
    assert LEARNT["happened"] in page.text


def test_an_item_of_a_template_out_of_reach_cannot_be_named(
    pilot: Congress, signed_in: SignedIn
) -> None:
    elsewhere = plans.with_items(make.unit("Tỉnh khác"), "Việc lạ").items.get()
    client = of_unit(pilot, signed_in)

    page = client.post(
        at("lesson-add", pilot.slug),
        LEARNT | {"belongs": "item", "item": elsewhere.pk},
    )

    assert set(page.context["form"].errors) == {"item"}
    assert "Việc lạ" not in page.text


def test_the_unit_of_the_pilot_does_not_push(
    pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    row = lesson(pilot)

    answers = [
        of_unit(each, signed_in).post(
            at("lesson-push", row.pk), {"level": "commune", "beneath": "x"}
        )
        for each in (pilot, rest)
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert not LessonPush.objects.exists()


def test_the_level_above_pushes_to_the_rest_and_they_are_told(
    province: Unit, pilot: Congress, rest: Congress, staff: Client, signed_in: SignedIn
) -> None:
    row, other = lesson(pilot), of_unit(rest, signed_in)
    commune("Đảng bộ xã Điểm hai", province, is_pilot=True)

    page = staff.get(at("lesson-push", row.pk))
    answer = staff.post(
        at("lesson-push", row.pk), {"level": "commune", "beneath": province.code}
    )
    push = LessonPush.objects.get()
    ledger_run(push)

    point = point_of(rest)
    assert "không sửa, không rút" in page.text
    assert answer["Location"] == at("lesson", row.pk)
    assert list(queries.recipients(push)) == [rest]
    assert (point.state, point.done, point.total) == ("not_started", 0, 1)
    assert point_of(pilot).state == "ready"
    assert "Ba bàn" in other.get(at("lessons", rest.slug)).text
    assert Notice.objects.get(kind="congress.lesson_pushed").scope_id == rest.scope_id
    assert AuditEvent.objects.filter(act="congress.lesson_pushed").count() == 1


def point_of(congress: Congress) -> ReadinessPoint:
    return ReadinessPoint.objects.get(congress=congress, code="lessons")


def ledger_run(push: LessonPush) -> None:
    job = ledger.latest(tasks.tell_of_lesson, subject=push)
    assert job is not None
    tasks.tell_of_lesson(job_id=str(job.pk))


def test_a_lesson_that_goes_to_nobody_is_not_pushed(
    province: Unit, pilot: Congress, staff: Client
) -> None:
    row = lesson(pilot)

    page = staff.post(
        at("lesson-push", row.pk), {"level": "cell", "beneath": province.code}
    )

    assert "Không có đại hội nào của cấp này" in page.text
    assert not LessonPush.objects.exists()


def test_whoever_is_a_pilot_is_not_told_that_nothing_was_pushed(
    province: Unit, pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    pushed(lesson(pilot), province)
    its_staff = make.holder(Role.ORGANISATION_STAFF, at=pilot.unit.scope)

    page = signed_in(its_staff).get("/bai-hoc/").text

    assert "không có đại hội nào phải trả lời" in page
    assert "Chưa có bài học nào được triển khai." not in page


def test_what_was_pushed_stays_and_is_replaced_by_another(
    province: Unit, pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    row = lesson(pilot)
    push = pushed(row, province)
    answer(push, rest)
    client = of_unit(pilot, signed_in)

    changed = client.get(at("lesson-change", pilot.slug, row.pk)).status_code
    client.post(
        at("lesson-correct", pilot.slug, row.pk), LEARNT | {"title": "Bản thay"}
    )
    newer = Lesson.objects.get(replaces=row)
    before = queries.pushes_for(rest).get()
    pushed(newer, province)

    assert changed == 404
    assert before == push
    assert queries.pushes_for(rest).get().lesson == newer
    assert point_of(rest).done == 0
    for act in (
        lambda: Lesson.objects.filter(pk=row.pk).update(title="khác"),
        lambda: Lesson.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_answer_says_how_or_why_and_each_change_stays(
    province: Unit, pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    push = pushed(lesson(pilot), province)
    client, page = (
        of_unit(rest, signed_in),
        at("lesson-answer", rest.slug, push.lesson_id),
    )

    without = client.post(page, {"verdict": "not_ours", "text": " "})
    undated = client.post(page, {"verdict": "applied", "text": "Ba bàn."})
    client.post(page, {"verdict": "not_ours", "text": "Chỉ 40 người."})
    client.post(
        page, {"verdict": "applied", "text": "Hai bàn.", "applied_on": "01/06/2025"}
    )

    point = point_of(rest)
    assert "Hãy ghi vì sao không áp dụng ở đây." in without.text
    assert set(undated.context["form"].errors) == {"applied_on"}
    assert [each.number for each in queries.said_before(rest, push)] == [2, 1]
    assert (point.state, point.done, point.total) == ("ready", 1, 1)
    assert "Chỉ 40 người." in client.get(page).text


def test_nothing_is_answered_once_the_congress_opened(
    province: Unit, pilot: Congress
) -> None:
    opened = commune("Đảng bộ xã Đã mở", province, days=0)
    push = pushed(lesson(pilot), province, at=timezone.now() - timedelta(days=1))

    with pytest.raises(Refused, match="đã khai mạc"):
        answer(push, opened)


def test_who_had_opened_when_a_lesson_was_pushed_is_not_asked(
    province: Unit, pilot: Congress, rest: Congress
) -> None:
    opened = commune("Đảng bộ xã Đã mở", province, days=0)
    push = pushed(lesson(pilot), province)

    assert list(queries.recipients(push)) == [rest]
    assert list(queries.pushes_for(opened)) == []
    assert list(queries.pushes_for(rest)) == [push]
    assert [each.total for each in queries.counted(Congress.objects.all(), [push])] == [
        1
    ]
    assert (point_of(opened).state, point_of(opened).total) == ("ready", 0)


def test_who_was_not_asked_does_not_answer(province: Unit, pilot: Congress) -> None:
    elsewhere = commune("Đảng bộ xã Ngoài", make.unit("Tỉnh khác"))
    commune("Đảng bộ xã Trong", province)
    push = pushed(lesson(pilot), province)

    with pytest.raises(Refused):
        answer(push, elsewhere)


def test_a_province_sees_who_applied_what(
    province: Unit, pilot: Congress, rest: Congress, staff: Client
) -> None:
    other = commune("Đảng bộ xã Bắc Bình", province)
    commune("Đảng bộ xã Chưa", province)
    push = pushed(lesson(pilot), province)
    answer(push, rest)
    answer(push, other, verdict="not_ours", text="Đã có bàn.", applied_on=None)

    context = staff.get(MATRIX).context
    (told,) = context["told"]
    lines = {
        line["congress"].unit.name: str(line["cells"][0]["word"])
        for line in context["lines"]
    }
    unanswered = staff.get(MATRIX, {"tra-loi": "none"}).context["lines"]
    chosen = staff.get(MATRIX, {"bai-hoc": str(push.pk), "tra-loi": "applied"})
    book = load_workbook(io.BytesIO(staff.get(MATRIX, {"xuat": "xlsx"}).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]

    assert (told.applied, told.not_ours, told.unanswered, told.total) == (1, 1, 1, 3)
    assert lines == {
        "Đảng bộ xã Tuy Phong": "đã áp dụng",
        "Đảng bộ xã Bắc Bình": "không áp dụng ở đây",
        "Đảng bộ xã Chưa": "chưa trả lời",
    }
    assert [line["congress"].unit.name for line in unanswered] == ["Đảng bộ xã Chưa"]
    assert [line["congress"] for line in chosen.context["lines"]] == [rest]
    assert "không áp dụng ở đây: Đã có bàn." in cells
    assert staff.get(MATRIX, {"in": "1"}).status_code == 200


def test_a_commune_reads_the_lesson_and_no_answers_but_its_own(
    province: Unit, pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    other = commune("Đảng bộ xã Bắc Bình", province)
    push = pushed(lesson(pilot), province)
    answer(push, rest, text="Của Tuy Phong.")
    answer(push, other, text="Của Bắc Bình.")
    client = of_unit(rest, signed_in)

    pages = [
        client.get(at("lesson", push.lesson_id)),
        client.get(MATRIX),
        client.get(at("lessons", rest.slug)),
    ]
    files = [
        client.get(at("lesson", push.lesson_id), {"xuat": "xlsx"}).content,
        client.get(MATRIX, {"xuat": "xlsx"}).content,
    ]

    assert [each.status_code for each in pages] == [200, 200, 200]
    assert pages[0].context["told"].total == 1
    assert ["Bắc Bình" in each.text for each in pages] == [False] * 3
    for content in files:
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert not any("Bắc Bình" in cell for cell in cells)


def test_another_tree_does_not_know_of_a_lesson(
    province: Unit, pilot: Congress, rest: Congress, signed_in: SignedIn
) -> None:
    push = pushed(lesson(pilot), province)
    assert rest
    elsewhere = of_unit(commune("Đảng bộ xã Xa", make.unit("Tỉnh xa")), signed_in)

    assert elsewhere.get(at("lesson", push.lesson_id)).status_code == 404
    assert "Thẻ đại biểu" not in elsewhere.get(MATRIX).text


def test_typed_text_is_shown_as_text(
    province: Unit, pilot: Congress, rest: Congress, staff: Client
) -> None:
    bad = "<script>alert(1)</script>"
    assert rest
    push = pushed(lesson(pilot, title=bad, change=bad), province)

    pages = [
        staff.get(MATRIX),
        staff.get(at("lesson", push.lesson_id)),
        staff.get(at("lessons", rest.slug)),
        staff.get(at("lesson-answer", rest.slug, push.lesson_id)),
    ]

    assert [bad in each.text for each in pages] == [False] * 4


def test_two_who_change_one_draft_lose_nothing(
    pilot: Congress, signed_in: SignedIn
) -> None:
    row, client = lesson(pilot), of_unit(pilot, signed_in)
    page = at("lesson-change", pilot.slug, row.pk)
    shown = client.get(page).context["form"].initial
    client.post(page, LEARNT | {"title": "Của người kia", "version": 1})

    second = client.post(
        page,
        LEARNT | {"why": "Của tôi", "version": 1, "seen": shown["seen"]},
    )
    row.refresh_from_db()

    assert (row.title, row.why) == ("Của người kia", LEARNT["why"])
    assert "Của tôi" in second.text
    assert "Của người kia" in second.text


def test_a_draft_is_taken_away_after_a_question(
    pilot: Congress, signed_in: SignedIn
) -> None:
    row, client = lesson(pilot), of_unit(pilot, signed_in)
    page = at("lesson-remove", pilot.slug, row.pk)

    asked = client.get(page)
    client.post(page)

    assert "không lấy lại được" in asked.text
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("which", ["matrix", "lesson", "of a congress"])
def test_pages_ask_as_often_for_three_as_for_one(
    which: str,
    province: Unit,
    pilot: Congress,
    rest: Congress,
    staff: Client,
    django_assert_num_queries: Queries,
) -> None:
    push = pushed(lesson(pilot), province)
    answer(push, rest)
    page = {
        "matrix": MATRIX,
        "lesson": at("lesson", push.lesson_id),
        "of a congress": at("lessons", rest.slug),
    }[which]
    staff.get(page)
    with django_assert_num_queries(NUMBERS[which]):
        staff.get(page)

    for name in ("Hai", "Ba"):
        answer(push, commune(f"Đảng bộ xã {name}", province))
        answer(pushed(lesson(pilot, title=name), province), rest)

    with django_assert_num_queries(NUMBERS[which]):
        staff.get(page)


NUMBERS = {"matrix": 13, "lesson": 11, "of a congress": 14}


# --- lessons of pilots before the rest ----------------------------------------------


def waits_for_pilots(province: Unit) -> None:
    made = plans.template(province, customary=False)
    PlanTemplate.objects.filter(pk=made.pk).update(after_pilots=True)


def test_who_opens_before_the_lessons_is_warned_and_not_stopped(
    province: Unit, pilot: Congress, rest: Congress, staff: Client
) -> None:
    waits_for_pilots(province)
    soon = commune("Đảng bộ xã Sớm", province, days=3)
    sentence = "trước khi có bài học của đại hội điểm"

    before = [
        sentence in staff.get(at("detail", each.slug)).text for each in (soon, rest)
    ]
    board = staff.get("/tien-do/").text
    pushed(lesson(pilot), province)

    assert before == [True, False]
    assert board.count("trước bài học của đại hội điểm") == 1
    assert sentence not in staff.get(at("detail", soon.slug)).text


def test_nobody_is_warned_where_no_template_says_so(
    province: Unit, pilot: Congress
) -> None:
    assert pilot
    soon = commune("Đảng bộ xã Sớm", province, days=3)

    assert queries.too_early([soon], timezone.localdate()) == set()


def test_a_template_says_that_its_level_waits(province: Unit, staff: Client) -> None:
    made = plans.template(province, customary=False)

    staff.post(
        at("template-change", made.pk),
        {"title": made.title, "after_pilots": "on", "version": made.version},
    )
    made.refresh_from_db()

    assert made.after_pilots


def test_a_congress_is_marked_as_a_pilot_on_its_page(
    rest: Congress, staff: Client
) -> None:
    page = at("change", rest.slug)
    shown = staff.get(page).context["form"].initial
    staff.post(
        page,
        {
            "place": rest.place,
            "opens_on": rest.opens_on,
            "closes_on": rest.opens_on + timedelta(days=2),
            "contents": rest.contents,
            "is_pilot": "on",
            "version": shown["version"],
        },
    )
    rest.refresh_from_db()

    assert rest.is_pilot
    assert "Đại hội điểm" in staff.get(at("detail", rest.slug)).text


def test_the_preparatory_sitting_comes_before_the_official_one(
    rest: Congress, staff: Client
) -> None:
    page = at("change", rest.slug)
    typed = {
        "place": rest.place,
        "opens_on": rest.opens_on,
        "closes_on": rest.opens_on,
        "contents": rest.contents,
        "version": staff.get(page).context["form"].initial["version"],
    }

    late = staff.post(
        page, typed | {"preparatory_on": rest.opens_on + timedelta(days=1)}
    )
    staff.post(page, typed | {"preparatory_on": rest.opens_on - timedelta(days=1)})
    rest.refresh_from_db()

    assert "không được sau" in late.text
    assert rest.preparatory_on == rest.opens_on - timedelta(days=1)
    assert "Phiên trù bị" in staff.get(at("detail", rest.slug)).text


def test_a_level_out_of_the_books_is_refused(
    province: Unit, pilot: Congress, staff: Client
) -> None:
    row = lesson(pilot)

    page = staff.post(at("lesson-push", row.pk), {"level": "x", "beneath": "khong-co"})

    assert set(page.context["form"].errors) == {"level", "beneath"}
    assert Level.objects.exists()
    assert province
