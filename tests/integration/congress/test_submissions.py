"""A plan is submitted to the level above, which clears it or sends it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress import services as acts
from congress.models import (
    CommentStance,
    Congress,
    ReadinessPoint,
    Submission,
    SubmissionState,
    SubmissionStep,
)
from congress.queries import submissions as reads
from congress.services import submissions as services
from congress.services.commenting import Opinion, comment_on
from congress.services.submissions import (
    AlreadyDecided,
    AlreadySubmitted,
    ChangedSince,
    NoReason,
    NothingToSubmit,
    OwnMatter,
    Seen,
)
from core.access.rights import Role
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from core.queries.work import WantedWork, WorkOf
from tests import make
from tests.integration.congress import plans
from tests.integration.congress.plans_of import milestone
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
QUEUE = "/cho-duyet/"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def found(province: Unit) -> Congress:
    day = timezone.localdate() + timedelta(days=60)
    held = make.congress(make.unit("Đảng bộ xã A", parent=province), opens_on=day)
    milestone(held, "mot", title="Một")
    return held


@pytest.fixture
def unit_staff(found: Congress) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=found.unit.scope)


@pytest.fixture
def reviewer(province: Unit) -> User:
    return make.holder(Role.UNIT_SECRETARY, at=province.scope)


@pytest.fixture
def submitted(found: Congress, unit_staff: User, reviewer: User) -> Submission:
    return submit(found, unit_staff)


def submit(found: Congress, by: User, note: str = "") -> Submission:
    return services.submit_plan(found.pk, note=note, by=by, at=timezone.now())


def seen(row: Submission) -> Seen:
    return Seen(row.revision, row.digest)


def point(of: Congress) -> str:
    return ReadinessPoint.objects.get(congress=of, code="plan_cleared").state


# --- the way up and back --------------------------------------------------------------


def test_what_is_submitted_waits_above_and_they_are_told(
    submitted: Submission, found: Congress, province: Unit, reviewer: User
) -> None:
    assert submitted.superior == province
    assert submitted.state == SubmissionState.SUBMITTED
    assert point(found) == "in_hand"
    assert Notice.objects.get().user == reviewer
    assert AuditEvent.objects.filter(act="congress.plan_submitted").count() == 1


def test_what_is_cleared_is_ready_and_the_unit_is_told(
    submitted: Submission, found: Congress, reviewer: User, unit_staff: User
) -> None:
    services.clear_submission(
        submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
    )

    assert point(found) == "ready"
    assert Notice.objects.filter(user=unit_staff).count() == 1
    assert [each.act for each in reads.steps(submitted)] == ["cleared", "submitted"]


def test_what_is_sent_back_comes_again_as_another_revision(
    submitted: Submission, found: Congress, reviewer: User, unit_staff: User
) -> None:
    services.send_back_submission(
        submitted.pk,
        seen(submitted),
        note="Thiếu việc báo cáo",
        by=reviewer,
        at=timezone.now(),
    )
    assert point(found) == "stuck"

    again = submit(found, unit_staff)

    assert (again.pk, again.revision, again.decided_by) == (submitted.pk, 2, None)
    assert point(found) == "in_hand"
    assert SubmissionStep.objects.count() == 3


def test_it_waits_in_the_work_of_who_decides_then_of_the_unit(
    submitted: Submission, unit_staff: User, reviewer: User
) -> None:
    def waits(user: User) -> list[str]:
        rows = WorkOf(user, WantedWork(), timezone.localdate()).mine
        return [row.url_name for row in rows.filter(kind=services.WORK)]

    above = (waits(reviewer), waits(unit_staff))
    services.send_back_submission(
        submitted.pk, seen(submitted), note="Thiếu", by=reviewer, at=timezone.now()
    )
    back = (waits(reviewer), waits(unit_staff))
    services.withdraw_submission(submitted.pk, by=unit_staff, at=timezone.now())

    assert above == (["congress:submission"], [])
    assert back == ([], ["congress:plan"])
    assert not WorkItem.objects.filter(kind=services.WORK).exists()


def test_the_queue_says_the_day_it_is_here(
    found: Congress, unit_staff: User, reviewer: User, signed_in: SignedIn
) -> None:
    late = datetime(2025, 6, 30, 20, 7, tzinfo=UTC)  # 03:07 of the next day here
    services.submit_plan(found.pk, by=unit_staff, at=late)

    assert "01/07/2025" in signed_in(reviewer).get(QUEUE).text


def test_what_is_sent_back_has_a_reason(submitted: Submission, reviewer: User) -> None:
    with pytest.raises(NoReason):
        services.send_back_submission(
            submitted.pk, seen(submitted), note="  ", by=reviewer, at=timezone.now()
        )


def test_what_waits_is_not_submitted_twice(
    submitted: Submission, found: Congress, unit_staff: User
) -> None:
    with pytest.raises(AlreadySubmitted):
        submit(found, unit_staff)


def test_what_is_withdrawn_may_be_submitted_anew(
    submitted: Submission, found: Congress, unit_staff: User, reviewer: User
) -> None:
    services.withdraw_submission(submitted.pk, by=unit_staff, at=timezone.now())
    assert point(found) == "not_started"

    with pytest.raises(AlreadyDecided):
        services.clear_submission(
            submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
        )

    assert submit(found, unit_staff).pk != submitted.pk


def test_the_highest_unit_submits_to_nobody(province: Unit) -> None:
    held = make.congress(province)
    milestone(held)

    with pytest.raises(NothingToSubmit):
        submit(held, make.user())


def test_an_empty_plan_is_not_submitted(province: Unit) -> None:
    held = make.congress(make.unit("Đảng bộ xã B", parent=province))

    with pytest.raises(NothingToSubmit):
        submit(held, make.user())


# --- changed meanwhile ----------------------------------------------------------------


def test_a_plan_changed_after_it_was_submitted_is_not_cleared(
    submitted: Submission, found: Congress, reviewer: User, unit_staff: User
) -> None:
    milestone(found, "hai")
    now = reads.plan_digest(found)

    with pytest.raises(ChangedSince):
        services.clear_submission(
            submitted.pk, Seen(1, now), by=reviewer, at=timezone.now()
        )
    told = services.note_change(
        submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
    )
    again = services.note_change(
        submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
    )

    assert (told, again) == (True, False)
    assert Notice.objects.filter(user=unit_staff).count() == 1


def test_what_is_done_meanwhile_does_not_change_a_plan(
    submitted: Submission, found: Congress, reviewer: User
) -> None:
    plans.done(found.milestones.get())

    row = services.clear_submission(
        submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
    )

    assert row.state == SubmissionState.CLEARED


def test_an_older_revision_is_not_decided_on(
    submitted: Submission, found: Congress, unit_staff: User, reviewer: User
) -> None:
    services.send_back_submission(
        submitted.pk, seen(submitted), note="Sửa", by=reviewer, at=timezone.now()
    )
    submit(found, unit_staff)

    with pytest.raises(ChangedSince):
        services.clear_submission(
            submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
        )


def test_the_second_reviewer_sees_what_the_first_decided(
    submitted: Submission, province: Unit, reviewer: User, signed_in: SignedIn
) -> None:
    second = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))
    services.clear_submission(
        submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
    )

    page = second.post(
        f"{QUEUE}{submitted.pk}/",
        {"note": "Chưa được", "act": "send-back", **hidden(submitted)},
    )

    assert reviewer.full_name in page.text
    assert "đã quyết định lúc" in page.text
    submitted.refresh_from_db()
    assert submitted.state == SubmissionState.CLEARED


def hidden(row: Submission) -> dict[str, object]:
    return {"revision": row.revision, "digest": row.digest}


# --- who decides ----------------------------------------------------------------------


def test_nobody_decides_on_what_he_submitted(found: Congress, province: Unit) -> None:
    staff = make.holder(Role.ORGANISATION_STAFF, at=province.scope)
    row = submit(found, staff)

    with pytest.raises(OwnMatter):
        services.clear_submission(row.pk, seen(row), by=staff, at=timezone.now())


def test_who_works_for_the_unit_does_not_decide(
    submitted: Submission, found: Congress, reviewer: User
) -> None:
    make.appointment(reviewer, Role.DOCUMENTS_STAFF, at=found.unit.scope)

    with pytest.raises(OwnMatter):
        services.clear_submission(
            submitted.pk, seen(submitted), by=reviewer, at=timezone.now()
        )


def test_the_queue_is_of_the_level_right_above(
    submitted: Submission, found: Congress, province: Unit, signed_in: SignedIn
) -> None:
    address = f"{QUEUE}{submitted.pk}/"
    next_door = make.unit("Đảng bộ xã Lạ", parent=province)
    for place in (found.unit, next_door):
        client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=place.scope))
        assert found.unit.name not in client.get(QUEUE).text
        assert client.get(address).status_code == 404
        assert client.post(address, hidden(submitted)).status_code == 404
    above = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))
    assert found.unit.name in above.get(QUEUE).text
    assert above.get(address).status_code == 200


# --- pages ----------------------------------------------------------------------------


def test_a_unit_submits_from_its_plan(
    found: Congress, unit_staff: User, signed_in: SignedIn
) -> None:
    client = signed_in(unit_staff)
    address = f"/dai-hoi/{found.slug}/ke-hoach/"
    assert f"{address}trinh/" in client.get(address).text

    client.post(f"{address}trinh/", {"note": "Kính trình"})

    assert "chờ cấp trên duyệt" in client.get(address).text
    assert client.post(f"{address}rut/").status_code == 302
    assert Submission.objects.get().state == SubmissionState.WITHDRAWN


def test_a_refused_decision_keeps_what_was_typed(
    submitted: Submission, found: Congress, reviewer: User, signed_in: SignedIn
) -> None:
    milestone(found, "hai")
    client = signed_in(reviewer)

    page = client.post(
        f"{QUEUE}{submitted.pk}/",
        {"note": "Đồng ý cả", "act": "clear", **hidden(submitted)},
    )

    assert "Đồng ý cả" in page.text
    assert "vừa được sửa" in page.text
    assert SubmissionStep.objects.filter(act="changed").count() == 1


def test_the_unit_reads_on_its_plan_what_was_said_of_it(
    submitted: Submission, reviewer: User, unit_staff: User, signed_in: SignedIn
) -> None:
    said = Opinion(stance=CommentStance.CHANGES, text="Nên lùi ngày", about="Mục 2")
    now = timezone.now()
    comment_on(submitted.pk, said, revision=1, by=reviewer, at=now)
    assert submitted.congress

    page = signed_in(unit_staff).get(
        reverse("congress:plan", args=[submitted.congress.slug])
    )

    assert "Nên lùi ngày" in page.content.decode()


def test_a_reviewer_is_asked_before_what_cannot_be_taken_back(
    submitted: Submission, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    first = client.get(f"{QUEUE}{submitted.pk}/")

    page = client.post(
        f"{QUEUE}{submitted.pk}/",
        {"note": "Đồng ý cả", "act": "ask-to-clear", **hidden(submitted)},
    )

    assert 'value="clear"' not in first.text
    assert 'value="clear"' in page.text
    assert "Duyệt rồi thì không rút lại được" in page.text
    assert "Đồng ý cả" in page.text
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_what_was_sent_in_while_a_reviewer_was_asked_is_not_cleared(
    submitted: Submission, found: Congress, reviewer: User, signed_in: SignedIn
) -> None:
    client, seen = signed_in(reviewer), hidden(submitted)
    milestone(found, "hai")

    page = client.post(
        f"{QUEUE}{submitted.pk}/", {"note": "", "act": "ask-to-clear", **seen}
    )
    answer = client.post(
        f"{QUEUE}{submitted.pk}/", {"note": "", "act": "clear", **seen}
    )

    assert f'value="{seen["digest"]}"' in page.text
    assert "vừa được sửa" in answer.text
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_a_reviewer_clears_on_the_page(
    submitted: Submission, reviewer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(reviewer).post(
        f"{QUEUE}{submitted.pk}/", {"note": "", "act": "clear", **hidden(submitted)}
    )

    assert answer.status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == SubmissionState.CLEARED


def test_the_queue_asks_as_often_for_three_as_for_one(
    submitted: Submission,
    province: Unit,
    reviewer: User,
    unit_staff: User,
    signed_in: SignedIn,
    django_assert_num_queries: Queries,
) -> None:
    client: Client = signed_in(reviewer)
    client.get(QUEUE)
    with django_assert_num_queries(QUERIES):
        client.get(QUEUE)
    for name in "BC":
        held = make.congress(make.unit(f"Đảng bộ xã {name}", parent=province))
        milestone(held)
        submit(held, unit_staff)
    with django_assert_num_queries(QUERIES):
        client.get(QUEUE)


QUERIES = 10


# --- what the database refuses --------------------------------------------------------


def test_history_stays(submitted: Submission) -> None:
    step = SubmissionStep.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionStep.objects.filter(pk=step.pk).update(note="x")


def test_days_that_move_make_it_another_plan(
    found: Congress, submitted: Submission
) -> None:
    acts.change_congress(
        found.pk,
        acts.Arrangements(
            place="Hội trường",
            opens_on=found.opens_on,
            closes_on=found.closes_on + timedelta(days=1),
            contents=found.contents,
            designated=False,
        ),
        seen_version=found.version,
        by=make.user(),
        at=timezone.now(),
    )
    submitted.refresh_from_db()

    assert reads.changed_since(submitted)
