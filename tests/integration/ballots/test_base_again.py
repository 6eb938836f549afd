"""D was wrong: after a reopening the presidium consented to it is frozen anew."""

import pytest
from django.db import DatabaseError, transaction

from ballots import prints, services
from ballots.models import Confirmation, FrozenBase, Poll, Reopening
from ballots.prints import conduct
from ballots.queries.papers import base_frozen, papers_now
from ballots.services.base_again import BaseStands
from ballots.services.papers import BaseNotKnown, FiguresImpossible
from congress.models import RollEntry
from congress.rules.roll import Attendance
from core.access.rights import Role
from core.models import AuditEvent
from core.vietnamese import numbers
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.heaps import Hall
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

REASON = "Bỏ sót đại biểu vắng suốt đại hội"


def opened() -> Hall:
    """A box opened over a roll of eight, all there."""
    hall = heaps.ready_to_open()
    hall.open()
    return hall


def reopened(*, consented: bool = True) -> Hall:
    """Its result was confirmed and taken up again; a ninth is found on the roll."""
    hall = opened()
    by = make.user()
    with transaction.atomic(), make.past_every_trigger():
        Reopening.objects.create(
            poll=hall.poll,
            revision=1,
            reason="D sai",
            by=hall.head,
            at=make.NOON,
            answer="consented" if consented else "",
            answered_by=by if consented else None,
            answered_at=make.NOON if consented else None,
        )
        Poll.objects.filter(pk=hall.pk).update(revision=2)
    found = make.on_roll(hall.board.body)
    RollEntry.objects.filter(pk=found.pk).update(attendance=Attendance.PRESENT.value)
    return hall


def again(hall: Hall, seen: int = 9) -> FrozenBase:
    return services.freeze_base_again(
        hall.pk, reason=REASON, seen=seen, by=hall.head, at=make.NOON
    )


def test_d_is_worked_out_anew_and_the_old_one_stays() -> None:
    hall = reopened()

    again(hall)

    bases = FrozenBase.objects.filter(poll=hall.poll).order_by("revision")
    assert [(each.revision, each.value, each.reason) for each in bases] == [
        (1, 8, ""),
        (2, 9, REASON),
    ]
    assert hall.now.tally_base == 9
    assert papers_now(hall.now).figures.tally_base == 9
    line = AuditEvent.objects.get(act="ballots.base_frozen_again")
    assert (line.detail["tally_base"], line.detail["reason"]) == (9, REASON)


def test_minutes_of_each_revision_tell_their_own_base() -> None:
    hall = reopened()
    before = base_frozen(hall.now, revision=1)
    again(hall)

    told = [
        conduct.convened_number(base_frozen(hall.now, revision=number))
        for number in (1, 2, 3)
    ]

    assert before == base_frozen(hall.now, revision=1)
    assert told == ["08", "09", "09"]


def test_nothing_is_frozen_anew_before_the_presidium_consented() -> None:
    for hall in (opened(), reopened(consented=False)):
        make.on_roll(hall.board.body)

        with pytest.raises(BaseStands, match="đoàn chủ tịch"):
            again(hall)

        assert hall.now.tally_base == 8


def test_it_is_frozen_anew_once_a_revision_and_only_if_it_differs() -> None:
    hall = reopened()
    again(hall)
    with pytest.raises(BaseStands, match="đã tính lại"):
        again(hall)

    same = reopened()
    RollEntry.objects.filter(body=same.board.body).order_by("-pk")[0].delete()
    with pytest.raises(BaseStands, match="không khác"):
        again(same, seen=8)


def test_whoever_saw_another_base_is_told() -> None:
    hall = reopened()

    with pytest.raises(BaseStands, match="vừa thay đổi"):
        again(hall, seen=7)


def test_a_roll_not_called_or_smaller_than_those_present_is_refused() -> None:
    hall = reopened()
    last = RollEntry.objects.filter(body=hall.board.body).latest("pk")
    RollEntry.objects.filter(pk=last.pk).update(attendance=Attendance.UNKNOWN.value)
    with pytest.raises(BaseNotKnown):
        again(hall)

    few = reopened()
    kept = RollEntry.objects.filter(body=few.board.body).order_by("pk")
    RollEntry.objects.filter(pk__in=[each.pk for each in kept[5:]]).delete()
    with pytest.raises(FiguresImpossible):
        again(few, seen=5)


def test_the_database_holds_d_without_its_working() -> None:
    hall = reopened()
    free = opened()

    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=hall.pk).update(tally_base=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=free.pk).update(tally_base=9)


def test_the_page_shows_both_and_leads_back(signed_in: SignedIn) -> None:
    hall = reopened()
    client = signed_in(hall.head)
    papers = client.get(hall.url("poll-papers"))

    asked = client.get(hall.url("poll-base-again"))
    empty = client.post(hall.url("poll-base-again"), {"reason": "", "seen": 9})
    done = client.post(hall.url("poll-base-again"), {"reason": REASON, "seen": 9})
    after = client.get(hall.url("poll-papers"))

    assert "Tính lại mẫu số (D)" in papers.text
    assert ">8<" in asked.text
    assert ">9<" in asked.text
    assert "Hãy ghi lý do." in empty.text
    assert done.headers["Location"] == hall.url("poll-papers")
    assert REASON in after.text


def test_before_it_is_due_the_page_says_what_to_do(signed_in: SignedIn) -> None:
    hall = opened()
    client = signed_in(hall.head)

    answer = client.get(hall.url("poll-base-again"))
    technician = signed_in(hall.board.technician)

    assert answer.headers["Location"] == hall.url("poll-papers")
    assert technician.get(hall.url("poll-base-again")).status_code == 404


def test_the_count_is_measured_on_the_new_base_and_the_old_minutes_stay() -> None:
    """A result is confirmed, taken up again with consent, and counted on another D."""
    first = make.confirmed()
    poll, head = first.poll, first.by
    body, was = poll.election.body, poll.base
    make.roll(body, was + 1)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=None)
        FrozenBase.objects.create(
            poll=poll,
            body="delegates_congress",
            convened=was,
            lines=[],
            value=was,
            present=was,
            by=head,
            at=make.NOON,
        )
    make.seat(poll, head)
    pk, at = str(poll.pk), make.NOON
    chair = make.holder(Role.PRESIDIUM, at=body.congress.scope)

    services.take_up_again(pk, reason="D sai", by=head, at=at)
    services.consent_to_reopening(pk, by=chair, at=at)
    services.freeze_base_again(pk, reason=REASON, seen=was + 1, by=head, at=at)
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage="entered")
    tally = services.count_poll(pk, by=head, at=at, report=make.unheard)
    make.unlooked(poll, by=head)
    second = services.confirm_tally(pk, digest=tally.digest, by=head, at=at)

    assert tally.digest != first.tally.digest
    assert tally.threshold == (was + 1) // 2 + 1
    told = [
        dict(prints.minutes(Confirmation.objects.get(pk=each.pk)).people)
        for each in (first, second)
    ]
    assert [each["Mẫu số tính kết quả (D)"] for each in told] == [
        numbers.two_digits(was),
        numbers.two_digits(was + 1),
    ]
