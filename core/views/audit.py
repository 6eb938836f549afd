"""The audit trail."""

from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import listing, queries
from core.access import policy
from core.access.rights import Right
from core.audit import chain, wording
from core.forms.audit import WantedLinesForm
from core.listing import EXPORTED, PRINTED, Column
from core.models import AuditEvent
from core.queries import WantedLines
from core.services import note_trail_taken
from core.web import StaffRequest

LINES: Final = 50
Found = QuerySet[AuditEvent]


@require_safe
@policy.requires(Right.AUDIT_READ)
def audit(request: StaffRequest) -> HttpResponse:
    form = WantedLinesForm(request.GET)
    wanted = form.wanted if form.is_valid() else None
    within = queries.audit_events(request.user)
    # What was not understood finds nothing, rather than everything.
    found = queries.matching_lines(within, wanted) if wanted else within.none()
    if wanted and listing.wants_file(request):
        return _file(request, found, wanted)
    is_print = request.GET.get("in") == "1"
    page = _paper(request, found, wanted) if is_print else _page(request, found)
    context = {
        "form": form,
        "is_print": is_print,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "head": chain.head(),
        "waiting": queries.lines_waiting(),
        "most": PRINTED if is_print else EXPORTED,
    }
    return render(request, "core/audit.html", context | page)


@require_safe
@policy.requires(Right.AUDIT_READ)
def audit_line(request: StaffRequest, line: int) -> HttpResponse:
    within = queries.audit_events(request.user)
    found = queries.audit_lines(within).filter(pk=line).first()
    if found is None:
        raise Http404
    context = {
        "line": wording.in_words(found),
        "others": list(map(wording.in_words, queries.same_subject(within, found))),
    }
    return render(request, "core/audit_line.html", context)


def _page(request: StaffRequest, found: Found) -> dict[str, Any]:
    """Cut out the page that follows the line which the address names.

    Pages have no numbers: counting a million lines costs more than reading fifty.
    """
    last = _last_seen(request)
    begins = queries.older_than(found, last) if last else found
    rows = list(queries.audit_lines(begins)[: LINES + 1])
    return {
        "lines": list(map(wording.in_words, rows[:LINES])),
        "older": rows[LINES - 1].pk if len(rows) > LINES else None,
        "is_first": last is None,
    }


def _last_seen(request: StaffRequest) -> AuditEvent | None:
    asked = request.GET.get("sau", "")
    # More digits than any key has would not fit into a question to the database.
    is_key = asked.isascii() and asked.isdecimal() and len(asked) <= 18
    return AuditEvent.objects.filter(pk=int(asked)).first() if is_key else None


def _paper(
    request: StaffRequest, found: Found, wanted: WantedLines | None
) -> dict[str, Any]:
    lines = list(map(wording.in_words, queries.audit_lines(found)[:PRINTED]))
    if wanted:
        _note(request, "print", len(lines), wanted)
    return {"lines": lines}


def _file(request: StaffRequest, found: Found, wanted: WantedLines) -> HttpResponse:
    return listing.as_file(
        request,
        queries.audit_lines(found),
        COLUMNS,
        default="-at",
        title=_("Nhật ký"),
        file_name="nhat-ky.xlsx",
        note=lambda rows: _note(request, "xlsx", rows, wanted),
    )


def _note(request: StaffRequest, form: str, rows: int, wanted: WantedLines) -> None:
    note_trail_taken(
        form=form,
        rows=rows,
        narrowed=wanted.without_names,
        by=request.user,
        at=timezone.now(),
    )


COLUMNS: Final[list[Column[AuditEvent]]] = [
    Column("at", gettext_lazy("Lúc"), lambda line: line.at, order=("at", "pk")),
    Column("actor", gettext_lazy("Người làm"), wording.actor_name),
    Column("act", gettext_lazy("Việc"), wording.act_name),
    Column("subject", gettext_lazy("Đối tượng"), wording.subject_name),
    Column("detail", gettext_lazy("Chi tiết"), wording.detail_in_a_sentence),
    Column("place", gettext_lazy("Nơi"), wording.place_name),
    Column("line", gettext_lazy("Dòng số"), lambda line: line.pk),
    Column("link", gettext_lazy("Mắt xích số"), wording.link_number),
    Column("digest", gettext_lazy("Mã mắt xích"), wording.link_digest),
]
