"""The library of documents that plans rest on: keyed by number *and* day."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.plan import PlanTemplate
from congress.rules.clauses import CONFIRMED
from congress.rules.legal import Force, Times, force_on


class LegalKind(models.TextChoices):
    """What a document is."""

    DIRECTIVE = "directive", _("Chỉ thị")
    RESOLUTION = "resolution", _("Nghị quyết")
    REGULATION = "regulation", _("Quy định, quy chế")
    CONCLUSION = "conclusion", _("Kết luận")
    GUIDANCE = "guidance", _("Hướng dẫn")
    PLAN = "plan", _("Kế hoạch")
    DECISION = "decision", _("Quyết định")
    LETTER = "letter", _("Công văn")
    OTHER = "other", _("Văn bản khác")


class LegalDocument(models.Model):
    """One document; of a unit, or of the Centre and then for all.

    Two directives may bear one number: nothing is found by its number alone. The
    library stays behind when a congress travels: it is the portal's, not the hall's.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_documents",
        verbose_name=_("tổ chức ban hành"),
    )
    kind = models.CharField(_("loại"), max_length=20, choices=LegalKind)
    number = models.CharField(_("số, ký hiệu"), max_length=60)
    day = models.DateField(_("ngày ban hành"))
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    title = models.CharField(_("về việc"), max_length=400)
    summary = models.TextField(_("tóm tắt"), max_length=4000, blank=True)
    # Where nothing is known of it a document holds from its own day.
    in_force_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    replaced_on = models.DateField(_("thôi hiệu lực từ"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("được thay bằng"),
    )
    file = models.ForeignKey(
        "core.StoredFile", models.PROTECT, null=True, related_name="+", editable=False
    )
    # How sure it is: of a unit's own document it is what the unit has before it.
    confidence = models.CharField(_("độ tin cậy"), max_length=1, default="F")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        indexes: ClassVar = [
            models.Index(fields=["-day", "number", "id"], name="congress_legal_latest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Upper("number"),
                F("day"),
                F("unit"),
                nulls_distinct=False,
                name="congress_legal_number_and_day_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LegalKind.values)
                & ~Q(number="")
                & ~Q(title="")
                & ~Q(issuer=""),
                name="congress_legal_named_and_known",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["F", "X", "A", "M", "I"]),
                name="congress_legal_known_confidence",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True)
                | (Q(replaced_on__isnull=False) & ~Q(replaced_by=F("id"))),
                name="congress_legal_replaced_since_when",
            ),
            models.CheckConstraint(
                condition=(
                    Q(replaced_on__isnull=True)
                    | Q(replaced_on__gte=F("day"), replaced_on__isnull=False)
                )
                & (
                    Q(in_force_from__isnull=True)
                    | Q(in_force_from__gte=F("day"), in_force_from__isnull=False)
                ),
                name="congress_legal_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        # The day is part of the name: a number alone may mean two documents.
        return gettext("%(kind)s số %(number)s ngày %(day)s") % {
            "kind": self.get_kind_display(),
            "number": self.number,
            "day": f"{self.day.day}/{self.day.month}/{self.day.year}",
        }

    @property
    def times(self) -> Times:
        """Its days, as the rules take them."""
        return Times(self.day, self.in_force_from, self.replaced_on)

    def force_on(self, day: date) -> Force:
        """Whether it holds on a day."""
        return force_on(self.times, day)

    @property
    def is_sure(self) -> bool:
        """Whether somebody has read the document itself."""
        return self.confidence in CONFIRMED


class PlanBasis(models.Model):
    """A document that the plan of a congress rests on.

    It stays behind when the congress travels, as the library does.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="bases")
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="cited_by_plans"
    )

    class Meta:
        verbose_name = _("căn cứ của kế hoạch")
        verbose_name_plural = _("căn cứ của kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "document", name="congress_plan_basis_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class TemplateBasis(models.Model):
    """A document that a template names: a plan made from it rests on it too.

    It stays behind as the library does.
    """

    scope_lookup = "template__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="bases")
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, related_name="cited_by_templates"
    )

    class Meta:
        verbose_name = _("căn cứ của mẫu kế hoạch")
        verbose_name_plural = _("căn cứ của mẫu kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "template", "document", name="congress_template_basis_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)
