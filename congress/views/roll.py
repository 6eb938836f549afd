"""Who is convened: the list, and one row of it."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress import forms, labels, queries, services
from congress.forms.roll import row_facts
from congress.models import RollEntry, VotingBody
from congress.rules.roll import CONDITIONS_OF, ORIGINS_OF, Standing
from congress.rules.tally_base import Body
from congress.views.frame import page, reads_people
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.queries.people import written_field
from core.web import StaffRequest, explain

BY_NAME: Final = ("person__sort_key", "pk")
COLUMNS: Final[tuple[Column[RollEntry], ...]] = (
    Column("ten", gettext_lazy("Họ và tên"), lambda row: row.person.full_name, BY_NAME),
    Column(
        "sinh",
        gettext_lazy("Ngày sinh"),
        lambda row: written_field(row.person, "born_on"),
    ),
    Column(
        "cu",
        gettext_lazy("Tổ chức cử đi"),
        lambda row: row.sent_by.name if row.sent_by else "",
        ("sent_by__sort_key", *BY_NAME),
    ),
    Column("dien", gettext_lazy("Diện"), lambda row: row.get_origin_display()),
    Column("tu-cach", gettext_lazy("Tư cách"), lambda row: row.get_standing_display()),
    Column(
        "phieu",
        gettext_lazy("Số phiếu khi được bầu"),
        lambda row: row.votes,
        ("votes", *BY_NAME),
        only_in_file=True,
    ),
    Column(
        "tinh-trang",
        gettext_lazy("Tình trạng sinh hoạt"),
        lambda row: row.get_condition_display(),
        only_in_file=True,
    ),
    Column(
        "diem-danh", gettext_lazy("Điểm danh"), lambda row: row.get_attendance_display()
    ),
    Column("ly-do", gettext_lazy("Lý do"), lambda row: row.reason, only_in_file=True),
    Column(
        "chap-nhan",
        gettext_lazy("Lý do được chấp nhận"),
        lambda row: "x" if row.accepted else "",
        only_in_file=True,
    ),
    Column(
        "thay",
        gettext_lazy("Thay cho"),
        lambda row: str(row.in_place_of) if row.in_place_of else "",
        only_in_file=True,
    ),
    Column(
        "trieu-tap",
        gettext_lazy("Thuộc cấp ủy triệu tập (ở hội nghị: ban thường vụ)"),
        lambda row: "x" if row.is_convener else "",
        only_in_file=True,
    ),
)


@require_safe
@policy.requires(Right.ROLL_READ)
def rolls(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.congress_or_404(request.user, congress)
    body = queries.bodies(found, request.user, Right.ROLL_READ).first()
    if body is None:
        raise Http404
    return redirect("congress:roll", found.slug, body.address)


@require_safe
@policy.requires(Right.ROLL_READ)
def roll(request: StaffRequest, congress: str, body: str) -> HttpResponse:
    found = queries.body_or_404(
        request.user, Right.ROLL_READ, congress=congress, address=body
    )
    rows, filters = _narrowed(request, found)
    note = partial(_note, request, found)
    if wants_file(request):
        return as_file(
            request,
            rows,
            COLUMNS,
            default="ten",
            title=_("Danh sách triệu tập"),
            file_name="danh-sach-trieu-tap.xlsx",
            note=partial(note, "xlsx"),
        )
    shown = listing(request, rows, COLUMNS, default="ten", filters=filters)
    if shown.is_print:
        note("print", len(shown.page.object_list))
    counts = queries.counts(found)
    context = page(request, found, tab="roll") | {
        "listing": shown,
        "counts": counts,
        "is_of_delegates": _kind(found) is Body.DELEGATES_CONGRESS,
        "is_of_members": _kind(found) is Body.MEMBERS_CONGRESS,
        "to_call": len(queries.elected_to_call(found)),
    }
    return render(request, "congress/roll.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_change(
    request: StaffRequest, congress: str, body: str, row: UUID
) -> HttpResponse:
    found = kept(request, congress, body)
    entry = queries.row_or_404(found, row)
    form = forms.RowForm(request.POST or None, body=found, initial=row_facts(entry))
    context: dict[str, Any] = page(request, found, tab="roll")
    if request.method == "POST" and form.is_valid():
        try:
            services.change_row(
                entry.pk,
                form.said(),
                seen_version=form.seen_version,
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            entry = queries.row_or_404(found, row)
            now = row_facts(entry)
            context["versions"] = {
                "fields": form.differences(now),
                "by": entry.changed_by,
                "at": entry.changed_at,
            }
            form = forms.RowForm(body=found, initial=form.joined(now))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:roll", found.congress.slug, found.address)
    context |= {"form": form, "row": entry, "may_be_replaced": _may_be_replaced(entry)}
    return render(request, "congress/roll_row.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ROLL_KEEP)
def roll_remove(
    request: StaffRequest, congress: str, body: str, row: UUID
) -> HttpResponse:
    found = kept(request, congress, body)
    entry = queries.row_or_404(found, row)
    if request.method == "POST":
        try:
            services.take_off_roll(entry.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:roll-change", congress, body, row)
        messages.success(request, _("Đã bỏ khỏi danh sách."))
        return redirect("congress:roll", congress, body)
    context = page(request, found, tab="roll") | {"row": entry}
    return render(request, "congress/roll_remove.html", context)


def kept(request: StaffRequest, congress: str, body: str) -> VotingBody:
    """Return a body whose roll the person keeps."""
    return queries.body_kept_or_404(
        request.user, Right.ROLL_KEEP, congress=congress, address=body
    )


def _kind(body: VotingBody) -> Body:
    return queries.body_of(body)


def _may_be_replaced(row: RollEntry) -> bool:
    is_seat = row.standing != Standing.ALTERNATE and not hasattr(row, "replaced_by")
    return is_seat and _kind(row.body) is Body.DELEGATES_CONGRESS


def _narrowed(
    request: StaffRequest, body: VotingBody
) -> tuple[QuerySet[RollEntry], list[Filter]]:
    rows = queries.roll(body)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.searched(rows, wanted, by_number=reads_people(request, body))
    filters = []
    for key, field, label, words in _filters(body):
        value = chosen(request, key, dict(words))
        filters.append(Filter(key, label, words, value))
        if value:
            rows = rows.filter(**{field: value})
    return rows, filters


def _filters(body: VotingBody) -> list[tuple[str, str, str, list[tuple[str, Any]]]]:
    """Return key, field, label and words of what a roll can be narrowed by."""
    kind = _kind(body)
    found: list[tuple[str, str, str, list[tuple[str, Any]]]] = []
    if len(ORIGINS_OF[kind]) > 1:
        origins = [
            (each.value, labels.ORIGINS[each.value]) for each in ORIGINS_OF[kind]
        ]
        found.append(("dien", "origin", _("Diện"), origins))
        standings = list(labels.STANDINGS.items())
        found.append(("tu-cach", "standing", _("Tư cách"), standings))
    if len(CONDITIONS_OF[kind]) > 1:
        conditions = [
            (each.value, labels.CONDITIONS[each.value]) for each in CONDITIONS_OF[kind]
        ]
        found.append(("tinh-trang", "condition", _("Tình trạng"), conditions))
    attendances = list(labels.ATTENDANCES.items())
    found.append(("diem-danh", "attendance", _("Điểm danh"), attendances))
    if senders := [(str(unit.pk), unit.name) for unit in queries.senders_on(body)]:
        found.append(("cu", "sent_by", _("Tổ chức cử đi"), senders))
    return found


def _note(request: StaffRequest, body: VotingBody, form: str, rows: int) -> None:
    services.note_roll_taken(
        body, form=form, rows=rows, by=request.user, at=timezone.now()
    )
