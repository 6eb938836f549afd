"""Cast vote records of a poll, written as they are read from the database."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import translation

from ballots import queries
from ballots.archive.journal import journal_of
from ballots.archive.manifest import Terms
from ballots.archive.papers import papers_of, papers_of_file, rulings_in
from ballots.interchange.cast_vote_records import Paper, Report, write_report
from ballots.models import Confirmation, Poll
from ballots.services.exporting import header_of
from core.operations.version import portal_version


def write_records(confirmation: Confirmation) -> Iterator[str]:
    """Write the records of a confirmed poll piece by piece."""
    poll = confirmation.poll
    return write_report(report_of(confirmation), papers_in(poll))


def report_of(confirmation: Confirmation) -> Report:
    """Return what the records say before them; their date is the confirmation's."""
    poll = confirmation.poll
    header = header_of(poll)
    congress, contest = names_of(poll)
    return Report(
        header=header,
        slate=terms_of(poll).slate(header),
        congress=congress,
        contest=contest,
        made_at=confirmation.at.astimezone(UTC),
        application=f"congress-portal {portal_version()}",
    )


def papers_in(poll: Poll) -> Iterator[Paper]:
    """Return every paper: of a poll that came in a file, as the file has them."""
    if poll.upload_id:
        yield from papers_of_file(queries.readings(poll))
        return
    head, batches = journal_of(poll)
    rulings = rulings_in(head)
    for batch in batches:
        yield from papers_of(batch, rulings)


def terms_of(poll: Poll) -> Terms:
    """Return what an election file does not say of how its papers were counted."""
    slate, places = queries.terms_of(poll, names=1)
    counted = queries.counted_as(poll)
    return Terms(
        empty_agreement=slate.empty_agreement.value,
        tie_rule=places.tie_rule.value,
        runoff_needs_majority=places.runoff_needs_majority,
        waiting_alternates=counted.waiting_alternates,
        waiting=counted.waiting,
    )


def names_of(poll: Poll) -> tuple[str, str]:
    """Return the names of the congress and of the poll, in Vietnamese whoever asks."""
    with translation.override("vi"):
        return str(poll.election.body.congress), str(poll)


def moment(at: datetime) -> str:
    """Write a time as the audit chain does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
