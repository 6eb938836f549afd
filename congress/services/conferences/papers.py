"""Documents of a conference, read at all its points, and what is noted there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import (
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
)
from congress.services.conferences.holding import held_open, record
from core.errors import Unfit
from core.models import User
from core.services.attachments import PAPERS, PHOTOS, Handed, keep_attachment
from core.vietnamese import names

FILES_MOST: Final = 40  # of one conference


@transaction.atomic
def add_files(
    conference_id: UUID, files: Sequence[Handed], *, by: User, at: datetime
) -> list[ConferenceFile]:
    """Put documents before all points."""
    held = held_open(conference_id)
    here = ConferenceFile.objects.filter(conference=held, removed_at__isnull=True)
    if here.count() + len(files) > FILES_MOST:
        raise Unfit(
            _("Mỗi hội nghị chỉ có tối đa %(most)s tệp.") % {"most": FILES_MOST},
            "files",
        )
    made = []
    for each in files:
        kept = keep_attachment(
            each,
            kinds=PAPERS | PHOTOS,
            field="files",
            scope=held.unit.scope,
            by=by,
            at=at,
        )
        title = names.clean(kept.name.rpartition(".")[0])[:200] or kept.name[:200]
        made.append(
            ConferenceFile.objects.create(
                conference=held, file=kept, title=title, by=by, at=at
            )
        )
    record("congress.conference_filed", held, by, at)
    return made


@transaction.atomic
def remove_file(conference_id: UUID, file_id: UUID, *, by: User, at: datetime) -> None:
    """Have a document be read no more."""
    held = held_open(conference_id)
    rows = ConferenceFile.objects.filter(conference=held, pk=file_id)
    if rows.filter(removed_at__isnull=True).update(removed_at=at):
        record("congress.conference_unfiled", held, by, at)


@transaction.atomic
def write_note(
    conference_id: UUID,
    text: str,
    *,
    point: ConferencePoint | None = None,
    by: User,
    at: datetime,
) -> ConferenceNote:
    """Write down what is said or happens; never changed."""
    held = held_open(conference_id)
    said = names.tidy(text)
    if not said:
        raise Unfit(_("Hãy ghi nội dung."), "text")
    made = ConferenceNote.objects.create(
        conference=held, point=point, text=said, by=by, at=at
    )
    record("congress.conference_noted", held, by, at)
    return made
