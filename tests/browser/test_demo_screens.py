"""What people see of preparing and of working, with the demo's story in it."""

from datetime import date
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
    Difficulty,
    Emulation,
    Guest,
    LegalDocument,
    Lesson,
    PostList,
    Practice,
    Submission,
    Task,
    Visit,
    VisitRound,
    WorkingBody,
    WorkList,
)
from core.models import Unit, User
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

DESK: Final[ViewportSize] = {"width": 1366, "height": 768}
PHONE: Final[ViewportSize] = {"width": 360, "height": 780}
HALL: Final = "/dai-hoi/ban-pho-xxiv"
PILOT: Final = "/dai-hoi/bt-ht-2020"


def first(model: Any, **wanted: Any) -> Any:
    return model.objects.filter(**wanted).order_by("pk")[0].pk


def preparing() -> dict[str, list[str]]:
    """Who opens what while congresses are prepared."""
    lesson = Lesson.objects.filter(congress__unit__code="BT-HT")[0].pk
    practice = Practice.objects.get().pk
    raised = Difficulty.objects.order_by("title")[0].pk
    # What comes with the portal is emptied between tests like any other table.
    document = LegalDocument.objects.create(
        unit=Unit.objects.get(code="BT"),
        number="161-KH/TU",
        day=date(2019, 9, 11),
        issuer="Tỉnh ủy Bình Thuận",
        title="Đại hội đảng bộ các cấp",
        kind="plan",
    ).pk
    guest = Guest.objects.order_by("sort_key")[0].pk
    return {
        "binhthuan": [
            "/",
            "/tien-do/?nhiem-ky=2020",
            "/tien-do/san-sang/?nhiem-ky=2020",
            "/tien-do/BT/bao-cao/2020/",
            "/bai-hoc/?nhiem-ky=2020",
            f"/bai-hoc/{lesson}/",
            "/vuong-mac/",
            f"/vuong-mac/{raised}/",
            "/hoi-dap/",
            "/cach-lam-hay/",
            f"/cach-lam-hay/{practice}/",
            "/van-ban/?tim=161",
            f"/van-ban/{document}/",
            "/cho-duyet/",
            "/tong-hop/",
            "/thong-bao/",
            "/thong-bao/qua-thu/",
            "/ai-da-duoc-bao/",
            f"{PILOT}/ke-hoach/",
            f"{PILOT}/ke-hoach/ban-in/",
            f"{PILOT}/san-sang/",
            f"{PILOT}/bai-hoc/",
        ],
        "thuky": [
            f"{HALL}/tuyen-truyen/",
            f"{HALL}/phuc-vu/",
            f"{HALL}/khach-moi/",
            f"{HALL}/khach-moi/{guest}/",
        ],
    }


def working() -> dict[str, list[str]]:
    """Who opens what of bodies, tasks, submissions, conferences."""
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


def test_screens_have_no_barrier_at_a_desk_or_on_a_phone(
    new_context: CreateContextCallback, portal: str
) -> None:
    demo.build()
    found = {}

    for username, pages in (*preparing().items(), *working().items()):
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
