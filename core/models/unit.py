"""The organisation tree."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.scope import Scope


class Level(models.TextChoices):
    """Levels after 1 July 2025 (domain 0.3); the former district for older terms."""

    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("Tỉnh, thành phố và tương đương")
    DISTRICT = "district", _("Huyện và tương đương (trước 1/7/2025)")
    COMMUNE = "commune", _("Xã, phường, đặc khu")
    GRASSROOTS = "grassroots", _("Tổ chức cơ sở đảng")
    CELL = "cell", _("Chi bộ")


class Unit(models.Model):
    """A Party organisation."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="unit")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("trực thuộc"),
    )
    code = models.CharField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên tổ chức"), max_length=200)
    level = models.CharField(_("cấp"), max_length=20, choices=Level)

    class Meta:
        verbose_name = _("tổ chức đảng")
        verbose_name_plural = _("tổ chức đảng")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values),
                name="core_unit_known_level",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="core_unit_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
