"""Plans: made from a template, following the days, done, taken back, and offered."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from congress import queries, services
from congress.models import (
    Congress,
    Holiday,
    LevelTerms,
    Milestone,
    PlanTemplate,
    TemplateItem,
)
from congress.queries.plans import Grounds
from congress.rules.planning import Standing
from congress.rules.working_days import Calendar
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import AuditEvent, Unit
from core.services import journeys
from tests import make
from tests.integration.congress import plans
from tests.integration.congress.plans import TODAY, done, item, planned, row, with_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


def acts() -> list[str]:
    lines = AuditEvent.objects.filter(act__startswith="congress.").order_by("pk")
    return [line.act for line in lines if line.act != "congress.congress_convened"]


def commune(province: Unit) -> Unit:
    return make.unit(parent=province)


# --- making -----------------------------------------------------------------------


def test_a_plan_has_every_item_with_its_day_and_what_it_comes_after(
    province: Unit,
) -> None:
    opens = date(2025, 7, 24)
    template = plans.template(province)

    congress = planned(template, make.congress(commune(province), opens_on=opens))

    found = {each.code: each for each in congress.milestones.select_related("after")}
    calendar = queries.plans.calendar()
    terms = LevelTerms.objects.get(level="commune")
    assert len(found) == 19
    assert found["plan_issued"].due_on == opens - timedelta(days=180)
    assert found["opening_announced"].due_on == calendar.before(opens, 30)
    assert found["documents_cleared"].due_on == calendar.before(opens, 45)
    assert found["result_reported"].due_on == calendar.after(opens, 7)
    assert found["held_in_time"].due_on == terms.done_by
    assert found["bodies_founded"].after == found["plan_issued"]
    assert found["result_reported"].after == found["held_in_time"]
    assert acts()[-1] == "congress.plan_made"


def test_where_no_rule_of_the_time_sets_a_day_there_is_none(province: Unit) -> None:
    template = plans.template(province)

    congress = planned(
        template, make.congress(commune(province), opens_on=date(2031, 7, 24))
    )

    found = row(congress, "Tổ chức đại hội")
    assert found.due_on is None
    assert not found.is_bound


def test_a_plan_is_made_once_and_by_a_template_of_its_level(province: Unit) -> None:
    template = with_items(province, "Một")
    congress = planned(template)

    with pytest.raises(services.AlreadyPlanned):
        planned(template, congress)
    with pytest.raises(Refused, match="cấp khác"):
        planned(template, make.congress(province))
    empty = plans.template(province, customary=False, title="Trống")
    without = make.congress(commune(province))
    with pytest.raises(Refused, match="chưa có việc"):
        planned(empty, without)

    assert congress.milestones.count() == 1


def test_plans_for_all_go_to_the_latest_congress_of_each_that_has_none(
    province: Unit,
) -> None:
    template = with_items(province, "Một", "Hai")
    mine = planned(template)
    twice = commune(province)
    past = make.congress(twice, opens_on=date(2020, 7, 24))
    Congress.objects.filter(pk=past.pk).update(number=11)
    latest = make.congress(twice)
    other = make.congress(commune(province))
    province_itself, elsewhere = make.congress(province), make.congress()
    heard: list[tuple[int, int]] = []

    made = services.make_plans(
        template.pk,
        by=make.user(),
        at=make.NOON,
        report=lambda done, total: heard.append((done, total)),
    )

    with_plan = set(Milestone.objects.values_list("congress", flat=True))
    assert with_plan == {mine.pk, latest.pk, other.pk}
    assert not {past.pk, province_itself.pk, elsewhere.pk} & with_plan
    assert (made.plans, made.milestones, made.planned, made.out) == (2, 4, 1, 0)
    assert heard == [(2, 2)]
    assert acts()[-1] == "congress.plans_made"


def test_plans_for_all_a_second_time_change_nothing(province: Unit) -> None:
    template = with_items(province, "Một")
    make.congress(commune(province))
    said = {"by": make.user(), "at": make.NOON, "report": make.unheard}
    services.make_plans(template.pk, **said)  # type: ignore[arg-type] # said once
    before = list(Milestone.objects.order_by("pk").values()), acts()

    made = services.make_plans(template.pk, **said)  # type: ignore[arg-type] # again

    assert (made.plans, made.planned) == (0, 1)
    assert (list(Milestone.objects.order_by("pk").values()), acts()) == before


def test_a_congress_that_is_out_gets_no_plan_from_home(province: Unit) -> None:
    template = with_items(province, "Một")
    congress = make.congress(commune(province))
    journeys.begin(
        congress.scope,
        destination="Hội trường",
        passphrase="mot-mat-khau-dai",
        by=make.user(),
        at=make.NOON,
    )

    made = services.make_plans(
        template.pk, by=make.user(), at=make.NOON, report=make.unheard
    )

    assert (made.plans, made.out) == (0, 1)
    assert not congress.milestones.exists()


# --- days -------------------------------------------------------------------------


def moved(congress: Congress, by_days: int) -> Congress:
    shift = timedelta(days=by_days)
    found = Congress.objects.get(pk=congress.pk)
    return services.change_congress(
        found.pk,
        services.Arrangements(
            place=found.place,
            opens_on=found.opens_on + shift,
            closes_on=found.closes_on + shift,
            contents=found.contents,
            designated=found.designated,
        ),
        seen_version=found.version,
        by=make.user(),
        at=make.NOON,
    )


def test_days_follow_the_congress_but_for_what_is_done_or_set_by_hand(
    province: Unit,
) -> None:
    template = with_items(province, "Xong", "Đặt tay", "Theo")
    item(template, "Cố định", anchor="day", fixed_day=TODAY)
    congress = planned(template)
    done(row(congress, "Xong"))
    by_hand = row(congress, "Đặt tay")
    services.change_milestone(
        by_hand.pk,
        services.Doing(title="Đặt tay", owner=None, due_on=TODAY),
        seen_version=by_hand.version,
        by=make.user(),
        at=make.NOON,
    )
    before = {each.title: each.due_on for each in congress.milestones.all()}

    moved(congress, 7)

    after = {each.title: each.due_on for each in congress.milestones.all()}
    assert {title for title in after if after[title] != before[title]} == {"Theo"}
    assert before["Theo"]
    assert after["Theo"] == before["Theo"] + timedelta(days=7)
    line = AuditEvent.objects.filter(act="congress.congress_changed").get()
    assert line.detail["milestones"] == 1


def test_days_are_worked_out_anew_when_a_day_off_was_put_right(province: Unit) -> None:
    template = plans.template(province)
    congress = planned(template)
    announced = row(congress, "Thông báo ngày khai mạc đại hội")
    assert announced.due_on
    weekday = Calendar().after(announced.due_on, 1)
    Holiday.objects.update_or_create(day=weekday, defaults={"name": "Nghỉ bù"})

    count = services.recompute(congress.pk, by=make.user(), at=make.NOON)

    again = row(congress, "Thông báo ngày khai mạc đại hội")
    assert count >= 1
    assert again.due_on
    assert again.due_on < announced.due_on
    assert services.recompute(congress.pk, by=make.user(), at=make.NOON) == 0
    assert acts().count("congress.plan_recomputed") == 1


# --- done and taken back ------------------------------------------------------------


def test_what_is_done_says_when_and_by_whom(province: Unit) -> None:
    congress = planned(with_items(province, "Một"))
    by = make.user()

    found = done(row(congress, "Một"), by, evidence="  KH 12-KH/ĐU ")

    assert (found.done_on, found.done_by, found.evidence) == (TODAY, by, "KH 12-KH/ĐU")
    assert acts()[-1] == "congress.milestone_done"
    with pytest.raises(Refused, match="đã được ghi là xong"):
        done(found)


def test_done_tomorrow_or_without_its_evidence_is_refused(province: Unit) -> None:
    template = plans.template(province, customary=False)
    item(template, "Ra văn bản", needs_evidence=True)
    found = row(planned(template), "Ra văn bản")

    with pytest.raises(Unfit) as too_early:
        done(found, done_on=TODAY + timedelta(days=1), evidence="x")
    with pytest.raises(Unfit) as unproved:
        done(found, evidence=" ")

    assert [too_early.value.field, unproved.value.field] == ["done_on", "evidence"]


def test_what_comes_after_waits_unless_somebody_says_otherwise(province: Unit) -> None:
    template = plans.template(province, customary=False)
    first = item(template, "Trước")
    item(template, "Sau", after=first)
    congress = planned(template)
    after = row(congress, "Sau")

    with pytest.raises(services.NotItsTurn, match="Trước"):
        done(after)
    done(after, out_of_order=True)

    line = AuditEvent.objects.filter(act="congress.milestone_done").get()
    assert line.detail == {"out_of_order": True}


def test_taking_back_keeps_the_words_and_finds_the_day_of_today(province: Unit) -> None:
    congress = planned(with_items(province, "Một"))
    done(row(congress, "Một"), evidence="Số 5")
    moved(congress, 3)

    found = services.take_back(row(congress, "Một").pk, by=make.user(), at=make.NOON)
    services.take_back(found.pk, by=make.user(), at=make.NOON)

    opens = Congress.objects.get(pk=congress.pk).opens_on
    assert (found.done_on, found.done_by, found.evidence) == (None, None, "Số 5")
    assert found.due_on == opens - timedelta(days=30)
    assert acts().count("congress.milestone_taken_back") == 1


# --- changed, added, removed ----------------------------------------------------------


def test_a_day_that_a_rule_sets_is_not_set_by_hand(province: Unit) -> None:
    congress = planned(plans.template(province))
    found = row(congress, "Thông báo ngày khai mạc đại hội")
    who = make.user()

    changed = services.change_milestone(
        found.pk,
        services.Doing(title="Ra thông báo", owner=who, due_on=TODAY),
        seen_version=found.version,
        by=make.user(),
        at=make.NOON,
    )

    assert (changed.title, changed.owner) == ("Ra thông báo", who)
    assert changed.due_on == found.due_on
    assert AuditEvent.objects.latest("pk").detail["fields"] == ["owner", "title"]


def test_a_day_taken_away_by_hand_is_the_templates_again(province: Unit) -> None:
    found = row(planned(with_items(province, "Một")), "Một")

    def say(due_on: date | None) -> Milestone:
        now = Milestone.objects.get(pk=found.pk)
        return services.change_milestone(
            found.pk,
            services.Doing(title="Một", owner=None, due_on=due_on),
            seen_version=now.version,
            by=make.user(),
            at=make.NOON,
        )

    by_hand, again = say(TODAY), say(None)

    assert (by_hand.due_on, by_hand.is_due_by_hand) == (TODAY, True)
    assert (again.due_on, again.is_due_by_hand) == (found.due_on, False)


def test_the_second_of_two_who_change_something_is_told(province: Unit) -> None:
    found = row(planned(with_items(province, "Một")), "Một")
    done(found)

    with pytest.raises(ChangedMeanwhile):
        services.change_milestone(
            found.pk,
            services.Doing(title="Hai", owner=None, due_on=None),
            seen_version=found.version,
            by=make.user(),
            at=make.NOON,
        )


def test_own_things_are_added_and_removed_and_made_ones_stay_once_done(
    province: Unit,
) -> None:
    congress = planned(with_items(province, "Một", "Hai"))
    doing = services.Doing(title="Làm nhà bia", owner=None, due_on=TODAY, phase="after")
    by, at = make.user(), make.NOON
    own = services.add_milestone(congress.pk, doing, by=by, at=at)
    again = services.add_milestone(congress.pk, doing, by=by, at=at)
    done(own)
    done(row(congress, "Một"))

    services.remove_milestone(own.pk, by=by, at=at)
    services.remove_milestone(row(congress, "Hai").pk, by=by, at=at)
    with pytest.raises(Refused, match="không bỏ được"):
        services.remove_milestone(row(congress, "Một").pk, by=by, at=at)

    assert (own.code, again.code) == ("rieng-lam-nha-bia", "rieng-lam-nha-bia-2")
    assert set(congress.milestones.values_list("title", flat=True)) == {
        "Một",
        "Làm nhà bia",
    }


# --- templates --------------------------------------------------------------------


def test_a_copy_has_everything_and_nothing_in_common(province: Unit) -> None:
    original = plans.template(province)

    copy = services.copy_template(
        original.pk, commune(province), "Mẫu của xã", by=make.user(), at=make.NOON
    )

    def told(template: PlanTemplate) -> list[str]:
        return [queries.plans.digest_of(each) for each in queries.plans.items(template)]

    assert told(copy) == told(original)
    assert all(
        each.after is None or each.after.template_id == copy.pk
        for each in queries.plans.items(copy)
    )


def test_a_template_title_is_once_in_a_unit(province: Unit) -> None:
    plans.template(province)

    with pytest.raises(Unfit) as refused:
        plans.template(province)

    assert refused.value.field == "title"


def test_items_keep_their_order_and_come_after_no_circle(province: Unit) -> None:
    template = with_items(province, "Một", "Hai", "Ba")
    one, two, three = queries.plans.items(template)
    plans.change(two, after=one)
    plans.change(three, after=two)
    said = {"by": make.user(), "at": make.NOON}

    with pytest.raises(Unfit) as refused:
        plans.change(one, after=three)
    services.move_item(three.pk, up=True, **said)  # type: ignore[arg-type] # said once
    services.move_item(one.pk, up=True, **said)  # type: ignore[arg-type] # said once
    services.remove_item(two.pk, **said)  # type: ignore[arg-type] # said once

    left = list(queries.plans.items(template))
    assert refused.value.field == "after"
    assert [each.title for each in left] == ["Một", "Ba"]
    assert left[1].after == one


def test_a_rule_says_what_it_is_counted_from(province: Unit) -> None:
    template = plans.template(province, customary=False)

    found = item(template, "Báo cáo", rule="report_days", anchor="opening", days=5)

    assert (found.anchor, found.days) == ("closing", 0)
    with pytest.raises(Unfit) as refused:
        item(template, "Ngày nào", anchor="day")
    assert refused.value.field == "fixed_day"


# --- what a template offers -----------------------------------------------------------


def test_a_template_changes_no_plan_by_itself(province: Unit) -> None:
    template = with_items(province, "Một", "Hai", "Ba", "Đã xong")
    congress = planned(template)
    one, two, _three, finished = queries.plans.items(template)
    done(row(congress, "Đã xong"))
    before = list(congress.milestones.order_by("pk").values())

    plans.change(one, title="Một mới", days=40)
    services.remove_item(two.pk, by=make.user(), at=make.NOON)
    plans.change(finished, title="Xong rồi mà sửa")
    item(template, "Bốn")

    offers = queries.plans.offers(congress)
    assert list(congress.milestones.order_by("pk").values()) == before
    assert [each.title for each, _due in offers.new] == ["Bốn"]
    assert [(each.title, old.title) for each, old, _ in offers.changed] == [
        ("Một mới", "Một")
    ]
    assert [line.label for line in offers.changed[0][2]] == [
        "Việc",
        "Cách tính hạn",
        "Hạn",
    ]
    assert [each.title for each in offers.removed] == ["Hai"]
    assert len(offers) == 3


def test_the_unit_takes_what_it_ticks_and_no_more(province: Unit) -> None:
    template = with_items(province, "Một", "Hai", "Ba")
    congress = planned(template)
    one, two, three = queries.plans.items(template)
    plans.change(one, title="Một mới")
    plans.change(three, title="Ba mới")
    services.remove_item(two.pk, by=make.user(), at=make.NOON)
    four = item(template, "Bốn", after=one)
    by = make.user()

    taken = services.take_offers(
        congress.pk, [one.pk, two.pk, four.pk], by=by, at=make.NOON
    )

    titles = set(congress.milestones.values_list("title", flat=True))
    assert taken == 3
    assert titles == {"Một mới", "Ba", "Bốn"}
    assert row(congress, "Bốn").after == row(congress, "Một mới")
    assert len(queries.plans.offers(congress)) == 1
    again = services.take_offers(congress.pk, [one.pk, four.pk], by=by, at=make.NOON)
    assert again == 0
    assert acts().count("congress.offers_taken") == 1


def test_what_the_unit_keeps_is_not_offered_again(province: Unit) -> None:
    template = with_items(province, "Một", "Hai", "Ba")
    congress = planned(template)
    one, two, _three = queries.plans.items(template)
    plans.change(one, title="Một mới")
    services.remove_item(two.pk, by=make.user(), at=make.NOON)

    kept = services.keep_own(
        congress.pk, [one.pk, two.pk], by=make.user(), at=make.NOON
    )

    assert kept == 2
    assert set(congress.milestones.values_list("title", flat=True)) == {
        "Một",
        "Hai",
        "Ba",
    }
    assert len(queries.plans.offers(congress)) == 0
    plans.change(one, title="Một mới hơn")
    assert len(queries.plans.offers(congress)) == 1


# --- reading ----------------------------------------------------------------------


def test_lists_by_standing_agree_with_the_rule(province: Unit) -> None:
    congress = planned(plans.template(province))
    codes = iter(congress.milestones.order_by("place"))
    days = (-3, 0, 7, 8, None)
    for due in days:
        for done_on in (None, TODAY):
            each = next(codes)
            Milestone.objects.filter(pk=each.pk).update(
                due_on=None if due is None else TODAY + timedelta(days=due),
                done_on=done_on,
                evidence="x",
            )

    rows = queries.plans.plan(congress)

    for standing in Standing:
        found = {
            each.pk for each in queries.plans.standing_in(rows, standing.value, TODAY)
        }
        by_rule = {
            each.pk
            for each in rows
            if queries.plans.standing_of(each, TODAY) is standing
        }
        assert found == by_rule


def test_gates_count_the_congresses_beneath_and_say_one_word_of_personnel(
    province: Unit,
) -> None:
    template = plans.template(province)
    congress = planned(template)
    below = [
        make.congress(make.unit(parent=congress.unit), opens_on=day)
        for day in (TODAY - timedelta(days=1), TODAY)
    ]
    assert len(below) == 2

    gates = {each.code: each for each in queries.plans.gates(congress, TODAY)}

    assert (gates["beneath_done"].done, gates["beneath_done"].total) == (1, 2)
    assert not gates["beneath_done"].is_passed
    tomorrow = TODAY + timedelta(days=1)
    later = {each.code: each for each in queries.plans.gates(congress, tomorrow)}
    assert later["beneath_done"].is_passed
    personnel = gates["personnel_cleared"]
    assert (personnel.done, personnel.total) == (None, None)


def test_the_days_are_held_against_the_directive_of_their_time(province: Unit) -> None:
    congress = make.congress(commune(province), opens_on=date(2025, 8, 30))
    Congress.objects.filter(pk=congress.pk).update(closes_on=date(2025, 9, 1))
    congress = Congress.objects.select_related("unit__kind").get(pk=congress.pk)

    check = queries.plans.terms_check(congress, Grounds())

    assert check
    assert [sentence[:24] for sentence in check.faults] == [
        "Đại hội kéo dài 3 ngày; ",
        "Đại hội bế mạc ngày 01/0",
    ]
    assert not check.is_sure


# --- what the database refuses ----------------------------------------------------


def test_the_database_wants_the_evidence_too(province: Unit) -> None:
    template = plans.template(province, customary=False)
    item(template, "Ra văn bản", needs_evidence=True)
    found = row(planned(template), "Ra văn bản")

    with (
        pytest.raises(IntegrityError, match="done_with_its_evidence"),
        transaction.atomic(),
    ):
        Milestone.objects.filter(pk=found.pk).update(done_on=TODAY)


def test_removed_items_stay_for_the_plans_that_have_them(province: Unit) -> None:
    template = with_items(province, "Một")
    congress = planned(template)
    (one,) = queries.plans.items(template)

    services.remove_item(one.pk, by=make.user(), at=make.NOON)
    services.remove_item(one.pk, by=make.user(), at=make.NOON)

    assert TemplateItem.objects.get(pk=one.pk).is_removed
    assert row(congress, "Một").item_id == one.pk
    assert acts().count("congress.item_removed") == 1
