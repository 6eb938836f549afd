"""Two people at once: the first transaction is held open, the second waits."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from ballots import services
from ballots.models import Tally
from congress.models import BodyKind
from core.access.rights import Role
from core.jobs import ledger
from core.models import Job, User
from core.services import (
    AdministratorExists,
    NoLongerAdministrator,
    close_account,
    create_first_administrator,
)
from tests import make
from tests.second import Second
from tests.worker import nothing

pytestmark = pytest.mark.django_db(transaction=True)


def first_administrator(username: str) -> User:
    return create_first_administrator(
        username=username, password=make.PASSWORD, full_name="Quản trị", at=make.NOON
    )


def test_of_two_first_administrators_the_second_waits_and_is_refused() -> None:
    with transaction.atomic():
        first = first_administrator("mot")
        second = Second(lambda: first_administrator("hai"))
        assert second.waits

    assert second.ends() == [AdministratorExists]
    assert list(User.objects.all()) == [first]


def test_of_two_administrators_who_close_each_other_one_stays() -> None:
    one, other = make.administrator("mot"), make.administrator("hai")

    with transaction.atomic():
        close_account(user_id=other.pk, by=one, at=make.NOON)
        second = Second(lambda: close_account(user_id=one.pk, by=other, at=make.NOON))
        assert second.waits

    assert second.ends() == [NoLongerAdministrator]
    assert list(User.objects.filter(is_active=True)) == [one]


def test_of_two_requests_for_one_job_the_second_waits_and_gets_the_first() -> None:
    unit = make.unit()

    def ask() -> Job:
        now = timezone.now()
        return ledger.request(nothing, subject=unit, scope=unit.scope, by=None, at=now)

    with transaction.atomic():
        first = ask()
        second = Second(ask)
        assert second.waits

    assert second.ends() == [first]
    assert Job.objects.count() == 1


def test_a_second_count_waits_for_the_first_and_finds_its_tally() -> None:
    poll = make.imported()

    with transaction.atomic():
        first = make.tally(poll)
        second = Second(lambda: make.tally(poll))
        assert second.waits

    assert second.ends() == [first]
    assert Tally.objects.count() == 1


def test_two_readings_of_one_upload_wait_for_each_other() -> None:
    upload = make.upload(make.body(), make.election_file())

    def read() -> Any:
        return services.import_upload(str(upload.pk), at=make.NOON, report=make.unheard)

    with transaction.atomic():
        first = read()
        second = Second(read)
        assert second.waits

    assert second.ends() == [first]


def test_two_uploads_of_the_same_bytes_give_one_poll() -> None:
    body = make.body()
    one, other = (make.upload(body, make.election_file()) for _time in (1, 2))

    def read(upload: Any) -> Any:
        return services.import_upload(str(upload.pk), at=make.NOON, report=make.unheard)

    with transaction.atomic():
        read(one)
        second = Second(lambda: read(other))
        assert second.waits

    assert [found.__name__ for found in second.ends()] == ["AlreadyImported"]


def test_two_uploads_at_once_get_two_numbers() -> None:
    body = make.body()
    one = make.upload(body, make.election_file())
    other = make.upload(body, make.election_file(id="khac"))

    with transaction.atomic():
        first = services.import_upload(str(one.pk), at=make.NOON, report=make.unheard)
        second = Second(
            lambda: (
                services.import_upload(
                    str(other.pk), at=make.NOON, report=make.unheard
                ).election.number
            )
        )
        assert second.waits

    assert (first.election.number, second.ends()) == (1, [2])


def test_two_confirmations_at_once_give_one_and_the_same() -> None:
    poll = make.counted()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    digest = poll.tallies.get().digest

    def confirm() -> Any:
        return services.confirm_tally(
            str(poll.pk), digest=digest, by=head, at=make.NOON
        )

    with transaction.atomic():
        first = confirm()
        second = Second(confirm)
        assert second.waits

    assert second.ends() == [first]


def test_a_count_waits_for_a_confirmation_and_then_is_refused() -> None:
    poll = make.counted()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    digest = poll.tallies.get().digest

    with transaction.atomic():
        services.confirm_tally(str(poll.pk), digest=digest, by=head, at=make.NOON)
        second = Second(lambda: make.tally(poll))
        assert second.waits

    assert [found.__name__ for found in second.ends()] == ["PollNotCountable"]


def test_two_bodies_formed_at_once_get_two_numbers() -> None:
    congress = make.congress()

    def form() -> int:
        return make.body(congress, kind=BodyKind.COMMITTEE).number

    with transaction.atomic():
        first = form()
        second = Second(form)
        assert second.waits

    assert (first, second.ends()) == (1, [2])
