"""What stands in the way of a unit, and what the levels above answer.

It lies between a unit and those above it; none of it travels with a congress.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models.congress import Congress
from congress.models.folded import folded_words
from congress.rules.difficulties import Act, State


class Urgency(models.TextChoices):
    """How soon somebody has to look."""

    NORMAL = "normal", _("thường")
    URGENT = "urgent", _("gấp")


class Area(models.TextChoices):
    """What a difficulty is about; never petitions, never persons."""

    ORGANISATION = "organisation", _("tổ chức, tiến độ")
    DOCUMENTS = "documents", _("văn kiện")
    LOGISTICS = "logistics", _("hậu cần, phục vụ")
    LAW = "law", _("quy định, hướng dẫn")
    OTHER = "other", _("việc khác")


class Difficulty(models.Model):
    """Something a unit cannot solve alone; ``holder`` is the unit above that has it.

    ``since`` is when it came into its state: from then somebody waits.
    """

    # Whoever has it lies above the unit that raised it, so reach asks for that one.
    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="difficulties")
    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="difficulties",
    )
    holder = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="difficulties_held"
    )
    title = models.CharField(_("vướng mắc"), max_length=200)
    text = models.TextField(_("nội dung"))
    area = models.CharField(_("lĩnh vực"), max_length=20, choices=Area)
    urgency = models.CharField(_("mức độ"), max_length=20, choices=Urgency)
    due_on = models.DateField(_("cần trả lời trước ngày"), null=True, blank=True)
    state = models.CharField(max_length=20, default=State.WAITING.value)
    since = models.DateTimeField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    folded = folded_words("title", "text")

    class Meta:
        verbose_name = _("vướng mắc")
        verbose_name_plural = _("vướng mắc")
        indexes: ClassVar = [
            models.Index(fields=["-at", "id"], name="congress_difficulty_newest"),
            models.Index(
                fields=["congress"],
                condition=~Q(state="solved"),
                name="congress_difficulty_open",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    area__in=Area.values,
                    urgency__in=Urgency.values,
                    state__in=[state.value for state in State],
                ),
                name="congress_difficulty_known_words",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="congress_difficulty_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(holder=models.F("unit")),
                name="congress_difficulty_held_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DifficultyStep(models.Model):
    """What somebody did with a difficulty. A finished fact; ``unit`` is who acted."""

    scope_lookup = "difficulty__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    to = models.ForeignKey("core.Unit", models.PROTECT, related_name="+", null=True)
    text = models.TextField(blank=True)
    grounds = models.CharField(_("căn cứ"), max_length=400, blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("xử lý vướng mắc")
        verbose_name_plural = _("xử lý vướng mắc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "difficulty", "number", name="congress_difficulty_step_in_turn"
            ),
            models.CheckConstraint(
                condition=Q(act__in=[act.value for act in Act]),
                name="congress_difficulty_step_known_act",
            ),
            models.CheckConstraint(
                condition=Q(act__in=["raise", "pass"], to__isnull=False)
                | (~Q(act__in=["raise", "pass"]) & Q(to__isnull=True)),
                name="congress_difficulty_step_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(act__in=["raise", "solve"]) | ~Q(text=""),
                name="congress_difficulty_step_says_what",
            ),
        ]

    def __str__(self) -> str:
        return str(self.difficulty)


class SharedAnswer(models.Model):
    """A question with its answer, told to everybody beneath ``unit``, naming nobody.

    Its words were edited for it. What tells too much is withdrawn, and then nobody
    reads it any more.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    difficulty = models.ForeignKey(
        Difficulty, models.PROTECT, related_name="shared_answers"
    )
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    question = models.TextField(_("câu hỏi"))
    answer = models.TextField(_("trả lời"))
    grounds = models.CharField(_("căn cứ"), max_length=400, blank=True)
    area = models.CharField(_("lĩnh vực"), max_length=20, choices=Area)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    folded = folded_words("question", "answer", "grounds")

    class Meta:
        verbose_name = _("hỏi đáp")
        verbose_name_plural = _("hỏi đáp")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "difficulty",
                "unit",
                condition=Q(withdrawn_at__isnull=True),
                name="congress_shared_answer_once",
            ),
            models.CheckConstraint(
                condition=Q(area__in=Area.values) & ~Q(question="") & ~Q(answer=""),
                name="congress_shared_answer_says_both",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:200]
