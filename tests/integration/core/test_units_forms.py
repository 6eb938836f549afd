"""Acts on units as people do them: forms, conflicts, previews, confirmations."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from core.access.rights import Role
from core.models import Appointment, Person, Unit, UnitChange, User
from core.services import Particulars, correct_unit
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

ON = {"on": "01/07/2025", "paper": "12-QĐ/TU ngày 20/6/2025"}


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit(parent=province, congress_number=12)


@pytest.fixture
def other(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Nậm Lành", parent=province, congress_number=20)


@pytest.fixture
def staff(province: Unit) -> User:
    return make.holder(
        Role.ORGANISATION_STAFF, at=province.scope, full_name="Vũ Thị Hoa"
    )


@pytest.fixture
def client(staff: User, signed_in: SignedIn) -> Client:
    return signed_in(staff)


def address(act: str, unit: Unit) -> str:
    return reverse(f"core:unit-{act}", args=[unit.code])


def send(client: Client, act: str, unit: Unit, **typed: Any) -> Any:
    """Send a form as it was opened, with what was typed over it."""
    opened = client.get(address(act, unit))
    form = opened.context["form"]
    shown = {
        name: value for name in form.fields if (value := form[name].value()) is not None
    }
    return client.post(address(act, unit), shown | typed)


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def again(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


# --- founding and correcting ------------------------------------------------------


def test_a_unit_is_founded_beneath_another(client: Client, commune: Unit) -> None:
    answer = send(
        client,
        "found",
        commune,
        name=" Chi bộ  thôn 1",
        code="KV-1",
        kind="cell",
        founded_on="3/2/1995",
        congress_number="9",
    )

    unit = Unit.objects.get(code="KV-1")
    assert answer.headers["Location"] == reverse("core:unit", args=["KV-1"])
    assert (unit.name, unit.parent, unit.founded_on, unit.congress_number) == (
        "Chi bộ thôn 1",
        commune,
        date(1995, 2, 3),
        9,
    )


def test_only_kinds_below_are_offered_and_the_abolished_last(
    client: Client, province: Unit
) -> None:
    form = client.get(address("found", province)).context["form"]

    words = [str(word) for _code, word in form.fields["kind"].choices]
    assert "Đảng bộ tỉnh" not in words
    assert words[1] == "Đảng bộ các cơ quan Đảng tỉnh, thành phố"
    assert words[-1] == "Đảng bộ xã (tổ chức cơ sở đảng, trước 1/7/2025) (đã bỏ)"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"code": "a b"}, {"code"}),
        ({"name": "", "code": ""}, {"name", "code"}),
        ({"founded_on": "31/02/2025"}, {"founded_on"}),
        ({"founded_on": "01/01/2999"}, {"founded_on"}),
        ({"founded_on": "01/01/1900"}, {"founded_on"}),
        ({"congress_number": "400"}, {"congress_number"}),
        ({"kind": "province"}, {"kind"}),
        ({"code": "TAKEN"}, {"code"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    typed: dict[str, str], wrong: set[str], client: Client, commune: Unit
) -> None:
    Unit.objects.filter(pk=make.unit("Bí mật").pk).update(code="TAKEN")
    whole = {"name": "Chi bộ thôn 1", "code": "KV-1", "kind": "cell"}

    answer = send(client, "found", commune, **whole | typed)

    assert answer.status_code == 200
    assert set(errors(answer)) == wrong
    assert answer.context["form"]["name"].value() == (whole | typed)["name"]
    assert "Bí mật" not in answer.text
    assert not Unit.objects.filter(parent=commune).exists()


def test_a_correction_may_change_the_address(client: Client, commune: Unit) -> None:
    answer = send(client, "correct", commune, code="SB.KV", congress_number="13")

    assert answer.headers["Location"] == reverse("core:unit", args=["SB.KV"])
    assert again(commune).congress_number == 13


def test_the_second_who_corrects_sees_both_versions_and_then_may_store(
    client: Client, commune: Unit
) -> None:
    opened = client.get(address("correct", commune)).context["form"]
    correct_unit(
        unit_id=commune.pk,
        seen_version=1,
        values=Particulars(
            code="SB.KV", name=commune.name, founded_on=None, congress_number=13
        ),
        by=make.user(full_name="Lục Văn Quý"),
        at=make.NOON,
    )
    typed = {
        "version": opened["version"].value(),
        "name": "Đảng bộ xã Khe Vàn",
        "code": commune.code,
        "founded_on": "",
        "congress_number": "14",
    }
    now = again(commune)

    # The page was opened while the unit had its old code.
    answer = client.post(address("correct", commune), typed)

    form = answer.context["form"]
    fields = answer.context["versions"]["fields"]
    assert now.congress_number == 13
    assert [(each.before, each.after) for each in fields] == [
        ("Đảng bộ xã Khe Vàn", commune.name),
        (commune.code, "SB.KV"),
        ("14", "13"),
    ]
    assert "Lục Văn Quý" in answer.text
    # What I changed stays; what only the other changed is taken from him.
    assert [form[name].value() for name in ("name", "code", "congress_number")] == [
        "Đảng bộ xã Khe Vàn",
        "SB.KV",
        14,
    ]
    stored = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address("correct", now), stored).status_code == 302
    assert again(commune).congress_number == 14


def test_a_correction_refused_stands_beside_its_field(
    client: Client, commune: Unit, other: Unit
) -> None:
    answer = send(client, "correct", commune, code=other.code)

    assert set(errors(answer)) == {"code"}
    assert again(commune).version == 1


def test_an_old_code_leads_to_the_unit_until_another_has_it(
    client: Client, commune: Unit, other: Unit
) -> None:
    old = reverse("core:unit", args=[commune.code])
    send(client, "correct", commune, code="SB.KV")
    led = client.get(old)
    Unit.objects.filter(pk=other.pk).update(code=commune.code)
    then = client.get(old)
    beyond = make.unit("Đảng bộ xã Xa")
    Unit.objects.filter(pk=beyond.pk).update(code="XA")
    gone = client.get(reverse("core:unit", args=[beyond.code]))

    assert [each.context["unit"].name for each in (led, then)] == [
        commune.name,
        other.name,
    ]
    assert gone.status_code == 404


# --- decisions --------------------------------------------------------------------


def test_a_unit_is_renamed(client: Client, commune: Unit) -> None:
    answer = send(client, "rename", commune, name="Đảng bộ xã Khe Bạc", **ON)

    assert answer.headers["Location"] == reverse("core:unit", args=[commune.code])
    assert said(answer) == ["Đã đổi tên."]
    assert again(commune).name == "Đảng bộ xã Khe Bạc"
    assert UnitChange.objects.get().decision == ON["paper"]


def test_a_unit_is_moved_by_a_code(
    client: Client, commune: Unit, province: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=province, kind="cell")

    send(client, "move", cell, parent=commune.code, **ON)

    assert again(cell).parent == commune


def test_a_unit_is_not_moved_out_of_reach(client: Client, commune: Unit) -> None:
    beyond = make.unit("Đảng bộ tỉnh Hòa Lộc")

    answer = send(client, "move", commune, parent=beyond.code, **ON)

    assert set(errors(answer)) == {"parent"}
    assert "Hòa Lộc" not in answer.text


def test_a_unit_is_reclassed(client: Client, commune: Unit) -> None:
    answer = client.get(address("reclass", commune))
    codes = {code for code, _word in answer.context["form"].fields["kind"].choices}

    send(client, "reclass", commune, kind="ward", **ON)

    assert {"commune", "province"} & codes == set()
    assert again(commune).kind_id == "ward"


def test_ending_a_unit_says_what_ends_with_it(client: Client, commune: Unit) -> None:
    make.holder(Role.INSPECTOR, at=commune.scope, full_name="Nông Thị Quỳnh")

    opened = client.get(address("dissolve", commune))
    send(client, "dissolve", commune, **ON)

    assert "Nông Thị Quỳnh – cán bộ kiểm tra" in opened.text
    assert again(commune).dissolved_on == date(2025, 7, 1)


def test_a_refusal_leaves_the_form_as_it_was_filled(
    client: Client, commune: Unit
) -> None:
    make.person(at=commune)

    answer = send(client, "dissolve", commune, **ON)

    assert answer.status_code == 200
    assert "còn 1 người trong sổ" in errors(answer)["__all__"][0]
    assert answer.context["form"]["paper"].value() == ON["paper"]
    assert again(commune).dissolved_on is None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Hãy ghi ngày."),
        ("01.13.2025", "Ngày không đúng. Hãy gõ ngày/tháng/năm: 05/08/2025."),
        ("01/07/2090", "Ngày ở tương lai. Hãy ghi vào cổng khi đã đến ngày đó."),
    ],
)
def test_a_day_is_asked_for_in_words(
    day: str, sentence: str, client: Client, commune: Unit
) -> None:
    answer = send(client, "rename", commune, name="Khác", on=day, paper="")

    assert errors(answer) == {"on": [sentence]}


def test_the_second_who_decides_is_told_and_may_go_on(
    client: Client, commune: Unit
) -> None:
    opened = client.get(address("rename", commune)).context["form"]
    send(client, "rename", commune, name="Đảng bộ xã Khe Bạc", **ON)
    typed = {"name": "Đảng bộ xã Khe Đồng", "version": opened["version"].value()} | ON

    answer = client.post(address("rename", commune), typed)

    assert "Người khác vừa sửa" in errors(answer)["__all__"][0]
    assert "Đảng bộ xã Khe Bạc" in answer.text
    form = answer.context["form"]
    assert form["name"].value() == "Đảng bộ xã Khe Đồng"
    typed["version"] = form["version"].value()
    assert client.post(address("rename", commune), typed).status_code == 302
    assert again(commune).name == "Đảng bộ xã Khe Đồng"


# --- mergers ----------------------------------------------------------------------


def posted(answer: Any) -> dict[str, list[str]]:
    """What a confirmation page would send back: its hidden fields."""
    found: dict[str, list[str]] = {}
    for name, value in answer.context["typed"]:
        found.setdefault(name, []).append(value)
    for row in answer.context.get("rows", []):
        seen = f"{row['unit'].pk}:{row['unit'].version}"
        found.setdefault("phien-ban", []).append(seen)
        for role in row["roles"]:
            found.setdefault("da-xem", []).append(str(role.pk))
    return found


def test_a_merger_is_seen_before_it_is_done(
    client: Client, commune: Unit, other: Unit
) -> None:
    make.unit("Chi bộ thôn 1", parent=other, kind="cell")
    make.person(at=other)
    secretary = make.holder(
        Role.UNIT_SECRETARY, at=other.scope, full_name="Nông Thị Quỳnh"
    )

    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)
    before = again(other).dissolved_on
    role = Appointment.objects.get(user=secretary)
    answer = client.post(
        address("merge", other),
        posted(preview) | {"vai-tro": [str(role.pk)], "xac-nhan": "1"},
    )

    assert "1 tổ chức trực thuộc (với mọi tổ chức bên dưới), 1 người" in preview.text
    assert "Nông Thị Quỳnh – bí thư, ban thường vụ" in preview.text
    assert before is None
    assert answer.headers["Location"] == reverse("core:unit", args=[commune.code])
    assert said(answer) == [
        "Chuyển theo: 1 tổ chức trực thuộc, 1 người. Vai trò: 1 tiếp tục, 0 kết thúc.",
        "Đã sáp nhập 1 tổ chức.",
    ]
    assert again(other).dissolved_on == date(2025, 7, 1)
    assert Appointment.objects.get(scope=commune.scope).user == secretary


def test_several_are_ticked_and_typed_and_become_a_new_one(
    client: Client, province: Unit, commune: Unit, other: Unit
) -> None:
    elsewhere = make.unit("Đảng bộ cơ sở Xa", parent=province, kind="grassroots")
    deeper = make.unit("Chi bộ Xa", parent=elsewhere, kind="cell")

    preview = send(
        client,
        "merge",
        commune,
        units=[other.code],
        others=deeper.code,
        into="new",
        name="Đảng bộ xã Khe Lành",
        code="KL",
        kind="commune",
        parent=province.code,
        congress_number="",
        **ON,
    )
    client.post(address("merge", commune), posted(preview) | {"xac-nhan": "1"})

    made = Unit.objects.get(code="KL")
    assert (made.parent, made.congress_number) == (province, None)
    assert "lần thứ nhất" in preview.text
    assert {again(each).dissolved_on for each in (commune, other, deeper)} == {
        date(2025, 7, 1)
    }
    assert again(elsewhere).dissolved_on is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"into": "existing"}, {"heir"}),
        ({"into": "existing", "heir": "{own}"}, {"heir"}),
        ({"into": "existing", "heir": "không có"}, {"heir"}),
        ({"into": "no such thing"}, {"into"}),
        ({"into": "existing", "heir": "{other}", "units": ["{other}"]}, {"heir"}),
        ({"into": "new", "parent": ""}, {"name", "code", "kind", "parent"}),
        ({"into": "new", "name": "Một", "code": "M", "kind": "ward"}, {"units"}),
        ({"into": "existing", "heir": "{other}", "others": "XA LẮM"}, {"others"}),
    ],
)
def test_a_merger_that_is_not_whole_is_asked_for_again(
    typed: dict[str, Any],
    wrong: set[str],
    client: Client,
    province: Unit,
    commune: Unit,
    other: Unit,
) -> None:
    words = {"own": commune.code, "other": other.code}
    filled = {
        name: [each.format(**words) for each in value]
        if isinstance(value, list)
        else value.format(**words)
        for name, value in typed.items()
    }

    answer = send(client, "merge", commune, **{"units": []} | filled | ON)

    assert set(errors(answer)) == wrong


def test_roots_merge_into_a_new_root(signed_in: SignedIn, province: Unit) -> None:
    other = make.unit("Đảng bộ tỉnh Hòa Lộc")
    client = signed_in(make.administrator())

    preview = send(
        client,
        "merge",
        province,
        units=[other.code],
        into="new",
        name="Đảng bộ tỉnh Bình Lộc",
        code="BL",
        kind="province",
        parent="",
        **ON,
    )
    client.post(address("merge", province), posted(preview) | {"xac-nhan": "1"})

    made = Unit.objects.get(code="BL")
    assert (made.parent, made.scope.path) == (None, made.scope.home)
    assert again(other).dissolved_on == date(2025, 7, 1)


def test_nobody_merges_away_what_is_kept_by_others(
    commune: Unit, other: Unit, signed_in: SignedIn
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    keeper = signed_in(make.holder(Role.ORGANISATION_STAFF, at=commune.scope))

    answer = send(
        keeper, "merge", cell, into="existing", heir=commune.code, others=other.code,
        **ON,
    )  # fmt: skip

    assert set(errors(answer)) == {"others"}
    assert keeper.get(address("merge", commune)).status_code == 404


def test_a_merger_that_changed_since_it_was_seen_is_shown_again(
    client: Client, commune: Unit, other: Unit
) -> None:
    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)
    make.holder(Role.INSPECTOR, at=other.scope, full_name="Đàm Văn Thái")
    Unit.objects.filter(pk=other.pk).update(version=2)

    answer = client.post(address("merge", other), posted(preview) | {"xac-nhan": "1"})
    third = client.post(address("merge", other), posted(answer) | {"xac-nhan": "1"})

    assert answer.status_code == 200
    assert "Đàm Văn Thái" in answer.text
    assert "nên chưa ghi gì" in said(answer)[0]
    assert third.status_code == 302
    assert again(other).dissolved_on is not None


def test_a_merger_refused_by_a_rule_comes_back_with_the_reason(
    client: Client, province: Unit, commune: Unit
) -> None:
    base = make.unit("Đảng bộ cơ sở", parent=commune)
    cell = make.unit("Chi bộ", parent=province, kind="cell")
    make.unit("Chi bộ con", parent=base, kind="cell")

    preview = send(client, "merge", base, into="existing", heir=cell.code, **ON)
    answer = client.post(address("merge", base), posted(preview) | {"xac-nhan": "1"})

    assert "1 tổ chức trực thuộc không ở dưới cấp mới" in answer.text
    assert again(base).dissolved_on is None


def test_going_back_from_the_preview_keeps_what_was_typed(
    client: Client, commune: Unit, other: Unit
) -> None:
    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)

    answer = client.post(address("merge", other), posted(preview) | {"sua": "1"})

    form = answer.context["form"]
    assert (form["heir"].value(), form["paper"].value()) == (commune.code, ON["paper"])
    assert "Xem trước</button>" in answer.text


def test_ones_own_role_is_not_offered_to_go_on(
    client: Client, commune: Unit, other: Unit, staff: User
) -> None:
    make.appointment(staff, Role.DOCUMENTS_STAFF, at=other.scope)

    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)

    assert "của chính bạn sẽ kết thúc" in preview.text
    assert 'name="vai-tro"' not in preview.text


def test_a_role_that_cannot_go_on_is_told_of(
    client: Client, commune: Unit, other: Unit
) -> None:
    both = make.holder(Role.INSPECTOR, at=commune.scope, full_name="Đàm Văn Thái")
    role = make.appointment(both, Role.INSPECTOR, at=other.scope)

    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)
    answer = client.post(
        address("merge", other),
        posted(preview) | {"vai-tro": [str(role.pk)], "xac-nhan": "1"},
    )

    told = [each for each in said(answer) if "Đàm Văn Thái" in each]
    assert len(told) == 1
    assert told[0].startswith("Chưa chuyển được vai trò cán bộ kiểm tra")


@pytest.mark.parametrize("odd", ["x", "x:y", "x:1:2", f"x:{10**12}", ""])
def test_odd_marks_of_versions_are_no_versions(
    odd: str, client: Client, commune: Unit, other: Unit
) -> None:
    preview = send(client, "merge", other, into="existing", heir=commune.code, **ON)
    sent = posted(preview) | {
        "phien-ban": odd,
        "vai-tro": "9" * 30,
        "xac-nhan": "1",
    }

    answer = client.post(address("merge", other), sent)

    assert answer.status_code == 200
    assert again(other).dissolved_on is None


# --- splits -----------------------------------------------------------------------


def parts(province: Unit, *codes: str) -> dict[str, str]:
    filled: dict[str, str] = {"so-phan": str(len(codes))}
    for place, code in enumerate(codes):
        filled |= {
            f"phan-{place}-name": f"Đảng bộ xã {code}",
            f"phan-{place}-code": code,
            f"phan-{place}-kind": "commune",
            f"phan-{place}-parent": province.code,
            f"phan-{place}-heir": "",
        }
    return filled


def confirmed(answer: Any, **more: str) -> dict[str, Any]:
    unit = answer.context["unit"]
    roles = [str(role.pk) for role in answer.context["given_roles"]]
    return posted(answer) | {
        "phien-ban": f"{unit.pk}:{unit.version}",
        "da-xem": roles,
        "xac-nhan": "1",
        **more,
    }


def test_a_unit_is_split_and_each_row_goes_where_it_was_sent(
    client: Client, province: Unit, commune: Unit
) -> None:
    first, second = (
        make.unit(f"Chi bộ thôn {number}", parent=commune, kind="cell")
        for number in (1, 2)
    )
    person = make.person("Lục Văn Quý", at=commune)
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON
    chosen = {
        f"to-chuc-{first.pk}": "0",
        f"to-chuc-{second.pk}": "1",
        f"nguoi-{person.pk}": "1",
    }

    shared = send(client, "split", commune, **filled)
    answer = client.post(address("split", commune), confirmed(shared, **chosen))

    assert "Lục Văn Quý" in shared.text
    assert answer.status_code == 302
    a, b = Unit.objects.get(code="A"), Unit.objects.get(code="B")
    assert (again(first).parent, again(second).parent) == (a, b)
    assert Person.objects.get(pk=person.pk).unit == b
    assert (a.congress_number, b.congress_number) == (12, 12)


def test_a_part_may_leave_and_the_unit_goes_on(
    client: Client, province: Unit, commune: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    filled = parts(province, "A") | {"keeper": "itself"} | ON

    opened = client.get(address("split", commune), {"so-phan": "1"})
    shared = client.post(
        address("split", commune), filled | {"version": str(commune.version)}
    )
    client.post(
        address("split", commune), confirmed(shared, **{f"to-chuc-{cell.pk}": "0"})
    )

    assert len(opened.context["parts"]) == 1
    assert again(cell).parent == Unit.objects.get(code="A")
    assert again(commune).dissolved_on is None


def test_who_may_not_see_people_shares_none_out_by_name(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    person = make.person("Lục Văn Quý", at=commune)
    client = signed_in(make.administrator())
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON

    shared = send(client, "split", commune, **filled)
    client.post(
        address("split", commune), confirmed(shared, **{f"nguoi-{person.pk}": "1"})
    )

    assert "Lục Văn Quý" not in shared.text
    assert "Mọi người về phần giữ hồ sơ" in shared.text
    assert Person.objects.get(pk=person.pk).unit == Unit.objects.get(code="A")


def test_a_part_may_be_a_unit_that_is_there(
    client: Client, province: Unit, commune: Unit, other: Unit
) -> None:
    person = make.person(at=commune)
    filled = parts(province, "A", "B") | {"phan-1-heir": other.code} | ON
    wrong = filled | {"phan-1-heir": "không có", "keeper": "0"}

    refused = send(client, "split", commune, **wrong)
    shared = send(client, "split", commune, **filled, keeper="0")
    client.post(
        address("split", commune), confirmed(shared, **{f"nguoi-{person.pk}": "1"})
    )

    assert set(refused.context["parts"][1].errors) == {"heir"}
    assert Person.objects.get(pk=person.pk).unit == other
    assert not Unit.objects.filter(code="B").exists()


def test_a_split_that_is_not_whole_is_asked_for_again(
    client: Client, province: Unit, commune: Unit
) -> None:
    filled = parts(province, "A", "B") | {"phan-1-code": "", "keeper": "0"} | ON

    answer = send(client, "split", commune, **filled)

    assert set(answer.context["parts"][1].errors) == {"code"}
    assert answer.context["parts"][0]["code"].value() == "A"


def test_a_split_refused_by_a_rule_comes_back_with_the_reason(
    client: Client, province: Unit, commune: Unit
) -> None:
    filled = parts(province, "A", "A") | {"keeper": "0"} | ON

    shared = send(client, "split", commune, **filled)
    answer = client.post(address("split", commune), confirmed(shared))

    assert errors(answer)["__all__"] == [
        "Mã A đã có tổ chức khác dùng. Hãy chọn mã khác."
    ]
    assert not Unit.objects.filter(code="A").exists()


def test_a_split_that_changed_since_it_was_seen_is_shown_again(
    client: Client, province: Unit, commune: Unit
) -> None:
    person = make.person(at=commune)
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON
    shared = send(client, "split", commune, **filled)
    Unit.objects.filter(pk=commune.pk).update(version=2)
    chosen = {f"nguoi-{person.pk}": "1", "nguoi-x": "1"}

    answer = client.post(address("split", commune), confirmed(shared, **chosen))
    third = client.post(address("split", commune), confirmed(answer, **chosen))

    assert "nên chưa ghi gì" in said(answer)[0]
    assert [each.chosen for each in answer.context["people"]] == ["1"]
    assert third.status_code == 302


@pytest.mark.parametrize(
    ("asked", "count"),
    [("1", 1), ("0", 1), ("99", 8), ("x", 2), ("", 2), ("9" * 4_000, 8)],
)
def test_a_split_is_into_a_sensible_number(
    asked: str, count: int, client: Client, commune: Unit
) -> None:
    answer = client.get(address("split", commune), {"so-phan": asked})

    assert len(answer.context["parts"]) == count


def test_another_number_of_parts_keeps_what_was_typed_and_stores_nothing(
    client: Client, province: Unit, commune: Unit
) -> None:
    filled = parts(province, "A", "B") | {"keeper": "1"} | ON
    changed = {"so-phan": "3", "doi-so-phan": "1", "phan-1-code": "sai mã"}

    answer = client.post(address("split", commune), filled | changed)
    fewer = client.post(address("split", commune), filled | changed | {"so-phan": "1"})

    shown = answer.context["parts"]
    assert [part["code"].value() for part in shown] == ["A", "sai mã", None]
    assert shown[0]["parent"].value() == province.code
    form = answer.context["form"]
    assert [form[name].value() for name in ("keeper", "on", "paper")] == [
        "1",
        *ON.values(),
    ]
    assert "invalid-feedback" not in answer.text
    assert fewer.context["form"]["keeper"].value() == "0"
    assert not Unit.objects.filter(code="A").exists()


def test_a_unit_that_ends_is_not_shared_out_until_every_row_is_chosen(
    client: Client, province: Unit, commune: Unit
) -> None:
    first, second = (
        make.unit(f"Chi bộ thôn {number}", parent=commune, kind="cell")
        for number in (1, 2)
    )
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON
    shared = send(client, "split", commune, **filled)

    answer = client.post(
        address("split", commune),
        confirmed(shared, **{f"to-chuc-{first.pk}": "1", f"to-chuc-{second.pk}": "9"}),
    )

    assert [each.chosen for each in shared.context["children"]] == ["", ""]
    rows = [(each.chosen, each.is_missed) for each in answer.context["children"]]
    assert rows == [("1", False), ("", True)]
    assert "Còn 1 dòng chưa chọn" in said(answer)[0]
    assert "Hãy chọn nơi chuyển về." in answer.text
    assert again(commune).dissolved_on is None


def test_rows_left_open_are_sent_to_one_part_at_once(
    client: Client, province: Unit, commune: Unit
) -> None:
    first, second = (
        make.unit(f"Chi bộ thôn {number}", parent=commune, kind="cell")
        for number in (1, 2)
    )
    make.person(at=commune)
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON
    shared = send(client, "split", commune, **filled)
    rest = {"dat": "to-chuc-", "con-lai-to-chuc-": "1", f"to-chuc-{first.pk}": "0"}

    answer = client.post(address("split", commune), posted(shared) | rest)

    placed = {each.row: each.chosen for each in answer.context["children"]}
    assert placed == {first: "0", second: "1"}
    assert [each.chosen for each in answer.context["people"]] == [""]
    assert again(commune).dissolved_on is None


def test_a_step_back_keeps_what_was_shared_out(
    client: Client, province: Unit, commune: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    filled = parts(province, "A", "B") | {"keeper": "0"} | ON
    shared = send(client, "split", commune, **filled)

    back = client.post(
        address("split", commune),
        posted(shared) | {"sua": "1", f"to-chuc-{cell.pk}": "1"},
    )
    kept = dict(back.context["kept"])
    forth = client.post(address("split", commune), posted(shared) | kept)

    assert kept == {f"to-chuc-{cell.pk}": "1"}
    assert [each.chosen for each in forth.context["children"]] == ["1"]


# --- words and papers -------------------------------------------------------------


@pytest.mark.parametrize("act", ["dissolve", "merge", "split"])
def test_what_cannot_be_undone_needs_its_decision(
    act: str, client: Client, commune: Unit
) -> None:
    answer = send(client, act, commune, on="01/07/2025", paper=" ")

    assert errors(answer)["paper"] == ["Hãy ghi số, ký hiệu và ngày của quyết định."]
    assert again(commune).dissolved_on is None


def test_what_blocks_an_end_is_said_before_anything_is_typed(
    client: Client, commune: Unit
) -> None:
    cell = make.unit("Chi bộ thôn 1", parent=commune, kind="cell")
    make.person(at=commune)
    make.person(at=cell)

    answer = client.get(address("dissolve", commune))
    free = client.get(address("dissolve", make.unit(parent=commune.parent)))

    assert "Chưa giải thể được Đảng bộ xã Khe Vàng" in answer.text
    assert reverse("core:unit", args=[cell.code]) in answer.text
    assert "1 người sinh hoạt trực tiếp tại đây" in answer.text
    assert 'name="paper"' not in answer.text
    assert "btn-danger" not in answer.text
    assert "btn-danger" in free.text


def test_the_button_says_whether_units_merge_or_join(
    client: Client, province: Unit, commune: Unit, other: Unit
) -> None:
    new = {"name": "Đảng bộ xã Khe Lành", "code": "KL", "kind": "commune"}
    into_new = {"into": "new", "units": [other.code], "parent": province.code}

    merged = send(client, "merge", other, into="existing", heir=commune.code, **ON)
    joined = send(client, "merge", commune, **into_new, **new, **ON)
    done = client.post(address("merge", commune), posted(joined) | {"xac-nhan": "1"})

    assert ">Sáp nhập</button>" in merged.text
    assert ">Hợp nhất</button>" in joined.text
    assert said(done)[-1] == "Đã hợp nhất 2 tổ chức."
    assert {change.act for change in UnitChange.objects.all()} == {"joined"}


@pytest.mark.parametrize(
    ("day", "offered"), [("01/07/2025", False), ("30/06/2025", True)]
)
def test_an_abolished_kind_is_offered_for_a_day_before_its_end(
    day: str, offered: bool, client: Client, commune: Unit
) -> None:
    opened = client.get(address("merge", commune))
    answer = send(client, "merge", commune, into="new", on=day, paper="1-QĐ/TU")

    def codes(page: Any) -> set[str]:
        return {code for code, _word in page.context["form"].fields["kind"].choices}

    assert "district" not in codes(opened)
    assert ("district" in codes(answer)) is offered
