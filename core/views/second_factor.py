"""The second factor: asked at the sign-in, set up, renewed, turned off."""

from typing import Final

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import gates
from core.access import policy
from core.forms.entry import CodeForm, FirstCodeForm, OwnPasswordForm
from core.services import second_factor, sessions
from core.services.second_factor import TooManyCodes, WrongCode
from core.views.entry import guessed
from core.web import StaffRequest

GO_ON: Final = gettext_lazy("Tiếp tục")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def code(request: StaffRequest) -> HttpResponse:
    if not gates.waits_for_code(request, request.user):
        return redirect(gates.onward(request))
    form = CodeForm(GO_ON, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = second_factor.pass_second_factor(
                user=request.user, typed=form.cleaned_data["code"], at=timezone.now()
            )
        except (WrongCode, TooManyCodes) as refusal:
            second_factor.note_wrong_code(user=request.user, at=timezone.now())
            form.add_error("code", str(refusal))
        else:
            otp_login(request, device)
            return redirect(gates.onward(request))
    return render(request, "core/second_factor_code.html", {"form": form})


@require_safe
@policy.for_anyone_signed_in
def overview(request: StaffRequest) -> HttpResponse:
    return render(
        request,
        "core/second_factor.html",
        {
            "is_on": second_factor.has_second_factor(request.user),
            "codes_left": second_factor.recovery_codes_left(request.user),
            "is_required": second_factor.must_have_second_factor(request.user),
        },
    )


@require_POST
@policy.for_anyone_signed_in
def begin(request: StaffRequest) -> HttpResponse:
    """Make a key for the first phone; another one is asked for with the password."""
    if second_factor.has_second_factor(request.user):
        return redirect("core:second-factor-renew")
    second_factor.begin_device(user=request.user)
    return redirect("core:second-factor-set-up")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def set_up(request: StaffRequest) -> HttpResponse:
    device = second_factor.pending_device(request.user)
    # Whoever stands at the gate is led here; leading him on would be a circle.
    at_gate = getattr(request, "at_gate", False)
    if device is None and not at_gate and second_factor.has_second_factor(request.user):
        messages.info(
            request,
            _(
                "Lớp bảo vệ thứ hai đã được thiết lập. Nếu chưa kịp cất mã khôi phục, "
                "hãy tạo mã mới ở đây."
            ),
        )
        return redirect("core:second-factor")
    form = FirstCodeForm(_("Xác nhận"), data=request.POST or None)
    if request.method == "POST" and device is not None and form.is_valid():
        try:
            confirmed, codes = second_factor.confirm_device(
                user=request.user,
                code=form.cleaned_data["code"],
                session_key=str(request.session.session_key),
                at=timezone.now(),
            )
        except (WrongCode, TooManyCodes) as refusal:
            form.add_error("code", str(refusal))
        else:
            otp_login(request, confirmed)
            gates.ask_code_from_now_on(request.session)
            return _shown_once(request, codes)
    return render(
        request,
        "core/second_factor_set_up.html",
        {
            "form": form,
            "device": device,
            "picture": _picture(device) if device else "",
            "key": _key(device) if device else "",
            "is_required": second_factor.must_have_second_factor(request.user),
        },
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def renew(request: StaffRequest) -> HttpResponse:
    form = OwnPasswordForm(request.user, _("Thiết lập lại"), data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            _right(request)
            second_factor.begin_device(user=request.user)
            return redirect("core:second-factor-set-up")
        if leave := _wrong(request, form):
            return leave
    return _with_password(request, form, "renew")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def recovery_codes(request: StaffRequest) -> HttpResponse:
    form = OwnPasswordForm(request.user, _("Tạo mã mới"), data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            _right(request)
            codes = second_factor.renew_recovery_codes(
                user=request.user, at=timezone.now()
            )
            return _shown_once(request, codes)
        if leave := _wrong(request, form):
            return leave
    return _with_password(request, form, "codes")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def turn_off(request: StaffRequest) -> HttpResponse:
    form = OwnPasswordForm(request.user, _("Tắt"), data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            _right(request)
            second_factor.remove_second_factor(
                user=request.user,
                session_key=str(request.session.session_key),
                at=timezone.now(),
            )
            gates.ask_no_code(request.session)
            messages.success(request, _("Đã tắt lớp bảo vệ thứ hai."))
            return redirect("core:second-factor")
        if leave := _wrong(request, form):
            return leave
    return _with_password(request, form, "off")


def _shown_once(request: StaffRequest, codes: list[str]) -> HttpResponse:
    """Show new codes in the answer itself: nowhere can they be read again."""
    return render(
        request,
        "core/second_factor_codes.html",
        {"codes": codes, "made_at": timezone.now(), "onward": gates.onward(request)},
    )


def _with_password(
    request: StaffRequest, form: OwnPasswordForm, act: str
) -> HttpResponse:
    return render(
        request, "core/second_factor_password.html", {"form": form, "act": act}
    )


def _right(request: StaffRequest) -> None:
    sessions.note_right_password(session_key=str(request.session.session_key))


def _wrong(request: StaffRequest, form: OwnPasswordForm) -> HttpResponse | None:
    if form.has_error("password", "password_incorrect"):
        return guessed(request)
    return None


def _picture(device: TOTPDevice) -> str:
    """Return the key as a QR picture that needs no file and no style of its own."""
    made = segno.make(device.config_url, error="m")
    address: str = made.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return address


def _key(device: TOTPDevice) -> str:
    """Return the key as people type it into a phone, in groups of four."""
    letters = second_factor.key_of(device)
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
