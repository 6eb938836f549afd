"""What people see of bodies, tasks, submissions, conferences: the demo's story."""

from typing import Any, Final

import pytest
from playwright.sync_api import ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots.management import demo, demo_accounts
from congress.models import (
    BodyMeeting,
    BreakthroughAssignment,
    CelebrationProject,
    Conference,
    ConferencePoint,
    Emulation,
    PostList,
    Submission,
    Task,
    Visit,
    VisitRound,
    WorkingBody,
    WorkList,
)
from core.models import User
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

DESK: Final[ViewportSize] = {"width": 1366, "height": 768}
PHONE: Final[ViewportSize] = {"width": 360, "height": 780}


def first(model: Any, **wanted: Any) -> Any:
    return model.objects.filter(**wanted).order_by("pk")[0].pk


def screens() -> dict[str, list[str]]:
    """Who opens what."""
    programme = first(WorkList, kind="programme")
    task = first(Task, work_list=programme, state="open")
    body = WorkingBody.objects.get(name="Tiểu ban Văn kiện", unit__code="TQ-LB").pk
    meeting = first(BodyMeeting, body=body)
    force = WorkingBody.objects.get(name="Tổ công tác số 1", unit__code="TQ-LB").pk
    at_cells = VisitRound.objects.get(body__unit__code="TQ-K")
    visit = first(Visit, round=at_cells, member__user__username="thanhvientieuban")
    submitted = first(Submission, superior__code="TQ-LB", kind="documents")
    assigned = first(BreakthroughAssignment, task__work_list__unit__code="TQ")
    project = first(CelebrationProject, task__state="done")
    conference = first(Conference, unit__code="QT")
    point = first(ConferencePoint, conference=conference)
    return {
        "tuyenquang": [
            "/",
            "/cong-viec/",
            "/cong-viec/lap/",
            f"/cong-viec/{programme}/",
            f"/cong-viec/{programme}/viec/them/",
            f"/viec/{task}/",
            "/cong-viec/viec/",
            "/giao-viec/",
            f"/giao-viec/{assigned}/",
            f"/giao-viec/danh-muc/{first(PostList)}/",
        ],
        "lambinh": [
            "/tieu-ban/",
            "/tieu-ban/lap/",
            f"/tieu-ban/{body}/",
            f"/tieu-ban/{body}/cuoc-hop/{meeting}/",
            f"/tieu-ban/{force}/",
            "/cho-duyet/",
            f"/cho-duyet/{submitted}/",
            "/trinh/",
            "/cong-trinh/",
            f"/cong-trinh/{project}/",
            "/thi-dua/",
            f"/thi-dua/{first(Emulation)}/",
        ],
        "thanhvientieuban": [
            "/",
            f"/tieu-ban/{at_cells.body_id}/",
            f"/tieu-ban/{at_cells.body_id}/dot/{at_cells.pk}/",
            f"/tieu-ban/{at_cells.body_id}/chuyen-di/{visit}/",
        ],
        "quangtri": [
            "/hoi-nghi/",
            f"/hoi-nghi/{conference}/",
            f"/diem-cau/{point}/",
        ],
    }


def test_screens_of_work_have_no_barrier_at_a_desk_or_on_a_phone(
    new_context: CreateContextCallback, portal: str
) -> None:
    demo.build()
    found = {}

    for username, pages in screens().items():
        visitor = Visitor(new_context(), portal)
        visitor.page.set_viewport_size(DESK)
        visitor.sign_in(User.objects.get(username=username), demo_accounts.PASSWORD)
        for place in pages:
            visitor.go(place)
            assert visitor.page.locator("h1").count() == 1, place
            found[place] = [*visitor.barriers(), visitor.overflow()]
            visitor.page.set_viewport_size(PHONE)
            found[place] += [*visitor.barriers(), visitor.overflow()]
            visitor.page.set_viewport_size(DESK)
        assert visitor.said == []

    assert found == {place: [0, 0] for place in found}
