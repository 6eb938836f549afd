"""One register row a person."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.unit import Unit


class Person(models.Model):
    """A Party member or cadre, whom accounts, delegates and candidates point to."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="people", verbose_name=_("sinh hoạt tại")
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    party_since = models.DateField(_("ngày vào Đảng"), null=True, blank=True)

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("người")
        indexes: ClassVar = [
            models.Index("sort_key", "id", name="core_person_by_given_name")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(full_name=""), name="core_person_has_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.full_name
