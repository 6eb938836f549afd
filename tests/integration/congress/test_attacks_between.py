"""What somebody who may do one thing tries besides: told or said of others falsely."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from congress.models import (
    CalendarLink,
    Congress,
    DifficultyStep,
    LinkContent,
    SharedAnswer,
    SubmissionStep,
)
from congress.queries import links
from congress.rules.difficulties import Act
from congress.services import difficulties, submissions
from congress.services.plan_work import write_work
from core.access.rights import Role
from core.models import Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress import learning
from tests.integration.congress.plans_of import milestone
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def found(province: Unit) -> Congress:
    held = learning.commune("Đảng bộ xã A", province)
    milestone(held, "mot", title="Một")
    return held


@pytest.fixture
def staff(found: Congress) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=found.unit.scope)


@pytest.mark.parametrize(
    ("revision", "digest"), [(1, ""), (2, "0" * 64)], ids=["stale", "invented"]
)
def test_a_unit_is_not_told_of_a_change_that_it_did_not_make(
    found: Congress,
    province: Unit,
    staff: User,
    signed_in: SignedIn,
    revision: int,
    digest: str,
) -> None:
    reviewer = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    now = timezone.now()
    row = submissions.submit_plan(found.pk, by=staff, at=now)
    seen = submissions.Seen(1, row.digest)
    submissions.send_back_submission(row.pk, seen, note="x", by=reviewer, at=now)
    row = submissions.submit_plan(found.pk, by=staff, at=now)

    said = signed_in(reviewer).post(
        reverse("congress:submission", args=[row.pk]),
        {"act": "clear", "revision": revision, "digest": digest or row.digest},
    )

    row.refresh_from_db()
    assert (said.status_code, row.state) == (200, "submitted")
    assert not SubmissionStep.objects.filter(act="changed").exists()
    assert not Notice.objects.filter(kind="congress.plan_differs").exists()


@pytest.mark.parametrize("door", ["answer", "share"])
def test_who_passed_it_on_says_no_more_for_who_holds_it_now(
    found: Congress,
    staff: User,
    monkeypatch: pytest.MonkeyPatch,
    signed_in: SignedIn,
    door: str,
) -> None:
    """A colleague passes it to the province between the look and the act."""
    row = learning.difficulty(make.unit("Chi bộ thôn Một", parent=found.unit))
    other = make.holder(Role.UNIT_SECRETARY, at=found.unit.scope)
    act, now = difficulties.deal_with, timezone.now()
    name: str = "deal_with"
    page: tuple[Any, ...] = ("difficulty-act", row.pk, "tra-loi")
    if door == "share":
        act(row.pk, Act.ANSWER, text="Cứ làm.", by=staff, at=now)
        act(row.pk, Act.REOPEN, text="Chưa được.", by=staff, at=now)
        name, page = "share_answer", ("difficulty-share", row.pk)
    asked = getattr(difficulties, name)

    def after_another(*args: object, **said: object) -> object:
        act(row.pk, Act.PASS, text="Ngoài thẩm quyền.", by=staff, at=now)
        return asked(*args, **said)

    monkeypatch.setattr(difficulties, name, after_another)
    typed = {"text": "Cứ làm.", "question": "Ai?", "answer": "Ai cũng thế."}
    said = signed_in(other).post(
        reverse(f"congress:{page[0]}", args=page[1:]), typed | {"anonymous": "on"}
    )

    assert said.status_code == 200
    steps = DifficultyStep.objects.filter(act="answer", unit=found.unit.parent)
    assert not steps.exists()
    assert not SharedAnswer.objects.exists()


def test_how_personnel_were_cleared_is_one_word_whatever_its_phase(
    found: Congress, staff: User
) -> None:
    """Titles of what is due go out by e-mail and to calendars."""
    title = "Xem xét đơn tố cáo ông A"
    due = timezone.localdate() + timedelta(days=5)
    milestone(found, "personnel_cleared", title=title, owner=staff, due_on=due)
    write_work([found.pk], at=timezone.now())
    link = CalendarLink(owner=staff, content=LinkContent.MINE)

    assert not WorkItem.objects.filter(title=title).exists()
    assert not links._milestones(link, timezone.localdate()).filter(title=title)
