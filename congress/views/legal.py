"""The library of documents: found by number and day, put in, replaced, cited."""

from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress import labels
from congress.forms.legal import DocumentForm, OnDayForm, ReplacedForm, document_facts
from congress.models import (
    LegalDocument,
    LegalKind,
)
from congress.queries import legal as queries
from congress.services import legal as services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.queries import open_stored
from core.vietnamese import dates, names
from core.web import StaffRequest, explain, row_key

_OWNERS: Final = (
    ("trung-uong", gettext_lazy("Trung ương")),
    ("to-chuc", gettext_lazy("các tổ chức trên cổng")),
)


class On(NamedTuple):
    """On which day it is asked what holds, and the field it was typed in."""

    day: date
    field: Any
    is_today: bool


@require_safe
@policy.requires(Right.PLAN_READ)
def legal(request: StaffRequest) -> HttpResponse:
    on = _on(request)
    seen = queries.documents(request.user)
    columns = _columns(on.day)
    rows, filters = _narrowed(request, seen, on.day)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay",
            title=_("Văn bản, hiệu lực tại ngày %(day)s")
            % {"day": dates.short(on.day)},
            file_name="van-ban.xlsx",
        )
    shown = listing(request, rows, columns, default="-ngay", filters=filters)
    found = list(shown.page.object_list)
    same = queries.twins(seen, found)
    context = {
        "listing": shown,
        "on": on,
        "on_field": on.field,
        "rows": [told(row, on.day, same) for row in found],
        "may_add": policy.holds(request.user, Right.CONGRESS_KEEP),
    }
    return render(request, "congress/legal.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def legal_add(request: StaffRequest) -> HttpResponse:
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        asks_another=_another(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_document(
                form.unit(),
                form.said(),
                file=form.handed(),
                is_another=_another(request),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form = _explained(request, form, refusal, user=request.user)
        else:
            messages.success(
                request, _("Đã đưa %(document)s vào thư viện.") % {"document": made}
            )
            return redirect("congress:legal-document", made.pk)
    return render(request, "congress/legal_add.html", {"form": form})


@require_safe
@policy.requires(Right.PLAN_READ)
def legal_document(request: StaffRequest, document: UUID) -> HttpResponse:
    found = queries.document_or_404(request.user, document)
    on = _on(request)
    seen = queries.documents(request.user)
    force = found.force_on(on.day)
    context = {
        "document": found,
        "on": on,
        "word": labels.FORCES[force.value],
        "tone": labels.FORCE_TONES[force.value],
        "confidence": labels.CONFIDENCES[found.confidence],
        "twins": queries.twins_of(seen, found),
        "replaces": seen.filter(replaced_by=found).order_by("day", "pk"),
        "may_keep": queries.keeps_document(request.user, found),
    }
    return render(request, "congress/legal_document.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def legal_change(request: StaffRequest, document: UUID) -> HttpResponse:
    found = queries.document_kept_or_404(request.user, document)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        initial=document_facts(found),
        asks_another=_another(request),
    )
    context: dict[str, Any] = {"document": found}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_document(
                found.pk,
                form.said(),
                seen_version=form.seen_version,
                file=form.handed(),
                is_another=_another(request),
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            now = document_facts(queries.document_kept_or_404(request.user, document))
            context["versions"] = {"fields": form.differences(now)}
            form = DocumentForm(initial=form.joined(now))
        except Refused as refusal:
            form = _explained(request, form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:legal-document", found.pk)
    return render(request, "congress/legal_change.html", context | {"form": form})


@require_safe
@policy.requires(Right.PLAN_READ)
def legal_file(request: StaffRequest, document: UUID) -> FileResponse:
    """Send the scan as it is read, a piece at a time."""
    found = queries.document_or_404(request.user, document)
    if found.file is None:
        raise Http404
    stored = open_stored(found.file)
    kind = services.kind_of(stored.peek(services.BEGINNING))
    if kind is None:
        raise Http404
    number = slugify(names.fold(found.number.replace("/", "-"))) or "van-ban"
    return FileResponse(
        stored,
        as_attachment=True,
        filename=f"{number}-{found.day:%Y%m%d}.{kind[1]}",
        content_type=kind[0],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def legal_replace(request: StaffRequest, document: UUID) -> HttpResponse:
    """Say since when a document holds no longer, and what took its place."""
    found = queries.document_kept_or_404(request.user, document)
    assert found.unit is not None  # noqa: S101 - the Centre's are kept elsewhere
    # What whoever reads the one may read too.
    newer = queries.citable(found.unit).exclude(pk=found.pk)
    form = ReplacedForm(request.POST or None)
    wanted = request.GET.get("tim", "").strip()
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            key = request.POST.get("van-ban", "")
            services.replace_document(
                found.pk,
                get_object_or_404(newer, pk=row_key(key)) if key else None,
                since=form.cleaned_data["since"],
                by=request.user,
                at=timezone.now(),
            )
        except services.UnfitDocument as refusal:
            if refusal.field == "since":
                form.add_error("since", str(refusal))
            error = str(refusal) if refusal.field != "since" else ""
        else:
            messages.success(request, _("Đã ghi văn bản thôi hiệu lực."))
            return redirect("congress:legal-document", found.pk)
    choices = queries.documents_with(newer, wanted) if wanted else newer
    context = {
        "document": found,
        "form": form,
        "wanted": wanted,
        "error": error,
        "picked": request.POST.get("van-ban", ""),
        "choices": queries.latest_first(choices.filter(day__gte=found.day))[
            : queries.CHOICES
        ],
    }
    return render(request, "congress/legal_replace.html", context)


@require_POST
@policy.requires(Right.CONGRESS_KEEP)
def legal_restore(request: StaffRequest, document: UUID) -> HttpResponse:
    found = queries.document_kept_or_404(request.user, document)
    services.restore_document(found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ dấu thôi hiệu lực."))
    return redirect("congress:legal-document", found.pk)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_KEEP)
def legal_remove(request: StaffRequest, document: UUID) -> HttpResponse:
    found = queries.document_kept_or_404(request.user, document)
    if request.method == "POST":
        try:
            services.remove_document(found.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("congress:legal-document", found.pk)
        messages.success(request, _("Đã bỏ văn bản khỏi thư viện."))
        return redirect("congress:legal")
    return render(request, "congress/legal_remove.html", {"document": found})


# --- the list -------------------------------------------------------------------------


def _on(request: StaffRequest) -> On:
    """Read the day that is asked about; today where none is, or none that is one."""
    form = OnDayForm(request.GET.get("ngay", ""))
    today = timezone.localdate()
    typed = form.cleaned_data.get("ngay") if form.is_valid() else None
    return On(typed or today, form["ngay"], typed in (None, today))


def told(
    row: LegalDocument, day: date, same: dict[str, list[LegalDocument]]
) -> dict[str, Any]:
    """Return a document with how it stands on a day and its twins of that number."""
    force = row.force_on(day)
    return {
        "row": row,
        "word": labels.FORCES[force.value],
        "tone": labels.FORCE_TONES[force.value],
        "twins": [
            each for each in same.get(row.number.upper(), []) if each.pk != row.pk
        ],
    }


def _another(request: StaffRequest) -> bool:
    return bool(request.POST.get("is_another"))


def _explained(
    request: StaffRequest, form: DocumentForm, refusal: Refused, **options: Any
) -> DocumentForm:
    """Return the form with a refusal beside the field it is about."""
    if isinstance(refusal, services.SameNumber):
        form = DocumentForm(request.POST, request.FILES, asks_another=True, **options)
        form.is_valid()
    explain(form, refusal)
    return form


def _columns(day: date) -> list[Column[LegalDocument]]:
    return [
        Column(
            "so",
            gettext_lazy("Số, ký hiệu"),
            lambda row: row.number,
            ("number", "day", "pk"),
        ),
        Column(
            "ngay",
            gettext_lazy("Ngày"),
            lambda row: dates.short(row.day),
            ("day", "number", "pk"),
        ),
        Column("loai", gettext_lazy("Loại"), lambda row: str(row.get_kind_display())),
        Column("ve-viec", gettext_lazy("Về việc"), lambda row: row.title),
        Column(
            "co-quan",
            gettext_lazy("Cơ quan ban hành"),
            lambda row: row.issuer,
            ("issuer", "day", "pk"),
        ),
        Column(
            "tinh-trang",
            gettext_lazy("Hiệu lực"),
            lambda row: str(labels.FORCES[row.force_on(day).value]),
        ),
        Column(
            "thay-bang",
            gettext_lazy("Được thay bằng"),
            lambda row: str(row.replaced_by) if row.replaced_by else "",
            only_in_file=True,
        ),
        Column(
            "tin-cay",
            gettext_lazy("Độ tin cậy"),
            lambda row: str(labels.CONFIDENCES[row.confidence]),
            only_in_file=True,
        ),
    ]


def _narrowed(
    request: StaffRequest, seen: QuerySet[LegalDocument], day: date
) -> tuple[QuerySet[LegalDocument], list[Filter]]:
    rows = seen
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.documents_with(rows, wanted)
    known_issuers = [(each, each) for each in queries.issuers(seen)]
    known_years = [(str(each), str(each)) for each in queries.years(seen)]
    kind = chosen(request, "loai", dict(LegalKind.choices))
    issuer = chosen(request, "co-quan", dict(known_issuers))
    state = chosen(request, "hieu-luc", labels.FORCES)
    year = chosen(request, "nam", dict(known_years))
    owner = chosen(request, "cua", dict(_OWNERS))
    if kind:
        rows = rows.filter(kind=kind)
    if issuer:
        rows = rows.filter(issuer=issuer)
    if year:
        rows = rows.filter(day__year=int(year))
    if owner:
        rows = rows.filter(unit__isnull=owner == "trung-uong")
    if state:
        rows = queries.force_so(rows, state, day)
    return rows, [
        Filter("hieu-luc", _("Hiệu lực"), list(labels.FORCES.items()), state),
        Filter("loai", _("Loại"), LegalKind.choices, kind),
        Filter("co-quan", _("Cơ quan ban hành"), known_issuers, issuer),
        Filter("nam", _("Năm"), known_years, year),
        Filter("cua", _("Văn bản của"), _OWNERS, owner),
    ]
