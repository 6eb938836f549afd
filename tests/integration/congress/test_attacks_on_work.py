"""What somebody with an account of his own tries at work that is not his."""

import io
import struct
import zlib
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image, PngImagePlugin

from congress.models import (
    PostList,
    Submission,
    SubmissionKind,
    Task,
    WorkingBody,
    WorkList,
)
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import ListKind
from congress.services import assignments, conferences, post_lists, submissions
from congress.services import tasks as services
from congress.services.submissions import OwnMatter
from congress.services.tasks import ListFacts, TaskFacts
from congress.services.working import let_go
from core.access.rights import Role
from core.errors import Unfit
from core.models import AuditEvent, Notice, Person, Unit, User
from core.services.attachments import MOST_PIXELS, PHOTOS, Handed, keep_attachment
from tests import make
from tests.integration.congress import celebrating, reviews, working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
SECRET = "Đề án nhân sự cấp ủy khóa XXII"
KEPT = "Rà soát đồng chí Hà Văn Kín"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def secretary(commune: Unit) -> User:
    return make.holder(Role.UNIT_SECRETARY, at=commune.scope)


def at(page: str, *args: object) -> str:
    return reverse(f"congress:{page}", args=args)


def a_list(
    of: Unit, kind: ListKind = ListKind.PROGRAMME, body: WorkingBody | None = None
) -> WorkList:
    said = ListFacts(title=KEPT, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    return services.make_list(of, kind, said, body=body, by=None, at=make.NOON)


def a_task(to: WorkList, unit: Unit, **said: Any) -> Task:
    facts: dict[str, Any] = {"title": "Ban hành quy chế", "unit": unit}
    return services.give_task(to.pk, TaskFacts(**(facts | said)), by=None, at=make.NOON)


# --- a member of a body, outside it ---------------------------------------------------


def test_a_member_of_a_body_registers_nothing_for_its_unit(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    found = make.congress(province)
    member = make.holder(Role.BODY_MEMBER, at=working.body(commune).scope)
    doer = make.holder(Role.DOCUMENTS_STAFF, at=commune.scope)
    said = {
        "unit": commune.pk,
        "congress": found.pk,
        "title": "Đường bê tông",
        "kind": "work",
        "site": "Thôn Nà Vàng",
        "value": "420.000.000",
        "sources": "Ngân sách xã",
        "due_on": "30/09/2026",
    }

    client = signed_in(member)
    client.post(at("celebration-new"), said)
    assert not Task.objects.exists()
    assert at("celebration-new") not in client.get(at("celebrations")).text

    signed_in(doer).post(at("celebration-new"), said)
    assert Task.objects.count() == 1


@pytest.mark.parametrize(("field", "answer"), [("direction", 404), ("personnel", 200)])
def test_only_a_body_for_personnel_reads_personnel_plans(
    province: Unit,
    commune: Unit,
    secretary: User,
    signed_in: SignedIn,
    field: str,
    answer: int,
) -> None:
    body = reviews.task_force(province, commune)
    WorkingBody.objects.filter(pk=body.pk).update(field=field)
    body.refresh_from_db()
    member = reviews.member(body)
    row = reviews.submitted(
        commune, secretary, kind=SubmissionKind.PERSONNEL_PLAN, title=SECRET
    )
    client = signed_in(member)

    assert client.get(at("submission", row.pk)).status_code == answer
    assert client.get(at("submission-comment", row.pk)).status_code == answer
    assert (SECRET in client.get(at("submissions")).text) == (answer == 200)
    assert Notice.objects.filter(user=member).exists() == (answer == 200)


def test_staff_whose_role_in_a_personnel_body_was_taken_back_read_no_plan(
    province: Unit, commune: Unit, secretary: User, keeper: User, signed_in: SignedIn
) -> None:
    body = reviews.task_force(province, commune)
    WorkingBody.objects.filter(pk=body.pk).update(field="personnel")
    body.members.create(
        full_name="Lục Văn Quý", part="member", user=keeper, from_on=date(2025, 1, 2)
    )
    row = reviews.submitted(
        commune, secretary, kind=SubmissionKind.PERSONNEL_PLAN, title=SECRET
    )
    client = signed_in(keeper)

    assert client.get(at("submission", row.pk)).status_code == 404
    assert SECRET not in client.get(at("submissions")).text


def test_no_opinion_is_asked_of_a_task_force_that_reads_nothing(
    province: Unit, commune: Unit, secretary: User, signed_in: SignedIn
) -> None:
    reviews.task_force(province, commune)
    above = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    row = reviews.submitted(
        commune, secretary, kind=SubmissionKind.PERSONNEL_PLAN, title=SECRET
    )
    client = signed_in(above)

    assert "0/1" not in client.get(at("submissions")).text
    assert "Tổ công tác số 1" not in client.get(at("submission", row.pk)).text


def test_who_left_a_body_finds_nothing_of_it(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    body = working.body(province)
    plan = a_list(province, ListKind.BODY_PLAN, body=body)
    user = working.account(commune)
    member = working.member(body, user, by=working.keeper(province))
    task = a_task(plan, province, owner=user)
    visit = working.visit(body, commune, member=member)
    client = signed_in(user)
    assert client.get(at("task", task.pk)).status_code == 200

    let_go(member.pk, on=timezone.localdate(), by=make.user(), at=make.NOON)

    pages = [
        at("task", task.pk),
        at("task-act", task.pk, "xong"),
        at("work-list", plan.pk),
        at("working-body", body.pk),
        at("working-visit", body.pk, visit.pk),
        at("working-visit-report", body.pk, visit.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    assert "Ban hành quy chế" not in client.get(reverse("core:start")).text


def test_a_member_of_a_body_reads_no_list_of_posts_of_its_unit(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    boss = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    an_assignment(province, province, boss)
    held = PostList.objects.get()
    member = make.holder(Role.BODY_MEMBER, at=working.body(province).scope)
    beneath = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)

    assert signed_in(member).get(at("post-list", held.pk)).status_code == 404
    assert signed_in(beneath).get(at("post-list", held.pk)).status_code == 200


# --- words that go where the page does not --------------------------------------------


def test_the_name_of_a_plan_for_personnel_is_in_no_line_of_the_trail(
    province: Unit,
) -> None:
    body = working.body(province, field="personnel", name="Tiểu ban Nhân sự")
    plan = a_list(province, ListKind.BODY_PLAN, body=body)
    services.end_list(plan.pk, on=timezone.localdate(), by=make.user(), at=make.NOON)

    said = [f"{each.subject_title} {each.detail}" for each in AuditEvent.objects.all()]

    assert not [each for each in said if "Kín" in each]
    assert plan.title == KEPT


def test_who_does_what_is_not_public_is_no_choice_of_a_list(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    plan = a_list(commune)
    below = make.unit("Chi bộ Trường", parent=commune)
    owner = make.holder(
        Role.DOCUMENTS_STAFF, at=below.scope, full_name="Hoàng Văn Giấu"
    )
    a_task(plan, below, owner=owner, is_restricted=True)
    open_one = make.holder(
        Role.DOCUMENTS_STAFF, at=plan.unit.scope, full_name="Hoàng Văn Mở"
    )
    a_task(plan, plan.unit, owner=open_one)
    above = make.holder(Role.INSPECTOR, at=province.scope)

    page = signed_in(above).get(at("work-list", plan.pk)).text

    assert "Hoàng Văn Mở" in page
    assert "Hoàng Văn Giấu" not in page
    assert "Chi bộ Trường" not in page


# --- one's own matter through another part --------------------------------------------


def test_nobody_clears_through_another_account_what_he_submitted(
    province: Unit, commune: Unit
) -> None:
    person = make.person("Lò Văn Hai", at=commune)
    double = make.person("Lò Văn Hai", at=province)
    Person.objects.filter(pk=double.pk).update(merged_into=person)
    double.refresh_from_db()
    below = make.user(full_name="Lò Văn Hai", person=person)
    make.appointment(below, Role.UNIT_SECRETARY, at=commune.scope)
    above = make.user(full_name="Lò Văn Hai", person=double)
    make.appointment(above, Role.UNIT_SECRETARY, at=province.scope)
    row = reviews.submitted(commune, below)

    with pytest.raises(OwnMatter):
        reviews.clear(row, above)
    assert submissions.held_submission(row.pk).state == "submitted"


@pytest.mark.parametrize("kind", [ListKind.ASSIGNMENTS, ListKind.CELEBRATION])
def test_what_has_pages_of_its_own_is_not_made_or_moved_by_those_of_tasks(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn, kind: ListKind
) -> None:
    held = a_list(province, kind)
    task = a_task(held, commune)
    client = signed_in(keeper)
    said = {"title": "Giao thẳng", "unit": province.code, "version": task.version}

    answers = [
        client.post(at("task-new", held.pk), said),
        client.post(at("task-lines", held.pk), {"lines": "Một", "dua-vao": "1"}),
        client.post(at("task-change", task.pk), said),
    ]

    assert {each.status_code for each in answers} == {404}
    task.refresh_from_db()
    assert (Task.objects.count(), task.unit) == (1, commune)


def an_assignment(
    by: Unit, to: Unit, keeper: User, person: Person | None = None
) -> Task:
    held = post_lists.make_post_list(
        by,
        post_lists.SaidList(
            title="Danh mục chức danh",
            number="30-QĐ/TU",
            decided_on=date(2025, 1, 1),
            in_force_from=date(2025, 1, 1),
            posts=[post_lists.SaidPost(title="Giám đốc", assigned_by=AssignedBy.OWNER)],
        ),
        by=keeper,
        at=make.NOON,
    )
    given = assignments.Given(
        assigner=by,
        unit=to,
        post=held.posts.get(),
        decided_on=date(2025, 2, 1),
        period=Period.YEAR,
        person=person,
        full_name="Hà Văn Kín",
    )
    said = assignments.Said(
        title=KEPT,
        decision_number="12-QĐ/TU",
        problem="hard",
        why="Việc tồn đọng nhiều năm",
        product="Đề án",
        due_on=date(2025, 12, 1),
        is_public=False,
    )
    return assignments.assign(given, said, by=keeper, at=make.NOON).task


def test_whoever_was_assigned_something_neither_judges_nor_moves_nor_drops_it(
    province: Unit, signed_in: SignedIn
) -> None:
    person = make.person("Hà Văn Kín", at=province)
    himself = make.user(full_name="Hà Văn Kín", person=person)
    make.appointment(himself, Role.ORGANISATION_STAFF, at=province.scope)
    boss = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    task = an_assignment(province, province, boss, person)
    client = signed_in(himself)
    acts = [at("task-act", task.pk, act) for act in ("thoi", "lam-tiep")]
    own = [at("assignment-change", task.pk), at("assignment-evaluate", task.pk)]

    assert client.get(at("assignment", task.pk)).status_code == 200
    assert {client.get(each).status_code for each in (*acts, *own)} == {404}
    assert client.post(acts[0], {"text": "Không cần nữa"}).status_code == 404
    page = client.get(at("assignment", task.pk)).text
    assert not [each for each in (*acts, *own) if each in page]
    assert signed_in(boss).get(acts[0]).status_code == 200


def test_staff_of_the_unit_that_was_assigned_it_do_not_judge_it_above(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    boss = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    task = an_assignment(province, commune, boss)
    both = make.holder(Role.ORGANISATION_STAFF, at=province.scope)
    make.appointment(both, Role.DOCUMENTS_STAFF, at=commune.scope)

    with pytest.raises(assignments.OwnWork):
        assignments.evaluate(
            task.pk,
            year=2025,
            rating="outstanding",
            note="Rất tốt",
            by=both,
            at=make.NOON,
        )
    page = at("assignment-evaluate", task.pk)
    assert signed_in(both).get(page).status_code == 404
    assert signed_in(boss).get(page).status_code == 200


def test_nobody_approves_above_what_his_own_unit_registered(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    found = make.congress(province)
    both = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    make.appointment(both, Role.ORGANISATION_STAFF, at=province.scope)
    task = celebrating.registered(commune, found, make.user())
    approving = at("task-act", task.pk, "duyet")

    said = signed_in(both).post(approving, {"text": ""})
    task.refresh_from_db()
    assert (said.status_code, task.state) == (200, "proposed")
    assert "không tự duyệt" in said.text

    signed_in(keeper).post(approving, {"text": ""})
    task.refresh_from_db()
    assert task.state == "open"


# --- files ----------------------------------------------------------------------------


def picture(form: str = "PNG", side: int = 8, **options: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(written, form, **options)
    return written.getvalue()


def flat(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that is as large as it says once it is opened."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        told = kind + data
        return struct.pack(">I", len(data)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"")


def texts() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "x" * 3_000_000, zip=True)
    return picture(pnginfo=said)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG", exif=b"Exif\x00\x00khong phai TIFF"),
        picture("JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"),
        picture()[:60],
        picture().replace(b"IDAT", b"IDxT"),
        texts(),
        picture("JPEG")[:300],
    ],
    ids=["exif", "exif-end", "cut", "chunk", "text", "jpeg-cut"],
)
def test_an_odd_picture_is_refused_or_kept_and_breaks_nothing(data: bytes) -> None:
    unit, by = make.unit(), make.user()
    name = "anh.jpg" if data.startswith(b"\xff") else "anh.png"
    try:
        kept = keep_attachment(
            Handed(name, [data]), kinds=PHOTOS, scope=unit.scope, by=by, at=make.NOON
        )
    except Unfit:
        return
    assert kept.name == "anh.jpg"


def test_a_small_file_does_not_fill_the_memory() -> None:
    side = 9_000
    assert side * side < MOST_PIXELS

    with pytest.raises(Unfit, match="quá lớn"):
        keep_attachment(
            Handed("anh.png", [flat(side, side)]),
            kinds=PHOTOS,
            scope=make.unit().scope,
            by=make.user(),
            at=make.NOON,
        )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("anh.svg", b"<svg onload=alert(1)>"),
        ("trang.html", b"<script>alert(1)</script>"),
        ("anh.png", b"<svg onload=alert(1)>"),
        ("bang.xlsx", b"PK\x03\x04<script>"),
        ("van-ban.pdf", b"<html>%PDF-1.7"),
        ("van-ban.pdf.exe", b"%PDF-1.7"),
    ],
)
def test_what_is_not_what_its_name_says_is_not_kept(
    province: Unit, commune: Unit, signed_in: SignedIn, name: str, data: bytes
) -> None:
    task = a_task(a_list(province), commune)
    doer = make.holder(Role.DOCUMENTS_STAFF, at=commune.scope)

    said = signed_in(doer).post(
        at("task-act", task.pk, "bao-cao"),
        {"text": "Đang làm", "files": SimpleUploadedFile(name, data)},
    )

    assert said.status_code == 200
    assert not task.steps.filter(kind="reported").exists()


def test_a_file_is_sent_to_be_stored_under_a_harmless_name(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    task = a_task(a_list(province), commune)
    doer = make.holder(Role.DOCUMENTS_STAFF, at=commune.scope)
    client = signed_in(doer)
    odd = "../../etc/x'; <img src=x onerror=alert(1)>.pdf"
    client.post(
        at("task-act", task.pk, "bao-cao"),
        {"text": "Đang làm", "files": SimpleUploadedFile(odd, b"%PDF-1.7 <script>")},
    )
    page = client.get(at("task", task.pk)).text

    file = task.steps.get(kind="reported").files.get()
    sent = client.get(at("task-file", file.pk))

    assert "<img src=x" not in page
    assert sent["Content-Disposition"].startswith("attachment")
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert "/" not in file.file.name


# --- forged fields --------------------------------------------------------------------


def test_groups_units_and_people_of_others_are_refused(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    other = make.unit("Đảng bộ tỉnh Lào Cai")
    held = a_list(commune)
    theirs = services.set_groups(
        a_list(other).pk, ["Nhóm lạ"], by=make.user(), at=make.NOON
    )[0]
    stranger = make.holder(Role.ORGANISATION_STAFF, at=other.scope)
    staff = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    client = signed_in(staff)
    good = {"title": "Việc", "unit": commune.code, "version": 1}

    for forged in (
        {"group": theirs.pk},
        {"owner": stranger.pk},
        {"unit": province.code},
        {"unit": other.code},
    ):
        answer = client.post(at("task-new", held.pk), good | forged)
        assert answer.status_code == 200
    assert client.post(at("task-new", held.pk) + "?tu=khong", good).status_code == 302
    assert Task.objects.filter(work_list=held).count() == 1


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "²", ""])
def test_an_odd_version_sends_nothing(
    commune: Unit, secretary: User, signed_in: SignedIn, version: str
) -> None:
    draft = reviews.draft(commune, secretary)

    said = signed_in(secretary).post(
        at("submitted-send", draft.pk), {"version": version}
    )

    assert said.status_code == 302
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "page",
    [
        "work-lists",
        "tasks",
        "submissions",
        "submitted",
        "conferences",
        "working-bodies",
        "celebrations",
        "assignments",
        "emulations",
    ],
)
def test_odd_questions_break_no_list(
    province: Unit, signed_in: SignedIn, page: str
) -> None:
    user = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    client = signed_in(user)
    for asked in (
        {"tim": "a\x00b"},
        {"tim": "%' OR 1=1 --"},
        {"trang": "9" * 30, "sap-xep": "owner__password"},
        {"don-vi": "\x00", "nguoi-lam": "x", "nam": "99999", "cho": "-1"},
        {"dai-hoi": "x", "noi-giao": "1", "ngay": "31/02/9999", "xuat": "../x"},
    ):
        assert client.get(at(page), asked).status_code in {200, 400, 404}, asked


def test_acts_are_done_by_post_alone(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    held = a_list(province)
    task = a_task(held, province)
    client = signed_in(keeper)

    for page in (
        at("task-up", task.pk),
        at("task-down", task.pk),
        at("work-list-take-up", held.pk),
        at("work-list-papers-make", held.pk, "2025-07-01"),
    ):
        assert client.get(page).status_code == 405
    before = AuditEvent.objects.count()
    for page in (
        at("work-list-end", held.pk),
        at("task-act", task.pk, "thoi"),
        at("task-change", task.pk),
    ):
        assert client.get(page).status_code == 200
    assert AuditEvent.objects.count() == before


def test_a_cell_in_the_file_of_a_list_is_no_formula(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    held = a_list(province)
    a_task(held, province, title='=HYPERLINK("http://x","y")', product="@SUM(1)")

    sent = signed_in(keeper).get(at("work-list", held.pk), {"xuat": "xlsx"})

    sheet = load_workbook(io.BytesIO(sent.getvalue())).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


# --- keys of others -------------------------------------------------------------------


def test_keys_of_another_body_lead_nowhere_through_ones_own(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    own = working.body(province)
    other = working.body(province, field="personnel", name="Tiểu ban Nhân sự")
    user = working.account(commune)
    working.member(own, user)
    stranger = working.member(other)
    visit = working.visit(other, commune)
    tour = working.tour(other)
    met = working.meeting(other)
    mine = working.visit(own, commune)
    client = signed_in(user)

    pages = [
        at("working-body", other.pk),
        at("working-visit", own.pk, visit.pk),
        at("working-visit-report", own.pk, visit.pk),
        at("working-visit-cancel", own.pk, visit.pk),
        at("working-round", own.pk, tour.pk),
        at("working-round-share", own.pk, tour.pk),
        at("working-meeting", own.pk, met.pk),
        at("working-minutes", own.pk, met.pk),
        at("working-conclude", own.pk, met.pk),
        at("working-file-add", own.pk) + f"?cuoc-hop={met.pk}",
        at("working-member-add", own.pk),
        at("working-territory", own.pk),
        at("working-end", own.pk),
        at("working-found"),
        at("work-list-make"),
        at("conference-new"),
        at("assignment-give"),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    said = {"unit": commune.code, "mode": "online", "version": mine.version}
    forged = client.post(
        at("working-visit-change", own.pk, mine.pk), said | {"member": stranger.pk}
    )
    mine.refresh_from_db()
    assert (forged.status_code, mine.member) == (200, None)
    assert "Nhân sự" not in client.get(at("working-bodies")).text


def test_papers_of_others_are_not_fetched_through_ones_own(
    province: Unit, commune: Unit, secretary: User, signed_in: SignedIn
) -> None:
    next_door = make.unit("Đảng bộ xã Khuôn Hà", parent=province)
    neighbour = make.holder(Role.UNIT_SECRETARY, at=next_door.scope)
    theirs = reviews.draft(next_door, neighbour, title="Của xã bên")
    draft_file = theirs.files.get()
    sent = reviews.submitted(next_door, neighbour, kind=SubmissionKind.REPORT)
    sent_file = sent.files.get()
    mine = reviews.draft(commune, secretary)
    own = reviews.submitted(commune, secretary, kind=SubmissionKind.REPORT)
    client = signed_in(secretary)

    pages = [
        at("submitted-draft-file", mine.pk, draft_file.pk),
        at("submitted-draft-file", theirs.pk, draft_file.pk),
        at("submitted-draft", theirs.pk),
        at("submitted-file", own.pk, sent_file.pk),
        at("submitted-file", sent.pk, sent_file.pk),
        at("submission", own.pk),
        at("submission-file", own.pk, sent_file.pk),
        at("submission-comment", sent.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    client.post(at("submitted-file-drop", mine.pk, draft_file.pk))
    assert client.post(at("submitted-again", sent.pk)).status_code == 404
    assert client.post(at("submitted-send", theirs.pk)).status_code == 404
    assert theirs.files.count() == 1


def test_a_point_says_nothing_of_other_points_people_and_changes_none(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    next_door = make.unit("Đảng bộ xã Khuôn Hà", parent=province)
    held = conferences.hold_conference(
        province,
        conferences.ConferenceFacts(title="Hội nghị", starts_at=timezone.now()),
        by=keeper,
        at=timezone.now(),
    )
    own, theirs = (
        conferences.add_point(
            held.pk,
            conferences.PointFacts(name=unit.name, unit=unit),
            by=keeper,
            at=timezone.now(),
        )
        for unit in (commune, next_door)
    )
    people = [conferences.Expected("Hà Văn Kín", "Bí thư")]
    conferences.expect_people(theirs.pk, people, by=keeper, at=timezone.now())
    conferences.write_note(
        held.pk, "Điều chỉ xã bên ghi", point=theirs, by=keeper, at=timezone.now()
    )
    staff = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    client = signed_in(staff)

    pages = [
        at("conference-point", theirs.pk),
        at("conference-point-report", theirs.pk),
        at("conference-people", held.pk),
        at("conference-papers", held.pk),
        at("conference-change", held.pk),
        at("conference-act", held.pk, "huy"),
        at("conference-file-add", held.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    seen = client.get(at("conference", held.pk)).text
    seen += client.get(at("conference-point", own.pk)).text
    assert "Kín" not in seen
    assert "xã bên ghi" not in seen
    removed = client.post(
        at("conference-point-person-remove", own.pk, theirs.people.get().pk)
    )
    assert (removed.status_code, theirs.people.count()) == (302, 1)


def test_an_inspector_reads_and_acts_on_nothing(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    held = a_list(province)
    task = a_task(held, commune)
    client = signed_in(make.holder(Role.INSPECTOR, at=province.scope))

    assert client.get(at("task", task.pk)).status_code == 200
    acts = ("bao-cao", "xong", "thoi", "duyet", "lam-tiep", "tra-lai", "evaluated")
    pages = [at("task-act", task.pk, act) for act in acts]
    pages += [at("task-new", held.pk), at("task-change", task.pk)]
    pages += [at("task-hand", task.pk), at("work-list-end", held.pk)]
    assert {client.post(page, {"text": "x"}).status_code for page in pages} == {404}


def test_a_report_sent_twice_finishes_once(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    task = a_task(a_list(province), commune)
    client = signed_in(make.holder(Role.DOCUMENTS_STAFF, at=commune.scope))
    said = {"day": f"{timezone.localdate():%d/%m/%Y}", "text": "Xong"}

    answers = [client.post(at("task-act", task.pk, "xong"), said) for _time in "12"]

    assert [each.status_code for each in answers] == [302, 200]
    assert task.steps.filter(kind="done").count() == 1


def test_rows_of_work_name_nobody_who_does_what_is_not_public(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    below = make.unit("Chi bộ Trường", parent=commune)
    owner = make.holder(
        Role.DOCUMENTS_STAFF, at=below.scope, full_name="Hoàng Văn Giấu"
    )
    task = a_task(a_list(commune), below, owner=owner, is_restricted=True)
    above = signed_in(make.holder(Role.INSPECTOR, at=province.scope))
    assert above.get(at("task", task.pk)).status_code == 404
    page = above.get(reverse("core:start"), {"xem": "khac"}).text
    assert "Giấu" not in page
    assert "không công khai" not in page
