"""Rounds: many units at once, shared out among those who go."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.models import BodyMember, Visit, VisitRound
from congress.rules.visits import shared_evenly
from congress.services.working.holding import held_body, record_for, said_of, tell
from congress.services.working.visiting import refuse_elsewhere, refuse_strangers
from congress.services.working.waiting import write_visits
from core.errors import ChangedMeanwhile, Unfit
from core.models import Unit, User
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What a round is for, when, and how those who go are there."""

    title: str
    mode: str
    starts_on: date
    ends_on: date
    asks: str = ""


@transaction.atomic
def make_round(
    body_id: UUID, facts: RoundFacts, *, by: User, at: datetime
) -> VisitRound:
    """Make a round of visits; its units are chosen next."""
    body = held_body(body_id)
    row = VisitRound(body=body)
    _say(row, facts)
    row.save(force_insert=True)
    record_for("congress.round_made", body, subject=row, by=by, at=at)
    return row


@transaction.atomic
def change_round(
    round_id: UUID, facts: RoundFacts, *, seen_version: int, by: User, at: datetime
) -> VisitRound:
    """Put right what is said of a round; its visits are held that way from now on."""
    row = _held_round(round_id)
    if row.version != seen_version:
        raise ChangedMeanwhile
    _say(row, facts)
    row.version += 1
    row.save()
    open_ones = Visit.objects.filter(
        round=row, held_on__isnull=True, cancelled_at__isnull=True
    )
    open_ones.update(mode=row.mode)
    record_for("congress.round_changed", row.body, subject=row, by=by, at=at)
    write_visits(_with_round(list(open_ones.select_related(*_NEEDED)), row), at=at)
    return row


@transaction.atomic
def add_units(
    round_id: UUID, units: Collection[Unit], *, by: User, at: datetime
) -> list[Visit]:
    """Put units into a round; one that is in it already stays there once."""
    row = _held_round(round_id)
    if not units:
        raise Unfit(_("Hãy chọn ít nhất một đơn vị."))
    for unit in units:
        refuse_elsewhere(row.body, unit)
    inside = Visit.objects.filter(round=row, cancelled_at__isnull=True)
    known = set(inside.values_list("unit", flat=True))
    made = [
        Visit(body=row.body, round=row, unit=unit, mode=row.mode)
        for unit in units
        if unit.pk not in known
    ]
    try:
        with transaction.atomic():
            Visit.objects.bulk_create(made)
    except IntegrityError:
        raise ChangedMeanwhile from None
    record_for(
        "congress.round_widened", row.body, subject=row, by=by, at=at, units=len(made)
    )
    write_visits(made, at=at)
    return made


@transaction.atomic
def assign_visits(
    round_id: UUID,
    chosen: Mapping[UUID, BodyMember | None],
    *,
    by: User,
    at: datetime,
) -> int:
    """Say of visits of a round who goes; return how many changed hands.

    What was reported or cancelled meanwhile stays as it is.
    """
    row = _held_round(round_id)
    refuse_strangers(row.body, [each for each in chosen.values() if each])
    visits = [each for each in _open_ones(row) if each.pk in chosen]
    return _hand_out(row, visits, chosen, by, at)


@transaction.atomic
def share_out(
    round_id: UUID,
    members: Sequence[BodyMember],
    *,
    anew: bool,
    by: User,
    at: datetime,
) -> int:
    """Share the visits of a round out evenly; return how many changed hands.

    Those that are nobody's yet or, ``anew``, all that were not reported.
    """
    row = _held_round(round_id)
    if not members:
        raise Unfit(_("Hãy chọn ít nhất một người."))
    refuse_strangers(row.body, members)
    everything = _open_ones(row)
    visits = [each for each in everything if anew or each.member_id is None]
    held: Counter[UUID] = Counter(
        each.member_id for each in everything if each.member_id and each not in visits
    )
    of_key = {member.pk: member for member in members}
    given = shared_evenly([each.pk for each in visits], list(of_key), held=held)
    chosen = {key: of_key[member] for key, member in given.items()}
    return _hand_out(row, visits, chosen, by, at)


_NEEDED = ("unit__parent", "member__user")


def _hand_out(
    row: VisitRound,
    visits: Sequence[Visit],
    chosen: Mapping[UUID, BodyMember | None],
    by: User,
    at: datetime,
) -> int:
    changed = []
    for visit in visits:
        member = chosen[visit.pk]
        if visit.member_id != (member.pk if member else None):
            visit.member = member
            visit.version += 1
            changed.append(visit)
    if not changed:
        return 0
    Visit.objects.bulk_update(changed, ["member", "version"])
    record_for(
        "congress.round_shared",
        row.body,
        subject=row,
        by=by,
        at=at,
        visits=len(changed),
    )
    write_visits(changed, at=at)
    numbers = Counter(
        visit.member.user for visit in changed if visit.member and visit.member.user
    )
    for user, number in sorted(numbers.items(), key=lambda each: each[0].pk):
        tell(
            "congress.round_shared",
            row.body,
            values={
                "round": said_of(row.body, row.title),
                "number": str(number),
            },
            url_name="congress:working-round",
            url_args=[row.body_id, row.pk],
            users=[user],
            by=by,
            at=at,
        )
    return len(changed)


def _open_ones(row: VisitRound) -> list[Visit]:
    rows = Visit.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(round=row, held_on__isnull=True, cancelled_at__isnull=True)
    in_order = found.select_related(*_NEEDED).order_by(
        "unit__sort_key", "unit__parent__sort_key", "pk"
    )
    return _with_round(list(in_order), row)


def _with_round(visits: list[Visit], row: VisitRound) -> list[Visit]:
    for visit in visits:
        visit.body, visit.round = row.body, row
    return visits


def _held_round(round_id: UUID) -> VisitRound:
    body_id = VisitRound.objects.values_list("body", flat=True).get(pk=round_id)
    body = held_body(body_id)
    rows = VisitRound.objects.select_for_update(of=("self",), no_key=True)
    found = rows.get(pk=round_id)
    found.body = body
    return found


def _say(row: VisitRound, facts: RoundFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày bắt đầu."), "ends_on")
    title = names.clean(facts.title)
    if not title:
        raise Unfit(_("Hãy ghi tên đợt."), "title")
    same = VisitRound.objects.filter(body=row.body, title=title).exclude(pk=row.pk)
    if same.exists():
        raise Unfit(_("Đã có đợt mang tên này."), "title")
    row.title, row.mode = title, facts.mode
    row.starts_on, row.ends_on = facts.starts_on, facts.ends_on
    row.asks = names.tidy(facts.asks)
