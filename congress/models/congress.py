"""The congress and the bodies that vote in it."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese.numbers import roman


class CongressKind(models.TextChoices):
    """The two kinds have different tally bases (R-TB-1, R-TB-2)."""

    MEMBERS = "members", _("Đại hội đảng viên")
    DELEGATES = "delegates", _("Đại hội đại biểu")


class Content(models.TextChoices):
    """What a congress has to do; places differ in how many of the four they hold."""

    REVIEW = "review", _("Tổng kết nhiệm kỳ, phương hướng nhiệm kỳ mới")
    OPINIONS = "opinions", _("Thảo luận văn kiện đại hội cấp trên")
    COMMITTEE = "committee", _("Bầu Ban Chấp hành khóa mới")
    DELEGATES = "delegates", _("Bầu đoàn đại biểu dự đại hội cấp trên")


def all_contents() -> list[str]:
    """Return the four contents: what a congress holds unless it is said otherwise."""
    return list(Content.values)


class BodyKind(models.TextChoices):
    """Who votes; each kind has its own rule for D (R-TB-1, R-TB-2)."""

    CONGRESS = "congress", _("Đại hội")
    COMMITTEE = "committee", _("Hội nghị Ban Chấp hành")
    INSPECTION = "inspection", _("Hội nghị Ủy ban Kiểm tra")


# How each kind of body is called in addresses.
_ADDRESSES: Final = {
    BodyKind.CONGRESS.value: "dai-hoi",
    BodyKind.COMMITTEE.value: "ban-chap-hanh",
    BodyKind.INSPECTION.value: "uy-ban-kiem-tra",
}


class Term(models.Model):
    """The years a committee is elected for."""

    scope_lookup = "unit__scope"

    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, related_name="terms", verbose_name=_("tổ chức")
    )
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))

    class Meta:
        verbose_name = _("nhiệm kỳ")
        verbose_name_plural = _("nhiệm kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "unit", "first_year", name="congress_term_once_for_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(last_year__gt=F("first_year")),
                name="congress_term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"


class Congress(models.Model):
    """One congress of one unit."""

    # A tally board sees the congress whose body it serves, so reach is asked of the
    # bodies; each congress has at least the congress itself as a body.
    scope_lookup = "bodies__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.OneToOneField(
        "core.Scope", models.PROTECT, related_name="congress", editable=False
    )
    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        related_name="congresses",
        verbose_name=_("tổ chức đảng"),
    )
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="congresses", verbose_name=_("nhiệm kỳ")
    )
    slug = models.SlugField(
        _("tên trên đường dẫn, ví dụ khe-vang-xii"), max_length=80, unique=True
    )
    kind = models.CharField(_("loại đại hội"), max_length=20, choices=CongressKind)
    number = models.PositiveSmallIntegerField(_("lần thứ"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    # The official sitting opens on ``opens_on``; the preparatory one comes before it.
    preparatory_on = models.DateField(_("phiên trù bị"), null=True, blank=True)
    opens_on = models.DateField(_("khai mạc"))
    closes_on = models.DateField(_("bế mạc"))
    contents = ArrayField(
        models.CharField(max_length=20, choices=Content),
        verbose_name=_("nội dung"),
        default=all_contents,
    )
    # After a merger or at founding: nobody is elected, the decision is announced.
    designated = models.BooleanField(
        _("cấp ủy và đoàn đại biểu do cấp trên chỉ định"), default=False
    )
    # Held first, so that the others learn from it.
    is_pilot = models.BooleanField(_("đại hội điểm"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("đại hội")
        verbose_name_plural = _("đại hội")
        indexes: ClassVar = [
            models.Index(fields=["-opens_on", "slug"], name="congress_by_opening")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=CongressKind.values), name="congress_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=399),
                name="congress_number_can_be_written",
                violation_error_message=_("Lần thứ phải từ 1 đến 399."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="congress_closes_after_it_opens",
                violation_error_message=_("Ngày bế mạc phải từ ngày khai mạc trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(preparatory_on__isnull=True)
                | Q(preparatory_on__lte=F("opens_on")),
                name="congress_preparatory_sitting_comes_first",
                violation_error_message=_(
                    "Phiên trù bị họp trước phiên chính thức: ngày này không được sau "
                    "ngày khai mạc."
                ),
            ),
            models.CheckConstraint(
                condition=Q(contents__contained_by=Content.values)
                & Q(contents__len__gte=1),
                name="congress_known_contents",
                violation_error_message=_("Chọn ít nhất một nội dung."),
            ),
            models.CheckConstraint(
                condition=Q(designated=False)
                | ~Q(
                    contents__overlap=[
                        Content.COMMITTEE.value,
                        Content.DELEGATES.value,
                    ]
                ),
                name="congress_elects_or_has_designated",
                violation_error_message=_(
                    "Đã chỉ định thì đại hội không bầu cấp ủy và đoàn đại biểu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return _("%(kind)s %(unit)s lần thứ %(number)s") % {
            "kind": self.get_kind_display(),
            "unit": self.unit,
            "number": roman(self.number),
        }


class VotingBody(models.Model):
    """Who votes: the congress itself, or a meeting it leads to."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.OneToOneField(
        "core.Scope", models.PROTECT, related_name="voting_body", editable=False
    )
    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="bodies", verbose_name=_("đại hội")
    )
    kind = models.CharField(_("nơi bầu"), max_length=20, choices=BodyKind)
    number = models.PositiveSmallIntegerField(_("lần họp"), default=1)

    class Meta:
        verbose_name = _("nơi bầu")
        verbose_name_plural = _("nơi bầu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "kind", "number", name="congress_body_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values), name="congress_body_known_kind"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == BodyKind.CONGRESS:
            return str(self.get_kind_display())
        return _("%(kind)s lần thứ %(number)s") % {
            "kind": self.get_kind_display(),
            "number": self.number,
        }

    @property
    def address(self) -> str:
        """What names the body in addresses within its congress."""
        word = _ADDRESSES[self.kind]
        return word if self.kind == BodyKind.CONGRESS else f"{word}-{self.number}"
