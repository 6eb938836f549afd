"""Good practice: proposed, published beneath, found, marked, spoken of."""

import io

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from congress.models import Practice, PracticeComment, PracticeMark, PracticeStep
from core.access.rights import Role
from core.models import AuditEvent, Notice, Unit, User
from tests import make
from tests.integration.congress.learning import PROPOSED, practice, published
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
ALL = "/cach-lam-hay/"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Quảng Trị")


@pytest.fixture
def unit(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Vĩnh Linh", parent=province)


@pytest.fixture
def next_door(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Gio Linh", parent=province)


def staff_of(of: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.scope)


@pytest.fixture
def above(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(province))


@pytest.fixture
def here(unit: Unit, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(unit))


@pytest.fixture
def neighbour(next_door: Unit, signed_in: SignedIn) -> Client:
    return signed_in(staff_of(next_door))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def titles(client: Client, **query: str) -> list[str]:
    return [line["row"].title for line in client.get(ALL, query).context["lines"]]


def test_a_proposal_is_seen_by_its_unit_and_above_until_it_is_published(
    province: Unit, unit: Unit, here: Client, above: Client, neighbour: Client
) -> None:
    here.post(at("practice-propose"), PROPOSED | {"unit": unit.code})
    row = Practice.objects.get()

    before = [titles(each) for each in (here, above, neighbour)]
    hidden = [
        neighbour.get(at("practice", row.pk)).status_code,
        neighbour.post(at("practice-mark", row.pk)).status_code,
        neighbour.post(at("practice-comment", row.pk), {"text": "x"}).status_code,
        neighbour.get(at("practice-change", row.pk)).status_code,
        neighbour.get(at("practice-publish", row.pk)).status_code,
        here.get(at("practice-publish", row.pk)).status_code,
    ]
    asked = above.get(at("practice-publish", row.pk)).text
    above.post(at("practice-publish", row.pk), {"unit": province.pk})

    assert before == [[PROPOSED["title"]], [PROPOSED["title"]], []]
    assert hidden == [404] * 6
    assert "không sửa, không rút" in asked
    assert titles(neighbour) == [PROPOSED["title"]]
    assert Notice.objects.filter(kind="congress.practice_proposed").count() == 1
    assert Notice.objects.filter(kind="congress.practice_published").count() == 1
    assert AuditEvent.objects.filter(act="congress.practice_published").count() == 1


def test_it_is_published_only_for_a_unit_one_answers_for(
    province: Unit, unit: Unit, signed_in: SignedIn
) -> None:
    row = practice(make.unit("Chi bộ thôn Một", parent=unit, kind="cell"))
    client = signed_in(staff_of(unit))

    page = client.post(at("practice-publish", row.pk), {"unit": province.pk})
    done = client.post(at("practice-publish", row.pk), {"unit": unit.pk})

    assert set(page.context["form"].errors) == {"unit"}
    assert done.status_code == 302
    assert PracticeStep.objects.get(act="published").unit == unit


def test_what_one_unit_published_another_above_opens_further(
    province: Unit, unit: Unit, neighbour: Client, above: Client
) -> None:
    row = published(make.unit("Chi bộ thôn Một", parent=unit, kind="cell"), unit)

    before = titles(neighbour)
    above.post(at("practice-publish", row.pk), {"unit": province.pk})

    assert (before, titles(neighbour)) == ([], [PROPOSED["title"]])


def test_it_is_sent_back_with_a_reason_and_proposed_again(
    province: Unit, unit: Unit, here: Client, above: Client
) -> None:
    row = practice(unit)
    page = at("practice-send-back", row.pk)

    without = above.post(page, {"unit": province.pk, "text": ""})
    above.post(page, {"unit": province.pk, "text": "Thiếu số liệu."})
    told = here.get(at("practice", row.pk)).text
    early = above.get(at("practice-publish", row.pk)).status_code
    row.refresh_from_db()
    here.post(
        at("practice-change", row.pk),
        PROPOSED | {"result": "100%", "version": row.version},
    )
    row.refresh_from_db()

    assert set(without.context["form"].errors) == {"text"}
    assert "Thiếu số liệu." in told
    assert early == 404
    assert (row.state, row.result) == ("proposed", "100%")


def test_why_it_was_sent_back_is_not_told_to_all(
    province: Unit, unit: Unit, here: Client, above: Client, neighbour: Client
) -> None:
    row = practice(unit)
    above.post(
        at("practice-send-back", row.pk), {"unit": province.pk, "text": "Lý do kín."}
    )
    row.refresh_from_db()
    here.post(at("practice-change", row.pk), PROPOSED | {"version": row.version})
    above.post(at("practice-publish", row.pk), {"unit": province.pk})

    assert "Lý do kín." not in neighbour.get(at("practice", row.pk)).text
    assert "Lý do kín." in here.get(at("practice", row.pk)).text


def test_what_was_published_stays(province: Unit, unit: Unit, here: Client) -> None:
    row = published(unit, province)

    assert here.get(at("practice-change", row.pk)).status_code == 404
    for act in (
        lambda: Practice.objects.filter(pk=row.pk).update(title="khác"),
        lambda: Practice.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_unit_marks_it_useful_once_and_takes_that_back(
    province: Unit, unit: Unit, next_door: Unit, neighbour: Client
) -> None:
    row = published(unit, province)
    page = at("practice-mark", row.pk)

    for _again in range(2):
        neighbour.post(page, {"to-chuc": next_door.pk, "co-ich": "co"})
    marked = PracticeMark.objects.count()
    for_another = neighbour.post(page, {"to-chuc": unit.pk, "co-ich": "co"})
    neighbour.post(page, {"to-chuc": next_door.pk, "co-ich": "khong"})

    assert (marked, PracticeMark.objects.count()) == (1, 0)
    assert for_another.status_code == 404


def test_a_comment_is_withdrawn_by_its_author_alone_and_is_not_read_any_more(
    province: Unit, unit: Unit, next_door: Unit, neighbour: Client, here: Client
) -> None:
    row = published(unit, province)
    said = {"unit": next_door.pk, "text": "Rất tốt."}

    neighbour.post(at("practice-comment", row.pk), said)
    comment = PracticeComment.objects.get()
    page = at("practice-comment-withdraw", row.pk, comment.pk)
    read = here.get(at("practice", row.pk)).text
    by_other = here.post(page).status_code
    neighbour.post(page)

    after = here.get(at("practice", row.pk)).text
    assert "Rất tốt." in read
    assert by_other == 404
    assert "Rất tốt." not in after
    assert "Người viết đã rút" in after
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeComment.objects.update(text="khác")


def test_a_comment_too_long_is_said_and_stays(
    province: Unit, unit: Unit, next_door: Unit, neighbour: Client
) -> None:
    row = published(unit, province)
    said = {"unit": next_door.pk, "text": "dài " * 300}

    page = neighbour.post(at("practice-comment", row.pk), said)
    for_another = neighbour.post(
        at("practice-comment", row.pk), {"unit": unit.pk, "text": "x"}
    )

    assert set(page.context["form"].errors) == {"text"}
    assert "dài dài" in page.text
    assert set(for_another.context["form"].errors) == {"unit"}
    assert neighbour.get(at("practice-comment", row.pk)).status_code == 302


def test_the_catalogue_is_searched_filtered_sorted_and_taken_along(
    province: Unit, unit: Unit, next_door: Unit, neighbour: Client
) -> None:
    published(unit, province)
    other = published(
        next_door,
        province,
        title="Vườn mẫu",
        area="economy",
        from_year=2021,
        to_year=2022,
    )
    PracticeMark.objects.create(practice=other, unit=unit, by=make.user(), at=make.NOON)

    sheet = load_workbook(
        io.BytesIO(neighbour.get(ALL, {"xuat": "xlsx"}).content)
    ).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert titles(neighbour, tim="truc tuyen diem cau") == [PROPOSED["title"]]
    assert titles(neighbour, **{"linh-vuc": "economy"}) == ["Vườn mẫu"]
    assert titles(neighbour, nam="2021") == ["Vườn mẫu"]
    assert titles(neighbour, cap="commune", tim="vuon") == ["Vườn mẫu"]
    assert titles(neighbour, **{"to-chuc": next_door.code}) == ["Vườn mẫu"]
    assert titles(neighbour, **{"sap-xep": "-co-ich"})[0] == "Vườn mẫu"
    assert "Nối 12 điểm cầu." in cells
    assert neighbour.get(ALL, {"in": "1"}).status_code == 200


@pytest.mark.parametrize("which", ["list", "one"])
def test_pages_ask_as_often_for_three_as_for_one(
    which: str,
    province: Unit,
    unit: Unit,
    next_door: Unit,
    neighbour: Client,
    django_assert_num_queries: Queries,
) -> None:
    row = published(unit, province)
    page = {"list": ALL, "one": at("practice", row.pk)}[which]
    said = {"unit": next_door.pk, "text": "Rất tốt."}
    neighbour.post(at("practice-comment", row.pk), said)
    neighbour.get(page)
    with django_assert_num_queries(NUMBERS[which]):
        neighbour.get(page)

    for title in ("Hai", "Ba"):
        published(unit, province, title=title)
        neighbour.post(at("practice-comment", row.pk), said)
    neighbour.get(page)

    with django_assert_num_queries(NUMBERS[which]):
        neighbour.get(page)


NUMBERS = {"list": 8, "one": 11}


def test_typed_text_is_shown_as_text(
    province: Unit, unit: Unit, next_door: Unit, neighbour: Client
) -> None:
    bad = "<script>alert(1)</script>"
    row = published(unit, province, title=bad, done=bad, result=bad)
    neighbour.post(at("practice-comment", row.pk), {"unit": next_door.pk, "text": bad})

    pages = [neighbour.get(each) for each in (ALL, at("practice", row.pk))]

    assert [bad in each.text for each in pages] == [False] * 2
