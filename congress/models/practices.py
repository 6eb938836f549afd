"""Good practice: proposed by a unit, published by a level above, read beneath it.

It lies between units; none of it travels with a congress.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models.folded import folded_words


class PracticeArea(models.TextChoices):
    """What somebody did well."""

    ORGANISATION = "organisation", _("chuẩn bị, tổ chức đại hội")
    DOCUMENTS = "documents", _("văn kiện, lấy ý kiến")
    SERVICE = "service", _("hậu cần, tuyên truyền, phục vụ")
    BUILDING = "building", _("xây dựng Đảng, hệ thống chính trị")
    ECONOMY = "economy", _("kinh tế – xã hội")
    OTHER = "other", _("việc khác")


class PracticeState(models.TextChoices):
    """How far a proposal has come."""

    PROPOSED = "proposed", _("chờ phổ biến")
    SENT_BACK = "sent_back", _("trả lại để sửa")
    PUBLISHED = "published", _("đã phổ biến")


class Practice(models.Model):
    """What a unit did well, with its result. Once published it stays as it is."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="practices")
    title = models.CharField(_("tên cách làm"), max_length=200)
    done = models.TextField(_("đã làm gì"))
    result = models.TextField(_("kết quả, có số liệu"))
    area = models.CharField(_("lĩnh vực"), max_length=20, choices=PracticeArea)
    from_year = models.PositiveSmallIntegerField(_("từ năm"))
    to_year = models.PositiveSmallIntegerField(_("đến năm"))
    state = models.CharField(
        max_length=20, choices=PracticeState, default=PracticeState.PROPOSED
    )
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = folded_words("title", "done", "result")

    class Meta:
        verbose_name = _("cách làm hay")
        verbose_name_plural = _("cách làm hay")
        indexes: ClassVar = [
            models.Index(fields=["-at", "id"], name="congress_practice_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    area__in=PracticeArea.values, state__in=PracticeState.values
                )
                & ~Q(title="")
                & ~Q(done="")
                & ~Q(result=""),
                name="congress_practice_says_all",
            ),
            models.CheckConstraint(
                condition=Q(
                    from_year__gte=1930, to_year__gte=F("from_year"), to_year__lte=2200
                ),
                name="congress_practice_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PracticeStep(models.Model):
    """What became of a proposal, decided by ``unit``. A finished fact.

    A step that publishes opens the practice to everybody beneath its unit.
    """

    scope_lookup = "practice__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20, choices=PracticeState)
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("xử lý cách làm hay")
        verbose_name_plural = _("xử lý cách làm hay")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "practice", "number", name="congress_practice_step_in_turn"
            ),
            models.UniqueConstraint(
                "practice",
                "unit",
                condition=Q(act="published"),
                name="congress_practice_published_once_by_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(act__in=PracticeState.values)
                & (~Q(act="sent_back") | ~Q(text="")),
                name="congress_practice_step_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice)


class PracticeMark(models.Model):
    """That a unit found a practice useful; it may take that back."""

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="marks")
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đánh dấu có ích")
        verbose_name_plural = _("đánh dấu có ích")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "practice", "unit", name="congress_practice_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice)


class PracticeComment(models.Model):
    """What somebody of a unit says of a practice. Nothing changes but that it is
    withdrawn by its author, once; then it is not read any more.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="comments")
    unit = models.ForeignKey("core.Unit", models.PROTECT, related_name="+")
    text = models.TextField(_("góp ý"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("góp ý về cách làm hay")
        verbose_name_plural = _("góp ý về cách làm hay")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""), name="congress_practice_comment_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice)
