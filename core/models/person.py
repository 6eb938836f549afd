"""The register: one row a person, posts, and rows found to be the same person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.unit import Unit


class Sex(models.TextChoices):
    """As personnel papers write it."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Precision(models.TextChoices):
    """How much of a birth date is known; the rest of the stored date is 1."""

    DAY = "day", _("ngày, tháng, năm")
    MONTH = "month", _("tháng, năm")
    YEAR = "year", _("năm")


class Membership(models.TextChoices):
    """Where somebody stands towards the Party; only official members vote (R-SC-6)."""

    NONE = "none", _("chưa là đảng viên")
    PROBATIONARY = "probationary", _("đảng viên dự bị")
    OFFICIAL = "official", _("đảng viên chính thức")
    UNKNOWN = "unknown", _("chưa rõ diện")


class TheoryLevel(models.TextChoices):
    """Political theory, lowest first; an empty field says that nobody knows."""

    NONE = "none", _("chưa qua đào tạo")
    ELEMENTARY = "elementary", _("sơ cấp")
    INTERMEDIATE = "intermediate", _("trung cấp")
    ADVANCED = "advanced", _("cao cấp")
    DEGREE = "degree", _("cử nhân")


class SchoolLevel(models.TextChoices):
    """Professional education, lowest first."""

    NONE = "none", _("chưa qua đào tạo")
    ELEMENTARY = "elementary", _("sơ cấp")
    INTERMEDIATE = "intermediate", _("trung cấp")
    COLLEGE = "college", _("cao đẳng")
    UNIVERSITY = "university", _("đại học")
    MASTER = "master", _("thạc sĩ")
    DOCTOR = "doctor", _("tiến sĩ")


class Badge(models.IntegerChoices):
    """The highest badge for years in the Party (veteran badges of domain 4.4)."""

    YEARS_30 = 30, _("30 năm")
    YEARS_40 = 40, _("40 năm")
    YEARS_45 = 45, _("45 năm")
    YEARS_50 = 50, _("50 năm")
    YEARS_55 = 55, _("55 năm")
    YEARS_60 = 60, _("60 năm")
    YEARS_65 = 65, _("65 năm")
    YEARS_70 = 70, _("70 năm")
    YEARS_75 = 75, _("75 năm")
    YEARS_80 = 80, _("80 năm")
    YEARS_85 = 85, _("85 năm")
    YEARS_90 = 90, _("90 năm")


class LeftWhy(models.TextChoices):
    """Why somebody is no longer in the register."""

    DIED = "died", _("từ trần")
    EXPELLED = "expelled", _("khai trừ")
    STRUCK_OFF = "struck_off", _("xóa tên")
    WITHDREW = "withdrew", _("xin ra khỏi Đảng")
    MOVED_AWAY = "moved_away", _("chuyển đi nơi khác ngoài cổng")
    MISTAKE = "mistake", _("ghi nhầm vào sổ")


class Person(models.Model):
    """A Party member or cadre, whom accounts, delegates and candidates point to.

    What the credentials report and the summary sheet need (domain 4.4, 5); assessment,
    discipline, family, assets and health belong to personnel. ``version`` grows with
    every change. Who leaves has ``left_on``; a row found to be another's double names
    it in ``merged_into``. Both stay, since finished facts go on pointing to them.
    """

    scope_lookup = "unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="people", verbose_name=_("sinh hoạt tại")
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    # The name as it is searched and compared: no accents, small letters.
    folded_name = models.GeneratedField(
        expression=models.Func("full_name", function="core_fold"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    other_name = models.CharField(_("tên gọi khác"), max_length=120, blank=True)
    # Identity keys: each names at most one person.
    citizen_id = models.CharField(_("số định danh cá nhân"), max_length=12, blank=True)
    party_card = models.CharField(_("số thẻ đảng viên"), max_length=20, blank=True)
    sex = models.CharField(_("giới tính"), max_length=10, choices=Sex, blank=True)
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    birth_precision = models.CharField(
        _("ngày sinh biết đến"), max_length=10, choices=Precision, default=Precision.DAY
    )
    ethnicity = models.CharField(_("dân tộc"), max_length=60, blank=True)
    religion = models.CharField(_("tôn giáo"), max_length=60, blank=True)
    home_place = models.CharField(_("quê quán"), max_length=200, blank=True)
    position = models.CharField(_("chức vụ, nơi công tác"), max_length=300, blank=True)
    membership = models.CharField(
        _("diện đảng viên"),
        max_length=20,
        choices=Membership,
        default=Membership.OFFICIAL,
    )
    party_since = models.DateField(_("ngày vào Đảng"), null=True, blank=True)
    official_since = models.DateField(_("ngày chính thức"), null=True, blank=True)
    party_age_lost_months = models.PositiveSmallIntegerField(
        _("số tháng không tính vào tuổi đảng"), default=0
    )
    badge = models.PositiveSmallIntegerField(
        _("Huy hiệu Đảng"), choices=Badge, null=True, blank=True
    )
    schooling = models.CharField(_("giáo dục phổ thông"), max_length=20, blank=True)
    education = models.CharField(
        _("trình độ chuyên môn"), max_length=20, choices=SchoolLevel, blank=True
    )
    profession = models.CharField(_("ngành đào tạo"), max_length=200, blank=True)
    theory = models.CharField(
        _("lý luận chính trị"), max_length=20, choices=TheoryLevel, blank=True
    )
    languages = models.CharField(_("ngoại ngữ"), max_length=200, blank=True)
    computing = models.CharField(_("tin học"), max_length=200, blank=True)
    # Acts of their own write these three: leaving, and being brought back.
    left_on = models.DateField(_("ngày rời sổ"), null=True, blank=True, editable=False)
    left_why = models.CharField(
        _("lý do rời sổ"),
        max_length=20,
        choices=LeftWhy,
        blank=True,
        editable=False,
    )
    left_decision = models.CharField(
        _("văn bản về việc rời sổ"), max_length=200, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="doubles",
        null=True,
        blank=True,
        editable=False,
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
        verbose_name = _("người")
        verbose_name_plural = _("người")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="core_person_by_given_name"),
            models.Index(
                fields=["unit", "sort_key", "id"], name="core_person_of_unit_by_name"
            ),
            models.Index(fields=["born_on"], name="core_person_by_birth"),
            # The few among many who are listed only when asked for.
            models.Index(
                fields=["sort_key", "id"],
                name="core_person_left_by_given_name",
                condition=Q(left_on__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(full_name=""), name="core_person_has_a_name"
            ),
            models.UniqueConstraint(
                "citizen_id",
                condition=~Q(citizen_id="") & Q(merged_into__isnull=True),
                name="core_person_one_for_a_citizen_id",
                violation_error_message=_("Số định danh này đã có người khác mang."),
            ),
            models.UniqueConstraint(
                "party_card",
                condition=~Q(party_card="") & Q(merged_into__isnull=True),
                name="core_person_one_for_a_party_card",
                violation_error_message=_("Số thẻ này đã có người khác mang."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="core_person_no_double_of_self"
            ),
            models.CheckConstraint(
                condition=Q(party_since__isnull=True)
                | Q(official_since__isnull=True)
                | Q(official_since__gte=F("party_since")),
                name="core_person_official_after_admitted",
                violation_error_message=_(
                    "Ngày chính thức phải từ ngày vào Đảng trở đi."
                ),
            ),
            models.CheckConstraint(
                condition=Q(party_since__isnull=True)
                | Q(born_on__isnull=True)
                | Q(party_since__gt=F("born_on")),
                name="core_person_admitted_after_born",
                violation_error_message=_("Ngày vào Đảng phải sau ngày sinh."),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values])
                & Q(birth_precision__in=Precision.values)
                & Q(membership__in=Membership.values)
                & Q(education__in=["", *SchoolLevel.values])
                & Q(theory__in=["", *TheoryLevel.values])
                & (Q(badge__isnull=True) | Q(badge__in=Badge.values)),
                name="core_person_known_words",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_why="", left_decision="")
                | Q(left_on__isnull=False, left_why__in=LeftWhy.values),
                name="core_person_left_on_a_day_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(left_on__gte=F("born_on")),
                name="core_person_left_after_born",
                violation_error_message=_("Ngày rời sổ trước ngày sinh."),
            ),
            models.CheckConstraint(
                condition=Q(party_age_lost_months__lte=1_200),
                name="core_person_lost_no_more_than_a_life",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """A post somebody holds or held, in the Party or outside."""

    scope_lookup = "person__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    title = models.CharField(_("chức vụ"), max_length=200)
    place = models.CharField(_("cơ quan, tổ chức"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name=_("tổ chức đảng"),
    )
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
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
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title=""), name="core_post_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="core_post_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.title}"


class PersonMerge(models.Model):
    """Two rows found to be one person. Append-only; ``gone`` stays as a trace."""

    scope_lookup = "kept__unit__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.OneToOneField(Person, models.PROTECT, related_name="merge")
    # What the row that stays took over: field → value; and rows moved: table → keys.
    taken = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    reason = models.CharField(_("căn cứ"), max_length=300)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("gộp hai dòng của một người")
        verbose_name_plural = _("gộp hai dòng của một người")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kept=F("gone")), name="core_merge_of_two_rows"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
