"""What units submit is read, commented, cleared or sent back in one queue."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import (
    CommentStance,
    DraftFile,
    Submission,
    SubmissionComment,
    SubmissionDraft,
    SubmissionFile,
    SubmissionKind,
    SubmissionReading,
    SubmissionState,
)
from congress.queries import reviews as reads
from congress.services import commenting, drafts, submissions_told
from congress.services import submissions as services
from congress.services.commenting import Opinion
from congress.services.drafts import Drafted
from congress.services.submissions import (
    AlreadyDecided,
    AlreadySubmitted,
    ChangedSince,
    NothingToSubmit,
    OwnMatter,
)
from core import registry
from core.access.rights import Role
from core.errors import ChangedMeanwhile, Unfit
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from core.queries.work import WantedWork, WorkOf
from core.services import work
from core.services.attachments import Handed
from tests import make
from tests.integration.congress import reviews
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
QUEUE = "/cho-duyet/"
OWN = "/trinh/"
SECRET = "Đề án nhân sự cấp ủy khóa XXII"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Bình Thuận")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Hàm Kiệm", parent=province)


@pytest.fixture
def writer(commune: Unit) -> User:
    return make.holder(Role.UNIT_SECRETARY, at=commune.scope)


@pytest.fixture
def reviewer(province: Unit) -> User:
    return make.holder(Role.UNIT_SECRETARY, at=province.scope, full_name="Đỗ Thị Xét")


@pytest.fixture
def staff(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def row(commune: Unit, writer: User, reviewer: User) -> Submission:
    return reviews.submitted(commune, writer)


def at(page: str, *args: object) -> str:
    return reverse(f"congress:{page}", args=args)


def comment(
    on: Submission, by: User, text: str = "Nên gọn hơn", **said: object
) -> SubmissionComment:
    opinion = Opinion(
        **{"stance": CommentStance.CHANGES, "text": text, "about": "Mục 2"} | said  # type: ignore[arg-type] # fields of an Opinion
    )
    return commenting.comment_on(
        on.pk, opinion, revision=on.revision, by=by, at=timezone.now()
    )


# --- preparing ------------------------------------------------------------------------


def test_a_draft_is_read_by_nobody_above(
    commune: Unit, writer: User, reviewer: User, signed_in: SignedIn
) -> None:
    made = reviews.draft(commune, writer)
    above = signed_in(reviewer)

    assert "Dự thảo trình Đại hội XXI" not in above.get(QUEUE).text
    assert above.get(at("submitted-draft", made.pk)).status_code == 404
    assert not Notice.objects.exists()


def test_a_draft_becomes_a_submission_with_its_files(
    commune: Unit, writer: User, province: Unit
) -> None:
    files = (reviews.paper(), reviews.paper("so-lieu.docx", reviews.word()))
    row = reviews.submitted(commune, writer, files=files)

    kept = SubmissionFile.objects.filter(submission=row).order_by("place")
    assert [(each.title, each.revision) for each in kept] == [
        ("bao-cao", 1),
        ("so-lieu", 1),
    ]
    assert (row.superior, row.state, row.revision) == (province, "submitted", 1)
    assert not SubmissionDraft.objects.exists()
    assert AuditEvent.objects.filter(act="congress.papers_submitted").count() == 1


def test_the_digest_is_over_title_note_and_files(commune: Unit, writer: User) -> None:
    told = {"kind": SubmissionKind.REPORT}
    one = reviews.submitted(commune, writer, title="Quý I", **told)
    same = reviews.submitted(commune, writer, title="Quý I", **told)
    title = reviews.submitted(commune, writer, title="Quý II", **told)
    file = reviews.submitted(
        commune,
        writer,
        title="Quý I",
        files=(reviews.paper(data=b"%PDF-1.7 khac"),),
        **told,
    )

    assert one.digest == same.digest
    assert len({one.digest, title.digest, file.digest}) == 3


def test_without_files_nothing_is_submitted(commune: Unit, writer: User) -> None:
    made = reviews.draft(commune, writer, files=())

    with pytest.raises(NothingToSubmit):
        reviews.send(made, writer)


def test_one_political_report_is_open_at_once(commune: Unit, writer: User) -> None:
    reviews.submitted(commune, writer)
    second = reviews.draft(commune, writer)

    with pytest.raises(AlreadySubmitted):
        reviews.send(second, writer)

    assert SubmissionDraft.objects.filter(pk=second.pk).exists()


def test_the_highest_unit_prepares_nothing(province: Unit, reviewer: User) -> None:
    with pytest.raises(Unfit) as refusal:
        reviews.draft(province, reviewer)

    assert refusal.value.field == "unit"


def test_a_file_that_is_not_what_its_name_says_is_refused(
    commune: Unit, writer: User
) -> None:
    with pytest.raises(Unfit) as refusal:
        reviews.draft(commune, writer, files=(Handed("a.pdf", [b"MZ"]),))

    assert refusal.value.field == "files"
    assert not DraftFile.objects.exists()


def test_two_who_write_one_draft_lose_nothing(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    made = reviews.draft(commune, writer)
    colleague = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    client = signed_in(writer)
    form = client.get(at("submitted-draft", made.pk)).context["form"]
    drafts.change_draft(
        made.pk,
        Drafted(title="Bản của người kia"),
        seen_version=made.version,
        by=colleague,
        at=timezone.now(),
    )

    page = client.post(
        at("submitted-draft", made.pk),
        {"title": "Bản của tôi", "note": "", "version": made.version}
        | {"seen": form.initial["seen"]},
    )

    assert "Bản của tôi" in page.text
    assert "Bản của người kia" in page.text
    made.refresh_from_db()
    assert made.title == "Bản của người kia"
    with pytest.raises(ChangedMeanwhile):
        drafts.submit_draft(
            made.pk, seen_version=made.version - 1, by=writer, at=timezone.now()
        )


# --- back and again -------------------------------------------------------------------


def test_what_came_back_goes_again_with_files_kept_and_replaced(
    row: Submission, writer: User, reviewer: User
) -> None:
    reviews.send_back(row, reviewer)
    again = drafts.draft_again(row.pk, by=writer, at=timezone.now())
    drafts.change_draft(
        again.pk,
        Drafted(title=row.title),
        seen_version=again.version,
        files=[reviews.paper("phu-luc.pdf")],
        by=writer,
        at=timezone.now(),
    )
    again.refresh_from_db()

    sent = reviews.send(again, writer)

    assert (sent.pk, sent.revision, sent.decided_by) == (row.pk, 2, None)
    files = SubmissionFile.objects.filter(submission=row).order_by("revision", "place")
    assert [(each.revision, each.title) for each in files] == [
        (1, "bao-cao"),
        (2, "bao-cao"),
        (2, "phu-luc"),
    ]


def test_two_who_prepare_it_again_share_one_draft(
    row: Submission, writer: User, reviewer: User
) -> None:
    reviews.send_back(row, reviewer)
    first = drafts.draft_again(row.pk, by=writer, at=timezone.now())
    second = drafts.draft_again(row.pk, by=make.user(), at=timezone.now())

    assert first.pk == second.pk


def test_what_is_withdrawn_is_over_and_what_follows_is_new(
    row: Submission, writer: User, reviewer: User
) -> None:
    services.withdraw_submission(row.pk, by=writer, at=timezone.now())
    with pytest.raises(AlreadyDecided):
        reviews.clear(row, reviewer)

    again = drafts.draft_again(row.pk, by=writer, at=timezone.now())

    assert reviews.send(again, writer).pk != row.pk
    assert Notice.objects.filter(
        user=reviewer, kind="congress.submission_withdrawn"
    ).exists()


def test_what_is_cleared_while_its_author_writes_stays_and_he_is_told(
    row: Submission, writer: User, reviewer: User, signed_in: SignedIn
) -> None:
    editor = make.holder(Role.DOCUMENTS_STAFF, at=row.unit.scope)
    again = drafts.draft_again(row.pk, by=editor, at=timezone.now())
    drafts.change_draft(
        again.pk,
        Drafted(title="Bản sửa dở"),
        seen_version=again.version,
        by=editor,
        at=timezone.now(),
    )
    again.refresh_from_db()

    reviews.clear(row, reviewer)

    told = Notice.objects.filter(kind="congress.submission_passed")
    assert {each.user for each in told} == {writer, editor}
    with pytest.raises(AlreadyDecided) as refusal:
        reviews.send(again, editor)
    assert reviewer.full_name in str(refusal.value)
    page = signed_in(editor).get(at("submitted-draft", again.pk)).text
    assert "Bản sửa dở" in page
    assert reviewer.full_name in page


def test_a_newer_revision_takes_the_place_of_what_waits(
    row: Submission, writer: User, reviewer: User
) -> None:
    again = drafts.draft_again(row.pk, by=writer, at=timezone.now())
    reviews.send(again, writer)

    with pytest.raises(ChangedSince):
        reviews.clear(row, reviewer)


# --- who reads and who decides --------------------------------------------------------


def test_next_door_and_further_above_find_nothing(
    row: Submission, province: Unit, signed_in: SignedIn
) -> None:
    file = SubmissionFile.objects.get()
    strangers = [
        make.holder(role, at=place.scope)
        for place in (make.unit("Đảng bộ xã Lạ", parent=province), row.unit)
        for role in (Role.UNIT_SECRETARY, Role.ORGANISATION_STAFF)
    ]
    for each in strangers:
        client = signed_in(each)
        assert row.title not in client.get(QUEUE).text
        for address in (
            at("submission", row.pk),
            at("submission-comment", row.pk),
            at("submission-file", row.pk, file.pk),
        ):
            assert client.get(address).status_code == 404
    next_door = signed_in(strangers[0])
    for address in (
        at("submitted-one", row.pk),
        at("submitted-file", row.pk, file.pk),
        at("submitted-withdraw", row.pk),
    ):
        assert next_door.get(address).status_code == 404
    assert next_door.post(at("submitted-withdraw", row.pk)).status_code == 404
    assert next_door.post(at("submitted-again", row.pk)).status_code == 404
    row.refresh_from_db()
    assert row.state == "submitted"


def test_who_reads_but_does_not_decide_only_comments(
    row: Submission, province: Unit, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.DOCUMENTS_STAFF, at=province.scope))

    page = client.get(at("submission", row.pk))
    forced = client.post(at("submission", row.pk), {"act": "clear", **hidden(row)})

    assert "Góp ý" in page.text
    assert "clear" not in page.text
    assert forced.status_code == 404
    row.refresh_from_db()
    assert row.state == "submitted"


def hidden(of: Submission) -> dict[str, object]:
    return {"revision": of.revision, "digest": of.digest}


def test_personnel_plans_are_only_for_those_who_may(
    commune: Unit, writer: User, reviewer: User, staff: User, signed_in: SignedIn
) -> None:
    row = reviews.submitted(
        commune, writer, kind=SubmissionKind.PERSONNEL_PLAN, title=SECRET
    )
    file = SubmissionFile.objects.get()
    organiser = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)

    for user, pages in (
        (staff, ("submission", "submission-comment")),
        (organiser, ("submitted-one", "submitted-withdraw")),
    ):
        client = signed_in(user)
        assert SECRET not in client.get(QUEUE).text + client.get(OWN).text
        assert {client.get(at(each, row.pk)).status_code for each in pages} == {404}
    assert (
        signed_in(staff).get(at("submission-file", row.pk, file.pk)).status_code == 404
    )
    forced = signed_in(staff).post(
        at("submission", row.pk), {"act": "clear", **hidden(row)}
    )
    assert forced.status_code == 404
    assert SECRET in signed_in(reviewer).get(QUEUE).text


def test_the_name_of_a_personnel_plan_goes_nowhere(
    commune: Unit, writer: User, reviewer: User, staff: User
) -> None:
    row = reviews.submitted(
        commune, writer, kind=SubmissionKind.PERSONNEL_PLAN, title=SECRET
    )
    comment(row, reviewer)
    reviews.send_back(row, reviewer, note="Đồng chí Nguyễn Văn Kín chưa đủ tuổi")

    said = [each.said for each in Notice.objects.all()]
    said += [each.title + each.state for each in WorkItem.objects.all()]
    said += [f"{each.subject_title} {each.detail}" for each in AuditEvent.objects.all()]

    assert not [each for each in said if SECRET in each or "Kín" in each]
    assert not Notice.objects.filter(user=staff).exists()
    assert Notice.objects.filter(user=writer).exists()


def test_nobody_decides_on_his_own_units(
    row: Submission, reviewer: User, commune: Unit
) -> None:
    make.appointment(reviewer, Role.DOCUMENTS_STAFF, at=commune.scope)

    with pytest.raises(OwnMatter):
        reviews.clear(row, reviewer)
    with pytest.raises(OwnMatter):
        comment(row, reviewer)


# --- task forces ----------------------------------------------------------------------


def test_a_task_force_reads_and_comments_on_what_its_units_submit(
    row: Submission, commune: Unit, province: Unit, reviewer: User, signed_in: SignedIn
) -> None:
    body = reviews.task_force(province, commune)
    reviews.task_force(province, commune, name="Tổ công tác số 2")
    client = signed_in(reviews.member(body))

    assert row.title in client.get(QUEUE).text
    page = client.get(at("submission", row.pk))
    forced = client.post(at("submission", row.pk), {"act": "clear", **hidden(row)})
    said = client.post(
        at("submission-comment", row.pk),
        {"body": body.pk, "stance": "agrees", "text": "Nhất trí", "revision": 1},
    )

    assert (page.status_code, forced.status_code, said.status_code) == (200, 404, 302)
    assert SubmissionComment.objects.get().body == body
    queue = signed_in(reviewer).get(QUEUE).text
    assert "1/2" in queue


def test_a_task_force_of_other_units_finds_nothing(
    row: Submission, province: Unit, signed_in: SignedIn
) -> None:
    other = make.unit("Đảng bộ xã Khác", parent=province)
    client = signed_in(reviews.member(reviews.task_force(province, other)))

    assert client.get(at("submission", row.pk)).status_code == 404
    assert client.get(at("submission-comment", row.pk)).status_code == 404
    assert row.title not in client.get(QUEUE).text


def test_a_unit_taken_from_a_task_force_is_read_by_it_no_more(
    row: Submission, commune: Unit, province: Unit, signed_in: SignedIn
) -> None:
    body = reviews.task_force(province, commune)
    client = signed_in(reviews.member(body))
    assert client.get(at("submission", row.pk)).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    body.territory.update(until_on=yesterday)

    assert client.get(at("submission", row.pk)).status_code == 404


def test_a_member_told_of_what_his_unit_submits(
    commune: Unit, province: Unit, writer: User
) -> None:
    user = reviews.member(reviews.task_force(province, commune))

    reviews.submitted(commune, writer)

    assert Notice.objects.get(user=user).kind == "congress.submission_waits"


def test_a_member_does_not_speak_for_another_body(
    row: Submission, commune: Unit, province: Unit, signed_in: SignedIn
) -> None:
    body = reviews.task_force(province, commune)
    other = reviews.task_force(province, commune, name="Tổ công tác số 2")
    client = signed_in(reviews.member(body))
    typed = {"stance": "agrees", "text": "Nhất trí", "revision": 1}

    for key in ("", str(other.pk)):
        page = client.post(at("submission-comment", row.pk), typed | {"body": key})
        assert page.status_code == 200
    assert not SubmissionComment.objects.exists()


# --- reading, saying, deciding --------------------------------------------------------


def test_who_has_read_is_noted_once_for_each_revision(
    row: Submission, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    assert "chưa đọc" in client.get(QUEUE).text
    for _again in range(2):
        client.get(at("submission", row.pk))

    reading = SubmissionReading.objects.get()
    assert (reading.user, reading.revision) == (reviewer, 1)
    assert '<span class="chip chip-live">' not in client.get(QUEUE).text


def test_the_unit_reads_what_was_said_and_is_told(
    row: Submission, reviewer: User, writer: User, signed_in: SignedIn
) -> None:
    comment(row, reviewer, text="Bổ sung số liệu thu ngân sách")

    page = signed_in(writer).get(at("submitted-one", row.pk)).text

    assert "Bổ sung số liệu thu ngân sách" in page
    told = Notice.objects.get(user=writer)
    assert told.kind == "congress.submission_commented"
    assert "ngân sách" not in told.said


def test_a_comment_on_an_older_revision_is_refused_and_kept(
    row: Submission, writer: User, reviewer: User, signed_in: SignedIn
) -> None:
    again = drafts.draft_again(row.pk, by=writer, at=timezone.now())
    reviews.send(again, writer)

    page = signed_in(reviewer).post(
        at("submission-comment", row.pk),
        {"body": "", "stance": "remark", "text": "Ý kiến dài", "revision": 1},
    )

    assert "trình lại lần thứ 2" in page.text
    assert "Ý kiến dài" in page.text
    assert not SubmissionComment.objects.exists()
    assert 'name="revision" value="2"' in page.text


def test_the_second_reviewer_keeps_what_he_typed_and_both_are_told(
    row: Submission, reviewer: User, staff: User, signed_in: SignedIn
) -> None:
    second = signed_in(staff)
    second.get(at("submission", row.pk))
    reviews.clear(row, reviewer)

    page = second.post(
        at("submission", row.pk),
        {"note": "Chưa được, vì…", "act": "send-back", **hidden(row)},
    )

    assert "đã quyết định lúc" in page.text
    assert reviewer.full_name in page.text
    assert "Chưa được, vì…" in page.text
    told = Notice.objects.get(user=staff, kind="congress.submission_decided")
    assert row.title in told.said


def test_what_waits_is_work_above_then_of_the_unit(
    row: Submission, writer: User, reviewer: User
) -> None:
    def waits(user: User) -> list[str]:
        mine = WorkOf(user, WantedWork(), timezone.localdate()).mine
        return [each.url_name for each in mine.filter(kind=services.WORK)]

    before = (waits(reviewer), waits(writer))
    reviews.send_back(row, reviewer)
    back = (waits(reviewer), waits(writer))

    assert before == (["congress:submission"], [])
    assert back == ([], ["congress:submitted-one"])


def test_lost_rows_of_work_are_written_anew(row: Submission, province: Unit) -> None:
    work.close_work(services.WORK, row)

    submissions_told.write_work_beneath(province.scope, timezone.now())

    assert WorkItem.objects.get(kind=services.WORK).subject_key == str(row.pk)


# --- the queue ------------------------------------------------------------------------


def aged(of: Submission, days: int) -> None:
    when = timezone.now() - timedelta(days=days)
    Submission.objects.filter(pk=of.pk).update(submitted_at=when)


@pytest.fixture
def three(province: Unit) -> list[Submission]:
    """Waiting for 2, 10 and 40 days."""
    made = []
    for name, days in (("Á", 2), ("Bắc", 10), ("Cát", 40)):
        unit = make.unit(f"Đảng bộ xã {name}", parent=province)
        row = reviews.submitted(unit, make.user(), title=f"Báo cáo {name}")
        aged(row, days)
        made.append(row)
    return made


def test_the_queue_says_how_long_things_wait(
    three: list[Submission], province: Unit, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)

    page = client.get(QUEUE)

    waits = page.context["waits"]
    assert (waits.number, waits.median, waits.longest) == (3, 10, 40)
    assert page.text.index("Báo cáo Cát") < page.text.index("Báo cáo Á")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("?cho=7", "BC"),
        ("?cho=30", "C"),
        ("?loai=report", ""),
        ("?tim=bac", "B"),
        ("?tim=bao cao bac", "B"),
        ("?tim=khong co", ""),
        ("?viec=duyet", "ABC"),
        ("?viec=doc", "BC"),
        ("?tinh-trang=cleared", ""),
    ],
)
def test_the_queue_is_narrowed(
    three: list[Submission],
    reviewer: User,
    signed_in: SignedIn,
    asked: str,
    names: str,
) -> None:
    client = signed_in(reviewer)
    client.get(at("submission", three[0].pk))

    page = client.get(QUEUE + asked)

    known = {"A": three[0], "B": three[1], "C": three[2]}
    shown = {line["row"].pk for line in page.context["lines"]}
    assert shown == {known[each].pk for each in names}


def test_the_next_in_the_queue_is_the_one_that_waits_longest_after(
    three: list[Submission], reviewer: User
) -> None:
    for row in three:
        row.refresh_from_db()
    young, middle, old = three

    assert reads.next_in_queue(reviewer, old) == middle
    assert reads.next_in_queue(reviewer, young) == old


def test_the_queue_leaves_as_a_file_and_a_print(
    three: list[Submission], reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)

    assert client.get(f"{QUEUE}?xuat=xlsx").content.startswith(b"PK")
    assert "Báo cáo Bắc" in client.get(f"{QUEUE}?in=1").text


def test_lists_ask_as_often_for_three_as_for_none(
    province: Unit,
    reviewer: User,
    signed_in: SignedIn,
    django_assert_num_queries: Queries,
    django_assert_max_num_queries: Queries,
) -> None:
    client: Client = signed_in(reviewer)
    client.get(QUEUE)
    with django_assert_max_num_queries(11):
        client.get(QUEUE)
    for name in ("Một", "Hai", "Ba"):
        unit = make.unit(f"Đảng bộ xã {name}", parent=province)
        reviews.task_force(province, unit, name=f"Tổ {name}")
        reviews.submitted(unit, make.user())
    with django_assert_max_num_queries(11):
        client.get(QUEUE)


# --- pages ----------------------------------------------------------------------------


def test_a_unit_prepares_submits_and_withdraws_on_its_pages(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    client = signed_in(writer)

    begun = client.post(
        at("submitted-begin"),
        {"unit": commune.code, "kind": "documents", "title": "Dự thảo", "note": "Kính"},
    )
    draft = SubmissionDraft.objects.get()
    assert begun.headers["Location"] == at("submitted-draft", draft.pk)
    client.post(
        at("submitted-draft", draft.pk),
        {
            "title": "Dự thảo lần 2",
            "note": "Kính trình",
            "version": 1,
            "files": [
                SimpleUploadedFile("a.pdf", reviews.PDF),
                SimpleUploadedFile("b.pdf", reviews.PDF),
            ],
        },
    )
    assert "a.pdf" in client.get(at("submitted-send", draft.pk)).text
    sent = client.post(at("submitted-send", draft.pk), {"version": 2})

    row = Submission.objects.get()
    assert sent.headers["Location"] == at("submitted-one", row.pk)
    assert row.title == "Dự thảo lần 2"
    file = SubmissionFile.objects.filter(submission=row).first()
    assert file
    got = client.get(at("submitted-file", row.pk, file.pk))
    assert b"".join(got.streaming_content) == reviews.PDF  # type: ignore[attr-defined]
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert client.post(at("submitted-withdraw", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == SubmissionState.WITHDRAWN


def test_organisation_staff_cannot_begin_a_personnel_plan(
    commune: Unit, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=commune.scope))

    page = client.post(
        at("submitted-begin"),
        {"unit": commune.code, "kind": "personnel_plan", "title": SECRET},
    )

    assert page.status_code == 200
    assert SECRET in page.text
    assert not SubmissionDraft.objects.exists()


def test_a_draft_is_given_up_after_asking(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    made = reviews.draft(commune, writer)
    client = signed_in(writer)

    assert client.get(at("submitted-drop", made.pk)).status_code == 200
    assert SubmissionDraft.objects.exists()
    client.post(at("submitted-drop", made.pk))
    assert not SubmissionDraft.objects.exists()


def test_a_file_of_a_draft_is_taken_out(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    made = reviews.draft(commune, writer)
    file = DraftFile.objects.get()
    client = signed_in(writer)

    got = client.get(at("submitted-draft-file", made.pk, file.pk))
    client.post(at("submitted-file-drop", made.pk, file.pk))

    assert got.status_code == 200
    assert not DraftFile.objects.exists()


def test_both_bars_lead_here(
    row: Submission, writer: User, reviewer: User, signed_in: SignedIn
) -> None:
    assert f'href="{QUEUE}"' in signed_in(reviewer).get("/").text
    assert f'href="{OWN}"' in signed_in(writer).get("/").text
    assert row.title in signed_in(writer).get(OWN).text


def test_what_was_read_and_said_is_never_changed() -> None:
    facts = set(registry.facts())

    assert {
        "congress_submissionfile",
        "congress_submissionreading",
        "congress_submissioncomment",
    } <= facts
