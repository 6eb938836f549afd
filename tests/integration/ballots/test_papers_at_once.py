"""Two of the board at once: the first transaction is held open, the second waits."""

import pytest
from django.db import transaction

from ballots import services
from ballots.models import BoardRuling, FrozenBase
from ballots.rules.ballot import Defect
from ballots.rules.doubts import ruled_invalid
from ballots.services.papers import NotNow
from ballots.services.ruling import NotRuledOnNow
from core.errors import ChangedMeanwhile
from tests import make
from tests.integration.ballots import heaps
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED = heaps.struck(4, 5, defect=Defect.SPECIAL_MARK)


def rule(hall: heaps.Hall, *, reason: str, seen: int = 0) -> BoardRuling:
    names = ("Lục Văn Quý", "Nông Thị Quỳnh")
    reading = ruled_invalid(SIGNED[0], Defect.SPECIAL_MARK)
    return services.rule_on_ballot(
        hall.pk,
        batch=1,
        position=1,
        ruled=services.Ruled(reading, reason, names, seen),
        by=hall.head,
        at=make.NOON,
    )


def test_the_box_is_not_opened_on_figures_that_change_just_now() -> None:
    hall = heaps.ready_to_open()
    seen = hall.seen

    with transaction.atomic():
        hall.note({**heaps.ISSUED, "issued": 7, "left_over": 2})
        second = Second(lambda: hall.open(seen=seen))
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    assert not FrozenBase.objects.exists()
    assert (hall.now.stage, hall.now.issued) == ("issuing", 7)


def test_of_two_who_open_the_box_the_second_waits_and_is_told() -> None:
    hall = heaps.ready_to_open()
    seen = hall.seen

    with transaction.atomic():
        hall.open(seen=seen)
        second = Second(lambda: hall.open(seen=seen))
        assert second.waits

    assert second.ends() == [NotNow]
    assert FrozenBase.objects.count() == 1


def test_of_two_rulings_on_one_ballot_the_second_has_to_see_the_first() -> None:
    hall = heaps.opened(returned=1)
    heaps.heap(hall, [SIGNED])

    with transaction.atomic():
        rule(hall, reason="Có chữ ký.")
        second = Second(lambda: rule(hall, reason="Có dấu riêng."))
        assert second.waits

    assert second.ends() == [ChangedMeanwhile]
    assert BoardRuling.objects.count() == 1


def test_no_ruling_slips_in_while_entry_is_being_finished() -> None:
    hall = heaps.opened(returned=1)
    heaps.heap(hall, [SIGNED])
    rule(hall, reason="Có chữ ký.")

    with transaction.atomic():
        services.finish_entry(hall.pk, by=hall.head, at=make.NOON)
        second = Second(lambda: rule(hall, reason="Nghĩ lại.", seen=1))
        assert second.waits

    assert second.ends() == [NotRuledOnNow]
    assert hall.now.stage == "entered"
