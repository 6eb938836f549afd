"""Making a congress known and serving it, as people keep the two lists."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress import services as acts
from congress.models import Arrangement, Checklist, Congress, ReadinessPoint
from congress.services import arrangements as services
from core.access.rights import Role
from core.errors import Refused
from core.models import AuditEvent
from tests import make
from tests.integration.congress import arranged
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

COMMUNICATION, LOGISTICS = Checklist.COMMUNICATION, Checklist.LOGISTICS


@pytest.fixture
def congress() -> Congress:
    opens = timezone.localdate() + timedelta(days=20)
    return make.congress(
        make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình")), opens_on=opens
    )


@pytest.fixture
def staff(congress: Congress, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def lists(congress: Congress, checklist: Checklist) -> list[str]:
    rows = Arrangement.objects.filter(congress=congress, checklist=checklist)
    return [row.code or row.title for row in rows.order_by("place")]


def point(congress: Congress, code: str) -> tuple[str, int | None, int | None]:
    found = ReadinessPoint.objects.get(congress=congress, code=code)
    return found.state, found.done, found.total


def typed(**said: object) -> dict[str, object]:
    return {"title": "Loa", "part": "sound", "anchor": "opening", "days": "2"} | said


# --- the lists ------------------------------------------------------------------------


def test_the_usual_is_ticked_and_put_in_with_one_press(
    congress: Congress, staff: Client
) -> None:
    page = at("arrangement-usual", congress.slug, "tuyen-truyen")
    offered = staff.get(page).text

    nothing = staff.post(page, {})
    staff.post(page, {"viec": ["banners_up", "result_told", "x", "hall_chosen"]})
    again = staff.post(page, {"viec": ["banners_up"]})

    assert "cần xác nhận" in offered
    assert "Treo cờ, băng rôn, pa-nô" in offered
    assert "Hãy chọn ít nhất một việc." in nothing.text
    assert lists(congress, COMMUNICATION) == ["banners_up", "result_told"]
    assert again.status_code == 302
    row = Arrangement.objects.get(code="banners_up")
    assert row.due_on == congress.opens_on - timedelta(days=7)
    after = Arrangement.objects.get(code="result_told")
    assert after.due_on == congress.closes_on + timedelta(days=1)


def test_what_follows_the_congress_is_not_missing_before_it(
    congress: Congress, staff: Client
) -> None:
    page = at("arrangement-usual", congress.slug, "tuyen-truyen")
    staff.post(page, {"viec": ["banners_up", "result_told"]})
    before = point(congress, "communication")

    row = Arrangement.objects.get(code="banners_up")
    staff.post(at("arrangement-done", congress.slug, row.pk), {"xong": "1"})

    assert before == ("not_started", 0, 1)
    assert point(congress, "communication") == ("ready", 1, 1)


def test_a_thing_is_added_changed_and_taken_off(
    congress: Congress, staff: Client
) -> None:
    page = at("arrangement-add", congress.slug, "phuc-vu")
    staff.post(page, typed(wanted="4", ready="1"))
    row = Arrangement.objects.get()
    change = at("arrangement-change", congress.slug, row.pk)
    shown = staff.get(change).context["form"].initial

    kept = {"version": shown["version"], "seen": shown["seen"]}
    staff.post(change, typed(title="Loa dự phòng", wanted="4", ready="4") | kept)
    row.refresh_from_db()
    told = staff.get(at("logistics", congress.slug)).text
    gone = staff.post(at("arrangement-remove", congress.slug, row.pk))

    assert (row.title, row.ready, row.wanted) == ("Loa dự phòng", 4, 4)
    assert "4/4" in told
    assert gone.status_code == 302
    assert not Arrangement.objects.exists()
    assert point(congress, "logistics") == ("not_started", None, None)
    acts_written = AuditEvent.objects.filter(act__startswith="congress.arrangement_")
    assert [line.act for line in acts_written.order_by("pk")] == [
        "congress.arrangement_added",
        "congress.arrangement_changed",
        "congress.arrangement_removed",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"part": "before"}, "part"),
        ({"wanted": "2", "ready": "3"}, "ready"),
        ({"ready": "3"}, "wanted"),
        ({"anchor": "day"}, "due_on"),
        ({"title": " "}, "title"),
    ],
)
def test_what_cannot_be_so_is_said_beside_its_field(
    wrong: dict[str, object], field: str, congress: Congress, staff: Client
) -> None:
    answer = staff.post(
        at("arrangement-add", congress.slug, "phuc-vu"), typed(note="giữ") | wrong
    )

    assert list(answer.context["form"].errors) == [field]
    assert "giữ" in answer.text
    assert not Arrangement.objects.exists()


def test_the_second_of_two_sees_both_versions(
    congress: Congress, staff: Client
) -> None:
    row = arranged.thing(congress, "Loa")
    page = at("arrangement-change", congress.slug, row.pk)
    shown = staff.get(page).context["form"].initial
    kept = {"version": shown["version"], "seen": shown["seen"]}
    staff.post(page, typed(title="Loa nén") | kept)

    answer = staff.post(page, typed(title="Loa thùng") | kept)

    assert "Người khác vừa sửa" in answer.text
    assert "Loa thùng" in answer.text
    row.refresh_from_db()
    assert row.title == "Loa nén"


def test_a_tick_takes_all_pieces_with_it_and_is_taken_back(
    congress: Congress, staff: Client
) -> None:
    row = arranged.thing(congress, wanted=4, ready=1)
    page = at("arrangement-done", congress.slug, row.pk)

    for _again in range(2):
        staff.post(page, {"xong": "1"})
    row.refresh_from_db()
    done = (row.done_on, row.ready, row.version)
    staff.post(page, {"xong": "0"})

    row.refresh_from_db()
    assert done == (timezone.localdate(), 4, 2)
    assert (row.done_on, row.done_by, row.ready) == (None, None, 4)


def test_with_a_script_a_tick_answers_with_its_row_and_the_figures(
    congress: Congress, staff: Client
) -> None:
    row = arranged.thing(congress)
    arranged.thing(congress, "Điện", part="power")

    answer = staff.post(
        at("arrangement-done", congress.slug, row.pk),
        {"xong": "1"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 200
    assert f'id="viec-{row.pk}"' in answer.text
    assert "<b>1/2</b>" in answer.text
    assert "<html" not in answer.text


def test_what_is_done_does_not_lose_pieces(congress: Congress) -> None:
    row = arranged.thing(congress, wanted=2)
    by = make.user()
    row = services.tick_arrangement(row.pk, done=True, by=by, at=make.NOON)

    with pytest.raises(services.UnfitArrangement, match="bỏ dấu xong trước"):
        services.change_arrangement(
            row.pk,
            services.Arranging(part="sound", title="Loa", wanted=2, ready=1),
            seen_version=row.version,
            by=by,
            at=make.NOON,
        )


def test_due_days_follow_the_congress_but_for_days_of_their_own(
    congress: Congress,
) -> None:
    follows = arranged.thing(congress, "Một", days=5)
    own = arranged.thing(congress, "Hai", anchor="day", due_on=make.LONG_AGO)
    done = arranged.thing(congress, "Ba", days=5)
    by = make.user()
    services.tick_arrangement(done.pk, done=True, by=by, at=make.NOON)
    due = follows.due_on
    later = timedelta(days=10)

    acts.change_congress(
        congress.pk,
        acts.Arrangements(
            place=congress.place,
            opens_on=congress.opens_on + later,
            closes_on=congress.closes_on + later,
            contents=tuple(congress.contents),
            designated=False,
        ),
        seen_version=congress.version,
        by=by,
        at=make.NOON,
    )

    days = {row.title: row.due_on for row in Arrangement.objects.all()}
    assert due
    assert days == {"Một": due + later, "Hai": own.due_on, "Ba": due}


def test_a_list_is_copied_from_another_congress_of_mine(
    congress: Congress, signed_in: SignedIn
) -> None:
    province = congress.unit.parent
    assert province
    other = make.congress(make.unit("Đảng bộ xã Mường Khe", parent=province))
    by = make.user()
    there = arranged.thing(other, "Thử micrô", note="riêng", days=3, responsible="Đài")
    services.tick_arrangement(there.pk, done=True, by=by, at=make.NOON)
    arranged.thing(other, "Ghế", part="seating", anchor="day", due_on=make.LONG_AGO)
    arranged.thing(congress, "THU MICRO")
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))
    page = at("arrangement-copy", congress.slug, "phuc-vu")

    offered = client.get(page, {"tim": "muong khe"}).text
    client.post(page, {"dai-hoi": str(other.pk)})
    again = client.post(page, {"dai-hoi": str(other.pk)}, follow=True)

    assert "Mường Khe" in offered
    assert lists(congress, LOGISTICS) == ["THU MICRO", "Ghế"]
    copied = Arrangement.objects.get(congress=congress, title="Ghế")
    assert (copied.due_on, copied.done_on, copied.note) == (None, None, "")
    assert "Ở đây đã có mọi việc" in again.text


def test_nobody_copies_from_a_congress_he_does_not_keep(
    congress: Congress, staff: Client
) -> None:
    neighbour = make.congress(make.unit("Đảng bộ xã Nậm Lành"))
    arranged.thing(neighbour, "Bí mật hàng xóm")
    page = at("arrangement-copy", congress.slug, "phuc-vu")

    listed = staff.get(page).text
    answer = staff.post(page, {"dai-hoi": str(neighbour.pk)})

    assert "Nậm Lành" not in listed
    assert answer.status_code == 404
    assert lists(congress, LOGISTICS) == []


def test_next_door_there_is_no_list_and_nothing_to_tick(
    congress: Congress, signed_in: SignedIn
) -> None:
    row = arranged.thing(congress)
    neighbour = make.congress(make.unit("Đảng bộ xã Nậm Lành"))
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=neighbour.unit.scope))

    answers = [
        client.get(at("logistics", congress.slug)),
        client.get(at("logistics", congress.slug), {"xuat": "xlsx"}),
        client.post(at("arrangement-done", congress.slug, row.pk), {"xong": "1"}),
        # through an address of one's own
        client.post(at("arrangement-done", neighbour.slug, row.pk), {"xong": "1"}),
        client.get(at("arrangement-change", neighbour.slug, row.pk)),
        client.post(at("arrangement-remove", neighbour.slug, row.pk)),
        client.get(at("arrangement-add", neighbour.slug, "khac")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    row.refresh_from_db()
    assert row.done_on is None


def test_nobody_is_made_responsible_who_works_elsewhere(
    congress: Congress, staff: Client
) -> None:
    outsider = make.holder(
        Role.ORGANISATION_STAFF, at=make.unit("Đảng bộ xã Nậm Lành").scope
    )

    answer = staff.post(
        at("arrangement-add", congress.slug, "phuc-vu"), typed(owner=str(outsider.pk))
    )

    assert list(answer.context["form"].errors) == ["owner"]


def test_who_only_reads_sees_the_lists_and_no_button(
    congress: Congress, signed_in: SignedIn
) -> None:
    arranged.thing(congress, "Thử micrô")
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=congress.unit.scope))

    text = client.get(at("logistics", congress.slug)).text

    assert "Thử micrô" in text
    assert "Thêm việc" not in text
    assert 'name="xong"' not in text


def test_a_list_is_narrowed_and_leaves_as_a_file_and_on_paper(
    congress: Congress, staff: Client
) -> None:
    arranged.thing(congress, "Thử micrô", days=30)
    arranged.thing(congress, "Nước uống", part="meals", days=1)
    page = at("logistics", congress.slug)

    late = staff.get(page, {"tinh-trang": "late"})
    named = staff.get(page, {"tim": "nuoc uong", "phan": "meals"})
    none = staff.get(page, {"tim": "xe"}).text
    file = staff.get(page, {"xuat": "xlsx"})
    paper = staff.get(page, {"in": "1"}).text

    assert [each["row"].title for each in late.context["rows"]] == ["Thử micrô"]
    assert "quá hạn" in late.text
    assert [each["row"].title for each in named.context["rows"]] == ["Nước uống"]
    assert "Không có việc nào khớp" in none
    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet
    assert sheet.max_row >= 3
    assert "☐" in paper
    assert 'name="xong"' not in paper


def test_a_list_stays_a_page(
    congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged.thing(congress)
    monkeypatch.setattr(services, "LONGEST", 1)

    with pytest.raises(Refused, match="nhiều nhất 1 việc"):
        arranged.thing(congress, "Hai")


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_so_many_queries_however_long(
    number: int, congress: Congress, staff: Client, django_assert_num_queries: Queries
) -> None:
    for place in range(number):
        arranged.thing(congress, f"Việc {place}", owner=None)
    staff.get(at("logistics", congress.slug))

    with django_assert_num_queries(9):
        staff.get(at("logistics", congress.slug))
