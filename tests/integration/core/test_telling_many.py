"""Many places are told at once; what waits is written anew lot by lot."""

from datetime import datetime

import pytest

from congress.models import Congress
from core import registry
from core.access.rights import Role
from core.models import AuditEvent, Notice, Scope, WorkItem
from core.services import notices, work
from core.services.reminders import SOON
from tests import make
from tests.integration.core.test_work import put


def told(congress: Congress) -> notices.Told:
    values = {"title": "Gửi giấy", "place": "Khe Vàng", "day": "20/07/2025"}
    return notices.Told(
        users=[make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)],
        values=values | {"count": "2"},
        scope=congress.scope,
        url_args=[congress.slug],
    )


def tell(*each: notices.Told) -> int:
    return notices.tell_each(
        each, kind=SOON, url_name="congress:plan", by=None, at=make.NOON
    )


@pytest.mark.django_db
def test_telling_many_places_asks_as_for_one_but_for_their_lines(
    django_assert_num_queries: make.Queries,
) -> None:
    places = [told(make.congress(make.unit())) for _each in range(6)]
    tell(told(make.congress(make.unit())))

    with django_assert_num_queries(7):
        tell(places[0])
    with django_assert_num_queries(7 + 4):
        assert tell(*places[1:]) == 5

    lines = AuditEvent.objects.filter(act="core.told", scope=places[3].scope)
    assert lines.get().detail == {"notice": SOON, "people": 1}
    assert Notice.objects.get(user=places[3].users[0]).scope == places[3].scope


@pytest.mark.django_db(transaction=True)
def test_what_was_written_anew_is_kept_when_the_night_breaks_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = make.congress(make.unit())

    def writes(scope: Scope, at: datetime) -> None:
        work.in_batches(Congress.objects.all(), lambda lot: put(lot[0]))

    def breaks(scope: Scope, at: datetime) -> None:
        raise ConnectionError

    monkeypatch.setattr(registry, "_renewals", [writes, breaks])

    with pytest.raises(ConnectionError):
        work.renew_all(at=make.NOON)

    assert WorkItem.objects.get().subject_key == str(held.pk)
