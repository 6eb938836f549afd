"""Making the sealed archive of a confirmed poll, and finding it again.

It is made once for its facts and looked at as ``verify_archive`` does before it is
kept. Acts that only take something out are no facts of it; an act that goes on with the
poll – announced, put away – lets a new one be made, beside the old.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import prints, queries
from ballots.archive import manifest as files
from ballots.archive.container import NotAnArchive, in_pieces, write_member
from ballots.archive.journal import write_journal
from ballots.archive.manifest import Link, Manifest, Member
from ballots.archive.records import moment, names_of, terms_of, write_records
from ballots.archive.result import result_of, result_text
from ballots.archive.verifying import Touched, verify
from ballots.double_count import count_twice
from ballots.interchange import write_election
from ballots.models import Confirmation, Poll
from ballots.queries.trail import Chained, chained_lines
from ballots.services.exporting import header_of
from ballots.services.taking_out import confirmed_or_refuse
from core import instance
from core.audit import chain, trail
from core.errors import Refused
from core.models import StoredPrint, User
from core.operations.version import portal_version
from core.prints import shelf

FORM: Final = "ballots.archive"
# Part of every digest: archives made otherwise are others.
EDITION: Final = "1"

Report = Callable[[int, int], None]


class NoMinutes(Refused):
    """An archive holds the minutes as they were printed, so they come first."""


class NotWhole(Refused):
    """What was made does not hold: what the database says contradicts itself."""


@transaction.atomic
def seal_archive(
    poll_id: str, *, by: User | None, at: datetime, report: Report
) -> StoredPrint:
    """Put the archive of a confirmed poll on the shelf; made once for its facts."""
    poll = queries.locked(poll_id)
    confirmation = confirmed_or_refuse(poll, by=by)
    confirmation.poll = poll
    if prints.printed_minutes(confirmation) is None:
        raise NoMinutes(_("Hãy lập biên bản trước: bản lưu trữ giữ đúng biên bản ấy."))
    chain.seal_waiting(at=at)
    lines = list(chained_lines(poll))
    return shelf.keep(
        FORM,
        subject=confirmation.tally,
        digest=_digest_of(confirmation, lines),
        scope=queries.scope_of(poll),
        file_name=_file_name(poll),
        at=at,
        make=lambda: _made(confirmation, lines, report),
        record=lambda kept: trail.record(
            "ballots.archive_made",
            subject=poll,
            scope=queries.scope_of(poll),
            actor=by,
            at=at,
            sha256=kept.sha256,
        ),
    )


def kept_archives(confirmation: Confirmation) -> list[StoredPrint]:
    """Return the archives of what was confirmed, without their bytes, newest first."""
    tally = confirmation.tally
    found = StoredPrint.objects.filter(
        form=FORM, subject_kind=tally._meta.label_lower, subject_key=str(tally.pk)
    )
    return list(found.defer("data").order_by("-printed_at", "-pk"))


def is_current(kept: StoredPrint, confirmation: Confirmation) -> bool:
    """Whether nothing was done with the poll since the archive was made."""
    lines = list(chained_lines(confirmation.poll))
    return kept.digest == _digest_of(confirmation, lines)


def _made(confirmation: Confirmation, lines: list[Chained], report: Report) -> bytes:
    file = io.BytesIO()
    parts = dict(_parts(confirmation, lines))
    steps = len(parts) + 2
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        members: list[Member] = []
        for name, pieces in parts.items():
            members.append(write_member(archive, name, pieces))
            report(len(members), steps)
        made = _manifest(confirmation, lines, tuple(members))
        write_member(archive, files.MANIFEST, [made.text().encode()])
    report(steps - 1, steps)
    _prove(file)
    report(steps, steps)
    return file.getvalue()


def _prove(file: io.BytesIO) -> None:
    try:
        verify(file)
    except (Touched, NotAnArchive) as fault:
        raise NotWhole(
            _(
                "Bản lưu trữ vừa lập không kiểm lại được (%(fault)s), nên không được "
                "giữ. Số liệu trong cổng mâu thuẫn với nhau: hãy báo trưởng ban kiểm "
                "phiếu và quản trị viên."
            )
            % {"fault": fault}
        ) from fault


def _parts(
    confirmation: Confirmation, lines: list[Chained]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    poll = confirmation.poll
    header, ballots = header_of(poll), queries.readings(poll)
    yield files.ELECTION, in_pieces(write_election(header, ballots))
    yield files.RESULT, in_pieces(_result(poll))
    yield files.MINUTES, _minutes(confirmation)
    if not poll.upload_id:
        yield files.JOURNAL, in_pieces(write_journal(poll))
    yield files.RECORDS, in_pieces(write_records(confirmation))
    yield files.AUDIT, in_pieces(f"{_json(each._asdict())}\n" for each in lines)


def _result(poll: Poll) -> Iterator[str]:
    header, terms = header_of(poll), terms_of(poll)
    places = terms.places(header)
    counted = count_twice(queries.readings(poll), terms.slate(header), places)
    yield result_text(result_of(header, counted, places))


def _minutes(confirmation: Confirmation) -> Iterator[bytes]:
    """Return the minutes' own bytes: nothing is printed anew."""
    kept = prints.printed_minutes(confirmation)
    if kept:
        yield bytes(StoredPrint.objects.values_list("data", flat=True).get(pk=kept.pk))


def _manifest(
    confirmation: Confirmation, lines: list[Chained], members: tuple[Member, ...]
) -> Manifest:
    congress, contest = names_of(confirmation.poll)
    return Manifest(
        poll=str(confirmation.poll_id),
        congress=congress,
        contest=contest,
        portal=portal_version(),
        revision=confirmation.revision,
        confirmed_at=moment(confirmation.at),
        tally_digest=confirmation.tally.digest,
        head=_head(confirmation, lines),
        terms=terms_of(confirmation.poll),
        files=members,
        instance=instance.marked_name(),
    )


def _head(confirmation: Confirmation, lines: list[Chained]) -> Link | None:
    """Return the head as the minutes print it, where it is a link of this poll.

    Minutes of earlier releases may name a line that was chained in the same moment.
    """
    number = confirmation.link_number
    if number is None:
        return None
    head = Link(number, confirmation.link_digest)
    return head if head in {Link(each.number, each.digest) for each in lines} else None


def _digest_of(confirmation: Confirmation, lines: list[Chained]) -> str:
    last = lines[-1].digest if lines else ""
    facts = f"{EDITION} {portal_version()} {confirmation.pk} {last}"
    return hashlib.sha256(facts.encode()).hexdigest()


def _file_name(poll: Poll) -> str:
    slug, election, number = queries.address(poll)
    return f"luu-tru-{slug}-{election}-lan-{number}.zip"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
