"""Who may sign in, and where which role was given to whom."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access.rights import APPOINTED
from core.models.person import Person
from core.models.scope import Scope


class UserManager(BaseUserManager["User"]):
    """Makes accounts; Django's own commands need it."""

    def create_user(self, username: str, password: str | None, **fields: Any) -> "User":
        """Make an account with a hashed password."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str, **fields: Any) -> "User":
        """Make an administrator's account."""
        return self.create_user(
            username, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """An account. ``is_superuser`` opens the back office and nothing else."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    # Lists go by given name; what has no key yet gets one from the sweep.
    sort_key = models.CharField(
        max_length=400, default="", editable=False, db_collation="C"
    )
    person = models.OneToOneField(
        Person,
        models.PROTECT,
        related_name="user",
        null=True,
        blank=True,
        verbose_name=_("người"),
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("quản trị viên"), default=False)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=True)
    # A password given by somebody else opens the portal until then, and once.
    given_password_until = models.DateTimeField(
        _("mật khẩu được cấp dùng đến"), null=True, blank=True
    )
    joined_at = models.DateTimeField(_("lập lúc"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="core_user_by_given_name")
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"

    def get_short_name(self) -> str:
        """Return what the top bar shows."""
        return self.full_name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Filters of appointments."""

    def in_force(self, on: date) -> "AppointmentQuerySet":
        """Keep those that hold on that day."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            starts_on__lte=on,
            revoked_at__isnull=True,
        )

    def overlapping(self, first: date, last: date | None) -> "AppointmentQuerySet":
        """Keep those that hold on some day from the first to the last."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        return found if last is None else found.filter(starts_on__lte=last)


class Appointment(models.Model):
    """A user holding a role at a scope for a time, given by somebody else."""

    scope_lookup = "scope"

    user = models.ForeignKey(
        User, models.PROTECT, related_name="appointments", verbose_name=_("tài khoản")
    )
    role = models.CharField(
        _("vai trò"),
        max_length=40,
        choices=[(role.value, role.label) for role in APPOINTED],
    )
    scope = models.ForeignKey(
        Scope, models.PROTECT, related_name="appointments", verbose_name=_("nơi")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    appointed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò được giao")
        verbose_name_plural = _("vai trò được giao")
        indexes: ClassVar = [
            models.Index("user", "starts_on", name="core_appointment_of_user")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(appointed_by=F("user")),
                name="core_appointment_never_by_oneself",
                violation_error_message=_("Không ai tự giao vai trò cho mình."),
            ),
            ExclusionConstraint(
                name="core_appointment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(revoked_at__isnull=True),
                violation_error_message=_(
                    "Người này đang giữ vai trò đó ở phạm vi đó trong thời gian ấy."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="core_appointment_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="core_appointment_revoked_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in APPOINTED]),
                name="core_appointment_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"
