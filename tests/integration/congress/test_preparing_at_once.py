"""Two people at what prepares a congress: one waits, and neither loses anything."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from congress import services as acts
from congress.models import (
    Congress,
    Guest,
    GuestEvent,
    LessonAnswer,
    Milestone,
    ReadinessPoint,
    Submission,
    SubmissionStep,
)
from congress.queries import lessons as answers
from congress.queries.submissions import changed_since
from congress.services import guests, lessons, submissions
from congress.services.plan_work import PLAN
from congress.services.plans import days, milestones
from congress.services.submissions import AlreadyDecided, ChangedSince, Seen
from core.access.rights import Role
from core.models import (
    AuditEvent,
    Letter,
    MailChoice,
    MailMode,
    Notice,
    Unit,
    User,
    WorkItem,
)
from core.services import letters
from core.services.letters import TokenOver
from tests import make
from tests.integration.congress import arranged, plans
from tests.integration.congress.learning import commune, lesson, pushed
from tests.integration.congress.plans_of import milestone
from tests.integration.core.notices import told
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[..., Any]


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def found(province: Unit) -> Congress:
    return commune("Đảng bộ xã Khe Vàng", province)


@pytest.fixture
def staff(found: Congress) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=found.unit.scope)


@pytest.fixture
def reviewers(province: Unit) -> list[User]:
    return [make.holder(Role.UNIT_SECRETARY, at=province.scope) for _each in range(2)]


# --- a plan is decided on -------------------------------------------------------------


def submitted(of: Congress, by: User) -> Submission:
    milestone(of, "mot", title="Một")
    return submissions.submit_plan(of.pk, by=by, at=timezone.now())


def clear(row: Submission, by: User) -> str:
    seen = Seen(row.revision, row.digest)
    return submissions.clear_submission(row.pk, seen, by=by, at=timezone.now()).state


def send_back(row: Submission, by: User) -> str:
    return submissions.send_back_submission(
        row.pk, Seen(row.revision, row.digest), note="Thiếu", by=by, at=timezone.now()
    ).state


@pytest.mark.parametrize("first", [clear, send_back])
@pytest.mark.parametrize("second", [clear, send_back])
def test_of_two_who_decide_the_second_is_told(
    found: Congress, staff: User, reviewers: list[User], first: Act, second: Act
) -> None:
    row = submitted(found, staff)

    with transaction.atomic():
        state = first(row, reviewers[0])
        other = Second(lambda: second(row, reviewers[1]))
        assert other.waits

    assert other.ends() == [AlreadyDecided]
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (state, reviewers[0])
    steps = SubmissionStep.objects.order_by("at").values_list("act", "by")
    assert list(steps) == [("submitted", staff.pk), (state, reviewers[0].pk)]
    assert Notice.objects.filter(user=staff).count() == 1


def rename(of: Congress, by: User) -> None:
    row = plans.row(of, "Một")
    doing = acts.Doing(title="Một, sửa", owner=None, due_on=row.due_on)
    milestones.change_milestone(
        row.pk, doing, seen_version=row.version, by=by, at=timezone.now()
    )


def add(of: Congress, by: User) -> None:
    doing = acts.Doing(title="Hai", owner=None, due_on=None, phase="prepare")
    milestones.add_milestone(of.pk, doing, by=by, at=timezone.now())


def remove(of: Congress, by: User) -> None:
    milestones.remove_milestone(plans.row(of, "Một").pk, by=by, at=timezone.now())


def postpone(of: Congress, by: User) -> None:
    said = acts.Arrangements(
        place=of.place,
        opens_on=of.opens_on + timedelta(days=10),
        closes_on=of.closes_on + timedelta(days=10),
        contents=of.contents,
        designated=of.designated,
    )
    acts.change_congress(of.pk, said, seen_version=of.version, by=by, at=timezone.now())


CHANGES = [rename, add, remove, postpone]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_being_changed_is_not_cleared(
    found: Congress, staff: User, reviewers: list[User], change: Act
) -> None:
    row = submitted(found, staff)

    with transaction.atomic():
        change(found, staff)
        second = Second(lambda: clear(row, reviewers[0]))
        assert second.waits

    assert second.ends() == [ChangedSince]
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_being_cleared_is_changed_after_it(
    found: Congress, staff: User, reviewers: list[User], change: Act
) -> None:
    row = submitted(found, staff)

    with transaction.atomic():
        clear(row, reviewers[0])
        second = Second(lambda: change(found, staff))
        assert second.waits

    assert second.ends() == [None]
    row = Submission.objects.select_related("congress").get()
    assert row.state == "cleared"
    assert changed_since(row)


def test_removing_what_others_come_after_and_clearing_do_not_lock_up(
    found: Congress,
    staff: User,
    reviewers: list[User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = submitted(found, staff)
    later, removed = sorted(
        (milestone(found), milestone(found)), key=lambda each: each.pk
    )
    Milestone.objects.filter(pk=later.pk).update(after=removed)
    drop = milestones.drop
    others: list[Second] = []

    def drop_late(rows: Any) -> None:
        others.append(Second(lambda: clear(row, reviewers[0])))
        assert others[0].waits
        drop(rows)

    monkeypatch.setattr(milestones, "drop", drop_late)
    milestones.remove_milestone(removed.pk, by=staff, at=timezone.now())

    assert others[0].ends() == [ChangedSince]
    later.refresh_from_db()
    assert later.after is None


def test_days_that_move_and_something_done_meanwhile_do_not_lock_up(
    province: Unit, found: Congress, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.planned(plans.with_items(province, "Một"), found)
    by_hand = milestone(found, is_due_by_hand=True)
    called: list[str] = []
    others: list[Second] = []

    def late(name: str) -> Act:
        act = getattr(days, name)

        def perform(*args: Any, **said: Any) -> Any:
            called.append(name)
            if len(called) == 2:
                others.append(Second(lambda: plans.done(by_hand) and None))
                assert others[0].waits
            return act(*args, **said)

        return perform

    for name in ("refresh", "write_work"):
        monkeypatch.setattr(days, name, late(name))
    postpone(found, staff)

    assert others[0].ends() == [None]
    point = ReadinessPoint.objects.get(congress=found, code="plan")
    assert (point.done, point.total) == (1, 2)


# --- passes ---------------------------------------------------------------------------


def accredit(guest: Guest) -> int | None:
    by = make.user()
    return guests.accredit_guest(guest.pk, by=by, at=make.NOON).pass_number


def test_two_passes_given_at_once_have_two_numbers(found: Congress) -> None:
    one, other = arranged.guest(found, "Một"), arranged.guest(found, "Hai")

    with transaction.atomic():
        number = accredit(one)
        second = Second(lambda: accredit(other))
        assert second.waits

    assert (number, second.ends()) == (1, [2])


def test_a_pass_that_came_to_nothing_leaves_no_gap(found: Congress) -> None:
    one, other = arranged.guest(found, "Một"), arranged.guest(found, "Hai")

    with transaction.atomic():
        accredit(one)
        second = Second(lambda: accredit(other))
        assert second.waits
        transaction.set_rollback(True)

    assert second.ends() == [1]
    assert accredit(one) == 2


def test_one_guest_accredited_twice_at_once_has_one_number(found: Congress) -> None:
    guest = arranged.guest(found)

    with transaction.atomic():
        accredit(guest)
        second = Second(lambda: accredit(guest))
        assert second.waits

    assert second.ends() == [1]
    assert list(GuestEvent.objects.values_list("act", "pass_number")) == [
        ("accredited", 1)
    ]


# --- lessons and points ---------------------------------------------------------------


def test_two_answers_to_one_lesson_are_both_kept_and_the_later_counts(
    province: Unit, found: Congress
) -> None:
    pilot = commune("Đảng bộ xã Hàm Tân", province, days=5, is_pilot=True)
    push = pushed(lesson(pilot), province)
    first, other = make.user(), make.user()

    def answer(by: User, text: str) -> int:
        said = lessons.Answering(verdict="not_ours", text=text)
        return lessons.answer_lesson(
            push.pk, found.pk, said, by=by, at=timezone.now()
        ).number

    with transaction.atomic():
        answer(first, "Ít đại biểu.")
        second = Second(lambda: answer(other, "Có bàn rồi."))
        assert second.waits

    assert second.ends() == [2]
    rows = LessonAnswer.objects.order_by("number")
    assert list(rows.values_list("number", "by")) == [(1, first.pk), (2, other.pk)]
    assert answers.answers_of([found], [push])[found.pk, push.pk].by == other


def test_two_things_done_at_once_are_both_counted(found: Congress) -> None:
    one, other = milestone(found), milestone(found)

    with transaction.atomic():
        plans.done(one)
        second = Second(lambda: plans.done(other) and None)
        assert second.waits

    assert second.ends() == [None]
    point = ReadinessPoint.objects.get(congress=found, code="plan")
    assert (point.state, point.done, point.total) == ("ready", 2, 2)
    assert not WorkItem.objects.filter(kind=PLAN).exists()


# --- notices and letters --------------------------------------------------------------


@pytest.fixture
def sends(settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.PORTAL_ADDRESS = "https://cong.example"
    settings.DEFAULT_FROM_EMAIL = "cong@cong.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def wanting(of: Congress, number: int) -> list[User]:
    """People who are told of a congress, each at an address of his own."""
    people = [
        make.holder(Role.ORGANISATION_STAFF, at=of.unit.scope)
        for _each in range(number)
    ]
    for user in people:
        MailChoice.objects.create(
            user=user, mode=MailMode.EACH, address=f"{user.pk}@donvi.example"
        )
    return people


def send() -> int:
    return letters.send_waiting(now=lambda: make.NOON)


def during(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any], *, waits: bool
) -> list[Second]:
    """Have somebody act once the next letter is held and its choice is, or is not."""
    message = letters._message
    begun: list[Second] = []

    def write(*args: Any) -> Any:
        if begun:
            return message(*args)
        begun.append(Second(act))
        assert begun[0].waits is waits
        return message(*args)

    monkeypatch.setattr(letters, "_message", write)
    return begun


def test_what_is_told_twice_at_once_is_told_once(found: Congress, sends: None) -> None:
    (user,) = wanting(found, 1)

    with transaction.atomic():
        assert told([user], found) == 1
        second = Second(lambda: told([user], found))
        assert second.waits

    assert second.ends() == [0]
    assert Notice.objects.get().letter == Letter.objects.get()
    assert AuditEvent.objects.filter(act="core.told").count() == 1


def test_a_second_worker_passes_by_the_letter_that_is_held(
    found: Congress, sends: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = wanting(found, 6)
    told(people, found)
    others = during(monkeypatch, send, waits=False)

    assert send() == 1

    assert others[0].ends() == [5]
    sent = sorted(address for letter in mail.outbox for address in letter.to)
    assert sent == sorted(f"{user.pk}@donvi.example" for user in people)


def test_two_workers_at_once_send_each_letter_once(
    found: Congress, sends: None
) -> None:
    people = wanting(found, 30)
    told(people, found)
    ready = Barrier(2)

    def work() -> int:
        ready.wait(timeout=10)
        return send()

    workers = [Second(work) for _each in range(2)]

    assert sum(number for each in workers for number in each.ends()) == len(people)
    assert len(mail.outbox) == len({letter.to[0] for letter in mail.outbox}) == 30
    assert not Letter.objects.filter(sent_at__isnull=True).exists()


def test_two_workers_with_letters_of_the_same_closed_accounts_do_not_lock_up(
    found: Congress, sends: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = wanting(found, 2)
    for minutes, user in enumerate(people * 2):
        Letter.objects.create(
            user=user,
            kind=Letter.Kind.NOTICE,
            day=make.NOON.date(),
            due_at=make.NOON - timedelta(hours=1) + timedelta(minutes=minutes),
        )
    User.objects.filter(pk__in=[user.pk for user in people]).update(is_active=False)
    message = letters._message
    others: list[Second] = []

    def write(*args: Any) -> Any:
        written = message(*args)
        if not others:
            others.append(Second(send))
            assert others[0].waits
        return written

    monkeypatch.setattr(letters, "_message", write)

    assert send() == 0
    assert others[0].ends() == [0]
    assert not Letter.objects.exists()


def choose(user: User, address: str) -> bool:
    return letters.choose(user, mode=MailMode.DAILY, address=address, at=make.NOON)


def token_in(letter: EmailMessage) -> str:
    (line,) = (each for each in str(letter.body).splitlines() if "https" in each)
    return line.rstrip("/").rsplit("/", 1)[-1]


def test_an_address_changed_while_the_letter_to_it_is_begun_waits_for_it(
    found: Congress, sends: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (user,) = wanting(found, 1)
    assert choose(user, "moi@donvi.example")
    others = during(monkeypatch, lambda: choose(user, "nua@donvi.example"), waits=True)

    send()

    assert others[0].ends() == [True]
    assert mail.outbox[0].to == ["moi@donvi.example"]
    send()
    assert [letter.to for letter in mail.outbox[1:]] == [["nua@donvi.example"]]
    assert Letter.objects.filter(sent_at__isnull=False).count() == 2
    with pytest.raises(TokenOver):
        letters.confirm(user, token_in(mail.outbox[0]), at=make.NOON)


def test_an_address_confirmed_while_the_way_of_telling_is_chosen_stays(
    found: Congress, sends: None
) -> None:
    (user,) = wanting(found, 1)
    choose(user, "moi@donvi.example")
    send()
    token = token_in(mail.outbox[0])

    with transaction.atomic():
        letters.confirm(user, token, at=make.NOON)
        second = Second(lambda: choose(user, "moi@donvi.example"))
        assert second.waits

    assert second.ends() == [False]
    assert MailChoice.objects.get().address == "moi@donvi.example"
