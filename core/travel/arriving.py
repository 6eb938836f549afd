"""Loading a parcel into a portal of its own, which nobody has used yet."""

from datetime import datetime
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import registry
from core.audit import chain, trail
from core.errors import Refused
from core.instance import PRACTICE
from core.models import (
    Arrival,
    AuditEvent,
    AuditSeal,
    Journey,
    Scope,
    UnsealedEvent,
    User,
)
from core.travel import parcel, tables
from core.travel.leaving import applied_migrations
from core.travel.parcel import Content, Header
from core.travel.selection import Kind, taken_whole

# What a new database says of itself; the rows that arrive bring their own.
OWN_BEGINNINGS: Final[tuple[Kind, ...]] = (AuditSeal, UnsealedEvent, AuditEvent)


class DoesNotFit(Refused):
    """The file is of another kind, of another version, or for another portal."""


class NotEmpty(Refused):
    """A parcel is loaded into a database that nobody has used."""


def look_whether_it_fits(header: Header) -> None:
    """Refuse what is not to be loaded here, before anything is begun.

    Raises:
        DoesNotFit: with the sentence that says what to do instead.
    """
    if header.way == parcel.BACK:
        raise DoesNotFit(
            _(
                "Đây là tệp mang kết quả về. Hãy đưa vào cổng nơi đại hội đã mang đi: "
                "make bring-back FILE=…"
            )
        )
    wanted = PRACTICE if header.way == parcel.PRACTICE else header.instance
    if wanted != settings.INSTANCE:
        raise DoesNotFit(
            _(
                "Tệp này dành cho cổng “%(theirs)s”, còn đây là cổng “%(ours)s”: số "
                "liệu thật, trình diễn và diễn tập không được lẫn vào nhau."
            )
            % {"theirs": wanted, "ours": settings.INSTANCE}
        )


def refuse_other_tables(content: Content, header: Header) -> None:
    """Refuse rows written in another state of the tables.

    Raises:
        DoesNotFit: the two portals are of different versions.
    """
    known = content.manifest.rows.keys() <= tables.by_name().keys()
    if not known or content.manifest.migrations != applied_migrations():
        raise DoesNotFit(
            _(
                "Tệp do cổng phiên bản %(theirs)s lập, bảng dữ liệu khác với cổng này. "
                "Hãy cài hai máy cùng một phiên bản rồi làm lại."
            )
            % {"theirs": header.version}
        )


@transaction.atomic
def load(header: Header, content: Content, *, at: datetime) -> int:
    """Fill this new database with what the parcel holds; return how many rows.

    Raises:
        DoesNotFit: the two portals are of different versions.
        NotEmpty: somebody has used this database.
    """
    if User.objects.exists():
        raise NotEmpty(_("Cơ sở dữ liệu này đã có người dùng; không nạp đè lên."))
    refuse_other_tables(content, header)
    known = tables.by_name()
    filled = [known[name] for name in content.manifest.rows]
    emptied = [tables.of(kind) for kind in (*taken_whole(), *OWN_BEGINNINGS)]
    tables.write_alike()
    with tables.without_triggers({*filled, *emptied}, seals=False):
        tables.empty(emptied)
    with tables.without_triggers(filled):
        for table in filled:
            tables.write_rows(table, content.rows(table.name))
    tables.number_from(content.manifest.block)
    for scope in Scope.objects.filter(path=content.manifest.scope):
        registry.renew(scope, at)
    if header.way == parcel.OUT:
        _note_arrival(header, at)
    chain.seal_waiting(at=at)
    return sum(content.manifest.rows.values())


def analyse() -> None:
    """Have the database know how its rows lie; without it first pages are slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def told(content: Content) -> list[tuple[str, int]]:
    """Return what lies in a parcel as people call it, the most first."""
    names = {kind._meta.db_table: kind._meta for kind in apps.get_models()}
    rows = content.manifest.rows.items()
    return sorted(
        ((str(names[table].verbose_name), count) for table, count in rows),
        key=lambda row: (-row[1], row[0]),
    )


def _note_arrival(header: Header, at: datetime) -> None:
    journey = Journey.objects.select_related("scope").get(pk=header.journey)
    Arrival.objects.create(journey=journey, machine=header.machine, at=at)
    trail.record(
        "core.journey_arrived",
        subject=journey,
        scope=journey.scope,
        actor=None,
        at=at,
        machine=header.machine,
    )
