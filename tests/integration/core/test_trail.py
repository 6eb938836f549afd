import pytest
from django.db import transaction

from core.audit import trail
from core.models import AuditEvent
from tests import make


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_the_transaction_of_its_act_is_a_bug() -> None:
    unit = make.unit()

    with pytest.raises(trail.NoTransaction):
        trail.record(
            "core.unit_changed", subject=unit, scope=None, actor=None, at=make.NOON
        )

    assert not AuditEvent.objects.filter(act="core.unit_changed").exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_line() -> None:
    def fail() -> None:
        make.unit()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_line_names_its_subject_by_kind_key_and_title() -> None:
    unit = make.unit("Đảng bộ xã Khe Vàng")

    line = AuditEvent.objects.get()

    assert (line.subject_kind, line.subject_key, line.subject_title) == (
        "core.unit",
        str(unit.pk),
        "Đảng bộ xã Khe Vàng",
    )


@pytest.mark.django_db
def test_a_long_title_is_cut_to_fit() -> None:
    unit = make.unit("x" * 200)
    unit.name = "y" * 900

    with transaction.atomic():
        line = trail.record(
            "core.unit_changed", subject=unit, scope=None, actor=None, at=make.NOON
        )

    assert line.subject_title == "y" * 400
