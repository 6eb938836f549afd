"""The library of documents: who sees which, what holds on a day, what plans cite."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Upper
from django.http import Http404

from congress.models import (
    Congress,
    LegalDocument,
    PlanBasis,
    PlanTemplate,
    TemplateBasis,
)
from congress.rules.legal import Force
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import with_words
from core.vietnamese import names

CHOICES: Final = 20  # documents offered at once, to be cited or to replace another
MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that a plan rests on, and how it stands on a day."""

    document: LegalDocument
    force: Force
    # Others of the same number: the reader is told which of them is meant.
    twins: list[LegalDocument] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether it holds on that day."""
        return self.force is Force.IN_FORCE


def documents(user: User) -> QuerySet[LegalDocument]:
    """Return the documents a user may read.

    Those of the Centre, those of units beneath him, and those of the units above.
    """
    seen = Q(unit__isnull=True)
    seen |= Q(unit__scope__path__in=list(policy.paths_above(user, Right.PLAN_READ)))
    within = policy.within_reach(LegalDocument.objects.all(), user, Right.PLAN_READ)
    seen |= Q(pk__in=within.order_by().values("pk"))
    return LegalDocument.objects.filter(seen).select_related("unit", "replaced_by")


def document_or_404(user: User, key: UUID) -> LegalDocument:
    """Return one document a user may read."""
    found = documents(user).select_related("unit__scope", "replaced_by", "file")
    document = found.filter(pk=key).first()
    if document is None:
        raise Http404
    return document


def keeps_document(user: User, document: LegalDocument) -> bool:
    """Whether a user keeps the documents of its unit; the Centre's are the office's."""
    return document.unit is not None and policy.allows(
        user, Right.CONGRESS_KEEP, document.unit.scope
    )


def document_kept_or_404(user: User, key: UUID) -> LegalDocument:
    """Return one document that a user keeps."""
    document = document_or_404(user, key)
    if not keeps_document(user, document):
        raise Http404
    return document


def documents_with(
    found: QuerySet[LegalDocument], wanted: str
) -> QuerySet[LegalDocument]:
    """Keep documents with these words in what they are about, or with this number.

    ``35`` finds 35-CT/TW and 35-HD/TU, of whatever day; never 135.
    """
    typed = names.clean(wanted)
    by_words = with_words(LegalDocument.objects.all(), "title", typed)
    meant = Q(pk__in=by_words.values("pk")) | Q(number__istartswith=typed)
    if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS:
        meant = Q(number__regex=rf"^0*{int(typed)}([^0-9]|$)")
    return found.filter(meant)


def force_so(
    found: QuerySet[LegalDocument], force: str, day: date
) -> QuerySet[LegalDocument]:
    """Keep documents that stand so on a day; the same as ``rules.legal.force_on``."""
    over = Q(replaced_on__lte=day, replaced_on__isnull=False)
    begun = Q(since__lte=day)
    found = found.annotate(since=Coalesce("in_force_from", "day"))
    meant = {
        Force.REPLACED.value: over,
        Force.NOT_YET.value: ~over & ~begun,
        Force.IN_FORCE.value: ~over & begun,
    }
    return found.filter(meant[force])


def issuers(found: QuerySet[LegalDocument]) -> list[str]:
    """Return who issued the documents, each once; a long list is cut off."""
    rows = found.order_by("issuer").values_list("issuer", flat=True).distinct()
    return list(rows[:200])


def years(found: QuerySet[LegalDocument]) -> list[int]:
    """Return the years of the documents, the latest first."""
    return [each.year for each in found.dates("day", "year", order="DESC")]


def twins(
    found: QuerySet[LegalDocument], documents: Iterable[LegalDocument]
) -> dict[str, list[LegalDocument]]:
    """Return what else bears the numbers of documents, by number in capitals."""
    numbers = {each.number.upper() for each in documents}
    by_number: dict[str, list[LegalDocument]] = defaultdict(list)
    same = found.annotate(capitals=Upper("number")).filter(capitals__in=numbers)
    for each in same.order_by("day", "pk")[:500]:
        by_number[each.number.upper()].append(each)
    return by_number


def twins_of(
    found: QuerySet[LegalDocument], document: LegalDocument
) -> list[LegalDocument]:
    """Return what else bears the number of a document, on other days."""
    same = twins(found, [document]).get(document.number.upper(), [])
    return [each for each in same if each.pk != document.pk]


def same_number(
    found: QuerySet[LegalDocument], number: str, *, but: UUID | None = None
) -> list[LegalDocument]:
    """Return the documents of a number, of whatever day."""
    same = found.annotate(capitals=Upper("number")).filter(
        capitals=names.clean(number).upper()
    )
    rows = same.exclude(pk=but) if but else same
    return list(rows.order_by("day", "pk")[:10])


# --- what plans rest on ---------------------------------------------------------------


def citable(unit: Unit) -> QuerySet[LegalDocument]:
    """Return what plans of a unit may cite: the Centre's, its own, those from above.

    Whoever reads the plan may read these too, whatever unit he looks from.
    """
    parts = unit.scope.path.split(".")
    above = [".".join(parts[:upto]) for upto in range(1, len(parts) + 1)]
    found = LegalDocument.objects.filter(
        Q(unit__isnull=True) | Q(unit__scope__path__in=above)
    )
    return found.select_related("unit", "replaced_by")


def cited_by(congress: Congress, day: date) -> list[Cited]:
    """Return what the plan of a congress rests on, and how each stands on a day."""
    rows = PlanBasis.objects.filter(congress=congress)
    return _cited(rows.values("document"), congress.unit, day)


def cited_by_template(template: PlanTemplate, day: date) -> list[Cited]:
    """Return what a template rests on, and how each stands on a day."""
    rows = TemplateBasis.objects.filter(template=template)
    return _cited(rows.values("document"), template.unit, day)


def _cited(keys: QuerySet[object], unit: Unit, day: date) -> list[Cited]:  # type: ignore[type-var] # rows of keys
    found = LegalDocument.objects.filter(pk__in=keys)
    rows = list(
        found.select_related("unit", "replaced_by").order_by("day", "number", "pk")
    )
    if not rows:
        return []
    same = twins(citable(unit), rows)
    return [
        Cited(
            row,
            row.force_on(day),
            [each for each in same.get(row.number.upper(), []) if each.pk != row.pk],
        )
        for row in rows
    ]


def latest_first(found: QuerySet[LegalDocument]) -> QuerySet[LegalDocument]:
    """Return documents in the order of their days, the latest first."""
    return found.order_by(F("day").desc(), "number", "pk")
