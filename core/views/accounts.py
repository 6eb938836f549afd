"""Accounts, for administrators: the list, one account, and what is done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import guessing, queries, services, tasks
from core.access import policy
from core.access.rights import Right, Role
from core.errors import Refused
from core.jobs import ledger
from core.listing import (
    Column,
    Filter,
    as_file,
    chosen,
    listing,
    wants_file,
)
from core.models import AccountSlips, User
from core.paging import Pages, Searched
from core.queries import Narrowing
from core.services import second_factor, slips
from core.web import StaffRequest

STATES: Final = {
    "active": gettext_lazy("đang hoạt động"),
    "closed": gettext_lazy("đã khóa"),
}
KINDS: Final = {
    "administrator": gettext_lazy("quản trị viên"),
    "no_second_factor": gettext_lazy("chưa có lớp bảo vệ thứ hai"),
    "never_signed_in": gettext_lazy("chưa đăng nhập lần nào"),
    "expired": gettext_lazy("mật khẩu được cấp đã hết hạn"),
}


def _roles(user: User) -> str:
    names = [str(Role(given.role).label) for given in user.in_force]  # type: ignore[attr-defined]
    if user.is_superuser:
        names.insert(0, str(Role.ADMINISTRATOR.label))
    return ", ".join(dict.fromkeys(names))


COLUMNS: Final = (
    Column[User](
        "ten-dang-nhap",
        gettext_lazy("Tên đăng nhập"),
        lambda user: user.username,
        ("username", "pk"),
    ),
    Column[User](
        "ho-ten",
        gettext_lazy("Họ và tên"),
        lambda user: user.full_name,
        ("sort_key", "pk"),
    ),
    Column[User](
        "to-chuc",
        gettext_lazy("Tổ chức đảng"),
        lambda user: user.person.unit.name if user.person else "",
    ),
    Column[User]("vai-tro", gettext_lazy("Vai trò"), _roles),
    Column[User](
        "lop-hai",
        gettext_lazy("Lớp bảo vệ thứ hai"),
        lambda user: _("có") if user.devices else "",  # type: ignore[attr-defined]
    ),
    Column[User](
        "dang-nhap",
        gettext_lazy("Đăng nhập gần nhất"),
        lambda user: user.last_login,
        ("last_login", "pk"),
    ),
    Column[User](
        "trang-thai",
        gettext_lazy("Trạng thái"),
        lambda user: str(STATES["active" if user.is_active else "closed"]),
    ),
)
DEFAULT: Final = "ten-dang-nhap"


@require_safe
@policy.requires(Right.ACCOUNT_KEEP)
def account_list(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    by = Narrowing(
        words=request.GET.get("tim", "").strip(),
        state=chosen(request, "trang-thai", STATES),
        what=chosen(request, "loc", KINDS),
    )
    found = queries.narrowed_accounts(
        queries.listed_accounts(today=timezone.localdate()), by, at=at
    )
    if wants_file(request):
        return as_file(
            request,
            found,
            COLUMNS,
            default=DEFAULT,
            title=_("Tài khoản"),
            file_name="tai-khoan.xlsx",
            note=partial(_note, request, "xlsx"),
        )
    filters = (
        Filter("trang-thai", _("Trạng thái"), list(STATES.items()), by.state),
        Filter("loc", _("Cần để ý"), list(KINDS.items()), by.what),
    )
    shown = listing(
        request,
        found,
        COLUMNS,
        default=DEFAULT,
        filters=filters,
        pages=Searched if by.words else Pages,
    )
    rows = [(user, _roles(user)) for user in shown.page]
    if shown.is_print:
        _note(request, "print", len(rows))
    return render(
        request,
        "core/account_list.html",
        {"listing": shown, "rows": rows, "now": at},
    )


def _note(request: StaffRequest, form: str, rows: int) -> None:
    services.note_accounts_taken(
        form=form, rows=rows, by=request.user, at=timezone.now()
    )


@require_safe
@policy.requires(Right.ACCOUNT_KEEP)
def account_detail(request: StaffRequest, username: str) -> HttpResponse:
    account = _account(username)
    appointments = account.appointments.select_related("scope", "appointed_by")
    return render(
        request,
        "core/account_detail.html",
        {
            "account": account,
            "is_own": account.pk == request.user.pk,
            "appointments": appointments.order_by("-starts_on", "-pk"),
            "today": timezone.localdate(),
            "now": timezone.now(),
            "sign_ins": account.sign_ins.count(),
            "has_second_factor": second_factor.has_second_factor(account),
            "is_slowed": guessing.is_slowed(account.username),
        },
    )


# --- what is done to one account ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Act:
    """An act on another account that asks once more before it is done."""

    title: Promise
    button: Promise
    follows: tuple[Promise, ...]
    done: Promise
    do: Callable[[StaffRequest, User], AccountSlips | None]


def _reset(request: StaffRequest, account: User) -> AccountSlips:
    at = timezone.now()
    scope = queries.scope_of_account(account)
    if scope is None:
        raise Refused(
            _(
                "Cổng chưa có tổ chức đảng nào. Hãy lập tổ chức đầu tiên, hoặc đặt mật "
                "khẩu tạm ở trang Quản trị."
            )
        )
    with transaction.atomic():
        wanted = slips.want_password(
            user=account, portal=_portal(request), by=request.user, at=at
        )
        ledger.request(
            tasks.make_slips,
            subject=wanted,
            scope=scope,
            by=request.user,
            at=at,
            queue="print",
        )
    return wanted


def _take(request: StaffRequest, account: User) -> None:
    second_factor.take_second_factor(
        user_id=account.pk, by=request.user, at=timezone.now()
    )


def _close(request: StaffRequest, account: User) -> None:
    services.close_account(user_id=account.pk, by=request.user, at=timezone.now())


ACTS: Final = {
    "reset": _Act(
        gettext_lazy("Cấp lại mật khẩu?"),
        gettext_lazy("Cấp lại mật khẩu"),
        (
            gettext_lazy("Mật khẩu đang dùng không mở được cổng nữa."),
            gettext_lazy("Mọi phiên đăng nhập của tài khoản này kết thúc ngay."),
            gettext_lazy(
                "Mật khẩu mới in trên một phiếu, tải được một lần, dùng được 7 ngày và "
                "phải đổi ở lần đăng nhập đầu."
            ),
        ),
        gettext_lazy("Đang cấp lại mật khẩu."),
        _reset,
    ),
    "factor": _Act(
        gettext_lazy("Gỡ lớp bảo vệ thứ hai?"),
        gettext_lazy("Gỡ lớp bảo vệ thứ hai"),
        (
            gettext_lazy("Điện thoại và các mã khôi phục đã cấp không dùng được nữa."),
            gettext_lazy("Mọi phiên đăng nhập của tài khoản này kết thúc ngay."),
            gettext_lazy(
                "Chỉ gỡ khi đã gặp hoặc gọi cho chính người ấy: ai biết mật khẩu sẽ "
                "vào được mà không cần mã."
            ),
        ),
        gettext_lazy("Đã gỡ lớp bảo vệ thứ hai."),
        _take,
    ),
    "close": _Act(
        gettext_lazy("Khóa tài khoản?"),
        gettext_lazy("Khóa tài khoản"),
        (
            gettext_lazy("Người này không đăng nhập được nữa."),
            gettext_lazy("Mọi phiên đăng nhập của tài khoản này kết thúc ngay."),
            gettext_lazy(
                "Vai trò vẫn còn ghi ở tài khoản; mở lại được bất cứ lúc nào."
            ),
        ),
        gettext_lazy("Đã khóa tài khoản."),
        _close,
    ),
}


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ACCOUNT_KEEP)
def account_reset(request: StaffRequest, username: str) -> HttpResponse:
    return _asked_once_more(request, username, ACTS["reset"])


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ACCOUNT_KEEP)
def account_take_factor(request: StaffRequest, username: str) -> HttpResponse:
    return _asked_once_more(request, username, ACTS["factor"])


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ACCOUNT_KEEP)
def account_close(request: StaffRequest, username: str) -> HttpResponse:
    return _asked_once_more(request, username, ACTS["close"])


@require_POST
@policy.requires(Right.ACCOUNT_KEEP)
def account_open(request: StaffRequest, username: str) -> HttpResponse:
    account = _account(username)
    services.open_account(user_id=account.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở lại tài khoản."))
    return redirect("core:account", username)


@require_POST
@policy.requires(Right.ACCOUNT_KEEP)
def account_free(request: StaffRequest, username: str) -> HttpResponse:
    account = _account(username)
    services.free_sign_in(user=account, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ tạm khóa đăng nhập."))
    return redirect("core:account", username)


def _asked_once_more(request: StaffRequest, username: str, act: _Act) -> HttpResponse:
    account = _account(username)
    if request.method == "POST":
        made = act.do(request, account)
        messages.success(request, str(act.done))
        if made is not None:
            return redirect("core:slips", made.pk)
        return redirect("core:account", username)
    context = {"account": account, "act": act}
    return render(request, "core/account_confirm.html", context)


def _account(username: str) -> User:
    """Return an account: administrators reach all of them."""
    people = User.objects.select_related("person__unit__scope")
    return get_object_or_404(people, username=username)


def _portal(request: StaffRequest) -> str:
    return slips.address_of(request.build_absolute_uri("/"))
