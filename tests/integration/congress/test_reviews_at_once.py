"""Two people at what was submitted: one waits, nothing is lost, both are told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from congress.models import (
    CommentStance,
    Submission,
    SubmissionComment,
    SubmissionDraft,
    SubmissionStep,
)
from congress.services import commenting, drafts, submissions
from congress.services import conferences as conferring
from congress.services.commenting import Opinion
from congress.services.submissions import (
    AlreadyDecided,
    AlreadySubmitted,
    ChangedSince,
)
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import Notice, Unit, User
from tests import make
from tests.integration.congress import reviews
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[..., Any]


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Bình Thuận")


@pytest.fixture
def writer(province: Unit) -> User:
    commune = make.unit("Đảng bộ xã Hàm Kiệm", parent=province)
    return make.holder(Role.UNIT_SECRETARY, at=commune.scope)


@pytest.fixture
def reviewers(province: Unit) -> list[User]:
    return [make.holder(Role.UNIT_SECRETARY, at=province.scope) for _each in range(2)]


@pytest.fixture
def row(province: Unit, writer: User, reviewers: list[User]) -> Submission:
    return reviews.submitted(Unit.objects.get(parent=province), writer)


def again(of: Submission, by: User) -> SubmissionDraft:
    return drafts.draft_again(of.pk, by=by, at=timezone.now())


@pytest.mark.parametrize("first", [reviews.clear, reviews.send_back])
@pytest.mark.parametrize("second", [reviews.clear, reviews.send_back])
def test_of_two_who_decide_the_second_is_told(
    row: Submission, writer: User, reviewers: list[User], first: Act, second: Act
) -> None:
    commenting.note_reading(row, by=reviewers[1], at=timezone.now())
    with transaction.atomic():
        state = first(row, reviewers[0]).state
        other = Second(lambda: second(row, reviewers[1]))
        assert other.waits

    assert other.ends() == [AlreadyDecided]
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (state, reviewers[0])
    assert SubmissionStep.objects.filter(submission=row).count() == 2
    told = Notice.objects.filter(kind="congress.submission_decided")
    assert [each.user for each in told] == [reviewers[1]]
    assert Notice.objects.filter(user=writer).count() == 1


def test_of_two_drafts_of_a_kind_submitted_at_once_one_waits_and_one_stays(
    province: Unit, writer: User
) -> None:
    commune = Unit.objects.get(parent=province)
    both = [reviews.draft(commune, writer) for _each in range(2)]

    with transaction.atomic():
        first = reviews.send(both[0], writer)
        other = Second(lambda: reviews.send(both[1], writer))
        assert other.waits

    assert other.ends() == [AlreadySubmitted]
    assert Submission.objects.get() == first
    assert SubmissionDraft.objects.get() == both[1]


def test_cleared_while_it_is_submitted_anew_the_draft_stays(
    row: Submission, writer: User, reviewers: list[User]
) -> None:
    draft = again(row, writer)

    with transaction.atomic():
        reviews.clear(row, reviewers[0])
        other = Second(lambda: reviews.send(draft, writer))
        assert other.waits

    assert other.ends() == [AlreadyDecided]
    assert SubmissionDraft.objects.get().files.count() == 1
    assert Notice.objects.filter(
        user=writer, kind="congress.submission_passed"
    ).exists()


@pytest.mark.parametrize("decide", [reviews.clear, reviews.send_back])
def test_what_is_being_submitted_anew_is_not_decided(
    row: Submission, writer: User, reviewers: list[User], decide: Act
) -> None:
    draft = again(row, writer)

    with transaction.atomic():
        reviews.send(draft, writer)
        other = Second(lambda: decide(row, reviewers[0]))
        assert other.waits

    assert other.ends() == [ChangedSince]
    row.refresh_from_db()
    assert (row.state, row.revision) == ("submitted", 2)


def test_what_is_being_withdrawn_is_not_decided(
    row: Submission, writer: User, reviewers: list[User]
) -> None:
    with transaction.atomic():
        submissions.withdraw_submission(row.pk, by=writer, at=timezone.now())
        other = Second(lambda: reviews.clear(row, reviewers[0]))
        assert other.waits

    assert other.ends() == [AlreadyDecided]
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_what_is_being_cleared_is_not_withdrawn(
    row: Submission, writer: User, reviewers: list[User]
) -> None:
    with transaction.atomic():
        reviews.clear(row, reviewers[0])
        other = Second(
            lambda: submissions.withdraw_submission(
                row.pk, by=writer, at=timezone.now()
            )
        )
        assert other.waits

    assert other.ends() == [AlreadyDecided]


def test_a_comment_waits_for_the_decision_and_is_told_of_it(
    row: Submission, reviewers: list[User]
) -> None:
    opinion = Opinion(stance=CommentStance.REMARK, text="Ý kiến")

    with transaction.atomic():
        reviews.clear(row, reviewers[0])
        other = Second(
            lambda: commenting.comment_on(
                row.pk, opinion, revision=1, by=reviewers[1], at=timezone.now()
            )
        )
        assert other.waits

    assert other.ends() == [AlreadyDecided]
    assert not SubmissionComment.objects.exists()


def test_a_draft_is_submitted_once(province: Unit, writer: User) -> None:
    draft = reviews.draft(Unit.objects.get(parent=province), writer)

    with transaction.atomic():
        reviews.send(draft, writer)
        other = Second(lambda: reviews.send(draft, writer))
        assert other.waits

    assert other.ends() == [drafts.DraftGone]
    assert Submission.objects.count() == 1


def test_two_who_prepare_it_again_get_one_draft(
    row: Submission, writer: User, reviewers: list[User]
) -> None:
    reviews.send_back(row, reviewers[0])

    with transaction.atomic():
        first = again(row, writer)
        other = Second(lambda: again(row, writer).pk)
        assert other.waits

    assert other.ends() == [first.pk]


def test_of_two_who_report_a_point_the_second_is_told(
    province: Unit, reviewers: list[User]
) -> None:
    now = timezone.now()
    facts = conferring.ConferenceFacts(title="Hội nghị", starts_at=now)
    held = conferring.hold_conference(province, facts, by=None, at=now)
    point = conferring.add_point(
        held.pk, conferring.PointFacts(name="Hội trường"), by=None, at=now
    )

    def report(number: int, by: User) -> object:
        return conferring.report_point(
            point.pk, number=number, seen_version=1, by=by, at=now
        )

    with transaction.atomic():
        report(10, reviewers[0])
        other = Second(lambda: report(12, reviewers[1]))
        assert other.waits

    assert other.ends() == [ChangedMeanwhile]
    point.refresh_from_db()
    assert point.present == 10
