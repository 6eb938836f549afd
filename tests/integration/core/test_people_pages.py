"""The pages of the register: who finds whom, what is entered, what is kept of it."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.access.rights import Role
from core.models import AuditEvent, Person, PersonMerge, Post, Unit, User
from core.services import change_person, change_post, merge_people, transfer_person
from core.services.people import PostFacts
from core.views.people import lists
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

BORN = date(1975, 8, 5)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Khe Vàng", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(
        Role.PERSONNEL_STAFF, at=province.scope, full_name="Vũ Thị Hoa", username="kiem"
    )


@pytest.fixture
def client(keeper: User, signed_in: SignedIn) -> Client:
    return signed_in(keeper)


@pytest.fixture
def reader(commune: Unit, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.UNIT_SECRETARY, at=commune.scope))


def names_on(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("core:people"), asked)
    return [person.full_name for person in answer.context["page"]]


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "full_name": "Lục Văn Quý",
        "born": "05/08/1975",
        "membership": "official",
    } | changes


def page(name: str, *args: Any) -> str:
    return reverse(f"core:{name}", args=[getattr(each, "pk", each) for each in args])


# --- the list ---------------------------------------------------------------------


def test_people_are_listed_by_given_name(client: Client, commune: Unit) -> None:
    for name in ("Đỗ Văn An", "Lê Ánh", "Trần Văn Đào", "Bùi Dũng", "Nguyễn Văn An"):
        make.person(name, at=commune)

    assert names_on(client) == [
        "Đỗ Văn An",
        "Nguyễn Văn An",
        "Lê Ánh",
        "Bùi Dũng",
        "Trần Văn Đào",
    ]
    assert names_on(client, **{"sap-xep": "-ten"})[0] == "Trần Văn Đào"


def test_a_list_is_ordered_by_birth_and_by_unit_as_well(
    client: Client, commune: Unit
) -> None:
    other = make.unit("Đảng bộ xã An Bình", parent=commune.parent)
    make.person("An Già", at=commune, born_on=date(1950, 1, 1))
    make.person("An Trẻ", at=other, born_on=date(1990, 1, 1))

    assert names_on(client, **{"sap-xep": "sinh"}) == ["An Già", "An Trẻ"]
    assert names_on(client, **{"sap-xep": "noi"}) == ["An Trẻ", "An Già"]
    assert names_on(client, **{"sap-xep": "-sinh", "tim": "an"}) == ["An Trẻ", "An Già"]
    assert names_on(client, **{"sap-xep": "noi", "tim": "an"}) == ["An Trẻ", "An Già"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("nguyen van duc", ["Nguyễn Văn Đức"]),
        ("ĐỨC Nguyễn", ["Nguyễn Văn Đức"]),
        ("duc", ["Nguyễn Văn Đức", "Trần Đức"]),
        ("guye", ["Nguyễn Văn Đức", "Nguyễn Thị Lan"]),
        ("an", []),
        ("\u0301", []),
        ("khong ai", []),
    ],
)
def test_people_are_found_by_any_words_without_accents(
    client: Client, commune: Unit, wanted: str, found: list[str]
) -> None:
    for name in ("Nguyễn Văn Đức", "Trần Đức", "Nguyễn Thị Lan"):
        make.person(name, at=commune)

    assert names_on(client, tim=wanted) == found


@pytest.mark.parametrize(
    "typed_number", ["008075000123", "008 075 000 123", "12.345678"]
)
def test_people_are_found_by_their_numbers(
    client: Client, commune: Unit, typed_number: str
) -> None:
    make.person(
        "Lục Văn Quý", at=commune, citizen_id="008075000123", party_card="12345678"
    )
    make.person("Trần Thị Bình", at=commune)

    assert names_on(client, tim=typed_number) == ["Lục Văn Quý"]
    assert names_on(client, tim="0080750001") == []


def test_a_list_is_narrowed_by_unit_and_by_words_of_the_register(
    client: Client, province: Unit, commune: Unit
) -> None:
    cell = make.unit("Chi bộ 1", parent=make.unit("Đảng bộ cơ sở", parent=commune))
    make.person("Lục Văn Quý", at=cell, sex="male", theory="advanced")
    make.person("Trần Thị Bình", at=commune, sex="female", membership="probationary")
    make.person("Lê Văn Cường", at=province, sex="male")

    assert names_on(client, **{"to-chuc": commune.code}) == [
        "Trần Thị Bình",
        "Lục Văn Quý",
    ]
    assert names_on(client, **{"gioi-tinh": "female"}) == ["Trần Thị Bình"]
    assert names_on(client, **{"tu-cach": "probationary"}) == ["Trần Thị Bình"]
    assert names_on(client, **{"ly-luan": "advanced"}) == ["Lục Văn Quý"]
    assert names_on(client, **{"gioi-tinh": "x"}) == names_on(client)


def test_a_unit_that_is_not_known_lists_nobody_and_says_so(
    client: Client, commune: Unit
) -> None:
    make.person(at=commune)
    next_door = make.unit("Đảng bộ xã Nậm Lành")

    answer = client.get(reverse("core:people"), {"to-chuc": next_door.code})

    assert list(answer.context["page"]) == []
    assert "Không có tổ chức nào mang mã" in answer.text


def test_next_door_nobody_is_seen(signed_in: SignedIn, commune: Unit) -> None:
    person = make.person(at=commune, citizen_id="008075000123")
    post = make.post(person)
    other = make.unit("Đảng bộ xã Nậm Lành")
    own = make.person("Người nhà", at=other)
    stranger = signed_in(make.holder(Role.PERSONNEL_STAFF, at=other.scope))

    assert names_on(stranger) == ["Người nhà"]
    assert names_on(stranger, tim="008075000123") == []
    hidden = [
        page("person", person),
        page("person-change", person),
        page("person-transfer", person),
        page("person-merge-with", person),
        page("person-merge", own, person),
        page("person-merge", person, own),
        page("post-add", person),
        page("post-change", person, post),
        page("post-end", person, post),
        page("post-remove", person, post),
        page("post-change", own, post),
    ]
    assert {stranger.get(address).status_code for address in hidden} == {404}


def test_a_reader_of_the_unit_writes_nothing(reader: Client, commune: Unit) -> None:
    person = make.person(at=commune)

    text = reader.get(page("person", person)).text

    assert names_on(reader) == ["Lục Văn Quý"]
    assert page("person-change", person) not in text
    assert reader.get(page("person-change", person)).status_code == 404
    assert reader.get(reverse("core:person-register")).status_code == 404


def test_rows_laid_aside_are_not_listed(client: Client, commune: Unit) -> None:
    kept, gone = make.person(at=commune), make.person("Lục Qúy", at=commune)
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)

    text = client.get(page("person", gone)).text

    assert names_on(client) == ["Lục Văn Quý"]
    assert "Dòng này đã gộp" in text
    assert page("person", kept) in text
    assert client.get(page("person-change", gone)).status_code == 404


@pytest.mark.parametrize("asked", ["", "?tim=luc", "?to-chuc=%s", "?in=1"])
def test_a_page_of_people_asks_as_much_for_three_as_for_one(
    client: Client,
    commune: Unit,
    django_assert_num_queries: Queries,
    asked: str,
) -> None:
    address = reverse("core:people") + (asked % commune.code if "%" in asked else asked)
    queries = {"": 8, "?tim=luc": 9, "?to-chuc=%s": 7, "?in=1": 13}[asked]
    for _more in (1, 2):
        make.person(at=commune)
        with django_assert_num_queries(queries):
            client.get(address)
        make.person(at=commune)


def test_the_list_goes_as_a_file_and_leaves_a_line(
    client: Client, province: Unit, commune: Unit
) -> None:
    make.person("Lục Văn Quý", at=commune, sex="male", citizen_id="008075000123")
    make.person("Trần Thị Bình", at=province, sex="female")

    answer = client.get(
        reverse("core:people"),
        {"xuat": "xlsx", "gioi-tinh": "male", "tim": "luc", "to-chuc": commune.code},
    )

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Họ và tên", "Lục Văn Quý"]
    assert "008075000123" in rows[1]
    line = AuditEvent.objects.get(act="core.people_taken")
    assert (line.subject_key, line.scope) == (str(commune.pk), commune.scope)
    assert line.detail == {
        "form": "xlsx",
        "rows": 1,
        "sex": "male",
        "searched": "yes",
    }


def test_a_printed_list_leaves_a_line_and_a_view_none(
    client: Client, province: Unit, commune: Unit
) -> None:
    person = make.person(at=commune)

    client.get(reverse("core:people"))
    client.get(page("person", person))
    before = AuditEvent.objects.filter(act="core.people_taken").count()
    client.get(reverse("core:people"), {"in": "1"})

    line = AuditEvent.objects.get(act="core.people_taken")
    assert before == 0
    assert (line.scope, line.detail) == (province.scope, {"form": "print", "rows": 1})


def test_more_than_a_file_holds_is_refused_in_words(
    client: Client, commune: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "EXPORTED", 1)
    for _person in (1, 2):
        make.person(at=commune)

    answer = client.get(reverse("core:people"), {"xuat": "xlsx", "tim": "luc"})

    assert answer.headers["Location"] == f"{reverse('core:people')}?tim=luc"
    assert not AuditEvent.objects.filter(act="core.people_taken").exists()
    assert "hơn 1 người" in client.get(answer.headers["Location"]).text


# --- one person -------------------------------------------------------------------


def test_one_page_tells_all_and_what_is_missing(
    client: Client, commune: Unit, keeper: User
) -> None:
    person = make.person(at=commune, born_on=date(1975, 1, 1), birth_precision="year")
    make.post(person, "Bí thư", unit=commune, starts_on=date(2020, 5, 1))
    change_person(
        person_id=person.pk,
        seen_version=1,
        values={"home_place": "Khe Vàng", "born_on": BORN, "birth_precision": "day"},
        by=keeper,
        at=make.NOON,
    )

    answer = client.get(page("person", person))

    assert "05/08/1975" in answer.text
    assert answer.text.count("chưa có</span>") == answer.context["missing"]
    assert "<del>1975</del> → <ins>05/08/1975</ins>" in answer.text
    assert "01/05/2020 – nay" in answer.text
    history = [(str(each.what), each.by) for each in answer.context["history"]]
    assert history == [("ghi chức vụ", None), ("sửa", keeper), ("ghi vào sổ", None)]


def test_a_probationary_member_lacks_no_official_date(
    client: Client, commune: Unit
) -> None:
    whole = make.person(at=commune, membership="none")
    member = make.person(at=commune)

    missing = [
        client.get(page("person", each)).context["missing"] for each in (whole, member)
    ]

    assert missing[1] - missing[0] == 3


def test_a_page_of_one_person_has_a_fixed_number_of_queries(
    client: Client,
    commune: Unit,
    keeper: User,
    django_assert_num_queries: Queries,
) -> None:
    person = make.person(at=commune, born_on=BORN)
    for version in (1, 2):
        post = make.post(person)
        change_post(
            post_id=post.pk,
            seen_version=1,
            facts=PostFacts(title="x"),
            by=keeper,
            at=make.NOON,
        )
        change_person(
            person_id=person.pk,
            seen_version=version,
            values={"position": str(version)},
            by=keeper,
            at=make.NOON,
        )
        make.person(at=commune, born_on=BORN)
        with django_assert_num_queries(13):
            client.get(page("person", person))


def test_the_history_tells_transfers_posts_and_mergers(
    client: Client, keeper: User, province: Unit, commune: Unit
) -> None:
    kept, gone = make.person(at=commune), make.person(at=commune)
    make.post(gone, "Bí thư")
    marks: dict[str, Any] = {"by": keeper, "at": make.NOON}
    transfer_person(person_id=kept.pk, seen_version=1, unit=province, **marks)
    merge_people(
        kept_id=kept.pk,
        gone_id=gone.pk,
        seen_versions=(2, 1),
        taken=["unit"],
        reason="cùng thẻ",
        by=keeper,
        at=make.NOON.replace(hour=6),
    )

    answer = client.get(page("person", kept))

    found = [str(each.what) for each in answer.context["history"]]
    assert found[:2] == ["chức vụ theo sang khi gộp", "gộp với dòng khác"]
    assert sorted(found[2:]) == ["chuyển sinh hoạt đảng", "ghi chức vụ", "ghi vào sổ"]
    assert "Căn cứ: cùng thẻ" in answer.text


# --- entering ---------------------------------------------------------------------


def test_somebody_is_entered_by_the_form(
    client: Client, commune: Unit, keeper: User
) -> None:
    answer = client.post(
        reverse("core:person-register"),
        typed(unit=commune.code, born="8/1975", party_since="3-2-1998"),
    )

    person = Person.objects.get(unit=commune)
    assert answer.headers["Location"] == page("person", person)
    assert (person.born_on, person.birth_precision) == (date(1975, 8, 1), "month")
    assert (person.party_since, person.changed_by) == (date(1998, 2, 3), keeper)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"full_name": " "}, "full_name", "Hãy ghi họ và tên."),
        ({"born": "31/02/1975"}, "born", "Không phải ngày sinh."),
        ({"born": "05/08/75"}, "born", "bốn chữ số"),
        ({"party_since": "1998"}, "party_since", "Ngày không đúng"),
        ({"party_since": "01/01/1970"}, "party_since", "phải sau ngày sinh"),
        ({"citizen_id": "12"}, "citizen_id", "12 chữ số"),
        ({"unit": ""}, "unit", "Hãy chọn một tổ chức"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, commune: Unit, wrong: dict[str, str], field: str, sentence: str
) -> None:
    asked = typed(unit=commune.code, home_place="Khe Vàng") | wrong

    answer = client.post(reverse("core:person-register"), asked)

    assert sentence in answer.context["form"].errors[field][0]
    assert 'value="Khe Vàng"' in answer.text
    assert not Person.objects.filter(unit=commune).exists()


def test_a_number_that_somebody_bears_leads_to_him(
    client: Client, commune: Unit
) -> None:
    known = make.person("Trần Thị Bình", at=commune, party_card="12345678")

    answer = client.post(
        reverse("core:person-register"),
        typed(unit=commune.code, party_card="12.345678"),
    )

    assert "Số thẻ đảng viên này đã có trong sổ." in answer.text
    assert f'<a href="{page("person", known)}">Trần Thị Bình</a>' in answer.text


def test_who_bears_a_number_out_of_reach_stays_unnamed(
    client: Client, commune: Unit
) -> None:
    make.person("Người Xa", at=make.unit("Nậm Lành"), citizen_id="008075000123")

    answer = client.post(
        reverse("core:person-register"),
        typed(unit=commune.code, citizen_id="008075000123"),
    )

    assert "ở ngoài phạm vi của bạn" in answer.text
    assert "Người Xa" not in answer.text


def test_the_same_name_and_birth_are_asked_about_first(
    client: Client, commune: Unit
) -> None:
    known = make.person("Lục Văn Qúy", at=commune, born_on=BORN)
    make.person("Lục Văn Quý", at=make.unit("Nậm Lành"), born_on=BORN)
    asked = typed(unit=commune.code)

    first = client.post(reverse("core:person-register"), asked)
    again = client.post(reverse("core:person-register"), asked | {"not_the_same": "on"})

    assert first.context["found"] == [known]
    assert "Có phải người này?" in first.text
    assert again.status_code == 302
    assert Person.objects.filter(unit=commune).count() == 2


def test_nobody_is_entered_where_the_right_is_not_held(
    client: Client, commune: Unit
) -> None:
    next_door = make.unit("Nậm Lành")

    answer = client.post(reverse("core:person-register"), typed(unit=next_door.code))

    assert "trong phạm vi của bạn" in answer.context["form"].errors["unit"][0]
    assert not Person.objects.filter(unit=next_door).exists()


# --- putting right ----------------------------------------------------------------


def test_a_person_is_put_right_by_the_form(client: Client, commune: Unit) -> None:
    person = make.person(at=commune, born_on=BORN)
    form = client.get(page("person-change", person)).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(
        page("person-change", person), shown | {"home_place": "Khe Vàng"}
    )

    person.refresh_from_db()
    assert answer.headers["Location"] == page("person", person)
    assert (person.home_place, person.born_on, person.version) == ("Khe Vàng", BORN, 2)


def test_what_is_seldom_so_is_asked_about_once_and_kept_when_ticked(
    client: Client, commune: Unit
) -> None:
    asked = typed(unit=commune.code, party_since="01/01/1990", party_card="123")
    ticked = {"checked": ["admitted-before-18"]}
    both = {"checked": ["admitted-before-18", "card-not-8-figures"]}

    first = client.post(page("person-register"), asked)
    half = client.post(page("person-register"), asked | ticked)
    whole = client.post(page("person-register"), asked | both)

    assert "Vào Đảng khi chưa đủ 18 tuổi." in first.text
    assert "Số thẻ đảng viên thường có 8 chữ số." in first.text
    assert first.text.count("Đã kiểm tra, giữ như vậy") == 2
    assert 'value="01/01/1990"' in first.text
    assert "Chưa ghi gì." in half.text
    assert 'id="checked-admitted-before-18" checked' in half.text
    person = Person.objects.get(unit=commune)
    assert whole.headers["Location"] == page("person", person)
    # What stood there when it was opened is not asked about again.
    again = client.post(
        page("person-change", person), asked | {"version": 1, "sex": "male"}
    )
    assert again.status_code == 302


def test_peoples_and_religions_are_offered_and_have_one_spelling(
    client: Client, commune: Unit
) -> None:
    offered = client.get(page("person-register"))
    client.post(
        page("person-register"),
        typed(unit=commune.code, ethnicity="h'mong", religion="Đạo lạ"),
    )

    assert '<option value="Mông"></option>' in offered.text
    person = Person.objects.get(unit=commune)
    assert (person.ethnicity, person.religion) == ("Mông", "Đạo lạ")


def test_two_people_saving_one_form_lose_nothing(
    client: Client, commune: Unit, keeper: User
) -> None:
    person = make.person(at=commune, home_place="cũ", born_on=BORN)
    other = make.user("khac", full_name="Lương Văn Kiên")
    theirs = {"home_place": "của người kia", "position": "Trưởng thôn"}
    change_person(
        person_id=person.pk, seen_version=1, values=theirs, by=other, at=make.NOON
    )

    mine = typed(version=1, home_place="của tôi", religion="Không", born="1975")
    answer = client.post(page("person-change", person), mine)
    form = answer.context["form"]
    again = client.post(
        page("person-change", person),
        {name: form[name].value() or "" for name in form.fields},
    )

    assert {
        (f.label, f.before, f.after) for f in answer.context["versions"]["fields"]
    } == {
        ("ngày sinh", "1975", "05/08/1975"),
        ("tôn giáo", "Không", ""),
        ("quê quán", "của tôi", "của người kia"),
        ("chức vụ, nơi công tác", "", "Trưởng thôn"),
    }
    assert "Lương Văn Kiên" in answer.text
    assert again.status_code == 302
    person.refresh_from_db()
    assert (person.home_place, person.position, person.religion, person.version) == (
        "của tôi",
        "Trưởng thôn",
        "Không",
        3,
    )
    assert (person.born_on, person.birth_precision) == (date(1975, 1, 1), "year")


def test_a_person_is_moved_within_reach(
    client: Client, province: Unit, commune: Unit
) -> None:
    person = make.person(at=commune)
    next_door = make.unit("Nậm Lành")

    refused = client.post(
        page("person-transfer", person), {"version": 1, "unit": next_door.code}
    )
    same = client.post(
        page("person-transfer", person), {"version": 1, "unit": commune.code}
    )
    moved = client.post(
        page("person-transfer", person), {"version": 1, "unit": province.code}
    )

    person.refresh_from_db()
    assert "trong phạm vi của bạn" in refused.text
    assert "đúng nơi này" in same.text
    assert (moved.status_code, person.unit) == (302, province)


def test_a_transfer_of_a_row_changed_meanwhile_is_asked_once_more(
    client: Client, province: Unit, commune: Unit, keeper: User
) -> None:
    person = make.person(at=commune)
    change_person(
        person_id=person.pk,
        seen_version=1,
        values={"position": "x"},
        by=keeper,
        at=make.NOON,
    )

    first = client.post(
        page("person-transfer", person), {"version": 1, "unit": province.code}
    )
    form = first.context["form"]
    client.post(
        page("person-transfer", person),
        {name: form[name].value() for name in form.fields},
    )

    person.refresh_from_db()
    assert "Người khác vừa sửa" in first.text
    assert person.unit == province


# --- posts ------------------------------------------------------------------------


def test_a_post_is_entered_changed_ended_and_taken_out(
    client: Client, commune: Unit
) -> None:
    person = make.person(at=commune)
    facts = {"title": "Bí thư", "unit": commune.code, "starts_on": "1/5/2020"}

    client.post(page("post-add", person), facts)
    post = Post.objects.get()
    client.post(page("post-change", person, post), facts | {"version": 1, "place": "x"})
    client.post(page("post-end", person, post), {"version": 2, "ends_on": "01/07/2025"})
    post.refresh_from_db()
    shown = client.get(page("post-remove", person, post)).context["form"]
    client.post(
        page("post-remove", person, post), {"version": shown["version"].value()}
    )

    assert (post.unit, post.place, post.ends_on) == (commune, "x", date(2025, 7, 1))
    assert not Post.objects.exists()


def test_a_post_that_cannot_be_is_refused_on_its_form(
    client: Client, commune: Unit
) -> None:
    person = make.person(at=commune)
    post = make.post(person, starts_on=date(2025, 1, 1))

    late = {"version": 1, "ends_on": "01/01/2024"}
    ended = client.post(page("post-end", person, post), late)
    untitled = client.post(page("post-add", person), {"title": " "})
    backwards = client.post(
        page("post-add", person),
        {"title": "x", "starts_on": "1/2/2025", "ends_on": "1/1/2025"},
    )

    assert "Ngày kết thúc phải từ ngày bắt đầu" in ended.text
    assert "Hãy ghi chức vụ." in untitled.text
    assert "Ngày kết thúc phải từ ngày bắt đầu" in backwards.text
    assert Post.objects.get() == post


def test_two_people_changing_one_post_see_both(
    client: Client, commune: Unit, keeper: User
) -> None:
    person = make.person(at=commune)
    post = make.post(person)
    change_post(
        post_id=post.pk,
        seen_version=1,
        facts=PostFacts(title="Bí thư chi bộ", place="của người kia"),
        by=keeper,
        at=make.NOON,
    )

    answer = client.post(
        page("post-change", person, post),
        {"version": 1, "title": "Bí thư chi bộ", "place": "của tôi"},
    )
    form = answer.context["form"]
    client.post(
        page("post-change", person, post),
        {name: form[name].value() or "" for name in form.fields},
    )

    post.refresh_from_db()
    assert [(f.before, f.after) for f in answer.context["versions"]["fields"]] == [
        ("của tôi", "của người kia")
    ]
    assert (post.place, post.version) == ("của tôi", 3)


def test_a_post_that_somebody_was_quicker_with_stays(
    client: Client, commune: Unit
) -> None:
    person = make.person(at=commune)
    post = make.post(person)

    refused = client.post(page("post-remove", person, post), {"version": 9})

    assert refused.status_code == 302
    assert Post.objects.get() == post


# --- merging ----------------------------------------------------------------------


@pytest.fixture
def two(commune: Unit) -> tuple[Person, Person]:
    kept = make.person("Lục Văn Quý", at=commune, born_on=BORN)
    gone = make.person(
        "Lục Văn Qúy", at=commune, born_on=BORN, citizen_id="008075000123"
    )
    make.post(gone)
    return kept, gone


def test_suspected_doubles_are_listed_and_lead_to_their_merger(
    client: Client, two: tuple[Person, Person]
) -> None:
    make.person("Lục Văn Quý", at=make.unit("Nậm Lành"), born_on=BORN)

    answer = client.get(reverse("core:people-doubles"))

    assert [set(group.people) for group in answer.context["groups"]] == [set(two)]
    first = answer.context["groups"][0].first
    other = next(each for each in two if each != first)
    assert page("person-merge", first, other) in answer.text
    assert page("person", two[1]) in client.get(page("person", two[0])).text


def test_doubles_known_by_year_have_a_list_of_their_own(
    client: Client, commune: Unit, two: tuple[Person, Person]
) -> None:
    make.person(at=commune, born_on=date(1975, 1, 1), birth_precision="year")

    answer = client.get(reverse("core:people-doubles"), {"cach": "mot-phan"})

    (group,) = answer.context["groups"]
    assert (group.first.birth_precision, set(group.others)) == ("year", set(two))
    asked = {"cach": "mot-phan", "to-chuc": "khong-co"}
    nobody = client.get(reverse("core:people-doubles"), asked)
    assert nobody.context["groups"] == []


@pytest.mark.parametrize("asked", [{}, {"cach": "mot-phan"}])
def test_doubles_are_listed_with_a_fixed_number_of_queries(
    client: Client,
    commune: Unit,
    django_assert_num_queries: Queries,
    asked: dict[str, str],
) -> None:
    for name in ("Lê Thị Hà", "Trần Văn An"):
        make.person(name, at=commune, born_on=date(1975, 1, 1), birth_precision="year")
        make.person(name, at=commune, born_on=date(1975, 1, 1))
        make.person(name, at=commune, born_on=date(1975, 3, 9))
        with django_assert_num_queries(8):
            client.get(reverse("core:people-doubles"), asked)


@pytest.mark.parametrize("asked", [{}, {"cach": "mot-phan"}])
def test_every_double_is_on_one_leaf_of_the_list(
    client: Client,
    commune: Unit,
    monkeypatch: pytest.MonkeyPatch,
    asked: dict[str, str],
) -> None:
    monkeypatch.setattr(lists, "DOUBLES", 2)
    for year in range(1970, 1975):
        for name in ("Lê Thị Hà", "Trần Văn An"):
            precise = date(year, 3, 9)
            make.person(name, at=commune, born_on=precise)
            make.person(name, at=commune, born_on=precise)
            make.person(
                name, at=commune, born_on=date(year, 1, 1), birth_precision="year"
            )

    seen = []
    leaf: dict[str, str] | None = asked
    while leaf is not None:
        answer = client.get(reverse("core:people-doubles"), leaf)
        seen += [
            (each.first.folded_name, each.first.born_on.year)
            for each in answer.context["groups"]
        ]
        behind = answer.context["next"]
        leaf = {**asked, "sau": behind} if behind else None

    names = ("le thi ha", "tran van an")
    assert seen == [(name, year) for name in names for year in range(1970, 1975)]


@pytest.mark.parametrize("behind", ["", "|", "x|y", "x|2025-13-01", "|2025-01-01"])
def test_a_leaf_that_is_none_is_the_first(
    client: Client, two: tuple[Person, Person], behind: str
) -> None:
    answer = client.get(reverse("core:people-doubles"), {"sau": behind})

    assert [set(group.people) for group in answer.context["groups"]] == [set(two)]


def test_the_other_row_is_found_by_name_or_number(
    client: Client, two: tuple[Person, Person]
) -> None:
    kept, gone = two
    address = page("person-merge-with", kept)

    likely = client.get(address)
    by_name = client.get(address, {"tim": "luc van"})
    by_number = client.get(address, {"tim": "008075000123"})
    nobody = client.get(address, {"tim": "khong ai ca"})

    assert likely.context["doubles"] == [gone]
    assert list(by_name.context["found"]) == [gone]
    assert list(by_number.context["found"]) == [gone]
    assert "Không có ai khớp" in nobody.text


def test_a_merger_is_chosen_looked_at_and_done(
    client: Client, two: tuple[Person, Person]
) -> None:
    kept, gone = two
    form = client.get(page("person-merge", kept, gone)).context["form"]
    choice = {name: form[name].value() for name in form.fields}
    choice |= {"reason": "cùng giấy khai sinh"}

    looked = client.post(page("person-merge", kept, gone), choice)
    unchanged = PersonMerge.objects.exists()
    back = client.post(page("person-merge", kept, gone), choice | {"back": "1"})
    done = client.post(page("person-merge-confirm", kept, gone), choice)

    kept.refresh_from_db()
    assert form.differing == ["full_name", "citizen_id"]
    assert choice["full_name"] == "kept"
    assert choice["citizen_id"] == "gone"
    assert "Việc này không lấy lại được." in looked.text
    assert "1 chức vụ chuyển sang." in looked.text
    assert not unchanged
    assert 'value="cùng giấy khai sinh"' in back.text
    assert done.headers["Location"] == page("person", kept)
    assert (kept.full_name, kept.citizen_id) == ("Lục Văn Quý", "008075000123")


def test_a_merger_without_ground_or_on_changed_rows_comes_back(
    client: Client, two: tuple[Person, Person], keeper: User
) -> None:
    kept, gone = two
    choice = {
        "seen_kept": 1,
        "seen_gone": 1,
        "full_name": "gone",
        "citizen_id": "gone",
        "reason": "cùng người",
    }

    groundless = client.post(
        page("person-merge-confirm", kept, gone), choice | {"reason": ""}
    )
    change_person(
        person_id=gone.pk,
        seen_version=1,
        values={"position": "x"},
        by=keeper,
        at=make.NOON,
    )
    stale = client.post(
        page("person-merge-confirm", kept, gone), choice | {"position": "kept"}
    )

    assert "Hãy ghi căn cứ để gộp." in groundless.text
    assert "Người khác vừa sửa" in stale.text
    assert stale.context["form"]["full_name"].value() == "gone"
    assert stale.context["form"]["seen_gone"].value() == "2"
    assert not PersonMerge.objects.exists()


def test_a_row_is_not_merged_with_itself(
    client: Client, two: tuple[Person, Person]
) -> None:
    assert client.get(page("person-merge", two[0], two[0])).status_code == 404
