"""The pages of an election: each works, refuses, and shows what it may and no more."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from ballots import queries
from ballots.models import Confirmation, Poll, Upload, Withdrawal
from core.access.rights import Role
from core.models import AuditEvent, Job
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

# What a result shows and nothing else does: Cúc's and An's share of D.
RESULT = ("60,00", "70,00")


def url(name: str, poll: Poll) -> str:
    return reverse(f"ballots:{name}", args=queries.address(poll))


def upload_url(board: make.Board) -> str:
    return reverse("ballots:upload", args=[board.body.congress.slug])


def a_file(
    content: dict[str, Any] | None = None, name: str = "cuoc-bau.json"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.file_bytes(content or make.election_file()))


# --- bringing in ------------------------------------------------------------------


def test_a_technician_brings_a_file_in(signed_in: SignedIn) -> None:
    board = make.board()

    answer = signed_in(board.technician).post(
        upload_url(board), {"body": board.body.pk, "file": a_file()}
    )

    upload = Upload.objects.get()
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse(
        "ballots:upload-detail", args=[board.body.congress.slug, upload.pk]
    )
    assert (upload.by, upload.body) == (board.technician, board.body)
    assert (job.kind, job.subject_key, job.requested_by) == (
        "ballots.import_upload",
        str(upload.pk),
        board.technician,
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("phieu.xlsx", b"{}", "Chỉ nhận tệp .json hoặc .json.gz theo mẫu của cổng."),
        ("phieu.json", b"", "Tệp này rỗng. Hãy chọn tệp khác."),
        ("phieu.json", b"x" * 101, "Hãy nén thành .json.gz rồi tải lại."),
    ],
)
def test_a_wrong_file_is_refused_on_the_form(
    signed_in: SignedIn, settings: Any, name: str, content: bytes, sentence: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    board = make.board()

    answer = signed_in(board.technician).post(
        upload_url(board),
        {"body": board.body.pk, "file": SimpleUploadedFile(name, content)},
    )

    assert sentence in answer.text
    assert not Upload.objects.exists()


def test_no_file_is_brought_into_somebody_elses_body(signed_in: SignedIn) -> None:
    board, elsewhere = make.board(), make.body()

    answer = signed_in(board.technician).post(
        upload_url(board), {"body": elsewhere.pk, "file": a_file()}
    )

    assert answer.status_code == 200
    assert not Upload.objects.exists()


def test_an_upload_shows_how_far_it_is_and_leads_to_the_poll(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    client = signed_in(board.technician)
    client.post(upload_url(board), {"body": board.body.pk, "file": a_file()})
    page = reverse(
        "ballots:upload-detail",
        args=[board.body.congress.slug, Upload.objects.get().pk],
    )

    waiting = client.get(page)
    piece = client.get(page, headers={"HX-Request": "true"})
    Job.objects.update(state="refused", note="Sai ở phiếu 3.", ended_at=make.NOON)
    refused = client.get(page)

    assert "đang chờ máy" in waiting.text
    assert 'hx-trigger="every 1s"' in piece.text
    assert "<html" not in piece.text
    assert "HX-Request" in piece.headers["Vary"]
    assert "Sai ở phiếu 3." in refused.text
    assert "hx-trigger" not in refused.text


def test_a_read_upload_leads_to_its_poll(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.imported(board.body, by=board.technician)
    page = reverse(
        "ballots:upload-detail", args=[board.body.congress.slug, poll.upload_id]
    )

    answer = signed_in(board.technician).get(page)

    assert answer.headers["Location"] == url("poll", poll)


def test_files_that_became_no_poll_stand_on_the_list(signed_in: SignedIn) -> None:
    board = make.board()
    make.imported(board.body)
    make.upload(board.body, b"x", name="hong.json")
    make.upload(make.body(), b"x", name="noi-khac.json")
    page = reverse("ballots:list", args=[board.body.congress.slug])

    seen = signed_in(board.technician).get(page)
    by_head = signed_in(board.head).get(page)

    assert [str(each) for each, _job in seen.context["uploads"]] == ["hong.json"]
    assert list(by_head.context["uploads"]) == []


# --- counting ---------------------------------------------------------------------


def test_a_double_click_is_one_count(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.imported(board.body)
    client = signed_in(board.member)

    answers = [client.post(url("poll-count", poll)) for _time in (1, 2)]

    assert {answer.headers["Location"] for answer in answers} == {url("poll", poll)}
    assert Job.objects.get().kind == "ballots.count_poll"


def test_only_who_may_count_is_shown_the_button(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.imported(board.body)

    pages = {
        name: signed_in(user).get(url("poll", poll)).text
        for name, user in vars(board).items()
        if name != "body"
    }

    assert {name: url("poll-count", poll) in page for name, page in pages.items()} == {
        "head": True,
        "member": True,
        "technician": False,
    }


# --- secrecy before confirmation --------------------------------------------------


def test_a_count_that_ends_while_its_page_is_read_shows_as_ended(
    signed_in: SignedIn,
) -> None:
    """Else the page says that papers are to be counted, and never asks again."""
    poll = make.imported()
    board = make.board(poll.election.body)
    client = signed_in(board.head)
    client.post(url("poll-count", poll))
    still_open = [True]

    def ends_before_the_job_is_read(
        execute: Callable[..., Any], sql: str, *rest: Any
    ) -> Any:
        if 'FROM "core_job"' in sql and still_open:
            still_open.clear()
            make.tally(poll)
            Job.objects.update(state="done", ended_at=make.NOON)
        return execute(sql, *rest)

    with connection.execute_wrapper(ends_before_the_job_is_read):
        page = client.get(url("poll", poll))

    assert page.context["poll"].stage == "counted"
    assert "Đã kiểm xong." in page.text


def test_before_it_is_confirmed_only_the_head_sees_the_result(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.counted(board.body)
    congress = board.body.congress
    readers = {
        role: make.holder(role, at=congress.unit.scope)
        for role in (Role.UNIT_SECRETARY, Role.INSPECTOR, Role.ORGANISATION_STAFF)
    } | {
        Role.PRESIDIUM: make.holder(Role.PRESIDIUM, at=congress.scope),
        Role.SECRETARIAT: make.holder(Role.SECRETARIAT, at=congress.scope),
        Role.TALLY_MEMBER: board.member,
        Role.TALLY_TECHNICIAN: board.technician,
        Role.TALLY_HEAD: board.head,
    }
    pages = [
        url("poll", poll),
        url("poll-result", poll),
        reverse("ballots:list", args=[congress.slug]),
        reverse("congress:detail", args=[congress.slug]),
        reverse("ballots:overview"),
        reverse("congress:list"),
        reverse("core:start"),
        reverse("core:audit"),
    ]

    seeing = {
        role
        for role, user in readers.items()
        for page in pages
        for share in RESULT
        if share in signed_in(user).get(page).text
    }

    assert seeing == {Role.TALLY_HEAD}


def test_minutes_printed_while_their_page_is_read_are_waited_for(
    signed_in: SignedIn,
) -> None:
    confirmation = make.confirmed()
    client = signed_in(confirmation.by)
    client.post(url("minutes-print", confirmation.poll))
    still_open = [True]

    def ends_once_the_shelf_was_looked_at(
        execute: Callable[..., Any], sql: str, *rest: Any
    ) -> Any:
        found = execute(sql, *rest)
        if 'FROM "core_storedprint"' in sql and still_open:
            still_open.clear()
            make.shelved(confirmation)
            Job.objects.update(state="done", ended_at=make.NOON)
        return found

    with connection.execute_wrapper(ends_once_the_shelf_was_looked_at):
        page = client.get(url("minutes", confirmation.poll))

    assert not still_open
    assert "hx-trigger" in page.text


def test_once_confirmed_every_reader_sees_it(signed_in: SignedIn) -> None:
    confirmation = make.confirmed()
    poll = confirmation.poll
    unit = poll.election.body.congress.unit
    reader = signed_in(make.holder(Role.UNIT_SECRETARY, at=unit.scope))

    text = reader.get(url("poll-result", poll)).text

    assert [share in text for share in RESULT] == [True, True]


def test_agreeing_is_called_so_on_a_phone_as_well(signed_in: SignedIn) -> None:
    """On a narrow screen each figure carries the name of its column."""
    content = make.undecided_file() | {"ballots": [{"agree": [1, 2, 3], "count": 9}]}
    confirmation = make.confirmed(file=content)
    client = signed_in(confirmation.by)

    text = client.get(url("poll-result", confirmation.poll)).text

    assert 'data-label="Đồng ý"' in text
    assert 'data-label="Số phiếu"' not in text


def test_an_unconfirmed_result_has_neither_minutes_nor_paper(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.counted(board.body)
    client = signed_in(board.head)

    answers = [
        client.get(url("minutes", poll)),
        client.post(url("minutes-print", poll)),
        client.get(url("minutes-file", poll)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Job.objects.exists()


# --- confirming -------------------------------------------------------------------


def confirming(poll: Poll, **changes: str) -> dict[str, str]:
    digest = poll.tallies.get().digest
    return {"figure": "7", "compared": "on", "digest": digest} | changes


def test_the_head_confirms_and_the_minutes_are_asked_for(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.counted(board.body)

    answer = signed_in(board.head).post(url("poll-confirm", poll), confirming(poll))

    confirmation = Confirmation.objects.get()
    job = Job.objects.get()
    assert answer.headers["Location"] == url("poll-result", poll)
    assert confirmation.by == board.head
    assert (job.kind, job.queue, job.subject_key) == (
        "ballots.print_minutes",
        "print",
        str(confirmation.tally_id),
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"figure": "8"}, "Số này khác với số phiếu hợp lệ cổng đếm được."),
        ({"figure": ""}, "Hãy nhập số phiếu hợp lệ."),
        ({"figure": "7.5"}, "Hãy nhập một số nguyên"),
        ({"compared": ""}, "Hãy đánh dấu khi ban đã đối chiếu và thống nhất."),
        ({"digest": "0" * 64}, "Phiếu vừa được kiểm lại."),
    ],
)
def test_a_head_who_errs_confirms_nothing(
    signed_in: SignedIn, wrong: dict[str, str], sentence: str
) -> None:
    board = make.board()
    poll = make.counted(board.body)

    answer = signed_in(board.head).post(
        url("poll-confirm", poll), confirming(poll, **wrong)
    )

    assert sentence in answer.text
    assert not Confirmation.objects.exists()
    assert not Job.objects.exists()


def test_the_page_for_confirming_does_not_tell_the_number_to_copy(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.counted(board.body)

    form = signed_in(board.head).get(url("poll-confirm", poll)).context["form"]

    assert form["figure"].value() is None
    assert form["digest"].value() == poll.tallies.get().digest


def test_typed_papers_are_confirmed_by_the_number_returned(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.counted(board.body)
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=None)
    make.unlooked(poll, by=board.head)
    client = signed_in(board.head)

    page = client.get(url("poll-confirm", poll)).text
    wrong = client.post(url("poll-confirm", poll), confirming(poll, figure="7"))
    client.post(url("poll-confirm", poll), confirming(poll, figure="9"))

    assert "Số phiếu thu về" in page
    assert "đoàn chủ tịch đồng ý" in page
    assert "không lấy lại được" not in page
    assert "không sửa được" not in page
    assert "khác với số phiếu thu về" in wrong.text
    assert Confirmation.objects.count() == 1


def test_there_is_nothing_to_confirm_before_the_count(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.imported(board.body)

    assert signed_in(board.head).get(url("poll-confirm", poll)).status_code == 404


def test_what_is_confirmed_shows_its_result_instead(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.confirmed(board.body, head=board.head).poll
    client = signed_in(board.head)

    answers = [
        client.get(url("poll-confirm", poll)),
        client.post(url("poll-confirm", poll), confirming(poll)),
    ]

    assert {each.headers["Location"] for each in answers} == {url("poll-result", poll)}
    assert Confirmation.objects.count() == 1


# --- taking back ------------------------------------------------------------------


def test_a_technician_takes_a_poll_back_and_it_leaves_the_lists(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.imported(board.body)
    client = signed_in(board.technician)

    answer = client.post(url("poll-withdraw", poll), {"reason": "Nhầm tệp."})

    elections = reverse("ballots:list", args=[board.body.congress.slug])
    assert answer.headers["Location"] == elections
    assert Withdrawal.objects.get().reason == "Nhầm tệp."
    assert list(client.get(elections).context["polls"]) == []
    assert list(client.get(reverse("ballots:overview")).context["page"]) == []
    assert client.get("/").context["others"] == []


@pytest.mark.parametrize(
    ("stage", "reason", "sentence"),
    [
        ("confirmed", "Nhầm tệp.", "nên không thu hồi được lần bầu này."),
        ("entered", "", "invalid-feedback"),
    ],
)
def test_a_poll_is_not_taken_back_late_or_without_a_reason(
    signed_in: SignedIn, stage: str, reason: str, sentence: str
) -> None:
    board = make.board()
    if stage == "confirmed":
        poll = make.confirmed(board.body).poll
    else:
        poll = make.imported(board.body)

    answer = signed_in(board.technician).post(
        url("poll-withdraw", poll), {"reason": reason}
    )

    assert sentence in answer.text
    assert not Withdrawal.objects.exists()


def test_what_is_counted_only_the_head_takes_back(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.counted(board.body)
    reason = {"reason": "Nhầm tệp."}

    by_technician = signed_in(board.technician).post(url("poll-withdraw", poll), reason)
    by_head = signed_in(board.head).post(url("poll-withdraw", poll), reason)

    assert (by_technician.status_code, by_head.status_code) == (404, 302)
    assert Withdrawal.objects.get().by == board.head


def test_a_poll_that_was_taken_back_says_by_whom_and_why(signed_in: SignedIn) -> None:
    board = make.board()
    poll = make.imported(board.body)
    client = signed_in(board.technician)
    client.post(url("poll-withdraw", poll), {"reason": "Nhầm tệp."})

    page = client.get(url("poll", poll))
    polling = client.get(url("poll", poll), headers={"HX-Request": "true"})

    assert board.technician.full_name in page.text
    assert "Nhầm tệp." in page.text
    assert polling.headers["HX-Refresh"] == "true"
    assert client.get(url("poll-result", poll)).status_code == 404


def test_a_second_election_to_one_office_is_pointed_out(signed_in: SignedIn) -> None:
    board = make.board()
    first = make.imported(board.body)
    second = make.imported(board.body, file=make.election_file(id="lan-nua"))

    seen = signed_in(board.technician).get(url("poll", second))

    assert [each.pk for each in seen.context["same_office"]] == [first.pk]


# --- minutes and files ------------------------------------------------------------


def test_the_minutes_are_read_as_they_lie_on_the_shelf(signed_in: SignedIn) -> None:
    confirmation = make.confirmed()
    kept = make.shelved(confirmation)
    client = signed_in(confirmation.by)

    answer = client.get(url("minutes-file", confirmation.poll))
    page = client.get(url("minutes", confirmation.poll))

    assert answer.content == bytes(kept.data)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert kept.file_name in answer.headers["Content-Disposition"]
    assert kept.sha256 in page.text


def test_minutes_not_printed_yet_are_asked_for_once(signed_in: SignedIn) -> None:
    confirmation = make.confirmed()
    client = signed_in(confirmation.by)

    early = client.get(url("minutes-file", confirmation.poll))
    for _time in (1, 2):
        client.post(url("minutes-print", confirmation.poll))
    waiting = client.get(
        url("minutes", confirmation.poll), headers={"HX-Request": "true"}
    )

    assert early.headers["Location"] == url("minutes", confirmation.poll)
    assert Job.objects.get().kind == "ballots.print_minutes"
    assert 'hx-trigger="every 1s"' in waiting.text


def test_printed_minutes_are_not_printed_again(signed_in: SignedIn) -> None:
    confirmation = make.confirmed()
    make.shelved(confirmation)

    signed_in(confirmation.by).post(url("minutes-print", confirmation.poll))

    assert not Job.objects.exists()


def test_the_head_takes_the_file_out_and_it_is_written_down(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = make.imported(board.body)

    answer = signed_in(board.head).post(url("poll-export", poll))

    data = b"".join(answer)
    assert json.loads(data)["id"] == "thu"
    assert ".json" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.get(act="ballots.poll_exported").actor == board.head


# --- lists ------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions_however_long(
    signed_in: SignedIn, django_assert_num_queries: make.Queries, rows: int
) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    congresses = [make.congress(make.unit(parent=province)) for _row in range(rows)]
    for congress in congresses:
        for number in range(rows):
            make.imported(make.body(congress), file=make.election_file(id=str(number)))
    client = signed_in(make.holder(Role.INSPECTOR, at=province.scope))

    found = {}
    for page, asked in (
        ("ballots:overview", 6),
        ("congress:list", 6),
        ("core:start", 11),
    ):
        with django_assert_num_queries(asked):
            found[page] = client.get(reverse(page)).context
    with django_assert_num_queries(7):
        elections = client.get(reverse("ballots:list", args=[congresses[0].slug]))

    assert len(found["ballots:overview"]["page"]) == rows * rows
    assert len(found["congress:list"]["page"]) == rows
    assert len(found["core:start"]["others"]) == rows * rows
    assert len(elections.context["polls"]) == rows


@pytest.mark.parametrize("names", [4, 12])
def test_a_poll_asks_the_same_number_of_questions_however_long_its_list(
    signed_in: SignedIn, django_assert_num_queries: make.Queries, names: int
) -> None:
    people = [{"number": n, "name": f"Người {n}"} for n in range(1, names + 1)]
    confirmation = make.confirmed(
        file=make.election_file(candidates=people, ballots=[{"kept": [1], "count": 9}])
    )
    client = signed_in(confirmation.by)

    with django_assert_num_queries(20):
        slate = client.get(url("poll", confirmation.poll)).context["slate"]
    with django_assert_num_queries(21):
        rows = client.get(url("poll-result", confirmation.poll)).context["rows"]

    assert (len(slate), len(rows)) == (names, names)


def test_lists_are_searched_whatever_the_accents(signed_in: SignedIn) -> None:
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    for name in ("Đảng bộ xã Khe Vàng", "Đảng bộ xã Nậm Lành"):
        make.imported(make.body(make.congress(make.unit(name, parent=province))))
    client = signed_in(make.holder(Role.INSPECTOR, at=province.scope))

    found = {
        wanted: [
            len(client.get(reverse(page), {"tim": wanted}).context["page"])
            for page in ("ballots:overview", "congress:list")
        ]
        for wanted in ("khe vang", "KHE VÀNG", "xa", "bo nam", "%", "")
    }

    assert found == {
        "khe vang": [1, 1],
        "KHE VÀNG": [1, 1],
        "xa": [2, 2],
        "bo nam": [1, 1],
        "%": [0, 0],
        "": [2, 2],
    }


def test_my_work_is_what_waits_for_me(signed_in: SignedIn) -> None:
    board = make.board()
    make.imported(board.body)
    make.counted(board.body, file=make.election_file(id="hai"))
    make.confirmed(board.body, head=board.head, file=make.election_file(id="ba"))

    mine = {
        name: [
            (str(row.state), row.url)
            for row in signed_in(user).get("/").context["mine"]
        ]
        for name, user in vars(board).items()
        if name != "body"
    }

    slug = board.body.congress.slug
    first = ("chờ kiểm phiếu", f"/dai-hoi/{slug}/bau-cu/1/lan-1/")
    second = ("chờ chốt kết quả", f"/dai-hoi/{slug}/bau-cu/2/lan-1/")
    third = ("chờ công bố", f"/dai-hoi/{slug}/bau-cu/3/lan-1/")
    assert mine == {
        "head": [first, second, third],
        "member": [first],
        "technician": [],
    }
