"""Sub-committees, task forces, help teams: who is in them, where they go.

A body owns a scope beneath its unit, so that its members reach it and nothing else. It
is the unit's: none of it travels with a congress.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.folded import folded_words


class BodyForm(models.TextChoices):
    """What kind of body it is (domain 2.8)."""

    SUB_COMMITTEE = "sub_committee", _("tiểu ban")
    TASK_FORCE = "task_force", _("tổ công tác")
    HELP_TEAM = "help_team", _("tổ giúp việc")


class BodyField(models.TextChoices):
    """What a body works on (domain 2.8); a unit's own kinds are ``OTHER``."""

    DOCUMENTS = "documents", _("văn kiện")
    PERSONNEL = "personnel", _("nhân sự")
    LOGISTICS = "logistics", _("tổ chức, phục vụ")
    PROPAGANDA = "propaganda", _("tuyên truyền, khánh tiết")
    DIRECTION = "direction", _("chỉ đạo, kiểm tra, hướng dẫn cơ sở")
    OTHER = "other", _("việc khác")


class WorkingBody(models.Model):
    """A sub-committee, task force or help team that a unit founded by a decision.

    What one for personnel does is read with a right of its own; that it exists, and who
    is in it, is public.
    """

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.OneToOneField(
        "core.Scope", models.PROTECT, related_name="working_body", editable=False
    )
    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="working_bodies", editable=False
    )
    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="working_bodies",
        verbose_name=_("đại hội"),
    )
    # A help team helps a sub-committee.
    helps = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="helped_by",
        verbose_name=_("giúp việc cho"),
    )
    form = models.CharField(_("loại"), max_length=20, choices=BodyForm)
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=BodyField)
    name = models.CharField(_("tên"), max_length=200)
    duties = models.TextField(_("nhiệm vụ"), max_length=4000, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày quyết định"))
    ended_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    folded = folded_words("name", "decision_number")
    # Its place in lists: letters as the dictionary has them, and "2" before "10".
    sort_key = models.GeneratedField(
        expression=models.Func("name", function="core_in_order"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("tiểu ban, tổ công tác")
        verbose_name_plural = _("tiểu ban, tổ công tác")
        indexes: ClassVar = [
            models.Index(fields=["unit", "-decided_on"], name="congress_body_of_unit"),
            models.Index(fields=["sort_key", "id"], name="congress_body_by_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "unit",
                "name",
                condition=Q(ended_on__isnull=True),
                name="congress_body_name_once",
                violation_error_message=_("Đã có tiểu ban, tổ mang tên này."),
            ),
            models.CheckConstraint(
                condition=Q(form__in=BodyForm.values, field__in=BodyField.values)
                & ~Q(name=""),
                name="congress_body_known_words",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("decided_on")),
                name="congress_body_ends_after_it_began",
                violation_error_message=_(
                    "Ngày kết thúc không được trước ngày quyết định."
                ),
            ),
            models.CheckConstraint(
                condition=Q(helps__isnull=True)
                | (Q(form="help_team") & ~Q(helps=F("id"))),
                name="congress_body_only_teams_help",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_personnel(self) -> bool:
        """Whether what it does is read with a right of its own."""
        return self.field == BodyField.PERSONNEL


class BodyPart(models.TextChoices):
    """What somebody is in a body."""

    HEAD = "head", _("trưởng")
    DEPUTY = "deputy", _("phó")
    SECRETARY = "secretary", _("thư ký")
    MEMBER = "member", _("thành viên")


class BodyMember(models.Model):
    """Somebody in a body for a time; with an account he works on its pages.

    ``appointment`` is what his account was given for it; none where he reads them all
    the same.
    """

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="members")
    person = models.ForeignKey(
        "core.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_bodies",
        verbose_name=_("người trong sổ"),
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(
        max_length=400, default="", editable=False, db_collation="C"
    )
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    part = models.CharField(
        _("chức danh trong tiểu ban, tổ"), max_length=20, choices=BodyPart
    )
    user = models.ForeignKey(
        "core.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_bodies",
        verbose_name=_("tài khoản"),
    )
    appointment = models.ForeignKey(
        "core.Appointment", models.PROTECT, null=True, related_name="+", editable=False
    )
    from_on = models.DateField(_("từ ngày"))
    until_on = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("thành viên tiểu ban, tổ công tác")
        verbose_name_plural = _("thành viên tiểu ban, tổ công tác")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "body",
                condition=Q(part="head", until_on__isnull=True),
                name="congress_body_has_one_head",
                violation_error_message=_("Tiểu ban, tổ này đã có trưởng."),
            ),
            models.UniqueConstraint(
                "body",
                "person",
                condition=Q(until_on__isnull=True),
                name="congress_body_person_once",
                violation_error_message=_("Người này đã có trong tiểu ban, tổ."),
            ),
            models.UniqueConstraint(
                "body",
                "user",
                condition=Q(until_on__isnull=True),
                name="congress_body_account_once",
                violation_error_message=_("Tài khoản này đã có trong tiểu ban, tổ."),
            ),
            models.CheckConstraint(
                condition=Q(part__in=BodyPart.values) & ~Q(full_name=""),
                name="congress_body_member_named",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="congress_body_member_leaves_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class BodyUnit(models.Model):
    """A unit that a task force directs, inspects and whose papers it reads."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(WorkingBody, models.PROTECT, related_name="territory")
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="looked_after")
    from_on = models.DateField(_("từ ngày"))
    until_on = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị được phân công")
        verbose_name_plural = _("đơn vị được phân công")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "body",
                "unit",
                condition=Q(until_on__isnull=True),
                name="congress_body_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="congress_body_unit_left_after_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
