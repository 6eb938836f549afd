"""Polls typed by hand through every act up to the printed minutes, for archives."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from ballots import prints, queries, services
from ballots.archive import sealing
from ballots.models import Batch, BoxSeal, Confirmation, Entry, Poll
from ballots.queries.doubtful import doubtful_ballots, paper_of
from ballots.queries.entry import sheet_of
from ballots.queries.heaps import heap_of, to_settle
from ballots.rules import journal
from ballots.rules.command import Mode, understand
from ballots.rules.stages import Stage
from ballots.services.entering import Typing
from core.access.rights import Role
from core.audit import trail
from core.models import StoredPrint, User
from core.prints import shelf
from tests import make
from tests.integration.ballots.heaps import Hall, opened

BOARD = ("Lục Văn Quý", "Nông Thị Quỳnh")
READERS = ("Bàn Thị Hai", "Lò Văn Ba")
PAPERS = ("4 5", "1", "0", "2 3 !5", "4 5 #2")


class Count:
    """One heap of papers: who reads it, settles it, checks it; then the count.

    The technician is the first reader, the head's member settles and checks.
    """

    def __init__(
        self,
        papers: Sequence[str] = PAPERS,
        *,
        readings: int = 1,
        hall: Hall | None = None,
    ) -> None:
        self.papers = tuple(papers)
        self.hall = hall or opened(returned=len(self.papers))
        with transaction.atomic(), make.past_every_trigger():
            Poll.objects.filter(pk=self.hall.pk).update(readings=readings)
        self.member = self.hall.board.member
        (self.batch,) = services.divide_papers(
            self.hall.pk, size=25, by=self.member, at=make.NOON
        )
        self.readers = [self.hall.board.technician, *map(self.person, READERS)]

    def person(self, name: str) -> User:
        """Somebody more on the board that sealed the box."""
        scope = self.hall.poll.election.body.scope
        unit = self.hall.poll.election.congress.unit
        found = make.holder(Role.TALLY_MEMBER, at=scope, full_name=name, of=unit)
        make.seat(self.hall.poll, found)
        return found

    def type_in(self, by: User, papers: Sequence[str]) -> Entry:
        """Take the heap and type these papers, or as many as there are."""
        entry = services.take_batch(
            str(self.batch.pk), by=by, at=make.NOON, machine=f"machine of {by.pk}"
        )
        for position, command in enumerate(papers, start=1):
            save(entry, position, command, by=by)
        return entry

    def read(self, by: User | None = None, papers: Sequence[str] = ()) -> Entry:
        """Type the whole heap and end."""
        by = by or self.readers[0]
        entry = self.type_in(by, papers or self.papers)
        return services.end_entry(str(entry.pk), by=by, at=make.NOON)

    def give_up(self, by: User, papers: Sequence[str]) -> Entry:
        """Type some papers; a member closes the entry unfinished."""
        entry = self.type_in(by, papers)
        return services.abandon_entry(
            str(entry.pk), reason="mất điện", by=self.member, at=make.NOON
        )

    def settle(self, answers: Mapping[int, str]) -> Entry:
        """Decide over the papers in question."""
        batch = Batch.objects.select_related("poll").get(pk=self.batch.pk)
        return services.settle_batch(
            str(batch.pk),
            answers,
            seen=to_settle(heap_of(batch)).digest,
            again=answers,
            by=self.member,
            at=make.NOON,
        )

    def check(self, wrong: Sequence[int] = (), *, by: User | None = None) -> None:
        """Compare what stands with the papers."""
        batch = Batch.objects.select_related("poll").get(pk=self.batch.pk)
        standing = heap_of(batch).standing
        assert standing
        services.check_entry(
            str(standing.pk),
            wrong=set(wrong),
            note="",
            compared=len(self.papers),
            by=by or self._checker(standing),
            at=make.NOON,
        )

    def _checker(self, standing: Entry) -> User:
        """Who neither read nor settled it."""
        return self.hall.head if standing.by == self.member else self.member

    def rule(self, ruled: Mapping[int, str] | None = None) -> None:
        """The board says of each doubtful paper what it shows: as read, or as typed."""
        sheet = sheet_of(self.hall.now)
        for doubtful in doubtful_ballots(self.hall.now, paper_of(self.hall.now)):
            said = (ruled or {}).get(doubtful.position)
            reading = understand(said, sheet).reading if said else doubtful.reading
            services.rule_on_ballot(
                self.hall.pk,
                batch=doubtful.batch,
                position=doubtful.position,
                ruled=services.Ruled(reading, "Ban đã xem.", BOARD, doubtful.seen),
                by=self.hall.head,
                at=make.NOON,
            )

    def counted(self) -> str:
        """End the entry and count; return the digest of what came of it."""
        services.finish_entry(self.hall.pk, by=self.hall.head, at=make.NOON)
        return make.tally(self.hall.now, by=self.hall.head).digest

    def unlooked(self) -> None:
        """Nobody looks a third time."""
        services.stop_look(
            self.hall.pk, reason="mất điện", by=self.hall.head, at=make.NOON
        )

    def look(self, by: User, position: int, command: str) -> None:
        """Read a drawn paper once more."""
        shown = journal.content(*understand(command, sheet_of(self.hall.now))[:2])
        services.read_paper(
            self.hall.pk,
            services.Look(1, position, command, uuid.uuid4(), shown),
            by=by,
            at=make.NOON,
        )

    def confirm(self) -> Confirmation:
        """Confirm what was counted and print its minutes."""
        tally = queries.current_tally(self.hall.now)
        assert tally
        found = services.confirm_tally(
            self.hall.pk, digest=tally.digest, by=self.hall.head, at=make.NOON
        )
        with_minutes(found)
        return Confirmation.objects.select_related(
            "tally", "by", *(f"poll__{part}" for part in queries.WITH_PLACE)
        ).get(pk=found.pk)

    def ended(self) -> Confirmation:
        """Rule as was read, count, confirm without a third look."""
        self.rule()
        self.counted()
        self.unlooked()
        return self.confirm()


def confirmed(papers: Sequence[str] = PAPERS) -> Confirmation:
    """A poll typed once, compared, ruled on, confirmed, its minutes on the shelf."""
    count = Count(papers)
    count.read()
    count.check()
    return count.ended()


def with_minutes(confirmation: Confirmation) -> StoredPrint:
    """Minutes on the shelf with their line, without the time that rendering takes."""
    return shelf.keep(
        prints.FORM,
        subject=confirmation.tally,
        digest=prints.digest_of(confirmation),
        scope=queries.scope_of(confirmation.poll),
        file_name="bien-ban.pdf",
        at=make.NOON,
        make=lambda: b"%PDF-1.7",
        record=lambda kept: trail.record(
            "ballots.minutes_printed",
            subject=confirmation.poll,
            scope=queries.scope_of(confirmation.poll),
            actor=confirmation.by,
            at=make.NOON,
            sha256=kept.sha256,
        ),
    )


def sealed(confirmation: Confirmation) -> StoredPrint:
    """Its archive."""
    return sealing.seal_archive(
        str(confirmation.poll_id),
        by=confirmation.by,
        at=make.NOON,
        report=make.unheard,
    )


def save(entry: Entry, position: int, command: str, *, by: User) -> None:
    """Type one paper."""
    sequence = entry.journal.count()
    typing = Typing(position, command, Mode.STRUCK, uuid.uuid4(), sequence)
    services.save_ballot(str(entry.pk), typing, by=by)


def look_through(count: Count, papers: Sequence[str]) -> None:
    """Somebody who read none of it reads the drawn papers once more."""
    looked = services.order_look(
        count.hall.pk, seed="4216351264", by=count.hall.head, at=make.NOON
    )
    for _batch, position in looked.drawn:
        count.look(count.readers[1], position, papers[position - 1])


def opened_after(poll: Poll, *, returned: int) -> Hall:
    """A later round whose box is open, set down as it stands there."""
    board = make.board(poll.election.body)
    figures = ("tally_base", "present", "printed", "issued", "returned")
    aside = ("spoilt_in_print", "exchanged", "left_over")
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(
            stage=Stage.BOX_OPENED.value,
            **dict.fromkeys(figures, returned),
            **dict.fromkeys(aside, 0),
        )
        BoxSeal.objects.create(
            poll=poll,
            board=[
                {"name": name, "role": role.value}
                for name, role in zip(
                    BOARD, (Role.TALLY_HEAD, Role.TALLY_MEMBER), strict=True
                )
            ],
            witnesses="Nông Văn Kiên",
            by=board.head,
            at=make.NOON,
        )
    found = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
    make.seat(found, board.head, board.member, board.technician)
    return Hall(found, board)


def read_anew(count: Count, position: int, command: str) -> None:
    """The agreement is taken back, and one paper read otherwise."""
    services.take_back_agreement(
        str(count.batch.pk), reason="đọc nhầm", by=count.hall.head, at=make.NOON
    )
    entry = count.type_in(count.readers[0], ())
    save(entry, position, command, by=count.readers[0])
    services.end_entry(str(entry.pk), by=count.readers[0], at=make.NOON)
    count.check()
    count.rule()
