"""A board of people who err at the portal's own services, from the box to the minutes.

Eight operators at once, each in a thread and on a connection of his own, take whatever
is due of 300 papers of 40 names: they read batches blind, settle over the papers what
two readings say otherwise, and compare what was settled. They err as ``erring`` says,
and in every election one stack is turned over. A real worker counts and prints.

What is wrong in the end two people read alike, or whoever settled it did, and a fourth
overlooked it. How often that is so is told beside what two blind readings alone would
leave (tally 1.6: p² a mark). ``PORTAL_BOARD_RUNS`` asks for more elections than fit
into a few minutes.
"""

import os
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Condition
from typing import Final

import pytest
from django.db import connection
from django.utils import timezone

from ballots import queries, services, tasks
from ballots.models import Batch, Confirmation, Entry, Poll
from ballots.queries.heaps import Due, Heap, heap_of, heaps, to_settle
from ballots.queries.looking import LookState, look_state, readers
from ballots.rules import journal
from ballots.rules.command import Mode
from ballots.services.ending import NotAllEntered
from ballots.services.entering import NoSuchPaper, Typing
from ballots.services.settling import NotAllSettled
from ballots.services.taking import NothingFree
from ballots.services.third_look import said
from core.access.rights import Role
from core.jobs import ledger
from core.models import Job, StoredPrint, User
from tests import make
from tests.campaign.erring import (
    NAMES,
    WRONG_MARK,
    Paper,
    chance_of,
    finds_fault,
    seen,
    seen_twice,
    sheets_missing,
    taken,
)

pytestmark = pytest.mark.django_db(transaction=True)

RUNS: Final = int(os.environ.get("PORTAL_BOARD_RUNS", "20"))
BALLOTS: Final = 300
PAPERS: Final = 25
SEATS: Final = 31
OPERATORS: Final = 8
MINUTES_WITHIN: Final = 60  # seconds from the last entry

Ended = Callable[[Job], Job]


def drawn_by(chance: Random) -> Paper:
    """A paper as voters fill it in: the nine who stand last are struck most often.

    Now and then too few are struck, and the paper is not valid.
    """
    liked = [0.15] * SEATS + [0.8] * (NAMES - SEATS)
    struck = sorted(range(NAMES), key=lambda name: chance.random() ** (1 / liked[name]))
    return frozenset(struck[-chance.choice((8, 9, 9, 9, 9, 10, 11, 12)) :])


def typed(paper: Paper) -> str:
    return " ".join(str(name + 1) for name in sorted(paper)) or "0"


def paper_of(seen: queries.Seen) -> Paper:
    struck = int.from_bytes(seen.reading.struck or b"", "little")
    return frozenset(name for name in range(NAMES) if struck >> name & 1)


def papers_of(entry: Entry) -> list[Paper]:
    return [paper_of(each) for each in queries.ballots_of(entry)]


def votes(papers: Iterable[Paper]) -> list[int]:
    """Votes by place; a paper that keeps too many, or nobody, is not valid."""
    valid = [each for each in papers if NAMES - SEATS <= len(each) < NAMES]
    return [sum(name not in each for each in valid) for name in range(NAMES)]


class Election:
    """One election: its papers as they are, and the people who count them."""

    def __init__(self, number: int) -> None:
        self.number = number
        chance = chance_of(number)
        board = make.board()
        scope = board.body.scope
        self.head, self.member = board.head, board.member
        chair = make.place_of(Role.PRESIDIUM, board.body)
        self.chair = make.holder(Role.PRESIDIUM, at=chair, full_name="Hà Thị Vân")
        self.operators = [
            make.holder(Role.TALLY_MEMBER, at=scope, full_name=f"Bàn Thị {name}")
            for name in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")
        ]
        self.poll = make.open_box(
            board.body, names=NAMES, seats=SEATS, returned=BALLOTS, readings=2
        )
        divided = services.divide_papers(
            self.pk, size=PAPERS, by=self.member, at=make.NOON
        )
        self.papers = {
            batch.number: [drawn_by(chance) for _each in range(batch.papers)]
            for batch in divided
        }
        self.turned = chance.randrange(len(divided)) + 1
        # What lies before somebody, and what a third person has said of it.
        self.at_hand: set[int] = set()
        self.said: dict[int, set[int]] = {number: set() for number in self.papers}
        self.figures: Counter[str] = Counter()
        self.acts = 0
        self.changed = Condition()
        self.last_entry = 0.0

    @property
    def pk(self) -> str:
        return str(self.poll.pk)

    @property
    def now(self) -> Poll:
        return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=self.pk)

    def has_done(self, what: str, number: int = 1) -> None:
        with self.changed:
            self.figures[what] += number
            self.acts += 1
            self.changed.notify_all()

    # --- eight at once ------------------------------------------------------------

    def all_at_once(self, act: Callable[[User, Random], None]) -> None:
        acts = self.acts

        def perform(place: int) -> None:
            try:
                act(self.operators[place], chance_of((self.number, acts, place)))
            finally:
                connection.close()

        with ThreadPoolExecutor(OPERATORS) as hands:
            list(hands.map(perform, range(OPERATORS)))

    def work(self, who: User, chance: Random) -> None:
        """Do whatever is due until every batch agrees with its papers."""
        while True:
            acts = self.acts
            if self.reads(who, chance) or self.settles_or_compares(who, chance):
                continue
            if not Batch.objects.filter(poll=self.poll, agreed=None).exists():
                return
            with self.changed:
                go_on = self.changed.wait_for(lambda: self.acts != acts, timeout=120)  # noqa: B023
            assert go_on, "something is due, and nobody may do it"

    def reads(self, who: User, chance: Random) -> bool:
        try:
            entry = services.take_next_batch(self.pk, by=who, at=timezone.now())
        except NothingFree:
            return False
        batch = entry.batch
        found = taken(self.papers[batch.number], chance)
        if entry.reading == 2 and batch.number == self.turned:
            found.reverse()
        try:
            for position, paper in enumerate(found, start=1):
                saying = Typing(
                    position, typed(paper), Mode.STRUCK, uuid.uuid4(), position - 1
                )
                services.save_ballot(str(entry.pk), saying, by=who)
            services.end_entry(str(entry.pk), by=who, at=timezone.now())
        except (NoSuchPaper, NotAllEntered):
            services.abandon_entry(
                str(entry.pk), reason="Lệch tờ", by=self.head, at=timezone.now()
            )
            self.has_done("given up")
        else:
            self.last_entry = time.monotonic()
            self.has_done("readings")
        return True

    def settles_or_compares(self, who: User, chance: Random) -> bool:
        for heap in heaps(self.poll):
            if heap.open or who.pk in heap.reader_ids:
                continue
            with self.changed:
                if heap.batch.number in self.at_hand:
                    continue
                self.at_hand.add(heap.batch.number)
            try:
                # Somebody may have done it since this one looked.
                batch = Batch.objects.select_related("poll").get(pk=heap.batch.pk)
                if self.does(heap_of(batch), who, chance):
                    return True
            finally:
                self.at_hand.remove(heap.batch.number)
        return False

    def does(self, heap: Heap, who: User, chance: Random) -> bool:
        if heap.due is Due.SETTLE:
            self.settle(heap, who, chance)
            return True
        settlers = {each.by_id for each in heap.entries if each.reading == 0}
        if heap.due is Due.CHECK and who.pk not in settlers:
            self.compare(heap, who, chance)
            return True
        return False

    def settle(self, heap: Heap, who: User, chance: Random) -> None:
        """Say of each paper in question what it shows, over the papers."""
        papers = self.papers[heap.batch.number]
        asked = to_settle(heap)
        stands = [each and paper_of(each) for each in asked.stands]
        missing = sheets_missing(papers, stands)
        there = [place for place in range(len(stands)) if place not in missing]
        answers = {place + 1: "x" for place in missing}
        places: dict[int, int] = {}
        for question in asked.questions:
            if question.slot in answers:
                continue
            position = there.index(question.slot - 1)
            places[question.slot] = position
            answers[question.slot] = typed(seen(papers[position], chance))
            self.said[heap.batch.number].add(position)
        again = self.says(heap, answers, asked.digest, who)
        # What no reader has made of a paper the portal asks for once more.
        for slot in again:
            answers[slot] = typed(seen(papers[places[slot]], chance))
        if again:
            self.says(heap, answers, asked.digest, who, again=again)
        self.has_done("asked", len(asked.questions))
        self.has_done("asked twice", len(again))

    @staticmethod
    def says(
        heap: Heap,
        answers: dict[int, str],
        digest: str,
        who: User,
        again: Collection[int] = (),
    ) -> Collection[int]:
        """Settle a batch; return the slots of which another look is asked for."""
        try:
            services.settle_batch(
                str(heap.batch.pk),
                answers,
                seen=digest,
                again=again,
                by=who,
                at=timezone.now(),
            )
        except NotAllSettled as refusal:
            return tuple(refusal.faults)
        return ()

    def compare(self, heap: Heap, who: User, chance: Random) -> None:
        """Compare an entry with its papers, and name those that are wrong."""
        assert heap.standing
        papers, entered = self.papers[heap.batch.number], papers_of(heap.standing)
        pairs = list(zip(papers, entered, strict=True))
        wrong = {n for n, each in enumerate(pairs, 1) if finds_fault(*each, chance)}
        services.check_entry(
            str(heap.standing.pk),
            wrong=wrong,
            note="",
            compared=len(papers),
            by=who,
            at=timezone.now(),
        )
        before = sum(len(paper ^ said) for paper, said in pairs)
        self.has_done("wrong before a check", before)
        self.has_done("sent back", len(wrong))

    # --- what follows ---------------------------------------------------------------

    def look(self) -> LookState:
        """Have the papers drawn read once more, those that differ by two people."""
        services.order_look(
            self.pk, seed=f"{self.number:010}", by=self.head, at=timezone.now()
        )
        while waiting := [p for p in look_state(self.now).papers if p.waits]:
            may = {
                who.pk: readers(who, [self.poll])[self.poll.pk]
                for who in self.operators
            }
            lots: dict[int, list[tuple[int, int]]] = {who: [] for who in may}
            for paper in waiting:
                free = [who for who in may if may[who].may_read(paper)]
                his = min(free, key=lambda who: len(lots[who]))
                lots[his].append((paper.batch, paper.position))
            self.all_at_once(
                lambda who, chance: self.read_again(lots[who.pk], who, chance)  # noqa: B023
            )
        return look_state(self.now)

    def read_again(self, lot: list[tuple[int, int]], who: User, chance: Random) -> None:
        for batch, position in lot:
            command = typed(seen_twice(self.papers[batch][position - 1], chance))
            shown = journal.content(*said(self.poll, command)[:2])
            look = services.Look(batch, position, command, uuid.uuid4(), shown)
            services.read_paper(self.pk, look, by=who, at=timezone.now())
            self.has_done("looked at")

    def take_up_again(self, state: LookState) -> None:
        """Let the batches be settled anew in which the third look found a paper."""
        services.take_up_again(
            self.pk, reason="Đọc lại thấy khác", by=self.head, at=timezone.now()
        )
        services.consent_to_reopening(self.pk, by=self.chair, at=timezone.now())
        for number in {paper.batch for paper in state.differing}:
            services.take_back_agreement(
                str(self.poll.batches.get(number=number).pk),
                reason="Đọc lại thấy khác",
                by=self.head,
                at=timezone.now(),
            )
        self.has_done("found by the third look", len(state.differing))

    def asked(self, task: object, subject: object, by: User, queue: str) -> Job:
        return ledger.request(
            task,  # type: ignore[arg-type] # any of ours
            subject=subject,  # type: ignore[arg-type] # any model
            scope=queries.scope_of(self.poll),
            by=by,
            at=timezone.now(),
            queue=queue,
        )

    def counted(self, ended: Ended) -> LookState:
        """Work until no batch is left, count, and look a third time."""
        self.all_at_once(self.work)
        services.finish_entry(self.pk, by=self.head, at=timezone.now())
        services.ask_for_count(self.now, by=self.member, at=timezone.now())
        job = ended(self.asked(tasks.count_poll, self.poll, self.member, "quick"))
        assert job.state == "done", job.note
        return self.look()

    def confirmed(self, ended: Ended) -> Confirmation:
        """From the open box to the minutes, however often the papers are taken up."""
        while (state := self.counted(ended)).differing:
            self.take_up_again(state)
        tally = queries.current_tally(self.poll)
        assert tally
        made = services.confirm_tally(
            self.pk, digest=tally.digest, by=self.head, at=timezone.now()
        )
        job = ended(self.asked(tasks.print_minutes, tally, self.head, "print"))
        assert job.state == "done", job.note
        return made

    # --- what came of it ------------------------------------------------------------

    def undetected(self) -> int:
        """How many marks are wrong in the end, each of them for a reason that is known.

        Two readers had the paper so, or a third person has said so of it.
        """
        marks = 0
        for heap in heaps(self.poll):
            number, agreed = heap.batch.number, heap.batch.agreed
            assert agreed
            read = [papers_of(each) for each in heap.read.values()]
            pairs = zip(self.papers[number], papers_of(agreed), strict=True)
            for position, (paper, entered) in enumerate(pairs):
                if paper == entered:
                    continue
                marks += len(paper ^ entered)
                is_alike = all(entered in each for each in read)
                assert is_alike or position in self.said[number]
        return marks

    def entered(self) -> list[Paper]:
        agreed = (heap.batch.agreed for heap in heaps(self.poll))
        return [paper for entry in agreed if entry for paper in papers_of(entry)]

    def in_truth(self) -> list[Paper]:
        return [paper for papers in self.papers.values() for paper in papers]


@pytest.mark.usefixtures("worker")
def test_what_a_board_confirms_is_the_truth_but_for_what_several_people_misread(
    ended: Ended,
) -> None:
    figures: Counter[str] = Counter()
    longest = 0.0
    began = time.monotonic()

    for number in range(1, RUNS + 1):
        election = Election(number)
        made = election.confirmed(ended)
        seconds = time.monotonic() - election.last_entry
        longest = max(longest, seconds)
        lines = made.tally.lines.order_by("candidate__place")
        confirmed = list(lines.values_list("votes", flat=True))
        undetected = election.undetected()
        figures += election.figures
        figures["undetected"] += undetected
        figures["not the truth"] += confirmed != votes(election.in_truth())

        assert confirmed == votes(election.entered())
        assert confirmed == votes(election.in_truth()) or undetected
        assert bytes(StoredPrint.objects.latest("pk").data).startswith(b"%PDF")
        assert seconds < MINUTES_WITHIN

    marks = RUNS * BALLOTS * NAMES
    by_chance = marks * WRONG_MARK**2
    rate = figures["undetected"] / marks
    sys.stdout.write(
        f"\n{RUNS} elections of {BALLOTS} × {NAMES}, {OPERATORS} at once, in "
        f"{time.monotonic() - began:.0f} s: {dict(figures)}; undetected {rate:.1e} a "
        f"mark of {marks:,}, by two readings alone p² = {WRONG_MARK**2:.1e}; from the "
        f"last entry to the minutes {longest:.1f} s at most\n"
    )
    # Poisson: four deviations above what two blind readings alone would leave.
    assert figures["undetected"] < by_chance + 4 * by_chance**0.5
    assert figures["readings"] == RUNS * 2 * BALLOTS / PAPERS
