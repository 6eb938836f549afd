"""The result as a table, and as another program has it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ballots import queries, services
from ballots.forms import CompareForm
from ballots.queries.after import outside_results
from ballots.views.poll import page, poll_here
from ballots.views.result_table import workbook
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
    data = workbook(poll, found)
    return xlsx.download(f"ket-qua-{congress}-{election}-lan-{number}.xlsx", data)


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
    services.note_list_taken(poll, by=request.user, at=timezone.now())
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
    if not queries.may_see_tally(request.user, poll):
        raise Http404
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
