"""A random sample of counted papers is read once more before the result is confirmed.

The head has it drawn by digits thrown in the hall. Members of the sealed board who read
none of a batch read its drawn papers, without seeing what was counted. A paper that
differs is read once more by another person, or the board looks at it and rules that
what was counted stands. Otherwise the papers are taken up again (``reopening``): no
result is confirmed over it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ballots import labels, queries
from ballots.models import (
    Ballot,
    LookedPaper,
    LookRuling,
    LookStopped,
    Poll,
    Tally,
    ThirdLook,
)
from ballots.queries.entry import sheet_of
from ballots.queries.looking import (
    DrawnPaper,
    LookState,
    Reader,
    is_looked_at,
    look_state,
    papers_wanted,
    places_of,
    readers,
)
from ballots.queries.papers import who_may_rule
from ballots.rules import journal
from ballots.rules.command import Mistyped, Typed, understand
from ballots.rules.stages import Stage
from ballots.rules.third_look import drawn, says_the_same
from ballots.services.board import refuse_other_head, refuse_outside_board
from ballots.services.entering import ShownOtherwise, Slipped
from ballots.services.own_list import refuse_own_list
from ballots.services.reopening import refuse_while_asked
from ballots.services.ruling import refuse_few
from ballots.services.withdrawing import refuse_withdrawn
from core.audit import trail
from core.errors import Refused
from core.models import User


class NothingToLookAt(Refused):
    """No result of typed papers waits to be confirmed."""


class NotDrawn(Refused):
    """Nobody is to read this paper now."""


class ReadItBefore(Refused):
    """Whoever has read a paper before does not take the third look at it."""


class NothingToRuleOn(Refused):
    """The board rules on drawn papers that were read otherwise than they count."""


class LookUnfinished(Refused):
    """Drawn papers are not read, or the head has not said why none are."""


class PapersDiffer(Refused):
    """Drawn papers show something else than what was counted."""


class Look(NamedTuple):
    """What a screen sends for one drawn paper; ``shown`` is what it had on it."""

    batch: int
    position: int
    command: str
    key: UUID
    shown: str


class LookRuled(NamedTuple):
    """Over which paper the board ruled that what was counted stands, why, and who."""

    batch: int
    position: int
    reason: str
    deciders: Sequence[str]


@transaction.atomic
def order_look(poll_id: str, *, seed: str, by: User, at: datetime) -> ThirdLook:
    """Have papers drawn by digits thrown in the hall.

    Ordered again the first draw stands: nobody throws until he likes what he has. The
    result's own digest is mixed in, so the same digits draw other papers of others.
    """
    poll = queries.locked(poll_id)
    if known := look_state(poll).look:
        return known
    tally = _counted(poll, by)
    papers = places_of(poll)
    wanted, margin_asked = papers_wanted(poll, tally, len(papers))
    look = ThirdLook.objects.create(
        poll=poll,
        revision=poll.revision,
        seed=seed,
        digest=tally.digest,
        papers=len(papers),
        drawn=drawn(papers, count=wanted, seed=f"{seed} {tally.digest}"),
        margin_asked=margin_asked,
        by=by,
        at=at,
    )
    _record(
        "ballots.third_look_ordered",
        poll,
        by=by,
        at=at,
        seed=seed,
        digest=look.digest,
        papers=look.wanted,
    )
    return look


@transaction.atomic
def stop_look(poll_id: str, *, reason: str, by: User, at: datetime) -> LookStopped:
    """Go on without the look, or the rest of it, for a reason that the minutes tell.

    A paper that differs is not passed over this way.
    """
    poll = queries.locked(poll_id)
    state = look_state(poll)
    if state.stopped:
        return state.stopped
    _counted(poll, by)
    _refuse_differing(state)
    stopped = LookStopped.objects.create(
        poll=poll, revision=poll.revision, reason=reason, by=by, at=at
    )
    _record(
        "ballots.third_look_stopped",
        poll,
        by=by,
        at=at,
        reason=reason,
        papers=state.read,
    )
    return stopped


@transaction.atomic
def read_paper(poll_id: str, look: Look, *, by: User, at: datetime) -> LookedPaper:
    """Save what a drawn paper shows. Sent again with its key, it is saved once."""
    poll = queries.locked(poll_id)
    content = journal.content(*said(poll, look.command)[:2])
    known = LookedPaper.objects.filter(key=look.key).first()
    if look.shown != content or (known and not _is_same(known, look, content, by)):
        raise ShownOtherwise(
            _("Màn hình hiện khác với điều cổng đọc được, nên chưa ghi. Hãy tải lại.")
        )
    if known:
        return known
    _waiting_tally(poll)
    state = look_state(poll)
    ordered, paper = _drawn_paper(state, look)
    _refuse_reader(poll, paper, by)
    saved = _saved(poll, ordered, paper, look, by)
    _tell(poll, state, saved, paper, by=by, at=at)
    return saved


@transaction.atomic
def rule_on_look(
    poll_id: str, ruled: LookRuled, *, by: User, at: datetime
) -> LookRuling:
    """Write down that the board saw the paper, and that what was counted stands.

    One reading that differs is enough: on a small board nobody is left for a second.
    """
    poll = queries.locked(poll_id)
    _counted(poll, by)
    state = look_state(poll)
    paper = state.paper(ruled.batch, ruled.position)
    if paper and paper.ruling:
        return paper.ruling
    if state.look is None or paper is None or not paper.differs:
        raise NothingToRuleOn(
            _("Tờ này không chờ ban quyết định. Hãy về trang đọc lại ngẫu nhiên.")
        )
    refuse_few(ruled.deciders, who_may_rule(poll))
    ruling = LookRuling.objects.create(
        look=state.look,
        ballot=paper.readings[0].ballot,
        reason=ruled.reason,
        deciders=list(ruled.deciders),
        by=by,
        at=at,
    )
    # What the paper shows stays out of the trail: only where it lies.
    _record(
        "ballots.third_look_ruled",
        poll,
        by=by,
        at=at,
        batch=ruled.batch,
        position=ruled.position,
        reason=ruled.reason,
        deciders=list(ruled.deciders),
    )
    return ruling


def said(poll: Poll, command: str) -> Typed:
    """Read what was typed about a paper; refused with words for whoever typed it."""
    try:
        return understand(command, sheet_of(poll))
    except Mistyped as mistyped:
        raise Slipped(labels.slip(mistyped)) from None


def refuse_unlooked(poll: Poll) -> None:
    """Refuse to confirm before drawn papers are read and as they were counted."""
    if not is_looked_at(poll):
        return
    state = look_state(poll)
    _refuse_differing(state)
    if state.lets_confirm:
        return
    if state.look is None:
        raise LookUnfinished(
            _(
                "Chưa đọc lại ngẫu nhiên. Hãy rút phiếu để ban đọc lại, hoặc ghi lý do "
                "không đọc lại; biên bản ghi điều ấy."
            )
        )
    raise LookUnfinished(
        ngettext(
            "Còn %(papers)s tờ đã rút chưa đọc lại. Hãy đọc hết, hoặc ghi lý do dừng.",
            "Còn %(papers)s tờ đã rút chưa đọc lại. Hãy đọc hết, hoặc ghi lý do dừng.",
            state.left,
        )
        % {"papers": state.left}
    )


def _counted(poll: Poll, by: User) -> Tally:
    """Return the tally that waits, where this head may have papers read again."""
    tally = _waiting_tally(poll)
    refuse_while_asked(poll)
    refuse_own_list(poll, by)
    refuse_other_head(poll, by)
    return tally


def _waiting_tally(poll: Poll) -> Tally:
    refuse_withdrawn(poll)
    is_waiting = Stage(poll.stage) is Stage.COUNTED and is_looked_at(poll)
    tally = queries.current_tally(poll) if is_waiting else None
    if tally is None:
        raise NothingToLookAt(
            _("Chỉ đọc lại phiếu nhập ở cổng, khi đã kiểm mà chưa chốt kết quả.")
        )
    return tally


def _is_same(known: LookedPaper, look: Look, content: str, by: User) -> bool:
    place = known.ballot.entry.batch.number, known.ballot.position
    return (place, known.content, known.by_id) == (
        (look.batch, look.position),
        content,
        by.pk,
    )


def _drawn_paper(state: LookState, look: Look) -> tuple[ThirdLook, DrawnPaper]:
    found = state.paper(look.batch, look.position)
    if state.look is None or found is None or not found.waits:
        raise NotDrawn(
            _("Tờ này không được rút, hoặc vừa có người đọc. Hãy về danh sách.")
        )
    return state.look, found


def _refuse_reader(poll: Poll, paper: DrawnPaper, by: User) -> None:
    refuse_outside_board(poll, by)
    reader: Reader = readers(by, [poll])[poll.pk]
    if reader.may_read(paper):
        return
    if paper.batch in reader.entered:
        raise ReadItBefore(
            _("Bạn đã nhập tập %(batch)s. Hãy để người không nhập tập ấy đọc lại.")
            % {"batch": paper.batch}
        )
    raise ReadItBefore(_("Bạn đã biết tờ này. Hãy để người khác đọc lại."))


def _saved(
    poll: Poll, ordered: ThirdLook, paper: DrawnPaper, look: Look, by: User
) -> LookedPaper:
    ballot = Ballot.objects.get(
        entry__agreed_for__poll=poll,
        entry__agreed_for__number=paper.batch,
        position=paper.position,
    )
    again = said(poll, look.command)
    slate, _places = queries.terms_of(poll, queries.slate(poll).count())
    return LookedPaper.objects.create(
        look=ordered,
        ballot=ballot,
        number=len(paper.readings) + 1,
        content=journal.content(again.reading, again.doubt),
        matches=says_the_same(again[:2], queries.seen_as(ballot), slate),
        key=look.key,
        by=by,
    )


def _tell(
    poll: Poll,
    state: LookState,
    saved: LookedPaper,
    paper: DrawnPaper,
    *,
    by: User,
    at: datetime,
) -> None:
    """Tell the trail what differs, and when all is read; what papers show, never."""
    if not saved.matches:
        where = {"batch": paper.batch, "position": paper.position}
        _record("ballots.third_look_differs", poll, by=by, at=at, **where)
    now = state.left - (not paper.readings)
    differing = len(state.differing) - paper.differs + (not saved.matches)
    if not now and not differing:
        read = len(state.papers)
        _record("ballots.third_look_finished", poll, by=by, at=at, papers=read)


def _refuse_differing(state: LookState) -> None:
    if state.differing:
        raise PapersDiffer(
            ngettext(
                "Có %(papers)s tờ đọc lại khác với điều đã kiểm. Nếu người đọc lại "
                "nhầm, để người khác đọc tờ ấy một lần nữa, hoặc ban xem tờ phiếu rồi "
                "ghi quyết định; nếu không, mở lại phiếu.",
                "Có %(papers)s tờ đọc lại khác với điều đã kiểm. Nếu người đọc lại "
                "nhầm, để người khác đọc tờ ấy một lần nữa, hoặc ban xem tờ phiếu rồi "
                "ghi quyết định; nếu không, mở lại phiếu.",
                len(state.differing),
            )
            % {"papers": len(state.differing)}
        )


def _record(act: str, poll: Poll, *, by: User, at: datetime, **detail: object) -> None:
    trail.record(
        act, subject=poll, scope=queries.scope_of(poll), actor=by, at=at, **detail
    )
