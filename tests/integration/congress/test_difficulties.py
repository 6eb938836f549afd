"""Difficulties: raised, answered above, passed upward, closed, told to all."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.models import Difficulty, DifficultyStep, SharedAnswer
from congress.rules.difficulties import Act
from congress.services import difficulties as services
from core.access.rights import Role
from core.errors import Refused
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress.learning import RAISED, commune, difficulty
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
ALL = "/vuong-mac/"
SHARED = "/hoi-dap/"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def unit(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def cell(unit: Unit) -> Unit:
    return make.unit("Chi bộ thôn Nà Đông", parent=unit, kind="cell")


def staff_of(of: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.scope)


@pytest.fixture
def above(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(province))


@pytest.fixture
def here(unit: Unit, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(unit))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def deal(row: Difficulty, act: Act, text: str = "Nội dung.", grounds: str = "") -> None:
    services.deal_with(
        row.pk, act, text=text, grounds=grounds, by=make.user(), at=timezone.now()
    )


def cells_of(client: Client, address: str) -> list[str]:
    sheet = load_workbook(
        io.BytesIO(client.get(address, {"xuat": "xlsx"}).content)
    ).active
    assert sheet is not None
    return [str(cell.value) for row in sheet.iter_rows() for cell in row]


def test_who_takes_the_list_away_stands_in_the_trail(
    province: Unit, unit: Unit, above: Client
) -> None:
    cells_of(above, at("difficulties"))

    line = AuditEvent.objects.get(act="congress.difficulties_exported")
    assert (line.scope, line.detail["rows"]) == (province.scope, 0)


def test_a_unit_raises_it_and_the_unit_above_is_told(
    province: Unit, unit: Unit, here: Client, above: Client
) -> None:
    answer = here.post(at("difficulty-raise"), RAISED | {"unit": unit.code})

    row = Difficulty.objects.get()
    item = WorkItem.objects.get(kind="congress.difficulty")
    assert answer["Location"] == at("difficulty", row.pk)
    assert (row.unit, row.holder, row.state) == (unit, province, "waiting")
    assert item.scope == province.scope
    assert Notice.objects.get().said == "Đảng bộ xã Lâm Bình nêu vướng mắc (thường)."
    assert "Thiếu hội trường" in above.get(ALL).text
    assert AuditEvent.objects.filter(act="congress.difficulty_raised").count() == 1


def test_it_is_raised_from_the_page_of_a_congress(
    province: Unit, signed_in: SignedIn
) -> None:
    held = commune("Đảng bộ xã Thượng Lâm", province)
    client = signed_in(staff_of(held.unit))

    client.post(f"{at('difficulty-raise')}?dai-hoi={held.slug}", RAISED)

    row = Difficulty.objects.get()
    page = client.get(at("congress-difficulties", held.slug))
    assert (row.congress, row.unit) == (held, held.unit)
    assert page.context["open"] == 1
    assert "1 chưa giải quyết" in client.get(at("detail", held.slug)).text


def test_what_is_typed_is_refused_beside_its_field_and_stays(
    unit: Unit, here: Client
) -> None:
    said = RAISED | {"unit": unit.code, "area": "petitions", "due_on": "hôm nào đó"}

    page = here.post(at("difficulty-raise"), said)

    assert set(page.context["form"].errors) == {"area", "due_on"}
    assert RAISED["text"] in page.text
    assert "Không ghi đơn thư" in page.text


def test_a_root_has_nobody_to_ask(province: Unit, above: Client) -> None:
    page = above.post(at("difficulty-raise"), RAISED | {"unit": province.code})

    assert "không có cấp trên" in page.text
    assert not Difficulty.objects.exists()


def test_nobody_raises_it_for_the_unit_next_door(
    province: Unit, here: Client, signed_in: SignedIn
) -> None:
    held = commune("Đảng bộ xã Bên cạnh", province)

    by_unit = here.post(at("difficulty-raise"), RAISED | {"unit": held.unit.code})
    by_congress = here.post(f"{at('difficulty-raise')}?dai-hoi={held.slug}", RAISED)

    assert set(by_unit.context["form"].errors) == {"unit"}
    assert by_congress.status_code == 404
    assert not Difficulty.objects.exists()


def test_it_is_answered_and_closed_and_each_step_stays(
    unit: Unit, here: Client, above: Client
) -> None:
    row = difficulty(unit)
    page = at("difficulty", row.pk)

    asked = above.post(
        at("difficulty-act", row.pk, "hoi-lai"), {"text": "Sửa đến ngày nào?"}
    )
    here.post(at("difficulty-act", row.pk, "noi-ro"), {"text": "Đến ngày 30."})
    above.post(
        at("difficulty-act", row.pk, "tra-loi"),
        {"text": "Dùng nhà văn hóa.", "grounds": "CV 12-CV/TU ngày 05/5/2025"},
    )
    here.post(at("difficulty-act", row.pk, "da-giai-quyet"), {"text": ""})
    row.refresh_from_db()

    text = here.get(page).text
    acts = DifficultyStep.objects.order_by("number").values_list("act", flat=True)
    assert asked["Location"] == page
    assert list(acts) == ["raise", "ask", "explain", "answer", "solve"]
    assert row.state == "solved"
    assert "CV 12-CV/TU ngày 05/5/2025" in text
    assert not WorkItem.objects.filter(kind="congress.difficulty").exists()


def test_it_is_passed_upward_and_the_history_says_so(
    province: Unit, unit: Unit, cell: Unit, here: Client, above: Client
) -> None:
    row = difficulty(cell)

    here.post(at("difficulty-act", row.pk, "chuyen-len"), {"text": "Vượt thẩm quyền."})
    row.refresh_from_db()
    again = here.post(at("difficulty-act", row.pk, "tra-loi"), {"text": "x"})
    answer = above.post(at("difficulty-act", row.pk, "tra-loi"), {"text": "Được."})

    assert row.holder == province
    assert again.status_code == 404
    assert answer.status_code == 302
    assert (
        "chuyển lên Đảng bộ tỉnh Tuyên Quang" in here.get(at("difficulty", row.pk)).text
    )


def test_above_the_top_there_is_nobody_to_pass_it_to(unit: Unit, above: Client) -> None:
    row = difficulty(unit)

    page = above.post(at("difficulty-act", row.pk, "chuyen-len"), {"text": "x"})

    assert "Không còn cấp trên nào" in page.text
    assert "Chuyển lên cấp trên" not in above.get(at("difficulty", row.pk)).text


def test_who_answers_does_not_say_for_the_unit_beneath_that_it_is_solved(
    unit: Unit, above: Client
) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER)

    solved = above.post(at("difficulty-act", row.pk, "da-giai-quyet"), {"text": ""})

    assert solved.status_code == 404
    assert "Đã giải quyết…" not in above.get(at("difficulty", row.pk)).text


def test_who_raised_it_does_not_answer_and_who_holds_it_answers_by_his_secretary(
    province: Unit, unit: Unit, here: Client, signed_in: SignedIn
) -> None:
    row = difficulty(unit)
    secretary = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))
    inspector = signed_in(make.holder(Role.INSPECTOR, at=province.scope))
    page = at("difficulty-act", row.pk, "tra-loi")

    answers = [each.post(page, {"text": "Được."}) for each in (here, inspector)]
    by_secretary = secretary.post(page, {"text": "Được."})

    assert [each.status_code for each in answers] == [404, 404]
    assert by_secretary.status_code == 302


def test_the_commune_next_door_sees_nothing_of_it(
    province: Unit, unit: Unit, signed_in: SignedIn
) -> None:
    row = difficulty(unit)
    next_door = make.unit("Đảng bộ xã Bên cạnh", parent=province)
    client = signed_in(staff_of(next_door))

    pages = [
        client.get(at("difficulty", row.pk)),
        client.get(at("difficulty-act", row.pk, "tra-loi")),
        client.post(at("difficulty-act", row.pk, "da-giai-quyet"), {"text": "x"}),
        client.get(at("difficulty-share", row.pk)),
    ]
    listed = client.get(ALL, {"tim": "hoi truong"})

    assert [each.status_code for each in pages] == [404] * 4
    assert listed.context["page"].paginator.count == 0
    assert "Thiếu hội trường" not in cells_of(client, ALL)


@pytest.mark.parametrize("act", [Act.REOPEN, Act.ASK])
def test_what_cannot_be_done_now_is_refused(unit: Unit, act: Act) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER if act is Act.ASK else Act.EXPLAIN)

    with pytest.raises(Refused):
        deal(row, act)


def test_a_solved_one_is_opened_again(unit: Unit) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER)
    deal(row, Act.SOLVE, "")

    deal(row, Act.REOPEN, "Chưa được.")

    row.refresh_from_db()
    assert row.state == "waiting"
    assert WorkItem.objects.get(kind="congress.difficulty").scope == row.holder.scope


def test_the_list_is_searched_filtered_sorted_and_taken_along(
    unit: Unit, above: Client, here: Client
) -> None:
    difficulty(unit)
    urgent = difficulty(
        unit,
        title="Chưa rõ quy định",
        urgency="urgent",
        area="law",
        due_on=timezone.localdate() - timedelta(days=1),
    )
    deal(urgent, Act.ANSWER)

    def titles(client: Client, **query: str) -> list[str]:
        return [line["row"].title for line in client.get(ALL, query).context["lines"]]

    assert titles(above, tim="quy dinh") == ["Chưa rõ quy định"]
    assert titles(above, **{"muc-do": "urgent"}) == ["Chưa rõ quy định"]
    assert titles(above, **{"tinh-trang": "waiting"}) == ["Thiếu hội trường"]
    assert titles(above, viec="toi") == ["Thiếu hội trường"]
    assert titles(here, viec="toi") == ["Chưa rõ quy định"]
    assert titles(above, **{"sap-xep": "muc-do"})[0] == "Chưa rõ quy định"
    assert "Hội trường đang sửa đến hết tháng." in cells_of(above, ALL)
    assert above.get(ALL, {"in": "1"}).status_code == 200


@pytest.mark.parametrize("which", ["list", "one", "answers"])
def test_pages_ask_as_often_for_three_as_for_one(
    which: str, unit: Unit, above: Client, django_assert_num_queries: Queries
) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER)
    shared(row)
    page = {"list": ALL, "one": at("difficulty", row.pk), "answers": SHARED}[which]
    above.get(page)
    with django_assert_num_queries(NUMBERS[which]):
        above.get(page)

    for _again in range(2):
        deal(row, Act.ANSWER)
        other = difficulty(unit)
        deal(other, Act.ANSWER)
        shared(other)

    with django_assert_num_queries(NUMBERS[which]):
        above.get(page)


NUMBERS = {"list": 6, "one": 7, "answers": 7}


# --- told to all --------------------------------------------------------------------


def shared(row: Difficulty, **said: Any) -> SharedAnswer:
    said = {"question": "Thiếu chỗ họp thì sao?", "answer": "Dùng nhà văn hóa."} | said
    return services.share_answer(row.pk, **said, by=make.user(), at=timezone.now())


def test_an_answer_is_told_to_all_beneath_and_names_nobody(
    province: Unit, unit: Unit, above: Client, signed_in: SignedIn
) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER, "Dùng nhà văn hóa Lâm Bình.")
    next_door = make.unit("Đảng bộ xã Bên cạnh", parent=province)
    neighbour = signed_in(staff_of(next_door))
    said = {"question": "Thiếu chỗ họp thì sao?", "answer": "Dùng nhà văn hóa."}

    unread = above.post(at("difficulty-share", row.pk), said)
    done = above.post(at("difficulty-share", row.pk), said | {"anonymous": "on"})

    text = neighbour.get(SHARED).text
    assert set(unread.context["form"].errors) == {"anonymous"}
    assert done["Location"] == SHARED
    assert "Thiếu chỗ họp thì sao?" in text
    assert "Lâm Bình" not in text
    assert str(row.pk) not in text
    assert not any("Lâm Bình" in cell for cell in cells_of(neighbour, SHARED))
    assert len(neighbour.get(SHARED, {"tim": "nha van hoa"}).context["lines"]) == 1
    assert len(neighbour.get(SHARED, {"tim": "lam binh"}).context["lines"]) == 0


def test_another_tree_is_told_nothing(unit: Unit, signed_in: SignedIn) -> None:
    row = difficulty(unit)
    deal(row, Act.ANSWER)
    shared(row)
    elsewhere = signed_in(staff_of(make.unit("Đảng bộ xã Xa")))

    assert elsewhere.get(SHARED).context["lines"] == []


def test_only_who_answered_shares_it_once_and_takes_it_back(
    unit: Unit, here: Client, above: Client
) -> None:
    row = difficulty(unit)
    before = above.get(at("difficulty-share", row.pk)).status_code
    deal(row, Act.ANSWER)
    told = shared(row)

    with pytest.raises(Refused):
        shared(row)
    by_raiser = here.get(at("difficulty-share", row.pk)).status_code
    not_his = here.post(at("shared-answer-withdraw", told.pk)).status_code
    above.post(at("shared-answer-withdraw", told.pk))

    assert (before, by_raiser, not_his) == (404, 404, 404)
    assert here.get(SHARED).context["lines"] == []
    assert shared(row).withdrawn_at is None


def test_typed_text_is_shown_as_text(unit: Unit, above: Client) -> None:
    bad = "<script>alert(1)</script>"
    row = difficulty(unit, title=bad, text=bad)
    deal(row, Act.ANSWER, bad, bad)
    shared(row, question=bad, answer=bad, grounds=bad)

    pages = [above.get(each) for each in (ALL, SHARED, at("difficulty", row.pk))]

    assert [bad in each.text for each in pages] == [False] * 3
