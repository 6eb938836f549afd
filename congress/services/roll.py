"""Who is convened to a voting body: calling people, taking them off, changing a row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from congress import queries
from congress.models import RollEntry, VotingBody
from congress.rules.roll import (
    CONDITIONS_OF,
    ORIGINS_OF,
    Attendance,
    Condition,
    Origin,
    Standing,
)
from congress.rules.tally_base import Body
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Person, User
from core.vietnamese import numbers


class NobodyToCall(Refused):
    """No person that was chosen can be put on the roll."""


class OtherNumber(Refused):
    """By now it would be another number of people than the person agreed to."""


class StillPointedTo(Refused):
    """Something stands on this row of the roll."""


class UnsoundRow(Unfit):
    """What is said of a person does not go with the body, or with itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsWhat:
    """As what people are called."""

    origin: str
    standing: str = Standing.OFFICIAL.value
    is_convener: bool = False


# What may be said of one row; attendance and substitution are acts of their own.
POINT: Final = "roll"  # what a roll says of how ready a congress is
FACTS: Final = (
    "origin",
    "standing",
    "reason",
    "condition",
    "is_convener",
    "votes",
    "sent_by_id",
)
# What a row must keep while an alternate sits in its seat, or sits in another's.
_OF_THE_SEAT: Final = frozenset({"origin", "standing", "sent_by_id"})


def lock_body(body_id: UUID) -> VotingBody:
    """Have whoever else changes who is on a body's roll wait."""
    bodies = VotingBody.objects.select_related("congress__unit__scope", "scope")
    return bodies.select_for_update(of=("self",), no_key=True).get(pk=body_id)


@transaction.atomic
def call_people(
    body_id: UUID,
    people: Collection[UUID],
    *,
    as_what: AsWhat,
    by: User,
    at: datetime,
) -> list[RollEntry]:
    """Put people who may be called on the roll; who is on it already stays as he is."""
    body = lock_body(body_id)
    refuse_unsound(queries.body_of(body), _first_facts(as_what))
    found = queries.callable_people(body).filter(pk__in=people)
    called = _call(body, _held(found), as_what=as_what, by=by, at=at)
    if not called:
        raise NobodyToCall(
            _(
                "Không có ai mới để đưa vào danh sách: người đã chọn có trong danh "
                "sách rồi, hoặc không còn là đảng viên chính thức trong phạm vi này."
            )
        )
    return called


@transaction.atomic
def call_all_members(
    body_id: UUID, *, seen: int, by: User, at: datetime
) -> list[RollEntry]:
    """Call every official member beneath the unit, as many as the person has seen."""
    body = lock_body(body_id)
    if queries.body_of(body) is not Body.MEMBERS_CONGRESS:
        raise NobodyToCall(_("Chỉ đại hội đảng viên triệu tập toàn thể đảng viên."))
    people = _held(queries.callable_people(body))
    _refuse_other_number(len(people), seen)
    as_what = AsWhat(origin=Origin.MEMBER.value)
    return _call(body, people, as_what=as_what, by=by, at=at)


@transaction.atomic
def call_elected(
    body_id: UUID, *, seen: int, by: User, at: datetime
) -> list[RollEntry]:
    """Call those whom the congress has elected to the body that meets."""
    body = lock_body(body_id)
    people = queries.elected_to_call(body)
    _refuse_other_number(len(people), seen)
    as_what = AsWhat(origin=Origin.INCUMBENT.value)
    held = _held(Person.objects.filter(pk__in=[person.pk for person in people]))
    return _call(body, held, as_what=as_what, by=by, at=at)


@transaction.atomic
def call_incumbents(
    body_id: UUID, *, seen: int, by: User, at: datetime
) -> list[RollEntry]:
    """Call those who make up the committee now, to a meeting within the term."""
    body = lock_body(body_id)
    people = queries.incumbents(body.congress)
    _refuse_other_number(len(people), seen)
    as_what = AsWhat(origin=Origin.INCUMBENT.value)
    held = _held(Person.objects.filter(pk__in=[person.pk for person in people]))
    return _call(body, held, as_what=as_what, by=by, at=at)


@transaction.atomic
def change_row(
    row_id: UUID,
    said: Mapping[str, Any],
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> RollEntry:
    """Write what is now said of one person on the roll."""
    row = lock_row(row_id, seen_version=seen_version)
    before = {name: getattr(row, name) for name in FACTS}
    after = before | {name: said[name] for name in FACTS if name in said}
    if after["standing"] != before["standing"]:
        # A rejected delegate's reason is not that of an absence, nor the reverse.
        row.attendance, row.accepted = Attendance.UNKNOWN.value, False
    is_rejected = after["standing"] == Standing.REJECTED
    if not is_rejected:
        after["reason"] = "" if row.attendance == Attendance.UNKNOWN else row.reason
    changed = sorted(name for name in FACTS if after[name] != before[name])
    if not changed:
        return row
    refuse_unsound(queries.body_of(row.body), after)
    _refuse_moving_seat(row, changed)
    for name in changed:
        setattr(row, name, after[name])
    store(row, (*changed, "attendance", "accepted"), by=by, at=at)
    trail.record(
        "congress.roll_changed",
        subject=row,
        scope=row.body.scope,
        actor=by,
        at=at,
        fields=[name.removesuffix("_id") for name in changed],
    )
    refresh([row.body.congress_id], POINT, at=at)
    return row


@transaction.atomic
def take_off_roll(row_id: UUID, *, by: User, at: datetime) -> VotingBody:
    """Take somebody off the roll who was put there by mistake."""
    row = lock_row(row_id)
    body, title = row.body, str(row)
    if row.in_place_of_id or RollEntry.objects.filter(in_place_of=row).exists():
        raise StillPointedTo(
            _(
                "%(name)s đang thay người khác hoặc có người thay. Hãy bỏ việc thay "
                "trước, rồi bỏ khỏi danh sách."
            )
            % {"name": title}
        )
    trail.record(
        "congress.roll_taken_off", subject=row, scope=body.scope, actor=by, at=at
    )
    try:
        row.delete()
    except ProtectedError as held:
        raise StillPointedTo(
            _("%(name)s đã có trong hồ sơ bầu cử, không bỏ khỏi danh sách được.")
            % {"name": title}
        ) from held
    refresh([body.congress_id], POINT, at=at)
    return body


@transaction.atomic
def note_roll_taken(
    body: VotingBody, *, form: str, rows: int, by: User, at: datetime
) -> None:
    """Write down that a roll has left the portal as a file or on paper."""
    trail.record(
        "congress.roll_exported",
        subject=body,
        scope=body.scope,
        actor=by,
        at=at,
        form=form,
        rows=rows,
    )


def lock_row(row_id: UUID, *, seen_version: int | None = None) -> RollEntry:
    """Lock one row with its body; refuse if it is not as the person saw it."""
    rows = RollEntry.objects.select_related("person", "body__scope", "body__congress")
    row = rows.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None or seen_version not in (None, row.version):
        raise ChangedMeanwhile
    return row


def store(row: RollEntry, fields: Sequence[str], *, by: User, at: datetime) -> None:
    """Store a row as its next version."""
    row.version += 1
    row.changed_by, row.changed_at = by, at
    row.save(update_fields=[*fields, "version", "changed_by", "changed_at"])


def refuse_unsound(kind: Body, said: Mapping[str, Any]) -> None:
    """Refuse what this kind of body does not know, or what contradicts itself."""
    for field, sentence in _unsound(kind, said):
        raise UnsoundRow(sentence, field)


def _unsound(kind: Body, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    standing, origin = Standing(said["standing"]), Origin(said["origin"])
    of_delegates = kind is Body.DELEGATES_CONGRESS
    found = []
    if origin not in ORIGINS_OF[kind]:
        found.append(("origin", _("Diện này không có ở nơi bầu này. Hãy chọn lại.")))
    if Condition(said["condition"]) not in CONDITIONS_OF[kind]:
        found.append(
            ("condition", _("Tình trạng này không dùng ở nơi bầu này. Hãy chọn lại."))
        )
    if standing is not Standing.OFFICIAL and not of_delegates:
        found.append(
            (
                "standing",
                _("Chỉ đại hội đại biểu có dự khuyết và thẩm tra tư cách đại biểu."),
            )
        )
    if standing is Standing.ALTERNATE and origin is not Origin.ELECTED:
        found.append(("standing", _("Dự khuyết phải là đại biểu được bầu.")))
    if standing is Standing.REJECTED and not said["reason"]:
        found.append(("reason", _("Hãy ghi lý do bác tư cách.")))
    return found


def _first_facts(as_what: AsWhat) -> dict[str, Any]:
    return {
        "origin": as_what.origin,
        "standing": as_what.standing,
        "condition": Condition.ACTIVE.value,
        "reason": "",
    }


def _refuse_moving_seat(row: RollEntry, changed: Collection[str]) -> None:
    if _OF_THE_SEAT.isdisjoint(changed):
        return
    if row.in_place_of_id or RollEntry.objects.filter(in_place_of=row).exists():
        raise UnsoundRow(
            _(
                "Người này đang thay hoặc được thay, nên diện, tư cách và tổ chức cử "
                "đi giữ nguyên. Hãy bỏ việc thay trước."
            ),
            "standing",
        )


def _refuse_other_number(now: int, seen: int) -> None:
    if not now:
        raise NobodyToCall(_("Không còn ai để đưa vào danh sách."))
    if now != seen:
        raise OtherNumber(
            _(
                "Bây giờ là %(now)s người, không phải %(seen)s. "
                "Hãy xem lại rồi xác nhận."
            )
            % {"now": numbers.grouped(now), "seen": numbers.grouped(seen)}
        )


def _held(people: Any) -> list[Person]:
    """Lock people until they are on the roll: nobody merges them meanwhile."""
    people = people.select_related("unit__scope").order_by("sort_key", "pk")
    return list(people.select_for_update(of=("self",), no_key=True))


def _call(
    body: VotingBody,
    people: Sequence[Person],
    *,
    as_what: AsWhat,
    by: User,
    at: datetime,
) -> list[RollEntry]:
    on_roll = set(RollEntry.objects.filter(body=body).values_list("person", flat=True))
    senders = queries.senders_of(body, people)
    rows = [
        RollEntry(
            body=body,
            person=person,
            sent_by=senders.get(person.pk),
            origin=as_what.origin,
            standing=as_what.standing,
            is_convener=as_what.is_convener,
            changed_by=by,
            changed_at=at,
        )
        for person in people
        if person.pk not in on_roll
    ]
    RollEntry.objects.bulk_create(rows, batch_size=1_000)
    if rows:
        trail.record(
            "congress.roll_called",
            subject=body,
            scope=body.scope,
            actor=by,
            at=at,
            people=len(rows),
            origin=as_what.origin,
        )
        refresh([body.congress_id], POINT, at=at)
    return rows
