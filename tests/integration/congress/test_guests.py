"""Guests and the press: who is on the list, who gets a pass, who came."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from congress import tasks
from congress.models import Congress, Guest, GuestEvent
from congress.prints import passes
from congress.services import guests as services
from core.access.rights import Role
from core.errors import Refused
from core.models import AuditEvent, Job
from tests import make
from tests.integration.congress import arranged
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def congress() -> Congress:
    return make.congress(make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình")))


@pytest.fixture
def secretariat(congress: Congress, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.SECRETARIAT, at=congress.scope))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def typed(**said: object) -> dict[str, object]:
    facts = {"full_name": "Trịnh Công Khách", "kind": "guest", "state": "invited"}
    return facts | {"organisation": "Báo Sơn Bình", "areas": ["hall"]} | said


def test_a_guest_is_put_on_the_list_and_changed(
    congress: Congress, secretariat: Client
) -> None:
    empty = secretariat.get(at("guests", congress.slug)).text
    secretariat.post(at("guest-add", congress.slug), typed(phone="0900"))
    guest = Guest.objects.get()
    page = at("guest", congress.slug, guest.pk)
    shown = secretariat.get(page).context["form"].initial
    kept = {"version": shown["version"], "seen": shown["seen"]}

    secretariat.post(page, typed(seat="A12", state="accepted") | kept)
    second = secretariat.post(page, typed(seat="B1") | kept)

    guest.refresh_from_db()
    assert "Chưa có khách mời" in empty
    assert (guest.seat, guest.state, guest.sort_key != "") == ("A12", "accepted", True)
    assert "Người khác vừa sửa" in second.text
    lines = AuditEvent.objects.filter(act__startswith="congress.guest").order_by("pk")
    assert [line.act for line in lines] == [
        "congress.guest_added",
        "congress.guest_changed",
    ]
    assert "0900" not in str([line.detail for line in lines])


def test_one_of_the_same_name_and_place_is_asked_about_once(
    congress: Congress, secretariat: Client
) -> None:
    arranged.guest(congress, organisation="Báo Sơn Bình")
    page = at("guest-add", congress.slug)

    asked = secretariat.post(page, typed(full_name="TRINH CONG KHACH", seat="C3"))
    elsewhere = secretariat.post(page, typed(organisation="Đài Sơn Bình"))
    secretariat.post(page, typed(full_name="TRINH CONG KHACH", is_another="on"))

    assert "Danh sách đã có Trịnh Công Khách" in asked.text
    assert "C3" in asked.text
    assert 'name="is_another"' in asked.text
    assert elsewhere.status_code == 302
    assert Guest.objects.count() == 3


def test_who_is_convened_is_no_guest(congress: Congress, secretariat: Client) -> None:
    body = make.body(congress)
    make.on_roll(body, make.person("Trịnh Công Khách", at=congress.unit))

    answer = secretariat.post(at("guest-add", congress.slug), typed())

    assert "danh sách triệu tập" in answer.text
    assert not Guest.objects.exists()


def test_a_pass_is_given_taken_back_and_its_number_never_given_again(
    congress: Congress, secretariat: Client
) -> None:
    guest, other = arranged.guest(congress), arranged.guest(congress, "Vi Thị Khác")
    secretariat.post(at("guest-accredit", congress.slug, guest.pk))
    secretariat.post(at("guest-accredit", congress.slug, guest.pk))
    take_back = at("guest-take-back", congress.slug, guest.pk)
    without = secretariat.post(take_back, {"reason": " "})
    secretariat.post(take_back, {"reason": "Mất thẻ"})

    secretariat.post(at("guest-accredit", congress.slug, other.pk))
    secretariat.post(at("guest-accredit", congress.slug, guest.pk))

    guest.refresh_from_db()
    other.refresh_from_db()
    assert "Hãy ghi lý do." in without.text
    assert (other.pass_number, guest.pass_number) == (2, 3)
    told = [
        (each.act, each.pass_number, each.reason)
        for each in GuestEvent.objects.filter(guest=guest).order_by("at")
    ]
    assert told == [
        ("accredited", 1, ""),
        ("taken_back", 1, "Mất thẻ"),
        ("accredited", 3, ""),
    ]
    assert "Mất thẻ" in secretariat.get(at("guest", congress.slug, guest.pk)).text


def test_numbers_begin_anew_at_each_congress() -> None:
    assert arranged.accredited().pass_number == arranged.accredited().pass_number == 1


def test_nobody_gets_a_pass_to_nowhere_or_after_declining(
    congress: Congress, secretariat: Client
) -> None:
    nowhere = arranged.guest(congress, areas=())
    declined = arranged.guest(congress, "Vi Thị Vắng", state="declined")

    answers = [
        secretariat.post(at("guest-accredit", congress.slug, each.pk), follow=True).text
        for each in (nowhere, declined)
    ]

    assert "Hãy chọn nơi người này được vào trước" in answers[0]
    assert "Không cấp thẻ được: người này báo vắng." in answers[1]
    assert not GuestEvent.objects.exists()


def test_who_was_refused_is_considered_again(
    congress: Congress, secretariat: Client
) -> None:
    guest = arranged.guest(congress)
    secretariat.post(
        at("guest-refuse", congress.slug, guest.pk), {"reason": "Quá số chỗ"}
    )
    come = secretariat.post(
        at("guest-arrived", congress.slug, guest.pk), {"den": "1"}
    ).text
    secretariat.post(at("guest-reconsider", congress.slug, guest.pk))

    guest.refresh_from_db()
    assert "nên chưa ghi đến được" in come
    assert guest.state == "proposed"
    assert set(guest.events.values_list("act", flat=True)) == {
        "refused",
        "reconsidered",
    }


def test_a_decided_state_is_not_typed(congress: Congress, secretariat: Client) -> None:
    answer = secretariat.post(at("guest-add", congress.slug), typed(state="accredited"))
    given = arranged.accredited(congress)
    page = at("guest", congress.slug, given.pk)
    shown = secretariat.get(page).context["form"].initial
    secretariat.post(
        page,
        typed(state="invited", seat="A1")
        | {"version": shown["version"], "seen": shown["seen"]},
    )

    given.refresh_from_db()
    assert list(answer.context["form"].errors) == ["state"]
    assert (given.state, given.seat) == ("accredited", "A1")


def test_the_door_marks_who_came_and_takes_it_back(
    congress: Congress, secretariat: Client
) -> None:
    guest = arranged.accredited(congress)
    arranged.guest(congress, "Vi Thị Chờ")
    page = at("guest-arrived", congress.slug, guest.pk)

    marked = secretariat.post(page, {"den": "1"}, headers={"HX-Request": "true"})
    kept_pass = secretariat.post(
        at("guest-take-back", congress.slug, guest.pk), {"reason": "x"}
    )
    secretariat.post(page, {"den": "0"})

    guest.refresh_from_db()
    assert "<b>1/2</b>" in marked.text
    assert "<html" not in marked.text
    assert "Hãy bỏ dấu đến, rồi thu thẻ." in kept_pass.text
    assert guest.arrived_at is None
    assert sorted(guest.events.values_list("act", flat=True)) == [
        "accredited",
        "arrived",
        "not_arrived",
    ]


def test_who_was_decided_on_stays_and_others_go(
    congress: Congress, secretariat: Client
) -> None:
    given, other = arranged.accredited(congress), arranged.guest(congress, "Vi Văn Bỏ")

    kept = secretariat.post(
        at("guest-remove", congress.slug, given.pk), follow=True
    ).text
    secretariat.post(at("guest-remove", congress.slug, other.pk))

    assert "nên giữ trong danh sách" in kept
    assert list(Guest.objects.all()) == [given]


def test_the_list_is_sorted_by_given_name_searched_and_narrowed(
    congress: Congress, secretariat: Client
) -> None:
    for name in ("Vi Thị Yến", "Bàn Văn Ân", "Đàm Thị Bình"):
        arranged.guest(congress, name)
    given = arranged.accredited(congress, "Lò Văn Cường")
    page = at("guests", congress.slug)

    def names(**asked: str) -> list[str]:
        return [
            each["row"].full_name
            for each in secretariat.get(page, asked).context["rows"]
        ]

    assert names() == ["Bàn Văn Ân", "Đàm Thị Bình", "Lò Văn Cường", "Vi Thị Yến"]
    assert names(tim="dam binh") == ["Đàm Thị Bình"]
    assert names(tim="1") == names(**{"tinh-trang": "accredited"}) == [given.full_name]
    assert names(dien="press") == names(den="da-den") == []


def test_what_leaves_the_portal_is_written_down(
    congress: Congress, secretariat: Client
) -> None:
    arranged.guest(congress, phone="0912")
    page = at("guests", congress.slug)

    file = secretariat.get(page, {"xuat": "xlsx"})
    secretariat.get(page, {"in": "1"})

    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet
    assert "0912" in [cell.value for row in sheet.iter_rows() for cell in row]
    lines = AuditEvent.objects.filter(act="congress.guests_exported").order_by("pk")
    assert [line.detail for line in lines] == [
        {"form": "xlsx", "rows": 1},
        {"form": "print", "rows": 1},
    ]


def test_passes_are_printed_by_a_worker_four_to_a_sheet(
    congress: Congress, secretariat: Client
) -> None:
    page = at("guest-passes", congress.slug)
    none = secretariat.get(page).text
    for number in range(5):
        arranged.accredited(congress, f"Khách Số {'ABCDE'[number]}")
    secretariat.post(at("guest-passes-make", congress.slug))
    job = Job.objects.get(kind="congress.print_passes")

    tasks.print_passes(job_id=str(job.pk))

    found = secretariat.get(page)
    (kept, url) = found.context["papers"][0]
    answer = secretariat.get(url)
    assert "Chưa ai được cấp thẻ" in none
    assert [len(sheet) for sheet in passes.passes(congress).sheets] == [4, 1]
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page\n") in (0, 2)
    assert kept.file_name.startswith(f"the-{congress.slug}-")
    assert AuditEvent.objects.filter(act="congress.guests_exported").count() == 1


@pytest.mark.parametrize(
    "role", [Role.SECRETARIAT, Role.ORGANISATION_STAFF, Role.UNIT_SECRETARY]
)
def test_next_door_there_is_no_guest(
    role: Role, congress: Congress, signed_in: SignedIn
) -> None:
    guest = arranged.accredited(congress)
    neighbour = make.body(make.congress(make.unit("Đảng bộ xã Nậm Lành")))
    client = signed_in(make.holder(role, at=make.place_of(role, neighbour)))
    own = neighbour.congress.slug

    answers = [
        client.get(at("guests", congress.slug)),
        client.get(at("guests", congress.slug), {"xuat": "xlsx"}),
        client.get(at("guest", congress.slug, guest.pk)),
        client.get(at("guest", own, guest.pk)),
        client.post(at("guest-arrived", own, guest.pk), {"den": "1"}),
        client.post(at("guest-take-back", own, guest.pk), {"reason": "x"}),
        client.get(at("guest-passes-file", own, guest.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert not AuditEvent.objects.filter(act="congress.guests_exported").exists()


@pytest.mark.parametrize("role", [Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.DELEGATE])
def test_the_tally_board_and_delegates_read_no_guests(
    role: Role, congress: Congress, signed_in: SignedIn
) -> None:
    arranged.guest(congress)
    client = signed_in(make.holder(role, at=make.place_of(role, make.body(congress))))

    assert client.get(at("guests", congress.slug)).status_code == 404


def test_who_only_reads_marks_nobody(congress: Congress, signed_in: SignedIn) -> None:
    guest = arranged.guest(congress)
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=congress.unit.scope))

    text = client.get(at("guests", congress.slug)).text
    answer = client.post(at("guest-arrived", congress.slug, guest.pk), {"den": "1"})

    assert guest.full_name in text
    assert 'name="den"' not in text.replace('id="loc-den" name="den"', "")
    assert answer.status_code == 404


def test_an_act_is_about_a_guest_of_its_own_congress(congress: Congress) -> None:
    guest = arranged.guest(congress)

    with pytest.raises(IntegrityError), transaction.atomic():
        GuestEvent.objects.create(
            congress=make.congress(),
            guest=guest,
            act="arrived",
            by=make.user(),
            at=make.NOON,
        )


def test_the_list_has_an_end(
    congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged.guest(congress)
    monkeypatch.setattr(services, "MOST", 1)

    with pytest.raises(Refused, match="nhiều nhất 1 người"):
        arranged.guest(congress, "Hai")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_so_many_queries_however_long(
    number: int,
    congress: Congress,
    secretariat: Client,
    django_assert_num_queries: Queries,
) -> None:
    for place in range(number):
        arranged.guest(congress, f"Khách {'ABC'[place]}")
    secretariat.get(at("guests", congress.slug))

    with django_assert_num_queries(9):
        secretariat.get(at("guests", congress.slug))
