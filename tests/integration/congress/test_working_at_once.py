"""Two people at one body: the second waits, and neither loses anything."""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from congress.models import BodyMeeting, BodyMember, Visit, WorkingBody
from congress.services import working as services
from core.errors import ChangedMeanwhile, Unfit
from core.models import Unit, User
from core.services.attachments import Handed
from tests import make
from tests.integration.congress import working
from tests.second import Second

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit() -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=make.unit("Đảng bộ tỉnh"))


@pytest.fixture
def body(unit: Unit) -> WorkingBody:
    return working.body(unit)


@pytest.fixture
def by() -> User:
    return make.user()


def write(meeting: BodyMeeting, version: int, by: User) -> Any:
    said = services.Written(minutes="Khác.", conclusions="", presences={})
    return services.write_minutes(
        meeting.pk, said, seen_version=version, by=by, at=make.NOON
    )


def test_minutes_are_not_written_while_somebody_closes_them(
    body: WorkingBody, by: User
) -> None:
    working.member(body)
    meeting = working.written(working.meeting(body))
    version = meeting.version

    with transaction.atomic():
        services.close_minutes(meeting.pk, seen_version=version, by=by, at=make.NOON)
        other = Second(lambda: write(meeting, version, by))
        assert other.waits

    meeting.refresh_from_db()
    assert [each.__name__ for each in other.ends()] == ["MinutesClosed"]
    assert meeting.minutes == "Các thành viên thảo luận."


def test_what_is_written_meanwhile_is_not_closed_unread(
    body: WorkingBody, by: User
) -> None:
    working.member(body)
    meeting = working.written(working.meeting(body))
    version = meeting.version

    with transaction.atomic():
        write(meeting, version, by)
        other = Second(
            lambda: services.close_minutes(
                meeting.pk, seen_version=version, by=by, at=make.NOON
            )
        )
        assert other.waits

    meeting.refresh_from_db()
    assert other.ends() == [ChangedMeanwhile]
    assert meeting.closed_at is None


def test_a_paper_stays_that_is_removed_while_somebody_closes_the_minutes(
    body: WorkingBody, by: User
) -> None:
    working.member(body)
    meeting = working.written(working.meeting(body))
    kept = services.add_file(
        body.pk,
        Handed("bien-ban.pdf", [b"%PDF-1.7 bien ban"]),
        title="Biên bản",
        meeting=meeting,
        by=by,
        at=make.NOON,
    )

    with transaction.atomic():
        services.close_minutes(
            meeting.pk, seen_version=meeting.version, by=by, at=make.NOON
        )
        other = Second(lambda: services.remove_file(kept.pk, by=by, at=make.NOON))
        assert other.waits

    assert [each.__name__ for each in other.ends()] == ["MinutesClosed"]


def test_a_body_is_founded_once_though_the_button_is_pressed_twice(unit: Unit) -> None:
    with transaction.atomic():
        working.body(unit)
        other = Second(lambda: working.body(unit))
        assert other.waits

    assert other.ends() == [Unfit]
    assert WorkingBody.objects.count() == 1


def test_a_body_gets_one_head_though_two_name_one(body: WorkingBody, by: User) -> None:
    with transaction.atomic():
        working.member(body, full_name="Người thứ nhất", part="head")
        other = Second(
            lambda: working.member(body, by=by, full_name="Người thứ hai", part="head")
        )
        assert other.waits

    assert other.ends() == [Unfit]
    assert BodyMember.objects.get().full_name == "Người thứ nhất"


def test_two_who_share_a_round_out_do_not_give_a_visit_twice(
    unit: Unit, body: WorkingBody, by: User
) -> None:
    cells = [
        make.unit(f"Chi bộ {number}", parent=unit, kind="cell") for number in "123456"
    ]
    members = [
        working.member(body, full_name=f"Hà Văn {name}") for name in ("Ba", "Tư")
    ]
    tour = working.tour(body)
    services.add_units(tour.pk, cells, by=by, at=make.NOON)

    def share(among: list[BodyMember]) -> int:
        return services.share_out(tour.pk, among, anew=False, by=by, at=make.NOON)

    with transaction.atomic():
        first = share(members)
        other = Second(lambda: share(members[:1]))
        assert other.waits

    assert (first, other.ends()) == (6, [0])
    assert set(Counter(Visit.objects.values_list("member", flat=True)).values()) == {3}


def test_nothing_is_given_to_who_has_just_left(
    unit: Unit, body: WorkingBody, by: User
) -> None:
    cell = make.unit("Chi bộ thôn", parent=unit, kind="cell")
    member = working.member(body)
    tour = working.tour(body)
    services.add_units(tour.pk, [cell], by=by, at=make.NOON)

    with transaction.atomic():
        services.let_go(member.pk, on=working.DECIDED, by=by, at=make.NOON)
        other = Second(
            lambda: services.share_out(
                tour.pk, [member], anew=False, by=by, at=make.NOON
            )
        )
        assert other.waits

    assert other.ends() == [Unfit]
    assert Visit.objects.get().member is None
