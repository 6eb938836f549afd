"""Signing in and out, the first administrator, one's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
)

from core import gates, guessing, services
from core.access import policy
from core.forms.entry import FirstAdministratorForm, NewPasswordForm, SignInForm
from core.models import User
from core.services import sessions
from core.web import StaffRequest


class _SignIn(LoginView):
    template_name = "core/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the password when it is its turn; a busy machine says so."""
        with guessing.turns.taken(patience=guessing.PATIENCE) as mine:
            if mine:
                return super().post(request, *args, **kwargs)
        typed = {"username": request.POST.get("username", "")}
        form = SignInForm(request, initial=typed)
        response = self.render_to_response(
            self.get_context_data(form=form, is_busy=True), status=503
        )
        response.headers["Retry-After"] = "5"
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and let the browser be known from now on."""
        response = super().form_valid(form)
        username = form.get_user().get_username()
        guessing.remember_browser(self.request, response, username)
        return response

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not User.objects.exists():
            return redirect("core:first-administrator")
        return super().dispatch(request, *args, **kwargs)


sign_in = policy.open_to_all(_SignIn.as_view())


sign_out = policy.open_to_all(LogoutView.as_view())


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def password(request: StaffRequest) -> HttpResponse:
    form = NewPasswordForm(request.user, data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            return _change_password(request, form.cleaned_data["new_password1"])
        if form.has_error("old_password", "password_incorrect"):
            leave = guessed(request)
            if leave is not None:
                return leave
    return render(request, "core/password_change.html", {"form": form})


def _change_password(request: StaffRequest, new: str) -> HttpResponse:
    before = str(request.session.session_key)
    user = services.change_password(
        user=request.user,
        password=new,
        by=request.user,
        at=timezone.now(),
        session_key=before,
    )
    update_session_auth_hash(request, user)
    after = str(request.session.session_key)
    sessions.move_sign_in(before=before, after=after)
    sessions.note_right_password(session_key=after)
    messages.success(request, _("Đã đổi mật khẩu."))
    return redirect(gates.onward(request))


def guessed(request: StaffRequest) -> HttpResponse | None:
    """Count a wrong password typed inside a session; at the fifth one it is over."""
    left = sessions.note_wrong_password(
        user=request.user,
        session_key=str(request.session.session_key),
        at=timezone.now(),
    )
    if left:
        return None
    request.session.flush()
    messages.error(
        request,
        _("Đã nhập sai mật khẩu 5 lần nên phiên này đã kết thúc. Hãy đăng nhập lại."),
    )
    return redirect("core:sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.open_to_all
def first_administrator(request: HttpRequest) -> HttpResponse:
    if User.objects.filter(is_superuser=True).exists():
        raise Http404
    is_slowed = guessing.codes_are_slowed(request)
    form = FirstAdministratorForm(data=request.POST or None, is_slowed=is_slowed)
    if request.method == "POST" and form.is_valid():
        user = services.create_first_administrator(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            full_name=form.cleaned_data["full_name"],
            at=timezone.now(),
        )
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("admin:index")
    if form.has_error("code", "wrong_code"):
        guessing.note_wrong_code(request)
    status = 429 if request.method == "POST" and is_slowed else 200
    context = {"form": form}
    return render(request, "core/first_administrator.html", context, status=status)
