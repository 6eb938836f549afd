"""The pages of a list: each works, refuses, and shows what it may and no more."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.access.rights import Role
from core.imports import limits
from core.jobs import ledger
from core.models import ImportRow, ImportRun, Job, Person, Unit, User
from core.services import imports as acts
from tests import make
from tests.integration.core import bringing
from tests.integration.core.bringing import PERSON_HEADINGS, UNIT_HEADINGS
from tests.make import Queries, SignedIn
from tests.unit.core.list_files import in_tcvn3, workbook

pytestmark = pytest.mark.django_db

COMMUNES = tuple(f"K{n};Đảng bộ xã {n};Đảng bộ xã;;;" for n in range(3))


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def client(keeper: User, signed_in: SignedIn) -> Client:
    return signed_in(keeper)


def url(name: str, run: ImportRun) -> str:
    return reverse(f"core:import{name}", args=[run.pk])


def new(kind: str = "to-chuc-dang") -> str:
    return reverse("core:import-new", args=[kind])


def a_file(data: bytes, name: str = "danh-sach.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def units(*rows: str) -> bytes:
    return bringing.table(UNIT_HEADINGS, *(rows or COMMUNES))


def job(kind: str) -> Job:
    return Job.objects.get(kind=f"core.{kind}_import")


# --- the file ---------------------------------------------------------------------


def test_a_file_is_brought_in_and_read_by_a_worker(
    client: Client, province: Unit, keeper: User
) -> None:
    answer = client.post(
        new(), {"unit": f"{province.code} – {province.name}", "file": a_file(units())}
    )

    run = ImportRun.objects.get()
    assert answer.headers["Location"] == url("", run)
    assert (run.kind, run.scope, run.started_by) == ("units", province.scope, keeper)
    assert (job("read").subject_key, job("read").queue) == (str(run.pk), "files")


def test_a_second_click_leads_to_the_same_list(client: Client, province: Unit) -> None:
    answers = [
        client.post(
            new(), {"unit": province.code, "file": a_file(units())}, follow=True
        )
        for _time in (1, 2)
    ]

    assert ImportRun.objects.count() == Job.objects.count() == 1
    assert "đã được tải lên" in answers[1].text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xls", b"x", "Đây là tệp Excel kiểu cũ (.xls)"),
        ("a.pdf", b"x", "Chỉ nhận tệp .xlsx, .csv hoặc .txt."),
        ("a.csv", b"", "Tệp này rỗng. Hãy chọn tệp khác."),
        ("a.csv", b"x" * 11, "Hãy chia thành nhiều tệp."),
    ],
)
def test_a_wrong_file_is_refused_on_the_form_and_the_unit_stays_typed(
    name: str,
    data: bytes,
    sentence: str,
    client: Client,
    province: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)

    answer = client.post(new(), {"unit": province.code, "file": a_file(data, name)})

    assert sentence in answer.text
    assert f'value="{province.code}"' in answer.text
    assert not ImportRun.objects.exists()


def test_nothing_is_brought_into_a_unit_out_of_reach(client: Client) -> None:
    next_door = make.unit("Đảng bộ tỉnh Lạc Hà")

    answer = client.post(new(), {"unit": next_door.code, "file": a_file(units())})

    assert "Không có tổ chức nào mang mã hay tên này" in answer.text
    assert not ImportRun.objects.exists()


def test_a_kind_one_may_not_bring_in_does_not_exist(
    client: Client, province: Unit, signed_in: SignedIn
) -> None:
    personnel = signed_in(make.holder(Role.PERSONNEL_STAFF, at=province.scope))

    found = {
        (name, kind): who.get(new(kind)).status_code
        for name, who in (("organisation", client), ("personnel", personnel))
        for kind in ("to-chuc-dang", "nguoi", "khac")
    }

    assert found == {
        ("organisation", "to-chuc-dang"): 200,
        ("organisation", "nguoi"): 200,
        ("organisation", "khac"): 404,
        ("personnel", "to-chuc-dang"): 404,
        ("personnel", "nguoi"): 200,
        ("personnel", "khac"): 404,
    }


def test_in_an_empty_portal_the_administrator_is_sent_to_found_the_first_unit(
    signed_in: SignedIn,
) -> None:
    text = signed_in(make.administrator()).get(new()).text

    assert "Cổng chưa có tổ chức nào." in text
    assert reverse("admin:core_unit_add") in text


@pytest.mark.parametrize("kind", ["to-chuc-dang", "nguoi"])
def test_the_empty_list_has_headings_and_a_sheet_that_explains_them(
    kind: str, client: Client
) -> None:
    answer = client.get(reverse("core:import-template", args=[kind]))

    book = load_workbook(io.BytesIO(answer.content))
    to_fill, help_sheet = book.worksheets
    headings = [str(cell.value).removesuffix(" *") for cell in to_fill[1]]
    explained = [row[0].value for row in help_sheet.iter_rows(min_row=2)]
    assert help_sheet.title == "Hướng dẫn"
    assert headings == explained[: len(headings)]
    assert to_fill.max_row == 1


def test_the_empty_list_filled_in_comes_back_without_a_question(
    client: Client, province: Unit, keeper: User
) -> None:
    answer = client.get(reverse("core:import-template", args=["nguoi"]))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    people = bringing.kind("people")
    for place, column in enumerate(people.offered, start=1):
        sheet.cell(2, place, column.examples[0] if column.examples else None)
    sheet.cell(2, [c.key for c in people.offered].index("unit") + 1, province.code)
    kept = io.BytesIO()
    book.save(kept)

    run = bringing.read("people", kept.getvalue(), to=province, by=keeper)
    acts.map_columns(run.pk, columns=run.mapping)

    assert bringing.verdicts(bringing.check(run)) == {2: "new"}


# --- waiting for a worker ---------------------------------------------------------


def test_a_list_shows_how_far_it_is_until_its_page_has_another_face(
    client: Client, province: Unit, keeper: User
) -> None:
    client.post(new(), {"unit": province.code, "file": a_file(units())})
    run = ImportRun.objects.get()

    whole = client.get(url("", run))
    piece = client.get(url("", run), headers={"HX-Request": "true"})
    acts.read_list(run.pk)
    after = client.get(url("", run), headers={"HX-Request": "true"})

    assert "Đọc tệp" in whole.text
    assert 'hx-trigger="every 1s"' in piece.text
    assert "<html" not in piece.text
    assert after.headers["HX-Refresh"] == "true"
    assert client.get(url("", run)).headers["Location"] == url("-mapping", run)


def test_a_page_does_not_stick_when_the_work_ends_while_it_is_made(
    client: Client, province: Unit, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(new(), {"unit": province.code, "file": a_file(units())})
    run = ImportRun.objects.get()
    latest = ledger.latest

    def ended_just_before(*args: Any, **details: Any) -> Job | None:
        acts.read_list(run.pk)
        Job.objects.update(state="done", ended_at=make.NOON)
        return latest(*args, **details)

    monkeypatch.setattr(ledger, "latest", ended_just_before)
    piece = client.get(url("", run), headers={"HX-Request": "true"})

    assert piece.headers["HX-Refresh"] == "true"


def test_work_that_failed_can_be_asked_for_again(
    client: Client, province: Unit, keeper: User
) -> None:
    client.post(new(), {"unit": province.code, "file": a_file(units())})
    run = ImportRun.objects.get()
    Job.objects.update(state="failed", ended_at=make.NOON)

    text = client.get(url("", run)).text
    client.post(url("-retry", run))
    client.post(url("-retry", run))

    assert url("-retry", run) in text
    assert sorted(Job.objects.values_list("state", flat=True)) == ["failed", "queued"]


def test_a_file_that_could_not_be_read_says_why(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read("units", b"PK\x03\x04", to=province, by=keeper)

    text = client.get(url("", run)).text

    assert "Tệp .xlsx bị hỏng." in text
    assert client.get(url("-drop", run)).status_code == 200


# --- columns ----------------------------------------------------------------------


def test_columns_are_shown_as_guessed_with_samples(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read("units", units(), to=province, by=keeper)

    text = client.get(url("-mapping", run)).text

    assert "A · Mã (K0)" in text
    assert '<option value="1" selected>B · Tên (Đảng bộ xã 0)</option>' in text
    assert "Đảng bộ xã 2" in text


def test_an_old_font_is_named(client: Client, province: Unit, keeper: User) -> None:
    run = bringing.read(
        "units", in_tcvn3(units().decode()).encode("latin-1"), to=province, by=keeper
    )

    text = client.get(url("-mapping", run)).text

    assert "phông TCVN3 (ABC, .VnTime)" in text
    assert "Đảng bộ xã 0" in text


def test_chosen_columns_are_checked_by_a_worker(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read("units", units(), to=province, by=keeper)

    answer = client.post(url("-mapping", run), {"code": 0, "name": 1, "kind": 2})

    run.refresh_from_db()
    assert answer.headers["Location"] == url("", run)
    assert (run.state, run.mapping) == ("checking", {"code": 0, "name": 1, "kind": 2})
    assert job("check").is_live


def test_a_mapping_that_is_not_whole_comes_back_with_what_was_chosen(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read("units", units(), to=province, by=keeper)

    answer = client.post(url("-mapping", run), {"code": 0, "name": 2})

    assert "Hãy chọn cột cho: Loại tổ chức." in answer.text
    assert '<option value="2" selected>C · Loại (Đảng bộ xã)</option>' in answer.text
    run.refresh_from_db()
    assert run.state == "uploaded"


def test_of_several_sheets_one_is_chosen(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read(
        "units",
        workbook([["Mã", "Tên"], ["x", "y"]], titles=["Một", "Hai"]),
        to=province,
        by=keeper,
    )

    text = client.get(url("-mapping", run)).text
    client.post(url("-read-again", run), {"sheet": "Hai", "header_row": 1})

    run.refresh_from_db()
    assert '<option value="Hai">Hai</option>' in text
    assert run.reading == {"sheet": "Hai"}


def test_taking_back_that_failed_can_be_let_be(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    ImportRun.objects.update(applied_at=timezone.now())
    client.post(url("-undo", run))
    client.post(url("-keep", run))
    still = ImportRun.objects.get().state
    Job.objects.update(state="failed", ended_at=make.NOON)

    offered = client.get(url("", run)).text
    client.post(url("-keep", run))

    assert still == "undoing"
    assert url("-keep", run) in offered
    assert ImportRun.objects.get().state == "applied"
    assert "có người chọn giữ danh sách" in client.get(url("", run)).text


def test_steps_that_are_over_lead_to_the_page_of_the_list(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)

    for name in ("-mapping", "-confirm", "-drop"):
        assert client.get(url(name, run)).headers["Location"] == url("", run)
    client.post(url("-retry", run))
    ImportRun.objects.update(state="undoing")
    assert client.get(url("-undo", run)).headers["Location"] == url("", run)
    assert not Job.objects.exists()


def test_lists_that_wait_for_somebody_stand_on_his_work(
    client: Client, province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    colleague = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))

    mine, others = (
        each.get(reverse("core:start")).text for each in (client, colleague)
    )

    assert (url("", run) in mine, url("", run) in others) == (True, False)
    assert "đã kiểm tra, chờ xác nhận" in mine


def test_another_heading_row_is_read_by_a_worker(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.read("units", units(), to=province, by=keeper)

    client.post(url("-read-again", run), {"header_row": 2})
    client.post(url("-read-again", run), {"header_row": 99})

    run.refresh_from_db()
    assert (run.headings, run.reading) == ([], {"sheet": "", "header_row": 2})
    assert acts.read_list(run.pk).headings[:2] == ["K0", "Đảng bộ xã 0"]


# --- rows -------------------------------------------------------------------------


def test_what_is_wrong_stands_beside_its_cell(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "units", UNIT_HEADINGS, *COMMUNES, "X;<b>;Hội;;;", to=province, by=keeper
    )

    text = client.get(url("", run)).text
    only_wrong = client.get(url("", run), {"loc": "wrong"}).text

    assert "Không có loại tổ chức này." in text
    assert ("Đảng bộ xã 1" in text, "Đảng bộ xã 1" in only_wrong) == (True, False)
    assert "&lt;b&gt;" in only_wrong
    assert "1 dòng có lỗi" in text


def test_what_changes_shows_what_it_was(
    client: Client, province: Unit, keeper: User
) -> None:
    known = make.unit("Đảng bộ xã Khe Vang", parent=province)
    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        f"{known.code};Đảng bộ xã Khe Vàng;;;;",
        to=province,
        by=keeper,
    )

    text = client.get(url("", run)).text

    assert "<del>Đảng bộ xã Khe Vang</del> <ins>Đảng bộ xã Khe Vàng</ins>" in text
    assert reverse("core:unit", args=[known.code]) in text


def test_codes_are_said_in_the_language_of_who_reads(
    client: Client, province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    known = make.person(at=commune)
    Person.objects.filter(pk=known.pk).update(citizen_id="001075012345", sex="female")
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        "Lục Văn Quý;;001075012345;;;Nam",
        to=commune,
        by=keeper,
    )

    assert bringing.row(run, 2).changes == {"sex": ["female", "male"]}
    assert "<del>Nữ</del> <ins>Nam</ins>" in client.get(url("", run)).text


def test_decisions_are_kept_row_by_row_or_for_all(
    client: Client, province: Unit, keeper: User
) -> None:
    commune = make.unit(parent=province)
    for name in ("An", "Ba", "Tư"):
        make.person(f"Lục Văn {name}", at=commune)
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        *(f"Lục Văn {name};1975;;;;" for name in ("An", "Ba", "Tư")),
        to=commune,
        by=keeper,
    )

    client.post(url("-decide", run), {"tat-ca": "skip"})
    answer = client.post(
        url("-decide", run),
        {
            "dong-3": "same",
            "dong-4": "sai",
            "dong-x": "same",
            "dong-" + "9" * 50: "new",
        },
        follow=True,
    )

    decisions = run.lines.order_by("number").values_list("decision", flat=True)
    assert list(decisions) == ["skip", "same", "skip"]
    assert "Đã ghi quyết định cho 1 dòng." in answer.text
    assert 'name="dong-3"' in answer.text


def test_wrong_rows_are_taken_away_with_their_reasons_and_no_formulas(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "units",
        UNIT_HEADINGS,
        *COMMUNES,
        "X;=HYPERLINK(1);;KHONG;;",
        to=province,
        by=keeper,
    )

    book = load_workbook(io.BytesIO(client.get(url("-errors", run)).content))

    headings, row = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in headings][-2:] == ["Dòng trong tệp", "Lý do"]
    assert [cell.value for cell in row][:2] == ["X", "=HYPERLINK(1)"]
    assert {cell.data_type for cell in row[:2]} == {"s"}
    assert row[6].value == 5
    assert str(row[7].value).startswith("Loại tổ chức: Còn trống. Mã nơi trực thuộc:")


def test_a_list_is_confirmed_on_a_page_of_its_own(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "units", UNIT_HEADINGS, *COMMUNES, "X;;;;;", to=province, by=keeper
    )
    page = client.get(url("-confirm", run))
    seen = page.context["form"]["seen"].value()

    refused = client.post(url("-confirm", run), {"seen": seen})
    done = client.post(url("-confirm", run), {"seen": seen, "partial": "on"})

    run.refresh_from_db()
    assert "Còn 1 dòng có lỗi." in refused.text
    assert done.headers["Location"] == url("", run)
    assert (run.state, run.partial, run.applied_by) == ("applying", True, keeper)
    assert job("apply").is_live
    assert client.post(url("-confirm", run), {"seen": seen}).status_code == 302


def test_a_written_list_shows_its_report_and_until_when_it_can_be_taken_back(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    ImportRun.objects.update(applied_at=timezone.now())

    text = client.get(url("", run)).text
    page = client.get(url("-undo", run))
    done = client.post(url("-undo", run))

    run.refresh_from_db()
    assert "3 dòng mới, 0 dòng cập nhật, 0 dòng để ngoài." in text
    assert url("-undo", run) in text
    assert "3 dòng mới bị xóa khỏi sổ." in page.text
    assert done.headers["Location"] == url("", run)
    assert (run.state, run.undone_by, job("undo").is_live) == ("undoing", keeper, True)


def test_after_a_day_there_is_no_button_and_the_act_is_refused(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    ImportRun.objects.update(applied_at=timezone.now() - timedelta(hours=25))

    text = client.get(url("", run)).text
    refused = client.post(url("-undo", run), follow=True)

    run.refresh_from_db()
    assert url("-undo", run) not in text
    assert "Đã quá 24 giờ" in refused.text
    assert run.state == "applied"


def test_rows_in_the_way_of_taking_back_are_listed_with_links(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    make.person(at=Unit.objects.get(code="K1"))
    bringing.undone(run, by=keeper)

    text = client.get(url("", run)).text

    assert f'<a href="{reverse("core:unit", args=["K1"])}">Đảng bộ xã 1</a>' in text
    assert "đang được dùng ở: người (1)" in text


def test_a_list_taken_back_says_so(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.undone(run, by=keeper)

    assert "Không còn dòng nào" in client.get(url("", run)).text


def test_dropping_asks_first(client: Client, province: Unit, keeper: User) -> None:
    run = bringing.checked("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)

    asked = client.get(url("-drop", run))
    still_there = ImportRow.objects.count()
    client.post(url("-drop", run))

    run.refresh_from_db()
    assert "Bỏ danh sách này?" in asked.text
    assert (still_there, ImportRow.objects.count(), run.state) == (3, 0, "dropped")
    assert client.get(url("-drop", run)).status_code == 302


# --- the lists --------------------------------------------------------------------


def test_lists_are_narrowed_searched_and_taken_away(
    client: Client, province: Unit, keeper: User
) -> None:
    commune = make.unit("Đảng bộ xã Nậm Lành", parent=province)
    bringing.received("units", b"a", to=province, by=keeper, name="don-vi.csv")
    bringing.received("people", b"b", to=commune, by=keeper, name="nguoi.csv")
    address = reverse("core:imports")

    def names(**asked: Any) -> list[str]:
        listing = client.get(address, asked).context["listing"]
        return [run.file.name for run in listing.page]

    book = client.get(address, {"xuat": "xlsx"})

    assert sorted(names()) == ["don-vi.csv", "nguoi.csv"]
    assert names(loai="units") == ["don-vi.csv"]
    assert names(buoc="applied") == []
    assert names(tim="nam lanh") == ["nguoi.csv"]
    assert len(list(load_workbook(io.BytesIO(book.content)).worksheets[0])) == 3


@pytest.mark.parametrize(
    "name", ["", "-mapping", "-confirm", "-errors", "-undo", "-drop"]
)
def test_a_list_next_door_does_not_exist(name: str, signed_in: SignedIn) -> None:
    here, there = make.unit("Đảng bộ tỉnh Sơn Bình"), make.unit("Đảng bộ tỉnh Lạc Hà")
    keeper = make.holder(Role.ORGANISATION_STAFF, at=here.scope)
    run = bringing.received("units", b"a", to=here, by=keeper)
    stranger = signed_in(make.holder(Role.ORGANISATION_STAFF, at=there.scope))

    assert stranger.get(url(name, run)).status_code == 404
    assert run.file.name not in stranger.get(reverse("core:imports")).text


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_often_for_few_rows_as_for_many(
    rows: int,
    client: Client,
    province: Unit,
    keeper: User,
    django_assert_num_queries: Queries,
) -> None:
    commune = make.unit(parent=province)
    for number in range(rows):
        make.person(f"Lục Văn {'ABC'[number]}", at=commune)
    run = bringing.checked(
        "people",
        PERSON_HEADINGS,
        *(f"Lục Văn {'ABC'[number]};1975;;;;x" for number in range(rows)),
        to=commune,
        by=keeper,
    )
    for number in range(rows - 1):
        bringing.received("units", bytes([97 + number]), to=province, by=keeper)

    with django_assert_num_queries(9):
        client.get(url("", run))
    with django_assert_num_queries(6):
        client.get(reverse("core:imports"))
    with django_assert_num_queries(5):
        client.get(url("-mapping", run))


# --- decisions, blank columns, what comes after -------------------------------------


@pytest.fixture
def doubtful(province: Unit, keeper: User) -> ImportRun:
    commune = make.unit(parent=province)
    for name in ("An", "Ba"):
        make.person(f"Lục Văn {name}", at=commune)
    return bringing.checked(
        "people",
        PERSON_HEADINGS,
        *(f"Lục Văn {name};1975;;;;" for name in ("An", "Ba", "Tư")),
        to=commune,
        by=keeper,
    )


def test_the_way_on_takes_what_was_chosen_with_it(
    client: Client, doubtful: ImportRun
) -> None:
    page = client.get(url("", doubtful)).text
    answer = client.post(
        url("-decide", doubtful), {"dong-2": "same", "dong-3": "skip", "tiep": "ghi"}
    )

    decisions = doubtful.lines.order_by("number").values_list("decision", flat=True)
    assert 'form="rows" name="tiep" value="ghi"' in page
    assert list(decisions) == ["same", "skip", ""]
    assert answer.headers["Location"] == url("-confirm", doubtful)


def test_while_a_row_is_undecided_the_way_on_is_closed_and_says_why(
    client: Client, doubtful: ImportRun
) -> None:
    answer = client.post(
        url("-decide", doubtful), {"dong-2": "same", "dong-3": "", "tiep": "ghi"}
    )
    rows = client.get(answer.headers["Location"])
    confirm = client.get(url("-confirm", doubtful)).text

    assert answer.headers["Location"] == f"{url('', doubtful)}?loc=undecided"
    assert "Còn 1 dòng nghi trùng chưa có quyết định" in rows.text
    assert [each.row.number for each in rows.context["rows"]] == [3]
    assert "<dt>nghi trùng, chưa quyết định</dt><dd>1</dd>" in confirm
    assert "Còn 1 dòng nghi trùng chưa có quyết định" in confirm
    assert 'name="seen"' not in confirm


def test_columns_blank_in_the_whole_file_are_not_shown_and_named(
    client: Client, doubtful: ImportRun
) -> None:
    page = client.get(url("", doubtful))

    shown = [column.key for column in page.context["columns"]]
    assert shown == ["full_name", "born_on"]
    assert "Không hiện 4 cột trống trong cả tệp: Giới tính, Số định danh" in page.text


def test_a_name_in_two_columns_is_shown_as_it_will_be_written(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.checked(
        "people", "Họ đệm;Tên", "Phạm Thị Ngọc;Ánh", to=province, by=keeper
    )

    page = client.get(url("", run))

    assert [column.key for column in page.context["columns"]] == ["full_name"]
    assert [cell.text for cell in page.context["rows"][0].cells] == [
        "Phạm Thị Ngọc Ánh"
    ]


@pytest.mark.parametrize(
    ("kind", "table", "words"),
    [
        ("units", (UNIT_HEADINGS, COMMUNES[0]), "Xem hệ thống tổ chức"),
        ("people", (PERSON_HEADINGS, "Lục Văn Quý;;;;;"), "Xem sổ người"),
    ],
)
def test_a_written_list_leads_to_its_rows(
    kind: str,
    table: tuple[str, str],
    words: str,
    client: Client,
    province: Unit,
    keeper: User,
) -> None:
    run = bringing.applied(kind, *table, to=province, by=keeper)

    page = client.get(url("", run))

    there = page.context["written_into"]
    assert f'<a class="btn btn-primary" href="{there}">{words}</a>' in page.text
    assert client.get(there).status_code == 200


def test_a_list_taken_back_stands_behind_its_last_stage(
    client: Client, province: Unit, keeper: User
) -> None:
    run = bringing.applied("units", UNIT_HEADINGS, *COMMUNES, to=province, by=keeper)
    bringing.undone(run, by=keeper)

    page = client.get(url("", run))

    labels = [(str(each["label"]), each["state"]) for each in page.context["stages"]]
    assert labels[-2:] == [("Ghi", "done"), ("Hoàn tác", "done")]
    assert "muốn nhập lại, hãy tải tệp lên lần nữa" in page.text


def test_a_file_that_was_sent_with_an_unclear_unit_is_asked_for_again(
    client: Client,
) -> None:
    answer = client.post(new(), {"unit": "khong co", "file": a_file(units())})

    assert "rồi chọn lại tệp." in answer.text
    assert "Hãy chọn tệp danh sách." not in answer.text


def test_a_list_on_paper_says_whose_it_is_who_printed_it_and_numbers_its_rows(
    client: Client, province: Unit, keeper: User
) -> None:
    bringing.received("units", b"a", to=province, by=keeper, name="don-vi.csv")

    page = client.get(reverse("core:imports"), {"in": "1", "loai": "units"}).text

    today = timezone.localtime().strftime("%d/%m/%Y")
    assert f"<p>{province.name}</p>" in page
    assert "<p>Chỉ gồm: Danh sách: tổ chức đảng</p>" in page
    assert re.search(rf"In ngày {today} \d\d:\d\d bởi {keeper.get_short_name()}", page)
    assert '<th scope="col" class="n">STT</th>' in page
    assert '<td class="n">1</td>' in page
