"""Who is in a body, with which account, and which units it looks after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.models import BodyMember, BodyPart, BodyUnit, Visit, WorkingBody
from congress.queries.working import accounts_within
from congress.services.working.holding import held_body, record_for, said_of, tell
from congress.services.working.waiting import write_work_of
from core.access.rights import Role
from core.errors import Refused, Unfit
from core.models import Person, Unit, User
from core.services.roles import give_role, is_one_person, revoke_role
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Who joins a body: somebody of the register, or a name that was typed."""

    person: Person | None = None
    full_name: str = ""
    post: str = ""
    part: str
    user: User | None = None
    from_on: date


class OwnSecrets(Refused):
    """Nobody lets himself in where he may not read."""


class NoSuchAccount(Unfit):
    """The account is not of the body's unit, nor of one beneath it; or is none."""

    def __init__(self) -> None:
        super().__init__(
            _("Không có tài khoản nào như thế ở tổ chức này hay bên dưới."),
            "username",
        )


@transaction.atomic
def add_member(body_id: UUID, who: Joining, *, by: User, at: datetime) -> BodyMember:
    """Put somebody into a body; his account works on its pages from that day.

    Raises:
        Unfit: he is in it already, or it has a head; the account is not of here.
        OwnSecrets: somebody puts himself into a body for personnel.
    """
    body = held_body(body_id)
    full_name = who.person.full_name if who.person else names.clean(who.full_name)
    if not full_name:
        raise Unfit(_("Hãy ghi họ và tên, hoặc chọn người trong sổ."), "full_name")
    if who.from_on < body.decided_on:
        raise Unfit(_("Không được trước ngày quyết định thành lập."), "from_on")
    _refuse_twice(body, who)
    user = who.user
    is_own = user is not None and is_one_person(by, user)
    if user is not None:
        _refuse_account(body, user, is_own=is_own)
    appointment = None
    if user is not None and not is_own:
        appointment = give_role(
            user=user,
            role=Role.BODY_MEMBER,
            scope=body.scope,
            starts_on=who.from_on,
            by=by,
            at=at,
        )
    member = BodyMember(
        body=body,
        person=who.person,
        full_name=full_name,
        sort_key=names.sort_key(full_name),
        post=names.clean(who.post),
        part=who.part,
        user=user,
        appointment=appointment,
        from_on=who.from_on,
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        # A double click: the first one put him in a moment ago.
        raise Unfit(_("Người này đã có trong tiểu ban, tổ.")) from None
    record_for("congress.body_joined", body, by=by, at=at, body_part=who.part)
    write_work_of(body, at=at)
    if user is not None and not is_own:
        tell(
            "congress.body_joined",
            body,
            values={"body": body.name},
            url_name="congress:working-body",
            url_args=[body.pk],
            users=[user],
            by=by,
            at=at,
        )
    return member


@transaction.atomic
def change_part(
    member_id: UUID, *, part: str, post: str, by: User, at: datetime
) -> BodyMember:
    """Say what somebody is in a body, or which post he holds elsewhere."""
    member = _held_member(member_id)
    body = held_body(member.body_id)
    if part == BodyPart.HEAD and member.part != part:
        _refuse_second_head(body)
    member.part, member.post = part, names.clean(post)
    member.save(update_fields=["part", "post"])
    record_for("congress.body_part_changed", body, by=by, at=at, body_part=part)
    write_work_of(body, at=at)
    return member


@transaction.atomic
def let_go(member_id: UUID, *, on: date, by: User, at: datetime) -> BodyMember:
    """Have somebody be in a body no longer; what he had not reported is nobody's."""
    member = _held_member(member_id)
    body = held_body(member.body_id)
    if member.until_on is not None:
        return member
    _leave(member, on, by, at)
    record_for("congress.body_left", body, by=by, at=at)
    open_ones = Visit.objects.filter(
        member=member, held_on__isnull=True, cancelled_at__isnull=True
    )
    open_ones.update(member=None)
    write_work_of(body, at=at)
    return member


def leave_all(body: WorkingBody, *, on: date, by: User, at: datetime) -> None:
    """Have everybody leave a body that ends."""
    rows = BodyMember.objects.select_for_update(of=("self",), no_key=True)
    for member in rows.filter(body=body, until_on__isnull=True).order_by("pk"):
        _leave(member, on, by, at)


@transaction.atomic
def set_territory(
    body_id: UUID, units: Collection[Unit], *, on: date, by: User, at: datetime
) -> list[BodyUnit]:
    """Have a body look after these units, all of them beneath its own.

    Return those that are new. A unit that is left out is looked after no longer.
    """
    body = held_body(body_id)
    path = f"{body.unit.scope.path}."
    for unit in units:
        if not unit.scope.path.startswith(path):
            raise Unfit(
                _("%(unit)s không ở bên dưới %(own)s.")
                % {"unit": unit.name, "own": body.unit.name},
                "units",
            )
    rows = BodyUnit.objects.select_for_update(of=("self",), no_key=True)
    known = {row.unit_id: row for row in rows.filter(body=body, until_on__isnull=True)}
    wanted = {unit.pk: unit for unit in units}
    for key in known.keys() - wanted.keys():
        row = known[key]
        row.until_on = max(on, row.from_on)
        row.save(update_fields=["until_on"])
    made = [
        BodyUnit.objects.create(body=body, unit=unit, from_on=on)
        for key, unit in wanted.items()
        if key not in known
    ]
    gone = len(known.keys() - wanted.keys())
    if made or gone:
        record_for("congress.body_territory", body, by=by, at=at, units=len(wanted))
        tell(
            "congress.body_territory",
            body,
            values={"body": said_of(body, body.name), "number": str(len(wanted))},
            url_name="congress:working-body",
            url_args=[body.pk],
            by=by,
            at=at,
        )
    return made


def _leave(member: BodyMember, on: date, by: User, at: datetime) -> None:
    member.until_on = max(on, member.from_on)
    member.save(update_fields=["until_on"])
    # At once, whatever day it is said to hold from: who is out reads no more.
    if member.appointment_id is not None:
        revoke_role(appointment_id=member.appointment_id, by=by, at=at)


def _held_member(member_id: UUID) -> BodyMember:
    # The body first, as every act does, so that two of them never wait crosswise.
    body_id = BodyMember.objects.values_list("body", flat=True).get(pk=member_id)
    held_body(body_id)
    rows = BodyMember.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=member_id)


def _refuse_twice(body: WorkingBody, who: Joining) -> None:
    standing = BodyMember.objects.filter(body=body, until_on__isnull=True)
    if who.person and standing.filter(person=who.person).exists():
        raise Unfit(_("Người này đã có trong tiểu ban, tổ."))
    if who.user and standing.filter(user=who.user).exists():
        raise Unfit(_("Tài khoản này đã có trong tiểu ban, tổ."), "username")
    if who.part == BodyPart.HEAD:
        _refuse_second_head(body)


def _refuse_second_head(body: WorkingBody) -> None:
    standing = BodyMember.objects.filter(body=body, until_on__isnull=True)
    if standing.filter(part=BodyPart.HEAD).exists():
        raise Unfit(
            _("Tiểu ban, tổ này đã có trưởng. Hãy đổi chức danh của người ấy trước."),
            "part",
        )


def _refuse_account(body: WorkingBody, user: User, *, is_own: bool) -> None:
    if is_own and body.is_of_personnel:
        raise OwnSecrets(
            _(
                "Không ai tự đưa mình vào tiểu ban nhân sự. Hãy nhờ người khác có "
                "quyền ghi vào."
            )
        )
    if not accounts_within(body.unit).filter(pk=user.pk).exists():
        raise NoSuchAccount
