"""Pages of a congress and of its rolls, as people use them."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from congress.models import BodyKind, Congress, CongressKind, RollEntry, VotingBody
from congress.rules.offices import Office
from congress.services import ElectedRow, record_elected
from core.access.rights import Role
from core.models import AuditEvent, Unit
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> VotingBody:
    return make.body()


@pytest.fixture
def keeper(body: VotingBody, signed_in: SignedIn) -> Client:
    """Somebody of the congress's secretariat."""
    return signed_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))


def staff(of: Unit, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=of.scope))


def address(name: str, of: VotingBody, *args: object) -> str:
    return reverse(f"congress:{name}", args=[of.congress.slug, of.address, *args])


def text(response: Any) -> str:
    return str(response.content.decode())


# --- the congress -----------------------------------------------------------------


def typed(of: Unit, **fields: Any) -> dict[str, Any]:
    return {
        "unit": of.code,
        "kind": "delegates",
        "number": "",
        "first_year": "2025",
        "last_year": "2030",
        "place": "Nhà văn hóa xã",
        "opens_on": "24/07/2025",
        "closes_on": "25/07/2025",
        "contents": ["review", "committee"],
    } | fields


def test_staff_enter_a_congress_of_a_unit_beneath_theirs(signed_in: SignedIn) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    commune = make.unit(parent=province, congress_number=11)
    client = staff(province, signed_in)

    answer = client.post(reverse("congress:convene"), typed(commune))

    congress = Congress.objects.get()
    assert answer["Location"] == reverse("congress:detail", args=[congress.slug])
    assert (congress.slug, congress.number) == ("dang-bo-xa-khe-vang-xii", 12)
    assert congress.contents == ["review", "committee"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"closes_on": "23/07/2025"}, "Ngày bế mạc phải từ ngày khai mạc trở đi."),
        ({"designated": "on"}, "Đã chỉ định thì đại hội không bầu"),
        ({"contents": []}, "Chọn ít nhất một nội dung."),
        ({"last_year": "2025"}, "Năm cuối phải sau năm đầu."),
        ({"opens_on": "hôm nay"}, "Ngày không đúng."),
        ({}, "Tổ chức này chưa ghi số đại hội gần nhất."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    signed_in: SignedIn, fields: dict[str, Any], sentence: str
) -> None:
    unit = make.unit()
    answer = staff(unit, signed_in).post(
        reverse("congress:convene"), typed(unit, **fields)
    )

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "Nhà văn hóa xã" in text(answer)
    assert not Congress.objects.exists()


def test_no_congress_of_a_unit_next_door(signed_in: SignedIn) -> None:
    client = staff(make.unit("Đảng bộ xã Bản Mù"), signed_in)

    answer = client.post(
        reverse("congress:convene"), typed(make.unit("Đảng bộ xã Nậm Lành"))
    )

    assert "Không có tổ chức nào mang mã hay tên này" in text(answer)
    assert not Congress.objects.exists()


def test_the_second_of_two_who_change_a_congress_sees_both_versions(
    body: VotingBody, signed_in: SignedIn
) -> None:
    client = staff(body.congress.unit, signed_in)
    page = reverse("congress:change", args=[body.congress.slug])
    shown = client.get(page).context["form"].initial
    both: dict[str, Any] = {
        "opens_on": "24/07/2025",
        "closes_on": "24/07/2025",
        "contents": list(body.congress.contents),
        "version": 1,
        "seen": shown["seen"],
    }
    client.post(page, both | {"place": "Hội trường A"})

    second = client.post(
        page, both | {"place": body.congress.place, "closes_on": "26/07/2025"}
    )

    assert "Người khác vừa sửa" in text(second)
    form = second.context["form"]
    assert form.initial["place"] == "Hội trường A"
    assert str(form.initial["closes_on"]) == "2025-07-26"
    assert form.initial["version"] == 2


def test_a_meeting_is_formed(body: VotingBody, signed_in: SignedIn) -> None:
    client = staff(body.congress.unit, signed_in)

    client.post(
        reverse("congress:form-body", args=[body.congress.slug]), {"kind": "committee"}
    )

    page = client.get(reverse("congress:detail", args=[body.congress.slug]))
    assert "Hội nghị Ban Chấp hành lần thứ 1" in text(page)


def test_the_congress_says_how_many_are_convened_and_came(
    body: VotingBody, keeper: Client
) -> None:
    make.roll(body, 2)
    make.on_roll(body, attendance="unknown")

    page = text(keeper.get(reverse("congress:detail", args=[body.congress.slug])))

    assert "triệu tập 3, có mặt 2" in page


# --- the roll ---------------------------------------------------------------------


def names_on(response: Any) -> list[str]:
    return [str(row) for row in response.context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "questions"), [("roll", 11), ("attendance", 10), ("base", 10)]
)
def test_pages_ask_as_often_for_three_people_as_for_one(
    body: VotingBody,
    keeper: Client,
    django_assert_num_queries: Queries,
    rows: int,
    name: str,
    questions: int,
) -> None:
    make.roll(body, rows)

    with django_assert_num_queries(questions):
        keeper.get(address(name, body))


def test_the_roll_is_searched_without_accents_and_narrowed(
    body: VotingBody, keeper: Client
) -> None:
    make.on_roll(body, make.person("Nông Thị Quỳnh", citizen_id="001175012345"))
    make.on_roll(body, make.person("Lục Văn Quý"), origin="designated")

    page = address("roll", body)
    found = {
        query: names_on(keeper.get(f"{page}?{query}"))
        for query in ("", "tim=nong+quynh", "tim=001175012345", "dien=designated")
    }

    assert found == {
        "": ["Lục Văn Quý", "Nông Thị Quỳnh"],
        "tim=nong+quynh": ["Nông Thị Quỳnh"],
        # A number would name its bearer to somebody who may not read the register.
        "tim=001175012345": [],
        "dien=designated": ["Lục Văn Quý"],
    }


def test_whoever_reads_the_register_finds_a_number_on_the_roll(
    body: VotingBody, client: Client
) -> None:
    make.on_roll(body, make.person("Nông Thị Quỳnh", citizen_id="001175012345"))
    staff = make.holder(Role.ORGANISATION_STAFF, at=body.congress.unit.scope)
    client.force_login(staff)

    answer = client.get(f"{address('roll', body)}?tim=001175012345")

    assert names_on(answer) == ["Nông Thị Quỳnh"]


def test_the_roll_leaves_as_a_file_with_a_line_in_the_trail(
    body: VotingBody, keeper: Client
) -> None:
    make.on_roll(body, make.person("Lục Văn Quý"), votes=118)

    answer = keeper.get(f"{address('roll', body)}?xuat=xlsx")

    cells = list(load_workbook(BytesIO(answer.content)).active.values)
    assert any("Lục Văn Quý" in row and 118 in row for row in cells)
    line = AuditEvent.objects.get(act="congress.roll_exported")
    assert line.detail == {"form": "xlsx", "rows": 1}


def test_a_printed_roll_leaves_a_line_too(body: VotingBody, keeper: Client) -> None:
    make.on_roll(body)

    assert keeper.get(f"{address('roll', body)}?in=1").status_code == 200

    line = AuditEvent.objects.get(act="congress.roll_exported")
    assert line.detail == {"form": "print", "rows": 1}


def test_the_board_reads_the_roll_of_its_body_and_changes_nothing(
    body: VotingBody, signed_in: SignedIn
) -> None:
    row = make.on_roll(body)
    client = signed_in(make.holder(Role.TALLY_MEMBER, at=body.scope))

    page = client.get(address("roll", body))
    assert "Thêm người" not in text(page)
    assert client.get(address("roll-change", body, row.pk)).status_code == 404
    mark = client.post(
        address("attendance-mark", body, row.pk), {"attendance": "present"}
    )
    assert mark.status_code == 404


def test_a_row_of_another_body_is_not_found_here(
    body: VotingBody, keeper: Client
) -> None:
    elsewhere = make.on_roll(make.body(body.congress, kind=BodyKind.COMMITTEE))

    for name in ("roll-change", "roll-remove", "roll-replace", "roll-give-back"):
        assert keeper.get(address(name, body, elsewhere.pk)).status_code == 404


def test_people_are_found_ticked_and_called(body: VotingBody, keeper: Client) -> None:
    wanted = make.person("Nông Thị Quỳnh", at=body.congress.unit)
    make.person("Lục Văn Quý", at=body.congress.unit)
    page = address("roll-add", body)

    shown = keeper.get(f"{page}?tim=quynh")
    people = [person.pk for person in shown.context["page"]]
    keeper.post(page, {"people": people, "origin": "elected", "standing": "official"})

    assert people == [wanted.pk]
    assert body.roll.get().person == wanted


def test_nobody_ticked_is_said_and_what_was_chosen_stays(
    body: VotingBody, keeper: Client
) -> None:
    make.person(at=body.congress.unit)

    answer = keeper.post(
        address("roll-add", body), {"origin": "designated", "standing": "official"}
    )

    assert "Hãy chọn ít nhất một người" in text(answer)
    assert '<option value="designated" selected' in text(answer)


def test_all_members_are_called_after_the_number_was_seen(signed_in: SignedIn) -> None:
    body = make.body(make.congress(kind=CongressKind.MEMBERS))
    make.person(at=body.congress.unit)
    client = signed_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))

    asked = client.get(address("roll-all", body))
    client.post(address("roll-all", body), {"seen": asked.context["number"]})

    assert asked.context["number"] == body.roll.count() == 1


def test_a_meeting_calls_those_elected(body: VotingBody, keeper: Client) -> None:
    meeting = make.body(body.congress, kind=BodyKind.COMMITTEE)
    person = make.person()
    row = ElectedRow(person=person, name=str(person), rank=1, votes=100)
    record_elected(body, Office.COMMITTEE, uuid4(), 1, [row], make.NOON, None)

    shown = keeper.get(address("roll-elected", meeting))
    keeper.post(address("roll-elected", meeting), {"seen": "1"})

    assert str(person) in text(shown)
    assert meeting.roll.get().person == person


def row_typed(**fields: Any) -> dict[str, Any]:
    said = {"origin": "elected", "standing": "official", "version": 1, "seen": "{}"}
    return said | fields


def test_credentials_are_rejected_on_the_page_of_the_row(
    body: VotingBody, keeper: Client
) -> None:
    row = make.on_roll(body, origin="elected")
    page = address("roll-change", body, row.pk)

    without = keeper.post(page, row_typed(standing="rejected", votes="7"))
    keeper.post(page, row_typed(standing="rejected", reason="Có đơn"))

    assert "Hãy ghi lý do bác tư cách." in text(without)
    assert 'value="7"' in text(without)
    row.refresh_from_db()
    assert (row.standing, row.reason) == ("rejected", "Có đơn")


def test_the_second_of_two_who_change_a_row_keeps_what_he_typed(
    body: VotingBody, keeper: Client
) -> None:
    row = make.on_roll(body, origin="elected")
    page = address("roll-change", body, row.pk)
    seen = keeper.get(page).context["form"].initial["seen"]
    mine = row_typed(seen=seen, sent_by=str(row.sent_by_id))
    keeper.post(page, mine | {"votes": "118"})

    second = keeper.post(page, mine | {"is_convener": "on"})

    form = second.context["form"]
    assert "Người khác vừa sửa" in text(second)
    assert (form.initial["votes"], form.initial["is_convener"]) == (118, True)
    assert form.initial["version"] == 2


def test_somebody_is_taken_off_after_confirming(
    body: VotingBody, keeper: Client
) -> None:
    row = make.on_roll(body)

    asked = keeper.get(address("roll-remove", body, row.pk))
    keeper.post(address("roll-remove", body, row.pk))

    assert "Chỉ làm khi ghi nhầm" in text(asked)
    assert not body.roll.exists()


# --- who came ---------------------------------------------------------------------


def marked(**fields: Any) -> dict[str, Any]:
    return {"attendance": "present", "version": 1, "reason": ""} | fields


def test_one_click_marks_one_person(body: VotingBody, keeper: Client) -> None:
    row = make.on_roll(body, attendance="unknown")

    answer = keeper.post(address("attendance-mark", body, row.pk), marked())

    row.refresh_from_db()
    assert row.attendance == "present"
    assert answer["Location"].endswith(f"#nguoi-{row.pk}")


def test_htmx_gets_the_row_and_the_figures_back(
    body: VotingBody, keeper: Client
) -> None:
    row = make.on_roll(body, attendance="unknown")

    answer = keeper.post(
        address("attendance-mark", body, row.pk),
        marked(),
        headers={"HX-Request": "true"},
    )

    assert f'id="nguoi-{row.pk}"' in text(answer)
    assert 'id="figures" role="status" hx-swap-oob="true"' in text(answer)
    assert 'name="version" value="2"' in text(answer)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_absence_without_a_reason_is_told_beside_the_person(
    body: VotingBody, keeper: Client, headers: dict[str, str]
) -> None:
    row = make.on_roll(body, attendance="unknown")

    answer = keeper.post(
        address("attendance-mark", body, row.pk),
        marked(attendance="absent"),
        headers=headers,
    )

    assert "Hãy ghi lý do vắng." in text(answer)
    row.refresh_from_db()
    assert row.attendance == "unknown"


def test_who_is_late_is_told_what_was_written_and_keeps_his_reason(
    body: VotingBody, keeper: Client
) -> None:
    row = make.on_roll(body, attendance="unknown")
    page = address("attendance-mark", body, row.pk)
    keeper.post(page, marked())

    late = keeper.post(page, marked(attendance="absent", reason="Ốm nặng"))

    assert "Người khác vừa ghi: Có mặt" in text(late)
    assert "Ốm nặng" in text(late)
    row.refresh_from_db()
    assert row.attendance == "present"


def test_the_rest_are_present_at_one_click(body: VotingBody, keeper: Client) -> None:
    make.roll(body, 2, attendance="unknown")

    keeper.post(address("attendance-rest", body))

    assert set(body.roll.values_list("attendance", flat=True)) == {"present"}


# --- who replaces whom, and the base ----------------------------------------------


def test_an_alternate_takes_a_seat_and_gives_it_back(
    body: VotingBody, keeper: Client
) -> None:
    village = make.unit("Chi bộ thôn Nà Pia", parent=body.congress.unit)
    seat = make.on_roll(body, origin="elected", sent_by=village)
    alternate = make.on_roll(
        body, origin="elected", sent_by=village, standing="alternate", votes=99
    )
    page = address("roll-replace", body, seat.pk)
    said = {"alternate": alternate.pk, "ground": "leave_granted", "version": 1}

    short = keeper.post(page, said | {"elected_short": "on"})
    keeper.post(page, said)
    taken = RollEntry.objects.get(in_place_of=seat)
    base = keeper.get(address("base", body))
    keeper.post(address("roll-give-back", body, taken.pk), {"version": taken.version})

    assert "294-QĐ/TW" in text(short)
    assert "đã có đại biểu dự khuyết thay" in text(base)
    assert not RollEntry.objects.filter(in_place_of__isnull=False).exists()


def test_the_base_names_who_is_deducted_and_by_what(
    body: VotingBody, keeper: Client
) -> None:
    make.roll(body, 3)
    gone = make.on_roll(
        body,
        make.person("Nông Thị Quỳnh"),
        origin="elected",
        attendance="absent",
        reason="Ốm",
    )

    page = text(keeper.get(address("base", body)))

    assert str(gone) in page
    assert "190-QĐ/TW" in page
    assert "Trúng cử khi được quá một nửa, tức là từ 2 phiếu." in page
    assert "3/4" in page


def test_an_empty_base_says_what_to_do(body: VotingBody, keeper: Client) -> None:
    assert "Mẫu số tính từ danh sách triệu tập." in text(
        keeper.get(address("base", body))
    )


def test_the_roll_of_the_first_body_within_reach_is_opened(
    body: VotingBody, signed_in: SignedIn
) -> None:
    meeting = make.body(body.congress, kind=BodyKind.COMMITTEE)
    client = signed_in(make.holder(Role.TALLY_HEAD, at=meeting.scope))

    answer = client.get(reverse("congress:rolls", args=[body.congress.slug]))

    assert answer["Location"] == address("roll", meeting)


def test_the_base_says_which_organisations_count_and_what_is_not_confirmed(
    signed_in: SignedIn,
) -> None:
    """R-SC-4 asks for two thirds of the organisations beneath; the roll has some."""
    body = make.body()
    unit = body.congress.unit
    one, _two = (make.unit(f"Chi bộ thôn {n}", parent=unit) for n in (1, 2))
    make.on_roll(body, sent_by=one)
    client = signed_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))

    text = client.get(
        reverse("congress:base", args=[body.congress.slug, body.address])
    ).text

    assert "2 tổ chức đảng trực thuộc, danh sách triệu tập mới có 1 nơi cử" in text
    assert "cần xác nhận" in text
