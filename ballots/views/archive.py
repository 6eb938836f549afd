"""What leaves the portal to be checked without it: journal, records, sealed archive."""

import io
import zipfile
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import queries, services, tasks
from ballots.archive import recount_journal
from ballots.archive.container import in_pieces, write_member
from ballots.archive.journal import write_journal
from ballots.archive.journal_paper import printed_journal
from ballots.archive.locked import ENDING, lock
from ballots.archive.manifest import JOURNAL
from ballots.archive.records import write_records
from ballots.archive.sealing import is_current, kept_archives
from ballots.forms import TakeArchiveForm, UnsealForm
from ballots.models import Confirmation, Poll
from ballots.services.taking_out import confirmed_or_refuse, is_put_away
from ballots.views.poll import page, poll_here, whole_page_again
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.models import Job, StoredPrint
from core.web import StaffRequest

SCRIPT: Final = Path(recount_journal.__file__)
READ_ME: Final = """\
NHẬT KÝ NHẬP PHIẾU - CÁCH KIỂM LẠI

Trong tệp này có:
  nhat-ky.json         nhật ký nhập phiếu của cả lần bầu
  recount_journal.py   chương trình kiểm lại, đọc được bằng mắt
  HUONG-DAN.txt        tờ này

Cần một máy có Python 3.8 trở lên; không cần mạng, không cần cổng.
  1. Giải nén cả ba tệp vào một thư mục.
  2. Mở dòng lệnh ở thư mục ấy, gõ:  python3 recount_journal.py nhat-ky.json
     (trên Windows:  py recount_journal.py nhat-ky.json)
  3. Chương trình in số phiếu hợp lệ, không hợp lệ và số phiếu của từng người. So với
     biên bản kiểm phiếu. Nhật ký bị sửa thì có các dòng bắt đầu bằng "SAI".

Muốn biết tệp có đúng là tệp cổng đã lập: tính SHA-256 của nhat-ky.json rồi so với mã ở
cuối bản in nhật ký (sha256sum nhat-ky.json, trên Windows: certutil -hashfile
nhat-ky.json SHA256).
"""


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.STRIKES_READ)
def poll_archive(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """What may be taken out of a confirmed poll, and how far the making of it is."""
    poll, confirmation = _confirmed(request, congress, election, number)
    context = _context(request, poll, confirmation)
    if request.htmx and not _is_live(context):
        return whole_page_again()
    template = "ballots/archive.html"
    if request.htmx:
        template += "#panels"
    return render(request, template, context)


@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_archive_make(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give the work of the sealed archive to a machine."""
    return _ask(request, tasks.seal_archive, congress, election, number)


@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_journal_print(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give the printing of the journal to a machine."""
    _typed(request, congress, election, number)
    return _ask(request, tasks.print_journal, congress, election, number)


@sensitive_post_parameters("passphrase", "again")
@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_archive_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponseBase:
    """Hand the sealed archive out, locked where a passphrase is wanted."""
    poll, confirmation = _confirmed(request, congress, election, number)
    context = _context(request, poll, confirmation, asked="form")
    kept, form = context["archive"], context["form"]
    if kept is None:
        return redirect("ballots:poll-archive", congress, election, number)
    if not form.is_valid():
        return render(request, "ballots/archive.html", context)
    is_locked = form.cleaned_data["locked"]
    services.note_taken(
        "ballots.archive_taken",
        poll,
        by=request.user,
        at=timezone.now(),
        decision=form.cleaned_data.get("decision", ""),
        sha256=kept.sha256,
        locked=is_locked,
    )
    data = _bytes_of(kept)
    if not is_locked:
        return _attached(data, kept.file_name, "application/zip")
    name = kept.file_name.removesuffix(".zip") + ENDING
    file = lock(data, form.cleaned_data["passphrase"])
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_journal_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponseBase:
    """Hand out the journal with the script that counts from it alone."""
    poll, confirmation = _typed(request, congress, election, number)
    form = _unsealing(poll, "journal_form", request.POST)
    if not form.is_valid():
        return _refused(request, poll, confirmation, "journal_form")
    services.note_taken(
        "ballots.journal_taken",
        poll,
        by=request.user,
        at=timezone.now(),
        **form.cleaned_data,
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        write_member(archive, JOURNAL, in_pieces(write_journal(poll)))
        write_member(archive, SCRIPT.name, [SCRIPT.read_bytes()])
        write_member(archive, "HUONG-DAN.txt", [READ_ME.encode()])
    name = f"nhat-ky-{congress}-{election}-lan-{number}.zip"
    return _attached(file.getvalue(), name, "application/zip")


@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_journal_paper(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Hand out the journal as it was printed."""
    poll, confirmation = _typed(request, congress, election, number)
    kept = printed_journal(confirmation)
    if kept is None:
        return redirect("ballots:poll-archive", congress, election, number)
    form = _unsealing(poll, "paper_form", request.POST)
    if not form.is_valid():
        return _refused(request, poll, confirmation, "paper_form")
    services.note_taken(
        "ballots.journal_paper_taken",
        poll,
        by=request.user,
        at=timezone.now(),
        sha256=kept.sha256,
        **form.cleaned_data,
    )
    return _attached(_bytes_of(kept), kept.file_name, "application/pdf")


@require_POST
@policy.requires(Right.STRIKES_READ)
def poll_records(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponseBase:
    """Hand out cast vote records, written as they are read."""
    poll, confirmation = _confirmed(request, congress, election, number)
    form = _unsealing(poll, "records_form", request.POST)
    if not form.is_valid():
        return _refused(request, poll, confirmation, "records_form")
    confirmation = services.note_taken(
        "ballots.records_taken",
        poll,
        by=request.user,
        at=timezone.now(),
        **form.cleaned_data,
    )
    confirmation.poll = poll
    name = f"cvr-{congress}-{election}-lan-{number}.json"
    return StreamingHttpResponse(
        in_pieces(write_records(confirmation)),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _ask(
    request: StaffRequest, task: Any, congress: str, election: int, number: int
) -> HttpResponse:
    poll, _confirmation = _confirmed(request, congress, election, number)
    confirmed_or_refuse(poll, by=request.user)
    with transaction.atomic():
        ledger.request(
            task,
            subject=poll,
            scope=queries.scope_of(poll),
            by=request.user,
            at=timezone.now(),
            queue="print",
        )
    return redirect("ballots:poll-archive", congress, election, number)


def _unsealing(poll: Poll, name: str, data: Any = None) -> UnsealForm:
    return UnsealForm(data, is_sealed=is_put_away(poll), auto_id=f"{name}_%s")


def _refused(
    request: StaffRequest, poll: Poll, confirmation: Confirmation, asked: str
) -> HttpResponse:
    """Show the page again with what is wrong beside its field."""
    context = _context(request, poll, confirmation, asked=asked)
    return render(request, "ballots/archive.html", context)


def _context(
    request: StaffRequest, poll: Poll, confirmation: Confirmation, *, asked: str = ""
) -> dict[str, Any]:
    """Return the page; ``asked`` names the form that was sent, if one was."""
    archives = kept_archives(confirmation)
    archive = archives[0] if archives else None
    action = reverse("ballots:poll-archive-file", args=queries.address(poll))
    data = {asked: request.POST}
    unsealing = ("paper_form", "journal_form", "records_form")
    return page(request, poll, tab="archive") | {
        "archive": archive,
        "is_current": archive is not None and is_current(archive, confirmation),
        "older": archives[1:],
        "archive_job": _latest(tasks.seal_archive, poll, confirmation),
        "journal": None if poll.upload_id else printed_journal(confirmation),
        "journal_job": _latest(tasks.print_journal, poll, confirmation),
        "is_sealed": is_put_away(poll),
        "form": TakeArchiveForm(
            data.get("form"), action=action, is_sealed=is_put_away(poll)
        ),
        **{name: _unsealing(poll, name, data.get(name)) for name in unsealing},
    }


def _latest(task: Any, poll: Poll, confirmation: Confirmation) -> Job | None:
    """Return the job on what is confirmed now, not on what was superseded."""
    job = ledger.latest(task, subject=poll)
    return job if job and job.requested_at >= confirmation.at else None


def _is_live(context: dict[str, Any]) -> bool:
    jobs = (context["archive_job"], context["journal_job"])
    return any(job and job.is_live for job in jobs)


def _confirmed(
    request: StaffRequest, congress: str, election: int, number: int
) -> tuple[Poll, Confirmation]:
    poll = poll_here(request, Right.STRIKES_READ, congress, election, number)
    confirmation = queries.confirmation_of(poll)
    if confirmation is None:
        raise Http404
    confirmation.poll = poll
    return poll, confirmation


def _typed(
    request: StaffRequest, congress: str, election: int, number: int
) -> tuple[Poll, Confirmation]:
    """Return a poll whose papers were typed here; others have no journal."""
    poll, confirmation = _confirmed(request, congress, election, number)
    if poll.upload_id:
        raise Http404
    return poll, confirmation


def _bytes_of(kept: StoredPrint) -> bytes:
    return bytes(StoredPrint.objects.values_list("data", flat=True).get(pk=kept.pk))


def _attached(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
