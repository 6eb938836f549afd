"""The result as a table, and as another program has it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ballots import queries, services
from ballots.forms import CompareForm
from ballots.models import Poll
from ballots.queries.after import outside_results
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest
from core.writers import xlsx


@require_POST
@policy.requires(Right.ELECTION_READ)
def result_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """The confirmed result as XLSX: by the order on the ballot, and by votes."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    confirmation = queries.confirmation_of(poll)
    if confirmation is None:
        raise Http404
    found = queries.result(confirmation.tally, poll)
    services.note_result_taken(poll, by=request.user, at=timezone.now())
    headings = [_("Họ và tên"), _("Số phiếu"), _("% của D"), _("Kết quả"), _("Căn cứ")]

    def cells(row: queries.ResultRow) -> list[xlsx.Value]:
        verdict = str(row.verdict_label)
        return [row.name, row.votes, row.percent, verdict, row.basis.cited]

    data = xlsx.workbook_of(
        xlsx.Sheet(
            _("Theo thứ tự trên phiếu"),
            [_("Số"), *headings],
            [[row.number, *cells(row)] for row in found["rows"]],
        ),
        xlsx.Sheet(
            _("Theo số phiếu"),
            [_("Hạng"), *headings],
            [[row.place, *cells(row)] for row in found["rows_by_votes"]],
        ),
        *_followers(found),
        xlsx.Sheet(_("Tổng hợp"), [_("Mục"), _("Số")], _sums(poll, found)),
    )
    return xlsx.download(f"ket-qua-{congress}-{election}-lan-{number}.xlsx", data)


def _followers(found: dict[str, Any]) -> list[xlsx.Sheet]:
    """Return who waited since earlier rounds, where a run-off decides on them."""
    if not found["waited"]:
        return []
    headings = [_("Thứ tự"), _("Họ và tên"), _("Lần bầu"), _("Số phiếu")]
    rows = [
        [row.rank, row.name, row.round, row.votes, str(row.verdict_label)]
        for row in (*found["alternates"], *found["waited"])
        if row in found["alternates"] or not row.won
    ]
    return [xlsx.Sheet(_("Dự khuyết"), [*headings, _("Kết quả")], rows)]


def _sums(poll: Poll, found: dict[str, Any]) -> list[list[xlsx.Value]]:
    tally, papers = found["tally"], poll.papers
    return [
        [_("Mẫu số tính kết quả (D)"), papers.tally_base],
        [_("Có mặt khi bỏ phiếu"), papers.present],
        [_("Phiếu in"), papers.printed],
        [_("Phiếu phát ra"), papers.issued],
        [_("Phiếu thu về"), papers.returned],
        [_("Phiếu hợp lệ"), tally.valid],
        [_("Phiếu không hợp lệ"), tally.invalid],
    ]


@require_POST
@policy.requires(Right.ELECTION_READ)
def slate_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """The closed list as a table, to be taken into another counting program."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    names = list(queries.slate(poll).values_list("number", "name", "party_since"))
    if not names:
        raise Http404
    services.note_slate_taken(poll, by=request.user, at=timezone.now())
    headings = [_("Số"), _("Họ và tên"), _("Ngày vào Đảng")]
    data = xlsx.workbook(_("Danh sách bầu cử"), headings, names)
    return xlsx.download(f"danh-sach-{congress}-{election}-lan-{number}.xlsx", data)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_compare(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Another program's count beside ours, name by name."""
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    if queries.current_tally(poll) is None:
        raise Http404
    form = CompareForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = services.compare_result(
                str(poll.pk),
                name=file.name,
                data=file.read(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            if found.agrees:
                messages.success(request, _("Hai kết quả giống nhau."))
            else:
                messages.warning(request, _("Hai kết quả khác nhau. Xem từng dòng."))
            return redirect("ballots:poll-compare", congress, election, number)
    context = page(request, poll, tab="compare") | {
        "form": form,
        "found": outside_results(poll),
    }
    return render(request, "ballots/compare.html", context)
