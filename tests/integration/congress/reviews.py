"""What tests of the review queue stand on: papers, task forces, what is submitted."""

import io
import zipfile
from datetime import date
from typing import Any

from django.utils import timezone

from congress.models import (
    BodyMember,
    BodyUnit,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    WorkingBody,
)
from congress.services import drafts, submissions
from congress.services.drafts import Drafted
from congress.services.submissions import Seen
from core.access.rights import Role
from core.models import Unit, User
from core.models.scope import ScopeKind
from core.services.attachments import Handed
from core.services.scopes import open_scope
from tests import make

PDF = b"%PDF-1.7 du thao"


def paper(name: str = "bao-cao.pdf", data: bytes = PDF) -> Handed:
    return Handed(name, [data])


def word(text: str = "x") -> bytes:
    """The least that is a file of Word."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("word/document.xml", text)
    return packed.getvalue()


def draft(
    unit: Unit,
    by: User,
    *,
    kind: SubmissionKind = SubmissionKind.DOCUMENTS,
    title: str = "Dự thảo trình Đại hội XXI",
    files: tuple[Handed, ...] | None = None,
    **more: Any,
) -> SubmissionDraft:
    at = timezone.now()
    made = drafts.begin_draft(unit, kind, Drafted(title=title), by=by, at=at, **more)
    given = (paper(),) if files is None else files
    return drafts.change_draft(
        made.pk,
        Drafted(title=title),
        seen_version=made.version,
        files=given,
        by=by,
        at=at,
    )


def send(of: SubmissionDraft, by: User) -> Submission:
    return drafts.submit_draft(of.pk, seen_version=of.version, by=by, at=timezone.now())


def submitted(unit: Unit, by: User, **said: Any) -> Submission:
    return send(draft(unit, by, **said), by)


def seen(row: Submission) -> Seen:
    return Seen(row.revision, row.digest)


def clear(row: Submission, by: User) -> Submission:
    return submissions.clear_submission(row.pk, seen(row), by=by, at=timezone.now())


def send_back(row: Submission, by: User, note: str = "Thiếu số liệu") -> Submission:
    return submissions.send_back_submission(
        row.pk, seen(row), note=note, by=by, at=timezone.now()
    )


def task_force(of: Unit, *units: Unit, name: str = "Tổ công tác số 1") -> WorkingBody:
    """A body of a unit that looks after some of those beneath it."""
    scope = open_scope(
        title=name, kind=ScopeKind.WORKING_BODY, beneath=of.scope, home=of.scope
    )
    body = WorkingBody.objects.create(
        scope=scope,
        unit=of,
        form="task_force",
        field="direction",
        name=name,
        decided_on=date(2025, 1, 2),
    )
    for unit in units:
        BodyUnit.objects.create(body=body, unit=unit, from_on=date(2025, 1, 2))
    return body


def member(of: WorkingBody, full_name: str = "Lò Văn Ương") -> User:
    """Somebody with an account in a body, given its pages."""
    user = make.holder(Role.BODY_MEMBER, at=of.scope, full_name=full_name)
    BodyMember.objects.create(
        body=of,
        full_name=full_name,
        part="member",
        user=user,
        from_on=date(2025, 1, 2),
    )
    return user
