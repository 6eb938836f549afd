"""Who is signed in from where, and slips with first passwords."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import browsers
from core.models.account import User


class SignIn(models.Model):
    """One session of one account, from signing in to its end."""

    class End(models.TextChoices):
        OWN = "own", _("tự đăng xuất")
        OTHER = "other", _("đăng xuất từ phiên khác")
        PASSWORD = "password", _("đổi mật khẩu")
        RESET = "reset", _("quản trị viên cấp lại mật khẩu")
        GUESSING = "guessing", _("nhập sai mật khẩu nhiều lần")
        FACTOR = "factor", _("đổi lớp bảo vệ thứ hai")
        CLOSED = "closed", _("tài khoản bị khóa")
        EXPIRED = "expired", _("hết hạn")

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(_("địa chỉ máy"), null=True)
    agent = models.CharField(_("trình duyệt"), max_length=300, blank=True)
    signed_in_at = models.DateTimeField(_("đăng nhập lúc"))
    last_seen_at = models.DateTimeField(_("dùng lần cuối"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    ended_how = models.CharField(max_length=10, choices=End, blank=True)
    # Wrong passwords typed inside this session since the last right one.
    guesses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("phiên đăng nhập")
        indexes: ClassVar = [
            models.Index(fields=["user", "-signed_in_at"], name="core_sign_in_of_user")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(ended_at__isnull=False) & ~Q(ended_how=""),
                name="core_sign_in_ended_somehow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.signed_in_at:%d/%m/%Y %H:%M}"

    @property
    def device(self) -> str:
        """The browser and system, in words a person knows."""
        return browsers.named(self.agent)


class AccountSlips(models.Model):
    """A paper with first passwords. Its bytes go when it is fetched, or after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What is to be made: [{"person": id, "username": …}, …] and the role to give.
    wanted = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    accounts = models.PositiveIntegerField(default=0)
    data = models.BinaryField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phiếu tài khoản")
        verbose_name_plural = _("phiếu tài khoản")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fetched_at__isnull=True) | Q(data__isnull=True),
                name="core_slips_fetched_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.accounts} – {self.made_at:%d/%m/%Y}"
