"""Kinds of problem that assignments solve, and how they are judged (domain 6.2, [I]).

The same for the whole portal. No text of a regulation names them: what is shipped is
the portal's own, and administrators put it right.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.rules.assignments import NOT_RATED


class Tone(models.TextChoices):
    """How a rating looks where it is shown."""

    OK = "ok", _("tốt (màu xanh)")
    WARN = "warn", _("chưa trọn (màu vàng)")
    BAD = "bad", _("không đạt (màu đỏ)")


class AssignmentWord(models.Model):
    """A word to choose. Rows point to its code, which stays; its name may change."""

    code = models.SlugField(
        _("mã"),
        max_length=30,
        primary_key=True,
        help_text=_("Chữ không dấu, số, gạch nối; đặt rồi không đổi."),
    )
    name = models.CharField(_("tên"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(
        _("thứ tự"), help_text=_("Số nhỏ đứng trước.")
    )
    is_offered = models.BooleanField(
        _("còn được chọn"),
        default=True,
        help_text=_(
            "Bỏ dấu: không chọn được nữa, chỗ đã ghi vẫn giữ. Đã có chỗ ghi thì không "
            "xóa được."
        ),
    )
    is_confirmed = models.BooleanField(_("đã đối chiếu"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return gettext(self.name)


class ProblemKind(AssignmentWord):
    """What kind of problem an assignment solves."""

    class Meta:
        verbose_name = _("loại vấn đề của việc đột phá")
        verbose_name_plural = _("loại vấn đề của việc đột phá")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""), name="congress_problem_kind_named"
            ),
        ]


class AssignmentRating(AssignmentWord):
    """How an assignment was done in a year."""

    tone = models.CharField(_("màu"), max_length=10, choices=Tone)

    class Meta:
        verbose_name = _("mức đánh giá việc đột phá")
        verbose_name_plural = _("mức đánh giá việc đột phá")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & Q(tone__in=Tone.values),
                name="congress_assignment_rating_named",
            ),
            models.CheckConstraint(
                condition=~Q(code=NOT_RATED),
                name="congress_assignment_rating_is_not_none",
                violation_error_message=_(
                    "Mã “chua” cổng dùng để lọc việc chưa đánh giá. Hãy đặt mã khác."
                ),
            ),
        ]
