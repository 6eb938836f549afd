"""Guests and the press: invited, accredited, let in; each decision has its row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import Congress, Guest, GuestAct, GuestEvent, GuestState
from congress.queries.guests import doubles, next_pass_number
from congress.rules.guests import EXPECTED, TO_ACCREDIT, TO_REFUSE, TYPED
from congress.services.holding import held_congress
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import User
from core.vietnamese import names

MOST: Final = 5_000  # guests of one congress


class UnfitGuest(Unfit):
    """What was said of a guest cannot be so."""


class SameName(Refused):
    """Somebody of that name is on the guests' list, or on the roll, already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """What somebody says of a guest; ``state`` only while nothing is decided."""

    kind: str
    full_name: str
    position: str = ""
    organisation: str = ""
    invited_by: str = ""
    invitation_number: str = ""
    invitation_on: date | None = None
    state: str = GuestState.PROPOSED.value
    areas: tuple[str, ...] = ()
    seat: str = ""
    press_card: str = ""
    phone: str = ""


_FIELDS: Final = tuple(Inviting.__dataclass_fields__)
_TEXTS: Final = (
    *("full_name", "position", "organisation", "invited_by"),
    *("invitation_number", "seat", "press_card", "phone"),
)


@transaction.atomic
def add_guest(
    congress_id: UUID,
    said: Inviting,
    *,
    is_another: bool = False,
    by: User,
    at: datetime,
) -> Guest:
    """Put somebody on the list; ``is_another`` says that no double is meant."""
    congress = held_congress(congress_id)
    if Guest.objects.filter(congress=congress).count() >= MOST:
        raise Refused(
            _("Danh sách khách có nhiều nhất %(most)s người.") % {"most": MOST}
        )
    guest = Guest(congress=congress)
    _say(guest, said, is_another=is_another)
    guest.save(force_insert=True)
    _record("congress.guest_added", guest, by, at)
    return guest


@transaction.atomic
def change_guest(
    guest_id: UUID,
    said: Inviting,
    *,
    seen_version: int,
    is_another: bool = False,
    by: User,
    at: datetime,
) -> Guest:
    """Change what is said of a guest; what was decided of him is changed by acts."""
    guest = _guest(guest_id)
    if guest.version != seen_version:
        raise ChangedMeanwhile
    before = {name: getattr(guest, name) for name in _FIELDS}
    _say(guest, said, is_another=is_another)
    changed = sorted(
        name for name, value in before.items() if getattr(guest, name) != value
    )
    if not changed:
        return guest
    guest.version += 1
    guest.save()
    _record("congress.guest_changed", guest, by, at, fields=changed)
    return guest


@transaction.atomic
def remove_guest(guest_id: UUID, *, by: User, at: datetime) -> None:
    """Take somebody off the list of whom nothing was ever decided."""
    guest = _guest(guest_id)
    if guest.events.exists():
        raise Refused(
            _(
                "Người này đã có quyết định cấp thẻ hoặc đã đến, nên giữ trong danh "
                "sách. Nếu không mời nữa, hãy thu thẻ hoặc ghi không cấp thẻ."
            )
        )
    _record("congress.guest_removed", guest, by, at)
    guest.delete()


@transaction.atomic
def accredit_guest(guest_id: UUID, *, by: User, at: datetime) -> Guest:
    """Give somebody a pass with a number that nobody had and nobody will have."""
    # Numbers are given one at a time: the congress is held before the guest.
    congress = held_congress(
        Guest.objects.values_list("congress", flat=True).get(pk=guest_id)
    )
    guest = _guest(guest_id)
    if guest.state == GuestState.ACCREDITED:
        return guest
    if guest.state not in TO_ACCREDIT:
        raise Refused(
            _("Không cấp thẻ được: người này %(state)s.")
            % {"state": guest.get_state_display()}
        )
    if not guest.areas:
        raise UnfitGuest(
            _("Hãy chọn nơi người này được vào trước, rồi cấp thẻ."), "areas"
        )
    guest.pass_number = next_pass_number(congress)
    guest.state = GuestState.ACCREDITED.value
    _decided(guest, GuestAct.ACCREDITED, by, at)
    return guest


@transaction.atomic
def take_back_pass(guest_id: UUID, *, reason: str, by: User, at: datetime) -> Guest:
    """Take a pass back; its number is not given again."""
    guest = _guest(guest_id)
    if guest.state != GuestState.ACCREDITED:
        raise Refused(_("Người này không có thẻ để thu."))
    if guest.arrived_at is not None:
        raise Refused(_("Người này đang ghi là đã đến. Hãy bỏ dấu đến, rồi thu thẻ."))
    number, guest.pass_number = guest.pass_number, None
    guest.state = GuestState.ACCEPTED.value
    _decided(guest, GuestAct.TAKEN_BACK, by, at, reason=_reason(reason), number=number)
    return guest


@transaction.atomic
def refuse_guest(guest_id: UUID, *, reason: str, by: User, at: datetime) -> Guest:
    """Say that somebody gets no pass, and why."""
    guest = _guest(guest_id)
    if guest.state not in TO_REFUSE or guest.arrived_at is not None:
        raise Refused(
            _("Không ghi được: người này %(state)s.")
            % {"state": _("đã đến") if guest.arrived_at else guest.get_state_display()}
        )
    guest.state = GuestState.REFUSED.value
    _decided(guest, GuestAct.REFUSED, by, at, reason=_reason(reason))
    return guest


@transaction.atomic
def reconsider_guest(guest_id: UUID, *, by: User, at: datetime) -> Guest:
    """Have somebody who was refused be proposed again."""
    guest = _guest(guest_id)
    if guest.state != GuestState.REFUSED:
        return guest
    guest.state = GuestState.PROPOSED.value
    _decided(guest, GuestAct.RECONSIDERED, by, at)
    return guest


@transaction.atomic
def mark_arrived(guest_id: UUID, *, came: bool, by: User, at: datetime) -> Guest:
    """Say at the door that somebody came, or take that back. Twice is once."""
    guest = _guest(guest_id)
    if came is (guest.arrived_at is not None):
        return guest
    if came and guest.state not in EXPECTED:
        raise Refused(
            _("%(name)s: %(state)s, nên chưa ghi đến được. Hãy hỏi đoàn thư ký.")
            % {"name": guest.full_name, "state": guest.get_state_display()}
        )
    guest.arrived_at = at if came else None
    _decided(guest, GuestAct.ARRIVED if came else GuestAct.NOT_ARRIVED, by, at)
    return guest


@transaction.atomic
def note_guests_taken(
    congress: Congress, *, form: str, rows: int, by: User, at: datetime
) -> None:
    """Write down that the list left the portal, on paper or as a file."""
    trail.record(
        "congress.guests_exported",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
        form=form,
        rows=rows,
    )


_ACTS: Final[dict[GuestAct, str]] = {
    GuestAct.ACCREDITED: "congress.guest_accredited",
    GuestAct.TAKEN_BACK: "congress.guest_pass_taken_back",
    GuestAct.REFUSED: "congress.guest_refused",
    GuestAct.RECONSIDERED: "congress.guest_reconsidered",
    GuestAct.ARRIVED: "congress.guest_arrived",
    GuestAct.NOT_ARRIVED: "congress.guest_not_arrived",
}


def _decided(
    guest: Guest,
    act: GuestAct,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    number: int | None = None,
) -> None:
    # Who came is on no form: nobody who edits meanwhile is held up by the door.
    if act not in (GuestAct.ARRIVED, GuestAct.NOT_ARRIVED):
        guest.version += 1
    guest.save()
    GuestEvent.objects.create(
        congress=guest.congress,
        guest=guest,
        act=act,
        pass_number=number or guest.pass_number,
        reason=reason,
        by=by,
        at=at,
    )
    _record(_ACTS[act], guest, by, at)


def _say(guest: Guest, said: Inviting, *, is_another: bool) -> None:
    told = {name: getattr(said, name) for name in _FIELDS}
    told["areas"] = list(said.areas)
    for name in _TEXTS:
        told[name] = names.clean(told[name])
    if not told["full_name"]:
        raise UnfitGuest(_("Hãy ghi họ và tên."), "full_name")
    if guest._state.adding or guest.state in TYPED:
        if said.state not in TYPED:
            raise UnfitGuest(_("Tình trạng này do việc cấp thẻ ghi."), "state")
    else:
        told["state"] = guest.state
    if guest.state == GuestState.ACCREDITED and not told["areas"]:
        raise UnfitGuest(_("Người có thẻ phải có nơi được vào."), "areas")
    moved = {"full_name", "organisation"} & {
        name for name in told if told[name] != getattr(guest, name)
    }
    if (guest._state.adding or moved) and not is_another:
        _refuse_doubles(guest, told["full_name"], told["organisation"])
    for name, value in told.items():
        setattr(guest, name, value)
    guest.sort_key = names.sort_key(guest.full_name)


def _refuse_doubles(guest: Guest, name: str, organisation: str) -> None:
    but = None if guest._state.adding else guest.pk
    found = doubles(guest.congress, name=name, organisation=organisation, but=but)
    if found.on_roll:
        units = "; ".join(row.person.unit.name for row in found.on_roll)
        raise SameName(
            _(
                "Có người cùng tên trong danh sách triệu tập (%(units)s). Đại biểu, "
                "đảng viên được triệu tập không ghi là khách. Nếu là người khác, hãy "
                "đánh dấu ô dưới đây."
            )
            % {"units": units}
        )
    if found.guests:
        raise SameName(
            _(
                "Danh sách đã có %(name)s, cùng cơ quan. Nếu là người khác, hãy đánh "
                "dấu ô dưới đây."
            )
            % {"name": found.guests[0].full_name}
        )


def _reason(typed: str) -> str:
    reason = names.clean(typed)
    if not reason:
        raise UnfitGuest(_("Hãy ghi lý do."), "reason")
    return reason


def _guest(guest_id: UUID) -> Guest:
    guests = Guest.objects.select_related("congress__scope")
    return guests.select_for_update(of=("self",), no_key=True).get(pk=guest_id)


def _record(act: str, guest: Guest, by: User, at: datetime, **told: object) -> None:
    trail.record(
        act, subject=guest, scope=guest.congress.scope, actor=by, at=at, **told
    )
