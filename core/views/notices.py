"""What one was told, how one wants to be told, and who was told what."""

import uuid
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import registry
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.notices import MailChoiceForm
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.models import MailChoice, MailMode, Notice
from core.paging import Pages
from core.queries import notices as queries
from core.services import letters, note_list_taken
from core.services import notices as services
from core.web import StaffRequest

SIZE: Final = 25
UNREAD: Final = ExpressionWrapper(Q(read_at__isnull=True), BooleanField())
READ: Final = {
    "chua-doc": gettext_lazy("chưa đọc"),
    "da-doc": gettext_lazy("đã đọc"),
}


def in_words(notice: Notice) -> str:
    """Say a notice in the reader's language; of a release past, as it was said."""
    sentence = registry.notices().get(notice.kind)
    try:
        return str(sentence) % notice.values if sentence else notice.said
    except (KeyError, ValueError, TypeError):
        return notice.said


# --- one's own ----------------------------------------------------------------------


@require_safe
@policy.for_anyone_signed_in
def notices(request: StaffRequest) -> HttpResponse:
    kinds = registry.notice_labels()
    kind, state = chosen(request, "loai", kinds), chosen(request, "doc", READ)
    words = request.GET.get("tim", "").strip()
    own = queries.notices_of(request.user)
    found = queries.matching_notices(own, words=words, kind=kind)
    if state:
        found = found.filter(read_at__isnull=state == "chua-doc")
    # Unread first, then the newest.
    found = found.annotate(is_unread=UNREAD).order_by("-is_unread", "-at", "pk")
    page = Pages(found, SIZE).get_page(request.GET.get("trang"))
    return render(
        request,
        "core/notices.html",
        {
            "page": page,
            "rows": [(notice, in_words(notice)) for notice in page],
            "words": words,
            "filters": [
                Filter("doc", _("Đã đọc chưa"), list(READ.items()), state),
                Filter("loai", _("Loại"), list(kinds.items()), kind),
            ],
            "is_narrowed": bool(words or kind or state),
            "may_see_told": policy.holds(request.user, Right.TOLD_READ),
        },
    )


@require_POST
@policy.for_anyone_signed_in
def open_notice(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    notice = get_object_or_404(Notice, user=request.user, pk=pk)
    services.mark_read(request.user, [notice.pk], at=timezone.now())
    try:
        return redirect(reverse(notice.url_name, args=notice.url_args))
    except NoReverseMatch:
        raise Refused(_("Trang mà thông báo này dẫn tới không còn nữa.")) from None


@require_POST
@policy.for_anyone_signed_in
def notice_read(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    notice = get_object_or_404(Notice, user=request.user, pk=pk)
    services.mark_read(request.user, [notice.pk], at=timezone.now())
    return redirect("core:notices")


@require_POST
@policy.for_anyone_signed_in
def all_read(request: StaffRequest) -> HttpResponse:
    services.mark_read(request.user, None, at=timezone.now())
    return redirect("core:notices")


# --- by e-mail ----------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def mail_choice(request: StaffRequest) -> HttpResponse:
    choice = MailChoice.objects.filter(user=request.user).first()
    form = MailChoiceForm(request.POST or None, choice=choice)
    sends = settings.SENDS_MAIL
    if request.method == "POST" and sends and form.is_valid():
        try:
            asks = letters.choose(
                request.user,
                mode=MailMode(form.cleaned_data["mode"]),
                address=form.cleaned_data["address"],
                at=timezone.now(),
            )
        except letters.TooManyConfirmations as why:
            form.add_error("address", str(why))
        else:
            messages.success(request, _ASKED if asks else _SAVED)
            return redirect("core:mail-choice")
    return render(
        request,
        "core/mail_choice.html",
        {"form": form, "choice": choice, "sends": sends},
    )


_ASKED: Final = gettext_lazy(
    "Đã lưu. Hãy mở liên kết trong thư vừa gửi tới địa chỉ mới để xác nhận."
)
_SAVED: Final = gettext_lazy("Đã lưu cách nhận thư.")


@require_http_methods(["GET", "POST"])
@policy.for_anyone_signed_in
def mail_confirm(request: StaffRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        address = letters.confirm(request.user, token, at=timezone.now())
        messages.success(
            request, _("Thư sẽ gửi tới địa chỉ %(address)s.") % {"address": address}
        )
        return redirect("core:mail-choice")
    return render(request, "core/mail_confirm.html")


# --- who was told what ----------------------------------------------------------------


def by_mail(notice: Notice) -> str:
    """Say whether a notice went out by e-mail as well."""
    letter = notice.letter
    if letter is None:
        return ""
    if letter.sent_at:
        return _("đã gửi")
    if letter.due_at:
        return _("chờ gửi lại") if letter.fault else _("chờ gửi")
    return _("không rõ đã gửi chưa") if letter.begun_at else _("không gửi được")


def _by(notice: Notice) -> str:
    return notice.by.full_name if notice.by else _("cổng tự báo")


COLUMNS: Final = (
    Column[Notice](
        "luc", gettext_lazy("Báo lúc"), lambda notice: notice.at, ("at", "pk")
    ),
    Column[Notice](
        "ai", gettext_lazy("Ai được báo"), lambda notice: notice.user.full_name
    ),
    Column[Notice]("dieu-gi", gettext_lazy("Điều gì"), in_words),
    Column[Notice]("noi", gettext_lazy("Nơi"), lambda notice: notice.scope.title),
    Column[Notice]("nguoi-bao", gettext_lazy("Người báo"), _by),
    Column[Notice]("doc", gettext_lazy("Đọc lúc"), lambda notice: notice.read_at),
    Column[Notice]("thu", gettext_lazy("Qua thư"), by_mail),
    Column[Notice](
        "thu-luc",
        gettext_lazy("Gửi thư lúc"),
        lambda notice: notice.letter.sent_at if notice.letter else None,
        only_in_file=True,
    ),
)


@require_safe
@policy.requires(Right.TOLD_READ)
def told(request: StaffRequest) -> HttpResponse:
    kinds = registry.notice_labels()
    kind, state = chosen(request, "loai", kinds), chosen(request, "doc", READ)
    place, name = (request.GET.get(key, "").strip() for key in ("noi", "ai"))
    found = queries.matching_notices(
        queries.told(request.user),
        words=request.GET.get("tim", "").strip(),
        kind=kind,
        place=place,
        name=name,
    )
    if state:
        found = found.filter(read_at__isnull=state == "chua-doc")
    if wants_file(request):
        return as_file(
            request,
            found,
            COLUMNS,
            default="-luc",
            title=_("Ai đã được báo"),
            file_name="ai-da-duoc-bao.xlsx",
            note=partial(_note, request),
        )
    filters = [
        Filter("doc", _("Đã đọc chưa"), list(READ.items()), state),
        Filter("loai", _("Loại"), list(kinds.items()), kind),
    ]
    shown = listing(request, found, COLUMNS, default="-luc", filters=filters)
    context: dict[str, Any] = {
        "listing": shown,
        "rows": [
            (each, in_words(each), _by(each), by_mail(each)) for each in shown.page
        ],
        "place": place,
        "name": name,
        "is_narrowed": bool(shown.narrowed or place or name),
    }
    return render(request, "core/told.html", context)


def _note(request: StaffRequest, rows: int) -> None:
    note_list_taken(
        "core.told_exported",
        right=Right.TOLD_READ,
        form="xlsx",
        rows=rows,
        by=request.user,
        at=timezone.now(),
    )
