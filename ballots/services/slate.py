"""Names are put forward, changed and taken off, until the congress closes the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.models import Candidate, Nomination, OpinionBallot, Poll
from ballots.queries import biographies, lists, nominated, nominees
from ballots.rules import candidacy
from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.stages import Stage, may_move
from ballots.rules.terms import Slate
from ballots.services.annulling import refuse_lost_ground
from ballots.services.preparing import locked_while_prepared
from ballots.services.recording import POINTS, record
from ballots.services.walls import retire_frames, write_before
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import DeckKind
from congress.rules.findings import errors
from congress.services.readiness import refresh
from core.errors import Refused
from core.models import Person, User

CHANGED = (
    *("put_forward", "by_person", "backed_by", "withdrawing"),
    *("left_out", "left_out_reason"),
)


class MayNotStand(Refused):
    """Somebody may not be put forward; nobody of those chosen was added."""


class NobodyChosen(Refused):
    """Nobody was chosen."""


class NominationChanged(Refused):
    """Somebody else has changed this line since it was opened."""


class OpinionBallotHeld(Refused):
    """An opinion ballot was held on the names as they are."""


class ListNotClosable(Refused):
    """Something keeps the list from being closed; the page says what."""


class ListChanged(Refused):
    """The list is not the one that was looked at any more."""


class MoreHandsThanPeople(Refused):
    """More have voted on the list by show of hands than have come."""


class WarningsUnread(Refused):
    """The warnings about the list have not been ticked."""


class NotTakenUpAgain(Refused):
    """The list is not closed, or the box is sealed already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominating:
    """As what somebody is put forward, by whom, and with whose backing."""

    put_forward: PutForward = PutForward.OFFICIAL
    by_person: UUID | None = None
    backed_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """How the congress voted on the list, by show of hands, where it was noted."""

    in_favour: int | None = None
    against: int | None = None


@transaction.atomic
def put_forward(
    poll_id: str,
    person_ids: Sequence[UUID],
    nominating: Nominating,
    *,
    by: User | None,
    at: datetime,
) -> list[Nomination]:
    """Put people forward. Whoever is there already stays as he is.

    Raises:
        MayNotStand: one of them may not; then nobody is added.
    """
    poll = locked_while_prepared(poll_id)
    _refuse_after_opinion(poll)
    people = list(Person.objects.filter(pk__in=person_ids).select_related("unit"))
    if not people:
        raise NobodyChosen(_("Chưa chọn ai. Hãy đánh dấu ít nhất một người."))
    _refuse_who_may_not(poll, people, nominating)
    there = nominated.named_on(poll)
    made = Nomination.objects.bulk_create(
        Nomination(
            poll=poll,
            person=person,
            put_forward=nominating.put_forward.value,
            by_person_id=_by(nominating),
            backed_by=_backing(nominating),
        )
        for person in people
        if person.pk not in there
    )
    if made:
        record("ballots.names_put_forward", poll, by=by, at=at, people=len(made))
    return made


@transaction.atomic
def change_nomination(
    nomination_id: str,
    nominating: Nominating,
    *,
    seen: str,
    withdrawing: Withdrawing = Withdrawing.NOT_ASKED,
    left_out_reason: str = "",
    by: User,
    at: datetime,
) -> Nomination:
    """Change a line: who put the name forward, its backing, withdrawal, leaving out.

    ``seen`` is the line as it was when it was opened; a reason leaves the name out,
    none takes it in again.

    Raises:
        NominationChanged: somebody else was quicker.
        MayNotStand: it would go against the committee's discipline.
    """
    poll_id = Nomination.objects.filter(pk=nomination_id).values_list("poll", flat=True)
    known = poll_id.first()
    poll = locked_while_prepared(str(known)) if known else None
    found = nominated.nominations(poll, pk=nomination_id) if poll else []
    row = found[0] if found else None
    if poll is None or row is None or nominated.nomination_digest(row) != seen:
        raise NominationChanged(
            _(
                "Người khác vừa sửa dòng này. Điều đang ghi trong cổng hiện bên dưới; "
                "hãy xem lại rồi lưu."
            )
        )
    if not left_out_reason:
        _refuse_who_may_not(poll, [row.person], nominating)
    row.put_forward = nominating.put_forward.value
    row.by_person_id = _by(nominating)
    row.backed_by = _backing(nominating)
    row.withdrawing = withdrawing.value
    row.left_out_reason = left_out_reason
    row.left_out = bool(left_out_reason)
    if nominated.nomination_digest(row) == seen:
        return row
    _refuse_after_opinion(poll)
    # Not the person: he is read as the row that a merger has left of him.
    row.save(update_fields=CHANGED)
    record(
        "ballots.nomination_changed",
        poll,
        by=by,
        at=at,
        put_forward=row.put_forward,
        withdrawing=row.withdrawing,
        reason=left_out_reason,
    )
    return row


@transaction.atomic
def remove_nomination(nomination_id: str, *, by: User, at: datetime) -> Poll:
    """Take off a name that was entered by mistake; it can be put forward again."""
    row = Nomination.objects.get(pk=nomination_id)
    poll = locked_while_prepared(str(row.poll_id))
    _refuse_after_opinion(poll)
    row.delete()
    record("ballots.nomination_removed", poll, by=by, at=at)
    return poll


@transaction.atomic
def close_list(
    poll_id: str,
    *,
    seen: str,
    warnings_read: bool = False,
    hands: Hands | None = None,
    by: User | None,
    at: datetime,
) -> Poll:
    """Close the list: names, order and paper are fixed from then on.

    ``seen`` is the digest of the list that was looked at.

    Raises:
        ListChanged: it is another list now.
        MoreHandsThanPeople: the votes on it are more than the people there.
        ListNotClosable: something forbids it.
        WarningsUnread: warnings have to be ticked first.
        GroundLost: somebody stands by a result the level above has undone.
    """
    poll = locked_while_prepared(poll_id)
    state = lists.state_of(poll)
    if state.digest != seen:
        raise ListChanged(
            _("Danh sách vừa có thay đổi. Hãy xem lại danh sách rồi chốt.")
        )
    if state.has_errors:
        raise ListNotClosable(
            _("Danh sách chưa chốt được. Hãy xử lý những điều ghi trên danh sách.")
        )
    if state.has_warnings and not warnings_read:
        raise WarningsUnread(
            _("Hãy đánh dấu rằng đã xem các điều cần lưu ý về danh sách.")
        )
    refuse_lost_ground(poll)
    told = hands or Hands()
    _refuse_more_hands(told, state.hall.attending)
    standing = nominated.in_order([line.nomination for line in state.standing])
    Candidate.objects.bulk_create(
        Candidate(
            poll=poll,
            place=place,
            number=place + 1,
            name=row.person.full_name,
            party_since=row.person.party_since,
            person_id=row.person_id,
        )
        for place, row in enumerate(standing)
    )
    poll.max_votes = poll.seats or poll.alternates
    slate = Slate(names=len(standing), max_votes=poll.max_votes)
    poll.layout = slate.layout.value
    poll.stage = Stage.LIST_CLOSED.value
    poll.save(update_fields=["max_votes", "layout", "stage"])
    record(
        "ballots.list_closed",
        poll,
        by=by,
        at=at,
        people=len(standing),
        in_favour=told.in_favour,
        against=told.against,
        digest=seen,
    )
    write_before(poll, by=by, at=at)
    refresh([poll.election.congress_id], *POINTS, at=at)
    return poll


def _refuse_more_hands(hands: Hands, attending: int) -> None:
    raised = (hands.in_favour or 0) + (hands.against or 0)
    # Where no roll is kept nobody can say how many have come.
    if attending and raised > attending:
        raise MoreHandsThanPeople(
            _(
                "Tán thành và không tán thành cộng lại %(raised)s, nhiều hơn số người "
                "dự %(attending)s. Hãy xem lại hai số này."
            )
            % {"raised": raised, "attending": attending}
        )


@transaction.atomic
def reopen_list(poll_id: str, *, reason: str, by: User, at: datetime) -> Poll:
    """Take the list up again before the box is sealed: names put forward stay.

    Raises:
        NotTakenUpAgain: there is no closed list, or it is too late.
    """
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    if not may_move(Stage(poll.stage), Stage.PREPARED):
        raise NotTakenUpAgain(
            _(
                "Chỉ mở lại được danh sách đã chốt mà chưa niêm phong thùng phiếu. Sau "
                "đó hãy thu hồi lần bầu và lập lại."
            )
        )
    poll.stage = Stage.PREPARED.value
    poll.save(update_fields=["stage"])
    Candidate.objects.filter(poll=poll).delete()
    retire_frames(poll, DeckKind.BEFORE, by=by, at=at)
    record("ballots.list_reopened", poll, by=by, at=at, reason=reason)
    refresh([poll.election.congress_id], *POINTS, at=at)
    return poll


@transaction.atomic
def note_list_taken(poll: Poll, *, by: User, at: datetime) -> None:
    """Write down that the list of names left the portal as a file."""
    people = len(biographies.people_listed(poll))
    record("ballots.list_taken", poll, by=by, at=at, people=people)


def _by(nominating: Nominating) -> UUID | None:
    from_floor = nominating.put_forward is PutForward.NOMINATED
    return nominating.by_person if from_floor else None


def _backing(nominating: Nominating) -> int | None:
    official = nominating.put_forward is PutForward.OFFICIAL
    return None if official else nominating.backed_by


def _refuse_after_opinion(poll: Poll) -> None:
    """What people wrote their opinion on stays as it was, unless that is undone."""
    if OpinionBallot.objects.filter(poll=poll).exists():
        raise OpinionBallotHeld(
            _(
                "Đã lấy phiếu xin ý kiến về danh sách này. Muốn sửa danh sách, hãy hủy "
                "kết quả xin ý kiến trước."
            )
        )


def _refuse_who_may_not(
    poll: Poll, people: Sequence[Person], nominating: Nominating
) -> None:
    hall = nominees.hall_of(poll, queries.rule_set_of(poll))
    by_person = _by(nominating)
    asked = [each.pk for each in people] + ([by_person] if by_person else [])
    entries = nominees.entries_of(poll.election.body, asked)
    told = []
    for person in people:
        nominee = nominees.nominee_of(
            person,
            put_forward=nominating.put_forward,
            entries=entries,
            by_person=by_person,
            congress=poll.election.body.congress,
            among=None,
        )
        against = candidacy.discipline(nominee)
        found = [*candidacy.eligibility(nominee, hall), *([against] if against else [])]
        told += [
            _sentence(
                person, lists.said_of(f, labels.STAND_FAULTS, hall.rule_set, poll)
            )
            for f in errors(found)
        ]
    if told:
        raise MayNotStand(" ".join(told))


def _sentence(person: Person, said: lists.Said) -> str:
    return _("%(name)s: %(sentence)s (%(cited)s)") % {
        "name": person.full_name,
        "sentence": said.sentence.rstrip("."),
        "cited": said.cited,
    }
