"""Typed polls that are counted and wait to be confirmed, for the third look."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from ballots import services
from ballots.models import Entry, LookedPaper, LookRuling, Poll, ThirdLook
from ballots.queries.looking import LookState, look_state
from ballots.rules import fingerprint, journal
from ballots.services.third_look import said
from core.access.rights import Role
from core.models import User
from tests import make
from tests.integration.ballots.archives import BOARD
from tests.integration.ballots.heaps import Hall, Paper, heap, opened, struck

SEED = "4216351264"
# Three of five are elected: the first three by every paper.
USUAL = struck(4, 5)


@dataclass(frozen=True)
class Counted:
    """A hall whose count waits; the technician typed, these two read none of it."""

    hall: Hall
    reader: User
    other: User

    @property
    def pk(self) -> str:
        return self.hall.pk

    @property
    def head(self) -> User:
        return self.hall.head

    @property
    def state(self) -> LookState:
        return look_state(self.hall.now)

    def order(self, seed: str = SEED) -> ThirdLook:
        return services.order_look(self.pk, seed=seed, by=self.head, at=make.NOON)

    def stop(self, reason: str = "mất điện") -> None:
        services.stop_look(self.pk, reason=reason, by=self.head, at=make.NOON)

    def read(
        self,
        place: Sequence[int] = (1, 1),
        command: str = "4 5",
        *,
        by: User | None = None,
        key: uuid.UUID | None = None,
    ) -> LookedPaper:
        shown = journal.content(*said(self.hall.now, command)[:2])
        batch, position = place
        look = services.Look(batch, position, command, key or uuid.uuid4(), shown)
        return services.read_paper(self.pk, look, by=by or self.reader, at=make.NOON)

    def rule(
        self,
        place: Sequence[int] = (1, 1),
        reason: str = "Dấu gạch rõ.",
        deciders: Sequence[str] = BOARD,
    ) -> LookRuling:
        batch, position = place
        return services.rule_on_look(
            self.pk,
            services.LookRuled(batch, position, reason, deciders),
            by=self.head,
            at=make.NOON,
        )

    def read_all(self) -> None:
        for batch, position in self.order().drawn:
            self.read((batch, position))

    def confirm(self) -> object:
        digest = Poll.objects.get(pk=self.pk).tallies.latest("pk").digest
        return services.confirm_tally(
            self.pk, digest=digest, by=self.head, at=make.NOON
        )


def counted(*heaps: Sequence[Paper]) -> Counted:
    """A counted poll with these heaps; one of three papers if none is named."""
    found = heaps or ([USUAL] * 3,)
    hall = opened(returned=sum(map(len, found)))
    for number, papers in enumerate(found, start=1):
        batch = heap(hall, papers, number=number)
        lines = b"".join(fingerprint.line(*paper) for paper in papers)
        with transaction.atomic(), make.past_every_trigger():
            Entry.objects.filter(batch=batch).update(
                digest=hashlib.sha256(lines).hexdigest()
            )
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=hall.poll.pk).update(stage="entered")
    make.tally(hall.poll, by=hall.board.member)
    reader, other = (
        make.holder(Role.TALLY_MEMBER, at=hall.board.body.scope, full_name=name)
        for name in ("Bế Thị Lan", "Vi Văn Nam")
    )
    make.seat(hall.poll, reader, other)
    return Counted(hall, reader, other)
