"""What a test does inside a launched portal, from a second terminal."""

import json
import sys
import uuid
from typing import Any

from ballots import queries, services, tasks
from ballots.models import Ballot, BoardRuling, Entry, JournalLine, Poll, Tally
from ballots.queries import entry as reads
from ballots.rules.ballot import Defect
from ballots.rules.command import Mode
from ballots.rules.doubts import ruled_invalid
from ballots.services.entering import Typing
from core.access.rights import Role
from core.jobs import ledger
from core.models import Appointment, AuditEvent, User
from tests import make
from tests.integration.ballots import heaps
from tests.integration.congress import walls as hall_walls

NAMES = 31
SIGNED = "1 2 3 4 !3"


def _tell(found: object) -> None:
    """What the test reads in its own process."""
    sys.stdout.write(json.dumps(found))


def prepare(*, opened: int, large: int, ballots: int) -> None:
    """Polls with an open box and polls from a large file; print who works there."""
    _tell(
        {
            "opened": [_open(100, 50) for _each in range(opened)],
            "large": [_import(ballots) for _each in range(large)],
        }
    )


def _open(returned: int, size: int) -> dict[str, Any]:
    hall = heaps.opened(names=NAMES, seats=27, returned=returned)
    batches = services.divide_papers(
        hall.pk, size=size, by=hall.board.member, at=make.NOON
    )
    return {
        **_told(hall.poll, hall.board),
        "batches": {batch.number: batch.papers for batch in batches},
    }


def _told(poll: Poll, board: make.Board) -> dict[str, Any]:
    slug, election, number = queries.address(poll)
    return {
        "poll": str(poll.pk),
        "address": f"/dai-hoi/{slug}/bau-cu/{election}/lan-{number}/",
        "head": board.head.username,
        "member": board.member.username,
        "technician": board.technician.username,
    }


def _import(ballots: int) -> dict[str, Any]:
    """A poll of so many ballots from a file, entered and not yet counted."""
    board = make.board()
    poll = make.imported(board.body, by=board.technician, file=make.large_file(ballots))
    return _told(poll, board)


def tell_entries(poll: str) -> None:
    """Print every entry of a poll: its ballots and its journal."""
    entries = Entry.objects.filter(batch__poll__id=poll).select_related("by", "batch")
    _tell([_entry(each) for each in entries.order_by("batch__number")])


def _entry(entry: Entry) -> dict[str, Any]:
    lines = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = ("sequence", "position", "act", "content", "key")
    return {
        "batch": entry.batch.number,
        "by": entry.by.username if entry.by else "",
        "digest": entry.digest,
        "rows": Ballot.objects.filter(entry=entry).count(),
        "ballots": reads.contents(entry),
        "journal": [[str(each) for each in row] for row in lines.values_list(*columns)],
    }


def tell_tallies(poll: str) -> None:
    """Print every tally of a poll by the candidates' numbers, and its job."""
    found = Poll.objects.get(pk=poll)
    job = ledger.latest(tasks.count_poll, subject=found)
    tallies = [
        {line.candidate.number: line.votes for line in tally.lines.all()}
        for tally in Tally.objects.filter(poll__id=poll)
    ]
    counts = AuditEvent.objects.filter(act="ballots.poll_counted", subject_key=poll)
    _tell(
        {
            "stage": found.stage,
            "tallies": tallies,
            "counts": counts.count(),
            "job": job.state if job else None,
            "attempts": job.attempts if job else 0,
        }
    )


def finish(poll: str) -> None:
    """Type a poll to its confirmed minutes, a doubtful ballot among its papers."""
    found = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll)
    staff = _staff(found)
    head, member, technician = (
        staff[role]
        for role in (Role.TALLY_HEAD, Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN)
    )
    for batch in found.batches.order_by("number"):
        entry = services.take_batch(str(batch.pk), by=technician, at=make.NOON)
        for position in range(1, batch.papers + 1):
            services.save_ballot(
                str(entry.pk),
                Typing(
                    position=position,
                    command=SIGNED if position == 1 else "1 2 3 4",
                    mode=Mode.STRUCK,
                    key=uuid.uuid4(),
                    sequence=position - 1,
                ),
                by=technician,
            )
        services.end_entry(str(entry.pk), by=technician, at=make.NOON)
        services.check_entry(
            str(entry.pk),
            wrong=set(),
            note="",
            compared=batch.papers,
            by=member,
            at=make.NOON,
        )
    ruled = _ruled(found, 1, head)
    _ruled(found, 2, head)
    services.finish_entry(poll, by=head, at=make.NOON)
    tally = make.tally(found, by=member)
    make.unlooked(found, by=head)
    services.confirm_tally(poll, digest=tally.digest, by=head, at=make.NOON)
    first = Entry.objects.get(batch__poll__id=poll, batch__number=1)
    _tell({"poll": poll, "entry": str(first.pk), "ruled": ruled, "by": head.pk})


def _staff(poll: Poll) -> dict[Role, User]:
    given = Appointment.objects.filter(scope=poll.election.body.scope)
    return {Role(each.role): each.user for each in given.select_related("user")}


def _ruled(poll: Poll, batch: int, head: User) -> int:
    """The board finds the first paper of a heap not valid; returns which ballot."""
    reading = ruled_invalid(
        heaps.struck(1, 2, 3, 4, names=NAMES)[0], Defect.SPECIAL_MARK
    )
    names = ("Lục Văn Quý", "Nông Thị Quỳnh")
    made: BoardRuling = services.rule_on_ballot(
        str(poll.pk),
        batch=batch,
        position=1,
        ruled=services.Ruled(reading, "Có chữ ký.", names, 0),
        by=head,
        at=make.NOON,
    )
    return int(made.ballot_id)


def hang_walls(*, opened: int, walls: int, frames: int) -> None:
    """Polls with an open box; walls and frames at the congress of the first."""
    halls = [_open(100, 50) for _each in range(opened)]
    first = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=halls[0]["poll"])
    congress = first.election.body.congress
    titles = [f"Trang {number}" for number in range(1, frames + 1)]
    deck = hall_walls.deck(congress, *titles)
    _tell(
        {
            "opened": halls,
            "tokens": [hall_walls.wall(congress) for _each in range(walls)],
            "frames": [str(frame.pk) for frame in hall_walls.frames(deck)],
            "console": f"/dai-hoi/{congress.slug}/man-chieu/",
        }
    )
