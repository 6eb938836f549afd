"""The pages that belong to no app: sign-in, start, audit trail, health."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseServerError,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.i18n import set_language as django_set_language

from core import queries, registry, services
from core.access import policy
from core.access.rights import Right
from core.forms import FirstAdministratorForm, NewPasswordForm, SignInForm
from core.models import User
from core.paging import Pages
from core.web import StaffRequest

LINES = 50


class _SignIn(LoginView):
    template_name = "core/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not User.objects.exists():
            return redirect("core:first-administrator")
        return super().dispatch(request, *args, **kwargs)


sign_in = policy.open_to_all(_SignIn.as_view())
sign_out = policy.open_to_all(LogoutView.as_view())
set_language = policy.open_to_all(require_POST(django_set_language))


@require_safe
@policy.for_anyone_signed_in
def start(request: StaffRequest) -> HttpResponse:
    rows = registry.work_of(request.user)
    return render(
        request,
        "core/start.html",
        {
            "mine": [row for row in rows if row.mine],
            "others": [row for row in rows if not row.mine],
        },
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def password(request: StaffRequest) -> HttpResponse:
    form = NewPasswordForm(request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.change_password(
            user=request.user,
            password=form.cleaned_data["new_password1"],
            by=request.user,
            at=timezone.now(),
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect("core:start")
    return render(request, "core/password_change.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.open_to_all
def first_administrator(request: HttpRequest) -> HttpResponse:
    if User.objects.exists():
        raise Http404
    form = FirstAdministratorForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.create_first_administrator(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            full_name=form.cleaned_data["full_name"],
            at=timezone.now(),
        )
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("admin:index")
    return render(request, "core/first_administrator.html", {"form": form})


@require_safe
@policy.requires(Right.AUDIT_READ)
def audit(request: StaffRequest) -> HttpResponse:
    within = queries.audit_events(request.user)
    act = request.GET.get("viec", "")
    names = registry.acts()
    if act in names:
        within = within.filter(act=act)
    page = Pages(queries.audit_lines(within), LINES).get_page(request.GET.get("trang"))
    for line in page:
        line.act_name = names.get(line.act, line.act)
    return render(request, "core/audit.html", {"page": page, "acts": names, "act": act})


@require_safe
@policy.open_to_all
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"portal": "on"})


def server_failure(request: HttpRequest) -> HttpResponse:
    """Answer a bug. Nothing here may fail: no database, no session, no user."""
    return HttpResponseServerError(render_to_string("500.html"))
