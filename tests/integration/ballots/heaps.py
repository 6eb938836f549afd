"""Polls from the closed list to papers that are entered, for tests of the papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from ballots import queries, services
from ballots.models import Ballot, Batch, BoxSeal, Entry, EntryCheck, Poll
from ballots.queries.ballots import MARKS
from ballots.queries.papers import papers_now
from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading
from ballots.rules.doubts import Doubt
from ballots.services.board import Board, set_board
from core.access.rights import Role
from core.models import User
from tests import make

PRINTED = {"printed": 10, "spoilt_in_print": 1}
ISSUED = {**PRINTED, "present": 8, "issued": 8, "exchanged": 0, "left_over": 1}
BOX = services.BoxChecked(seal="A-17", witnesses="Nông Văn Kiên, Lò Thị Mai")


@dataclass(frozen=True)
class Hall:
    """A poll and the board that keeps its papers."""

    poll: Poll
    board: make.Board

    @property
    def pk(self) -> str:
        return str(self.poll.pk)

    @property
    def head(self) -> User:
        return self.board.head

    @property
    def now(self) -> Poll:
        """The poll as it stands."""
        return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=self.poll.pk)

    @property
    def seen(self) -> str:
        return papers_now(self.now).digest

    def url(self, name: str, *place: int) -> str:
        address = queries.address(self.poll)
        return reverse(f"ballots:{name}", args=[*address, *place])

    def note(
        self, figures: Mapping[str, int | None], *, seen: str | None = None
    ) -> None:
        services.note_figures(
            self.pk, figures, seen=seen or self.seen, by=self.head, at=make.NOON
        )

    def seal(self) -> BoxSeal:
        return services.seal_box(self.pk, BOX, by=self.head, at=make.NOON)

    def issue(self) -> None:
        services.start_issuing(self.pk, by=self.head, at=make.NOON)

    def open(self, *, seen: str | None = None) -> object:
        return services.open_box(
            self.pk, seen=seen or self.seen, by=self.head, at=make.NOON
        )


def with_closed_list(*, there: int = 8) -> Hall:
    """A closed list, a board that stands on the roll, and so many there in all."""
    board = make.board()
    poll = make.closed_list(board.body)
    head, member, technician = (
        user.person_id
        for user in (board.head, board.member, board.technician)
        if user.person_id
    )
    for each in (board.head, board.member):
        make.on_roll(board.body, each.person)
    make.roll(board.body, there - 2)
    set_board(
        str(poll.pk),
        Board(
            members=[head, member],
            head=head,
            technicians=[technician],
        ),
        by=board.head,
        at=make.NOON,
    )
    return Hall(poll, board)


def sealed() -> Hall:
    hall = with_closed_list()
    hall.note(PRINTED)
    hall.seal()
    return hall


def issuing() -> Hall:
    hall = sealed()
    hall.issue()
    return hall


def ready_to_open() -> Hall:
    hall = issuing()
    hall.note(ISSUED)
    return hall


def opened(*, names: int = 5, seats: int = 3, returned: int = 3) -> Hall:
    """A box that is open, its seal with two of the board and a technician."""
    board = make.board()
    poll = make.open_box(board.body, names=names, seats=seats, returned=returned)
    with transaction.atomic(), make.past_every_trigger():
        BoxSeal.objects.create(
            poll=poll,
            board=[
                {"name": "Lục Văn Quý", "role": Role.TALLY_HEAD.value},
                {"name": "Nông Thị Quỳnh", "role": Role.TALLY_MEMBER.value},
                {"name": "Đàm Văn Thái", "role": Role.TALLY_TECHNICIAN.value},
            ],
            witnesses="Nông Văn Kiên",
            by=board.head,
            at=make.NOON,
        )
    return Hall(poll, board)


Paper = tuple[Reading, Doubt | None]


def struck(
    *numbers: int,
    names: int = 5,
    defect: Defect | None = None,
    doubt: Doubt | None = None,
) -> Paper:
    places = [number - 1 for number in numbers]
    return Reading(struck=marks.pack(places, names=names), defect=defect), doubt


def boxes(
    agree: Sequence[int], disagree: Sequence[int] = (), *, names: int = 3
) -> Paper:
    agreed, refused = (
        marks.pack([number - 1 for number in numbers], names=names)
        for numbers in (agree, disagree)
    )
    return Reading(agree=agreed, disagree=refused), None


def heap(
    hall: Hall, papers: Sequence[Paper], *, number: int = 1, agreed: bool = True
) -> Batch:
    """A heap with one finished entry, compared with the papers."""
    with transaction.atomic(), make.past_every_trigger():
        batch = Batch.objects.create(poll=hall.poll, number=number, papers=len(papers))
        entry = Entry.objects.create(
            batch=batch,
            number=1,
            by=hall.board.technician,
            digest="d" * 64,
            finished_at=make.NOON,
        )
        Ballot.objects.bulk_create(
            Ballot(
                entry=entry,
                position=position,
                copies=1,
                doubt=doubt,
                **{name: getattr(reading, name) for name in (*MARKS, "defect")},
            )
            for position, (reading, doubt) in enumerate(papers, start=1)
        )
        if agreed:
            EntryCheck.objects.create(
                entry=entry, agrees=True, by=hall.board.member, at=make.NOON
            )
            batch.agreed = entry
            batch.save()
    return batch
