"""Making a congress known and serving it: two lists, ticked as things get done."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import labels
from congress.forms.arrangements import ArrangementForm, arrangement_facts
from congress.models import (
    PARTS_OF,
    Arrangement,
    Channel,
    Checklist,
    Congress,
    Part,
)
from congress.queries import arrangements as queries
from congress.queries import congress_kept_or_404
from congress.queries.plans import tone_of
from congress.services import arrangements as services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.vietnamese import dates
from core.web import StaffRequest, explain, row_key

IN_ORDER: Final = ("part_order", "place", "pk")


@require_safe
@policy.requires(Right.PLAN_READ)
def communication(request: StaffRequest, congress: str) -> HttpResponse:
    return _list(request, congress, Checklist.COMMUNICATION)


@require_safe
@policy.requires(Right.PLAN_READ)
def logistics(request: StaffRequest, congress: str) -> HttpResponse:
    return _list(request, congress, Checklist.LOGISTICS)


def _list(request: StaffRequest, slug: str, checklist: Checklist) -> HttpResponse:
    found = congress_kept_or_404(request.user, Right.PLAN_READ, slug)
    today = timezone.localdate()
    columns = _columns(checklist, today)
    rows, filters = _narrowed(request, found, checklist, today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="phan",
            title=f"{checklist.label} – {found}",
            file_name=f"{queries.ADDRESS[checklist.value]}.xlsx",
        )
    shown = listing(
        request,
        rows,
        columns,
        default="phan",
        filters=filters,
        size=services.LONGEST,
    )
    may_keep = policy.allows(request.user, Right.CONGRESS_KEEP, found.scope)
    context = _frame(found, checklist) | {
        "listing": shown,
        "rows": [_told(row, today) for row in shown.page],
        "may_keep": may_keep and not shown.is_print,
    }
    return render(
        request,
        "congress/arrangements.html",
        context | _figures(found, checklist, today),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_add(
    request: StaffRequest, congress: str, checklist: str
) -> HttpResponse:
    found, kind = _kept(request, congress), queries.checklist_or_404(checklist)
    form = ArrangementForm(
        request.POST or None,
        congress=found,
        checklist=kind,
        initial={"part": chosen(request, "phan", dict.fromkeys(PARTS_OF[kind.value]))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_arrangement(
                found.pk, kind, form.said(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã thêm việc vào danh sách."))
            return redirect(_home(kind), found.slug)
    context = _frame(found, kind) | {"form": form}
    return render(request, "congress/arrangement_add.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_usual(
    request: StaffRequest, congress: str, checklist: str
) -> HttpResponse:
    """What is usual: ticked, then put in with one press."""
    found, kind = _kept(request, congress), queries.checklist_or_404(checklist)
    left = queries.usual_left(found, kind)
    error = ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("viec"))
        error = "" if ticked else _("Hãy chọn ít nhất một việc.")
        if not error:
            try:
                made = services.add_usual(
                    found.pk, kind, ticked, by=request.user, at=timezone.now()
                )
            except Refused as refusal:
                error = str(refusal)
            else:
                messages.success(request, _("Đã thêm %(made)s việc.") % {"made": made})
                return redirect(_home(kind), found.slug)
    context = _frame(found, kind) | {
        "error": error,
        "count": len(left),
        "parts": [
            (
                Part(part).label,
                [
                    (each, title, dict(Channel.choices).get(each.channel, ""))
                    for each, title in left
                    if each.part == part
                ],
            )
            for part in PARTS_OF[kind.value]
            if any(each.part == part for each, _title in left)
        ],
    }
    return render(request, "congress/arrangement_usual.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_copy(
    request: StaffRequest, congress: str, checklist: str
) -> HttpResponse:
    """Copy the list of another congress that the user keeps."""
    found, kind = _kept(request, congress), queries.checklist_or_404(checklist)
    if request.method == "POST":
        sources = queries.to_copy_from(request.user, found, kind)
        source = get_object_or_404(sources, pk=row_key(request.POST.get("dai-hoi", "")))
        try:
            made = services.copy_arrangements(
                found.pk, kind, source, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            _say_copied(request, made)
        return redirect(_home(kind), found.slug)
    wanted = request.GET.get("tim", "").strip()
    sources = queries.to_copy_from(request.user, found, kind, wanted)
    context = _frame(found, kind) | {
        "wanted": wanted,
        "sources": sources[: queries.OFFERED],
    }
    return render(request, "congress/arrangement_copy.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_change(request: StaffRequest, congress: str, row: UUID) -> HttpResponse:
    found = _kept(request, congress)
    known = queries.arrangement_or_404(found, row)
    kind = Checklist(known.checklist)
    options: dict[str, Any] = {"congress": found, "checklist": kind}
    form = ArrangementForm(
        request.POST or None, initial=arrangement_facts(known), **options
    )
    context: dict[str, Any] = _frame(found, kind) | {"row": known}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_arrangement(
                known.pk,
                form.said(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = arrangement_facts(queries.arrangement_or_404(found, row))
            context["versions"] = {"fields": form.differences(now)}
            form = ArrangementForm(initial=form.joined(now), **options)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(_home(kind), found.slug)
    context |= {"form": form, "timing": labels.timing_words(known.timing)}
    return render(request, "congress/arrangement_change.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_done(request: StaffRequest, congress: str, row: UUID) -> HttpResponse:
    """Tick something, or take the tick back; its row alone where a script asks."""
    found = _kept(request, congress)
    known = queries.arrangement_or_404(found, row)
    done = request.POST.get("xong") == "1"
    services.tick_arrangement(known.pk, done=done, by=request.user, at=timezone.now())
    kind = Checklist(known.checklist)
    if request.htmx:
        today = timezone.localdate()
        rows = queries.arrangements(found, kind)
        context = _frame(found, kind) | {
            "each": _told(rows.get(pk=known.pk), today),
            "may_keep": True,
            "is_marked": True,
        }
        return render(
            request,
            "congress/arrangements.html#marked",
            context | _figures(found, kind, today),
        )
    kept_query = f"?{request.GET.urlencode()}" if request.GET else ""
    here = reverse(_home(kind), args=[found.slug])
    return HttpResponseRedirect(f"{here}{kept_query}#viec-{known.pk}")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def arrangement_remove(request: StaffRequest, congress: str, row: UUID) -> HttpResponse:
    found = _kept(request, congress)
    known = queries.arrangement_or_404(found, row)
    kind = Checklist(known.checklist)
    if request.method == "POST":
        services.remove_arrangement(known.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Đã bỏ việc khỏi danh sách."))
        return redirect(_home(kind), found.slug)
    context = _frame(found, kind) | {"row": known}
    return render(request, "congress/arrangement_remove.html", context)


def _say_copied(request: StaffRequest, made: int) -> None:
    if made:
        messages.success(request, _("Đã chép %(made)s việc.") % {"made": made})
    else:
        messages.info(request, _("Ở đây đã có mọi việc của danh sách ấy."))


def _kept(request: StaffRequest, congress: str) -> Congress:
    return congress_kept_or_404(request.user, Right.CONGRESS_KEEP, congress)


def _home(checklist: Checklist) -> str:
    return f"congress:{checklist.value}"


def _frame(congress: Congress, checklist: Checklist) -> dict[str, Any]:
    """Return what every page of a list takes."""
    return {
        "congress": congress,
        "checklist": checklist,
        "list_title": checklist.label,
        "list_word": queries.ADDRESS[checklist.value],
        "list_url": reverse(_home(checklist), args=[congress.slug]),
        "is_communication": checklist is Checklist.COMMUNICATION,
    }


def _figures(congress: Congress, checklist: Checklist, today: date) -> dict[str, Any]:
    whole, parts = queries.arrangement_figures(congress, checklist, today)
    return {"whole": whole, "parts": parts}


def _told(row: Arrangement, today: date) -> dict[str, Any]:
    """Return a thing on a list with what its line says of it today."""
    standing = queries.arrangement_standing(row, today)
    return {
        "row": row,
        "word": labels.PLAN_STANDINGS[standing.value],
        "tone": tone_of(standing),
        "timing": "" if row.anchor == "day" else labels.timing_words(row.timing),
    }


def _who(row: Arrangement) -> str:
    owner = row.owner.full_name if row.owner else ""
    return "; ".join(each for each in (row.responsible, owner) if each)


def _pieces(row: Arrangement) -> str:
    return "" if row.wanted is None else f"{row.ready}/{row.wanted}"


def _columns(checklist: Checklist, today: date) -> list[Column[Arrangement]]:
    of_channel: list[Column[Arrangement]] = [
        Column("kenh", gettext_lazy("Kênh"), lambda row: str(_channel(row))),
        Column(
            "doi-tuong",
            gettext_lazy("Đối tượng"),
            lambda row: row.audience,
            only_in_file=True,
        ),
    ]
    return [
        Column(
            "phan",
            gettext_lazy("Phần"),
            lambda row: str(row.get_part_display()),
            IN_ORDER,
            only_in_file=True,
        ),
        Column("viec", gettext_lazy("Việc"), str),
        *(of_channel if checklist is Checklist.COMMUNICATION else []),
        Column("ai", gettext_lazy("Ai làm"), _who),
        Column(
            "han",
            gettext_lazy("Hạn"),
            lambda row: dates.short(row.due_on) if row.due_on else "",
            ("due_on", *IN_ORDER),
        ),
        Column("so-luong", gettext_lazy("Số lượng"), _pieces),
        Column(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda row: str(
                labels.PLAN_STANDINGS[queries.arrangement_standing(row, today).value]
            ),
        ),
        Column(
            "xong",
            gettext_lazy("Xong ngày"),
            lambda row: dates.short(row.done_on) if row.done_on else "",
            only_in_file=True,
        ),
        Column(
            "ghi-chu", gettext_lazy("Ghi chú"), lambda row: row.note, only_in_file=True
        ),
    ]


def _channel(row: Arrangement) -> str:
    return str(row.get_channel_display()) if row.channel else ""


def _narrowed(
    request: StaffRequest, congress: Congress, checklist: Checklist, today: date
) -> tuple[QuerySet[Arrangement], list[Filter]]:
    rows = queries.arrangements(congress, checklist)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.named(rows, wanted)
    parts = [(each, Part(each).label) for each in PARTS_OF[checklist.value]]
    part = chosen(request, "phan", dict(parts))
    state = chosen(request, "tinh-trang", labels.PLAN_STANDINGS)
    channels: Mapping[str, Any] = dict(Channel.choices)
    channel = chosen(request, "kenh", channels)
    if part:
        rows = rows.filter(part=part)
    if state:
        rows = queries.standing_so(rows, state, today)
    filters = [
        Filter("phan", _("Phần"), parts, part),
        Filter(
            "tinh-trang", _("Tình trạng"), list(labels.PLAN_STANDINGS.items()), state
        ),
    ]
    if checklist is Checklist.COMMUNICATION:
        filters.append(Filter("kenh", _("Kênh"), Channel.choices, channel))
        if channel:
            rows = rows.filter(channel=channel)
    return rows, filters
