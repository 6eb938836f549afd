"""The organisation tree: levels and kinds as data, units, and what became of them."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models.scope import Scope


class Level(models.Model):
    """A level of the Party (294-QĐ/TW, 26/5/2025).

    The former district stays for older terms.
    """

    code = models.SlugField(_("mã"), max_length=30, primary_key=True)
    name = models.CharField(_("tên cấp"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("thứ bậc, nhỏ là cao"), unique=True)
    abolished_on = models.DateField(_("bỏ từ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("cấp")
        verbose_name_plural = _("cấp")

    def __str__(self) -> str:
        return gettext(self.name)


class UnitKind(models.Model):
    """A kind of Party organisation, on one level."""

    code = models.SlugField(_("mã"), max_length=30, primary_key=True)
    name = models.CharField(_("tên loại"), max_length=120, unique=True)
    level = models.ForeignKey(
        Level, models.PROTECT, related_name="kinds", verbose_name=_("cấp")
    )
    abolished_on = models.DateField(_("bỏ từ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("loại tổ chức đảng")
        verbose_name_plural = _("loại tổ chức đảng")

    def __str__(self) -> str:
        return gettext(self.name)


class Unit(models.Model):
    """A Party organisation. ``version`` grows with every change of the row."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.OneToOneField(
        Scope, models.PROTECT, related_name="unit", editable=False
    )
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
    # Code and name as they are searched: no accents, small letters.
    folded = models.GeneratedField(
        expression=models.Func(
            Concat("code", models.Value(" "), "name"), function="core_fold"
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    # Its place in lists: letters as the dictionary has them, and "2" before "10".
    sort_key = models.GeneratedField(
        expression=models.Func("name", function="core_in_order"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, related_name="units", verbose_name=_("loại")
    )
    founded_on = models.DateField(_("thành lập ngày"), null=True, blank=True)
    dissolved_on = models.DateField(_("kết thúc hoạt động ngày"), null=True, blank=True)
    # The number of its last congress runs on through splits and mergers (06-HD/TW §13).
    congress_number = models.PositiveSmallIntegerField(
        _("đại hội gần nhất là lần thứ"), null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        "core.User",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("tổ chức đảng")
        verbose_name_plural = _("tổ chức đảng")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="core_unit_by_name"),
            models.Index(
                fields=["parent", "sort_key"], name="core_unit_beneath_in_order"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="core_unit_has_a_name"),
            models.CheckConstraint(condition=~Q(code=""), name="core_unit_has_a_code"),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="core_unit_not_beneath_itself"
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                name="core_unit_dissolved_after_founded",
                violation_error_message=_("Ngày giải thể phải sau ngày thành lập."),
            ),
            models.CheckConstraint(
                condition=Q(congress_number__isnull=True)
                | Q(congress_number__gte=1, congress_number__lte=399),
                name="core_unit_congress_number_can_be_written",
                violation_error_message=_("Lần thứ phải từ 1 đến 399."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAct(models.TextChoices):
    """What may become of a unit, by the word of the decision."""

    RENAMED = "renamed", _("đổi tên")
    MOVED = "moved", _("chuyển nơi trực thuộc")
    RECLASSED = "reclassed", _("chuyển loại")
    MERGED = "merged", _("sáp nhập")  # into one that goes on
    JOINED = "joined", _("hợp nhất")  # with others into a new one
    SPLIT = "split", _("chia")  # and was no more
    PARTED = "parted", _("tách")  # and went on, smaller
    DISSOLVED = "dissolved", _("giải thể")


# After these a unit is no more; how one says so of it.
ENDED: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        UnitAct.MERGED.value: _("đã sáp nhập"),
        UnitAct.JOINED.value: _("đã hợp nhất"),
        UnitAct.SPLIT.value: _("đã chia"),
        UnitAct.DISSOLVED.value: _("đã giải thể"),
    }
)


class UnitChange(models.Model):
    """One decision on one unit. Append-only: what was wrong is put right by another."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    act = models.CharField(_("việc"), max_length=20, choices=UnitAct)
    on = models.DateField(_("có hiệu lực từ ngày"))
    decision = models.CharField(_("quyết định"), max_length=200, blank=True)
    # {"name": …} or {"parent": id, "parent_name": …} or {"kind": …}; empty otherwise.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("thay đổi của tổ chức đảng")
        verbose_name_plural = _("thay đổi của tổ chức đảng")
        indexes: ClassVar = [
            models.Index(fields=["unit", "-on", "-at"], name="core_unit_change_of_unit")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(act__in=UnitAct.values), name="core_unit_change_known_act"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.unit}"


class UnitSuccession(models.Model):
    """Into which unit another went; ``keeps_files`` for the one that has its files."""

    scope_lookup = "successor__scope"

    change = models.ForeignKey(UnitChange, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    keeps_files = models.BooleanField()

    class Meta:
        verbose_name = _("tổ chức kế thừa")
        verbose_name_plural = _("tổ chức kế thừa")
        constraints: ClassVar = [
            models.UniqueConstraint("change", "successor", name="core_succession_once"),
            models.UniqueConstraint(
                "change",
                condition=Q(keeps_files=True),
                name="core_succession_one_keeps_the_files",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} → {self.successor}"
