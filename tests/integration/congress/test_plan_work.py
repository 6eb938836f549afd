"""Plans as rows of Việc của tôi and as figures, in the act that changes them."""

from datetime import timedelta

import pytest

from congress import services
from congress.models import Congress, Milestone
from congress.services.plan_work import MILESTONE, PLAN, write_work_beneath
from core.access.rights import Role
from core.models import Figure, Unit, User, WorkItem
from tests import make
from tests.integration.congress import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Yên Bái")


@pytest.fixture
def congress(province: Unit) -> Congress:
    return plans.planned(plans.with_items(province, "Một", "Hai"))


def owner(of: Congress) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.unit.scope)


def give(row: Milestone, to: User | None, **said: object) -> Milestone:
    row.refresh_from_db()
    doing = services.Doing(
        **{"title": row.title, "owner": to, "due_on": row.due_on} | said  # type: ignore[arg-type] # fields of Doing
    )
    return services.change_milestone(
        row.pk, doing, seen_version=row.version, by=make.user(), at=make.NOON
    )


def item(kind: str = PLAN) -> WorkItem | None:
    return WorkItem.objects.filter(kind=kind).first()


def figures(of: Congress) -> dict[str, tuple[int, int | None]]:
    rows = Figure.objects.filter(scope=of.scope)
    return {row.code: (row.value, row.total) for row in rows}


def test_a_plan_is_one_row_that_says_how_far_it_is(congress: Congress) -> None:
    made = item()
    assert made is not None
    first = Milestone.objects.order_by("due_on")[0]
    assert (made.done, made.total, made.due_on) == (0, 2, first.due_on)

    plans.done(first)

    made.refresh_from_db()
    last = Milestone.objects.get(done_on=None)
    assert (made.done, made.total, made.due_on) == (1, 2, last.due_on)


def test_a_plan_that_is_done_waits_for_nobody_until_something_is_taken_back(
    congress: Congress,
) -> None:
    rows = list(Milestone.objects.filter(congress=congress))
    for row in rows:
        plans.done(row)
    assert item() is None

    services.take_back(rows[0].pk, by=make.user(), at=make.NOON)

    assert item() is not None


def test_what_somebody_owns_is_a_row_of_his(congress: Congress) -> None:
    row, who = plans.row(congress, "Một"), owner(congress)

    give(row, who)
    given = item(MILESTONE)
    assert given is not None
    assert (given.owner, given.title, given.due_on) == (who, "Một", row.due_on)
    plans.done(row)
    assert item(MILESTONE) is None
    services.take_back(row.pk, by=make.user(), at=make.NOON)
    assert item(MILESTONE) is not None
    give(row, None)
    assert item(MILESTONE) is None


def test_a_row_goes_with_what_is_removed(congress: Congress) -> None:
    row = plans.row(congress, "Một")
    give(row, owner(congress))

    services.remove_milestone(row.pk, by=make.user(), at=make.NOON)

    assert item(MILESTONE) is None
    assert figures(congress)["congress.tasks"] == (0, 1)


def test_what_is_done_about_personnel_is_one_word(congress: Congress) -> None:
    doing = services.Doing(
        title="Họp về đồng chí A",
        owner=owner(congress),
        due_on=plans.TODAY,
        phase="personnel",
    )
    services.add_milestone(congress.pk, doing, by=make.user(), at=make.NOON)

    given = item(MILESTONE)
    assert given is not None
    assert given.title == "Nhân sự"


def test_days_of_rows_follow_those_of_the_congress(congress: Congress) -> None:
    made = item()
    assert made is not None
    Congress.objects.filter(pk=congress.pk).update(
        opens_on=congress.opens_on + timedelta(days=7),
        closes_on=congress.closes_on + timedelta(days=7),
    )

    services.recompute(congress.pk, by=make.user(), at=make.NOON)

    before, made = made.due_on, item()
    assert made is not None
    assert before is not None
    assert made.due_on == before + timedelta(days=7)


def test_figures_say_what_is_planned_and_done(province: Unit) -> None:
    held = make.congress(make.unit(parent=province))
    assert figures(held) == {
        "congress.planned": (0, 1),
        "congress.reported": (0, 1),
        "congress.tasks": (0, 0),
    }

    plans.planned(plans.template(province), held)
    row = Milestone.objects.get(congress=held, code="result_reported")
    plans.done(row, evidence="Báo cáo số 1", out_of_order=True)

    total = Milestone.objects.filter(congress=held).count()
    assert figures(held) == {
        "congress.planned": (1, 1),
        "congress.reported": (1, 1),
        "congress.tasks": (1, total),
    }


def test_rows_are_written_anew_after_a_journey(congress: Congress) -> None:
    give(plans.row(congress, "Một"), owner(congress))
    before = set(WorkItem.objects.values_list("kind", "subject_key", "done", "total"))
    WorkItem.objects.all().delete()
    Figure.objects.all().delete()

    write_work_beneath(congress.scope, make.NOON)

    after = set(WorkItem.objects.values_list("kind", "subject_key", "done", "total"))
    assert after == before
    assert figures(congress)["congress.tasks"] == (0, 2)


def test_plans_for_all_write_their_rows_in_bulk(province: Unit) -> None:
    template = plans.template(province)
    for _each in range(3):
        make.congress(make.unit(parent=province))

    services.make_plans(template.pk, by=None, at=make.NOON, report=make.unheard)

    assert WorkItem.objects.filter(kind=PLAN).count() == 3
