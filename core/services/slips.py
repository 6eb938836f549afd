"""First passwords on paper: accounts made for many people, one password given anew.

What is wanted is written down first; a worker makes it. The accounts and the paper with
their passwords are stored by one transaction, so neither is ever without the other.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import policy
from core.access.rights import Right, Role
from core.audit import trail
from core.errors import Refused
from core.models import AccountSlips, Person, Scope, Unit, User
from core.services import scopes
from core.services.accounts import (
    GIVEN_FOR,
    OwnAccount,
    add_account,
    store_password,
)
from core.services.roles import give_role
from core.typed_codes import new_code
from core.vietnamese import names

AT_ONCE: Final = 500  # accounts of one request: hashing takes a third of a second each
GROUPS: Final = 4
KEPT_FOR: Final = timedelta(hours=24)
TRIES: Final = 3  # somebody else may take one of the names meanwhile


@dataclass(frozen=True, slots=True)
class GivenPassword:
    """One slip: what its reader needs for signing in the first time."""

    full_name: str
    place: str
    username: str
    password: str
    until: datetime


# Makes the paper of what is wanted.
Draw = Callable[[AccountSlips, Sequence[GivenPassword]], bytes]
Report = Callable[[int, int], None]


class NobodyWithoutAccount(Refused):
    """Everybody who was chosen has an account by now."""


class TooManyAtOnce(Refused):
    """More people than one request may name."""


class NamesTaken(Refused):
    """Others kept taking the names that were to be given."""


class NoLongerKeeps(Refused):
    """Who asked for the paper has lost the right to since."""


class SlipsGone(Refused):
    """The paper was fetched already, or waited too long."""


def address_of(seen: str) -> str:
    """Return the portal's address for a slip; nothing when only this machine has it."""
    host = urlsplit(seen).hostname or ""
    try:
        is_own = ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost"
    return "" if is_own else seen


@transaction.atomic
def want_accounts(
    *,
    unit: Unit,
    people: Collection[UUID],
    role: Role | None,
    starts_on: date | None,
    ends_on: date | None,
    portal: str,
    by: User,
    at: datetime,
) -> AccountSlips:
    """Write down for whom accounts are wanted, and which role they get at the unit."""
    if not people:
        raise NobodyWithoutAccount(_("Hãy chọn ít nhất một người."))
    if len(people) > AT_ONCE:
        raise TooManyAtOnce(
            _("Mỗi lần lập tối đa %(most)s tài khoản. Hãy tìm để thu hẹp rồi lập tiếp.")
            % {"most": AT_ONCE}
        )
    wanted: dict[str, Any] = {
        "people": [str(each) for each in people],
        "portal": portal,
        "unit": unit.name,
        "scope": unit.scope_id,
    }
    if role is not None:
        wanted["role"] = role.value
        wanted["starts_on"] = (starts_on or timezone.localdate(at)).isoformat()
        wanted["ends_on"] = ends_on.isoformat() if ends_on else None
    return AccountSlips.objects.create(wanted=wanted, made_by=by, made_at=at)


@transaction.atomic
def want_password(*, user: User, portal: str, by: User, at: datetime) -> AccountSlips:
    """Write down that an account gets a new first password."""
    if user.pk == by.pk:
        raise OwnAccount(_("Mật khẩu của mình thì đổi ở trang Đổi mật khẩu."))
    wanted = {"user": user.pk, "portal": portal}
    return AccountSlips.objects.create(wanted=wanted, made_by=by, made_at=at)


def make_slips(slips_id: str, *, at: datetime, report: Report, draw: Draw) -> None:
    """Make what is wanted and the paper with it; a second time changes nothing."""
    slips = AccountSlips.objects.select_related("made_by").get(pk=slips_id)
    if slips.accounts:
        return
    # Time passes until a worker is free: a closed account gives nobody a password.
    by = User.objects.get(pk=slips.made_by_id)
    if not (by.is_active and policy.holds(by, Right.ACCOUNT_KEEP)):
        raise NoLongerKeeps(_("Người yêu cầu không còn quyền lập tài khoản."))
    if "user" in slips.wanted:
        _give_anew(slips, at=at, report=report, draw=draw)
    else:
        _make_accounts(slips, at=at, report=report, draw=draw)


@transaction.atomic
def fetch_slips(*, slips_id: UUID, by: User, at: datetime) -> bytes:
    """Return the paper and forget it: first passwords are read once."""
    slips = AccountSlips.objects.select_for_update(of=("self",)).get(
        pk=slips_id, made_by=by
    )
    if slips.data is None:
        raise SlipsGone(
            _(
                "Phiếu này đã tải về rồi hoặc đã quá 24 giờ. Nếu mất phiếu, hãy cấp "
                "lại mật khẩu cho từng tài khoản."
            )
        )
    data = bytes(slips.data)
    slips.data, slips.fetched_at = None, at
    slips.save(update_fields=["data", "fetched_at"])
    trail.record(
        "core.slips_fetched",
        subject=slips,
        scope=None,
        actor=by,
        at=at,
        accounts=slips.accounts,
    )
    return data


def empty_old_slips(*, at: datetime) -> int:
    """Forget papers that nobody fetched within a day."""
    old = AccountSlips.objects.filter(made_at__lt=at - KEPT_FOR, data__isnull=False)
    return old.update(data=None)


# --- accounts for people ------------------------------------------------------------


def _make_accounts(
    slips: AccountSlips, *, at: datetime, report: Report, draw: Draw
) -> None:
    passwords: dict[UUID, tuple[str, str]] = {}
    for _time in range(TRIES):
        people = _without_account(slips)
        _hash_passwords(people, passwords, report)
        made = _new_users(people, passwords)
        given = [
            GivenPassword(
                full_name=person.full_name,
                place=person.unit.name,
                username=user.username,
                password=passwords[person.pk][0],
                until=at + GIVEN_FOR,
            )
            for person, user in zip(people, made, strict=True)
        ]
        data = draw(slips, given)
        if _store(slips, made, data, at=at):
            return
    raise NamesTaken(
        _("Tên đăng nhập vừa có người khác lấy. Hãy lập lại danh sách này.")
    )


def _without_account(slips: AccountSlips) -> list[Person]:
    people = list(
        Person.objects.filter(
            pk__in=slips.wanted["people"], user=None, merged_into=None
        )
        .select_related("unit__scope")
        .order_by("sort_key", "pk")
    )
    if not people:
        raise NobodyWithoutAccount(_("Những người đã chọn đều đã có tài khoản."))
    return people


def _hash_passwords(
    people: Sequence[Person], known: dict[UUID, tuple[str, str]], report: Report
) -> None:
    for done, person in enumerate(people, start=1):
        if person.pk not in known:
            password = new_code(groups=GROUPS)
            known[person.pk] = password, make_password(password)
        report(done, len(people))


def _new_users(
    people: Sequence[Person], passwords: dict[UUID, tuple[str, str]]
) -> list[User]:
    usernames = _free_names([person.full_name for person in people])
    return [
        User(
            username=username,
            full_name=person.full_name,
            person=person,
            password=passwords[person.pk][1],
        )
        for username, person in zip(usernames, people, strict=True)
    ]


def _free_names(full_names: Sequence[str]) -> list[str]:
    """Return a user name for each: ``nguyen.van.an``, then ``nguyen.van.an2`` …"""
    wanted = [username_of(each) for each in full_names]
    beginnings = "|".join(sorted({each.replace(".", r"\.") for each in wanted}))
    taken = set(
        User.objects.filter(username__regex=rf"^({beginnings})\d*$").values_list(
            "username", flat=True
        )
    )
    found = []
    for name in wanted:
        number = 1
        free = name
        while free in taken:
            number += 1
            free = f"{name}{number}"
        taken.add(free)
        found.append(free)
    return found


def username_of(full_name: str) -> str:
    """Return how a name is written as a user name, before it is made unique."""
    words = (
        "".join(sign for sign in word if sign.isascii() and sign.isalnum())
        for word in names.fold(full_name).split()
    )
    return ".".join(word for word in words if word)[:40].strip(".") or "tai.khoan"


@transaction.atomic
def _store(
    slips: AccountSlips, made: Sequence[User], data: bytes, *, at: datetime
) -> bool:
    """Store accounts, roles and paper, unless a name or a person was taken."""
    # The tree before the rows, as mergers of units do.
    scopes.share_the_tree()
    locked = AccountSlips.objects.select_for_update(of=("self",)).get(pk=slips.pk)
    if locked.accounts:
        return True
    if not _as_they_were(made):
        return False
    try:
        with transaction.atomic():
            for user in made:
                user.joined_at, user.given_password_until = at, at + GIVEN_FOR
                add_account(user, by=slips.made_by, at=at)
                _give_role(slips, user, at=at)
    except IntegrityError:
        return False
    _keep(locked, data, accounts=len(made))
    return True


def _as_they_were(made: Sequence[User]) -> bool:
    """Whether all these people still stand, without account, where they were read."""
    read = {(user.person.pk, user.person.unit_id) for user in made if user.person}
    standing = Person.objects.filter(
        pk__in=[key for key, _unit in read], user=None, merged_into=None
    )
    rows = standing.order_by("pk").select_for_update(of=("self",), no_key=True)
    return {(row.pk, row.unit_id) for row in rows} == read


def _give_role(slips: AccountSlips, user: User, *, at: datetime) -> None:
    wanted = slips.wanted
    if "role" not in wanted:
        return
    ends_on = wanted["ends_on"]
    give_role(
        user=user,
        role=Role(wanted["role"]),
        scope=Scope.objects.get(pk=wanted["scope"]),
        starts_on=date.fromisoformat(wanted["starts_on"]),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        by=slips.made_by,
        at=at,
    )


# --- one password anew --------------------------------------------------------------


def _give_anew(
    slips: AccountSlips, *, at: datetime, report: Report, draw: Draw
) -> None:
    password = new_code(groups=GROUPS)
    user = User.objects.select_related("person__unit__scope").get(
        pk=slips.wanted["user"]
    )
    given = GivenPassword(
        full_name=user.full_name,
        place=user.person.unit.name if user.person else "",
        username=user.username,
        password=password,
        until=at + GIVEN_FOR,
    )
    data = draw(slips, [given])
    hashed = make_password(password)
    with transaction.atomic():
        locked = AccountSlips.objects.select_for_update(of=("self",)).get(pk=slips.pk)
        if locked.accounts:
            return
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        user.password = hashed
        store_password(user, by=slips.made_by, at=at)
        _keep(locked, data, accounts=1)
    report(1, 1)


def _keep(slips: AccountSlips, data: bytes, *, accounts: int) -> None:
    slips.data, slips.accounts = data, accounts
    slips.save(update_fields=["data", "accounts"])
