"""Leaving the register, and coming back into it."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.access.rights import Role
from core.errors import ChangedMeanwhile, Refused
from core.models import AuditEvent, Person, PersonVersion, Unit, User
from core.models.person import LeftWhy
from core.queries import people as register
from core.services import (
    AlreadyLeft,
    AlreadyRegistered,
    Decision,
    Leaving,
    LeavingUnsound,
    MergeUnsound,
    NotLeft,
    UnitDissolved,
    bring_person_back,
    change_person,
    dissolve_unit,
    let_person_leave,
    merge_people,
    register_person,
    transfer_person,
)
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)
DIED = Leaving(on=DAY, why=LeftWhy.DIED)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Khe Vàng", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.PERSONNEL_STAFF, at=province.scope, username="kiem")


@pytest.fixture
def client(keeper: User, signed_in: SignedIn) -> Client:
    return signed_in(keeper)


def left(person: Person, leaving: Leaving = DIED, by: User | None = None) -> Person:
    return let_person_leave(
        person_id=person.pk,
        seen_version=person.version,
        leaving=leaving,
        by=by,
        at=make.NOON,
    )


def back(person: Person, unit: Unit | None = None, **changes: Any) -> Person:
    said: dict[str, Any] = {"reason": "Ghi nhầm người.", "by": None, "at": make.NOON}
    return bring_person_back(
        person_id=person.pk,
        seen_version=person.version,
        unit=unit or person.unit,
        **said | changes,
    )


# --- the acts ---------------------------------------------------------------------


def test_who_leaves_stays_as_a_row_with_day_and_reason(
    keeper: User, commune: Unit
) -> None:
    person = make.person("Lục Văn Quý", at=commune)

    decided = Leaving(on=DAY, why=LeftWhy.EXPELLED, decision=" 12-QĐ/ĐU ")
    left(person, decided, by=keeper)

    person.refresh_from_db()
    assert (person.left_on, person.left_why) == (DAY, "expelled")
    assert (person.left_decision, person.version) == ("12-QĐ/ĐU", 2)
    line = AuditEvent.objects.get(act="core.person_left")
    assert (line.scope, line.actor) == (commune.scope, keeper)
    assert line.detail == {
        "on": "2025-07-01",
        "left_why": "expelled",
        "decision": "12-QĐ/ĐU",
    }
    assert PersonVersion.objects.get(pgh_obj_id=person.pk).left_on is None


def test_somebody_is_brought_back_and_what_was_written_is_kept(
    keeper: User, commune: Unit, province: Unit
) -> None:
    person = left(make.person(at=commune))

    back(person, province, by=keeper)

    person.refresh_from_db()
    assert (person.left_on, person.left_why, person.unit) == (None, "", province)
    line = AuditEvent.objects.get(act="core.person_brought_back")
    assert line.detail == {
        "reason": "Ghi nhầm người.",
        "left_on": "2025-07-01",
        "left_why": "died",
        "from_unit": commune.code,
        "to_unit": province.code,
    }
    told = [str(change.what) for change in register.history(person, [])]
    assert told == ["đưa trở lại sổ", "ghi rời sổ", "ghi vào sổ"]


@pytest.mark.parametrize("day", [date(2030, 1, 1), date(1975, 8, 4), date(1998, 2, 2)])
def test_nobody_leaves_on_a_day_that_cannot_be(day: date) -> None:
    person = make.person(born_on=date(1975, 8, 5), party_since=date(1998, 2, 3))

    with pytest.raises(LeavingUnsound, match="Ngày rời sổ"):
        left(person, Leaving(on=day, why=LeftWhy.DIED))

    assert not AuditEvent.objects.filter(act="core.person_left").exists()


def test_nobody_leaves_twice_or_comes_back_who_is_there(commune: Unit) -> None:
    person = make.person(at=commune)
    with pytest.raises(NotLeft):
        back(person)
    left(person)
    person.refresh_from_db()

    with pytest.raises(AlreadyLeft):
        left(person)
    with pytest.raises(AlreadyLeft):
        transfer_person(
            person_id=person.pk,
            seen_version=person.version,
            unit=make.unit(),
            by=None,
            at=make.NOON,
        )
    with pytest.raises(LeavingUnsound):
        back(person, reason=" ")


@pytest.mark.parametrize("act", [left, back])
def test_whoever_acts_on_a_row_changed_meanwhile_is_told(act: Any) -> None:
    person = make.person()
    person.version = 7

    with pytest.raises(ChangedMeanwhile):
        act(person)


def test_what_is_written_of_somebody_who_left_may_be_put_right() -> None:
    person = left(make.person("Lục Văn Qúy"))

    change_person(
        person_id=person.pk,
        seen_version=2,
        values={"full_name": "Lục Văn Quý"},
        by=None,
        at=make.NOON,
    )

    assert Person.objects.get().full_name == "Lục Văn Quý"


def test_who_left_bars_no_unit_from_being_dissolved_and_comes_back_elsewhere(
    keeper: User, commune: Unit
) -> None:
    cell = make.unit("Chi bộ 1", parent=make.unit("Đảng bộ cơ sở", parent=commune))
    person = left(make.person(at=cell))

    dissolve_unit(
        unit_id=cell.pk,
        seen_version=cell.version,
        decision=Decision(on=date(2025, 7, 2), paper="12-QĐ/ĐU, 01/07/2025"),
        by=keeper,
        at=make.NOON,
    )

    with pytest.raises(UnitDissolved):
        back(person, cell)
    assert back(person, commune).unit == commune


def test_a_number_stays_with_who_left_and_a_returning_one_is_found() -> None:
    known: dict[str, Any] = {
        "citizen_id": "008075000123",
        "born_on": date(1975, 8, 5),
    }
    person = left(make.person("Lục Văn Quý", **known))

    with pytest.raises(AlreadyRegistered):
        register_person(
            full_name="Lục Văn Quý",
            unit=person.unit,
            particulars=known,
            by=None,
            at=make.NOON,
        )
    again = make.person("Lục Văn Quý", at=person.unit, born_on=date(1975, 8, 5))
    assert register.doubles_of(register.everybody(), again) == [person]
    with pytest.raises(MergeUnsound):
        merged(person, again)
    assert merged(again, person).kept == again


def merged(kept: Person, gone: Person) -> Any:
    return merge_people(
        kept_id=kept.pk,
        gone_id=gone.pk,
        seen_versions=(kept.version, gone.version),
        taken=[],
        reason="Cùng số định danh.",
        by=None,
        at=make.NOON,
    )


# --- the pages --------------------------------------------------------------------


def names_on(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("core:people"), asked)
    return [person.full_name for person in answer.context["page"]]


def page(name: str, person: Person) -> str:
    return reverse(f"core:{name}", args=[person.pk])


def test_lists_show_who_is_there_and_others_when_asked(
    client: Client, commune: Unit
) -> None:
    make.person("Đỗ Văn An", at=commune)
    left(make.person("Trần Văn Bình", at=commune, citizen_id="008075000123"))

    assert names_on(client) == ["Đỗ Văn An"]
    assert names_on(client, tim="van") == ["Đỗ Văn An"]
    assert names_on(client, so="roi") == ["Trần Văn Bình"]
    assert names_on(client, so="ca") == ["Đỗ Văn An", "Trần Văn Bình"]
    assert names_on(client, so="ca", tim="binh") == ["Trần Văn Bình"]
    assert names_on(client, tim="008075000123") == ["Trần Văn Bình"]
    found = client.get(reverse("core:people"), {"tim": "008075000123"})
    assert "đã rời sổ 01/07/2025: từ trần" in found.text


def test_the_file_tells_who_left_and_how_long_each_was_in_the_party(
    client: Client, commune: Unit
) -> None:
    make.person("Đỗ Văn An", at=commune)
    person = register_person(
        full_name="Trần Văn Bình",
        unit=commune,
        particulars={
            "party_since": date(1998, 2, 3),
            "official_since": date(1999, 2, 3),
            "party_age_lost_months": 5,
        },
        by=None,
        at=make.NOON,
    )
    left(person, Leaving(on=DAY, why=LeftWhy.MOVED_AWAY, decision="12-QĐ/ĐU"))

    answer = client.get(reverse("core:people"), {"so": "ca", "xuat": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [each["Tuổi đảng"] or "" for each in told] == ["", "26 năm 11 tháng"]
    assert told[1]["Ngày rời sổ"] == "01/07/2025"
    assert told[1]["Lý do rời sổ"] == "chuyển đi nơi khác ngoài cổng"
    assert told[1]["Văn bản về việc rời sổ"] == "12-QĐ/ĐU"
    line = AuditEvent.objects.get(act="core.people_taken")
    assert line.detail == {"form": "xlsx", "rows": 2, "listed": "all"}


def test_a_list_of_those_who_left_asks_as_much_for_three_as_for_one(
    client: Client, commune: Unit, django_assert_num_queries: Queries
) -> None:
    left(make.person("Đỗ Văn An", at=commune))
    address = reverse("core:people") + "?so=roi"
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for name in ("Trần Văn Bình", "Lê Văn Chi"):
        left(make.person(name, at=commune))

    with django_assert_num_queries(8):
        client.get(address)


def test_somebody_leaves_by_the_form_and_the_page_says_so(
    client: Client, commune: Unit
) -> None:
    person = make.person("Lục Văn Quý", at=commune)
    make.post(person, "Bí thư chi bộ")

    asked = client.get(page("person-leave", person))
    answer = client.post(
        page("person-leave", person),
        {"version": 1, "left_on": "1/7/2025", "left_why": "died"},
    )

    assert "Còn ghi đang giữ chức vụ Bí thư chi bộ" in asked.text
    assert answer.status_code == 302
    shown = client.get(page("person", person)).text
    assert "Đã rời sổ từ ngày 01/07/2025: từ trần." in shown
    assert page("person-bring-back", person) in shown
    assert page("person-transfer", person) not in shown


def test_what_is_wrong_of_a_leaving_is_said_and_nothing_typed_is_lost(
    client: Client, commune: Unit
) -> None:
    person = make.person(at=commune)
    typed = {"left_on": "1/7/2099", "left_why": "died", "left_decision": "12-QĐ/ĐU"}

    nothing = client.post(page("person-leave", person), {"version": 1})
    future = client.post(page("person-leave", person), typed | {"version": "1"})
    stale = client.post(
        page("person-leave", person),
        typed | {"version": "0", "left_on": "1/7/2025"},
    )

    assert "Hãy chọn lý do." in nothing.text
    assert "Hãy ghi ngày rời sổ." in nothing.text
    assert "Ngày rời sổ ở tương lai." in future.text
    assert "12-QĐ/ĐU" in future.text
    assert "Người khác vừa sửa" in stale.text
    assert Person.objects.get(pk=person.pk).left_on is None


def test_somebody_is_brought_back_by_the_form(client: Client, commune: Unit) -> None:
    person = left(make.person(at=commune))

    asked = client.get(page("person-bring-back", person))
    refused = client.post(
        page("person-bring-back", person), {"version": 2, "unit": commune.code}
    )
    done = client.post(
        page("person-bring-back", person),
        {"version": 2, "unit": commune.code, "reason": "Ghi nhầm."},
    )

    assert commune.code in asked.text
    assert "Hãy ghi lý do đưa trở lại sổ." in refused.text
    assert done.status_code == 302
    assert Person.objects.get(pk=person.pk).left_on is None


def test_an_account_that_is_left_is_warned_about(client: Client, commune: Unit) -> None:
    person = left(make.person(at=commune))
    user = make.user("quy")
    User.objects.filter(pk=user.pk).update(person=person)
    sentence = "Tài khoản quy vẫn đăng nhập được"

    assert sentence in client.get(page("person", person)).text
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sentence not in client.get(page("person", person)).text


def test_pages_that_make_no_sense_lead_to_the_person(
    client: Client, commune: Unit
) -> None:
    there, gone = make.person(at=commune), left(make.person(at=commune))

    for name, person in (
        ("person-bring-back", there),
        ("person-leave", gone),
        ("person-transfer", gone),
    ):
        answer = client.get(page(name, person))
        assert answer.headers["Location"] == page("person", person)


def test_refusals_are_sentences() -> None:
    for kind in (AlreadyLeft, LeavingUnsound, NotLeft):
        assert issubclass(kind, Refused)
