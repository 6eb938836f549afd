"""What a pilot congress taught, pushed to the remaining ones, and what each answers.

All of it lies between units and the levels above them. Nothing of it travels with a
congress: the machine in a hall works on one congress and asks nobody else.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.plan import TemplateItem


class Belongs(models.TextChoices):
    """What has to change so that the next congress has it better."""

    ITEM = "item", _("một việc trong mẫu kế hoạch")
    SCRIPT = "script", _("chương trình, kịch bản điều hành")
    DOCUMENTS = "documents", _("văn kiện")
    # The procedure alone: nothing of whom it was about.
    PERSONNEL = "personnel", _("quy trình nhân sự (chỉ quy trình)")
    LOGISTICS = "logistics", _("hậu cần, phục vụ")
    OTHER = "other", _("việc khác")


class Lesson(models.Model):
    """One thing a pilot congress taught. Once it is pushed it stays as it is.

    What was wrong is put right by another lesson that ``replaces`` it. It stays behind
    when the congress travels: it is written afterwards, for others.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="lessons")
    title = models.CharField(_("bài học"), max_length=200)
    happened = models.TextField(_("điều đã xảy ra"))
    why = models.TextField(_("vì sao"))
    change = models.TextField(_("cần đổi gì"))
    belongs = models.CharField(_("thuộc về"), max_length=20, choices=Belongs)
    item = models.ForeignKey(
        TemplateItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
        verbose_name=_("việc trong mẫu kế hoạch"),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        editable=False,
    )
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("bài học của đại hội điểm")
        verbose_name_plural = _("bài học của đại hội điểm")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(belongs__in=Belongs.values)
                & ~Q(title="")
                & ~Q(happened="")
                & ~Q(why="")
                & ~Q(change=""),
                name="congress_lesson_says_all_and_belongs",
            ),
            models.CheckConstraint(
                condition=Q(belongs="item", item__isnull=False)
                | (~Q(belongs="item") & Q(item__isnull=True)),
                name="congress_lesson_names_its_item",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="congress_lesson_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LessonPush(models.Model):
    """That the level above pushed a lesson, and to which congresses. A finished fact.

    It holds for the congresses of ``level`` beneath ``beneath`` of the term that begins
    in ``first_year``, without the pilots. Whoever is convened later gets it as well.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.OneToOneField(Lesson, models.PROTECT, related_name="push")
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    level = models.ForeignKey("core.Level", models.PROTECT, related_name="+")
    beneath = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bài học đã triển khai")
        verbose_name_plural = _("bài học đã triển khai")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_year__gte=1930, first_year__lte=2200),
                name="congress_lesson_push_of_a_term",
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson)


class Verdict(models.TextChoices):
    """What a remaining congress makes of a lesson."""

    APPLIED = "applied", _("đã áp dụng")
    NOT_OURS = "not_ours", _("không áp dụng ở đây")


class LessonAnswer(models.Model):
    """What a congress answered. A finished fact: the highest number counts.

    It stays behind when the congress travels, like the lesson it answers.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    push = models.ForeignKey(LessonPush, models.PROTECT, related_name="answers")
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="lesson_answers"
    )
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("trả lời"), max_length=20, choices=Verdict)
    text = models.TextField(_("cách áp dụng, hoặc lý do không áp dụng"))
    applied_on = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("trả lời về bài học")
        verbose_name_plural = _("trả lời về bài học")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "push", "congress", "number", name="congress_lesson_answer_in_turn"
            ),
            models.CheckConstraint(
                condition=Q(verdict="applied", applied_on__isnull=False)
                | Q(verdict="not_ours", applied_on__isnull=True),
                name="congress_lesson_answer_when_applied",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="congress_lesson_answer_says_how_or_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.push}"
