"""Polls typed by hand through every act up to the printed minutes, for archives."""

import uuid
from collections.abc import Sequence

from ballots import prints, queries, services
from ballots.archive import sealing
from ballots.models import Confirmation
from ballots.queries.doubtful import doubtful_ballots, paper_of
from ballots.rules.command import Mode
from ballots.services.entering import Typing
from core.audit import trail
from core.models import StoredPrint
from core.prints import shelf
from tests import make
from tests.integration.ballots.heaps import Hall, opened

BOARD = ("Lục Văn Quý", "Nông Thị Quỳnh")
PAPERS = ("4 5", "1", "0", "2 3 !5", "4 5 #2")


def typed(papers: Sequence[str] = PAPERS) -> Hall:
    """A poll whose papers are typed, compared, ruled on and counted."""
    hall = opened(returned=len(papers))
    (batch,) = services.divide_papers(
        hall.pk, size=25, by=hall.board.member, at=make.NOON
    )
    reader = hall.board.technician
    entry = services.take_batch(str(batch.pk), by=reader, at=make.NOON)
    for position, command in enumerate(papers, start=1):
        sent = Typing(
            position=position,
            command=command,
            sequence=position - 1,
            mode=Mode.STRUCK,
            key=uuid.uuid4(),
        )
        services.save_ballot(str(entry.pk), sent, by=reader)
    services.end_entry(str(entry.pk), by=reader, at=make.NOON)
    services.check_entry(
        str(entry.pk),
        wrong=set(),
        note="",
        compared=len(papers),
        by=hall.board.member,
        at=make.NOON,
    )
    return hall


def confirmed(papers: Sequence[str] = PAPERS) -> Confirmation:
    """The same, ruled on, confirmed, its minutes on the shelf."""
    hall = typed(papers)
    for doubtful in doubtful_ballots(hall.now, paper_of(hall.now)):
        ruled = services.Ruled(doubtful.reading, "Ban đã xem.", BOARD, 0)
        services.rule_on_ballot(
            hall.pk,
            batch=doubtful.batch,
            position=doubtful.position,
            ruled=ruled,
            by=hall.head,
            at=make.NOON,
        )
    services.finish_entry(hall.pk, by=hall.head, at=make.NOON)
    tally = make.tally(hall.now, by=hall.head)
    services.stop_look(hall.pk, reason="mất điện", by=hall.head, at=make.NOON)
    found = services.confirm_tally(
        hall.pk, digest=tally.digest, by=hall.head, at=make.NOON
    )
    with_minutes(found)
    return Confirmation.objects.select_related(
        "tally", "by", *(f"poll__{part}" for part in queries.WITH_PLACE)
    ).get(pk=found.pk)


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
