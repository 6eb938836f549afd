"""E-mail, where this portal sends any: the sentence told and the page, nothing else.

A letter is sent **at most once**. That it is begun is stored before it is handed to the
server; whoever is killed in between leaves a letter of which nobody knows whether it
was sent, and it is not sent again: the notice stands in the portal all the same. What
the server refuses for now, or what finds no server, is tried again.

No page waits for a server: pages write rows, and the scheduler's task sends them.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import instance
from core.audit import trail
from core.errors import Refused
from core.models import Letter, MailChoice, MailMode, Notice, User

LOG = logging.getLogger(__name__)
IN_ONE_LETTER: Final = 50  # sentences; of more, the number
AT_ONCE: Final = 200  # letters in one go of the task
AGAIN_AFTER: Final = timedelta(minutes=10)
ATTEMPTS: Final = 300  # two days of them
OF_LATE: Final = timedelta(days=7)  # what a letter of the day still tells
TOKEN_FOR: Final = timedelta(days=2)
CONFIRMATIONS: Final = 5  # a day; nobody floods somebody else's mailbox
FOR_NOW: Final = range(400, 500)  # answers of a server after which one tries again
_FAULT: Final = 300


class NoMail(Refused):
    """This portal sends no e-mail."""


class TooManyConfirmations(Refused):
    """Somebody has had enough letters sent to addresses for today."""


class TokenOver(Refused):
    """The address of the confirmation is not, or no longer, good."""


# --- how somebody wants to be told --------------------------------------------------


@transaction.atomic
def choose(user: User, *, mode: MailMode, address: str, at: datetime) -> bool:
    """Note how somebody wants e-mail; return whether the address is to be confirmed.

    Until the new address is confirmed letters go to the old one.
    """
    if not settings.SENDS_MAIL:
        raise NoMail(_("Cổng này không gửi thư điện tử."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    # The letter before the choice, as who sends does: neither waits for the other.
    _drop_questions(user)
    choices = MailChoice.objects.select_for_update()
    choice, _made = choices.get_or_create(user=user)
    asks = bool(address) and address != choice.address
    choice.mode = mode
    if not address:
        choice.address = ""
    choice.wanted_address = address if asks else ""
    choice.digest, choice.digest_until = "", None
    choice.save()
    if asks:
        _ask_to_confirm(user, at)
    trail.record(
        "core.mail_chosen",
        subject=user,
        scope=None,
        actor=user,
        at=at,
        mail=mode.value,
    )
    return asks


def _drop_questions(user: User) -> None:
    """What waits to ask about another address asks no more; what is begun stays."""
    waiting = Letter.objects.filter(
        user=user, kind=Letter.Kind.CONFIRMATION, due_at__isnull=False
    )
    # Held first: one begun meanwhile waits no more, and is not among them.
    held = waiting.select_for_update().order_by("pk").values_list("pk", flat=True)
    Letter.objects.filter(pk__in=list(held)).delete()


def _ask_to_confirm(user: User, at: datetime) -> None:
    day = timezone.localdate(at)
    asked = Letter.objects.filter(user=user, kind=Letter.Kind.CONFIRMATION, day=day)
    if asked.count() >= CONFIRMATIONS:
        raise TooManyConfirmations(
            _("Hôm nay đã gửi đủ số thư xác nhận. Hãy thử lại vào ngày mai.")
        )
    Letter.objects.create(user=user, kind=Letter.Kind.CONFIRMATION, day=day, due_at=at)


@transaction.atomic
def confirm(user: User, token: str, *, at: datetime) -> str:
    """Take an address into use whose letter somebody has read; return it.

    Raises:
        TokenOver: it belongs to somebody else, was used, replaced, or is too old.
    """
    found = MailChoice.objects.select_for_update().filter(
        user=user, digest=_digest(token), digest_until__gt=at
    )
    choice = found.first()
    if choice is None:
        raise TokenOver(
            _(
                "Liên kết xác nhận không còn dùng được, hoặc là của tài khoản khác. "
                "Hãy ghi lại địa chỉ để nhận thư xác nhận mới."
            )
        )
    choice.address, choice.wanted_address = choice.wanted_address, ""
    choice.digest, choice.digest_until = "", None
    choice.save()
    trail.record("core.mail_confirmed", subject=user, scope=None, actor=user, at=at)
    return choice.address


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- letters are written --------------------------------------------------------------


def write_for(notices: Sequence[Notice], *, at: datetime) -> None:
    """Have letters sent to those of the people told who want one for each notice."""
    wanting = _choices(MailMode.EACH, [notice.user_id for notice in notices])
    told = [notice for notice in notices if notice.user_id in wanting]
    for notice in told:
        notice.letter = Letter(
            user_id=notice.user_id,
            kind=Letter.Kind.NOTICE,
            day=notice.day,
            due_at=at,
        )
    Letter.objects.bulk_create(
        [notice.letter for notice in told if notice.letter is not None]
    )
    Notice.objects.bulk_update(told, ["letter"], batch_size=1_000)


@transaction.atomic
def write_for_the_day(*, at: datetime) -> int:
    """Write one letter to each who wants one a day and has not read all he was told."""
    day = timezone.localdate(at)
    wanting = _choices(MailMode.DAILY)
    had = Letter.objects.filter(user__in=wanting, kind=Letter.Kind.DAY, day=day)
    wanting -= set(had.values_list("user", flat=True))
    untold = Notice.objects.filter(
        user__in=wanting,
        read_at__isnull=True,
        letter__isnull=True,
        at__gt=at - OF_LATE,
        at__lte=at,
    )
    users = sorted(set(untold.order_by().values_list("user", flat=True)))
    letters = [
        Letter(user_id=user, kind=Letter.Kind.DAY, day=day, due_at=at) for user in users
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    keys = [letter.pk for letter in letters]
    for letter in Letter.objects.filter(pk__in=keys):
        untold.filter(user=letter.user_id).update(letter=letter)
    return len(letters)


def _choices(mode: MailMode, users: Sequence[int] | None = None) -> set[int]:
    """Return who is to get letters in this way; nobody where none are sent."""
    if not settings.SENDS_MAIL:
        return set()
    found = MailChoice.objects.filter(mode=mode, user__is_active=True)
    if users is not None:
        found = found.filter(user__in=users)
    return set(found.exclude(address="").values_list("user", flat=True))


# --- letters are sent -----------------------------------------------------------------


def send_waiting(*, now: Callable[[], datetime]) -> int:
    """Send what waits; return how many letters were handed over.

    Several at once take different rows. Nothing is begun before a server answers.
    """
    if not settings.SENDS_MAIL or not _waiting(now()).exists():
        return 0
    server = get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as fault:
        _put_off(fault, at=now())
        return 0
    sent = 0
    try:
        for _turn in range(AT_ONCE):
            begun = _begin(at=now())
            if begun is None:
                break
            letter, message = begun
            if not _hand_over(letter, message, server, now):
                break
            sent += letter.sent_at is not None
    finally:
        server.close()
    return sent


def _waiting(at: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(due_at__lte=at)


def _put_off(fault: Exception, *, at: datetime) -> None:
    """Note that no server answers, on everything that waits for one."""
    LOG.warning("no mail server", extra={"fault": str(fault)})
    found = _waiting(at)
    found.update(
        attempts=F("attempts") + 1, due_at=at + AGAIN_AFTER, fault=_words(fault)
    )
    spent = Letter.objects.filter(due_at__isnull=False, attempts__gte=ATTEMPTS)
    spent.update(due_at=None)


def _begin(*, at: datetime) -> tuple[Letter, EmailMessage] | None:
    """Take the next letter nobody else has and note that it is begun, for good."""
    while True:
        # One at a time: who held several would wait for who holds others.
        with transaction.atomic(durable=True):
            letter = (
                _waiting(at)
                .select_for_update(of=("self",), skip_locked=True)
                .select_related("user")
                .order_by("due_at", "pk")
                .first()
            )
            if letter is None:
                return None
            message = _message(letter, at)
            if message is not None:
                letter.begun_at, letter.due_at = at, None
                letter.attempts += 1
                letter.save(update_fields=["begun_at", "due_at", "attempts"])
                return letter, message
            # Read meanwhile, the account closed, or no address any more.
            Notice.objects.filter(letter=letter).update(letter=None)
            letter.delete()


def _hand_over(
    letter: Letter,
    message: EmailMessage,
    server: BaseEmailBackend,
    now: Callable[[], datetime],
) -> bool:
    """Hand a letter to the server; return whether the server still listens."""
    listens = True
    try:
        server.send_messages([message])
        letter.sent_at, letter.fault = now(), ""
    except SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()), (0, b""))
        _refused(letter, code, SMTPException(code, words), at=now())
    except SMTPResponseException as refusal:
        _refused(letter, refusal.smtp_code, refusal, at=now())
    except (OSError, SMTPException) as fault:
        # The line broke: it may have been sent, so it is not sent again.
        letter.fault, listens = _words(fault), False
    letter.save(update_fields=["begun_at", "due_at", "sent_at", "fault"])
    return listens


def _refused(letter: Letter, code: int, fault: Exception, *, at: datetime) -> None:
    """The server has not taken it: for now, or for good."""
    letter.fault, letter.begun_at = _words(fault), None
    if code in FOR_NOW and letter.attempts < ATTEMPTS:
        letter.due_at = at + AGAIN_AFTER


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:_FAULT]


# --- what they say ------------------------------------------------------------------


def _message(letter: Letter, at: datetime) -> EmailMessage | None:
    """Return what to send, or nothing where nobody is to be written to any more."""
    choice = MailChoice.objects.select_for_update().filter(user=letter.user).first()
    if choice is None or not letter.user.is_active:
        return None
    with translation.override("vi"):
        if letter.kind == Letter.Kind.CONFIRMATION:
            return _confirmation(choice, at)
        return _told(letter, choice)


def _confirmation(choice: MailChoice, at: datetime) -> EmailMessage | None:
    if not choice.wanted_address:
        return None
    token = secrets.token_urlsafe(32)
    choice.digest, choice.digest_until = _digest(token), at + TOKEN_FOR
    choice.save(update_fields=["digest", "digest_until"])
    lines = [
        _("Một tài khoản của Cổng Đại hội muốn nhận thông báo ở địa chỉ này."),
        _("Nếu đúng là bạn, hãy đăng nhập rồi mở trang sau trong hai ngày:"),
        _address("core:mail-confirm", token),
        _("Nếu không phải bạn thì không cần làm gì."),
    ]
    return _letter(choice.wanted_address, _("Xác nhận địa chỉ thư điện tử"), lines)


def _told(letter: Letter, choice: MailChoice) -> EmailMessage | None:
    found = Notice.objects.filter(letter=letter)
    if letter.kind == Letter.Kind.DAY:
        found = found.filter(read_at__isnull=True)
    notices = list(found.order_by("-at", "pk"))
    if not notices or not choice.address:
        return None
    lines = []
    for notice in notices[:IN_ONE_LETTER]:
        lines += [notice.said, _address(notice.url_name, *notice.url_args), ""]
    more = len(notices) - IN_ONE_LETTER
    if more > 0:
        lines.append(
            ngettext(
                "Còn %(count)s thông báo khác trong cổng.",
                "Còn %(count)s thông báo khác trong cổng.",
                more,
            )
            % {"count": more}
        )
    lines += [_("Mọi thông báo của bạn:"), _address("core:notices")]
    if letter.kind == Letter.Kind.NOTICE:
        subject = _("Cổng Đại hội có thông báo mới")
    else:
        subject = _("Thông báo trong ngày của Cổng Đại hội")
    return _letter(choice.address, subject, lines)


def _letter(address: str, subject: str, lines: Sequence[str]) -> EmailMessage:
    mark = instance.mark()
    if mark is not None:
        subject = f"[{mark.words}] {subject}"
        lines = [mark.sentence, "", *lines]
    return EmailMessage(
        subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [address]
    )


def _address(name: str, *args: object) -> str:
    return f"{settings.PORTAL_ADDRESS}{reverse(name, args=args)}"
