"""The journal of a poll's entries as one file, from which anybody can recount it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from ballots import queries
from ballots.models import (
    Batch,
    BoardRuling,
    Entry,
    JournalLine,
    LookedPaper,
    LookRuling,
    LookStopped,
    Poll,
    ThirdLook,
)
from ballots.queries.doubtful import reading_of
from ballots.rules import journal

FORMAT: Final = "congress-portal/journal@1"


def write_journal(poll: Poll) -> Iterator[str]:
    """Write the journal file piece by piece, a batch a line.

    Every entry stands in it, also those given up or sent back; ``counts`` is the one of
    each batch that was counted. Names of operators stand, times do not (secrecy).
    """
    head, batches = journal_of(poll)
    yield _json(head).removesuffix("}")
    yield ', "batches": [\n'
    comma = ""
    for batch in batches:
        yield comma + _json(batch)
        comma = ",\n"
    yield "\n]}\n"


def journal_of(poll: Poll) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    """Return the journal's head, and its batches as they are read."""
    head = {
        "format": FORMAT,
        "poll": _poll(poll),
        "rulings": list(_rulings(poll)),
        "third_looks": [_third_look(each) for each in third_looks(poll)],
        "looks_stopped": [
            {
                "revision": each.revision,
                "reason": each.reason,
                "by": each.by.full_name,
            }
            for each in looks_stopped(poll)
        ],
    }
    batches = Batch.objects.filter(poll=poll).order_by("number")
    return head, (_batch(each) for each in batches)


def title_of(poll: Poll) -> str:
    """Name a poll with its congress, in Vietnamese whoever asks."""
    with translation.override("vi"):
        return f"{poll.election.body.congress} – {poll}"


def _poll(poll: Poll) -> dict[str, Any]:
    rule_set = queries.rule_set_of(poll)
    return {
        "id": str(poll.pk),
        "title": title_of(poll),
        "layout": poll.layout,
        "max_votes": poll.max_votes,
        "empty_agreement": rule_set.empty_agreement.value.value,
        "revision": poll.revision,
        "candidates": [
            {"number": each.number, "name": each.name} for each in queries.slate(poll)
        ],
    }


def _rulings(poll: Poll) -> Iterator[dict[str, Any]]:
    """Return the last ruling on each ballot that was counted."""
    rows = (
        BoardRuling.objects.filter(ballot__entry__agreed_for__poll=poll)
        .select_related("ballot__entry__batch")
        .order_by("ballot__entry__batch__number", "ballot__position", "-number")
        .distinct("ballot__entry__batch__number", "ballot__position")
    )
    for row in rows:
        yield {
            "ballot": row.ballot_id,
            "batch": row.ballot.entry.batch.number,
            "position": row.ballot.position,
            "content": journal.content(reading_of(row), None),
            "reason": row.reason,
            "deciders": row.deciders,
        }


def third_looks(poll: Poll) -> QuerySet[ThirdLook]:
    """Return every draw of papers to be read once more, also before a reopening."""
    papers = LookedPaper.objects.select_related("by", "ballot__entry__batch")
    rulings = LookRuling.objects.select_related("ballot__entry__batch")
    return (
        ThirdLook.objects.filter(poll=poll)
        .prefetch_related(
            Prefetch("readings", papers.order_by("pk")),
            Prefetch("rulings", rulings.order_by("pk")),
        )
        .order_by("revision")
    )


def looks_stopped(poll: Poll) -> QuerySet[LookStopped]:
    """Return why looks were not made, or not whole, also before a reopening."""
    found = LookStopped.objects.filter(poll=poll).select_related("by")
    return found.order_by("revision")


def _third_look(look: ThirdLook) -> dict[str, Any]:
    return {
        "revision": look.revision,
        "seed": look.seed,
        "digest": look.digest,
        "papers": look.papers,
        "drawn": look.drawn,
        "readings": [
            {
                "batch": each.ballot.entry.batch.number,
                "position": each.ballot.position,
                "by": each.by.full_name,
                "content": each.content,
                "matches": each.matches,
            }
            for each in look.readings.all()
        ],
        "rulings": [
            {
                "batch": each.ballot.entry.batch.number,
                "position": each.ballot.position,
                "reason": each.reason,
                "deciders": each.deciders,
            }
            for each in look.rulings.all()
        ],
    }


def _batch(batch: Batch) -> dict[str, Any]:
    entries = Entry.objects.filter(batch=batch).select_related("by", "check_made__by")
    return {
        "number": batch.number,
        "papers": batch.papers,
        "entries": [_entry(each, batch) for each in entries.order_by("number")],
    }


def _entry(entry: Entry, batch: Batch) -> dict[str, Any]:
    return {
        "number": entry.number,
        "reading": entry.reading,
        "by": entry.by.full_name if entry.by else "",
        "counts": entry.pk == batch.agreed_id,
        "check": _check(entry),
        "journal_digest": entry.journal_digest,
        "lines": list(_lines(entry)),
    }


def _check(entry: Entry) -> dict[str, Any] | None:
    """Return who compared an entry with the papers, and which were read otherwise."""
    check = getattr(entry, "check_made", None)
    if check is None:
        return None
    return {"by": check.by.full_name, "agrees": check.agrees, "wrong": check.wrong}


def _lines(entry: Entry) -> Iterable[tuple[Any, ...]]:
    rows = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = rows.values_list("sequence", "position", "act", "content", "key")
    for sequence, position, act, content, key in columns:
        yield sequence, position, act, content, str(key)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
