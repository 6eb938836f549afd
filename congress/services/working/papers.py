"""Papers that a body keeps."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import BodyFile, BodyMeeting
from congress.services.working.holding import held_body, record_for
from congress.services.working.sitting import MinutesClosed
from core.errors import Unfit
from core.models import User
from core.services.attachments import PAPERS, PHOTOS, Handed, keep_attachment
from core.vietnamese import names


@transaction.atomic
def add_file(
    body_id: UUID,
    file: Handed,
    *,
    title: str,
    meeting: BodyMeeting | None = None,
    by: User,
    at: datetime,
) -> BodyFile:
    """Keep a paper of a body; signed minutes are added to a meeting that is closed."""
    body = held_body(body_id)
    called = names.clean(title) or file.name.rpartition(".")[0].strip()
    if not called:
        raise Unfit(_("Hãy ghi tên tài liệu."), "title")
    kept = keep_attachment(
        file, kinds=PAPERS | PHOTOS, field="file", scope=body.scope, by=by, at=at
    )
    row = BodyFile.objects.create(
        body=body, meeting=meeting, file=kept, title=called[:200], by=by, at=at
    )
    record_for("congress.body_file_added", body, by=by, at=at)
    return row


@transaction.atomic
def remove_file(file_id: UUID, *, by: User, at: datetime) -> BodyFile:
    """Have a paper be shown no longer; those of a closed meeting stay."""
    body = held_body(BodyFile.objects.values_list("body", flat=True).get(pk=file_id))
    # Read once nobody else acts on the body: its minutes may have been closed just now.
    row = BodyFile.objects.select_related("meeting").get(pk=file_id)
    if row.meeting is not None and row.meeting.closed_at is not None:
        raise MinutesClosed(
            _("Biên bản đã chốt nên không bỏ tài liệu của cuộc họp được.")
        )
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        record_for("congress.body_file_removed", body, by=by, at=at)
    return row
