"""Reads of the audit lines of one poll, with the links that chain them."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.db import connection

from ballots.models import Batch, Election, Entry, Poll, Upload
from core.audit.chain import LINE, START, fields_of

# Acts that take something out of the portal: they leave the result as it is, and no
# archive could hold the line of its own taking.
TAKINGS: Final = (
    "ballots.archive_made",
    "ballots.archive_taken",
    "ballots.journal_paper_taken",
    "ballots.journal_printed",
    "ballots.journal_taken",
    "ballots.list_taken",
    "ballots.poll_exported",
    "ballots.records_taken",
    "ballots.result_exported",
)
_LINES: Final = f"""
SELECT seal.number, coalesce(before.digest, '{START}'), seal.digest, {LINE}
  FROM core_auditevent event
  JOIN unnest(%s::varchar[], %s::varchar[]) AS about (kind, key)
    ON event.subject_kind = about.kind AND event.subject_key = about.key
  JOIN core_auditseal seal ON seal.event_id = event.id
  LEFT JOIN core_auditseal before ON before.number = seal.number - 1
 WHERE event.act <> ALL(%s)
 ORDER BY seal.number
"""  # noqa: S608 - names of columns, all ours


class Chained(NamedTuple):
    """A line with its link: whoever has it can work the link out again."""

    number: int
    previous: str
    digest: str
    line: dict[str, Any]


def chained_lines(poll: Poll) -> Iterator[Chained]:
    """Return the lines of a poll, its election, its batches and entries, in order.

    Lines that wait for their link are not among them: seal them first.
    """
    about = list(_subjects(poll))
    kinds, keys = [kind for kind, _key in about], [key for _kind, key in about]
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [kinds, keys, list(TAKINGS)])
        for number, previous, digest, *line in cursor.fetchall():
            yield Chained(number, previous, digest, fields_of(tuple(line)))


def _subjects(poll: Poll) -> Iterator[tuple[str, str]]:
    yield Poll._meta.label_lower, str(poll.pk)
    yield Election._meta.label_lower, str(poll.election_id)
    if poll.upload_id:
        yield Upload._meta.label_lower, str(poll.upload_id)
    for batch in Batch.objects.filter(poll=poll).values_list("pk", flat=True):
        yield Batch._meta.label_lower, str(batch)
    entries = Entry.objects.filter(batch__poll=poll)
    for entry in entries.values_list("pk", flat=True):
        yield Entry._meta.label_lower, str(entry)
