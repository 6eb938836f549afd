"""Who no longer holds what he was elected to. What was elected stays a fact."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.models.elected import Elected
from congress.rules.incumbency import BY_THE_SUPERIOR, Cause


class OfficeEnd(models.Model):
    """One person's office came to an end; one noted by mistake is taken back, once."""

    scope_lookup = "elected__elected_list__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    elected = models.ForeignKey(
        Elected, models.PROTECT, related_name="ends", verbose_name=_("người trúng cử")
    )
    cause = models.CharField(_("vì"), max_length=20, choices=labels.CAUSES)
    ended_on = models.DateField(_("từ ngày"))
    reason = models.CharField(_("quyết định, lý do"), max_length=1000)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thôi giữ chức")
        verbose_name_plural = _("thôi giữ chức")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "elected",
                condition=Q(taken_back_at__isnull=True),
                name="congress_office_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[each.value for each in Cause]),
                name="congress_office_end_known_cause",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="congress_office_end_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True, taken_back_at__isnull=True)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False)
                & ~Q(cause__in=sorted(each.value for each in BY_THE_SUPERIOR)),
                name="congress_office_end_of_the_superior_stays",
            ),
        ]

    def __str__(self) -> str:
        return str(self.elected)

    @property
    def is_decided_above(self) -> bool:
        """Whether the level above has decided it, so that nobody takes it back."""
        return self.cause in BY_THE_SUPERIOR
