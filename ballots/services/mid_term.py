"""An election within the term, at a meeting of the committee (190-QĐ/TW Art. 28)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots.models import MidTerm, Poll
from ballots.queries.mid_term import Held, TermNow, serves, term_now
from ballots.rules.mid_term import MAY_HAVE_MORE, Places, Why
from ballots.rules.purposes import Purpose
from ballots.services.preparing import Entering, MorePlacesThanOpen, enter_election
from congress.models import BodyKind, Congress
from congress.rules.offices import Office
from congress.services import call_incumbents, form_body
from core.audit import trail
from core.errors import Refused
from core.models import User


class NoMeetingOfACommittee(Refused):
    """A cell elects at a meeting of its members, which is not served here."""


class ElectionRunning(Refused):
    """An election to this office within the term has not come to a result yet."""


class FixedNumberUnsound(Refused):
    """Nobody has said how many were fixed, or it is not what the congress fixed."""


class ConsentLacking(Refused):
    """Nothing is elected within the term before the level above consents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MidTermStart:
    """What is said when an election within the term is started."""

    office: Office
    why: Why
    seats: int
    # Where the portal knows no election that fixed it.
    fixed: int | None = None
    consent: str
    consent_on: date
    consent_by: str
    reason: str
    purpose: Purpose = Purpose.CHECK
    permitted_by: str = ""
    # How many the page said would be called.
    seen: int


@transaction.atomic
def start_mid_term(
    congress: Congress, start: MidTermStart, *, by: User, at: datetime
) -> Poll:
    """Call the committee's meeting with its incumbents and enter the election there.

    Raises:
        NoMeetingOfACommittee: a cell elects otherwise.
        ElectionRunning: there is one to this office already.
        FixedNumberUnsound: the number fixed is not known, or another.
        MorePlacesThanOpen: so many places are not open (R-AF-10).
        ConsentLacking: the level above has not consented yet.
        OtherNumber: the committee has other members than the page showed.
    """
    locked = Congress.objects.select_for_update(of=("self",), no_key=True)
    locked = locked.select_related("unit__scope", "scope", "term")
    congress = locked.get(pk=congress.pk)
    if not serves(congress):
        raise NoMeetingOfACommittee(
            _("Chi bộ bầu bổ sung ở hội nghị đảng viên của chi bộ, không lập ở đây.")
        )
    today = at.astimezone().date()
    _refuse_without_consent(start, today)
    now = term_now(congress, on=today)
    held = next(each for each in now.offices if each.office is start.office)
    places = _places(now, held, start)
    body = form_body(congress=congress, kind=BodyKind.COMMITTEE, by=by, at=at)
    call_incumbents(body.pk, seen=start.seen, by=by, at=at)
    body.congress = congress
    entering = Entering(
        office=start.office,
        seats=start.seats,
        purpose=start.purpose,
        permitted_by=start.permitted_by,
        exception=start.reason,
        mid_term=True,
    )
    poll = enter_election(body, entering, by=by, at=at)
    made = _kept(poll, start, places, by=by, at=at)
    trail.record(
        "ballots.mid_term_started",
        subject=poll.election,
        scope=body.scope,
        actor=by,
        at=at,
        office=start.office.value,
        seats=start.seats,
        decision=made.consent,
        reason=start.reason,
    )
    return poll


def _refuse_without_consent(start: MidTermStart, today: date) -> None:
    if not (start.consent.strip() and start.consent_by.strip()):
        raise ConsentLacking(_("Hãy ghi văn bản đồng ý của cấp trên."))
    if start.consent_on > today:
        raise ConsentLacking(_("Ngày văn bản đồng ý không được sau hôm nay."))


def _kept(
    poll: Poll, start: MidTermStart, places: Places, *, by: User, at: datetime
) -> MidTerm:
    """Keep why the election is held, with the calculation as it stood."""
    return MidTerm.objects.create(
        election=poll.election,
        why=start.why.value,
        fixed=places.fixed,
        standing=places.standing,
        percent=places.percent,
        consent=start.consent.strip(),
        consent_on=start.consent_on,
        consent_by=start.consent_by.strip(),
        reason=start.reason,
        by=by,
        at=at,
    )


def _places(now: TermNow, held: Held, start: MidTermStart) -> Places:
    """Return the places of the office; refuse more than are open."""
    if held.running:
        raise ElectionRunning(
            _("Đang có cuộc bầu số %(number)s vào chức danh này, chưa có kết quả.")
            % {"number": held.running.election.number}
        )
    # Of other offices the level above may have consented to another number since.
    is_otherwise = held.fixed and start.fixed not in (None, held.fixed)
    if is_otherwise and start.office in MAY_HAVE_MORE:
        raise FixedNumberUnsound(
            _("Đại hội đã quyết định số lượng %(fixed)s; hãy ghi đúng số đó.")
            % {"fixed": held.fixed}
        )
    fixed = start.fixed or held.fixed
    if not fixed:
        raise FixedNumberUnsound(
            _("Cổng chưa biết số lượng đã quyết định của chức danh này. Hãy ghi số đó.")
        )
    share = now.percent if start.office in MAY_HAVE_MORE else 0
    places = Places(fixed, held.standing, share)
    if start.seats > places.open(start.why):
        raise MorePlacesThanOpen(_sentence(places, start.why))
    return places


def _sentence(places: Places, why: Why) -> str:
    if why is Why.VACANCY:
        return _(
            "Đã quyết định %(fixed)s, đang có %(standing)s nên chỉ bầu thay không quá "
            "%(most)s người."
        ) % {
            "fixed": places.fixed,
            "standing": places.standing,
            "most": places.vacant,
        }
    if not places.percent:
        return _("Chỉ cấp ủy viên mới bầu thêm ngoài số lượng đã quyết định.")
    return _(
        "Bầu thêm ngoài số lượng không quá %(percent)s%% của %(fixed)s là %(limit)s "
        "người; đã thêm %(extra)s nên còn được thêm không quá %(most)s người."
    ) % {
        "percent": places.percent,
        "fixed": places.fixed,
        "limit": places.most_extra,
        "extra": places.extra,
        "most": places.open_extra,
    }
