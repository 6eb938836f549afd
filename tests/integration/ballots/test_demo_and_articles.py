"""What the articles tell of Tuyên Quang, Lâm Bình and Quảng Trị stands in the demo."""

from datetime import date

import pytest
from django.db import connection

from ballots.management import demo, demo_accounts
from congress.models import (
    BreakthroughAssignment,
    CelebrationProject,
    Conference,
    Congress,
    ListedPost,
    PostList,
    Task,
    Visit,
    WorkingBody,
    WorkList,
)
from congress.queries.tasks import progress
from core.models import User

pytestmark = pytest.mark.django_db


def test_the_application_tells_with_its_rights_what_the_articles_tell(
    application_role: str,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application_role}")
        demo.build()
        cursor.execute("RESET ROLE")

    assert User.objects.count() == len(demo_accounts.ACCOUNTS) + 1

    _tuyen_quang()
    _lam_binh()
    _quang_tri()


def _tuyen_quang() -> None:
    programme = WorkList.objects.get(unit__code="TQ", kind="programme")
    done = progress([programme], on=date(2021, 9, 30))[programme.pk]
    projects = WorkList.objects.filter(unit__code="TQ", kind="project")
    first, second = PostList.objects.filter(unit__code="TQ").order_by("in_force_from")
    of_2020 = BreakthroughAssignment.objects.filter(post__post_list=first)
    before, after = (
        set(ListedPost.objects.filter(post_list=each).values_list("title", flat=True))
        for each in (first, second)
    )

    assert (done.done, done.total) == (29, 37)
    assert programme.groups.count() == 6
    assert sorted(projects.values_list("number", flat=True)) == [
        "Đề án số 03",
        "Đề án số 05",
        "Đề án số 16",
    ]
    assert (first.decided_on, first.in_force_from) == (date(2020, 5, 20),) * 2
    assert of_2020.count() == 13
    assert before < after
    assert after - before == {
        "Ủy viên Ban Thường vụ Tỉnh ủy",
        "Tỉnh ủy viên",
        "Chủ tịch Hội đồng trường đại học thuộc tỉnh",
        "Chức danh khác thuộc diện Ban Thường vụ Tỉnh ủy quản lý",
        "Cán bộ thuộc quyền quản lý của cấp ủy, tập thể lãnh đạo",
    }
    assert Visit.objects.filter(round__isnull=False, mode="online").count() == 55


def _lam_binh() -> None:
    congress = Congress.objects.get(unit__code="TQ-LB")
    bodies = WorkingBody.objects.filter(unit__code="TQ-LB", congress=congress)
    welcoming = CelebrationProject.objects.filter(plaque_on__isnull=False)

    # Article 001: the first congress was that of 2015; days are made up and say so.
    assert (congress.number, "giả định" in congress.place) == (2, True)
    assert bodies.filter(form="sub_committee").count() == 4
    assert bodies.filter(form="task_force").count() == 2
    assert {each.plaque.split()[-1] for each in welcoming} == {"II"}
    # Communes have cells of villages register as well.
    assert CelebrationProject.objects.filter(task__unit__kind="cell").count() == 2


def _quang_tri() -> None:
    ten = WorkList.objects.get(unit__code="QT", kind="priority")
    conference = Conference.objects.get(unit__code="QT")

    assert Task.objects.filter(work_list=ten).count() == 10
    assert "giả định" in ten.title
    assert conference.chaired_by == (
        "Ban Tổ chức Trung ương, Bộ Nội vụ, Ban Công tác đại biểu"
    )
