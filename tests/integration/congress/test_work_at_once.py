"""Two people at one list, one task, one list of posts: the second waits and is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from congress.models import (
    BreakthroughAssignment,
    Congress,
    Emulation,
    EmulationResult,
    PostList,
    SubmissionDraft,
    Task,
    WorkGroup,
    WorkList,
)
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import ListKind, StepKind
from congress.services import (
    assignments,
    celebrations,
    conferences,
    drafts,
    emulation,
    handing_on,
    post_lists,
    submissions,
    working,
)
from congress.services import tasks as services
from congress.services.assignments import NotAllowed
from congress.services.conferences import NotOpen
from congress.services.emulation import Reached
from congress.services.post_lists import InUse, SaidList, SaidPost
from congress.services.tasks import ListFacts, NotNow, Said, TaskFacts
from core.access.rights import Role
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Appointment, Unit, User, WorkItem
from core.services.roles import revoke_role
from tests import make
from tests.integration.congress import celebrating, reviews
from tests.integration.congress import working as bodies
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)
NOON = make.NOON
Act = Callable[[], Any]


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
def doer(commune: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=commune.scope)


@pytest.fixture
def held(province: Unit) -> WorkList:
    said = ListFacts(
        title="Chương trình", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )
    return services.make_list(province, ListKind.PROGRAMME, said, by=None, at=NOON)


@pytest.fixture
def task(held: WorkList, commune: Unit, doer: User) -> Task:
    facts = TaskFacts(title="Ban hành quy chế", unit=commune, owner=doer)
    return services.give_task(held.pk, facts, by=None, at=NOON)


def after(first: Act, second: Act) -> Any:
    """Do the second while the first is under way; return what the second came to."""
    with transaction.atomic():
        first()
        other = Second(second)
        assert other.waits
    (found,) = other.ends()
    return found


def done(task: Task, by: User) -> Act:
    return lambda: services.act_on(
        task.pk, StepKind.DONE, Said(text="Xong"), by=by, at=NOON
    )


def reported(task: Task, by: User) -> Act:
    return lambda: services.act_on(
        task.pk, StepKind.REPORTED, Said(text="Đang làm"), by=by, at=NOON
    )


def ended(held: WorkList, by: User) -> Act:
    return lambda: services.end_list(held.pk, on=NOON.date(), by=by, at=NOON)


def changed(task: Task, by: User) -> Act:
    facts = TaskFacts(title="Tên khác", unit=task.unit)
    return lambda: services.change_task(
        task.pk, facts, seen_version=task.version, by=by, at=NOON
    )


# --- lists and tasks ------------------------------------------------------------------


@pytest.mark.parametrize("act", [done, reported])
def test_nothing_is_done_in_a_list_that_somebody_ends_meanwhile(
    held: WorkList, task: Task, keeper: User, doer: User, act: Callable[..., Act]
) -> None:
    assert after(ended(held, keeper), act(task, doer)) is NotNow

    assert not WorkItem.objects.filter(subject_key=str(task.pk)).exists()
    assert task.steps.count() == 1


def test_a_list_is_ended_after_what_is_done_in_it_meanwhile(
    held: WorkList, task: Task, keeper: User, doer: User
) -> None:
    after(reported(task, doer), ended(held, keeper))

    assert not WorkItem.objects.filter(subject_key=str(task.pk)).exists()
    assert task.steps.count() == 2


def test_what_two_finish_at_once_is_finished_once(
    task: Task, doer: User, keeper: User
) -> None:
    assert after(done(task, doer), done(task, keeper)) is NotNow

    assert task.steps.filter(kind="done").count() == 1


def test_of_two_who_change_or_hand_on_a_task_the_second_is_told(
    task: Task, doer: User, keeper: User
) -> None:
    def handed(to: User | None) -> Act:
        return lambda: handing_on.hand_to(
            task.pk, to, seen_version=task.version, by=doer, at=NOON
        )

    first, second = changed(task, keeper), handed(None)

    assert after(first, second) is ChangedMeanwhile
    task.refresh_from_db()
    assert after(handed(doer), changed(task, keeper)) is ChangedMeanwhile


def test_a_group_that_is_taken_away_meanwhile_gets_no_task(
    held: WorkList, commune: Unit, keeper: User
) -> None:
    def grouped(*titles: str) -> Act:
        return lambda: services.set_groups(held.pk, titles, by=keeper, at=NOON)

    grouped("Nhóm một")()
    facts = TaskFacts(title="Việc", unit=commune, group=WorkGroup.objects.get())

    def given() -> Task:
        return services.give_task(held.pk, facts, by=keeper, at=NOON)

    assert after(grouped("Nhóm hai"), given) is Unfit
    assert not Task.objects.exists()
    facts = TaskFacts(title="Việc", unit=commune, group=WorkGroup.objects.get())
    assert after(given, grouped("Nhóm ba")) is Unfit
    assert Task.objects.get().group == WorkGroup.objects.get()


def test_two_who_move_tasks_of_one_list_leave_each_its_place(
    held: WorkList, task: Task, commune: Unit, keeper: User
) -> None:
    facts = TaskFacts(title="Việc hai", unit=commune)
    other = services.give_task(held.pk, facts, by=None, at=NOON)

    def moved(row: Task, *, upward: bool) -> Act:
        return lambda: handing_on.move_task(row.pk, upward=upward, by=keeper, at=NOON)

    assert after(moved(task, upward=False), moved(other, upward=False)) is True
    places = Task.objects.values_list("place", flat=True)
    assert sorted(places) == [1, 2]


def test_what_is_finished_meanwhile_waits_for_nobody_after_a_role_was_lost(
    task: Task, doer: User, keeper: User
) -> None:
    given = Appointment.objects.get(user=doer)

    after(
        done(task, doer),
        lambda: revoke_role(appointment_id=given.pk, by=keeper, at=NOON),
    )

    assert not WorkItem.objects.filter(subject_key=str(task.pk)).exists()


# --- lists of posts, assignments ------------------------------------------------------


def list_said(**said: Any) -> SaidList:
    facts: dict[str, Any] = {
        "title": "Danh mục",
        "number": "30-QĐ/TU",
        "decided_on": date(2025, 1, 1),
        "in_force_from": date(2025, 1, 1),
        "posts": [SaidPost(title="Bí thư", assigned_by=AssignedBy.OWNER)],
    }
    return SaidList(**facts | said)


@pytest.fixture
def posts(province: Unit, keeper: User) -> PostList:
    return post_lists.make_post_list(province, list_said(), by=keeper, at=NOON)


def assigned(posts: PostList, to: Unit, by: User) -> Act:
    given = assignments.Given(
        assigner=posts.unit,
        unit=to,
        post=posts.posts.select_related("post_list__unit__scope", "unit").get(),
        decided_on=date(2025, 6, 1),
        period=Period.YEAR,
        full_name="Hà Văn Thắng",
    )
    said = assignments.Said(
        title="Cắt giảm thủ tục",
        decision_number="12-QĐ/TU",
        problem="hard",
        why="Tồn đọng nhiều năm",
        product="Đề án",
        due_on=date(2025, 12, 1),
        is_public=True,
    )
    return lambda: assignments.assign(given, said, by=by, at=NOON)


def replaced(posts: PostList, by: User) -> Act:
    said = list_said(title="Danh mục mới", in_force_from=date(2025, 5, 1))
    return lambda: post_lists.make_post_list(
        posts.unit, said, replaces=posts.pk, by=by, at=NOON
    )


def put_right(posts: PostList, by: User) -> Act:
    said = list_said(posts=[SaidPost(title="Trưởng", assigned_by=AssignedBy.OWNER)])
    return lambda: post_lists.change_post_list(
        posts.pk, said, seen_version=posts.version, by=by, at=NOON
    )


def test_nothing_is_assigned_by_a_list_that_somebody_replaces_meanwhile(
    posts: PostList, commune: Unit, keeper: User
) -> None:
    found = after(replaced(posts, keeper), assigned(posts, commune, keeper))

    assert found is NotAllowed
    assert not BreakthroughAssignment.objects.exists()


def test_a_list_is_not_replaced_for_days_on_which_somebody_assigns_by_it(
    posts: PostList, commune: Unit, keeper: User
) -> None:
    found = after(assigned(posts, commune, keeper), replaced(posts, keeper))

    assert found is Unfit
    assert PostList.objects.get().in_force_until is None


def test_a_list_put_right_and_assigned_from_at_once_does_one_of_both(
    posts: PostList, commune: Unit, keeper: User
) -> None:
    found = after(put_right(posts, keeper), assigned(posts, commune, keeper))
    assert found is Unfit

    posts.refresh_from_db()
    found = after(assigned(posts, commune, keeper), put_right(posts, keeper))
    assert found is InUse


def test_a_list_is_put_right_and_replaced_one_after_the_other(
    posts: PostList, keeper: User
) -> None:
    after(put_right(posts, keeper), replaced(posts, keeper))

    assert PostList.objects.count() == 2
    newer = PostList.objects.exclude(pk=posts.pk).get()
    said = list_said(title="Mới nữa", in_force_from=date(2025, 7, 1))

    def replaced_again() -> PostList:
        return post_lists.make_post_list(
            newer.unit, said, replaces=newer.pk, by=keeper, at=NOON
        )

    assert after(replaced_again, put_right(newer, keeper)) is ChangedMeanwhile


# --- celebration, emulation -----------------------------------------------------------


@pytest.fixture
def welcomed(province: Unit) -> Congress:
    return make.congress(province)


def test_two_units_that_register_first_are_in_one_list(
    province: Unit, commune: Unit, welcomed: Congress, doer: User
) -> None:
    other = make.unit("Đảng bộ xã Khuôn Hà", parent=province)

    def registered(unit: Unit) -> Act:
        return lambda: celebrating.registered(unit, welcomed, doer)

    after(registered(commune), registered(other))

    assert WorkList.objects.get().tasks.count() == 2


def test_of_two_who_grant_a_plaque_the_second_is_told(
    commune: Unit, welcomed: Congress, keeper: User, doer: User
) -> None:
    task = celebrating.registered(commune, welcomed, doer)
    celebrating.acted(task, StepKind.APPROVED, keeper)
    celebrating.acted(task, StepKind.DONE, doer)
    day = task.done_on
    assert day is not None

    def hung(text: str) -> Act:
        return lambda: celebrations.grant_plaque(
            task.pk, text, day, seen_version=task.version, by=keeper, at=NOON
        )

    assert after(hung("Biển một"), hung("Biển hai")) is ChangedMeanwhile
    project = task.celebration
    project.refresh_from_db()
    assert project.plaque == "Biển một"
    # Nor is it taken up again while somebody hangs the plaque.
    celebrations.take_plaque_back(
        task.pk, seen_version=task.version + 1, by=keeper, at=NOON
    )
    task.refresh_from_db()
    again = Said(text="Làm lại")
    reopened = after(
        hung("Biển ba"),
        lambda: services.act_on(task.pk, StepKind.REOPENED, again, by=keeper, at=NOON),
    )
    assert reopened is NotNow


@pytest.fixture
def movement(province: Unit, commune: Unit, keeper: User) -> Emulation:
    return celebrating.movement(province, [commune], keeper)


def test_nothing_is_reported_of_a_movement_that_somebody_concludes_meanwhile(
    movement: Emulation, keeper: User, doer: User
) -> None:
    target = movement.targets.order_by("place").first()
    assert target is not None
    called = movement.called.get()

    def told() -> Any:
        said = {target.pk: Reached(actual=target.planned)}
        return emulation.report(called.pk, said, by=doer, at=NOON)

    def concluded() -> Any:
        return emulation.conclude(
            movement.pk,
            "Hoàn thành",
            on=NOON.date(),
            seen_version=movement.version,
            by=keeper,
            at=NOON,
        )

    found = after(concluded, told)
    assert isinstance(found, type)
    assert issubclass(found, Refused)
    assert not EmulationResult.objects.exists()


# --- conferences, bodies, drafts ------------------------------------------------------


def test_points_beneath_are_added_once_by_two_clicks(
    province: Unit, commune: Unit, keeper: User
) -> None:
    held = conferences.hold_conference(
        province,
        conferences.ConferenceFacts(title="Hội nghị", starts_at=NOON),
        by=keeper,
        at=NOON,
    )

    def added() -> Any:
        return conferences.add_points_beneath(held.pk, by=keeper, at=NOON)

    assert after(added, added) == []
    assert held.points.get().unit == commune


@pytest.mark.parametrize(
    "standing", [conferences.Standing.END, conferences.Standing.CANCEL]
)
def test_nobody_reports_to_a_conference_that_is_over_meanwhile(
    province: Unit,
    commune: Unit,
    keeper: User,
    doer: User,
    standing: conferences.Standing,
) -> None:
    held = conferences.hold_conference(
        province,
        conferences.ConferenceFacts(title="Hội nghị", starts_at=NOON),
        by=keeper,
        at=NOON,
    )
    point = conferences.add_points_beneath(held.pk, by=keeper, at=NOON)[0]

    found = after(
        lambda: conferences.set_standing(held.pk, standing, by=keeper, at=NOON),
        lambda: conferences.report_point(
            point.pk, number=7, seen_version=point.version, by=doer, at=NOON
        ),
    )

    assert found is NotOpen
    point.refresh_from_db()
    assert point.present is None


def test_nothing_is_planned_in_a_body_that_somebody_ends_meanwhile(
    province: Unit, commune: Unit, keeper: User
) -> None:
    body = bodies.body(province)
    user = bodies.account(commune)

    def over() -> Any:
        return working.end_body(body.pk, on=NOON.date(), by=keeper, at=NOON)

    acts: list[Act] = [
        lambda: bodies.member(body, user, by=keeper),
        lambda: bodies.meeting(body),
        lambda: bodies.visit(body, commune),
        lambda: working.make_plan(
            body.pk,
            title="Kế hoạch",
            starts_on=NOON.date(),
            ends_on=NOON.date(),
            by=keeper,
            at=NOON,
        ),
    ]
    with transaction.atomic():
        over()
        others = [Second(act) for act in acts]
        assert all(other.waits for other in others)
    found = [other.ends() for other in others]

    assert all(issubclass(each, Refused) for (each,) in found)
    assert not Appointment.objects.filter(user=user).exists()
    assert not WorkList.objects.exists()


def test_two_clicks_at_once_begin_one_draft_of_what_was_withdrawn(
    commune: Unit,
) -> None:
    writer = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    row = reviews.submitted(commune, writer)
    submissions.withdraw_submission(row.pk, by=writer, at=timezone.now())

    def again() -> Any:
        return drafts.draft_again(row.pk, by=writer, at=timezone.now())

    assert after(again, again) == SubmissionDraft.objects.get()
