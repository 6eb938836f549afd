"""The screens of a list: each works, refuses, keeps what was typed, stays in reach."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from ballots import queries
from ballots.models import BoardSeat, Candidate, Election, Nomination, Poll, Withdrawal
from ballots.queries import nominees
from ballots.rules.nominations import PutForward
from congress.models import Congress
from core.access.rights import Role
from core.models import AuditEvent
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


def url(name: str, poll: Poll, *more: object) -> str:
    return reverse(f"ballots:{name}", args=[*queries.address(poll), *more])


def set_board(client: Client, poll: Poll, **typed: str) -> Any:
    """Write the board on the page as it stands."""
    shown = client.get(url("poll-board", poll)).context["form"].initial
    whole = {"members": "Nguyễn Văn An", "head": "Nguyễn Văn An"} | typed
    seen = {"seen": shown["seen"]}
    return client.post(url("poll-board-set", poll), whole | seen)


def keeper(poll_or_congress: Poll | Congress, role: Role = Role.SECRETARIAT) -> Any:
    at = poll_or_congress
    congress = at.election.body.congress if isinstance(at, Poll) else at
    return make.holder(role, at=congress.scope)


@pytest.fixture
def poll() -> Poll:
    """Three seats, and nobody put forward yet; two are on the roll."""
    made = make.election()
    body = made.election.body
    for name in ("Nguyễn Văn An", "Trần Thị Bình"):
        make.on_roll(body, make.person(name, at=body.congress.unit))
    return made


@pytest.fixture
def client(poll: Poll, signed_in: SignedIn) -> Client:
    return signed_in(keeper(poll))


def four(poll: Poll) -> None:
    unit = poll.election.body.congress.unit
    given = ("Lê Văn An", "Lê Văn Bình", "Lê Văn Cúc", "Lê Văn Dũng")
    make.put_forward(poll, *[make.person(each, at=unit) for each in given])


# --- entering ----------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PRESIDIUM])
def test_secretariat_and_presidium_enter_an_election(
    role: Role, signed_in: SignedIn
) -> None:
    body = make.body()
    page = reverse("ballots:election-enter", args=[body.congress.slug])
    client = signed_in(keeper(body.congress, role))

    form = client.get(page)
    answer = client.post(
        page,
        {"body": body.pk, "office": "committee", "seats": 27, "purpose": "check"},
    )

    poll = Poll.objects.get()
    assert "03-HD/TW" in form.text
    assert answer.headers["Location"] == url("poll-slate", poll)
    assert (poll.seats, poll.stage) == (27, "prepared")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"seats": "0"}, "Số lượng cần bầu phải từ 1 trở lên."),
        ({"seats": "nhiều"}, "Hãy nhập một số nguyên"),
        ({"office": "standing_committee"}, "không bầu chức danh đó"),
        (
            {"purpose": "official", "permitted_by": "", "exception": "Công văn số 5"},
            "phải ghi văn bản cho phép",
        ),
        ({"alternates": "2"}, "Chỉ bầu dự khuyết khi bầu đại biểu"),
    ],
)
def test_an_election_refused_keeps_what_was_typed(
    typed: dict[str, str], sentence: str, signed_in: SignedIn
) -> None:
    body = make.body()
    page = reverse("ballots:election-enter", args=[body.congress.slug])
    whole = {
        "body": str(body.pk),
        "office": "committee",
        "seats": "27",
        "purpose": "check",
        "permitted_by": "Công văn số 5",
    }

    answer = signed_in(keeper(body.congress)).post(page, whole | typed)

    assert sentence in answer.text
    assert "Công văn số 5" in answer.text
    assert not Election.objects.exists()


def test_a_second_election_to_an_office_is_refused_beside_the_office(
    poll: Poll, client: Client
) -> None:
    body = poll.election.body
    page = reverse("ballots:election-enter", args=[body.congress.slug])

    answer = client.post(
        page, {"body": body.pk, "office": "committee", "seats": 9, "purpose": "check"}
    )

    assert "đã có cuộc bầu chức danh đó" in str(answer.context["form"].errors["office"])


# --- the list ----------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(poll: Poll, client: Client) -> None:
    answer = client.get(url("poll-slate", poll))

    assert "Danh sách chưa có ai." in answer.text
    assert "Chốt danh sách…" not in answer.text


def test_people_are_ticked_on_the_roll(poll: Poll, client: Client) -> None:
    page = url("poll-slate-add", poll)

    seen = client.get(page)
    found = client.get(page, {"tim": "binh"})
    answer = client.post(
        page,
        {
            "nguoi": [str(each.pk) for each, _there, _ticked in seen.context["people"]],
            "put_forward": "official",
        },
    )

    assert len(seen.context["people"]) == 2
    assert [each.full_name for each, *_more in found.context["people"]] == [
        "Trần Thị Bình"
    ]
    assert answer.headers["Location"] == url("poll-slate", poll)
    assert Nomination.objects.filter(poll=poll).count() == 2
    assert "đã có" in client.get(page).text


def test_people_are_found_in_the_register_beneath_the_unit(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    make.person("Đàm Thị Lan", at=unit)
    make.person("Đàm Thị Lan", at=make.unit("Đảng bộ xã Xa"))
    page = url("poll-slate-add", poll)

    found = client.get(page, {"nguon": "so", "tim": "dam lan"})
    unasked = client.get(page, {"nguon": "so"})

    assert len(found.context["people"]) == 1
    assert "Gõ họ tên để tìm trong sổ." in unasked.text


def test_somebody_who_may_not_stand_is_named_and_the_ticks_stay(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    person = make.person("Lê Văn Mới", at=unit)
    make.on_roll(poll.election.body, person, is_convener=True)

    answer = client.post(
        url("poll-slate-add", poll) + "?tim=moi",
        {"nguoi": [str(person.pk)], "put_forward": "self_nominated", "backed_by": "2"},
    )

    assert "Lê Văn Mới: Là cấp ủy viên" in answer.text
    assert answer.context["people"] == [(person, False, True)]
    assert not Nomination.objects.exists()


def test_nominators_are_named_and_looked_for_on_the_roll(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    person = make.person("Lê Văn Ngoài", at=unit)
    page = url("poll-slate-add", poll)
    typed = {"nguoi": [str(person.pk)], "put_forward": "nominated", "backed_by": "2"}

    unknown = client.post(page, typed | {"by_name": "Không Có Ai"})
    client.post(page, typed | {"by_name": "nguyen van an"})

    assert str(unknown.context["form"].errors["by_name"][0]).startswith(
        "Không tìm thấy"
    )
    row = Nomination.objects.get()
    assert row.by_person is not None
    assert (row.by_person.full_name, row.backed_by) == ("Nguyễn Văn An", 2)


def test_pasted_names_are_looked_at_line_by_line_and_nothing_is_lost(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    twins = [make.person("Phạm Văn Đôi", at=unit) for _each in range(2)]
    page = url("poll-slate-paste", poll)
    text = "1. Nguyễn Văn An\n2. Phạm Văn Đôi\n3. Không Có Ai"
    typed = {"names": text, "put_forward": "official"}

    seen = client.post(page, typed | {"xem": "1"})
    unsettled = client.post(page, typed | {"ghi": "1"})
    none_yet = Nomination.objects.count()
    answer = client.post(
        page,
        typed | {"ghi": "1", "chon-2": str(twins[1].pk), "chon-3": "skip"},
    )

    assert [line.match for line, _said in seen.context["matches"]] == [
        "one",
        "several",
        "nobody",
    ]
    assert none_yet == 0
    assert "3. Không Có Ai" in unsettled.text
    assert len(unsettled.context["form"].errors["names"]) == 2
    assert answer.headers["Location"] == url("poll-slate", poll)
    chosen = set(Nomination.objects.values_list("person", flat=True))
    assert twins[1].pk in chosen
    assert len(chosen) == 2


def test_a_name_pasted_twice_is_said_to_be_and_added_once(
    poll: Poll, client: Client
) -> None:
    typed = {"names": "Nguyễn Văn An\nNguyễn Văn An", "put_forward": "official"}

    seen = client.post(url("poll-slate-paste", poll), typed | {"xem": "1"})
    client.post(url("poll-slate-paste", poll), typed | {"ghi": "1"})

    assert "Trùng với một dòng ở trên; chỉ thêm một lần." in seen.text
    assert Nomination.objects.count() == 1


def test_more_backers_than_people_are_refused_at_once(
    poll: Poll, client: Client
) -> None:
    there = nominees.attending(poll.election.body)
    typed = {"names": "Nguyễn Văn An", "put_forward": "self_nominated", "ghi": "1"}

    answer = client.post(
        url("poll-slate-paste", poll), typed | {"backed_by": there + 1}
    )

    told = str(answer.context["form"].errors["backed_by"])
    assert f"Nhiều hơn số người dự ({there})" in told
    assert not Nomination.objects.exists()


def test_names_in_a_file_come_into_the_same_field(poll: Poll, client: Client) -> None:
    file = SimpleUploadedFile(
        "ten.csv", "STT,Họ và tên\n1,Nguyễn Văn An\n2,Trần Thị Bình\n".encode()
    )

    answer = client.post(
        url("poll-slate-paste", poll), {"file": file, "put_forward": "official"}
    )

    assert "Nguyễn Văn An\nTrần Thị Bình" in answer.text
    assert [line.match for line, _said in answer.context["matches"]] == ["one", "one"]
    assert not Nomination.objects.exists()


def test_a_file_that_is_no_list_is_refused_beside_the_file(
    poll: Poll, client: Client
) -> None:
    file = SimpleUploadedFile(
        "ten.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99
    )

    answer = client.post(
        url("poll-slate-paste", poll),
        {"file": file, "names": "Nguyễn Văn An", "put_forward": "official"},
    )

    assert answer.context["form"].errors["file"]
    assert "Nguyễn Văn An" in answer.text


def test_a_line_is_changed_and_a_second_hand_sees_both(
    poll: Poll, client: Client
) -> None:
    four(poll)
    row = Nomination.objects.order_by("person__sort_key").first()
    assert row is not None
    page = url("poll-slate-nomination", poll, row.pk)
    typed = dict(client.get(page).context["form"].initial) | {"backed_by": ""}

    client.post(page, typed | {"withdrawing": "asked"})
    answer = client.post(page, typed | {"left_out_reason": "Gõ sau"})

    row.refresh_from_db()
    assert (row.withdrawing, row.left_out) == ("asked", False)
    assert "Người khác vừa sửa dòng này" in answer.text
    assert "Xin rút, chờ đại hội quyết định" in answer.text
    assert "Gõ sau" in answer.text


def test_a_name_is_taken_off_with_one_click(poll: Poll, client: Client) -> None:
    four(poll)
    row = Nomination.objects.first()
    assert row is not None

    client.post(url("poll-slate-remove", poll, row.pk))

    assert Nomination.objects.count() == 3


def test_a_line_of_another_poll_is_not_there(poll: Poll, client: Client) -> None:
    other = make.election()
    four(other)
    row = Nomination.objects.first()
    assert row is not None

    answers = [
        client.get(url("poll-slate-nomination", poll, row.pk)).status_code,
        client.post(url("poll-slate-remove", poll, row.pk)).status_code,
    ]

    assert answers == [404, 404]
    assert Nomination.objects.count() == 4


def test_the_number_is_changed(poll: Poll, client: Client) -> None:
    page = url("poll-slate-number", poll)
    seen = client.get(page).context["form"].initial["seen"]

    answer = client.post(page, {"seats": "5", "seen": seen})

    poll.refresh_from_db()
    assert answer.status_code == 302
    assert poll.seats == 5


def test_the_list_is_closed_by_a_page_that_shows_it(poll: Poll, client: Client) -> None:
    four(poll)
    page = url("poll-slate-close", poll)

    shown = client.get(page)
    typed = {"seen": shown.context["form"].initial["seen"], "in_favour": "2"}
    unread = client.post(page, typed)
    answer = client.post(page, typed | {"warnings_read": "on"})

    # Three is a small body, so the surplus of one is as it should be.
    assert "Lê Văn An" in shown.text
    assert {unread.status_code, answer.status_code} <= {200, 302}
    assert Poll.objects.get(pk=poll.pk).stage == "list_closed"


def test_a_tick_lapses_when_the_list_changes(poll: Poll, client: Client) -> None:
    Poll.objects.filter(pk=poll.pk).update(seats=13, max_votes=13)
    four(poll)
    seen = client.get(url("poll-slate-close", poll)).context["form"].initial["seen"]
    row = Nomination.objects.first()
    assert row is not None
    client.post(url("poll-slate-remove", poll, row.pk))

    answer = client.post(
        url("poll-slate-close", poll), {"seen": seen, "warnings_read": "on"}
    )

    assert "Danh sách vừa có thay đổi" in answer.text
    assert answer.context["form"].data["seen"] != seen
    assert "warnings_read" not in answer.context["form"].data


def test_a_closed_list_leads_back_from_every_page_that_changes_it(
    poll: Poll, client: Client
) -> None:
    four(poll)
    closed = make.close(poll)
    row = Nomination.objects.first()
    assert row is not None
    changing = ("add", "paste", "number", "close")

    answers = [client.get(url(f"poll-slate-{each}", closed)) for each in changing]
    answers.append(client.get(url("poll-slate-nomination", closed, row.pk)))
    answers.append(client.post(url("poll-slate-remove", closed, row.pk)))

    assert {each.headers["Location"] for each in answers} == {url("poll-slate", closed)}
    assert Nomination.objects.count() == 4
    assert "Danh sách đã chốt" in client.get(url("poll-slate", closed)).text


def test_a_closed_list_is_taken_up_again_with_a_reason(
    poll: Poll, client: Client
) -> None:
    four(poll)
    make.close(poll)
    page = url("poll-slate-reopen", poll)

    without = client.post(page, {"reason": " "})
    client.post(page, {"reason": "Một người rút"})

    assert "Hãy ghi lý do mở lại." in without.text
    assert Poll.objects.get(pk=poll.pk).stage == "prepared"
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("is_closed", [False, True])
def test_whoever_keeps_lists_takes_a_poll_back_before_the_box_is_sealed(
    is_closed: bool, poll: Poll, client: Client
) -> None:
    four(poll)
    if is_closed:
        make.close(poll)

    answer = client.post(url("poll-slate-withdraw", poll), {"reason": "Nhập nhầm"})

    assert answer.headers["Location"] == reverse(
        "ballots:list", args=[poll.election.body.congress.slug]
    )
    assert Withdrawal.objects.get().reason == "Nhập nhầm"
    assert client.get(url("poll-slate", poll)).status_code == 404


def test_nobody_takes_back_from_here_once_the_box_is_sealed(
    signed_in: SignedIn,
) -> None:
    opened = make.open_box()
    client = signed_in(keeper(opened))

    answer = client.post(url("poll-slate-withdraw", opened), {"reason": "Nhầm"})

    assert answer.headers["Location"] == url("poll-slate", opened)
    assert not Withdrawal.objects.exists()


def test_the_printed_list_names_its_congress(poll: Poll, client: Client) -> None:
    four(poll)

    paper = client.get(url("poll-slate-paper", poll))

    head = paper.text.split('class="paper-head"')[1].split("</div>")[0]
    assert str(poll.election.body.congress) in head


def test_the_list_is_printed_and_taken_as_a_workbook_with_an_audit_line(
    poll: Poll, client: Client
) -> None:
    four(poll)
    make.close(poll)

    paper = client.get(url("poll-slate-paper", poll))
    answer = client.post(url("poll-biographies", poll))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert "Lê Văn An" in paper.text
    assert rows[0][:3] == ("STT", "Họ và tên", "Ngày sinh")
    assert [row[1] for row in rows[1:]] == [
        "Lê Văn An",
        "Lê Văn Bình",
        "Lê Văn Cúc",
        "Lê Văn Dũng",
    ]
    line = AuditEvent.objects.get(act="ballots.list_taken")
    assert line.detail == {"people": 4}


def test_more_hands_than_people_are_refused_beside_the_field(
    poll: Poll, client: Client
) -> None:
    four(poll)
    there = nominees.attending(poll.election.body)
    page = url("poll-slate-close", poll)
    typed = client.get(page).context["form"].initial | {"warnings_read": "on"}

    refused = client.post(page, typed | {"in_favour": there, "against": 1})
    closed = client.post(
        page, typed | {"in_favour": there - 1, "against": 1}, follow=True
    )
    paper = client.get(url("poll-slate-paper", poll))

    assert f"nhiều hơn số người dự {there}" in str(
        refused.context["form"]["in_favour"].errors
    )
    for shown in (closed, paper):
        assert f"biểu quyết tán thành {there - 1}" in shown.text
        assert "không tán thành 1" in shown.text


def test_the_paper_is_called_before_closing_as_it_will_be(
    poll: Poll, client: Client
) -> None:
    Poll.objects.filter(pk=poll.pk).update(seats=1, alternates=2)
    voter = poll.election.body.roll.get(person__full_name="Trần Thị Bình").person
    make.put_forward(poll, voter)

    page = client.get(url("poll-slate-close", poll))

    assert "Phiếu đồng ý / không đồng ý" in page.text
    assert "Phiếu gạch tên" not in page.text
    assert "+ 2 dự khuyết" in page.text


def test_a_list_taken_away_before_it_is_closed_counts_those_who_stand(
    poll: Poll, client: Client
) -> None:
    four(poll)
    rows = Nomination.objects.filter(poll=poll, person__full_name="Lê Văn An")
    rows.update(left_out=True, left_out_reason="Rút")

    client.post(url("poll-biographies", poll))

    assert AuditEvent.objects.get(act="ballots.list_taken").detail == {"people": 3}


# --- the opinion ballot ------------------------------------------------------------


def test_an_opinion_ballot_is_typed_applied_printed_and_undone(
    poll: Poll, client: Client
) -> None:
    four(poll)
    unit = poll.election.body.congress.unit
    floor = [make.person(name, at=unit) for name in ("Vũ Văn An", "Vũ Văn Bình")]
    made = make.put_forward(
        poll, *floor, put_forward=PutForward.SELF_NOMINATED, backed_by=2
    )
    page = url("poll-opinion", poll)
    typed = {"team": "Không Có Ai", "issued": "2", "returned": "2", "valid": "2"} | {
        f"votes-{row.pk}": str(votes) for row, votes in zip(made, (2, 1), strict=True)
    }

    shown = client.get(page)
    stranger = client.post(page, typed)
    too_many = client.post(page, typed | {"team": "Nguyễn Văn An", "valid": "3"})
    client.post(page, typed | {"team": "Nguyễn Văn An"})
    recorded = client.get(page)
    paper = client.get(url("poll-opinion-paper", poll))
    client.post(url("poll-opinion-apply", poll))
    left_out = Nomination.objects.filter(left_out=True).count()
    client.post(url("poll-opinion-undo", poll))

    assert "Xin ý kiến về 2 người" in shown.text
    assert "Không Có Ai" in str(stranger.context["form"].errors["team"])
    assert "nhiều hơn số phiếu thu về (2)" in str(too_many.context["form"].errors)
    assert "phát 2, thu 2, hợp lệ 2" in recorded.text
    assert "Nguyễn Văn An" in paper.text
    assert "Biên bản kiểm phiếu xin ý kiến" in paper.text
    assert ("T/M Đoàn chủ tịch" in paper.text, paper.context["invalid"]) == (True, 0)
    assert {each["rule"] for each in paper.context["bases"]} == {"R-OP-2", "R-OP-4"}
    assert left_out == 2
    assert not Nomination.objects.filter(left_out=True).exists()


def test_a_tie_that_is_not_decided_keeps_what_was_ticked(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    given = ("Lê Văn An", "Lê Văn Bình", "Lê Văn Cúc")
    make.put_forward(poll, *[make.person(each, at=unit) for each in given])
    floor = [make.person(name, at=unit) for name in ("Vũ Văn An", "Vũ Văn Bình")]
    made = make.put_forward(
        poll, *floor, put_forward=PutForward.SELF_NOMINATED, backed_by=2
    )
    typed = {"team": "Nguyễn Văn An", "issued": 2, "returned": 2, "valid": 2}
    votes = {f"votes-{row.pk}": 1 for row in made}
    client.post(url("poll-opinion", poll), typed | votes)
    page = url("poll-opinion-apply", poll)

    undecided = client.post(page, {"nguoi": str(made[0].pk)})
    endless = client.post(page, {"nguoi": str(made[0].pk), "decision": "a" * 301})
    told = endless.context["decision_form"]
    client.post(page, {"nguoi": str(made[0].pk), "decision": "Biểu quyết chọn"})

    assert "Có người ngang phiếu" in undecided.text
    assert undecided.context["chosen"] == [made[0].pk]
    assert "đang có 301" in str(told.errors["decision"])
    assert told["decision"].value() == "a" * 301
    left_out = Nomination.objects.get(left_out=True)
    assert left_out.pk == made[1].pk
    assert "Biểu quyết chọn" in left_out.left_out_reason


# --- reach -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role",
    [Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.INSPECTOR, Role.ORGANISATION_STAFF],
)
def test_others_find_no_list_to_keep(
    role: Role, poll: Poll, signed_in: SignedIn
) -> None:
    body = poll.election.body
    client = signed_in(make.holder(role, at=make.place_of(role, body)))

    answers = {
        client.get(url(name, poll)).status_code
        for name in ("poll-slate", "poll-slate-add", "poll-slate-close", "poll-opinion")
    }

    assert answers == {404}


def test_the_secretariat_next_door_finds_nothing(
    poll: Poll, signed_in: SignedIn
) -> None:
    client = signed_in(keeper(make.congress()))
    entering = reverse(
        "ballots:election-enter", args=[poll.election.body.congress.slug]
    )

    answers = [
        client.get(each).status_code
        for each in (url("poll-slate", poll), url("poll-board", poll), entering)
    ]

    assert answers == [404, 404, 404]


def test_a_list_that_came_in_a_file_is_shown_with_its_poll(
    signed_in: SignedIn,
) -> None:
    imported = make.imported()

    answer = signed_in(keeper(imported)).get(url("poll-slate", imported))

    assert answer.headers["Location"] == url("poll", imported)


def test_the_list_asks_as_many_questions_whatever_its_length(
    poll: Poll, client: Client
) -> None:
    unit = poll.election.body.congress.unit
    voter = poll.election.body.roll.get(person__full_name="Nguyễn Văn An").person
    asked = []

    for family in ("Lê", "Vũ"):
        given = ("An", "Bình", "Cúc")[: 1 if family == "Lê" else 3]
        people = [make.person(f"{family} Văn {name}", at=unit) for name in given]
        make.put_forward(
            poll,
            *people,
            put_forward=PutForward.NOMINATED,
            by_person=voter.pk,
            backed_by=2,
        )
        for name in ("poll-slate", "poll-slate-close", "poll-slate-add"):
            client.get(url(name, poll))
            with CaptureQueriesContext(
                connection,
            ) as queries_:
                client.get(url(name, poll))
            asked.append((name, len(queries_)))

    assert asked[:3] == asked[3:]


# --- the board ---------------------------------------------------------------------


def test_the_board_is_filled_in_from_those_appointed_and_kept(
    poll: Poll, signed_in: SignedIn
) -> None:
    board = make.board(poll.election.body)
    for user in (board.head, board.member):
        assert user.person is not None
        make.on_roll(poll.election.body, user.person)
    client = signed_in(board.head)
    page = url("poll-board", poll)

    shown = client.get(page)
    answer = client.post(url("poll-board-set", poll), shown.context["form"].initial)
    client.post(url("poll-board-set", poll), shown.context["form"].initial)

    seats = BoardSeat.objects.filter(poll=poll)
    assert "Lục Văn Quý" in shown.context["form"].initial["members"]
    assert answer.headers["Location"] == page
    assert {
        (seat.person.full_name, seat.is_head, seat.is_technician) for seat in seats
    } == {
        ("Lục Văn Quý", True, False),
        ("Nông Thị Quỳnh", False, False),
        ("Đàm Văn Thái", False, True),
    }
    line = AuditEvent.objects.get(act="ballots.board_set")
    head, member = (str(user.person_id) for user in (board.head, board.member))
    assert (line.detail["head"], line.detail["people"]) == (head, 2)
    assert set(line.detail["members"]) == {head, member}
    assert line.detail["technicians"] == [str(board.technician.person_id)]


def test_whoever_writes_the_board_second_is_shown_both_boards(
    poll: Poll, client: Client
) -> None:
    shown = client.get(url("poll-board", poll)).context["form"].initial
    first = {"members": "Nguyễn Văn An", "head": "Nguyễn Văn An", "seen": shown["seen"]}
    other = {"members": "Trần Thị Bình", "head": "Trần Thị Bình", "seen": shown["seen"]}
    client.post(url("poll-board-set", poll), first)

    second = client.post(url("poll-board-set", poll), other)
    kept = [str(seat.person) for seat in BoardSeat.objects.all()]
    again = client.post(
        url("poll-board-set", poll),
        other | {"seen": second.context["form"].data["seen"]},
    )

    assert kept == ["Nguyễn Văn An"]
    assert "Người khác vừa sửa trong lúc bạn đang nhập" in second.text
    assert "Nguyễn Văn An" in second.text
    assert second.context["form"]["members"].value() == "Trần Thị Bình"
    assert again.status_code == 302
    assert [str(seat.person) for seat in BoardSeat.objects.all()] == ["Trần Thị Bình"]


def test_whoever_changes_the_number_second_is_shown_both_numbers(
    poll: Poll, client: Client
) -> None:
    page = url("poll-slate-number", poll)
    seen = client.get(page).context["form"].initial["seen"]
    first, other = poll.seats + 1, poll.seats + 2
    client.post(page, {"seats": first, "exception": "NQ 1", "seen": seen})

    second = client.post(page, {"seats": other, "exception": "NQ 2", "seen": seen})
    poll.refresh_from_db()

    assert poll.seats == first
    assert "Người khác vừa sửa trong lúc bạn đang nhập" in second.text
    assert second.context["form"]["seats"].value() == str(other)
    [differs] = second.context["versions"]["fields"]
    assert (differs["before"], differs["after"]) == (str(other), first)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"head": "Lê Văn Cúc"}, "head", "Không tìm thấy Lê Văn Cúc trong danh sách"),
        ({"head": "Trần Thị Bình"}, "head", "trong số các thành viên"),
        ({"members": "Không Có Ai"}, "members", "không tìm thấy"),
    ],
)
def test_a_board_that_is_not_sound_is_refused(
    typed: dict[str, str], field: str, sentence: str, poll: Poll, client: Client
) -> None:
    answer = set_board(client, poll, **typed)

    assert sentence in str(answer.context["form"].errors[field])
    assert not BoardSeat.objects.exists()


def test_nobody_on_the_list_sits_on_the_board(poll: Poll, client: Client) -> None:
    voter = poll.election.body.roll.get(person__full_name="Nguyễn Văn An").person
    make.put_forward(poll, voter)

    answer = set_board(client, poll)

    assert "Có tên trong danh sách bầu cử" in answer.text
    assert not BoardSeat.objects.exists()


def test_whoever_is_put_forward_after_joining_the_board_is_shown_there(
    poll: Poll, client: Client
) -> None:
    page = url("poll-board", poll)
    set_board(client, poll)
    voter = poll.election.body.roll.get(person__full_name="Nguyễn Văn An").person
    make.put_forward(poll, voter)

    answer = client.get(page)

    assert [each.full_name for each in answer.context["conflicts"]] == ["Nguyễn Văn An"]


def test_the_board_stays_once_the_box_is_sealed(signed_in: SignedIn) -> None:
    opened = make.open_box()
    client = signed_in(keeper(opened))
    page = url("poll-board", opened)

    shown = client.get(page)
    answer = client.post(url("poll-board-set", opened), {"members": "x", "head": "x"})

    assert shown.context["form"] is None
    assert answer.status_code == 302
    assert not BoardSeat.objects.exists()


def test_those_who_only_read_elections_do_not_write_the_board(
    poll: Poll, signed_in: SignedIn
) -> None:
    inspector = make.holder(
        Role.INSPECTOR, at=make.place_of(Role.INSPECTOR, poll.election.body)
    )
    client = signed_in(inspector)

    shown = client.get(url("poll-board", poll))
    answer = client.post(url("poll-board-set", poll), {"members": "x", "head": "x"})

    assert shown.context["form"] is None
    assert answer.status_code == 404
