"""The second factor: a code by time from a phone, or one of ten codes on paper.

The devices are django-otp's; their own throttle slows guessing (1, 2, 4, 8 … seconds).
A recovery code is kept as a keyed digest, so a copy of the database opens nothing.
"""

from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.access import policy
from core.access.rights import SECOND_FACTOR
from core.errors import Refused
from core.models import SignIn, User
from core.services.accounts import OwnAccount
from core.services.sessions import end_sign_ins, note_once_a_minute, record_for
from core.typed_codes import bare, new_code

FIGURES: Final = 6
CODES: Final = 10
GROUPS: Final = 2
# Learned when the device is set up: clocks in a hall may differ by five minutes.
FIRST_TOLERANCE: Final = 10
TOLERANCE: Final = 1
SET_UP_WITHIN: Final = timedelta(minutes=15)

D = TypeVar("D", bound=Device)


class WrongCode(Refused):
    """The code is not the one of now, or was used before."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Mã không đúng hoặc đã dùng rồi. Hãy đợi mã mới hiện ra rồi nhập lại; "
                "nếu vẫn không được, xem đồng hồ của điện thoại có đúng giờ không."
            )
        )


class TooManyCodes(Refused):
    """After wrong codes one waits, each time twice as long."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("Đã nhập sai mã nhiều lần. Hãy đợi đến %(time)s rồi nhập lại.")
            % {"time": f"{timezone.localtime(until):%H:%M:%S}"}
        )


class NoDevice(Refused):
    """There is nothing to confirm or to take away."""


class FactorRequired(Refused):
    """A role asks for the second factor, so it stays on."""


def must_have_second_factor(user: User) -> bool:
    """Whether a role the user holds today asks for it in this portal."""
    required: bool = settings.SECOND_FACTOR_REQUIRED
    return required and not SECOND_FACTOR.isdisjoint(policy.roles_of(user))


def has_second_factor(user: User) -> bool:
    """Whether the account asks for a code after the password."""
    found: bool = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    return found


def pending_device(user: User) -> TOTPDevice | None:
    """Return the device that is being set up, not confirmed yet and not given up."""
    return _devices(TOTPDevice, user, confirmed=False).last()


def key_of(device: TOTPDevice) -> str:
    """Return the key in the letters that phones take."""
    return b32encode(device.bin_key).decode()


def recovery_codes_left(user: User) -> int:
    """Return how many codes on paper are unused."""
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


@transaction.atomic
def begin_device(*, user: User) -> TOTPDevice:
    """Make a key for a phone; it counts from its first right code on."""
    User.objects.select_for_update().get(pk=user.pk)
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(
        user=user, name="totp", confirmed=False, tolerance=FIRST_TOLERANCE
    )


def confirm_device(
    *, user: User, code: str, session_key: str, at: datetime
) -> tuple[TOTPDevice, list[str]]:
    """Take the device into use by its first code; return it with new recovery codes.

    The device before it is gone, and so are the account's other sessions.
    """
    device = _verified(TOTPDevice, user, bare(code), confirmed=False)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed, device.tolerance = True, TOLERANCE
        device.save(update_fields=["confirmed", "tolerance"])
        codes = _new_codes(user)
        end_sign_ins(user=user, how=SignIn.End.FACTOR, at=at, but=session_key)
        record_for("core.second_factor_set", user, by=user, at=at)
    return device, codes


def pass_second_factor(*, user: User, typed: str, at: datetime) -> Device:
    """Return the device whose code was typed: six figures, or a code on paper."""
    code = bare(typed)
    device: Device
    if code.isdecimal() and len(code) == FIGURES:
        device, how = _verified(TOTPDevice, user, code), "phone"
    else:
        device, how = _verified(StaticDevice, user, code), "paper"
    with transaction.atomic():
        record_for("core.second_factor_passed", user, by=user, at=at, how=how)
    return device


@transaction.atomic
def renew_recovery_codes(*, user: User, at: datetime) -> list[str]:
    """Make ten new codes; those on the old paper open nothing any more."""
    if not has_second_factor(user):
        raise NoDevice(_("Tài khoản này chưa có lớp bảo vệ thứ hai."))
    codes = _new_codes(user)
    record_for("core.recovery_codes_made", user, by=user, at=at)
    return codes


@transaction.atomic
def remove_second_factor(*, user: User, session_key: str, at: datetime) -> None:
    """Turn one's own second factor off, where no role asks for it."""
    if must_have_second_factor(user):
        raise FactorRequired(
            _("Vai trò của bạn cần lớp bảo vệ thứ hai, nên không tắt được.")
        )
    if _drop(user):
        end_sign_ins(user=user, how=SignIn.End.FACTOR, at=at, but=session_key)
        record_for("core.second_factor_removed", user, by=user, at=at)


@transaction.atomic
def take_second_factor(*, user_id: int, by: User | None, at: datetime) -> User:
    """Take away a device that was lost, by somebody else; its sessions end.

    ``by`` is empty for whoever runs the machine.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    if by is not None and by.pk == user.pk:
        raise OwnAccount(
            _(
                "Không ai tự gỡ lớp bảo vệ thứ hai ở trang này. Mất điện thoại thì "
                "dùng mã khôi phục trên giấy."
            )
        )
    if not _drop(user):
        raise NoDevice(_("Tài khoản này chưa có lớp bảo vệ thứ hai."))
    end_sign_ins(user=user, how=SignIn.End.FACTOR, at=at)
    record_for("core.second_factor_taken", user, by=by, at=at)
    return user


@transaction.atomic
def note_wrong_code(*, user: User, at: datetime) -> None:
    """Leave a line of a wrong code, one a minute at most."""
    note_once_a_minute("core.second_factor_failed", user, at=at)


def _verified(kind: type[D], user: User, typed: str, *, confirmed: bool = True) -> D:
    """Return the user's device that takes the code.

    What was tried is kept although it is refused, or guessing would be free: so the
    refusal is raised after the transaction that counts.
    """
    with transaction.atomic():
        device = _devices(kind, user, confirmed=confirmed).select_for_update().last()
        if device is None:
            raise WrongCode
        allowed, why_not = device.verify_is_allowed()
        taken = allowed and device.verify_token(_as_kept(device, typed))
    if not allowed:
        raise TooManyCodes(why_not["locked_until"])
    if not taken:
        raise WrongCode
    return device


def _devices(kind: type[D], user: User, *, confirmed: bool) -> QuerySet[D]:
    """Return the user's devices; one begun and left lying is none."""
    found: QuerySet[D] = kind.objects.filter(user=user, confirmed=confirmed)
    if not confirmed:
        found = found.filter(created_at__gt=timezone.now() - SET_UP_WITHIN)
    return found.order_by("pk")


def _as_kept(device: Device, typed: str) -> str:
    if isinstance(device, StaticDevice):
        return _digest(device, typed)
    return typed


def _new_codes(user: User) -> list[str]:
    """Put ten fresh codes in the place of those there are."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [new_code(groups=GROUPS) for _time in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(device, bare(code))) for code in codes
    )
    return codes


def _drop(user: User) -> bool:
    """Forget every device; whether one was in use."""
    kinds: Sequence[type[Device]] = (TOTPDevice, StaticDevice)
    had_one = has_second_factor(user)
    for kind in kinds:
        kind.objects.filter(user=user).delete()
    return had_one


def _digest(device: StaticDevice, bare: str) -> str:
    key = f"{device.pk}:{bare}"
    return salted_hmac("recovery code", key, algorithm="sha256").hexdigest()[:16]
