"""The lists there are, and bringing in another one."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import listing
from core.access import policy
from core.access.rights import Right
from core.forms.imports import ListForm
from core.imports.kinds import ImportKind
from core.imports.template import template_of
from core.listing import Column, Filter
from core.models import ImportRun, Unit
from core.queries import imports as reads
from core.queries.imports import State
from core.queries.words import with_words
from core.services import imports as acts
from core.services.imports import kind_of
from core.views.imports.frame import TONES, ask
from core.web import StaffRequest
from core.writers import xlsx

COLUMNS: Final[tuple[Column[ImportRun], ...]] = (
    Column("tep", gettext_lazy("Tệp"), lambda run: run.file.name),
    Column("loai", gettext_lazy("Danh sách"), lambda run: str(kind_of(run).label)),
    Column("vao", gettext_lazy("Nhập vào"), lambda run: run.scope.title),
    Column(
        "dong",
        gettext_lazy("Số dòng"),
        lambda run: run.rows,
        ("rows", "pk"),
        number=True,
    ),
    Column("buoc", gettext_lazy("Đang ở bước"), lambda run: run.get_state_display()),
    Column("ai", gettext_lazy("Người nhập"), lambda run: run.started_by.full_name),
    Column(
        "luc", gettext_lazy("Lúc"), lambda run: run.started_at, ("started_at", "pk")
    ),
)
NEWEST_FIRST: Final = "-luc"


@require_safe
@policy.requires(Right.LIST_KEEP)
def imports(request: StaffRequest) -> HttpResponse:
    kinds = {kind.code: kind for kind in reads.kinds_for(request.user)}
    kind = listing.chosen(request, "loai", kinds)
    state = listing.chosen(request, "buoc", dict(State.choices))
    found = reads.import_runs(request.user)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if wanted := request.GET.get("tim", "").strip():
        found = with_words(found, "scope__title", wanted)
    if listing.wants_file(request):
        return listing.as_file(
            request,
            found,
            COLUMNS,
            default=NEWEST_FIRST,
            title=_("Danh sách đã nhập"),
            file_name="danh-sach-da-nhap.xlsx",
        )
    named = [(code, each.label) for code, each in kinds.items()]
    filters = [
        Filter("loai", _("Danh sách"), named, kind),
        Filter("buoc", _("Đang ở bước"), State.choices, state),
    ]
    shown = listing.listing(
        request, found, COLUMNS, default=NEWEST_FIRST, filters=filters
    )
    rows = [(run, kind_of(run), TONES[run.state]) for run in shown.page]
    # What goes to a place of its own is brought in from there.
    offered = [each for each in kinds.values() if each.place is None]
    context = {"listing": shown, "rows": rows, "kinds": offered}
    return render(request, "core/imports.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.LIST_KEEP)
def import_new(request: StaffRequest, kind: str) -> HttpResponse:
    wanted = reads.kind_or_404(request.user, kind)
    named = request.GET.get("noi", "")
    place = reads.place_or_404(request.user, wanted, named)
    form = ListForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        kind=wanted,
        place=place,
        initial={"unit": request.GET.get("to-chuc", "")},
    )
    if request.method == "POST" and form.is_valid():
        into = named if place else ""
        run = _receive(request, wanted, form, into)
        return redirect("core:import", run.pk)
    context = {
        "kind": wanted,
        "form": form,
        "place": place,
        "is_empty": not Unit.objects.exists(),
    }
    return render(request, "core/import_new.html", context)


@require_safe
@policy.requires(Right.LIST_KEEP)
def import_template(request: StaffRequest, kind: str) -> HttpResponse:
    wanted = reads.kind_or_404(request.user, kind)
    return xlsx.download(f"mau-{wanted.address}.xlsx", template_of(wanted))


@transaction.atomic
def _receive(
    request: StaffRequest, kind: ImportKind, form: ListForm, into: str
) -> ImportRun:
    file = form.cleaned_data["file"]
    at = timezone.now()
    run = acts.receive_list(
        kind,
        scope=form.scope,
        into=into,
        name=file.name,
        chunks=file.chunks,
        by=request.user,
        at=at,
    )
    if run.started_at != at:
        messages.info(request, _("Tệp này đã được tải lên và đang chờ ở đây."))
    else:
        ask(request, run)
    return run
