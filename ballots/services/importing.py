"""An election file becomes an election, its slate and its ballots, or nothing."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ballots import interchange, labels, queries
from ballots.interchange import ElectionHeader
from ballots.models import (
    Batch,
    Candidate,
    Election,
    Entry,
    Poll,
    Tally,
    Upload,
)
from ballots.queries.rounds import next_election_number, rounds_after
from ballots.rules import fingerprint
from ballots.rules.ballot import Reading
from ballots.rules.outcome import Verdict
from ballots.rules.stages import IMPORTED_AT
from ballots.rules.terms import Round
from ballots.services.recording import POINTS
from congress.models import Congress, VotingBody
from congress.rules.rulesets import rule_set_on
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.queries import open_stored
from core.services import current_edition, store_file
from core.vietnamese import dates

Report = Callable[[int, int], None]

AT_ONCE = 2000  # ballots in one INSERT
# One array for each column, in the order of Reading: a sixth of the ORM's time.
STORE_BALLOTS: Final = """
INSERT INTO ballots_ballot
  (entry_id, position, struck, kept, agree, disagree, defect, decision, copies)
SELECT %s, * FROM unnest(
  %s::int[], %s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[],
  %s::varchar[], %s::varchar[], %s::int[])
"""
NAME_LENGTH = 400
MOST_NAMES = 5000  # on one slate; a real one has at most some hundreds
NOTE_LENGTH = 10_000


class AlreadyImported(Refused):
    """The body has this poll already, from these or other bytes."""


class RegulationNotInForce(Refused):
    """The file names a regulation that did not govern the days of the congress."""


class RunOffOfOthers(Refused):
    """A run-off does not list exactly those who were tied, for the places left."""


class UnstorableText(Refused):
    """A text in the file has a character that a database cannot keep."""


@transaction.atomic
def receive_file(
    *,
    body: VotingBody,
    name: str,
    chunks: Iterable[bytes],
    by: User | None,
    at: datetime,
) -> Upload:
    """Keep an election file as it came; it is read afterwards by a worker."""
    file = store_file(
        name=name,
        chunks=chunks,
        scope=body.scope,
        by=by,
        at=at,
        limit=settings.MAX_UPLOAD_BYTES,
    )
    upload = Upload.objects.create(body=body, file=file, by=by, received_at=at)
    trail.record(
        "ballots.file_received",
        subject=upload,
        scope=body.scope,
        actor=by,
        at=at,
        sha256=file.sha256,
        bytes=file.size,
    )
    return upload


@transaction.atomic
def import_upload(upload_id: str, *, at: datetime, report: Report) -> Poll:
    """Read an uploaded file into a poll. A second call returns the same poll.

    Raises:
        FileRefused: with the sentence that says what is wrong and where.
        AlreadyImported: the body has this poll; it must be withdrawn first.
    """
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("file", "by", "body__scope", "body__congress")
        .get(pk=upload_id)
    )
    if known := Poll.objects.filter(upload=upload).first():
        return known
    # Two uploads wait for each other here, and number elections in turn. NO KEY: what
    # only points to the congress need not wait for a long file.
    Congress.objects.select_for_update(no_key=True).get(pk=upload.body.congress_id)
    return _import(upload, at=at, report=report)


def _import(upload: Upload, *, at: datetime, report: Report) -> Poll:
    open_source = interchange.unpacking(
        lambda: open_stored(upload.file), name=upload.file.name.lower()
    )
    # A hostile file can keep the parser busy without a query; the connection must
    # outlive that, or the work would be begun again.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15min'")
    header = interchange.read_header(open_source)
    _refuse_unstorable(header)
    _refuse_second(upload, header)
    _refuse_other_times(upload, header)
    poll = _poll(upload, header, at=at)
    Candidate.objects.bulk_create(
        Candidate(
            poll=poll,
            place=place,
            number=each.number,
            name=each.name,
            party_since=each.party_since,
        )
        for place, each in enumerate(header.candidates)
    )
    entry = _entry(poll, by=upload.by, at=at)
    digest = _store(
        entry, interchange.read_ballots(open_source, header), header.returned, report
    )
    entry.digest = digest
    entry.save(update_fields=["digest"])
    # A file holds what was read and agreed on before it came here.
    entry.batch.agreed = entry
    entry.batch.save(update_fields=["agreed"])
    for act, subject in (
        ("ballots.poll_imported", poll),
        ("ballots.entry_finished", entry),
    ):
        trail.record(
            act,
            subject=subject,
            scope=upload.body.scope,
            actor=upload.by,
            at=at,
            digest=digest,
            papers=poll.returned,
        )
    refresh([upload.body.congress_id], *POINTS, at=at)
    return poll


def _poll(upload: Upload, header: ElectionHeader, *, at: datetime) -> Poll:
    election = _election_awaiting(upload.body, header) or Election.objects.create(
        body=upload.body,
        congress_id=upload.body.congress_id,
        number=next_election_number(upload.body.congress),
        office=header.office.value,
        rule_set=header.regulation.value,
        rule_edition=current_edition(header.regulation.value, at=at),
    )
    return Poll.objects.create(
        election=election,
        number=election.polls.count() + 1,
        round=header.round.value,
        layout=header.layout.value,
        stage=IMPORTED_AT.value,
        seats=header.seats,
        alternates=header.alternates,
        max_votes=header.max_votes,
        tally_base=header.tally_base,
        present=header.present,
        printed=header.printed,
        issued=header.issued,
        returned=header.returned,
        file_id=header.id,
        note=header.note,
        upload=upload,
    )


def _election_awaiting(body: VotingBody, header: ElectionHeader) -> Election | None:
    """Return the election whose confirmed last poll calls for just this round."""
    if header.round is Round.FIRST:
        return None
    elections = Election.objects.filter(
        body=body, office=header.office.value, rule_set=header.regulation.value
    )
    elections = elections.exclude(polls__annulments__isnull=False)
    for election in elections.order_by("-number"):
        last = queries.standing(election.polls.all()).order_by("-number").first()
        confirmed = queries.confirmation_of(last) if last else None
        if confirmed and header.round in rounds_after(confirmed.tally):
            _refuse_other_run_off(confirmed.tally, header)
            return election
    return None


def _refuse_other_run_off(tally: Tally, header: ElectionHeader) -> None:
    if header.round is not Round.RUN_OFF:
        return
    tied = {
        line.candidate.name
        for line in tally.lines.filter(verdict=Verdict.TIED).select_related("candidate")
    }
    if {each.name for each in header.candidates} != tied:
        raise RunOffOfOthers(
            _(
                "Danh sách bầu lại phải gồm đúng những người ngang phiếu ở lần trước: "
                "%(names)s."
            )
            % {"names": ", ".join(sorted(tied))}
        )


def _entry(poll: Poll, *, by: User | None, at: datetime) -> Entry:
    batch = Batch.objects.create(poll=poll, number=1, papers=poll.papers.returned)
    return Entry.objects.create(batch=batch, number=1, by=by, finished_at=at, digest="")


def _store(
    entry: Entry, ballots: Iterator[Reading], papers: int, report: Report
) -> str:
    """Write the ballots as they are read; return the digest over all of them."""
    digest = hashlib.sha256()
    first, done = 1, 0
    while chunk := list(islice(ballots, AT_ONCE)):
        positions = list(range(first, first + len(chunk)))
        columns = map(list, zip(*chunk, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(STORE_BALLOTS, [entry.pk, positions, *columns])
        for reading in chunk:
            digest.update(fingerprint.line(reading))
        first += len(chunk)
        done += sum(reading.copies for reading in chunk)
        report(done, papers)
    return digest.hexdigest()


def _is_hidden(letter: str) -> bool:
    """Whether a character shows nothing, or turns the text about."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cn", "Co"}


def _refuse_second(upload: Upload, header: ElectionHeader) -> None:
    """One poll is brought in once, whatever its bytes: two would be two results."""
    same = queries.standing(Poll.objects.all()).filter(
        Q(upload__file__sha256=upload.file.sha256) | Q(file_id=header.id),
        election__body=upload.body,
    )
    if poll := same.select_related("election").first():
        raise AlreadyImported(
            _(
                "Tệp có mã «%(id)s» đã được nhập vào %(poll)s. Muốn nhập lại, hãy thu "
                "hồi lần bầu đó trước; đã chốt thì không nhập lại được."
            )
            % {"id": header.id, "poll": poll}
        )


def _refuse_other_times(upload: Upload, header: ElectionHeader) -> None:
    """A repealed regulation must not stand in the minutes of a later congress."""
    opens_on = upload.body.congress.opens_on
    governing = rule_set_on(opens_on)
    if governing and governing.regulation is not header.regulation:
        raise RegulationNotInForce(
            _(
                "Đại hội khai mạc ngày %(day)s theo %(right)s, tệp lại ghi %(wrong)s. "
                "Hãy sửa khóa “regulation” trong tệp hoặc ngày của đại hội."
            )
            % {
                "day": dates.short(opens_on),
                "right": labels.REGULATIONS[governing.regulation],
                "wrong": labels.REGULATIONS[header.regulation],
            }
        )


def _refuse_unstorable(header: ElectionHeader) -> None:
    texts = [header.id, header.note, *(each.name for each in header.candidates)]
    if any("\x00" in text for text in texts):
        raise UnstorableText(
            _("Tệp có ký tự rỗng (NUL) trong tên hoặc ghi chú. Hãy xóa ký tự đó.")
        )
    if len(header.candidates) > MOST_NAMES or len(header.note) > NOTE_LENGTH:
        raise UnstorableText(
            _(
                "Cổng nhận danh sách nhiều nhất %(names)s người và ghi chú nhiều nhất "
                "%(note)s ký tự. Hãy rút gọn rồi tải lại."
            )
            % {"names": MOST_NAMES, "note": NOTE_LENGTH}
        )
    for place, each in enumerate(header.candidates, start=1):
        if not each.name.strip() or any(map(_is_hidden, each.name)):
            raise UnstorableText(
                _(
                    "Họ tên người thứ %(place)s để trống hoặc có ký tự ẩn. Hãy gõ lại "
                    "họ tên đó."
                )
                % {"place": place}
            )
    if any(len(each.name) > NAME_LENGTH for each in header.candidates):
        raise UnstorableText(
            _("Có họ tên dài hơn %(limit)s ký tự. Hãy rút gọn rồi tải lại.")
            % {"limit": NAME_LENGTH}
        )
