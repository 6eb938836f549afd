"""Guests and the press: the list, the passes, the door."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.forms.guests import GuestForm, ReasonForm, guest_facts
from congress.models import Congress, Guest, GuestKind, GuestState, Zone
from congress.queries import guests as queries
from congress.rules.guests import EXPECTED, TO_ACCREDIT, TO_REFUSE
from congress.services import guests as services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.vietnamese import dates
from core.web import StaffRequest, explain

_BY_NAME: Final = ("sort_key", "pk")
_DOOR: Final = (
    ("da-den", gettext_lazy("đã đến")),
    ("chua-den", gettext_lazy("chưa đến")),
)
TONES: Final = {
    GuestState.PROPOSED.value: "none",
    GuestState.INVITED.value: "none",
    GuestState.ACCEPTED.value: "ok",
    GuestState.DECLINED.value: "warn",
    GuestState.ACCREDITED.value: "ok",
    GuestState.REFUSED.value: "bad",
}


@require_safe
@policy.requires(Right.ROLL_READ)
def guests(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.guests_read_or_404(request.user, congress)
    return _list(request, found)


def _list(
    request: StaffRequest,
    congress: Congress,
    *,
    wrong: str = "",
    at: UUID | None = None,
) -> HttpResponse:
    rows, filters = _narrowed(request, congress)
    if wants_file(request):
        return as_file(
            request,
            rows,
            COLUMNS,
            default="ten",
            title=_("Khách mời, báo chí – %(congress)s") % {"congress": congress},
            file_name="khach-moi.xlsx",
            note=partial(note_taken, request, congress, "xlsx"),
        )
    shown = listing(request, rows, COLUMNS, default="ten", filters=filters)
    if shown.is_print:
        note_taken(request, congress, "print", len(shown.page.object_list))
    keeps = queries.keeps_guests(request.user, congress) and not shown.is_print
    context = {
        "congress": congress,
        "listing": shown,
        "rows": [
            _told(row, wrong if row.pk == at else "") for row in shown.page.object_list
        ],
        "may_keep": keeps,
        "figures": queries.guest_figures(congress),
    }
    return render(request, "congress/guests.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def guest_add(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    form = GuestForm(request.POST or None, asks_another=_another(request))

    def add(said: services.Inviting) -> None:
        services.add_guest(
            found.pk,
            said,
            is_another=_another(request),
            by=request.user,
            at=timezone.now(),
        )

    if request.method == "POST" and form.is_valid():
        answered = _saved(request, form, add, {})
        if answered is None:
            messages.success(
                request,
                _("Đã ghi %(name)s.") % {"name": form.cleaned_data["full_name"]},
            )
            return redirect("congress:guests", found.slug)
        form = answered
    context = {"congress": found, "form": form}
    return render(request, "congress/guest_add.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def guest(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    """What is known of a guest, changed; what was decided of him."""
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, guest)
    options: dict[str, Any] = {"guest": known}
    form = GuestForm(
        request.POST or None,
        initial=guest_facts(known),
        asks_another=_another(request),
        **options,
    )
    context: dict[str, Any] = {"congress": found}

    def change(said: services.Inviting) -> None:
        services.change_guest(
            known.pk,
            said,
            seen_version=form.seen_version,
            is_another=_another(request),
            by=request.user,
            at=timezone.now(),
        )

    if request.method == "POST" and form.is_valid():
        # What was decided is not in the form: the service keeps it.
        try:
            answered = _saved(request, form, change, options)
        except ChangedMeanwhile:
            known = queries.guest_or_404(found, guest)
            now = guest_facts(known)
            context["versions"] = {"fields": form.differences(now)}
            form = GuestForm(initial=form.joined(now), guest=known)
        else:
            if answered is None:
                messages.success(request, _("Đã lưu."))
                return redirect("congress:guest", found.slug, known.pk)
            form = answered
    context |= _of_guest(known) | {"form": form}
    return render(request, "congress/guest.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def guest_remove(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, guest)
    if request.method == "POST":
        try:
            services.remove_guest(known.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:guest", found.slug, known.pk)
        messages.success(request, _("Đã bỏ khỏi danh sách khách."))
        return redirect("congress:guests", found.slug)
    context = {"congress": found, "guest": known}
    return render(request, "congress/guest_remove.html", context)


@require_POST
@policy.requires(Right.ROLL_KEEP)
def guest_accredit(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, guest)
    try:
        given = services.accredit_guest(known.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Đã cấp thẻ số %(number)s cho %(name)s.")
            % {"number": given.pass_word, "name": given.full_name},
        )
    return redirect("congress:guest", found.slug, known.pk)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def guest_take_back(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    return _with_reason(
        request,
        congress,
        guest,
        services.take_back_pass,
        "congress/guest_take_back.html",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def guest_refuse(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    return _with_reason(
        request, congress, guest, services.refuse_guest, "congress/guest_refuse.html"
    )


@require_POST
@policy.requires(Right.ROLL_KEEP)
def guest_reconsider(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, guest)
    services.reconsider_guest(known.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã đưa về dự kiến mời."))
    return redirect("congress:guest", found.slug, known.pk)


@require_POST
@policy.requires(Right.ROLL_KEEP)
def guest_arrived(request: StaffRequest, congress: str, guest: UUID) -> HttpResponse:
    """Say at the door that somebody came, or take it back; one row with a script."""
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, guest)
    came, wrong = request.POST.get("den") == "1", ""
    try:
        services.mark_arrived(known.pk, came=came, by=request.user, at=timezone.now())
    except Refused as refusal:
        wrong = str(refusal)
    if request.htmx:
        context = {
            "congress": found,
            "each": _told(queries.guest_or_404(found, guest), wrong),
            "may_keep": True,
            "is_marked": True,
            "figures": queries.guest_figures(found),
        }
        return render(request, "congress/guests.html#marked", context)
    if wrong:
        return _list(request, found, wrong=wrong, at=known.pk)
    kept_query = f"?{request.GET.urlencode()}" if request.GET else ""
    here = reverse("congress:guests", args=[found.slug])
    return HttpResponseRedirect(f"{here}{kept_query}#khach-{known.pk}")


# --- what the pages stand on ----------------------------------------------------------


def _saved(
    request: StaffRequest,
    form: GuestForm,
    save: Callable[[services.Inviting], None],
    options: dict[str, Any],
) -> GuestForm | None:
    """Save what was typed; a form that says why not, or nothing."""
    try:
        save(_said(form, options.get("guest")))
    except ChangedMeanwhile:
        raise
    except services.SameName as refusal:
        asked = GuestForm(request.POST, asks_another=True, **options)
        asked.is_valid()
        asked.add_error("is_another", str(refusal))
        return asked
    except Refused as refusal:
        explain(form, refusal)
        return form
    return None


def _said(form: GuestForm, guest: Guest | None) -> services.Inviting:
    """Return what was typed; the state stays where the form has none."""
    if guest is not None and "state" not in form.fields:
        typed = {name: form.cleaned_data[name] for name in form.own}
        typed["areas"] = tuple(typed["areas"])
        return services.Inviting(**typed, state=guest.state)
    return form.said()


def _with_reason(
    request: StaffRequest,
    congress: str,
    key: UUID,
    act: Callable[..., Guest],
    template: str,
) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    known = queries.guest_or_404(found, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(
                known.pk,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("congress:guest", found.slug, known.pk)
    context = {"congress": found, "guest": known, "form": form}
    return render(request, template, context)


def _another(request: StaffRequest) -> bool:
    return bool(request.POST.get("is_another"))


def _of_guest(guest: Guest) -> dict[str, Any]:
    has_come = guest.arrived_at is not None
    return {
        "guest": guest,
        "tone": TONES[guest.state],
        "history": queries.guest_history(guest),
        "may_accredit": guest.state in TO_ACCREDIT,
        "may_refuse": guest.state in TO_REFUSE and not has_come,
        "may_take_back": guest.state == GuestState.ACCREDITED and not has_come,
        "may_reconsider": guest.state == GuestState.REFUSED,
    }


def _told(row: Guest, wrong: str) -> dict[str, Any]:
    return {
        "row": row,
        "tone": TONES[row.state],
        "may_come": row.state in EXPECTED,
        "error": wrong,
    }


def note_taken(request: StaffRequest, congress: Congress, form: str, rows: int) -> None:
    """Have the trail tell that the list, or passes, went out."""
    services.note_guests_taken(
        congress, form=form, rows=rows, by=request.user, at=timezone.now()
    )


def _came(row: Guest) -> str:
    return f"{timezone.localtime(row.arrived_at):%H:%M %d/%m}" if row.arrived_at else ""


def _from(row: Guest) -> str:
    return ", ".join(each for each in (row.position, row.organisation) if each)


COLUMNS: Final = (
    Column[Guest]("ten", gettext_lazy("Họ và tên"), str, _BY_NAME),
    Column[Guest]("noi", gettext_lazy("Chức danh, cơ quan"), _from),
    Column[Guest](
        "dien",
        gettext_lazy("Diện"),
        lambda row: str(row.get_kind_display()),
        ("kind", *_BY_NAME),
    ),
    Column[Guest](
        "tinh-trang",
        gettext_lazy("Tình trạng"),
        lambda row: str(row.get_state_display()),
        ("state", *_BY_NAME),
    ),
    Column[Guest](
        "the",
        gettext_lazy("Số thẻ"),
        lambda row: row.pass_word,
        ("pass_number", *_BY_NAME),
    ),
    Column[Guest](
        "cho-ngoi", gettext_lazy("Chỗ ngồi"), lambda row: row.seat, ("seat", *_BY_NAME)
    ),
    Column[Guest]("den", gettext_lazy("Đến"), _came, ("arrived_at", *_BY_NAME)),
    Column[Guest](
        "duoc-vao",
        gettext_lazy("Nơi được vào"),
        lambda row: ", ".join(row.area_words),
        only_in_file=True,
    ),
    Column[Guest](
        "ai-moi", gettext_lazy("Ai mời"), lambda row: row.invited_by, only_in_file=True
    ),
    Column[Guest](
        "giay-moi",
        gettext_lazy("Giấy mời"),
        lambda row: " ".join(
            each
            for each in (
                row.invitation_number,
                dates.short(row.invitation_on) if row.invitation_on else "",
            )
            if each
        ),
        only_in_file=True,
    ),
    Column[Guest](
        "the-nha-bao",
        gettext_lazy("Số thẻ nhà báo"),
        lambda row: row.press_card,
        only_in_file=True,
    ),
    Column[Guest](
        "dien-thoai",
        gettext_lazy("Điện thoại"),
        lambda row: row.phone,
        only_in_file=True,
    ),
)


def _narrowed(
    request: StaffRequest, congress: Congress
) -> tuple[QuerySet[Guest], list[Filter]]:
    rows = queries.guests(congress)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.guests_named(rows, wanted)
    kind = chosen(request, "dien", dict(GuestKind.choices))
    state = chosen(request, "tinh-trang", dict(GuestState.choices))
    zone = chosen(request, "noi-vao", dict(Zone.choices))
    door = chosen(request, "den", dict(_DOOR))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if zone:
        rows = rows.filter(areas__contains=[zone])
    if door:
        rows = rows.filter(arrived_at__isnull=door != "da-den")
        rows = rows.filter(state__in=EXPECTED)
    return rows, [
        Filter("dien", _("Diện"), GuestKind.choices, kind),
        Filter("tinh-trang", _("Tình trạng"), GuestState.choices, state),
        Filter("noi-vao", _("Nơi được vào"), Zone.choices, zone),
        Filter("den", _("Ở cửa"), _DOOR, door),
    ]
