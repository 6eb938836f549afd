"""Counting a poll: twice, by different code, and stored only when both agree."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ballots import double_count, labels, queries
from ballots.double_count import Counted, count_twice
from ballots.models import (
    Candidate,
    Poll,
    Tally,
    TallyLine,
    TallyReason,
)
from ballots.queries.ballots import agreed_entries, rulings_of
from ballots.queries.waiting import who_waits
from ballots.rules import fingerprint
from ballots.rules.agreement import Said, said_of_each
from ballots.rules.ballot import Reading
from ballots.rules.count import Count
from ballots.rules.identities import count_findings
from ballots.rules.stages import Stage, may_move
from ballots.rules.terms import Places, Slate
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from congress.rules.findings import errors
from core.errors import Refused
from core.models import User

Report = Callable[[int, int], None]

REPORT_EVERY = 1000  # ballots


class PollNotCountable(Refused):
    """Entry is not finished, or the result is confirmed already."""


class BallotsWait(Refused):
    """Some ballots wait for the board's ruling."""


class BallotsChanged(Refused):
    """The ballots are not those whose digest was taken when entry was finished."""


class SumsFail(Refused):
    """The count breaks a sum that every count satisfies: it is not stored."""


class CountsDiffer(Refused):
    """The two counts disagree: nothing is stored and somebody must look."""


@transaction.atomic
def ask_for_count(poll: Poll, *, by: User, at: datetime) -> None:
    """Write down who wants the count; refused where the moment does not allow one."""
    if not may_move(Stage(poll.stage), Stage.COUNTED):
        raise PollNotCountable(_("Lần bầu này không ở giai đoạn kiểm phiếu."))
    refuse_withdrawn(poll)
    refuse_own_list(poll, by)
    record("ballots.count_asked", poll, by=by, at=at)


@transaction.atomic
def count_poll(poll_id: str, *, by: User | None, at: datetime, report: Report) -> Tally:
    """Count a poll. Counting the same papers twice returns the first tally."""
    poll = queries.locked(poll_id)
    if not may_move(Stage(poll.stage), Stage.COUNTED):
        raise PollNotCountable(
            _("Chưa nhập xong phiếu, hoặc kết quả đã được chốt nên không kiểm lại.")
        )
    refuse_withdrawn(poll)
    digest = queries.digest_of_papers(poll)
    if existing := Tally.objects.filter(poll=poll, digest=digest).first():
        _move_to_counted(poll)
        return existing

    candidates = list(queries.slate(poll))
    slate, places = queries.terms_of(poll, len(candidates))
    # Behind the slate stand those who wait since earlier rounds, as in the outcome.
    candidates += [line.candidate for line in who_waits(poll).lines]
    ballots = _Followed(poll, report)
    counted = _twice(ballots, slate, places)
    _refuse_changed_ballots(ballots)
    _refuse_undecided(counted.count)
    _refuse_failed_sums(counted.count, slate, returned=poll.papers.returned)

    said = said_of_each(queries.readings(poll), slate)
    _refuse_other_boxes(counted.count, said)

    tally = _store(poll, digest, candidates, counted, said, by=by, at=at)
    _move_to_counted(poll)
    record("ballots.poll_counted", poll, by=by, at=at, digest=digest)
    return tally


def _move_to_counted(poll: Poll) -> None:
    poll.stage = Stage.COUNTED
    poll.save(update_fields=["stage"])


class _Followed:
    """Ballots on their way to the count: reported, and digested once more."""

    def __init__(self, poll: Poll, report: Report) -> None:
        self._poll, self._report = poll, report
        self.changed: list[str] = []  # entries that are not as they were finished

    def __iter__(self) -> Iterator[Reading]:
        papers, done = self._poll.returned or 0, 0
        ruled = rulings_of(self._poll)
        for entry in agreed_entries(self._poll):
            digest = hashlib.sha256()
            for place, seen in enumerate(queries.ballots_of(entry)):
                digest.update(fingerprint.line(seen.reading, seen.doubt))
                done += seen.reading.copies
                if place % REPORT_EVERY == 0:
                    self._report(done, papers)
                yield ruled.get(seen.ballot, seen.reading)
            if digest.hexdigest() != entry.digest:
                self.changed.append(str(entry.pk))
        self._report(done, papers)


def _refuse_changed_ballots(ballots: _Followed) -> None:
    if ballots.changed:
        raise BallotsChanged(
            _(
                "Phiếu trong cơ sở dữ liệu khác với lúc nhập xong. Không kiểm phiếu; "
                "hãy báo trưởng ban kiểm phiếu và quản trị viên."
            )
        )


def _refuse_undecided(counted: Count) -> None:
    """No total exists before every doubtful ballot is ruled on (decision 0012).

    Whoever rules on a ballot must not know who is one vote short.
    """
    if counted.undecided:
        raise BallotsWait(
            ngettext(
                "Còn %(ballots)s phiếu chờ ban kiểm phiếu quyết định nên chưa có kết "
                "quả. Hãy ghi quyết định của ban vào tệp, thu hồi lần bầu này rồi "
                "tải lại.",
                "Còn %(ballots)s phiếu chờ ban kiểm phiếu quyết định nên chưa có kết "
                "quả. Hãy ghi quyết định của ban vào tệp, thu hồi lần bầu này rồi "
                "tải lại.",
                counted.undecided,
            )
            % {"ballots": counted.undecided}
        )


def _refuse_failed_sums(count: Count, slate: Slate, *, returned: int) -> None:
    """No minutes are written whose own figures contradict each other (R-AR-1)."""
    if failed := errors(count_findings(count, slate, returned=returned)):
        raise SumsFail(
            _(
                "%(what)s (%(seen)s, %(bound)s) Không lưu kết quả; hãy báo trưởng ban "
                "kiểm phiếu và quản trị viên."
            )
            % {
                "what": labels.SUM_FAULTS[failed[0].code],
                "seen": failed[0].seen,
                "bound": failed[0].bound,
            }
        )


def _refuse_other_boxes(count: Count, said: Sequence[Said]) -> None:
    """Refuse where the boxes, added up apart, give another number who agree."""
    if said and tuple(each.agree for each in said) != count.votes:
        raise CountsDiffer(
            _(
                "Cộng các ô đồng ý cho kết quả khác số phiếu đã kiểm. Không lưu kết "
                "quả; hãy báo quản trị viên."
            )
        )


def _twice(ballots: Iterable[Reading], slate: Slate, places: Places) -> Counted:
    try:
        return count_twice(ballots, slate, places)
    except double_count.CountsDiffer as fault:
        raise CountsDiffer(
            _(
                "Hai cách kiểm độc lập cho kết quả khác nhau (%(where)s). Không lưu "
                "kết quả; hãy báo quản trị viên."
            )
            % {"where": fault}
        ) from fault


def _store(
    poll: Poll,
    digest: str,
    candidates: list[Candidate],
    result: Counted,
    said: Sequence[Said],
    *,
    by: User | None,
    at: datetime,
) -> Tally:
    counted, decided = result.count, result.outcome
    tally = Tally.objects.create(
        poll=poll,
        digest=digest,
        counted_by=by,
        counted_at=at,
        threshold=decided.threshold,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        undecided=counted.undecided,
        open_seats=decided.open_seats,
        open_alternates=decided.open_alternates,
        next=decided.next.value,
        next_rule=decided.next_rule.value,
    )
    ranks = decided.ranks
    TallyLine.objects.bulk_create(
        TallyLine(
            tally=tally,
            candidate=candidates[decision.place],
            votes=decision.votes,
            disagree=said[decision.place].disagree if said else None,
            hundredths=decision.percent,
            verdict=decision.verdict.value,
            rank=ranks.get(decision.place),
            rule=decision.rule.value,
        )
        for decision in decided.decisions
    )
    TallyReason.objects.bulk_create(
        TallyReason(tally=tally, reason=reason.value, ballots=ballots)
        for reason, ballots in counted.invalid_reasons.items()
    )
    return tally
