"""A unit's own documents: put into the library, put right, replaced, cited by plans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.models import (
    Congress,
    LegalDocument,
    PlanBasis,
    PlanTemplate,
    TemplateBasis,
)
from congress.queries import legal as queries
from congress.services.holding import held_congress
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Scope, StoredFile, Unit, User
from core.services import store_file
from core.vietnamese import names

FILE_MOST: Final = 20 * 1024 * 1024  # bytes
CITED_MOST: Final = 50  # documents that one plan rests on
# What a file begins with, what it is then, and how its name ends.
KINDS: Final = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"PK\x03\x04": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
}
BEGINNING: Final = 8  # bytes that tell what a file is


class UnfitDocument(Unfit):
    """What was said of a document cannot be so."""


class SameNumber(UnfitDocument):
    """Another document bears the number, of another day: somebody has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What somebody says of a document."""

    kind: str
    number: str
    day: date
    issuer: str
    title: str
    summary: str = ""
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it is handed over."""

    name: str
    chunks: Iterable[bytes]


_FIELDS: Final = tuple(Issued.__dataclass_fields__)


@transaction.atomic
def add_document(
    unit: Unit,
    said: Issued,
    *,
    file: Handed | None = None,
    is_another: bool = False,
    by: User,
    at: datetime,
) -> LegalDocument:
    """Put a unit's document into the library.

    ``is_another`` says that its number stands there with another day, and is meant.
    """
    document = LegalDocument(unit=unit)
    _say(document, said, by, is_another=is_another)
    if file is not None:
        document.file = _stored(file, unit.scope, by, at)
    _stored_once(document, insert=True)
    _record("congress.document_added", document, by, at)
    return document


@transaction.atomic
def change_document(
    document_id: UUID,
    said: Issued,
    *,
    seen_version: int,
    file: Handed | None = None,
    is_another: bool = False,
    by: User,
    at: datetime,
) -> LegalDocument:
    """Put right what is said of a document; a new file takes the place of the old."""
    document = _held(document_id)
    if document.version != seen_version:
        raise ChangedMeanwhile
    before = {name: getattr(document, name) for name in _FIELDS}
    _say(document, said, by, is_another=is_another)
    changed = [
        name for name, value in before.items() if getattr(document, name) != value
    ]
    if file is not None:
        document.file = _stored(file, _unit(document).scope, by, at)
        changed.append("file")
    if not changed:
        return document
    document.version += 1
    _stored_once(document)
    _record("congress.document_changed", document, by, at, fields=sorted(changed))
    return document


@transaction.atomic
def replace_document(
    document_id: UUID,
    newer: LegalDocument | None,
    *,
    since: date,
    by: User,
    at: datetime,
) -> LegalDocument:
    """Say that a document holds no longer since a day, and what took its place."""
    document = _held(document_id)
    if since < (document.in_force_from or document.day):
        raise UnfitDocument(
            _("Ngày thôi hiệu lực không được trước ngày văn bản có hiệu lực."), "since"
        )
    if newer is not None and (newer.pk == document.pk or _leads_to(newer, document)):
        raise UnfitDocument(
            _("Văn bản này không thể thay chính nó. Hãy chọn văn bản khác."), "newer"
        )
    if newer is not None and newer.day < document.day:
        raise UnfitDocument(
            _("Văn bản thay thế phải ban hành sau văn bản bị thay."), "newer"
        )
    document.replaced_by, document.replaced_on = newer, since
    document.version += 1
    document.save(update_fields=["replaced_by", "replaced_on", "version"])
    _record("congress.document_replaced", document, by, at)
    return document


@transaction.atomic
def restore_document(document_id: UUID, *, by: User, at: datetime) -> LegalDocument:
    """Take back that a document was replaced."""
    document = _held(document_id)
    if document.replaced_on is None:
        return document
    document.replaced_by, document.replaced_on = None, None
    document.version += 1
    document.save(update_fields=["replaced_by", "replaced_on", "version"])
    _record("congress.document_restored", document, by, at)
    return document


@transaction.atomic
def remove_document(document_id: UUID, *, by: User, at: datetime) -> None:
    """Take a document out that was put in by mistake; not one that others rest on."""
    document = _held(document_id)
    if document.cited_by_plans.exists() or document.cited_by_templates.exists():
        raise Refused(
            _("Có kế hoạch hoặc mẫu lấy văn bản này làm căn cứ, nên không bỏ được.")
        )
    if document.replaces.exists():
        raise Refused(
            _("Văn bản này đang ghi là thay văn bản khác, nên không bỏ được.")
        )
    _record("congress.document_removed", document, by, at)
    document.delete()


# --- what plans rest on ---------------------------------------------------------------


@transaction.atomic
def cite(
    congress_id: UUID, document: LegalDocument, *, by: User, at: datetime
) -> PlanBasis:
    """Name a document that a congress's plan rests on. Twice is once."""
    found = held_congress(congress_id)
    _refuse_uncitable(document, found.unit)
    rows = PlanBasis.objects.filter(congress=found)
    _refuse_too_many(rows.exclude(document=document).count())
    row, is_new = rows.get_or_create(congress=found, document=document)
    if is_new:
        _cited("congress.document_cited", document, found.scope, by, at)
    return row


@transaction.atomic
def uncite(
    congress: Congress, document: LegalDocument, *, by: User, at: datetime
) -> None:
    """Have a congress's plan not rest on a document."""
    gone, _each = PlanBasis.objects.filter(
        congress=congress, document=document
    ).delete()
    if gone:
        _cited("congress.document_uncited", document, congress.scope, by, at)


@transaction.atomic
def cite_in_template(
    template_id: UUID, document: LegalDocument, *, by: User, at: datetime
) -> TemplateBasis:
    """Name a document that plans made from a template rest on."""
    templates = PlanTemplate.objects.select_for_update(of=("self",), no_key=True)
    template = templates.select_related("unit__scope").get(pk=template_id)
    _refuse_uncitable(document, template.unit)
    rows = TemplateBasis.objects.filter(template=template)
    _refuse_too_many(rows.exclude(document=document).count())
    row, is_new = rows.get_or_create(template=template, document=document)
    if is_new:
        _cited("congress.document_cited", document, template.unit.scope, by, at)
    return row


@transaction.atomic
def uncite_in_template(
    template: PlanTemplate, document: LegalDocument, *, by: User, at: datetime
) -> None:
    """Have plans made from a template not rest on a document any more."""
    gone, _each = TemplateBasis.objects.filter(
        template=template, document=document
    ).delete()
    if gone:
        _cited("congress.document_uncited", document, template.unit.scope, by, at)


def take_bases(template: PlanTemplate, congresses: Iterable[Congress]) -> None:
    """Have plans that are made from a template rest on what it rests on."""
    keys = list(
        TemplateBasis.objects.filter(template=template).values_list(
            "document", flat=True
        )
    )
    rows = (
        PlanBasis(congress=congress, document_id=key)
        for congress in (congresses if keys else ())
        for key in keys
    )
    PlanBasis.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


# --- what the acts above stand on -----------------------------------------------------


def _say(document: LegalDocument, said: Issued, by: User, *, is_another: bool) -> None:
    for name in _FIELDS:
        value = getattr(said, name)
        if name != "summary" and isinstance(value, str):
            value = names.clean(value)
        setattr(document, name, value)
    if document.in_force_from and document.in_force_from < document.day:
        raise UnfitDocument(
            _("Ngày có hiệu lực không được trước ngày ban hành."), "in_force_from"
        )
    if document.replaced_on and document.replaced_on < (
        document.in_force_from or document.day
    ):
        raise UnfitDocument(
            _("Ngày này sau ngày văn bản thôi hiệu lực. Hãy xem lại."), "day"
        )
    but = None if document._state.adding else document.pk
    same = queries.same_number(queries.documents(by), document.number, but=but)
    # Two units may each have a first decision of one day. One unit may not, nor does
    # any put in anew what is there for all.
    owners = {document.unit_id, None}
    if any(each.day == document.day and each.unit_id in owners for each in same):
        raise UnfitDocument(
            _("Thư viện đã có văn bản mang số này, cùng ngày."), "number"
        )
    if same and not is_another:
        raise SameNumber(
            _(
                "Số này đã có: %(others)s. Hãy xem lại số và ngày; nếu "
                "đúng là văn bản khác, đánh dấu ô dưới đây."
            )
            % {"others": "; ".join(f"{each} – {each.title}" for each in same)},
            "is_another",
        )


def _stored_once(document: LegalDocument, *, insert: bool = False) -> None:
    """Store it; somebody may have put the same in a moment before."""
    try:
        with transaction.atomic():
            document.save(force_insert=insert)
    except IntegrityError:
        raise UnfitDocument(
            _("Thư viện đã có văn bản mang số này, cùng ngày."), "number"
        ) from None


def _stored(file: Handed, scope: Scope, by: User, at: datetime) -> StoredFile:
    pieces = iter(file.chunks)
    first = next(pieces, b"")
    kind = kind_of(first)
    if kind is None or not file.name.lower().endswith(f".{kind[1]}"):
        raise UnfitDocument(
            _("Chỉ nhận tệp PDF hoặc Word (.docx). Hãy chọn tệp khác."), "file"
        )
    try:
        return store_file(
            name=file.name,
            chunks=_all(first, pieces),
            scope=scope,
            by=by,
            at=at,
            limit=FILE_MOST,
        )
    except Refused as refusal:
        raise UnfitDocument(str(refusal), "file") from None


def kind_of(beginning: bytes) -> tuple[str, str] | None:
    """Return media type and ending of a file by its first bytes, or nothing."""
    return next((KINDS[sign] for sign in KINDS if beginning.startswith(sign)), None)


def _all(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    return chain([first], others)


def _leads_to(newer: LegalDocument, document: LegalDocument) -> bool:
    """Whether what takes the place was itself replaced by it, by however many steps."""
    seen = set()
    step: LegalDocument | None = newer
    while step is not None and step.pk not in seen:
        seen.add(step.pk)
        step = step.replaced_by
        if step is not None and step.pk == document.pk:
            return True
    return False


def _refuse_uncitable(document: LegalDocument, unit: Unit) -> None:
    if not queries.citable(unit).filter(pk=document.pk).exists():
        raise Refused(_("Văn bản này không dùng làm căn cứ ở đây được."))


def _refuse_too_many(others: int) -> None:
    if others >= CITED_MOST:
        raise Refused(
            _("Một kế hoạch có nhiều nhất %(most)s căn cứ.") % {"most": CITED_MOST}
        )


def _unit(document: LegalDocument) -> Unit:
    assert document.unit is not None  # noqa: S101 - the Centre's come by other ways
    return document.unit


def _held(document_id: UUID) -> LegalDocument:
    rows = LegalDocument.objects.select_related("unit__scope", "replaced_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=document_id)


def _record(
    act: str, document: LegalDocument, by: User, at: datetime, **told: object
) -> None:
    trail.record(
        act, subject=document, scope=_unit(document).scope, actor=by, at=at, **told
    )


def _cited(
    act: str, document: LegalDocument, scope: Scope, by: User, at: datetime
) -> None:
    trail.record(act, subject=document, scope=scope, actor=by, at=at)
