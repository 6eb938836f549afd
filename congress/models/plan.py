"""What has to be done for a congress, by whom and by when; and how that is known.

A template belongs to a unit and holds for the congresses of one level beneath it. A
plan is the milestones of one congress, made from a template and adjusted there.
"""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.rules.planning import Anchor, Timing
from core.access.rights import ROLE_LABELS, Role


class Holiday(models.Model):
    """A weekday on which nobody works, or a day of a weekend that is worked instead."""

    day = models.DateField(_("ngày"), unique=True)
    name = models.CharField(_("tên"), max_length=120)
    is_worked = models.BooleanField(_("ngày nghỉ cuối tuần phải làm bù"), default=False)
    # Days off are decided year by year; what we ship is to be compared.
    is_confirmed = models.BooleanField(_("đã đối chiếu"), default=False)

    class Meta:
        verbose_name = _("ngày nghỉ lễ, làm bù")
        verbose_name_plural = _("ngày nghỉ lễ, làm bù")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""), name="congress_holiday_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class LevelTerms(models.Model):
    """What a directive asks of congresses of one level (domain 2.3). Data, editable."""

    directive = models.CharField(_("chỉ thị"), max_length=120)
    level = models.ForeignKey("core.Level", models.PROTECT, verbose_name=_("cấp"))
    # Congresses that open between these days are held under the directive.
    opens_from = models.DateField(_("áp dụng cho đại hội khai mạc từ"))
    opens_until = models.DateField(_("đến"))
    most_days = models.PositiveSmallIntegerField(_("dài nhất (ngày)"))
    done_by = models.DateField(_("xong trước ngày"), null=True, blank=True)
    # Working days before the opening; the superior clears contents and personnel.
    clearance_days = models.PositiveSmallIntegerField(
        _("cấp trên duyệt trước (ngày làm việc)"), null=True, blank=True
    )
    confidence = models.CharField(_("độ tin cậy"), max_length=1)

    class Meta:
        verbose_name = _("yêu cầu của chỉ thị với một cấp")
        verbose_name_plural = _("yêu cầu của chỉ thị với từng cấp")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "directive", "level", name="congress_level_terms_once"
            ),
            models.CheckConstraint(
                condition=Q(opens_until__gte=F("opens_from"), most_days__gte=1),
                name="congress_level_terms_in_order",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["F", "X", "A", "M", "I"]),
                name="congress_level_terms_known_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} – {self.level}"


class Phase(models.TextChoices):
    """The parts of a plan, in order."""

    PREPARE = "prepare", _("Chuẩn bị")
    DOCUMENTS = "documents", _("Văn kiện")
    PERSONNEL = "personnel", _("Nhân sự")
    SERVICE = "service", _("Tổ chức, phục vụ")
    HOLD = "hold", _("Tiến hành")
    AFTER = "after", _("Sau đại hội")


ANCHORS: Final = (
    (Anchor.OPENING.value, _("trước ngày khai mạc")),
    (Anchor.CLOSING.value, _("sau ngày bế mạc")),
    (Anchor.DAY.value, _("ngày cố định")),
)


class PlanTemplate(models.Model):
    """What the congresses of one level beneath a unit have to do."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="plan_templates")
    level = models.ForeignKey("core.Level", models.PROTECT, verbose_name=_("cấp"))
    title = models.CharField(_("tên mẫu"), max_length=200)
    # Congresses of the level open after the lessons of the pilots are pushed; where one
    # does not, that is said, and nothing is refused.
    after_pilots = models.BooleanField(_("sau đại hội điểm"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("mẫu kế hoạch")
        verbose_name_plural = _("mẫu kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint("unit", "title", name="congress_template_once"),
            models.CheckConstraint(
                condition=~Q(title=""), name="congress_template_has_a_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Due(models.Model):
    """What template items and milestones share: what it is, and how its day is found.

    ``rule`` names a value of the rule set (``announce_days``) or of the level's terms
    (``clearance_days``, ``done_by``): then the day is the regulation's, not ours.
    """

    code = models.SlugField(_("mã"), max_length=40)
    title = models.CharField(_("việc"), max_length=300)
    phase = models.CharField(_("phần"), max_length=20, choices=Phase)
    owner_role = models.CharField(
        _("ai làm"),
        max_length=40,
        blank=True,
        choices=[(role.value, ROLE_LABELS[role]) for role in Role],
    )
    needs_evidence = models.BooleanField(_("phải có minh chứng"), default=False)
    anchor = models.CharField(_("tính từ"), max_length=10, choices=ANCHORS)
    days = models.PositiveSmallIntegerField(_("số ngày"), default=0)
    in_working_days = models.BooleanField(_("ngày làm việc"), default=False)
    fixed_day = models.DateField(_("ngày cố định"), null=True, blank=True)
    rule = models.CharField(_("theo quy định"), max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # What came with the portal is in its catalogue, what a unit wrote is not.
        return gettext(self.title)

    @property
    def timing(self) -> Timing:
        """How its due day is worked out, as the rules take it."""
        return Timing(
            anchor=Anchor(self.anchor),
            days=self.days,
            in_working_days=self.in_working_days,
            fixed_day=self.fixed_day,
            rule=self.rule,
        )


class TemplateItem(Due):
    """One thing that every congress of the level has to do."""

    scope_lookup = "template__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="items")
    # Taken out of the template, but plans that have it still say where it came from.
    is_removed = models.BooleanField(default=False, editable=False)
    after = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("sau khi xong việc"),
    )

    class Meta:
        verbose_name = _("việc trong mẫu kế hoạch")
        verbose_name_plural = _("việc trong mẫu kế hoạch")
        constraints: ClassVar = [
            models.UniqueConstraint("template", "code", name="congress_item_code_once"),
            models.CheckConstraint(
                condition=Q(
                    phase__in=Phase.values, anchor__in=[each.value for each in Anchor]
                )
                & ~Q(title=""),
                name="congress_item_known_phase_and_anchor",
            ),
            models.CheckConstraint(
                condition=~Q(anchor="day") | Q(fixed_day__isnull=False),
                name="congress_item_fixed_day_is_there",
            ),
        ]


class Milestone(Due):
    """One thing that a congress has to do: due, and once it is done, since when.

    ``item`` is what it was made from; one made here has none. How its day is found was
    taken over from there: it follows the congress's own days until somebody sets it by
    hand, and one that a rule sets is not set by hand.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="milestones")
    item = models.ForeignKey(
        TemplateItem,
        models.PROTECT,
        null=True,
        related_name="milestones",
        editable=False,
    )
    # The item as it was when it was taken over: a later change is offered, not forced.
    item_digest = models.CharField(max_length=32, blank=True, editable=False)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    is_due_by_hand = models.BooleanField(default=False, editable=False)
    owner = models.ForeignKey(
        "core.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("người phụ trách"),
    )
    after = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("sau khi xong việc"),
    )
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    evidence = models.CharField(_("minh chứng"), max_length=400, blank=True)
    done_by = models.ForeignKey(
        "core.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("việc trong kế hoạch")
        verbose_name_plural = _("việc trong kế hoạch")
        indexes: ClassVar = [
            models.Index(
                "congress",
                "due_on",
                condition=Q(done_on__isnull=True),
                name="congress_milestone_open",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "code", name="congress_milestone_code_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    phase__in=Phase.values, anchor__in=[each.value for each in Anchor]
                )
                & ~Q(title=""),
                name="congress_milestone_known_phase_and_anchor",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True)
                | Q(needs_evidence=False)
                | ~Q(evidence=""),
                name="congress_milestone_done_with_its_evidence",
                violation_error_message=_("Việc này phải ghi minh chứng."),
            ),
        ]

    @property
    def is_bound(self) -> bool:
        """Whether a rule sets its day, so that nobody does so by hand."""
        return bool(self.rule) and self.due_on is not None and not self.is_due_by_hand
