"""One's own sign-ins, and the screen that locks."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import gates, queries
from core.access import policy
from core.forms.entry import OwnPasswordForm
from core.services import sessions
from core.views.entry import guessed
from core.web import StaffRequest


@require_safe
@policy.for_anyone_signed_in
def sign_ins(request: StaffRequest) -> HttpResponse:
    here = str(request.session.session_key)
    going_on, over = queries.own_sign_ins(request.user, at=timezone.now())
    return render(
        request,
        "core/sign_ins.html",
        {"going_on": going_on, "over": over, "here": here},
    )


@require_POST
@policy.for_anyone_signed_in
def end(request: StaffRequest, sign_in: int) -> HttpResponse:
    if sessions.end_sign_in(sign_in_id=sign_in, by=request.user, at=timezone.now()):
        messages.success(request, _("Đã đăng xuất phiên ấy."))
    else:
        messages.info(request, _("Phiên ấy đã kết thúc từ trước."))
    return redirect("core:sign-ins")


@require_POST
@policy.for_anyone_signed_in
def end_others(request: StaffRequest) -> HttpResponse:
    ended = sessions.end_other_sign_ins(
        by=request.user,
        session_key=str(request.session.session_key),
        at=timezone.now(),
    )
    sentence = _("Đã đăng xuất %(number)s phiên khác.") % {"number": ended}
    messages.success(request, sentence)
    return redirect("core:sign-ins")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def lock(request: StaffRequest) -> HttpResponse:
    if not gates.is_locked(request, request.user):
        return redirect(gates.onward(request))
    form = OwnPasswordForm(request.user, _("Mở khóa"), data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            gates.unlock(request.session)
            key = str(request.session.session_key)
            sessions.note_right_password(session_key=key)
            return redirect(gates.onward(request))
        if form.has_error("password", "password_incorrect"):
            leave = guessed(request)
            if leave is not None:
                return leave
    minutes = settings.IDLE_LOCK_SECONDS // 60
    return render(request, "core/lock.html", {"form": form, "minutes": minutes})


@require_POST
@policy.for_anyone_signed_in
def lock_now(request: StaffRequest) -> HttpResponse:
    gates.lock(request.session)
    return gates.lead_to(request, "core:lock", back_to=gates.onward(request))


@require_POST
@policy.for_anyone_signed_in
def still_here(request: StaffRequest) -> HttpResponse:
    """Hear that somebody is typing; the gate writes down that it was an act."""
    return HttpResponse(status=204)
