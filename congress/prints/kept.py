"""Papers that tell how things stand at a moment: kept, found by what they are of."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone

from core import prints
from core.audit import trail
from core.models import Scope, StoredPrint, User
from core.prints import shelf

# Part of every digest: a change of a form's wording makes a new paper.
EDITION: Final = "1"
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of paper: its template, its title, and the act of printing it."""

    code: str
    template: str
    title: str
    act: str


def keep(
    form: Form,
    paper: Any,
    *,
    subject: Model,
    scope: Scope,
    file_name: str,
    by: User | None,
    at: datetime,
) -> StoredPrint:
    """Print a paper (a dataclass), keep it with its line; the same facts once."""
    digest = _digest(asdict(paper))
    return shelf.keep(
        form.code,
        subject=subject,
        digest=digest,
        scope=scope,
        file_name=file_name,
        at=at,
        make=lambda: prints.render(
            form.template,
            paper,
            title=form.title,
            at=timezone.localtime(at),
            digest=digest,
        ),
        record=lambda made: trail.record(
            form.act, subject=subject, scope=scope, actor=by, at=at, sha256=made.sha256
        ),
    )


def newest(form: Form, subject: Model) -> QuerySet[StoredPrint]:
    """Return the papers of a subject without their bytes, the latest first."""
    found = StoredPrint.objects.filter(
        form=form.code,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
    )
    return found.defer("data").order_by("-printed_at", "-pk")


def one_or_404(form: Form, subject: Model, key: UUID) -> StoredPrint:
    """Return one paper of a subject, without its bytes."""
    found = newest(form, subject).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _digest(facts: dict[str, Any]) -> str:
    text = json.dumps(
        [EDITION, facts], cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()
